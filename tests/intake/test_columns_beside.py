"""Columns that say one thing together are told by their headings and first rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from records.archive import Archive
from records.intake.batch import run_import

ROSTER = """\
党员花名册
姓名,性别,出生,,入党,,所在支部,袖标颜色
,,年,月,年,月,,
李军,男,1979,2,2003,7,双井村党支部,红
王德明,男,1966,12,1994,7,双井村党支部,
"""
VISITS = """\
年度,走访日期,走访人,所属村,户主,反映问题
2011,9.6,李军,双井村,何大全,堰塘漏水
2012,2.9,王德明,双井村,陈玉珍,危房
"""
STUDY = """\
自学、远教台账
姓名,学习日期,学习内容,用时,单位
李军,2012.3.5,党章,2,小时
王德明,2012.3.7,党史,90,分钟
"""


async def test_parts_of_dates_and_figures_with_their_unit(archive: Archive, tmp_path: Path) -> None:
    for name, text in (("花名册", ROSTER), ("走访台账", VISITS), ("学习台账", STUDY)):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    report = await run_import(archive, tmp_path)
    told: dict[str, list[dict[str, Any]]] = {each.kind: [] for each in report.items}
    for each in report.items:
        told[each.kind].append(each.fields)
    people = [
        (f"{each['birth'].start:%Y-%m}", f"{each['joined_party'].start:%Y-%m}") for each in told["person"]
    ]
    assert people == [("1979-02", "2003-07"), ("1966-12", "1994-07")]
    assert [str(each["visited_on"]) for each in told["household_visit"]] == ["2011-09-06", "2012-02-09"]
    # 学习日期 is no length of study; 自学、远教 in the title names no way of studying.
    assert [each["minutes"] for each in told["study_entry"]] == [120, 90]
    assert not any("subtype" in each for each in told["study_entry"])
    # Where nothing takes a filled column a table is less sure than the score of its headings.
    sure = {each.kind: (each.confidence, each.fit, each.unknown) for each in report.tables}
    assert sure["person"][0] == 0.7 < sure["person"][1]
    assert sure["person"][2] == ("袖标颜色",)
    assert sure["household_visit"][0] == sure["household_visit"][1] > 0.9


BRIEFINGS = """\
简报登记
收到日期,报送单位,期号,简报标题,怎么处理
2012-5-8,双井村党支部,1,堰塘清淤,采用
2012-6-8,双井村党支部,2,柑桔管护,未采用
"""


async def test_words_of_a_field_under_a_heading_nobody_knows_are_a_doubt(
    archive: Archive, tmp_path: Path
) -> None:
    """Only the report's list of columns said so; the rows came in without a word."""
    (tmp_path / "花名册.csv").write_text(
        ROSTER.replace("袖标颜色", "情况说明").replace("红", "行动不便"), "utf-8"
    )
    (tmp_path / "简报登记.csv").write_text(BRIEFINGS, "utf-8")
    (tmp_path / "读《愚公移山》有感.txt").write_text(
        "读《愚公移山》有感\n双井村党支部 李军\n" + "山是一锹一锹挖开的。" * 9 + "\n2012年5月4日\n", "utf-8"
    )
    items = (await run_import(archive, tmp_path)).items
    issues = [item for item in items if item.kind == "briefing"]
    assert [item.flags for item in issues] == [["columns_unread:accepted"]] * 2
    assert next(item.fields["mobility"] for item in items if item.kind == "person") == "行动不便"
    assert [item.kind for item in items if item.place.file.endswith(".txt")] == ["experience_article"]
