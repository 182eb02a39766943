"""An empty form to fill by hand, with what stands once in a case printed on it."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.casebook.kept_case import EventKind
from api.service.context import context
from api.service.download_names import disposition
from api.service.entry.sheets import Sheet, record_at
from api.service.logs import event
from api.service.pages.sheet_papers import SheetNumber
from api.service.routes.forms import file_response
from api.service.work.templates import blank_with_heads
from forms import form_named
from generator.document import Format
from generator.privacy.modes import Privacy

router = APIRouter(prefix="/cases/{id}/sheets/{form}/{number}", include_in_schema=False)


@router.get("/blank.{format}")
async def blank(
    request: Request,
    id: str,
    form: str,
    number: SheetNumber,
    format: Format,
    revision: Annotated[int, Query(ge=1)],
    privacy: Privacy = "masked",
) -> Response:
    """The form without what its sheet says, of the revision that the page shows; raises ``StaleCase`` for another."""
    here = context(request)
    found = form_named(form)
    case = await run_in_threadpool(here.casebook.case, id, revision)
    record_at(case.raw, Sheet(found.id, number - 1))
    made = await here.pool.run(partial(blank_with_heads, case.raw, found.id, format, here.options(privacy)))
    event("download", kind="blank")
    detail = f"{found.title} 빈 서식 {format.upper()}"
    await run_in_threadpool(here.casebook.note, id, EventKind.PRINTED, here.person(request), detail)
    named = disposition(
        f"{made.case_no}_{found.title}_빈 서식.{format}", f"{made.case_no}_{found.id}-blank.{format}"
    )
    return file_response(made.data, format, named)
