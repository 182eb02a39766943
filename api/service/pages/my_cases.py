"""내 사례: every case that is kept, found by number or name; new, copied, removed and put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.casebook.cases import UNDO_FOR
from api.casebook.kept_case import CaseLine, EventKind
from api.casebook.listing import found, late
from api.casebook.new_case import DEFAULTS, copied_case, new_case
from api.casebook.retention import RETENTION, kept_long, retention
from api.casebook.summary import summary_of
from api.jobs.engine import BatchStatus
from api.service.context import Context, context
from api.service.incoming import form_data
from api.service.kept import UploadLine, workspace_of
from api.service.logs import event
from api.service.pages.batches import STATES
from api.service.pages.case_rows import case_row, label_of, moment
from api.service.pages.moving import offered
from api.service.pages.page import page, see_other
from forms import SeosikError, form_named
from forms.packets import packet_titles
from forms.particles import with_particle
from forms.registry import programmes

# Cases that one page shows; earlier batches and files that it reminds of.
PAGE_SIZE = 50
BATCHES_NAMED = 5
UPLOADS_NAMED = 10
# Which cases: all, those with a deadline that has passed, or those kept longer than the office wishes.
View = Literal["all", "late", "old"]
_UPLOAD_WORDS = {
    "results": "점검",
    "evidence": "증빙 점검",
    "deadlines": "할 일",
    "cases/take/roster": "명단",
    "templates/check": "Word 서식",
}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class _Read:
    """What the page shows of the store."""

    lines: list[CaseLine]
    removed: list[CaseLine]
    retention: int
    drafts: int
    uploads: list[UploadLine]
    batches: Sequence[BatchStatus] | None


@router.get("/")
async def my_cases(
    request: Request,
    q: Annotated[str, Query(max_length=200)] = "",
    show: View = "all",
    number: Annotated[int, Query(ge=1, le=100_000, alias="page")] = 1,
    removed: str = "",
    restored: str = "",
    moved: Annotated[int, Query(ge=0, le=100_000)] = 0,
    unasked: bool = False,
) -> Response:
    """The list; ``removed`` and ``restored`` are the id of the case that was just so, ``moved`` counts drafts."""
    here = context(request)
    read = await run_in_threadpool(_read, here, workspace_of(request))
    today = here.settings.today()
    overdue = late(read.lines, today)
    old = kept_long(read.lines, read.retention, today)
    chosen = {"all": read.lines, "late": overdue, "old": old}[show]
    chosen = found(chosen, q) if q.strip() else chosen
    pages = max(1, -(-len(chosen) // PAGE_SIZE))
    number = min(number, pages)
    return page(
        request,
        "my_cases.html",
        "내 사례",
        rows=[case_row(line, today) for line in chosen[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]],
        found=len(chosen),
        total=len(read.lines),
        overdue=len(overdue),
        old=len(old),
        retention=read.retention,
        drafts=read.drafts,
        moved=moved,
        unasked=unasked,
        q=q,
        show=show,
        number=number,
        pages=pages,
        earlier=_address(q, show, number - 1) if number > 1 else "",
        later=_address(q, show, number + 1) if number < pages else "",
        today=today,
        removed=[case_row(line, today) for line in read.removed],
        just_removed=_row_of(read.removed, removed),
        just_restored=_row_of(read.lines, restored),
        undo_days=UNDO_FOR.days,
        programmes=[programme for programme in programmes() if programme.forms],
        uploads=[(one, _UPLOAD_WORDS.get(one.view, "")) for one in read.uploads[:UPLOADS_NAMED]],
        batches=[
            (
                one,
                ", ".join(packet_titles(one.packet, one.program)),
                STATES[one.state],
                moment(one.created_at),
            )
            for one in read.batches or ()
        ],
        no_batches=read.batches is None,
    )


def _read(here: Context, workspace: str) -> _Read:
    batches: Sequence[BatchStatus] | None = None
    try:
        batches = here.engine.list(limit=BATCHES_NAMED)
    except SeosikError:
        # The database of batches may be away; the cases stand elsewhere.
        event("batches not listed")
    return _Read(
        here.casebook.lines(),
        here.casebook.lines(removed=True),
        retention(here.casebook.setting(RETENTION), here.settings.today()),
        offered(here, workspace),
        here.kept.uploads(workspace),
        batches,
    )


def _row_of(lines: Sequence[CaseLine], id: str) -> tuple[str, str, str] | None:
    """(id, what it is called, the same as an object) of a case of a list, None where it is not there."""
    called = next((label_of(line) for line in lines if line.id == id), None)
    return (id, called, with_particle(called, "을(를)")) if called is not None else None


def _address(q: str, show: View, number: int) -> str:
    return f"/?{urlencode({'q': q, 'show': show, 'page': number}, errors='replace')}"


@router.get("/cases")
def cases(request: Request) -> Response:
    """The list stands at the root."""
    return see_other(request, "/")


@router.post("/cases")
async def begin(request: Request) -> Response:
    """A new case; ``form`` names its first form, and leads to it."""
    here = context(request)
    async with form_data(request, here.settings) as data:
        named = str(data.get("form", ""))
    form = form_named(named) if named else None
    defaults = await run_in_threadpool(here.casebook.setting, DEFAULTS)
    raw = new_case(form.id if form is not None else None, defaults)
    id = await _added(request, here, raw, EventKind.CREATED, form.title if form is not None else "")
    return see_other(request, f"/cases/{id}/sheets/{form.id}/1" if form is not None else f"/cases/{id}")


async def _added(
    request: Request, here: Context, raw: Mapping[str, Any], kind: EventKind, detail: str
) -> str:
    """The id of a case that is kept from now on."""
    summary = await here.pool.run(partial(summary_of, raw, ()))

    def add() -> str:
        return here.casebook.add(raw, summary, kind, here.person(request), detail).id

    id = await run_in_threadpool(add)
    event("case kept", how=kind.name.lower())
    return id


@router.post("/cases/{id}/copy")
async def copy(request: Request, id: str) -> Response:
    """Another case with all that this one says but its number, and on to it."""
    here = context(request)
    case = await run_in_threadpool(here.casebook.case, id)
    copied = await _added(request, here, copied_case(case.raw), EventKind.COPIED, case.case_no)
    return see_other(request, f"/cases/{copied}")


@router.post("/cases/{id}/remove")
async def remove(request: Request, id: str) -> Response:
    """Remove a case for now."""
    here = context(request)
    await run_in_threadpool(lambda: here.casebook.remove(id, here.person(request)))
    event("case removed")
    return see_other(request, f"/?{urlencode({'removed': id})}")


@router.post("/cases/{id}/restore")
async def restore(request: Request, id: str) -> Response:
    """Put a removed case back."""
    here = context(request)
    await run_in_threadpool(lambda: here.casebook.restore(id, here.person(request)))
    event("case restored")
    return see_other(request, f"/?{urlencode({'restored': id})}")
