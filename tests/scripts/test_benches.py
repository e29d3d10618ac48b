"""Every bench runs, at its smallest, and compares two sides; how fast they are is no matter here."""

from __future__ import annotations

import json
from importlib import import_module

import pytest

from scripts.bench import BENCHES
from scripts.bench.measure import ROUNDS, Outcome


@pytest.mark.timeout(240)
@pytest.mark.parametrize("name", BENCHES)
async def test_a_bench_compares_two_sides(name: str) -> None:
    bench = BENCHES[name]
    outcome: Outcome = await import_module(f"scripts.bench.{bench.module}").run(bench.small)
    assert outcome.bench == name
    assert outcome.comparisons
    for compared in outcome.comparisons:
        assert len(compared.ours.seconds) >= ROUNDS
        assert len(compared.theirs.seconds) >= ROUNDS
        assert compared.ratio > 0
    assert json.loads(json.dumps(outcome.as_dict()))["versions"]["pymongo"]
