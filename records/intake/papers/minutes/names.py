"""What the meetings of a book are called: a line of its own above the labels of each, (二)村务公开学习."""

from __future__ import annotations

import re
from collections.abc import Sequence

from records.intake.names import looks_like_name
from records.intake.papers.minutes.parts import NUMBER_KINDS
from records.intake.papers.paper_name import has_surname
from records.intake.papers.signature import pairs_of_line
from records.numbers import chinese_number
from records.values import half_width

#: Behind this a meeting is called what the line above it says.
NAME_LABEL = "会议名称："
_LONGEST = 40
_SENTENCE = re.compile(r"[；;：:！!，,]$|。")
#: How the line above one that names a meeting ends: the minutes of the one before, or nothing at all.
_ENDS = re.compile(r"^\s*$|[。！”）)]\s*$")
#: What ends the minutes above and names nothing: 散会, 会议到此结束.
ENDING = re.compile(
    r"散会|(?:会议|学习|活动)?(?:到此)?结束|完毕|休会|附[件：:]|[（(]?(?:以下|此页)空白[)）]?"
)
#: What only counts a meeting, or says once more that these are minutes of a time.
_COUNTS = re.compile(
    r"[（(]?第?[一二三四五六七八九十\d]{0,3}[)）]?(?:次|期|、|[.．])?"
    r"(?:(?:(?:19|20)\d{2}年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|\d{1,2}日)?)?"
    r"(?:党员|支部|党小组|支委)*(?:会议?|大会|学习|活动|例会)?(?:记录|纪要)?"
)
#: Which of a branch's meetings it was, behind its number: （三）支部大会.
_ASSEMBLY = re.compile(r"(?:支部|党员|全体|支委|党小组){1,3}(?:大会|扩大会议?)|(?:支部委员会|党小组)会议?")
#: What counts a meeting before its name: 第二次会议：
_COUNTING = re.compile(r"^第[一二三四五六七八九十\d]{1,3}[次期](?:会议|学习|活动|例会)?[：:、\s]+(?=.)")
#: Meetings of which minutes of another sort are kept.
_JUDGED = re.compile(r"评议|测评|述[学职廉]|征求意见|服务对象|满意度")


def names_above(lines: Sequence[str], begins: Sequence[int]) -> list[int | None]:
    """Where the line stands that names each meeting; ``begins``: where the labels of each begin.

    Numbered through the book such a line may say anything; else all meetings but perhaps the first, below
    the book's title, must have one, and none of them may end what stands above.
    """
    above = [_line_above(lines, begin) for begin in begins]
    if _numbered_through([lines[at] if at is not None else "" for at in above]):
        return above
    apart = [at if at is not None and at > 0 and _ENDS.search(lines[at - 1]) else None for at in above]
    apart[0] = above[0] if above[0] is not None and above[0] > 0 else None
    told = [at for at in apart[1:] if at is not None and _is_name(lines[at])]
    if len(told) < len(begins) - 1 or len({lines[at] for at in told}) < len(told):
        return [None] * len(begins)
    first = apart[0]
    return [first if first is not None and _is_name(lines[first]) else None, *told]


def name_of(line: str) -> str | None:
    """The name in such a line, without its number: empty where it counts the meeting and no more.

    None where minutes of another sort are kept of such a meeting.
    """
    text = line.strip()
    bare = half_width(text)
    for kind in NUMBER_KINDS:
        if (number := kind.match(bare)) is not None and len(bare) == len(text):
            text = text[number.end() :].strip()
            break
    text = _COUNTING.sub("", text)
    if _JUDGED.search(text):
        return None
    named = text != line.strip() and _ASSEMBLY.fullmatch(text) is not None
    return "" if _COUNTS.fullmatch(text) and not named else text


def _line_above(lines: Sequence[str], begin: int) -> int | None:
    at = begin - 1
    while at >= 0 and not lines[at].strip():
        at -= 1
    line = lines[at].strip() if at >= 0 else ""
    return at if line and len(line) <= _LONGEST and not is_labelled(line) else None


def is_labelled(line: str) -> bool:
    """Whether a line has labels, and is none that names a meeting behind its number."""
    return bool(pairs_of_line(line)) and _COUNTING.match(line) is None


def _numbered_through(lines: Sequence[str]) -> bool:
    """Whether the lines are numbered one after the other in one way: （一） （二） （三）."""
    texts = [half_width(line.strip()) for line in lines]
    for kind in NUMBER_KINDS:
        found = [kind.match(text) for text in texts]
        numbers = [_number(each[0]) if each is not None else None for each in found]
        if numbers == list(range(1, len(lines) + 1)):
            return all(text[each.end() :].strip() for text, each in zip(texts, found, strict=True) if each)
    return False


def _number(mark: str) -> int | None:
    digits = re.search(r"\d{1,2}|[一二三四五六七八九十]{1,3}", mark)
    return int(chinese_number(digits[0])) if digits is not None else None


def _is_name(line: str) -> bool:
    text = line.strip()
    signed = looks_like_name(text) and has_surname(text)
    return not (signed or _SENTENCE.search(text) or ENDING.match(text))
