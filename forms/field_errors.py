"""Field errors of the models, as findings in Korean."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from forms.finding import Finding, Location, Severity
from forms.particles import with_particle
from forms.places import form_at, label, model_in, pointer

# Pydantic's error types -> (rule, sentence). Types of our own carry their sentence with them.
_SENTENCES: dict[str, tuple[str, str]] = {
    "missing": ("FIELD-MISSING", "반드시 적어야 합니다."),
    "extra_forbidden": ("FIELD-UNKNOWN", "없는 항목입니다."),
    "literal_error": ("FIELD-CODE", "{expected} 가운데 하나를 적습니다."),
    "string_type": ("FIELD-TYPE", "글자로 적습니다."),
    "string_unicode": ("FIELD-CHARACTER", "쓸 수 없는 문자가 들어 있습니다."),
    "string_too_short": ("FIELD-MISSING", "반드시 적어야 합니다."),
    "string_too_long": ("FIELD-LENGTH", "{max_length}자를 넘습니다."),
    "int_type": ("FIELD-TYPE", "소수점 없는 숫자로 적습니다."),
    "int_from_float": ("FIELD-TYPE", "소수점 없는 숫자로 적습니다."),
    "bool_type": ("FIELD-TYPE", "예 또는 아니오로 적습니다(사례 파일에서는 true 또는 false)."),
    "tuple_type": ("FIELD-TYPE", "목록으로 적습니다."),
    "dict_type": ("FIELD-TYPE", "항목과 값의 묶음으로 적습니다."),
    "model_type": ("FIELD-TYPE", "항목과 값의 묶음으로 적습니다."),
    "model_attributes_type": ("FIELD-TYPE", "항목과 값의 묶음으로 적습니다."),
    "greater_than_equal": ("FIELD-RANGE", "{ge} 이상이어야 합니다."),
    "less_than_equal": ("FIELD-RANGE", "{le} 이하여야 합니다."),
    "greater_than": ("FIELD-RANGE", "{gt}보다 커야 합니다."),
    "too_long": ("FIELD-COUNT", "{max_length}개까지 적을 수 있습니다."),
    "too_short": ("FIELD-COUNT", "{min_length}개 이상 적습니다."),
}

KEY_LENGTH = 60


def field_findings(
    model: type[BaseModel], raw: object, error: ValidationError, sources: dict[str, str]
) -> Iterator[Finding]:
    """Findings for each field error; ``sources`` maps form ids to the citation of their section."""
    for detail in error.errors(include_url=False):
        location = _keys_only(detail["loc"])
        rule, message = _sentence(model, location, detail)
        form_id = form_at(location)
        if form_id not in sources:
            # The name of a form that does not exist: it is told by its place.
            form_id = None
        yield Finding(
            rule=rule,
            severity=Severity.ERROR,
            form=form_id,
            path=pointer(raw, location),
            label=label(model, raw, location),
            message=message,
            source=sources.get(form_id or ""),
        )


def _keys_only(location: tuple[int | str, ...]) -> Location:
    # "[key]" marks an error of a mapping's key itself; the entry is the place.
    return tuple(step for step in location if step != "[key]")


def _sentence(model: type[BaseModel], location: Location, detail: ErrorDetails) -> tuple[str, str]:
    kind = detail["type"]
    # A text that is cleaned first is measured like a list.
    if kind == "too_long" and isinstance(detail.get("input"), str):
        kind = "string_too_long"
    if kind == "extra_forbidden":
        what = "없는 서식입니다." if location[:-1] == ("forms",) else "없는 항목입니다."
        return "FIELD-UNKNOWN", what + _nearest_key(model, location)
    if kind in _SENTENCES:
        rule, sentence = _SENTENCES[kind]
        context: dict[str, Any] = dict(detail.get("ctx", {}))
        if "expected" in context:
            context["expected"] = str(context["expected"]).replace(" or ", ", ")
        return rule, sentence.format(**context)
    return f"FIELD-{kind.upper()}", detail["msg"]


def _nearest_key(model: type[BaseModel], location: Location) -> str:
    owner: type[BaseModel] | None = model
    for step in location[:-1]:
        if isinstance(step, str) and owner is not None:
            field = owner.model_fields.get(step)
            owner = model_in(field.annotation) if field is not None else None
    if owner is None:
        return ""
    # By its Korean title, too. A long text is no misspelt key, and comparing it takes long.
    keys = {field.title or name: name for name, field in owner.model_fields.items()}
    keys.update((name, name) for name in owner.model_fields)
    near = get_close_matches(str(location[-1])[:KEY_LENGTH], keys, n=1, cutoff=0.6)
    if not near:
        return ""
    name = keys[near[0]]
    meant = f"'{name}'({owner.model_fields[name].title})"
    return f" {with_particle(meant, '을(를)')} 적으려던 것입니까?"
