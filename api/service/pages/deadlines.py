"""할 일: what is due in the kept cases or in an upload, overdue first, by worker; calendar files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.casebook.kept_case import CaseLine, CaseSummary
from api.cases.agenda import Task, agenda
from api.cases.deadline_command import calendar
from api.service.context import context
from api.service.pages.case_rows import label_of
from api.service.pages.page import attachment, kept_upload, laid_out, page
from api.service.work.pages import ShownDeadlines, calendar_upload, deadlines_upload

CALENDAR = "text/calendar; charset=utf-8"
TITLE = "할 일"
# Of each part of the list so many are shown at once, the most pressing; the rest when asked for.
SHOWN_OF_EACH_PART = 100

router = APIRouter(include_in_schema=False)


@router.get("/deadlines")
async def tasks(
    request: Request,
    worker: Annotated[str, Query(max_length=200)] = "",
    missing: bool = False,
    every: bool = False,
) -> Response:
    """What is due in every kept case, or in those of one worker; ``every``: all of it, however much it is."""
    here = context(request)
    today = here.settings.today()
    lines = await run_in_threadpool(here.casebook.lines)
    workers = sorted({line.summary.worker for line in lines if line.summary.worker})
    chosen = [line for line in lines if worker in ("", line.summary.worker)]
    parts = agenda(_tasks(chosen, today), today)
    return page(
        request,
        "tasks.html",
        TITLE,
        parts=[(when, len(held), held if every else held[:SHOWN_OF_EACH_PART]) for when, held in parts],
        labels={line.id: label_of(line) for line in chosen},
        workers=workers,
        worker=worker,
        today=today,
        cases=len(lines),
        missing=missing,
        every="/deadlines?" + urlencode({"worker": worker, "every": "true"}, errors="replace"),
    )


@router.get("/deadlines/calendar.ics")
async def calendar_of_all(request: Request, worker: Annotated[str, Query(max_length=200)] = "") -> Response:
    """The open deadlines of every kept case, or of those of one worker."""
    here = context(request)
    lines = await run_in_threadpool(here.casebook.lines)
    chosen = [line.summary for line in lines if worker in ("", line.summary.worker)]
    return _calendar(chosen, here.settings.today())


@router.get("/cases/{id}/calendar.ics")
async def calendar_of_case(request: Request, id: str) -> Response:
    """The open deadlines of one kept case; raises ``CaseGone``."""
    here = context(request)
    case = await run_in_threadpool(here.casebook.case, id)
    return _calendar([case.summary], here.settings.today())


def _tasks(lines: Iterable[CaseLine], today: date) -> Iterator[Task]:
    for line in lines:
        for deadline in line.summary.begun(today):
            yield Task(line.id, line.summary.case_no, line.summary.worker, deadline.counted(today))


def _calendar(summaries: Iterable[CaseSummary], today: date) -> Response:
    cases = ((case.case_no, [one.counted(today) for one in case.begun(today)]) for case in summaries)
    return attachment(calendar(cases, today), CALENDAR, "deadlines.ics")


@router.get("/deadlines/{id}")
async def deadlines(request: Request, id: str) -> Response:
    """The deadlines of every case of the upload, counted today."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    today = here.settings.today()
    async with laid_out(request, here, upload) as incoming:
        cases = await here.pool.run(partial(deadlines_upload, incoming, today))
    return page(
        request,
        "deadlines.html",
        TITLE,
        upload=upload,
        unreadable=[one for one in cases if not one.readable],
        idle=[one for one in cases if one.readable and not one.deadlines],
        parts=[(when, len(held), held) for when, held in agenda(_upload_tasks(cases), today)],
        labels={one.file: one.case_no or one.file for one in cases},
        cases=len(cases),
        today=today,
    )


def _upload_tasks(cases: Iterable[ShownDeadlines]) -> Iterator[Task]:
    return (
        Task(one.file, one.case_no or "", one.worker, deadline) for one in cases for deadline in one.deadlines
    )


@router.get("/deadlines/{id}/calendar.ics")
async def calendar_file(request: Request, id: str) -> Response:
    """The open deadlines of an upload, for a calendar."""
    here = context(request)
    async with laid_out(request, here, await kept_upload(request, here, id)) as incoming:
        data = await here.pool.run(partial(calendar_upload, incoming, here.settings.today()))
    return attachment(data, CALENDAR, "deadlines.ics")
