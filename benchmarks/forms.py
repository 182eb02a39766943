"""DOCX and HWPX of every form and PDF of one, beside the obvious alternatives, in one run.

    .venv/bin/python benchmarks/forms.py

- DOCX of each form: from the bound tree, and from the print view with binding, against plain docxtpl filling
  the exported template of the same form with the same print view;
- HWPX of each form beside its DOCX, and of the longest form beside its PDF by WeasyPrint;
- PDF per page, against the same DOCX turned into PDF by LibreOffice (where it is installed).

Absolute figures mean little on a shared machine: read the ratios.
"""

from __future__ import annotations

import gc
import io
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pypdf import PdfReader

from api.samples import SAMPLES
from benchmarks.libreoffice import MISSING, converted, installed
from benchmarks.word_templates import by_docxtpl
from forms import Form, all_forms, check_case, form_named
from generator.binding import bind
from generator.docx.writer import write_docx
from generator.hwpx.writer import write_hwpx
from generator.layout import Layout
from generator.pdf.engine import write_pdf
from generator.print_view import View, print_view
from generator.word.tags import export_template

FORM = form_named("closure_review")
LAYOUT = Layout(FORM.title)
ROUNDS = 15


def seconds(work: Callable[[], object], runs: int) -> float:
    """The median of several runs, each after one to warm up."""
    return in_turn([work], runs)[0]


def in_turn(works: list[Callable[[], object]], runs: int) -> list[float]:
    """The median of each of several works done in turn, so that what else the machine does falls on all."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for work, times in zip(works, taken, strict=True):
            # Once to warm up; nor does any work pay for what the one before it left behind.
            work()
            gc.collect()
            started = time.perf_counter()
            work()
            times.append(time.perf_counter() - started)
    return [median(times) for times in taken]


def printed(form: Form, raw: Any = None) -> tuple[View, str]:
    """The print view of the first such form of a case, of its sample's without one, and the case's edition."""
    raw = raw or json.loads((SAMPLES / f"{form.id}.json").read_text(encoding="utf-8"))
    case = check_case(raw).case
    if case is None:
        raise SystemExit(f"the case of {form.id} has errors")
    return print_view(form, case.all_of(form.model)[0], case), case.edition


def documents(form: Form) -> tuple[float, float, float]:
    """Print the row of a form: how many times ours plain docxtpl takes, without and with binding; HWPX to DOCX."""
    view, edition = printed(form)
    layout, template = Layout(form.title), export_template(form, edition, None)
    tree = bind(form, edition, view)
    rival, written, both, hwpx = in_turn(
        [
            lambda: by_docxtpl(template, view),
            lambda: write_docx([tree], layout),
            lambda: write_docx([bind(form, edition, view)], layout),
            lambda: write_hwpx([tree], layout),
        ],
        ROUNDS,
    )
    print(
        f"{form.id:<24}{rival * 1000:>11.1f}{written * 1000:>9.2f}{both * 1000:>9.2f}"
        f"{rival / written:>9.1f} x{rival / both:>9.1f} x{hwpx * 1000:>9.2f}{hwpx / written:>9.1f} x"
    )
    return rival / written, rival / both, hwpx / written


def longest() -> None:
    """Print what all sheets of the longest form take as HWPX, and as PDF by the slower engine."""
    form = form_named("needs_survey")
    case = check_case(json.loads((SAMPLES / f"{form.id}.json").read_text(encoding="utf-8"))).case
    if case is None:
        raise SystemExit(f"the case of {form.id} has errors")
    views = [print_view(form, sheet, case) for sheet in case.all_of(form.model)]
    bound = [bind(form, case.edition, view) for view in views]
    layout = Layout(form.title)
    hwpx, with_binding, pdf = in_turn(
        [
            lambda: write_hwpx(bound, layout),
            lambda: write_hwpx([bind(form, case.edition, view) for view in views], layout),
            lambda: write_pdf(bound, layout, "pdf/a-3a", "weasyprint"),
        ],
        5,
    )
    print(
        f"{form.id}, {len(views)} sheets: HWPX {hwpx * 1000:.0f} ms, with binding {with_binding * 1000:.0f} ms; "
    )
    print(f"  PDF/A-3a by WeasyPrint {pdf * 1000:.0f} ms, {pdf / with_binding:.0f} x\n")


def by_libreoffice(docx: bytes, folder: Path) -> bytes:
    """The DOCX as PDF, by a start of its own."""
    source = folder / "form.docx"
    source.write_bytes(docx)
    return converted([source], folder, folder / "profile")[0].read_bytes()


def main() -> None:
    print(
        f"{'form':<24}{'docxtpl ms':>11}{'DOCX':>9}{'+bind':>9}{'DOCX':>11}{'+bind':>11}{'HWPX':>9}{'/DOCX':>11}"
    )
    ratios = [documents(form) for form in all_forms()]
    written, both, hwpx = (median(column) for column in zip(*ratios, strict=True))
    print(f"{'median of the forms':<53}{written:>9.1f} x{both:>9.1f} x{hwpx:>18.1f} x\n")
    longest()

    form = bind(FORM, *reversed(printed(FORM)))
    pages = len(PdfReader(io.BytesIO(write_pdf([form], LAYOUT, "pdf/a-3a"))).pages)
    tagged = seconds(lambda: write_pdf([form], LAYOUT, "pdf/a-3a"), 5) / pages
    archive = seconds(lambda: write_pdf([form], LAYOUT, "pdf/a-1b"), 5) / pages
    rows = [
        ("PDF/A-3a, tagged, per page", tagged, ""),
        ("PDF/A-1b, per page", archive, ""),
    ]
    if installed():
        with tempfile.TemporaryDirectory() as folder:
            result = by_libreoffice(write_docx([form], LAYOUT), Path(folder))
            taken = seconds(lambda: by_libreoffice(write_docx([form], LAYOUT), Path(folder)), 3)
        per_page = taken / len(PdfReader(io.BytesIO(result)).pages)
        rows.append(("PDF by LibreOffice, per page", per_page, f"{per_page / tagged:.1f} x PDF/A-3a"))
    else:
        print(MISSING)
    print(f"{'what':<36}{'ms':>9}  ratio")
    for name, taken, ratio in rows:
        print(f"{name:<36}{taken * 1000:>9.2f}  {ratio}")


if __name__ == "__main__":
    main()
