"""Checking Word templates: each finding with its rule, its place and what would be right."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from PIL import Image

from forms import form_named
from generator.document import render
from tests.reading import docx_text, sample, squeeze
from tests.word_editing import (
    FORM,
    FORM_IDS,
    checked,
    edited,
    exported,
    filled,
    members,
    packed,
    sample_case,
    sample_views,
    small,
    told,
)


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_the_exported_template_has_no_finding(form_id: str) -> None:
    assert told(checked(exported(form_id), form_named(form_id))) == []


def with_paragraph(*texts: str) -> bytes:
    """The exported template with paragraphs before its title."""

    def add(document: Opened) -> None:
        title = document.paragraphs[0]
        for text in texts:
            title.insert_paragraph_before(text)

    return edited(exported("closure_review"), add)


@pytest.mark.parametrize(
    ("tag", "rule", "words"),
    [
        ("{{ client_nam }}", "WORD-FIELD", "'client_name'을(를) 뜻했습니까?"),
        ("{{ reviewer.name }}", "WORD-FIELD", "'reviewer' 항목은 없습니다"),
        ("{{ goals.text }}", "WORD-FIELD", "for로 한 줄씩"),
        ("{% for goal in goals %}{{ goal.shrt.text }}{% endfor %}", "WORD-FIELD", "'short'을(를) 뜻했습니까?"),
        ("{% for one in client_name %}{{ one }}{% endfor %}", "WORD-FIELD", "여러 줄이 아니라"),
        ("{% for client_name in goals %}a{% endfor %}", "WORD-FIELD", "다른 이름"),
        ("{% for goal in goals %}{{ loop.nth }}{% endfor %}", "WORD-FIELD", "loop에는 'nth'"),
        ("{{ goal.short }}", "WORD-FIELD", "'goal'"),
        ("{% if client_name %}a", "WORD-TAG-OPEN", "endif"),
        ("{% for goal in goals %}a", "WORD-TAG-OPEN", "endfor"),
        ("a{% endif %}", "WORD-TAG-OPEN", "닫을 if가 앞에 없습니다"),
        ("{% else %}", "WORD-TAG-OPEN", "여는 if가 없습니다"),
        ("{{ client_name }", "WORD-TAG-SPLIT", "'{{'의 짝"),
        ("client_name }}", "WORD-TAG-SPLIT", "'}}'의 짝"),
        ("{{ client_name case_no }}", "WORD-TAG-UNKNOWN", "읽을 수 없습니다"),
        ("{{ }}", "WORD-TAG-UNKNOWN", "빈 태그"),
        ("{{ client_name|upper }}", "WORD-TAG-UNKNOWN", "쓸 수 없는 명령"),
        ("{{ option(client_name) }}", "WORD-TAG-UNKNOWN", "2가지를 적습니다"),
        ("{{ fill(client_name, case_no) }}", "WORD-TAG-UNKNOWN", "숫자를 적습니다"),
        ("{% colspan 3 %}", "WORD-TAG-UNKNOWN", "쓸 수 없는 명령"),
        ("{# 메모 #}", "WORD-TAG-UNKNOWN", "쓸 수 없는 명령"),
        ("{%tr if client_name %}{%tr endif %}", "WORD-TAG-PAIR", "표의 줄 안에만"),
        ("{%p if client_name %} 함께 적은 글", "WORD-TAG-PAIR", "인쇄되지 않습니다"),
    ],
)  # fmt: skip
def test_a_faulty_tag_is_an_error_that_names_its_paragraph(tag: str, rule: str, words: str) -> None:
    found = [f for f in checked(with_paragraph("안내", tag)) if f.rule == rule]
    assert [(f.severity.value, f.label) for f in found][:1] == [("error", "본문 2번째 문단")]
    assert words in " ".join(f.message for f in found)


def test_a_tag_that_is_cut_over_two_paragraphs_is_told_at_both() -> None:
    found = [f for f in told(checked(with_paragraph("{{ client", "_name }}"))) if f[1] == "WORD-TAG-SPLIT"]
    assert found == [
        ("error", "WORD-TAG-SPLIT", "본문 1번째 문단"),
        ("error", "WORD-TAG-SPLIT", "본문 2번째 문단"),
    ]


def test_a_loop_over_words_that_begins_in_one_paragraph_and_ends_in_another_is_told() -> None:
    found = checked(with_paragraph("{% if client_name %}", "{% endif %}"))
    assert told(found) == [("error", "WORD-TAG-PAIR", "본문 2번째 문단")]
    assert "본문 1번째 문단" in found[0].message


def test_a_row_of_tags_closed_in_another_table_is_told_with_table_row_and_column() -> None:
    def add(document: Opened) -> None:
        for text in ("{%tr if client_name %}", "{%tr endif %}"):
            table = document.add_table(rows=2, cols=2)
            table.rows[1].cells[0].text = text
            document.add_paragraph()

    tables = len(Document(BytesIO(edited(exported("closure_review"), lambda document: None))).tables)
    # The list of fields is the last table and is not counted: it is never printed.
    found = told(checked(edited(exported("closure_review"), add)))
    assert ("error", "WORD-TAG-PAIR", f"본문 표 {tables + 1}의 2행 1열") in found


def test_curly_quotation_marks_from_word_are_read_as_straight_ones() -> None:
    data = with_paragraph("{{ option(client_name, “가”) }}")
    assert told(checked(data)) == []
    assert "□가" in docx_text(filled(data, sample_views(FORM)))


def test_a_required_field_that_is_printed_nowhere_is_an_error() -> None:
    found = checked(small("{{ case_no }}"))
    required = {f.label for f in found if f.rule == "WORD-REQUIRED"}
    assert {"대상자명", "종결심사 담당자", "종결심사 의견"} <= required
    assert "관리번호" not in required
    assert {f.severity.value for f in found if f.rule == "WORD-REQUIRED"} == {"error"}


def test_a_field_that_is_only_printed_in_the_list_of_fields_counts_as_printed_nowhere() -> None:
    def clear(document: Opened) -> None:
        for table in document.tables[:-1]:
            for row in table.rows:
                for cell in row.cells:
                    if cell.text == "{{ client_name }}":
                        cell.paragraphs[0].runs[0].text = ""

    assert told(checked(edited(exported("closure_review"), clear))) == [
        ("error", "WORD-REQUIRED", "대상자명")
    ]


def test_a_list_of_fields_that_is_deleted_in_part_is_told() -> None:
    def cut(document: Opened) -> None:
        last = next(p for p in reversed(document.paragraphs) if p.text == "{%p endif %}")
        document.element.body.remove(last._element)

    rules = [rule for _, rule, _ in told(checked(edited(exported("closure_review"), cut)))]
    assert "WORD-TAG-OPEN" in rules


def test_official_wording_that_is_changed_or_removed_is_a_warning_with_the_words() -> None:
    def change(document: Opened) -> None:
        document.paragraphs[0].runs[0].text = "우리 시의 종결 서식"

    title = Document(BytesIO(exported("closure_review"))).paragraphs[0].text
    found = checked(edited(exported("closure_review"), change))
    assert told(found) == [("warning", "WORD-WORDING", "공식 서식 본문 1번째 문단")]
    assert title in found[0].message


def test_a_font_that_the_machine_lacks_is_a_warning_named_once() -> None:
    def write(document: Opened) -> None:
        for paragraph in document.paragraphs[:2]:
            paragraph.add_run(" ").font.name = "없는글꼴체"

    found = checked(edited(exported("closure_review"), write))
    assert [(f.rule, f.severity.value) for f in found] == [("WORD-FONT", "warning")]
    assert "없는글꼴체" in found[0].message
    assert (
        told(checked(edited(exported("closure_review"), write), families=("nanumgothic", "없는글꼴체"))) == []
    )


def test_tracked_changes_are_a_warning() -> None:
    parts = members(with_paragraph("덧붙임"))
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        "<w:r><w:t>덧붙임</w:t></w:r>".encode(),
        '<w:ins w:id="1" w:author="가"><w:r><w:t>덧붙임</w:t></w:r></w:ins>'.encode(),
    )
    assert told(checked(packed(parts))) == [("warning", "WORD-REVISION", "본문")]


def test_tags_in_a_footnote_or_in_a_pictures_description_are_errors() -> None:
    parts = members(exported("closure_review"))
    parts["word/footnotes.xml"] = (
        b'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote><w:p><w:r><w:t>{{ case_no }}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    assert told(checked(packed(parts))) == [("error", "WORD-TAG-PLACE", "word/footnotes.xml")]
    parts = members(exported("closure_review"))
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<w:tbl><w:tblPr>", b'<w:tbl><w:tblPr><w:tblDescription w:val="{{ case_no }}"/>', 1
    )
    assert told(checked(packed(parts))) == [("error", "WORD-TAG-PLACE", "본문")]


def test_tags_that_give_a_broken_document_are_an_error() -> None:
    # Each tag is fine by itself; the row that one of them opens is closed by none when it is left out.
    parts = members(exported("closure_review"))
    text = parts["word/document.xml"].decode()
    at = text.index("<w:tr>")
    row = "<w:tr><w:tc><w:p><w:r><w:t>{%tr if client_name %}</w:t></w:r></w:p><w:tbl><w:tblGrid/><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr>"
    end = "<w:tr><w:tc><w:p><w:r><w:t>{%tr endif %}</w:t></w:r></w:p></w:tc></w:tr>"
    parts["word/document.xml"] = (text[:at] + row + end + text[at:]).encode()
    found = [f for f in checked(packed(parts)) if f.severity == "error"]
    assert [f.rule for f in found] == ["WORD-FILL"]
    assert "올바른 문서가 아닙니다" in found[0].message


def logo() -> BytesIO:
    target = BytesIO()
    Image.new("RGB", (60, 30), (20, 90, 160)).save(target, "PNG")
    target.seek(0)
    return target


def as_an_agency_edits_it(document: Opened) -> None:
    """A logo, a header and a closing line of its own, changed wording, and one column less."""
    header = document.sections[0].header.paragraphs[0]
    header.text = "한빛구 희망복지지원단 {{ householder_name }}"
    title = next(p for p in document.paragraphs if p.text == "모니터 상담지")
    title.insert_paragraph_before().add_run().add_picture(logo(), width=Mm(20))
    title.runs[0].text = "가정방문 상담 기록"
    table = next(
        table
        for table in document.tables
        if "{{ member.occupation }}" in [c.text for r in table.rows for c in r.cells]
    )
    place = next(i for r in table.rows for i, c in enumerate(r.cells) if c.text == "{{ member.occupation }}")
    grid: Any = table._tbl.tblGrid
    grid.remove(grid.gridCol_lst[place])
    for row in table.rows:
        cells = row._tr.tc_lst
        at = 0
        for cell in cells:
            if at <= place < at + cell.grid_span:
                if cell.grid_span > 1:
                    cell.tcPr.gridSpan.val = cell.grid_span - 1
                else:
                    row._tr.remove(cell)
                break
            at += cell.grid_span
    document.add_paragraph("위와 같이 상담하였음.")
    document.element.body.append(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>한빛구청장</w:t></w:r></w:p>"))
    document.element.body.append(document.element.body.sectPr)


def test_an_agencys_own_template_passes_with_warnings_and_renders_with_its_changes() -> None:
    form = form_named("monitor_sheet")
    data = edited(exported("monitor_sheet"), as_an_agency_edits_it)
    found = checked(data, form)
    assert {finding.severity.value for finding in found} == {"warning"}
    assert {finding.rule for finding in found} == {"WORD-WORDING"}
    said = " ".join(finding.message for finding in found)
    assert "‘직업’" in said
    assert "‘모니터 상담지’" in said
    assert len(found) == 2

    made = filled(data, sample_views(form))
    text = docx_text(made)
    official = docx_text(render(sample_case(form), form, "docx"))
    occupations = [
        member["occupation"] for member in sample("monitor_sheet")["household"] if member.get("occupation")
    ]
    assert "가정방문상담기록" in text
    assert text.endswith("위와같이상담하였음.한빛구청장")
    assert "직업" in official
    assert occupations == [] or squeeze(occupations[0]) in official
    parts = members(made)
    assert parts["word/media/image1.png"] == logo().getvalue()
    header = Document(BytesIO(made)).sections[0].header.paragraphs[0].text
    assert header == f"한빛구 희망복지지원단 {sample('monitor_sheet')['client']['name']}"
