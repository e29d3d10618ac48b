"""A column that a mapping file sends where another goes that it does not name."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.mappings.mapping import ColumnRule, ImportMapping, SourceRule
from records.intake.outcome import Item
from tests.intake.registers.one_register import ROSTER

STUDY = "杨湾村党支部2011年学习登记\n{},学习内容,主持人,应到,实到\n{},学党章,田家驹,3,3\n"
TALK = "谈心谈话登记表\n{},谈话人,谈话对象,谈话内容\n{},田家驹,苗有根,思想\n"


async def mapped(archive: Archive, folder: Path, text: str, kind: str, **columns: str) -> list[Item]:
    (office := folder / "office").mkdir()
    (office / "花名册.csv").write_text(ROSTER, "utf-8")
    (office / "登记.csv").write_text(text, "utf-8")
    rules = tuple(ColumnRule((heading,), to) for heading, to in columns.items())
    rule = SourceRule("登记", "登记.csv", kind=kind, columns=rules)
    report = await run_import(archive, office, mapping=ImportMapping(rules=(rule,)))
    return [item for item in report.items if item.kind == kind]


@pytest.mark.parametrize(
    ("heads", "cells", "sent", "start"),
    [
        ("学习日期,学习时间", "2011.3.5,8:30", "学习时间", datetime(2011, 3, 5, 8, 30)),
        ("学习时间,学习日期", "8:30-10:00,2011.3.5", "学习时间", datetime(2011, 3, 5, 8, 30)),
        ("日期,时间", "3月5日,上午9时", "时间", datetime(2011, 3, 5, 9)),
        ("日期,开会时间", "2011.3.5,8:30", "开会时间", datetime(2011, 3, 5, 8, 30)),
        ("月,日,时间", "3,5,8:30", "时间", datetime(2011, 3, 5, 8, 30)),
        ("年度,月日", "2011,3.5", "年度", datetime(2011, 3, 5)),
        # Another day, which is none of the meeting's.
        ("登记日期,开会时间", "2011.4.1,2011.3.5", "开会时间", datetime(2011, 3, 5)),
    ],
)
async def test_an_hour_that_is_sent_to_the_day_lets_go_of_no_day(
    archive: Archive, tmp_path: Path, heads: str, cells: str, sent: str, start: datetime
) -> None:
    """The column of the day went nowhere, and each row was refused for want of one."""
    text = STUDY.format(heads, cells)
    (item,) = await mapped(archive, tmp_path, text, "session", **{sent: "start"})
    assert item.taken and item.fields["start"] == start


@pytest.mark.parametrize("heads", ["谈话日期,谈话时间", "谈话时间,谈话日期"])
async def test_so_of_a_record_that_keeps_no_hour(archive: Archive, tmp_path: Path, heads: str) -> None:
    cells = ",".join("上午9时" if head == "谈话时间" else "2011.3.5" for head in heads.split(","))
    (item,) = await mapped(archive, tmp_path, TALK.format(heads, cells), "talk", 谈话时间="date")
    assert item.taken and item.fields["date"] == date(2011, 3, 5)


ARTICLES = (
    "2011年文章统计\n姓名,单位,1月,2月,3月\n田家驹,杨湾村党支部,学习有感,读书有感,\n"
    "苏长水,杨湾村党支部,,,修渠有感\n"
)


async def test_titles_of_months_that_are_sent_to_the_title_are_a_paper_each(
    archive: Archive, tmp_path: Path
) -> None:
    """The second threw the first out, or both were one title."""
    columns: dict[str, Any] = {"姓名": "authors", "1月": "title", "2月": "title", "3月": "title"}
    items = await mapped(archive, tmp_path, ARTICLES, "experience_article", **columns)
    assert [(item.fields["title"], str(item.fields["written_on"])) for item in items] == [
        ("学习有感", "2011年1月"),
        ("读书有感", "2011年2月"),
        ("修渠有感", "2011年3月"),
    ]
