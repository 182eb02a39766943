"""The numbers of a sheet counted over the cases that are kept: shown with their cases, then filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.casebook.kept_case import CaseGone, CaseLine, KeptCase
from api.cases.counted_form import Brought, CountedForm, NotCounted
from api.cases.intake import Upload
from api.jobs.vault import EntryDamaged
from api.packets.left_out import LeftOut
from api.service.context import Context, context
from api.service.entry.sheets import Sheet, record_at
from api.service.incoming import form_data
from api.service.pages.case_changes import kept, revision_of
from api.service.pages.case_frame import address_of, frame_of
from api.service.pages.page import page, see_other
from api.service.pages.sheet_papers import SheetNumber
from api.service.problems import NotFound
from api.service.render_pool import Rank
from api.service.work.counting import Found, brought_to, counted_sheet
from forms import DataError, Form, InputError, form_named

# So many cases go to a worker at once: none waits long behind them.
AT_ONCE = 25
NOT_YET = "이 서식이나 사례 정보에 오류가 있어 아직 셀 수 없습니다. 조사기간과 관리번호까지 적고 점검 결과의 오류를 고친 뒤 다시 여세요."
NO_CASES = "셀 수 있는 사례가 보관되어 있지 않습니다."

router = APIRouter(prefix="/cases/{id}/sheets/{form}/{number}/counts", include_in_schema=False)


@dataclass(frozen=True)
class _Counts:
    """What was counted, and the ids of the kept cases by their number."""

    counted: CountedForm
    ids: dict[str, str]


@router.get("")
async def counts(request: Request, id: str, form: str, number: SheetNumber) -> Response:
    """What the kept cases come to, number by number, with every case behind it; nothing is changed."""
    here = context(request)
    found, sheet = _sheet(form, number)
    case = await run_in_threadpool(here.casebook.case, id)
    record_at(case.raw, sheet)
    made, refused = None, ""
    try:
        made = await _counted(here, case, sheet)
    except DataError:
        refused = NOT_YET
    except InputError as error:
        refused = NO_CASES if error.code == "FILE-MISSING" else NOT_YET
    address = address_of(id, sheet)
    return page(
        request,
        "sheet_counts.html",
        f"{found.title}: 사례에서 센 수",
        frame=frame_of(case, here.settings.now(), address),
        address=address,
        sheet_title=found.title,
        refused=refused,
        counted=made.counted if made is not None else None,
        ids=made.ids if made is not None else {},
        rows=_rows(found, made.counted, sheet) if made is not None else [],
    )


@router.post("")
async def fill_in(request: Request, id: str, form: str, number: SheetNumber) -> Response:
    """Fill what is not entered on the sheet with what the kept cases come to. Raises ``StaleCase``."""
    here = context(request)
    found, sheet = _sheet(form, number)
    async with form_data(request, here.settings) as data:
        revision = revision_of(data)
    case = await run_in_threadpool(here.casebook.case, id, revision)
    record_at(case.raw, sheet)
    made = await _counted(here, case, sheet)
    await kept(request, here, replace(case, raw=made.counted.raw), f"{found.title}: 사례에서 센 수")
    return see_other(request, f"{address_of(id, sheet)}#sheet")


def _sheet(form: str, number: int) -> tuple[Form, Sheet]:
    found = form_named(form)
    if found.counting is None:
        raise NotFound
    return found, Sheet(found.id, number - 1)


async def _counted(here: Context, case: KeptCase, sheet: Sheet) -> _Counts:
    lines = sorted(await run_in_threadpool(here.casebook.lines), key=lambda line: line.summary.case_no)
    found: Found = []
    for start in range(0, len(lines), AT_ONCE):
        uploads = await run_in_threadpool(_uploads, here, lines[start : start + AT_ONCE])
        readable = [one for one in uploads if isinstance(one, Upload)]
        found += [one for one in uploads if isinstance(one, NotCounted)]
        found += await here.pool.run(partial(brought_to, case.raw, sheet, readable), Rank.WHOLE_SET)
    made = await here.pool.run(partial(counted_sheet, case.raw, sheet, found))
    ids = {one.case_no: one.kept for one in reversed(found) if isinstance(one, Brought) and one.kept}
    return _Counts(made, ids)


def _uploads(here: Context, lines: list[CaseLine]) -> list[Upload | NotCounted]:
    """The kept cases of some lines; one that was removed meanwhile is none any more."""
    uploads: list[Upload | NotCounted] = []
    for line in lines:
        name = line.summary.case_no or "관리번호 없는 사례"
        try:
            raw = here.casebook.case(line.id).raw
        except CaseGone:
            continue
        except EntryDamaged as error:
            uploads.append(NotCounted(name, None, LeftOut.UNREADABLE, error.message, line.id))
            continue
        uploads.append(Upload(name, raw, kept=line.id))
    return uploads


def _rows(form: Form, counted: CountedForm, sheet: Sheet) -> list[dict[str, Any]]:
    of_sheet = counted.sheets[sheet.item]
    return [
        {
            "title": form.model.model_fields[number.key].title,
            "number": number,
            "entered": getattr(of_sheet.entered, number.key),
        }
        for number in of_sheet.numbers
    ]
