"""Who took part in a research report and when it was written, as the labels at its head and its end say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from records.intake.names import looks_like_name, split_names
from records.intake.papers.paper_name import has_surname
from records.intake.papers.signature import Signature, pairs_of_line, signed_line

_HEAD, _END = 10, 4
#: 课题组组长, 参与调研人员, 执笔: whoever stands behind such labels wrote the report together.
_WROTE = re.compile(
    r"(?:课题|调研|调查|报告|参与|参加|主要|小组|联合|专题|组|第一)*"
    r"(?:组长|成员|人员|人|小组|课题组|调研组|执笔人?|撰稿人?|撰写人?|作者|姓名|负责人|主笔)"
)
_OTHERS = re.compile(r"对象|审核|审稿|指导|陪同|联系|记录|主持|校对|编辑|接待|受访|座谈")
_WENT = re.compile(r"(?:调研|调查|走访|考察|实地)(?:起止)?(?:时间|日期)")
_DONE = re.compile(r"(?:完成|完稿|成稿|定稿|撰写|写作|报告|提交|上报|报送)(?:时间|日期)")


def authors_told(lines: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Everybody whom labels at the head and the end name as authors, in the order in which they stand.

    Nobody where these labels name none of those who are ``known`` to have signed.
    """
    found: list[str] = []
    for label, text in _pairs([*lines[:_HEAD], *lines[_HEAD:][-_END:]]):
        if _WROTE.fullmatch(label) and not _OTHERS.search(label):
            names = [re.sub(r"\s", "", part.name) for part in split_names(text)]
            found += [name for name in names if looks_like_name(name) and has_surname(name)]
    return tuple(dict.fromkeys(found)) if not known or set(known) & set(found) else ()


def done_first(lines: Sequence[str], signed: Sequence[Signature], year: int | None) -> Sequence[Signature]:
    """The signatures, those first that tell when the report was done, not when somebody went round."""
    pairs = list(_pairs(lines[:_HEAD]))
    going = {text for label, text in pairs if _WENT.fullmatch(label)}
    told = next((text for label, text in pairs if _DONE.fullmatch(label)), "")
    done = signed_line(told, year) if told else None
    when = [each for each in signed if each.date is None or each.date.raw.strip() not in going]
    later = [each for each in signed if each not in when]
    return [*([done] if done is not None else []), *_finished_last(when), *_finished_last(later)]


def _finished_last(signed: Sequence[Signature]) -> Sequence[Signature]:
    """The signatures, a day before a year or a half-year that stands above it."""
    days = [each for each in signed if each.date and each.date.value and each.date.value.precision == "day"]
    first = next((each.date.value for each in signed if each.date and each.date.value), None)
    if first is None or first.precision in ("day", "month"):
        return signed
    later = [each for each in days if each.date and each.date.value and each.date.value.start >= first.start]
    return [*later, *signed]


def _pairs(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        yield from pairs_of_line(line.strip(" \u3000（()）")).items()
