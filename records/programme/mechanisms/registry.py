"""The mechanisms by name: what each is called, which stretch of time it looks at, and what makes its view."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.errors import UsageFault
from records.kind import Label
from records.language import listed, translator
from records.programme.mechanisms.anniversaries import anniversaries
from records.programme.mechanisms.briefings import briefings
from records.programme.mechanisms.central_group import central_group
from records.programme.mechanisms.communication import communication
from records.programme.mechanisms.door_to_door import door_to_door
from records.programme.mechanisms.education import education
from records.programme.mechanisms.exams import exams
from records.programme.mechanisms.formats import formats
from records.programme.mechanisms.funding import balances, ledger
from records.programme.mechanisms.models import models
from records.programme.mechanisms.organisation import organisation
from records.programme.mechanisms.plans import plans
from records.programme.mechanisms.publicity import publicity
from records.programme.mechanisms.research import research
from records.programme.mechanisms.rule_library import rule_library
from records.programme.mechanisms.scope import Scope, Span, period_of
from records.programme.mechanisms.supervision import supervision
from records.programme.mechanisms.tutoring import tutoring
from records.programme.mechanisms.view import View
from records.programme.mechanisms.week_board import week_board
from records.values import PartialDate

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")


#: Records that say whom and what the programme asks: every view stands on them.
GROUND = frozenset(("unit", "person", "exemption", "rule_setting"))


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One of the office's systems. ``kinds`` are the records whose changes may alter its view."""

    name: str
    label: Label
    span: Span
    build: Callable[[Archive, Scope], Awaitable[View]]
    kinds: frozenset[str]

    async def view(
        self,
        archive: Archive,
        on: date,
        *,
        period: PartialDate | None = None,
        unit: ObjectId | None = None,
        subject: ObjectId | None = None,
    ) -> View:
        """The view as of ``on``, of a period (default: the one that day lies in) and a unit with those below.

        ``subject`` is a record to look into, where a line says so (`Row.inside`). Raises XuedangError.
        """
        if period is None or self.span == "always":
            period = period_of(self.span, on)
        view = await self.build(archive, Scope(on, period, unit, subject))
        return replace(view, name=self.name, title=view.title or self.label.text())


def _all() -> tuple[Mechanism, ...]:
    def one(
        name: str,
        zh: str,
        en: str,
        span: Span,
        build: Callable[[Archive, Scope], Awaitable[View]],
        *kinds: str,
    ) -> Mechanism:
        return Mechanism(name, Label(zh, en), span, build, frozenset(kinds) | GROUND)

    study = ("session", "door_delivery")
    return (
        one("week_board", "每周看板", "Week board", "week", week_board, *study),
        one("briefings", "简报报送", "Briefings", "week", briefings, "briefing"),
        one("supervision", "督查整改", "Supervision", "year", supervision, "inspection", "rectification"),
        one("funding", "专项经费", "Funding", "year", balances, "funding"),
        one("ledger", "经费台账", "Ledger", "year", ledger, "funding"),
        one("door_to_door", "送学上门", "Door to door", "month", door_to_door, *study),
        one("central_group", "党委中心组", "Central group", "year", central_group, "session", "study_plan"),
        one("tutoring", "辅导讲座", "Tutoring and lectures", "year", tutoring, "session"),
        one("anniversaries", "纪念日活动", "Anniversaries", "year", anniversaries, "theme_activity"),
        one("research", "调查研究", "Research", "year", research, "research_report", "study_register"),
        one("exams", "测试竞赛", "Contests and tests", "year", exams, "exam"),
        one("education", "继续教育", "Continuing education", "year", education, "study_entry"),
        one("formats", "读书形式", "Reading formats", "year", formats, "session"),
        one("communication", "交流谈心", "Communication", "year", communication, "communication", "talk"),
        one("models", "典型选树", "Models", "always", models, "typical_model"),
        one("publicity", "宣传发动", "Publicity", "year", publicity, "publicity"),
        one("organisation", "领导小组", "Leading groups", "always", organisation, "position"),
        one("plans", "方案计划", "Plan tracker", "year", plans, "implementation_plan", "study_plan"),
        one("rule_library", "制度汇编", "Rule library", "always", rule_library, "rule_document"),
    )


#: By name, in the order of menus.
MECHANISMS: Mapping[str, Mechanism] = {mechanism.name: mechanism for mechanism in _all()}


def mechanism(name: str) -> Mechanism:
    """The mechanism with that name. Raises UsageFault for any other."""
    found = MECHANISMS.get(name)
    if found is None:
        raise UsageFault(
            tr("There is no view called {name}.", name=name),
            hint=tr("The views are {names}.", names=listed(MECHANISMS)),
        )
    return found
