"""DOCX and PDF of one form, beside the obvious alternatives, in one run.

    .venv/bin/python benchmarks/forms.py

- DOCX from the bound tree, against docxtpl filling a template of the same text and tables;
- PDF per page, against the same DOCX turned into PDF by LibreOffice (where it is installed).

Absolute figures mean little on a shared machine: read the ratios.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from docxtpl import DocxTemplate
from pypdf import PdfReader

from api.samples import SAMPLES
from forms import check_case, form_named
from generator.binding import BoundForm, bind
from generator.docx.writer import write_docx
from generator.layout import Layout
from generator.pdf.engine import pdf_engine
from generator.print_view import BLANK, View, print_view

FORM = form_named("closure_review")
LAYOUT = Layout(FORM.title)


def seconds(work: Callable[[], object], runs: int) -> float:
    """The median of several runs after one to warm up."""
    work()
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return median(taken)


def tags(value: Any, name: str) -> Any:
    """The view with every text replaced by the docxtpl tag that prints it."""
    if value is BLANK:
        return BLANK
    if isinstance(value, View):
        return View({key: tags(value[key], f"{name}.{key}" if name else key) for key in value})
    if isinstance(value, tuple):
        return tuple(tags(item, f"{name}[{index}]") for index, item in enumerate(value))
    return f"{{{{ {name} }}}}" if value else ""


def plain(value: Any) -> Any:
    """The view as dictionaries and lists, for docxtpl."""
    if isinstance(value, View):
        return {key: plain(value[key]) for key in value}
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def bound() -> tuple[View, BoundForm]:
    case = check_case(json.loads((SAMPLES / "closure_review.json").read_text(encoding="utf-8"))).case
    assert case is not None  # noqa: S101
    view = print_view(FORM, case.all_of(FORM.model)[0], case)
    return view, bind(FORM, case.edition, view)


def by_docxtpl(template: bytes, context: dict[str, Any]) -> bytes:
    document = DocxTemplate(io.BytesIO(template))
    document.render(context, autoescape=True)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def by_libreoffice(docx: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "form.docx"
        source.write_bytes(docx)
        subprocess.run(
            ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)],
            check=True,
            capture_output=True,
        )
        return (Path(folder) / "form.pdf").read_bytes()


def main() -> None:
    view, form = bound()
    case_text = seconds(lambda: bind(FORM, "2025", view), 30)
    docx = seconds(lambda: write_docx([form], LAYOUT), 30)
    template = write_docx([bind(FORM, "2025", tags(view, ""))], LAYOUT)
    rival = seconds(lambda: by_docxtpl(template, plain(view)), 10)
    pages = len(PdfReader(io.BytesIO(pdf_engine().write([form], LAYOUT, "pdf/a-3a"))).pages)
    tagged = seconds(lambda: pdf_engine().write([form], LAYOUT, "pdf/a-3a"), 5) / pages
    archive = seconds(lambda: pdf_engine().write([form], LAYOUT, "pdf/a-1b"), 5) / pages

    rows = [
        ("binding the template", case_text, ""),
        ("DOCX from the bound tree", docx, ""),
        (
            "DOCX by docxtpl, equal template",
            rival,
            f"{rival / docx:.1f} x DOCX, {rival / (docx + case_text):.1f} x with binding",
        ),
        ("PDF/A-3a, tagged, per page", tagged, ""),
        ("PDF/A-1b, per page", archive, ""),
    ]
    if shutil.which("soffice"):
        result = by_libreoffice(write_docx([form], LAYOUT))
        converted = seconds(lambda: by_libreoffice(write_docx([form], LAYOUT)), 3)
        per_page = converted / len(PdfReader(io.BytesIO(result)).pages)
        rows.append(("PDF by LibreOffice, per page", per_page, f"{per_page / tagged:.1f} x PDF/A-3a"))
    else:
        print("LibreOffice is not installed: its row is left out.")
    print(f"{'what':<36}{'ms':>9}  ratio")
    for name, taken, ratio in rows:
        print(f"{name:<36}{taken * 1000:>9.2f}  {ratio}")


if __name__ == "__main__":
    main()
