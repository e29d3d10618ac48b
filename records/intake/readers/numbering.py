"""The automatic numbers of a Word document, written out: 一、 （二） 3. ④ b) IV.

Word keeps them out of the text; a report's headings would lose theirs.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = "〇一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True)
class Level:
    """One level of a list: the shape of its number, the text around it, where it starts."""

    format: str
    text: str
    start: int


class Numbering:
    """Counts a document's lists, paragraph by paragraph in order."""

    def __init__(self, part: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if part is None:
            return
        abstract = {
            element.get(f"{W}abstractNumId", ""): {
                _integer(level.get(f"{W}ilvl")): _level(level) for level in element.findall(f"{W}lvl")
            }
            for element in part.findall(f"{W}abstractNum")
        }
        for element in part.findall(f"{W}num"):
            number = element.get(f"{W}numId", "")
            target = element.find(f"{W}abstractNumId")
            self._abstract[number] = target.get(f"{W}val", "") if target is not None else ""
            self._levels[number] = dict(abstract.get(self._abstract[number], {}))
            for override in element.findall(f"{W}lvlOverride"):
                self._override(number, override)

    def _override(self, number: str, override: etree._Element) -> None:
        index = _integer(override.get(f"{W}ilvl"))
        replaced = override.find(f"{W}lvl")
        if replaced is not None:
            self._levels[number][index] = _level(replaced)
        start = override.find(f"{W}startOverride")
        known = self._levels[number].get(index)
        if start is not None and known is not None:
            self._levels[number][index] = Level(known.format, known.text, _integer(start.get(f"{W}val"), 1))
            # A restarted list counts apart from the others of its shape.
            self._abstract[number] = f"num:{number}"

    def next(self, number: str, level: int) -> str:
        """The number of the next paragraph of list ``number`` at ``level``; empty for bullets."""
        levels = self._levels.get(number, {})
        shape = levels.get(level)
        if shape is None or number == "0":
            return ""
        counts = self._counts[self._abstract[number]]
        counts[level] = counts.get(level, shape.start - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        if shape.format in ("bullet", "none"):
            return ""
        text = shape.text
        for index in range(9):
            if f"%{index + 1}" in text:
                other = levels.get(index, shape)
                text = text.replace(f"%{index + 1}", numeral(counts.get(index, other.start), other.format))
        return text


def _level(element: etree._Element) -> Level:
    def value(name: str, default: str) -> str:
        child = element.find(f"{W}{name}")
        return default if child is None else child.get(f"{W}val", default)

    return Level(value("numFmt", "decimal"), value("lvlText", ""), _integer(value("start", "1"), 1))


def _integer(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isdecimal() else default


def chinese(number: int) -> str:
    """1 to 9999 in Chinese numerals: 十, 二十一, 一百〇三."""
    if number <= 0 or number > 9999:
        return str(number)
    text, gap = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            text += ("〇" if gap and text else "") + _CHINESE[digit] + unit
            gap = False
        else:
            gap = True
    return text.removeprefix("一") if text.startswith("一十") else text


def numeral(number: int, form: str) -> str:
    """A number in one of Word's forms (ST_NumberFormat); unknown forms as Arabic."""
    if form in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital",
                "taiwaneseCounting", "taiwaneseCountingThousand", "chineseLegalSimplified"):  # fmt: skip
        return chinese(number)
    if form == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    if form == "ideographZodiac":
        return _BRANCHES[(number - 1) % 12]
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        text = ""
        for size, sign in _ROMAN:
            text += sign * (number // size)
            number %= size
        return text.upper() if form == "upperRoman" else text
    if form == "decimalZero":
        return f"{number:02}"
    return str(number)
