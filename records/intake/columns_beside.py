"""Columns that say one thing together, told by their headings and first rows; ``joined`` reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from records.intake.files.reading import EMPTY
from records.intake.tables.recognition.columns import ColumnMatch, match_columns
from records.intake.tables.several.parting import DATE_PARTS
from records.intake.tables.source import SourceTable
from records.kind import Kind
from records.values import half_width

#: How many rows tell what stands in a column.
_LOOK_AT = 20
_PART_OF_DATE = re.compile(r"(.*?)[/(]?([年月日])(?:份)?[)]?")
_YEAR_COLUMN = re.compile(r"年度|年份|年|所属年度")
_FULL_YEAR = re.compile(r"\s*(?:19|20)\d{2}\s*年?度?\s*")
_OWN_YEAR = re.compile(r"\s*((?:19|20)\d{2})(?!\d)")
_UNITS_OF_TIME = re.compile(r"\s*(?:个?小时|分钟?)\s*")
_UNITS_OF_MONEY = re.compile(r"\s*[百千万]?元\s*")
_OUTCOME = re.compile(r"(?:结果|完成情况|完成与否)$")
_NOTHING = re.compile(r"[\s/\\—－-]*|无")
_MEASURE_COLUMN = re.compile(r"单位|计量单位|计量|时长单位|计时单位")


def find_columns_beside(source: SourceTable) -> None:
    """Let columns fill a field together: 入党 over 年 and 月, 年度 beside 9.6, 2 beside 小时 or 万元."""
    headings, kind = source.headings, source.kind
    parts: dict[str, list[str]] = {}
    for heading in headings:
        if "/" in heading and (found := _PART_OF_DATE.fullmatch(heading)) and found[1]:
            parts.setdefault(found[1], []).append(heading)
    for base, together in parts.items():
        target = _dated(kind, base)
        if (
            len(together) > 1
            and target
            and not any(
                column.target == target and column.heading not in together for column in source.columns
            )
        ):
            _send(source, together, target)
    _find_outcome(source)
    year = next((heading for heading in headings if _YEAR_COLUMN.fullmatch(heading)), None)
    dated = next((column for column in source.columns if column.target in kind.date), None)
    # A year that is counted from the day, as a briefing's is, takes no column for itself.
    own = kind.field("year")
    alone = dated is not None and dated.heading != DATE_PARTS and (own is None or bool(own.computed))
    if (
        year
        and dated is not None
        and alone
        and _all_say(source, year, _FULL_YEAR)
        and not _of_other_years(source, year, dated.heading)
    ):
        _send(source, [year, dated.heading], dated.target)
    figure = next((column for column in source.columns if _in_minutes(kind, column.target)), None)
    measure = next((heading for heading in headings if _MEASURE_COLUMN.fullmatch(heading)), None)
    if figure is not None and measure and _all_say(source, measure, _UNITS_OF_TIME):
        _send(source, [figure.heading, measure], figure.target)
    money = next((column for column in source.columns if _is_money(kind, column.target)), None)
    if money is not None and measure and _all_say(source, measure, _UNITS_OF_MONEY):
        _send(source, [money.heading, measure], money.target)


def _find_outcome(source: SourceTable) -> None:
    """Let a column of results that holds a field's choices alone fill it: 完成, 未完成 under 整改结果."""
    for field in source.kind.fields:
        if field.type != "choice" or source.has(field.name):
            continue
        words = re.compile(
            r"\s*(?:" + "|".join(re.escape(choice.value) for choice in field.choices) + r")\s*"
        )
        for column in source.columns:
            known = source.kind.field(column.target)
            text = known is not None and known.type in ("text", "longtext") and not known.identify
            if text and _OUTCOME.search(column.heading) and _all_say(source, column.heading, words, _NOTHING):
                _send(source, [column.heading], field.name)
                _give_freed(source, column.target)
                break


def _give_freed(source: SourceTable, target: str) -> None:
    """Let the column that means a field take it when another, which held it, went elsewhere."""
    for column in source.columns:
        again = match_columns(source.kind, (column.heading,)) if column.target == "extra" else ()
        if any(each.sure and each.target == target for each in again):
            _send(source, [column.heading], target)
            return


def _dated(kind: Kind, base: str) -> str | None:
    """The date that headings over 年 and 月 name: 入党 is 入党时间, 出生 is 出生年月."""
    for word in (base, f"{base}时间", f"{base}年月", f"{base}日期"):
        for column in match_columns(kind, (word,)):
            known = kind.field(column.target)
            if column.sure and known is not None and known.type in ("date", "partial_date"):
                return column.target
    return None


def _in_minutes(kind: Kind, target: str) -> bool:
    known = kind.field(target)
    return known is not None and known.measure is not None and known.measure.zh == "分钟"


def _is_money(kind: Kind, target: str) -> bool:
    known = kind.field(target)
    return known is not None and known.type == "money"


def _all_say(
    source: SourceTable, heading: str, pattern: re.Pattern[str], nothing: re.Pattern[str] | None = None
) -> bool:
    """Whether what the first rows say under a heading is all of a kind, but for ``nothing``."""
    rows = [row for row in islice(source.table.rows(), _LOOK_AT) if not row.skipped]
    cells = [cell for row in rows if not (cell := row.cells.get(heading, EMPTY)).blank]
    texts = [half_width(cell.text) for cell in cells]
    texts = [text for text in texts if nothing is None or not nothing.fullmatch(text)]
    return bool(texts) and all(map(pattern.fullmatch, texts))


def _of_other_years(source: SourceTable, year: str, dated: str) -> bool:
    """Whether days say other years than the one beside them: an honour of 2010, given in 2011."""
    for row in islice(source.table.rows(), _LOOK_AT):
        said = _OWN_YEAR.match(half_width(row.cells.get(dated, EMPTY).text))
        told = _OWN_YEAR.match(half_width(row.cells.get(year, EMPTY).text))
        if not row.skipped and said and told and said[1] != told[1]:
            return True
    return False


def _send(source: SourceTable, headings: Sequence[str], target: str) -> None:
    """Let these columns, and no others, fill a target."""
    at = {heading: index for index, heading in enumerate(source.headings)}
    rest = [column for column in source.columns if column.heading not in headings]
    sent = [ColumnMatch(at[heading], heading, target) for heading in headings]
    source.columns = tuple(sorted([*rest, *sent], key=lambda each: each.index))
