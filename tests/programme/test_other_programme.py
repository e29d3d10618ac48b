"""A programme of other dates and another office's rules is another data file, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.errors import UsageFault
from records.kind import Label
from records.programme.book import load_book
from records.programme.rules import read_rulebook
from records.programme.stages import Stage
from records.values import PartialDate
from tests.programme.mechanism_records import found_town

#: Nine months of 2015, 5,000 字 a year and one meeting a week.
RULES = """
weeks: [2015-W10, 2015-W13]
occasions: {before: 3, after: 3, days: {七一: 07-01}}
measures:
  note_words: {kind: reading_note, of: person, sum: words}
  declared_words: {kind: study_register, of: person, sum: notes_words}
  group_minutes: {kind: session, of: unit, weekly: true, sum: $minutes}
rules:
  - {id: N1, who: [ALL], how: larger, label: [笔记, Notes], text: [每年五千字, "5,000 a year"], minimum: 5000, period: year, evidence: [note_words, declared_words], measure: [字, characters], force: H, section: "2", group: writing}
  - {id: N2, who: [U], label: [学习, Study], text: [每周一小时, An hour a week], minimum: 60, period: week, evidence: [group_minutes], measure: [分钟, minutes], force: H, section: "3", group: meetings}
ten_ones: []
"""  # noqa: E501
STAGES = (
    Stage(1, Label("全程", "All"), Label("学习年", "Year of study"), date(2015, 3, 1), date(2015, 11, 30)),
)


async def test_another_file_is_another_programme(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(RULES, encoding="utf-8")
    programme = read_rulebook(path, STAGES)
    town = await found_town(archive)
    note: dict[str, Any] = {"person": town.zhang, "words": 3_750, "count_basis": "declared"}
    await town.keep("reading_note", period=PartialDate.half(2015, 1), **note)
    await town.session("集体学习", "2015-03-04 08:30", 60, town.willow)
    book = await load_book(archive, date(2015, 12, 31), programme=programme)
    notes = book.of_person(town.zhang.id)
    # Nine active months: 5,000 x 9/12 = 3,750.
    assert [(each.rule, each.required, each.state) for each in notes] == [("N1", 3_750, "met")]
    weeks = book.of_unit(town.willow.id)
    assert [(each.period.name, each.state) for each in weeks] == [
        ("2015-W10", "met"),
        ("2015-W11", "failed"),
        ("2015-W12", "failed"),
        ("2015-W13", "failed"),
    ]


def test_a_faulty_file_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(RULES.replace("evidence: [group_minutes]", "evidence: [minutes]"), encoding="utf-8")
    with pytest.raises(UsageFault, match=r"rules\.yaml.*N2: minutes"):
        read_rulebook(path, STAGES)
