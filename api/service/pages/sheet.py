"""A sheet of a case: typed by hand, checked as an uploaded file is, printed as the page shows it."""

from __future__ import annotations

from functools import partial
from typing import Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from api.casebook.kept_case import EventKind, KeptCase
from api.service.context import Context, context
from api.service.entry.fields import form_parts
from api.service.entry.sections import sections
from api.service.entry.sheets import Sheet, heads_of, record_at, with_typed
from api.service.entry.view import anchor, by_path, view
from api.service.incoming import form_data
from api.service.pages.case_changes import AUTOSAVE, TypedPage, changed, saved_answer, take_out
from api.service.pages.case_frame import address_of, frame_of
from api.service.pages.page import page, see_other
from api.service.pages.privacy_words import PRIVACY_WORDS
from api.service.pages.sheet_papers import NOT_NAMELESS, SheetNumber
from api.service.problems import NotFound
from api.service.work.entry import check_sheet, entry_totals
from api.service.work.origins import given_values
from api.service.work.sets import sheet_doubts
from forms import Severity, form_named
from generator.privacy.modes import Privacy

TOTALS_FOR = "usage_proof"
Made = Literal["", "pdf", "docx", "hwpx"]

router = APIRouter(prefix="/cases/{id}/sheets/{form}/{number}", include_in_schema=False)


@router.get("")
async def sheet_page(
    request: Request,
    id: str,
    form: str,
    number: SheetNumber,
    made: Made = "",
    at: str = "",
    asked: bool = False,
    privacy: Privacy = "masked",
) -> Response:
    """A sheet as far as it was typed, and what is wrong with it once that was ``asked``.

    ``made`` has the browser fetch the document that was just asked for, as ``privacy`` says; ``at`` goes to the
    box of a path, with what is wrong there.
    """
    here = context(request)
    sheet = Sheet(form_named(form).id, number - 1)
    case = await run_in_threadpool(here.casebook.case, id)
    await run_in_threadpool(here.casebook.note, id, EventKind.OPENED, here.person(request))
    return await _shown(request, here, case, sheet, made, at, asked, privacy)


async def _shown(
    request: Request,
    here: Context,
    case: KeptCase,
    sheet: Sheet,
    made: Made,
    at: str,
    asked: bool,
    privacy: Privacy,
) -> Response:
    form = form_named(sheet.form)
    record, place = record_at(case.raw, sheet)
    nameless = privacy == "deidentified"
    checked = await here.pool.run(partial(check_sheet, case.raw, sheet, nameless))
    asked = asked or sheet.key in case.checked
    wrong = by_path(checked.findings) if asked else {}
    heads = view(heads_of(sheet), case.raw, "", wrong)
    given = await here.pool.run(partial(given_values, case.raw, sheet))
    parts = view(form_parts(form.id), record, place, wrong, given)
    found = [(one, anchor(one.path, (*heads, *parts))) for one in checked.findings] if asked else []
    if at:
        box = anchor(at, (*heads, *parts)) or "sheet"
        return see_other(request, f"{address_of(case.id, sheet)}?asked=true#{box}")
    heads_wrong = any(link is None for one, link in found if one.severity is Severity.ERROR)
    totals = await here.pool.run(partial(entry_totals, case.raw)) if form.id == TOTALS_FOR else None
    draft = {} if checked.printable else {"draft": "true"}
    made = made if checked.draftable else ""
    looks = made and nameless
    doubts = await here.pool.run(partial(sheet_doubts, case.raw, form, sheet.item)) if looks else ()
    return page(
        request,
        "sheet.html",
        form.title,
        frame=frame_of(case, here.settings.now(), address_of(case.id, sheet)),
        form=form,
        place=place,
        value=case.value,
        address=address_of(case.id, sheet),
        query=urlencode({"revision": case.revision, "privacy": privacy, **draft}),
        made=made,
        privacy=privacy,
        privacies=PRIVACY_WORDS,
        doubts=doubts,
        not_nameless=NOT_NAMELESS if nameless and not checked.printable else "",
        heads=heads,
        heads_open=not case.case_no
        or not case.summary.client
        or any(one.wrong for one in heads)
        or heads_wrong,
        sections=sections(parts, form.model.headings),
        asked=asked,
        checked=checked,
        errors=[(one, link) for one, link in found if one.severity is Severity.ERROR],
        others=[(one, link) for one, link in found if one.severity is not Severity.ERROR],
        totals=totals,
    )


@router.post("")
async def typed_sheet(request: Request, id: str, form: str, number: SheetNumber) -> Response:
    """Keep what was typed and do what the button says."""
    here = context(request)
    found = form_named(form)
    sheet = Sheet(found.id, number - 1)
    async with form_data(request, here.settings) as data:
        typed = TypedPage.of(data)
        privacy = privacy_of(data)
    done = await changed(request, here, id, typed, sheet, found.title, once=typed.do == "out")
    if isinstance(done, Response):
        return done
    case, at = done
    address = address_of(id, sheet)
    match typed.do:
        case _ if typed.do == AUTOSAVE:
            return saved_answer(case, here.settings.now())
        case "out":
            await take_out(request, here, case, sheet)
            return see_other(request, f"{address_of(id)}#aside")
        case "count":
            return see_other(request, f"{address}/counts")
        case "check":
            at = "summary"
        case "pdf" | "docx" | "hwpx" | "print":
            checked = await here.pool.run(partial(check_sheet, case.raw, sheet, privacy == "deidentified"))
            if checked.printable and typed.do == "print":
                query = urlencode({"revision": case.revision, "privacy": privacy, "inline": "true"})
                return see_other(request, f"{address}/document.pdf?{query}")
            if checked.printable:
                return see_other(request, f"{address}?made={typed.do}&privacy={privacy}#papers")
            at = "summary"
    chosen = f"?privacy={privacy}" if privacy != "masked" else ""
    return see_other(request, f"{address}{chosen}{f'#{at}' if at else ''}")


def privacy_of(data: FormData) -> Privacy:
    """How the page's papers are to be printed, masked where it does not say."""
    return next((one for one in PRIVACY_WORDS if one == data.get("privacy")), "masked")


@router.post("/totals")
async def totals(request: Request, id: str, form: str, number: SheetNumber) -> dict[str, str]:
    """The totals of what stands in the boxes now; nothing is kept."""
    here = context(request)
    if form != TOTALS_FOR:
        raise NotFound
    async with form_data(request, here.settings) as data:
        typed = TypedPage.of(data)
    case = await run_in_threadpool(here.casebook.case, id)
    raw = with_typed(case.raw, typed.values, Sheet(form, number - 1), typed.place)
    return await here.pool.run(partial(entry_totals, raw))
