"""A score as it stands in a list of results: a figure, 缺考, 补考 72."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from records.numbers import NumberFault, parse_number

#: The columns of a test's results.
RESULTS, SCORE, ABSENT, MAKEUP = "results", "score", "absent", "makeup"
#: A figure that comes in later for the one says that the other holds no more.
ENDS: Mapping[str, str] = {SCORE: ABSENT}


def read_result(name: str, text: str, columns: Collection[str]) -> dict[str, str]:
    """What ``text`` in the column ``name`` of a list means, as typed text by column.

    Where there is a column for those absent, 缺考 in that of the scores belongs there; 补考 72 likewise.
    Anything else stays as it is.
    """
    if name != SCORE or ABSENT not in columns or not text:
        return {name: text}
    try:
        reading = parse_number(text)
    except NumberFault:
        return {name: text}
    if "absent" in reading.flags:
        return {SCORE: "", ABSENT: "true"}
    if reading.value is None:
        return {name: text}
    read = {SCORE: format(reading.value, "f") if "makeup" in reading.flags else text}
    return read | ({MAKEUP: "true"} if "makeup" in reading.flags and MAKEUP in columns else {})
