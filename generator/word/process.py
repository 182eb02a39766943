"""The limited process for Word templates, from outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from forms import DocumentError, Finding, InputError, TemplateError, TooLarge
from generator.fonts import print_font
from generator.limited.process import LimitedProcess, ProcessFailed
from generator.print_view import View
from generator.word.environment import view_as_json
from generator.word.fields import WordField
from generator.word.messages import CPU_SECONDS, MEMORY_BYTES

_MEMORY_UP = f"Word 서식을 처리하는 데 메모리 한도({MEMORY_BYTES // 2**20}MB)를 넘어 멈추었습니다. 서식을 줄이거나 다시 내보내세요."


@dataclass(frozen=True)
class Limits:
    """Seconds of processor time that one question may take, and seconds until the answer.

    The second is longer, for machines that are busy with other things.
    """

    cpu_seconds: int = CPU_SECONDS
    wall_seconds: float = 3.0 * CPU_SECONDS

    @property
    def sentence(self) -> str:
        """What is said when they are reached."""
        return (
            f"Word 서식을 처리하는 데 시간 한도({self.cpu_seconds}초)를 넘어 멈추었습니다. "
            "서식을 줄이거나 다시 내보내세요."
        )


DEFAULT_LIMITS = Limits()


@cache
def _process() -> LimitedProcess:
    return LimitedProcess("from generator.word.worker import main, warm_up; main(warm_up)")


def _asked(question: dict[str, Any], *payloads: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
    try:
        return _process().ask(
            question, *payloads, cpu_seconds=limits.cpu_seconds, wall_seconds=limits.wall_seconds
        )
    except ProcessFailed as failure:
        sentences = {
            "time": limits.sentence,
            "memory": _MEMORY_UP,
            "answer": "Word 서식을 처리하던 프로세스가 잘못된 답을 했습니다.",
            "ended": "Word 서식을 처리하던 프로세스가 멈추었습니다. 서식을 다시 내보내 고쳐 보세요.",
        }
        raise TemplateError(sentences[failure.kind]) from None


def _answered(head: dict[str, Any]) -> None:
    kind, message = head.get("error"), str(head.get("message", ""))
    if kind is None:
        return
    if kind == "memory":
        raise TemplateError(_MEMORY_UP)
    if kind == "failed":
        raise TemplateError(f"Word 서식을 처리할 수 없습니다({message}).")
    errors: dict[str, Callable[[str], Exception]] = {
        "input": InputError, "large": TooLarge, "template": TemplateError,
    }  # fmt: skip
    raise errors.get(str(kind), DocumentError)(message)


def fill_word(
    sha256: str,
    data: Callable[[], bytes],
    views: Sequence[View],
    title: str,
    issued_at: datetime | None = None,
    draft: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> bytes:
    """A Word template filled with these print views, one after another, as a DOCX.

    ``data`` gives the template's bytes and is asked only where the process has not prepared them.
    Raises ``InputError``, ``TemplateError`` or ``DocumentError``.
    """
    question = {
        "do": "fill",
        "sha256": sha256,
        "title": title,
        "issued_at": issued_at.isoformat() if issued_at is not None else None,
        "draft": draft,
        "views": [view_as_json(view) for view in views],
    }
    head, made = _asked(question, limits=limits)
    if head.get("missing"):
        twins = {str(code): character for code, character in print_font().twins.items()}
        head, made = _asked({**question, "twins": twins}, data(), limits=limits)
    _answered(head)
    return made


def join_word(packet: bytes, forms: Sequence[bytes], limits: Limits = DEFAULT_LIMITS) -> bytes:
    """``word_joining.join_forms`` in the limited process."""
    head, made = _asked({"do": "join"}, packet, *forms, limits=limits)
    _answered(head)
    return made


def check_word(
    data: bytes,
    official: bytes,
    form_id: str,
    fields: Sequence[WordField],
    families: frozenset[str],
    trials: Sequence[View],
    limits: Limits = DEFAULT_LIMITS,
) -> list[Finding]:
    """``word_template_check.check_template`` in the limited process."""
    question = {
        "do": "check",
        "form": form_id,
        "fields": [asdict(field) for field in fields],
        "families": sorted(families),
        "views": [view_as_json(view) for view in trials],
    }
    head, _ = _asked(question, data, official, limits=limits)
    _answered(head)
    return [Finding.model_validate(finding) for finding in head["findings"]]
