"""``/api/check``: what is wrong with a case, and where."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from api.service.context import context
from api.service.openapi import case_body, responses
from api.service.work.documents import check_body
from forms import Finding

router = APIRouter(prefix="/api", tags=["점검"])


class CheckQuery(BaseModel):
    """How strictly a case is judged."""

    model_config = ConfigDict(extra="forbid")

    strict: bool = Field(False, title="MUST 조항의 주의를 오류로 셈")


class CheckedFile(BaseModel):
    """One case after checking."""

    file: str
    case_no: str | None
    ok: bool = Field(title="오류가 없는지")
    findings: list[Finding]


class CheckAnswer(BaseModel):
    """The answer of ``check --json``."""

    files: list[CheckedFile]


@router.post(
    "/check",
    summary="사례 점검",
    response_model=CheckAnswer,
    response_model_exclude={"files": {"__all__": {"findings": {"__all__": {"must"}}}}},
    responses=responses(429, 500, 503),
    openapi_extra=case_body("case_full", "broken"),
)
async def check(request: Request, query: Annotated[CheckQuery, Query()]) -> dict[str, object]:
    """본문의 사례를 점검합니다. 오류가 있어도 200이며 `ok`가 false입니다."""
    here = context(request)
    return await here.pool.run(partial(check_body, await here.case_body(request), query.strict))
