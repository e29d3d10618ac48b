"""A mountain town's books, in words and lay-outs that no other office here has; every row is told."""

from __future__ import annotations

from pathlib import Path

from records.archive import Archive
from tests.intake.offices.office_truth import Expected, Table, compare, csv_file, paper, xlsx

BRANCH, VILLAGE, STREET = "石门镇机关党支部", "石门村党支部", "石门社区党支部"


async def test_every_row_comes_to_what_a_careful_clerk_would_say(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "石门镇"
    (folder / "心得体会").mkdir(parents=True)
    truth = [*_roster(folder), *_visits(folder), *_ledger(folder), *_register(folder), *_meeting(folder)]
    truth += [
        *_money(folder),
        *_book(folder),
        *_marks(folder),
        *_exam(folder),
        *_briefings(folder),
        *_papers(folder),
    ]
    verdict, _ = await compare(archive, folder, truth)
    assert (verdict.silent, verdict.asked, verdict.refused) == ([], [], [])
    assert verdict.right == len(truth)


def _roster(folder: Path) -> list[Expected]:
    """人员类别 says who is a probationary member; 元月 is January; a village and a community of one name."""
    table = Table("党员名册.xlsx", "person")
    table.line("石门镇党员名册")
    table.line("姓名", "性别", "出生年月", "所在党组织", "入党日期", "人员类别", "备注")
    table.row("罗国全", "男", "1963.05", BRANCH, "1986.07", "正式党员", name="罗国全", unit=BRANCH)
    table.row("杨波澜", "男", "1982-11", BRANCH, "2006-12", "正式党员", political_status="正式党员")
    table.row("蒙秀芝", "女", "1975年8月", BRANCH, "1999年7月1日", "正式党员", categories=None)
    table.row("王登高", "男", "1949年元月", VILLAGE, "1970.7", "正式党员", birth="1949-01", unit=VILLAGE)
    table.row("石雨田", "男", "1970.2", STREET, "1995.7", "正式党员", unit=STREET)
    table.row("吴远山", "男", "1980.3", STREET, "2005.7", "正式党员", "长期外出", mobility="长期外出")
    table.row("潘永芳", "女", "1986.4", VILLAGE, "2010.12", "预备党员", political_status="预备党员")
    xlsx(folder / table.file, {"名册": table.rows})
    return table.truth


def _visits(folder: Path) -> list[Expected]:
    """The village stands in front of its group, and nowhere else; 挂钩干部 visits 联系对象."""
    table = Table("挂钩走访登记.xlsx", "household_visit")
    table.line("石门镇干部挂钩走访情况登记（2011年）")
    table.line("走访日期", "挂钩干部", "村民组", "联系对象", "主要困难", "采取措施", "是否解决")
    table.row(
        "2011.3.8", "罗国全", "石门村三组", "吴老六", "饮水困难", "架管", "是", village="石门村", group="三组"
    )
    table.row("2011.3.9", "罗国全", "石门村", "吴老七", "缺化肥", "代购", "是", village="石门村", group=None)
    table.row("2011.3.10", "杨波澜", "新村组", "吴老八", "缺化肥", "", "否", village=None, group="新村组")
    xlsx(folder / table.file, {"2011": table.rows})
    return table.truth


def _ledger(folder: Path) -> list[Expected]:
    """Month and day in columns of their own; what came of it in everyday words."""
    table = Table("驻村走访.xlsx", "household_visit")
    table.line("石门镇驻村干部走访农户登记（2011年）")
    table.line("月", "日", "驻村干部", "驻点村", "农户", "了解到的情况", "帮扶措施", "办理结果")
    table.row(
        4, 8, "罗国全", "石门村", "吴老九", "缺水", "架管", "已办好", visited_on="2011-04-08", solved=True
    )
    table.row(
        4, "〃", "罗国全", "石门村", "吴小八", "危房", "申报", "没办成", visited_on="2011-04-08", solved=False
    )
    xlsx(folder / table.file, {"2011": table.rows})
    return table.truth


def _book(folder: Path) -> list[Expected]:
    """Leave and absence in two columns; who came though away for long is on the list, who did not is not."""
    table = Table("社区学习记录.xlsx", "session")
    table.line("石门社区党支部学习记录")
    table.line("日期", "学习内容", "参加人员", "请假人员", "无故缺席")
    table.row("2011.5.4", "学习党章", "石雨田、吴远山", "", "", attendance={"石雨田": "到", "吴远山": "到"})
    table.row("2011.5.11", "学习党章", "", "石雨田", "", attendance={"石雨田": "请假"})
    table.row("2011.5.25", "学习党章", "除石雨田外全体党员", "", "", attendance={"石雨田": "缺席"})
    table.row("2011.6.1", "学习党章", "石雨旧", "", "", outcome=("ask",))
    table.row("2011.6.8", "支委会学习", "石雨田", "", "", attendance={"石雨田": "到"})
    table.row("2011.5.18", "学习党章", "", "吴远山（外出）", "石雨田", attendance={"石雨田": "缺席"})
    xlsx(folder / table.file, {"2011": table.rows})
    return table.truth


def _marks(folder: Path) -> list[Expected]:
    """Days under a title that tells the month."""
    table = Table("考勤.xlsx", "session")
    table.line("石门村党支部2011年5月集中学习考勤表")
    table.line("姓名", "7日", "14日")
    table.line("王登高", "√", "×")
    table.line("潘永芳", "√", "√")
    table.record("session", row=2, start="2011-05-07", attendance={"王登高": "到", "潘永芳": "到"})
    table.record("session", row=2, start="2011-05-14", attendance={"王登高": "缺席", "潘永芳": "到"})
    xlsx(folder / table.file, {"5月": table.rows})
    return table.truth


def _money(folder: Path) -> list[Expected]:
    """Amounts in 元 under 万元; which way money went; a date to the month is told to be left out."""
    table = Table("经费.xlsx", "funding")
    table.line("石门镇学习经费收支明细")
    table.line("日期", "收/支", "摘要", "金额（万元）")
    table.row("2011.1.5", "收", "镇财政列支专项", 3, category="预算", amount=30000.0)
    table.row("2011.2.5", "支", "购图书", "三千元", category="支出", amount=3000.0)
    table.row("2011.2.6", "支", "购图书", "￥900.00元整", amount=900.0)
    table.row("2011.2.7", "支", "购图书", 1200, outcome=("ask",))
    table.row("2011年3月", "支", "购图书", 0.1, outcome=("import_flagged",), amount=1000.0, date=None)
    xlsx(folder / table.file, {"2011": table.rows})
    return table.truth


def _register(folder: Path) -> list[Expected]:
    """A span of six months is the half-year; the score stands under 知识测验."""
    table = Table("学习情况汇总表.xlsx", "study_register")
    table.line("石门镇干部理论学习情况汇总表")
    table.line("（2011年1月—6月）")
    table.line("姓名", "参学次数", "累计学时", "笔记（字）", "知识测验")
    table.row("罗国全", 22, 66, "12000", 92, period="2011年上半年", score=92.0, notes_words=12000)
    xlsx(folder / table.file, {"汇总": table.rows})
    return table.truth


def _meeting(folder: Path) -> list[Expected]:
    """The line above a list that was signed names who held the meeting; a remark, why somebody was away."""
    table = Table("例会签到.xlsx", "session")
    table.line("石门镇机关党支部周一例会签到表")
    table.line("时间：2011年3月14日上午8:30—10:00    地点：镇三楼会议室")
    table.line("内容：学习两会精神    主持：罗国全   记录：蒙秀芝")
    table.line("姓名", "签名", "备注", "姓名", "签名", "备注")
    table.line("罗国全", "罗国全", "", "杨波澜", "", "请假（外出招商）")
    table.line("蒙秀芝", "蒙秀芝", "迟到")
    table.record(
        "session",
        row=4,
        start="2011-03-14",
        host="罗国全",
        recorder="蒙秀芝",
        title="学习两会精神",
        attendance={"罗国全": "到", "杨波澜": "请假", "蒙秀芝": "迟到"},
    )
    xlsx(folder / table.file, {"签到": table.rows})
    return table.truth


def _exam(folder: Path) -> list[Expected]:
    table = Table("测试成绩册.csv", "exam_result")
    table.line("石门镇党的知识测试成绩册")
    table.line("测试时间：2011年6月24日")
    table.line("名次", "参考人员", "所属支部", "卷面分", "备注")
    table.row("1", "蒙秀芝", "机关支部", "96", "", person="蒙秀芝", score=96.0)
    table.row("", "王登高", "石门村支部", "弃权", "", person="王登高", absent=True)
    table.record("exam", row=3, held_on="2011-06-24")
    csv_file(folder / table.file, table.rows, "gb18030")
    return table.truth


def _briefings(folder: Path) -> list[Expected]:
    table = Table("简报收发登记簿.xlsx", "briefing")
    table.line("石门镇学习简报收发登记簿")
    table.line("期号", "来稿支部", "来稿日期", "简报题目", "撰稿", "是否刊用")
    table.row(
        "第1期", VILLAGE, "2011.2.20", "学用科技", "潘永芳", "刊用", submitted_on="2011-02-20", accepted=True
    )
    table.row("第2期", VILLAGE, "2011.3.18", "火塘夜话", "潘永芳", "未刊用", issue=2, accepted=False)
    table.row("〔2011〕3号", VILLAGE, "2011.4.8", "春耕", "潘永芳", "退稿", issue=3, accepted=False)
    xlsx(folder / table.file, {"登记": table.rows})
    return table.truth


def _papers(folder: Path) -> list[Expected]:
    """读《…》有感 is an article where the office keeps it with articles; labels are spread to one width."""
    name = "心得体会/读《愚公移山》有感.docx"
    paper(
        folder / name,
        "读《愚公移山》有感",
        f"{BRANCH}  杨波澜",
        "山是一锹一锹挖开的，路也是一步一步修通的。" * 8,
        "2011年元月15日",
    )
    minutes = "机关支部学习记录.docx"
    paper(
        folder / minutes,
        "学习会议记录",
        "学习日期：2011年6月1日",
        "学习地点：三楼会议室",
        "主 持 人：罗国全",
        "记 录 人：蒙秀芝",
        "应到：3人  实到：2人",
        "缺席：杨波澜（出差）",
        "会议传达了县里的文件。" * 5,
    )
    held = {"start": "2011-06-01", "host": "罗国全", "recorder": "蒙秀芝", "place": "三楼会议室"}
    came = {"杨波澜": "请假", "罗国全": "到", "蒙秀芝": "到"}
    return [
        Expected(minutes, None, "session", fields={**held, "host_unit": BRANCH, "attendance": came}),
        Expected(
            name, None, "experience_article", fields={"authors": ["杨波澜"], "written_on": "2011-01-15"}
        ),
    ]
