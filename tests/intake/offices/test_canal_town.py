"""What the archive of a canal town showed: the committee's minutes, judging in prose, where reports went."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.build.paper.report_place import fieldwork_of
from records.intake.outcome import Item
from records.intake.report import ImportReport
from records.intake.unit_book import UnitBook

ROSTER = """党员花名册
姓名,性别,出生年月,入党时间,转正时间,所在支部
张伟民,男,1968.2,1990.7,1991.7,镇机关党支部
李秀兰,女,1971.5,1995.7,1996.7,镇机关党支部
王德明,男,1974.1,1998.7,1999.7,镇机关党支部
赵永刚,男,1980.3,2004.7,2005.7,柳湾纺织公司党支部
孙玉梅,女,1984.9,2008.7,2009.7,上营社区党支部
陈晓燕,女,1982.9,2006.7,2007.7,东桥社区党支部
"""
GROUP = """柳湾镇党委中心组学习记录
（2012年二季度）
第一次学习
时间：2012年4月13日下午2:00—4:30
地点：镇政府会议室
主持：张伟民
记录：李秀兰
应到：5人　实到：5人
缺席：无
学习主题：学习水利工作文件
第二次学习
时间：2012年5月11日上午9:00—11:00
地点：镇政府会议室
主持：张伟民
记录：李秀兰
应到：5人　实到：4人
缺席：王德明（出差）
学习主题：学习劳模事迹
"""
JUDGED = """上营社区党支部民主评议党员会议记录
时间：2012年12月14日
地点：上营社区会议室
主持人：孙玉梅
记录人：孙玉梅
应到党员8人，实到8人
会议先学习了评议办法，随后各位党员逐一述学。
孙玉梅：一年读书三本，下居民楼道少了些。
地点：以后固定在会议室。
存在差距：外出党员参加学习少。
"""
REPORT = """老年党员学习情况的调查
2012年3月6日至9日，我们到上营社区、东桥社区走访了二十户老党员。
一、存在的问题
看书看报有困难。
二、几点建议
送学上门。
镇机关党支部　李秀兰
2012年3月20日
"""


async def brought(archive: Archive, folder: Path, **texts: str) -> tuple[ImportReport, dict[Any, str]]:
    folder = folder / "files"
    folder.mkdir()
    for name, text in {"花名册_csv": ROSTER, **texts}.items():
        (folder / name.replace("_", ".")).write_text(text, "utf-8")
    report = await run_import(archive, folder)
    names = {i.record_id: str(i.fields["name"]) for i in report.items if i.kind in ("person", "unit")}
    return report, names


def of_kind(report: ImportReport, kind: str) -> list[Item]:
    return [item for item in report.items if item.kind == kind]


async def test_minutes_of_the_central_group_are_the_committees(archive: Archive, tmp_path: Path) -> None:
    report, names = await brought(archive, tmp_path, 中心组学习_txt=GROUP)
    first, second = of_kind(report, "session")
    # 二季度 below the title is of the whole book: each meeting has the day behind its own 时间：.
    assert [each.fields.get("start") for each in (first, second)] == [
        datetime(2012, 4, 13, 14, 0),
        datetime(2012, 5, 11, 9, 0),
    ]
    # 第二次学习 is no name.
    assert [each.fields["title"] for each in (first, second)] == ["学习水利工作文件", "学习劳模事迹"]
    assert {names[each.fields["host_unit"]] for each in (first, second)} == {"中共柳湾镇委员会"}
    # Who else sits in the group nobody has said: the whole township was not there.
    assert "attendance" not in second.fields and second.remarks == "王德明（出差）"
    assert [question.code for question in report.general_questions] == ["central_group"]
    answers = tmp_path / "answers.yaml"
    answers.write_text("central_group: [张伟民, 王德明, 赵永刚, 孙玉梅, 陈晓燕]\n", "utf-8")
    again = await run_import(archive, tmp_path / "files", mapping=answers)
    last = of_kind(again, "session")[-1]
    people = {item.record_id: item.fields["name"] for item in again.items if item.kind == "person"}
    states = {people[row["person"]]: row["state"] for row in last.fields["attendance"]}
    assert states == {"王德明": "请假", "张伟民": "到", "赵永刚": "到", "孙玉梅": "到", "陈晓燕": "到"}


def test_works_of_its_name_and_its_offices_tell_of_a_township() -> None:
    book = UnitBook()
    book.create("镇机关党支部")
    assert not book.may_exist("柳湾镇党委")
    book.create("柳湾船厂党支部")
    assert book.may_exist("柳湾镇党委中心组") and not book.may_exist("上营镇党委")
    other = UnitBook()
    for name in ("石门村东片党支部", "石门村西片党支部"):
        other.create(name)
    assert not other.may_exist("石门镇党委")


async def test_who_said_what_is_read_without_a_heading(archive: Archive, tmp_path: Path) -> None:
    report, _ = await brought(archive, tmp_path, 民主评议_txt=JUDGED)
    (minutes,) = of_kind(report, "evaluation_minutes")
    # 地点 is a label wherever it stands: only known people speak.
    assert minutes.fields["statements"] == [{"speaker": "孙玉梅", "gist": "一年读书三本，下居民楼道少了些。"}]
    assert minutes.fields["gaps"] == ["外出党员参加学习少"]


async def test_a_report_tells_when_and_where_somebody_went(archive: Archive, tmp_path: Path) -> None:
    report, _ = await brought(archive, tmp_path, 调查报告_txt=REPORT)
    (paper,) = of_kind(report, "research_report")
    went = paper.fields["fieldwork"]
    assert (str(went.start), str(went.end)) == ("2012-03-06", "2012-03-09")
    assert paper.fields["place"] == "上营社区、东桥社区"


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("为摸清家底，2012年5月中旬，支部对全村鱼塘进行了调查。", ("2012-05-11", "2012-05-20")),
        ("2012年3月至4月，我们走访了三十户。", ("2012-03-01", "2012-04-30")),
        ("截至2012年3月底，全村有鱼塘三百亩，调查的有二十户。", None),
        ("2009年8月建成泵站。调查中群众反映电费高。", None),
        ("2012年3月5日走访一组，2012年3月9日走访二组。", None),
    ],
)
def test_days_of_fieldwork_stand_in_prose(line: str, days: tuple[str, str] | None) -> None:
    found = fieldwork_of([line], None)
    assert (None if found is None else (str(found.start), str(found.end))) == days


ARTICLES = """心得体会、调研文章登记表（2012年）
序号,作者,所在支部,文章题目,类别,字数,完成时间,刊登情况
1,张伟民,镇机关,学理论重在实际,心得体会,1850,2012.3.2,《某某日报》
2,李秀兰,镇机关,社区活动方式的调查,调研报告,3200,2012.4.5,未刊登
3,赵永刚,纺织公司,车间里的学习角,心得体会,1480,2012.5.8,未刊登
"""


async def test_a_column_says_which_paper_is_a_report(archive: Archive, tmp_path: Path) -> None:
    report, names = await brought(archive, tmp_path, 文章登记_csv=ARTICLES)
    articles, reports = of_kind(report, "experience_article"), of_kind(report, "research_report")
    assert [names[each.fields["authors"][0]] for each in articles] == ["张伟民", "赵永刚"]
    assert [each.fields["title"] for each in reports] == ["社区活动方式的调查"]
    assert str(reports[0].fields["finished_on"].start) == "2012-04-05"
    # 未刊登 is no place of publication, and nothing to look at.
    assert [each.fields.get("published") for each in articles] == ["《某某日报》", None]
    assert not any(flag.startswith("value_left_out") for each in articles for flag in each.flags)


def test_a_works_is_called_without_the_township_and_in_short() -> None:
    book = UnitBook()
    for name in ("柳湾纺织有限公司党支部", "柳湾船闸管理所党支部", "上营社区党支部", "柳湾自来水公司党支部"):
        book.create(name)
    found = {text: book.find(text).unit for text in ("纺织公司", "船闸所支部", "水管所", "公司", "航运公司")}
    assert {text: unit.name if unit else "" for text, unit in found.items()} == {
        "纺织公司": "柳湾纺织有限公司党支部",
        "船闸所支部": "柳湾船闸管理所党支部",
        "水管所": "",
        "公司": "",
        "航运公司": "",
    }
