"""Figures in the forms that hold them: in every format, on no blank, and only where they are wanted."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest
from lxml import etree
from PIL import Image

from forms import check_case
from forms.registry import form_named
from generator.document import blank, bound_forms, render
from generator.docx.package import package
from generator.layout import Layout
from tests.changing import put
from tests.reading import sample

FIGURES = {"needs_survey": ["가계도"], "solution_request": ["가계도", "생태도"]}
A4_MM = 210


def case_of(raw: dict[str, Any]) -> Any:
    checked = check_case(raw)
    assert checked.case is not None, checked.findings
    return checked.case


def pictures(raw: dict[str, Any], form_id: str) -> list[str]:
    """What the pictures of the bound forms are, by the first word of their alternative texts."""
    forms = bound_forms(case_of(raw), form_named(form_id), "masked")
    return [(image.get("alt") or "").split(":")[0] for form in forms for image in form.tree.iter("img")]


@pytest.mark.parametrize("form_id", FIGURES)
def test_the_form_shows_its_figures(form_id: str) -> None:
    assert list(dict.fromkeys(pictures(sample(form_id), form_id))) == FIGURES[form_id]


@pytest.mark.parametrize("form_id", FIGURES)
def test_the_switch_leaves_them_out(form_id: str) -> None:
    raw = sample(form_id)
    held = raw["forms"][form_id]
    for one in held if isinstance(held, list) else [held]:
        one["drawings"] = False
    assert pictures(raw, form_id) == []


def test_the_client_alone_is_not_drawn() -> None:
    assert pictures(put(sample("needs_survey"), "household", []), "needs_survey") == []


def test_who_cannot_be_drawn_is_told_in_the_text() -> None:
    raw = put(sample("solution_request"), "household", [{"relation": "이모", "name": "도한솔"}])
    (form,) = bound_forms(case_of(raw), form_named("solution_request"), "masked")
    said = "가계도에 그리지 못한 사람: 이모 도한솔(누구를 통한 친척인지 알 수 없음)"
    assert said in "".join(form.tree.itertext())


@pytest.mark.parametrize("form_id", FIGURES)
def test_a_blank_form_shows_none(form_id: str) -> None:
    form = form_named(form_id)
    for case in (None, case_of(sample(form_id))):
        with ZipFile(BytesIO(blank(form, "docx", case=case))) as archive:
            assert [name for name in archive.namelist() if "media" in name] == []


def test_a_docx_holds_the_picture_with_its_words() -> None:
    data = render(case_of(sample("solution_request")), form_named("solution_request"), "docx")
    with ZipFile(BytesIO(data)) as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
        media = [archive.read(f"word/media/picture{number}.png") for number in (1, 2)]
    inlines = list(document.iter("{*}inline"))
    said = [str(named.get("descr")) for named in document.iter("{*}docPr")]
    assert [words.split(":")[0] for words in said] == ["가계도", "생태도"]
    assert "본인 도이랑 45세 여" in said[0]
    for inline, png in zip(inlines, media, strict=True):
        extent = inline.find("{*}extent")
        assert extent is not None
        inches = int(extent.get("cx", "0")) / 914_400
        with Image.open(BytesIO(png)) as image:
            assert image.format == "PNG"
            assert image.width / inches >= 200
        assert inches * 25.4 < A4_MM


def test_a_docx_without_pictures_names_none() -> None:
    with ZipFile(BytesIO(package("<w:p/>", Layout("제목", None, False), several=False))) as archive:
        assert b"png" not in archive.read("[Content_Types].xml")
        assert b"image" not in archive.read("word/_rels/document.xml.rels")


def figures_in(pdf: pikepdf.Pdf) -> list[str]:
    """The alternative texts of the figures in the structure tree."""
    found = []
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == pikepdf.Name.Figure:
            found.append(str(item.get("/Alt")))
    return found


def test_a_pdf_holds_the_drawing_as_lines_with_its_words() -> None:
    data = render(case_of(sample("solution_request")), form_named("solution_request"), "pdf")
    with pikepdf.open(BytesIO(data)) as pdf:
        said = sorted(words.split(":")[0] for words in figures_in(pdf))
        kinds = [
            item.get("/Subtype")
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Type") == pikepdf.Name.XObject
        ]
    assert said == ["가계도", "생태도"]
    assert pikepdf.Name.Image not in kinds
