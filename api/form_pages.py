"""The docs page of a form, made from the registry: fields, sources, rules, what the source lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from forms import Form, all_rules
from forms.fields import NarrativeMark, ResidentNumberMark, WonMark
from forms.form import FromCase, Needed, marker
from forms.places import bare, is_list, model_in, options_of
from forms.registry import programme_of
from generator.form_template import template_path

_KINDS: tuple[tuple[type[object], str], ...] = (
    (bool, "예/아니오"),
    (int, "정수"),
    (datetime, "일시"),
    (date, "날짜"),
    (str, "글"),
)


# Said of a form whose page is laid out from its model.
LAYOUT_OURS = "출처에는 적을 내용만 있고 인쇄면이 없습니다. 레이아웃은 서식이 정함: 칸의 배치는 서식의 것이고, 항목과 말은 출처를 따릅니다."


def form_page(form: Form, edition: str) -> str:
    """The page as Markdown, in Korean."""
    lines = [
        f"# {form.title}",
        "",
        f"{form.number} · {programme_of(form.id).title} · `{form.id}`",
        "",
        f"- 출처: {form.source(edition)}",
        f"- 한 사례에 {'여러 장(시간 순서의 목록)' if form.repeats else '한 장'}",
        f"- 예시: `seosik sample {form.id}`, 빈 서식: `seosik blank {form.id} -o {form.id}.pdf`",
        "",
        "## 항목",
        "",
        "| 항목 | 이름 | 값 | 필수 | 사례에서 채움 |",
        "| --- | --- | --- | --- | --- |",
        *(_row(row) for row in field_rows(form.model)),
    ]
    rules = [rule for rule in all_rules() if rule.form == form.id]
    if rules:
        lines += ["", "## 점검 규칙", "", "| 규칙 | 강도 | 내용 | 출처 |", "| --- | --- | --- | --- |"]
        lines += [
            f"| {rule.id} | {rule.strength} | {_cell(rule.title)} | {_cell(rule.source(edition))} |"
            for rule in rules
        ]
    gaps = (*((LAYOUT_OURS,) if template_path(form, edition) is None else ()), *form.gaps)
    if gaps:
        lines += ["", "## 출처에 없는 것", "", *(f"- {gap}" for gap in gaps)]
    return "\n".join(lines) + "\n"


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


def _row(row: FieldRow) -> str:
    described = f"{row.title} — {row.description}" if row.description else row.title
    cells = (
        f"`{row.key}`",
        _cell(described),
        _cell(row.kind),
        "필수" if row.needed else "",
        _cell(row.origin),
    )
    return f"| {' | '.join(cells)} |"


def _kind(field: FieldInfo) -> str:
    words = options_of(field.annotation)
    several = "여럿: " if is_list(field.annotation) else ""
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


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
