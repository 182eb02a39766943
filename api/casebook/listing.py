"""Which cases a list shows: found by number or name, or late."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date

from api.casebook.kept_case import CaseLine
from api.casebook.summary import next_due


def found(lines: Iterable[CaseLine], words: str) -> list[CaseLine]:
    """Those whose number or client's name holds ``words``, however they are spaced or written."""
    wanted = _plain(words)
    return [
        line
        for line in lines
        if wanted in _plain(line.summary.case_no) or wanted in _plain(line.summary.client)
    ]


def late(lines: Iterable[CaseLine], today: date) -> list[CaseLine]:
    """Those with an open deadline that has passed."""
    return [line for line in lines if (due := next_due(line.summary, today)) is not None and due[1] < 0]


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
