"""Why a case was left out of a packet, or of ``render all``: the codes of manifests, and their Korean words."""

from __future__ import annotations

from enum import StrEnum

# What is said of a case whose number stood before.
SAME_NUMBER = "같은 관리번호의 사례가 앞에 있습니다."


class LeftOut(StrEnum):
    """Why nothing was printed; the value is the code that manifests, batches and messages bear."""

    UNREADABLE = "unreadable"
    ERRORS = "errors"
    NO_CLOSURE_FORM = "no_closure_form"
    NO_OPENING_FORM = "no_opening_form"
    DUPLICATE_CASE = "duplicate_case"
    # The program itself tripped, or the document could not be made.
    FAILED = "failed"
    # Its owner's wish; of batches alone.
    CANCELLED = "cancelled"

    @property
    def korean(self) -> str:
        """The words that a caseworker reads."""
        return _KOREAN[self]


_KOREAN = {
    LeftOut.UNREADABLE: "읽을 수 없음",
    LeftOut.ERRORS: "오류 있음",
    LeftOut.NO_CLOSURE_FORM: "종결 서식 없음",
    LeftOut.NO_OPENING_FORM: "묶음을 여는 서식 없음",
    LeftOut.DUPLICATE_CASE: "관리번호 중복",
    LeftOut.FAILED: "만들지 못함",
    LeftOut.CANCELLED: "취소함",
}
