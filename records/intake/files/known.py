"""Files as they were read: who runs the same import again reads those of the same bytes no second time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from records.intake.files.reading import Reading

#: So many bytes of what was read are held; what comes after that is read each time.
HELD = 64 * 1024 * 1024


class KnownReadings:
    """What was read of each file, by its path in the import and the hash of its bytes."""

    def __init__(self, held: int = HELD) -> None:
        self._left = held
        self._known: dict[tuple[str, str], Reading] = {}

    def of(self, path: Path, relative: str, digest: str) -> Reading | None:
        """What was read of a file; it may lie elsewhere now, unpacked once more."""
        known = self._known.get((relative, digest))
        return replace(known, path=path) if known is not None else None

    def keep(self, reading: Reading, size: int) -> None:
        """Hold a reading of so many bytes, while there is room."""
        if size <= self._left and (reading.relative, reading.sha256) not in self._known:
            self._left -= size
            self._known[reading.relative, reading.sha256] = reading
