"""No sequence of clicks in several windows loses what was saved, or brings a paper of another case."""

from __future__ import annotations

import random

import pytest
from fastapi.testclient import TestClient

from tests.api.service.conftest import Running
from tests.api.service.wandering import Wandering


def wander(running: Running, seed: int, cases: int, steps: int) -> Wandering:
    """A drawn run of so many steps, all of which held."""
    run = Wandering(running, random.Random(seed), cases)  # noqa: S311
    for _ in range(steps):
        run.step()
    return run


def test_no_sequence_of_clicks_loses_or_mixes_cases(running: Running, client: TestClient) -> None:
    run = wander(running, seed=4, cases=2, steps=150)
    # It came to what it is about.
    assert run.papers >= 3 and run.stale >= 3 and run.accepted >= 10


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 106))
def test_no_long_sequence_of_clicks_loses_or_mixes_cases(
    running: Running, client: TestClient, seed: int
) -> None:
    run = wander(running, seed, cases=1 + seed % 3, steps=300)
    assert run.stale and run.accepted
