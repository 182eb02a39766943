"""Errors as answers: problem details (RFC 9457) for programs, a page for people.

SeosikError                       every leaf bears its HTTP status and a Korean sentence
├── … (forms.errors, api.jobs.engine)
└── ServiceError
    ├── BadRequest                a parameter or a body that is not understood      400
    ├── Forbidden                 refused for safety; says no more                  403
    ├── NotFound                  nothing stands at the address                     404
    ├── TooSlow                   the upload did not arrive in time                 408
    ├── Stale                     a page or revision that is no longer the latest   409
    ├── UnsupportedBody           a body of another kind than the address takes     415
    ├── WrongHost                 called by a name that is not the service's        421
    ├── Busy                      more requests wait than may                       429
    ├── TooLong                   the work was stopped at its limit of time         503
    └── NobodyWorks               a batch waits, and nothing runs that makes it     503
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, Field

from forms import DataError, Finding, SeosikError

MEDIA_TYPE = "application/problem+json"


class ServiceError(SeosikError):
    """What only the service can meet."""

    code = "SERVICE"
    message_text = "요청을 처리하지 못했습니다."

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message_text)


class BadRequest(ServiceError):
    """A parameter or a body that is not understood."""

    code = "REQUEST"
    http_status = 400
    message_text = "요청을 이해할 수 없습니다."


class Forbidden(ServiceError):
    """Refused for safety."""

    code = "REFUSED"
    http_status = 403
    message_text = "요청을 받아들이지 않았습니다."


class NotFound(ServiceError):
    """Nothing stands at the address."""

    code = "NOT-FOUND"
    http_status = 404
    message_text = "없는 주소이거나 보관 기간이 지난 자료입니다."


class TooSlow(ServiceError):
    """The upload did not arrive in time."""

    code = "UPLOAD-TIME"
    http_status = 408
    message_text = "자료가 제때 다 오지 않았습니다. 다시 올려 주세요."


class Stale(ServiceError):
    """A page or revision that is no longer the latest."""

    code = "STALE"
    http_status = 409
    message_text = "그사이 다른 창에서 고친 자료입니다. 화면을 새로 열어 확인하세요."


class UnsupportedBody(ServiceError):
    """A body of another kind than the address takes."""

    code = "BODY-KIND"
    http_status = 415
    message_text = "이 주소가 받는 종류의 본문이 아닙니다."


class WrongHost(ServiceError):
    """Called by a name that is not the service's."""

    code = "REFUSED"
    http_status = 421
    message_text = "요청을 받아들이지 않았습니다."


class Busy(ServiceError):
    """More requests wait than may."""

    code = "BUSY"
    http_status = 429

    def __init__(self, limit: int) -> None:
        super().__init__(f"지금 처리할 요청이 많습니다(한도 {limit}건). 잠시 뒤 다시 해 주세요.")


class TooLong(ServiceError):
    """The work was stopped at its limit of time."""

    code = "WORK-TIME"
    http_status = 503
    message_text = "정해진 시간 안에 만들지 못해 멈추었습니다."


class NobodyWorks(ServiceError):
    """A batch waits, and nothing runs that makes it."""

    code = "BATCHES-NOT-MADE"
    http_status = 503
    message_text = (
        "묶음 작업이 기다리는데 만드는 프로세스가 없습니다. seosik worker를 띄우거나, "
        "seosik serve를 --processes 0 없이 다시 시작하세요."
    )


class Problem(BaseModel):
    """The body of an error."""

    type: str = Field(title="종류", examples=["about:blank"])
    title: str = Field(title="HTTP 상태의 이름")
    status: int = Field(title="HTTP 상태")
    detail: str = Field(title="무엇이 잘못되었는지")
    code: str = Field(title="바뀌지 않는 오류 이름", examples=["FORM-UNKNOWN"])


class FindingsProblem(Problem):
    """The body of an error in the data, with the findings."""

    findings: list[Finding] | None = Field(None, title="점검 결과")


def problem_of(error: SeosikError) -> dict[str, Any]:
    """The problem details of an error; an error in the data lists its findings."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(error.http_status).phrase,
        "status": error.http_status,
        "detail": detail_of(error),
        "code": error.code,
    }
    if isinstance(error, DataError):
        body["findings"] = [finding.as_json() for finding in error.findings]
    return body


def detail_of(error: SeosikError) -> str:
    """One Korean sentence; the findings of an error in the data stand beside it, not in it."""
    if isinstance(error, DataError):
        return (
            "자료에 오류가 있어 만들지 않았습니다. findings를 고친 뒤 다시 하거나 초안(draft)으로 만드세요."
        )
    return error.message
