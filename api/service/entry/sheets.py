"""The sheets of a case file: one filled form each, found, typed into, added, taken out and put back.

Every function returns a new case file and leaves the one that it was given as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from api.casebook.kept_case import AsideSheet
from api.service.entry.asking import id_of
from api.service.entry.data import Typed, record_of, with_row
from api.service.entry.fields import Part, case_parts, form_parts
from api.service.problems import NotFound
from forms import Form, all_forms, form_named

RawCase = dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """A sheet by its form and its place among those of its kind (from 0)."""

    form: str
    item: int = 0

    @property
    def key(self) -> str:
        """Its name among the checked sheets of a kept case."""
        return f"{self.form}/{self.item}"

    @property
    def address(self) -> str:
        """Where its page stands, below its case."""
        return f"/sheets/{self.form}/{self.item + 1}"


def sheet_at(place: str) -> Sheet | None:
    """The sheet at a path of the case file, as ``record_at`` gives it; None for "", the heads."""
    steps = place.split("/")[2:]
    return Sheet(steps[0], int(steps[1]) if len(steps) > 1 else 0) if steps else None


def record_at(raw: Mapping[str, Any], sheet: Sheet) -> tuple[Any, str]:
    """(what was entered on a sheet, its path in the case file); raises ``NotFound`` where there is none."""
    held = _forms(raw).get(sheet.form)
    if isinstance(held, list):
        if sheet.item < len(held):
            return held[sheet.item], f"/forms/{sheet.form}/{sheet.item}"
    elif sheet.form in _forms(raw) and sheet.item == 0:
        return held, f"/forms/{sheet.form}"
    raise NotFound


def holds(raw: Mapping[str, Any], sheet: Sheet) -> bool:
    """Whether a case has that sheet."""
    try:
        record_at(raw, sheet)
    except NotFound:
        return False
    return True


def sheet_of_path(raw: Mapping[str, Any], path: str) -> Sheet | None:
    """The sheet on which a path of the case file stands (the first of a kind for the kind itself), if any."""
    steps = path.split("/")[1:]
    if len(steps) < 2 or steps[0] != "forms" or steps[1] not in {form.id for form in all_forms()}:
        return None
    item = 0
    if isinstance(_forms(raw).get(steps[1]), list) and len(steps) > 2 and steps[2].isascii():
        item = int(steps[2][:6]) if steps[2].isdigit() else 0
    sheet = Sheet(steps[1], item)
    return sheet if holds(raw, sheet) else None


def with_record(raw: Mapping[str, Any], sheet: Sheet, record: Any) -> RawCase:
    """The case with another record on a sheet."""
    record_at(raw, sheet)
    held = _forms(raw)[sheet.form]
    if isinstance(held, list):
        record = [*held[: sheet.item], record, *held[sheet.item + 1 :]]
    return {**raw, "forms": {**_forms(raw), sheet.form: record}}


def with_typed(raw: Mapping[str, Any], typed: Typed, sheet: Sheet | None, place: str) -> RawCase:
    """The case with what was typed on the page of a sheet (and of the heads that it shows), or of the heads.

    ``place`` is the path that the sheet had on that page, and its boxes are named by.
    """
    new = record_of(heads_of(sheet), typed, "", raw)
    if sheet is None:
        return new
    own, _ = record_at(raw, sheet)
    known = own if isinstance(own, dict) else {}
    return with_record(new, sheet, record_of(form_parts(sheet.form), typed, place, known))


def heads_of(sheet: Sheet | None) -> tuple[Part, ...]:
    """What the page of a sheet, or that of the heads, asks of the case itself."""
    first, rest = case_parts()
    return first if sheet is not None else (*first, *rest)


def with_changed_rows(
    raw: Mapping[str, Any], sheet: Sheet | None, path: str, remove: bool
) -> tuple[RawCase, str]:
    """(the case with a row added to the list at ``path``, or without the row there; the id to go on at)."""
    changed = deepcopy(dict(raw))
    base = record_at(changed, sheet)[1] if sheet is not None else ""
    record: Any = changed
    parts: Sequence[Part] = heads_of(sheet)
    inside = path
    if sheet is not None and path.startswith(f"{base}/"):
        record, parts, inside = record_at(changed, sheet)[0], form_parts(sheet.form), path.removeprefix(base)
    steps = inside.removeprefix("/").split("/")
    if isinstance(record, dict):
        with_row(record, steps, parts, remove)
    if remove:
        return changed, id_of(path.rpartition("/")[0])
    return changed, id_of(f"{path}/{_length(record, steps) - 1}")


def _length(record: Any, steps: Sequence[str]) -> int:
    node = record
    for step in steps:
        if isinstance(node, list):
            node = node[int(step)] if step.isdigit() and int(step) < len(node) else {}
        else:
            node = node.get(step, {}) if isinstance(node, dict) else {}
    return max(1, len(node)) if isinstance(node, (list, dict)) else 1


def with_sheet(raw: Mapping[str, Any], form: Form, copy: bool = False) -> tuple[RawCase, Sheet]:
    """(the case with one more sheet of a form, that sheet); ``copy``: filled as the last one of its kind.

    A form of which a case holds one is given back as it stands.
    """
    forms = _forms(raw)
    held = forms.get(form.id)
    if form.id not in forms:
        return {**raw, "forms": {**forms, form.id: {}}}, Sheet(form.id)
    if not form.repeats:
        return dict(raw), Sheet(form.id)
    before = held if isinstance(held, list) else [held]
    record = deepcopy(before[-1]) if copy and before else {}
    return {**raw, "forms": {**forms, form.id: [*before, record]}}, Sheet(form.id, len(before))


def taken_out(raw: Mapping[str, Any], sheet: Sheet) -> tuple[RawCase, AsideSheet]:
    """(the case without a sheet, what was on it); raises ``NotFound``."""
    record, _ = record_at(raw, sheet)
    forms = _forms(raw)
    held = forms[sheet.form]
    rest = [*held[: sheet.item], *held[sheet.item + 1 :]] if isinstance(held, list) else []
    left = {name: one for name, one in forms.items() if name != sheet.form}
    if rest:
        left = {name: rest if name == sheet.form else one for name, one in forms.items()}
    return {**raw, "forms": left}, AsideSheet(sheet.form, record)


def put_back(raw: Mapping[str, Any], aside: AsideSheet) -> tuple[RawCase, Sheet]:
    """(the case with a sheet that was taken out, as the last of its kind; that sheet).

    A form of which a case holds one takes the place of an empty one; raises ``NotFound`` where one is filled.
    """
    form = form_named(aside.form)
    held = _forms(raw).get(form.id)
    if held and not form.repeats:
        raise NotFound("같은 서식이 이미 있습니다. 그 서식을 먼저 빼세요.")
    new, sheet = with_sheet(raw, form)
    return with_record(new, sheet, aside.record), sheet


def _forms(raw: Mapping[str, Any]) -> dict[str, Any]:
    held = raw.get("forms")
    return held if isinstance(held, dict) else {}
