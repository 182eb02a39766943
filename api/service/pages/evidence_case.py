"""증빙 점검 of one case: its items, what the clauses say of each, and beside each what a person decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from api.entry.typed_values import date_of, won_of
from api.evidence.files import FileReport
from api.service.context import Context, context
from api.service.evidence_record import DONE_WORDS, Decided, Done
from api.service.incoming import form_data
from api.service.judged import judged_upload, judged_with, papers_shown
from api.service.kept import KeptUpload, workspace_of
from api.service.logs import event
from api.service.pages.evidence import MARKS
from api.service.pages.page import kept_upload, laid_out, page, see_other
from api.service.problems import NotFound
from api.service.work.evidence import EvidenceLine, HeldCase, JudgedUpload, Papers
from api.service.work.evidence_papers import Size, Turn, paper_picture
from forms.field_errors import field_findings
from forms.savings.evidence import ItemResult
from forms.savings.proof import EvidenceItem, Review
from forms.savings.terms import DECISION_WORDS

router = APIRouter(prefix="/evidence", include_in_schema=False)

_FIELDS = ("decision", "countable_amount", "decided_by", "decided_on", "basis")
_DECISION_MARKS = {"accepted": "good", "rejected": "error", "review": "warning"}


@dataclass(frozen=True)
class Look:
    """How a file is looked at: its page from 1, one of two sizes, turned by so many degrees clockwise."""

    sheet: int = 1
    zoom: Size = Size.GLANCE
    turn: Turn = Turn.NONE

    def within(self, paper: FileReport | None) -> Look:
        """The same, at a page that the file has."""
        pages = paper.file.pages if paper is not None and paper.file is not None else 1
        return replace(self, sheet=min(max(1, self.sheet), max(1, pages)))

    def address(self, position: int, **other: int) -> str:
        """The query that shows the item's file so, with something of it changed."""
        asked = {**vars(self), **other}
        return f"?paper={position}&sheet={asked['sheet']}&zoom={asked['zoom']}&turn={asked['turn'] % 360}"


@dataclass(frozen=True)
class ShownItem:
    """An item of the page. ``recorded``: what was decided here; ``others``: the receipts like it."""

    position: int
    item: EvidenceItem
    result: ItemResult
    recorded: dict[str, Any] | None
    others: tuple[tuple[str, str], ...]
    paper: FileReport | None
    look: Look


@dataclass(frozen=True)
class Typed:
    """A decision as it was typed, at the position of its item, and what is wrong by field."""

    at: int
    values: dict[str, str]
    wrong: dict[str, str]


@router.get("/{id}/{number:int}")
async def case(
    request: Request,
    id: str,
    number: int,
    changed: int = 0,
    paper: int = -1,
    sheet: int = 1,
    zoom: Size = Size.GLANCE,
    turn: Turn = Turn.NONE,
) -> Response:
    """A case (from 1) of the upload; ``changed``: the entry of the log that was just made.

    The file of the item at ``paper`` is shown from page ``sheet``, larger and turned as asked.
    """
    here = context(request)
    upload = await kept_upload(request, here, id)
    judged = await judged_upload(request, here, upload)
    return await _shown(
        request, here, upload, judged, number, changed=changed, looks={paper: Look(sheet, zoom, turn)}
    )


async def _shown(
    request: Request,
    here: Context,
    upload: KeptUpload,
    judged: JudgedUpload,
    number: int,
    *,
    changed: int = 0,
    typed: Typed | None = None,
    looks: Mapping[int, Look] | None = None,
) -> Response:
    held = _case(judged, number)
    log = upload.record.log
    entry = log[changed - 1] if 1 <= changed <= len(log) and log[changed - 1].case == number else None
    by, basis = await run_in_threadpool(here.kept.last_words, workspace_of(request))
    proof = held.judged
    papers = await papers_shown(request, here, upload, judged, number)
    items = _items(upload, judged, number, papers, looks or {})
    opened = [one.position for one in items if one.result.decision == "review"]
    return page(
        request,
        "evidence_case.html",
        f"사례 {held.line.label}",
        status=422 if typed is not None else 200,
        upload=upload,
        line=held.line,
        judged=proof,
        items=items,
        opened=opened,
        after={one.position: next((p for p in opened if p > one.position), None) for one in items},
        before=_near([line for line in judged.lines if line.number < number][::-1]),
        next=_near([line for line in judged.lines if line.number > number]),
        next_open=_next_open(judged, number),
        case_count=len(judged.cases),
        marks=MARKS,
        decision_marks=_DECISION_MARKS,
        words=DECISION_WORDS,
        done=DONE_WORDS,
        entry=entry,
        log=[one for one in log if one.case == number],
        numbered={(number, one.position): one.item.id for one in items},
        typed=typed or Typed(-1, {}, {}),
        by=by or here.person(request),
        basis=basis,
        titles={name: field.title for name, field in Review.model_fields.items()},
        today=here.settings.today(),
    )


def _case(judged: JudgedUpload, number: int) -> HeldCase:
    if not 1 <= number <= len(judged.cases):
        raise NotFound
    return judged.cases[number - 1]


def _near(lines: list[EvidenceLine]) -> EvidenceLine | None:
    return lines[0] if lines else None


def _next_open(judged: JudgedUpload, number: int) -> tuple[EvidenceLine, int] | None:
    """The next case after this one, round to the first, with an open item, and where that stands."""
    around = judged.lines[number:] + judged.lines[: number - 1]
    return next(((line, line.states.index("review")) for line in around if line.open), None)


def _items(
    upload: KeptUpload,
    judged: JudgedUpload,
    number: int,
    papers: Papers,
    looks: Mapping[int, Look],
) -> list[ShownItem]:
    others: dict[int, list[tuple[str, str]]] = {}
    for group in judged.groups:
        for own in group:
            if own.number == number:
                others[own.position] = [
                    (
                        f"/evidence/{upload.id}/{one.number}#item-{one.position}",
                        f"{judged.cases[one.number - 1].line.label}의 증빙 {one.id}번",
                    )
                    for one in group
                    if one is not own
                ]
    return [
        ShownItem(
            position,
            item,
            result,
            upload.decisions.get(f"{number}/{position}"),
            tuple(others.get(position, ())),
            papers.get(position),
            looks.get(position, Look()).within(papers.get(position)),
        )
        for position, (item, result) in enumerate(judged.cases[number - 1].judged.items)
    ]


@router.get("/{id}/{number:int}/{position:int}")
def item(request: Request, id: str, number: int, position: int) -> Response:
    """An address that a form was sent to, opened again: the item on its page."""
    return see_other(request, f"/evidence/{id}/{number}#item-{position}")


@router.get("/{id}/{number:int}/{position:int}/paper.jpg")
async def paper(
    request: Request,
    id: str,
    number: int,
    position: int,
    sheet: int = 1,
    zoom: Size = Size.GLANCE,
    turn: Turn = Turn.NONE,
) -> Response:
    """A page of an item's file, as a picture of our own making."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    held = _case(await judged_upload(request, here, upload), number)
    async with laid_out(request, here, upload) as incoming:
        work = partial(paper_picture, incoming, held, position, sheet, zoom, turn)
        return Response(await here.pool.run(work), media_type="image/jpeg")


@router.post("/{id}/{number:int}/{position:int}")
async def decide(request: Request, id: str, number: int, position: int) -> Response:
    """Record a person's decision on an item, or take it back."""
    here = context(request)
    upload = await kept_upload(request, here, id)
    judged = await judged_upload(request, here, upload)
    held = _case(judged, number)
    amount = _amount_of(held, position)
    async with form_data(request, here.settings) as form:
        typed = {name: str(form.get(name, "")).strip() for name in _FIELDS}
        withdrawn = form.get("do") == "withdraw"
    place = f"{number}/{position}"
    workspace = workspace_of(request)
    if withdrawn:
        left = {key: review for key, review in upload.decisions.items() if key != place}
        after = await judged_with(here, held, left)
        said = await run_in_threadpool(here.kept.last_words, workspace)
        who = typed["decided_by"] or said[0] or here.person(request)
        entry = _entry(here, held, after, position, "withdrawn", {"decided_by": who})
        changed = await run_in_threadpool(here.kept.withdraw, workspace, upload, place, entry)
        event("decision withdrawn")
        return see_other(request, f"/evidence/{id}/{number}?changed={changed}#item-{position}")
    review, wrong = _review(typed, amount)
    after = held
    if not wrong:
        # A review that the case itself cannot hold (a dormitory fee needs its countable part).
        after = await judged_with(here, held, {**upload.decisions, place: review})
        for finding in after.judged.read.findings if after.judged.result is None else ():
            name = finding.path.rpartition("/")[2]
            wrong[name if name in _FIELDS else "countable_amount"] = finding.message
    if wrong:
        return await _shown(request, here, upload, judged, number, typed=Typed(position, typed, wrong))
    entry = _entry(here, held, after, position, review["decision"], review)
    changed = await run_in_threadpool(here.kept.decide, workspace, upload, place, review, entry)
    event("decision recorded")
    return see_other(request, f"/evidence/{id}/{number}?changed={changed}#item-{position}")


def _entry(
    here: Context, before: HeldCase, after: HeldCase, position: int, done: Done, review: dict[str, Any]
) -> Decided:
    return Decided(
        at=here.settings.now().isoformat(timespec="seconds"),
        case=before.line.number,
        position=position,
        done=done,
        by=review.get("decided_by", ""),
        basis=review.get("basis", ""),
        decided_on=review.get("decided_on", ""),
        countable_amount=review.get("countable_amount"),
        verdict_before=before.line.verdict or "",
        verdict=after.line.verdict or "",
        accepted_before=before.line.accepted,
        accepted=after.line.accepted,
    )


def _amount_of(held: HeldCase, position: int) -> int:
    """The amount of an item in won; raises ``NotFound`` for an item that is not there."""
    proof = held.judged.read.proof
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
