"""What a person's study archive holds: its tables, what a row of each is, and all of it together."""

from __future__ import annotations

from dataclasses import dataclass

from templates.contexts.archive.pictures import PictureRow
from templates.contexts.rule_check import RuleRow
from templates.contexts.text import Line
from templates.pictures import Picture
from templates.spec import named

#: What parts are called in the template, in the order of `PARTS`.
KEYS = (
    *("particulars", "plan", "attendance", "books", "notes", "articles", "talks"),
    *("visits", "research", "tests", "appraisals", "honours", "rules"),
)


@dataclass(frozen=True, slots=True)
class TenureRow:
    """A position held, or an exemption from study duties."""

    matter: str = named("事项", "position or exemption")
    content: str = named("内容", "which")
    period: str = named("起止时间", "from when to when")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A line of the person's study plan."""

    month: str = named("月份", "month")
    topic: str = named("学习内容", "topic")
    form: str = named("形式", "form")
    owner: str = named("责任人", "who is in charge")


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """A session, or a study entry."""

    date: str = named("日期", "date")
    content: str = named("内容", "content")
    form: str = named("形式", "form")
    hours: str = named("学时", "hours")
    state: str = named("签到", "attendance")


@dataclass(frozen=True, slots=True)
class BookRow:
    """A book that was read."""

    title: str = named("书名", "title")
    category: str = named("类别", "category")
    finished: str = named("读完日期", "when it was finished")


@dataclass(frozen=True, slots=True)
class NoteRow:
    """Notes of a period, or what a register declares."""

    period: str = named("期间", "period")
    words: str = named("字数", "characters")
    checker: str = named("检查人", "who checked them")


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article."""

    date: str = named("日期", "date")
    title: str = named("题目", "title")
    words: str = named("字数", "characters")


@dataclass(frozen=True, slots=True)
class TalkRow:
    """A talk, party class or tutorial given."""

    date: str = named("日期", "date")
    form: str = named("类别", "talk, party class or tutorial")
    title: str = named("题目", "title")
    place: str = named("地点", "place")
    listeners: str = named("人数", "how many listened")


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A household visited, or somebody talked with."""

    date: str = named("日期", "date")
    household: str = named("户主", "whom")
    village: str = named("村组", "village and group")
    difficulty: str = named("困难", "the difficulty")
    help: str = named("解决", "what was done about it")


@dataclass(frozen=True, slots=True)
class ResearchRow:
    """A research report and the problems it solved."""

    date: str = named("完成日期", "when it was finished")
    title: str = named("题目", "title")
    place: str = named("地点", "place")
    words: str = named("字数", "characters")
    problems: str = named("解决的问题", "problems solved by it")


@dataclass(frozen=True, slots=True)
class TestRow:
    """A test taken or missed."""

    date: str = named("日期", "date")
    title: str = named("测试名称", "title")
    category: str = named("类别", "category")
    full_mark: str = named("满分", "full mark")
    score: str = named("成绩", "score")


@dataclass(frozen=True, slots=True)
class AppraisalRow:
    """An assessment, an evaluation or a designation."""

    item: str = named("项目", "what was judged")
    content: str = named("情况", "how it went")
    result: str = named("结果", "the result")


@dataclass(frozen=True, slots=True)
class HonourRow:
    """A nomination, an honour, an inspection or a rectification."""

    date: str = named("日期", "date")
    item: str = named("类别", "kind of matter")
    content: str = named("内容", "what it is about")
    doc_no: str = named("文号", "document number")
    result: str = named("结果", "result")


@dataclass(frozen=True, slots=True)
class PartHead:
    """A part: the name by which the template knows it, its title, and that in the other language."""

    key: str = named("部分代号", "the part's name in the template")
    title: str = named("标题", "its title")
    other: str = named("另一语言的标题", "its title in the other language")


@dataclass(frozen=True, slots=True)
class ContentsRow:
    """A line of the contents."""

    number: int = named("件号", "its place in the archive")
    responsible: str = named("责任者", "who is responsible for it")
    doc_no: str = named("文号", "its document number")
    title: str = named("题名", "its title")
    date: str = named("日期", "its date")
    pages: str = named("页数", "how many pages")
    note: str = named("备注", "note")


@dataclass(frozen=True, slots=True)
class Particulars:
    """The person as the register knows them."""

    gender: str = named("性别", "gender", default="")
    nation: str = named("民族", "nationality", default="")
    birth: str = named("出生年月", "birth", default="")
    education: str = named("学历", "education", default="")
    political_status: str = named("政治面貌", "political status", default="")
    joined_party: str = named("入党时间", "when they joined the Party", default="")
    regularised: str = named("转正时间", "when they became a full member", default="")
    categories: str = named("人员类别", "categories", default="")
    covered: str = named("包村", "villages covered", default="")
    phone: str = named("电话", "phone", default="")


@dataclass(frozen=True, slots=True)
class PersonalArchive:
    """The tags of personal_archive.docx. ``parts`` are its headings in order; each table has its own rows.

    ``items`` and ``pages`` are counted from the contents; ``pages`` is empty when none is recorded.
    """

    archive_no: str = named("档案号", "the archive number")
    name: str = named("姓名", "the name")
    unit: str = named("单位", "the unit on the last day of the year")
    post: str = named("职务", "the post")
    year: int = named("年度", "the year")
    issuer: str = named("建档单位", "who keeps the archives")
    photo: Picture | None = named("照片（可无）", "the photo, if any")
    contents: tuple[ContentsRow, ...] = named("卷内目录", "contents")
    parts: tuple[PartHead, ...] = named("各部分标题", "the headings of the parts")
    particulars: Particulars = named("基本情况", "particulars")
    tenures: tuple[TenureRow, ...] = named("任职、免学", "positions and exemptions")
    plan: tuple[PlanRow, ...] = named("学习计划", "study plan")
    attendance: tuple[AttendanceRow, ...] = named("集中学习考勤", "attendance")
    books: tuple[BookRow, ...] = named("读书登记", "books")
    notes: tuple[NoteRow, ...] = named("学习笔记", "notes")
    articles: tuple[ArticleRow, ...] = named("心得体会", "articles")
    talks: tuple[TalkRow, ...] = named("宣讲、党课、辅导", "talks given")
    visits: tuple[VisitRow, ...] = named("走访农户", "visits")
    research: tuple[ResearchRow, ...] = named("调研与解决问题", "research")
    tests: tuple[TestRow, ...] = named("测试成绩", "tests")
    appraisals: tuple[AppraisalRow, ...] = named("考核评议", "appraisals")
    comment: tuple[Line, ...] = named("年度评语", "the appraisal of the year in words")
    honours: tuple[HonourRow, ...] = named("奖惩整改", "awards and rectification")
    rules: tuple[RuleRow, ...] = named("达标对照表", "rule check")
    pictures: tuple[PictureRow, ...] = named("附件图片", "pictures attached to the records")
    pages: str = named("总页数", "pages in all")
    keeper: str = named("保管人", "who keeps it")
    opened: str = named("建档日期", "when it was opened")
    closed: str = named("封档日期", "when it was closed")
