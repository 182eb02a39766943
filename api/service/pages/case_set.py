"""한 벌: the forms of a case together, all or chosen ones, in one ZIP or as one document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import get_args

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from api.casebook.kept_case import EventKind, KeptCase, StaleCase
from api.service.context import Context, context
from api.service.download_names import document_name, set_name
from api.service.incoming import form_data
from api.service.logs import event
from api.service.pages.case_changes import revision_of
from api.service.pages.case_findings import fix_address
from api.service.pages.case_frame import address_of, frame_of
from api.service.pages.page import page
from api.service.pages.privacy_words import PRIVACY_WORDS
from api.service.problems import BadRequest, detail_of
from api.service.render_pool import Rank
from api.service.routes.forms import MEDIA_TYPES
from api.service.work.sets import MadeSet, made_set, set_of
from forms import DataError, SeosikError, form_named
from generator.document import Format
from generator.privacy.deidentify import Uncertain
from generator.privacy.modes import Privacy

_EVERY_FORMAT: tuple[Format, ...] = get_args(Format)

router = APIRouter(prefix="/cases/{id}/set", include_in_schema=False)


class NotMade(SeosikError):
    """What was chosen gives nothing to make."""

    code = "SET-CHOICE"
    http_status = 422


@dataclass(frozen=True)
class Choice:
    """What was chosen on the page; ``looked``: the places that a person must look at were looked at."""

    privacy: Privacy = "masked"
    forms: tuple[str, ...] | None = None
    formats: tuple[Format, ...] = ("pdf",)
    drafts: bool = False
    looked: bool = False

    @classmethod
    def of(cls, data: FormData) -> Choice:
        """Read what was sent; raises ``BadRequest`` or ``UnknownForm``."""
        privacy = next((one for one in PRIVACY_WORDS if one == data.get("privacy", "masked")), None)
        if privacy is None:
            raise BadRequest
        sent = data.getlist("format")
        return cls(
            privacy,
            tuple(dict.fromkeys(form_named(str(one)).id for one in data.getlist("sheet"))),
            tuple(one for one in _EVERY_FORMAT if one in sent),
            data.get("drafts") == "true",
            data.get("looked") == "true",
        )

    def require(self) -> tuple[str, ...]:
        """The forms to make; raises ``NotMade`` where something must be chosen first."""
        if not self.forms:
            raise NotMade("만들 서식을 하나 이상 고르세요.")
        if not self.formats:
            raise NotMade("PDF, DOCX, HWPX 가운데 하나 이상 고르세요.")
        if self.privacy == "deidentified" and not self.looked:
            raise NotMade("목록을 살펴본 뒤 ‘아래를 살펴보았습니다’에 표시하세요.")
        return self.forms


@router.get("")
async def choose(request: Request, id: str, privacy: Privacy = "masked") -> Response:
    """What of the case can be made, all of it chosen; deidentified with the places to look at."""
    here = context(request)
    case = await run_in_threadpool(here.casebook.case, id)
    return await _shown(request, here, case, Choice(privacy))


async def _shown(
    request: Request, here: Context, case: KeptCase, choice: Choice, error: SeosikError | None = None
) -> Response:
    nameless = choice.privacy == "deidentified"
    found = await here.pool.run(partial(set_of, case.raw, nameless))
    base = f"{address_of(case.id)}/set"
    # What stands once in the case belongs to no form.
    places: dict[str, list[tuple[Uncertain, str]]] = {}
    for one in found.doubts:
        places.setdefault(one.form or "", []).append((one, fix_address(case.id, case.raw, one.path)))
    return page(
        request,
        "case_set.html",
        "비식별 한 벌" if nameless else "한 벌 받기",
        status=error.http_status if error is not None else 200,
        frame=frame_of(case, here.settings.now(), f"{base}?privacy=deidentified" if nameless else base),
        address=base,
        choice=choice,
        forms=found.forms,
        doubts=found.doubts,
        places=places,
        wrong=detail_of(error) if error is not None else "",
        makeable=any(form.printable for form in found.forms),
        draftable=any(form.draftable for form in found.forms),
        faulty=sum(not form.printable for form in found.forms),
        privacies=PRIVACY_WORDS,
    )


@router.post("")
async def make(request: Request, id: str) -> Response:
    """The chosen forms of the revision that the page shows; of another the page is shown anew (409)."""
    here = context(request)
    async with form_data(request, here.settings) as data:
        revision = revision_of(data)
        choice = Choice.of(data)
    case = await run_in_threadpool(here.casebook.case, id)
    try:
        if case.revision != revision:
            raise StaleCase
        chosen = choice.require()
        made = await _made(here, case, choice, chosen)
    except SeosikError as error:
        if "text/html" not in request.headers.get("accept", ""):
            raise
        return await _shown(request, here, case, choice, error)
    event("download", kind="set")
    await run_in_threadpool(
        here.casebook.note, id, EventKind.PRINTED, here.person(request), _told(choice, chosen)
    )
    return _file(made, choice.privacy)


async def _made(here: Context, case: KeptCase, choice: Choice, chosen: tuple[str, ...]) -> MadeSet:
    options = here.options(choice.privacy)
    work = partial(made_set, case.raw, chosen, choice.formats, options, choice.drafts)
    try:
        return await here.pool.run(work, Rank.WHOLE_SET)
    except DataError as error:
        titles = ", ".join(form_named(form).title for form in chosen)
        raise NotMade(
            f"오류가 있어 만들지 않았습니다: {titles}. 점검 결과에서 고치거나 ‘초안’ 표시를 넣어 만드세요."
        ) from error


def _told(choice: Choice, chosen: Sequence[str]) -> str:
    """What the history says of it."""
    formats = ", ".join(one.upper() for one in choice.formats)
    what = form_named(chosen[0]).title if len(chosen) == 1 else f"서식 {len(chosen)}종"
    drafts = ", 오류가 있으면 초안" if choice.drafts else ""
    return f"한 벌({PRIVACY_WORDS[choice.privacy]}): {what} {formats}{drafts}"


def _file(made: MadeSet, privacy: Privacy) -> Response:
    if made.form:
        named = document_name(made.case_no, form_named(made.form), made.format, privacy)
        media_type = MEDIA_TYPES[made.format]
    else:
        named, media_type = set_name(made.case_no, privacy), "application/zip"
    return Response(made.data, media_type=media_type, headers={"content-disposition": named})
