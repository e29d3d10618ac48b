"""Forms: papers typed into a sheet or a table of Word, label cells beside the cells that are filled in.

A form is read as the paper that it is: what it says in a few words stands in a small table at the head, what
it says at length below, and a table inside it (the months of a plan) stays one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice

from records.intake.files.reading import Cell, Paragraph, Sheet, TextDocument
from records.intake.names import looks_like_name, split_names
from records.intake.papers.form_rows import cells_of, joined, named_together, stripped
from records.intake.papers.form_tables import is_grade, points_inside, signed_across, table_inside
from records.intake.papers.paper_name import has_surname, is_unit, kind_of_words
from records.intake.tables.recognition.headings import heading_text
from records.values import half_width

#: What labels are made of: what it is about, and what of that stands beside it.
_ABOUT = (
    "会议|学习|活动|开会|召开|上课|党课|授课|讲课|听课|听讲|主办|承办|举办|阅读|读书|自学|摘抄|摘录|撰写|写作|完成|调研|调查|记录|检查|主持|参加|出席|缺席|列席|请假"
    "|实到|应到|应|实|实际|到会|参会|与会|参学|党员|干部|学员|作者|笔记|心得|体会|文章|报告|主要|基本|存在|的|意见|整改|工作|谈话"
    "|走访|授课|主讲|牵头|所在|所属|填报|填表|制定|制订|编制|制表|审核|审批|批准|领导|支部|党支部|组织|起止|讨论|发言|责任|负责|本人|个人"
    "|年度|计划|材料|资料|书籍|评议|评定|考核|会|参加|主办|报送|总体|指导|重点|下步|下一步|议定|决议|研究|收获|思想|原文|精彩|完整|发现|解决|对策|采取|产生|交流会?"
)
_WHAT = (
    "姓名|名字|作者|人|者|人员|同志|领导|成员|单位|党?支部|总支|部门|党?组织|组别|职务|书记|性别|民族|时间|日期|年月|年度|月份|地点|场所"
    "|题目|标题|主题|课题|专题|议题|名称|书名|书目|篇目|出处|来源|类别|类型|性质|形式|方式|名单|人数|字数|页数|学时|课时|时长|应到|实到"
    "|出席|列席|缺席|请假|主持|记录|主讲|签到|内容|议程|情况|过程|正文|摘抄|摘录|摘要|笔记|体会|感想|感悟|心得|收获|问题|困难|不足"
    "|原因|差距|测评票|评议票|选票|票数|建议|对策|措施|打算|意见|评语|要求|提纲|提要|要点|对象|目标|目的|任务|安排|重点|思想|决议|决定|应到?[/／]实到?|发言|事项|事由|级别|成效|备注|说明|签字|签名|盖章|序号|编号|期号|文号|电话"
)
_LABEL = re.compile(rf"(?:{_ABOUT}|{_WHAT}|[和及与、])*(?:{_WHAT})")
_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_MONTHS = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_MONTH = re.compile(rf"(?:(?:19|20)\d{{2}}年)?(?:{_MONTHS}(?:[-—至、]{_MONTHS})?月份?|第?[一二三四1-4]季度)")
_MONTH_HEAD = re.compile(r"(?=.*月份).*(?:内容|主题|专题|题目|课题).*")
#: The same in a paper that is called a plan: 时间, 学习专题, 参考书目.
_TIME_HEAD = re.compile(r"(?:学习|计划)?时间、(?:.*、)?[^、\d]*(?:内容|主题|专题|题目|课题)(?:、[^\d]*)?")
_WHOSE = re.compile(r"(?:制定|制订|所在|所属)?(?:单位|党?支部|党?总支|党组织)(?:名称)?|姓名")
#: Labels of what is written at length, and so by itself the paper.
_TEXT = re.compile(
    r"内容|正文|摘抄|摘录|摘要|笔记|体会|感想|感悟|心得|收获|提纲|要点|过程|(?:会议|学习|讨论|发言|活动|党课|讲课|授课)(?:记录|纪要|情况)$"
)
_WORD = re.compile(r"[\u4e00-\u9fff]{2,8}")
_LONG, _LONGEST_LABEL = 40, 10
#: A form has at least so many labels that are filled in.
_FILLED = 3
_DAY = re.compile(r"(?:19|20)\d{2}(?:年\d{1,2}月(?:\d{1,2}日)?|([.\-/])\d{1,2}(?:\1\d{1,2})?)")
#: So many labels of a form may be strange ones, each beside a few words at least.
_UNKNOWN, _SENTENCE = 2, 6
_PAIRS_ABOVE = 4
_WORDS_BESIDE = 120
_ROWS = 200
#: 应到/实到 over 4/3
_BOTH = re.compile(r"(应到(?:人数)?)[/／、和及](实到(?:人数)?)")
_BOTH_TOLD = re.compile(r"\s*(\d+)\s*人?\s*[/、]\s*(\d+)\s*人?\s*")


#: The heading of a column in which people sign.
_SIGNED = re.compile(
    r"(?:本人|党员|(?:参会|参加|到会|与会|出席)(?:人员|党员|同志)?)?(?:签名|签字|签到)(?:情况|栏|处|名单)?"
)


@dataclass
class _Form:
    """A form while its rows are gone through."""

    titles: list[str] = field(default_factory=list)
    #: What stands in a few words, and all labels with what is filled in, in order.
    pairs: list[tuple[str, str]] = field(default_factory=list)
    every: list[tuple[str, str]] = field(default_factory=list)
    tables: list[list[tuple[str, ...]]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    #: Rows that are none of a form's: somebody's data.
    strange: int = 0
    #: Labels that nobody knows: beside a sentence, and ahead of those that are known.
    unknown: int = 0
    guessed: int = 0
    months: int = 0
    open: list[tuple[str, ...]] | None = None
    #: Who signed in the cells below 签到栏; None where there is no such part.
    signed: list[str] | None = None
    known: Collection[str] = ()

    def is_label(self, text: str) -> bool:
        """Whether a cell names what stands beside it."""
        return is_label(text) or heading_text(text).rstrip("：:") in self.known

    def may_label(self, text: str) -> bool:
        """Whether a cell where labels stand in turn may be one: known, or a word that is nobody's name.

        家庭人口 | 4人 stands beside 户主 | …, whatever the clerk calls it.
        """
        named = is_unit(text) or (len(text) <= 3 and has_surname(text))
        return self.is_label(text) or (_WORD.fullmatch(text) is not None and not named)

    def parted(self, text: str) -> tuple[str, ...]:
        """A cell that says both, 书名：《党章》, as the two that it stands for."""
        label, colon, value = text.replace(":", "：", 1).partition("：")
        return (label, value.strip()) if colon and value.strip() and self.is_label(label) else (text,)


@dataclass(frozen=True)
class Form:
    """A form as the paper that it is, and its labels with what is filled in, as a card has them."""

    titles: tuple[str, ...]
    card: tuple[tuple[str, str], ...]
    #: Of the labels those with a few words beside them.
    short: tuple[tuple[str, str], ...]
    paper: TextDocument


def form_of_sheet(sheet: Sheet, known: Collection[str] = ()) -> Form | None:
    """The form that a sheet is; None when it is none. ``known`` are labels beside those that papers have."""
    form = _Form(known=known)
    rows = list(islice(iter(sheet.rows), _ROWS + 1))
    if len(rows) > _ROWS or (rows and rows[-1].number > _ROWS):
        return None
    _take_rows(form, joined((cells_of(row, as_text) for row in rows), form.is_label))
    return _read(form)


def form_of_paper(paper: TextDocument, known: Collection[str] = ()) -> Form | None:
    """The form that a paper of Word is, but for its title and a line below; None when it is none."""
    beside = [each for each in paper.paragraphs if each.text.strip()]
    if not paper.tables or sum(len(each.text) for each in beside) > _WORDS_BESIDE:
        return None
    first = paper.table_at[0]
    above = [each.text.strip() for each in paper.paragraphs[:first] if each.text.strip()]
    form = _Form(above, known=known)
    for table in paper.tables:
        _take_rows(form, joined(map(stripped, table), form.is_label))
    form.lines += [each.text for each in paper.paragraphs[first:] if each.text.strip()]
    read = _read(form)
    return replace(read, paper=replace(read.paper, author=paper.author)) if read is not None else None


def form_of_pairs(titles: Sequence[str], pairs: Sequence[tuple[str, str]], below: Sequence[str]) -> Form:
    """A form whose labels and values somebody told apart, with the lines ``below`` it."""
    form = _Form(list(titles))
    for label, value in pairs:
        _put(form, label, [value] if value else [])
    form.lines += below
    return _made(form)


def as_text(cell: Cell) -> str:
    """What a cell of a form says; a day in words."""
    if isinstance(cell.value, datetime | date):
        return f"{cell.value.year}年{cell.value.month}月{cell.value.day}日"
    return cell.text.strip()


def _read(form: _Form) -> Form | None:
    if form.signed:
        _put(form, "参加人员", ["、".join(form.signed)])
    # Among a few labels a strange one may be anything.
    few = len(form.every) <= _PAIRS_ABOVE
    form.strange += (few and form.guessed > 0) or 2 * form.guessed > len(form.every)
    if form.strange or (len(form.every) + min(form.months, 1) < _FILLED and not _is_plan(form)):
        return None
    return _made(form)


def _made(form: _Form) -> Form:
    head = [tuple(form.pairs)] if form.pairs else []
    tables = (*head, *map(tuple, form.tables))
    lines = tuple(Paragraph(text) for text in (*form.titles, *form.lines))
    paper = TextDocument(lines, tables, (len(form.titles),) * len(tables))
    return Form(tuple(form.titles), tuple(form.every), tuple(form.pairs), paper)


def _is_plan(form: _Form) -> bool:
    """Whether there is nothing but the table of a study plan below its title: months, and what is learnt."""
    heads = [[heading_text(text) for text in table[0]] for table in form.tables if len(table) > 2]
    told = (
        len(heads) == 1 and len(form.tables) == 1 and _MONTH_HEAD.fullmatch("、".join(heads[0])) is not None
    )
    # A column of units or members makes it a register of plans.
    told = told and not any(map(_WHOSE.fullmatch, heads[0]))
    return told and any(kind_of_words(title) == "study_plan" for title in form.titles)


def _take_rows(form: _Form, rows: Sequence[list[str]]) -> None:
    """The rows of a form, with the tables that stand in it, until one is none of a form's."""
    at = 0
    while at < len(rows) and not form.strange:
        if form.known and (points := points_inside(rows, at)) is not None:
            told, at = points
            form.every += told
        elif (signed := signed_across(rows, at)) is not None:
            people, at = signed
            _put(form, "参加人员", [people])
        elif (inside := table_inside(rows, at, form.is_label)) is not None:
            form.open, at = None, inside.end
            form.tables.append(list(inside.rows))
        else:
            _take(form, rows[at])
            at += 1
    if form.open is not None and len(form.open[0]) > 2:
        _take_foot(form, form.open)


def _take(form: _Form, cells: list[str]) -> None:
    """One row: a title, labels with what stands beside them, or a row of the table inside the form."""
    if sum(map(bool, cells)) > 1 or form.pairs:
        cells = [part for text in cells for part in form.parted(text)]
    filled = [text for text in cells if text]
    if not filled:
        return
    labels = [form.is_label(text) for text in filled]
    if _take_signed(form, filled):
        return
    if any(_SIGNED.fullmatch(heading_text(text)) for text in filled) and len(filled) > 1:
        # Below stand those who signed: the form is the head of their list.
        form.strange += 1
    elif len(filled) >= 3 and all(labels) and not any(text.endswith(("：", ":")) for text in filled):
        # The headings of a table inside the form.
        form.open = [tuple(cells)]
        form.tables.append(form.open)
    elif len(filled) >= 3 and form.open is None and _heads_plan(filled, form.titles):
        form.open = [tuple(cells)]
        form.tables.append(form.open)
    elif _MONTH.fullmatch(heading_text(filled[0])) and len(filled) > 1:
        form.months += 1
        if form.open is None:
            form.open = [("月份", "内容")]
            form.tables.append(form.open)
        wide = len(form.open[0]) > 2
        form.open.append(tuple(cells) if wide else (filled[0], "，".join(filled[1:])))
    elif (labels[0] and len(filled) > 1) or (form.open is None and _in_turn(form, cells)):
        form.open = None
        _take_pairs(form, cells)
    elif len(filled) == 1 and not form.pairs and not form.months:
        form.titles.append(filled[0])
    elif form.open is not None and cells[0] and _is_below(form.open[0], filled):
        form.lines += _lines(filled[0])
    elif form.open is not None:
        form.open.append(tuple(cells))
    elif len(filled) == 1 and (len(filled[0]) > _LONG or form.pairs):
        # A label over what is written below it, or that itself.
        form.lines += _lines(filled[0])
    elif form.pairs and len(filled) == 2 and form.unknown < _UNKNOWN and _is_told(*filled):
        # 党员反映 | 讲得通俗易懂: a label that nobody knows, among those that are.
        form.unknown += 1
        _put(form, filled[0], [filled[1]])
    else:
        form.strange += 1


def _heads_plan(filled: Sequence[str], titles: Sequence[str]) -> bool:
    """Whether a row heads the table of a plan, whatever its further columns are called: 月份, 学习内容, …"""
    heads = [heading_text(text) for text in filled]
    told = _MONTH_HEAD.fullmatch("、".join(heads)) is not None
    if not told and any(kind_of_words(title) == "study_plan" for title in titles):
        told = _TIME_HEAD.fullmatch("、".join(heads)) is not None
    return told and max(map(len, heads)) <= _LONGEST_LABEL


def _is_below(heads: Sequence[str], filled: Sequence[str]) -> bool:
    """Whether a row of a table is a sentence about it, 本计划经支部大会通过。, and nothing that it lists."""
    listed = re.search(r"内容|主题|专题|题目|课题|事项|情况", heading_text(heads[0]))
    return len(set(filled)) == 1 < len(heads) - 1 and not listed and filled[0].endswith(("。", "）", ")"))


def _take_foot(form: _Form, table: list[tuple[str, ...]]) -> None:
    """Take the last rows of a table for what they are where a unit and a day sign below it."""
    signed: list[str] = []
    while len(table) > 1 and (filled := {text for text in table[-1] if text}):
        text = min(filled)
        if len(filled) > 1 or not (_DAY.fullmatch(half_width(text)) or is_unit(text)):
            break
        signed.append(text)
        table.pop()
    form.lines += reversed(signed)


def _take_signed(form: _Form, filled: Sequence[str]) -> bool:
    """Take the names of those who signed, in cells beside 签到栏 or below it."""
    over = form.pairs and _SIGNED.fullmatch(heading_text(filled[0]).rstrip("：:")) is not None
    names = list(filled[1:] if over else filled)
    if not all(looks_like_name(part.name) for text in names for part in split_names(text)):
        return False
    if over:
        form.signed = names
    elif form.signed is not None:
        form.signed += names
    return bool(over) or form.signed is not None


def _is_told(label: str, text: str) -> bool:
    """Whether a word beside a sentence may name it: no unit, nobody, and no figure beside it."""
    named = is_unit(label) or (len(label) <= 3 and has_surname(label))
    return (
        _WORD.fullmatch(label) is not None and not named and len(text) >= _SENTENCE and not text[0].isdigit()
    )


def _take_pairs(form: _Form, cells: Sequence[str]) -> None:
    """Labels and values in turn; where a value is blank, each label with what follows it."""
    filled = [text for text in cells if text]
    if pairs := _in_turn(form, cells):
        if not form.is_label(pairs[0][0]):
            form.guessed += sum(not form.is_label(label) for label, _ in pairs)
        for label, value in pairs:
            _put(form, label, [value] if value else [])
        return
    label, values = "", list[str]()
    for text in filled:
        if form.is_label(text):
            _put(form, label, values)
            label, values = text, []
        else:
            values.append(text)
    _put(form, label, values)


def _in_turn(form: _Form, cells: Sequence[str]) -> list[tuple[str, str]]:
    """The labels and values that stand in turn, blank ones among them or not; a label may be strange.

    推荐得票 | 7票 | 公示时间 | …: one of them is known, the word stands alone, or below so many that are.
    """
    for each in ([text for text in cells if text], cells):
        pairs = [pair for pair in zip(each[::2], each[1::2], strict=False) if any(pair)]
        if len(each) % 2 or not any(value for _, value in pairs):
            continue
        if not all(form.may_label(label) for label, _ in pairs):
            continue
        known = any(form.is_label(label) for label, _ in pairs)
        if not (known or len(pairs) == 1 or len(form.every) >= _PAIRS_ABOVE):
            continue
        if not any(form.is_label(value) and not is_grade(value) for _, value in pairs):
            return pairs
    return []


def _put(form: _Form, label: str, values: Sequence[str]) -> None:
    """A label and what is filled in beside it."""
    if not label or not values:
        return
    people = named_together(label, values)
    if len(values) > 1 and not people:
        form.strange += 1
        return
    name, value = heading_text(label).rstrip("：:"), people or values[0]
    if (both := _BOTH.fullmatch(name)) and (figures := _BOTH_TOLD.fullmatch(half_width(value))):
        for part, figure in zip(both.groups(), figures.groups(), strict=True):
            _put(form, part, [figure])
        return
    bare = _IN_BRACKETS.sub("", name)
    form.every.append((bare, value))
    if _OF_OTHERS.search(bare):
        form.pairs.append((bare, value))
        return
    text = _TEXT.search(bare) is not None or bare in ("记录", "纪要")
    told = text and ("。" in value or len(value) > _LONG // 2)
    if told or len(value) > _LONG or "\n" in value:
        form.lines += [] if text else [f"{bare}："]
        form.lines += _lines(value)
    elif _MATTER.search(bare):
        form.lines += [f"{bare}：", *_lines(value)]
    else:
        form.pairs.append((bare, value))


#: What others say of it: no word of the paper itself.
_OF_OTHERS = re.compile(r"(?:支部|总支|党委|领导|检查|审[核批阅]|批阅|评阅|组织).*(?:意见|评语)$|评语$")
#: What is told in a part of its own, however short: 存在的问题, 意见建议.
_MATTER = re.compile(
    r"问题$|差距$|议程$|选票$|[测评]评?票$|困难$|不足$|建议$|对策$|措施$|意见$|决议$|决定$|议定事项$"
)


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.split("\n") if line.strip())


def is_label(text: str) -> bool:
    """Whether a cell names what stands beside it: 主持人, 学习内容（摘要）, 时 间：."""
    name = _IN_BRACKETS.sub("", heading_text(text)).rstrip("：:")
    return 0 < len(name) <= _LONGEST_LABEL and _LABEL.fullmatch(name) is not None
