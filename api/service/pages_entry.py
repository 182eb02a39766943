"""직접 입력: a form typed by hand, one official form at a time, checked as an uploaded file is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from api.service.context import Context, context
from api.service.entry_data import record_of, with_row
from api.service.entry_fields import case_parts, form_parts
from api.service.entry_view import by_path, id_of, view
from api.service.incoming import form_data
from api.service.kept import workspace_of
from api.service.logs import event
from api.service.page import attachment, page, see_other
from api.service.problems import NotFound
from api.service.routes_forms import file_response
from api.service.settings import MEGABYTE
from api.service.work_entry import check_entry, entry_document, entry_totals, read_case
from forms import InputError, Severity, TooLarge, form_named
from forms.registry import programmes
from generator.document import Format

Draft = dict[str, Any]
TOTALS_FOR = "usage_proof"

router = APIRouter(prefix="/entry", include_in_schema=False)


@router.get("")
def choose(request: Request) -> Response:
    """Which form."""
    return page(request, "entry_start.html", "직접 입력", programmes=programmes())


@router.get("/{form}")
async def entry(request: Request, form: str) -> Response:
    """The form with what was typed so far, and what is wrong with it once it was checked."""
    here = context(request)
    found = form_named(form)
    draft = await _draft(request, here, found.id)
    raw, item = draft["raw"], draft["item"]
    checked = await here.pool.run(partial(check_entry, raw)) if draft["checked"] else None
    findings = checked.findings if checked is not None else ()
    wrong = by_path(findings)
    first, rest = case_parts()
    own, base = _form_record(raw, found.id, item)
    shown_rest = view(rest, raw, "", wrong)
    totals = await here.pool.run(partial(entry_totals, raw)) if found.id == TOTALS_FOR else None
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    return page(
        request,
        "entry.html",
        found.title,
        form=found,
        case=view(first, raw, "", wrong),
        rest=shown_rest,
        rest_open=any(
            finding.path.startswith(tuple(f"{part.name}" for part in shown_rest)) for finding in errors
        ),
        parts=view(form_parts(found.id), own, base, wrong),
        checked=checked,
        errors=errors,
        findings=findings,
        unreadable=draft["unreadable"],
        id_of=id_of,
        totals=totals,
        items=len(held) if isinstance(held := raw.get("forms", {}).get(found.id), list) else 0,
        item=item,
    )


@router.post("/{form}")
async def typed(request: Request, form: str) -> Response:
    """Keep what was typed and do what the button says."""
    here = context(request)
    found = form_named(form)
    draft = await _draft(request, here, found.id)
    async with form_data(request, here.settings) as data:
        action, _, path = str(data.get("do", "check")).partition(":")
        draft["raw"] = _raw(data, draft, found.id)
    draft["unreadable"] = ""
    at = ""
    if action == "clear":
        await run_in_threadpool(here.kept.forget_draft, workspace_of(request), found.id)
        return see_other(request, f"/entry/{found.id}")
    if action in ("add", "remove"):
        at = _change_rows(draft, found.id, path, action == "remove")
    elif action == "item" and path.isdigit():
        draft["item"] = int(path)
    elif action == "check":
        draft["checked"] = True
        at = "summary"
    await run_in_threadpool(here.kept.keep_draft, workspace_of(request), found.id, draft)
    if action == "json":
        return see_other(request, f"/entry/{found.id}/case.json")
    return see_other(request, f"/entry/{found.id}{f'#{at}' if at else ''}")


@router.post("/{form}/load")
async def load(request: Request, form: str) -> Response:
    """Take a case file into the boxes."""
    here = context(request)
    found = form_named(form)
    draft = await _draft(request, here, found.id)
    async with form_data(request, here.settings) as data:
        file, limit = data.get("file"), here.settings.case_limit
        content = await file.read(limit + 1) if isinstance(file, UploadFile) and file.filename else None
    try:
        if content is None:
            raise InputError("사례 파일(JSON)을 고르세요.")
        if len(content) > limit:
            raise TooLarge(f"사례 파일이 {limit // MEGABYTE}MB를 넘습니다.")
        raw = await here.pool.run(partial(read_case, content))
        draft = {"raw": raw, "item": 0, "checked": True, "unreadable": ""}
    except InputError as error:
        draft["unreadable"] = error.message
    await run_in_threadpool(here.kept.keep_draft, workspace_of(request), found.id, draft)
    return see_other(request, f"/entry/{found.id}#summary")


@router.post("/{form}/totals")
async def totals(request: Request, form: str) -> dict[str, str]:
    """The totals of what stands in the boxes now; nothing is kept."""
    here = context(request)
    if form != TOTALS_FOR:
        raise NotFound
    draft = await _draft(request, here, form)
    async with form_data(request, here.settings) as data:
        raw = _raw(data, draft, form)
    return await here.pool.run(partial(entry_totals, raw))


@router.get("/{form}/case.json")
async def save(request: Request, form: str) -> Response:
    """What was typed, as a case file."""
    here = context(request)
    draft = await _draft(request, here, form_named(form).id)
    text = json.dumps(draft["raw"], ensure_ascii=False, indent=2)
    return attachment(text.encode("utf-8", "backslashreplace"), "application/json", f"{form}.json")


@router.get("/{form}/document.{format}")
async def document(request: Request, form: str, format: Format, draft: bool = False) -> Response:
    """The form as PDF or DOCX."""
    here = context(request)
    found = form_named(form)
    kept = await _draft(request, here, found.id)
    item = kept["item"] + 1
    work = partial(entry_document, kept["raw"], found.id, format, here.options(draft=draft), item)
    data = await here.pool.run(work)
    here.metrics.documents.labels(found.id, format).inc()
    event("download", kind="form")
    return file_response(data, format, found.id)


async def _draft(request: Request, here: Context, form: str) -> Draft:
    kept = await run_in_threadpool(here.kept.draft, workspace_of(request), form)
    return kept or {
        "raw": {"edition": "2025", "forms": {form: {}}},
        "item": 0,
        "checked": False,
        "unreadable": "",
    }


def _form_record(raw: Mapping[str, Any], form: str, item: int) -> tuple[Any, str]:
    """(the form's record, its path): of a list, the item that is being typed."""
    held = raw.get("forms", {}).get(form)
    if isinstance(held, list):
        return (held[item] if item < len(held) else {}), f"/forms/{form}/{item}"
    return held, f"/forms/{form}"


def _raw(data: FormData, draft: Draft, form: str) -> dict[str, Any]:
    """The case with what was typed in place of what was there."""
    typed: dict[str, list[str]] = {}
    for name, value in data.multi_items():
        if isinstance(value, str):
            typed.setdefault(name, []).append(value)
    known = draft["raw"]
    first, rest = case_parts()
    raw = record_of((*first, *rest), typed, "", known)
    own, base = _form_record(known, form, draft["item"])
    record = record_of(form_parts(form), typed, base, own if isinstance(own, dict) else {})
    forms = dict(known.get("forms", {}))
    held = forms.get(form)
    if isinstance(held, list):
        forms[form] = [*held[: draft["item"]], record, *held[draft["item"] + 1 :]]
    else:
        forms[form] = record
    return {**raw, "forms": forms}


def _change_rows(draft: Draft, form: str, path: str, remove: bool) -> str:
    """Add or remove a row; the id of where to go on."""
    own, base = _form_record(draft["raw"], form, draft["item"])
    first, rest = case_parts()
    if path.startswith(f"{base}/"):
        record, parts, inside = own, form_parts(form), path.removeprefix(f"{base}/")
    else:
        record, parts, inside = draft["raw"], (*first, *rest), path.removeprefix("/")
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
