"""점검 결과: everything that is wrong with a case, sheet by sheet, each finding leading to its box."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from api.casebook.form_states import HEADS
from api.casebook.kept_case import KeptCase
from api.service.context import Context, context
from api.service.entry.aside_values import value_at, with_value_back
from api.service.entry.noting import KEY as NOTES
from api.service.entry.noting import (
    Note,
    idle_notes,
    may_be_noted,
    noted_at,
    removable,
    with_note,
    without,
    without_note,
)
from api.service.entry.sheets import Sheet, holds, sheet_of_path
from api.service.incoming import form_data
from api.service.pages.case_changes import kept, revision_of
from api.service.pages.case_frame import address_of, frame_of
from api.service.pages.page import page, see_other
from api.service.problems import BadRequest, NotFound
from api.service.work.entry import findings_of_case
from forms import Finding, Severity, all_forms, form_named

TITLE = "점검 결과"
_OF_CASE = "g-case"
# The longest path or rule that a page of findings sends back.
_LONGEST = 2000

router = APIRouter(prefix="/cases/{id}/findings", include_in_schema=False)


@dataclass(frozen=True)
class ShownFinding:
    """A finding as the page shows it.

    ``fix`` leads to its box, ``remove`` is the path of what has none; ``note`` is the position of the note
    that explains it. ``number`` tells it from the others of the page.
    """

    number: int
    finding: Finding
    fix: str
    remove: str | None
    note: int | None
    may_note: bool


@dataclass(frozen=True)
class SheetFindings:
    """What was found of one sheet, or of what stands once in the case. ``missing`` is a form not in the case."""

    id: str
    title: str
    address: str
    missing: str
    errors: tuple[ShownFinding, ...]
    warnings: tuple[ShownFinding, ...]
    infos: tuple[ShownFinding, ...]


@dataclass(frozen=True)
class TypedNote:
    """A note as it was typed, and why it could not be kept."""

    rule: str
    path: str
    reason: str
    by: str
    wrong: tuple[str, ...]


def fix_address(case_id: str, raw: Mapping[str, Any], path: str) -> str:
    """Where the box of a path stands: on the page of its sheet, or on that of the case."""
    return f"{address_of(case_id, sheet_of_path(raw, path))}?{urlencode({'at': path}, errors='replace')}"


def grouped(case: KeptCase, findings: Sequence[Finding]) -> list[SheetFindings]:
    """The findings sheet by sheet: what stands once in the case, sheets with errors, the others."""
    groups: dict[tuple[int, int], list[ShownFinding]] = {}
    order = {form.id: place for place, form in enumerate(all_forms())}
    for number, one in enumerate(findings):
        sheet = sheet_of_path(case.raw, one.path)
        key = (order[sheet.form], sheet.item) if sheet is not None else (-1, 0)
        if sheet is None and one.form is not None:
            key = (order[one.form], -1)
        remove = removable(case.raw, one)
        shown = ShownFinding(
            number,
            one,
            fix_address(case.id, case.raw, one.path) if one.path and remove is None else "",
            remove,
            noted_at(case.raw, one),
            may_be_noted(one),
        )
        groups.setdefault(key, []).append(shown)
    names = [form.id for form in all_forms()]
    made = [
        _group(case, names[form] if form >= 0 else None, item, groups[form, item])
        for form, item in sorted(groups)
    ]
    return sorted(made, key=lambda group: 0 if group.id == _OF_CASE else 1 if group.errors else 2)


def _group(case: KeptCase, form: str | None, item: int, found: list[ShownFinding]) -> SheetFindings:
    def of(severity: Severity) -> tuple[ShownFinding, ...]:
        return tuple(one for one in found if one.finding.severity is severity)

    by_severity = (of(Severity.ERROR), of(Severity.WARNING), of(Severity.INFO))
    if form is None:
        return SheetFindings(_OF_CASE, HEADS, address_of(case.id), "", *by_severity)
    title = form_named(form).title
    if item < 0:
        return SheetFindings(f"g-{form}", title, "", form, *by_severity)
    sheet = Sheet(form, item)
    several = f" {item + 1}" if holds(case.raw, Sheet(form, 1)) else ""
    return SheetFindings(
        f"g-{form}-{item + 1}", f"{title}{several}", address_of(case.id, sheet), "", *by_severity
    )


@router.get("")
async def findings(request: Request, id: str, aside: bool = False) -> Response:
    """Everything that is found in a case as it is kept; ``aside``: something was just taken out of it."""
    here = context(request)
    case = await run_in_threadpool(here.casebook.case, id)
    return await _shown(request, here, case, aside=aside)


async def _shown(
    request: Request,
    here: Context,
    case: KeptCase,
    typed: TypedNote | None = None,
    status: int = 200,
    aside: bool = False,
) -> Response:
    found = await here.pool.run(partial(findings_of_case, case.raw))
    groups = grouped(case, found)
    worker = case.raw.get("worker")
    named = worker.get("name") if isinstance(worker, dict) else None
    return page(
        request,
        "findings.html",
        TITLE,
        status=status,
        frame=frame_of(case, here.settings.now(), f"{address_of(case.id)}/findings"),
        groups=groups,
        errors=sum(len(group.errors) for group in groups),
        warnings=sum(len(group.warnings) for group in groups),
        infos=sum(len(group.infos) for group in groups),
        idle=idle_notes(case.raw, found),
        by=await run_in_threadpool(here.person, request) or (named if isinstance(named, str) else ""),
        typed=typed,
        aside=aside and case.value is not None,
        stale=status == 409,
    )


@router.post("")
async def act(request: Request, id: str) -> Response:
    """Explain a finding, take such a note back, or take out what no box stands for; put that back.

    A page that is no longer the latest changes nothing; what was typed on it stands in the one that answers.
    """
    here = context(request)
    async with form_data(request, here.settings) as data:
        revision = revision_of(data)
        do, _, about = str(data.get("do", "")).partition(":")
        typed = _typed(data)
    case = await run_in_threadpool(here.casebook.case, id)
    if case.revision != revision:
        return await _shown(request, here, case, typed, 409)
    match do:
        case "note":
            return await _noted(request, here, case, typed)
        case "take-back":
            if not about.isascii() or not about.isdigit():
                raise BadRequest
            raw = without_note(case.raw, int(about[:6]))
            made = replace(case, raw=raw, value=value_at(case.raw, f"/{NOTES}/{about[:6]}"))
            return await _kept(request, here, made, "점검 결과 확인 거둠", "", aside=True)
        case "remove":
            await _require(here, case, lambda one: removable(case.raw, one) == about)
            made = replace(case, raw=without(case.raw, about), value=value_at(case.raw, about))
            return await _kept(request, here, made, "쓸 수 없는 항목 뺌", about, aside=True)
        case "put-back" if case.value is not None:
            made = replace(case, raw=with_value_back(case.raw, case.value), value=None)
            return await _kept(request, here, made, "뺀 것 되돌림", case.value.path)
    raise BadRequest


def _typed(data: FormData) -> TypedNote:
    rule, path, reason, by = (str(data.get(name, "")) for name in ("rule", "path", "reason", "by"))
    return TypedNote(rule[:_LONGEST], path[:_LONGEST], reason.replace("\r\n", "\n").strip(), by.strip(), ())


async def _require(here: Context, case: KeptCase, wanted: Callable[[Finding], bool]) -> None:
    """Raise ``NotFound`` where nothing that is found in the case is what is wanted."""
    found = await here.pool.run(partial(findings_of_case, case.raw))
    if not any(wanted(one) for one in found):
        raise NotFound


async def _noted(request: Request, here: Context, case: KeptCase, typed: TypedNote) -> Response:
    await _require(
        here,
        case,
        lambda one: (one.rule, one.path) == (typed.rule, typed.path) and may_be_noted(one),
    )
    today = here.settings.today().isoformat()
    raw, at = with_note(case.raw, Note(typed.rule, typed.path, typed.reason, typed.by, today))
    found = await here.pool.run(partial(findings_of_case, raw))
    wrong = tuple(
        f"{one.label}: {one.message}"
        for one in found
        if one.severity is Severity.ERROR and one.path.startswith(f"{at}/")
    )
    if wrong:
        return await _shown(request, here, case, replace(typed, wrong=wrong))
    return await _kept(request, here, replace(case, raw=raw), "점검 결과 확인함", typed.path)


async def _kept(
    request: Request, here: Context, case: KeptCase, detail: str, path: str, aside: bool = False
) -> Response:
    await kept(request, here, case, detail)
    sheet = sheet_of_path(case.raw, path) if path else None
    at = f"g-{sheet.form}-{sheet.item + 1}" if sheet is not None else _OF_CASE
    # What was taken out is offered to be put back, above what is left.
    place = "?aside=true#told" if aside else f"#{at if path else 'main'}"
    return see_other(request, f"{address_of(case.id)}/findings{place}")
