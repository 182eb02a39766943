"""일정: what is due in a case, what was done and what is late; a calendar file."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request, Response

from api.service.context import context
from api.service.pages.page import attachment, kept_upload, laid_out, page
from api.service.work.pages import calendar_upload, deadlines_upload

router = APIRouter(prefix="/deadlines", include_in_schema=False)


@router.get("")
def bring(request: Request, missing: bool = False) -> Response:
    """Bring a file."""
    return page(request, "deadlines_start.html", "일정", missing=missing)


@router.get("/{id}")
async def deadlines(request: Request, id: str) -> Response:
    """The deadlines of every case of the upload, counted today."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    today = here.settings.today()
    async with laid_out(request, here, upload) as incoming:
        cases = await here.pool.run(partial(deadlines_upload, incoming, today))
    return page(request, "deadlines.html", "일정", upload=upload, cases=cases, today=today)


@router.get("/{id}/calendar.ics")
async def calendar_file(request: Request, id: str) -> Response:
    """The open deadlines, for a calendar."""
    here = context(request)
    async with laid_out(request, here, await kept_upload(request, here, id)) as incoming:
        data = await here.pool.run(partial(calendar_upload, incoming, here.settings.today()))
    return attachment(data, "text/calendar; charset=utf-8", "deadlines.ics")
