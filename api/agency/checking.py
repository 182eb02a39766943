"""What an agency's Word template is checked with: the official form, its fields, and trials that it is filled with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from api.samples import SAMPLES
from forms import Finding, Form, InputError, check_case

if TYPE_CHECKING:
    from generator.print_view import View

EDITION = "2025"


def checked(content: bytes, form: Form) -> list[Finding]:
    """Everything that is wrong with a template, errors first. Raises ``InputError`` or ``TemplateError``."""
    from generator.fonts import installed_families
    from generator.print_view import blank_view
    from generator.word.fields import word_fields
    from generator.word.process import check_word
    from generator.word.tags import export_template

    official = export_template(form, EDITION, None)
    trials = [blank_view(form), *sample_views(form)]
    return check_word(content, official, form.id, word_fields(form), installed_families(), trials)


def starting_template(form: Form) -> bytes:
    """The official form as a template to be changed in Word, with the form's sample as its examples."""
    from generator.word.tags import export_template

    return export_template(form, EDITION, sample_views(form)[0])


def sample_views(form: Form) -> list[View]:
    """The print views of the form's sample case."""
    from generator.document import form_views

    raw = json.loads((SAMPLES / f"{form.id}.json").read_text(encoding="utf-8"))
    case = check_case(raw).case
    if case is None:
        raise InputError(f"{form.title}의 예시 사례를 읽을 수 없습니다.")
    return form_views(case, form, "masked")
