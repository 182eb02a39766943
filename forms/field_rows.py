"""The fields of a form as a reader meets them: key, Korean title, kind of value, where it is filled from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from forms.fields import NarrativeMark, ResidentNumberMark, WonMark
from forms.form import FromCase, Needed, marker
from forms.page import WordsOf
from forms.places import bare, is_list, model_in, options_of

_KINDS: tuple[tuple[type[object], str], ...] = (
    (bool, "예/아니오"),
    (int, "정수"),
    (datetime, "일시"),
    (date, "날짜"),
    (str, "글"),
)


@dataclass(frozen=True)
class FieldRow:
    """A field of a form as its page shows it; ``key`` has ``[]`` where lists are on the way."""

    key: str
    title: str
    description: str | None
    kind: str
    needed: bool
    origin: str


def field_rows(model: type[BaseModel], prefix: str = "") -> Iterator[FieldRow]:
    """Every field of a model and of the records in it, in the order of the model."""
    for name, field in model.model_fields.items():
        source = marker(field, FromCase)
        yield FieldRow(
            prefix + name,
            field.title or name,
            field.description,
            _kind(field),
            marker(field, Needed) is not None or field.is_required(),
            source.origin if source is not None else "",
        )
        inner = model_in(field.annotation)
        if inner is not None:
            yield from field_rows(inner, f"{prefix}{name}{'[]' if is_list(field.annotation) else ''}.")


def _kind(field: FieldInfo) -> str:
    words = options_of(field.annotation)
    several = "여럿: " if is_list(field.annotation) else ""
    grouped = marker(field, WordsOf)
    if grouped is not None:
        return several + "; ".join(f"{owner}: {' / '.join(own)}" for owner, own in grouped.words().items())
    if words:
        return several + " / ".join(words)
    if model_in(field.annotation) is not None:
        return "목록" if is_list(field.annotation) else "묶음"
    if marker(field, ResidentNumberMark):
        return "주민등록번호(외국인등록번호)"
    if marker(field, WonMark):
        return "금액(원)"
    if marker(field, NarrativeMark):
        return "긴 글"
    return several + _plain_kind(field.annotation)


def _plain_kind(annotation: Any) -> str:
    plain = bare(annotation)
    if get_origin(plain) is tuple:
        plain = bare(plain.__args__[0])
    if get_origin(plain) is dict:
        return "번호별 값"
    return next((word for kind, word in _KINDS if isinstance(plain, type) and issubclass(plain, kind)), "값")
