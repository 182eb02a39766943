"""Corrected files and cases of a batch that has ended: put into their places, and made again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.casebook.kept_case import CaseGone
from api.jobs.engine import Corrected, ItemStatus, Shelf, Shelved
from api.packets.left_out import LeftOut
from api.service.context import Context, context
from api.service.incoming import chosen_files, form_data, waiting_room, written
from api.service.logs import event
from api.service.pages.batch_cases import chosen_case
from api.service.pages.page import page, see_other
from api.service.render_pool import Rank
from api.service.work.batches import ChosenCase, put_down_cases
from api.service.work.documents import put_down

router = APIRouter(prefix="/batches", include_in_schema=False)


class Mended(NamedTuple):
    """A kept case that a left-out item is of: the item's number and the case's id."""

    number: int
    id: str


def kept_of(here: Context, failures: Sequence[ItemStatus]) -> list[Mended]:
    """The kept cases of items that were left out: the same case, else the only one with that case number."""
    lines = [line for line in here.casebook.lines() if not line.damaged]
    ids = {line.id for line in lines}
    counts = Counter(line.summary.case_no for line in lines)
    numbers = {line.summary.case_no: line.id for line in lines if counts[line.summary.case_no] == 1}
    found = []
    for item in failures:
        # Of a number that came twice the other one is printed.
        if item.reason is LeftOut.DUPLICATE_CASE:
            continue
        id = item.kept if item.kept in ids else numbers.get(item.case_no) if item.case_no else None
        if id is not None:
            found.append(Mended(item.number, id))
    return found


@router.post("/{batch}/correct")
async def correct(request: Request, batch: str) -> Response:
    """Take corrected files; those without a place are told."""
    here = context(request)
    async with form_data(request, here.settings) as data:
        files = chosen_files(data)
        if not files:
            return await _told(request, batch, "고친 파일을 하나 이상 고르세요.", None)
        shelf = await run_in_threadpool(here.engine.open_places, batch, data.get("done_too") == "true")
        with waiting_room(here.settings) as room:
            incoming = await written(files, room)
            told = await _corrected(here, batch, shelf, partial(put_down, shelf, tuple(incoming)))
    event("batch", action="correct", placed=len(told.placed))
    return await _after(request, batch, told)


@router.post("/{batch}/correct-kept")
async def correct_kept(request: Request, batch: str) -> Response:
    """Take the kept cases of what was left out, as they are now."""
    here = context(request)
    shelf = await run_in_threadpool(here.engine.open_places, batch)
    cases = await run_in_threadpool(_kept_cases, here, batch)
    told = await _corrected(here, batch, shelf, partial(put_down_cases, shelf, tuple(cases)))
    event("batch", action="correct", placed=len(told.placed))
    return await _after(request, batch, told)


def _kept_cases(here: Context, batch: str) -> list[ChosenCase]:
    left = [one for one in here.engine.items(batch) if one.state.left_out]
    cases = []
    for mended in kept_of(here, left):
        try:
            cases.append(chosen_case(here.casebook.case(mended.id)))
        except CaseGone:
            # Removed in this moment: its item stays left out.
            continue
    return cases


async def _corrected(
    here: Context, batch: str, shelf: Shelf, put: Callable[[], Iterator[Shelved]]
) -> Corrected:
    shelved = [one async for one in here.pool.each(put, Rank.WHOLE_SET)]
    return await run_in_threadpool(here.engine.correct, batch, shelf, shelved)


async def _after(request: Request, batch: str, told: Corrected) -> Response:
    if told.placed and not told.not_placed:
        return see_other(request, f"/batches/{batch}")
    return await _told(request, batch, "", told)


async def _told(request: Request, batch: str, wrong: str, told: Corrected | None) -> Response:
    status = 200 if told is not None and told.placed else 400
    return page(
        request, "batch_corrected.html", "고친 파일 넣기", status=status, batch=batch, wrong=wrong, told=told
    )
