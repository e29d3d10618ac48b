"""Files a year: each record gets its place, in order, a transaction a chunk.

Nothing is planned in advance and kept: what is filed is in the records, and the rest follows from them. A
run that is cut off leaves the first so many items of the order filed and nothing else; the next run goes on
where it stopped and gives the others the numbers that they would have had. Of two runs at once one comes
first in each chunk: the unique index on the code refuses the other, which then looks again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.errors import Refused
from records.keep.filing.proposal import Paper, Proposal, propose
from records.language import translator
from records.record import Record

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

CHUNK = 200
#: A chunk is one transaction, so it stays well below what `Archive.rewrite` puts into one.
_CHUNK_BYTES = 4 * 1024 * 1024
_TRIES = 20


class _Moved(Exception):
    """A record is not as it was proposed: somebody saved or filed it meanwhile."""


@dataclass(slots=True)
class Filing:
    """What became of filing a year: the batch that the journal knows it by, and how many were filed."""

    year: int
    batch: ObjectId
    filed: int = 0
    stopped: bool = False


async def file_year(
    archive: Archive,
    year: int,
    *,
    on: date | None = None,
    chunk: int = CHUNK,
    on_progress: Callable[[int], None] | None = None,
    stopped: Callable[[], bool] | None = None,
) -> Filing:
    """File all of a year that can be, as `propose` lists it; see the module.

    ``on_progress`` is told how many are done, ``stopped`` is asked between chunks. Raises Refused when no
    scheme is in force or others keep getting in between, ServerUnavailable, DiskFull; the chunks until then
    are filed.
    """
    done = Filing(year, ObjectId())
    for _ in range(_TRIES):
        proposal = await propose(archive, year, on=on)
        refuse_unapproved(proposal)
        if not await _file(archive, proposal, done, chunk, on_progress, stopped):
            continue
        return done
    raise Refused(
        tr(
            "Others keep changing what is to be filed of {year}; {count} are filed.",
            year=year,
            count=done.filed,
        ),
        hint=tr("Try again when they have finished."),
    )


def refuse_unapproved(proposal: Proposal) -> None:
    """Raises Refused when the year can only be filed by the shipped proposal, which nobody has approved."""
    if not proposal.scheme.in_force:
        hint = tr("Fill in a filing scheme (归档方案) with its approval, and verify it.")
        if proposal.waiting:
            hint = tr(
                "{no} waits for that: fill in its approval (`xuedang change {no} --set …`), and verify it.",
                no=proposal.waiting,
            )
        raise Refused(tr("No approved filing scheme is in force for {year}.", year=proposal.year), hint=hint)


async def _file(
    archive: Archive,
    proposal: Proposal,
    done: Filing,
    chunk: int,
    on_progress: Callable[[int], None] | None,
    stopped: Callable[[], bool] | None,
) -> bool:
    """Whether all was filed, or a person stopped it; else it has to be looked at again."""
    for papers in _chunks(proposal.papers, chunk):
        if stopped is not None and stopped():
            done.stopped = True
            return True
        places = {each.id: each for each in papers}

        def place(record: Record, places: dict[ObjectId, Paper] = places) -> Record:
            paper = places[record.id]
            if record.version != paper.version or record.archive or record.status != "verified":
                raise _Moved
            record.archive = paper.filed.envelope()
            return record

        note = f"{papers[0].filed} – {papers[-1].filed}"
        try:
            failed = await archive.rewrite(
                list(places), place, action="file", note=note, batch=done.batch, together=True
            )
        except _Moved:
            return False
        if failed:
            return False
        done.filed += len(papers)
        if on_progress is not None:
            on_progress(done.filed)
    return True


def _chunks(papers: Sequence[Paper], most: int) -> Iterator[list[Paper]]:
    some: list[Paper] = []
    size = 0
    for each in papers:
        if some and (len(some) == most or size + each.size > _CHUNK_BYTES):
            yield some
            some, size = [], 0
        some.append(each)
        size += each.size
    if some:
        yield some
