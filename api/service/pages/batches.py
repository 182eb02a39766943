"""일괄 출력: many cases at once, watched to the end; print stream, packets, manifest; earlier batches."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.jobs.engine import (
    NAME_LIMIT,
    BatchState,
    BatchStatus,
    EmptyBatch,
    ItemState,
    ItemStatus,
    batch_name,
)
from api.packets.left_out import LeftOut
from api.service.context import Context, context
from api.service.incoming import form_data
from api.service.logs import event
from api.service.pages.batch_corrections import kept_of
from api.service.pages.batch_look import look_page, offered_packets, offered_programmes
from api.service.pages.page import attachment, page, see_other
from api.service.problems import BadRequest, NotFound
from api.service.routes.batches import submitted
from forms.packets import packet_titles

STATES = {
    BatchState.HELD: "살펴보는 중",
    BatchState.QUEUED: "기다리는 중",
    BatchState.RUNNING: "만드는 중",
    BatchState.DONE: "끝남",
    BatchState.FAILED: "만든 것이 없음",
    BatchState.CANCELLED: "취소함",
}
LISTED = 100
FAILURES_LISTED = 200
PRINTED_LISTED = 1000
# So many must have ended before it is told how long the rest takes.
_TOLD_AFTER = 2
_SEOUL = ZoneInfo("Asia/Seoul")

router = APIRouter(prefix="/batches", include_in_schema=False)


@router.get("")
async def batches(request: Request) -> Response:
    """Bring files, and see earlier batches."""
    return await _overview(request, context(request), "")


async def _overview(request: Request, here: Context, wrong: str) -> Response:
    listed = await run_in_threadpool(here.engine.list, limit=LISTED)
    return page(
        request,
        "batches.html",
        "일괄 출력",
        status=400 if wrong else 200,
        wrong=wrong,
        packets=offered_packets(),
        programmes=offered_programmes(),
        batches=[(one, STATES[one.state], _when(one.created_at)) for one in listed],
    )


@router.post("")
async def take(request: Request) -> Response:
    """Hold the cases of files as a batch, to be looked at; what a form lacks is told on the page."""
    here = context(request)
    try:
        batch = await submitted(request, here, held=True)
    except (BadRequest, EmptyBatch) as error:
        return await _overview(request, here, error.message)
    return see_other(request, f"/batches/{batch}")


@router.get("/{batch}")
async def batch(request: Request, batch: str) -> Response:
    """One batch: the look at it, then progress, failures, results. Without JavaScript it reloads itself."""
    here = context(request)
    status, failures, notes = await run_in_threadpool(_read, here, batch)
    if status.state is BatchState.HELD:
        return await look_page(request, here, status, dict(request.query_params))
    mended = await run_in_threadpool(kept_of, here, failures) if status.state.ended and failures else []
    printed = await run_in_threadpool(_printed, here, status)
    nobody_works = not status.state.ended and await run_in_threadpool(here.engine.unserved) > 0
    response = page(
        request,
        "batch.html",
        "일괄 출력 진행" if not status.state.ended else "일괄 출력 결과",
        batch=status,
        packet=", ".join(packet_titles(status.packet, status.program)),
        state="취소하는 중" if status.cancelling else STATES[status.state],
        mended={one.number: one.id for one in mended},
        name_limit=NAME_LIMIT,
        created=_when(status.created_at),
        ended=_when(status.ended_at),
        timing=_timing(status, here.settings.now()),
        failures=failures[:FAILURES_LISTED],
        failure_count=len(failures),
        notes=notes[:FAILURES_LISTED],
        note_count=len(notes),
        reasons={reason.value: reason.korean for reason in LeftOut},
        nobody_works=nobody_works,
        printed=printed[:PRINTED_LISTED],
        printed_count=len(printed),
        pages=sum(row["pages"] for row in printed),
        sheets=sum(row["sheets"] for row in printed),
    )
    return response


def _read(here: Context, batch: str) -> tuple[BatchStatus, list[ItemStatus], list[ItemStatus]]:
    """A batch, what was left out of it, and what was made but has something to say."""
    status = here.engine.status(batch)
    if status.state is BatchState.HELD or (not status.state.ended and not status.left_out):
        return status, [], []
    items = here.engine.items(batch)
    return (
        status,
        [item for item in items if item.state.left_out],
        [item for item in items if item.state is ItemState.DONE and item.message],
    )


def _printed(here: Context, status: BatchStatus) -> list[dict[str, Any]]:
    """The packets of a batch, as its manifest has them."""
    if not status.printed:
        return []
    rows: list[dict[str, Any]] = json.loads(here.engine.manifest(status.id, shown=True))["packets"]
    return rows


@router.get("/{batch}/manifest.csv")
def manifest_file(request: Request, batch: str) -> Response:
    """The manifest for a spreadsheet."""
    data = context(request).engine.manifest(batch, "csv")
    event("download", kind="manifest")
    return attachment(data, "text/csv; charset=utf-8", "manifest.csv")


def _timing(batch: BatchStatus, now: datetime) -> str:
    """How fast it goes and how long it will take, in words; "" where that cannot be told yet.

    Measured over what has ended since it was begun, or begun again: what waited or was made before says nothing.
    """
    waiting = batch.total - batch.done - batch.left_out
    seconds = (now - batch.started_at).total_seconds() if batch.started_at is not None else 0
    if not waiting or batch.ended_since < _TOLD_AFTER or seconds <= 0:
        return ""
    rate = batch.ended_since / seconds
    left = waiting / rate
    words = f"{left:.0f}초" if left < 90 else f"{left / 60:.0f}분"
    return f"1분에 {60 * rate:.0f}건, 약 {words} 남음"


@router.get("/{batch}/purge")
async def before_purging(request: Request, batch: str) -> Response:
    """What would be removed."""
    here = context(request)
    status = await run_in_threadpool(here.engine.status, batch)
    printed = await run_in_threadpool(_printed, here, status)
    return page(
        request,
        "batch_purge.html",
        "올린 파일과 결과 지우기",
        batch=status,
        created=_when(status.created_at),
        pages=sum(row["pages"] for row in printed),
    )


@router.post("/{batch}/name")
async def name(request: Request, batch: str) -> Response:
    """Call it something else."""
    here = context(request)
    async with form_data(request, here.settings) as data:
        typed = str(data.get("name", ""))
    await run_in_threadpool(here.engine.rename, batch, batch_name(typed))
    return see_other(request, f"/batches/{batch}")


@router.post("/{batch}/{action}")
async def act(request: Request, batch: str, action: str) -> Response:
    """Cancel, go on with what is not made, or remove."""
    here = context(request)
    if action == "cancel":
        await run_in_threadpool(here.engine.cancel, batch)
    elif action == "retry":
        await run_in_threadpool(here.engine.retry, batch)
    elif action == "purge":
        await run_in_threadpool(here.engine.purge, batch)
        here.looks.forget(batch)
    else:
        raise NotFound
    event("batch", action=action)
    return see_other(request, "/batches" if action == "purge" else f"/batches/{batch}")


def _when(moment: datetime | None) -> str:
    return f"{moment.astimezone(_SEOUL):%Y-%m-%d %H:%M}" if moment is not None else ""
