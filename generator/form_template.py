"""The template of a form: its file, or a page laid out from its model where the layout is ours.

``templates/<programme>/<form_id>.html`` serves every edition, ``<programme>/<edition>/`` one whose page
differs. Before it is checked, the elements that stand for words of the model are expanded.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from lxml import etree

from forms import Form
from forms.registry import folder_of
from generator.model_page import model_page
from generator.styles import TEMPLATES
from generator.template import FormTemplate, SourceWriter, check_template, parse_template
from generator.template_words import check_words, expand


@cache
def load_template(form: Form, edition: str) -> FormTemplate:
    """The form's template that serves a case of that edition, read and checked once a process.

    Raises ``TemplateError`` with the file and line of the first rule it breaks.
    """
    root, sha256 = form_tree(form, edition)
    return FormTemplate(_name(form, edition), SourceWriter().source(root), sha256)


def form_tree(form: Form, edition: str) -> tuple[etree._Element, str]:
    """The checked tree of a form's template and the hash of what it is made of; raises ``TemplateError``."""
    path = template_path(form, edition)
    if path is not None:
        _, root = parse_template(path)
    else:
        root = model_page(form)
    _number(form, root)
    expand(form, root, _name(form, edition))
    check_template(_name(form, edition), root)
    check_words(form, root, _name(form, edition))
    # The words of the model are part of the page, so that the expanded tree is what counts.
    return root, hashlib.sha256(etree.tostring(root)).hexdigest()


def _number(form: Form, root: etree._Element) -> None:
    """The number that the source gives the form, above its title."""
    if form.number:
        line = etree.Element("p", {"class": "number"})
        line.text = f"[{form.number}]"
        root.insert(0, line)


def template_path(form: Form, edition: str) -> Path | None:
    """The file of the form's template that serves a case of that edition; None where its layout is ours."""
    folder = TEMPLATES / folder_of(form.id)
    for path in (folder / form.template_edition(edition) / f"{form.id}.html", folder / f"{form.id}.html"):
        if path.is_file():
            return path
    return None


def _name(form: Form, edition: str) -> str:
    path = template_path(form, edition)
    return path.name if path is not None else form.id
