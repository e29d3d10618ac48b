"""Minutes of evaluation meetings: which issue they are, whose tally they print, who was there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pdfplumber
import pytest

from records.errors import Refused, UsageFault
from records.record import Record
from records.values import Value
from templates.contexts import minutes
from templates.documents import SHIPPED, make_document
from templates.render import load
from tests.templates.papers.test_documents import text_of
from tests.templates.test_layout import ink
from tests.templates.township import Township

MM = 25.4 / 72


async def meet(town: Township, on: date, status: str = "verified", **more: Value) -> Record:
    fields: dict[str, Value] = {
        "title": f"{on.year}年度民主评议会议",
        "category": "民主评议",
        "audience": "本支部",
        "held_on": on,
        "unit": town.branch.id,
        "host": town.zhang.id,
        "recorder": town.li.id,
        "expected": 12,
        "present": 11,
        "agenda": ["1.通报学习情况", "2.投票测评"],
    }
    return await town.add("evaluation_minutes", status, **(fields | more))


async def vote(town: Township, year: int, status: str = "verified", **more: Value) -> Record:
    counts: dict[str, Value] = {"excellent": 7, "qualified": 3, "basic": 0, "unqualified": 0, "abstain": 1}
    fields: dict[str, Value] = {
        "unit": town.branch.id,
        "year": year,
        "issued": 12,
        "returned": 11,
        "valid": 11,
    }
    line: dict[str, Value] = {"person": town.zhang.id, **counts, "result": "优秀"}
    return await town.add("democratic_evaluation", status, **(fields | {"lines": [line]} | more))


async def test_minutes_print_their_meeting_and_the_tally_that_names_it(township: Township) -> None:
    town = township
    await meet(town, date(2011, 3, 1))
    voided = await meet(town, date(2011, 4, 1))
    await town.archive.void(voided.id, "重复登记")
    record = await meet(
        town,
        date(2011, 6, 28),
        title="柳树湾村第一党支部2011年度民主评议会议纪要",
        time="9:00—11:30",
        place="村委会",
        statements=[{"speaker": "王德明", "gist": "学得扎实。\n用得也好。"}],
        gaps=["笔记不够及时"],
        resolutions=[{"text": "补齐笔记", "owner": "李秀兰", "due": date(2011, 7, 31)}],
        attendees=[town.zhang.id],
        absentees=[{"person": town.li.id, "reason": "因病"}],
        observers=["陈建国（县委学习办）"],
    )
    await vote(town, 2011, meeting=record.id)
    made = await make_document(town.archive, "minutes", {"no": record.no}, "zh")
    text = text_of(made.files[0][1])
    assert made.files[0][0] == "柳树湾村第一党支部评议会议纪要第2期.docx", "a void meeting is no issue"
    assert "2011年6月28日，柳树湾村第一党支部召开2011年度民主评议会议。" in text
    assert "时间：2011年6月28日 9:00—11:30" in text
    assert "应到：12人\u3000\u3000实到：11人" in text
    assert "1.通报学习情况\n2.投票测评" in text, "numbered once"
    assert "王德明：学得扎实。\n用得也好。" in text
    assert "发出测评票12张，收回11张，其中有效票11张" in text
    assert "张\u3000伟\n7\n3\n0\n0\n1\n优秀" in text
    assert "补齐笔记\n李秀兰\n2011年7月31日" in text
    assert "出席：张伟\n请假：李秀兰（因病）\n列席：陈建国（县委学习办）" in text
    (warning,) = made.warnings
    assert "11" in warning, "one is listed as present, eleven are said to have been"
    english = text_of((await make_document(town.archive, "minutes", {"no": record.no}, "en")).files[0][1])
    assert "Democratic Evaluation Meeting" in english
    assert "7\n3\n0\n0\n1\nExcellent" in english
    given = await make_document(town.archive, "minutes", {"no": record.no, "issue": 9}, "zh")
    assert "第9期" in text_of(given.files[0][1])


async def test_a_tally_that_names_no_meeting_goes_by_unit_and_year(township: Township) -> None:
    town = township
    record = await meet(town, date(2011, 6, 28), "submitted")
    other = await meet(town, date(2012, 6, 28))
    talk = await meet(town, date(2011, 9, 1), title="座谈会", category="座谈会")
    await vote(town, 2011, "draft")
    await vote(town, 2011, meeting=other.id)
    made = await make_document(town.archive, "minutes", {"no": record.no}, "zh")
    assert text_of(made.files[0][1]).count("张\u3000伟") == 1
    assert len(made.warnings) == 2, "neither the minutes nor the tally are verified"
    spoken = text_of((await make_document(town.archive, "minutes", {"no": talk.no}, "zh")).files[0][1])
    assert "三、测评结果\n无。" in spoken, "a discussion has no ballot"


async def test_minutes_of_an_old_file_print_its_text(township: Township) -> None:
    record = await meet(township, date(2011, 6, 28), "draft", agenda=[], text="（一）概况\n会议认真评议。")
    text = text_of((await make_document(township.archive, "minutes", {"no": record.no}, "zh")).files[0][1])
    assert "（一）概况\n会议认真评议。" in text
    assert "一、会议议程" not in text
    assert "出席：11人\n请假：无\n列席：无" in text


async def test_void_minutes_and_unknown_ones_are_refused(township: Township) -> None:
    record = await meet(township, date(2011, 6, 28))
    await township.archive.void(record.id, "重复登记")
    with pytest.raises(Refused):
        await make_document(township.archive, "minutes", {"no": record.no}, "zh")
    with pytest.raises(UsageFault):
        await make_document(township.archive, "minutes", {"no": "PY-2011-9999"}, "zh")


def test_the_head_is_where_the_standard_wants_it(to_pdf: Callable[[bytes], Path]) -> None:
    pdf = to_pdf(load(SHIPPED / "zh/minutes.docx").render(minutes.example("zh")))
    assert ink(pdf, 1)[0][0] == pytest.approx(72, abs=1), "35 mm below the top of the text area"
    with pdfplumber.open(pdf) as file:
        page = file.pages[0]
        red = [each for each in page.lines + page.rects if each["width"] * MM > 150]
        lines = {line["text"].replace(" ", ""): line for line in page.extract_text_lines()}
        last = {line["text"].replace(" ", ""): line for line in file.pages[-1].extract_text_lines()}
    assert red[0]["width"] * MM == pytest.approx(156, abs=1)
    mark = lines["中共青杨河乡委员会评议会议纪要"]
    assert (mark["x0"] + mark["x1"]) / 2 * MM == pytest.approx(28 + 78, abs=1)
    assert mark["x1"] - mark["x0"] < 156 / MM
    issued = lines["中共青杨河乡委员会2011年6月28日"]
    assert issued["x1"] * MM == pytest.approx(184 - 5.6, abs=1), "one character from the right edge"
    assert red[0]["top"] > issued["bottom"]
    present, leave = last["出席：赵永刚、张伟民"], last["请假：刘桂英（因病）"]
    assert present["x0"] * MM == pytest.approx(28 + 11.2, abs=1), "two characters in"
    assert leave["top"] > present["bottom"] - 3
