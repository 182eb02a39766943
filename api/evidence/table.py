"""What ``seosik evidence`` prints on a terminal: a line a case, and for a few cases open items and files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from api.cases.reports import CaseReport, reports_text
from api.cli.text_table import plain, text_table
from api.evidence.run import JudgedProof
from forms import CheckedCase, Finding
from forms.savings.terms import DECISION_WORDS

if TYPE_CHECKING:
    from api.evidence.files import FileReport

# Items are listed where so few cases are asked about; else --json and --xlsx tell them.
CASES_WITH_ITEMS = 20
NOT_JUDGED = "판정 못 함"
NO_PROOF = "점검표 없음"
_HEADINGS = ("파일", "관리번호", "판정", "인정", "검토", "불인정", "절반까지 부족", "지급액")
_LEFT = 3


class EvidenceTable:
    """The table of one call; ``cases`` says how many are to come. Amounts in won."""

    def __init__(self, cases: int) -> None:
        self.with_items = cases <= CASES_WITH_ITEMS
        self._rows: list[Sequence[str]] = []
        self._tally: Counter[str] = Counter()
        self._below: list[str] = []

    def add(self, judged: JudgedProof) -> None:
        """Take in the next case."""
        read, result, paid = judged.read, judged.result, judged.payout
        verdict = NO_PROOF if not read.failed else NOT_JUDGED
        amounts = ["-"] * 5
        if result is not None:
            verdict = result.verdict
            totals = (judged.amount("accepted"), judged.amount("review"), judged.amount("rejected"))
            # Where half is not asked for, nothing can be missing to it.
            amounts = [
                *(f"{total:,}" for total in totals),
                f"{result.shortfall:,}" if result.applies else "-",
                "-" if paid is None or paid.total is None else f"{paid.total:,}",
            ]
        self._tally[verdict] += 1
        self._rows.append((plain(read.file), plain(read.case_no or "-"), verdict, *amounts))
        if read.failed:
            self._below.append(_findings(judged))
        elif self.with_items:
            self._below += _items(judged)

    def text(self) -> str:
        """The table, the items or findings below it, and how many cases got which verdict."""
        lines = text_table(_HEADINGS, self._rows, _LEFT)
        tally = ", ".join(f"{verdict} {count:,}" for verdict, count in self._tally.items())
        below = ["", *self._below] if self._below else []
        return "\n".join([*lines, *below, "", f"사례 {len(self._rows):,}건: {tally} (금액 단위: 원)"])


def _findings(judged: JudgedProof) -> str:
    read = judged.read
    file = plain(read.file)
    if not read.readable:
        return reports_text([CaseReport(file, None, read.findings[0])], strict=False)
    checked = CheckedCase(None, None, None, read.findings)
    return reports_text([CaseReport(file, checked)], strict=False)


def _items(judged: JudgedProof) -> list[str]:
    """What reading a case's cells found; how its payout comes about; its items that count for nothing, each
    with every clause, and those that name a file."""
    lines = [_note(note) for note in judged.read.notes]
    if judged.payout is not None:
        lines.append(f"  지급액: {judged.payout.working}")
    for position, (item, result) in enumerate(judged.items):
        if result.decision != "accepted":
            head = f"  {item.id}번 {item.item} {item.amount:,}원: {DECISION_WORDS[result.decision]}"
            lines += [head, *(f"       {reason.rule} {reason.message}" for reason in result.reasons)]
        if position in judged.files:
            lines.append(f"  {item.id}번 증빙 파일{_file(judged.files[position])}")
    # A message may name the file of another case.
    return [plain(line) for line in (f"{judged.read.file}: {judged.read.case_no}", *lines)] if lines else []


def _note(note: Finding) -> str:
    place = f"[{note.place.sheet}!{note.place.cell}] " if note.place is not None else ""
    return f"  {note.severity.korean} {place}{note.label}: {note.message} {note.rule}"


def _file(report: FileReport) -> str:
    """What stands in a file, or why it was not opened."""
    if report.file is None:
        return f": {report.unopened}"
    opened = f"({report.file.kind}, {report.file.pages}쪽)"
    if report.found is None:
        return f"{opened}: {report.words[0]}"
    amount, dated_on, payee = report.words
    return f"{opened}: 금액 {amount}, 서류 날짜 {dated_on}, 사용처 {payee}"
