"""The application: what a request passes through, and what answers it.

Observed  logs and counts
Guard     refuses other sites, adds the headers of safety
Door      shows the pages to browsers that came by the key, before anything they send is read
Limits    size and time of what is sent
routes    /api for programs, the pages for people
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.casebook.cases import Casebook
from api.jobs.engine import BatchEngine
from api.jobs.quota import DiskFull, Quota, is_full
from api.jobs.vault import Vault, master_key
from api.service.background import Background
from api.service.context import Context
from api.service.door import Door, address_key
from api.service.guard import Guard
from api.service.incoming import MULTIPART, clear_waiting_rooms
from api.service.kept import Kept
from api.service.limits import Limits
from api.service.logs import Observed, event
from api.service.looks import Looks
from api.service.metrics import Metrics
from api.service.openapi import describe
from api.service.pages import batch_cases as pages_batch_cases
from api.service.pages import batch_corrections as pages_batch_corrections
from api.service.pages import batch_look as pages_batch_look
from api.service.pages import batches as pages_batches
from api.service.pages import blanks as pages_blanks
from api.service.pages import case as pages_case
from api.service.pages import case_findings as pages_case_findings
from api.service.pages import case_set as pages_case_set
from api.service.pages import deadlines as pages_deadlines
from api.service.pages import evidence as pages_evidence
from api.service.pages import evidence_case as pages_evidence_case
from api.service.pages import exporting as pages_exporting
from api.service.pages import guide as pages_guide
from api.service.pages import history as pages_history
from api.service.pages import moving as pages_moving
from api.service.pages import my_cases as pages_my_cases
from api.service.pages import page
from api.service.pages import results as pages_results
from api.service.pages import roster as pages_roster
from api.service.pages import roster_taking as pages_roster_taking
from api.service.pages import settings_page as pages_settings
from api.service.pages import sheet as pages_sheet
from api.service.pages import sheet_counts as pages_sheet_counts
from api.service.pages import sheet_papers as pages_sheet_papers
from api.service.pages import start as pages_start
from api.service.pages import taking as pages_taking
from api.service.pages import templates_page as pages_templates
from api.service.problems import MEDIA_TYPE, BadRequest, NotFound, ServiceError, problem_of
from api.service.recent import Recent
from api.service.render_pool import RenderPool
from api.service.roster_works import RosterWorks
from api.service.routes import batches as routes_batches
from api.service.routes import check as routes_check
from api.service.routes import evidence as routes_evidence
from api.service.routes import forms as routes_forms
from api.service.routes import health as routes_health
from api.service.settings import Settings
from forms import SeosikError

SWEEP_SECONDS = 3600
_ROUTES = (
    routes_health,
    routes_forms,
    routes_check,
    routes_evidence,
    routes_batches,
    page,
    # Before what stands at /cases/{id}: their addresses are no ids.
    pages_roster,
    pages_roster_taking,
    pages_taking,
    pages_exporting,
    pages_moving,
    pages_history,
    pages_my_cases,
    pages_settings,
    pages_start,
    pages_results,
    pages_case,
    pages_case_findings,
    pages_case_set,
    pages_sheet,
    pages_sheet_papers,
    pages_sheet_counts,
    pages_batch_cases,
    pages_blanks,
    pages_batch_look,
    pages_batch_corrections,
    pages_batches,
    pages_evidence,
    pages_evidence_case,
    pages_deadlines,
    pages_guide,
    pages_templates,
)


def create_app(engine: BatchEngine, settings: Settings) -> FastAPI:
    """The service over an engine. Its worker processes start and end with it."""
    metrics = Metrics()
    pool = RenderPool(settings.workers, settings.waiting, settings.work_seconds, metrics)
    quota = Quota(settings.data, settings.data_limit)
    vault = Vault(settings.data / "pages", master_key(settings.data), quota)
    casebook = Casebook.opened(settings.data, vault, settings.now)
    background = Background()
    here = Context(
        settings,
        engine,
        pool,
        metrics,
        Kept(vault),
        casebook,
        Recent(),
        Recent(),
        quota,
        Looks(pool),
        background,
        RosterWorks(background),
    )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        clear_waiting_rooms(settings)
        started = (asyncio.create_task(pool.warm_up()), asyncio.create_task(_swept(here)))
        yield
        for task in started:
            task.cancel()
            with suppress(asyncio.CancelledError, SeosikError):
                await task
        await here.looks.close()
        await here.background.close()
        pool.close()
        casebook.close()

    app = FastAPI(
        title="서식", version=_version(), lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None
    )
    app.state.context = here
    for routes in _ROUTES:
        app.include_router(routes.router)
    app.add_api_route("/openapi.json", lambda: describe(app), include_in_schema=False)
    _answer_errors(app)
    # The last one added is the first one passed.
    app.add_middleware(Limits, settings=settings, large=_brings_files, answer=answer_of)
    app.add_middleware(Door, key=address_key(settings.data), stranger=page.stranger_page)
    app.add_middleware(Guard, hosts=settings.hosts, answer=answer_of)
    app.add_middleware(Observed, metrics=metrics, answer=answer_of)
    return app


def _version() -> str:
    try:
        return version("seosik")
    except PackageNotFoundError:
        # A checkout that is not installed.
        return "0"


async def _swept(here: Context) -> None:
    """Now and every hour, remove what the pages have kept long enough, and the cases removed long enough ago."""
    while True:
        removed = await run_in_threadpool(here.kept.sweep, here.settings.now(), here.settings.kept_for)
        forgotten = await run_in_threadpool(here.casebook.sweep)
        if removed or forgotten:
            event("swept", entries=removed, cases=forgotten)
        await asyncio.sleep(SWEEP_SECONDS)


def _brings_files(scope: Scope) -> bool:
    """Whether a body goes to disk as it comes; any other is held in memory, and is a case or what was typed."""
    return any(
        name == b"content-type" and value.strip().lower().startswith(MULTIPART.encode())
        for name, value in scope["headers"]
    )


def _answer_errors(app: FastAPI) -> None:
    handlers: tuple[
        tuple[type[Exception], Callable[[Exception], SeosikError]],
        ...,
    ] = (
        (SeosikError, lambda error: error if isinstance(error, SeosikError) else ServiceError()),
        (RequestValidationError, _not_understood),
        (HTTPException, _of_http),
        (OSError, _of_system),
        (Exception, lambda error: ServiceError()),
    )
    for kind, read in handlers:
        app.add_exception_handler(kind, _handler(read))


def _handler(read: Callable[[Exception], SeosikError]) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handle(request: Request, error: Exception) -> Response:
        return response_of(request.scope, read(error))

    return handle


def _not_understood(error: Exception) -> SeosikError:
    details = error.errors() if isinstance(error, RequestValidationError) else ()
    names = sorted({str(detail["loc"][-1])[:40] for detail in details})
    return BadRequest(f"쓸 수 없는 매개변수나 값입니다: {', '.join(names)}")


def _of_system(error: Exception) -> SeosikError:
    if isinstance(error, OSError) and is_full(error):
        return DiskFull()
    # Whoever watches the requests logs and answers it.
    raise error


def _of_http(error: Exception) -> SeosikError:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return NotFound()
    made = ServiceError("이 주소가 받지 않는 방법의 요청입니다." if status == 405 else None)
    made.http_status = status
    made.code = "METHOD" if status == 405 else "REQUEST"
    return made


def response_of(scope: Scope, error: SeosikError) -> Response:
    """An error as an answer to a program, or to a person."""
    headers = {"retry-after": "5"} if error.http_status in (429, 503) else None
    if _for_people(scope):
        return page.error_page(Request(scope), error)
    return JSONResponse(problem_of(error), error.http_status, headers, MEDIA_TYPE)


def _for_people(scope: Scope) -> bool:
    """Whether a browser asks for a page, from one of our own names."""
    if scope["path"].startswith(("/api/", "/openapi.json", "/healthz", "/readyz", "/metrics")):
        return False
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def answer_of(scope: Scope, error: SeosikError) -> ASGIApp:
    """An error met before the routes, as an application that answers it."""
    response = response_of(scope, error)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await response(scope, receive, send)

    return app
