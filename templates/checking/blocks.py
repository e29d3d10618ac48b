"""The statements of a template: each written correctly, and each ``if`` and ``for`` ended where it may be.

What comes out is the template's text without layout, a paragraph a line, for Jinja to parse: faulty tags are
left out and missing ends put in, so that one mistake does not hide the next.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment
from jinja2.exceptions import TemplateSyntaxError

from records.language import translator
from templates.checking.report import Code, Report
from templates.checking.tags import Paragraph, Tag
from templates.layout.ooxml import Element, W
from templates.tag_faults import badly_written, cut_through, too_deep

tr = translator("templates")

#: stands in the text for a paragraph that is printed, whatever is in it
PRINTED = "¶"
#: a name that may be anything, in place of an expression that could not be read
UNKNOWN = "_unknown_"
_ENDS = {
    "endif": "if",
    "endfor": "for",
    "endset": "set",
    "endmacro": "macro",
    "endwith": "with",
    "endcall": "call",
    "endfilter": "filter",
}
_ALONE = ("if", "for", "elif", "else", "set", "macro", "with", "call", "filter", *_ENDS)
#: what docxtpl makes of cells: merged ones, one over several columns, one with a colour
_CELLS = ("vm", "hm", "colspan", "cellbg")
_OTHER_FILES = ("include", "import", "from", "extends", "block", "raw", "autoescape")
_HOLDERS = {"tr": f"{{{W}}}tr", "tc": f"{{{W}}}tc"}
_FULL_WIDTH = re.compile(r"[\uff01-\uff5e\u3000\u3001\u3002]")
_ENVIRONMENT = Environment(autoescape=True)
_LINE = re.compile(r" line \d+|\.$")


@dataclass(slots=True)
class _Open:
    """A block that has begun: which statement, where, and in which paragraph, row or body it has to end."""

    keyword: str
    paragraph: Paragraph
    tag: Tag


def statements(paragraphs: Sequence[Paragraph], report: Report) -> str:
    """The tags as one Jinja source. Reports faulty statements and blocks that do not fit together."""
    blocks = _Blocks(report)
    lines = []
    for paragraph in paragraphs:
        line = [PRINTED] if paragraph.stays else []
        at = 0
        for tag in paragraph.tags:
            line += [_plain(paragraph.text[at : tag.start]), blocks.read(paragraph, tag)]
            at = tag.end
        line.append(_plain(paragraph.text[at:]))
        _lost_text(paragraph, report)
        lines.append("".join(line))
    return "\n".join(lines) + blocks.finish()


@lru_cache(maxsize=4096)
def _syntax_fault(source: str) -> str | None:
    """What Jinja has against a tag taken by itself; None when it is well written."""
    try:
        _ENVIRONMENT.parse(source)
    except TemplateSyntaxError as error:
        return _LINE.sub("", error.message or "")
    except RecursionError:
        return too_deep().reason
    except ValueError as error:  # a number of thousands of digits
        return str(error)
    return None


def _plain(text: str) -> str:
    return text.replace("\n", " ").replace("{", "(").replace("}", ")")


class _Blocks:
    def __init__(self, report: Report) -> None:
        self._report = report
        self._open: list[_Open] = []

    def read(self, paragraph: Paragraph, tag: Tag) -> str:
        """The tag as Jinja shall read it: as it is, mended, or nothing."""
        text = " ".join(tag.text.split())
        if tag.opener == "{#":
            return ""
        if tag.level and not self._fits(paragraph, tag):
            return ""
        if tag.opener == "{{":
            return f"{{{{ {text} }}}}" if self._parses(paragraph, f"{{{{ {text} }}}}", text) else ""
        keyword, _, rest = text.partition(" ")
        if keyword in _CELLS:
            value = f"{{{{ {rest} }}}}"
            return value if rest and self._parses(paragraph, value, rest) else ""
        return self._statement(paragraph, tag, keyword, text)

    def _statement(self, paragraph: Paragraph, tag: Tag, keyword: str, text: str) -> str:
        if keyword in _OTHER_FILES:
            self._add(
                "not-allowed", paragraph, tr("{keyword} is not allowed in a template.", keyword=keyword)
            )
            return ""
        if keyword not in _ALONE:
            self._unknown_keyword(paragraph, keyword)
            return ""
        if keyword in _ENDS:
            return self._end(paragraph, tag, keyword)
        written = f"{{% {text} %}}"
        if keyword in ("else", "elif"):
            if not self._continues(paragraph, tag, keyword):
                return ""
            alone = f"{{% if {UNKNOWN} %}}{written}{{% endif %}}"
            right = self._parses(paragraph, alone, text)
            return written if right else f"{{% elif {UNKNOWN} %}}"
        block = keyword != "set" or "=" not in text
        alone = f"{written}{{% end{keyword} %}}" if block else written
        right = self._parses(paragraph, alone, text)
        if block:
            self._open.append(_Open(keyword, paragraph, tag))
        return written if right else _mended(keyword, text) if block else ""

    def _parses(self, paragraph: Paragraph, source: str, text: str) -> bool:
        reason = _syntax_fault(source)
        if reason is None:
            return True
        wide = "".join(dict.fromkeys(_FULL_WIDTH.findall(re.sub(r"'[^']*'|\"[^\"]*\"", "", text))))
        hint = tr("Type {signs} with the Chinese input method switched off.", signs=wide) if wide else ""
        self._add("syntax", paragraph, badly_written(reason), hint=hint)
        return False

    def _unknown_keyword(self, paragraph: Paragraph, keyword: str) -> None:
        if keyword in ("p", "tr", "tc", "r"):
            hint = tr("Write {{%{level} without a space before {level}.", level=keyword)
        else:
            near = difflib.get_close_matches(keyword, (*_ALONE, *_CELLS), n=1, cutoff=0.5)
            hint = (
                tr("Did you mean {name!r}?", name=near[0])
                if near
                else tr("A value is printed by {{ name }}.")
            )
        self._add("syntax", paragraph, tr("there is no statement {name!r}.", name=keyword), hint=hint)

    def _fits(self, paragraph: Paragraph, tag: Tag) -> bool:
        """Whether a tag with p, tr or tc can take its paragraph, row or cell with it."""
        holder = _HOLDERS.get(tag.level)
        if holder and next(paragraph.element.iterancestors(holder), None) is None:
            self._add(
                "cut",
                paragraph,
                tr("A tag with {level} stands in no table.", level=tag.level),
                hint=tr("Use {%p … %} outside tables."),
            )
            return False
        if "%" in tag.text or "}" in tag.text:
            self._add(
                "syntax",
                paragraph,
                tr("a tag with {level} can't hold a percent sign or a brace.", level=tag.level),
                hint=tr("Set a value before: {% set much = a % 2 %}, and use it here."),
            )
        return True

    def _end(self, paragraph: Paragraph, tag: Tag, keyword: str) -> str:
        wanted = _ENDS[keyword]
        if wanted not in [each.keyword for each in self._open]:
            self._add(
                "unmatched",
                paragraph,
                tr("{end} has no {start} before it.", end=keyword, start=wanted),
                hint=tr("Delete it, or write the beginning."),
            )
            return ""
        missing = ""
        while (block := self._open.pop()).keyword != wanted:
            self._unended(block)
            missing += f"{{% end{block.keyword} %}}"
        self._same_place(block, paragraph, tag)
        return f"{missing}{{% {keyword} %}}"

    def _continues(self, paragraph: Paragraph, tag: Tag, keyword: str) -> bool:
        block = self._open[-1] if self._open else None
        if block is None or block.keyword not in (("if", "for") if keyword == "else" else ("if",)):
            self._add(
                "unmatched",
                paragraph,
                tr("{end} has no {start} before it.", end=keyword, start="if"),
                hint=tr("Delete it, or write the beginning."),
            )
            return False
        self._same_place(block, paragraph, tag)
        return True

    def _same_place(self, block: _Open, paragraph: Paragraph, tag: Tag) -> None:
        """What a condition takes away has to be whole paragraphs, whole rows, or text of one paragraph."""
        if block.keyword not in ("if", "for"):
            return
        if block.tag.level == tag.level and _holder(block.paragraph, tag.level) is _holder(
            paragraph, tag.level
        ):
            return
        reason, hint = cut_through()
        self._add("cut", block.paragraph, reason, hint=hint)

    def _unended(self, block: _Open) -> None:
        self._add(
            "unmatched",
            block.paragraph,
            tr("{start} is not ended by {end}.", start=block.keyword, end=f"end{block.keyword}"),
            hint=tr("Write {{% end{keyword} %}} where it shall end.", keyword=block.keyword),
        )

    def finish(self) -> str:
        """The ends that are missing at the end of the file."""
        missing = ""
        while self._open:
            block = self._open.pop()
            self._unended(block)
            missing += f"{{% end{block.keyword} %}}"
        return missing

    def _add(self, code: Code, paragraph: Paragraph, message: str, *, hint: str = "") -> None:
        self._report.add(code, paragraph.place, message, hint=hint, order=paragraph.order)


def _holder(paragraph: Paragraph, level: str) -> Element | None:
    """Within which a block of this level has to stay: the paragraph, or what holds it, its row or cell."""
    if level in ("", "r"):
        return paragraph.element
    if level == "p":
        return paragraph.element.getparent()
    holder = next(paragraph.element.iterancestors(_HOLDERS[level]), None)
    return None if holder is None else holder.getparent()


def _mended(keyword: str, text: str) -> str:
    """The beginning of a block that can be parsed, in place of one that can't."""
    if keyword == "for":
        names = re.match(r"for\s+(\w+(?:\s*,\s*\w+)*)", text)
        return f"{{% for {names[1] if names else 'row'} in {UNKNOWN} %}}"
    return {
        "if": f"{{% if {UNKNOWN} %}}",
        "set": f"{{% set {UNKNOWN} %}}",
        "macro": f"{{% macro {UNKNOWN}() %}}",
        "with": "{% with %}",
        "call": f"{{% call {UNKNOWN}() %}}",
        "filter": "{% filter upper %}",
    }[keyword]


def _lost_text(paragraph: Paragraph, report: Report) -> None:
    """Text beside a statement that takes its paragraph with it is never printed."""
    if paragraph.stays:
        return
    rest = list(paragraph.text)
    for tag in paragraph.tags:
        if tag.level in ("p", "tr", "tc") or tag.opener == "{#":
            rest[tag.start : tag.end] = " " * (tag.end - tag.start)
    if lost := "".join(rest).strip():
        report.add(
            "beside",
            paragraph.place,
            tr("“{text}” is lost: the statement takes its whole paragraph with it.", text=lost),
            hint=tr("Give the statement a paragraph of its own."),
            order=paragraph.order,
        )
