"""``/api/forms``: the forms, their schemas, blanks, and a case's form as a document."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.service.context import context
from api.service.download_names import disposition, document_name
from api.service.openapi import case_body, form_parameter, responses
from api.service.work.documents import blank_form, render_body
from forms import all_forms, form_named
from forms.registry import form_summary
from forms.schema import schema as schema_of
from generator.document import Format
from generator.layout import PdfVariant
from generator.privacy.modes import Privacy

MEDIA_TYPES: dict[Format, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "hwpx": "application/hwp+zip",
}
FormId = Annotated[str, Path(title="서식", json_schema_extra=form_parameter())]
_DOCUMENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "문서",
        "content": {
            media_type: {"schema": {"type": "string", "format": "binary"}}
            for media_type in MEDIA_TYPES.values()
        },
    }
}

router = APIRouter(prefix="/api/forms", tags=["서식"])


class FormSummary(BaseModel):
    """A form as ``forms --json`` lists it."""

    id: str
    title: str
    program: str
    edition: str | None
    formats: list[Format]
    repeats: bool


class FormList(BaseModel):
    """Every form."""

    forms: list[FormSummary]


class RenderQuery(BaseModel):
    """How a document is to be made."""

    model_config = ConfigDict(extra="forbid")

    format: Format = Field("pdf", title="형식")
    item: int | None = Field(None, ge=1, le=10_000, title="여러 장 가운데 N번째만(1부터)")
    privacy: Privacy = Field("masked", title="개인정보")
    pdf_variant: PdfVariant = Field("pdf/a-3a", title="PDF 규격")
    draft: bool = Field(False, title="오류가 있어도 초안으로")


@router.get("", summary="서식 목록")
def list_forms() -> FormList:
    """모든 서식을 묶음에 드는 차례로 줍니다."""
    return FormList.model_validate({"forms": [form_summary(form, "2025") for form in all_forms()]})


@router.get("/{form}/schema", summary="서식의 JSON 스키마", responses=responses(404))
def form_schema(form: FormId) -> dict[str, Any]:
    """서식 하나의 항목을 JSON Schema(2020-12)로 줍니다. `case`는 사례 파일 전체입니다."""
    return schema_of(form)


@router.get(
    "/{form}/blank.{format}",
    summary="빈 서식",
    response_class=Response,
    responses={**_DOCUMENTS, **responses(404, 429, 500, 503)},
)
async def blank(request: Request, form: FormId, format: Annotated[Format, Path(title="형식")]) -> Response:
    """손으로 적을 빈 서식."""
    found = form_named(form)
    made = await context(request).pool.run(partial(blank_form, found.id, format))
    named = disposition(f"{found.title}_빈 서식.{format}", f"{found.id}-blank.{format}")
    return file_response(made, format, named)


@router.post(
    "/{form}/render",
    summary="서식 만들기",
    response_class=Response,
    responses={**_DOCUMENTS, **responses(404, 422, 429, 500, 503)},
    openapi_extra=case_body("case_full"),
)
async def render(request: Request, form: FormId, query: Annotated[RenderQuery, Query()]) -> Response:
    """본문의 사례에서 서식 하나를 채워 문서로 줍니다. 오류가 있으면 422와 findings를 답합니다."""
    found = form_named(form)
    here = context(request)
    options = here.options(query.privacy, query.pdf_variant, query.draft)
    body = await here.case_body(request)
    made = await here.pool.run(partial(render_body, body, found.id, query.format, options, query.item))
    here.metrics.documents.labels(found.id, query.format).inc()
    named = document_name(made.case_no, found, query.format, query.privacy)
    return file_response(made.data, query.format, named)


def file_response(data: bytes, format: Format, named: str) -> Response:
    """A document as an answer; ``named`` is its Content-Disposition."""
    return Response(data, media_type=MEDIA_TYPES[format], headers={"content-disposition": named})
