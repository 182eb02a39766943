"""Options of commands that hold a date or a date-time, typed in any form that people use."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click
from pydantic import TypeAdapter, ValidationError

from api.entry.typed_values import date_of, moment_of
from forms.fields import CalendarDate, Moment

_DATE: TypeAdapter[date] = TypeAdapter(CalendarDate)
_MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)


class DateType(click.ParamType[date]):
    """A date: 2025-06-02, 2025.6.2, 20250602, 2025년 6월 2일."""

    name = "DATE"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> date:
        """Read the date; fails with the sentence that a date field has."""
        try:
            return _DATE.validate_python(date_of(value) if isinstance(value, str) else value)
        except ValidationError as error:
            self.fail(error.errors()[0]["msg"], parameter, context)


class MomentType(click.ParamType[datetime]):
    """A date-time with offset; without one it is Korean time."""

    name = "DATETIME"

    def convert(
        self, value: Any, parameter: click.Parameter | None, context: click.Context | None
    ) -> datetime:
        """Read the date-time; fails with the sentence that such a field has."""
        try:
            return _MOMENT.validate_python(moment_of(value) if isinstance(value, str) else value)
        except ValidationError as error:
            self.fail(error.errors()[0]["msg"], parameter, context)
