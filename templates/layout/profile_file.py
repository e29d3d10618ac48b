"""Reads a page profile from its YAML file. A fault is told with file, field and reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import msgspec
import yaml

from records.errors import UsageFault
from records.language import listed, translator
from templates.layout.measures import CertificatePage, Face, Margins, Page, Profile, mm

tr = translator("templates")

FOLDER = Path(__file__).parent / "profiles"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MEASURE = re.compile(r"(-?\d+(?:\.\d+)?)\s*(mm|pt|毫米|磅)")
#: the parts of a profile and of its parts that are files' sections
_SECTIONS: Mapping[type, Mapping[str, type]] = {
    Profile: {"page": Page, "certificate": CertificatePage, "sheet": Margins},
    CertificatePage: {"page": Page},
}
#: the profile that says what an office's own leaves out, by language
_BASE = {"zh": "official", "en": "english"}
#: what is no length: words, yes or no, and measures that are counted in a unit of their own
_PLAIN = ("name", "lang", "grid", "landscape", "rule_gap", "character_grid")
_WHERE = re.compile(r"(.*?)(?: - at (?:`key` in )?`\$?\.?(.*?)`)?", re.DOTALL)


class ProfileFault(UsageFault):
    """A profile can't be used; says file, field (``page.top``; empty for the file itself) and reason."""

    def __init__(self, path: Path, field: str, reason: str) -> None:
        bare = tr("{path}: {reason}", path=path, reason=reason)
        where = tr("{path}, {field}: {reason}", path=path, field=field, reason=reason)
        hint = tr("official.yaml, a profile that comes with the program, explains every line of such a file.")
        super().__init__(where if field else bare, hint=hint)
        self.path, self.field, self.reason = path, field, reason


def profile_names() -> list[str]:
    """The profiles that come with the program."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def profile_path(name: str | Path) -> Path:
    """The file of a profile: a shipped one's by its name, otherwise ``name`` itself."""
    return FOLDER / f"{name}.yaml" if name in profile_names() else Path(name).expanduser()


def read_profile(name: str | Path) -> Profile:
    """A profile by its name among the shipped ones, or by the path of a file. Raises ProfileFault."""
    path = profile_path(name)
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except FileNotFoundError as error:
        known = listed(profile_names())
        raise ProfileFault(
            path, "", tr("there is no such profile; known are {names}", names=known)
        ) from error
    except OSError as error:
        raise ProfileFault(path, "", error.strerror or str(error)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ProfileFault(path, "", str(error)) from error
    return _checked(path, _profile(path, data))


def _profile(path: Path, data: Any) -> Profile:
    if not isinstance(data, dict):
        raise ProfileFault(path, "", tr("lines such as “pitch: 579” are expected"))
    data = _section(path, "", _completed(path, data), Profile)
    faces = data.get("faces")
    if isinstance(faces, dict):
        for role, face in faces.items():
            _refuse_unknown(path, f"faces.{role}.", face, Face)
            missing = {"latin", "chinese"} - face.keys() if isinstance(face, dict) else ()
            for name in sorted(missing):
                raise ProfileFault(path, f"faces.{role}.{name}", tr("this is missing"))
        data["faces"] = {
            role: {"latin": face, "chinese": face} if isinstance(face, str) else face
            for role, face in faces.items()
        }
    try:
        return msgspec.convert(data, Profile)
    except msgspec.ValidationError as error:
        raise _fault(path, str(error)) from error


def _completed(path: Path, data: dict[str, Any]) -> dict[str, Any]:
    """With the sections for single documents, which came later than the first profiles of offices."""
    base = profile_path(_BASE.get(str(data.get("lang")), ""))
    if path == base or not base.is_file():
        return data
    shipped = yaml.load(base.read_text(encoding="utf-8"), Loader=_LOADER)
    return {name: shipped[name] for name in ("certificate", "sheet")} | data


def _section(path: Path, prefix: str, data: dict[str, Any], known: type) -> dict[str, Any]:
    """A section with its measures in Word's units, and the sections in it. Raises ProfileFault."""
    _refuse_unknown(path, prefix, data, known)
    data = {**data, **_measured(path, data, prefix)}
    for name, part in _SECTIONS.get(known, {}).items():
        if isinstance(data.get(name), dict):
            data[name] = _section(path, f"{prefix}{name}.", data[name], part)
    return data


def _refuse_unknown(path: Path, prefix: str, data: Any, known: type) -> None:
    names = [each.name for each in fields(known)]
    for key in data if isinstance(data, dict) else ():
        if key not in names:
            reason = tr("there is no such setting; known are {names}", names=listed(names))
            raise ProfileFault(path, f"{prefix}{key}", reason)


def _measured(path: Path, data: dict[str, Any], prefix: str = "") -> dict[str, int]:
    """The measures that were written with a unit, in Word's own."""
    found = {}
    for name, value in data.items():
        if not isinstance(value, str) or name in _PLAIN:
            continue
        match = _MEASURE.fullmatch(value.strip())
        if match is None:
            reason = tr("{value!r} is no measure: write 37 mm, 16 pt or a whole number", value=value)
            raise ProfileFault(path, f"{prefix}{name}", reason)
        number = float(match[1])
        twips = mm(number) if match[2] in ("mm", "毫米") else round(number * 20)
        found[name] = round(twips / 10) if name.endswith("_size") else twips
    return found


def _fault(path: Path, message: str) -> ProfileFault:
    """What msgspec found, with its path, in the user's language."""
    match = _WHERE.fullmatch(message)
    reason, field = (match[1], match[2] or "") if match else (message, "")
    if missing := re.fullmatch(r"Object missing required field `(\w+)`", reason):
        return ProfileFault(path, ".".join(filter(None, (field, missing[1]))), tr("this is missing"))
    if bound := re.fullmatch(r"Expected `int` ([<>])= (-?\d+)", reason):
        least = tr("this has to be at least {number}", number=bound[2])
        most = tr("this may be {number} at most", number=bound[2])
        return ProfileFault(path, field, least if bound[1] == ">" else most)
    if wanted := re.fullmatch(r"Expected `([^`]+)`, got `([^`]+)`", reason):
        words = {
            "int": tr("a whole number is expected here")
            if field in _PLAIN
            else tr("a whole number, or a measure such as 37 mm or 16 pt, is expected here"),
            "bool": tr("true or false is expected here"),
            "str": tr("a text is expected here"),
        }
        return ProfileFault(path, field, words.get(wanted[1].split(" |")[0], reason))
    if wrong := re.fullmatch(r"Invalid enum value '(.*)'", reason):
        return ProfileFault(path, field, tr("{value!r} is not possible here", value=wrong[1]))
    return ProfileFault(path, field, reason)


def _checked(path: Path, profile: Profile) -> Profile:
    page = profile.page
    if "body" not in profile.faces:
        raise ProfileFault(path, "faces.body", tr("this is missing"))
    own, sheet = profile.certificate.page, replace(page, **asdict(profile.sheet))
    for field, room in (
        ("page.width", page.text_width),
        ("page.height", page.text_height),
        ("certificate.page.width", own.text_width),
        ("certificate.page.height", own.text_height),
        ("sheet", min(sheet.text_width, sheet.text_height)),
    ):
        if room < mm(50):
            raise ProfileFault(path, field, tr("the margins leave less than 50 mm for the text"))
    if profile.character_grid is not None and not profile.grid:
        raise ProfileFault(path, "character_grid", tr("a grid of characters needs “grid: true”"))
    return profile
