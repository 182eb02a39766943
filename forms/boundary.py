"""The one boundary around each case: what the program itself trips on costs that case alone.

Whoever takes cases one after another (a command, a page, a batch) works on each inside
``case_boundary``. A ``SeosikError`` passes as it is; whatever else is raised, by a rule, a template,
sorting or writing, becomes an ``InternalError`` with the finding ``INTERNAL``: the kind of the fault
and its place in our code, and nothing of the case, so that it may be shown, kept and logged.

    try:
        with case_boundary():
            made = render(case, form, "pdf")
    except SeosikError as error:      # InternalError among them: exit status 3, HTTP status 500
        left_out.append(error.message)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from forms.errors import InternalError, SeosikError
from forms.finding import Finding, Severity

INTERNAL = InternalError.code
_ROOT = Path(__file__).resolve().parent.parent
_CAUSE = (
    "프로그램의 잘못으로 끝까지 처리하지 못했습니다. 자료를 고쳐서 될 일이 아닙니다. "
    "이 문장을 프로그램을 맡은 사람에게 그대로 알려 주세요."
)
_CAUSE_MEMORY = (
    "메모리가 모자라 끝까지 처리하지 못했습니다. 자료를 나누거나 다른 프로그램을 닫고 다시 하세요."
)
_OWN = ("forms", "generator", "api")


@contextmanager
def case_boundary() -> Iterator[None]:
    """Turn whatever is no ``SeosikError`` into an ``InternalError``.

    Ctrl-C and the like (``BaseException``) pass. Works as a decorator, too.
    """
    try:
        yield
    except SeosikError:
        raise
    except Exception as error:
        # The words of the error, and those of its cause, may quote the case.
        raise internal_error(error) from None


def internal_error(error: Exception) -> InternalError:
    """The ``InternalError`` that stands for an unforeseen exception."""
    return InternalError(internal_finding(error))


def internal_finding(error: Exception) -> Finding:
    """The finding of an unforeseen exception: its kind and the place in our code, no text of the case."""
    kind, place = type(error).__name__, fault_place(error.__traceback__)
    return Finding(
        rule=INTERNAL,
        severity=Severity.ERROR,
        form=None,
        path="",
        label="사례",
        message=f"{_CAUSE_MEMORY if isinstance(error, MemoryError) else _CAUSE} ({kind}, {place})",
    )


def fault_place(trace: TracebackType | None) -> str:
    """Where in our code a traceback ends, as ``forms/checking.py:183 ordered``."""
    found = "?"
    while trace is not None:
        code = trace.tb_frame.f_code
        path = Path(code.co_filename)
        if path.is_relative_to(_ROOT) and path.relative_to(_ROOT).parts[0] in _OWN:
            found = f"{path.relative_to(_ROOT).as_posix()}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next
    return found


def is_internal(finding: Finding) -> bool:
    """Whether a finding says that the program itself tripped."""
    return finding.rule == INTERNAL
