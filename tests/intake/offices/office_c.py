"""A sub-district's archive, laid out in other ways than one line a record, with what it holds beside it.

Communities, firms and a station instead of villages; a file or a sheet a branch; attendance in marks under
days; quarters and halves side by side; figures in 万; results in two blocks; a visitor named above the table;
papers in folders named after people. Everything is invented.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import docx
import openpyxl
import xlwt

from records.people.id_number import check_digit

FIRST, SECOND, STAFF, FIRM = (
    "柳荫社区第一党支部",
    "柳荫社区第二党支部",
    "街道机关党支部",
    "安居物业公司党支部",
)
COMMITTEE = "中共柳荫街道工作委员会"
#: Unit, name, gender, birth, joined, regularised.
PEOPLE = (
    (FIRST, "程立新", "男", "19580411", "1982-07-01", "1983-07-01"),
    (FIRST, "卢凤英", "女", "19621203", "1985-06-01", "1986-06-01"),
    (FIRST, "赵敏", "女", "19750930", "1999-07-01", "2000-07-01"),
    (SECOND, "邱海", "男", "19700215", "1995-07-01", "1996-07-01"),
    (SECOND, "赵敏", "女", "19880222", "2010-12-20", ""),
    (STAFF, "方志明", "男", "19680807", "1990-12-01", "1991-12-01"),
    (STAFF, "唐婷", "女", "19830119", "2004-05-01", "2005-05-01"),
    (FIRM, "简大伟", "男", "19790917", "2003-06-01", "2004-06-01"),
)
#: Unit, day, title and who was how: what the book of marks holds.
MEETINGS = {
    (FIRST, "2011-03-05", "两会精神"): {"程立新": "到", "卢凤英": "到", "赵敏": "到"},
    (FIRST, "2011-03-19", "廉政党课"): {"程立新": "到", "卢凤英": "请假", "赵敏": "请假"},
    (SECOND, "2011-03-05", "集中学习"): {"邱海": "到", "赵敏": "迟到"},
    (SECOND, "2011-03-19", "集中学习"): {"邱海": "缺席", "赵敏": "到"},
    (STAFF, "2011-04-11", "传达会议精神"): {"唐婷": "到", "方志明": "请假"},
}
#: Person and unit, first day of the period: sessions, note words.
REGISTERS = {
    ("程立新", FIRST, "2011-01-01"): (12, 6200),
    ("程立新", FIRST, "2011-07-01"): (11, 21_000),
    ("赵敏", FIRST, "2011-01-01"): (10, 12_000),
    ("赵敏", FIRST, "2011-07-01"): (9, 8500),
    ("赵敏", SECOND, "2011-01-01"): (4, 10_500),
}
MARKS = {"程立新": 92, "邱海": 88, "唐婷": 95, "简大伟": 61}
VISITS = {("唐婷", "孙大妈", "2011-03-08", True), ("唐婷", "钱老伯", "2011-04-09", None)}
MONEY = {
    ("2011-01-10", "预算", "20000.00"),
    ("2011-03-02", "支出", "3560.50"),
    ("2011-03-05", "支出", "600.00"),
}
#: Kind, author and unit, first day.
PAPERS = {
    ("experience_article", "程立新", FIRST, "2011-04-18"),
    ("reading_note", "赵敏", SECOND, "2011-09-03"),
    ("experience_article", "简大伟", FIRM, "2011-08-05"),
}


def id_no(number: int) -> str:
    _, _, gender, born, _, _ = PEOPLE[number]
    head = f"999999{born}{number:02d}{1 if gender == '男' else 2}"
    return head + check_digit(head)


def build(root: Path) -> Path:
    """Write the archive below ``root`` and return its folder."""
    folder = root / "党建资料"
    for name in (
        "组织",
        "台账",
        "走访",
        "文章/2011/柳荫一支部/程立新",
        "文章/2011/柳荫二支部/赵敏",
        "文章/物业",
    ):
        (folder / name).mkdir(parents=True)
    _rosters(folder / "组织")
    _marks(folder / "台账" / "2011年考勤.xlsx")
    _signed(folder / "台账" / "签到.xlsx")
    _registers(folder / "台账")
    _exam(folder / "台账" / "知识测试.xlsx")
    _money(folder / "台账" / "经费账.xlsx")
    _visits(folder / "走访" / "唐婷.csv")
    _papers(folder / "文章")
    return folder


def _xlsx(path: Path, sheets: dict[str, list[list[object]]], merges: Sequence[str] = ()) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
        for merge in merges:
            page.merge_cells(merge)
    book.save(path)


def _csv(path: Path, rows: list[list[object]], encoding: str, delimiter: str = ",") -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def _rosters(folder: Path) -> None:
    """A sheet a branch with ages; a file a branch, its name the only hint; a .csv that lost its merges."""
    heads: list[object] = ["编号", "姓名", "性别", "年龄", "最高学历", "公民身份证号码", "进入党组织时间"]
    heads += ["成为正式党员日期", "手机号", "家庭住址"]
    sheet: list[list[object]] = [["党员信息表"], [f"填表单位：{FIRST}        填表日期：2011年12月"], heads]
    for number, (unit, name, gender, born, joined, regular) in enumerate(PEOPLE):
        if unit == FIRST:
            sheet.append(
                [
                    number,
                    name,
                    gender,
                    2011 - int(born[:4]),
                    "高中",
                    id_no(number),
                    joined,
                    regular,
                    1005551,
                    "3号",
                ]
            )
    _xlsx(folder / "信息表.xlsx", {"一支部": sheet}, ["A1:J1", "A2:J2"])
    book = xlwt.Workbook()
    page = book.add_sheet("Sheet1")
    for column, heading in enumerate(("姓 名", "性 别", "身份证号", "何时入党", "何时转正")):
        page.write(0, column, heading)
    for row, number in enumerate((3, 4), 1):
        _, name, gender, _, joined, regular = PEOPLE[number]
        for column, value in enumerate((name, gender, id_no(number), joined.replace("-", "."), regular)):
            page.write(row, column, value)
    book.save(str(folder / f"{SECOND}.xls"))
    rows: list[list[object]] = [
        [f"{COMMITTEE}直属党员名册"],
        ["支部名称", "党员姓名", "性别", "身份证件号", "入党", "转正"],
    ]
    above = ""
    for number in (5, 6, 7):
        unit, name, gender, _, joined, regular = PEOPLE[number]
        rows.append(["" if unit == above else unit, name, gender, id_no(number), joined, regular])
        above = unit
    _csv(folder / "直属.csv", rows, "utf-16", "\t")


def _marks(path: Path) -> None:
    first: list[list[object]] = [[f"{FIRST}2011年集中学习考勤表"], ["姓名", "3月5日", "3月19日"]]
    first += [
        ["内容", "两会精神", "廉政党课"],
        ["程立新", "√", "√"],
        ["卢凤英", "√", "○"],
        ["赵敏", "√", "事假"],
    ]
    first += [["注：√到会  ○请假  △迟到"]]
    second: list[list[object]] = [["柳荫社区党员签到"], ["支部", "姓名", date(2011, 3, 5), date(2011, 3, 19)]]
    second += [["第二支部", "邱海", "到", "缺"], ["第二支部", "赵敏", "△", "到"]]
    _xlsx(path, {"一支部": first, "二支部": second})


def _signed(path: Path) -> None:
    rows: list[list[object]] = [["街道机关党支部会议签到表"], ["会议名称：传达会议精神"]]
    rows += [["时间：2011年4月11日    地点：会议室"], ["序号", "姓名", "单位", "签名"]]
    rows += [[1, "唐婷", "机关", "唐婷"], ["缺席：方志明（公差）"]]
    _xlsx(path, {"4.11": rows})


def _registers(folder: Path) -> None:
    rows: list[list[object]] = [["2011年学习登记"], ["姓名", "一季度", None, "二季度", None, "下半年", None]]
    rows += [[None, "次数", "笔记(字)", "次数", "笔记(字)", "次数", "笔记(字)"]]
    rows += [["程立新", 6, 3000, 6, 3200, 11, "2.1万"], ["赵敏", 5, "约5000", 5, "0.7万", 9, 8500]]
    merges = ["A2:A3", "B2:C2", "D2:E2", "F2:G2"]
    _xlsx(folder / "学习登记（柳荫一支部）.xlsx", {"Sheet1": rows}, merges)
    half: list[list[object]] = [["2011年上半年党员学习统计"], ["单位:柳荫社区二支部"]]
    half += [
        ["党员姓名", "参加次数", "学习时间(小时)", "笔记(万字)"],
        ["赵敏", 4, 8, 1.05],
        ["合计：1人", 4, 8, 1.05],
    ]
    _xlsx(folder / "学习统计.xlsx", {"Sheet1": half})


def _exam(path: Path) -> None:
    rows: list[list[object]] = [
        ["柳荫街道理论测试成绩"],
        ["测试时间：2011年9月9日"],
        ["姓名", "成绩", "姓名", "成绩"],
    ]
    rows += [["程立新", 92, "唐婷", 95], ["邱海", 88, "简大伟", 61]]
    _xlsx(path, {"Sheet1": rows})


def _money(path: Path) -> None:
    rows: list[list[object]] = [["2011年学习活动经费账"], ["月", "日", "摘要", "收入(万元)", "支出", "余额"]]
    rows += [[1, 10, "财政拨款", 2, None, 20_000], [3, 2, "购书", None, "3，560.5", 16_439.5]]
    rows += [[None, 5, "租车", None, "陆佰元整", 15_839.5], [None, None, "合计", 2, 4160.5, None]]
    _xlsx(path, {"Sheet1": rows})


def _visits(path: Path) -> None:
    rows: list[list[object]] = [["2011年入户走访登记"], ["走访人：唐婷     单位：街道机关"]]
    rows += [["入户日期", "走访对象", "家庭住址", "群众诉求", "办理结果"]]
    rows += [
        ["3月8日", "孙大妈", "柳荫社区一组", "低保", "已办结"],
        ["4月9日", "钱老伯", "柳荫社区二组", "漏水", ""],
    ]
    _csv(path, rows, "gb18030")


def _papers(folder: Path) -> None:
    body = "学到的要用在每天的事情里。" * 20
    _paper(
        folder / "2011/柳荫一支部/程立新/1.docx",
        "做好服务的体会",
        "文/程立新",
        body,
        "（写于二〇一一年四月十八日）",
    )
    _paper(folder / "2011/柳荫二支部/赵敏/笔记.docx", "学习笔记", body, "2011年9月3日")
    _paper(folder / "物业/20110805简大伟.docx", "从一次停电说起", body)


def _paper(path: Path, *lines: str) -> None:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
