"""Words of offices for what a field lets choose; names and years where a word or a figure is looked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.build.in_short import in_short
from records.kind_file import own_kinds
from tests.intake.offices.office_truth import xlsx
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind, roster
from tests.intake.papers.test_meetings_and_plans import paper


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("班子成员", "领导干部"),
        ("党政领导", "领导干部"),
        ("机关干部", "机关干部职工"),
        ("镇机关工作人员", "机关干部职工"),
        ("学校职工", "站所学校职工"),
        ("站所职工", "站所学校职工"),
        ("卫生院职工", "站所学校职工"),
        ("村“两委”成员", "村干部"),
        ("农村党员", "农民党员"),
        ("班子成员、机关干部", "领导干部、机关干部职工"),
        ("退休干部", "退休干部"),
        ("村民代表", "村民代表"),
    ],
)
def test_offices_call_the_sorts_of_people_otherwise(word: str, meant: str) -> None:
    field = own_kinds()["person"].field("categories")
    assert field is not None
    assert in_short(word, field) == meant


async def test_a_word_that_a_list_of_choices_does_not_know_is_asked_about_once(
    archive: Archive, tmp_path: Path
) -> None:
    head = ["姓名", "性别", "出生年月", "入党时间", "人员类别"]
    rows = [
        ["丁有田", "男", "1960.3", "1990.7.1", "老领导"],
        ["贾秀云", "女", "1962.4", "1991.7.1", "老领导"],
    ]
    xlsx(tmp_path / "花名册.xlsx", {"1": [[f"{BRANCH}党员花名册"], head, *rows]})
    report, _ = await brought_in(archive, tmp_path)
    asked = [each for each in report.general_questions if each.code == "word_unknown"]
    assert [each.raw for each in asked] == ["老领导"]
    assert "领导干部" in [choice.value for choice in asked[0].candidates]


async def test_a_name_under_signed_for_says_that_it_was(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    head = ["日期", "送学人", "送学对象", "所送资料", "签收"]
    rows = [
        ["2011年8月11日", "丁有田", "尚大年", "讲话单行本1册", "尚大年"],
        ["2011年9月11日", "丁有田", "尚大年", "学习材料1份", ""],
    ]
    xlsx(tmp_path / "送学上门.xlsx", {"1": [["送学上门记录"], head, *rows]})
    _, records = await brought_in(archive, tmp_path)
    signed = {each.fields["date"]: each.fields.get("signed") for each in of_kind(records, "door_delivery")}
    assert signed == {date(2011, 8, 11): True, date(2011, 9, 11): None}


async def test_the_line_below_a_title_says_when_it_was_adopted(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    folder = tmp_path / "2010年"
    folder.mkdir()
    paper(
        folder / "实施方案.docx",
        f"{BRANCH}创建学习型党组织实施方案",
        "（2010年7月22日支部党员大会通过）",
        *("一、指导思想", "以提高党员本领为重点。", "二、方法步骤", "每周集中学习半天。"),
    )
    report, records = await brought_in(archive, tmp_path)
    assert of_kind(records, "implementation_plan")[0].fields["adopted_on"] == date(2010, 7, 22)
    assert not [item.flags for item in report.items if item.kind == "implementation_plan" and item.flags]


async def test_a_script_says_behind_a_label_when_the_class_was(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    paper(
        tmp_path / "七一党课.docx",
        *("不忘九十年的路", "党课讲稿", "主讲人：丁有田", "时间：2011年6月30日", "地点：村部"),
        *("同志们：今天讲一堂党课。", "先说过去。" * 10, "再说现在。" * 10),
    )
    _, records = await brought_in(archive, tmp_path)
    assert of_kind(records, "party_class")[0].fields["held_on"] == date(2011, 6, 30)


async def test_two_findings_of_a_cell_are_parted_by_the_mark_between_them(
    archive: Archive, tmp_path: Path
) -> None:
    roster(tmp_path)
    head = ["受检单位", "检查日期", "得分", "评定", "存在问题"]
    row = [BRANCH, "2011年9月14日", "71", "一般", "8月份只集中学习1次；笔记仅1900字"]
    xlsx(tmp_path / "督查情况表.xlsx", {"1": [["督查情况表"], head, row]})
    _, records = await brought_in(archive, tmp_path)
    found = of_kind(records, "inspection")[0].fields["findings"]
    assert isinstance(found, list)
    assert [isinstance(each, dict) and each["text"] for each in found] == [
        "8月份只集中学习1次",
        "笔记仅1900字",
    ]
