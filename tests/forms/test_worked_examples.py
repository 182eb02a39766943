"""The guidebook's worked examples: every line of them stands in the filled form, boxes as printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms import check_case, form_named
from generator.document import render
from tests.reading import docx_text, pdf_text, sample, squeeze

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


@pytest.mark.parametrize("form_id", sorted(path.stem for path in EXAMPLES.glob("*.txt")))
def test_every_line_of_the_example_is_printed(form_id: str) -> None:
    form = form_named(form_id)
    checked = check_case(sample(form_id))
    assert [finding for finding in checked.findings if finding.severity == "error"] == []
    assert checked.case is not None
    lines = (EXAMPLES / f"{form_id}.txt").read_text(encoding="utf-8").splitlines()[1:]
    docx = docx_text(render(checked.case, form, "docx"))
    pdf = pdf_text(render(checked.case, form, "pdf"), [])
    assert [line for line in lines if squeeze(line) not in docx] == []
    # A table head repeated in the middle of a sentence would hide it: the PDF is held to the words.
    words = [word for line in lines for word in line.split()]
    assert [word for word in words if squeeze(word) not in pdf] == []
