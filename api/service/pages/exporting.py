"""Kept cases as case files: one, or all of them in a ZIP, to be taken in again elsewhere."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.casebook.kept_case import CaseGone, EventKind, KeptCase
from api.cases.case_text import case_text
from api.jobs.vault import EntryDamaged
from api.service.context import Context, context
from api.service.logs import event
from api.service.pages.page import attachment

# A number that breaks its rules is no name of a file.
_NUMBER = re.compile(r"[A-Za-z0-9가-힣_-]{1,40}")
# The earliest that a ZIP can tell: the same cases give the same bytes.
_DATE = (1980, 1, 1, 0, 0, 0)
# Names the cases that could not be read, by id.
_LEFT_OUT = "읽을 수 없어 내보내지 못한 사례.txt"

router = APIRouter(prefix="/cases", include_in_schema=False)


@router.get("/all.zip")
async def every_case(request: Request) -> Response:
    """Every kept case, a file each."""
    here = context(request)
    data = await run_in_threadpool(_zip, here, await run_in_threadpool(here.person, request))
    event("cases exported")
    return attachment(data, "application/zip", "사례.zip", "cases.zip")


def _zip(here: Context, person: str) -> bytes:
    target = BytesIO()
    written, damaged = [], []
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for line in sorted(here.casebook.lines(), key=lambda line: (line.summary.case_no, line.id)):
            try:
                case = here.casebook.case(line.id)
            except CaseGone:
                # Removed in between.
                continue
            except EntryDamaged:
                damaged.append(line.id)
                continue
            archive.writestr(ZipInfo(file_name(case), _DATE), case_text(case.raw), ZIP_DEFLATED)
            written.append(case.id)
        if damaged:
            archive.writestr(ZipInfo(_LEFT_OUT, _DATE), "\r\n".join(damaged), ZIP_DEFLATED)
    here.casebook.note_all(written, EventKind.EXPORTED, person, "모든 사례(ZIP)")
    return target.getvalue()


@router.get("/{id}/case.json")
async def one_case(request: Request, id: str) -> Response:
    """A kept case as a case file."""
    here = context(request)

    def exported() -> KeptCase:
        case = here.casebook.case(id)
        here.casebook.note(id, EventKind.EXPORTED, here.person(request), "JSON")
        return case

    case = await run_in_threadpool(exported)
    event("case exported")
    return attachment(case_text(case.raw), "application/json", file_name(case))


def file_name(case: KeptCase) -> str:
    """What a case's file is called: by its number and id, never by a person."""
    number = case.case_no if _NUMBER.fullmatch(case.case_no) else ""
    return f"{number}_{case.id}.json" if number else f"{case.id}.json"
