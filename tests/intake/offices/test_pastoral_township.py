"""What the archive of a pastoral township showed: names with dots, cards, heads with measures, work teams."""

from __future__ import annotations

from pathlib import Path

import docx
from bson.objectid import ObjectId

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.files.reading import Cell, Row
from records.intake.matching import PersonBook
from records.intake.tables.recognition.headings import continues, flattened
from records.intake.unit_book import UnitBook
from records.record import Record

TEAM = "县畜牧局驻柳树湾牧业村工作队临时党支部"
ROSTER = f"""党员姓名\t性别\t出生年月\t入党时间\t转正时间\t所在支部
阿依古丽·买买提\t女\t1978.5\t2002.7\t2003.7\t上营村党支部
巴合提·加尔肯\t男\t1979.8\t2005.7\t2006.7\t上营村党支部
赵永刚\t男\t1975.9\t2000.7\t2001.7\t{TEAM}
记录总数：3
"""
VISITS = """走访队员\t入户日期\t户主\t所在小组\t反映诉求\t落实情况\t是否办结
赵永刚\t2012-03-12\t别尔德汗·卡德尔\t一组\t想办贷款\t正在与信用社联系\t否
赵永刚\t2012-03-13\t孙有福\t一组\t草场围栏损坏\t正在办理\t否
阿依古丽\t2012-03-14\t周桂香\t二组\t缺饲草\t联系饲草料\t是
"""
AWARDS = """证书编号,所得光荣,表彰对象,所在支部
青证〔2012〕02,学习型党员,阿依古丽.买买提,上营村党支部
青证〔2012〕03,学习型党员,巴合提江·加尔肯,上营村党支部
"""
TUTORIALS = """农民政策辅导课登记
辅导日期,辅导人,辅导地点,性质,参加人数
2012-02-07,赵永刚,上营村,市场信息,29
2012-02-09,赵永刚,上营村,,31
"""
MEETING = """上营村党支部民情座谈会记录
时间：2012年4月11日
主持人：阿依古丽·买买提
记录人：巴合提·加尔肯
出席：阿依古丽·买买提、巴合提·加尔肯
会议内容：研究牧民夜校。
"""
NOTES = """读书笔记
姓名：巴合提·加尔肯
时间：2012年5月

《森林防火条例》摘抄：森林防火工作实行预防为主、积极消灭的方针。巡护日志要天天记。
"""


def _row(number: int, *texts: str | None) -> Row:
    return Row(number, tuple(Cell(text, text or "") for text in texts))


def test_measures_below_single_headings_belong_to_the_heads() -> None:
    heads = _row(3, "姓名", "参加集中学习", None, "笔记字数", "撰写心得", "测试得分")
    below = _row(4, None, "次数", "学时", "(字)", "(篇)", None)
    assert continues(heads, below)
    assert flattened([heads, below]) == (
        "姓名",
        "参加集中学习/次数",
        "参加集中学习/学时",
        "笔记字数(字)",
        "撰写心得(篇)",
        "测试得分",
    )


def test_names_with_a_dot_are_offered_by_their_first_part_and_by_one_letter_more() -> None:
    book = PersonBook(UnitBook())
    for name in ("沙吾列·木拉提", "古丽娜·叶尔江", "沙吾列汗·木拉提"):
        book.add(Record(ObjectId(), "person", {"name": name}))
    for name, wanted in (
        ("沙吾列", ["沙吾列·木拉提"]),
        ("古丽娜尔·叶尔江", ["古丽娜·叶尔江"]),
        ("古丽娜叶尔江", ["古丽娜·叶尔江"]),
        ("古丽", []),
    ):
        assert [each.name for each in book.find(name).candidates] == wanted


def _cards(path: Path) -> None:
    paper = docx.Document()
    paper.add_paragraph("非党员干部情况卡")
    for name, gender in (("李秀兰", "女"), ("别克·赛力克", "男")):
        table = paper.add_table(rows=0, cols=2)
        for label, value in (
            ("姓    名", name),
            ("性    别", gender),
            ("出生年月", "1987年9月"),
            ("政治面貌", "群众"),
            ("所在支部", "上营村党支部"),
        ):
            cells = table.add_row().cells
            cells[0].text, cells[1].text = label, value
        paper.add_paragraph("")
    paper.save(str(path))


async def test_what_the_township_keeps_comes_in_or_is_told(archive: Archive, tmp_path: Path) -> None:
    """A footer is nobody, cards are people, a column that nothing takes casts doubt, teams have a village."""
    (tmp_path / "心得体会").mkdir()
    for name, text in (
        ("党员导出.txt", ROSTER),
        ("工作队入户登记.txt", VISITS),
        ("年度表彰.csv", AWARDS),
        ("座谈会.txt", MEETING),
        ("政策辅导.csv", TUTORIALS),
        ("心得体会/巴合提·加尔肯读书笔记2012年5月.txt", NOTES),
    ):
        (tmp_path / name).write_text(text, "utf-8")
    _cards(tmp_path / "情况卡.docx")
    report = await run_import(archive, tmp_path)
    items = list(report.every_item())
    people = [item.fields["name"] for item in items if item.kind == "person"]
    assert sorted(people) == sorted(["阿依古丽·买买提", "巴合提·加尔肯", "赵永刚", "李秀兰", "别克·赛力克"])
    visits = sorted(
        (item for item in items if item.kind == "household_visit"), key=lambda it: it.place.row or 0
    )
    assert [item.fields.get("village") for item in visits[:2]] == ["柳树湾牧业村"] * 2
    assert all("village_from_team" in item.flags for item in visits[:2])
    assert [item.fields.get("help") for item in visits[:2]] == ["正在与信用社联系", None]
    assert [(q.code, q.candidates[0].label[:8]) for q in visits[2].questions] == [
        ("unknown_person_similar_name", "阿依古丽·买买提")
    ]
    awards = [item for item in items if item.kind == "award"]
    assert awards[0].outcome == "import_flagged" and "columns_unread" in awards[0].flags
    assert awards[1].why == "unknown_person_similar_name"
    (session,) = [item for item in items if item.kind in ("session", "evaluation_minutes")]
    assert session.fields["category"] == "座谈会"
    assert [item.outcome for item in items if item.kind == "reading_note"] == ["import"]
    tutorials = [item for item in items if item.kind == "farmer_tutorial"]
    # What a row says goes before what the title of its table says.
    assert [item.fields.get("theme") for item in tutorials] == ["市场信息", "政策"]
    assert "columns_unread:theme" in tutorials[0].flags
