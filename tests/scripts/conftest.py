"""What the tests of commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scripts.shared_server import opened, ready, shared_mongod
from tests.scripts.terminal import Terminal

__all__ = ["opened", "ready", "shared_mongod", "terminal"]


@pytest.fixture
def terminal(archive_home: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Commands on an empty archive."""
    return Terminal(capsys)
