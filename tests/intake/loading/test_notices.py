"""A notice to put something right belongs to the visit of inspection that led to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.search.query import Query
from tests.intake.registers.one_register import ROSTER, brought_in

VISITS = "督查登记\n督查时间,被督查单位,督查人员,存在问题,结论\n2011.6.27,杨湾村党支部,褚秀琴,笔记不全,一般\n"
NOTICES = "整改登记\n通知日期,整改单位,整改要求,整改期限\n{day},{unit},补记笔记,2011.8.31\n"


@pytest.mark.parametrize(
    ("day", "unit", "more", "linked"),
    [
        ("2011.7.1", "杨湾村党支部", "", True),
        ("2011.6.20", "杨湾村党支部", "", False),
        ("2011.8.20", "杨湾村党支部", "", False),
        ("2011.7.1", "白鹤乡机关党支部", "", False),
        ("2011.7.1", "杨湾村党支部", "2011.6.29,杨湾村党支部,韦明远,记录不全,一般\n", False),
    ],
)
async def test_a_notice_has_the_only_visit_before_it(
    archive: Archive, tmp_path: Path, day: str, unit: str, more: str, linked: bool
) -> None:
    for name, text in (
        ("花名册", ROSTER),
        ("督查", VISITS + more),
        ("整改", NOTICES.format(day=day, unit=unit)),
    ):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    await run_import(archive, tmp_path, apply=True)
    [notice] = [each async for each in archive.each(Query(kind="rectification"))]
    visits = [each async for each in archive.each(Query(kind="inspection"))]
    assert (notice.fields.get("inspection") == visits[0].id) is linked
    again = await run_import(archive, tmp_path, apply=True)
    assert again.actions["created"] + again.actions["updated"] == 0


@pytest.mark.parametrize(
    ("until", "day"),
    [
        ("7月31日前", "2011-07-31"),
        ("2011.7.20", "2011-07-20"),
        ("7月底前", "2011-07-31"),
        ("8月5日以前完成", "2011-08-05"),
    ],
)
async def test_until_when_a_finding_is_to_be_put_right(
    archive: Archive, tmp_path: Path, until: str, day: str
) -> None:
    head = "2011年督查登记\n督查时间,被督查单位,督查人员,存在问题,整改期限"
    text = f"{head}\n2011.6.27,杨湾村党支部,褚秀琴,笔记不全,{until}\n"
    (visit,) = await brought_in(archive, tmp_path, text, "inspection")
    assert [(row["text"], str(row["deadline"])) for row in visit.fields["findings"]] == [("笔记不全", day)]
    assert visit.flags == []
