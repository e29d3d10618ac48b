"""Cells that tell whole records, in which more than one day stands, or a day on which nothing was."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from tests.intake.registers.one_register import brought_in
from tests.intake.registers.test_told_in_cells import BRIEFINGS, MEETINGS, told

CAME = "应到3人，实到3人"


@pytest.mark.parametrize(
    ("cell", "said", "flags"),
    [
        (
            f"4月12日、26日学习党章。{CAME}",
            [("学习党章", "2012-04-12"), ("学习党章", "2012-04-26")],
            [["figure_shared:expected"]] * 2,
        ),
        (
            "4.12和4.26，学习党章。全体党员参加",
            [("学习党章", "2012-04-12"), ("学习党章", "2012-04-26")],
            [["figure_shared:attendees"]] * 2,
        ),
        (f"4月12日因防汛未召开。{CAME}", [(None, None)], [["cell_unread"]]),
        (f"4月12日推迟至20日召开，学习党章。{CAME}", [(None, None)], [["cell_unread"]]),
        (
            f"4月12日学习党章4月26日学习党史。{CAME}",
            [("学习党章4月26日学习党史", "2012-04-12")],
            [["cell_unread"]],
        ),
        (f"4月12日传达4月10日全县会议精神。{CAME}", [("传达4月10日全县会议精神", "2012-04-12")], [[]]),
        (f"4月12日学习未成年人保护法。{CAME}", [("学习未成年人保护法", "2012-04-12")], [[]]),
        (
            f"4月12日前学完党章。{CAME}",
            [("4月12日前学完党章", "None")],
            [["cell_unread", "day_wanting:start"]],
        ),
    ],
)
async def test_days_that_say_more_than_when_it_was(
    archive: Archive, tmp_path: Path, cell: str, said: list[tuple[object, ...]], flags: list[list[str]]
) -> None:
    """26日学习党章, 因防汛未召开 and 日前学完党章 were what meetings of the 12th were called, silently."""
    row = f'杨湾支部,"{cell}","5月10日，学习准则。{CAME}","6月14日，学习宪法。{CAME}"\n'
    items = [*await brought_in(archive, tmp_path, MEETINGS + row, "session")][:-2]
    wanted = [(title, None if day == "None" else day) for title, day in said]
    assert told(items, "title", "start") == wanted
    assert [item.flags for item in items] == flags
    assert not any(item.taken for item in items if not item.fields.get("title"))


async def test_two_days_behind_a_briefing_are_told(archive: Archive, tmp_path: Path) -> None:
    """The second day held, and nothing said so."""
    row = (
        "杨湾支部,第13期《上堤听党课》（7.8、7.20报）,第14期《夜间开放》（8.5报）,第15期《读书》（9.5报）,3\n"
    )
    first, *_ = await brought_in(archive, tmp_path, BRIEFINGS + row, "briefing")
    assert "cell_unread" in first.flags and told([first], "submitted_on") == [("2011-07-08",)]
