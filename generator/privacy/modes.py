"""The three privacy modes: how the texts of a case are shown in each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol, get_args

from pydantic import BaseModel

from forms import CaseFile, Form
from generator.privacy.numbers import masked, without_numbers

Privacy = Literal["full", "masked", "deidentified"]
PRIVACY_MODES: tuple[Privacy, ...] = get_args(Privacy)


class Reading(Protocol):
    """How texts are shown."""

    def text(self, text: str) -> str:
        """Running text as it is shown."""
        ...

    def field(self, text: str, record: BaseModel, name: str) -> str:
        """The text of a record's field as it is shown."""
        ...


class _AsEntered:
    """full: everything as entered."""

    def text(self, text: str) -> str:
        return text

    def field(self, text: str, record: BaseModel, name: str) -> str:
        return text


class _Masked:
    """masked: registration numbers as 900101-1******, in fields and in running text alike."""

    def text(self, text: str) -> str:
        return masked(text)

    def field(self, text: str, record: BaseModel, name: str) -> str:
        return masked(text)


class _Leaving:
    """For another agency: no registration number, not even a masked one; the rest as entered."""

    def text(self, text: str) -> str:
        return without_numbers(text)

    def field(self, text: str, record: BaseModel, name: str) -> str:
        return without_numbers(text)


AS_ENTERED, MASKED, LEAVING = _AsEntered(), _Masked(), _Leaving()


def reading(privacy: Privacy, case: CaseFile | None, form: Form | None = None) -> Reading:
    """How the texts of a (filled) case are shown, on a form or beside the forms.

    A form that leaves the agency shows no registration number in any mode.
    """
    return readings(privacy, case)(form)


def readings(privacy: Privacy, case: CaseFile | None) -> Callable[[Form | None], Reading]:
    """``reading`` on each of several forms of a case: what it knows of its persons is gathered once."""
    if privacy == "deidentified" and case is not None:
        # What guesses at names and addresses is loaded for this mode alone.
        from generator.privacy.deidentify import Deidentifier

        deidentifier = Deidentifier.of(case)
        return lambda form: deidentifier

    def on(form: Form | None) -> Reading:
        if form is not None and form.leaves_the_agency:
            return LEAVING
        return AS_ENTERED if privacy == "full" else MASKED

    return on
