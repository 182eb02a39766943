"""The papers of a sheet: its document to keep or to print, and page pictures of it before that."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.casebook.kept_case import EventKind, KeptCase
from api.service.context import Context, context
from api.service.download_names import document_name, shown_in_place
from api.service.entry.sheets import Sheet, record_at
from api.service.logs import event
from api.service.pages.case_frame import address_of, frame_of
from api.service.pages.page import page
from api.service.pages.privacy_words import PRIVACY_WORDS
from api.service.problems import BadRequest
from api.service.routes.forms import file_response
from api.service.work.documents import MadeDocument
from api.service.work.entry import SheetPreview, sheet_document, sheet_preview
from api.service.work.pages import page_image
from api.service.work.sets import sheet_doubts
from forms import DataError, form_named
from generator.document import Format
from generator.privacy.modes import Privacy

SheetNumber = Annotated[int, Path(ge=1, le=10_000)]
Revision = Annotated[int, Query(ge=1)]
NOT_YET = "아직 그릴 수 없습니다. 관리번호, 성명처럼 먼저 있어야 하는 것과 잘못된 칸을 고치면 보입니다."
NOT_NAMELESS = (
    "비식별 문서는 사례 전체에 오류가 없어야 만듭니다. 다른 서식에 적힌 이름도 지워야 하기 때문입니다."
)

router = APIRouter(prefix="/cases/{id}/sheets/{form}/{number}", include_in_schema=False)


@router.get("/document.{format}")
async def document(
    request: Request,
    id: str,
    form: str,
    number: SheetNumber,
    format: Format,
    revision: Revision,
    draft: bool = False,
    privacy: Privacy = "masked",
    inline: bool = False,
) -> Response:
    """The sheet as a document, of the revision that the page shows; raises ``StaleCase`` for another.

    ``inline``: a PDF that the browser shows, to be printed from there.
    """
    here = context(request)
    if inline and format != "pdf":
        raise BadRequest
    found = form_named(form)
    sheet = Sheet(found.id, number - 1)
    case = await run_in_threadpool(here.casebook.case, id, revision)
    record_at(case.raw, sheet)
    options = here.options(privacy, draft=draft)
    made = await here.pool.run(partial(sheet_document, case.raw, sheet, format, options))
    here.metrics.documents.labels(found.id, format).inc()
    event("download", kind="form")
    hidden = f" {PRIVACY_WORDS[privacy]}" if privacy != "masked" else ""
    detail = f"{found.title} {format.upper()}{hidden}{' 초안' if draft else ''}"
    await run_in_threadpool(here.casebook.note, id, EventKind.PRINTED, here.person(request), detail)
    named = document_name(made.case_no, found, format, privacy)
    return file_response(made.data, format, shown_in_place(named) if inline else named)


async def _preview(here: Context, case: KeptCase, sheet: Sheet, privacy: Privacy) -> SheetPreview:
    """The sheet of this very revision, made once for all its page pictures. Raises ``DataError``."""
    options = here.options(privacy)
    key = ("preview", case.id, case.revision, sheet, options)
    made: MadeDocument | None = here.recent.get(key)
    if not isinstance(made, SheetPreview):
        made = await here.pool.run(partial(sheet_preview, case.raw, sheet, options))
        here.recent.put(key, made)
    return made


@router.get("/preview")
async def preview(
    request: Request, id: str, form: str, number: SheetNumber, privacy: Privacy = "masked"
) -> Response:
    """The sheet as it would print now, page by page."""
    here = context(request)
    found = form_named(form)
    sheet = Sheet(found.id, number - 1)
    case = await run_in_threadpool(here.casebook.case, id)
    record_at(case.raw, sheet)
    made: SheetPreview | None = None
    with suppress(DataError):
        made = await _preview(here, case, sheet, privacy)
    nameless = privacy == "deidentified"
    doubts = await here.pool.run(partial(sheet_doubts, case.raw, found, sheet.item)) if nameless else ()
    draft = {"draft": "true"} if made is not None and made.draft else {}
    return page(
        request,
        "sheet_preview.html",
        f"{found.title} 미리보기",
        frame=frame_of(case, here.settings.now(), address_of(case.id, sheet)),
        form=found,
        address=address_of(case.id, sheet),
        query=urlencode({"revision": case.revision, "privacy": privacy, **draft}),
        privacy=privacy,
        privacies=PRIVACY_WORDS,
        made=made,
        doubts=doubts,
        why=NOT_NAMELESS if nameless else NOT_YET,
    )


@router.get("/preview/pages")
async def preview_pages(
    request: Request,
    id: str,
    form: str,
    number: SheetNumber,
    revision: Revision,
    privacy: Privacy = "masked",
) -> dict[str, object]:
    """How many page pictures there are, and whether they bear the mark of a draft; or why there are none."""
    here = context(request)
    sheet = Sheet(form_named(form).id, number - 1)
    case = await run_in_threadpool(here.casebook.case, id, revision)
    record_at(case.raw, sheet)
    try:
        made = await _preview(here, case, sheet, privacy)
    except DataError:
        return {"pages": 0, "told": NOT_NAMELESS if privacy == "deidentified" else NOT_YET}
    return {"pages": made.pages, "told": "오류가 있어 ‘초안’ 표시가 들어갑니다." if made.draft else ""}


@router.get("/preview/{picture}.png")
async def preview_picture(
    request: Request,
    id: str,
    form: str,
    number: SheetNumber,
    picture: Annotated[int, Path(ge=1, le=10_000)],
    revision: Revision,
    privacy: Privacy = "masked",
) -> Response:
    """A page (from 1) of the revision that the page shows, as a picture; raises ``StaleCase`` for another."""
    here = context(request)
    sheet = Sheet(form_named(form).id, number - 1)
    case = await run_in_threadpool(here.casebook.case, id, revision)
    record_at(case.raw, sheet)
    made = await _preview(here, case, sheet, privacy)
    image = await here.pool.run(partial(page_image, made.data, picture))
    return Response(image, media_type="image/png")
