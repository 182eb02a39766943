"""Spans of a text that are shown otherwise, or that somebody should look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Full-width letters and digits read as plain ones, other circles as ○; lengths stay the same.
_PLAIN = {0xFF00 + code - 0x20: chr(code) for code in range(0x21, 0x7F)} | {0x25EF: "○", 0x3007: "○"}


@dataclass(frozen=True)
class Span:
    """A stretch of a text: what is printed instead (None leaves it), and why it is not certain.

    ``text`` is what the doubt is about, without the particle that follows it. A span with neither
    ``shown`` nor ``why`` only keeps others off.
    """

    start: int
    end: int
    shown: str | None
    text: str
    why: str | None = None


def plain(text: str) -> str:
    """The text to search in: every character in its usual form, each at its place."""
    return text.translate(_PLAIN)


def settled(found: Iterable[Span], length: int) -> tuple[Span, ...]:
    """The spans that stand, in order of place: of those that overlap, the first found."""
    taken = bytearray(length)
    kept = []
    for span in found:
        if span.start < span.end and not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append(span)
    return tuple(sorted(kept, key=lambda span: span.start))


def shown(text: str, spans: Iterable[Span]) -> str:
    """The text with its spans replaced."""
    parts, at = [], 0
    for span in spans:
        if span.shown is not None:
            parts += [text[at : span.start], span.shown]
            at = span.end
    return "".join([*parts, text[at:]])


def matches(pattern: re.Pattern[str], text: str, shown: str | None, why: str | None = None) -> Iterator[Span]:
    """A span for each match of a pattern."""
    for match in pattern.finditer(text):
        yield Span(match.start(), match.end(), shown, match[0], why)
