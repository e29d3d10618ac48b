"""Numbers: those of filed records are unique and without a gap, and counters are not behind."""

from __future__ import annotations

import re
from dataclasses import replace

from records.filing import Filed
from records.keep.verify.finding import About, restore_todo
from records.keep.verify.run import Run
from records.language import translator
from records.record import Record
from records.store import schema

tr = translator("records")

#: Nobody files so many in one class of one year; a larger number is a mistake.
_MOST_ITEMS = 10_000_000
_NUMBER = re.compile(r"(?P<series>[A-Z]{2,4}-\d{4})-(?P<number>\d{1,15})")


class Filing:
    """The item numbers of each class (all of an archival code but the item): a byte for each."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._classes: dict[Filed, bytearray] = {}

    def add(self, record: Record, about: About) -> None:
        if not record.archive:
            return
        filed = Filed.of(record.archive)
        if filed is None or not 0 < filed.item <= _MOST_ITEMS:
            what = tr("Its archival code is incomplete.")
            self._run.found("filing_faulty", what, restore_todo(), about, "archive")
            return
        items = self._classes.setdefault(replace(filed, item=0), bytearray())
        if len(items) < filed.item:
            items.extend(bytes(filed.item - len(items)))
        if items[filed.item - 1]:
            what = tr("The archival code {code} was given twice.", code=filed)
            self._run.found("filing_twice", what, restore_todo(), about, str(filed))
        items[filed.item - 1] = 1

    def finish(self) -> None:
        """What is missing below the highest item of each class."""
        for each, items in self._classes.items():
            place = -1
            while (place := items.find(0, place + 1)) >= 0:
                filed = replace(each, item=place + 1)
                what = tr("No record has the archival code {code}; later ones were given.", code=filed)
                self._run.found("filing_gap", what, restore_todo(), where=str(filed))


class Counters:
    """The highest number of each series of record numbers that anything tells of, against the counters."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._highest: dict[str, int] = {}

    def add(self, number: object) -> None:
        """A record's number, as it stands anywhere."""
        found = _NUMBER.fullmatch(number) if isinstance(number, str) else None
        if found is not None:
            series = found["series"]
            self._highest[series] = max(int(found["number"]), self._highest.get(series, 0))

    def _ahead(self, series: str, counted: int) -> None:
        """A counter beyond its records: of a write whose end nobody knew, or somebody set it."""
        highest = self._highest.get(series, 0)
        if counted > highest:
            what = tr(
                "The counter of {series} stands at {counted}; no record has a number above {highest}.",
                series=series,
                counted=counted,
                highest=highest,
            )
            todo = tr(
                "Numbers will be left out; nothing is lost. A window or server that died while saving leaves "
                "it so; if none did, ask who changed it."
            )
            self._run.found("counter_ahead", what, todo, where=f"counters {series}")

    async def finish(self) -> None:
        for row in await self._run.now.all(schema.TOMBSTONES):
            self.add(row.get("no"))
        counted = {}
        for row in await self._run.now.all(schema.COUNTERS):
            name, number = row["_id"], row.get("seq")
            if row.keys() != {"_id", "seq"} or not isinstance(number, int) or isinstance(number, bool):
                what = tr("The counter of {series} is not as the program writes it.", series=name)
                self._run.found("counter_altered", what, restore_todo(), where=f"counters {name}")
            counted[name] = number if isinstance(number, int) else 0
            self._ahead(str(name), counted[name])
        for series, highest in sorted(self._highest.items()):
            if counted.get(series, 0) < highest:
                what = tr(
                    "The counter of {series} stands at {counted}; {highest} was given already.",
                    series=series,
                    counted=counted.get(series, 0),
                    highest=highest,
                )
                todo = tr("Nothing is lost: the next record of this series sets it right.")
                self._run.found("counter_behind", what, todo, where=f"counters {series}")
