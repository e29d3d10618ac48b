"""Names of people and their identity numbers, as registers hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from records.intake.files.reading import Cell, CellValue
from records.people import id_number
from records.people.id_number import Gender
from records.values import half_width

_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\xad]")
_DOTS = re.compile(r"[•・‧∙⋅．.˙●﹒]")
_SUFFIX = re.compile(r"[（(\[【]\s*([^（）()\[\]【】]*)\s*[)）\]】]\s*$")
_MARKED = re.compile(r"^\s*[*＊※★☆▲△●◆#＃]+|[*＊※★☆▲△●◆#＃]+\s*$")
_TITLE = re.compile(r"(?:同志|先生|女士|书记|主任|老师)$")
_CJK = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·]+")
_SEPARATORS = re.compile(r"[、,，;；/／\n和及与]|\s{2,}|\u3000+")
_REASONS = (
    "病假",
    "事假",
    "公差",
    "出差",
    "请假",
    "产假",
    "婚假",
    "丧假",
    "休假",
    "年休",
    "外出",
    "务工",
    "旷课",
    "迟到",
    "早退",
    "缺席",
    "学习",
    "培训",
    "开会",
    "住院",
    "生病",
    "有病",
    "有事",
    "打工",
    "农忙",
    "值班",
    "下村",
    "公务",
    "因事",
    "因病",
    "因公",
    "无故",
    "探亲",
    "借调",
    "包村",
    "其他",
    "原因",
)
#: A name, and behind a stroke why: 刘军/下村防汛, 刘军－病假.
_CAUSE_BEHIND = re.compile(
    r"([\u4e00-\u9fff·]{2,6})\s*[/／－—-]\s*([^/／、,，;；。（(：:\n]+)(?![^/／、,，;；。\n]*[/／])"
)
#: 1.张三 2.李四, ①张三②李四
_NUMBERED = re.compile(r"[①-⑳]|(?<![\d.])\d{1,2}[.、．](?=\s*[\u4e00-\u9fff])")
#: What somebody did instead, right behind the name: 张三参加县里培训, 李四已补课.
_DID = re.compile(r"([\u4e00-\u9fff]{2,3}?)((?:参加|前往|已|因|去|到|赴|在|陪|回).+)")
#: What is said of all who are named before: 张三、李四（均外出）.
_ALL = re.compile(r"^(?:均为?|都是?|皆|全部?)(?=.)")
_NOBODY = frozenset(("", "无", "没有", "全勤", "全到", "无缺席", "全部到齐", "-", "—", "——", "/", "零", "0"))
_EXPONENT = re.compile(r"\d(?:\.\d+)?E\+?1\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameReading:
    """A name without the spaces inside and the remark behind it; ``remark`` is what stood in brackets.

    Flags: ``name_inner_space``, ``name_trailing_space``, ``name_suffix``, ``name_title``, ``name_marked``,
    ``not_a_name``.
    """

    name: str
    raw: str
    flags: tuple[str, ...] = ()
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class NamedPart:
    """One of several people in a cell, with the reason that goes with the name."""

    name: str
    reason: str | None
    raw: str
    #: Whether the list is one of those on leave, whatever stands beside the name: 请假：甲（赶集）.
    excused: bool = False


@dataclass(frozen=True, slots=True)
class IdReading:
    """An identity number (GB 11643). ``value`` is None when what stands there may not be kept.

    Flags: ``id_blank``, ``id_is_float``, ``id_is_float_as_text``, ``id_wrong_length``, ``id_bad_checksum``,
    ``id_bad_date``, ``id_bad_characters`` (value None); ``id_15_digits`` (kept as it is), ``id_lower_x``,
    ``id_fullwidth``, ``id_spaced``, ``id_leading_quote``.
    """

    value: str | None
    raw: str
    flags: tuple[str, ...] = ()
    birth: date | None = None
    gender: Gender | None = None


@lru_cache(maxsize=8192)
def clean_name(text: str) -> NameReading:
    """Read a name: 张 三, 张　三, 李梅（女）, 王强同志, 买买提・艾力."""
    flags: list[str] = []
    bare = _INVISIBLE.sub("", text)
    unmarked = _MARKED.sub("", bare)
    if unmarked != bare and unmarked.strip():
        # A note below the table says what the mark means.
        bare = unmarked
        flags.append("name_marked")
    remark = None
    if match := _SUFFIX.search(bare):
        remark = match[1].strip() or None
        flags.append("name_suffix")
        bare = bare[: match.start()]
    stripped = bare.strip()
    if stripped != bare and "name_suffix" not in flags:
        flags.append("name_trailing_space")
    name = re.sub(r"\s", "", stripped)
    if name != stripped:
        flags.append("name_inner_space")
    name = _DOTS.sub("·", name)
    if _TITLE.search(name) and len(name) >= 4:
        name = _TITLE.sub("", name)
        flags.append("name_title")
    if not looks_like_name(name):
        flags.append("not_a_name")
    return NameReading(name, text, tuple(flags), remark)


@lru_cache(maxsize=8192)
def match_key(name: str) -> str:
    """What two spellings of one name have in common: no spaces, one kind of dot, capitals alike."""
    return re.sub(r"\s", "", _DOTS.sub("·", _INVISIBLE.sub("", half_width(name)))).casefold()


def looks_like_name(name: str) -> bool:
    """Two to four Chinese characters, more with a dot; or a Latin name. (No list of surnames: minorities.)"""
    if _CJK.fullmatch(name):
        return 2 <= len(name) <= (15 if "·" in name else 4)
    return bool(re.fullmatch(r"[A-Za-z][A-Za-z .'-]{1,40}", name))


def split_names(text: str) -> list[NamedPart]:
    """The people in one cell: 甲、乙; 事假：甲、乙；病假：丙; 甲（事假）、乙（病假）; 甲病假.

    Empty for 无 and 全勤.
    """
    return list(_named_parts(text))


@lru_cache(maxsize=8192)
def _named_parts(text: str) -> tuple[NamedPart, ...]:
    bare = _NUMBERED.sub("、", _INVISIBLE.sub("", text)).strip()
    if half_width(bare).strip(" 。.") in _NOBODY:
        return ()
    parts: list[NamedPart] = []
    reason: str | None = None
    for clause in re.split(r"[;；。\n]", _CAUSE_BEHIND.sub(_bracketed_cause, bare)):
        head, colon, tail = clause.replace(":", "：").partition("：")
        if colon and is_reason(tail.strip()) and looks_like_name(head.strip()):
            clause = f"{head}（{tail}）"  # 张三：病假
        elif colon:
            reason, clause = head.strip() or None, tail
        elif not is_reason(clause.strip()):
            reason = None
        read = (_part(piece, reason) for piece in _pieces(clause))
        parts += _said_of_all([part for part in read if part is not None], reason, clause)
    return tuple(parts)


def _said_of_all(parts: list[NamedPart], reason: str | None, clause: str) -> list[NamedPart]:
    """The people of a clause whose last reason is everybody's: 甲、乙请假; 甲、乙（均外出务工）."""
    if len(parts) < 2 or (last := parts[-1].reason) is None or any(p.reason != reason for p in parts[:-1]):
        return parts
    everybody = _ALL.sub("", last)
    # 甲、乙（病假） and 甲，乙病假 may say it of the last alone.
    if everybody == last and (last == reason or re.search(r"[,，（(]", clause)):
        return parts
    return [replace(part, reason=everybody) for part in parts]


def _bracketed_cause(found: re.Match[str]) -> str:
    """刘军（下村防汛） for 刘军/下村防汛; 张三/李四 stay two people."""
    cause = found[2].strip()
    told = any(word in cause for word in _REASONS) or (len(cause) > 1 and not looks_like_name(cause))
    return f"{found[1]}（{cause}）" if told else found[0]


def _pieces(clause: str) -> list[str]:
    """Cut at separators outside brackets."""
    pieces, depth, start = [], 0, 0
    for match in re.finditer(r"[（(]|[）)]|" + _SEPARATORS.pattern, clause):
        sign = match.group()
        if sign in "（(":
            depth += 1
        elif sign in "）)":
            depth = max(0, depth - 1)
        elif sign.isspace() and len(clause[start : match.start()].strip()) == 1:
            continue  # 张　三: a surname set apart
        elif depth == 0 and not (sign in "和及与" and not _cuts(clause, match.start())):
            pieces.append(clause[start : match.start()])
            start = match.end()
    pieces.append(clause[start:])
    return [part for piece in pieces for part in _spaced(piece) if part.strip()]


def _spaced(piece: str) -> list[str]:
    """张三 李四 are two people, 张 三 is one."""
    words = piece.split()
    if len(words) > 1 and any(is_reason(word) for word in words[1:]):
        # 张三 因公出差: the reason goes with the name before it.
        joined: list[str] = []
        for word in words:
            if joined and is_reason(word):
                joined[-1] += f"（{word}）"
            else:
                joined.append(word)
        return joined if all("（" in word or looks_like_name(word) for word in joined) else [piece]
    # 张三 李四（迟到）
    named = (looks_like_name(_SUFFIX.sub("", word)) for word in words)
    return words if len(words) > 1 and all(named) else [piece]


def _cuts(clause: str, position: int) -> bool:
    """和 and 与 part two names only when names stand on both sides: 和平 is a name too."""
    before = re.split(r"[、,，\s]", clause[:position])[-1]
    after = re.split(r"[、,，\s（(和及与]", clause[position + 1 :])[0]
    return looks_like_name(before) and looks_like_name(after)


def _part(piece: str, reason: str | None) -> NamedPart | None:
    raw = piece.strip()
    if half_width(raw) in _NOBODY or is_reason(raw):
        return None
    reading = clean_name(raw)
    name, own = reading.name, reading.remark
    if own is None and len(name) > 3:
        cuts = [cut for word in _REASONS if (cut := name.find(word)) >= 2]
        did = _DID.fullmatch(name) if len(name) > 4 else None
        if cuts and (did is None or min(cuts) <= len(did[1])):
            cut = min(cuts)
            name, own = name[:cut].rstrip("因请"), name[cut:]
        elif did is not None:
            name, own = did[1], did[2]
    excused = "假" in (reason or "") and not (reason or "").startswith(("未", "没"))
    return NamedPart(name, own or reason, raw, excused) if name else None


def is_reason(text: str) -> bool:
    """Whether a word says why somebody is away: 病假, 因公出差."""
    return any(text.startswith(word) for word in _REASONS) and len(text) <= 6


def parse_id(value: Cell | CellValue) -> IdReading:
    """Read an identity number. A number that lost its last digits in a spreadsheet is never rebuilt."""
    if isinstance(value, Cell):
        value = value.value
    if value is None:
        return IdReading(None, "", ("id_blank",))
    raw = str(value)
    if isinstance(value, float | Decimal) or (isinstance(value, int) and abs(value) >= 10**15):
        return IdReading(None, raw, ("id_is_float",))
    text, flags = _tidy_id(raw)
    if text in ("", "无", "-", "—", "/", "不详", "0"):
        return IdReading(None, raw, ("id_blank",))
    if _EXPONENT.fullmatch(text):
        return IdReading(None, raw, ("id_is_float_as_text",))
    if len(text) not in (15, 18):
        return IdReading(None, raw, (*flags, "id_wrong_length"))
    if not re.fullmatch(r"[0-9]{15}|[0-9]{17}[0-9X]", text):
        return IdReading(None, raw, (*flags, "id_bad_characters"))
    return _checked_id(text, raw, flags)


def _tidy_id(raw: str) -> tuple[str, list[str]]:
    flags: list[str] = []
    text = _INVISIBLE.sub("", raw).strip()
    if text.startswith(("'", "‘", "’", "`")):
        text = text[1:]
        flags.append("id_leading_quote")
    narrow = half_width(text)
    if narrow != text:
        flags.append("id_fullwidth")
    joined = re.sub(r"[\s-]", "", narrow)
    if joined != narrow.strip():
        flags.append("id_spaced")
    if joined.endswith("x"):
        flags.append("id_lower_x")
    return joined.upper(), flags


def _checked_id(text: str, raw: str, flags: list[str]) -> IdReading:
    birth = id_number.birth(text)
    if birth is None:
        return IdReading(None, raw, (*flags, "id_bad_date"))
    gender = id_number.gender(text)
    if len(text) == 15:
        return IdReading(text, raw, (*flags, "id_15_digits"), birth, gender)
    if id_number.check_digit(text) != text[17]:
        return IdReading(None, raw, (*flags, "id_bad_checksum"))
    return IdReading(text, raw, tuple(flags), birth, gender)
