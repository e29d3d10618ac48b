"""Books that branches keep by themselves: a sheet a branch, heads of two rows, those who came named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.papers.paper_rule import papers_of
from records.record import Record
from records.search.query import Query

BRANCHES = {
    "一支部": ("清河村第一党支部", ("赵一鸣", "钱二虎", "孙三娃")),
    "机关": ("镇机关党支部", ("吴六奇", "郑七郎")),
}
#: Nothing in its title says that it holds minutes: the labels do.
BOOK = """\
清河村第一党支部活动本
时间：2012年5月10日
地点：村部
类型：党员大会
主持人：赵一鸣
记录人：钱二虎
参加人：赵一鸣、钱二虎、孙三娃
议题：学习中央一号文件
时间：2012年6月28日
地点：村部
类型：党课
主持人：钱二虎
主讲人：赵一鸣
记录人：孙三娃
参加人：赵一鸣、钱二虎、孙三娃
课题：党员要带头
"""
#: What the meetings of that book are called: all that its own title says is whose book it is.
SUBJECTS = ("学习中央一号文件", "党员要带头")


def roster(path: Path) -> None:
    book = openpyxl.Workbook()
    for number, (sheet, (unit, names)) in enumerate(BRANCHES.items()):
        page = book.create_sheet(sheet, number)
        page.append([f"{unit}党员名册"])
        page.append(["姓名", "基本信息", "", "入党时间"])
        page.append(["", "性别", "出生年月", ""])
        for area in ("A1:D1", "B2:C2", "A2:A3", "D2:D3"):
            page.merge_cells(area)
        for index, name in enumerate(names, 1):
            page.append([name, "男", f"197{index}年5月", "1999.7.1"])
        page.append(["合计", len(names)])
    book.save(path)


def sessions(path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["2012年度集中学习登记"])
    page.append(["单位：清河村第一党支部"])
    page.append(["序号", "时间", "主持人", "学习内容", "参加人员", "缺席人员"])
    page.append([1, "1.6", "赵一鸣", "春耕", "赵一鸣、钱二虎", "孙三娃（生病）"])
    page.append([2, "2月3日", "赵一鸣", "政策", "赵一鸣", ""])
    page.append([3, "三月", "赵一鸣", "时事", "全体", ""])
    page.append([4, "4月5日", "赵一鸣", "党章", "全体", ""])
    book.save(path)


async def test_a_branch_s_own_books_come_in(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "books"
    folder.mkdir()
    roster(folder / "党员名册.xlsx")
    sessions(folder / "2012年学习登记.xlsx")
    (folder / "清河村第一党支部本子.txt").write_text(BOOK, "utf-8")
    report = await run_import(archive, folder, apply=True)
    assert report.counts == {
        "unit": {"import_flagged": 2},
        "person": {"import": 5},
        # 三月 tells no day: that meeting comes in without one, flagged.
        "session": {"import": 5, "import_flagged": 1},
    }
    people: dict[Any, Record] = {record.id: record async for record in archive.each(Query(kind="person"))}
    units = await archive.names({record.unit for record in people.values() if record.unit})
    homes = {str(record.fields["name"]): units[record.unit] for record in people.values() if record.unit}
    assert homes == {name: unit for unit, names in BRANCHES.values() for name in names}
    found = {}
    async for record in archive.each(Query(kind="session")):
        if record.title in SUBJECTS:
            continue
        rows = record.fields["attendance"]
        assert isinstance(rows, list)
        found[record.title] = {
            str(people[row["person"]].fields["name"]): row["state"] for row in rows if isinstance(row, dict)
        }
        assert people[record.fields["host"]].fields["name"] == "赵一鸣"
    assert found == {
        "春耕": {"赵一鸣": "到", "钱二虎": "到", "孙三娃": "请假"},
        "政策": {"赵一鸣": "到", "钱二虎": "缺席", "孙三娃": "缺席"},
        "时事": {"赵一鸣": "到", "钱二虎": "到", "孙三娃": "到"},
        "党章": {"赵一鸣": "到", "钱二虎": "到", "孙三娃": "到"},
    }
    # Each of a book's meetings stands on the page of papers, with its day.
    papers = [(each.part, each.kind, each.when) for each in papers_of(report)]
    assert papers == [(1, "session", "2012-05-10"), (2, "session", "2012-06-28")]
    of_book = [each.fields["title"] for each in report.items if each.place.file.endswith(".txt")]
    assert tuple(of_book) == SUBJECTS
    taught = next(each for each in report.items if str(each.fields.get("start")).startswith("2012-06-28"))
    assert (taught.fields["category"], taught.fields["lecturer"]) == ("党课", "赵一鸣")
    assert taught.fields["topics"] == ["党员要带头"]
