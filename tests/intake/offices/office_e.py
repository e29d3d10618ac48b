"""A state farm: companies instead of villages, a sheet a branch, marks under months and days. All invented.

A list of units; rosters a sheet a branch; attendance in marks under two rows of months and days; a half-year
as .csv and another with a head repeated on every printed page; two examinations; money with the date in three
columns; briefings separated by tabs; a poll of satisfaction; minutes; papers, one of them rich text.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.intake.offices.office_truth import TAKEN, Expected, Table, csv_file, identity, paper, xls, xlsx

COMMITTEE = "中共红柳农场委员会"
FIRST, SECOND, OFFICE, MILL, WARD = ("红柳农场一连党支部", "红柳农场二连党支部", "红柳农场场部机关党支部",
    "红柳农场加工厂党支部", "红柳农场职工医院党支部")  # fmt: skip
ASK, REJECT, SKIP = ("ask",), ("reject",), ("skip",)
FLAG = ("import_flagged",)
BODY = "农场的土地要靠科学来种，人要靠学习来带，这是我这半年最深的感受。" * 9


def build(root: Path) -> tuple[Path, list[Expected]]:
    """Write the archive below ``root``; return its folder and what must come of it."""
    folder = root / "农场党建档案"
    (folder / "职工撰写的文章" / "2011").mkdir(parents=True)
    truth = [*_units(folder), *_rosters(folder), *_marks(folder), *_minutes(folder), *_visits(folder),
        *_first_half(folder), *_second_half(folder), *_exams(folder), *_briefings(folder), *_money(folder),
        *_poll(folder), *_papers(folder / "职工撰写的文章" / "2011")]  # fmt: skip
    return folder, truth


def _units(folder: Path) -> list[Expected]:
    table = Table("基层党组织一览表.csv", "unit")
    table.line("红柳农场基层党组织一览表", "", "", "", "")
    table.line("序号", "党组织名称", "类型", "上级党组织", "成立时间")
    table.row("1", COMMITTEE, "党委", "", "1998年5月", name=COMMITTEE, category="党委")
    for number, unit in enumerate((FIRST, SECOND, OFFICE, MILL, WARD), 2):
        table.row(str(number), unit, "支部", COMMITTEE, "2003年7月1日", name=unit, category="党支部",
            parent=COMMITTEE, founded="2003-07-01")  # fmt: skip
    csv_file(folder / table.file, table.rows, "utf-8-sig")
    return table.truth


def _rosters(folder: Path) -> list[Expected]:
    """A sheet a branch, the branch named by the sheet and the title only; two of one name in one branch."""
    sheets: dict[str, list[list[object]]] = {}
    truth: list[Expected] = []
    merges = {}
    staff: dict[str, tuple[str, list[tuple[str, str, str, str, str, object, object,
        str]]]] = {"一连": (FIRST, [("赵永刚", "男", "汉", "1962-03-11", "高中", "1988.7.1", "1989.7.1",
        "连长"), ("艾买提·吐尔逊", "男", "维吾尔", "1970-10-05", "初中", "1996.7.1", "1997.7.1", "职工"),
        ("李 秀 兰", "女", "汉", "1966-08-21", "初中", "1993.7.1", "1994.7.1", "职工"), ("李秀兰", "女",
        "回", "1979-01-30", "中专", "2005.7.1", "2006.7.1", "统计")]), "二连": (SECOND, [("魏长河", "男",
        "汉", "1958-12-02", "初中", "1985-06", "1986-06", "指导员"), ("巴特尔", "男", "蒙古", "1983-04-15",
        "大专", date(2008, 6, 30), date(2009, 6, 30), "技术员"), ("沈 芳", "女", "汉", "1987-07-07", "大专",
        "2010年12月", "2011年12月", "会计")]), "机关": (OFFICE, [("郝建军", "男", "汉", "1964-02-28", "大学",
        "1990.5", "1991.5", "党委副书记"), ("孟 洁", "女", "汉", "1985-11-19", "研究生", "2006.11.20",
        "2007.11.20", "宣传干事")]), "加工厂": (MILL, [("童大勇", "男", "汉", "1974-05-06", "技校",
        "2001.7.1", "2002.7.1", "厂长"), ("热娜·买买提", "女", "维", "1988-09-09", "高中", "2011.6.28", "",
        "化验员")]), "医院": (WARD, [("苗春雨", "女", "满", "1976-06-16", "大学", "2002.7.1", "2003.7.1",
        "院长")])}  # fmt: skip
    number = 0
    for name, (unit, people) in staff.items():
        table = Table("党员名单.xlsx", "person", name)
        table.line(f"{unit}党员名单")
        table.line(None)
        table.line("姓名", "性别", "族别", "出生年月日", "文化", "入党年月", "转正年月", "岗位",
            "公民身份号码")  # fmt: skip
        for who, gender, nation, birth, education, joined, regular, post in people:
            number += 1
            id_no = identity(birth.replace("-", ""), number, gender)
            plain = who.replace(" ", "")
            table.row(who, gender, nation, birth.replace("-", "."), education, joined, regular, post, id_no,
                name=plain, unit=unit, birth=birth, id_no=id_no, gender=gender, post=post,
                political_status="正式党员" if regular else "预备党员")  # fmt: skip
        table.line(None)
        table.line(f"共{len(people)}名党员", None, None, None, None, "2011年12月填")
        sheets[name], merges[name] = table.rows, ["A1:I1"]
        truth += table.truth
    xlsx(folder / "党员名单.xlsx", sheets, merges)
    return truth


def _marks(folder: Path) -> list[Expected]:
    """Months above, days below, marks in the cells, what they mean at the foot."""
    table = Table("政治学习考勤.xls", "session", "一连")
    table.line("一连2011年政治学习考勤表")
    table.line("姓 名", "3月", None, "4月", "备注")
    table.line(None, 5, 19, 2, None)
    table.line("赵永刚", "√", "√", "√", None)
    table.line("艾买提·吐尔逊", "√", "△", "√", None)
    table.line("李秀兰", "√", "√", "×", "高中")
    table.line("注：√出勤  △事假  ×缺席")
    second = Table("政治学习考勤.xls", "session", "二连")
    second.line("二连2011年政治学习考勤表")
    second.line("姓名", "3月5日", "3月19日", "4月2日")
    second.line("魏长河", "√", "√", "√")
    second.line("巴特尔", "√", "病假", "√")
    second.line("沈　芳", "√", "√", "迟到")
    # Two women of the first company bear one name: whose marks they are is asked once, all three are flagged.
    truth = [Expected(table.file, None, "session", (*ASK, *FLAG), {}, "一连") for _ in range(3)]
    for day, states in (
        ("2011-03-05", "到到到"),
        ("2011-03-19", "到请到"),
        ("2011-04-02", "到到迟"),
    ):
        full = {"到": "到", "请": "请假", "迟": "迟到"}
        who = dict(zip(("魏长河", "巴特尔", "沈芳"), (full[each] for each in states), strict=True))
        truth.append(Expected(table.file, None, "session", TAKEN, {"start": day, "host_unit": SECOND,
            "attendance": who}, "二连"))  # fmt: skip
    xls(folder / table.file, {"一连": table.rows, "二连": second.rows}, {"一连": ["A1:E1", "A2:A3", "B2:C2",
        "E2:E3"], "二连": ["A1:D1"]})  # fmt: skip
    return truth


def _minutes(folder: Path) -> list[Expected]:
    paper(folder / "会议记录2011.7.8.docx", "红柳农场加工厂党支部会议记录", "时间：2011年7月8日下午4时",
        "地点：厂会议室", "主持人：童大勇", "记录人：热娜·买买提", "出席：童大勇、热娜·买买提", "缺席：无",
        "议题：学习胡锦涛同志七一讲话精神", "童大勇：今天我们集中学习讲话。",
        "热娜·买买提：作为一名新党员，我要努力学习。")  # fmt: skip
    return [Expected("会议记录2011.7.8.docx", None, "session", TAKEN, {"start": "2011-07-08",
        "host_unit": MILL, "host": "童大勇", "recorder": "热娜·买买提", "attendance": {"童大勇": "到",
        "热娜·买买提": "到"}})]  # fmt: skip


def _visits(folder: Path) -> list[Expected]:
    table = Table("走访职工家庭登记.xls", "household_visit", "Sheet1")
    table.line("机关干部走访职工家庭登记表")
    table.line("二〇一一年度")
    table.line("走访干部", "走访日期", "连队", "职工姓名", "家庭困难情况", "解决办法", "解决情况", "解决日期")
    table.row("孟洁", "二〇一一年三月九日", "一连", "老马", "孩子待业", "推荐到加工厂", "已解决", "2011.4.1",
        visitor="孟洁", household="老马", village="一连", visited_on="2011-03-09", solved=True,
        solved_on="2011-04-01")  # fmt: skip
    table.row(None, "二〇一一年三月十日", "一连", "古丽", "患病", "申请救助", "未解决", None, visitor="孟洁",
        household="古丽", visited_on="2011-03-10", solved=False, solved_on=None)  # fmt: skip
    table.row(None, "二O一一年四月二十一日", "二连", "宋师傅", "缺滴灌带", "协调赊购", "√", None,
        visitor="孟洁", village="二连", visited_on="2011-04-21", solved=True)  # fmt: skip
    table.row("郝建军", "三月二十九日", "二连", "丁大嫂", "房屋裂缝", "上报危房", "×", None,
        visitor="郝建军", visited_on="2011-03-29", solved=False)  # fmt: skip
    table.row(None, "2011.5.40", "二连", "何三", "", "", "", None, outcome=REJECT)
    table.row(None, "2001.5.20", "二连", "何三", "用电不便", "联系电工", "已解决", None, outcome=ASK)
    table.row("李秀兰", "2011.6.1", "一连", "阿依古丽", "缺奶粉", "捐款", "已解决", None, outcome=ASK)
    table.line("填表：孟洁", None, "2011年6月30日")
    xls(folder / table.file, {"Sheet1": table.rows}, {"Sheet1": ["A1:H1", "A2:H2", "A4:A6", "A7:A9"]})
    return table.truth


def _first_half(folder: Path) -> list[Expected]:
    table = Table("2011年上半年学习登记.csv", "study_register")
    table.line("单位", "人员", "参学次数", "累计学时", "笔记字数", "心得体会", "调查报告", "考核得分")
    table.row("一连", "赵永刚", "12", "24", "6，800", "1", "1", "85", person="赵永刚", period="2011年上半年",
        sessions=12, hours=24.0, notes_words=6800, articles=1, reports=1, score=85.0)  # fmt: skip
    table.row("一连", "艾买提.吐尔逊", "11", "22.5", "4000余", "1", "无", "77", person="艾买提·吐尔逊",
        hours=22.5, notes_words=4000, notes_basis="estimated", reports=0)  # fmt: skip
    table.row("一连", "李秀兰", "11", "22", "5000", "1", "0", "75", outcome=ASK)
    table.row("二连", "魏长河", "10", "20", "３５００", "１", "0", "71", person="魏长河", notes_words=3500,
        articles=1)  # fmt: skip
    table.row("〃", "巴特尔", "13", "26", "1.2万", "2", "1", "90", person="巴特尔", notes_words=12000,
        score=90.0)  # fmt: skip
    table.row("场部机关", "孟 洁", "15", "45", "11000", "3", "1", "96", person="孟洁", notes_words=11000)
    table.row("场部机关", "孟 洁", "15", "45", "11000", "3", "1", "96", outcome=SKIP)
    table.row("二连", "孟洁", "15", "45", "9000", "3", "1", "96", outcome=ASK)
    table.row("加工厂", "童勇", "8", "16", "3000", "1", "0", "70", outcome=ASK)
    table.line("合计", "", "95", "220", "48000", "13", "4", "")
    csv_file(folder / table.file, table.rows, "gb18030")
    return table.truth


def _second_half(folder: Path) -> list[Expected]:
    """Subtotals after each branch, the head again on the second page, a blank column between."""
    table = Table("下半年学习情况.xlsx", "study_register", "2011下")
    table.line("红柳农场2011年下半年党员学习情况")
    heads = ("所在支部", "姓名", None, "集体学习(次)", "学时数", "读书笔记(字)", "心得(篇)", "备注")
    table.line(*heads)
    period = "2011年下半年"
    table.row("一连党支部", "赵永刚", None, 10, 20, 7000, 1, None, person="赵永刚", period=period,
        sessions=10, hours=20.0, notes_words=7000, articles=1)  # fmt: skip
    table.row(None, "艾买提·吐尔逊", None, 9, 18, 4500, 1, "学用结合好", person="艾买提·吐尔逊", sessions=9)
    table.line("小  计", None, None, 19, 38, 11500, 2, None)
    table.row("二连党支部", "魏长河", None, 9, 18, 3000, 1, None, person="魏长河", notes_words=3000)
    table.row(None, "沈芳", None, 12, 24, "未交", 0, None, person="沈芳", notes_words=0, sessions=12)
    table.line("小  计", None, None, 21, 42, 3000, 1, None)
    table.line("红柳农场2011年下半年党员学习情况")
    table.line(*heads)
    table.row("机关党支部", "郝建军", None, 14, 42, 9000, 2, None, person="郝建军", notes_words=9000,
        hours=42.0)  # fmt: skip
    table.row(None, "孟洁", None, 15, 45, 12000, 3, None, person="孟洁", notes_words=12000)
    table.row("医院党支部", "苗春雨", None, 8, 16, 5200, 1, None, person="苗春雨", notes_words=5200)
    table.line("总  计", None, None, 77, 163, 40700, 9, None)
    xlsx(folder / table.file, {"2011下": table.rows}, {"2011下": ["A1:H1"]})
    return table.truth


def _exams(folder: Path) -> list[Expected]:
    one = Table("考试成绩汇总.xlsx", "exam_result", "业务测试")
    one.line("2011年农业技术业务测试成绩（2011年8月26日）")
    one.line("连队", "姓名", "笔试成绩", None, "连队", "姓名", "笔试成绩")
    one.row("一连", "赵永刚", 78, None, "二连", "巴特尔", 91, person="赵永刚", score=78.0)
    one.expect(person="巴特尔", score=91.0)
    one.row("一连", "李秀兰", 80, None, "二连", "沈芳", "缺考", outcome=ASK)
    one.expect(person="沈芳", score=None)
    one.record("exam", row=2, held_on="2011-08-26", category="业务测试")
    two = Table("考试成绩汇总.xlsx", "exam_result", "党章知识")
    two.line("党章知识测试成绩单")
    two.line("测试日期: 2011.6.24        满分100")
    two.line("名次", "姓名", "单位", "成绩", "是否补考")
    two.row(1, "孟洁", "场部机关", 98, None, person="孟洁", score=98.0)
    two.row(2, "苗春雨", "职工医院", 95, None, person="苗春雨", score=95.0)
    two.row(3, "热娜·买买提", "加工厂", 61, "补考", person="热娜·买买提", score=61.0)
    two.row(4, "沈芳", "二连", "免考", None, outcome=(*TAKEN, "reject", "ask"))
    two.row(5, "郝建国", "场部机关", 88, None, outcome=ASK)
    two.record("exam", row=3, held_on="2011-06-24", full_mark=100.0)
    xlsx(folder / one.file, {"业务测试": one.rows, "党章知识": two.rows}, {"业务测试": ["A1:G1"],
        "党章知识": ["A1:E1", "A2:E2"]})  # fmt: skip
    return one.truth + two.truth


def _briefings(folder: Path) -> list[Expected]:
    table = Table("简报目录.txt", "briefing")
    table.line("简报编号", "标 题", "供稿单位", "供稿人", "日期")
    table.row("第1期", "滴灌田边的党课", "一连", "赵永刚", "2011-03-18", unit=FIRST, issue=1,
        headline="滴灌田边的党课", submitted_on="2011-03-18", written_by="赵永刚")  # fmt: skip
    table.row("第2期", "支部帮扶贫困职工", "一连", "赵永刚", "2011-04-22", unit=FIRST, issue=2)
    table.row("第1期", "送医下连队", "职工医院", "苗春雨", "2011/5/6", unit=WARD, issue=1,
        written_by="苗春雨")  # fmt: skip
    table.row("", "厂里办起读书角", "加工厂", "童大勇", "2011-05-30", outcome=ASK)
    table.row("第1期", "种子站新风", "种子站", "", "2011-06-02", outcome=ASK)
    table.row("第三期", "三夏学习不停步", "一连", "赵永刚", "2011-06-17", unit=FIRST, issue=3)
    csv_file(folder / table.file, table.rows, "utf-8", "\t")
    return table.truth


def _money(folder: Path) -> list[Expected]:
    """The date in three columns, year and month only where they change; income and spending side by side."""
    table = Table("党费活动经费账.xlsx", "funding", "账页")
    table.line("学习活动经费账页")
    table.line("2011年", None, "凭证", "摘    要", "收入金额", "支出金额", "余额")
    table.line("月", "日", "号数", None, None, None, None)
    table.row(2, 1, 1, "场部拨入活动经费", 15000, None, 15000, date="2011-02-01", category="预算",
        amount=15000.0)  # fmt: skip
    table.row(3, 4, 2, "订购学习资料", None, 2150, 12850, date="2011-03-04", category="支出", amount=2150.0,
        item="图书")  # fmt: skip
    table.row(None, 25, 3, "租用投影仪讲课", None, "壹仟贰佰元整", 11650, date="2011-03-25", category="支出",
        amount=1200.0)  # fmt: skip
    table.line(None, None, None, "本月合计", None, 3350, 11650)
    table.row(7, 1, 4, "表彰奖品", None, 1800.5, 9849.5, date="2011-07-01", amount=1800.5, item="奖励")
    table.row(6, 31, 5, "宣传栏制作", None, 700, 9149.5, outcome=REJECT)
    table.line(None, None, None, "结转下年", None, None, 9149.5)
    xlsx(folder / table.file, {"账页": table.rows}, {"账页": ["A1:G1", "A2:B2", "D2:D3", "E2:E3", "F2:F3",
        "G2:G3"]})  # fmt: skip
    return table.truth


def _poll(folder: Path) -> list[Expected]:
    table = Table("满意度测评结果.xlsx", "satisfaction", "测评")
    table.line("红柳农场党支部满意度测评结果（2011年12月20日）")
    table.line("被测评单位", "测评对象", "发出", "收回", "满意", "较满意", "基本满意", "不满意")
    table.row("一连党支部", "群众", 30, 30, 25, 3, 2, 0, unit=FIRST, audience="群众", issued=30, returned=30,
        very=25, fairly=3, basic=2, dissatisfied=0, held_on="2011-12-20")  # fmt: skip
    table.row("二连党支部", "群众", 28, 27, 20, 4, 2, 1, unit=SECOND, returned=27, dissatisfied=1)
    table.row("机关党支部", "服务对象", 40, 38, 40, 1, 1, 0, outcome=("ask", "reject", "import_flagged"))
    xlsx(folder / table.file, {"测评": table.rows}, {"测评": ["A1:H1"]})
    return table.truth


def _papers(folder: Path) -> list[Expected]:
    _rich(folder / "孟洁学习心得.doc", "读书让我走得更稳", "场部机关 孟洁", BODY, "2011年6月12日")
    paper(folder / "巴特尔——滴灌技术推广调查.docx", "二连滴灌技术推广情况调查", "巴特尔", BODY, "二、问题",
        "成本高。", "三、建议", "统一采购。", "2011年9月28日")  # fmt: skip
    (folder / "赵永刚2011.3.12.txt").write_text(f"连队干部要带头学\n{BODY}\n", "utf-8")
    paper(folder / "李秀兰体会.docx", "我的学习体会", BODY, "一连 李秀兰", "2011年5月4日")
    paper(folder / "苗春雨同志读书笔记（2011年上半年）.docx", "读《医者仁心》", BODY)
    return [Expected("孟洁学习心得.doc", None, "experience_article", TAKEN, {"title": "读书让我走得更稳",
        "authors": ["孟洁"], "written_on": "2011-06-12"}), Expected("滴灌技术推广调查.docx", None,
        "research_report", TAKEN, {"authors": ["巴特尔"], "finished_on": "2011-09-28"}),
        Expected("赵永刚2011.3.12.txt", None, "experience_article", (*TAKEN, "ask"),
        {"title": "连队干部要带头学", "authors": ["赵永刚"], "written_on": "2011-03-12"}),
        Expected("李秀兰体会.docx", None, "experience_article", ASK, {}),
        Expected("苗春雨同志读书笔记（2011年上半年）.docx", None, "reading_note", TAKEN, {"person": "苗春雨",
        "period": "2011年上半年"})]  # fmt: skip


def _rich(path: Path, *lines: str) -> None:
    """Rich text under the name of a Word file, as old word processors kept it."""
    body = "".join(
        "".join(f"\\u{ord(c) - 65536 if ord(c) > 32767 else ord(c)}?" if ord(c) > 126 else c for c in line)
        + "\\par\n"
        for line in lines
    )
    path.write_bytes(f"{{\\rtf1\\ansi\\ansicpg936\\uc1\n{body}}}".encode("ascii"))
