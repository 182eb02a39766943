"""The proofs of use of one call: read once, then judged in the light of each other.

Whether a receipt was handed in by two cases is known only when every case has been read. What was
read waits in an unnamed temporary file (in memory while it is small), so that standard input needs
to be read once only, a file that changes meanwhile changes nothing, and memory stays small.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from api.cases.intake import Upload
from api.cases.references import Origin
from forms import (
    CheckedCase,
    ExitCode,
    Finding,
    InternalError,
    Severity,
    case_boundary,
    check_case,
    form_named,
)
from forms.boundary import is_internal
from forms.canonical import canonical_json
from forms.case import CaseFile
from forms.date_order import contradictions as date_contradictions
from forms.filling import filled
from forms.finding import told
from forms.identity import contradictions
from forms.particles import with_particle
from forms.reading import read_case
from forms.savings.evidence import EvidenceResult, ItemResult, amount_of, claims_of, evaluate
from forms.savings.fulfilment_plan import FORM as PLAN
from forms.savings.fulfilment_plan import plan_in
from forms.savings.payout import Payout, payout_of
from forms.savings.proof import EvidenceItem, FulfilmentPlan, UsageProof
from forms.savings.receipt_index import ReceiptIndex
from forms.savings.terms import Decision

if TYPE_CHECKING:
    from api.evidence.files import FileReport

Step = Literal["read", "judged"]
# Told after each case: the step, how many are done, and of how many (0: not known yet).
Report = Callable[[Step, int, int], None]

KEPT_IN_MEMORY = 16 * 1024 * 1024
SATISFIED = ("충족", "해당없음")
FORM = "usage_proof"


@dataclass(frozen=True)
class ReadProof:
    """One upload as it was read: its proof of use, or the findings that say why there is none.

    ``data_sha256`` is the hash of the case's JSON with sorted keys and no blanks, so that neither
    spacing nor the order of keys changes it. ``origin``: where the files that its items name are looked
    for. ``notes``: what reading the cells of a workbook found beside a proof that is judged. ``plan``: the
    이행계획서 of the case, be it a form of its own or held by the proof.
    """

    file: str
    case_no: str | None = None
    edition: str = ""
    client: str = ""
    data_sha256: str = ""
    proof: UsageProof | None = None
    findings: tuple[Finding, ...] = ()
    readable: bool = True
    origin: Origin | None = None
    notes: tuple[Finding, ...] = ()
    plan: FulfilmentPlan | None = None

    @classmethod
    def of(cls, upload: Upload) -> ReadProof:
        """Read an upload. Never raises; where the program itself trips, the finding INTERNAL says so."""
        if upload.unreadable is not None:
            return cls(upload.file, findings=(upload.unreadable,), readable=False)
        try:
            with case_boundary():
                return cls._read(upload)
        except InternalError as error:
            return cls(upload.file, findings=(error.finding,))

    @classmethod
    def _read(cls, upload: Upload) -> ReadProof:
        read = read_case(upload.raw)
        case = read.case
        if case is None or FORM in read.hidden:
            return cls._unjudged(upload)
        notes = upload.cells.findings if upload.cells is not None else ()
        notes = tuple(note for note in notes if note.concerns(FORM))
        # Rows and values that were left out of the case may belong to the proof.
        if _contradicts_itself(case) or any(note.severity is Severity.ERROR for note in notes):
            return cls._unjudged(upload)
        proof = case.first_of(UsageProof)
        return cls(
            upload.file,
            case.case_no,
            case.edition,
            case.client.name,
            data_sha256(upload.raw),
            proof,
            () if proof is not None else (_no_proof(case.edition),),
            origin=upload.origin if proof is not None and _names_files(proof) else None,
            notes=told(notes) if proof is not None else (),
            plan=_plan(case, proof),
        )

    @classmethod
    def _unjudged(cls, upload: Upload) -> ReadProof:
        checked = check_case(upload.raw)
        if upload.cells is not None:
            checked = replace(checked, findings=upload.cells.placed(checked.findings))
        return cls(upload.file, checked.case_no, findings=_in_the_way(checked))

    @property
    def judgeable(self) -> bool:
        """Whether there is a proof of use to judge."""
        return self.proof is not None

    @property
    def failed(self) -> bool:
        """Whether errors stand in the way; a case that simply holds no proof has none."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True)
class JudgedProof:
    """What became of one upload. ``shared``: by position, what other cases of the call hold too.

    ``files``: by position, what stands in the files that items name, where they were asked for. It is
    information and changes nothing else.
    """

    read: ReadProof
    result: EvidenceResult | None = None
    shared: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[int, FileReport] = field(default_factory=dict)

    @property
    def exit_code(self) -> ExitCode:
        """3 where the program tripped, 2 for an unreadable file, 1 for field errors or a proof that does
        not satisfy, else 0."""
        if any(map(is_internal, self.read.findings)):
            return ExitCode.DOCUMENT
        if not self.read.readable:
            return ExitCode.USAGE
        if self.read.failed or (self.result is not None and self.result.verdict not in SATISFIED):
            return ExitCode.DATA
        return ExitCode.OK

    def tripped(self, finding: Finding) -> JudgedProof:
        """The case without a verdict, where the program itself tripped on it."""
        return JudgedProof(replace(self.read, proof=None, findings=(finding,)))

    @property
    def items(self) -> Iterator[tuple[EvidenceItem, ItemResult]]:
        """Each piece of evidence with what became of it; none where nothing was judged."""
        if self.read.proof is not None and self.result is not None:
            yield from zip(self.read.proof.evidence, self.result.items, strict=True)

    @property
    def payout(self) -> Payout | None:
        """What the account pays out and how it comes about; None where nothing was judged."""
        if self.read.proof is None or self.result is None:
            return None
        return payout_of(self.read.proof)

    def amount(self, decision: Decision) -> int:
        """The sum of the items with that decision, in won: for accepted ones what counts of them."""
        if decision == "accepted":
            return self.result.accepted_total if self.result is not None else 0
        return sum(amount_of(item) for item, result in self.items if result.decision == decision)

    def count(self, decision: Decision) -> int:
        """How many items have that decision."""
        return sum(result.decision == decision for _, result in self.items)

    def as_json(self) -> dict[str, Any]:
        """The entry of ``evidence --json``."""
        if self.result is not None:
            return self.result.as_json(self.read.file, self.read.data_sha256)
        findings = [finding.as_json() for finding in self.read.findings]
        return {"file": self.read.file, "verdict": None, "findings": findings}


class EvidenceRun:
    """The cases of one call: ``read`` all of them first, then take them ``judged``, in the same order."""

    def __init__(self) -> None:
        self.count = 0
        self.index = ReceiptIndex()
        # Unnamed and its owner's alone: nothing of it is left behind, whatever happens.
        self._kept = SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115 - closed by __exit__
        self._labels: set[str] = set()

    def __enter__(self) -> EvidenceRun:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kept.close()

    def read(self, uploads: Iterable[Upload], report: Report = lambda step, done, total: None) -> None:
        """Read every upload and note its receipts."""
        for upload in uploads:
            read, number = ReadProof.of(upload), 0
            if read.proof is not None:
                try:
                    with case_boundary():
                        number = self.index.add(self._label(read), claims_of(read.proof))
                except InternalError as error:
                    read = JudgedProof(read).tripped(error.finding).read
            pickle.dump((read, number), self._kept)
            self.count += 1
            report("read", self.count, 0)

    def judged(
        self, report: Report = lambda step, done, total: None, open_files: bool = False
    ) -> Iterator[JudgedProof]:
        """Every upload, its proof judged; receipts that several cases hold are under review (DUP-3).

        With ``open_files`` the files that items name are opened and told of.
        """
        self._kept.seek(0)
        for done in range(1, self.count + 1):
            # Written above, and nobody else can.
            read, number = pickle.load(self._kept)  # noqa: S301
            yield self._judged(read, number, open_files)
            report("judged", done, self.count)

    def _judged(self, read: ReadProof, number: int, open_files: bool) -> JudgedProof:
        """A case, judged where it holds a proof, which is the one of that ``number`` in the index."""
        if read.proof is None:
            return JudgedProof(read)
        try:
            with case_boundary():
                shared = self.index.shared(number, claims_of(read.proof))
                files = _file_reports(read.proof, read.origin) if open_files else {}
                return JudgedProof(read, _result(read, read.proof, shared), shared, files)
        except InternalError as error:
            return JudgedProof(read).tripped(error.finding)

    def _label(self, read: ReadProof) -> str:
        """How messages name the case: by its number, and by its file too where the number stood before."""
        label = read.case_no or read.file
        if label in self._labels:
            return f"{label}({read.file})"
        self._labels.add(label)
        return label


def judged_again(upload: Upload, shared: Mapping[int, tuple[str, ...]]) -> JudgedProof:
    """A case of a call, judged anew with other decisions in it.

    What it shares with the other cases stays: only items that no clause rejects are compared, and no
    person's decision changes which those are.
    """
    read = ReadProof.of(upload)
    if read.proof is None:
        return JudgedProof(read)
    try:
        with case_boundary():
            return JudgedProof(read, _result(read, read.proof, shared), shared)
    except InternalError as error:
        return JudgedProof(read).tripped(error.finding)


def _result(read: ReadProof, proof: UsageProof, shared: Mapping[int, tuple[str, ...]]) -> EvidenceResult:
    return evaluate(proof, read.case_no, read.edition, shared=shared)


def _plan(case: CaseFile, proof: UsageProof | None) -> FulfilmentPlan | None:
    # Filling a case takes a while, and only a plan of its own is filled from anything.
    if case.entered(PLAN.id):
        return plan_in(filled(case))
    return proof.fulfilment_plan if proof is not None else None


def _names_files(proof: UsageProof) -> bool:
    return any(item.file is not None for item in proof.evidence)


def _file_reports(proof: UsageProof, origin: Origin | None) -> Mapping[int, FileReport]:
    if not _names_files(proof):
        return {}
    # Reading PDFs and pictures loads three libraries, for the few cases that need them.
    from api.evidence.files import proof_reports

    return dict(proof_reports(proof, origin))


def data_sha256(raw: object) -> str:
    """The SHA-256 of a case's data in canonical JSON."""
    return hashlib.sha256(canonical_json(raw).encode("ascii")).hexdigest()


def _contradicts_itself(case: CaseFile) -> bool:
    """Whether a household says of nobody who belongs to it, or days say of no paper whether it counts."""
    persons = (at for _, severity, at, _ in contradictions(case) if severity is Severity.ERROR)
    days = (at for _, _, at, _ in date_contradictions(case))
    return any(at[0] != "forms" for at in persons) or any(at[0] != "forms" or at[1] == FORM for at in days)


def _in_the_way(checked: CheckedCase) -> tuple[Finding, ...]:
    """The errors that keep a proof from being judged: in it, in what stands once, or in the form's name."""
    errors = [one for one in checked.findings if one.severity is Severity.ERROR]
    own = [one for one in errors if one.concerns(FORM)]
    return told(own or [one for one in errors if one.form is None], checked.untold)


def _no_proof(edition: str) -> Finding:
    form = form_named(FORM)
    return Finding(
        rule="CASE-NO-USAGE-PROOF",
        severity=Severity.INFO,
        form=FORM,
        path=f"/forms/{FORM}",
        label=form.title,
        message=f"이 파일에는 {with_particle(form.title, '이(가)')} 없어 판정하지 않았습니다.",
        source=form.source(edition),
    )
