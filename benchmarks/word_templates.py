"""Filling agencies' Word templates: prepared, in our limited process, against plain docxtpl.

Both fill the exported template of each form with the print view of its sample, in the same sandbox.
``in process`` leaves out the way to the limited process and back; the ratio that counts is the last.
Run: .venv/bin/python benchmarks/word_templates.py
"""

from __future__ import annotations

import hashlib
import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from docxtpl import DocxTemplate

from forms import Form, all_forms, check_case
from generator.fonts import print_font
from generator.print_view import View, print_view
from generator.word.environment import word_environment
from generator.word.process import fill_word
from generator.word.tags import export_template
from generator.word.template import WordLayout, fill_template, prepare
from tests.reading import sample

RUNS = 15


def seconds(work: Callable[[], object]) -> float:
    """The median of several runs, after one to warm up."""
    work()
    taken = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def by_docxtpl(template: bytes, view: View) -> bytes:
    """As docxtpl's own manual has it: open, render, save."""
    document = DocxTemplate(io.BytesIO(template))
    context = {**view.fields(), "issued_text": "", "field_list": False}
    document.render(context, word_environment(print_font().twins))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def measured(form: Form) -> tuple[float, float, float]:
    """Seconds of docxtpl, of ours in this process, and of ours in the limited one."""
    case = check_case(sample(form.id)).case
    if case is None:
        raise SystemExit(f"the sample of {form.id} has errors")
    view = print_view(form, case.all_of(form.model)[0], case)
    template = export_template(form, "2025", None)
    sha256 = hashlib.sha256(template).hexdigest()
    prepared = prepare(template, sha256, print_font().twins)
    return (
        seconds(lambda: by_docxtpl(template, view)),
        seconds(lambda: fill_template(prepared, [view], WordLayout(form.title))),
        seconds(lambda: fill_word(sha256, lambda: template, [view], form.title)),
    )


def main() -> None:
    """Print one line a form, and the median of the ratios."""
    ratios = []
    print(f"{'form':<18}{'docxtpl ms':>11}{'in process':>12}{'limited':>9}  ratio, ratio limited")
    for form in all_forms():
        plain, inside, limited = measured(form)
        ratios.append(plain / limited)
        figures = f"{plain * 1000:>11.1f}{inside * 1000:>12.2f}{limited * 1000:>9.2f}"
        print(f"{form.id:<18}{figures}  {plain / inside:.1f} x, {plain / limited:.1f} x")
    print(f"median ratio, limited process: {statistics.median(ratios):.1f} x")


if __name__ == "__main__":
    main()
