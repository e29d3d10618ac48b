"""A notebook typed as a paper: its time, the characters it says it has, who looked it through."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from records.intake.build.values import put_day
from records.intake.dates import dates_in
from records.intake.desk import Desk
from records.intake.files.reading import TextDocument
from records.intake.names import clean_name
from records.intake.outcome import Item
from records.intake.papers.note_time import entries_in
from records.intake.papers.signature import pairs_of_line, pairs_of_table
from records.intake.tables.facts import period_in
from records.kind import Field
from records.numbers import NumberFault, parse_number
from records.values import PartialDate, as_partial, half_width

#: 本册笔记合计6300字, 全本共约1.2万字, 字数：6300, 全月手写笔记3120字, 本月累计笔记2640字, 手写本本月共2350字
_COUNTED = re.compile(
    r"(?:以上|全文|原文|本人|个人|[本全当该上下](?:个?月|季度?|半?年度?|学期|册|本|篇|周|次|期|段)|\d{1,2}月份?|手写[本稿]?|手[抄记]|抄写"
    r"|原[稿件本]|笔记本?|摘[抄记录]|学习|读书|政治|业务|理论|共?记录?|字数|篇幅|总?[合共总累]计|合计|共有|总共|共|计|总|为|是|达|有|了|[:：\s])*+"
    r"(?P<about>约|大约|近|将近)?(?P<figure>[\d.,]+\s*[万千]?)(?:余|多|来)?(?P<word>个?字)?(?:左右|以上)?"
)
_COUNTS = re.compile(r"笔记|字数|[合共总累]计|总共|共|手写|抄|[本全当](?:月|季|年|册|本)")
_OF_ALL = re.compile(r"[本全](?:个?月|季度?|年度?|学期|册|本)|手写[本稿]|笔记|字数:")
#: The length of one entry, at its end: （记录350字）, (约400字)
_OF_ENTRY = re.compile(
    r"[（(](?:本日|当日|今日|本次|共|计|记录?|笔记|抄写|抄录|字数|[:：\s])*(?P<about>约|近)?(?P<figure>\d{2,5})余?字[)）]。?$"
)
_LEAST_ENTRIES = 2
#: A sum of all goes before the lengths of its parts.
_IN_ALL = re.compile(r"[合总累共]|[本全](?:月|季|年|册|本|人)|手写")
_WORDS = ("字数", "全文字数", "文章字数", "报告字数", "总字数", "字数字")
_FIGURE = re.compile(r"(?P<about>约|大约|近)?(?P<figure>[\d.,]+[万千]?)(?P<more>余|多)?字?(?:左右)?")
_SEEN = re.compile(r"已?(?:审阅|批阅|查阅|检查|阅)(?:过|完|毕)?|阅示")
_LABELS = 10
_HEAD, _FOOT, _LONGEST, _LONGEST_TOLD = 5, 4, 30, 60


def tell_of_notebook(item: Item, document: TextDocument, desk: Desk) -> None:
    """What a notebook says of itself beside the notes: how long it is, and who looked it through."""
    _count_as_told(item, document)
    _checks_told(item, document, desk)


def _count_as_told(item: Item, document: TextDocument) -> None:
    """The characters as the notebook itself counts them, which goes before what is typed of it."""
    lines = [each.text.strip() for each in document.paragraphs if each.text.strip()]
    told = [found for line in (*lines[1:_HEAD], *lines[_HEAD:][-_FOOT:]) for found in _counted(line)]
    told = [each for each in told if each[2]] or told
    if not told:
        _sum_of_entries(item, lines)
        return
    if len({words for words, _, _ in told}) > 1:
        # Of several lengths none says that it is that of all.
        item.flag("value_unsure:words")
    words, about, _ = told[-1]
    item.fields |= {"words": words, "count_basis": "estimated" if about else "declared"}


def _sum_of_entries(item: Item, lines: Sequence[str]) -> None:
    """The characters where each entry says how many it has: （记录350字）; unsure where some don't."""
    told = [
        (found["about"], int(found["figure"]))
        for line in lines
        if (found := _OF_ENTRY.search(half_width(line)))
    ]
    if len(told) < _LEAST_ENTRIES:
        return
    days = entries_in(lines, year_of(item))
    if len(days) != len(told):
        item.flag("value_unsure:words")
        return
    about = any(each for each, _ in told)
    item.fields |= {
        "words": sum(words for _, words in told),
        "count_basis": "estimated" if about else "declared",
    }


def year_of(item: Item) -> int | None:
    """The year of the notes."""
    period = as_partial(item.fields.get("period"))
    return period.start.year if period is not None else None


def _counted(line: str) -> Iterator[tuple[int, bool, bool]]:
    """The lengths that a line tells and nothing more: whether about, and whether as that of all.

    So does a clause of a line that tells more, if it is of all the notes: 手写本本月共2350字，录入时有删节.
    """
    plain = half_width(re.sub(r"(?<=\d)[，,](?=\d{3})", "", line)).strip("。（）() ")
    clauses = re.split(r"[，,；;。（）()]|\s{2,}", plain) if len(plain) <= _LONGEST_TOLD else []
    for clause in clauses:
        found = _COUNTED.fullmatch(clause.strip())
        if found is None or not (found["word"] or "字数" in clause or "笔记" in clause):
            continue
        if not _COUNTS.search(clause) or (clause.strip() != plain and not _OF_ALL.search(clause)):
            continue
        try:
            value = parse_number(re.sub(r"\s", "", found["figure"])).value
        except NumberFault:
            continue
        if value is not None and value == int(value) > 0:
            about = found["about"] is not None or re.search("[余多来]个?字|左右", clause) is not None
            yield int(value), about, _IN_ALL.search(clause) is not None


def _checks_told(item: Item, document: TextDocument, desk: Desk) -> None:
    """Who looked the notes through, when, and how many pages they are, as lines above or below them say.

    检查人：张三　检查日期：2011年4月1日, 已阅　张三 2011.4.1, 页数：14页.
    """
    lines = [each.text.strip() for each in document.paragraphs if each.text.strip()]
    kind, year = desk.kinds[item.kind], year_of(item)
    who, when, pages = (kind.field(name) for name in ("checked_by", "checked_on", "pages"))
    if who is None or when is None or pages is None:
        return
    for line in (*lines[:_LABELS], *lines[_LABELS:][-_FOOT:]):
        pairs = pairs_of_line(line)
        counted = re.fullmatch(r"[共计约]*(\d{1,3})页?", half_width(_first(pairs, pages)))
        if counted is not None:
            item.fields.setdefault("pages", int(counted[1]))
        seen = line if len(line) <= _LONGEST and not pairs and _SEEN.search(line) else ""
        said = _first(pairs, who, "检查", "审阅", "查阅", "批阅") or seen
        days = [each for each in dates_in(said, year=year) if each[0].value is not None]
        name = said[: days[0][1]] + said[days[0][2] :] if days else said
        person = desk.people.named(clean_name(_SEEN.sub("", name).strip(" \u3000（()），,。.")).name)
        if not said or len(person) != 1 or "checked_by" in item.fields:
            continue
        item.fields["checked_by"] = person[0].id
        told = _first(pairs, when, "日期", "时间") or said
        read = [each.value for each, _, _ in dates_in(told, year=year) if each.value is not None]
        if len(read) == 1:
            put_day(item, when, read[0])


def _first(pairs: Mapping[str, str], field: Field, *others: str) -> str:
    """What the first label says that is one of a field's."""
    return next((pairs[name] for name in (field.label.zh, *field.headings, *others) if pairs.get(name)), "")


def count_of_label(item: Item, document: TextDocument) -> None:
    """The characters that a form says the paper has (字数：2650字), where it holds fewer itself."""
    pairs = [pairs_of_table(table) for table in document.tables[:1]]
    pairs += [pairs_of_line(each.text) for each in document.paragraphs[:_LABELS]]
    told = next((each[name] for each in pairs for name in _WORDS if each.get(name)), "")
    figure = _FIGURE.fullmatch(half_width(told).replace(" ", ""))
    if figure is None:
        return
    try:
        value = parse_number(figure["figure"]).value
    except NumberFault:
        return
    if value is not None and value == int(value) and value > item.fields.get("words", 0):
        about = figure["about"] is not None or figure["more"] is not None
        item.fields |= {"words": int(value), "count_basis": "estimated" if about else "declared"}


def period_told(lines: Sequence[str]) -> PartialDate | None:
    """The time of a line that says nothing else: 2011年4月至2011年6月, （2011年上半年）."""
    for line in lines[:_HEAD]:
        bare = half_width(line).strip("（）() ")
        period = period_in(bare) if len(bare) <= _LONGEST else None
        if period is not None and re.fullmatch(
            r"[\d年月上下半季度第一二三四至到—–~-]+", re.sub(r"\s", "", bare)
        ):
            return period
    return None
