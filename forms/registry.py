"""Every form and every rule, found by walking the programmes' packages.

A new form is a module in ``forms/<programme>/`` that holds a ``Form``; its rules are ``Rule``
objects in that module or in one beside it. Nothing is listed by hand.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Annotated, Any

from pydantic import Field, create_model

from forms.case import CaseFile, CaseForms, OneOrMany
from forms.errors import UnknownForm
from forms.form import Form
from forms.rule import Rule

PROGRAMME_PACKAGES = ("forms.icm", "forms.savings")


@cache
def _modules() -> tuple[ModuleType, ...]:
    found = []
    for package_name in PROGRAMME_PACKAGES:
        package = import_module(package_name)
        names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
        found += [import_module(f"{package_name}.{name}") for name in names]
    return tuple(found)


@cache
def all_forms() -> tuple[Form, ...]:
    """Every form, in packet order."""
    forms = [value for module in _modules() for value in vars(module).values() if isinstance(value, Form)]
    return tuple(sorted(set(forms), key=lambda form: form.order))


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by id."""
    rules: set[Rule] = set()
    for module in _modules():
        for value in vars(module).values():
            # A family of rules made from a table stands in a tuple.
            candidates = value if isinstance(value, tuple) else (value,)
            rules.update(candidate for candidate in candidates if isinstance(candidate, Rule))
    return tuple(sorted(rules, key=lambda rule: (rule.id, rule.form or "", rule.text or "")))


def form_named(form_id: str) -> Form:
    """The form with that id; raises ``UnknownForm`` naming those that exist."""
    for form in all_forms():
        if form.id == form_id:
            return form
    names = ", ".join(form.id for form in all_forms())
    raise UnknownForm(f"'{form_id}'라는 서식은 없습니다. 쓸 수 있는 서식: {names}")


@cache
def case_model() -> type[CaseFile]:
    """``CaseFile`` with every registered form as an optional key of ``forms``."""
    fields: dict[str, Any] = {}
    for form in all_forms():
        kind: Any = form.model
        many: Any = tuple[kind, ...]
        if not form.repeats:
            many = Annotated[many, Field(max_length=1)]
        fields[form.id] = (Annotated[many, OneOrMany], Field((), title=form.title))
    forms = create_model("CaseForms", __base__=CaseForms, **fields)
    return create_model("CaseFile", __base__=CaseFile, forms=(forms, Field(forms(), title="서식")))
