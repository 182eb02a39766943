"""내력: what was done with a case, when, and by whom if a name was entered."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.casebook.kept_case import CaseGone, CaseLine, Event
from api.service.context import Context, context
from api.service.pages.case_rows import label_of, moment
from api.service.pages.page import page

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class _Read:
    line: CaseLine
    events: list[Event]


@router.get("/cases/{id}/history")
async def history(request: Request, id: str) -> Response:
    """The events of a case, the last first; of a removed one, too, as long as it can be put back."""
    here = context(request)
    read = await run_in_threadpool(_read, here, id)
    return page(
        request,
        "history.html",
        "사례의 내력",
        id=id,
        label=label_of(read.line.summary),
        removed=read.line.removed_at is not None,
        events=[(moment(one.at), one) for one in read.events],
    )


def _read(here: Context, id: str) -> _Read:
    events = here.casebook.history(id)
    lines = (*here.casebook.lines(), *here.casebook.lines(removed=True)) if events else ()
    line = next((line for line in lines if line.id == id), None)
    if line is None:
        raise CaseGone
    return _Read(line, events)
