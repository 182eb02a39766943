"""What the pages of batches ask of the worker processes: a look at the cases of one that is held, page counts."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.cases.attachments import opened_attachments
from api.cases.intake import Upload
from api.cases.reports import CaseReport
from api.jobs.engine import BatchOptions, HeldCase, HeldCases, Shelf, Shelved
from api.jobs.work import render_options
from api.packets.left_out import LeftOut
from api.packets.step import nothing_opens, packet_step
from forms import DataError, Finding, InputError, SeosikError, Severity, case_boundary
from forms.packets import packet_plan

# So many cases are named under a finding; the rest is a number.
NAMED = 10


@dataclass(frozen=True)
class ChosenCase:
    """A kept case that is chosen for a batch: its id, what it is called, and its case file."""

    id: str
    name: str
    raw: dict[str, Any]

    def upload(self) -> Upload:
        """The case as an upload."""
        return Upload(self.name, self.raw, kept=self.id)


def put_down_cases(shelf: Shelf, chosen: Sequence[ChosenCase]) -> Iterator[Shelved]:
    """Put the chosen cases down for a batch, one after another."""
    return shelf.put(case.upload() for case in chosen)


@dataclass(frozen=True)
class LeftOutCase:
    """A case that will make no packet, and why."""

    name: str
    reason: LeftOut
    message: str


@dataclass(frozen=True)
class LookPart:
    """What a look found of some cases: positions of those that make a packet and the forms of each; the others;
    findings, each with the case that has it."""

    printable: tuple[tuple[int, int], ...]
    left_out: tuple[LeftOutCase, ...]
    findings: tuple[tuple[Finding, str], ...]


def look_part(held: HeldCases, start: int, stop: int, options: BatchOptions) -> LookPart:
    """Check some cases of a batch as it would, without making anything."""
    printable: list[tuple[int, int]] = []
    left_out: list[LeftOutCase] = []
    findings: list[tuple[Finding, str]] = []
    for position, case in enumerate(held.read(start, stop), start):
        name = case.upload.case_no or case.upload.file
        looked = _looked(case, options, name)
        findings += [(one, name) for one in looked.findings if one.severity is not Severity.INFO]
        if looked.why is not None:
            left_out.append(looked.why)
        else:
            printable.append((position, looked.papers))
    return LookPart(tuple(printable), tuple(left_out), tuple(findings))


@dataclass(frozen=True)
class _Looked:
    """What a look found of one case: its papers, without cover and checklist, or why it makes no packet."""

    papers: int = 0
    why: LeftOutCase | None = None
    findings: Sequence[Finding] = ()


def _looked(case: HeldCase, options: BatchOptions, name: str) -> _Looked:
    """In the order of the step that makes the packet, so that both tell the same reason."""
    upload = case.upload
    if case.ended is not None:
        return _Looked(why=LeftOutCase(name, case.ended, case.message))
    if upload.unreadable is not None:
        return _Looked(why=LeftOutCase(name, LeftOut.UNREADABLE, upload.unreadable.message))
    report = CaseReport.of(upload)
    why: LeftOutCase | None
    papers = 0
    try:
        with case_boundary():
            plan = packet_plan(report.printable_case(options.draft), options.packet, options.program)
            if plan is None:
                reason, message = nothing_opens(render_options(options))
                why = LeftOutCase(name, reason, message)
            else:
                papers = len(plan.forms)
                why = _unusable(case, name)
    except DataError:
        # What is wrong stands among the findings.
        why = LeftOutCase(name, LeftOut.ERRORS, "")
    except SeosikError as error:
        why = LeftOutCase(name, LeftOut.FAILED, error.message)
    return _Looked(papers, why, report.findings)


def _unusable(case: HeldCase, name: str) -> LeftOutCase | None:
    """The first file that the case names and that cannot be used."""
    for _, opened in opened_attachments(case.upload, case.fetch):
        if isinstance(opened, InputError):
            return LeftOutCase(name, LeftOut.UNREADABLE, opened.message)
    return None


@dataclass(frozen=True)
class GroupedFinding:
    """A finding that several cases have: one of them for its words, the cases that have it."""

    example: Finding
    cases: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class BatchLook:
    """What a batch would come to: positions of the cases that make a packet, the forms of all of them, the cases
    that are left out by reason, and what is wrong, grouped."""

    printable: tuple[int, ...]
    papers: int
    left_out: tuple[tuple[LeftOut, tuple[LeftOutCase, ...]], ...]
    findings: tuple[GroupedFinding, ...]


@dataclass
class _Counted:
    example: Finding
    cases: dict[str, None] = field(default_factory=dict)


def whole_look(parts: Iterable[LookPart]) -> BatchLook:
    """The look at a whole batch, of the looks at its parts."""
    printable: list[tuple[int, int]] = []
    reasons: dict[LeftOut, list[LeftOutCase]] = {}
    found: dict[tuple[str, str, Severity], _Counted] = {}
    for part in parts:
        printable += part.printable
        for left in part.left_out:
            reasons.setdefault(left.reason, []).append(left)
        for one, name in part.findings:
            counted = found.setdefault((one.rule, one.form or "", one.severity), _Counted(one))
            counted.cases[name] = None
    groups = [
        GroupedFinding(one.example, tuple(one.cases)[:NAMED], len(one.cases))
        for one in sorted(
            found.values(), key=lambda one: (one.example.severity is not Severity.ERROR, -len(one.cases))
        )
    ]
    return BatchLook(
        tuple(position for position, _ in printable),
        sum(papers for _, papers in printable),
        tuple((reason, tuple(reasons[reason])) for reason in LeftOut if reason in reasons),
        tuple(groups),
    )


@dataclass(frozen=True)
class PageCount:
    """Pages of packets that were made to count them; ``failed``: those that could not be made after all."""

    pages: tuple[int, ...]
    failed: tuple[LeftOutCase, ...] = ()

    def with_more(self, more: PageCount) -> PageCount:
        """Both counts together."""
        return PageCount(self.pages + more.pages, self.failed + more.failed)

    @property
    def looked_at(self) -> int:
        """How many cases were made, or tried."""
        return len(self.pages) + len(self.failed)

    @property
    def total(self) -> int:
        """Pages together."""
        return sum(self.pages)

    @property
    def papers(self) -> int:
        """Sheets, printed on both sides: each packet begins on a sheet of its own."""
        return sum((pages + 1) // 2 for pages in self.pages)


def count_pages(
    held: HeldCases, positions: Sequence[int], options: BatchOptions, seconds: float
) -> PageCount:
    """Make the packets of some cases, for so many seconds at most, and count their pages.

    They stand in the batch's store, where the batch finds them. At least one is made.
    """
    until = time.monotonic() + seconds
    pages: list[int] = []
    failed: list[LeftOutCase] = []
    for position in positions:
        [case] = held.read(position, position + 1)
        outcome = packet_step(case.upload, held.store, "pdf", render_options(options), case.fetch)
        if outcome.packet is not None:
            pages.append(outcome.packet.pages)
        else:
            name = outcome.case_no or outcome.file
            failed.append(LeftOutCase(name, outcome.reason or LeftOut.FAILED, outcome.message))
        if time.monotonic() >= until:
            break
    return PageCount(tuple(pages), tuple(failed))
