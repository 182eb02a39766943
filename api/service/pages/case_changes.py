"""What the pages of a case do with what was typed on them: kept as the next revision, or refused as stale."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import JSONResponse

from api.casebook.kept_case import AsideValue, CaseGone, EventKind, KeptCase, StaleCase
from api.casebook.summary import summary_of
from api.service.context import Context
from api.service.entry.aside_values import value_at, with_value_back
from api.service.entry.asking import id_of
from api.service.entry.data import Typed
from api.service.entry.sheets import (
    RawCase,
    Sheet,
    record_at,
    taken_out,
    with_changed_rows,
    with_sheet,
    with_typed,
)
from api.service.pages.case_frame import address_of, frame_of
from api.service.pages.page import see_other, stale_page
from api.service.problems import BadRequest, NotFound
from forms import SeosikError, form_named

# What a case can put back of the sheets that were taken out of it.
ASIDE_AT_MOST = 20
# The buttons that ask for the faults of a sheet.
_ASKING = frozenset({"check", "pdf", "docx", "hwpx", "print"})
AUTOSAVE = "autosave"
# Stands among the checked sheets for what stands once in the case.
_HEADS_KEY = "case"


@dataclass(frozen=True)
class TypedPage:
    """What a page of a case sent: its boxes by name, the button (``do``, and of what), the revision it shows.

    ``asked``: the page told what is wrong, or its button asks for that. ``place`` is the path of the sheet that
    it shows, by which its boxes are named, "" on the page of the heads.
    """

    values: Typed
    do: str
    path: str
    revision: int
    place: str
    asked: bool

    @classmethod
    def of(cls, data: FormData) -> TypedPage:
        """Read what was sent; raises ``BadRequest`` where it does not say which revision it shows."""
        values: dict[str, list[str]] = {}
        for name, value in data.multi_items():
            if isinstance(value, str):
                values.setdefault(name, []).append(value)
        do, _, path = str(data.get("do", "save")).partition(":")
        place = str(data.get("place", ""))
        if not re.fullmatch(r"(/forms/[a-z][a-z0-9_]{0,59}(/[0-9]{1,6})?)?", place):
            raise BadRequest
        asked = do in _ASKING or data.get("asked") == "true"
        return cls(values, do, path, revision_of(data), place, asked)


def revision_of(data: FormData) -> int:
    """The revision that a page shows; raises ``BadRequest``."""
    told = str(data.get("revision", ""))
    if not told.isascii() or not told.isdigit() or len(told) > 9:
        raise BadRequest
    return int(told)


async def kept(request: Request, here: Context, case: KeptCase, detail: str) -> KeptCase:
    """A changed case, kept as its next revision. Raises ``StaleCase``."""
    summary = await here.pool.run(partial(summary_of, case.raw, case.checked))
    return await run_in_threadpool(here.casebook.keep, case, summary, here.person(request), detail)


async def changed(
    request: Request,
    here: Context,
    id: str,
    typed: TypedPage,
    sheet: Sheet | None,
    detail: str,
    once: bool = False,
) -> tuple[KeptCase, str] | Response:
    """(the case with what a page sent, where on the page to go on); or the answer that it was stale.

    What is no longer the latest overwrites nothing: what a page saves by itself is refused, what a button
    sent is kept as a case of its own, which the answer leads to, unless the case says all of it already.
    ``once``: the button does more than keep, which a page that is not the latest (or is sent twice) must not.
    """
    asks = typed.do != AUTOSAVE
    case = await run_in_threadpool(partial(here.casebook.case, id, removed=asks))
    try:
        raw, at, value = _with_page(case, typed, sheet)
    except NotFound:
        if sheet is None or not asks:
            raise
        # The sheet was taken out meanwhile. What was typed on it is not lost.
        raw, sheet = with_sheet(case.raw, form_named(sheet.form))
        raw = with_typed(raw, typed.values, sheet, typed.place)
        return await _copied(request, here, raw, sheet, StaleCase())
    asked = {sheet.key if sheet is not None else _HEADS_KEY} if typed.asked else set[str]()
    made = replace(case, raw=raw, checked=case.checked | asked, revision=typed.revision, value=value)
    try:
        if once and case.revision != typed.revision:
            raise StaleCase
        return await kept(request, here, made, detail), at
    except (StaleCase, CaseGone) as error:
        nothing_new = _said(raw) == _said(case.raw)
        if not asks or (nothing_new and isinstance(error, CaseGone)):
            raise
        if nothing_new:
            return see_other(request, address_of(id, None if once else sheet))
        return await _copied(request, here, raw, sheet, error)


def _with_page(
    case: KeptCase, typed: TypedPage, sheet: Sheet | None
) -> tuple[RawCase, str, AsideValue | None]:
    """(the case as the page says, where on the page to go on, the value that can be put back then)."""
    made = with_typed(case.raw, typed.values, sheet, typed.place)
    value = case.value
    if typed.do == "put-back" and value is not None:
        return with_value_back(made, value), id_of(value.path.rpartition("/")[0]), None
    if typed.do in ("add", "remove"):
        after, at = with_changed_rows(made, sheet, typed.path, typed.do == "remove")
        row = value_at(made, typed.path) if typed.do == "remove" and after != made else None
        # An empty row is no loss.
        return after, at, value if row is None or _said(row.record) in ({}, "") else row
    return made, "", value


def _said(value: Any) -> Any:
    """A value without the groups and lists in it that hold nothing: a page makes them of empty boxes."""
    if isinstance(value, list):
        return [_said(one) for one in value]
    if not isinstance(value, dict):
        return value
    said = {key: _said(one) for key, one in value.items()}
    return {key: one for key, one in said.items() if one not in ({}, [])}


async def _copied(
    request: Request, here: Context, raw: RawCase, sheet: Sheet | None, error: SeosikError
) -> Response:
    summary = await here.pool.run(partial(summary_of, raw, ()))
    person = here.person(request)
    detail = "다른 창과 겹쳐 적은 내용"
    copy = await run_in_threadpool(here.casebook.add, raw, summary, EventKind.COPIED, person, detail)
    return stale_page(request, error, address_of(copy.id, sheet))


async def take_out(request: Request, here: Context, case: KeptCase, sheet: Sheet) -> KeptCase:
    """The case without a sheet, which can be put back."""
    record_at(case.raw, sheet)
    raw, aside = taken_out(case.raw, sheet)
    # The sheets after it move up, so what was asked of their places no longer holds.
    checked = frozenset(key for key in case.checked if not key.startswith(f"{sheet.form}/"))
    left = (*case.aside, aside)[-ASIDE_AT_MOST:]
    title = form_named(sheet.form).title
    # A row of it, or of the sheets after it, has its place no longer.
    value = case.value
    value = None if value is not None and value.path.startswith(f"/forms/{sheet.form}") else value
    made = replace(case, raw=raw, checked=checked, aside=left, value=value)
    return await kept(request, here, made, f"{title} 뺌")


def saved_answer(case: KeptCase, now: datetime) -> Response:
    """What a page that saves by itself is told: the revision that it shows now, and what stands around it."""
    frame = frame_of(case, now)
    marks = {tab.address: [tab.mark, tab.state] for tab in frame.tabs if tab.state}
    return JSONResponse(
        {"revision": case.revision, "saved": frame.saved, "title": frame.title, "marks": marks}
    )
