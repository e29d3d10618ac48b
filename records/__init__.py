"""What a record is, and how it is checked, found, kept, judged and brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from records.opening import open_archive

__all__ = ["VERSION", "open_archive"]

#: The release, as in pyproject.toml.
VERSION = "0.1.0"


def __getattr__(name: str) -> Any:
    # Only when it is asked for: commands that need no archive start without it.
    if name == "open_archive":
        from records.opening import open_archive

        return open_archive
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
