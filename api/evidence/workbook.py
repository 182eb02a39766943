"""The audit workbook of ``seosik evidence --xlsx``: 사례 (cases), 증빙 (items), 중복 (shared receipts).

The page of evidence adds 결정 기록 (who decided what when) and 재점검 (cases drawn for a second look).

Rows go to disk as they come, so that ten thousand cases take no more memory than one. The same
input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from openpyxl import Workbook

from api.evidence.run import JudgedProof
from api.evidence.table import NO_PROOF, NOT_JUDGED
from api.workbook.row_sheet import Column, RowSheet, Value
from api.workbook.spreadsheet_text import workbook_bytes
from forms.registry import clause_named
from forms.savings.evidence import ItemResult
from forms.savings.proof import EvidenceItem, Review
from forms.savings.terms import DECISION_WORDS
from generator.packets.front_matter import short_name
from generator.privacy.modes import Privacy
from generator.privacy.numbers import masked

if TYPE_CHECKING:
    from api.evidence.files import FileReport

UNOPENED = "열지 못함"
CASES = (
    Column("파일", 28),
    Column("관리번호", 16),
    Column("가입자", 10),
    Column("통장 종류", 18),
    Column("해지 유형", 14),
    Column("본인적금통장 개설일", 13, "date"),
    Column("해지신청서 제출일", 13, "date"),
    Column("판정", 12),
    Column("지급액", 16, "won"),
    Column("지급액 계산", 60),
    Column("지원액", 16, "won"),
    Column("필요 금액(50%)", 16, "won"),
    Column("인정금액", 16, "won"),
    Column("검토금액", 16, "won"),
    Column("불인정금액", 16, "won"),
    Column("부족금액", 16, "won"),
    Column("인정 비율", 10, "share"),
    Column("증빙 수", 9, "count"),
    Column("인정", 8, "count"),
    Column("검토", 8, "count"),
    Column("불인정", 8, "count"),
    Column("다른 사례와 중복", 10, "count"),
    Column("지급확정", 10),
    Column("지급확정일", 13, "date"),
    Column("이행계획서", 14),
    Column("점검 사항", 50),
    Column("자료 SHA-256", 20),
)
ITEMS = (
    Column("파일", 28),
    Column("관리번호", 16),
    Column("증빙 번호", 10),
    Column("사용용도 구분", 24),
    Column("사용용도 항목", 22),
    Column("증빙서류", 26),
    Column("서류 날짜", 13, "date"),
    Column("사용자", 10),
    Column("사용처", 22),
    Column("서류번호", 18),
    Column("금액", 16, "won"),
    Column("인정 대상 금액", 16, "won"),
    Column("결정", 10),
    Column("인정금액", 16, "won"),
    Column("조항", 14),
    Column("사유", 60),
    Column("출처", 44),
    Column("담당자 결정", 12),
    Column("결정자", 10),
    Column("결정일", 13, "date"),
    Column("결정 금액", 16, "won"),
    Column("결정 근거", 40),
    Column("결정 반영", 20),
    Column("비고", 30),
    # Last, so that an item without a file ends its row before them.
    Column("증빙 파일", 28),
    Column("파일 SHA-256", 20),
    Column("파일 쪽수", 9, "count"),
    Column("파일의 금액", 12),
    Column("파일의 서류 날짜", 12),
    Column("파일의 사용처", 12),
    Column("파일 점검", 44),
)
SHARED = (
    Column("파일", 28),
    Column("관리번호", 16),
    Column("가입자", 10),
    Column("증빙 번호", 10),
    Column("사용용도 항목", 22),
    Column("서류 날짜", 13, "date"),
    Column("사용자", 10),
    Column("사용처", 22),
    Column("서류번호", 18),
    Column("금액", 16, "won"),
    Column("결정", 10),
    Column("인정금액", 16, "won"),
    Column("같은 서류로 보이는 증빙", 60),
)


def _no_duplicates(compared: int) -> str:
    if compared > 1:
        return f"사례 {compared:,}건의 증빙을 서로 비교했고, 같은 서류로 보이는 것이 없습니다."
    if compared:
        return "판정한 사례가 하나뿐이어서 다른 사례의 증빙과 비교하지 않았습니다."
    return "판정한 사례가 없어서 증빙을 비교하지 않았습니다."


LOG = (
    Column("일시", 22),
    Column("사례 번호", 9, "count"),
    Column("관리번호", 16),
    Column("증빙 번호", 10),
    Column("한 일", 12),
    Column("결정자", 10),
    Column("결정일", 13),
    Column("결정 금액", 16, "won"),
    Column("근거", 40),
    Column("판정 전", 12),
    Column("판정 후", 12),
    Column("인정금액 전", 16, "won"),
    Column("인정금액 후", 16, "won"),
)
DRAWS = (
    Column("일시", 22),
    Column("뽑은 사람", 10),
    Column("씨앗", 14, "count"),
    Column("판정한 사례", 10, "count"),
    Column("뽑은 건수", 10, "count"),
    Column("사례 번호", 9, "count"),
    Column("관리번호", 16),
    Column("방법", 60),
)


class EvidenceWorkbook:
    """The workbook of one call, filled a case at a time.

    ``masked``: names of account holders and of those who used the money show their first and last
    syllable, registration numbers lose their last digits. Who decided stays: that is what the
    column is for. Other texts are as entered.
    """

    def __init__(self, privacy: Privacy = "masked") -> None:
        self._masked = privacy == "masked"
        self._workbook = Workbook(write_only=True)
        self._workbook.properties.creator = "seosik"
        self._cases = RowSheet(self._workbook, "사례", CASES)
        self._items = RowSheet(self._workbook, "증빙", ITEMS)
        self._shared = RowSheet(self._workbook, "중복", SHARED)
        self._more: list[RowSheet] = []
        self._compared = 0

    def add(self, judged: JudgedProof) -> None:
        """Take in the next case."""
        self._cases.add(self._case_row(judged))
        self._compared += judged.result is not None
        for position, (item, result) in enumerate(judged.items):
            file = judged.files.get(position)
            cells = self._file_cells(file) if file is not None else ()
            self._items.add((*self._item_row(judged, item, result), *cells))
            if position in judged.shared:
                self._shared.add(self._shared_row(judged, item, result, judged.shared[position]))

    def add_log(self, rows: Iterable[Sequence[Value]]) -> None:
        """Add the sheet of who decided what when, its columns those of ``LOG``."""
        self._add_sheet("결정 기록", LOG, rows)

    def add_draws(self, rows: Iterable[Sequence[Value]]) -> None:
        """Add the sheet of cases drawn for a second look, its columns those of ``DRAWS``."""
        self._add_sheet("재점검", DRAWS, rows)

    def _add_sheet(self, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> None:
        sheet = RowSheet(self._workbook, title, columns)
        self._more.append(sheet)
        for row in rows:
            sheet.add([self._text(cell) if isinstance(cell, str) else cell for cell in row])

    def data(self) -> bytes:
        """The finished file; the workbook takes no more rows afterwards."""
        if not self._shared.rows:
            # A sheet without a row would not say whether anybody looked.
            self._shared.add((_no_duplicates(self._compared),))
        for sheet in (self._cases, self._items, self._shared, *self._more):
            sheet.finish()
        return workbook_bytes(self._workbook)

    def _case_row(self, judged: JudgedProof) -> tuple[Value, ...]:
        read, proof, result, paid = judged.read, judged.read.proof, judged.result, judged.payout
        remarks = "\n".join(f"{one.rule} {one.label}: {one.message}" for one in read.findings)
        if proof is None or result is None or paid is None:
            verdict = NOT_JUDGED if read.failed else NO_PROOF
            head = (read.file, read.case_no, self._name(read.client), None, None, None, None, verdict)
            return (*head, *[None] * 17, self._text(remarks), read.data_sha256)
        plan = read.plan
        plan_word = "" if plan is None else "서명함" if plan.signed_on else "서명 없음"
        return (
            read.file,
            read.case_no,
            self._name(proof.client_name or read.client),
            proof.account_type,
            proof.closure_type,
            proof.account_opened_on,
            proof.closure_applied_on,
            result.verdict,
            paid.total,
            paid.working,
            result.support_total,
            result.required,
            result.accepted_total,
            result.review_total,
            judged.amount("rejected"),
            result.shortfall,
            result.coverage,
            len(result.items),
            judged.count("accepted"),
            judged.count("review"),
            judged.count("rejected"),
            len(judged.shared),
            {True: "예", False: "아니오", None: ""}[proof.payment_confirmed],
            proof.payment_confirmed_on,
            plan_word,
            self._text(remarks),
            read.data_sha256,
        )

    def _item_row(self, judged: JudgedProof, item: EvidenceItem, result: ItemResult) -> tuple[Value, ...]:
        rules = [reason.rule for reason in result.reasons]
        sections = dict.fromkeys(_source(rule) for rule in rules)
        return (
            judged.read.file,
            judged.read.case_no,
            item.id,
            item.category,
            item.item,
            ", ".join(item.documents),
            item.dated_on,
            self._name(item.user),
            self._text(item.payee),
            self._text(item.document_no),
            item.amount,
            item.countable_amount,
            DECISION_WORDS[result.decision],
            result.counted,
            "\n".join(rules),
            self._text(self._reasons(item, result)),
            "\n".join(sections),
            *self._decision(item.review, applied="AB-REVIEW" in rules),
            self._text(item.note),
        )

    def _decision(self, review: Review | None, applied: bool) -> tuple[Value, ...]:
        if review is None:
            return (None,) * 6
        return (
            DECISION_WORDS[review.decision],
            review.decided_by,
            review.decided_on,
            review.countable_amount,
            self._text(review.basis),
            "반영" if applied else "반영 안 함(검토 항목이 아님)",
        )

    def _file_cells(self, report: FileReport) -> tuple[Value, ...]:
        name = self._text(report.item.file)
        if report.file is None:
            return (name, None, None, *[UNOPENED] * 3, self._text(report.unopened))
        return (name, report.file.sha256, report.file.pages, *report.words)

    def _shared_row(
        self, judged: JudgedProof, item: EvidenceItem, result: ItemResult, others: tuple[str, ...]
    ) -> tuple[Value, ...]:
        return (
            judged.read.file,
            judged.read.case_no,
            self._name(judged.read.client),
            item.id,
            item.item,
            item.dated_on,
            self._name(item.user),
            self._text(item.payee),
            self._text(item.document_no),
            item.amount,
            DECISION_WORDS[result.decision],
            result.counted,
            "\n".join(others),
        )

    def _name(self, name: str | None) -> str:
        return short_name(name) if self._masked else name or ""

    def _text(self, text: str | None) -> str:
        return masked(text or "") if self._masked else text or ""

    def _reasons(self, item: EvidenceItem, result: ItemResult) -> str:
        """Every clause with its message; a message names the user in brackets."""
        said = "\n".join(f"{reason.rule} {reason.message}" for reason in result.reasons)
        if not self._masked:
            return said
        short = short_name(item.user)
        return said.replace(f"({item.user})", f"({short})").replace(f"({item.user}, ", f"({short}, ")


def _source(rule: str) -> str:
    """Where a clause stands; a check of ours says so."""
    clause = clause_named(rule)
    return f"{rule} {'자체 규칙' if clause.ours else clause.document.title}, {clause.section}"
