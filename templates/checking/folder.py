"""The check of a folder of templates: every file in it, and files that are no template of any document."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from records.errors import UnreadableFile
from records.home_paths import TEMPLATES
from records.kind import Kind
from records.language import LANGUAGES, Language, listed, translator
from templates.checking.report import Finding, Report
from templates.checking.template import check_template
from templates.documents import DOCUMENTS, SHIPPED
from templates.exporting import PROFILE_NAME
from templates.layout.measures import Profile
from templates.layout.profile_file import read_profile

tr = translator("templates")


@dataclass(frozen=True, slots=True)
class Checked:
    """How many templates were checked, and everything found in them."""

    templates: int
    findings: list[Finding]


def check_folder(path: Path, kinds: Mapping[str, Kind]) -> Checked:
    """Check a folder with zh and en in it, one of these two, or one file in one of them.

    Raises UnreadableFile when it holds no templates, ProfileFault for a faulty profile in it.
    """
    if path.is_file():
        return _one_file(path, kinds)
    if not path.is_dir():
        raise UnreadableFile(path, tr("there is no such file or folder"))
    folders = {lang: path / lang for lang in LANGUAGES if (path / lang).is_dir()}
    lang = next((each for each in LANGUAGES if each == path.resolve().name), None)
    if not folders and lang:
        folders = {lang: path}
    if not folders:
        raise UnreadableFile(
            path,
            tr("there is no folder zh or en in it"),
            hint=tr("`xuedang templates export FOLDER` writes the templates that come with the program."),
        )
    findings = [*_unknown_files(path)] if path not in folders.values() else []
    count = 0
    for each, folder in folders.items():
        checked = _check_language(folder, each, kinds)
        count, findings = count + checked.templates, [*findings, *checked.findings]
    return Checked(count, findings)


def check_office(home: Path, kinds: Mapping[str, Kind]) -> Checked:
    """Check what documents are made with: the office's own templates, the shipped ones where it has none."""
    own = home / TEMPLATES
    findings = [*_unknown_files(own)] if own.is_dir() else []
    count = 0
    for lang in LANGUAGES:
        if (own / lang).is_dir():
            checked = _check_language(own / lang, lang, kinds)
            count, findings = count + checked.templates, [*findings, *checked.findings]
        for name, spec in DOCUMENTS.items():
            if not (own / lang / f"{name}.docx").is_file():
                count += 1
                findings += check_template(SHIPPED / lang / f"{name}.docx", spec, lang, kinds)
    return Checked(count, findings)


def _one_file(path: Path, kinds: Mapping[str, Kind]) -> Checked:
    lang: Language = "en" if path.resolve().parent.name == "en" else "zh"
    spec = DOCUMENTS.get(path.stem)
    if spec is None or path.suffix != ".docx":
        return Checked(0, [_unknown_file(path)])
    return Checked(1, check_template(path, spec, lang, kinds, _profile(path.parent)))


def _check_language(folder: Path, lang: Language, kinds: Mapping[str, Kind]) -> Checked:
    profile = _profile(folder)
    findings, count = [], 0
    for name, spec in DOCUMENTS.items():
        path = folder / f"{name}.docx"
        if path.is_file():
            count += 1
            findings += check_template(path, spec, lang, kinds, profile)
    return Checked(count, [*findings, *_unknown_files(folder, templates=True)])


def _profile(folder: Path) -> Profile | None:
    path = folder / PROFILE_NAME
    return read_profile(path) if path.is_file() else None


def _unknown_files(folder: Path, *, templates: bool = False) -> Iterator[Finding]:
    """Files that no document uses. Those a word processor makes while it is open do not count."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() or path.name.startswith((".", "~$")):
            continue
        if templates and (path.name == PROFILE_NAME or (path.suffix == ".docx" and path.stem in DOCUMENTS)):
            continue
        yield _unknown_file(path)


def _unknown_file(path: Path) -> Finding:
    report = Report(path)
    near = difflib.get_close_matches(path.stem, DOCUMENTS, n=1, cutoff=0.5)
    if path.stem in DOCUMENTS and path.suffix != ".docx":
        hint = tr("Save it from Word or WPS as .docx.")
    elif path.stem in DOCUMENTS:
        hint = tr("It has to lie in the folder zh or en.")
    elif near:
        hint = tr("Did you mean {name!r}?", name=f"{near[0]}.docx")
    else:
        hint = tr("Documents: {names}.", names=listed(DOCUMENTS))
    report.add(
        "unknown-file", "", tr("no document uses this file."), hint=hint, name=path.name, severity="warning"
    )
    return report.findings[0]
