"""``seosik deadlines``: what is due, done and late, as text, JSON or a calendar file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import click

from api.cases.agenda import Task, agenda
from api.cases.intake import Upload, read_uploads
from api.cases.reports import CaseReport, reports_text
from api.cli.date_options import DateType
from api.output import needs_ending, print_json, write_output
from forms import CheckedCase, ExitCode, InputError, InternalError, case_boundary
from forms.deadlines import Deadline, deadlines


@dataclass(frozen=True)
class CaseDeadlines:
    """The deadlines of one upload; none where its ``report`` says that it cannot be read as a case."""

    report: CaseReport
    deadlines: tuple[Deadline, ...]

    @classmethod
    def of(cls, upload: Upload, today: date) -> CaseDeadlines:
        """Read an upload and count its deadlines on ``today``. Never raises."""
        report = CaseReport.of(upload)
        if report.checked is None or report.checked.case is None:
            return cls(report, ())
        try:
            with case_boundary():
                return cls(report, deadlines(report.checked.case, today, report.checked.raw))
        except InternalError as error:
            tripped = CheckedCase(report.checked.raw, None, None, (error.finding,))
            return cls(CaseReport(report.file, tripped), ())

    @property
    def case_no(self) -> str | None:
        """The case number, as far as it can be read."""
        return self.report.checked.case_no if self.report.checked is not None else None

    @property
    def readable(self) -> bool:
        """Whether the upload is a case; its rules may still have found errors."""
        return self.report.checked is not None and self.report.checked.case is not None

    @property
    def exit_code(self) -> ExitCode:
        """3 where the program tripped, 2 for an unreadable file, 1 for fields that cannot be read, else 0."""
        return ExitCode.OK if self.readable else self.report.exit_code()

    def as_json(self) -> dict[str, object]:
        """The entry of ``deadlines --json``; ``findings`` only where there are no deadlines to tell."""
        entry: dict[str, object] = {
            "file": self.report.file,
            "case_no": self.case_no,
            "deadlines": [
                deadline.model_dump(mode="json", exclude={"begins"}) for deadline in self.deadlines
            ],
        }
        if not self.readable:
            entry["findings"] = [finding.as_json() for finding in self.report.findings]
        return entry

    @property
    def worker(self) -> str:
        """The case's own worker, "" where none is entered."""
        case = self.report.checked.case if self.report.checked is not None else None
        return (case.worker.name or "") if case is not None else ""

    def tasks(self) -> Iterator[Task]:
        """Its deadlines as tasks of a list over several cases."""
        return (
            Task(self.report.file, self.case_no or "", self.worker, deadline) for deadline in self.deadlines
        )


def agenda_text(cases: Sequence[CaseDeadlines], today: date) -> str:
    """The deadlines of the cases for a person: overdue first, done last; one line each and its clause below.

    What cannot be read is told before them, and which cases have no deadline after them.
    """
    lines = [reports_text([one.report], strict=False) for one in cases if not one.readable]
    parts = agenda((task for one in cases for task in one.tasks()), today)
    for when, tasks in parts:
        lines.append(f"{when} {len(tasks)}건")
        for task in tasks:
            deadline = task.deadline
            of = " ".join(part for part in (task.case_no, task.worker) if part)
            state = f"{deadline.state.korean} {deadline.due} {deadline.title}"
            lines.append(f"  {state}{_remarks(deadline)}: {of}")
            lines.append(f"       {deadline.rule} · {deadline.path} · {deadline.source} · {task.where}")
    for one in cases:
        if one.readable and not one.deadlines:
            lines.append(f"{one.report.file}: {one.case_no}: 기한이 시작된 일이 없습니다.")
    return "\n".join(lines)


def _remarks(deadline: Deadline) -> str:
    remarks = []
    if deadline.done_on is not None:
        remarks.append(f"{deadline.done_on} 이행")
    if deadline.days_left is not None:
        left = deadline.days_left
        remarks.append(f"{left}일 남음" if left > 0 else "오늘까지" if left == 0 else f"{-left}일 지남")
    if not deadline.firm:
        remarks.append("참고 기간")
    if deadline.note is not None:
        remarks.append(deadline.note)
    return f" ({', '.join(remarks)})" if remarks else ""


def calendar(cases: Iterable[tuple[str | None, Sequence[Deadline]]], today: date) -> bytes:
    """The open deadlines of (case number, deadlines) each, as an iCalendar file of whole days.

    An entry names the case by its number alone. The same input gives the same bytes: identities come
    from case number and rule, the time stamp from ``today``.
    """
    import icalendar

    file = icalendar.Calendar()
    file.add("prodid", "-//Seosik//deadlines//KO")
    file.add("version", "2.0")
    seen: Counter[str] = Counter()
    for case_no, held in cases:
        for deadline in held:
            name = f"{case_no}-{deadline.rule}"
            seen[name] += 1
            if not deadline.state.open:
                continue
            event = icalendar.Event()
            event.add("uid", f"{name}-{seen[name]}@seosik")
            event.add("dtstamp", datetime.combine(today, time(), UTC))
            event.add("dtstart", deadline.due)
            event.add("summary", f"[{case_no}] {deadline.title}" if case_no else deadline.title)
            about = (deadline.note, deadline.rule, deadline.source)
            event.add("description", "\n".join(part for part in about if part))
            file.add_component(event)
    return bytes(file.to_ical())


def _today() -> date:
    return datetime.now(ZoneInfo("Asia/Seoul")).date()


@click.command("deadlines")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--today",
    "today_at",
    type=DateType(),
    metavar="DATE",
    help="남은 날을 세는 날. 2025-06-02, 2025.6.2, 2025년 6월 2일처럼 적음. 없으면 오늘",
)
@click.option("--json", "as_json", is_flag=True, help="JSON으로 출력")
@click.option("--ics", metavar="OUT", help="남은 기한을 달력 파일(.ics)로 만듦")
@click.pass_context
def deadlines_command(
    context: click.Context,
    files: tuple[str, ...],
    today_at: date | None,
    as_json: bool,
    ics: str | None,
) -> None:
    """기한: 할 일, 한 일, 늦은 일과 남은 날."""
    if as_json and ics == "-":
        raise click.UsageError("--json과 --ics -는 함께 쓸 수 없습니다.")
    if ics is not None:
        needs_ending(ics, [".ics"], "달력 파일")
    today = today_at if today_at is not None else _today()
    cases = [CaseDeadlines.of(upload, today) for upload in read_uploads(files)]
    if not cases:
        raise InputError("사례 파일이 없습니다.", "FILE-MISSING")
    if as_json:
        print_json({"files": [case.as_json() for case in cases]})
    elif ics != "-":
        click.echo(agenda_text(cases, today))
    if ics is not None:
        write_output(ics, calendar(((case.case_no, case.deadlines) for case in cases), today))
    context.exit(max(case.exit_code for case in cases))
