"""What ordinary registers have beside their facts: places in an order, who examined, the highest score."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.outcome import Item
from tests.intake.offices.office_truth import xlsx
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind, roster

NAMES = ("丁有田", "贾秀云", "尚大年")


async def items(
    archive: Archive, folder: Path, kind: str, rows: list[tuple[str, ...]], *merges: str
) -> list[Item]:
    roster(folder)
    xlsx(folder / "登记.xlsx", {"1": rows}, {"1": merges})
    report, _ = await brought_in(archive, folder)
    return [item for item in report.items if item.kind == kind]


@pytest.mark.parametrize(
    ("scores", "places", "told"),
    [
        (("96", "90", "85"), ("1", "2", "3"), ()),
        (("85", "96", "90"), ("第3名", "第1名", "第2名"), ()),
        (("90", "90", "85"), ("1", "1", "3"), ()),
        (("90", "90", "85"), ("1", "2", "3"), ()),
        (("90", "90", "85"), ("1", "1", "2"), ()),
        (("96", "90", "95"), ("1", "", "2"), ()),
        (("96", "90", "85"), ("1", "3", "2"), ("贾秀云", "尚大年")),
    ],
)
async def test_a_place_in_the_order_of_a_test_says_what_the_scores_say(
    archive: Archive, tmp_path: Path, scores: tuple[str, ...], places: tuple[str, ...], told: tuple[str, ...]
) -> None:
    head = [
        (f"{BRANCH}2011年上半年理论测试成绩",),
        ("测试日期：2011年6月28日　满分100分",),
        ("编号", "姓名", "得分", "名次"),
    ]
    rows = [*head, *zip("123", NAMES, scores, places, strict=True)]
    (exam,) = await items(archive, tmp_path, "exam", rows)
    assert [line.cells[1] for line in exam.lines if "columns_unread" in line.flags] == list(told)


async def test_why_somebody_was_absent_from_a_test_is_no_doubt(archive: Archive, tmp_path: Path) -> None:
    head = [(f"{BRANCH}2011年上半年理论测试成绩",), ("测试日期：2011年6月28日",), ("姓名", "得分", "备注")]
    rows = [*head, ("丁有田", "96", ""), ("贾秀云", "缺考", "住院"), ("尚大年", "缺考", "补考80分")]
    (exam,) = await items(archive, tmp_path, "exam", rows)
    assert [line.cells[0] for line in exam.lines if "remarks_unread" in line.flags] == ["尚大年"]


@pytest.mark.parametrize(
    "over", ["考核得分（每项20分）", "考核得分(各20分)", "得分（百分制）", "分项得分（满分20分）"]
)
async def test_how_much_a_score_may_be_is_no_doubt_of_its_heading(
    archive: Archive, tmp_path: Path, over: str
) -> None:
    rows = [
        (f"{BRANCH}2011年度学习“听写说考用”考核汇总表",),
        ("姓名", over, "", "", "", "", "总分", "等次"),
        ("", "听", "写", "说", "考", "用", "", ""),
        ("丁有田", "19", "17", "18", "18", "17", "89", "良好"),
    ]
    (assessed,) = await items(archive, tmp_path, "assessment", rows, "A2:A3", "B2:F2", "G2:G3", "H2:H3")
    assert not assessed.flags
    assert [int(str(assessed.fields[name])) for name in ("listen", "apply")] == [19, 17]


@pytest.mark.parametrize(
    "foot",
    [
        "考核组长：丁有田",
        "考评小组成员：贾秀云、尚大年",
        "监考员：丁有田",
        "计票人：贾秀云",
        "评议组：丁有田",
    ],
)
async def test_who_examined_is_below_the_table_and_no_row(
    archive: Archive, tmp_path: Path, foot: str
) -> None:
    rows = [
        (f"{BRANCH}2011年度学习考核汇总表",),
        ("姓名", "听", "写", "说", "考", "用", "总分", "等次"),
        ("丁有田", "19", "17", "18", "18", "17", "89", "良好"),
        (foot, "", "", "", "", "制表：贾秀云", "", ""),
    ]
    (assessed,) = await items(archive, tmp_path, "assessment", rows)
    assert assessed.place.row == 3


async def test_publicity_has_whatever_form_the_register_says(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    forms = ("板报", "横幅", "专栏", "宣传单", "标语")
    rows = [(f"2011-03-0{day}", BRANCH, form, "村部", "学习宣传") for day, form in enumerate(forms, 1)]
    head = [("宣传工作登记",), ("时间", "单位", "宣传形式", "地点", "内容")]
    xlsx(tmp_path / "宣传.xlsx", {"1": [*head, *rows]})
    report, records = await brought_in(archive, tmp_path)
    assert {str(each.fields["form"]) for each in of_kind(records, "publicity")} == set(forms)
    assert not [flag for item in report.items if item.kind == "publicity" for flag in item.flags]


@pytest.mark.parametrize("heading", ["参评群众", "评议人员", "参加测评人员", "测评代表"])
async def test_who_was_asked_whether_they_are_satisfied(
    archive: Archive, tmp_path: Path, heading: str
) -> None:
    rows = [
        ("群众满意度测评结果汇总表",),
        (heading, "被测评单位", "发出票数", "收回票数", "满意", "较满意", "基本满意", "不满意", "测评时间"),
        ("村民代表", BRANCH, "40", "38", "27", "7", "3", "1", "2013.5.14"),
    ]
    (asked,) = await items(archive, tmp_path, "satisfaction", rows)
    assert asked.fields["audience"] == "村民代表"
    assert not asked.flags
