"""What minutes say in tables of Word: what was resolved, what is wanting, who said what, anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from records.intake.files.reading import Paragraph, TextDocument, as_shown
from records.intake.papers.minutes.labels import is_read
from records.intake.papers.minutes.tally import is_tally
from records.intake.papers.signature import is_read as is_signed
from records.intake.papers.signature import pairs_of_table

_END = "；;。，, "
Table = Sequence[Sequence[str]]
_MATTER = re.compile(
    r"(?:(?:会议|议定|议决|决定|决议|整改|改进|工作|具体|主要|落实)*(?:事项|内容|措施|任务|决定|决议|打算|办法)|整改问题)(?:内容)?"
)
#: Headings of a matter where no other column has one: what is wanting is to be seen to.
_WANTING = re.compile(
    r"(?:存在|查摆|突出|主要|反映|征求|的)*(?:问题|差距|不足)(?:[和与及、]?(?:问题|差距|不足))*(?:表现|内容|描述)?"
)
_OWNER = re.compile(
    r"(?:责任|负责|牵头|承办|落实|经办|具体|整改)+(?:责任|负责)?(?:人员?|单位|部门|领导|同志|支部)"
)
_TIME = re.compile(
    r".*(?:时限|期限|完成时间|完成日期|限期|办结时间|办结日期|落实时间|整改时间|何时完成|完成期)"
    r"(?:要求|安排|节点)?"
)
_SPEAKER = re.compile(
    r"(?:发言|评议|提出|反映|参会|与会|代表|建议|意见)*(?:人员?|者|代表|对象)(?:姓名)?|姓名"
)
_SAID = re.compile(
    r"(?:发言|评议|座谈|所提|提出|主要|具体|群众|的)*(?:意见|建议|发言|意见建议|意见[和与及、]建议)"
    r"(?:内容|摘要|要点|情况)?"
)
_ORDER = re.compile(r"序号|编号|次序|项次|No\.?", re.IGNORECASE)
_READ = (_MATTER, _WANTING, _OWNER, _TIME, _SPEAKER, _SAID, _ORDER)
#: A heading is no longer than this.
_HEADING = 10


def resolutions_of_table(table: Table) -> Iterator[tuple[str, str | None, str | None]]:
    """Matter, who sees to it and until when, of a table with such columns."""
    for told in _rows_of(table, {"text": _MATTER, "owner": _OWNER, "due": _TIME}) or _rows_of(
        table, {"text": _WANTING, "owner": _OWNER, "due": _TIME}
    ):
        yield told["text"], told.get("owner") or None, told.get("due") or None


def gaps_of_table(table: Table) -> list[str]:
    """What is wanting, of a table with a column for it; none where that is all which is seen to."""
    rows = _rows_of(table, {"text": _WANTING}, least=1)
    seen_to = _rows_of(table, {"text": _WANTING, "owner": _OWNER, "due": _TIME})
    whole = rows if not seen_to or _rows_of(table, {"text": _MATTER, "owner": _OWNER, "due": _TIME}) else []
    return list(dict.fromkeys(told["text"] for told in whole))


def statements_of_table(table: Table) -> list[tuple[str, str]]:
    """Who said what, of a table with a column for each."""
    rows = _rows_of(table, {"text": _SAID, "who": _SPEAKER})
    return [(re.sub(r"\s", "", told["who"]), told["text"]) for told in rows if told.get("who")]


def _rows_of(table: Table, headings: dict[str, re.Pattern[str]], *, least: int = 2) -> list[dict[str, str]]:
    """The cells below such headings, by name: of rows with a text, where ``least`` of the columns are."""
    at: dict[str, int] = {}
    found = []
    for row in map(as_shown, table):
        if not at:
            cells = [re.sub(r"\s|[（(].*?[)）]", "", cell) for cell in row]
            named = {
                name: next((index for index, cell in enumerate(cells) if pattern.fullmatch(cell)), None)
                for name, pattern in headings.items()
            }
            at = {name: index for name, index in named.items() if index is not None}
            at = at if "text" in at and len(at) >= least else {}
            continue
        told = {name: row[index].strip().rstrip(_END) for name, index in at.items() if index < len(row)}
        if told.get("text"):
            found.append(told)
    return found


def leaves_columns(document: TextDocument) -> bool:
    """Whether something stands in a column of such tables that no field takes: 完成情况, 备注."""
    for table in document.tables:
        if is_tally(table) or not _is_listed(table):
            continue
        rows = [[re.sub(r"\s|[（(].*?[)）]", "", cell) for cell in as_shown(row)] for row in table]
        head = next(row for row in rows if any(map(_is_matter, row)))
        free = [
            at for at, cell in enumerate(head) if cell and not any(each.fullmatch(cell) for each in _READ)
        ]
        below = rows[rows.index(head) + 1 :]
        if any(at < len(row) and row[at] not in ("", "无", "/", "—") for row in below for at in free):
            return True
    return False


def _is_matter(cell: str) -> bool:
    return any(each.fullmatch(cell) for each in (_MATTER, _WANTING, _SAID))


def _is_listed(table: Table) -> bool:
    """Whether a table is of what was resolved, wanting or said."""
    return bool(any(resolutions_of_table(table)) or gaps_of_table(table) or statements_of_table(table))


def with_tables_told(document: TextDocument, *, evaluation: bool) -> TextDocument:
    """The minutes with what their tables say in lines of its own, where nothing reads the tables.

    Those at the head, of votes, and of an evaluation what was resolved, wanting and said are read.
    """
    lines: list[tuple[int, list[str]]] = []
    kept: list[tuple[int, tuple[tuple[str, ...], ...]]] = []
    for at, table in zip(document.table_at, document.tables, strict=True):
        if is_tally(table) or (evaluation if _is_listed(table) else _of_the_head(table)):
            kept.append((at, table))
        else:
            lines.append((at, _as_lines(table)))
    if not any(told for _, told in lines):
        return document
    paragraphs = list(document.paragraphs)
    for at, told in reversed(lines):
        paragraphs[at:at] = [Paragraph(line) for line in told]
    moved = [at + sum(len(told) for before, told in lines if before < at) for at, _ in kept]
    return replace(
        document,
        paragraphs=tuple(paragraphs),
        tables=tuple(table for _, table in kept),
        table_at=tuple(moved),
    )


def _of_the_head(table: Table) -> bool:
    return any(is_read(label) or is_signed(label) for label in pairs_of_table(table))


def _as_lines(table: Table) -> list[str]:
    """A line a row, 1. 添置图书（责任人张三，完成时限3月1日）。: no label stands in it, and no signature."""
    rows = [[re.sub(r"\s+", " ", cell).strip() for cell in as_shown(row)] for row in table]
    rows = [row for row in rows if any(row)]
    heads = rows[0] if len(rows) > 1 and all(_is_heading(cell) for cell in rows[0] if cell) else []
    lines = []
    for row in rows[1 if heads else 0 :]:
        named = [(heads[at] if at < len(heads) else "", cell) for at, cell in enumerate(row) if cell]
        number = next((f"{cell}." for head, cell in named if _ORDER.fullmatch(head)), "")
        first, *others = [pair for pair in named if not _ORDER.fullmatch(pair[0])] or [("", "")]
        beside = "，".join(f"{head}{cell.rstrip(_END)}" for head, cell in others)
        text = first[1].rstrip(_END)
        lines.append(f"{number}{text}{f'（{beside}）' if beside else ''}。" if text else "")
    return [line for line in lines if line]


def _is_heading(cell: str) -> bool:
    return len(cell) <= _HEADING and not re.search(r"\d|[。，；：:]", cell)
