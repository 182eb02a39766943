"""기관의 Word 서식: brought, checked, installed, taken out of use and put back; each can be seen filled first."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

import api.agency
from api.agency.store import Installation, TemplateStore
from api.casebook.new_case import DEFAULTS
from api.jobs.vault import EntryDamaged
from api.service.context import Context, context
from api.service.download_names import disposition
from api.service.incoming import chosen_files, form_data, waiting_room, written
from api.service.kept import group_of, workspace_of
from api.service.logs import event
from api.service.pages.case_rows import moment
from api.service.pages.page import kept_upload, laid_out, page, see_other
from api.service.problems import BadRequest, NotFound
from api.service.routes.forms import file_response
from api.service.work.templates import check_of, example_of, example_of_upload, passed, starting
from forms import Finding, Form, SeosikError, Severity, form_named
from forms.fields import LINE_LIMIT
from forms.registry import programmes
from generator.word.agency_template import agency_key

_ADDRESS = "/templates"
_ADVICE = Path(api.agency.__file__).with_name("advice.toml")
Sha256 = Annotated[str, Query(pattern=r"^[0-9a-f]{64}$")]

router = APIRouter(prefix=_ADDRESS, include_in_schema=False)


@dataclass(frozen=True)
class _Row:
    """A template that was installed: its form and agency, when, whether it is in use."""

    form: Form
    agency: str
    sha256: str
    at: str
    in_use: bool
    removed: bool

    @property
    def query(self) -> str:
        """The template in an address."""
        return urlencode({"agency": self.agency, "sha256": self.sha256}, errors="replace")


@dataclass(frozen=True)
class _Told:
    """A finding, and what to do about it."""

    finding: Finding
    advice: str


@cache
def _advice() -> dict[str, str]:
    return tomllib.loads(_ADVICE.read_text(encoding="utf-8"))


@router.get("")
async def templates(
    request: Request, missing: str = "", done: str = "", form: str = "", agency: str = "", sha256: str = ""
) -> Response:
    """What is installed; ``done`` tells what was just done with the template of form, agency and hash."""
    here = context(request)
    rows = await run_in_threadpool(_rows, here)
    defaults = await run_in_threadpool(here.casebook.setting, DEFAULTS)
    just = next((r for r in rows if (r.form.id, r.agency, r.sha256) == (form, agency, sha256)), None)
    return page(
        request,
        "templates.html",
        "기관의 Word 서식",
        used=[row for row in rows if row.in_use],
        others=[row for row in rows if not row.in_use],
        programmes=[programme for programme in programmes() if programme.forms],
        agency=agency if missing else str(((defaults or {}).get("agency") or {}).get("name") or ""),
        missing=missing,
        chosen=form,
        done=done if just is not None else "",
        just=just,
    )


def _store(here: Context) -> TemplateStore:
    return TemplateStore(here.settings.data)


def _rows(here: Context) -> list[_Row]:
    """Every template that was ever installed, once each, the last first."""
    store = _store(here)
    used = {(one.form_id, agency_key(one.agency), one.sha256) for one in store.in_use()}
    last: dict[tuple[str, str, str], Installation] = {}
    for entry in store.installations():
        key = (entry.form, agency_key(entry.agency), entry.sha256)
        last.pop(key, None)
        last[key] = entry
    return [
        _Row(
            form_named(entry.form),
            entry.agency,
            entry.sha256,
            moment(datetime.fromisoformat(entry.installed_at)),
            key in used,
            entry.removed_at is not None,
        )
        for key, entry in reversed(last.items())
    ]


@router.get("/start/{form}.docx")
async def start(request: Request, form: str) -> Response:
    """The template that a form begins with."""
    found = form_named(form)
    made = await context(request).pool.run(partial(starting, found.id))
    return file_response(made, "docx", disposition(f"{found.title}_시작 서식.docx", f"{found.id}-start.docx"))


@router.get("/installed/{form}/{kind}.docx")
async def installed(request: Request, form: str, kind: str, agency: str, sha256: Sha256) -> Response:
    """An installed template (``kind`` template), or the form's sample on it (``kind`` example)."""
    here = context(request)
    found = form_named(form)
    held = await run_in_threadpool(_store(here).installed, found.id, agency, sha256)
    if kind == "example":
        made = await here.pool.run(partial(example_of, held))
        return _example(made, found)
    if kind != "template":
        raise NotFound
    made = await run_in_threadpool(held.read)
    return file_response(made, "docx", disposition(f"{found.title}_기관 서식.docx", f"{found.id}-own.docx"))


def _example(made: bytes, form: Form) -> Response:
    return file_response(made, "docx", disposition(f"{form.title}_예시.docx", f"{form.id}-example.docx"))


# --- one that was brought


@router.post("")
async def brought(request: Request) -> Response:
    """Keep an uploaded template for a while, and on to its check."""
    here, workspace = context(request), workspace_of(request)
    await run_in_threadpool(here.require_room, request)
    async with form_data(request, here.settings) as data:
        form = form_named(str(data.get("form", "")))
        agency = " ".join(str(data.get("agency", "")).split())
        files = chosen_files(data)
        if not agency or len(agency) > LINE_LIMIT:
            return see_other(
                request, f"{_ADDRESS}?{urlencode({'missing': 'agency', 'form': form.id})}#agency"
            )
        if len(files) != 1:
            return _asked_again(request, "file", form, agency)
        with waiting_room(here.settings) as room:
            [incoming] = await written(files, room)

            def keep() -> str:
                id = here.kept.keep_upload(workspace, incoming, "templates/check")
                about = json.dumps({"form": form.id, "agency": agency}).encode()
                here.kept.vault.write(group_of(workspace, id), "template", about)
                return id

            id = await run_in_threadpool(keep)
    event("template brought", form=form.id)
    return see_other(request, f"{_ADDRESS}/check/{id}")


def _asked_again(request: Request, missing: str, form: Form, agency: str) -> Response:
    query = urlencode({"missing": missing, "form": form.id, "agency": agency[:LINE_LIMIT]}, errors="replace")
    return see_other(request, f"{_ADDRESS}?{query}#{missing}")


async def _about(request: Request, here: Context, id: str) -> tuple[Form, str]:
    """(the form that a kept template is of, the agency); raises ``NotFound``."""
    try:
        held = await run_in_threadpool(here.kept.vault.read, group_of(workspace_of(request), id), "template")
    except EntryDamaged:
        raise NotFound from None
    about: dict[str, Any] = json.loads(held)
    return form_named(about["form"]), about["agency"]


@router.get("/check/{id}")
async def checked(request: Request, id: str) -> Response:
    """What is wrong with a template, and what to do about it."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    form, agency = await _about(request, here, id)
    found: Sequence[Finding] = ()
    unreadable = ""
    async with laid_out(request, here, upload) as incoming:
        try:
            found = await here.pool.run(partial(check_of, incoming.path, form.id))
        except SeosikError as error:
            if error.http_status >= 500 or error.http_status == 429:
                raise
            unreadable = error.message
    errors = sum(one.severity is Severity.ERROR for one in found)
    return page(
        request,
        "template_check.html",
        "Word 서식 점검",
        upload=upload,
        form=form,
        agency=agency,
        told=[_Told(one, _advice().get(one.rule, "")) for one in found],
        errors=errors,
        unreadable=unreadable,
    )


@router.get("/check/{id}/example.docx")
async def example(request: Request, id: str) -> Response:
    """The form's sample on a template that was brought and has no errors."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    form, _ = await _about(request, here, id)
    async with laid_out(request, here, upload) as incoming:
        made = await here.pool.run(partial(example_of_upload, incoming.path, form.id))
    return _example(made, form)


@router.post("/check/{id}")
async def install(request: Request, id: str) -> Response:
    """Install a template that has no errors: it is checked once more, and only what was checked is installed."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    form, agency = await _about(request, here, id)
    async with laid_out(request, here, upload) as incoming:
        data = await here.pool.run(partial(passed, incoming.path, form.id))
    if data is None:
        return see_other(request, f"{_ADDRESS}/check/{id}")
    made = await run_in_threadpool(_store(here).install, data, form.id, agency, here.settings.now())
    event("template installed", form=form.id)
    return _done(request, "installed", form, made.agency, made.sha256)


# --- one that was installed


@router.post("/remove")
async def remove(request: Request) -> Response:
    """Take the templates of an agency for a form out of use; the official form serves until one is put back."""
    here = context(request)
    form, agency, sha256 = await _named(request, here)
    await run_in_threadpool(_store(here).remove, form.id, agency, here.settings.now())
    event("template removed", form=form.id)
    return _done(request, "removed", form, agency, sha256)


@router.post("/restore")
async def restore(request: Request) -> Response:
    """Put a template in use again."""
    here = context(request)
    form, agency, sha256 = await _named(request, here)
    made = await run_in_threadpool(_store(here).restore, form.id, agency, sha256, here.settings.now())
    event("template restored", form=form.id)
    return _done(request, "restored", form, made.agency, sha256)


async def _named(request: Request, here: Context) -> tuple[Form, str, str]:
    async with form_data(request, here.settings) as data:
        form, agency, sha256 = (str(data.get(name, "")) for name in ("form", "agency", "sha256"))
    if not agency or len(sha256) != 64:
        raise BadRequest("어느 Word 서식인지 없습니다.")
    return form_named(form), agency, sha256


def _done(request: Request, done: str, form: Form, agency: str, sha256: str) -> Response:
    query = urlencode({"done": done, "form": form.id, "agency": agency, "sha256": sha256}, errors="replace")
    return see_other(request, f"{_ADDRESS}?{query}")
