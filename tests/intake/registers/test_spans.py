"""From when to when something was, in one column: the first and the last day, or the days themselves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.date_spans import span_in
from records.intake.dates import DateFault, parse_date
from tests.intake.registers.one_register import brought_in


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2011.3.5-3.8", "2011-03-05", "2011-03-08"),
        ("2011.3.5—8", "2011-03-05", "2011-03-08"),
        ("自2011年2月15日起至4月30日止", "2011-02-15", "2011-04-30"),
        ("2011-3-5至2011-3-8（共4天）", "2011-03-05", "2011-03-08"),
        ("2011/12/28~1/3", "2011-12-28", "2012-01-03"),
        ("3月5日（周六）上午至3月8日下午", "2011-03-05", "2011-03-08"),
        ("11.3.5－3.8", "2011-03-05", "2011-03-08"),
        ("二〇一一年三月五日至八日", "2011-03-05", "2011-03-08"),
        ("2011.3—5", "2011-03-01", "2011-05-31"),
        ("1-6月", "2011-01-01", "2011-06-30"),
        ("7～12月份", "2011-07-01", "2011-12-31"),
        ("4至6月", "2011-04-01", "2011-06-30"),
        ("2011年1—3月", "2011-01-01", "2011-03-31"),
    ],
)
def test_days_from_one_to_another_are_read(text: str, first: str, last: str) -> None:
    value = parse_date(text, year=2011).value
    assert value is not None
    assert (value.start, value.end) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", ["2011-3-5", "2011—3—5", "11.3-5", "2011.3.5 8:30-11:30", "0553-8812345"])
def test_what_is_one_day_or_none_is_no_span(text: str) -> None:
    assert span_in(text) is None


def test_a_span_that_ends_before_it_begins_is_none() -> None:
    with pytest.raises(DateFault):
        parse_date("2011.3.8至2011.3.5")


@pytest.mark.parametrize("text", ["1-6月", "7至12月"])
def test_months_from_one_to_another_need_a_year(text: str) -> None:
    with pytest.raises(DateFault) as found:
        parse_date(text)
    assert found.value.reason == "no_year"


@pytest.mark.parametrize("heading", ["起止时间", "免学时间", "免学期限", "起讫时间"])
async def test_a_span_fills_the_first_and_the_last_day(
    archive: Archive, tmp_path: Path, heading: str
) -> None:
    text = (
        f"白鹤乡2011年免学人员登记表\n姓名,所在支部,免学原因,{heading},批准人\n"
        "苏长水,杨湾村党支部,疾病,2011.3.5-6.30,褚秀琴\n"
        "苗有根,杨湾村党支部,长期外出,自2月15日至12月31日,褚秀琴\n"
        "韦明远,白鹤乡机关党支部,借调,2011年3月至9月,褚秀琴\n"
        "田家驹,杨湾村党支部,疾病,2011.3.5,褚秀琴\n"
    )
    items = await brought_in(archive, tmp_path, text, "exemption")
    assert [(str(item.fields["from"]), str(item.fields.get("to"))) for item in items] == [
        ("2011-03-05", "2011-06-30"),
        ("2011-02-15", "2011-12-31"),
        ("2011-03-01", "2011-09-30"),
        ("2011-03-05", "None"),
    ]
    assert [item.flags for item in items] == [[], [], ["days_of_months:from"], []]


async def test_a_last_day_of_its_own_goes_before_that_of_a_span(archive: Archive, tmp_path: Path) -> None:
    text = (
        "白鹤乡2011年免学人员登记表\n姓名,所在支部,免学原因,开始时间,截止时间,批准人\n"
        "苏长水,杨湾村党支部,疾病,2011.3.5,2011.6.30,褚秀琴\n"
    )
    (item,) = await brought_in(archive, tmp_path, text, "exemption")
    assert (str(item.fields["from"]), str(item.fields["to"])) == ("2011-03-05", "2011-06-30")


async def test_who_served_from_when_to_when(archive: Archive, tmp_path: Path) -> None:
    text = (
        "白鹤乡党委学习领导小组成员名单\n姓名,职务,任职起止时间\n"
        "褚秀琴,组长,2010.7.5-2012.3.1\n韦明远,副组长,2010年7月5日至今\n"
    )
    items = await brought_in(archive, tmp_path, text, "position")
    assert [(str(item.fields["from"]), str(item.fields.get("to"))) for item in items] == [
        ("2010-07-05", "2012-03-01"),
        ("2010-07-05", "None"),
    ]


async def test_what_was_learnt_on_several_days_has_all_of_them(archive: Archive, tmp_path: Path) -> None:
    text = (
        "白鹤乡2011年干部培训登记表\n姓名,单位,培训内容,培训时间,主办单位\n"
        "褚秀琴,白鹤乡机关党支部,乡镇党委书记培训班,2011.3.5-3.8,县委党校\n"
        "韦明远,白鹤乡机关党支部,水利业务培训,4月6日—9日,县水利局\n"
    )
    items = await brought_in(archive, tmp_path, text, "study_entry")
    spans = [(str(item.fields["started"].start), str(item.fields["started"].end)) for item in items]
    assert spans == [("2011-03-05", "2011-03-08"), ("2011-04-06", "2011-04-09")]
    assert [item.outcome for item in items] == ["import", "import"]


async def test_of_several_days_the_first_is_kept_where_there_is_room_for_one(
    archive: Archive, tmp_path: Path
) -> None:
    text = (
        "白鹤乡2011年主题活动登记表\n活动时间,活动主题,组织单位,参加人数\n"
        "2011.4.28-5.3,五四青年读书周,白鹤乡机关党支部,20\n2011.6.30,迎七一歌咏,白鹤乡机关党支部,40\n"
    )
    first, second = await brought_in(archive, tmp_path, text, "theme_activity")
    assert str(first.fields["date"]) == "2011-04-28"
    assert "first_of_days:date" in first.flags
    assert second.flags == []


async def test_a_time_for_mending_ends_with_its_last_day(archive: Archive, tmp_path: Path) -> None:
    text = (
        "白鹤乡2011年整改通知登记表\n整改单位,通知日期,整改内容,整改期限\n"
        "杨湾村党支部,2011.5.10,补记学习笔记,5月10日至5月31日\n"
    )
    (item,) = await brought_in(archive, tmp_path, text, "rectification")
    assert str(item.fields["deadline"]) == "2011-05-31"


async def test_a_date_beside_that_of_the_row_has_its_year(archive: Archive, tmp_path: Path) -> None:
    text = (
        "白鹤乡整改通知登记表\n整改单位,通知日期,整改内容,整改时限,销号时间\n"
        "杨湾村党支部,2011.5.10,补记学习笔记,5月31日,6.2\n"
        "白鹤乡机关党支部,2011.12.20,补交心得体会,1月15日,2012.1.12\n"
    )
    items = await brought_in(archive, tmp_path, text, "rectification")
    assert [(str(item.fields["deadline"]), str(item.fields["closed_on"])) for item in items] == [
        ("2011-05-31", "2011-06-02"),
        ("2012-01-15", "2012-01-12"),
    ]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("6月20日前", "2011-06-20"),
        ("2011年6月20日以前完成", "2011-06-20"),
        ("6月底前", "2011-06-30"),
        ("6月底", "2011-06-30"),
        ("1月10日之前", "2012-01-10"),
    ],
)
async def test_until_when_something_is_wanted(archive: Archive, tmp_path: Path, words: str, day: str) -> None:
    text = (
        f"整改通知登记表\n整改单位,通知日期,整改内容,整改时限\n杨湾村党支部,2011.5.20,补记学习笔记,{words}\n"
    )
    (item,) = await brought_in(archive, tmp_path, text, "rectification")
    assert (str(item.fields.get("deadline")), item.flags) == (day, [])


async def test_a_total_of_scores_that_differs_is_told(archive: Archive, tmp_path: Path) -> None:
    text = (
        "2011年度干部学习考核汇总表\n姓名,单位,听,写,说,考,用,总分\n褚秀琴,白鹤乡机关党支部,18,17,16,19,17,87\n"
        "韦明远,白鹤乡机关党支部,18,17,16,19,17,88\n"
    )
    items = await brought_in(archive, tmp_path, text, "assessment")
    assert [item.flags for item in items] == [[], ["value_unsure:total"]]


async def test_all_branches_are_no_unknown_one(archive: Archive, tmp_path: Path) -> None:
    text = (
        "党课登记簿\n上课时间,上课地点,授课人,党课题目,听课支部\n"
        "2011.6.28,乡礼堂,褚秀琴,光辉的历程,各支部\n2011.7.1,村部,田家驹,做合格党员,杨湾村党支部\n"
    )
    first, second = await brought_in(archive, tmp_path, text, "party_class")
    assert (first.outcome, first.questions, second.outcome) == ("import_flagged", [], "import")


async def test_the_day_on_which_it_was_settled_says_that_it_is(archive: Archive, tmp_path: Path) -> None:
    text = (
        "走访记录表\n走访日期,包村干部,户主,所在村组,存在困难,帮助解决情况,解决时间\n"
        "2011.7.5,韦明远,蒲大成,杨湾村二组,稻田缺水,协调水利站提水,2011.7.9\n"
    )
    (item,) = await brought_in(archive, tmp_path, text, "household_visit")
    assert (item.fields["solved"], str(item.fields["solved_on"]), item.flags) == (True, "2011-07-09", [])
