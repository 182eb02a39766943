"""The pages that a packet has besides its official forms: cover, checklist, page of charts, separator slips."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pydantic import BaseModel, ConfigDict

from forms import Finding, Severity, label_with_form
from forms.change import Change
from forms.checklist import ChecklistItem
from generator.binding import BoundForm, bind_template
from generator.print_view import record_view
from generator.privacy.modes import MASKED, Reading
from generator.styles import TEMPLATES
from generator.template import FormTemplate, read_template

SLIP_TITLE = "묶음 구분지"
CHANGES_TITLE = "변화 도표"


class _Page(BaseModel):
    model_config = ConfigDict(frozen=True)

    title: str


class Cover(_Page):
    """The cover. Names are shortened to their first and last syllable, or roles stand for them.

    ``note`` is one more sentence below; empty where there is none.
    """

    case_no: str
    client: str
    worker: str
    agency: str
    day_title: str
    day: str
    contents: str
    packet_id: str
    note: str = ""


class ChecklistRow(BaseModel):
    """A line of the completeness check."""

    title: str
    state: str
    detail: str
    basis: str


class Note(BaseModel):
    """A warning, or a finding that somebody has explained."""

    severity: str
    place: str
    message: str
    basis: str


class Checklist(_Page):
    """The completeness check and what was found."""

    items: tuple[ChecklistRow, ...]
    notes: tuple[Note, ...]


class _Changes(_Page):
    changes: tuple[Change, ...]


class Slip(_Page):
    """A slip before a packet in a print stream; ``pages`` counts the packet's own."""

    sequence: str
    case_no: str
    client: str
    pages: str


@cache
def _template(name: str) -> FormTemplate:
    return read_template(TEMPLATES / "packet" / f"{name}.html")


def templates_digest() -> str:
    """What the look of every packet's such pages depends on, for content addresses."""
    return "".join(_template(name).sha256 for name in ("cover", "checklist", "slip"))


def changes_digest() -> str:
    """What the look of the page of charts depends on, which few packets hold."""
    return _template("changes").sha256


def _bound(name: str, page: _Page, shown: Reading = MASKED) -> BoundForm:
    return bind_template(f"packet_{name}", page.title, _template(name), record_view(page, shown))


def cover(page: Cover, shown: Reading = MASKED) -> BoundForm:
    """The bound cover."""
    return _bound("cover", page, shown)


def slip(page: Slip) -> BoundForm:
    """A bound separator slip."""
    return _bound("slip", page)


def checklist(
    title: str, items: Sequence[ChecklistItem], findings: Sequence[Finding], shown: Reading = MASKED
) -> BoundForm:
    """The bound checklist: what a packet needs, then warnings and acknowledgements."""
    rows = tuple(
        ChecklistRow(title=i.title, state=i.state, detail=i.detail, basis=f"{i.rule} · {i.source}")
        for i in items
    )
    notes = tuple(
        Note(
            severity="확인" if finding.severity is Severity.INFO else finding.severity.korean,
            place=label_with_form(finding.form, finding.label, "\n"),
            message=finding.message,
            basis=" · ".join(part for part in (finding.rule, finding.source) if part),
        )
        for finding in findings
        if finding.severity is not Severity.INFO or "[확인:" in finding.message
    )
    return _bound("checklist", Checklist(title=title, items=rows, notes=notes), shown)


def change_page(changes: Sequence[Change], shown: Reading = MASKED) -> BoundForm:
    """The bound page of charts: what changed, as bars and as a table."""
    return _bound("changes", _Changes(title=CHANGES_TITLE, changes=tuple(changes)), shown)


def short_name(name: str | None) -> str:
    """A name's first and last syllable, 홍○동; two syllables keep the first."""
    if not name:
        return ""
    if len(name) <= 2:
        return name[0] + "○" * (len(name) - 1)
    return name[0] + "○" * (len(name) - 2) + name[-1]
