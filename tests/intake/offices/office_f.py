"""An urban street office: communities, a market, a school; books kept by several hands. All invented.

Rosters in a wide sheet and in a table of a Word file; 三会一课 with those who came; visits parted by tabs;
a register with a column a month; results of a contest; briefings and money on one workbook's sheets; online
courses; talks; papers in folders a branch.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx

from tests.intake.offices.office_truth import TAKEN, Expected, Table, csv_file, identity, paper, xls, xlsx

COMMITTEE = "中共东关街道工作委员会"
NORTH, SOUTH, MARKET, STREET = ("北街社区党支部", "南桥社区党支部", "东关农贸市场党支部",
    "东关街道机关党支部")  # fmt: skip
ASK, REJECT, SKIP = ("ask",), ("reject",), ("skip",)
FLAG = ("import_flagged",)
BODY = "社区工作千头万绪，学习就是要学会怎样和居民说话，怎样把一件小事办到底。" * 9


def build(root: Path) -> tuple[Path, list[Expected]]:
    """Write the archive below ``root``; return its folder and what must come of it."""
    folder = root / "东关街道"
    for name in ("党员信息", "2012年度台账", "文章/北街社区", "文章/街道机关"):
        (folder / name).mkdir(parents=True)
    books = folder / "2012年度台账"
    truth = [*_roster(folder / "党员信息"), *_word_roster(folder / "党员信息"), *_meetings(books),
        *_visits(books), *_months(books), *_exam(books), *_briefings_and_money(books), *_courses(books),
        *_letters(books), *_papers(folder / "文章")]  # fmt: skip
    return folder, truth


def _roster(folder: Path) -> list[Expected]:
    """Notes above the head, columns no field takes, numbers that lost their digits, dates in every style."""
    table = Table("党员信息采集表.xlsx", "person", "采集表")
    table.line("东关街道党员基本信息采集表")
    table.line("填表说明：1.本表由各党支部填写；2.出生日期、入党日期填至日；3.身份证号须核对原件。")
    table.line("编号", "支部全称", "党员姓名", "性 别", "族", "身份证件号码", "出生日期", "学历学位",
        "入党日期", "转为正式党员日期")  # fmt: skip
    table.rows[-1] += ["工作单位及职务", "现居住地", "手机号码", "是否流动党员", "退休"]

    def tail(work: object = None, away: object = "否") -> tuple[object, ...]:
        return work, "东关街", "10055500000", away, None

    a, b = identity("19480905", 1, "男"), identity("19550117", 2, "女")
    c, d = identity("19750901", 3, "男"), identity("19820630", 4, "女")
    table.row("B001", NORTH, "葛长生", "男", "汉族", a, "19480905", "初中", "19710701", "19720701",
        *tail("退休工人"), name="葛长生", unit=NORTH, id_no=a, birth="1948-09-05",
        joined_party="1971-07-01")  # fmt: skip
    table.row("B002", NORTH, "尤桂香(女)", "女", "汉族", f"'{b}", "1955.01.17", "高中/中专", "1984.7.1",
        "1985.7.1", *tail(), name="尤桂香", unit=NORTH, id_no=b, birth="1955-01-17")  # fmt: skip
    table.row("B003", NORTH, "倪 军", "男", "回族", f"{c[:6]} {c[6:14]} {c[14:]}", "1975年9月1日",
        "大学本科", "1999/07/01", "2000/07/01", *tail("社区主任"), name="倪军", id_no=c,
        joined_party="1999-07-01", education="大学")  # fmt: skip
    table.row("N001", SOUTH, "柏玉梅", "女", "汉族", 9.99999198206e17, date(1982, 6, 30), "大专", 40360,
        40725, *tail("社区书记"), name="柏玉梅", unit=SOUTH, id_no=None, birth="1982-06-30",
        joined_party="2010-07-01", regularised="2011-07-01", outcome=FLAG)  # fmt: skip
    table.row("N002", SOUTH, "倪 军", "男", "汉族", None, "1990-3", "大学", "2011.11.9", None, *tail(),
        name="倪军", unit=SOUTH, birth="1990-03", political_status="预备党员")  # fmt: skip
    table.row("N003", SOUTH, "闵福来", "男", "汉族", identity("19680808", 5, "男"), "1968.8.8", "初中",
        "1997.7.1", "1998.7.1", *tail("外出务工", "是"), name="闵福来", mobility="长期外出")  # fmt: skip
    table.row("S001", MARKET, "邢 二宝", "男", "汉", identity("19790212", 6, "女"), "1979.2.12", "初中",
        "2006.7.1", "2007.7.1", *tail("市场管理员"), outcome=ASK)  # fmt: skip
    table.row("S002", MARKET, "焦小丽", "女", "汉", None, "1986/5/20", "中专", "2009.7.1", "2010.7.1",
        *tail(), name="焦小丽", unit=MARKET, birth="1986-05-20")  # fmt: skip
    table.row("J001", STREET, "牛向东", "男", "汉族", identity("19700104", 7, "男"), "1971.1.4", "大学",
        "1994.5", "1995.5", *tail("党工委书记"), outcome=ASK)  # fmt: skip
    table.row("J002", STREET, "花 蕾", "女", "汉族", d, "1982.06.30", "研究生", "2003.12.26", "2004.12.26",
        *tail("组织干事"), name="花蕾", unit=STREET, id_no=d, birth="1982-06-30")  # fmt: skip
    table.line("街道合计：10人")
    xlsx(folder / table.file, {"采集表": table.rows}, {"采集表": ["A1:O1", "A2:O2"]})
    return table.truth


def _word_roster(folder: Path) -> list[Expected]:
    """A branch that keeps its roster as a table in a Word file."""
    unit, name = "东关小学党支部", "东关小学党支部党员花名册.docx"
    rows = [("序号", "姓名", "性别", "民族", "出生年月", "文化程度", "入党时间", "转正时间", "职务"), ("1",
        "庄雅琴", "女", "汉", "1967.10", "大学", "1998.7", "1999.7", "校长"), ("2", "雷 鸣", "男", "汉",
        "1984.3", "大学", "2010.7", "2011.7", "教师"), ("3", "白　雪", "女", "满", "1988.12", "大学",
        "2012.5", "", "教师")]  # fmt: skip
    document = docx.Document()
    document.add_paragraph("东关小学党支部党员花名册")
    document.add_paragraph("2012年9月")
    grid = document.add_table(rows=0, cols=9)
    for row in rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(folder / name))
    return [Expected(name, None, "person", TAKEN, {"name": "庄雅琴", "unit": unit, "birth": "1967-10",
        "joined_party": "1998-07"}), Expected(name, None, "person", TAKEN, {"name": "雷鸣", "unit": unit,
        "gender": "男"}), Expected(name, None, "person", TAKEN, {"name": "白雪", "unit": unit,
        "political_status": "预备党员"})]  # fmt: skip


def _meetings(folder: Path) -> list[Expected]:
    """Who came stands in the cell; the kind of meeting in a column; several branches in one book."""
    table = Table("三会一课记录台账.xlsx", "session", "2012")
    table.line("东关街道党支部“三会一课”记录台账")
    table.line("党支部", "会议类型", "召开时间", "会议地点", "主持人", "出席人员", "缺席人员", "会议主要内容")
    table.row("北街社区党支部", "支部党员大会", "2012年2月24日 9:00", "社区活动室", "倪军",
        "葛长生、尤桂香、倪军", "", "讨论年度学习计划", start="2012-02-24", host_unit=NORTH, host="倪军",
        attendance={"葛长生": "到", "尤桂香": "到", "倪军": "到"}, title="讨论年度学习计划")  # fmt: skip
    table.row("北街社区党支部", "党课", "2012年3月16日 14：30", "社区活动室", "倪军", "尤桂香 倪军",
        "葛长生（住院）", "学习雷锋精神", start="2012-03-16", category="党课", attendance={"葛长生": "请假",
        "尤桂香": "到", "倪军": "到"})  # fmt: skip
    table.row(
        "南桥社区党支部",
        "党课",
        "2012-03-20",
        "居委会",
        "柏玉梅",
        "柏玉梅，倪军",
        "闵福来(外出)",
        "两会精神宣讲",
        start="2012-03-20",
        host_unit=SOUTH,
        category="党课",
        attendance={"柏玉梅": "到", "倪军": "到"},
    )  # who is away for long is not expected
    table.row("农贸市场党支部", "集中学习", "2012.4.11", "市场办", "邢二宝", "邢二宝、焦小丽", "无",
        "食品安全法规", start="2012-04-11", host_unit=MARKET, attendance={"邢二宝": "到",
        "焦小丽": "到"})  # fmt: skip
    table.row("街道机关支部", "集中学习", "2012.4.31", "会议室", "花蕾", "花蕾、牛向东", "", "",
        outcome=REJECT)  # fmt: skip
    table.row("街道机关支部", "集中学习", "2012.5.10", "会议室", "牛向东", "牛向东、花雷", "",
        "城市管理条例", outcome=ASK)  # fmt: skip
    table.row("西门社区党支部", "集中学习", "2012.5.11", "", "", "", "", "创建文明城市", outcome=ASK)
    xlsx(folder / table.file, {"2012": table.rows}, {"2012": ["A1:H1"]})
    return table.truth


def _visits(folder: Path) -> list[Expected]:
    table = Table("居民走访情况.tsv", "household_visit")
    table.line("时间", "走访干部", "社区", "居民姓名", "楼栋门牌", "诉求", "处理情况", "是否办结")
    table.row("2012.2.8", "花蕾", "北街社区", "孙奶奶", "3栋201", "暖气不热", "协调热力公司", "是",
        visitor="花蕾", household="孙奶奶", village="北街社区", visited_on="2012-02-08",
        difficulty="暖气不热", help="协调热力公司", solved=True)  # fmt: skip
    table.row("2012.2.8", "花蕾", "北街社区", "李大爷", "3栋202", "楼道灯坏", "更换灯泡", "是",
        visitor="花蕾", household="李大爷")  # fmt: skip
    table.row("2012.2.15", "柏玉梅", "南桥社区", "周阿姨", "5栋", "邻里纠纷", "调解", "否", visitor="柏玉梅",
        village="南桥社区", solved=False)  # fmt: skip
    table.row("", "柏玉梅", "南桥社区", "冯师傅", "6栋", "下水堵塞", "疏通", "是", outcome=(*ASK, *REJECT))
    table.row("2012-3-6", "倪军", "", "钱老师", "2栋", "想借书", "开放书屋", "是", outcome=(*ASK, *REJECT))
    table.row("2012-3-9", "牛向东、花蕾", "南桥社区", "许大姐", "9栋", "低保申请", "上报", "办理中",
        visitor="牛向东", household="许大姐", solved=False)  # fmt: skip
    # Two who went together are two visits of one household.
    table.expect(visitor="花蕾", household="许大姐", solved=False)
    table.row("３月１２日", "花蕾", "南桥社区", "姜大哥", "", "就业", "推荐岗位", "已办结", visitor="花蕾",
        visited_on="2012-03-12", solved=True)  # fmt: skip
    csv_file(folder / table.file, table.rows, "utf-8-sig", "\t")
    return table.truth


def _months(folder: Path) -> list[Expected]:
    """A column a month, added up to half-years; two branches one below the other."""
    table = Table("2012年1-6月学习统计.xls", "study_register", "统计")
    table.line("2012年1—6月集中学习次数和笔记字数统计")
    heads: list[object] = ["支部", "姓名"]
    below: list[object] = [None, None]
    merges = ["A1:N1", "A2:A3", "B2:B3"]
    for month in range(1, 7):
        heads += [f"{month}月", None]
        below += ["次数", "笔记字数"]
    table.line(*heads)
    table.line(*below)
    for letters in ("C2:D2", "E2:F2", "G2:H2", "I2:J2", "K2:L2", "M2:N2"):
        merges.append(letters)

    def row(
        unit: object, name: str, person: str, times: list[object], words: list[object], total: int
    ) -> None:
        cells = [cell for pair in zip(times, words, strict=True) for cell in pair]
        sessions = sum(each for each in times if isinstance(each, int))
        table.row(unit, name, *cells, person=person, sessions=sessions, notes_words=total,
            period="2012年上半年")  # fmt: skip

    row("北街", "葛长生", "葛长生", [2, 1, 2, 2, 1, 2], [500, 400, 600, 500, 300, 700], 3000)
    row(None, "尤桂香", "尤桂香", [2, 2, 2, None, 1, 2], [800, 800, 900, None, 500, "1,000"], 4000)
    row("南桥", "柏玉梅", "柏玉梅", [2, 2, 3, 3, 2, 2], [2000, 2000, 3000, 2500, "0.25万", 2000], 14000)
    row(None, "倪军", "倪军", [1, 1, 1, 1, 1, 1], [1000, 1000, 1000, 1000, 1000, 1000], 6000)
    row("机关", "花蕾", "花蕾", [3, 3, 4, 3, 3, 4], [3000, 3000, 3500, 3500, 3000, 4000], 20000)
    table.line("合计", None, 25, 7300, 22, 7200, 28, 9000, 22, 7500, 19, 7300, 26, 8700)
    xls(folder / table.file, {"统计": table.rows}, {"统计": merges})
    return table.truth


def _exam(folder: Path) -> list[Expected]:
    table = Table("党的知识竞赛成绩.xlsx", "exam_result", "成绩")
    table.line("东关街道党的知识百题竞赛成绩公布")
    table.line("竞赛日期：2012年6月28日", None, None, "卷面满分120分", None)
    table.line("序号", "参赛人员", "所在党支部", "笔答得分", "等次")
    table.row(1, "花 蕾", "街道机关", 116, "一等奖", person="花蕾", score=116.0)
    table.row(2, "柏玉梅", "南桥社区", 110, "二等奖", person="柏玉梅", score=110.0)
    table.row(3, "倪军", "北街社区", 101, None, person="倪军", score=101.0)
    table.row(4, "倪军", "南桥社区", 99.5, None, person="倪军", score=99.5)
    table.row(5, "雷鸣", "东关小学", "弃考", None, person="雷鸣", outcome=(*TAKEN, "reject", "ask"))
    table.row(6, "焦小莉", "农贸市场", 90, None, outcome=ASK)
    table.row(7, "葛长生", "北街社区", 125, None, outcome=REJECT)
    table.line("评分人：花蕾")
    table.record("exam", row=3, held_on="2012-06-28", full_mark=120.0, category="百题竞赛")
    xlsx(folder / table.file, {"成绩": table.rows}, {"成绩": ["A1:E1", "A2:C2"]})
    return table.truth


def _briefings_and_money(folder: Path) -> list[Expected]:
    """Two kinds of book in one workbook."""
    notes = Table("简报与经费.xlsx", "briefing", "简报")
    notes.line("街道学习型党组织建设工作简报登记")
    notes.line("单位", "简报期次", "主要内容", "报送日期", "编写人", "审核")
    notes.row("北街社区党支部", "1", "居民学习角开张", "2012.3.2", "尤桂香", "牛向东", unit=NORTH, issue=1,
        submitted_on="2012-03-02", written_by="尤桂香")  # fmt: skip
    notes.row(None, "2", "党员亮身份", "2012.4.6", "尤桂香", "牛向东", unit=NORTH, issue=2)
    notes.row(None, "3", "1.志愿者清扫楼道 2.夜校开课", "2012.5.4", "尤桂香", "牛向东", unit=NORTH, issue=3)
    notes.row("东关小学支部", "１", "教师读书沙龙", "2012.4.20", "庄雅琴", "", unit="东关小学党支部", issue=1)
    notes.row("东关小学支部", "1", "六一慰问", "2012.6.1", "庄雅琴", "", outcome=ASK)
    money = Table("简报与经费.xlsx", "funding", "经费")
    money.line("2012年学习经费报销登记")
    money.line("报销日期", "用途", "金额(元)", "票据号", "经手人", "审批人", "备注")
    money.row("2012-02-06", "购学习笔记本", "1 250.00", "0012", "花蕾", "牛向东", None, date="2012-02-06",
        category="支出", amount=1250.0, handler="花蕾", approver="牛向东", voucher="0012")  # fmt: skip
    money.row(date(2012, 3, 14), "购书", 2360, "0013", "花蕾", "牛向东", None, date="2012-03-14",
        amount=2360.0, item="图书")  # fmt: skip
    money.row("2012.5.2", "讲座场租", "800元", "0014", "倪军", "牛向东", None, outcome=(*ASK,))
    money.row("2012.6.27", "竞赛奖品", "叁佰陆拾元伍角", "0015", "花蕾", "牛向东", None, amount=360.5,
        item="奖励")  # fmt: skip
    money.row("2012.6.30", "印刷费", "详见附件", "0016", "花蕾", "牛向东", None, outcome=(*ASK, *REJECT))
    money.line("合计金额（大写）：肆仟柒佰柒拾元伍角", None, 4770.5)
    xlsx(folder / notes.file, {"简报": notes.rows, "经费": money.rows}, {"简报": ["A1:F1", "A3:A5"],
        "经费": ["A1:G1"]})  # fmt: skip
    return notes.truth + money.truth


def _courses(folder: Path) -> list[Expected]:
    """Who followed which course on the net."""
    table = Table("网络课程学习登记.csv", "study_entry")
    table.line("学员姓名", "学员单位", "课程名称", "学习日期", "学习时长(分钟)", "学习平台")
    table.row("花蕾", "街道机关", "社会管理创新", "2012-03-05", "90", "干部网络学院", person="花蕾",
        minutes=90, started="2012-03-05", content="社会管理创新", subtype="网络学习")  # fmt: skip
    table.row("牛向东", "街道机关", "城市更新", "2012-03-07", "45", "干部网络学院", person="牛向东",
        minutes=45)  # fmt: skip
    table.row("雷鸣", "东关小学", "教师职业道德", "2012.3.8", "120", "教师研修网", person="雷鸣", minutes=120)
    table.row("倪军", "", "社区矫正", "2012.3.9", "60", "干部网络学院", outcome=ASK)
    csv_file(folder / table.file, table.rows, "utf-8")
    return table.truth


def _letters(folder: Path) -> list[Expected]:
    """Talks of leaders with those below them."""
    table = Table("谈心谈话登记.xlsx", "talk", "谈话")
    table.line("2012年谈心谈话登记")
    table.line("谈话时间", "谈话人", "谈话对象", "谈话内容", "后续措施")
    table.row("2012.4.18", "牛向东", "花蕾", "岗位适应", "多下社区", leader="牛向东", counterpart="花蕾",
        date="2012-04-18", matters="岗位适应", follow_up="多下社区")  # fmt: skip
    table.row("2012年5月9日", "牛向东", "柏玉梅", "社区难题", "", leader="牛向东", counterpart="柏玉梅",
        date="2012-05-09")  # fmt: skip
    table.row("2012.5.16", "牛向东", "倪军", "思想汇报", "", outcome=ASK)
    xlsx(folder / table.file, {"谈话": table.rows}, {"谈话": ["A1:E1"]})
    return table.truth


def _papers(folder: Path) -> list[Expected]:
    paper(folder / "北街社区/尤桂香 心得 2012-03-30.docx", "从一盏楼道灯说起", BODY)
    paper(folder / "北街社区/倪军学雷锋体会.docx", "学雷锋，见行动", "倪 军", BODY, "2012年3月5日")
    paper(folder / "街道机关/调研：流动人口服务管理.docx", "东关街道流动人口服务管理调研",
        "街道机关党支部  花蕾", "调研时间：2012年4月10日至20日", BODY, "存在问题：底数不清。",
        "对策建议：建立台账。", "2012年5月8日")  # fmt: skip
    (folder / "街道机关/牛向东读书笔记.txt").write_bytes(
        f"书名：《论语》\r\n读书人：牛向东\r\n日期：2012年2月11日\r\n\r\n{BODY}\r\n".encode("gb18030")
    )
    return [Expected("尤桂香 心得 2012-03-30.docx", None, "experience_article", TAKEN,
        {"title": "从一盏楼道灯说起", "authors": ["尤桂香"], "written_on": "2012-03-30"}),
        Expected("倪军学雷锋体会.docx", None, "experience_article", TAKEN, {"title": "学雷锋，见行动",
        "authors": ["倪军"], "written_on": "2012-03-05"}), Expected("调研：流动人口服务管理.docx", None,
        "research_report", TAKEN, {"authors": ["花蕾"], "finished_on": "2012-05-08"}),
        Expected("牛向东读书笔记.txt", None, "reading_note", TAKEN, {"person": "牛向东",
        "period": "2012-02-11"})]  # fmt: skip
