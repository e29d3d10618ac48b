"""A filled study archive of invented data."""

from __future__ import annotations

from records.language import Language
from records.people.dossier_parts import PARTS
from templates.contexts.archive.pictures import PictureRow
from templates.contexts.archive.tables import (
    KEYS,
    AppraisalRow,
    ArticleRow,
    AttendanceRow,
    BookRow,
    ContentsRow,
    HonourRow,
    NoteRow,
    PartHead,
    Particulars,
    PersonalArchive,
    PlanRow,
    ResearchRow,
    TalkRow,
    TenureRow,
    TestRow,
    VisitRow,
)
from templates.contexts.rule_check import RuleRow
from templates.contexts.text import Line

_ENGLISH = (
    *("Particulars", "Plan", "Attendance", "Books", "Notes", "Articles", "Talks given"),
    *("Visits", "Research", "Tests", "Appraisal", "Awards and rectification", "Rule check"),
)


def example(lang: Language) -> PersonalArchive:
    """The archive of a village head in 2011."""
    return _english() if lang == "en" else _chinese()


def _heads(lang: Language) -> tuple[PartHead, ...]:
    chinese = ("宣讲、党课、辅导" if part == "宣讲党课辅导" else part for part in PARTS)
    pairs = zip(KEYS, chinese, _ENGLISH, strict=True)
    return tuple(PartHead(key, zh, en) if lang == "zh" else PartHead(key, en, zh) for key, zh, en in pairs)


def _chinese() -> PersonalArchive:
    return PersonalArchive(
        archive_no="青学档-2011-037",
        name="张伟民",
        unit="柳树湾村第一党支部",
        post="村委会主任",
        year=2011,
        issuer="中共青杨河乡委员会",
        photo=None,
        contents=(
            ContentsRow(1, "", "", "张伟民基本情况", "", "1", ""),
            ContentsRow(2, "张伟民", "", "谈学与用", "20110320", "3", "手写稿"),
            ContentsRow(3, "乡党委", "青党发〔2011〕23号", "关于表彰学习先进的决定", "20110701", "2", ""),
        ),
        parts=_heads("zh"),
        particulars=Particulars(
            "男", "汉族", "1968.05", "高中", "正式党员", "1992.07.01", "1993.07.01", "村干部",
            "柳树湾村一组、二组", "13900000000",
        ),
        tenures=(TenureRow("任职", "柳树湾村第一党支部支委会组织委员", "2009年1月1日至今"),),
        plan=(PlanRow("3月", "农村政策专题", "集体学习", "赵永刚"),),
        attendance=(AttendanceRow("3月7日", "学习中央一号文件", "集体学习", "2.5", "到"),),
        books=(BookRow("《农村基层党务工作问答》", "业务", "3月28日"),),
        notes=(NoteRow("上半年", "10500", "李秀兰"),),
        articles=(ArticleRow("3月20日", "谈学与用", "1200"),),
        talks=(TalkRow("4月12日", "农民辅导", "春耕技术", "柳树湾村一组", "35"),),
        visits=(VisitRow("4月2日", "王德明", "柳树湾村二组", "灌渠堵塞", "组织清淤，已通水"),),
        research=(
            ResearchRow("9月10日", "小型水利管护调研", "柳树湾村", "2600", "无人管护，落实管护员（已解决）"),
        ),
        tests=(TestRow("6月20日", "党的基本知识测试", "理论测试", "100", "88"),),
        appraisals=(
            AppraisalRow("五方面考核", "听18、写17、说18、考17.6、用18、总分88.6", "良好"),
            AppraisalRow("民主评议", "优秀12票、合格3票", "优秀"),
        ),
        comment=(Line(0, "该同志学习认真，能够学以致用。"),),
        honours=(HonourRow("7月1日", "表彰", "学习先进个人", "青学〔2011〕008号", ""),),
        rules=(
            RuleRow(1, "心得或调研", "每年撰写心得体会或调研报告两篇", "2篇（应2篇）", "达到"),
            RuleRow(2, "走访农户", "每月走访包村农户三户", "12个月中11个月达到，共35户", "未达到"),
        ),
        pictures=(PictureRow(1, None, "心得体会：谈学与用", "2011年3月20日", "XD-2011-0003"),),
        pages="6",
        keeper="李秀兰",
        opened="2011年1月10日",
        closed="2011年12月31日",
    )  # fmt: skip


def _english() -> PersonalArchive:
    return PersonalArchive(
        archive_no="QX-2011-037",
        name="Zhang Weimin",
        unit="Willow Bend First Branch",
        post="Village head",
        year=2011,
        issuer="CPC Committee of Qingyanghe",
        photo=None,
        contents=(
            ContentsRow(1, "", "", "Zhang Weimin, particulars", "", "1", ""),
            ContentsRow(2, "Zhang Weimin", "", "Study and use", "2011-03-20", "3", "handwritten"),
            ContentsRow(3, "CPC Committee", "QDF 2011-23", "Decision on commending", "2011-07-01", "2", ""),
        ),
        parts=_heads("en"),
        particulars=Particulars(
            "Male", "Han", "1968-05", "High school", "Full member", "1992-07-01", "1993-07-01",
            "Village cadre", "Willow Bend", "13900000000",
        ),
        tenures=(TenureRow("Position", "Willow Bend First Branch, branch committee", "2009-01-01 to now"),),
        plan=(PlanRow("3", "Rural policy", "Group study", "Zhao Yonggang"),),
        attendance=(AttendanceRow("2011-03-07", "The first document", "Group study", "2.5", "Present"),),
        books=(BookRow("Questions on branch work", "Professional", "2011-03-28"),),
        notes=(NoteRow("2011 H1", "10,500", "Li Xiulan"),),
        articles=(ArticleRow("2011-03-20", "Study and use", "1,200"),),
        talks=(TalkRow("2011-04-12", "Farmers' tutorial", "Spring ploughing", "Willow Bend", "35"),),
        visits=(VisitRow("2011-04-02", "Wang Deming", "Willow Bend", "Blocked canal", "Cleared"),),
        research=(
            ResearchRow("2011-09-10", "Upkeep of canals", "Willow Bend", "2,600", "No keeper (solved)"),
        ),
        tests=(TestRow("2011-06-20", "Basics of the Party", "Theory test", "100", "88"),),
        appraisals=(
            AppraisalRow("Five-aspect assessment", "Listen 18, Write 17, Total 88.6", "Good"),
            AppraisalRow("Democratic evaluation", "excellent 12, qualified 3", "Excellent"),
        ),
        comment=(Line(0, "Studies with care and puts it to use."),),
        honours=(HonourRow("2011-07-01", "Award", "Advanced individual in study", "QX 2011-008", ""),),
        rules=(
            RuleRow(1, "Articles or reports", "Write two articles or reports a year", "2 of 2 papers", "met"),
            RuleRow(
                2, "Households visited", "Visit three households a month",
                "met in 11 of 12 months, 35 households", "failed",
            ),
        ),
        pictures=(PictureRow(1, None, "Article: Study and use", "2011-03-20", "XD-2011-0003"),),
        pages="6",
        keeper="Li Xiulan",
        opened="10 January 2011",
        closed="31 December 2011",
    )  # fmt: skip
