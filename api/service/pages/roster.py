"""An office's own list taken in: which column is what is shown and corrected, then each row becomes a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from api.casebook.kept_case import EventKind
from api.casebook.new_case import DEFAULTS
from api.service.context import Context, context
from api.service.incoming import chosen_files, form_data, waiting_room, written
from api.service.kept import KeptUpload, workspace_of
from api.service.logs import event
from api.service.pages.case_rows import called
from api.service.pages.page import kept_upload, laid_out, page, see_other
from api.service.pages.taking import Line, ids_by_number, keep_lines
from api.service.problems import BadRequest, detail_of
from api.service.render_pool import Rank
from api.service.rosters import Rosters, matchings, remember_matching
from api.service.work.roster import (
    Choice,
    Fault,
    ReadRow,
    asked_of,
    begins_checked,
    look_at,
    matching_of,
    rows_to_keep,
    seen_of,
)
from api.workbook.roster_headings import roster_fields
from api.workbook.sheet_headings import HEADING_ROWS
from forms import SeosikError

_ADDRESS = "/cases/take/roster"
# What a history says of where a case came from is cut there.
_DETAIL = 200
_LEFT = "가져오지 않기로 고른 줄입니다."
_TAKEN_BEFORE = "이 명단에서 이미 가져온 줄입니다."

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
    state = await run_in_threadpool(_rosters(request, here).state, id)
    before = await run_in_threadpool(matchings, here.casebook)
    defaults = await run_in_threadpool(here.casebook.setting, DEFAULTS)
    async with laid_out(request, here, upload) as incoming:
        work = partial(look_at, incoming, state.choice, before, state.token, defaults)
        look = await here.pool.run(work, Rank.WHOLE_SET)
    known = await run_in_threadpool(ids_by_number, here)
    done = state.cases(look.sheet)
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
        heading_rows=HEADING_ROWS,
    )


def _rosters(request: Request, here: Context) -> Rosters:
    return Rosters(here.kept.vault, workspace_of(request))


def _asked(row: ReadRow, known: Mapping[str, str], done: Mapping[int, str]) -> _Asked:
    told = [_told(fault) for fault in row.faults]
    if row.nobody:
        told.append("관리번호도 대상자명도 없는 줄입니다.")
    elif not row.case_no:
        told.append("관리번호가 없습니다. 이미 있는 사례인지 알 수 없습니다.")
    if row.twice:
        told.append(f"관리번호가 {row.twice}행과 같습니다.")
    if row.line in done:
        told.append(_TAKEN_BEFORE)
    elif row.case_no in known:
        told.append("관리번호가 같은 사례가 이미 있습니다.")
    kept = done.get(row.line) or known.get(row.case_no, "")
    return _Asked(row, begins_checked(row, known, done), tuple(told), kept)


def _told(fault: Fault) -> str:
    return f"{fault.cell} {fault.heading}: {fault.message}"


@router.post("/{id}")
async def go_on(request: Request, id: str) -> Response:
    """Read the list as chosen (``do=look``, ``sheet``, ``anew``), or take its rows as they were shown."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    async with form_data(request, here.settings) as form:
        do, token, seen = (str(form.get(name, "")) for name in ("do", "token", "seen"))
        choice = _choice(form, do)
        chosen = frozenset(number for one in form.getlist("line") if (number := _number(one)) is not None)
    rosters = _rosters(request, here)
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
    lines, stopped = await _taken(request, here, upload, choice, chosen)
    event("roster taken in", cases=sum(line.taken for line in lines))
    told = await run_in_threadpool(keep_lines, here, workspace_of(request), lines, stopped, id)
    return see_other(request, f"/cases/take/{told}")


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


async def _taken(
    request: Request, here: Context, upload: KeptUpload, choice: Choice, chosen: frozenset[int]
) -> tuple[list[Line], str]:
    """(what became of each row, why it ended early, "" where it did not)."""
    rosters = _rosters(request, here)
    sheet = choice.sheet or 0
    state = await run_in_threadpool(rosters.state, upload.id)
    done = state.cases(sheet)
    ids = await run_in_threadpool(ids_by_number, here)
    person = await run_in_threadpool(here.person, request)
    defaults = await run_in_threadpool(here.casebook.setting, DEFAULTS)
    made: dict[int, str] = {}
    lines: list[Line] = []
    stopped = ""
    try:
        async with laid_out(request, here, upload) as incoming:
            key, columns = await here.pool.run(partial(matching_of, incoming, choice), Rank.WHOLE_SET)
            await run_in_threadpool(remember_matching, here.casebook, key, columns)
            limit = here.settings.case_limit
            known = frozenset(ids)
            work = partial(rows_to_keep, incoming, choice, known, chosen, frozenset(done), defaults, limit)
            async for row in here.pool.each(work, Rank.WHOLE_SET):
                line = await run_in_threadpool(_line, here, upload.name, row, ids, done, person)
                lines.append(line)
                if line.taken:
                    made[row.line] = line.id
                    if row.case_no:
                        ids.setdefault(row.case_no, line.id)
    except SeosikError as error:
        # What was taken in before stays, and is told.
        if not made:
            raise
        stopped = detail_of(error)
    finally:
        await run_in_threadpool(rosters.note_taken, upload.id, sheet, made)
    return lines, stopped


def _line(
    here: Context,
    name: str,
    row: ReadRow,
    ids: Mapping[str, str],
    done: Mapping[int, str],
    person: str,
) -> Line:
    file = f"{name} {row.line}행"
    notes = tuple(_told(fault) for fault in row.faults)
    if row.raw is not None and row.summary is not None:
        case = here.casebook.add(row.raw, row.summary, EventKind.TAKEN_IN, person, file[:_DETAIL])
        return Line(file, called(row.summary), case.id, errors=row.summary.errors, notes=notes)
    kept = done.get(row.line) or ids.get(row.case_no, "")
    if kept and not row.why:
        return Line(file, row.case_no or row.client or _TAKEN_BEFORE, kept, same=True)
    return Line(file, row.case_no, why=row.why or _LEFT, notes=notes)
