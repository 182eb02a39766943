"""Evidence files: what they are, and whether what is claimed stands in them."""

from __future__ import annotations

import hashlib
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfWriter
from weasyprint import HTML

from api.evidence.papers import mentions, read_evidence_file
from forms import InputError
from tests.generator.scans.papers import Sheet, layered, text_at

RECEIPT = "<p>○○부동산 임대인</p><p>2024년 3월 2일</p><p>월세 2,400,000원</p>"


def pdf(body: str = RECEIPT) -> bytes:
    """A PDF with a text layer."""
    made: bytes = HTML(string=f"<body style='font-family: NanumGothic'>{body}</body>").write_pdf()
    return made


def blank_pdf(pages: int) -> bytes:
    """A PDF without text, as a scanner without text recognition makes it."""
    writer, target = PdfWriter(), BytesIO()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    writer.write(target)
    return target.getvalue()


def locked_pdf(user: str, owner: str = "owner") -> bytes:
    """A PDF locked with passwords, by the strongest cipher of the format."""
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf())) as document:
        document.save(target, encryption=pikepdf.Encryption(owner=owner, user=user, R=6))
    return target.getvalue()


def picture(kind: str, width: int = 40, height: int = 30) -> bytes:
    """A picture of one colour."""
    target = BytesIO()
    Image.new("RGB", (width, height), "white").save(target, kind)
    return target.getvalue()


def refused(data: bytes) -> tuple[str, str]:
    """The code and the sentence with which a file is refused."""
    with pytest.raises(InputError) as caught:
        read_evidence_file(data)
    return caught.value.code, caught.value.message


def test_a_pdf_with_text() -> None:
    data = pdf(RECEIPT + "<p style='break-before: page'>둘째 쪽</p>")
    file = read_evidence_file(data)
    assert (file.kind, file.pages) == ("PDF", 2)
    assert file.sha256 == hashlib.sha256(data).hexdigest()
    assert "둘째 쪽" in file.text


def test_what_is_claimed_is_found_in_it() -> None:
    text = read_evidence_file(pdf()).text
    found = mentions(text, 2_400_000, date(2024, 3, 2), "○○부동산 임대인")
    assert (found.amount, found.dated_on, found.payee) == (True, True, True)
    other = mentions(text, 2_400_001, date(2024, 3, 3), "△△부동산")
    assert (other.amount, other.dated_on, other.payee) == (False, False, False)


def test_a_scan_has_no_text() -> None:
    file = read_evidence_file(blank_pdf(3))
    assert (file.kind, file.pages, file.text) == ("PDF", 3, "")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_one_page_without_text(kind: str) -> None:
    data = picture(kind)
    file = read_evidence_file(data)
    assert (file.kind, file.pages, file.text) == (kind, 1, "")
    assert file.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2,400,000", True),
        ("2,400,000원", True),
        ("2400000", True),
        ("2400000원", True),
        ("금2,400,000원정", True),
        ("₩2,400,000, 현금", True),
        ("합계 2,400,000.", True),
        ("２，４００，０００원", True),
        ("12,400,000", False),
        ("12400000", False),
        ("2,400,0001", False),
        ("2,400,000,000", False),
        ("24000001", False),
        ("3.2400000", False),
        ("2,400000", False),
        ("240만원", False),
        ("", False),
    ],
)
def test_the_amount_with_and_without_commas(text: str, found: bool) -> None:
    assert mentions(text, 2_400_000, date(2024, 3, 2), "가").amount is found


def test_a_small_amount_is_not_found_in_a_large_one() -> None:
    day = date(2024, 3, 2)
    assert mentions("1,500 원", 500, day, "가").amount is False
    assert mentions("2024.3.2", 2024, day, "가").amount is False
    assert mentions("500원", 500, day, "가").amount is True


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024-03-02", True),
        ("2024-3-2", True),
        ("2024.3.2", True),
        ("2024.03.02.", True),
        ("2024. 3. 2.", True),
        ("2024년 3월 2일", True),
        ("2024년 03월 02일", True),
        ("2024년3월2일", True),
        ("거래일 20240302", True),
        ("2024-03-020", False),
        ("2024.3.21", False),
        ("2024년 3월 12일", False),
        ("2024년 13월 2일", False),
        ("12024-03-02", False),
        ("202403021", False),
        ("2024-03", False),
        ("03-02", False),
    ],
)
def test_the_date_in_four_styles(text: str, found: bool) -> None:
    assert mentions(text, 1, date(2024, 3, 2), "가").dated_on is found


def test_two_digit_months_and_days() -> None:
    for text in ("2024-11-30", "2024.11.30", "2024년 11월 30일", "20241130"):
        assert mentions(text, 1, date(2024, 11, 30), "가").dated_on is True
        assert mentions(text, 1, date(2024, 11, 3), "가").dated_on is False
        assert mentions(text, 1, date(2024, 1, 30), "가").dated_on is False


@pytest.mark.parametrize(
    ("text", "payee", "found"),
    [
        ("공급자 ○○ 상사", "○○상사", True),
        ("공급자 ○○상\n사", "○○ 상사", True),
        ("GARAM Store", "Garam store", True),
        ("나라ㆍ가람", "나라·가람", True),
        ("나라･가람", "나라·가람", True),
        ("○○상회", "○○상사", False),
    ],
)
def test_the_payee_whatever_its_blanks_and_dots(text: str, payee: str, found: bool) -> None:
    assert mentions(text, 1, date(2024, 3, 2), payee).payee is found


def test_a_pdf_that_needs_a_password() -> None:
    assert refused(locked_pdf("secret")) == ("FILE-ENCRYPTED", "암호가 걸린 PDF입니다.")


def test_a_pdf_locked_against_changes_can_be_read() -> None:
    assert "2,400,000원" in read_evidence_file(locked_pdf("")).text


def test_damaged_files() -> None:
    assert refused(pdf()[:200])[0] == "FILE-PDF"
    assert refused(b"%PDF-1.7\nnothing follows")[0] == "FILE-PDF"
    assert refused(picture("PNG")[:60])[0] == "FILE-IMAGE"
    assert refused(picture("JPEG", 800, 800)[:400])[0] == "FILE-IMAGE"


def test_other_kinds_of_files() -> None:
    gif = picture("GIF")
    for data in (b"", b"PK\x03\x04", gif, "글".encode()):
        assert refused(data) == ("FILE-KIND", "PDF, JPEG, PNG 파일이 아닙니다.")


def test_an_amount_in_a_form_field_is_seen() -> None:
    sheet = Sheet("RECEIPT")
    sheet.field("5,400,000", shown="5,400,000")
    assert mentions(read_evidence_file(sheet.data()).text, 5_400_000, date(2024, 3, 2), "가").amount is True


def test_an_amount_that_nobody_sees_is_not_seen() -> None:
    hidden = Sheet("RECEIPT")
    hidden.field("5,400,000", shown="5,400,000", F=2)
    layers = Sheet("RECEIPT")
    layers.layers("B", off="B")
    layers.content += layered("B", text_at(72, 700, "5,400,000"))
    for sheet in (hidden, layers):
        text = read_evidence_file(sheet.data()).text
        assert text == "RECEIPT"


def test_a_pdf_that_a_reader_can_mend_is_read() -> None:
    broken = pdf().replace(b"startxref", b"startxxxx")
    assert "2,400,000원" in read_evidence_file(broken).text
