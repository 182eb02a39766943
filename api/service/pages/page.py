"""Pages: Jinja templates with escaping, the menu around them, and their static files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

import jinja2
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse

from api.service.context import Context
from api.service.download_names import disposition
from api.service.incoming import Incoming, waiting_room
from api.service.kept import KeptUpload, remember, workspace_of
from api.service.problems import NotFound, detail_of
from forms import SeosikError, form_named

FOLDER = Path(__file__).resolve().parent
MENU = (
    ("/", "내 사례"),
    ("/batches", "일괄 출력"),
    ("/evidence", "증빙 점검"),
    ("/deadlines", "할 일"),
    ("/guide", "서식 안내"),
    ("/settings", "설정"),
)
# Pages that belong to what stands in the menu under another address.
_WITHIN = {"cases": "/", "check": "/", "results": "/", "templates": "/settings"}
_CSS, _JS = "text/css; charset=utf-8", "text/javascript; charset=utf-8"
_STATIC = {
    f"{name}.{ending}": kind
    for name in ("seosik", "fields", "case", "evidence")
    for ending, kind in (("css", _CSS), ("js", _JS))
}

router = APIRouter(include_in_schema=False)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["won"] = lambda amount: f"{amount:,}원"
    environment.filters["form_title"] = lambda form: form_named(form).title if form else "사례"
    environment.filters["sendable"] = lambda text: str(text).encode("utf-8", "replace").decode()
    return environment


def page(request: Request, template: str, title: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page; ``title`` names it in its heading and in the browser's list."""
    settings = request.app.state.context.settings
    text = (
        _environment()
        .get_template(template)
        .render(
            title=title,
            menu=MENU,
            here=_section(request.url.path),
            kept_days=settings.kept_for.days,
            **values,
        )
    )
    # A case may quote an unpaired surrogate, which no page can hold.
    response = HTMLResponse(text.encode("utf-8", "replace"), status)
    remember(request, response)
    return response


def _section(path: str) -> str:
    first = path.split("/")[1]
    return _WITHIN.get(first, f"/{first}")


def error_page(request: Request, error: SeosikError) -> HTMLResponse:
    """An error for a person: what happened and where to go on."""
    return page(
        request,
        "problem.html",
        "요청을 처리하지 못했습니다" if error.http_status != 404 else "찾을 수 없습니다",
        status=error.http_status,
        detail=detail_of(error),
        code=error.code,
        phrase=HTTPStatus(error.http_status).phrase,
        findings=getattr(error, "findings", ()),
    )


def stranger_page() -> HTMLResponse:
    """What a browser that the service does not know gets, whatever it asks for."""
    return HTMLResponse(_environment().get_template("door.html").render())


def stale_page(request: Request, error: SeosikError, copy: str) -> Response:
    """A page that was sent from an older one; what it brought stands at the address ``copy``."""
    return page(
        request,
        "stale.html",
        "그사이 바뀐 자료입니다",
        status=error.http_status,
        detail=detail_of(error),
        copy=copy,
        code=error.code,
    )


def see_other(request: Request, address: str) -> RedirectResponse:
    """On to another page after a form was sent, so that reloading sends nothing twice."""
    response = RedirectResponse(address, 303)
    remember(request, response)
    return response


async def kept_upload(request: Request, here: Context, id: str) -> KeptUpload:
    """An upload of the browser's workspace; raises ``NotFound``."""
    return await run_in_threadpool(here.kept.upload, workspace_of(request), id)


@asynccontextmanager
async def laid_out(request: Request, here: Context, upload: KeptUpload) -> AsyncIterator[Incoming]:
    """A kept upload of the browser's workspace as a file for as long as it is worked on."""
    with waiting_room(here.settings) as room:
        path = room / f"upload{Path(upload.name).suffix.lower()}"
        await run_in_threadpool(here.kept.lay_out, workspace_of(request), upload, path)
        yield Incoming(path, upload.name)


def attachment(data: bytes, media_type: str, name: str, plain: str = "") -> Response:
    """A file to save; ``name`` (and ``plain``, for who reads ASCII alone) must not tell of a person."""
    return Response(data, media_type=media_type, headers={"content-disposition": disposition(name, plain)})


@router.get("/static/{name}")
def static(name: str) -> Response:
    """The stylesheets and the scripts."""
    if name not in _STATIC:
        raise NotFound
    headers = {"cache-control": "no-cache"}
    return Response((FOLDER / name).read_bytes(), media_type=_STATIC[name], headers=headers)


@router.get("/favicon.ico")
def icon() -> Response:
    """None: browsers ask for it unasked."""
    return Response(status_code=204)
