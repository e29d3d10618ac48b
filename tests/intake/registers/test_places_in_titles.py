"""A village that a title names: whose register it is, or where somebody went."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.report import ImportReport
from records.intake.unit_names import place_phrases
from tests.intake.offices.office_truth import xlsx

ROSTER = (
    "白鹤乡党员花名册\n姓名,性别,出生年月,入党时间,所在支部\n田家驹,男,1970.3,1995.7,杨湾村党支部\n"
    "苏长水,男,1972.4,1998.7,杨湾村党支部\n苗有根,男,1973.5,2011.6,杨湾村党支部\n"
    "褚秀琴,女,1975.5,1999.7,白鹤乡机关党支部\n韦明远,男,1965.2,1990.7,白鹤乡机关党支部\n"
    "钟有福,男,1966.2,1990.7,双井村第一党支部\n钟有禄,男,1967.2,1990.7,双井村第二党支部\n"
)
BOOK = "日期,学习内容,应到,实到,缺席人员\n2011.7.5,防汛知识,3,3,\n"


async def brought_in(archive: Archive, folder: Path, **files: str) -> ImportReport:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return await run_import(archive, folder)


@pytest.mark.parametrize(
    "title",
    [
        "杨湾村2011年集中学习登记簿",
        "2011年度杨湾村党员集中学习登记簿",
        "党员集中学习登记簿（杨湾村）",
        "白鹤乡杨湾村集中学习登记簿",
    ],
)
async def test_a_village_with_one_branch_is_that_branch(archive: Archive, tmp_path: Path, title: str) -> None:
    report = await brought_in(archive, tmp_path, 登记=f"{title}\n{BOOK}")
    (session,) = (item for item in report.items if item.kind == "session")
    assert (session.outcome, len(session.fields["attendance"])) == ("import", 3)


async def test_a_village_with_two_branches_is_asked_about(archive: Archive, tmp_path: Path) -> None:
    report = await brought_in(archive, tmp_path, 登记=f"双井村2011年集中学习登记簿\n{BOOK}")
    (session,) = (item for item in report.items if item.kind == "session")
    assert (session.outcome, session.why) == ("ask", "no_unit")


def test_what_is_no_one_village_is_none() -> None:
    assert [place_phrases(each) for each in ("全乡各村学习登记", "农村党员登记", "包村干部登记")] == [
        [],
        [],
        [],
    ]
    assert place_phrases("2011年上半年双井村党员登记") == ["双井村"]


async def test_visitors_come_from_elsewhere_than_the_village_visited(
    archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    rows: list[list[object]] = [
        ["干部走访农户登记表"],
        ["走访时间", "走访干部", "户主", "反映问题", "解决情况"],
        ["2011.9.7", "韦明远", "孙有福", "谷子卖不上价", "已解决"],
        ["2011.9.8", "田家驹", "孙有才", "水渠漏水", "未解决"],
    ]
    xlsx(tmp_path / "走访.xlsx", {"杨湾村": rows})
    report = await run_import(archive, tmp_path)
    names = {item.record_id: item.fields["name"] for item in report.items if item.kind == "person"}
    visits = [item for item in report.items if item.kind == "household_visit"]
    told = [(names[each.fields["visitor"]], each.fields["village"], each.outcome) for each in visits]
    assert told == [("韦明远", "杨湾村", "import"), ("田家驹", "杨湾村", "import")]


async def test_who_became_a_member_later_was_not_expected(archive: Archive, tmp_path: Path) -> None:
    text = (
        "杨湾村党支部集中学习登记\n日期,学习内容,应到,实到,缺席人员\n2010.9.5,党章,2,2,\n"
        "2010.10.5,条例,2,1,苏长水（病假）\n2010.11.5,公报,3,3,\n2011.8.5,防汛,3,3,\n"
    )
    report = await brought_in(archive, tmp_path, 登记=text)
    sessions = [item for item in report.items if item.kind == "session"]
    states = [[row["state"] for row in item.fields["attendance"]] for item in sessions]
    assert states == [["到", "到"], ["到", "请假"], ["到"] * 3, ["到"] * 3]
    assert [item.outcome for item in sessions] == ["import"] * 4


@pytest.mark.parametrize(
    ("words", "solved", "day"),
    [
        ("2010年9月27日解决", True, "2010-09-27"),
        ("已于9月20日修好", True, "2010-09-20"),
        ("联系民政所，10月8日办结", True, "2010-10-08"),
        ("已解决（9.15）", True, "2010-09-15"),
        ("联系供销社，已解决，9月18日", True, "2010-09-18"),
        ("1月6日办结", True, "2011-01-06"),
        ("计划11月5日解决", None, None),
        ("12月底前完成", None, None),
        ("9月27日前解决", None, None),
        ("尚未解决", False, None),
    ],
)
async def test_a_day_with_its_verb_says_that_it_is_settled(
    archive: Archive, tmp_path: Path, words: str, solved: bool | None, day: str | None
) -> None:
    text = (
        "2010年干部走访农户登记表\n走访时间,走访干部,走访村组,户主,反映问题,办理结果\n"
        f"2010.9.7,韦明远,杨湾村一组,孙有福,水渠漏水,{words}\n"
    )
    report = await brought_in(archive, tmp_path, 走访=text)
    (visit,) = (item for item in report.items if item.kind == "household_visit")
    told = visit.fields.get("solved_on")
    assert (visit.fields.get("solved"), told and str(told)) == (solved, day)
    assert ("value_left_out:solved" in visit.flags) is (solved is None)


async def test_a_branch_printed_in_the_first_of_its_meetings_is_that_of_the_others(
    archive: Archive, tmp_path: Path
) -> None:
    text = (
        "2011年集中学习登记\n支部,日期,学习内容,应到,实到,缺席人员\n杨湾村党支部,2011.7.5,防汛,3,3,\n"
        ",2011.8.5,条例,3,3,\n白鹤乡机关党支部,2011.8.8,公报,2,2,\n,2011.9.8,党章,2,2,\n"
    )
    report = await brought_in(archive, tmp_path, 登记=text)
    sessions = [item for item in report.items if item.kind == "session"]
    assert [len(item.fields["attendance"]) for item in sessions] == [3, 3, 2, 2]
    assert [item.flags for item in sessions] == [[], ["unit_from_above"], [], ["unit_from_above"]]


@pytest.mark.parametrize("title", ["2011年乡村干部走访农户登记", "镇村干部走访台账", "县乡村干部走访登记"])
def test_cadres_of_townships_and_villages_name_no_village(title: str) -> None:
    assert place_phrases(title) == []
