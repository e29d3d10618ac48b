"""Where the numbers of papers come from: the code of the unit that issues them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.changing.serials import last_serial

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.archive import Archive


async def code_for(
    archive: Archive, unit: ObjectId, setting: str, field: str, *, kind: str | None = None
) -> str:
    """The code before the year: the unit's own in ``setting``, or what ``field`` (of ``kind``) had last.

    Empty when there is neither; then no number can be given.
    """
    own = (await archive.get(unit)).fields.get(setting)
    if isinstance(own, str) and own.strip():
        return own.strip()
    last = await last_serial(archive, kind=kind, field=field)
    return last.code if last else ""
