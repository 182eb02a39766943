"""Pictures of every form as HWPX beside its PDF, for somebody to look at.

    .venv/bin/python -m tests.conformance.side_by_side OUT [FORM…]

Above the pages of the PDF, below those that an independent renderer draws of the HWPX; filled and blank. It needs
what `make conformance` needs, and the system's chromium.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser

from forms import Form, all_forms, check_case, form_named
from generator.document import Format, blank, render
from tests.api.service.browser import chromium
from tests.conformance.hwpx import pages_of
from tests.reading import sample

# Dots an inch of both rows; the renderer draws 96 of them.
_DOTS = 72
_GROUND, _GAP = "#888888", 6


def pictures_of_pdf(data: bytes) -> list[Image.Image]:
    """The pages of a PDF as pictures."""
    with pypdfium2.PdfDocument(data) as document:
        return [page.render(scale=_DOTS / 72).to_pil().convert("RGB") for page in document]


def pictures_of_svg(browser: Browser, pages: Sequence[str]) -> list[Image.Image]:
    """The pages that the renderer drew as pictures, in the font of print."""
    context = browser.new_context(device_scale_factor=_DOTS / 96)
    page = context.new_page()
    pictures = []
    for svg in pages:
        page.set_content(f"<style>*{{margin:0;font-family:NanumGothic}}</style>{svg}")
        shot = page.locator("svg").first.screenshot()
        pictures.append(Image.open(BytesIO(shot)).convert("RGB"))
    context.close()
    return pictures


def beside(*rows: Sequence[Image.Image]) -> Image.Image:
    """Rows of pages in one picture, the first above."""
    wide = max(picture.width for row in rows for picture in row) + _GAP
    high = max(picture.height for row in rows for picture in row) + _GAP
    whole = Image.new("RGB", (wide * max(map(len, rows)), high * len(rows)), _GROUND)
    for down, row in enumerate(rows):
        for across, picture in enumerate(row):
            whole.paste(picture, (across * wide, down * high))
    return whole


def documents(form: Form, format: Format) -> Iterator[tuple[str, bytes]]:
    """("filled" or "blank", the document) of a form, filled from its sample."""
    case = check_case(sample(form.id)).case
    if case is None:
        raise SystemExit(f"the sample of {form.id} is not sound")
    yield "filled", render(case, form, format)
    yield "blank", blank(form, format)


def main(out: Path, names: Sequence[str]) -> None:
    """Write OUT/<form>-filled.png and OUT/<form>-blank.png."""
    out.mkdir(parents=True, exist_ok=True)
    chosen = [form_named(name) for name in names] or all_forms()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        files = {}
        for form in chosen:
            for state, data in documents(form, "hwpx"):
                files[form.id, state] = Path(folder) / f"{form.id}-{state}.hwpx"
                files[form.id, state].write_bytes(data)
        drawn = pages_of(list(files.values()), Path(folder))
        for form in chosen:
            for state, data in documents(form, "pdf"):
                hangul = pictures_of_svg(browser, drawn[files[form.id, state]])
                beside(pictures_of_pdf(data), hangul).save(out / f"{form.id}-{state}.png")
                print(form.id, state, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
