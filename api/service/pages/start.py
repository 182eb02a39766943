"""Files that are brought to be looked at and not kept as cases; entry workbooks and samples to fetch."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Literal

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.samples import SAMPLES
from api.service.context import Context, context
from api.service.incoming import chosen_files, form_data, waiting_room, written
from api.service.judged import judge_ahead
from api.service.kept import KeptUpload, workspace_of
from api.service.logs import event
from api.service.pages.page import attachment, page, see_other
from api.service.problems import Busy, NotFound
from api.workbook.command import entry_workbook_of
from forms import form_named
from forms.registry import programmes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What an upload is brought for, and the page that shows it then.
View = Literal["results", "evidence", "deadlines"]
_VIEWS: tuple[View, ...] = ("results", "evidence", "deadlines")

router = APIRouter(include_in_schema=False)


@router.get("/check")
def check(request: Request, missing: bool = False) -> Response:
    """Bring a file to be checked."""
    return page(request, "check.html", "파일 점검만 하기", missing=missing)


@router.post("/uploads/{view}")
async def upload(request: Request, view: str) -> Response:
    """Keep a file and show what is in it."""
    if view not in _VIEWS:
        raise NotFound
    here = context(request)
    id = await _kept(request, here, view)
    if id is None:
        return see_other(request, f"/{'check' if view == 'results' else view}?missing=true#file")
    event("upload kept", view=view)
    return see_other(request, f"/{view}/{id}")


async def _kept(request: Request, here: Context, view: str) -> str | None:
    await run_in_threadpool(here.require_room, request)
    async with form_data(request, here.settings) as form:
        files = chosen_files(form)
        if not files:
            return None
        with waiting_room(here.settings) as room:
            [incoming] = await written(files[:1], room)
            id = await run_in_threadpool(here.kept.keep_upload, workspace_of(request), incoming, view)
            if view == "evidence":
                # Where too many wait, its page waits for its turn.
                with suppress(Busy):
                    await judge_ahead(request, here, KeptUpload(id, incoming.name, {}), incoming)
            return id


@router.get("/workbook/{name}.xlsx")
async def workbook(request: Request, name: str, sample: bool = False) -> Response:
    """An entry workbook of one form, of the case, of a closure, or of a programme's forms."""
    if name not in ("case", "closure", *(programme.title for programme in programmes())):
        form_named(name)
    data = await context(request).pool.run(partial(_workbook, name, sample))
    return attachment(data, XLSX, f"{name}.xlsx")


def _workbook(name: str, sample: bool) -> bytes:
    return entry_workbook_of((name,), sample)


@router.get("/sample/{name}.json")
def sample_case(name: str) -> Response:
    """An invented case without errors."""
    file = "case_full" if name == "closure" else form_named(name).id
    return attachment((SAMPLES / f"{file}.json").read_bytes(), "application/json", f"{name}.json")
