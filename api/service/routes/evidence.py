"""``/api/evidence``: whether the evidence covers half of the support."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.service.context import context
from api.service.incoming import MULTIPART, files_of, form_data, waiting_room, written
from api.service.openapi import case_body, files_body, responses
from api.service.problems import BadRequest
from api.service.work.documents import evidence_body, evidence_files
from forms import Finding

router = APIRouter(prefix="/api", tags=["증빙"])


class Reason(BaseModel):
    """A clause that decided an item."""

    rule: str
    message: str


class JudgedItem(BaseModel):
    """A piece of evidence after judging."""

    id: str
    decision: Literal["accepted", "rejected", "review"]
    counted: int = Field(title="인정금액(원)")
    reasons: list[Reason]


class JudgedFile(BaseModel):
    """A case after judging; where it could not be judged, only file, verdict and findings are there."""

    file: str
    verdict: Literal["충족", "검토필요", "미충족", "해당없음", "규정없음"] | None
    findings: list[Finding] | None = None
    case_no: str | None = None
    edition: str | None = None
    data_sha256: str | None = None
    applies: bool | None = None
    support_total: int | None = None
    required: int | None = None
    accepted_total: int | None = None
    review_total: int | None = None
    coverage: str | None = Field(None, title="인정 비율(읽기용, 소수점 넷째 자리까지)")
    shortfall: int | None = None
    items: list[JudgedItem] | None = None


class EvidenceAnswer(BaseModel):
    """The answer of ``evidence --json``."""

    files: list[JudgedFile]


_BODY: dict[str, Any] = case_body("usage_proof")
_BODY["requestBody"]["content"][MULTIPART] = {"schema": files_body()}


@router.post(
    "/evidence",
    summary="사용용도 증빙 판정",
    response_model=None,
    responses={
        200: {"description": "판정", "model": EvidenceAnswer},
        **responses(429, 500, 503),
    },
    openapi_extra=_BODY,
)
async def evidence(request: Request) -> dict[str, Any]:
    """본문의 사례 하나를, 또는 올린 파일(file)의 모든 사례를 서로 비교하며 판정합니다.

    자료에 오류가 있으면 `verdict`가 null이고 findings를 줍니다.
    """
    here = context(request)
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != MULTIPART:
        return await here.pool.run(partial(evidence_body, await here.case_body(request)))
    async with form_data(request, here.settings) as form:
        files = files_of(form)
        if unknown := sorted({key[:40] for key in form if key != "file"}):
            raise BadRequest(f"쓸 수 없는 항목입니다: {', '.join(unknown)}. 쓸 수 있는 항목: file")
        with waiting_room(here.settings) as room:
            incoming = tuple(await written(files, room))
            return await here.pool.run(partial(evidence_files, incoming))
