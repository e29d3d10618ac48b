"""A register of articles and reports of which a mapping file says the one kind: the other stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import

ROSTER = (
    "白鹤乡党员花名册\n姓名,性别,出生年月,所在支部\n田家驹,男,1970.3,杨湾村党支部\n"
    "苏长水,男,1972.4,杨湾村党支部\n"
)
REGISTER = (
    "白鹤乡文章登记簿\n登记号,体裁,题目,作者,所在支部,调研地点,完成时间,字数,主要问题,提出建议\n"
    "1,调研报告,茶园管理调查,田家驹,杨湾村党支部,杨湾村,2010.10.25,3200,没有牌子,成立合作社\n"
    "2,心得体会,在学习中提高,苏长水,杨湾村党支部,,2010.12.3,1800,,\n"
)
ARTICLES = (
    "files: 登记.csv\nkind: experience_article\ncolumns:\n  登记号: ordinal\n  体裁: skip\n  题目: title\n"
    "  作者: authors\n  所在支部: unit\n  调研地点: skip\n  完成时间: written_on\n  字数: words\n"
    "  主要问题: skip\n  提出建议: skip\n"
)
REPORTS = (
    "files: 登记.csv\nkind: research_report\ncolumns:\n  题目: title\n  作者: authors\n"
    "  主要问题: findings\n  提出建议: advice\n"
)


@pytest.mark.parametrize("said", ["", ARTICLES, REPORTS])
async def test_the_rows_of_the_other_kind_stay_what_they_are(
    archive: Archive, tmp_path: Path, said: str
) -> None:
    folder = tmp_path / "旧档"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "登记.csv").write_text(REGISTER, "utf-8")
    mapping = None
    if said:
        mapping = tmp_path / "said.yaml"
        mapping.write_text(said, "utf-8")
    report = await run_import(archive, folder, mapping=mapping)
    report_of, article = (
        next(each for each in report.items if each.kind == kind)
        for kind in ("research_report", "experience_article")
    )
    assert (report_of.place.row, article.place.row) == (3, 4)
    assert len([each for each in report.items if each.kind in ("research_report", "experience_article")]) == 2
    assert report_of.fields["findings"] == "没有牌子"
    assert report_of.fields["place"] == "杨湾村"
    assert article.fields["title"] == "在学习中提高"
