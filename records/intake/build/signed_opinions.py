"""The day that stands below an opinion, where the record keeps the day of signing by itself."""

from __future__ import annotations

import re
from datetime import date

from records.intake.dates import dates_in
from records.intake.outcome import Item
from records.kind import Kind

#: What may stand around the day: who signed, the seal.
_SIGNED = re.compile(r"\s*(?:[（(]?(?:盖章|签[名字章]|公章)[)）]?[:：]?\s*[\u4e00-\u9fff]{0,4}\s*)?$")


def take_signing_day(item: Item, kind: Kind) -> None:
    """Put the latest day that stands below opinions into ``signed_on``, and leave what was said."""
    if kind.field("signed_on") is None:
        return
    days: list[date] = []
    for name, text in list(item.fields.items()):
        if not name.endswith("_opinion") or not isinstance(text, str):
            continue
        found = [each for each in dates_in(text) if each[0].value is not None]
        reading, start, end = found[-1] if found else (None, 0, 0)
        value = reading.value if reading is not None else None
        if value is not None and value.precision == "day" and not text[end:].strip(" 　。") and start:
            item.fields[name] = _SIGNED.sub("", text[:start]).strip()
            days.append(value.start)
    if days:
        item.fields.setdefault("signed_on", max(days))
