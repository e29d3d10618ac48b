"""The journal in words: what an entry tells, as a sentence in the user's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.language import clauses, labelled, listed, plural_translator, translator
from records.masking import mask_within
from records.store.driver import Document

if TYPE_CHECKING:
    from records.archive import Archive

tr, trn = translator("records"), plural_translator("records")

Names = Mapping[ObjectId, str]


def _save(entry: Document) -> str:
    return tr("entered {what}") if entry.get("version", 1) == 1 else tr("changed {what}")


def _records(number: int) -> str:
    return trn("{number:,} record", "{number:,} records", number)


def _of_many(what: str, entry: Document) -> str:
    return labelled(what, _records(entry["count"])) if "count" in entry else what


def _import(entry: Document) -> str:
    numbers = entry.get("outcomes", {})
    told = {
        "created": tr("new"),
        "updated": tr("changed"),
        "unchanged": tr("the same"),
        "kept": tr("kept as edited"),
    }
    counts = listed(f"{told.get(name, name)} {number:,}" for name, number in numbers.items())
    what = tr("import of {file}", file=entry.get("file", "?"))
    if entry.get("interrupted"):
        what += tr(" (interrupted)")
    return labelled(what, counts) if counts else what


def _role(entry: Document) -> str:
    account, was, role = entry.get("account", "?"), entry.get("was"), entry.get("role")
    if not was:
        return tr("account {account} was added as {role}", account=account, role=role)
    if not role:
        return tr("account {account} was removed; it was {was}", account=account, was=was)
    return tr("account {account} is {role} now; it was {was}", account=account, role=role, was=was)


def _export(entry: Document) -> str:
    told = tr("exported unmasked") if "unmasked" in entry else tr("exported")
    return labelled(told, _records(entry.get("exported", 0)))


def _backup(entry: Document) -> str:
    if "backup" not in entry and "folder" in entry:  # by --mongodump: the file is called as the database
        path = f"{entry['folder']}/{entry.get('file', '?')}"
        return tr("dump for MongoDB's own tools to {path}", path=path)
    return tr("backup to {file}", file=entry.get("file", "?"))


def _restore(entry: Document) -> str:
    if entry.get("moved"):
        return tr("the archive was moved to another server")
    return tr("the archive was restored from {file}", file=entry.get("file", "?"))


#: What each action is called: of one record ({what} is its number and title), of many, or of none.
_ACTIONS: Mapping[str, Callable[[Document], str]] = {
    "save": _save,
    "void": lambda _: tr("declared {what} void"),
    "unvoid": lambda _: tr("made {what} valid again"),
    "approve": lambda entry: tr("approved {what}") if "record" in entry else _of_many(tr("approved"), entry),
    "restore": lambda _: tr("restored an older version of {what}"),
    "attach": lambda _: tr("attached a file to {what}"),
    "move": lambda entry: (
        tr("put {what} under its unit") if "record" in entry else _of_many(tr("put under their unit"), entry)
    ),
    "save_many": lambda entry: _of_many(tr("stored together"), entry),
    "merge": lambda entry: _of_many(tr("merged two"), entry),
    "undo_merge": lambda entry: _of_many(tr("took a merge back"), entry),
    "merge_undone": lambda entry: _of_many(tr("a merge was taken back"), entry),
    "bulk_change": lambda entry: _of_many(tr("changed many"), entry),
    "begin_change": lambda _: tr("began a change of many"),
    "end_undo_change": lambda _: tr("took that change of many back"),
    "undo_bulk_change": lambda entry: _of_many(tr("took a change of many back"), entry),
    "bring_up": lambda entry: _of_many(tr("stored in the form of this release"), entry),
    "undo_import": lambda entry: _of_many(tr("took an import back"), entry),
    "begin_import": lambda entry: tr("began an import of {file}", file=entry.get("file", "?")),
    "import": _import,
    "export": _export,
    "unmask": lambda entry: (
        _of_many(tr("saw numbers unmasked"), entry) + (" {what}" if "record" in entry else "")
    ),
    "add_field": lambda entry: tr(
        "added the field {field} to {kind}", field=entry.get("field"), kind=entry.get("kind")
    ),
    "backup": _backup,
    "restored": _restore,
    "sign_in": lambda entry: tr("signed in as {account}", account=entry.get("account", "?")),
    "role": _role,
    "purge": lambda _: tr("purged {what}"),
    "file": lambda entry: _of_many(tr("filed"), entry),
    "dispose": lambda entry: _of_many(tr("declared disposed of"), entry),
    "hand_over": lambda entry: labelled(tr("handed over"), _records(entry.get("exported", 0))),
    "supersede": lambda _: tr("a correction took the place of {what}"),
    "told": lambda entry: trn(
        "wrote down the hash of what was stored before: {number:,} document",
        "wrote down the hashes of what was stored before: {number:,} documents",
        len(entry.get("told", ())),
    ),
    "password": lambda entry: tr("account {account} has a new password", account=entry.get("account", "?")),
}
#: The actions there are, for filters.
ACTIONS: Sequence[str] = tuple(_ACTIONS)


def sentence(entry: Document, names: Names | None = None) -> str:
    """What an entry tells, without when and by whom; ``names`` are titles of records.

    One of an action that this release does not know is told by the action's name.
    """
    what = _subject(entry, names or {})
    words = _ACTIONS.get(str(entry.get("action")))
    told = words(entry).replace("{what}", what) if words else f"{entry.get('action')} {what}".strip()
    why = entry.get("reason") or entry.get("unmasked")
    notes = [entry.get("note"), tr("reason: {why}", why=why) if why else ""]
    note = clauses(each for each in notes if each)
    # What somebody wrote as a note may name a number; an entry can't be changed, but shown masked.
    return mask_within(f"{told} ({note})" if note else told)


def _subject(entry: Document, names: Names) -> str:
    record = entry.get("record")
    title = names.get(record, "") if isinstance(record, ObjectId) else ""
    known = " ".join(filter(None, (str(entry.get("no") or ""), title)))
    return known or (str(record) if record else "")


def when(entry: Document) -> datetime:
    """The moment of an entry, in local time."""
    at: Any = entry.get("at")
    moment = at if isinstance(at, datetime) else entry["_id"].generation_time
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone()


async def names_of(archive: Archive, entries: Sequence[Document]) -> Names:
    """The titles of the records that entries tell of."""
    return await archive.names(each["record"] for each in entries if isinstance(each.get("record"), ObjectId))
