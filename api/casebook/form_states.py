"""Where a form of a case stands: all its sheets in one word, the same on every page and in every list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from api.casebook.kept_case import SheetLine, SheetState

# What stands once in a case, as it is headed beside its forms.
HEADS = "사례 정보"
# Which state of its sheets a form is told in: the one that asks for most.
_FIRST = (SheetState.FAULTY, SheetState.BEGUN, SheetState.EMPTY, SheetState.PRINTABLE)


class FormState(NamedTuple):
    """A form of a case. ``sound``: of its ``sheets``, those that hold something and no error; ``first``: the one to
    go on with."""

    form: str
    state: SheetState
    sheets: int
    sound: int
    first: SheetLine
    # Errors of the sheets in that state.
    errors: int

    @property
    def words(self) -> str:
        """The state, and how many errors where there are any to mend."""
        return f"{self.state.value} {self.errors}" if self.state is SheetState.FAULTY else self.state.value


def form_states(sheets: Iterable[SheetLine]) -> Iterator[FormState]:
    """The forms of a case from its sheets, which stand form by form."""
    for form, held in groupby(sheets, key=lambda sheet: sheet.form):
        of_form = list(held)
        state = next(state for state in _FIRST if any(sheet.state is state for sheet in of_form))
        told = [sheet for sheet in of_form if sheet.state is state]
        sound = sum(sheet.state is not SheetState.EMPTY and not sheet.errors for sheet in of_form)
        yield FormState(form, state, len(of_form), sound, told[0], sum(sheet.errors for sheet in told))
