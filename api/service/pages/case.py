"""사례 정보: what stands once in a case, and its sheets added and put back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool

from api.casebook.form_states import HEADS
from api.casebook.kept_case import EventKind, KeptCase
from api.service.context import Context, context
from api.service.entry.sections import sections
from api.service.entry.sheets import Sheet, heads_of, put_back, sheet_at, sheet_of_path, with_sheet
from api.service.entry.view import anchor, by_path, view
from api.service.incoming import form_data
from api.service.pages.case_changes import AUTOSAVE, TypedPage, changed, kept, saved_answer
from api.service.pages.case_findings import fix_address
from api.service.pages.case_frame import address_of, frame_of
from api.service.pages.page import page, see_other
from api.service.problems import NotFound
from api.service.work.entry import LookedAtHeads, looked_at_heads
from forms import Severity, form_named

router = APIRouter(prefix="/cases/{id}", include_in_schema=False)


@router.get("")
async def heads(request: Request, id: str, at: str = "", asked: bool = False) -> Response:
    """What stands once in a case: heads, household, conferences and the like.

    ``at`` goes to the box of a path, with what is wrong there; what is wrong is told once it was ``asked``.
    """
    here = context(request)
    case = await run_in_threadpool(here.casebook.case, id)
    await run_in_threadpool(here.casebook.note, id, EventKind.OPENED, here.person(request))
    # Until something was asked to be checked, the case is being written, and not wrong.
    asked = asked or bool(case.checked)
    # A case whose summary knows of no change has none: most pages ask no worker at all.
    changes = case.summary.changes is not False
    looked = LookedAtHeads()
    if asked or changes:
        looked = await here.pool.run(partial(looked_at_heads, case.raw, asked, changes))
    findings = looked.findings
    wrong = by_path(findings)
    parts = view(heads_of(None), case.raw, "", wrong)
    if at:
        return see_other(request, f"{address_of(id)}?asked=true#{anchor(at, parts) or 'page'}")
    return page(
        request,
        "case.html",
        HEADS,
        frame=frame_of(case, here.settings.now(), address_of(id)),
        sections=sections(parts, {}),
        value=case.value,
        asked=asked,
        errors=[(one, anchor(one.path, parts)) for one in findings if one.severity is Severity.ERROR],
        # Our own drawing: outlines of letters and numbers, nothing that was typed.
        changes=[(one.view, one.words, Markup(one.svg)) for one in looked.changes],  # noqa: S704
        aside=[(number, form_named(one.form).title) for number, one in enumerate(case.aside)],
    )


@router.get("/revision")
async def revision(request: Request, id: str) -> dict[str, int]:
    """The latest revision, for a page that comes into view again; raises ``CaseGone``."""
    here = context(request)
    return {"revision": await run_in_threadpool(here.casebook.revision, id)}


@router.get("/at")
async def place(request: Request, id: str, path: Annotated[str, Query(max_length=500)] = "") -> Response:
    """On to the box of a path in the case file; where its sheet is not there (yet), to the case."""
    here = context(request)
    case = await run_in_threadpool(here.casebook.case, id)
    if path.startswith("/forms/") and sheet_of_path(case.raw, path) is None:
        return see_other(request, f"{address_of(id)}#adding")
    return see_other(request, fix_address(id, case.raw, path))


@router.post("")
async def typed_heads(request: Request, id: str) -> Response:
    """Keep what was typed of the heads."""
    here = context(request)
    async with form_data(request, here.settings) as data:
        typed = TypedPage.of(data)
    done = await changed(request, here, id, typed, None, HEADS)
    if isinstance(done, Response):
        return done
    case, at = done
    if typed.do == AUTOSAVE:
        return saved_answer(case, here.settings.now())
    at = "summary" if typed.do == "check" else at
    return see_other(request, f"{address_of(id)}{f'#{at}' if at else ''}")


@router.post("/sheets")
async def sheets(request: Request, id: str) -> Response:
    """Add a sheet (``form``; ``copy``: filled as the last of its kind) or put one back (``back``).

    What stands in the boxes of the page that asks is kept first.
    """
    here = context(request)
    async with form_data(request, here.settings) as data:
        form, copy, back = (str(data.get(name, "")) for name in ("form", "copy", "back"))
        typed = TypedPage.of(data)
        has_boxes = "place" in data
    if has_boxes:
        sheet = sheet_at(typed.place)
        done = await changed(
            request, here, id, typed, sheet, form_named(sheet.form).title if sheet else HEADS, once=True
        )
        if isinstance(done, Response):
            return done
        case, _ = done
    else:
        case = await run_in_threadpool(here.casebook.case, id, typed.revision)
    if back:
        return see_other(request, address_of(id, await _put_back(request, here, case, back)))
    found = form_named(copy or form)
    raw, added = with_sheet(case.raw, found, copy=bool(copy))
    await kept(request, here, replace(case, raw=raw), f"{found.title} 더함")
    return see_other(request, address_of(id, added))


async def _put_back(request: Request, here: Context, case: KeptCase, back: str) -> Sheet:
    if not back.isascii() or not back.isdigit() or int(back[:4]) >= len(case.aside):
        raise NotFound
    chosen = case.aside[int(back)]
    raw, sheet = put_back(case.raw, chosen)
    left = tuple(one for one in case.aside if one is not chosen)
    title = form_named(chosen.form).title
    await kept(request, here, replace(case, raw=raw, aside=left), f"{title} 되살림")
    return sheet
