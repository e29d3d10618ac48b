"""Tables with the same headings in a sheet, each below a title of its own: a year, a branch, a test."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from records.intake.files.reading import Row

_YEAR = re.compile(r"(?:19|20)\d{2}\s*年?度?")
#: A year, a half-year or a quarter that a title tells of.
_DATED = re.compile(r"(?:19|20)\d{2}\s*年.*[表册账簿况]|[上下]半年|[一二三四]季度")
#: What a title of a table ends in, but for what stands behind it in brackets.
_CALLED = re.compile(
    r".*(?:[表册账簿况单]|成绩|结果|名次|台账|记录|登记|汇总|统计|得票|票数|明细|公示|一览|竞赛|测试|考试|考核|测评|评议)"
)
_BRACKETS = re.compile(r"[（(【\[][^（()）【】\[\]]*[)）】\]]")
#: Behind the title of a page that goes on: （续）, （二）, 第2页.
_PAGE = re.compile(
    r"[（(]?(?:续表?|[一二三四五六七八九十\d]{1,2}|第[一二三四五六七八九十\d]+页|共\d+页)[)）]?$"
)
_SHORTEST = 7


def only_text(row: Row) -> str | None:
    """The text of a row that says one thing only."""
    found: str | None = None
    for cell in row.cells:
        if not cell.blank:
            text = cell.text.strip()
            if found is not None and text != found:
                return None
            found = text
    return found


def retitled(above: Sequence[str], told: Collection[str]) -> bool:
    """Whether the same headings stand below another title, of a further table: no next page of the first.

    ``above`` are the lines right above the headings, ``told`` the titles of the tables before.
    """
    if any(_DATED.search(text) and not _YEAR.fullmatch(text) and text not in told for text in above):
        return True
    known = {_bare(text) for text in told}
    return any(_is_title(text) and _bare(text) not in known for text in above)


def _is_title(text: str) -> bool:
    plain = re.sub(r"\s", "", text)
    bare = _BRACKETS.sub("", plain)
    return (
        len(bare) >= _SHORTEST
        and re.search("[:：。；;]", plain) is None
        and _CALLED.fullmatch(bare) is not None
    )


def _bare(text: str) -> str:
    """A title without blanks and what says that it goes on, its years and times kept."""
    return _PAGE.sub("", re.sub(r"\s", "", text))
