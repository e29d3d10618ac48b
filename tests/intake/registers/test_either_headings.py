"""Columns for a person or a unit, whoever it may be: 受表彰个人（单位）."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.tables.recognition.columns import match_columns
from records.kind_file import own_kinds
from tests.intake.offices.office_truth import xlsx
from tests.intake.offices.test_year_workbook import brought_in, of_kind
from tests.intake.papers.test_commending import OTHER, SIGNED, office
from tests.intake.papers.test_given_awards import in_order
from tests.intake.papers.test_meetings_and_plans import told

KINDS = own_kinds()


@pytest.mark.parametrize(
    ("kind", "heading", "beside", "target"),
    [
        ("award", "受表彰个人（单位）", "荣誉称号", "nominee"),
        ("award", "受表彰的单位或个人", "荣誉称号", "nominee"),
        ("award", "获奖人（单位）", "荣誉称号", "nominee"),
        ("award", "先进个人（先进集体）名称", "荣誉称号", "nominee"),
        ("award", "先进个人、先进集体", "荣誉称号", "nominee"),
        ("award", "颁发单位（个人）", "荣誉称号", "extra"),
        ("nomination", "推荐个人（单位）", "得票", "nominee"),
        ("nomination", "推荐单位（个人）", "得票", "unit"),
        ("inspection", "被督查单位（个人）", "督查人员", "target"),
        ("rectification", "整改单位（人员）", "整改要求", "target"),
        ("designation", "达标个人（单位）", "年度", "target"),
    ],
)
def test_a_heading_for_a_person_or_a_unit_is_known_by_one_of_them(
    kind: str, heading: str, beside: str, target: str
) -> None:
    found = match_columns(KINDS[kind], [heading, beside])[0]
    assert (found.target, found.fit == 1.0) == (target, target not in ("extra", "unit"))


@pytest.mark.parametrize(
    ("head", "who"),
    [
        (["序号", "受表彰个人（单位）"], [["1", "丁有田"], ["2", OTHER]]),
        (["受表彰个人", "受表彰单位"], [["丁有田", ""], ["", OTHER]]),
        (["序号", "授予对象"], [["1", "丁有田"], ["2", OTHER]]),
    ],
)
async def test_a_list_of_people_and_units_below_a_decision_brings_their_certificates(
    archive: Archive, tmp_path: Path, head: list[str], who: list[list[str]]
) -> None:
    """The column was unread: each row made a second award, of the committee that had decided."""
    folder = tmp_path / "office"
    folder.mkdir()
    office(folder)
    rows = [
        [*head, "荣誉称号", "证书编号"],
        [*who[0], "学习先进个人", "青学〔2012〕001"],
        [*who[1], "先进学习型党组织", "青学〔2012〕002"],
    ]
    told_of = f"决定对丁有田等1名学习先进个人和{OTHER}等1个先进学习型党组织予以表彰。"
    title = "关于表彰学习先进个人和先进学习型党组织的决定"
    in_order(folder / "决定.docx", "青党发〔2012〕20号", title, told_of, *SIGNED, "表彰名单", rows)
    report, records = await brought_in(archive, folder)
    awards = of_kind(records, "award")
    assert {(told(each, "nominee", records), each.fields["certificate_no"]) for each in awards} == {
        ("丁有田", "青学〔2012〕001"),
        (OTHER, "青学〔2012〕002"),
    }
    (decision,) = of_kind(records, "commendation")
    assert {each.fields["decision"] for each in awards} == {decision.id}
    assert not any(item.flags for item in report.items if item.kind == "award")


async def test_a_list_without_honours_gives_each_the_one_of_the_decision_that_fits(
    archive: Archive, tmp_path: Path
) -> None:
    """学习先进名单 was read as one honour of both."""
    folder = tmp_path / "office"
    folder.mkdir()
    office(folder)
    rows = [["序号", "受表彰个人（单位）", "证书编号"], ["1", "丁有田", "青学01"], ["2", OTHER, "青学02"]]
    told_of = f"决定对丁有田等1名学习先进个人和{OTHER}等1个先进学习型党组织予以表彰。"
    title = "关于表彰学习先进个人和先进学习型党组织的决定"
    in_order(
        folder / "决定.docx", "青党发〔2012〕20号", title, told_of, *SIGNED, "2012年度学习先进名单", rows
    )
    _, records = await brought_in(archive, folder)
    awards = of_kind(records, "award")
    assert {(each.fields["certificate_no"], each.fields["title"]) for each in awards} == {
        ("青学01", "学习先进个人"),
        ("青学02", "先进学习型党组织"),
    }


async def test_a_column_of_known_names_says_whom_the_rows_are_about(archive: Archive, tmp_path: Path) -> None:
    """Whatever it is headed, awards were taken for the committee's own where its heading was unknown."""
    folder = tmp_path / "office"
    folder.mkdir()
    office(folder)
    rows: list[list[object]] = [
        ["关于表彰2012年学习先进的决定（青党发〔2012〕20号）"],
        ["序号", "荣耀榜", "荣誉称号", "证书编号", "经手同志"],
        [1, "丁有田", "学习先进个人", "青学〔2012〕001", "邵敏"],
        [2, OTHER, "先进学习型党组织", "青学〔2012〕002", "邵敏"],
    ]
    xlsx(folder / "表彰名单.xlsx", {"Sheet1": rows})
    report, records = await brought_in(archive, folder)
    awards = of_kind(records, "award")
    assert {told(each, "nominee", records) for each in awards} == {"丁有田", OTHER}
    flags = [item.flags for item in report.items if item.kind == "award"]
    assert all({"columns_unread", "heading_guessed:nominee"} <= set(each) for each in flags)


async def test_whoever_did_something_about_the_rows_is_not_whose_they_are(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    office(folder)
    head: list[object] = ["序号", "书名", "类别", "读完时间", "登记员", "书友"]
    rows: list[list[object]] = [
        ["读书登记表"],
        head,
        [1, "《党章》", "政治理论", "2012.3.5", "邵敏", "丁有田"],
        [2, "《农技手册》", "业务", "2012.3.9", "邵敏", "卫国平"],
    ]
    xlsx(folder / "读书.xlsx", {"Sheet1": rows})
    _, records = await brought_in(archive, folder)
    books = of_kind(records, "book_reading")
    assert {told(each, "person", records) for each in books} == {"丁有田", "卫国平"}


async def test_the_committee_is_not_whom_its_own_list_commends(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    office(folder)
    rows: list[list[object]] = [
        ["青塘乡党委2012年学习先进名单"],
        ["序号", "荣耀榜", "荣誉称号", "证书编号"],
        [1, "丁友田", "学习先进个人", "青学〔2012〕001"],
        [2, OTHER, "先进学习型党组织", "青学〔2012〕002"],
    ]
    xlsx(folder / "表彰名单.xlsx", {"Sheet1": rows})
    report, records = await brought_in(archive, folder)
    awards = of_kind(records, "award")
    assert {told(each, "nominee", records) for each in awards} == {None}
    flags = [item.flags for item in report.items if item.kind == "award"]
    assert all({"columns_unread", "no_person:nominee"} <= set(each) for each in flags)
