"""The set of templates as files that a secretary edits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from records.errors import Refused, UnreadableFile, UsageFault
from records.language import LANGUAGES, Language, translator
from templates.documents import DOCUMENTS, SHIPPED
from templates.layout.measures import Profile
from templates.layout.profile_file import profile_path, read_profile

tr = translator("templates")

#: the profile by which a folder's templates were laid out, beside them
PROFILE_NAME = "profile.yaml"


@dataclass
class Exported:
    """The files that were written, and those that were there already and were left alone."""

    written: list[Path] = field(default_factory=list)
    left: list[Path] = field(default_factory=list)


def export_templates(
    folder: Path,
    *,
    languages: Sequence[Language] = LANGUAGES,
    profiles: Sequence[str] = (),
    force: bool = False,
) -> Exported:
    """Write the templates of all documents to ``folder``/zh and ``folder``/en.

    They are the shipped files, or built anew by ``profiles`` (names or files, one a language), which are laid
    beside them. A file that exists is left alone unless ``force``. Raises ProfileFault, UsageFault for
    two profiles of a language, Refused for the folder of the shipped ones, UnreadableFile.
    """
    if SHIPPED.resolve() in (folder.resolve(), folder.resolve().parent):
        raise Refused(
            tr("{folder} holds the templates that come with the program.", folder=folder),
            hint=tr("Choose another folder: an upgrade would overwrite what you change there."),
        )
    chosen = _profiles(profiles)
    done = Exported()
    for lang in languages:
        for name in DOCUMENTS:
            path = folder / lang / f"{name}.docx"
            if path.exists() and not force:
                done.left.append(path)
                continue
            _write(path, _template(name, lang, chosen[lang][0] if lang in chosen else None))
            done.written.append(path)
        if lang in chosen:
            path = folder / lang / PROFILE_NAME
            if path.exists() and not force:
                done.left.append(path)
                continue
            _write(path, chosen[lang][1].read_bytes())
            done.written.append(path)
    return done


def _profiles(names: Sequence[str]) -> dict[Language, tuple[Profile, Path]]:
    """Each language's profile, and its file."""
    found: dict[Language, tuple[Profile, Path]] = {}
    for name in names:
        profile = read_profile(name)
        if profile.lang in found:
            raise UsageFault(tr("Give one profile for each language, not two for {lang}.", lang=profile.lang))
        found[profile.lang] = profile, profile_path(name)
    return found


def _template(name: str, lang: Language, profile: Profile | None) -> bytes:
    if profile is not None:
        from templates.build import MASTERS

        # A document that an office added is a file made in Word: no code builds it.
        if name in MASTERS:
            return MASTERS[name][LANGUAGES.index(lang)](profile)
    path = SHIPPED / lang / f"{name}.docx"
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from error


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from error
