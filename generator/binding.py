"""Binding: one sandboxed Jinja pass over a form's template gives the filled form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from types import FunctionType
from typing import Any
from xml.etree import ElementTree

import jinja2
from jinja2 import StrictUndefined, Template, Undefined
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from forms import Form, TemplateError
from generator.figures.figure import figure_alt, figure_src
from generator.fonts import print_font
from generator.form_template import load_template
from generator.print_view import BLANK, View
from generator.template import FormTemplate

NBSP = "\u00a0"
FILLED, EMPTY = "■", "□"
_BREAK = Markup("<br/>")
_LOOP_ATTRIBUTES = {"index", "index0", "first", "last", "length"}
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True)
class BoundForm:
    """A filled form: the tree that every writer walks. ``markup`` is well-formed HTML."""

    form_id: str
    title: str
    markup: str

    @cached_property
    def tree(self) -> ElementTree.Element:
        """The root ``article``."""
        # The markup is our own template's, with every value escaped: no entities, no DOCTYPE.
        return ElementTree.fromstring(self.markup)  # noqa: S314


def bind(form: Form, edition: str, view: View) -> BoundForm:
    """Fill the form's template with a print view. Raises ``TemplateError`` for an unknown field."""
    return bind_template(form.id, form.title, load_template(form, edition), view)


def bind_template(form_id: str, title: str, template: FormTemplate, view: View) -> BoundForm:
    """Fill a given template with a print view."""
    try:
        markup = _compiled(template).render(view.fields())
    except jinja2.TemplateError as error:
        raise TemplateError(f"{template.name}: {error.message}") from error
    return BoundForm(form_id, title, markup)


class BindingEnvironment(ImmutableSandboxedEnvironment):
    """Jinja with nothing in it but our few functions; attributes reach only into print views."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, View):
            return self._field(obj, attribute)
        if isinstance(obj, LoopContext) and attribute in _LOOP_ATTRIBUTES:
            return getattr(obj, attribute)
        return self.unsafe_undefined(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, View) and isinstance(argument, str):
            return self._field(obj, argument)
        return self.unsafe_undefined(obj, str(argument))

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        if type(obj) is not FunctionType or obj not in self.globals.values():
            return super().call(context, obj, *args, **kwargs)
        # Our own functions read nothing but their arguments: Jinja's search for what they want costs more than they.
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return obj(*args, **kwargs)

    def _field(self, view: View, name: str) -> Any:
        try:
            return view[name]
        except KeyError:
            return self.undefined(obj=view, name=name)


@cache
def binding_environment() -> BindingEnvironment:
    """The sandbox: autoescape on, undefined names are errors, no filters, tests or loaders."""
    environment = BindingEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_finalize)
    environment.filters.clear()
    environment.tests.clear()
    environment.globals.clear()
    functions: Mapping[str, Callable[..., object]] = {
        "box": box, "option": option, "fill": fill, "korean_date": korean_date, "_rows": _rows,
        "figure_src": figure_src, "figure_alt": figure_alt,
    }  # fmt: skip
    environment.globals.update(functions)
    return environment


@cache
def _compiled(template: FormTemplate) -> Template:
    return binding_environment().from_string(template.source)


def _finalize(value: Any) -> Any:
    if isinstance(value, str):
        text = print_font().printed(value)
        # Line breaks of a value stay; the paper has no other mark-up from data. Jinja escapes the rest.
        return escape(text).replace("\n", _BREAK) if "\n" in text else text
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is BLANK:
        return ""
    if isinstance(value, Undefined):
        return str(value)
    raise TemplateError(f"a template may print text only, not {type(value).__name__}")


def box(value: Any, word: str) -> str:
    """■ where a coded value (or a list of them) holds ``word``, else □."""
    chosen = value == word if isinstance(value, str) else isinstance(value, (tuple, list)) and word in value
    return FILLED if chosen else EMPTY


def option(value: Any, word: str) -> str:
    """A box and its word, kept together."""
    return f"{box(value, word)}{NBSP}{word}"


def fill(value: Any, width: int) -> str:
    """A value between brackets, or ``width`` blanks to write in by hand."""
    return f"{NBSP}{value}{NBSP}" if isinstance(value, str) and value else NBSP * width


def korean_date(value: Any) -> str:
    """2025년 6월 2일, or the bare 년 월 일 to write in by hand."""
    match = _ISO_DATE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return f"{NBSP * 8}년{NBSP * 6}월{NBSP * 6}일"
    return f"{match[1]}년 {int(match[2])}월 {int(match[3])}일"


def _rows(items: Any, at_least: int) -> list[Any]:
    rows: list[Any] = list(items) if isinstance(items, Sequence) and not isinstance(items, str) else []
    return rows + [BLANK] * (at_least - len(rows))
