"""Which dates of a case follow which: the tables ``dates.toml`` of the platform and of each programme.

A table says of every date that its forms hold in which ``orders`` it stands, by which clause it is judged
instead (``judged``), or why nothing is said of it (``free``); a test finds the date that none names.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import combinations, product
from typing import Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, model_validator

from forms.date_paths import refuse_unknown
from forms.registry import case_model, folders

# Of several: every earlier date against every later one, the earliest against every later one, or every
# earlier one against the latest.
Which = Literal["each", "first", "last"]


class Pair(NamedTuple):
    """Two dates of a case, by their paths: the later one is never before the earlier one."""

    earlier: str
    later: str


class Order(BaseModel):
    """Dates that follow one another: each of ``order`` is not before any that stands ahead of it.

    Dates in brackets stand in one place and are not compared with each other. Where two paths begin
    alike, the dates of one form or row are meant, unless ``across``; of rows with the same text in the
    keys of ``match`` (earlier, later), where it is given. A breach is the finding of the ``clause`` whose
    rule asks for it, else ``FIELD-DATE-ORDER``; it is an error where the order cannot be otherwise
    (``error``), and stands at the later date unless ``at`` says otherwise. ``remark`` is the sentence that
    says what would be right.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    order: tuple[str | tuple[str, ...], ...]
    which: Which = "each"
    across: bool = False
    match: tuple[str, str] | None = None
    error: bool = False
    clause: str | None = None
    at: Literal["earlier", "later"] = "later"
    remark: str | None = None

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if len(self.order) < 2 or (self.error and self.clause is not None):
            raise ValueError(f"no order, or an error in a clause's name: {self.order}")
        return self

    def pairs(self) -> Iterator[Pair]:
        """Every two dates that the order compares."""
        places = [(place,) if isinstance(place, str) else place for place in self.order]
        for earlier, later in combinations(places, 2):
            yield from (Pair(*two) for two in product(earlier, later))


class DateTable(BaseModel):
    """A table. ``names`` are short names for paths, written ``@name`` in the orders.

    ``apart`` are dates that stand in a pair and may yet lie many years from all others.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: dict[str, str] = {}
    orders: tuple[Order, ...] = ()
    judged: dict[str, str] = {}
    free: dict[str, str] = {}
    apart: dict[str, str] = {}

    @model_validator(mode="after")
    def _of_a_case(self) -> Self:
        for order in self.orders:
            for pair in order.pairs():
                for path in pair:
                    refuse_unknown(case_model(), path)
        for path in (*self.judged, *self.free, *self.apart):
            refuse_unknown(case_model(), path)
        return self


@cache
def date_tables() -> dict[str | None, DateTable]:
    """Every table by its programme's title, the platform's by None. Raises ``ValueError`` for a wrong one."""
    root = files("forms")
    places = {None: root} | {programme.title: root / folder for folder, programme in folders().items()}
    found = {title: place / "dates.toml" for title, place in places.items()}
    return {
        title: _table(file.read_text(encoding="utf-8")) for title, file in found.items() if file.is_file()
    }


def _table(text: str) -> DateTable:
    table = tomllib.loads(text)
    names = table.get("names", {})
    for order in table.get("orders", ()):
        order["order"] = [_named(place, names) for place in order["order"]]
    return DateTable.model_validate(table)


def _named(place: str | list[str], names: dict[str, str]) -> str | list[str]:
    """A place of an order with its short names written out. Raises ``KeyError`` for an unknown one."""
    if isinstance(place, str):
        return names[place[1:]] if place.startswith("@") else place
    return [names[one[1:]] if one.startswith("@") else one for one in place]


class TablePair(NamedTuple):
    """A pair of a table: the order that it comes from, and the title of the programme whose dates are meant."""

    order: Order
    pair: Pair
    programme: str | None


@cache
def all_pairs() -> tuple[TablePair, ...]:
    """Every pair of every table."""
    return tuple(
        TablePair(order, pair, programme)
        for programme, table in date_tables().items()
        for order in table.orders
        for pair in order.pairs()
    )
