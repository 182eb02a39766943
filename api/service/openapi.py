"""The OpenAPI description: Korean summaries, examples from the samples, every status that can come."""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.samples import SAMPLES
from api.service.problems import MEDIA_TYPE, FindingsProblem, Problem
from forms import all_forms
from forms.registry import programmes

_SENTENCES = {
    400: "알 수 없는 매개변수나 값, 또는 읽을 수 없는 본문",
    403: "다른 사이트에서 보낸 요청",
    404: "없는 서식, 없는 묶음 작업",
    405: "이 주소가 받지 않는 방법",
    408: "본문이 제때 오지 않음",
    409: "아직 결과가 없거나 이미 지운 작업, 또는 그사이 고친 자료",
    413: "본문이 한도를 넘음",
    415: "받지 않는 종류의 본문",
    421: "받아들이지 않는 Host",
    422: "자료의 오류: findings를 함께 줌",
    429: "기다리는 요청이 너무 많음",
    500: "문서를 만들 수 없음",
    503: "정해진 시간을 넘겨 멈춤, 또는 묶음 작업의 보관소에 닿을 수 없음",
    507: "자료를 두는 곳이 한도까지 참",
}
_INTRO = """\
사례 자료를 점검하고 공식 서식(PDF, DOCX, 베타로 HWPX)과 종결 서류 묶음으로 만듭니다.

- 오류는 RFC 9457 문제 상세(`application/problem+json`)로 답합니다. `code`는 바뀌지 않습니다.
- 사례 파일의 항목은 `/api/forms/{form}/schema`가 알려 줍니다.
- 주민등록번호는 따로 청하지 않으면 뒷자리를 가립니다(`privacy=masked`).
"""


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route says of its errors."""
    return {status: _problem(status) for status in statuses}


def document(description: str, media_type: str) -> dict[int | str, dict[str, Any]]:
    """What a route says of a file that it answers with."""
    schema = {"type": "string", "format": "binary"}
    return {200: {"description": description, "content": {media_type: {"schema": schema}}}}


def sample(name: str) -> dict[str, Any]:
    """A sample case, as an example."""
    value: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return value


def case_body(*examples: str) -> dict[str, Any]:
    """The body of a request that brings one case."""
    named = {name: {"summary": name, "value": sample(name)} for name in examples}
    schema = {"type": "object", "description": "사례 파일. 스키마는 `seosik schema case`"}
    content = {"application/json": {"schema": schema, "examples": named}}
    return {"requestBody": {"required": True, "content": content}}


def files_body(**fields: Any) -> dict[str, Any]:
    """The schema of a multipart body that brings files under ``file``, and further form ``fields``."""
    file = {
        "type": "array",
        "minItems": 1,
        "items": {"type": "string", "format": "binary"},
        "description": "사례 파일(.json, .jsonl, .xlsx, .zip). 여러 번 쓸 수 있음",
    }
    return {
        "type": "object",
        "required": ["file"],
        "additionalProperties": False,
        "properties": {"file": file, **fields},
    }


def form_parameter() -> dict[str, Any]:
    """What the description says of a form's id."""
    return {"enum": [form.id for form in all_forms()]}


def describe(app: FastAPI) -> dict[str, Any]:
    """The description, made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title="서식",
            version=app.version,
            summary=f"{', '.join(programme.title for programme in programmes() if programme.forms)}의 공식 서식",
            description=_INTRO,
            routes=app.routes,
        )
        for path, operations in made["paths"].items():
            for method, operation in operations.items():
                _complete(path, method, operation)
        schemas = made.setdefault("components", {}).setdefault("schemas", {})
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        for model in (Problem, FindingsProblem):
            own = model.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= own.pop("$defs", {})
            schemas[model.__name__] = own
        # Says how strictly the finding is judged; it is no key of an answer.
        schemas["Finding"]["properties"].pop("must", None)
        app.openapi_schema = made
    return app.openapi_schema


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    answers = operation["responses"]
    if "422" in answers and "HTTPValidationError" in json.dumps(answers["422"]):
        del answers["422"]
    common = [421, 405]
    if operation.get("parameters") or method != "get":
        common.append(400)
    if method != "get":
        common += [403]
    if "requestBody" in operation:
        common += [408, 413, 415]
    for status in common:
        answers.setdefault(str(status), _problem(status))


def _problem(status: int) -> dict[str, Any]:
    name = "FindingsProblem" if status == 422 else "Problem"
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {"description": _SENTENCES[status], "content": {MEDIA_TYPE: {"schema": schema}}}
