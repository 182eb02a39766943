"""What the pages of a case ask of the worker processes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from api.casebook.summary import findings_of_sheet
from api.cases.intake import Upload
from api.cases.reports import CaseReport
from api.service.entry.sheets import Sheet
from api.service.work.documents import BODY, MadeDocument, judged_alone, made_document
from api.service.work.pages import page_count
from forms import Finding, InternalError, case_boundary, form_named
from forms.belonging import changes_in
from forms.filling import filled
from forms.reading import read_case
from forms.savings.terms import DECISION_WORDS
from generator.document import Format, RenderOptions
from generator.figures.change_chart import change_words, draw_change
from generator.print_view import View, record_view

_NOT_YET = "아직 셀 수 없음"


@dataclass(frozen=True)
class CheckedSheet:
    """A sheet after checking: the findings that concern it, and whether it prints as it is, or as a draft."""

    findings: tuple[Finding, ...]
    printable: bool
    draftable: bool


@dataclass(frozen=True)
class ShownChange:
    """What changed in one respect: ``view`` for its table, and its chart as ``svg`` and in ``words``."""

    view: View
    svg: str
    words: str


@dataclass(frozen=True)
class LookedAtHeads:
    """What the page of the heads asks for, in one piece of work."""

    findings: tuple[Finding, ...] = ()
    changes: tuple[ShownChange, ...] = ()


@dataclass(frozen=True)
class SheetPreview(MadeDocument):
    """A sheet as PDF, to be looked at: its ``pages``, and whether it bears the mark of a draft."""

    pages: int
    draft: bool


def check_sheet(raw: dict[str, Any], sheet: Sheet, nameless: bool = False) -> CheckedSheet:
    """The checks of the file route; whether the sheet can be printed is told of it alone.

    ``nameless``: deidentified, which asks for a whole case without errors.
    """
    report = CaseReport.of(Upload(BODY, raw))
    form = form_named(sheet.form)
    several = isinstance(raw["forms"][sheet.form], list)
    printable = report.can_print(form, draft=False, nameless=nameless)
    return CheckedSheet(
        tuple(findings_of_sheet(report.findings, sheet.form, sheet.item, several)),
        printable,
        printable or report.can_print(form, draft=True, nameless=nameless),
    )


def findings_of_case(raw: dict[str, Any]) -> tuple[Finding, ...]:
    """Everything that is found in a case, errors first."""
    return CaseReport.of(Upload(BODY, raw), open_files=True).findings


def findings_of_heads(raw: dict[str, Any]) -> tuple[Finding, ...]:
    """What is found in that which stands once in a case."""
    found = CaseReport.of(Upload(BODY, raw)).findings
    return tuple(one for one in found if one.form is None and not one.path.startswith("/forms/"))


def looked_at_heads(raw: dict[str, Any], asked: bool, changes: bool) -> LookedAtHeads:
    """What is found in the heads where that is ``asked``, and what ``changes`` the case shows."""
    return LookedAtHeads(
        findings_of_heads(raw) if asked else (), tuple(_shown_changes(raw)) if changes else ()
    )


def _shown_changes(raw: dict[str, Any]) -> list[ShownChange]:
    """Of what can be read; a form with errors in it shows none. Nothing where the program itself trips."""
    read = read_case(raw)
    if read.case is None:
        return []
    try:
        with case_boundary():
            views = [record_view(change) for change in changes_in(filled(read.case))]
            return [ShownChange(one, draw_change(one).to_svg(), change_words(one)) for one in views]
    except InternalError:
        return []


def sheet_document(raw: dict[str, Any], sheet: Sheet, format: Format, options: RenderOptions) -> MadeDocument:
    """A sheet as a document."""
    return made_document(Upload(BODY, raw), sheet.form, format, options, sheet.item + 1)


def sheet_preview(raw: dict[str, Any], sheet: Sheet, options: RenderOptions) -> SheetPreview:
    """A sheet as it would print, with the mark of a draft where errors stand; raises ``DataError``."""
    draft = not check_sheet(raw, sheet, options.privacy == "deidentified").printable
    made = sheet_document(raw, sheet, "pdf", replace(options, draft=draft))
    return SheetPreview(made.case_no, made.data, page_count(made.data), draft)


def entry_totals(raw: dict[str, Any]) -> dict[str, str]:
    """The totals of a proof of use, in words for the page; as far as they can be told."""
    result = judged_alone(Upload(BODY, raw)).result
    if result is None:
        return {
            "support": f"{_typed_sum(raw, 'supports'):,}원",
            "amounts": f"{_typed_sum(raw, 'evidence'):,}원",
            "accepted": _NOT_YET,
            "review": _NOT_YET,
            "required": _NOT_YET,
            "verdict": "빠진 항목을 채우면 판정합니다",
            "items": "",
        }
    items = ", ".join(f"{item.id}번 {DECISION_WORDS[item.decision]}" for item in result.items)
    return {
        "support": f"{result.support_total:,}원",
        "amounts": f"{_typed_sum(raw, 'evidence'):,}원",
        "accepted": f"{result.accepted_total:,}원",
        "review": f"{result.review_total:,}원",
        "required": f"{result.required:,}원",
        "verdict": result.verdict,
        "items": items,
    }


def _typed_sum(raw: dict[str, Any], key: str) -> int:
    proof = raw.get("forms", {}).get("usage_proof")
    rows = proof.get(key) if isinstance(proof, dict) else None
    amounts = [row.get("amount") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return sum(amount for amount in amounts if isinstance(amount, int) and not isinstance(amount, bool))
