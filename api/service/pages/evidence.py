"""증빙 점검: whether the evidence covers half of the support, and what a person decides of the rest."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from api.entry.typed_values import date_of, won_of
from api.service.context import Context, context
from api.service.incoming import form_data
from api.service.kept import KeptUpload, workspace_of
from api.service.logs import event
from api.service.pages.page import attachment, kept_upload, laid_out, page, see_other
from api.service.pages.start import XLSX
from api.service.problems import NotFound
from api.service.work.pages import JudgedCase, audit_workbook, judge_upload
from forms.field_errors import field_findings
from forms.savings.proof import Review
from forms.savings.terms import DECISION_WORDS
from generator.privacy.modes import Privacy

router = APIRouter(prefix="/evidence", include_in_schema=False)

_FIELDS = ("decision", "countable_amount", "decided_by", "decided_on", "basis")


@router.get("")
def bring(request: Request, missing: bool = False) -> Response:
    """Bring a file."""
    return page(request, "evidence_start.html", "증빙 점검", missing=missing)


@router.get("/{id}")
async def evidence(request: Request, id: str) -> Response:
    """Coverage and items of every case of the upload."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    return await _shown(request, here, upload)


async def _shown(
    request: Request,
    here: Context,
    upload: KeptUpload,
    *,
    typed: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
    at: str = "",
) -> Response:
    async with laid_out(request, here, upload) as incoming:
        cases = await here.pool.run(partial(judge_upload, incoming, upload.decisions))
    return page(
        request,
        "evidence.html",
        "증빙 점검",
        status=422 if wrong else 200,
        upload=upload,
        cases=cases,
        words=DECISION_WORDS,
        typed=typed or {},
        wrong=wrong or {},
        at=at,
        titles={name: field.title for name, field in Review.model_fields.items()},
        today=here.settings.today(),
    )


@router.post("/{id}/{case}/{position}")
async def decide(request: Request, id: str, case: int, position: int) -> Response:
    """Record a person's decision on an item, or take it back."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    place = f"{case}/{position}"
    async with laid_out(request, here, upload) as incoming:
        cases = await here.pool.run(partial(judge_upload, incoming, upload.decisions))
    amount = _amount_of(cases, case, position)
    async with form_data(request, here.settings) as form:
        typed = {name: str(form.get(name, "")).strip() for name in _FIELDS}
        withdrawn = form.get("do") == "withdraw"
    if withdrawn:
        await run_in_threadpool(here.kept.withdraw, workspace_of(request), upload, place)
        return see_other(request, f"/evidence/{id}#item-{case}-{position}")
    review, wrong = _review(typed, amount)
    if not wrong:
        # A review that the case itself cannot hold (a dormitory fee needs its countable part).
        tried = {**upload.decisions, place: review}
        async with laid_out(request, here, upload) as incoming:
            judged = (await here.pool.run(partial(judge_upload, incoming, tried)))[case - 1].judged
        for finding in judged.read.findings if judged.result is None else ():
            name = finding.path.rpartition("/")[2]
            wrong[name if name in _FIELDS else "countable_amount"] = finding.message
    if wrong:
        return await _shown(request, here, upload, typed=typed, wrong=wrong, at=place)
    await run_in_threadpool(here.kept.decide, workspace_of(request), upload, place, review)
    event("decision recorded")
    return see_other(request, f"/evidence/{id}#item-{case}-{position}")


def _amount_of(cases: list[JudgedCase], case: int, position: int) -> int:
    """The amount of an item in won; raises ``NotFound`` for an item that is not there."""
    if not 1 <= case <= len(cases):
        raise NotFound
    proof = cases[case - 1].judged.read.proof
    if proof is None or not 0 <= position < len(proof.evidence):
        raise NotFound
    return proof.evidence[position].amount


def _review(typed: dict[str, str], amount: int) -> tuple[dict[str, Any], dict[str, str]]:
    """(the review as in a case file, what is wrong by field)."""
    raw: dict[str, Any] = {name: value for name, value in typed.items() if value}
    if "countable_amount" in raw:
        raw["countable_amount"] = won_of(raw["countable_amount"])
    if "decided_on" in raw:
        raw["decided_on"] = date_of(raw["decided_on"])
    wrong: dict[str, str] = {}
    try:
        Review.model_validate(raw)
    except ValidationError as error:
        for finding in field_findings(Review, raw, error, {}):
            wrong[finding.path.removeprefix("/")] = finding.message
    if isinstance(raw.get("countable_amount"), int) and raw["countable_amount"] > amount:
        wrong["countable_amount"] = f"금액({amount:,}원)을 넘을 수 없습니다."
    return raw, wrong


@router.get("/{id}/audit.xlsx")
async def audit(request: Request, id: str, privacy: Privacy = "masked") -> Response:
    """The audit workbook."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    async with laid_out(request, here, upload) as incoming:
        data = await here.pool.run(partial(audit_workbook, incoming, upload.decisions, privacy))
    event("download", kind="audit")
    return attachment(data, XLSX, "evidence.xlsx")
