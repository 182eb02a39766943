"""What the pages of evidence ask of the worker processes: proofs judged, and judged anew.

A case travels packed (pickled, by our own worker and for our own service), so that what is held of two
hundred of them has a known size, and is unpacked only where its own page is shown.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from api.cases.intake import Upload
from api.evidence.files import FileReport
from api.evidence.run import EvidenceRun, JudgedProof, judged_again
from api.service.incoming import Incoming
from api.service.work.pages import Decisions, decided_upload
from forms import Finding
from forms.savings.evidence import claims_of
from forms.savings.receipt_groups import ReceiptGroups
from forms.savings.terms import Decision, Verdict
from generator.packets.front_matter import short_name

# What is held of a case beside what is packed: its line and its share of the groups, and each opened file.
_LINE_BYTES = 2_000
_PAPER_BYTES = 4_000


@dataclass(frozen=True)
class EvidenceLine:
    """A case in the table. Amounts in won; ``states``: what became of each item; ``twice``: items in groups.

    ``payout`` is None, too, where no source says what is paid out.

    ``verdict`` is None where nothing was judged: with ``failed`` because of errors, else because the case
    holds no proof. ``told`` says why.
    """

    number: int
    file: str
    case_no: str | None
    client: str
    verdict: Verdict | None
    failed: bool
    told: str
    applies: bool | None
    support: int
    required: int
    accepted: int
    review: int
    shortfall: int
    payout: int | None
    states: tuple[Decision, ...]
    twice: int

    @property
    def open(self) -> int:
        """Items that wait for a person."""
        return self.states.count("review")

    @property
    def label(self) -> str:
        """How the case is named."""
        return self.case_no or self.file


@dataclass(frozen=True)
class SharedReceipt:
    """A receipt of a group: where it stands, and what shows that it is like the others."""

    number: int
    position: int
    id: str
    item: str
    dated_on: str
    user: str
    payee: str
    document_no: str
    amount: int


# The files that items of a case name, once they were opened, by the items' positions.
Papers = Mapping[int, FileReport]


@dataclass(frozen=True)
class HeldCase:
    """A judged case as it is held: its line, the decisions it was judged with, and all of it, packed.

    ``named``: whether its items name files; ``papers``: those, once they were opened.
    """

    line: EvidenceLine
    decisions: Mapping[str, Mapping[str, Any]]
    packed: bytes
    named: bool
    papers: Papers | None = None

    @property
    def judged(self) -> JudgedProof:
        """The case with its items."""
        _, judged = _unpacked(self.packed)
        return judged


@dataclass(frozen=True)
class JudgedUpload:
    """An upload after judging: every case, and the groups of receipts that are alike."""

    cases: tuple[HeldCase, ...]
    groups: tuple[tuple[SharedReceipt, ...], ...]

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return sum(
            _LINE_BYTES + len(case.packed) + _PAPER_BYTES * len(case.papers or ()) for case in self.cases
        )

    @property
    def lines(self) -> tuple[EvidenceLine, ...]:
        """Every case as a line."""
        return tuple(case.line for case in self.cases)

    def judged_otherwise(self, decisions: Decisions) -> dict[int, HeldCase]:
        """By number, the cases that were judged with other decisions than these."""
        own = decisions_by_case(decisions)
        return {
            case.line.number: case for case in self.cases if case.decisions != own.get(case.line.number, {})
        }

    def with_cases(self, changed: Mapping[int, HeldCase]) -> JudgedUpload:
        """The same with some cases judged anew."""
        return replace(self, cases=tuple(changed.get(case.line.number, case) for case in self.cases))


def decisions_by_case(decisions: Decisions) -> dict[int, dict[str, Mapping[str, Any]]]:
    """The decisions of each case, by their places."""
    found: dict[int, dict[str, Mapping[str, Any]]] = {}
    for place, review in decisions.items():
        found.setdefault(int(place.partition("/")[0]), {})[place] = review
    return found


def judge_upload(incoming: Incoming, decisions: Decisions) -> JudgedUpload:
    """Every case's proof of use, judged in the light of the others of the file (DUP-3)."""
    own = decisions_by_case(decisions)
    groups = ReceiptGroups()
    receipts: dict[tuple[int, int], SharedReceipt] = {}
    cases: list[HeldCase] = []
    with EvidenceRun() as run:
        uploads: list[Upload] = []
        run.read(_noted(incoming, decisions, uploads))
        for number, judged in enumerate(run.judged(), 1):
            if judged.read.proof is not None and judged.result is not None:
                claims = claims_of(judged.read.proof)
                groups.add(number, claims)
                for claim in claims:
                    receipts[number, claim.position] = _receipt(number, claim.position, judged)
            packed = _packed(uploads[number - 1], judged)
            named = any(item.file is not None for item, _ in judged.items)
            cases.append(HeldCase(_line(number, judged, 0), own.get(number, {}), packed, named))
    found = groups.groups()
    twice = Counter(case for group in found for case, _ in group)
    return JudgedUpload(
        tuple(replace(one, line=replace(one.line, twice=twice[one.line.number])) for one in cases),
        tuple(tuple(receipts[place] for place in group) for group in found),
    )


def judge_again(cases: Mapping[int, HeldCase], decisions: Decisions) -> dict[int, HeldCase]:
    """Some cases, by number, judged with these decisions in them."""
    own = decisions_by_case(decisions)
    made: dict[int, HeldCase] = {}
    for number, case in cases.items():
        upload, before = _unpacked(case.packed)
        judged = judged_again(decided_upload(upload, number, decisions), before.shared)
        # Where errors stand in the way now, what was shared is still known.
        judged = replace(judged, shared=before.shared)
        line = _line(number, judged, case.line.twice)
        packed = _packed(upload, judged)
        made[number] = replace(case, line=line, decisions=own.get(number, {}), packed=packed)
    return made


def _noted(incoming: Incoming, decisions: Decisions, uploads: list[Upload]) -> Iterator[Upload]:
    """Every upload with the decisions in it; as it came in, it is put down in ``uploads``."""
    for number, upload in enumerate(incoming.uploads(), 1):
        uploads.append(upload)
        yield decided_upload(upload, number, decisions)


def _packed(upload: Upload, judged: JudgedProof) -> bytes:
    return pickle.dumps((upload, judged), pickle.HIGHEST_PROTOCOL)


def _unpacked(packed: bytes) -> tuple[Upload, JudgedProof]:
    # Packed above and held in memory: nobody else can have written it.
    upload, judged = pickle.loads(packed)  # noqa: S301
    return upload, judged


def _line(number: int, judged: JudgedProof, twice: int) -> EvidenceLine:
    read, result, paid = judged.read, judged.result, judged.payout
    name = read.proof.client_name if read.proof is not None else None
    return EvidenceLine(
        number,
        read.file,
        read.case_no,
        short_name(name or read.client),
        result.verdict if result is not None else None,
        read.failed,
        _told(read.findings),
        result.applies if result is not None else None,
        result.support_total if result is not None else 0,
        result.required if result is not None else 0,
        result.accepted_total if result is not None else 0,
        result.review_total if result is not None else 0,
        result.shortfall if result is not None else 0,
        paid.total if paid is not None else None,
        tuple(item.decision for item in result.items) if result is not None else (),
        twice,
    )


def _told(findings: tuple[Finding, ...]) -> str:
    """Why a case was not judged: the first finding, and how many more there are."""
    if not findings:
        return ""
    more = f" 외 {len(findings) - 1:,}건" if len(findings) > 1 else ""
    label = f"{findings[0].label}: " if findings[0].label else ""
    return f"{label}{findings[0].message}{more}"


def _receipt(number: int, position: int, judged: JudgedProof) -> SharedReceipt:
    proof = judged.read.proof
    if proof is None:
        raise ValueError("a claim belongs to a proof")
    item = proof.evidence[position]
    return SharedReceipt(
        number,
        position,
        item.id,
        item.item,
        item.dated_on.isoformat(),
        item.user,
        item.payee,
        item.document_no or "",
        item.amount,
    )
