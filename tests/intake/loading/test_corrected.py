"""A source in which a word is corrected by which a record was known."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.mappings.mapping import ImportMapping, SourceRule
from records.intake.outcome import Item
from tests.intake.offices.office_truth import paper, xlsx

ROSTER = (
    "党员花名册\n姓名,性别,出生年月,所在支部\n田家驹,男,1970.3,杨湾村党支部\n马得草,男,1966.8,杨湾村党支部\n"
)
AWARDS = ("姓名", "荣誉称号", "颁发单位", "表彰时间")
VISITS = ("走访时间", "走访人", "村", "户主", "反映问题", "解决情况")


async def _bring(archive: Archive, folder: Path, kind: str) -> list[Item]:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    report = await run_import(archive, folder, apply=True)
    assert report.failed == []
    return [item for item in report.items if item.kind == kind and item.taken]


def _told(items: list[Item]) -> list[str]:
    return [flag for item in items for flag in item.flags if flag.startswith("told_otherwise_before")]


@pytest.mark.parametrize(
    ("kind", "title", "head", "rows", "wrong", "right"),
    [
        (
            "award",
            "2011年表彰登记表",
            AWARDS,
            [
                ("田家驹", "学习标兵", "青杨河乡党委", "2011年6月28日"),
                ("马得草", "学习标兵", "青杨河乡党委", "2011年6月28日"),
            ],
            "学习标兵",
            "学习先进个人",
        ),
        (
            "household_visit",
            "干部走访记录",
            VISITS,
            [
                ("2011年5月6日", "田家驹", "杨湾村", "李保山", "堰塘漏水", "已报水务站"),
                ("2011年5月9日", "马得草", "杨湾村", "马长福", "要买化肥", "已帮助联系"),
            ],
            "李保山",
            "李宝山",
        ),
    ],
)
async def test_a_row_corrected_in_a_word_that_tells_it_names_the_record_that_it_was(
    archive: Archive,
    tmp_path: Path,
    kind: str,
    title: str,
    head: tuple[str, ...],
    rows: list[tuple[str, ...]],
    wrong: str,
    right: str,
) -> None:
    """It came in anew beside the old one, and nothing said so."""
    path = tmp_path / f"{title}.xlsx"
    xlsx(path, {"1": [[title], head, *rows]})
    assert _told(await _bring(archive, tmp_path, kind)) == []
    (no,) = {
        row["no"]
        for row in await archive.aggregate([{"$match": {"kind": kind}}])
        if wrong in str(row["fields"]) and "田家驹" in str(row["origin"]["cells"])
    }
    first = tuple(cell.replace(wrong, right) for cell in rows[0])
    more = tuple(cell.replace("2011年5月", "2011年7月") for cell in rows[1])
    xlsx(path, {"1": [[title], head, first, rows[1], *([more] if more != rows[1] else [])]})
    assert _told(await _bring(archive, tmp_path, kind)) == [f"told_otherwise_before:{no}"]
    again = await run_import(archive, tmp_path, apply=True)
    assert again.actions["created"] == again.actions["updated"] == 0


async def test_a_paper_whose_title_is_corrected_names_the_record_that_it_was(
    archive: Archive, tmp_path: Path
) -> None:
    text = "渠要有人修，也要有人管。" * 40
    for title in ("杨湾村渠系管护调研报高", "杨湾村渠系管护调研报告"):
        paper(tmp_path / "渠系调研.docx", title, "田家驹", text, "2011年5月6日")
        found = await _bring(archive, tmp_path, "research_report")
    assert len(found) == 1
    assert len(_told(found)) == len(await archive.aggregate([{"$match": {"kind": "research_report"}}])) - 1


async def test_a_paper_that_gets_its_day_is_the_record_that_it_was(archive: Archive, tmp_path: Path) -> None:
    """Nothing differs but what the first one lacked: it came in beside that."""
    lines = ("地点：村部", "主持：田家驹", "记录：马得草", "参加：田家驹、马得草", "大家学习了党章。")
    for day, action in (("2012年4月", "created"), ("2012年4月9日", "updated"), ("2012年4月9日", "unchanged")):
        paper(tmp_path / "学习.docx", "杨湾村党支部学习会记录", f"时间：{day}", *lines)
        (found,) = await _bring(archive, tmp_path, "session")
        assert found.action == action
    (stored,) = await archive.aggregate([{"$match": {"kind": "session"}}])
    assert str(stored["fields"]["start"]).startswith("2012-04-09")


async def test_a_row_that_is_read_otherwise_names_the_record_that_it_was(
    archive: Archive, tmp_path: Path
) -> None:
    """Printed as it was, and held by another branch now, with others there: it came in beside the old one."""
    (tmp_path / "花名册.csv").write_text(f"{ROSTER}韦明远,男,1965.2,上河村党支部\n", "utf-8")
    (tmp_path / "学习.csv").write_text(
        "集中学习登记\n时间,内容,参加人员,缺席人员\n2011.5.16,学习党章,全体,\n", "utf-8"
    )
    flags = []
    for unit in ("杨湾村党支部", "上河村党支部"):
        rule = SourceRule("学习", files="学习.csv", kind="session", constants={"host_unit": unit})
        report = await run_import(archive, tmp_path, mapping=ImportMapping(rules=(rule,)), apply=True)
        flags += [item.flags for item in report.items if item.kind == "session"]
    (no, _) = sorted(row["no"] for row in await archive.aggregate([{"$match": {"kind": "session"}}]))
    assert flags == [[], [f"told_otherwise_before:{no}"]]
