"""One edit: checks, record, revision and journal in one transaction, against a bare ``update_one``."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.write_concern import WriteConcern

from records.record import Record
from records.values import PartialDate
from scripts.bench.measure import ROUNDS, Comparison, Outcome, ground, interleaved

_TEXT = "走访十二户农户，入户管埋深不够，冬天断水，抢修靠户主自己凑钱。"


async def run(size: int, rounds: int = ROUNDS) -> Outcome:
    """``size`` edits a side, each a round; a research report of about 1.5 KB."""
    async with ground() as place:
        archive = place.archive
        report = await archive.save(_report())
        bare: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(place.uri)
        records = bare[place.database].get_collection(
            "records", write_concern=WriteConcern(w="majority", j=True)
        )
        other = await archive.save(_report())
        edits = count(1)

        async def ours() -> None:
            nonlocal report
            report.fields["topic"] = f"第{next(edits)}次修改"
            report = await archive.save(report)

        async def theirs() -> None:
            await records.update_one({"_id": other.id}, {"$set": {"fields.topic": f"第{next(edits)}次修改"}})

        sides = await interleaved({"Archive.save": ours, "update_one": theirs}, rounds=max(size, rounds))
        bare.close()
    compared = Comparison("one edit", sides["Archive.save"], sides["update_one"], bar=4.5)
    return Outcome("save", {"edits": size}, [compared], {"p95_ms": compared.ours.percentile(0.95) * 1000})


def _report() -> Record:
    fields = {
        "title": "上河村自来水管网越冬情况调研",
        "place": "上河村",
        "finished_on": PartialDate.day(date(2011, 9, 12)),
        "findings": _TEXT * 6,
        "advice": _TEXT * 6,
    }
    return Record.new("research_report", fields, status="submitted")
