"""A second office's archive, made file by file: other headings, orders, names, folders and faults.

What it holds is written down beside it (``PEOPLE``, ``EXPECTED``), so that a test can tell what must come
in. Everything is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import docx
import openpyxl
import xlwt

from records.people.id_number import check_digit


@dataclass(frozen=True)
class Member:
    name: str
    gender: str
    born: str
    unit: str
    status: str = "正式党员"
    note: str = ""

    @property
    def id_no(self) -> str:
        order = "013" if self.gender == "男" else "024"
        head = f"999999{self.born}{order}"
        return head + check_digit(head)


OFFICE, CLINIC, EAST, WEST = "镇机关党支部", "卫生院党支部", "石桥村第一党支部", "石桥村第二党支部"
PEOPLE = (
    Member("高远志", "男", "19700312", OFFICE),
    Member("林素芳", "女", "19750621", OFFICE),
    Member("何平", "男", "19810105", OFFICE),
    Member("陆文博", "男", "19831120", CLINIC),
    Member("苏婉", "女", "19880909", CLINIC, "预备党员"),
    Member("石大柱", "男", "19590214", EAST),
    Member("石小川", "男", "19921231", EAST),
    Member("何平", "男", "19660707", EAST),
    Member("马兰花", "女", "19551010", WEST, note="常年外出务工"),
    Member("马占山", "男", "19630818", WEST),
    Member("古丽·艾山", "女", "19900401", WEST),
)
STAFF = (("钱多海", "镇机关", "男", "1979.5"),)


def build(root: Path) -> Path:
    """Write the archive below ``root`` and return its folder."""
    folder = root / "移交材料"
    for name in ("一、人员", "二、台账", "三、文章/镇机关支部2012", "三、文章/石桥二支部"):
        (folder / name).mkdir(parents=True)
    _roster(folder / "一、人员" / "全镇党员信息表.xlsx")
    _staff(folder / "一、人员" / "聘用干部.xls")
    _sign_in(folder / "二、台账" / "学习会议签到.xls")
    _register(folder / "二、台账" / "2012年上半年学习情况统计表.xlsx")
    _visits(folder / "二、台账" / "入户走访登记.csv")
    _briefings(folder / "二、台账" / "简报报送登记.xlsx")
    _money(folder / "二、台账" / "经费收支台账.xlsx")
    _exam(folder / "二、台账" / "理论考试成绩册.xlsx")
    _papers(folder / "三、文章")
    return folder


def _save(path: Path, rows: list[list[object]], *, sheet: str = "Sheet1", merge: str | None = None) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    if merge:
        page.merge_cells(merge)
    book.save(path)


def _roster(path: Path) -> None:
    """Unit first, then the ID, then the name; no numbers, no group rows, the committee only in the title."""
    rows: list[list[object]] = [["中共青石镇委员会党员信息（2012年6月）"]]
    rows.append(
        [
            "所属党组织",
            "公民身份号码",
            "党员姓名",
            "族别",
            "性别",
            "出生日期",
            "党员类别",
            "入党日期",
            "学历",
            "手机",
            "说明",
        ]
    )
    for member in PEOPLE:
        born = f"{member.born[:4]}.{int(member.born[4:6])}.{int(member.born[6:])}"
        # Nobody joins as a child.
        joined = "1998年7月1日" if member.born < "1980" else "2010年7月1日"
        rows.append(
            [member.unit, member.id_no, member.name, "汉", member.gender, born, member.status, "2012.3.1"
             if member.status == "预备党员" else joined, "大专", "10012345678", member.note]
        )  # fmt: skip
    _save(path, rows, merge="A1:K1")


def _staff(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("聘用")
    for column, heading in enumerate(("职务", "姓名", "工作单位", "性别", "出生年月")):
        sheet.write(1, column, heading)
    sheet.write(0, 0, "非党员干部名单")
    for number, (name, unit, gender, born) in enumerate(STAFF, 2):
        for column, value in enumerate(("科员", name, unit, gender, born)):
            sheet.write(number, column, value)
    book.save(str(path))


def _sign_in(path: Path) -> None:
    """All units on one sheet, the unit in a column of its own, real dates and texts mixed, numbers last."""
    rows: list[tuple[object, ...]] = [
        ("机关支部", date(2012, 2, 6), "学习动员大会", "高远志", "何平(请假)", 4, 3),
        ("机关支部", "2012年2月13日", "周一例会：文件学习", "〃", "无", 4, 4),
        ("卫生院支部", "2012-2-20", "医德医风", "陆文博", "", 1, 1),
        ("卫生院支部", "2012-3-19", "防疫知识", "县疾控中心", "苏婉、陆文博", 2, 0),
        ("石桥村一支部", "2012.3.8", "春耕技术", "石大柱", "石小山", 3, 2),
        ("石桥二支部", "2012.3.9", "惠农政策", "马占山", "", 2, 2),
        ("石桥二支部", "2012.4.31", "植树造林", "马占山", "", 2, 2),
        ("石桥二支部", "2021.5.4", "青年节座谈", "马占山", "", 2, 2),
        ("电管站支部", "2012.5.9", "安全用电", "站长", "", 5, 5),
    ]
    book = xlwt.Workbook()
    sheet = book.add_sheet("2012")
    style = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for column, heading in enumerate(
        ("支部", "学习时间", "学习内容", "授课人", "请假人员", "应到人数", "实到人数")
    ):
        sheet.write(0, column, heading)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            sheet.write(number, column, value, style) if isinstance(value, date) else sheet.write(
                number, column, value
            )
    book.save(str(path))


def _register(path: Path) -> None:
    rows: list[list[object]] = [
        ["青石镇学习情况统计"],
        ["党支部", "名字", "笔记(字)", "心得(篇)", "参学次数", "学时数", "考试成绩"],
    ]
    rows += [
        ["机关支部", "高远志", "1.2万", 2, 2, 4, 88],
        ["机关支部", "林 素 芳", "约8000字", "一篇", 2, 4, "缺考"],
        ["机关支部", "何平", 6000, 1, 1, 2, 75],
        ["石桥村一支部", "何平", 3000, "无", 1, 2, 61],
        ["石桥村一支部", "石小山", 2500, 1, 1, 2, 70],
        ["石桥村一支部", "高远志", 100, 0, 0, 0, ""],
        ["合计", "", 31600, 5, 7, 14, ""],
    ]
    _save(path, rows)


def _visits(path: Path) -> None:
    lines = [
        "户主姓名;所在村;社;走访日期;走访干部;存在困难;帮扶措施;是否办结",
        "石老四;石桥村;一社;2012/3/1;高远志;缺水;修井;是",
        '马 六;石桥村;二社;2012/3/1;高远志、林素芳;"路滑;难走";铺砂;否',
        ";石桥村;二社;2012/3/2;林素芳;无;无;",
        "马七;石桥村;二社;2012/3/3;何平;无;无;",
        "合计;4户;;;;;;",
    ]
    path.write_bytes(("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-8"))


def _briefings(path: Path) -> None:
    rows: list[list[object]] = [["单位名称", "期数", "简报标题", "报送日期"]]
    rows += [
        ["石桥村党总支", "一", "春耕学习两不误", date(2012, 3, 5)],
        ["石桥总支", "2", "读书进农家", "3月28日"],
        ["镇机关党支部", "2012-1", "机关学习启动；学习计划出台", "2012-03-30"],
        ["粮站支部", "1", "粮站动态", "2012-4-1"],
    ]
    _save(path, rows)


def _money(path: Path) -> None:
    rows: list[list[object]] = [["2012年学习经费收支台账"], ["单位：万元"]]
    rows += [
        ["凭证编号", "支出日期", "事由", "金额", "支出用途", "经手人"],
        ["", "2012.1.10", "财政拨款", 2, "", "何平"],
        ["12-001", "2012.2.2", "购书", 0.35, "书籍", "林素芳"],
        ["12-002", "3.15", "讲课", "0.12", "培训", "林素芳"],
        ["12-003", "3.16", "接待", 0.05, "招待", "林素芳"],
    ]
    _save(path, rows, sheet="2012年")


def _exam(path: Path) -> None:
    rows: list[list[object]] = [
        ["青石镇2012年理论考试成绩"],
        ["考试时间：2012年5月18日  满分120分，72分及格"],
    ]
    rows += [
        ["所在支部", "考生", "得分"],
        ["机关支部", "高远志", 110],
        ["机关支部", "何平", "九十五"],
        ["石桥村一支部", "何平", "补考80"],
        ["石桥二支部", "马占山", 121],
        ["石桥二支部", "古丽•艾山", "缺考"],
    ]
    _save(path, rows)


def _papers(folder: Path) -> None:
    office, west = folder / "镇机关支部2012", folder / "石桥二支部"
    _paper(
        office / "高远志：谈谈学习与实干.docx",
        "谈谈学习与实干",
        "高远志",
        "2012年4月6日",
        "学习要联系实际。" * 40,
    )
    _paper(
        office / "关于农田水利的调查.docx",
        "石桥村农田水利情况的调查",
        "林素芳  何平",
        "2012.5.20",
        "渠道年久失修。" * 60,
    )
    _paper(west / "2012.6.1马占山读书笔记.docx", "读《新农村夜话》笔记", "", "", "书中说到互助。" * 30)
    (west / "~$读书笔记.docx").write_bytes(b"\x00" * 162)
    (west / "空白.docx").write_bytes(b"")


def _paper(path: Path, title: str, author: str, day: str, body: str) -> None:
    document = docx.Document()
    document.add_paragraph(title)
    if author:
        document.add_paragraph(author)
    document.add_paragraph(body)
    if day:
        document.add_paragraph(day)
    document.save(str(path))
