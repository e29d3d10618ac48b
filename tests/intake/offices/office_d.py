"""A township of eight branches in the hills, with books of its own making. Everything is invented.

One roster with branches merged down its first column, a second one of the staff; sign-in books a sheet a
branch; a ledger of visits full of ditto marks; a half-year register under two-row heads; results with
absentees; briefings, money, ballots; papers under their authors' names.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.intake.offices.office_truth import TAKEN, Expected, Table, csv_file, identity, paper, xls, xlsx

COMMITTEE = "中共清水湾乡委员会"
VILLAGE, DAM, FLAT, NUT = "清水村党支部", "大坝村党支部", "小坪村党支部", "核桃村党支部"
STAFF, SCHOOL, CLINIC, FARM = ("清水湾乡机关党支部", "清水中学党支部", "清水湾乡卫生院党支部",
    "农业服务中心党支部")  # fmt: skip
ASK, REJECT, SKIP = ("ask",), ("reject",), ("skip",)
FLAG = ("import_flagged",)
BODY = "这一阶段的学习使我认识到，做好群众工作，先要把政策弄懂，再把道理讲清楚。" * 9


def build(root: Path) -> tuple[Path, list[Expected]]:
    """Write the archive below ``root``; return its folder and what must come of it."""
    folder = root / "清水湾乡学习活动资料"
    for name in ("1基础", "2会议", "3走访", "4登记", "5简报经费", "6个人材料/刘志强", "6个人材料/彭丽华"):
        (folder / name).mkdir(parents=True)
    truth = [*_roster(folder / "1基础"), *_staff(folder / "1基础"), *_meetings(folder / "2会议"),
        *_visits(folder / "3走访"), *_register(folder / "4登记"), *_exam(folder / "4登记"),
        *_briefings(folder / "5简报经费"), *_money(folder / "5简报经费"), *_ballots(folder / "5简报经费"),
        *_papers(folder / "6个人材料")]  # fmt: skip
    return folder, truth


def _roster(folder: Path) -> list[Expected]:
    """Branches merged down the first column, two rows of heads, a line printed twice, a number that fails."""
    table = Table("党员基本情况一览表.xls", "person", "Sheet1")
    table.line("清水湾乡党员基本情况一览表")
    table.line("填报单位（盖章）：中共清水湾乡委员会", *[None] * 7, "截止2012年6月30日")
    table.line("所属支部", "序号", "姓名", "性别", "民族", "出生日期", "学历", "党籍情况", None, "身份证号")
    table.rows[-1] += ["联系方式", "党内任职", "备注"]
    table.line(*[None] * 7, "入党日期", "转正日期", None, None, None, None)

    merges, begun, above = ["A1:M1", "H3:I3"] + [f"{c}3:{c}4" for c in "ABCDEFGJKLM"], 5, ""

    def member(
        unit: str,
        *cells: object,
        id_no: str | None = None,
        outcome: tuple[str, ...] = TAKEN,
        **fields: object,
    ) -> None:
        """A line: name, gender, nation, birth, education, joined, regularised, post; its number apart."""
        nonlocal above, begun
        if unit and above:
            merges.append(f"A{begun}:A{len(table.rows)}")
            begun = len(table.rows) + 1
        above = unit or above
        if outcome in (TAKEN, FLAG):
            fields |= {"unit": above, "id_no": None if "#" in (id_no or "#") else id_no}
        row = (unit or None, len(table.rows) - 3, *cells[:-1], id_no, None, cells[-1], None)
        table.row(*row, outcome=outcome, **fields)

    member(VILLAGE, "王 德清", "男", "汉", "1956.3", "初中", "1980.7.1", "1981.7.1", "支部书记",
        id_no=identity("19560308", 1, "男"), name="王德清", birth="1956-03", joined_party="1980-07-01",
        regularised="1981-07-01")  # fmt: skip
    member("", "罗玉珍", "女", "苗", "1966年8月", "高中", "1991-7", "1992-7", None, name="罗玉珍",
        birth="1966-08", joined_party="1991-07", nation="苗族")  # fmt: skip
    member("", "韦小龙", "男", "布依", "88.11.2", "中专", "2012.1.10", None, "（预备）", name="韦小龙",
        birth="1988-11-02", joined_party="2012-01-10", political_status="预备党员")  # fmt: skip
    member(DAM, "杨 再富", "男", "侗", "19590612", "小学", "1985年6月", "1986年6月", "书记",
        id_no=identity("19590612", 2, "男"), name="杨再富", birth="1959-06-12", joined_party="1985-06",
        education="小学")  # fmt: skip
    member("", "龙正芳", "女", "侗", "1975/02", "初中", "2003.12.8", "2004.12.8", None, name="龙正芳",
        birth="1975-02", joined_party="2003-12-08")  # fmt: skip
    member("", "王德明", "男", "汉", "1963.5", "初中", "1995.7", "1996.7", None, name="王德明", gender="男")
    member(FLAT, "石光成", "男", "汉", "1949.10", "文盲", "1972.3", "1973.3", "书记", name="石光成",
        joined_party="1972-03")  # fmt: skip
    member("", "吴秀英", "女", "苗", "1970.1.15", "初中", "1998.6.30", "1999.6.30", None, name="吴秀英",
        birth="1970-01-15")  # fmt: skip
    member(NUT, "陈建华", "男", "汉", "一九六八年四月", "高中", "一九九三年七月", "一九九四年七月", "书记",
        name="陈建华", birth="1968-04", joined_party="1993-07")  # fmt: skip
    member("", "王德明", "女", "汉", "1981.9", "大专", "2007.6", "2008.6", None, name="王德明", gender="女",
        education="大专")  # fmt: skip
    member(STAFF, "刘志强", "男", "汉族", "1971.11.3", "大学本科", "1996.5.4", "1997.5.4", "书记",
        id_no=identity("19711103", 3, "男"), name="刘志强", education="大学")  # fmt: skip
    member("", "周 敏", "女", "汉族", "1982.7.19", "本科", "2005.6.1", "2006.6.1", "组织委员",
        id_no=identity("19820719", 4, "女"), name="周敏", education="大学")  # fmt: skip
    member("", "何　涛", "男", "土家族", "1985.1", "大专", "2009.7.1", "2010.7.1", None,
        id_no=identity("19850120", 5, "男")[:-1] + "#", outcome=FLAG, name="何涛",
        birth="1985-01")  # fmt: skip
    member("", "周 敏", "女", "汉族", "1982.7.19", "本科", "2005.6.1", "2006.6.1", "组织委员",
        id_no=identity("19820719", 4, "女"), outcome=SKIP)  # fmt: skip
    member(SCHOOL, "彭丽华", "女", "汉", "1977.4", "本科", "2001.12", "2002.12", "书记", name="彭丽华")
    member("", "田应龙", "男", "土家", "1969.8", "大专", "1999.7", "2000.7", None, name="田应龙",
        nation="土家族")  # fmt: skip
    member(CLINIC, "冉启芬", "女", "汉", "1973.3.3", "中专", "2000.7.1", "2001.7.1", "书记", name="冉启芬")
    member(FARM, "蒙国忠", "男", "壮", "1965.12", "中专", "1990.7.1", "1991.7.1", "书记", name="蒙国忠",
        nation="壮族")  # fmt: skip
    member("", "覃美玲", "女", "壮", "1986.6", "本科", "2010.13.1", "2011.12.1", None, outcome=FLAG,
        name="覃美玲", joined_party=None, regularised="2011-12-01")  # fmt: skip
    member("", None, "男", "汉", "1979.2", "高中", "2008.7.1", "2009.7.1", None, outcome=REJECT)
    merges.append(f"A{begun}:A{len(table.rows)}")
    table.line("合  计", None, "19人", None, None, None, None, None, None, None, None, None, None)
    table.line("审核：刘志强", *[None] * 5, "制表人：周敏")
    xls(folder / table.file, {"Sheet1": table.rows}, {"Sheet1": merges})
    return table.truth


def _staff(folder: Path) -> list[Expected]:
    """Who works for the township, members or not: whoever is known already is the same person."""
    table = Table("干部职工花名册.xlsx", "person", "干部")
    table.line("清水湾乡干部职工花名册")
    table.line("序号", "姓 名", "性别", "出生年月", "文化程度", "政治面貌", "工作单位", "现任职务",
        "参加工作时间")  # fmt: skip
    table.row(1, "刘志强", "男", "1971.11", "大学", "中共党员", "乡机关", "党委书记", "1992.8",
        name="刘志强", unit=STAFF, political_status="正式党员")  # fmt: skip
    table.row(2, "张雪梅", "女", "1989.5", "大专", "群众", "乡机关", "科员", "2010.9", name="张雪梅",
        political_status="群众", birth="1989-05", unit=STAFF, gender="女")  # fmt: skip
    table.row(3, "白  鹏", "男", "1984.10", "大学", "共青团员", "乡机关", "办事员", "2009.7", name="白鹏",
        political_status="群众", unit=STAFF)  # fmt: skip
    table.row(4, "彭丽华", "女", "1977.4", "大学", "党员", "清水中学", "校长", "1998.8", name="彭丽华",
        political_status="正式党员", unit=SCHOOL)  # fmt: skip
    table.row(5, "丁小燕", "女", "1990.2", "大学", "群众", "清水中学", "教师", "2012.9", name="丁小燕",
        political_status="群众", unit=SCHOOL)  # fmt: skip
    xlsx(folder / table.file, {"干部": table.rows}, {"干部": ["A1:I1"]})
    return table.truth


def _meetings(folder: Path) -> list[Expected]:
    """A sheet a branch: who was away stands in one cell with the reasons, the subject under a ditto mark."""
    village = Table("集中学习登记簿.xlsx", "session", "清水村")
    village.line("清水村党支部集中学习登记簿（2012年）")
    village.line("学习日期", "学习内容", "组织者", "应参加人数", "实参加人数", "未参加人员及事由", "记录")
    all_in = {"王德清": "到", "罗玉珍": "到", "韦小龙": "到"}
    village.row("2012.3.6", "学习中央一号文件", "王德清", 3, 3, "无", "罗玉珍", start="2012-03-06",
        title="学习中央一号文件", host_unit=VILLAGE, host="王德清", recorder="罗玉珍", attendance=all_in,
        expected=3, present=3)  # fmt: skip
    village.row("2012.4.10", "春耕备耕技术", "王德清", 3, 2, "韦小龙（外出务工）", "〃", start="2012-04-10",
        title="春耕备耕技术", recorder="罗玉珍", attendance={**all_in, "韦小龙": "请假"})  # fmt: skip
    village.row("12.5.8", "同上", "〃", 3, 3, "/", "〃", start="2012-05-08", title="春耕备耕技术",
        host="王德清", attendance=all_in)  # fmt: skip
    village.row("2012.6.5", "党史讲座", "罗玉珍", 3, 1, "韦小龙", "王德清", outcome=ASK)
    village.row("6月31日", "观看电教片", "罗玉珍", 3, 3, "", "王德清", outcome=REJECT)
    staff = Table("集中学习登记簿.xlsx", "session", "乡机关")
    staff.line("2012年乡机关干部职工学习签到登记簿")
    staff.line("时 间", "地点", "主 讲", "学 习 内 容", "应到", "实到", "缺席名单")
    everyone = {"刘志强": "到", "周敏": "到", "何涛": "到", "张雪梅": "到", "白鹏": "到"}
    staff.row(date(2012, 3, 12), "三楼会议室", "刘志强", "廉洁从政准则", 5, 5, None, start="2012-03-12",
        title="廉洁从政准则", host_unit=STAFF, lecturer="刘志强", place="三楼会议室",
        attendance=everyone)  # fmt: skip
    staff.row("3月26日", "三楼会议室", "周敏", "公文写作知识", 5, 3, "何涛（病假）、白鹏（下村）",
        start="2012-03-26", attendance={**everyone, "何涛": "请假", "白鹏": "请假"})  # fmt: skip
    staff.row("4月9日", "三楼会议室", "县委党校 李教授", "当前经济形势", 5, 4, "张雪海", outcome=(*ASK,
        "import_flagged"))  # fmt: skip
    staff.row("4月23日", "", "刘志强", "安全生产条例", 5, 4, "周敏 因公出差", start="2012-04-23",
        attendance={**everyone, "周敏": "请假"})  # fmt: skip
    staff.line("说明：因公外出按请假处理。")
    sheets = {"清水村": village.rows, "乡机关": staff.rows}
    xlsx(folder / village.file, sheets, {"清水村": ["A1:G1"], "乡机关": ["A1:G1"]})
    return village.truth + staff.truth


def _visits(folder: Path) -> list[Expected]:
    table = Table("民情走访记录.xls", "household_visit", "2012上半年")
    table.line("2012年上半年干部民情走访记录")
    table.line("序", "走访日期", "走访干部", "农户姓名", "住址（村、组）", "群众困难", "帮扶措施", "落实情况")
    table.row(1, "2012.2.13", "周敏", "莫大爷", "清水村三组", "水管冻裂", "联系维修", "已落实",
        visitor="周敏", household="莫大爷", village="清水村", group="三组", visited_on="2012-02-13",
        difficulty="水管冻裂", help="联系维修", solved=True)  # fmt: skip
    table.row(2, "同上", "同上", "莫 老二", "〃", "缺化肥", "协调赊购", "未落实", visitor="周敏",
        household="莫老二", village="清水村", group="三组", visited_on="2012-02-13",
        solved=False)  # fmt: skip
    table.row(3, "2012.2.30", "周敏", "韦阿婆", "清水村一组", "", "", "", outcome=REJECT)
    table.row(4, "2012年3月7日", "何 涛", "龙家兴", "大坝村五组", "无", "宣传政策", "—", visitor="何涛",
        village="大坝村", group="五组", difficulty=None, help="宣传政策")  # fmt: skip
    table.row(5, "3月8日", "王德明", "杨通海", "大坝村五组", "房屋漏雨", "申报危改", "正在办理", outcome=ASK)
    table.row(6, "20120315", "白鹏", "石老三", "小坪村", "无技术", "请农技员指导", "是", visitor="白鹏",
        household="石老三", village="小坪村", visited_on="2012-03-15", solved=True)  # fmt: skip
    table.row(7, "2012/4/1", "向阳", "石老四", "小坪村二组", "", "", "", outcome=ASK)
    table.row(8, "2012-4-12", "张雪梅", "", "核桃村", "孩子上学难", "助学贷款", "", outcome=REJECT)
    table.row(9, date(2012, 5, 3), "张雪梅", "陈家老屋(陈老三)", "核桃村一组", "孩子上学难", "助学贷款",
        "已解决", visitor="张雪梅", village="核桃村", group="一组", visited_on="2012-05-03",
        solved=True)  # fmt: skip
    table.line("小计", "9户")
    xls(folder / table.file, {"2012上半年": table.rows})
    return table.truth


def _register(folder: Path) -> list[Expected]:
    table = Table("党员干部学习量化登记.xlsx", "study_register", "汇总")
    table.line("2012年上半年党员干部学习量化登记表")
    table.line("党支部", "姓名", "集中学习", None, "自学", "撰写文章", None, "测试", "备注")
    table.line(None, None, "次数", "学时", "笔记(万字)", "体会文章", "调研文章", "得分", None)

    def row(unit: object, name: str, *cells: object, **truth: object) -> None:
        table.row(unit, name, *cells, None, outcome=TAKEN, period="2012年上半年", **truth)

    row("清水村", "王德清", 10, 20, 0.8, 1, 0, 82, person="王德清", sessions=10, hours=20.0,
        notes_words=8000, articles=1, reports=0, score=82.0)  # fmt: skip
    row(None, "罗玉珍", 9, 18, "约0.5", 1, "—", 76.5, person="罗玉珍", sessions=9, notes_words=5000,
        score=76.5, notes_basis="estimated", reports=None)  # fmt: skip
    table.row("大坝村", "杨再贵", 8, 16, 0.6, 1, 0, 70, None, outcome=ASK)
    row(None, "王德明", 8, "16", 1.2, 2, 0, "８０", person="王德明", sessions=8, hours=16.0,
        notes_words=12000, score=80.0)  # fmt: skip
    row("乡机关", "刘志强", 16, 40, "2万字", 3, 2, 95, person="刘志强", notes_words=20000, articles=3,
        reports=2)  # fmt: skip
    row(None, "周  敏", 16, 40, "15000字", 3, 1, 93, person="周敏", notes_words=15000, hours=40.0)
    row(None, "何涛", "十五", 38, 1.0, 2, 1, "缺考", person="何涛", notes_words=10000, score=None,
        sessions=15)  # fmt: skip
    table.line("合计", None, 82, 188, 8.1, 13, 4, None, None)
    xlsx(folder / table.file, {"汇总": table.rows}, {"汇总": ["A1:I1", "A2:A3", "B2:B3", "C2:D2", "F2:G2",
        "A4:A5", "A6:A7", "A8:A10"]})  # fmt: skip
    return table.truth


def _exam(folder: Path) -> list[Expected]:
    table = Table("应知应会测试成绩.csv", "exam_result")
    table.line("清水湾乡党员干部应知应会测试成绩")
    table.line("考试时间：2012年6月20日", "", "满分：100分", "", "及格：60分")
    table.line("准考号", "考生姓名", "所在支部", "分数", "名次")
    table.row("001", "刘志强", "乡机关支部", "96", "1", person="刘志强", score=96.0)
    table.row("002", "周敏", "乡机关支部", "94.5", "2", person="周敏", score=94.5)
    table.row("003", "田 应龙", "清水中学支部", "88", "3", person="田应龙", score=88.0)
    table.row("004", "王德明", "核桃村支部", "79", "4", person="王德明", score=79.0)
    table.row("005", "冉启芬", "乡卫生院支部", "缺考", "", person="冉启芬", score=None)
    table.row("006", "蒙国忠", "农服中心支部", "108", "", outcome=REJECT)
    table.row("007", "王德明", "", "66", "7", outcome=ASK)
    table.row("008", "覃美玲", "农业服务中心支部", "五十八", "8", outcome=(*TAKEN, "reject", "ask"))
    table.line("平均分", "", "", "82.3", "")
    table.record("exam", row=3, held_on="2012-06-20", full_mark=100.0, pass_mark=60.0)
    csv_file(folder / table.file, table.rows, "gb18030")
    return table.truth


def _briefings(folder: Path) -> list[Expected]:
    table = Table("信息简报报送情况.xlsx", "briefing", "Sheet1")
    table.line("2012年各支部学习活动信息简报报送情况")
    table.line("期数", "报送支部", "简报题目", "上报日期", "撰稿", "是否采用")
    table.row(1, "清水村党支部", "院坝里的学习会", "2012.3.9", "罗玉珍", "采用", unit=VILLAGE, issue=1,
        headline="院坝里的学习会", submitted_on="2012-03-09", written_by="罗玉珍",
        accepted=True)  # fmt: skip
    table.row("第2期", "清水村党支部", "党员带头修沟渠", "2012.4.20", "罗玉珍", "未采用", unit=VILLAGE,
        issue=2, accepted=False)  # fmt: skip
    table.row("1", "乡机关党支部", "机关学习有声有色", "2012年3月15日", "周敏", "√", unit=STAFF, issue=1,
        written_by="周敏", accepted=True)  # fmt: skip
    table.row("1", "乡机关党支部", "下村帮扶结对忙", "2012年4月15日", "周敏", "√", outcome=ASK)
    table.row("1", "清水中学支部", "师生同读一本书", "4.23", "彭丽华", "", unit=SCHOOL, issue=1,
        submitted_on="2012-04-23")  # fmt: skip
    table.row("3", "供销社支部", "送货下乡", "2012.5.2", "", "", outcome=ASK)
    table.row("2", "大坝村支部", "学技术种烤烟", "", "杨再富", "", outcome=REJECT)
    xlsx(folder / table.file, {"Sheet1": table.rows}, {"Sheet1": ["A1:F1"]})
    return table.truth


def _money(folder: Path) -> list[Expected]:
    table = Table("学习教育经费收支明细.xlsx", "funding", "2012")
    table.line("清水湾乡学习教育活动经费收支明细账")
    table.line("日期", "凭证号", "内容摘要", "收入（元）", "支出（元）", "结存（元）", "经办人")
    table.row("2012.1.16", "记-1", "县委组织部拨入学习经费", 30000, None, 30000, "周敏", date="2012-01-16",
        category="预算", amount=30000.0, voucher="记-1", handler="周敏")  # fmt: skip
    table.row("2012.2.20", "记-2", "购买学习书籍", None, "4,380.00", 25620, "周敏", date="2012-02-20",
        category="支出", amount=4380.0, item="图书")  # fmt: skip
    table.row("2.28", "记-3", "培训班伙食费", None, 1260.5, 24359.5, "何涛", date="2012-02-28",
        category="支出", amount=1260.5, item="培训")  # fmt: skip
    table.row("2012.3.22", "记-4", "制作宣传标语", None, "￥860", 23499.5, "何涛", date="2012-03-22",
        amount=860.0, item="宣传")  # fmt: skip
    table.row("2012.4.5", "记-5", "误记冲回", None, -60, 23559.5, "何涛", outcome=ASK)
    table.row("2012.5.4", "记-6", "知识竞赛奖品", None, None, 23559.5, "周敏", outcome=REJECT)
    table.line("本年累计", None, None, 30000, 6440.5, 23559.5, None)
    xlsx(folder / table.file, {"2012": table.rows}, {"2012": ["A1:G1"]})
    return table.truth


def _ballots(folder: Path) -> list[Expected]:
    table = Table("先进个人推荐汇总.xlsx", "nomination", "推荐")
    table.line("2012年度学习先进个人推荐汇总表")
    table.line("序号", "推荐支部", "被推荐人", "得票数", "主要事迹", "支部意见")
    table.row(1, "清水村党支部", "罗玉珍", 3, "带头学习种植技术，帮助五户邻居。", "同意推荐",
        nominee="罗玉珍", votes=3, year=2012, award="学习先进个人", deeds="带头学习种植技术，帮助五户邻居。",
        branch_opinion="同意推荐")  # fmt: skip
    table.row(2, "乡机关党支部", "何 涛", 5, "写笔记两万字。", "同意", nominee="何涛", votes=5, year=2012)
    table.row(3, "核桃村党支部", "王德明", 2, "学用结合。", "同意", nominee="王德明", votes=2)
    xlsx(folder / table.file, {"推荐": table.rows}, {"推荐": ["A1:F1"]})
    return table.truth


def _papers(folder: Path) -> list[Expected]:
    paper(folder / "刘志强/学习体会之一.docx", "把学习成果用在乡镇工作上", "清水湾乡党委  刘志强", BODY,
        BODY, "2012年5月16日")  # fmt: skip
    paper(folder / "刘志强/调研报告.docx", "关于全乡烤烟生产情况的调研报告", "刘志强", "（2012年6月）",
        "为了解烤烟生产，到小坪村、核桃村走访。", "一、基本情况", BODY, "二、存在的问题",
        "一是劳力不足，二是烤房老旧。", "三、对策建议", "集中育苗，改造烤房。")  # fmt: skip
    paper(folder / "彭丽华/读书笔记2012.4.docx", "《教育漫话》读书笔记", BODY)
    (folder / "学习体会（田应龙）.txt").write_bytes(
        f"从一堂课想到的\r\n\r\n{BODY}\r\n\r\n清水中学支部 田应龙\r\n二〇一二年三月二十日\r\n".encode(
            "gb18030"
        )
    )
    paper(folder / "体会.docx", "学习的体会", BODY)
    return [Expected("刘志强/学习体会之一.docx", None, "experience_article", TAKEN,
        {"title": "把学习成果用在乡镇工作上", "authors": ["刘志强"], "written_on": "2012-05-16"}),
        Expected("刘志强/调研报告.docx", None, "research_report", TAKEN,
        {"title": "关于全乡烤烟生产情况的调研报告", "authors": ["刘志强"], "finished_on": "2012-06"}),
        Expected("彭丽华/读书笔记2012.4.docx", None, "reading_note", TAKEN, {"person": "彭丽华",
        "period": "2012-04"}), Expected("学习体会（田应龙）.txt", None, "experience_article", TAKEN,
        {"title": "从一堂课想到的", "authors": ["田应龙"], "written_on": "2012-03-20"}),
        Expected("6个人材料/体会.docx", None, "experience_article", ASK, {})]  # fmt: skip
