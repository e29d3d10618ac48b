"""Funding, supervision, models, publicity and communication, counted by hand beside."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from records.archive import Archive
from records.errors import UsageFault
from records.programme.mechanisms.registry import MECHANISMS, mechanism
from tests.programme.mechanism_records import Town, cell, found_town, line, said, yuan


@pytest.fixture
async def town(archive: Archive) -> Town:
    return await found_town(archive)


async def spend(town: Town, category: str, amount: str, day: str, status: str = "verified") -> None:
    await town.keep(
        "funding", status, category=category, amount=yuan(amount), item="图书", date=day, year=int(day[:4])
    )


async def test_every_view_is_made_of_an_archive_with_nothing_in_it(archive: Archive) -> None:
    for each in MECHANISMS.values():
        view = await each.view(archive, date(2011, 5, 6))
        assert view.name == each.name
        assert view.title == each.label.en
        assert all(len(row.cells) == len(view.columns) for row in view.rows)
    with pytest.raises(UsageFault, match="There is no view called nonsense") as fault:
        mechanism("nonsense")
    assert "week_board, briefings, supervision" in fault.value.hint


# --- funding: domain.md §3, R24 --------------------------------------------------------------------


async def test_funds_are_due_by_the_end_of_march(town: Town) -> None:
    assert said(await town.view("funding", "2011-03-31"))[0][0] == "soon"
    assert said(await town.view("funding", "2011-04-01"))[0][0] == "overdue"
    assert said(await town.view("funding", "2012-01-01", "2011"))[0][0] == "failed"
    assert said(await town.view("funding", "2010-08-02"))[0][0] == "soon", "thirty days from 3 July"
    assert said(await town.view("funding", "2010-08-03"))[0][0] == "overdue"
    await spend(town, "预算", "5000", "2011-04-15")
    assert said(await town.view("funding", "2011-04-14"))[0][0] == "overdue", "not known before its day"
    assert said(await town.view("funding", "2011-05-01"))[0] == (
        "behind",
        "Funds of 2011 allocated on 2011-04-15, after 2011-03-31",
    )


async def test_the_balance_is_what_is_approved_and_overspending_is_told(town: Town) -> None:
    await spend(town, "预算", "5000", "2011-02-15")
    await spend(town, "支出", "3680", "2011-04-02")
    await spend(town, "支出", "1500.50", "2011-06-01")
    await spend(town, "支出", "999", "2011-04-03", "submitted")
    await spend(town, "支出", "10", "2010-12-31")
    may = await town.view("funding", "2011-05-01")
    assert line(may, "Books").cells[1:] == ("5,000.00", "3,680.00", "1,320.00", "74%", "1", "in balance")
    july = await town.view("funding", "2011-07-01")
    books = line(july, "Books")
    assert books.cells[1:] == ("5,000.00", "5,180.50", "-180.50", "104%", "1", "overspent")
    assert books.tone == "failed"
    assert len(books.ids) == 4, "the one that waits as well"
    assert ("failed", "More was spent than allocated: -180.50") in said(july)
    assert line(july, "2010").cells[1:4] == ("0.00", "10.00", "-10.00")
    assert dict(july.series[0].points)["4"] == 3680.0


async def test_the_ledger_keeps_a_balance_that_what_waits_does_not_change(town: Town) -> None:
    await spend(town, "预算", "5000", "2011-02-15")
    await spend(town, "支出", "999", "2011-04-01", "submitted")
    await spend(town, "支出", "5180.50", "2011-04-02")
    view = await town.view("ledger", "2011-12-31")
    assert [cell(view, row, "balance") for row in view.rows] == ["5,000.00", "5,000.00", "-180.50"]
    assert [row.tone for row in view.rows] == ["plain", "waiting", "failed"]
    assert (await town.view("ledger", "2011-12-31", "2010")).rows == ()


# --- supervision: R26, R27, D15 --------------------------------------------------------------------


async def inspect(town: Town, day: str, *findings: dict[str, object]) -> object:
    return await town.keep(
        "inspection",
        target=town.upper,
        date=day,
        team=[town.wang],
        verdict="一般",
        findings=list(findings),
        requirements="补记笔记\n学习档案归档",
    )


async def test_a_notice_is_open_soon_due_overdue_extended_and_closed(town: Town) -> None:
    fields: dict[str, Any] = {
        "target": town.zhang,
        "issued_on": "2011-05-10",
        "requirements": ["补记笔记6000字"],
    }
    notice = await town.keep("rectification", deadline="2011-05-31", **fields)

    async def standing(on: str) -> tuple[str, str]:
        row = line(await town.view("supervision", on), "张伟民")
        return row.tone, row.cells[-1]

    assert await standing("2011-05-23") == ("pace", "open, 8 days left")
    assert await standing("2011-05-24") == ("soon", "due in 7 days")
    assert await standing("2011-05-31") == ("soon", "due in 0 days")
    assert await standing("2011-06-01") == ("overdue", "overdue 1 days")
    assert await standing("2012-02-01") == ("overdue", "overdue 246 days"), "still open a year later"
    notice.fields |= {"result": "延期", "extended_to": date(2011, 6, 30), "approver": town.wang.id}
    notice = await town.archive.save(notice)
    assert await standing("2011-06-01") == ("pace", "open, 29 days left, extended")
    notice.fields |= {"closed_on": date(2011, 7, 2), "reply": "已补记"}
    await town.archive.save(notice)
    assert await standing("2011-07-01") == ("overdue", "overdue 1 days, extended"), "not closed yet"
    assert await standing("2011-07-02") == ("failed", "closed 2 days late")
    assert said(await town.view("supervision", "2011-07-02"))[0][1].endswith(
        "0 closed in time, 1 late or undone"
    )


async def test_findings_that_came_up_before_are_told_and_a_notice_is_proposed(town: Town) -> None:
    short = {"text": "笔记仅4200字", "rule": "R22", "person": town.zhang.id}
    await inspect(town, "2010-09-06", short)
    await inspect(
        town, "2011-05-06", short | {"text": "笔记不足", "deadline": date(2011, 6, 1)}, {"text": "签到不全。"}
    )
    third = await inspect(town, "2011-09-06", {"text": " 签到不全"})
    view = await town.view("supervision", "2011-05-20")
    assert ("behind", "Findings: 2, of which 1 repeated") in said(view)
    again, once = line(view, "R22 笔记不足"), line(view, "签到不全。")
    assert again.tone == "failed"
    assert cell(view, again, "state") == "no notice yet, found 2 times"
    assert once.tone == "behind"
    assert again.proposal is not None
    assert again.proposal.kind == "rectification"
    assert again.proposal.fields == {
        "inspection": again.ids[0],
        "target": town.zhang.id,
        "issued_on": date(2011, 5, 20),
        "problems": "笔记不足",
        "requirements": ["补记笔记", "学习档案归档"],
        "deadline": date(2011, 6, 1),
        "responsible": town.zhang.id,
    }
    later = await town.view("supervision", "2011-12-01")
    assert cell(later, line(later, "签到不全"), "state") == "no notice yet, found 2 times"
    draft = await town.keep(
        "rectification", "draft", target=town.upper, issued_on="2011-09-10", inspection=third
    )
    row = line(await town.view("supervision", "2011-12-01"), "签到不全")
    assert row.proposal is None
    assert draft.id in row.ids
    assert "notice drafted" in row.cells[-1]


async def test_units_without_an_inspection_this_year_are_listed(town: Town) -> None:
    await inspect(town, "2010-09-06")
    await inspect(town, "2011-09-06", {"text": "笔记不足", "person": town.zhang.id})
    await town.keep("inspection", target=town.li, date="2011-09-07", team=[town.wang], verdict="好")
    view = await town.view("supervision", "2011-10-01")
    assert ("behind", "Inspected 1 of 2 units; 2 people sampled") in said(view)
    row = line(view, "柳树湾村党支部")
    assert (row.tone, row.cells[1], row.ids) == ("behind", "never inspected", (town.willow.id,))
    before = line(await town.view("supervision", "2011-09-01"), "上营村党支部")
    assert before.cells[1] == "last inspected on 2010-09-06"
    assert line(await town.view("supervision", "2012-01-01", "2011"), "柳树湾村党支部").tone == "failed"


# --- models, publicity, communication ---------------------------------------------------------------


async def test_models_count_once_they_are_publicised(town: Town) -> None:
    model: dict[str, Any] = {"practice": "一日一学", "summarised_on": "2011-03-01"}
    await town.keep("typical_model", subject=town.li, title="早学", publicised_on="2011-06-01", **model)
    await town.keep("typical_model", subject=town.zhang, title="勤记", **model)
    await town.keep("typical_model", "submitted", subject=town.zhao, title="多走")
    view = await town.view("models", "2011-05-31")
    assert said(view) == [("behind", "0 of 2 models summed up and publicised")]
    view = await town.view("models", "2011-06-01")
    assert said(view) == [("behind", "1 of 2 models summed up and publicised")]
    assert [(row.cells[0], row.tone) for row in view.rows] == [
        ("张伟民", "behind"),
        ("赵永刚", "waiting"),
        ("李秀兰", "met"),
    ]


async def test_publicity_is_counted_by_unit_and_form(town: Town) -> None:
    for form, day, status in (
        ("横幅", "2011-03-01", "verified"),
        ("横幅", "2011-03-02", "verified"),
        ("广播", "2011-03-03", "submitted"),
        ("广播", "2010-03-03", "verified"),
    ):
        await town.keep("publicity", status, form=form, date=day, unit=town.upper, content="创建宣传")
    view = await town.view("publicity", "2011-12-31")
    row = line(view, "上营村党支部")
    assert (cell(view, row, "横幅"), cell(view, row, "广播"), cell(view, row, "total")) == ("2", "", "2")
    assert cell(view, row, "waiting") == "1"
    assert len(row.ids) == 3
    assert line(view, "柳树湾村党支部").tone == "behind"
    assert said(view)[0][1] == "2 publicity actions; 1 units without any"


async def test_open_matters_stand_first_and_leaders_without_talks_are_seen(town: Town) -> None:
    talk: dict[str, Any] = {"leader": town.wang, "counterpart": town.zhang, "matters": "村道维修"}
    await town.keep("talk", date="2011-03-01", **talk)
    await town.keep("talk", date="2011-04-01", follow_up="已报计划", **talk)
    group: dict[str, Any] = {"channel": "QQ群", "date": "2011-05-01"}
    await town.keep("communication", topic="农家书屋开放时间", open=True, **group)
    await town.keep("communication", topic="党章问答", open=False, **group)
    view = await town.view("communication", "2011-12-31")
    assert said(view)[:2] == [
        ("behind", "2 matters still open"),
        ("plain", "1 of 1 leading cadres held talks"),
    ]
    matters = [row for row in view.rows if cell(view, row, "state") == "open"]
    assert [row.cells[1] for row in matters] == ["农家书屋开放时间", "王德明 张伟民: 村道维修"]
    channel = next(row for row in view.rows if row.cells[:2] == ("QQ group", ""))
    assert (channel.cells[3], channel.cells[5]) == ("2", "1 open")
    assert line(view, "王德明").cells[2:4] == ("2011-04-01", "2")
