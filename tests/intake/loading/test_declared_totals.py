"""Totals that registers state, across their months and below them: one that differs from them is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import

ROSTER = "党员花名册\n姓名,性别,所在支部\n田家驹,男,杨湾村党支部\n苏长水,男,杨湾村党支部\n"
NOTES = "2011年上半年学习笔记字数统计表\n姓名,1月,2月,3月,4月,5月,6月,{head}\n"
HALVES = "2011年学习情况登记表\n姓名,一季度,,二季度,,上半年合计,\n,次数,学时,次数,学时,次数,学时\n"
BOOK = "田家驹2012年读书笔记登记\n姓名,期间,字数\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            NOTES.format(head="合计")
            + "田家驹,9,9,9,9,9,9,54\n苏长水,8,8,8,8,8,8,48\n合计,17,17,17,17,17,17,102\n",
            [],
        ),
        (NOTES.format(head="合计") + "田家驹,9,9,9,9,9,9,64\n苏长水,8,8,8,8,8,8,48\n", ["3 合计 64 ≠ 54"]),
        (
            NOTES.format(head="半年合计") + "田家驹,9,9,9,9,9,9,54\n合计,9,9,9,9,9,9,99\n",
            ["4 半年合计 99 ≠ 54"],
        ),
        (NOTES.format(head="备注") + "田家驹,9,9,9,9,9,9,\n苏长水,1,1,1,1,1,1,\n上半年合计,60,,,,,,\n", []),
        (
            NOTES.format(head="备注") + "田家驹,9,9,9,9,9,9,\n苏长水,1,1,1,1,1,1,\n上半年合计,70,,,,,,\n",
            ["5 1月 70 ≠ 60"],
        ),
        (HALVES + "田家驹,3,9,4,12,7,21\n苏长水,3,9,4,12,8,21\n", ["5 上半年合计/次数 8 ≠ 7"]),
        (
            BOOK + "田家驹,2012年1月,100\n田家驹,2012年2月,100\n田家驹,2012年3月,100\n一季度合计,,300\n"
            "田家驹,2012年4月,100\n田家驹,2012年5月,100\n田家驹,2012年6月,100\n二季度合计,,300\n上半年合计,,600\n",
            [],
        ),
        (
            BOOK + "田家驹,2012年1月,100\n田家驹,2012年2月,100\n1-6月合计,,300\n田家驹,2012年7月,50\n"
            "下半年累计,,250\n",
            ["5 字数 300 ≠ 200"],
        ),
    ],
)
async def test_a_total_that_its_months_do_not_come_to_is_told(
    archive: Archive, tmp_path: Path, text: str, told: list[str]
) -> None:
    folder = tmp_path / "档案"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "登记.csv").write_text(text, "utf-8")
    report = await run_import(archive, folder)
    (file,) = (each for each in report.files if each.file == "登记.csv")
    assert file.state == "read"
    assert list(file.warnings) == [f"total_differs:{each}" for each in told]


@pytest.mark.parametrize(
    ("footer", "told"),
    [
        ("合计：50册，1000元", []),
        ("合计：60册，1000元", ["5 册数 60 ≠ 50"]),
        ("共计 1,200.00元", ["5 金额(元) 1200.00 ≠ 1000"]),
        ("合计：党章600元，准则400元，共计1000元", []),
        ("合计：党章600元，准则400元，共计1100元", ["5 金额(元) 1100 ≠ 1000"]),
        ("总计：0.1万元", []),
        ("合计：采购12人次，验收2人", []),
    ],
)
async def test_a_total_in_words_is_held_against_its_column(
    archive: Archive, tmp_path: Path, footer: str, told: list[str]
) -> None:
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    text = (
        "2011年图书购置登记\n日期,书名,册数,金额（元）,经手人\n2011.3.5,《党章读本》,30,600,田家驹\n"
        f'2011.3.6,《廉政准则》,20,400,田家驹\n"{footer}",,,,\n'
    )
    (tmp_path / "图书.csv").write_text(text, "utf-8")
    report = await run_import(archive, tmp_path)
    (file,) = (each for each in report.files if each.file == "图书.csv")
    assert [each for each in file.warnings if each.startswith("total_")] == [
        f"total_differs:{each}" for each in told
    ]
