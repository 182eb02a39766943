"""Whether the service lives, whether it can work, and its metrics."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from api.service.context import context
from api.service.metrics import CONTENT_TYPE
from api.service.problems import NobodyWorks, Problem

router = APIRouter(tags=["상태"])


class Health(BaseModel):
    """The answer of a living service."""

    status: Literal["ok"] = "ok"


@router.get("/healthz", summary="살아 있는지")
async def health() -> Health:
    """서비스가 답할 수 있는지만 봅니다."""
    return Health()


@router.get("/readyz", summary="일할 수 있는지", responses={503: {"model": Problem}})
async def ready(request: Request) -> Health:
    """문서를 만드는 프로세스와 묶음 작업의 보관소가 답하는지, 맡긴 묶음을 만드는 프로세스가 있는지 봅니다."""
    here = context(request)
    await here.pool.run(_nothing)
    if await run_in_threadpool(here.engine.unserved):
        raise NobodyWorks
    return Health()


def _nothing() -> None:
    """What a worker does to show that it lives."""


@router.get(
    "/metrics",
    summary="Prometheus 지표",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def metrics(request: Request) -> Response:
    """요청 수와 걸린 시간. 개인정보는 없습니다."""
    return Response(context(request).metrics.text(), media_type=CONTENT_TYPE)
