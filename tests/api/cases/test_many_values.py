"""A case of more values than anybody enters is refused before they are made: they take far more than their letters."""

from __future__ import annotations

import pytest

from api.cases.intake import parse_json
from forms import TooLarge


def listing(count: int) -> bytes:
    """A case whose signs (an opening brace, a bracket, commas) are so many."""
    return b'{"a": [' + b"0," * (count - 2) + b"0]}"


def test_a_million_values_are_read() -> None:
    assert len(parse_json(listing(1_000_000))["a"]) == 999_999


def test_one_more_is_refused() -> None:
    with pytest.raises(TooLarge, match="1,000,000개"):
        parse_json(listing(1_000_001))
