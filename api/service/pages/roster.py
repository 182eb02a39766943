"""An office's own list taken in: which column is what is shown and corrected, then each row becomes a case."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from api.casebook.new_case import DEFAULTS
from api.service.context import Context, context
from api.service.incoming import chosen_files, form_data, waiting_room, written
from api.service.kept import KeptUpload, group_of, workspace_of
from api.service.logs import event
from api.service.pages.page import kept_upload, laid_out, page, see_other
from api.service.pages.roster_taking import (
    TAKEN_BEFORE,
    begin_taking,
    how_far,
    rosters_of,
    taking_of,
    told_of,
    wait_page,
)
from api.service.pages.taking import ids_by_number
from api.service.problems import BadRequest
from api.service.render_pool import Rank
from api.service.roster_works import RosterWork
from api.service.rosters import RosterState, matchings
from api.service.work.roster import Choice, Look, ReadRow, asked_of, begins_checked, look_at, seen_of
from api.workbook.roster_headings import roster_fields
from api.workbook.sheet_headings import HEADING_ROWS

_ADDRESS = "/cases/take/roster"

router = APIRouter(prefix=_ADDRESS, include_in_schema=False)


@dataclass(frozen=True)
class _Asked:
    """A row that is taken only where its box is checked, and what there is to tell of it."""

    row: ReadRow
    checked: bool
    told: tuple[str, ...]
    # The case that is there already, "" where there is none.
    kept: str = ""


@router.get("")
def bring(request: Request, missing: bool = False) -> Response:
    """Bring a list."""
    return page(request, "roster_start.html", "명단에서 사례 가져오기", missing=missing)


@router.post("")
async def brought(request: Request) -> Response:
    """Keep the list for a while, and on to what its columns are."""
    here = context(request)
    await run_in_threadpool(here.require_room, request)
    async with form_data(request, here.settings) as form:
        files = chosen_files(form)
        if not files:
            return see_other(request, f"{_ADDRESS}?missing=true#file")
        if len(files) > 1:
            raise BadRequest("명단은 한 번에 한 파일씩 올립니다.")
        with waiting_room(here.settings) as room:
            [incoming] = await written(files, room)
            view = _ADDRESS.removeprefix("/")
            id = await run_in_threadpool(here.kept.keep_upload, workspace_of(request), incoming, view)
    event("roster brought")
    return see_other(request, f"{_ADDRESS}/{id}")


@router.get("/{id}")
async def columns(request: Request, id: str, changed: bool = False, late: bool = False) -> Response:
    """Which column is what, and which rows have something to be told before they are taken.

    ``changed``: the choices were changed and not looked at before the button; ``late``: rows were taken meanwhile.
    """
    here = context(request)
    upload = await kept_upload(request, here, id)
    if taking_of(request, here, id) is not None:
        return see_other(request, f"{_ADDRESS}/{id}/taking")
    reading = await _reading(request, here, upload)
    await reading.work.waited_for(here.settings.patience_seconds)
    if reading.work.error is not None:
        # Asked for again, it is read anew.
        here.rosters.forget(reading.key)
        raise reading.work.error
    look = reading.work.look
    if look is None:
        return wait_page(request, "명단을 읽는 중", reading.work, f"{_ADDRESS}/{id}/reading")
    state, defaults = reading.state, reading.defaults
    known = await run_in_threadpool(ids_by_number, here)
    done = await run_in_threadpool(state.cases, look.sheet, here.casebook)
    asked = [_asked(row, known, done) for row in look.rows if asked_of(row, known, done, look.numbered)]
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, field in roster_fields().items():
        groups.setdefault(field.group, []).append((key, field.title))
    return page(
        request,
        "roster.html",
        "명단의 열 맞추기",
        upload=upload,
        look=look,
        groups=groups,
        asked=asked,
        plain=len(look.rows) - len(asked),
        token=state.token,
        faulty=sum(bool(one.row.faults) for one in asked),
        defaults=[
            words for key, words in (("agency", "기관"), ("worker", "담당자")) if (defaults or {}).get(key)
        ],
        changed=changed,
        late=late,
        broken_off=await run_in_threadpool(_broken_off, here, state),
        heading_rows=HEADING_ROWS,
    )


def _broken_off(here: Context, state: RosterState) -> int | None:
    """How many rows a taking that broke off had made cases: all that it was to, or none. None: none broke off."""
    return None if state.under_way is None else len(here.casebook.there(state.under_way))


@dataclass(frozen=True)
class _Reading:
    """A list as it is being read, and what it is read by."""

    key: str
    work: RosterWork
    state: RosterState
    defaults: Mapping[str, Any] | None


async def _reading(request: Request, here: Context, upload: KeptUpload) -> _Reading:
    """The reading of a list as it was chosen last, begun where it was not yet."""
    state = await run_in_threadpool(rosters_of(request, here).state, upload.id)
    before = await run_in_threadpool(matchings, here.casebook)
    defaults = await run_in_threadpool(here.casebook.setting, DEFAULTS)
    group = group_of(workspace_of(request), upload.id)
    key = hashlib.sha256(repr((group, state.choice, state.token, before, defaults)).encode()).hexdigest()

    async def going(work: RosterWork) -> None:
        async with laid_out(request, here, upload) as incoming:
            look = partial(look_at, incoming, state.choice, before, state.token, defaults)
            async for step in here.pool.each(look, Rank.WHOLE_SET):
                if isinstance(step, Look):
                    work.look = step
                else:
                    work.done, work.total = step

    work = here.rosters.known(key) or here.rosters.begin(key, "roster read", going)
    return _Reading(key, work, state, defaults)


@router.get("/{id}/reading")
async def reading(request: Request, id: str) -> Response:
    """How far the reading is, for the page that waits for it."""
    here = context(request)
    return how_far((await _reading(request, here, await kept_upload(request, here, id))).work)


def _asked(row: ReadRow, known: Mapping[str, str], done: Mapping[int, str]) -> _Asked:
    told = [told_of(fault) for fault in row.faults]
    if row.nobody:
        told.append("관리번호도 대상자명도 없는 줄입니다.")
    elif not row.case_no:
        told.append("관리번호가 없습니다. 이미 있는 사례인지 알 수 없습니다.")
    if row.twice:
        told.append(f"관리번호가 {row.twice}행과 같습니다.")
    if row.line in done:
        told.append(TAKEN_BEFORE)
    elif row.case_no in known:
        told.append("관리번호가 같은 사례가 이미 있습니다.")
    kept = done.get(row.line) or known.get(row.case_no, "")
    return _Asked(row, begins_checked(row, known, done), tuple(told), kept)


@router.post("/{id}")
async def go_on(request: Request, id: str) -> Response:
    """Read the list as chosen (``do=look``, ``sheet``, ``anew``), or take its rows as they were shown."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    async with form_data(request, here.settings) as form:
        do, token, seen = (str(form.get(name, "")) for name in ("do", "token", "seen"))
        choice = _choice(form, do)
        chosen = frozenset(number for one in form.getlist("line") if (number := _number(one)) is not None)
    rosters = rosters_of(request, here)
    if do != "take":
        await run_in_threadpool(rosters.choose, id, choice)
        return see_other(request, f"{_ADDRESS}/{id}{'' if do == 'sheet' else '#columns'}")
    if choice.sheet is None or choice.row is None or choice.fields is None:
        raise BadRequest("어느 시트의 어느 열을 가져올지 없습니다.")
    if seen != seen_of(choice.sheet, choice.row, choice.fields, token):
        await run_in_threadpool(rosters.choose, id, choice)
        return see_other(request, f"{_ADDRESS}/{id}?changed=true#told")
    if not await run_in_threadpool(rosters.begin_taking, id, token):
        return see_other(request, f"{_ADDRESS}/{id}?late=true#told")
    await begin_taking(request, here, upload, choice, chosen)
    return see_other(request, f"{_ADDRESS}/{id}/taking")


def _choice(form: FormData, do: str) -> Choice:
    sheet, row = _number(form.get("sheet")), _number(form.get("row"))
    row = row if row is not None and 1 <= row <= HEADING_ROWS else None
    if do == "sheet":
        # Another sheet has its headings elsewhere.
        return Choice(sheet, row if sheet == _number(form.get("shown-sheet")) else None)
    if do == "anew":
        return Choice(sheet, row, anew=True)
    fields = {
        number: str(value)
        for name, value in form.multi_items()
        if name.startswith("column-") and (number := _number(name.removeprefix("column-"))) is not None
    }
    return Choice(sheet, row, {position: key for position, key in fields.items() if key in roster_fields()})


def _number(text: object) -> int | None:
    plain = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 8
    return int(str(text)) if plain else None
