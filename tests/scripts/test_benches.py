"""Every bench runs, at its smallest, and compares two sides; how fast they are is no matter here."""

from __future__ import annotations

import json
from importlib import import_module

import pytest

from scripts.bench import BENCHES
from scripts.bench.measure import TRIAL_ROUNDS, Outcome


@pytest.mark.timeout(240)
@pytest.mark.parametrize("name", BENCHES)
async def test_a_bench_compares_two_sides(name: str) -> None:
    bench = BENCHES[name]
    module = import_module(f"scripts.bench.{bench.module}")
    outcome: Outcome = await module.run(bench.small, TRIAL_ROUNDS)
    assert outcome.bench == name
    assert outcome.comparisons
    for compared in outcome.comparisons:
        assert len(compared.ours.seconds) >= TRIAL_ROUNDS
        assert len(compared.theirs.seconds) >= TRIAL_ROUNDS
        assert compared.ratio > 0
    assert json.loads(json.dumps(outcome.as_dict()))["versions"]["pymongo"]
