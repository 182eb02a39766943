"""직접 입력: a form typed by hand, one official form at a time, checked as an uploaded file is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from api.service.context import Context, context
from api.service.download_names import document_name
from api.service.entry.asking import id_of
from api.service.entry.data import record_of, with_row
from api.service.entry.drafts import Draft, Drafts, new_draft
from api.service.entry.fields import case_parts, form_parts
from api.service.entry.view import by_path, view
from api.service.incoming import form_data, shown_name
from api.service.kept import is_id
from api.service.logs import event
from api.service.pages.page import attachment, page, see_other, stale_page
from api.service.problems import NotFound, Stale
from api.service.routes.forms import file_response
from api.service.settings import MEGABYTE
from api.service.work.entry import check_entry, entry_document, entry_totals, read_case
from forms import Form, InputError, Severity, TooLarge, form_named
from forms.registry import programmes
from generator.document import Format

TOTALS_FOR = "usage_proof"
# The page's own fields, beside the boxes.
ID, REVISION, PLACE = "id", "revision", "place"

router = APIRouter(prefix="/entry", include_in_schema=False)


@router.get("")
def choose(request: Request) -> Response:
    """Which form."""
    return page(request, "entry_start.html", "직접 입력", programmes=programmes())


@router.get("/{form}")
async def entry(request: Request, form: str, id: str = "", new: bool = False) -> Response:
    """A case as far as it was typed, and what is wrong with it once it was checked.

    Without an id it is the one that was kept last, under its own address; ``new`` begins another.
    """
    here = context(request)
    found = form_named(form)
    drafts = here.drafts(request, found.id)
    if id:
        return await _shown(request, here, found, await run_in_threadpool(drafts.shown, id))
    latest = None if new else await run_in_threadpool(drafts.latest)
    if latest is not None:
        return see_other(request, _address(found.id, latest))
    return await _shown(request, here, found, new_draft(found.id))


def _address(form: str, draft: Draft, of: str = "", **more: str) -> str:
    """The address of a draft's page, or of what is made ``of`` that revision of it."""
    query = {ID: draft.id, **({REVISION: str(draft.revision)} if of else {}), **more}
    return f"/entry/{form}{of}?{urlencode(query)}"


async def _shown(request: Request, here: Context, form: Form, draft: Draft, unreadable: str = "") -> Response:
    raw = draft.raw
    checked = await here.pool.run(partial(check_entry, raw, form.id)) if draft.checked else None
    findings = checked.findings if checked is not None else ()
    wrong = by_path(findings)
    first, rest = case_parts()
    own, base = _form_record(raw, form.id, draft.item)
    shown_rest = view(rest, raw, "", wrong)
    totals = await here.pool.run(partial(entry_totals, raw)) if form.id == TOTALS_FOR else None
    # Errors of other forms have no boxes here; the table below tells them.
    errors = [one for one in findings if one.severity is Severity.ERROR and one.concerns(form.id)]
    others = await run_in_threadpool(here.drafts(request, form.id).listed)
    return page(
        request,
        "entry.html",
        form.title,
        form=form,
        draft=draft,
        place=base,
        others=[one for one in others if one.id != draft.id],
        case=view(first, raw, "", wrong),
        rest=shown_rest,
        rest_open=any(
            finding.path.startswith(tuple(f"{part.name}" for part in shown_rest)) for finding in errors
        ),
        parts=view(form_parts(form.id), own, base, wrong),
        checked=checked,
        errors=errors,
        findings=findings,
        unreadable=unreadable,
        id_of=id_of,
        totals=totals,
        items=len(held) if isinstance(held := raw.get("forms", {}).get(form.id), list) else 0,
        item=draft.item,
    )


@router.post("/{form}")
async def typed(request: Request, form: str) -> Response:
    """Keep what was typed and do what the button says."""
    here = context(request)
    found = form_named(form)
    drafts = here.drafts(request, found.id)
    async with form_data(request, here.settings) as data:
        action, _, path = str(data.get("do", "check")).partition(":")
        before, revision = await run_in_threadpool(_before, drafts, data)
        place = _place(data, before, found.id)
        draft = replace(before, raw=_raw(data, before, found.id, place))
        if before.is_of_another_case(draft):
            # Another person's paper: nothing of the one before may stay in it, nor it be lost.
            fresh, revision = new_draft(found.id), 0
            draft = replace(fresh, raw=_raw(data, fresh, found.id, place))
            path = path.replace(place, f"/forms/{found.id}", 1) if path.startswith(f"{place}/") else path
    if action == "clear":
        if draft.revision != revision:
            raise Stale
        await run_in_threadpool(drafts.forget, draft.id)
        return see_other(request, f"/entry/{found.id}?new=true")
    at = ""
    if action in ("add", "remove"):
        at = _change_rows(draft, found.id, path, action == "remove")
    elif action == "item" and path.isdigit():
        draft = replace(draft, item=int(path))
    elif action == "check":
        draft = replace(draft, checked=True)
        at = "summary"
    try:
        draft = await run_in_threadpool(drafts.keep, replace(draft, revision=revision))
    except Stale as stale:
        copy = replace(draft, id=new_draft(found.id).id, revision=0)
        return stale_page(request, stale, _address(found.id, await run_in_threadpool(drafts.keep, copy)))
    if action == "json":
        return see_other(request, _address(found.id, draft, "/case.json"))
    return see_other(request, f"{_address(found.id, draft)}{f'#{at}' if at else ''}")


def _before(drafts: Drafts, data: FormData) -> tuple[Draft, int]:
    """(what was kept of the case that the page shows, the revision that the page had)."""
    id, revision = str(data.get(ID, "")), str(data.get(REVISION, "0"))
    kept = drafts.find(id)
    number = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else -1
    if kept is not None:
        return kept, number
    fresh = new_draft(drafts.form)
    # The id that a new page brought is its own from now on.
    return (replace(fresh, id=id) if is_id(id) else fresh), number


def _place(data: FormData, before: Draft, form: str) -> str:
    """The path of the form that the page shows: the page says so, since its case may have changed since."""
    told = str(data.get(PLACE, ""))
    if re.fullmatch(rf"/forms/{form}(/[0-9]{{1,6}})?", told):
        return told
    return _form_record(before.raw, form, before.item)[1]


@router.post("/{form}/load")
async def load(request: Request, form: str) -> Response:
    """Take a case file into the boxes, as a case of its own."""
    here = context(request)
    found = form_named(form)
    drafts = here.drafts(request, found.id)
    async with form_data(request, here.settings) as data:
        file, limit = data.get("file"), here.settings.case_limit
        content = await file.read(limit + 1) if isinstance(file, UploadFile) and file.filename else None
        before, _ = await run_in_threadpool(_before, drafts, data)
    try:
        if content is None:
            raise InputError("사례 파일(JSON)을 고르세요.")
        if len(content) > limit:
            raise TooLarge(f"사례 파일이 {limit // MEGABYTE}MB를 넘습니다.")
        raw = await here.pool.run(partial(read_case, content))
    except InputError as error:
        # Of a request that names no case, the one that was kept last.
        latest = None if before.revision else await run_in_threadpool(drafts.latest)
        return await _shown(request, here, found, latest or before, error.message)
    draft = await run_in_threadpool(drafts.keep, replace(new_draft(found.id, raw), checked=True))
    return see_other(request, f"{_address(found.id, draft)}#summary")


@router.post("/{form}/totals")
async def totals(request: Request, form: str) -> dict[str, str]:
    """The totals of what stands in the boxes now; nothing is kept."""
    here = context(request)
    if form != TOTALS_FOR:
        raise NotFound
    async with form_data(request, here.settings) as data:
        before, _ = await run_in_threadpool(_before, here.drafts(request, form), data)
        raw = _raw(data, before, form, _place(data, before, form))
    return await here.pool.run(partial(entry_totals, raw))


@router.get("/{form}/case.json")
async def save(request: Request, form: str, id: str = "", revision: int | None = None) -> Response:
    """What was typed, as a case file."""
    here = context(request)
    found = form_named(form)
    drafts = here.drafts(request, found.id)
    if not id:
        return await _to_latest(request, drafts, "/case.json")
    draft = await run_in_threadpool(drafts.shown, id, revision)
    text = json.dumps(draft.raw, ensure_ascii=False, indent=2)
    # A number that breaks its rules is no name of a file.
    number = shown_name(draft.case_no) if draft.case_no else found.id
    return attachment(text.encode("utf-8", "backslashreplace"), "application/json", f"{number}.json")


@router.get("/{form}/document.{format}")
async def document(
    request: Request,
    form: str,
    format: Format,
    id: str = "",
    revision: int | None = None,
    draft: bool = False,
) -> Response:
    """The form as PDF or DOCX, of the revision that the page shows."""
    here = context(request)
    found = form_named(form)
    drafts = here.drafts(request, found.id)
    if not id:
        more = {"draft": "true"} if draft else {}
        return await _to_latest(request, drafts, f"/document.{format}", **more)
    kept = await run_in_threadpool(drafts.shown, id, revision)
    work = partial(entry_document, kept.raw, found.id, format, here.options(draft=draft), kept.item + 1)
    made = await here.pool.run(work)
    here.metrics.documents.labels(found.id, format).inc()
    event("download", kind="form")
    return file_response(made.data, format, document_name(made.case_no, found, format))


async def _to_latest(request: Request, drafts: Drafts, of: str, **more: str) -> Response:
    """Where no case is named: on to the one that was kept last, under the address that names it."""
    latest = await run_in_threadpool(drafts.latest)
    if latest is None:
        raise Stale("아직 적어 둔 내용이 없습니다.")
    return see_other(request, _address(drafts.form, latest, of, **more))


def _form_record(raw: Mapping[str, Any], form: str, item: int) -> tuple[Any, str]:
    """(the form's record, its path): of a list, the item that is being typed."""
    held = raw.get("forms", {}).get(form)
    if isinstance(held, list):
        return (held[item] if item < len(held) else {}), f"/forms/{form}/{item}"
    return held, f"/forms/{form}"


def _raw(data: FormData, before: Draft, form: str, place: str) -> dict[str, Any]:
    """The case with what was typed (the form at ``place``) in place of what was there."""
    typed: dict[str, list[str]] = {}
    for name, value in data.multi_items():
        if isinstance(value, str):
            typed.setdefault(name, []).append(value)
    known = before.raw
    first, rest = case_parts()
    raw = record_of((*first, *rest), typed, "", known)
    own, _ = _form_record(known, form, before.item)
    record = record_of(form_parts(form), typed, place, own if isinstance(own, dict) else {})
    forms = dict(known.get("forms", {}))
    held = forms.get(form)
    if isinstance(held, list):
        forms[form] = [*held[: before.item], record, *held[before.item + 1 :]]
    else:
        forms[form] = record
    return {**raw, "forms": forms}


def _change_rows(draft: Draft, form: str, path: str, remove: bool) -> str:
    """Add or remove a row; the id of where to go on."""
    own, base = _form_record(draft.raw, form, draft.item)
    first, rest = case_parts()
    if path.startswith(f"{base}/"):
        record, parts, inside = own, form_parts(form), path.removeprefix(f"{base}/")
    else:
        record, parts, inside = draft.raw, (*first, *rest), path.removeprefix("/")
    steps = inside.split("/")
    with_row(record, steps, parts, remove)
    if remove:
        return id_of(path.rpartition("/")[0])
    return id_of(f"{path}/{_length(record, steps) - 1}")


def _length(record: Any, steps: Sequence[str]) -> int:
    node = record
    for step in steps:
        if isinstance(node, list):
            node = node[int(step)] if step.isdigit() and int(step) < len(node) else {}
        else:
            node = node.get(step, {}) if isinstance(node, dict) else {}
    return max(1, len(node)) if isinstance(node, (list, dict)) else 1
