"""결과: what is wrong with a case and where, its forms as they will print, and the documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.service.context import Context, context
from api.service.download_names import document_name
from api.service.incoming import shown_name
from api.service.kept import KeptUpload, workspace_of
from api.service.logs import event
from api.service.pages.page import attachment, kept_upload, laid_out, page, see_other
from api.service.pages.start import XLSX
from api.service.problems import NotFound
from api.service.render_pool import Rank
from api.service.routes.forms import file_response
from api.service.work.documents import MadeDocument
from api.service.work.pages import (
    CASES_LISTED,
    annotated,
    case_json,
    check_upload,
    page_count,
    page_image,
    render_upload,
    whole_set,
)
from forms import form_named
from generator.document import Format, RenderOptions
from generator.privacy.modes import Privacy

CaseNumber = Annotated[int, Query(ge=1, le=100_000)]

router = APIRouter(prefix="/results/{id}", include_in_schema=False)


@router.get("")
async def result(request: Request, id: str, case: CaseNumber = 1, form: str = "") -> Response:
    """Findings of one case of the upload, its forms, and the other cases in numbers."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    async with laid_out(request, here, upload) as incoming:
        checked = await here.pool.run(partial(check_upload, incoming, case, upload.decisions))
    if checked.cases and checked.shown is None:
        raise NotFound
    shown = checked.shown
    findings = [
        finding
        for finding in (shown.findings if shown is not None else ())
        if form in ("", finding.form or "case")
    ]
    filters = sorted({finding.form or "case" for finding in shown.findings}) if shown is not None else []
    return page(
        request,
        "result.html",
        "점검 결과",
        upload=upload,
        cases=checked.cases[:CASES_LISTED],
        case_count=len(checked.cases),
        twice=_twice(line.case_no for line in checked.cases),
        shown=shown,
        findings=findings,
        form=form,
        filters=[(one, "사례" if one == "case" else form_named(one).title) for one in filters],
        is_workbook=upload.name.lower().endswith((".xlsx", ".xlsm")),
    )


def _twice(numbers: Iterable[str | None]) -> list[str]:
    """The case numbers that several cases of an upload bear."""
    counted = Counter(number for number in numbers if number is not None)
    return [number for number, count in counted.items() if count > 1]


@router.get("/{case}/{form}/preview")
async def preview(
    request: Request, id: str, case: int, form: str, draft: bool = False, privacy: Privacy = "masked"
) -> Response:
    """A form as it will print, page by page."""
    here = context(request)
    found = form_named(form)
    upload = await kept_upload(request, here, id)
    pdf = await _document(request, here, upload, case, found.id, "pdf", here.options(privacy, draft=draft))
    pages = await here.pool.run(partial(page_count, pdf.data))
    return page(
        request,
        "preview.html",
        f"{found.title} 미리보기",
        upload=upload,
        case=case,
        form=found,
        pages=pages,
        query=_query(draft, privacy),
        draft=draft,
    )


@router.get("/{case}/{form}/page-{number}.png")
async def preview_page(
    request: Request,
    id: str,
    case: int,
    form: str,
    number: int,
    draft: bool = False,
    privacy: Privacy = "masked",
) -> Response:
    """A page of the preview, as an image."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    options = here.options(privacy, draft=draft)
    pdf = await _document(request, here, upload, case, form_named(form).id, "pdf", options)
    image = await here.pool.run(partial(page_image, pdf.data, number))
    return Response(image, media_type="image/png")


@router.get("/{case}/{form}/document.{format}")
async def document(
    request: Request,
    id: str,
    case: int,
    form: str,
    format: Format,
    draft: bool = False,
    privacy: Privacy = "masked",
) -> Response:
    """A form as PDF, DOCX or HWPX."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    found = form_named(form)
    made = await _document(request, here, upload, case, found.id, format, here.options(privacy, draft=draft))
    here.metrics.documents.labels(found.id, format).inc()
    return file_response(made.data, format, document_name(made.case_no, found, format, privacy))


async def _document(
    request: Request,
    here: Context,
    upload: KeptUpload,
    case: int,
    form: str,
    format: Format,
    options: RenderOptions,
) -> MadeDocument:
    """A document; one that was just made (each page of a preview asks for it) is taken from memory."""
    key = (upload.id, case, form, format, options, repr(upload.decisions))
    made = here.recent.get(key)
    if made is None:
        async with laid_out(request, here, upload) as incoming:
            work = partial(render_upload, incoming, case, form, format, options, upload.decisions)
            made = await here.pool.run(work)
        here.recent.put(key, made)
    return made


@router.get("/forms.zip")
async def every_form(
    request: Request,
    id: str,
    format: Annotated[tuple[Format, ...], Query(min_length=1)] = ("pdf", "docx"),
    case: int | None = None,
    draft: bool = False,
    privacy: Privacy = "masked",
) -> Response:
    """All forms of one case (or of every case), each as a file of each format."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    async with laid_out(request, here, upload) as incoming:
        work = partial(
            whole_set,
            incoming,
            case,
            tuple(dict.fromkeys(format)),
            here.options(privacy, draft=draft),
            upload.decisions,
        )
        data, number = await here.pool.run(work, Rank.WHOLE_SET)
    event("download", kind="forms")
    before = f"{number}_" if number else ""
    return attachment(data, "application/zip", f"{before}서식.zip", f"{before}forms.zip")


@router.get("/annotated.xlsx")
async def annotated_workbook(request: Request, id: str) -> Response:
    """The workbook with its findings marked."""
    here = context(request)
    async with laid_out(request, here, await kept_upload(request, here, id)) as incoming:
        data = await here.pool.run(partial(annotated, incoming))
    return attachment(data, XLSX, "annotated.xlsx")


@router.get("/{case}/case.json")
async def case_file(request: Request, id: str, case: int) -> Response:
    """A case of the upload as a case file."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    async with laid_out(request, here, upload) as incoming:
        number, data = await here.pool.run(partial(case_json, incoming, case, upload.decisions))
    return attachment(data, "application/json", f"{shown_name(number)}.json")


@router.get("/forget")
async def ask_to_forget(request: Request, id: str) -> Response:
    """Ask before an upload is removed: what goes with it."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    uploads = await run_in_threadpool(here.kept.uploads, workspace_of(request))
    view = next((line.view for line in uploads if line.id == id), "results")
    return page(
        request,
        "forget.html",
        "올린 파일 지우기",
        upload=upload,
        decided=len(upload.decisions),
        logged=len(upload.record.log),
        drawn=len(upload.record.draws),
        back=f"/{view}/{id}",
    )


@router.post("/forget")
async def forget(request: Request, id: str) -> Response:
    """Remove the upload now."""
    here = context(request)
    await run_in_threadpool(here.kept.forget, workspace_of(request), id)
    here.recent.clear()
    here.judged.clear()
    return see_other(request, "/")


def _query(draft: bool, privacy: Privacy) -> str:
    return f"privacy={privacy}&draft=true" if draft else f"privacy={privacy}"
