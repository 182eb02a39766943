"""Whether the dates of a case follow one another, by the tables of ``forms.date_table``.

One walk compares every two dates that an order names. A rule of a clause asks for the breaches of its own
orders; what is left is ``FIELD-DATE-ORDER``. No breach is told twice: one that follows from two others, and
one of a date that only says again what stands elsewhere, is not told beside them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from forms.case import CaseFile
from forms.date_paths import DatedPlace, dated_places, paths
from forms.date_table import Order, all_pairs
from forms.far_dates import far_dates
from forms.finding import Breach, Location, Severity
from forms.particles import with_particle
from forms.record import FormModel
from forms.registry import all_forms
from forms.silence import Remark

RULE = "FIELD-DATE-ORDER"
LOOK = "두 날짜를 확인하세요."
# As many dates a message names one by one.
NAMED = 3


def breaches(case: CaseFile, clause: str, form: FormModel | None = None) -> Iterator[Breach]:
    """The dates that stand against a clause of a (filled) case, at places from its root.

    With a ``form`` of the case: those that stand in it, at places from there. Raises ``FormUnreadable``
    where the clause speaks of a form that could not be read.
    """
    for form_id in _forms_in(clause):
        # Raises for a form that could not be read: what is not seen is not judged.
        case.entered(form_id)
    within = next((("forms", id, at) for id, at, held in case.each_form() if held is form), ())
    for order, at, message in _told(_Held(case)):
        if order.clause == clause and at[: len(within)] == within:
            yield Breach(at[len(within) :], message)


@cache
def _forms_in(clause: str) -> tuple[str, ...]:
    """The forms whose dates a clause compares."""
    named = {
        path[0].name
        for order, pair, _ in all_pairs()
        if order.clause == clause
        for text in pair
        for path in paths(text)
    }
    return tuple(form.id for form in all_forms() if form.id in named)


def remarks(case: CaseFile) -> Iterator[Remark]:
    """The breaches that no clause tells, and the dates far from all others, as findings of ours."""
    yield from contradictions(case)
    for order, at, message in _told(_Held(case)):
        if order.clause is None and not order.error:
            yield RULE, Severity.WARNING, at, message
    yield from far_dates(case)


def contradictions(case: CaseFile) -> Iterator[Remark]:
    """The dates that cannot be: errors."""
    for order, at, message in _told(_Held(case)):
        if order.error:
            yield RULE, Severity.ERROR, at, message


class _Told(NamedTuple):
    order: Order
    at: Location
    message: str


class Compared(NamedTuple):
    """Two dates of a case that an order compares."""

    earlier: DatedPlace
    later: DatedPlace
    order: Order

    @property
    def broken(self) -> bool:
        """Whether the later date is before the earlier one."""
        return self.later.day < self.earlier.day

    @property
    def key(self) -> tuple[Location, Location]:
        """The places of the two."""
        return self.earlier.at, self.later.at

    @property
    def gravity(self) -> int:
        """Which order tells, where several compare the same two dates."""
        return 2 if self.order.error else 1 if self.order.clause is not None else 0

    @property
    def own(self) -> DatedPlace:
        """The date at which the finding stands."""
        return self.later if self.order.at == "later" else self.earlier

    @property
    def other(self) -> DatedPlace:
        """The date that it is held against."""
        return self.earlier if self.order.at == "later" else self.later


@dataclass(frozen=True, eq=False)
class _Held:
    """A case that is the same only as itself: it holds mappings, and every clause asks for one walk."""

    case: CaseFile

    def __hash__(self) -> int:
        return id(self.case)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.case is self.case


@lru_cache(maxsize=4)
def _told(held: _Held) -> tuple[_Told, ...]:
    compared: dict[tuple[Location, Location], Compared] = {}
    for one in compared_dates(held.case):
        known = compared.get(one.key)
        if known is None or known.gravity < one.gravity:
            compared[one.key] = one
    broken = [one for one in compared.values() if one.broken]
    if not broken:
        return ()
    steps, originals = _Steps(compared.values()), _Originals(held.case, broken)
    left = [one for one in broken if not originals.tell(one) and not steps.imply(one)]
    sound = {(id(one.order), one.other.at) for one in compared.values() if not one.broken}
    return tuple(_gathered(left, sound))


def compared_dates(case: CaseFile) -> Iterator[Compared]:
    """Every two dates of a case that an order compares."""
    found: dict[tuple[str, str | None], tuple[DatedPlace, ...]] = {}
    for order, pair, programme in all_pairs():
        for path in pair:
            if (path, programme) not in found:
                found[path, programme] = dated_places(case, path, programme)
        for one, other in _chosen(order, *(found[path, programme] for path in pair)):
            if one.at != other.at:
                yield Compared(one, other, order)


def _chosen(
    order: Order, earlier: Sequence[DatedPlace], later: Sequence[DatedPlace]
) -> Iterator[tuple[DatedPlace, DatedPlace]]:
    if not earlier or not later:
        return
    depth = 0 if order.across else _alike(earlier[0], later[0])
    of_earlier, of_later = order.match or (None, None)
    groups: dict[tuple[Location, str], tuple[list[DatedPlace], list[DatedPlace]]] = {}
    for one in earlier:
        groups.setdefault(_group(one, depth, of_earlier), ([], []))[0].append(one)
    for one in later:
        groups.setdefault(_group(one, depth, of_later), ([], []))[1].append(one)
    for before, after in groups.values():
        if not before or not after:
            continue
        before = [min(before, key=lambda place: place.day)] if order.which == "first" else before
        after = [max(after, key=lambda place: place.day)] if order.which == "last" else after
        yield from ((one, other) for one in before for other in after)


def _alike(one: DatedPlace, other: DatedPlace) -> int:
    """How many keys the two paths begin with alike, before those of the dates."""
    depth = 0
    for step, another in zip(one.path[:-1], other.path[:-1], strict=False):
        if step != another:
            break
        depth += 1
    return depth


def _group(place: DatedPlace, depth: int, key: str | None) -> tuple[Location, str]:
    return place.stops[depth], _folded(getattr(place.records[-1], key)) if key is not None else ""


def _folded(text: str) -> str:
    """A name as it is compared, however it was typed."""
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text)).casefold()


class _Steps:
    """What every date is compared with, to see which breach follows from two others."""

    def __init__(self, compared: Iterable[Compared]) -> None:
        self._orders: dict[tuple[Location, Location], Order] = {}
        self._after: dict[Location, list[Location]] = {}
        self._before: dict[Location, list[Location]] = {}
        for one in compared:
            self._orders[one.key] = one.order
            self._after.setdefault(one.earlier.at, []).append(one.later.at)
            self._before.setdefault(one.later.at, []).append(one.earlier.at)

    def imply(self, one: Compared) -> bool:
        """Whether a date between the two stands against one of them.

        An error follows from errors alone and a clause's breach from its own, so that each is told.
        """
        start, end = one.key
        after, before = self._after[start], self._before[end]
        between = after if len(after) < len(before) else before
        return any(
            self._counts((start, middle), one.order) and self._counts((middle, end), one.order)
            for middle in between
        )

    def _counts(self, key: tuple[Location, Location], of: Order) -> bool:
        order = self._orders.get(key)
        if order is None:
            return False
        if of.error:
            return order.error
        return of.clause is None or order.clause == of.clause


class _Originals:
    """Breaches of dates that stand for themselves, to see which others only say them again."""

    def __init__(self, case: CaseFile, broken: Iterable[Compared]) -> None:
        self._case = case
        self._known = {
            (key, one.order.error) for one in broken if not self._copies(one) for key in self._keys(one)
        }

    def tell(self, one: Compared) -> bool:
        """Whether a breach as grave tells of the same two days where they were entered."""
        copies = self._copies(one)
        if not copies:
            return False
        days, with_earlier, with_later = self._keys(one)
        key = days if len(copies) == 2 else with_later if one.earlier in copies else with_earlier
        return (key, one.order.error) in self._known

    def _copies(self, one: Compared) -> list[DatedPlace]:
        return [place for place in (one.earlier, one.later) if place.taken_from(self._case)]

    @staticmethod
    def _keys(one: Compared) -> tuple[tuple[object, ...], tuple[object, ...], tuple[object, ...]]:
        earlier, later = one.earlier, one.later
        return (earlier.day, later.day), (earlier.at, later.day), (earlier.day, later.at)


def _gathered(broken: Sequence[Compared], sound: set[tuple[int, Location]]) -> Iterator[_Told]:
    """One finding for a date that stands against several of one order, rather than one for each of them.

    ``sound``: by order, the dates that fit some of those that they are compared with.
    """
    by_own: dict[tuple[int, Location], list[Compared]] = {}
    for one in broken:
        by_own.setdefault((id(one.order), one.own.at), []).append(one)
    by_other: dict[tuple[int, Location], list[Compared]] = {}
    for several in by_own.values():
        if len(several) > 1:
            yield _finding(several, several[0].own)
        else:
            by_other.setdefault((id(several[0].order), several[0].other.at), []).append(several[0])
    for key, several in by_other.items():
        # Where every one of several stands against a date, it is rather that date which is wrong.
        if len(several) > 1 and key not in sound:
            yield _finding(several, several[0].other)
        else:
            yield from (_finding([one], one.own) for one in several)


def _finding(several: Sequence[Compared], place: DatedPlace) -> _Told:
    """The finding at a date that stands against several, or one."""
    order = several[0].order
    late = place is several[0].earlier
    others = [one.later if late else one.earlier for one in several]
    subject = with_particle(f"{_own_title(place)}({place.day})", "이(가)")
    word = "늦습니다" if late else "빠릅니다"
    message = f"{subject} {_listed(others, place)}보다 {word}. {order.remark or LOOK}"
    return _Told(order, place.at, message)


def _own_title(place: DatedPlace) -> str:
    """The name of the date that a message speaks of: of a chosen record (종결 사례회의) with that, else bare."""
    chosen = len(place.path) > 1 and place.path[-2].word is not None and not place.path[-2].excluded
    bare = len(place.records)
    return place.title(bare - 1 if chosen and not isinstance(place.records[-1], FormModel) else bare)


def _listed(others: Sequence[DatedPlace], beside: DatedPlace) -> str:
    """The other dates of a message: a few by their whole names, many by what they are."""
    if len(others) <= NAMED:
        return ", ".join(f"{one.title(one.shared(beside))}({one.day})" for one in others)
    days = sorted(one.day for one in others)
    titles = dict.fromkeys(one.title(len(one.records)) for one in others)
    return f"{', '.join(titles)} {len(others)}건({days[0]} ~ {days[-1]})"
