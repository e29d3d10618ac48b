"""What stands at the end of papers and belongs to none of their parts: enclosures, how to report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.papers.report_parts import parts_under
from tests.intake.offices.office_truth import paper

PARTS = {"next_steps": re.compile("打算"), "problems": re.compile("问题")}


@pytest.mark.parametrize("enclosed", ["附：2011年各支部学习情况", "附件1：名单", "附表：统计"])
def test_an_enclosure_is_no_part_of_what_is_planned(enclosed: str) -> None:
    body = f"一、存在问题\n时间难以保证。\n二、下一步打算\n办好夜校。\n{enclosed}\n中共云坪乡委员会"
    assert parts_under(body, PARTS) == {"problems": "时间难以保证。", "next_steps": "办好夜校。"}


async def test_how_to_report_is_nothing_to_put_right(archive: Archive, tmp_path: Path) -> None:
    paper(
        tmp_path / "整改通知.docx",
        "整改通知书",
        "青坳村党支部：",
        "6月20日督查中发现，你支部学习笔记未记满。现提出以下整改要求：",
        "1.补开集体学习2次；",
        "2.每名党员补记笔记3000字。",
        "请于2012年7月20日前整改到位，并书面报乡创建办。",
        "云坪乡创建学习型党组织工作领导小组办公室",
        "2012年6月26日",
    )
    (notice,) = (item for item in (await run_import(archive, tmp_path)).items if item.kind == "rectification")
    assert [each.rstrip("；。") for each in notice.fields["requirements"]] == [
        "补开集体学习2次",
        "每名党员补记笔记3000字",
    ]
    assert str(notice.fields["deadline"]) == "2012-07-20"
