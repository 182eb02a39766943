"""The rows of an office's own list become cases: all of them or none, behind a page that tells how far it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from api.casebook.cases import NewCase, case_id
from api.casebook.kept_case import EventKind
from api.casebook.new_case import DEFAULTS
from api.service.context import Context, context
from api.service.kept import KeptUpload, group_of, workspace_of
from api.service.logs import event
from api.service.pages.case_rows import called
from api.service.pages.page import kept_upload, laid_out, page, see_other
from api.service.pages.taking import Line, ids_by_number, keep_lines
from api.service.problems import NotFound, detail_of
from api.service.render_pool import Rank
from api.service.roster_works import RosterWork
from api.service.rosters import Rosters, remember_matching
from api.service.work.roster import Choice, Fault, ReadRow, matching_of, rows_to_keep
from forms import SeosikError

TAKEN_BEFORE = "이 명단에서 이미 가져온 줄입니다."
_LEFT = "가져오지 않기로 고른 줄입니다."
_ADDRESS = "/cases/take/roster"
# What a history says of where a case came from is cut there.
_DETAIL = 200

router = APIRouter(prefix=_ADDRESS, include_in_schema=False)


def rosters_of(request: Request, here: Context) -> Rosters:
    """What is kept of the lists of the request's browser."""
    return Rosters(here.kept.vault, workspace_of(request))


def told_of(fault: Fault) -> str:
    """What is wrong with a cell, in Korean."""
    return f"{fault.cell} {fault.heading}: {fault.message}"


def wait_page(request: Request, title: str, work: RosterWork, progress: str) -> Response:
    """How far a list is; the page asks at ``progress``, and without JavaScript reloads itself."""
    return page(request, "roster_wait.html", title, work=work, told=_told(work), progress=progress)


def how_far(work: RosterWork) -> Response:
    """The same for the page that asks."""
    known = {"told": _told(work), "done": work.done, "total": work.total, "ready": work.ended}
    return JSONResponse(known, headers={"cache-control": "no-store"})


def _told(work: RosterWork) -> str:
    return f"{work.total:,}줄 가운데 {work.done:,}줄을 읽었습니다." if work.total else "명단을 열고 있습니다."


def _key(request: Request, id: str) -> tuple[str, str]:
    return "taking", group_of(workspace_of(request), id)


def taking_of(request: Request, here: Context, id: str) -> RosterWork | None:
    """The taking of a list that is under way."""
    work = here.rosters.known(_key(request, id))
    return work if work is not None and not work.ended else None


@router.get("/{id}/taking")
async def taking(request: Request, id: str) -> Response:
    """How far the taking is, then on to what became of each row."""
    here = context(request)
    await kept_upload(request, here, id)
    work = here.rosters.known(_key(request, id))
    if work is None:
        return see_other(request, f"{_ADDRESS}/{id}#told")
    await work.waited_for(here.settings.patience_seconds)
    if work.told:
        return see_other(request, f"/cases/take/{work.told}")
    if work.error is not None:
        return page(
            request,
            "roster_refused.html",
            "명단을 가져오지 못했습니다",
            status=work.error.http_status,
            detail=detail_of(work.error),
            id=id,
        )
    return wait_page(request, "명단을 가져오는 중", work, f"{_ADDRESS}/{id}/taken")


@router.get("/{id}/taken")
async def taken(request: Request, id: str) -> Response:
    """How far the taking is, for the page that waits for it."""
    here = context(request)
    await kept_upload(request, here, id)
    work = here.rosters.known(_key(request, id))
    if work is None:
        # It ended with the service that it was begun in: the page that asks is opened anew.
        raise NotFound
    return how_far(work)


async def begin_taking(
    request: Request, here: Context, upload: KeptUpload, choice: Choice, chosen: frozenset[int]
) -> None:
    """Begin to take the rows of a list as it was shown, those with something to tell where ``chosen``."""
    rosters = rosters_of(request, here)
    sheet = choice.sheet or 0
    state = await run_in_threadpool(rosters.state, upload.id)
    done = await run_in_threadpool(state.cases, sheet, here.casebook)
    person = await run_in_threadpool(here.person, request)

    async def going(work: RosterWork) -> None:
        try:
            await taken_in(work)
        except SeosikError:
            # It is told where somebody waits for it; the list is as it was.
            with suppress(NotFound):
                await run_in_threadpool(here.kept.upload, rosters.workspace, upload.id)
                await run_in_threadpool(rosters.end_taking, upload.id)
            raise

    async def taken_in(work: RosterWork) -> None:
        ids = await run_in_threadpool(ids_by_number, here)
        defaults = await run_in_threadpool(here.casebook.setting, DEFAULTS)
        known, limit = frozenset(ids), here.settings.case_limit
        rows: list[ReadRow] = []
        async with laid_out(request, here, upload) as incoming:
            matched = partial(matching_of, incoming, choice)
            key, columns, work.total = await here.pool.run(matched, Rank.WHOLE_SET)
            read = partial(rows_to_keep, incoming, choice, known, chosen, frozenset(done), defaults, limit)
            async for row in here.pool.each(read, Rank.WHOLE_SET):
                rows.append(row)
                work.done = len(rows)
        made = {row.line: case_id() for row in rows if row.raw is not None}
        lines = _lines(upload.name, rows, ids, done, made)
        new = [
            NewCase(made[row.line], row.raw or {}, row.summary, _file(upload.name, row)[:_DETAIL])
            for row in rows
            if row.summary is not None
        ]
        await run_in_threadpool(_kept, rosters, here, upload, sheet, made, new, person)
        await run_in_threadpool(remember_matching, here.casebook, key, columns)
        event("roster taken in", cases=len(new))
        told = await run_in_threadpool(keep_lines, here, rosters.workspace, lines, "", upload.id)
        await run_in_threadpool(rosters.end_taking, upload.id)
        work.told = told

    here.rosters.begin(_key(request, upload.id), "roster taken in", going)


def _kept(
    rosters: Rosters,
    here: Context,
    upload: KeptUpload,
    sheet: int,
    made: Mapping[int, str],
    new: Sequence[NewCase],
    person: str,
) -> None:
    """Keep the cases, in one step, having written down which those are. Raises ``NotFound`` for a list that is gone."""
    here.kept.upload(rosters.workspace, upload.id)
    rosters.note_taking(upload.id, sheet, made)
    here.casebook.add_all(new, EventKind.TAKEN_IN, person)


def _file(name: str, row: ReadRow) -> str:
    return f"{name} {row.line}행"


def _lines(
    name: str,
    rows: Sequence[ReadRow],
    ids: Mapping[str, str],
    done: Mapping[int, str],
    made: Mapping[int, str],
) -> list[Line]:
    """What becomes of each row; ``made``: the ids of the cases that some become."""
    known = dict(ids)
    lines = []
    for row in rows:
        file, notes = _file(name, row), tuple(told_of(fault) for fault in row.faults)
        kept = done.get(row.line) or known.get(row.case_no, "")
        if row.summary is not None:
            id = made[row.line]
            lines.append(Line(file, called(row.summary), id, errors=row.summary.errors, notes=notes))
            if row.case_no:
                known.setdefault(row.case_no, id)
        elif kept and not row.why:
            lines.append(Line(file, row.case_no or row.client or TAKEN_BEFORE, kept, same=True))
        else:
            lines.append(Line(file, row.case_no, why=row.why or _LEFT, notes=notes))
    return lines
