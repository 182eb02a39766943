"""Marks by which a page is laid out from its model, where the source gives contents and no page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Unprinted:
    """The field stands on no page by itself: it is judged alone, or a computed field prints it.

    Two lists that stand side by side on paper are unprinted themselves; ``printed`` zips them into one.
    """


@dataclass(frozen=True)
class Heading:
    """A section begins with the field, under this title."""

    title: str


@dataclass(frozen=True)
class BlankRows:
    """How many rows a list shows at the least, to write in by hand."""

    count: int


@dataclass(frozen=True)
class Signature:
    """The field names somebody who signs: it becomes a line with room for a signature or seal."""


@dataclass(frozen=True)
class After:
    """A computed field stands after that field of the form, else at the end."""

    field: str
