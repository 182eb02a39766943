"""``/api/batches``: many cases at once, watched while they are made, then fetched."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from api.jobs.engine import (
    BatchEngine,
    BatchOptions,
    BatchState,
    BatchStatus,
    Result,
    Shelf,
    Shelved,
)
from api.packets.store import SortKey
from api.service.context import Context, context
from api.service.incoming import MULTIPART, files_of, form_data, waiting_room, written
from api.service.logs import event
from api.service.openapi import document, files_body, responses
from api.service.problems import BadRequest, NotFound
from api.service.render_pool import Rank
from api.service.work.documents import put_down
from forms import InputError
from forms.packets import require_packet
from generator.privacy.modes import Privacy

# A quiet stream is told now and then that it is still open.
QUIET_SECONDS = 15.0
CLOSURE = "closure"
BatchId = Annotated[str, Path(title="묶음 작업의 번호")]

router = APIRouter(prefix="/api/batches", tags=["일괄 출력"])


class BatchForm(BaseModel):
    """The options of a batch, as fields of its form."""

    model_config = ConfigDict(extra="forbid")

    sort: SortKey | None = Field(None, title="인쇄 순서. 없으면 올린 차례")
    duplex: bool = Field(False, title="양면: 묶음마다 홀수 쪽에서 시작")
    separators: bool = Field(False, title="묶음 앞에 구분지")
    max_pages: int = Field(2000, ge=1, le=1_000_000, title="한 파일의 쪽수")
    privacy: Privacy = Field("masked", title="개인정보")
    packet: str = Field("closure", max_length=40, title="묶음", description="`seosik packet`의 이름")
    program: str | None = Field(None, max_length=40, title="한 사업의 서식만. 없으면 모든 사업")
    chart: bool = Field(
        False,
        title="종결 서류의 끝에 변화 도표",
        description="견줄 것이 있는 사례만. 다른 묶음에는 넣지 않음",
    )

    @field_validator("sort", "program", mode="before")
    @classmethod
    def _none_chosen(cls, value: object) -> object:
        return None if value == "" else value


class BatchLinks(BaseModel):
    """Where the results are, once they are."""

    print: str
    packets: str
    manifest: str
    events: str


class BatchAnswer(BaseModel):
    """A batch: ``done`` packets made, ``left_out`` cases that ended without one.

    ``packet`` is told where it is not ``closure``, ``program`` where the batch is kept to one.
    """

    id: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    total: int
    done: int
    left_out: int
    links: BatchLinks
    packet: str | None = None
    program: str | None = None


_FORM_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {MULTIPART: {"schema": files_body(**BatchForm.model_json_schema()["properties"])}},
    }
}


@router.post(
    "",
    status_code=202,
    summary="일괄 출력 시작",
    response_model=BatchAnswer,
    response_model_exclude_none=True,
    responses={
        202: {"headers": {"Location": {"schema": {"type": "string"}}}},
        **responses(429, 500, 503, 507),
    },
    openapi_extra=_FORM_BODY,
)
async def start(request: Request, response: Response) -> dict[str, Any]:
    """올린 파일의 모든 사례를 묶음(없으면 종결 서류)으로 만들기 시작합니다. 받은 작업은 끝까지 만듭니다."""
    here = context(request)
    batch = await submitted(request, here)
    response.headers["location"] = f"/api/batches/{batch}"
    return answer(await run_in_threadpool(here.engine.status, batch))


async def submitted(request: Request, here: Context, held: bool = False) -> str:
    """The id of the batch that a form asks for; raises ``BadRequest`` where it cannot be understood.

    Whether there is room is looked at before the body is taken in. One that is ``held`` waits for its start.
    """
    shelf = await run_in_threadpool(here.engine.open_shelf)
    await run_in_threadpool(here.require_room, request)
    async with form_data(request, here.settings) as form:
        files = files_of(form)
        options = batch_options([(key, value) for key, value in form.multi_items() if key != "file"])
        with waiting_room(here.settings) as room:
            incoming = await written(files, room)
            batch = await accepted(here, shelf, partial(put_down, shelf, tuple(incoming)), options, held)
    event("batch accepted", files=len(files))
    return batch


async def accepted(
    here: Context,
    shelf: Shelf,
    put: Callable[[], Iterator[Shelved]],
    options: BatchOptions,
    held: bool = False,
) -> str:
    """The id of the batch of what ``put`` lays on the shelf, in a worker; nothing stays there where it fails."""
    try:
        shelved = [one async for one in here.pool.each(put, Rank.WHOLE_SET)]
        batch = await run_in_threadpool(here.engine.accept, shelf, shelved, options, held=held)
        if not held:
            here.metrics.batches.inc()
        return batch
    except BaseException:
        await run_in_threadpool(here.engine.clear, shelf)
        raise


def batch_options(fields: Sequence[tuple[str, UploadFile | str]]) -> BatchOptions:
    """The options that a form's fields say; raises ``BadRequest``."""
    values = dict(fields)
    if len(values) != len(fields):
        raise BadRequest("같은 항목이 두 번 있습니다.")
    try:
        read = BatchForm.model_validate(values)
    except ValidationError as error:
        raise BadRequest(_understandable(error)) from None
    try:
        require_packet(read.packet, read.program)
    except InputError as error:
        raise BadRequest(error.message) from None
    return BatchOptions(
        read.sort,
        read.duplex,
        read.separators,
        read.max_pages,
        read.privacy,
        packet=read.packet,
        program=read.program,
        chart=read.chart,
    )


def _understandable(error: ValidationError) -> str:
    known = ", ".join(BatchForm.model_fields)
    wrong = ", ".join(sorted({str(detail["loc"][0])[:40] for detail in error.errors()}))
    return f"쓸 수 없는 항목이나 값입니다: {wrong}. 쓸 수 있는 항목: {known}"


@router.get(
    "/{batch}",
    summary="묶음 작업의 상태",
    response_model=BatchAnswer,
    response_model_exclude_none=True,
    responses=responses(404),
)
def status(request: Request, batch: BatchId) -> dict[str, Any]:
    """몇 건 가운데 몇 건을 만들었는지."""
    return answer(context(request).engine.status(batch))


@router.get(
    "/{batch}/events",
    summary="묶음 작업의 진행(서버 전송 이벤트)",
    response_class=StreamingResponse,
    responses={**document("진행: `progress`, `left_out`, `end`", "text/event-stream"), **responses(404)},
)
async def events(request: Request, batch: BatchId) -> StreamingResponse:
    """상태가 바뀔 때마다 `progress`, 빠진 사례마다 `left_out`, 끝나면 `end`를 보내고 닫습니다."""
    here = context(request)
    await run_in_threadpool(here.engine.status, batch)
    headers = {"x-accel-buffering": "no"}
    return StreamingResponse(_told(request, here, batch), media_type="text/event-stream", headers=headers)


async def _told(request: Request, here: Context, batch: str) -> AsyncIterator[str]:
    before: BatchStatus | None = None
    told: set[int] = set()
    quiet = 0.0
    while not await request.is_disconnected():
        now = await run_in_threadpool(here.engine.status, batch)
        if now != before:
            if now.left_out and (before is None or now.left_out != before.left_out):
                for entry in await run_in_threadpool(_left_out, here.engine, batch, told):
                    yield _event("left_out", entry)
            yield _event("progress", answer(now))
            before, quiet = now, 0.0
        if now.state.ended:
            yield _event("end", answer(now))
            return
        if quiet >= QUIET_SECONDS:
            yield ": \n\n"
            quiet = 0.0
        await asyncio.sleep(here.settings.watch_seconds)
        quiet += here.settings.watch_seconds


def _left_out(engine: BatchEngine, batch: str, told: set[int]) -> list[dict[str, Any]]:
    entries = []
    for item in engine.items(batch):
        if item.state.left_out and item.number not in told:
            told.add(item.number)
            entries.append(
                {
                    "number": item.number,
                    "file": item.file,
                    "case_no": item.case_no,
                    "reason": item.reason,
                    "message": item.message,
                }
            )
    return entries


def _event(name: str, value: object) -> str:
    # A message may quote an unpaired surrogate of the upload; escapes keep the line sendable.
    return f"event: {name}\ndata: {json.dumps(value)}\n\n"


@router.get(
    "/{batch}/print.pdf",
    summary="인쇄할 파일",
    response_class=StreamingResponse,
    responses={**document("인쇄할 PDF", "application/pdf"), **responses(404, 409)},
)
def print_file(
    request: Request, batch: BatchId, part: Annotated[int, Query(ge=1, le=1_000_000, title="몇째 파일")] = 1
) -> StreamingResponse:
    """모든 묶음을 이은 한 파일. 나뉘었으면 `part`로 고릅니다."""
    engine = context(request).engine
    parts = engine.print_parts(batch)
    if parts and part > parts:
        raise NotFound(f"인쇄할 파일은 {parts}번까지 있습니다.")
    result = engine.open_print(batch, part)
    event("download", kind="print")
    name = _named(engine.status(batch), "print.pdf" if parts == 1 else f"print-{part:03}.pdf")
    return _download(result, "application/pdf", name)


@router.get(
    "/{batch}/packets.zip",
    summary="사례마다 한 파일",
    response_class=StreamingResponse,
    responses={**document("묶음과 목록의 ZIP", "application/zip"), **responses(404, 409)},
)
def packets(request: Request, batch: BatchId) -> StreamingResponse:
    """사례마다 한 PDF와 목록을 담은 ZIP."""
    engine = context(request).engine
    result = engine.open_packets(batch)
    event("download", kind="packets")
    return _download(result, "application/zip", _named(engine.status(batch), "packets.zip"))


@router.get(
    "/{batch}/manifest.json",
    summary="목록",
    response_class=Response,
    responses={
        200: {"description": "목록", "content": {"application/json": {"schema": {"type": "object"}}}},
        **responses(404, 409),
    },
)
def manifest(request: Request, batch: BatchId) -> Response:
    """무엇이 몇째 쪽에 있는지, 무엇이 빠졌는지."""
    data = context(request).engine.manifest(batch)
    event("download", kind="manifest")
    return Response(data, media_type="application/json")


def _download(result: Result, media_type: str, name: str) -> StreamingResponse:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    if result.size is not None:
        headers["content-length"] = str(result.size)
    return StreamingResponse(result.chunks, media_type=media_type, headers=headers)


def _named(batch: BatchStatus, name: str) -> str:
    """What a download is called: files of closures as ever, of another packet with its name before it."""
    return name if batch.packet == CLOSURE else f"{batch.packet}-{name}"


def answer(batch: BatchStatus) -> dict[str, Any]:
    """A batch as the contract shows it."""
    base = f"/api/batches/{batch.id}"
    return {
        "id": batch.id,
        # Of batches that are held the contract knows nothing: they wait.
        "state": (BatchState.QUEUED if batch.state is BatchState.HELD else batch.state).value,
        "total": batch.total,
        "done": batch.done,
        "left_out": batch.left_out,
        "links": {
            "print": f"{base}/print.pdf",
            "packets": f"{base}/packets.zip",
            "manifest": f"{base}/manifest.json",
            "events": f"{base}/events",
        },
        **({"packet": batch.packet} if batch.packet != CLOSURE else {}),
        **({"program": batch.program} if batch.program is not None else {}),
    }
