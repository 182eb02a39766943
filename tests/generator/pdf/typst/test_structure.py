"""The finished file: its tags are those of the bound tree, every reader opens it, and no other file is taken for it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdf
import pypdfium2
import pytest

from forms import DocumentError, Form, all_forms, check_case
from generator.binding import BoundForm, bind
from generator.document import RenderOptions, blank, bound_forms, render
from generator.layout import AttachedPages, Layout, PacketFrame
from generator.pdf.engine import write_pdf
from generator.pdf.typst.page_data import PageData
from generator.pdf.typst.structure import finished
from generator.print_view import blank_view
from tests.pdf_structure import bound_tables, tagged_tables
from tests.reading import sample

TYPST = RenderOptions(pdf_engine="typst")


def form(markup: str) -> BoundForm:
    return BoundForm("a_form", "서식", f"<article>{markup}</article>")


def table(*groups: str) -> str:
    return f'<table><colgroup><col style="width: 30%"/><col style="width: 70%"/></colgroup>{"".join(groups)}</table>'


@pytest.mark.parametrize("one", all_forms(), ids=lambda one: one.id)
def test_every_cell_of_a_form_is_tagged_as_the_tree_has_it(one: Form) -> None:
    case = check_case(sample(one.id)).case
    assert case is not None
    filled = [made for bound in bound_forms(case, one, "masked") for made in bound_tables(bound.tree)]
    assert filled
    assert tagged_tables(render(case, one, "pdf", TYPST)) == filled
    left_empty = list(bound_tables(bind(one, "2025", blank_view(one)).tree))
    assert tagged_tables(blank(one, "pdf", options=TYPST)) == left_empty


LABELLED = "<tr><th scope='row'>이름</th><td>값</td></tr>"
STAYING = "<tr class='with-next'><th>이름</th><td>값</td></tr>"
ODD_TABLES = {
    "no rows": table("<tbody></tbody>"),
    "a head alone": table('<thead><tr><th scope="col">가</th><th scope="col">나</th></tr></thead>'),
    "a head over an empty body": table(
        '<thead><tr><th scope="col">가</th><th scope="col">나</th></tr></thead>', "<tbody></tbody>"
    ),
    "a head over many pages": table(
        '<thead><tr><th scope="col">가</th><th scope="col">나</th></tr></thead>',
        f"<tbody>{LABELLED * 120}</tbody>",
    ),
    "a label over five pages": table(
        f"<tbody><tr><th rowspan='0' scope='row'>이름</th><td>값</td></tr>{'<tr><td>값</td></tr>' * 150}</tbody>"
    ),
    "two bodies": table(f"<tbody>{LABELLED}</tbody>", f"<tbody>{LABELLED}</tbody>"),
    "rows that stay together": table(f"<tbody>{STAYING * 4}{LABELLED}</tbody>"),
    "rows that stay before a very long one": table(
        "<tbody><tr class='with-next'><th colspan='2'>머리</th></tr>"
        f"<tr class='with-next'><th>가</th><td>{'길다 ' * 900}</td></tr><tr><td colspan='2'>{'길다 ' * 3000}</td></tr></tbody>"
    ),
    "rows that stay with the next table": table(f"<tbody>{STAYING}</tbody>")
    + table(f"<tbody>{LABELLED}</tbody>"),
    "tables in cells": table(
        f"<tbody><tr><th>이름</th><td><p>앞</p>{table(f'<tbody>{LABELLED * 3}</tbody>')}<p>뒤</p>"
        f"{table(f'<tbody>{LABELLED}</tbody>')}</td></tr>{LABELLED}</tbody>"
    ),
    "a table in a head that stays": table(
        f"<tbody><tr class='with-next'><th>가</th><td><p>앞</p>{table(f'<tbody>{LABELLED}</tbody>')}</td></tr>"
        f"<tr><th>나</th><td>{'길다 ' * 2000}</td></tr></tbody>"
    ),
}


@pytest.mark.parametrize("markup", ODD_TABLES.values(), ids=ODD_TABLES)
def test_odd_tables_are_tagged_as_the_tree_has_them(markup: str) -> None:
    one = form(markup)
    data = write_pdf([one], Layout("서식"), "pdf/a-3a", "typst")
    assert tagged_tables(data) == list(bound_tables(one.tree))
    assert complaints(data) == []


def complaints(data: bytes) -> list[str]:
    """What strict readers find wrong with a file, its objects, and its streams of objects."""
    found: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pikepdf.open(BytesIO(data)) as document:
            found += document.check_pdf_syntax()
            found += [str(warning) for warning in document.get_warnings()]
            pages = len(document.pages)
            held = [one for one in document.objects if isinstance(one, pikepdf.Object)]
            known = {one.objgen[0] for one in held}
            found += [f"{name} is missing" for one in held for name in _referred(one) if name not in known]
        reader = pypdf.PdfReader(BytesIO(data), strict=True)
        for page in reader.pages:
            page.extract_text()
    pdfium = pypdfium2.PdfDocument(data)
    if not pages == len(reader.pages) == len(pdfium):
        found.append("pages")
    pdfium.close()
    return found


def _referred(one: pikepdf.Object) -> Iterator[int]:
    # Written as PDF an object shows what it refers to.
    for number in re.finditer(rb"(?<![\w.])(\d+) 0 R\b", one.unparse(resolved=True)):
        yield int(number[1])


def packet() -> bytes:
    forms = [
        form("<h1>표지</h1>"),
        form("<h1>점검표</h1>"),
        form(f"<h1>서식</h1>{table(f'<tbody>{LABELLED}</tbody>')}"),
    ]
    frame = PacketFrame("2025-0001", ("점검표", "서식"), (AttachedPages("신분증", 2),))
    return write_pdf(forms, Layout("종결 묶음", draft=True, packet=frame), "pdf/a-3a", "typst")


def test_strict_readers_find_nothing_wrong() -> None:
    assert complaints(packet()) == []


def test_a_wrong_place_of_the_table_of_objects_is_found() -> None:
    with pytest.raises(pypdf.errors.PdfReadError):
        complaints(packet().replace(b"startxref\n", b"startxref\n1"))


def test_streams_of_objects_hold_no_streams() -> None:
    with pikepdf.open(BytesIO(packet())) as document:
        holders = [
            one
            for one in document.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Type") == "/ObjStm"
        ]
        for holder in holders:
            assert b"stream" not in holder.read_bytes()


def _raw(cells: int, tail: bytes = b"", kids: bytes = b"[]") -> bytes:
    """A file as the engine writes it, with that many cells."""
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[]/Count 0>>",
        *[b"<</Type/StructElem/S/TD/P 1 0 R/K%s>>" % kids] * cells,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(bodies) + 1)
    table += b"".join(b"%010d 00000 n\r\n" % place for place in places)
    return (
        out
        + table
        + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, len(out))
        + tail
    )


def test_a_file_of_other_cells_than_the_data_is_refused() -> None:
    two = PageData({}, ["TD", "Row"])
    with pikepdf.open(BytesIO(finished(_raw(2), two, dated=False))) as document:
        kinds = [
            str(one.S) for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one
        ]
    assert kinds == ["/TD", "/TH"]
    for cells in (1, 3):
        with pytest.raises(DocumentError, match="cells"):
            finished(_raw(cells), two, dated=False)


@pytest.mark.parametrize(
    ("made", "data", "word"),
    [
        (_raw(1), PageData({}, ["strut"]), "row"),
        (_raw(1, kids=b"[7]"), PageData({}, ["strut"]), "strut"),
        (_raw(1), PageData({}, ["TD"], [True]), "heads"),
        (_raw(1, b"\n%more"), PageData({}, ["TD"]), "ending"),
        (_raw(1).replace(b"xref\n0", b"xref\n1"), PageData({}, ["TD"]), "xref"),
        (_raw(1).replace(b"2 0 obj", b"3 0 obj"), PageData({}, ["TD"]), "object"),
        (b"", PageData({}), "ending"),
    ],
)
def test_a_file_that_is_not_the_engines_is_refused(made: bytes, data: PageData, word: str) -> None:
    with pytest.raises(DocumentError, match=word):
        finished(made, data, dated=False)
