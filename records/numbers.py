"""Numbers as legacy registers write them: 约2万字, 8，600, ２６００, ¥1024.00, 八十六, 补考72, 缺考, 良好."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from records.errors import XuedangError
from records.language import translator
from records.values import half_width

tr = translator("records")

NumberReason = Literal["not_a_number", "a_range", "out_of_range"]
_BLANKS = frozenset(("", "-", "--", "—", "——", "/", "\\", "*", "空"))
_NONE = frozenset(("无", "没有", "未写", "未交", "零"))
_MARKS = frozenset("√✓✔○〇△▲×✗●◎☆★")
_UNCLEAR = re.compile(r"若干|不详|未知|待定|待查|待补|多篇|不少|\?+")
_ABSENT = re.compile(r"缺考|缺席|未考|免考|未参加|请假|事假|病假|弃考|弃权|因事|未测")
_GRADES = frozenset(
    (
        "优",
        "良",
        "中",
        "差",
        "优秀",
        "良好",
        "中等",
        "一般",
        "较好",
        "较差",
        "合格",
        "不合格",
        "基本合格",
        "及格",
        "不及格",
        "称职",
        "基本称职",
        "不称职",
        "好",
        "甲",
        "乙",
        "丙",
        "丁",
    )
)
_MAKEUP = re.compile(r"[(]?补(?:考|测)[)]?:?")
_ABOUT = re.compile(r"^(?:约|大约|大概|近|将近|接近|估计|不足|超过)+|(?:左右|上下|余|多|以上|以内)+$")
_UNIT = re.compile(
    r"(?:余|多)?(?:个)?(学时|课时|小时|分钟|人次|户次|人|字|篇|次|分|元|圆|块|份|本|册|期|户|名|个|条|节|天|场|件|项|岁|亩|票|页|张|位|%|w字)$"
)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DOTTED = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3}){2,}")
_THREE_DECIMALS = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?|[+-]?\.\d+")
_RANGE = re.compile(r"\d\s*(?:-|~|至|到|—)\s*\d")
_SCALES = {"百": 100, "千": 1000, "k": 1000, "万": 10_000, "w": 10_000, "亿": 100_000_000}
_SCALED = re.compile(r"([+-]?[\d,.]+)(百万|千万|[百千万亿kw])(?:([\d.]+)(千|百)?)?", re.IGNORECASE)
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千万亿点半]+")
_CHINESE_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000}
# Money written out against forgery: 伍佰元整.
_FORMAL = re.compile(
    r"(?:人民币)?(?P<whole>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)[元圆](?:零?(?P<tenths>[壹贰叁肆伍陆柒捌玖])角)?"
    r"(?:零?(?P<cents>[壹贰叁肆伍陆柒捌玖])分)?[整正]?"
)
_FORMAL_DIGITS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_LIMIT = Decimal(2**63)


class NumberFault(XuedangError):
    """What stands there is no number. ``reason`` says why, ``raw`` what stands there."""

    def __init__(self, reason: NumberReason, raw: str) -> None:
        texts: dict[NumberReason, str] = {
            "not_a_number": tr("{raw} is not understood as a number", raw=raw),
            "a_range": tr("{raw} is a range, not one number", raw=raw),
            "out_of_range": tr("{raw} is too large to be a figure of a register", raw=raw),
        }
        super().__init__(texts[reason])
        self.reason = reason
        self.raw = raw


@dataclass(frozen=True, slots=True)
class NumberReading:
    """A figure that was read; ``value`` is None when there is none to take.

    Flags without a value: ``blank``; ``none_word`` (无: a count of nought, a score that is not there);
    ``absent`` (缺考); ``grade`` (良好); ``mark`` (√); ``unclear`` (若干). Flags with a value: ``estimated``,
    ``unit_万``, ``fullwidth_number``, ``wide_comma``, ``thousands_comma``, ``number_as_text``,
    ``unit_in_cell``, ``chinese_numeral``, ``currency_sign``, ``makeup``, ``negative``, ``thousands_dot``
    (1.234.567), ``three_decimals`` (12.000: of a count, the dot may part thousands). ``note`` holds the
    word: 良好, 缺考, 补考.
    """

    value: Decimal | None
    raw: str
    flags: tuple[str, ...] = ()
    note: str | None = None
    unit: str | None = None


def parse_number(value: object) -> NumberReading:
    """Read a text, or a cell's value. Raises NumberFault."""
    if value is None:
        return NumberReading(None, "", ("blank",))
    if isinstance(value, bool):
        return NumberReading(None, str(value), ("mark",), str(value))
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, str):
        return _text(value)
    raise NumberFault("not_a_number", str(value))


def _number(value: int | float | Decimal) -> NumberReading:
    number = Decimal(str(value))
    if not number.is_finite() or abs(number) >= _LIMIT:
        raise NumberFault("out_of_range", str(value))
    return NumberReading(number, str(value), ("negative",) if number < 0 else ())


def _text(raw: str) -> NumberReading:
    text = re.sub(r"[\u200b-\u200f\ufeff\s]", "", half_width(raw))
    if formal := _FORMAL.fullmatch(text):
        parts = "".join((formal["tenths"] or "零", formal["cents"] or "")).translate(_FORMAL_DIGITS)
        text = formal["whole"].translate(_FORMAL_DIGITS)
        text += f"点{parts}" if formal["tenths"] or formal["cents"] else "元"
    text = re.sub(r"(?<=[元圆角分])整$", "", text)
    text = text.replace("−", "-").replace("﹣", "-").lstrip("'`")
    if word := _word(text, raw):
        return word
    flags: list[str] = []
    if any("０" <= char <= "９" for char in raw):
        flags.append("fullwidth_number")
    note, unit = None, None
    if _MAKEUP.search(text):
        text, note = _MAKEUP.sub("", text), "补考"
        flags.append("makeup")
    if text.startswith(("¥", "￥", "RMB", "人民币")):
        text = re.sub(r"^(?:¥|￥|RMB|人民币)", "", text)
        flags.append("currency_sign")
    text = re.sub(r"^\((.+)\)$", r"\1", text)
    while True:
        before = text
        if match := _UNIT.search(text):
            unit = unit or match[1]
            text = text[: match.start(1)]
        if _ABOUT.search(text):
            text = _ABOUT.sub("", text)
            flags.append("estimated")
        if text == before:
            break
    number = _amount(text, raw, flags)
    if unit and "unit_万" not in flags:
        flags.append("unit_in_cell")
    if number < 0:
        flags.append("negative")
    if abs(number) >= _LIMIT:
        raise NumberFault("out_of_range", raw)
    if not flags:
        flags.append("number_as_text")
    return NumberReading(number, raw, tuple(dict.fromkeys(flags)), note, unit)


def _word(text: str, raw: str) -> NumberReading | None:
    if text in _BLANKS:
        return NumberReading(None, raw, ("blank",))
    if text in _NONE:
        return NumberReading(None, raw, ("none_word",), text)
    if all(char in _MARKS for char in text):
        return NumberReading(None, raw, ("mark",), text)
    if text in _GRADES:
        return NumberReading(None, raw, ("grade",), text)
    if not re.search(r"\d", text):
        if _ABSENT.search(text):
            return NumberReading(None, raw, ("absent",), text)
        if _UNCLEAR.search(text):
            return NumberReading(None, raw, ("unclear",), text)
    return None


def _amount(text: str, raw: str, flags: list[str]) -> Decimal:
    if _PLAIN.fullmatch(text):
        if _THREE_DECIMALS.fullmatch(text):
            flags.append("three_decimals")
        return Decimal(text)
    if _DOTTED.fullmatch(text):
        flags.append("thousands_dot")
        return Decimal(text.replace(".", ""))
    if _GROUPED.fullmatch(text):
        flags.append("wide_comma" if "，" in raw else "thousands_comma")
        return Decimal(text.replace(",", ""))
    if match := _SCALED.fullmatch(text):
        return _scaled(match, raw, flags)
    if _CHINESE.fullmatch(text):
        flags.append("chinese_numeral")
        if "万" in text:
            flags.append("unit_万")
        return chinese_number(text, raw)
    raise NumberFault("a_range" if _RANGE.search(text) else "not_a_number", raw)


def _scaled(match: re.Match[str], raw: str, flags: list[str]) -> Decimal:
    base, scale, rest, rest_scale = match.groups()
    factor = 1
    for char in scale.lower():
        factor *= _SCALES[char]
    if factor >= 10_000:
        flags.append("unit_万")
    digits = base.replace(",", "")
    if not _PLAIN.fullmatch(digits):
        raise NumberFault("not_a_number", raw)
    number = Decimal(digits) * factor
    if rest:
        # 1万2 and 1万2千 are both twelve thousand; 1万200 is ten thousand two hundred.
        below = _SCALES[rest_scale] if rest_scale else (factor // 10 if len(rest) == 1 else 1)
        if not _PLAIN.fullmatch(rest):
            raise NumberFault("not_a_number", raw)
        number += Decimal(rest) * below
    return number


def chinese_number(text: str, raw: str | None = None) -> Decimal:
    """八十六, 一百二十, 一万二千, 二〇一〇, 十二点五, 三万半. Raises NumberFault."""
    whole, point, fraction = text.partition("点")
    if point:
        if not whole or not fraction or any(char not in _CHINESE_DIGITS for char in fraction):
            raise NumberFault("not_a_number", raw or text)
        digits = "".join(str(_CHINESE_DIGITS[char]) for char in fraction)
        return chinese_number(whole, raw) + Decimal(f"0.{digits}")
    if all(char in _CHINESE_DIGITS for char in text):
        return Decimal("".join(str(_CHINESE_DIGITS[char]) for char in text))
    half = text.endswith("半")
    total, section, digit, last = 0, 0, 0, 1
    for char in text.removesuffix("半"):
        if char in _CHINESE_DIGITS:
            digit = _CHINESE_DIGITS[char]
        elif char in _CHINESE_UNITS:
            last = _CHINESE_UNITS[char]
            section += (digit or 1) * last
            digit = 0
        elif char in "万亿":
            last = _SCALES[char]
            total = ((total + section + digit) or 1) * last
            section = digit = 0
        else:
            raise NumberFault("not_a_number", raw or text)
    # 一万二 is twelve thousand, 二十二 twenty-two: a bare last digit counts
    # the next lower unit, unless 零 parts them.
    if digit and last > 10 and "零" not in text[-2:] and "〇" not in text[-2:]:
        digit *= last // 10
    return Decimal(total + section + digit) + (Decimal(last) / 2 if half else 0)
