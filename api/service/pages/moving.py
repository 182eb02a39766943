"""Old drafts of a browser, moved among the cases when its user says so."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.casebook.kept_case import EventKind
from api.casebook.summary import summary_of
from api.service.context import Context, context
from api.service.entry.old_drafts import OldDrafts
from api.service.incoming import form_data
from api.service.kept import workspace_of
from api.service.logs import event
from api.service.pages.page import see_other

_ORIGIN = "이 브라우저에서 적던 서식"

router = APIRouter(include_in_schema=False)


def offered(here: Context, workspace: str) -> int:
    """How many drafts may be moved; 0 once somebody asked not to be asked."""
    if here.casebook.setting(_asked(workspace)):
        return 0
    return len(OldDrafts(here.kept.vault, workspace).listed())


def _asked(workspace: str) -> str:
    return f"drafts:{workspace}"


@router.post("/cases/drafts")
async def move(request: Request) -> Response:
    """Move every draft, or (``do=stop``) ask no more, or (``do=ask``) ask again."""
    here, workspace = context(request), workspace_of(request)
    async with form_data(request, here.settings) as form:
        action = str(form.get("do", ""))
    if action == "stop":
        await run_in_threadpool(here.casebook.set_setting, _asked(workspace), True)
        return see_other(request, "/?unasked=true")
    if action == "ask":
        await run_in_threadpool(here.casebook.set_setting, _asked(workspace), None)
        return see_other(request, "/")
    drafts = OldDrafts(here.kept.vault, workspace)
    person = await run_in_threadpool(here.person, request)
    moved = 0
    for form_id, id in await run_in_threadpool(drafts.listed):
        raw = await run_in_threadpool(drafts.case, form_id, id)
        if raw is not None:
            summary = await here.pool.run(partial(summary_of, raw, ()))
            await run_in_threadpool(here.casebook.add, raw, summary, EventKind.CREATED, person, _ORIGIN)
            moved += 1
        # Only now: what could not be kept is still there.
        await run_in_threadpool(drafts.forget, form_id, id)
    event("drafts moved", cases=moved)
    return see_other(request, f"/?moved={moved}")
