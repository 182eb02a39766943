"""The look at a batch before it is made: what prints, what is wrong, how much paper; then its start."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from api.casebook.kept_case import EventKind
from api.jobs.engine import BatchOptions, BatchState, BatchStatus, batch_name
from api.service.context import Context, context
from api.service.incoming import form_data
from api.service.logs import event
from api.service.looks import Look
from api.service.pages.page import page, see_other
from api.service.problems import BadRequest
from api.service.routes.batches import batch_options
from forms import InputError
from forms.packets import may_hold_charts, openers, packet_names, packet_titles
from forms.registry import programmes

# Cases that are named under one reason; the rest is a number.
_NAMED = 200

router = APIRouter(prefix="/batches", include_in_schema=False)


def offered_packets() -> list[tuple[str, str]]:
    """The packets that some form opens: name, and the titles that it has in the programmes."""
    return [(name, ", ".join(packet_titles(name))) for name in packet_names() if openers(name)]


def offered_programmes() -> list[str]:
    """The titles of the programmes that some form opens a packet of."""
    return [programme.title for programme in programmes() if any(p.openers for p in programme.packets)]


async def look_page(
    request: Request,
    here: Context,
    batch: BatchStatus,
    fields: dict[str, str],
    wrong: str = "",
    name: str | None = None,
) -> Response:
    """The page of a batch that is held, for a packet and a programme; ``fields`` as they were chosen."""
    chosen = {"packet": batch.packet, "program": batch.program or "", **fields}
    options = batch_options([(key, chosen[key]) for key in ("packet", "program")])
    look = await _begun(here, batch.id, options)
    items = await run_in_threadpool(here.engine.items, batch.id, limit=1)
    return page(
        request,
        "batch_look.html",
        "만들기 전에 살펴보기",
        status=400 if wrong else 200,
        wrong=wrong,
        batch=batch,
        name=batch.name if name is None else name,
        look=look,
        chosen=chosen,
        named=_NAMED,
        packet=", ".join(packet_titles(options.packet, options.program)),
        packets=offered_packets(),
        programmes=offered_programmes(),
        charts=may_hold_charts(options.packet, options.program),
        order="목록의 차례" if items and items[0].kept else "올린 차례",
    )


async def _begun(here: Context, batch: str, options: BatchOptions) -> Look:
    known = here.looks.known(batch, options)
    if known is not None:
        return known
    held = await run_in_threadpool(here.engine.held_cases, batch)
    return here.looks.begin(batch, options, held)


@router.get("/{batch}/look")
async def how_far(
    request: Request,
    batch: str,
    packet: Annotated[str, Query(max_length=40)] = "closure",
    program: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """How far the look is, for the page that waits for it."""
    look = await _begun(context(request), batch, batch_options([("packet", packet), ("program", program)]))
    return JSONResponse({"told": look.told, "done": look.done, "total": look.total, "ready": look.ready})


@router.post("/{batch}/start")
async def start(request: Request, batch: str) -> Response:
    """Make a batch that is held, as the form says; what cannot be understood is told on the page."""
    here = context(request)
    async with form_data(request, here.settings) as data:
        fields = {key: str(value) for key, value in data.multi_items()}
    status = await run_in_threadpool(here.engine.status, batch)
    typed = fields.pop("name", "")
    try:
        options, name = batch_options(list(fields.items())), batch_name(typed)
    except (BadRequest, InputError) as error:
        if status.state is not BatchState.HELD:
            raise
        return await look_page(request, here, status, _understood(fields), error.message, typed)
    await run_in_threadpool(here.engine.start, batch, options, name)
    here.looks.forget(batch)
    if status.state is BatchState.HELD:
        await run_in_threadpool(_note, request, here, batch, options)
        here.metrics.batches.inc()
        event("batch", action="start")
    return see_other(request, f"/batches/{batch}")


def _understood(fields: dict[str, str]) -> dict[str, Any]:
    """What is shown again of fields that were refused: packet and programme only where those are good."""
    try:
        batch_options([(key, fields[key]) for key in ("packet", "program") if key in fields])
    except BadRequest:
        return {key: value for key, value in fields.items() if key not in ("packet", "program")}
    return fields


def _note(request: Request, here: Context, batch: str, options: BatchOptions) -> None:
    """Write into the history of kept cases that they were printed."""
    kept = [item.kept for item in here.engine.items(batch) if item.kept is not None]
    if kept:
        detail = f"일괄 출력: {', '.join(packet_titles(options.packet, options.program))}"
        here.casebook.note_all(kept, EventKind.PRINTED, here.person(request), detail)
