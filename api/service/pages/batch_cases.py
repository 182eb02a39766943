"""일괄 출력 from the kept cases: chosen in a list, and held to be looked at before the run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from api.casebook.kept_case import CaseGone, KeptCase
from api.casebook.listing import found
from api.service.context import Context, context
from api.service.incoming import form_data
from api.service.logs import event
from api.service.pages.batch_look import offered_packets, offered_programmes
from api.service.pages.case_rows import case_row
from api.service.pages.page import page, see_other
from api.service.problems import BadRequest
from api.service.routes.batches import accepted, batch_options
from api.service.work.batches import ChosenCase, put_down_cases

# Cases that one list shows and one batch of kept cases may hold.
CASES_AT_MOST = 1000
_OPTIONS = ("packet", "program")

router = APIRouter(prefix="/batches/cases", include_in_schema=False)


@router.get("")
async def choose(
    request: Request, q: Annotated[str, Query(max_length=200)] = "", everything: bool = False
) -> Response:
    """The kept cases to choose from; ``everything``: all that are shown are chosen."""
    return await _list(request, context(request), q, "", everything=everything)


async def _list(
    request: Request,
    here: Context,
    q: str,
    wrong: str,
    chosen: Sequence[str] = (),
    everything: bool = False,
) -> Response:
    lines = [line for line in await run_in_threadpool(here.casebook.lines) if not line.damaged]
    shown = found(lines, q) if q.strip() else lines
    today = here.settings.today()
    return page(
        request,
        "batch_cases.html",
        "내 사례에서 골라 일괄 출력",
        status=400 if wrong else 200,
        wrong=wrong,
        q=q,
        total=len(lines),
        rows=[(case_row(line, today), line.summary) for line in shown[:CASES_AT_MOST]],
        found=len(shown),
        chosen=frozenset(chosen),
        everything=everything,
        packets=offered_packets(),
        programmes=offered_programmes(),
    )


@router.post("")
async def take(request: Request) -> Response:
    """Hold the chosen cases as a batch, to be looked at before it is made."""
    here = context(request)
    async with form_data(request, here.settings) as data:
        ids, fields = _chosen(data), _fields(data)
    try:
        options = batch_options(fields)
        if not ids:
            raise BadRequest("사례를 하나 이상 고르세요.")
    except BadRequest as error:
        return await _list(request, here, "", error.message, ids)
    cases = await run_in_threadpool(_cases, here, ids)
    shelf = await run_in_threadpool(here.engine.open_shelf)
    batch = await accepted(here, shelf, partial(put_down_cases, shelf, tuple(cases)), options, held=True)
    event("batch accepted", cases=len(cases))
    return see_other(request, f"/batches/{batch}")


def _chosen(data: FormData) -> list[str]:
    ids = list(dict.fromkeys(str(one) for one in data.getlist("case")))
    if len(ids) > CASES_AT_MOST:
        raise BadRequest(f"한 번에 {CASES_AT_MOST:,}건까지 고를 수 있습니다.")
    return ids


def _fields(data: FormData) -> list[tuple[str, str]]:
    """The options as the form of an upload has them."""
    return [(name, str(data[name])) for name in _OPTIONS if name in data]


def _cases(here: Context, ids: Sequence[str]) -> list[ChosenCase]:
    """The chosen cases in the order of the list, as they are now; raises ``CaseGone``, ``EntryDamaged``."""
    order = {line.id: place for place, line in enumerate(here.casebook.lines())}
    if any(id not in order for id in ids):
        raise CaseGone
    return [_case(here, id) for id in sorted(ids, key=order.__getitem__)]


def _case(here: Context, id: str) -> ChosenCase:
    return chosen_case(here.casebook.case(id))


def chosen_case(case: KeptCase) -> ChosenCase:
    """A kept case as a batch takes it."""
    return ChosenCase(case.id, case.case_no or f"번호 없음 {case.id[:6]}", case.raw)
