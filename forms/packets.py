"""Packets (묶음) over all programmes: what a case's packet of a name holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forms.case import CaseFile
from forms.change import Change
from forms.checklist import ChecklistItem
from forms.errors import InputError
from forms.form import Form
from forms.particles import quoted_with_particle
from forms.programme import DayOnCover, PacketList, Programme
from forms.record import FormModel
from forms.registry import programmes


@dataclass(frozen=True)
class PacketPlan:
    """What the packet of a case holds: its title, the day on its cover, its forms in print order, its checklist.

    ``shows_nobody`` is the clause by which it may tell nobody's name, None where it may. ``changes`` are what a
    page of charts shows; without any there is no such page.
    """

    title: str
    checklist_title: str
    day: DayOnCover
    forms: tuple[tuple[Form, FormModel], ...]
    checklist: tuple[ChecklistItem, ...]
    shows_nobody: str | None = None
    changes: tuple[Change, ...] = ()


def packet_names() -> tuple[str, ...]:
    """The names of packets that any programme knows, each once."""
    return tuple(dict.fromkeys(packet.name for programme in programmes() for packet in programme.packets))


def packet_titles(name: str, program: str | None = None) -> tuple[str, ...]:
    """The titles of the packets of that name, one a programme that has it (or of one alone); empty for none."""
    return tuple(packet.title for _, packet in _lists(name, program))


def may_hold_charts(name: str, program: str | None = None) -> bool:
    """Whether a packet of that name takes a page of charts, of one programme or of any."""
    return any(packet.charts for _, packet in _lists(name, program))


def programme_titled(title: str) -> Programme:
    """The programme of that title; raises ``InputError`` naming those that exist."""
    for programme in programmes():
        if programme.title == title:
            return programme
    titles = ", ".join(programme.title for programme in programmes())
    raise InputError(
        f"{quoted_with_particle(title, '(이)라는')} 사업은 없습니다. 사업: {titles}", "PROGRAM-UNKNOWN"
    )


def openers(name: str, program: str | None = None) -> tuple[Form, ...]:
    """The forms that open the packet of that name, of one programme or of all; empty where none does yet."""
    return tuple(dict.fromkeys(form for _, packet in _lists(name, program) for form in packet.openers))


def require_packet(name: str, program: str | None = None) -> None:
    """Raise ``InputError`` where there is no such packet or programme, or where no form opens it yet."""
    names = packet_names()
    if name not in names:
        raise InputError(
            f"{quoted_with_particle(name, '(이)라는')} 묶음은 없습니다. 묶음: {', '.join(names)}",
            "PACKET-UNKNOWN",
        )
    if program is not None:
        programme_titled(program)
    if not openers(name, program):
        of = f"{program}에는 " if program is not None else ""
        raise InputError(f"{of}{name} 묶음을 여는 서식이 아직 없습니다.", "PACKET-NO-FORM")


def packet_plan(
    case: CaseFile, name: str, program: str | None = None, charts: bool = False
) -> PacketPlan | None:
    """The packet of that name that a filled case makes; None where it holds no form that opens one.

    Where several lists of one name are opened, they follow one another under the title of the first.
    ``charts`` asks for a page of charts where the packet takes one and the case shows any change.
    """
    opened = [(programme, packet) for programme, packet in _lists(name, program) if packet.opened_by(case)]
    if not opened:
        return None
    lists = [packet for _, packet in opened]
    charted = [programme for programme, packet in opened if charts and packet.charts]
    return PacketPlan(
        lists[0].title,
        lists[0].checklist_title,
        lists[0].day(case),
        tuple(entry for packet in lists for entry in _printed(packet, case)),
        tuple(item for packet in lists for item in packet.checklist(case)),
        next((packet.shows_nobody for packet in lists if packet.shows_nobody is not None), None),
        tuple(change for programme in charted for change in programme.changes(case)),
    )


def _lists(name: str, program: str | None) -> Iterator[tuple[Programme, PacketList]]:
    for programme in programmes():
        if program in (None, programme.title):
            yield from ((programme, packet) for packet in programme.packets if packet.name == name)


def _printed(packet: PacketList, case: CaseFile) -> Iterator[tuple[Form, FormModel]]:
    for entry in packet.forms:
        forms = case.entered(entry.form.id)
        if entry.last_only:
            forms = case.all_of(entry.form.model)[-1:]
        yield from ((entry.form, form) for form in forms if entry.where(case, form))
