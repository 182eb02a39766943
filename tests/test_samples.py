"""Every sample is an example to follow, but for the one that is broken on purpose."""

from __future__ import annotations

import pytest

from tests.changing import findings
from tests.reading import SAMPLES, sample

NAMES = sorted(path.stem for path in SAMPLES.glob("*.json") if not path.stem.startswith("broken"))


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_has_neither_errors_nor_warnings(name: str) -> None:
    assert [(f.rule, f.path) for f in findings(sample(name)) if f.severity != "info"] == []
