"""What an unknown town archive showed: mappings without a kind, counts told in one sentence, and the like."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.papers.absent_told import absent_told
from records.search.query import Query
from tests.intake.office_truth import paper, shown

ROSTER = """\
柳河镇党员花名册
姓名,性别,出生年月,入党时间,所在支部
张伟民,男,1965.3,1990.7,上营村党支部
李秀兰,女,1970.11,1995.7,上营村党支部
王德明,男,1959.2,1985.7,上营村党支部
"""
VISITS = """\
走访农户台账
走访时间,干部,村组,户主,反映问题,后来怎样
2011.4.8,张伟民,上营村一组,孙有福,渠道淤堵,联系水管站清淤，已解决
2011.4.9,李秀兰,上营村二组,孙有田,缺化肥,代购两袋，4月20日办结
"""


async def test_what_a_mapping_says_of_columns_holds_without_a_kind(archive: Archive, tmp_path: Path) -> None:
    """The columns of a document that names no kind were passed over, and the doubt about them with it."""
    folder = tmp_path / "资料"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "走访台账.csv").write_text(VISITS, "utf-8")
    mapping = tmp_path / "map.yaml"
    mapping.write_text("files: 走访台账.csv\ncolumns: {后来怎样: handling}\n", "utf-8")
    report = await run_import(archive, folder, mapping=mapping)
    visits = [item for item in report.items if item.kind == "household_visit"]
    got = [[shown(item.fields.get(name), {}) for name in ("help", "solved", "solved_on")] for item in visits]
    assert got == [["联系水管站清淤", True, None], ["代购两袋", True, "2011-04-20"]]
    assert not any(item.flags for item in visits)


async def test_columns_of_a_mapping_help_to_tell_the_kind(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "资料"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "民情.csv").write_text("去的那天,谁去的,谁家\n2011.4.8,张伟民,孙有福\n", "utf-8")
    mapping = tmp_path / "map.yaml"
    mapping.write_text(
        "files: 民情.csv\nheader: {row: 1}\nset: {village: 上营村}\n"
        "columns: {去的那天: visited_on, 谁去的: visitor, 谁家: household}\n",
        "utf-8",
    )
    report = await run_import(archive, folder, mapping=mapping)
    (visit,) = [item for item in report.items if item.kind == "household_visit"]
    assert visit.taken and visit.fields["household"] == "孙有福" and visit.fields["village"] == "上营村"


@pytest.mark.parametrize(
    ("line", "away"),
    [
        ("应到党员9人，实到8人，请假1人（张三，病假）", [("张三", "病假")]),
        ("应到9人，实到7人，请假2人：张三（病假）、李四。", [("张三", "病假"), ("李四", None)]),
        ("病假1人（张三）、事假2人（李四、王五）", [("张三", "病假"), ("李四", "事假"), ("王五", "事假")]),
        ("请假的2名党员是张三、李四", [("张三", None), ("李四", None)]),
        ("缺席人员有张三、李四", [("张三", None), ("李四", None)]),
        (
            "缺席3人（张三，住院；李四、王五，均外出务工）",
            [("张三", "住院"), ("李四", "外出务工"), ("王五", "外出务工")],
        ),
        ("请假1人，缺席1人", []),
    ],
)
def test_who_was_away_is_read_behind_the_count(line: str, away: list[tuple[str, str | None]]) -> None:
    assert [(part.name, part.reason) for part in absent_told([line])] == away


async def test_minutes_name_the_absent_in_the_sentence_of_the_counts(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "资料"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")

    async def held(year: int, *lines: str) -> tuple[object, list[str]]:
        paper(
            folder / "评议会议纪要.docx",
            f"上营村党支部{year}年度民主评议党员会议纪要",
            f"时间：{year}年12月18日",
            "主持：张伟民",
            *lines,
            "一、会议议程",
            "1．述学；2．测评。",
        )
        report = await run_import(archive, folder, apply=True)
        (item,) = [each for each in report.items if each.kind == "evaluation_minutes"]
        assert item.record_id is not None
        fields: dict[str, Any] = (await archive.get(item.record_id)).fields
        names = {each.id: each async for each in archive.each(Query(kind="person"))}
        rows = fields.get("absentees", [])
        return [(names[row["person"]].title, row.get("reason")) for row in rows], item.flags

    assert await held(2011, "应到3人，实到2人，请假1人（李秀兰，病假）") == ([("李秀兰", "病假")], [])
    # More were away than names could be read: somebody must look.
    assert await held(2012, "应到3人，实到1人，请假的有李秀兰等") == ([], ["attendance_incomplete"])
