"""What can go wrong, as one tree.

    SeosikError                     code, Korean sentence, exit status, HTTP status
    ├── InputError                  the upload cannot be read                  exit 2, 400
    │   ├── UnknownForm             no form of that name                       exit 2, 404
    │   └── TooLarge                a limit of size or depth was exceeded      exit 2, 413
    ├── DataError                   the data have errors; carries findings     exit 1, 422
    ├── DocumentError               a document could not be made               exit 3, 500
    │   └── TemplateError           a form's template breaks its rules         exit 3, 500
    ├── FormUnreadable              asked for a form that has field errors     exit 1, 422
    └── InternalError               the program itself tripped on a case       exit 3, 500

Findings are not exceptions: checking returns them. An exception ends the work at hand.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forms.finding import Finding


class ExitCode(IntEnum):
    """Exit statuses of every command."""

    OK = 0
    DATA = 1
    USAGE = 2
    DOCUMENT = 3


class SeosikError(Exception):
    """Base of all; ``message`` is a Korean sentence for the person who meets it."""

    code: str = "SEOSIK"
    exit_code: ExitCode = ExitCode.DOCUMENT
    http_status: int = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __reduce__(self) -> tuple[Callable[..., SeosikError], tuple[object, ...]]:
        # It travels between processes, whatever a leaf's constructor takes.
        return _again, (type(self), self.args, dict(self.__dict__))


def _again(kind: type[SeosikError], args: tuple[object, ...], state: dict[str, object]) -> SeosikError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class InputError(SeosikError):
    """The upload cannot be read at all."""

    code = "FILE-UNREADABLE"
    exit_code = ExitCode.USAGE
    http_status = 400

    def __init__(self, message: str, code: str | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code


class UnknownForm(InputError):
    """No form bears the name."""

    code = "FORM-UNKNOWN"
    http_status = 404


class TooLarge(InputError):
    """A limit of size or depth was exceeded."""

    code = "FILE-LIMIT"
    http_status = 413


class DataError(SeosikError):
    """The data have errors; ``findings`` says which."""

    code = "DATA-ERRORS"
    exit_code = ExitCode.DATA
    http_status = 422

    def __init__(self, message: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(message)
        self.findings = findings


class FormUnreadable(SeosikError):
    """Somebody asked for a form that the case holds and that could not be read: nothing can be said of it."""

    code = "FORM-UNREADABLE"
    exit_code = ExitCode.DATA
    http_status = 422

    def __init__(self, form_id: str) -> None:
        super().__init__("서식에 오류가 있어 읽지 못했습니다.")
        self.form_id = form_id

    def __reduce__(self) -> tuple[type[FormUnreadable], tuple[str]]:
        return type(self), (self.form_id,)


class DocumentError(SeosikError):
    """A document could not be made."""

    code = "DOCUMENT"


class TemplateError(DocumentError):
    """A form's template breaks the rules of templates; the message names file and line."""

    code = "TEMPLATE"


class InternalError(SeosikError):
    """The program itself tripped; ``finding`` says on what, with no text of the case (``forms.boundary``)."""

    code = "INTERNAL"

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding

    def __reduce__(self) -> tuple[type[InternalError], tuple[Finding]]:
        return type(self), (self.finding,)
