"""The evidence files that a proof of use names: fetched, opened and told of, one report an item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from api.cases.references import Origin, read_reference
from api.evidence.papers import EvidenceFile, Mentions, mentions, read_evidence_file
from forms import CaseFile, CheckedCase, Finding, InputError, Severity
from forms.finding import Location
from forms.places import label, pointer
from forms.registry import case_model
from forms.savings.proof import EvidenceItem, UsageProof

RULE = "OWN-EVIDENCE-FILE"
SOURCE = "서식 점검 규칙(자체), 증빙 파일"
NO_TEXT = "글자 없음"
_NOT_FETCHED = "사례가 파일 없이 들어와서 증빙 파일을 열지 않았습니다."


@dataclass(frozen=True)
class FileReport:
    """What became of the file of one piece of evidence.

    ``file`` is None where it was not opened: then ``problem`` says why, unless the case came in
    without a place to look for files. ``found`` is None where the file has no text.
    The text itself is dropped once it was searched: a case may name many long files.
    """

    at: Location
    item: EvidenceItem
    file: EvidenceFile | None = None
    found: Mentions | None = None
    problem: InputError | None = None

    @property
    def severity(self) -> Severity:
        """A path that may not be followed is an error, a file that cannot be read a warning."""
        if self.problem is None:
            return Severity.INFO
        return Severity.ERROR if self.problem.code == "FILE-PATH" else Severity.WARNING

    @property
    def unopened(self) -> str | None:
        """The Korean sentence that says why the file was not opened; None where it was."""
        if self.problem is not None:
            return self.problem.message
        return _NOT_FETCHED if self.file is None else None

    @property
    def words(self) -> tuple[str, str, str]:
        """있음, 없음 or 글자 없음 for the claimed amount, date and payee, of a file that was opened."""
        if self.found is None:
            return (NO_TEXT, NO_TEXT, NO_TEXT)
        return (_word(self.found.amount), _word(self.found.dated_on), _word(self.found.payee))

    @property
    def message(self) -> str:
        """The Korean sentence: pages, hash and what stands in the text, or what is wrong."""
        if self.file is None:
            return f"증빙 {self.item.id}번: {self.unopened}"
        told = (
            f"증빙 {self.item.id}번 파일({self.file.kind}, {self.file.pages}쪽, SHA-256 {self.file.sha256}): "
        )
        if self.found is None:
            return told + NO_TEXT
        claims = (
            f"금액({self.item.amount:,}원)",
            f"서류 날짜({self.item.dated_on})",
            f"사용처({self.item.payee})",
        )
        return told + ", ".join(f"{claim} {word}" for claim, word in zip(claims, self.words, strict=True))


def file_reports(case: CaseFile, origin: Origin | None) -> Iterator[FileReport]:
    """A report for each piece of evidence that names a file, in the order of the case."""
    for form_id, position, proof in case.each_form():
        if isinstance(proof, UsageProof):
            for _, report in proof_reports(proof, origin):
                yield replace(report, at=("forms", form_id, position, *report.at))


def proof_reports(proof: UsageProof, origin: Origin | None) -> Iterator[tuple[int, FileReport]]:
    """(position of the item, its report) for each item that names a file; ``at`` counts from the proof."""
    for index, item in enumerate(proof.evidence):
        if item.file is not None:
            yield index, _report(("evidence", index, "file"), item, item.file, origin)


def file_findings(checked: CheckedCase, origin: Origin | None) -> tuple[Finding, ...]:
    """What ``check`` says of the evidence files of a case; nothing where it cannot be read."""
    if checked.case is None:
        return ()
    return tuple(
        Finding(
            rule=RULE if report.problem is None else report.problem.code,
            severity=report.severity,
            form=str(report.at[1]),
            path=pointer(checked.raw, report.at),
            label=label(case_model(), checked.raw, report.at),
            message=report.message,
            source=SOURCE,
        )
        for report in file_reports(checked.case, origin)
    )


def _report(at: Location, item: EvidenceItem, name: str, origin: Origin | None) -> FileReport:
    if origin is None:
        return FileReport(at, item)
    try:
        file = read_evidence_file(_fetched(origin, name))
    except InputError as problem:
        # One that was never raised: what was raised holds the bytes of the file with its traceback.
        return FileReport(at, item, problem=InputError(problem.message, problem.code))
    found = mentions(file.text, item.amount, item.dated_on, item.payee) if file.text else None
    return FileReport(at, item, replace(file, text=""), found)


def _word(there: bool) -> str:
    return "있음" if there else "없음"


def _fetched(origin: Origin, name: str) -> bytes:
    try:
        return read_reference(origin, name)
    except OSError:
        # A name that no file system holds, or a file that may not be read.
        raise InputError("증빙 파일을 열 수 없습니다.", "FILE-UNREADABLE") from None
