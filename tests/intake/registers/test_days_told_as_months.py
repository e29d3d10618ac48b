"""Records known by their day of which a register tells the month alone: they come in without a day."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from tests.intake.offices.office_truth import xlsx
from tests.intake.registers.one_register import ROSTER, brought_in

VISITS = "白鹤乡2011年走访农户台账\n走访时间,走访干部,户主,村,存在困难,解决措施,是否解决,解决日期\n"


def visits(*rows: str) -> str:
    return VISITS + "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    "when", ["2011年4月", "2011.4", "2011-04", "4月", "4月份", "2011年4月上旬", "2011年第二季度"]
)
async def test_a_visit_comes_in_without_its_day(archive: Archive, tmp_path: Path, when: str) -> None:
    rows = (
        f"{when},韦明远,张老三,杨湾村,屋漏,修屋,是,2011-06-20",
        "2011-5-3,韦明远,李老四,杨湾村,缺种,送种,是,5月9日",
    )
    vague, whole = await brought_in(archive, tmp_path, visits(*rows), "household_visit")

    assert vague.outcome == "import_flagged" and vague.flags == ["day_wanting:visited_on"]
    assert "visited_on" not in vague.fields and vague.cells[0] == when
    assert vague.fields["solved_on"] == date(2011, 6, 20)
    assert whole.outcome == "import" and whole.fields["visited_on"] == date(2011, 5, 3)


@pytest.mark.parametrize(
    ("when", "why"),
    [("", "missing_date"), ("2011年2月30日", "impossible_date"), ("2011年13月", "impossible_date")],
)
async def test_a_visit_without_a_date_stays_refused(
    archive: Archive, tmp_path: Path, when: str, why: str
) -> None:
    (item,) = await brought_in(
        archive, tmp_path, visits(f"{when},韦明远,张老三,杨湾村,屋漏,修屋,是,"), "household_visit"
    )
    assert (item.outcome, item.why) == ("reject", why)


async def applied(archive: Archive, folder: Path, text: str, name: str = "登记.csv") -> list[Item]:
    folder.mkdir(exist_ok=True)
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / name).write_text(text, "utf-8")
    report = await run_import(archive, folder, apply=True)
    return [item for item in report.items if item.kind == "household_visit"]


async def test_a_second_run_changes_nothing_and_months_stay_apart(archive: Archive, tmp_path: Path) -> None:
    rows = (
        "2011年4月,韦明远,张老三,杨湾村,屋漏,修屋,是,",
        "2011年4月,韦明远,张老三,杨湾村,缺种,送种,是,",
        "2011年5月,韦明远,张老三,杨湾村,缺肥,送肥,是,",
    )
    first = await applied(archive, tmp_path / "a", visits(*rows))
    assert [item.action for item in first] == ["created"] * 3
    again = await applied(archive, tmp_path / "a", visits(*rows))
    assert [item.action for item in again] == ["unchanged"] * 3
    assert [item.record_id for item in again] == [item.record_id for item in first]


async def test_another_file_overwrites_no_visit_of_that_month(archive: Archive, tmp_path: Path) -> None:
    """Two visits of one month have nothing but their month in common: neither is the other's later state."""
    one, two = (visits(f"2011年4月,韦明远,张老三,杨湾村,{what},帮办,是,") for what in ("屋漏", "缺种"))
    (first,) = await applied(archive, tmp_path / "a", one)
    (other,) = await applied(archive, tmp_path / "b", two, "另册.csv")
    assert other.action == "created" and other.record_id != first.record_id
    assert "told_elsewhere" in other.flags
    for folder, text, name, was in (("a", one, "登记.csv", first), ("b", two, "另册.csv", other)):
        (item,) = await applied(archive, tmp_path / folder, text, name)
        assert (item.action, item.record_id) == ("unchanged", was.record_id)


async def test_a_row_that_was_mended_updates_its_record(archive: Archive, tmp_path: Path) -> None:
    rows = ["2011年4月,韦明远,张老三,杨湾村,屋漏,修屋,是,", "2011年4月,韦明远,张老三,杨湾村,缺种,送种,是,"]
    first = await applied(archive, tmp_path / "a", visits(*rows))
    rows[1] = rows[1].replace("送种", "送良种")
    again = await applied(archive, tmp_path / "a", visits(*rows))
    assert [item.action for item in again] == ["unchanged", "updated"]
    assert [item.record_id for item in again] == [item.record_id for item in first]


SESSIONS = "杨湾村党支部2012年学习登记簿\n学习日期,学习内容,主持人,应到,实到,缺席人员\n"


async def test_a_session_keeps_who_came_where_nobody_joined_meanwhile(
    archive: Archive, tmp_path: Path
) -> None:
    text = SESSIONS + "2012年4月,学习党章,田家驹,3,2,苗有根（住院）\n2012-4-9,学习纪律,田家驹,3,3,\n"
    vague, whole = await brought_in(archive, tmp_path, text, "session")
    assert "start" not in vague.fields and vague.flags == ["day_wanting:start"]
    assert [row["state"] for row in vague.fields["attendance"]].count("请假") == 1
    assert len(vague.fields["attendance"]) == 3
    assert whole.fields["start"] == datetime(2012, 4, 9)


async def test_briefings_and_tests_of_a_month(archive: Archive, tmp_path: Path) -> None:
    text = "白鹤乡2012年简报登记\n报送日期,报送单位,期号,标题\n"
    text += "2012年4月,杨湾村党支部,1,春耕忙\n4月,杨湾村党支部,2,办实事\n"
    items = await brought_in(archive, tmp_path, text, "briefing")
    assert [item.fields["issue"] for item in items] == [1, 2]
    assert all(item.taken and "submitted_on" not in item.fields for item in items)
    assert all("day_wanting:submitted_on" in item.flags for item in items)

    text = "白鹤乡理论测试成绩单\n考试时间：2012年4月　满分：100分\n姓名,成绩\n田家驹,88\n苏长水,79\n"
    (exam,) = await brought_in(archive, tmp_path, text, "exam")
    assert exam.taken and "held_on" not in exam.fields and "day_wanting:held_on" in exam.flags


async def test_what_another_file_tells_with_its_day_stays_apart(archive: Archive, tmp_path: Path) -> None:
    """In one run and from run to run, whichever came first."""
    vague, whole = (
        visits(f"{when},韦明远,张老三,杨湾村,屋漏,修屋,是,") for when in ("2011年4月", "2011-4-8")
    )
    both = tmp_path / "both"
    both.mkdir()
    (both / "另册.csv").write_text(whole, "utf-8")
    items = await applied(archive, both, vague)
    assert [item.action for item in items] == ["created", "created"]
    assert [item.flags for item in items if item.vague] == [["day_wanting:visited_on", "told_elsewhere"]]

    one, other = (visits(f"{when},韦明远,李老四,杨湾村,屋漏,修屋,是,") for when in ("2011-5-8", "2011年5月"))
    await applied(archive, tmp_path / "a", one)
    (item,) = await applied(archive, tmp_path / "b", other, "另册.csv")
    assert item.action == "created" and "told_elsewhere" in item.flags
    (item,) = await applied(archive, tmp_path / "c", one.replace("李老四", "李老五"))
    (item,) = await applied(archive, tmp_path / "d", other.replace("李老四", "李老五"), "另册.csv")
    (item,) = await applied(archive, tmp_path / "e", other.replace("李老四", "李老六"), "另册.csv")
    assert "told_elsewhere" not in item.flags
    (item,) = await applied(archive, tmp_path / "f", one.replace("李老四", "李老六"))
    assert item.action == "created" and "told_elsewhere" in item.flags


async def test_a_meeting_of_a_month_may_be_that_of_the_minutes(archive: Archive, tmp_path: Path) -> None:
    ledger = SESSIONS + "2012年4月,学习党章,田家驹,3,3,\n"
    minutes = (
        "杨湾村党支部学习会记录\n时间：2012年4月9日\n地点：村部\n主持：田家驹\n记录：苗有根\n"
        "参加：田家驹、苏长水、苗有根\n田家驹同志领学了党章，大家谈了体会。\n"
    )
    (tmp_path / "会议记录.txt").write_text(minutes, "utf-8")
    items = await brought_in(archive, tmp_path, ledger, "session")
    assert len(items) == 2 and all(item.taken for item in items)
    assert [("told_elsewhere" in item.flags) for item in items] == [bool(item.vague) for item in items]


async def test_a_ledger_kept_twice_is_one(archive: Archive, tmp_path: Path) -> None:
    text = visits("2011年4月,韦明远,张老三,杨湾村,屋漏,修屋,是,")
    (tmp_path / "副本.csv").write_text(text.replace("登记", "") + ",,,,,,,\n", "utf-8")
    items = await brought_in(archive, tmp_path, text, "household_visit")
    assert sorted(item.outcome for item in items) == ["duplicate", "import_flagged"]


async def test_months_that_a_cell_tells_badly(archive: Archive, tmp_path: Path) -> None:
    """A figure 2011.1 is January or October; 5月 has the year of the rows around."""
    rows: list[list[object]] = [["白鹤乡走访农户台账"], ["走访时间", "走访干部", "户主", "村", "存在困难"]]
    for when, household in (
        (2011.1, "张老三"),
        (2011.4, "李老四"),
        ("5月", "王老五"),
        ("2011年6月", "赵老六"),
    ):
        rows.append([when, "韦明远", household, "杨湾村", "屋漏"])
    xlsx(tmp_path / "走访.xlsx", {"走访": rows})
    items = await brought_in(archive, tmp_path, "通讯录\n姓名,电话\n", "household_visit")
    assert [item.outcome for item in items] == ["import_flagged"] * 4
    told = [item.vague["visited_on"] for item in items]
    assert [(each.start.year, each.precision) for each in told] == [(2011, "year"), *([(2011, "month")] * 3)]
    assert told[2].start == date(2011, 5, 1) and "year_from_neighbours" in items[2].flags


async def test_papers_that_tell_a_month_are_flagged(archive: Archive, tmp_path: Path) -> None:
    """They lost it silently."""
    head = "时间：2012年4月\n地点：村部\n主持：田家驹\n记录：苗有根\n参加：田家驹、苏长水、苗有根\n"
    (tmp_path / "学习.txt").write_text(f"杨湾村党支部学习会记录\n{head}大家学习了党章。\n", "utf-8")
    speech = "做合格党员\n（党课讲稿）\n杨湾村党支部书记　田家驹\n2012年4月\n同志们：\n今天我们上一堂党课。\n"
    (tmp_path / "党课.txt").write_text(speech, "utf-8")
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    report = await run_import(archive, tmp_path)
    found = {item.kind: item for item in report.items if item.place.file.endswith(".txt")}
    assert "day_wanting:start" in found["session"].flags and "start" not in found["session"].fields
    assert "day_wanting:held_on" in found["party_class"].flags


async def test_what_came_in_before_months_told_records_apart_stays_itself(
    archive: Archive, tmp_path: Path
) -> None:
    """Archives of earlier releases: the same file brought in again doubled its records."""
    rows = [
        f"2011年{month}月,韦明远,张老三,杨湾村,{what},帮办,是," for month, what in ((4, "屋漏"), (5, "缺种"))
    ]
    first = await applied(archive, tmp_path / "a", visits(*rows))
    former = first[0].key.replace("2011-04-01..2011-04-30", "")
    for item, key in zip(first, (former, f"{former}#2"), strict=True):
        await archive.store.records.update_one({"_id": item.record_id}, {"$set": {"origin.key": key}})
    rows[1] = rows[1].replace("帮办", "送种")
    again = await applied(archive, tmp_path / "a", visits(*rows, rows[0].replace("4月", "6月")))
    assert [item.action for item in again] == ["unchanged", "updated", "created"]
    assert [item.record_id for item in again[:2]] == [item.record_id for item in first]
    (other,) = await applied(archive, tmp_path / "b", visits(rows[1]), "另册.csv")
    assert other.action == "created"


@pytest.mark.parametrize("when", ["2011年第二季度", "2011年上半年", "2011年", "2011年5月上旬", "2011年5月"])
async def test_what_was_told_of_a_longer_time_stays_apart_too(
    archive: Archive, tmp_path: Path, when: str
) -> None:
    vague, whole = (visits(f"{day},韦明远,张老三,杨湾村,屋漏,修屋,是,") for day in (when, "2011-5-8"))
    await applied(archive, tmp_path / "a", vague)
    (item,) = await applied(archive, tmp_path / "b", whole, "另册.csv")
    assert item.action == "created" and item.flags == ["told_elsewhere"]
