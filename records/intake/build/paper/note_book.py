"""A notebook typed as a paper: the time that the line below its title says, the characters it says it has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from records.intake.files.reading import TextDocument
from records.intake.outcome import Item
from records.intake.papers.signature import pairs_of_line, pairs_of_table
from records.intake.tables.facts import period_in
from records.numbers import NumberFault, parse_number
from records.values import PartialDate, half_width

#: 本册笔记合计6300字, 全本共约1.2万字, 字数：6300
_COUNTED = re.compile(
    r"(?:[本全]册|[本全]本|本人|笔记|全年|累计|以上)*(?:笔记|字数)*(?:合计|共计|总计|总共|累计|共|计|字数)(?:字数)?[记写为:：]*"
    r"(?P<about>约|大约|近)?(?P<figure>[\d.,]+\s*[万千]?)(?:余|多)?字?"
)
_WORDS = ("字数", "全文字数", "文章字数", "报告字数", "总字数", "字数字")
_FIGURE = re.compile(r"(?P<about>约|大约|近)?(?P<figure>[\d.,]+[万千]?)(?P<more>余|多)?字?(?:左右)?")
_LABELS = 10
_HEAD, _FOOT, _LONGEST = 5, 3, 30


def count_as_told(item: Item, document: TextDocument) -> None:
    """The characters as the notebook itself counts them, which goes before what is typed of it."""
    lines = [each.text.strip() for each in document.paragraphs if each.text.strip()]
    for line in (*lines[1:_HEAD], *lines[-_FOOT:]):
        told = _COUNTED.fullmatch(half_width(line).strip("。（）() "))
        if told is None:
            continue
        try:
            value = parse_number(re.sub(r"\s", "", told["figure"])).value
        except NumberFault:
            continue
        if value is not None and value == int(value):
            about = told["about"] is not None or "余" in line or "多字" in line
            item.fields |= {"words": int(value), "count_basis": "estimated" if about else "declared"}
            return


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
