"""The day on which a plan or a rule was adopted, as the line below its title says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from records.intake.dates import DateReading, dates_in

#: （2011年1月7日支部会议通过）, 2010年7月22日经党员大会讨论通过
_ADOPTED = re.compile(r"通过|批准|审定|审议|研究(?:制定|决定)")
_LONGEST, _FOOT = 60, 3


def adopted_told(lines: Sequence[str], below: int, year: int | None) -> DateReading | None:
    """The only day of a short line that speaks of adoption, right below the title or at the end."""
    for line in (*lines[below : below + 2], *lines[-_FOOT:]):
        if len(line) > _LONGEST or _ADOPTED.search(line) is None:
            continue
        days = [
            reading
            for reading, _, _ in dates_in(line, year=year)
            if reading.value is not None and reading.value.precision == "day"
        ]
        if len(days) == 1:
            return days[0]
    return None
