"""The collector of cyclic garbage is held back for a while, and then works as before."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from records.collecting import rare_collections, start_begins, start_ends


@pytest.fixture(autouse=True)
def usual() -> Iterator[tuple[int, int, int]]:
    before = gc.get_threshold()
    yield before
    start_ends()
    gc.unfreeze()
    assert gc.get_threshold() == before


def test_a_start_ends_once(usual: tuple[int, int, int]) -> None:
    start_ends()
    assert gc.get_threshold() == usual
    start_begins()
    assert gc.get_threshold()[0] > usual[0]
    start_ends()
    assert gc.get_threshold() == usual
    assert gc.isenabled()
    start_ends()
    assert gc.get_threshold() == usual


def test_a_bulk_load_may_outlast_the_start(usual: tuple[int, int, int]) -> None:
    start_begins()
    with rare_collections():
        start_ends()
        assert gc.get_threshold()[0] > usual[0]
    assert gc.get_threshold() == usual


def test_a_start_may_outlast_a_bulk_load(usual: tuple[int, int, int]) -> None:
    start_begins()
    with rare_collections():
        pass
    assert gc.get_threshold()[0] > usual[0]
    start_ends()
    assert gc.get_threshold() == usual
