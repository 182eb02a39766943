"""Word templates: what is exported, how it is filled, and what a filled document says of itself."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from forms import DocumentError, check_case, form_named
from generator.binding import bind
from generator.document import render
from generator.print_view import View, blank_view
from generator.word.fields import word_fields
from generator.word.grammar import FUNCTIONS
from generator.word.process import fill_word
from generator.word.tags import export_template
from tests.changing import put
from tests.reading import bound_text, docx_text, sample, squeeze
from tests.word_editing import (
    FORM,
    FORM_IDS,
    edited,
    exported,
    filled,
    members,
    sample_case,
    sample_views,
    small,
)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
every_form = pytest.mark.parametrize("form_id", FORM_IDS)


def paragraphs(data: bytes) -> list[str]:
    body = etree.fromstring(members(data)["word/document.xml"])
    found = body.iter(f"{_W}p")
    return ["".join(node.text or "" for node in one.iter(f"{_W}t")) for one in found]


@every_form
def test_the_exported_template_filled_says_what_the_official_form_says(form_id: str) -> None:
    form = form_named(form_id)
    made = filled(exported(form_id), sample_views(form))
    assert docx_text(made) == docx_text(render(sample_case(form), form, "docx"))


@every_form
def test_a_blank_says_the_same_too(form_id: str) -> None:
    form = form_named(form_id)
    view = blank_view(form)
    assert docx_text(filled(exported(form_id), [view])) == bound_text(bind(form, "2025", view))


@every_form
def test_every_tag_is_readable_in_one_run_and_word_can_open_the_file(form_id: str) -> None:
    body = etree.fromstring(members(exported(form_id))["word/document.xml"])
    runs = [node.text or "" for node in body.iter(f"{_W}t")]
    assert sum("{{" in run for run in runs) > 10
    for run in runs:
        assert run.count("{{") == run.count("}}")
        assert run.count("{%") == run.count("%}")
    assert Document(BytesIO(exported(form_id))).tables


@every_form
def test_the_last_page_lists_every_field_with_a_korean_label_and_is_never_printed(form_id: str) -> None:
    form = form_named(form_id)
    listed = Document(BytesIO(exported(form_id))).tables[-1]
    rows = [[cell.text for cell in row.cells] for row in listed.rows][1:]
    written = " ".join(row[1] for row in rows)
    for field in word_fields(form):
        assert re.search(rf"\b{field.name}\b", written), field.name
    assert [row for row in rows if not re.search("[가-힣]", row[0].removesuffix("(여러 줄)"))] == []
    without = export_template(form, "2025", None)
    assert "쓸수있는항목" not in docx_text(without)
    made = filled(exported(form_id), sample_views(form))
    assert docx_text(made) == docx_text(filled(without, sample_views(form)))


def test_the_list_shows_label_tag_and_example_side_by_side() -> None:
    listed = Document(BytesIO(exported("closure_review"))).tables[-1]
    rows = {row.cells[1].text: (row.cells[0].text, row.cells[2].text) for row in listed.rows}
    name = sample("closure_review")["client"]["name"]
    assert rows["{{ client_name }}"] == ("대상자명", name)


def test_no_function_of_templates_bears_the_name_of_a_field() -> None:
    for form_id in FORM_IDS:
        assert {field.name for field in word_fields(form_named(form_id))} & {*FUNCTIONS, "loop"} == set()


@pytest.mark.parametrize(
    "text",
    [
        "{_{ 이름 }_} {_% if %_}",
        "{{ 7*7 }}",
        "{% for x in y %}",
        "<w:p/>&amp;",
        "가\n나\n\n다",
        "“따옴표”",
        "a\u00a0b  c",
    ],
)
def test_what_docxtpl_loses_or_rewrites_stays_as_it_was_entered(text: str) -> None:
    made = filled(small("[{{ note }}]"), [View({"note": text})])
    body = etree.fromstring(members(made)["word/document.xml"])
    read = "".join(
        "\n" if node.tag == f"{_W}br" else node.text or "" for node in body.iter(f"{_W}t", f"{_W}br")
    )
    assert read == f"[{text}]"


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x07", "\x0b", "\x0c", "\x1f", "\ud800", "\ufffe"])
def test_what_a_docx_cannot_hold_is_refused_at_intake_and_again_when_filling(character: str) -> None:
    case = put(sample("closure_review"), "forms/closure_review/opinion", f"가{character}나")
    assert [f.rule for f in check_case(case).findings if f.severity == "error"] == ["FIELD-CHARACTER"]
    with pytest.raises(DocumentError, match="문자"):
        filled(small("{{ note }}"), [View({"note": f"가{character}나"})])


def test_the_same_input_gives_the_same_bytes_in_another_process() -> None:
    script = (
        "import hashlib; from tests.word_editing import *; "
        "print(hashlib.sha256(filled(exported('consent'), sample_views(form_named('consent')))).hexdigest())"
    )
    made = {hashlib.sha256(filled(exported("consent"), sample_views(form_named("consent")))).hexdigest()}
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            check=True,
        )
        made.add(run.stdout.strip())
    assert len(made) == 1


def test_the_document_records_the_hash_of_its_template_and_no_editor() -> None:
    def sign(document: object) -> None:
        document.core_properties.author = "가나다"  # type: ignore[attr-defined]
        document.core_properties.last_modified_by = "라마바"  # type: ignore[attr-defined]

    data = edited(exported("closure_review"), sign)
    made = members(filled(data, sample_views(FORM), FORM.title))
    custom = made["docProps/custom.xml"].decode()
    assert f'name="SeosikTemplate"><vt:lpwstr>{hashlib.sha256(data).hexdigest()}</vt:lpwstr>' in custom
    core = made["docProps/core.xml"].decode()
    assert FORM.title in core
    assert "가나다" not in core + custom
    assert "라마바" not in core + custom
    assert "created" not in core


def test_the_time_of_issue_is_written_only_when_it_is_given() -> None:
    data = exported("closure_review")
    sha256 = hashlib.sha256(data).hexdigest()
    at = datetime.fromisoformat("2025-06-02T09:30:00+09:00")
    made = members(fill_word(sha256, lambda: data, sample_views(FORM), FORM.title, at))
    assert "발급 2025-06-02 09:30" in made["word/footer1.xml"].decode()
    assert "2025-06-02T09:30:00+09:00" in made["docProps/core.xml"].decode()
    assert "발급" not in members(filled(data, sample_views(FORM)))["word/footer1.xml"].decode()


def test_a_prepared_template_is_not_asked_for_again() -> None:
    asked = []
    data = small("{{ note }} 한 번만")

    def read() -> bytes:
        asked.append(1)
        return data

    sha256 = hashlib.sha256(data).hexdigest()
    for note in ("가", "나", "다"):
        made = fill_word(sha256, read, [View({"note": note})], "시험")
        assert docx_text(made) == squeeze(f"{note} 한 번만")
    assert asked == [1]


def test_several_forms_stand_in_sections_of_their_own_each_with_its_own_header() -> None:
    def head(document: object) -> None:
        section = document.sections[0]  # type: ignore[attr-defined]
        section.header.paragraphs[0].text = "대상자 {{ note }}"

    data = edited(small("본문 {{ note }}"), head)
    views = [View({"note": word}) for word in ("하나", "둘", "셋")]
    document = Document(BytesIO(filled(data, views)))
    heads = [section.header.paragraphs[0].text for section in document.sections]
    assert heads == ["대상자 하나", "대상자 둘", "대상자 셋"]
    assert [text for text in paragraphs(filled(data, views)) if text] == ["본문 하나", "본문 둘", "본문 셋"]


def test_a_list_that_is_empty_leaves_its_cell_a_paragraph() -> None:
    form = form_named("service_plan")
    view = blank_view(form)
    body = etree.fromstring(members(filled(exported("service_plan"), [view]))["word/document.xml"])
    for cell in body.iter(f"{_W}tc"):
        assert cell[-1].tag == f"{_W}p"


def test_two_tables_never_run_together_where_tags_stood_between_them() -> None:
    for form_id in FORM_IDS:
        made = filled(exported(form_id), sample_views(form_named(form_id)))
        body = etree.fromstring(members(made)["word/document.xml"])
        for table in body.iter(f"{_W}tbl"):
            following = table.getnext()
            assert following is None or following.tag != f"{_W}tbl", form_id


def test_a_draft_is_marked_on_every_page_even_where_the_template_has_no_header() -> None:
    plain = small("{{ note }}")
    parts = members(plain)
    assert b'string="\xec\xb4\x88\xec\x95\x88"' not in b"".join(parts.values())
    first_page = edited(
        plain, lambda document: setattr(document.sections[0], "different_first_page_header_footer", True)
    )
    for data in (plain, first_page, exported("closure_review")):
        views = sample_views(FORM) if data == exported("closure_review") else [View({"note": "가"})]
        document = Document(BytesIO(filled(data, views, draft=True)))
        section = document.sections[0]
        headers = [section.header]
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        for header in headers:
            assert "초안" in etree.tostring(header._element, encoding="unicode")
