"""Files taken in: each case in them becomes a kept case, and what does not is told line by line."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.casebook.kept_case import EventKind
from api.jobs.vault import EntryDamaged
from api.service.context import Context, context
from api.service.incoming import Incoming, chosen_files, form_data, waiting_room, written
from api.service.kept import group_of, is_id, workspace_of
from api.service.logs import event
from api.service.pages.case_findings import fix_address
from api.service.pages.case_rows import called
from api.service.pages.page import kept_upload, laid_out, page, see_other
from api.service.problems import BadRequest, NotFound, detail_of
from api.service.render_pool import Rank
from api.service.work.taking import ReadCase, read_case_at, read_cases
from forms import SeosikError

# What a history says of where a case came from is cut there.
_DETAIL = 200
_LONGEST_PATH = 2000

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Line:
    """What became of a case of the files: kept as the case ``id``, or (``same``) beside it, or not at all."""

    file: str
    label: str
    id: str = ""
    same: bool = False
    errors: int = 0
    why: str = ""
    notes: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    @property
    def taken(self) -> bool:
        """Whether it is a kept case now."""
        return bool(self.id) and not self.same


@router.get("/cases/take")
def bring(request: Request, missing: bool = False) -> Response:
    """Bring files."""
    return page(request, "take.html", "파일에서 사례 가져오기", missing=missing)


@router.post("/cases/take")
async def take(request: Request) -> Response:
    """Keep every case of the files that can be kept, and on to the list of what became of each."""
    here = context(request)
    await run_in_threadpool(here.require_room, request)
    async with form_data(request, here.settings) as form:
        files = chosen_files(form)
        if not files:
            return see_other(request, "/cases/take?missing=true#file")
        with waiting_room(here.settings) as room:
            incoming = await written(files, room)
            lines, stopped = await _taken(request, here, incoming, form.get("again") == "true")
    event("files taken in", files=len(files), cases=sum(line.taken for line in lines))
    id = await run_in_threadpool(keep_lines, here, workspace_of(request), lines, stopped)
    return see_other(request, f"/cases/take/{id}")


async def _taken(
    request: Request, here: Context, files: Sequence[Incoming], again: bool
) -> tuple[list[Line], str]:
    """(what became of each case, why it ended early, "" where it did not).

    Raises ``SeosikError`` where it could not even begin.
    """
    person = await run_in_threadpool(here.person, request)
    ids = await run_in_threadpool(ids_by_number, here)
    work = partial(read_cases, tuple(files), frozenset(ids), again, here.settings.case_limit)
    lines: list[Line] = []
    try:
        async for read in here.pool.each(work, Rank.WHOLE_SET):
            line = await run_in_threadpool(_line, here, read, ids, person)
            lines.append(line)
            if line.taken and read.case_no:
                ids[read.case_no] = line.id
    except SeosikError as error:
        # What was taken in before stays, and is told.
        if not any(line.taken for line in lines):
            raise
        return lines, detail_of(error)
    return lines, ""


def ids_by_number(here: Context) -> dict[str, str]:
    """The cases that are kept, by their number; those without one are left out."""
    lines = here.casebook.lines()
    return {line.summary.case_no: line.id for line in lines if line.summary.case_no}


def _line(here: Context, read: ReadCase, ids: Mapping[str, str], person: str) -> Line:
    if read.same:
        return Line(read.file, read.case_no, ids.get(read.case_no, ""), same=True)
    if read.raw is None or read.summary is None:
        return Line(read.file, read.case_no, why=read.why, notes=read.notes)
    case = here.casebook.add(read.raw, read.summary, EventKind.TAKEN_IN, person, read.file[:_DETAIL])
    return Line(
        read.file,
        called(read.summary),
        case.id,
        errors=read.summary.errors,
        notes=read.notes,
        named=read.named,
    )


def keep_lines(here: Context, workspace: str, lines: Sequence[Line], stopped: str, roster: str = "") -> str:
    """Keep what became of some files for the browser that brought them; the id of it.

    ``roster`` is the id of the list that they came from, which can be gone on with.
    """
    id = secrets.token_urlsafe(16)
    value = {"lines": [asdict(line) for line in lines], "stopped": stopped, "roster": roster}
    here.kept.vault.write(group_of(workspace, f"taken:{id}"), "taken", json.dumps(value).encode())
    return id


@router.get("/cases/take/{id}")
async def taken(request: Request, id: str) -> Response:
    """What became of some files."""
    here = context(request)
    value = await run_in_threadpool(_kept_lines, here, workspace_of(request), id)
    lines = [Line(**{**line, "notes": tuple(line["notes"])}) for line in value["lines"]]
    return page(
        request,
        "taken.html",
        "파일에서 가져온 사례",
        taken=[line for line in lines if line.taken],
        same=[line for line in lines if line.same],
        refused=[line for line in lines if not line.taken and not line.same],
        named=[line for line in lines if line.named],
        stopped=value["stopped"],
        roster=value.get("roster", ""),
    )


def _kept_lines(here: Context, workspace: str, id: str) -> dict[str, Any]:
    group = group_of(workspace, f"taken:{id}")
    if not is_id(id) or not here.kept.vault.holds(group, "taken"):
        raise NotFound
    try:
        value: dict[str, Any] = json.loads(here.kept.vault.read(group, "taken"))
    except EntryDamaged:
        raise NotFound from None
    return value


@router.post("/results/{id}/{case}/take")
async def take_from_upload(request: Request, id: str, case: int) -> Response:
    """Keep a case of an upload that was only checked, and on to it, or to the box of the path ``at``.

    One whose number is that of a kept case is asked about first.
    """
    here = context(request)
    upload = await kept_upload(request, here, id)
    async with form_data(request, here.settings) as form:
        again = form.get("again") == "true"
        at = str(form.get("at", ""))[:_LONGEST_PATH]
    async with laid_out(request, here, upload) as incoming:
        work = partial(read_case_at, incoming, case, upload.decisions, here.settings.case_limit)
        read = await here.pool.run(work)
    if read.raw is None:
        raise BadRequest(f"이 사례는 가져올 수 없습니다. {read.why}")
    ids = await run_in_threadpool(ids_by_number, here)
    if read.case_no in ids and not again:
        same = await run_in_threadpool(here.casebook.case, ids[read.case_no])
        return page(
            request,
            "same_number.html",
            "같은 관리번호의 사례가 있습니다",
            number=read.case_no,
            kept=fix_address(same.id, same.raw, at) if at else f"/cases/{same.id}",
            at=at,
            upload=upload,
            case=case,
        )
    person = await run_in_threadpool(here.person, request)
    line = await run_in_threadpool(_line, here, read, ids, person)
    event("case taken from an upload")
    return see_other(request, fix_address(line.id, read.raw, at) if at else f"/cases/{line.id}")
