"""Tries to save many records: what saving would refuse is refused by the same steps; nothing is written."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bson.objectid import ObjectId

from records.changing.bulk import BulkSaver, ChunkPlan, Pending, SaveReport, items_of, packed_of
from records.changing.saving import TARGETS_KEPT, Saver
from records.kind import Kinds
from records.record import Record
from records.references import Target


@dataclass
class Tried:
    """What a trial would have stored so far: whom later records refer to, and what only one may have."""

    targets: dict[ObjectId, Target] = field(default_factory=dict)
    holders: dict[str, Record] = field(default_factory=dict)


class TrialSaver(BulkSaver):
    """One call of ``Archive.try_many``; several share what they tried."""

    def __init__(self, saver: Saver, tried: Tried, coming: Mapping[ObjectId, Target], compared: bool) -> None:
        super().__init__(saver, None, None, lambda _: None, {**tried.targets, **coming}, compared)
        self._tried = tried
        self._referred = _referred_to(saver.kinds)

    async def save(self, records: Iterable[Record] | AsyncIterable[Record]) -> SaveReport:
        """What would become of the records."""
        report = await super().save(records)
        self._keep_targets()
        return report

    def _keep_targets(self) -> None:
        kept = {whom: each for whom, each in self._targets.items() if each.kind in self._referred}
        self._tried.targets |= kept

    async def _load_targets(self, items: Sequence[Pending]) -> None:
        if len(self._targets) > TARGETS_KEPT:
            # Nothing of it is stored, where a real run would find it again.
            self._keep_targets()
            self._coming = dict(self._tried.targets)
        await super()._load_targets(items)

    async def _attempt(self, items: Sequence[Pending], *, looked: bool = False) -> None:
        plan = await self._compare(items, looked=looked)
        await self._complete(plan)
        self.report.created += sum(1 for item in plan.new if packed_of(plan, item))
        self.report.updated += sum(1 for item, _ in plan.changed if packed_of(plan, item))
        self.report.unchanged += plan.unchanged
        self.report.rejected += plan.rejected

    async def _reject_taken(self, plan: ChunkPlan) -> None:
        await super()._reject_taken(plan)
        refused: set[int] = set()
        for item in items_of(plan):
            for value in item.ready.extra.get("unique", ()):
                holder = self._tried.holders.setdefault(value, item.ready)
                if holder.id != item.ready.id:
                    plan.rejected.append((item.given, self._taken(item.ready, value, holder)))
                    refused.add(id(item))
                    break
        plan.drop(refused)


def _referred_to(kinds: Kinds) -> frozenset[str]:
    """The kinds to which records of others may refer."""
    found: set[str] = set()
    for kind in (kinds[name] for name in kinds):
        for each in kind.fields:
            for spec in (each, *([each.of] if each.of is not None else ()), *each.fields):
                inner = spec.of if spec.of is not None else spec
                found |= set(inner.targets)
    return frozenset(found)
