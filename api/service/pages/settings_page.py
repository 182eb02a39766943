"""설정: who uses this browser, what a new case begins with, and when to ask whether a case may be removed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field, ValidationError
from starlette.concurrency import run_in_threadpool

from api.casebook.new_case import DEFAULTS
from api.casebook.retention import RETENTION, default_retention, retention
from api.service.context import Context, context
from api.service.incoming import form_data
from api.service.kept import workspace_of
from api.service.logs import event
from api.service.pages.page import page, see_other
from forms.case import Agency, Worker
from forms.field_errors import field_findings
from forms.fields import Name
from forms.record import Record

# No office keeps a case for longer; a number beyond is mistyped.
_LONGEST = 1200
_NO_MONTHS = f"1부터 {_LONGEST}까지의 숫자로 적거나 비웁니다."

router = APIRouter(prefix="/settings", include_in_schema=False)


class User(Record):
    """Whoever uses a browser."""

    name: Name | None = Field(None, title="이 브라우저를 쓰는 사람", description="사례의 기록에 남습니다.")


@dataclass(frozen=True)
class _Section:
    key: str
    title: str
    model: type[BaseModel]
    fields: tuple[str, ...]


_SECTIONS = (
    _Section("user", "쓰는 사람", User, ("name",)),
    _Section("agency", "새 사례에 적어 둘 기관", Agency, ("name", "unit", "phone")),
    _Section("worker", "새 사례에 적어 둘 담당자", Worker, ("name", "position", "phone")),
)


@dataclass(frozen=True)
class _Box:
    """A box of the page: its id and name, what stands in it, what is wrong with that."""

    id: str
    title: str
    hint: str
    text: str
    wrong: str


# What stands in the boxes of each section, by field.
_Held = Mapping[str, Mapping[str, Any]]


@router.get("")
async def settings_page(request: Request, saved: bool = False, undone: bool = False) -> Response:
    """What is set."""
    here = context(request)
    held, months = await run_in_threadpool(_held, here, workspace_of(request))
    told = "undone" if undone else "saved" if saved else ""
    return _shown(request, here, held, str(months or ""), {}, told=told)


def _held(here: Context, workspace: str) -> tuple[_Held, int]:
    book = here.casebook
    defaults = book.setting(DEFAULTS) or {}
    months = retention(book.setting(RETENTION), here.settings.today())
    return {"user": {"name": book.setting(_person(workspace)) or ""}, **defaults}, months


def _person(workspace: str) -> str:
    return f"person:{workspace}"


def _shown(
    request: Request,
    here: Context,
    held: _Held,
    months: str,
    wrong: Mapping[str, str],
    *,
    told: str = "",
) -> Response:
    sections = [(section.title, list(_boxes(section, held, wrong))) for section in _SECTIONS]
    titles = {box.id: box.title for _, boxes in sections for box in boxes} | {"months": "보관 기간"}
    return page(
        request,
        "settings.html",
        "설정",
        status=422 if wrong else 200,
        sections=sections,
        months=months,
        default=default_retention(here.settings.today()),
        wrong=wrong,
        titles=titles,
        told=told,
    )


def _boxes(section: _Section, held: _Held, wrong: Mapping[str, str]) -> Iterator[_Box]:
    for name in section.fields:
        field = section.model.model_fields[name]
        id = f"{section.key}-{name}"
        text = str(held.get(section.key, {}).get(name) or "")
        yield _Box(id, str(field.title), field.description or "", text, wrong.get(id, ""))


@router.post("")
async def change(request: Request) -> Response:
    """Keep what was typed; what a box lacks is told beside it, and nothing is kept then.

    What was set before is held back, and ``do=undo`` sets it again.
    """
    here, workspace = context(request), workspace_of(request)
    async with form_data(request, here.settings) as form:
        typed = {
            section.key: {
                name: text
                for name in section.fields
                if (text := str(form.get(f"{section.key}-{name}", "")).strip())
            }
            for section in _SECTIONS
        }
        months = str(form.get("months", "")).strip()
        undo = form.get("do") == "undo"
    if undo:
        await run_in_threadpool(_put_back, here, workspace)
        event("settings put back")
        return see_other(request, "/settings?undone=true")
    wrong: dict[str, str] = {}
    read = {section.key: _read(section, typed[section.key], wrong) for section in _SECTIONS}
    if months and not (months.isascii() and months.isdigit() and 1 <= int(months[:9]) <= _LONGEST):
        wrong["months"] = _NO_MONTHS
    if wrong:
        return _shown(request, here, typed, months, wrong)

    def keep() -> None:
        book = here.casebook
        book.set_setting(_before(workspace), [[name, book.setting(name)] for name in _names(workspace)])
        book.set_setting(_person(workspace), read["user"].get("name"))
        book.set_setting(DEFAULTS, {key: read[key] for key in ("agency", "worker") if read[key]} or None)
        book.set_setting(RETENTION, int(months or 0))

    await run_in_threadpool(keep)
    event("settings changed")
    return see_other(request, "/settings?saved=true")


def _names(workspace: str) -> tuple[str, ...]:
    return _person(workspace), DEFAULTS, RETENTION


def _before(workspace: str) -> str:
    return f"before:{workspace}"


def _put_back(here: Context, workspace: str) -> None:
    """Set what was set before the last change of this browser; what is set now is held back in its place."""
    book = here.casebook
    before = book.setting(_before(workspace))
    if before is not None:
        book.set_setting(_before(workspace), [[name, book.setting(name)] for name in _names(workspace)])
        for name, value in before:
            book.set_setting(name, value)


def _read(section: _Section, typed: dict[str, str], wrong: dict[str, str]) -> dict[str, Any]:
    """The section as a case file holds it; what is wrong goes into ``wrong`` by the box's id."""
    try:
        made = section.model.model_validate(typed)
    except ValidationError as error:
        for finding in field_findings(section.model, typed, error, {}):
            wrong[f"{section.key}-{finding.path.removeprefix('/')}"] = finding.message
        return {}
    return made.model_dump(mode="json", exclude_none=True)
