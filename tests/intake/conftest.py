"""What the tests of bringing in share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from records.intake.files.pool import ReaderPool


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    """The processes that read files, for a whole file of tests."""
    with ReaderPool() as shared:
        yield shared
