"""기록: what was done with a case, when, and by whom if a name was entered."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.casebook.kept_case import CaseGone, CaseLine, Event, KeptCase
from api.service.context import Context, context
from api.service.pages.case_frame import address_of, frame_of
from api.service.pages.case_rows import label_of, moment
from api.service.pages.page import page

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class _Read:
    """The events of a case; ``case`` where it is not removed, else the ``line`` that can be put back."""

    events: list[Event]
    case: KeptCase | None
    line: CaseLine | None = None


@router.get("/cases/{id}/history")
async def history(request: Request, id: str) -> Response:
    """The events of a case, the last first; of a removed one, too, as long as it can be put back."""
    here = context(request)
    read = await run_in_threadpool(_read, here, id)
    return page(
        request,
        "history.html",
        "기록",
        frame=frame_of(read.case, here.settings.now(), f"{address_of(id)}/history") if read.case else None,
        removed=label_of(read.line) if read.line is not None else "",
        events=[(moment(one.at), one) for one in read.events],
    )


def _read(here: Context, id: str) -> _Read:
    events = here.casebook.history(id)
    try:
        return _Read(events, here.casebook.case(id))
    except CaseGone:
        line = next((line for line in here.casebook.lines(removed=True) if line.id == id), None)
        if line is None:
            raise
        return _Read(events, None, line)
