"""A programme (사업): what the platform asks of it, in one object that its folder holds as ``PROGRAMME``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from forms.case import CaseFile, ConferenceKind
from forms.change import Change
from forms.checklist import ChecklistItem
from forms.form import Form
from forms.limit import Limit
from forms.record import FormModel, Record
from forms.source import SourceDocument
from forms.yearly import YearlyEvaluation


class DayOnCover(NamedTuple):
    """The day that a packet's cover tells: its Korean name and the day, None where it is not known."""

    title: str
    on: date | None


def _always(case: CaseFile, form: FormModel) -> bool:
    return True


class Printed(NamedTuple):
    """A form in a packet's list; ``last_only``: of several in time order, only the last.

    ``where`` says of each such form of a filled case whether the packet prints it.
    """

    form: Form
    last_only: bool = False
    where: Callable[[CaseFile, Any], bool] = _always


class CaseRecord(NamedTuple):
    """What stands once in a case of a programme: its key in the case file, its model and Korean title."""

    key: str
    model: type[Record]
    title: str


def _no_day(case: CaseFile) -> DayOnCover:
    return DayOnCover("", None)


def _no_items(case: CaseFile) -> tuple[ChecklistItem, ...]:
    return ()


@dataclass(frozen=True)
class PacketList:
    """A packet (묶음) of a programme: which forms it prints, in order, and which of them open it.

    A case that holds none of ``openers`` makes no such packet; a list without any is of forms that are
    still to come. ``day`` and ``checklist`` read a filled case. ``shows_nobody`` is the clause by which
    the packet may tell nobody's name. ``charts``: it may end with a page of what changed, where one is asked for.
    """

    name: str
    title: str
    openers: tuple[Form, ...] = ()
    forms: tuple[Printed, ...] = ()
    checklist_title: str = "서류 점검표"
    day: Callable[[CaseFile], DayOnCover] = _no_day
    checklist: Callable[[CaseFile], tuple[ChecklistItem, ...]] = _no_items
    shows_nobody: str | None = None
    charts: bool = False

    def opened_by(self, case: CaseFile) -> bool:
        """Whether the case holds a form that opens the packet."""
        return any(case.entered(form.id) for form in self.openers)


def _no_limits(case: CaseFile) -> Iterable[Limit]:
    return ()


def _no_changes(case: CaseFile) -> Iterable[Change]:
    return ()


# One object each, as of a form: hashing it must not walk through all its forms and packets.
@dataclass(frozen=True, eq=False)
class Programme:
    """A programme: its title, source, forms in filling order, packets and periods.

    ``order`` places it among the programmes, in packets as in menus. ``conference_kinds`` are the kinds
    of conference that are its alone; ``takes_bare_cases``: a file that holds nothing of any programme
    counts as one of it. ``limits`` are the periods that a filled case has begun, ``changes`` what it shows of
    how the case changed. ``further_documents`` are sources beside its own, by the name that a table of its
    clauses gives them. ``yearly`` is what its yearly evaluation counts, None where the source tells of none.
    """

    title: str
    order: int
    document: SourceDocument
    further_documents: Mapping[str, SourceDocument] = field(default_factory=dict)
    forms: tuple[Form, ...] = ()
    packets: tuple[PacketList, ...] = ()
    limits: Callable[[CaseFile], Iterable[Limit]] = _no_limits
    changes: Callable[[CaseFile], Iterable[Change]] = _no_changes
    conference_kinds: tuple[ConferenceKind, ...] = ()
    takes_bare_cases: bool = False
    record: CaseRecord | None = None
    yearly: YearlyEvaluation | None = None
