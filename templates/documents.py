"""The documents an office can make: what each needs, making it, and keeping what was made.

``make_document`` only reads; ``issue`` keeps the files, the data and the template's checksum as an
``issued_document`` record, so that a paper that went out can be found, checked and printed again.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from records.errors import UsageFault
from records.kind import Label
from records.language import LANGUAGES, Language, translator
from records.record import Record
from records.values import Value
from templates.contexts.certificate import certificates
from templates.contexts.commendation import commendation, find_decision
from templates.contexts.stage_summary import stage_summary
from templates.package import pack
from templates.render import WordTemplate, load
from templates.writing import safe_name, write_files

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.archive import Archive

tr = translator("templates")
SHIPPED = Path(__file__).parent
Options = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing a document asks for: ``text``, ``integer`` or ``flag``; by ``--name`` or in a form.

    ``between`` are the smallest and the largest integer that make sense.
    """

    name: str
    label: Label
    type: Literal["text", "integer", "flag"] = "text"
    choices: tuple[str, ...] = ()
    required: bool = False
    between: tuple[int, int] | None = None


@dataclass(frozen=True)
class MadeDocument:
    """What was made: files (name, bytes) and everything needed to keep them.

    ``subject`` is the record (or unit) it was made from, ``subjects`` all others in it; ``snapshot`` is
    the printed data as JSON; ``keep`` holds fields that issuing writes into the subject's record unless
    it is verified. ``warnings`` are for the person who asked.
    """

    document: str
    lang: Language
    files: list[tuple[str, bytes]]
    warnings: list[str]
    subject: ObjectId
    subjects: list[ObjectId]
    doc_no: str
    template_sha256: str
    snapshot: str
    keep: Mapping[str, Value] = field(default_factory=dict)

    def write(self, target: Path) -> list[Path]:
        """Write the files to ``target``, as `templates.writing.write_files` does."""
        return write_files(self.files, target)


Build = Callable[["Archive", Options, Language], Awaitable[MadeDocument]]


@dataclass(frozen=True, slots=True)
class DocumentSpec:
    """One kind of document: its name on the command line, its label, its options, and how to make it.

    Of the options named in ``one_of`` only one may be given.
    """

    name: str
    label: Label
    options: tuple[Option, ...]
    build: Build
    one_of: tuple[str, ...] = ()


async def make_document(archive: Archive, name: str, options: Options, lang: str) -> MadeDocument:
    """Make the document ``name`` (a key of `DOCUMENTS`) in ``lang``.

    Raises UsageFault for an unknown document or option, and what its context and template raise:
    NotFound, Refused, TemplateFault.
    """
    spec = DOCUMENTS.get(name)
    if spec is None:
        raise UsageFault(
            tr("There is no document {name!r}.", name=name),
            hint=tr("Known: {names}.", names=", ".join(DOCUMENTS)),
        )
    if lang not in LANGUAGES:
        raise UsageFault(tr("Language {lang!r} is not known.", lang=lang), hint=tr("Use zh or en."))
    return await spec.build(archive, _checked(spec, options), "zh" if lang == "zh" else "en")


async def issue(archive: Archive, made: MadeDocument) -> Record:
    """Keep a document that was made: an ``issued_document`` record with the file, verified.

    The same paper (same data, template and language) is kept once: then the earlier record is given
    back. Several files are kept as one .zip. Figures it printed are frozen into a stage summary that is not
    verified yet. Raises what `Archive.save` and `Archive.attach` raise.
    """
    if made.keep:
        source = await archive.get(made.subject)
        if source.status in ("draft", "submitted"):
            source.fields |= made.keep
            await archive.save(source, note=tr("Figures as printed"))
    same = await _issued_before(archive, made)
    if same is not None:
        return same
    record = await archive.save(
        Record.new(
            "issued_document",
            {
                "document": DOCUMENTS[made.document].label.zh,
                "doc_no": made.doc_no or None,
                "subject": made.subject,
                "subjects": list(made.subjects),
                "language": made.lang,
                "issued_on": archive.settings.today,
                "template_sha256": made.template_sha256,
                "snapshot": made.snapshot,
            },
        )
    )
    data = made.files[0][1] if len(made.files) == 1 else pack(dict(made.files))
    record = await archive.attach(record.id, data=data, name=_kept_name(made))
    record.status = "verified"
    return await archive.save(record)


async def _issued_before(archive: Archive, made: MadeDocument) -> Record | None:
    found = await archive.aggregate(
        [
            {
                "$match": {
                    "kind": "issued_document",
                    "status": "verified",
                    "fields.subject": made.subject,
                    "fields.language": made.lang,
                    "fields.template_sha256": made.template_sha256,
                    "fields.snapshot": made.snapshot,
                    "attachments.name": _kept_name(made),
                }
            },
            {"$limit": 1},
            {"$project": {"_id": 1}},
        ]
    )
    return await archive.get(found[0]["_id"]) if found else None


def _kept_name(made: MadeDocument) -> str:
    if len(made.files) == 1:
        return made.files[0][0]
    return safe_name(f"{DOCUMENTS[made.document].label.text(made.lang)} {made.doc_no}") + ".zip"


def template_path(archive: Archive, name: str, lang: str) -> Path:
    """The office's own template below ``templates`` of the data folder, otherwise the shipped one."""
    own = archive.settings.home / "templates" / lang / f"{name}.docx"
    return own if own.is_file() else SHIPPED / lang / f"{name}.docx"


def _checked(spec: DocumentSpec, options: Options) -> dict[str, Any]:
    known = {option.name: option for option in spec.options}
    checked: dict[str, Any] = {}
    for name, value in options.items():
        if value is None or value == "":
            continue
        option = known.get(name)
        if option is None:
            raise UsageFault(
                tr("{document} has no option {name}.", document=spec.name, name=name),
                hint=tr("It has: {names}.", names=", ".join(known)),
            )
        checked[name] = _typed(option, value)
    given = [name for name in spec.one_of if name in checked]
    if len(given) > 1:
        raise UsageFault(
            tr("Give only one of {names}.", names=", ".join(f"--{name}" for name in given)),
        )
    for option in spec.options:
        if option.required and option.name not in checked:
            raise UsageFault(tr("{document} needs --{name}.", document=spec.name, name=option.name))
    return checked


def _typed(option: Option, value: Any) -> Any:
    if option.type == "integer":
        try:
            value = int(str(value))
        except ValueError as error:
            raise UsageFault(
                tr("--{name}: {value!r} is not a number.", name=option.name, value=value)
            ) from error
        if option.between and not option.between[0] <= value <= option.between[1]:
            low, high = option.between
            raise UsageFault(
                tr(
                    "--{name}: {value} is not between {low} and {high}.",
                    name=option.name,
                    value=value,
                    low=low,
                    high=high,
                )
            )
    if option.choices and str(value) not in option.choices:
        raise UsageFault(
            tr("--{name}: choose one of {choices}.", name=option.name, choices=", ".join(option.choices))
        )
    return value


def _snapshot(data: Any) -> str:
    plain = (
        [dataclasses.asdict(each) for each in data]
        if isinstance(data, Sequence)
        else dataclasses.asdict(data)
    )
    return json.dumps(plain, ensure_ascii=False, default=str, indent=1)


async def _stage_summary(archive: Archive, options: Options, lang: Language) -> MadeDocument:
    draft = await stage_summary(
        archive, lang, stage=options.get("stage"), year=options.get("year"), no=options.get("no")
    )
    template = load(template_path(archive, "stage_summary", lang))
    name = draft.context.title.replace("\n", "" if lang == "zh" else " ")
    unsaved = draft.record is None or draft.record.status == "verified"
    return MadeDocument(
        document="stage_summary",
        lang=lang,
        files=[(safe_name(name) + ".docx", template.render(draft.context))],
        warnings=draft.warnings,
        subject=draft.record.id if draft.record else draft.owner,
        subjects=[draft.owner],
        doc_no="",
        template_sha256=template.sha256,
        snapshot=_snapshot(draft.context),
        keep={} if unsaved else {"figures": list(draft.figures)},
    )


async def _commendation(archive: Archive, options: Options, lang: Language) -> MadeDocument:
    record = await find_decision(archive, no=options.get("no"), year=options.get("year"))
    decision = await commendation(archive, record, lang, copy_to=options.get("copy_to", ""))
    template = load(template_path(archive, "commendation", lang))
    context = decision.context
    name = f"{context.doc_no} {context.title}".replace("\n", "")
    return MadeDocument(
        document="commendation",
        lang=lang,
        files=[(safe_name(name) + ".docx", template.render(context))],
        warnings=decision.warnings,
        subject=record.id,
        subjects=decision.subjects,
        doc_no=context.doc_no,
        template_sha256=template.sha256,
        snapshot=_snapshot(context),
    )


async def _certificate(archive: Archive, options: Options, lang: Language) -> MadeDocument:
    found = await certificates(archive, options["no"], lang)
    template = load(template_path(archive, "certificate", lang))
    return MadeDocument(
        document="certificate",
        lang=lang,
        files=_certificate_files(template, found.contexts, merged=bool(options.get("merged")), lang=lang),
        warnings=found.warnings,
        subject=found.awards[0].id if len(found.awards) == 1 else found.decision,
        subjects=[award.id for award in found.awards],
        doc_no=found.contexts[0].certificate_no if len(found.contexts) == 1 else "",
        template_sha256=template.sha256,
        snapshot=_snapshot(found.contexts),
    )


def _certificate_files(
    template: WordTemplate, contexts: Sequence[Any], *, merged: bool, lang: Language
) -> list[tuple[str, bytes]]:
    if merged:
        name = DOCUMENTS["certificate"].label.text(lang)
        return [(f"{name}.docx", template.render_merged(contexts))]
    files: dict[str, bytes] = {}
    for context in contexts:
        name = safe_name(f"{context.certificate_no} {context.recipient}")
        again = sum(other == f"{name}.docx" or other.startswith(f"{name} (") for other in files)
        files[f"{name} ({again + 1}).docx" if again else f"{name}.docx"] = template.render(context)
    return list(files.items())


_NO = Option("no", Label("编号", "Number"))
_YEAR = Option("year", Label("年度", "Year"), "integer", between=(1949, 2199))

#: Every document, by the name the command line knows it by.
DOCUMENTS: Mapping[str, DocumentSpec] = {
    spec.name: spec
    for spec in (
        DocumentSpec(
            "stage_summary",
            Label("阶段总结", "Stage summary"),
            (
                Option("stage", Label("阶段", "Stage"), "integer", ("1", "2", "3")),
                _YEAR,
                _NO,
            ),
            _stage_summary,
            ("stage", "year", "no"),
        ),
        DocumentSpec(
            "commendation",
            Label("表彰决定", "Commendation decision"),
            (
                _NO,
                _YEAR,
                Option("copy_to", Label("抄送", "Copies to")),
            ),
            _commendation,
            ("no", "year"),
        ),
        DocumentSpec(
            "certificate",
            Label("荣誉证书", "Certificate of honour"),
            (
                dataclasses.replace(_NO, required=True),
                Option("merged", Label("合并为一个文件", "In one file"), "flag"),
            ),
            _certificate,
        ),
    )
}
