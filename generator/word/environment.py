"""Jinja as a Word template is filled with it: the binding's sandbox, its values as text of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, Undefined
from markupsafe import Markup, escape

from forms import TemplateError
from generator.binding import BindingEnvironment, box, fill, korean_date, option
from generator.print_view import BLANK, View
from generator.word.grammar import ROWS_LIMIT, WIDTH_LIMIT

# A value's line break: within the same run, so that the run's look goes on.
_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')


class _WordEnvironment(BindingEnvironment):
    """``twins`` are the characters that print as another one, as in every bound form."""

    def __init__(self, twins: Mapping[int, str]) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=self._printed)
        self._twins = dict(twins)
        self.filters.clear()
        self.tests.clear()
        self.globals.clear()
        functions: Mapping[str, Callable[..., object]] = {
            "box": box, "option": option, "fill": _fill, "korean_date": korean_date, "pad": pad,
        }  # fmt: skip
        self.globals.update(functions)

    def _printed(self, value: Any) -> Any:
        if isinstance(value, str):
            if not value.isascii():
                value = value.translate(self._twins)
            return escape(value).replace("\n", _BREAK) if "\n" in value else value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if value is BLANK:
            return ""
        if isinstance(value, Undefined):
            return str(value)
        raise TemplateError("여러 줄이거나 묶음인 항목은 그대로 인쇄할 수 없습니다. for로 한 줄씩 꺼내세요.")


def word_environment(twins: Mapping[int, str]) -> BindingEnvironment:
    """The sandbox of Word templates: autoescape, undefined names are errors, five functions."""
    return _environment(frozenset(twins.items()))


@cache
def _environment(twins: frozenset[tuple[int, str]]) -> BindingEnvironment:
    return _WordEnvironment(dict(twins))


def pad(items: Any, at_least: Any) -> list[Any]:
    """The entries of a list, with blank ones up to ``at_least``."""
    rows: list[Any] = list(items) if isinstance(items, Sequence) and not isinstance(items, str) else []
    return rows + [BLANK] * (_limited(at_least, ROWS_LIMIT) - len(rows))


def _fill(value: Any, width: Any) -> str:
    return fill(value, _limited(width, WIDTH_LIMIT))


def _limited(number: Any, limit: int) -> int:
    if type(number) is not int or not 0 <= number <= limit:
        raise TemplateError(f"fill과 pad의 숫자는 0부터 {limit}까지입니다.")
    return number


def view_from_json(value: Any) -> Any:
    """A print view as ``view_as_json`` sends it: records as objects, lists as lists, a blank as null."""
    if isinstance(value, dict):
        return View({name: view_from_json(item) for name, item in value.items()})
    if isinstance(value, list):
        return tuple(view_from_json(item) for item in value)
    return BLANK if value is None else str(value)


def view_as_json(value: Any) -> Any:
    """A print view as plain JSON values."""
    if value is BLANK:
        return None
    if isinstance(value, View):
        return {name: view_as_json(item) for name, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [view_as_json(item) for item in value]
    return str(value)
