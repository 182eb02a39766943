"""Papers from outside, from this side of the process that opens them.

What crosses back is what a person may be told and bytes of our own making; a file that kills the process,
or keeps it too long, is refused like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from forms import InputError, TooLarge
from generator.limited.process import LimitedProcess, ProcessFailed
from generator.scans.kinds import PaperKind, kind_of
from generator.scans.refusal import Refused

FILE_LIMIT = 50 * 1024 * 1024
# Of a processor. What a picture takes is bounded by its size, so that time only stops what nobody thought
# of; a PDF of a few kilobytes may ask for any number of drawings.
CPU_SECONDS: dict[PaperKind, int] = {"PDF": 4, "JPEG": 20, "PNG": 20}
WALL_SECONDS = 60.0

_TOO_LONG = "여는 데 시간이 너무 오래 걸리는 파일입니다. ‘PDF로 인쇄’로 다시 저장하거나 나누어 주세요."
_TOO_MUCH = "여는 데 메모리가 너무 많이 드는 파일입니다. 더 작게 저장하거나 나누어 주세요."
_BROKEN = "손상되어 읽을 수 없는 파일입니다."


@dataclass(frozen=True)
class Paper:
    """A paper that was opened; ``data`` is what it was opened for, a page to lay on or its text."""

    kind: PaperKind
    pages: int
    data: bytes


def paper_to_lay_on(data: bytes) -> Paper:
    """A picture as a JPEG, or a PDF of plain pages. Raises ``InputError`` with a Korean sentence."""
    return _asked("laid", data)


def paper_to_read(data: bytes) -> Paper:
    """What a paper is, and its text in UTF-8. Raises ``InputError`` with a Korean sentence."""
    return _asked("read", data)


def paper_to_see(data: bytes, page: int, longest: int, turn: int) -> Paper:
    """A page (from 1) of a paper as a JPEG, its longer side of so many dots, turned by so many degrees.

    ``data`` is empty for a page that the paper does not have. Raises ``InputError`` with a Korean sentence.
    """
    return _asked("seen", data, page=page, longest=longest, turn=turn)


@cache
def _process() -> LimitedProcess:
    return LimitedProcess("from generator.scans.worker import main; main()")


def _asked(what: str, data: bytes, **options: int) -> Paper:
    if len(data) > FILE_LIMIT:
        raise TooLarge(f"{FILE_LIMIT // 1024**2}MB를 넘는 파일입니다.")
    try:
        kind = kind_of(data)
        head, made = _process().ask(
            {"do": what, **options}, data, cpu_seconds=CPU_SECONDS[kind], wall_seconds=WALL_SECONDS
        )
    except Refused as refusal:
        raise InputError(refusal.sentence, refusal.code) from None
    except ProcessFailed as failure:
        if failure.kind in ("time", "memory"):
            raise TooLarge(_TOO_LONG if failure.kind == "time" else _TOO_MUCH) from None
        raise InputError(_BROKEN) from None
    _raise_refusal(head)
    return Paper(kind, int(head["pages"]), made)


def _raise_refusal(head: dict[str, Any]) -> None:
    error = head.get("error")
    if error is None:
        return
    if error == "memory":
        raise TooLarge(_TOO_MUCH)
    if error != "refused":
        raise InputError(_BROKEN)
    code, sentence = str(head["code"]), str(head["message"])
    raise TooLarge(sentence) if code == TooLarge.code else InputError(sentence, code)
