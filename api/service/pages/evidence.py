"""증빙 점검: every case of an upload in one table, what is open, receipts used twice, and draws for a second look."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.service.context import Context, context
from api.service.evidence_record import DONE_WORDS, METHOD, SEED_AT_MOST, Draw, drawn
from api.service.incoming import form_data
from api.service.judged import judged_upload
from api.service.kept import KeptUpload, workspace_of
from api.service.logs import event
from api.service.pages.page import attachment, kept_upload, laid_out, page, see_other
from api.service.pages.start import XLSX
from api.service.work.audit import audit_workbook
from api.service.work.evidence import EvidenceLine, JudgedUpload
from api.service.work.pages import CASES_LISTED
from forms.savings.terms import DECISION_WORDS
from generator.privacy.modes import Privacy

router = APIRouter(prefix="/evidence", include_in_schema=False)

# Groups that a page shows; the rest is told in numbers, and the workbook has them.
_GROUPS_LISTED = 200
MARKS = {"충족": "good", "해당없음": "info", "검토필요": "warning", "미충족": "error", "규정없음": "warning"}


class _Filter(NamedTuple):
    """A choice of cases: its name in the address, in words, and which it takes."""

    name: str
    words: str
    takes: Callable[[EvidenceLine], bool]


_FILTERS = (
    _Filter("", "전체", lambda line: True),
    _Filter("open", "열린 것이 있음", lambda line: line.open > 0),
    _Filter("review", "검토필요", lambda line: line.verdict == "검토필요"),
    _Filter("unmet", "미충족", lambda line: line.verdict == "미충족"),
    _Filter("met", "충족", lambda line: line.verdict == "충족"),
    _Filter("none", "해당없음·규정없음", lambda line: line.verdict in ("해당없음", "규정없음")),
    _Filter("unjudged", "판정하지 않음", lambda line: line.verdict is None),
)


class Sums(NamedTuple):
    """What some cases come to, in won; required and shortfall of those for which half is asked."""

    verdicts: tuple[tuple[str, int], ...]
    support: int
    required: int
    accepted: int
    review: int
    shortfall: int


@router.get("")
def bring(request: Request, missing: bool = False) -> Response:
    """Bring a file."""
    return page(request, "evidence_start.html", "증빙 점검", missing=missing)


@router.get("/{id}")
async def evidence(request: Request, id: str, show: str = "", start: int = 1) -> Response:
    """Every case of the upload in a table."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    return await _shown(request, here, upload, show, start)


async def _shown(
    request: Request,
    here: Context,
    upload: KeptUpload,
    show: str = "",
    start: int = 1,
    wrong: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    judged = await judged_upload(request, here, upload)
    lines = judged.lines
    chosen = next((one for one in _FILTERS if one.name == show), _FILTERS[0])
    taken = [line for line in lines if chosen.takes(line)]
    first = max(0, start - 1) // CASES_LISTED * CASES_LISTED
    counts = [(one, sum(map(one.takes, lines))) for one in _FILTERS]
    return page(
        request,
        "evidence.html",
        "증빙 점검",
        status=422 if wrong else 200,
        upload=upload,
        lines=lines,
        shown=taken[first : first + CASES_LISTED],
        taken=len(taken),
        first=first,
        step=CASES_LISTED,
        chosen=chosen,
        filters=[(one, count) for one, count in counts if count or one.name in ("", chosen.name)],
        sums=sums_of(taken),
        unread=[line for line in lines if line.verdict is None and line.failed],
        groups=judged.groups[:_GROUPS_LISTED],
        group_count=len(judged.groups),
        marks=MARKS,
        words=DECISION_WORDS,
        done=DONE_WORDS,
        log=upload.record.log,
        draws=upload.record.draws,
        method=METHOD,
        judged_count=len(_judged_numbers(judged)),
        wrong=wrong or {},
        typed=typed or {},
        items=item_ids(judged, upload),
    )


def sums_of(lines: Sequence[EvidenceLine]) -> Sums:
    """What these cases come to."""
    verdicts = Counter(line.verdict or ("판정 못 함" if line.failed else "점검표 없음") for line in lines)
    return Sums(
        tuple(verdicts.items()),
        sum(line.support for line in lines),
        sum(line.required for line in lines),
        sum(line.accepted for line in lines),
        sum(line.review for line in lines),
        sum(line.shortfall for line in lines),
    )


def item_ids(judged: JudgedUpload, upload: KeptUpload) -> dict[tuple[int, int], str]:
    """The number that a person gave each item of the log, by case and position."""
    wanted = {entry.case for entry in upload.record.log}
    return {
        (case.line.number, position): item.id
        for case in judged.cases
        if case.line.number in wanted
        for position, (item, _) in enumerate(case.judged.items)
    }


@router.post("/{id}/draws")
async def draw(request: Request, id: str) -> Response:
    """Draw cases for a second look, by a seed that is kept."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    async with form_data(request, here.settings) as form:
        typed = {name: str(form.get(name, "")).strip() for name in ("count", "seed")}
    numbers = _judged_numbers(await judged_upload(request, here, upload))
    count, seed = _whole(typed["count"]), _whole(typed["seed"])
    wrong: dict[str, str] = {}
    if count is None or not 1 <= count <= len(numbers):
        wrong["count"] = f"1부터 판정한 사례의 수({len(numbers):,})까지의 수를 적으세요."
    if typed["seed"] and (seed is None or seed > SEED_AT_MOST):
        wrong["seed"] = f"0부터 {SEED_AT_MOST:,}까지의 수를 적거나 비워 두세요."
    if wrong or count is None:
        return await _shown(request, here, upload, wrong=wrong, typed=typed)
    # Without one a seed is drawn, too, and told like any other.
    seed = secrets.randbelow(SEED_AT_MOST + 1) if seed is None else seed
    made = Draw(
        here.settings.now().isoformat(timespec="seconds"),
        here.person(request),
        seed,
        len(numbers),
        drawn(numbers, count, seed),
    )
    await run_in_threadpool(here.kept.draw, workspace_of(request), upload, made)
    event("evidence drawn")
    return see_other(request, f"/evidence/{id}#draws")


def _judged_numbers(judged: JudgedUpload) -> list[int]:
    return [line.number for line in judged.lines if line.verdict is not None]


def _whole(text: str) -> int | None:
    digits = text.replace(",", "")
    return int(digits) if re.fullmatch(r"[0-9]{1,12}", digits) else None


@router.get("/{id}/audit.xlsx")
async def audit(request: Request, id: str, privacy: Privacy = "masked") -> Response:
    """The audit workbook."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    judged = await judged_upload(request, here, upload)
    async with laid_out(request, here, upload) as incoming:
        work = partial(audit_workbook, incoming, judged, privacy, upload.record)
        data = await here.pool.run(work)
    event("download", kind="audit")
    return attachment(data, XLSX, "evidence.xlsx")
