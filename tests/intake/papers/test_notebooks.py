"""Notebooks typed off, a paper a month: of which time they are, how long, and who looked them through."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from records.archive import Archive
from records.record import Record
from records.values import PartialDate
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind, roster
from tests.intake.papers.test_meetings_and_plans import paper, told

ENTRIES = (
    *("3月7日 星期一", "读党章总纲，抄下三段。" * 4),
    *("3月14日 星期一", "学习中央一号文件，水利是重点。" * 4),
    *("3月25日 星期五", "读《农村实用法律》第二章。" * 4),
)


async def note(archive: Archive, folder: Path) -> tuple[Record, list[Record], list[str]]:
    report, records = await brought_in(archive, folder)
    (found,) = of_kind(records, "reading_note")
    flags = [flag for item in report.items if item.kind == "reading_note" for flag in item.flags]
    return found, records, flags


@pytest.mark.parametrize(
    ("line", "words", "basis"),
    [
        ("全月手写笔记3120字", 3120, "declared"),
        ("（手写本本月共2350字，录入时有删节）", 2350, "declared"),
        ("本月笔记字数：1860字", 1860, "declared"),
        ("本月累计笔记2，640字。", 2640, "declared"),
        ("合计 字数1200", 1200, "declared"),
        ("3月份笔记共约2000字", 2000, "estimated"),
        ("本月抄写笔记两千余字", None, "measured"),
        ("今天记了300字。", None, "measured"),
        ("又学一小时，抄写300字。", None, "measured"),
        ("全村共800人", None, "measured"),
    ],
)
async def test_a_notebook_says_in_many_words_how_long_it_is(
    archive: Archive, tmp_path: Path, line: str, words: int | None, basis: str
) -> None:
    roster(tmp_path)
    paper(
        tmp_path / "贾秀云.docx", "学习笔记", f"姓名：贾秀云    单位：{BRANCH}    2011年3月", *ENTRIES, line
    )
    found, _, _ = await note(archive, tmp_path)
    assert found.fields["count_basis"] == basis
    assert words is None or found.fields["words"] == words


async def test_the_length_of_all_goes_before_those_of_parts(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    sums = ("第三周笔记600字", "第四周笔记700字", "本月笔记合计2300字")
    paper(tmp_path / "贾秀云.docx", "学习笔记", f"姓名：贾秀云　单位：{BRANCH}　2011年3月", *ENTRIES, *sums)
    found, _, flags = await note(archive, tmp_path)
    assert found.fields["words"] == 2300
    assert not flags


@pytest.mark.parametrize(
    ("title", "folder", "period"),
    [
        ("学习笔记（2011年3月）", "", "2011-03"),
        ("2011年3月份学习笔记", "", "2011-03"),
        ("2011年一季度学习笔记", "", "2011-Q1"),
        ("学习笔记", "2011年3月", "2011-03"),
        ("学习笔记", "2011年", "2011-03"),
    ],
)
async def test_notes_are_of_the_time_over_them_not_of_their_first_day(
    archive: Archive, tmp_path: Path, title: str, folder: str, period: str
) -> None:
    roster(tmp_path)
    (tmp_path / folder).mkdir(exist_ok=True)
    paper(tmp_path / folder / "笔记.docx", title, "姓名：贾秀云", f"单位：{BRANCH}", *ENTRIES)
    found, _, _ = await note(archive, tmp_path)
    when = found.fields["period"]
    assert isinstance(when, PartialDate)
    first, last = when.start, when.end
    assert (first, last) == (date(2011, 1 if "Q1" in period else 3, 1), date(2011, 3, 31))
    # The day of the first entry is no line that signs the paper.
    assert str(found.fields["text"]).startswith("3月7日")


async def test_a_note_of_one_day_is_of_that_day(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    paper(tmp_path / "笔记.docx", "读书笔记", "贾秀云", "2011年3月7日", "读党章总纲，抄下三段。" * 4)
    found, _, _ = await note(archive, tmp_path)
    assert found.date is not None
    assert (found.date.start, found.date.end) == (date(2011, 3, 7), date(2011, 3, 7))


async def test_labels_parted_by_blanks_may_stand_over_the_title(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    head = ("姓名  贾秀云", f"支部  {BRANCH}", "月份  2011年9月", "学习笔记")
    paper(
        tmp_path / "贾.docx",
        *head,
        "9月3日 念了防火通知。",
        "9月16日 看远教，讲玉米晚收。" * 3,
        "合计 字数1200",
    )
    found, records, flags = await note(archive, tmp_path)
    assert told(found, "person", records) == "贾秀云"
    assert found.date is not None
    assert (found.date.start, found.date.end) == (date(2011, 9, 1), date(2011, 9, 30))
    assert found.fields["words"] == 1200
    assert not flags


@pytest.mark.parametrize(
    "line",
    [
        "检查人：丁有田    检查日期：2011年4月1日",
        "检查人：丁有田　2011年4月1日",
        "查阅人：丁有田（4月1日）",
        "审阅人：丁有田  时间：2011.4.1",
    ],
)
async def test_who_looked_the_notes_through_stands_at_their_foot(
    archive: Archive, tmp_path: Path, line: str
) -> None:
    roster(tmp_path)
    paper(
        tmp_path / "贾秀云.docx", "贾秀云同志学习笔记", f"单位：{BRANCH}", "时间：2011年3月", *ENTRIES, line
    )
    found, records, flags = await note(archive, tmp_path)
    assert told(found, "person", records) == "贾秀云"
    assert told(found, "checked_by", records) == "丁有田"
    assert found.fields["checked_on"] == date(2011, 4, 1)
    assert not flags


@pytest.mark.parametrize(
    ("counts", "words", "basis", "unsure"),
    [
        (("（记录350字）", "（记录420字）", "（约300字）"), 1070, "estimated", False),
        (("（350字）", "（420字）", "（300字）"), 1070, "declared", False),
        (("（350字）", "（420字）", ""), None, "measured", True),
    ],
)
async def test_entries_may_say_each_how_long_they_are(
    archive: Archive, tmp_path: Path, counts: tuple[str, ...], words: int | None, basis: str, unsure: bool
) -> None:
    roster(tmp_path)
    days = ("3月7日 读党章总纲。", "3月14日 学习一号文件。", "3月25日 读法律知识。")
    entries = [day + count for day, count in zip(days, counts, strict=True)]
    paper(tmp_path / "笔记.docx", "2011年3月学习笔记", "贾秀云", *entries)
    found, _, flags = await note(archive, tmp_path)
    assert found.fields["count_basis"] == basis
    assert words is None or found.fields["words"] == words
    assert ("value_unsure:words" in flags) is unsure


async def test_a_notebook_of_two_months_is_of_both_and_told(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    more = ("2011年4月", "4月6日 学习干部教育条例。" * 3, "4月20日 发展党员程序。" * 3)
    paper(tmp_path / "笔记.docx", "贾秀云学习笔记", "2011年3月", *ENTRIES, *more)
    found, records, flags = await note(archive, tmp_path)
    assert told(found, "person", records) == "贾秀云"
    when = found.fields["period"]
    assert isinstance(when, PartialDate)
    assert (when.start, when.end) == (date(2011, 3, 1), date(2011, 4, 30))
    assert flags == ["dates_differ"]


async def test_entries_after_december_are_of_the_next_year(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    (tmp_path / "2011年").mkdir()
    entries = ("12月20日 读党章总纲。", "12月30日 学习一号文件。", "1月5日 读法律知识。")
    paper(tmp_path / "2011年" / "笔记.docx", "学习笔记", "姓名：贾秀云", *entries)
    found, _, _ = await note(archive, tmp_path)
    when = found.fields["period"]
    assert isinstance(when, PartialDate)
    assert (when.start, when.end) == (date(2011, 12, 1), date(2012, 1, 31))


@pytest.mark.parametrize(
    "line", ["丁有田 已阅 2011.4.1", "已阅。丁有田　4月1日", "审阅：丁有田 2011年4月1日"]
)
async def test_who_has_seen_the_notes_may_sign_below_them(
    archive: Archive, tmp_path: Path, line: str
) -> None:
    roster(tmp_path)
    foot = ("笔记页数：14页   字数：约4500字", line)
    paper(tmp_path / "笔记.docx", "2011年3月学习笔记", "贾秀云", *ENTRIES, *foot)
    found, records, _ = await note(archive, tmp_path)
    assert told(found, "checked_by", records) == "丁有田"
    assert found.fields["checked_on"] == date(2011, 4, 1)
    assert [found.fields[name] for name in ("pages", "words", "count_basis")] == [14, 4500, "estimated"]
