"""Values that a Word template holds and no page shows: hidden, faint, tiny, off the page, bound."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from docx import Document

from forms import Finding, form_named
from tests.reading import docx_text, sample, squeeze
from tests.word_editing import checked, exported, filled, members, packed, sample_views, told

TAG = "{{ client_name }}"
TEXT = f'<w:t xml:space="preserve">{TAG}</w:t>'
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)


def template(run: str, styles: str = "", paragraph: str = "", cell: str = "", row: str = "") -> bytes:
    """The closure review whose client's name stands in that run, with settings around it."""
    parts = members(exported("closure_review"))
    text = parts["word/document.xml"].decode()
    text = re.sub(r"<w:document [^>]*?(?=>)", lambda match: _with_spaces(match[0]), text, count=1)
    at = text.index(TEXT)
    begin, end = text.rindex("<w:r>", 0, at), text.index("</w:r>", at) + len("</w:r>")
    head = text[:begin]
    if paragraph:
        where = head.rindex("<w:p>")
        head = head[:where] + re.sub(r"<w:pPr>", f"<w:pPr>{paragraph}", head[where:], count=1)
    if cell:
        head = _inside(head, "<w:tc>", "<w:tcPr>", cell)
    if row:
        where = head.rindex("<w:tr>")
        head = head[:where] + re.sub(r"<w:trHeight[^>]*/>", row, head[where:], count=1)
    parts["word/document.xml"] = (head + run + text[end:]).encode()
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(
        b"</w:styles>", styles.encode() + b"</w:styles>"
    )
    return packed(parts)


def _with_spaces(start: str) -> str:
    held = set(re.findall(r"xmlns:\w+", start))
    added = [space for space in _SPACES.split(" ") if space.split("=")[0] not in held]
    return " ".join([start, *added])


def _inside(head: str, opening: str, properties: str, added: str) -> str:
    where = head.rindex(opening)
    rest = head[where:]
    closing = properties.replace("<", "</")
    return head[:where] + rest.replace(closing, added + closing, 1)


def run(properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{TEXT}</w:r>"


def character_style(properties: str, name: str = "Own", based_on: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="character" w:styleId="{name}">{base}<w:rPr>{properties}</w:rPr></w:style>'


def paragraph_style(properties: str, name: str = "Own") -> str:
    return f'<w:style w:type="paragraph" w:styleId="{name}"><w:rPr>{properties}</w:rPr></w:style>'


def shape(position: str, extent: str = 'cx="1800000" cy="360000"', named: str = "") -> str:
    """A drawn text box that holds the name."""
    return (
        f'<w:r><w:drawing><wp:anchor simplePos="0"><wp:simplePos x="0" y="0"/>{position}'
        f'<wp:extent {extent}/><wp:docPr id="9" name="box"{named}/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f"<wps:spPr><a:noFill/></wps:spPr><wps:txbx><w:txbxContent><w:p>{run()}</w:p></w:txbxContent>"
        "</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )


def at(horizontal: int, vertical: int, origin: str = "page") -> str:
    """A place in EMU from the page's corner, or from another origin."""
    return (
        f'<wp:positionH relativeFrom="{origin}"><wp:posOffset>{horizontal}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{vertical}</wp:posOffset></wp:positionV>'
    )


def pict(style: str) -> str:
    return (
        f'<w:r><w:pict><v:shape style="{style}"><v:textbox><w:txbxContent><w:p>{run()}</w:p></w:txbxContent>'
        "</v:textbox></v:shape></w:pict></w:r>"
    )


VANISH = "<w:vanish/>"
WHITE = '<w:color w:val="FFFFFF"/>'
OWN = '<w:rStyle w:val="Own"/>'
# A4 is 210 mm wide: 7,560,000 EMU of 36,000 to the millimetre.
RIGHT_OF_THE_PAGE, LEFT_OF_THE_PAGE = 7_600_000, -1_900_000

UNSEEN = {
    "hidden": template(run(VANISH)),
    "hidden by a character style": template(run(OWN), character_style(VANISH)),
    "hidden by the style that a style is based on": template(
        run(OWN), character_style(VANISH, "Base") + character_style("<w:b/>", "Own", "Base")
    ),
    "hidden by a paragraph style": template(
        run(), paragraph_style(VANISH), paragraph='<w:pStyle w:val="Own"/>'
    ),
    "white": template(run(WHITE)),
    "nearly white": template(run('<w:color w:val="F7F7F7"/>')),
    "white by a style": template(run(OWN), character_style(WHITE)),
    "black on a black mark": template(run('<w:color w:val="000000"/><w:highlight w:val="black"/>')),
    "of the colour of its cell": template(
        run('<w:color w:val="1F3864"/>'), cell='<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>'
    ),
    "of the colour of its paragraph": template(
        run('<w:color w:val="FF0000"/>'),
        paragraph='<w:shd w:val="solid" w:color="FF0000" w:fill="auto"/>',
    ),
    "filled with nothing": template(run("<w14:textFill><w14:noFill/></w14:textFill>")),
    "filled with white": template(
        run('<w14:textFill><w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill></w14:textFill>')
    ),
    "one point high": template(run('<w:sz w:val="2"/>')),
    "one point high by a style": template(run(OWN), character_style('<w:sz w:val="2"/>')),
    "of letters one per cent wide": template(run('<w:w w:val="1"/>')),
    "of letters on each other": template(run('<w:spacing w:val="-200"/>')),
    "in a line of one twentieth of a point": template(
        run(), paragraph='<w:spacing w:line="1" w:lineRule="exact"/>'
    ),
    "in a row without height": template(run(), row='<w:trHeight w:val="1" w:hRule="exact"/>'),
    "in a deleted row": template(run(), row='<w:del w:id="1" w:author="가"/>'),
    "in a deleted cell": template(run(), cell='<w:cellDel w:id="1" w:author="가"/>'),
    "in a paragraph pushed off the page": template(run(), paragraph='<w:ind w:left="20000"/>'),
    "in a frame off the page": template(
        run(), paragraph='<w:framePr w:w="2000" w:x="-9000" w:y="10" w:hAnchor="page" w:vAnchor="page"/>'
    ),
    "in a box right of the page": template(shape(at(RIGHT_OF_THE_PAGE, 0))),
    "in a box left of the page": template(shape(at(LEFT_OF_THE_PAGE, 0))),
    "in a box below the page": template(shape(at(0, 11_000_000))),
    "in a box far from its column": template(shape(at(-2 * RIGHT_OF_THE_PAGE, 0, "column"))),
    "in a hidden box": template(shape(at(0, 0), named=' hidden="1"')),
    "in a box without height": template(shape(at(0, 0), extent='cx="1800000" cy="1"')),
    "in a box that hangs on hidden text": template(
        shape(at(0, 0)).replace("<w:r>", f"<w:r><w:rPr>{VANISH}</w:rPr>", 1)
    ),
    "in an old box off the page": template(
        pict("position:absolute;margin-left:-700pt;margin-top:0;width:90pt;height:20pt")
    ),
    "in an old box that is hidden": template(pict("position:absolute;visibility:hidden")),
}  # fmt: skip

SEEN = {
    "as exported": exported("closure_review"),
    "vanish switched off": template(run('<w:vanish w:val="0"/>')),
    "a style's vanish switched off": template(run(f'{OWN}<w:vanish w:val="0"/>'), character_style(VANISH)),
    # A toggle: paragraph style and character style undo each other (ECMA-376 part 1, 17.7.3).
    "vanish of two styles": template(
        run('<w:rStyle w:val="Other"/>'),
        paragraph_style(VANISH) + character_style(VANISH, "Other"),
        paragraph='<w:pStyle w:val="Own"/>',
    ),
    "white on dark": template(run(WHITE), cell='<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>'),
    "white on a dark mark": template(run(f'{WHITE}<w:highlight w:val="darkBlue"/>')),
    "grey": template(run('<w:color w:val="808080"/>')),
    "Word's own colour on black": template(
        run('<w:color w:val="auto"/>'), cell='<w:shd w:val="clear" w:color="auto" w:fill="000000"/>'
    ),
    "small": template(run('<w:sz w:val="12"/>')),
    "a box on the page": template(shape(at(360_000, 360_000))),
    "a box half off the page": template(shape(at(-900_000, 0))),
    "an old box on the page": template(
        pict("position:absolute;margin-left:20pt;margin-top:0;width:90pt;height:20pt")
    ),
    "an old style of the run": template(run(f"<w:rPrChange w:id='1' w:author='가'><w:rPr>{VANISH}</w:rPr></w:rPrChange>")),
}  # fmt: skip


def told_of_the_name(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(f.severity.value, f.rule) for f in findings if f.label == "대상자명" or TAG in f.message]


@pytest.mark.parametrize("data", UNSEEN.values(), ids=UNSEEN)
def test_a_required_field_that_no_page_shows_is_an_error(data: bytes) -> None:
    found = checked(data)
    assert told_of_the_name(found) == [("error", "WORD-REQUIRED"), ("warning", "WORD-UNSEEN")]
    required = next(f for f in found if f.rule == "WORD-REQUIRED" and f.label == "대상자명")
    assert f"인쇄되지 않습니다: {TAG}(본문 " in required.message


def test_a_required_field_that_only_a_tracked_deletion_holds_is_an_error() -> None:
    deleted = f'<w:del w:id="1" w:author="가">{run().replace("w:t", "w:delText")}</w:del>'
    assert ("error", "WORD-REQUIRED") in told_of_the_name(checked(template(deleted)))


@pytest.mark.parametrize("data", SEEN.values(), ids=SEEN)
def test_a_required_field_that_is_seen_is_none(data: bytes) -> None:
    assert told_of_the_name(checked(data)) == []


def test_a_field_that_is_hidden_once_and_seen_once_is_only_a_warning_with_its_place() -> None:
    data = template(run() + run(VANISH))
    (finding,) = [f for f in checked(data) if TAG in f.message]
    assert (finding.severity, finding.rule) == ("warning", "WORD-UNSEEN")
    assert finding.label.startswith("본문 표 ")
    assert "숨은 글" in finding.message


def test_a_tag_cut_into_runs_has_the_look_of_its_first_brace() -> None:
    cut = "<w:r>{look}<w:t>{{{{ client_</w:t></w:r><w:r>{rest}<w:t>name }}}}</w:t></w:r>"
    hidden = f"<w:rPr>{VANISH}</w:rPr>"
    assert told_of_the_name(checked(template(cut.format(look=hidden, rest="")))) != []
    seen = template(cut.format(look="", rest=hidden))
    assert told_of_the_name(checked(seen)) == []
    name = sample("closure_review")["client"]["name"]
    made = members(filled(seen, sample_views(form_named("closure_review"))))["word/document.xml"].decode()
    (shown,) = re.findall(rf"<w:r>((?:(?!</w:r>).)*){name}</w:t>", made)
    assert VANISH not in shown


def test_official_wording_that_is_hidden_is_told_as_missing() -> None:
    parts = members(exported("closure_review"))
    title = Document(BytesIO(packed(parts))).paragraphs[0].text
    text = parts["word/document.xml"].decode()
    place = text.index("<w:r>")
    run_start = text[place : place + 200]
    changed = run_start.replace("<w:rPr>", f"<w:rPr>{VANISH}", 1)
    assert changed != run_start
    parts["word/document.xml"] = (text[:place] + changed + text[place + 200 :]).encode()
    (finding,) = checked(packed(parts))
    assert (finding.severity, finding.rule) == ("warning", "WORD-WORDING")
    assert title in finding.message


@pytest.mark.parametrize(
    ("tag", "rules"),
    [
        ("{% if client_name %}있음{% endif %}", ["WORD-REQUIRED"]),
        ("{{ '있음' if client_name else '없음' }}", ["WORD-REQUIRED"]),
        ("{{ client_name if client_name else '없음' }}", []),
    ],
)
def test_a_field_that_only_decides_something_is_not_printed(tag: str, rules: list[str]) -> None:
    data = template(f"<w:r>{TEXT.replace(TAG, tag)}</w:r>")
    assert [f.rule for f in checked(data) if f.label == "대상자명"] == rules


def test_a_header_that_no_section_shows_prints_nothing() -> None:
    parts = members(template("<w:r><w:t>이름</w:t></w:r>"))
    header = next(name for name in parts if name.startswith("word/header"))
    empty_header = parts[header]
    parts[header] = empty_header.replace(b"</w:hdr>", f"<w:p><w:r>{TEXT}</w:r></w:p></w:hdr>".encode())
    assert told_of_the_name(checked(packed(parts))) == []
    parts["word/document.xml"] = re.sub(rb"<w:headerReference[^>]*/>", b"", parts["word/document.xml"])
    assert ("error", "WORD-REQUIRED") in told_of_the_name(checked(packed(parts)))
    assert any("머리글" in f.message for f in checked(packed(parts)) if f.rule == "WORD-REQUIRED")


def table_style(first_row: str) -> str:
    return (
        '<w:style w:type="table" w:styleId="Striped"><w:tblPr/>'
        f'<w:tblStylePr w:type="firstRow">{first_row}</w:tblStylePr></w:style>'
    )


@pytest.mark.parametrize(
    ("first_row", "look", "rules"),
    [
        (f"<w:rPr>{WHITE}</w:rPr>", 'w:val="0020"', ["WORD-REQUIRED", "WORD-UNSEEN"]),
        (f"<w:rPr>{WHITE}</w:rPr>", 'w:firstRow="1"', ["WORD-REQUIRED", "WORD-UNSEEN"]),
        (f"<w:rPr>{WHITE}</w:rPr>", 'w:val="0000"', []),
        (f'<w:rPr>{WHITE}</w:rPr><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr>', 'w:val="0020"', []),
        (f"<w:rPr>{VANISH}</w:rPr>", 'w:val="0020"', ["WORD-REQUIRED", "WORD-UNSEEN"]),
    ],
)  # fmt: skip
def test_a_tables_style_speaks_of_its_first_row(first_row: str, look: str, rules: list[str]) -> None:
    table = (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Striped"/><w:tblLook {look}/></w:tblPr><w:tblGrid/>'
        f"<w:tr><w:tc><w:tcPr/><w:p>{run()}</w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:tcPr/><w:p/></w:tc></w:tr></w:tbl>"
    )
    parts = members(template("<w:r><w:t>이름</w:t></w:r>", table_style(first_row)))
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<w:body>", f"<w:body>{table}<w:p/>".encode(), 1
    )
    found = [f.rule for f in checked(packed(parts)) if f.label == "대상자명" or TAG in f.message]
    assert found == rules


BINDING = (
    "<w:dataBinding w:prefixMappings=\"xmlns:ns0='http://purl.org/dc/elements/1.1/'\" "
    'w:xpath="/ns1:coreProperties[1]/ns0:title[1]" w:storeItemID="{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"/>'
)


def control(properties: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}<w:text/></w:sdtPr><w:sdtContent>{run()}</w:sdtContent></w:sdt>"


def test_a_control_bound_to_a_document_property_shows_the_value() -> None:
    data = template(control(f'<w:alias w:val="제목"/>{BINDING}'))
    (finding,) = checked(data)
    assert (finding.severity, finding.rule, finding.label) == ("info", "WORD-BOUND", "본문")
    assert "제목" in finding.message
    made = filled(data, sample_views(form_named("closure_review")))
    parts = members(made)
    assert not any(b"dataBinding" in part for name, part in parts.items() if name.startswith("word/"))
    assert b"<w:sdt>" in parts["word/document.xml"]
    assert squeeze(sample("closure_review")["client"]["name"]) in docx_text(made)


def test_a_control_of_the_newer_kind_and_one_in_a_header_are_cut_off_as_well() -> None:
    newer = BINDING.replace(
        "<w:dataBinding", '<w15:dataBinding xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
    )
    parts = members(template(control(newer)))
    header = next(name for name in parts if name.startswith("word/header"))
    bound = f"<w:p><w:sdt><w:sdtPr>{BINDING}</w:sdtPr><w:sdtContent><w:r><w:t>한빛구</w:t></w:r></w:sdtContent></w:sdt></w:p></w:hdr>"
    parts[header] = parts[header].replace(b"</w:hdr>", bound.encode())
    made = members(filled(packed(parts), sample_views(form_named("closure_review"))))
    assert not any(b"dataBinding" in part for name, part in made.items() if name.startswith("word/"))
    assert "한빛구".encode() in made[header]


def test_a_control_that_is_bound_to_nothing_is_no_finding() -> None:
    assert told(checked(template(control('<w:alias w:val="이름"/>')))) == []


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"{lock}/></w:r><w:r><w:instrText> {code} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize("code", ["TITLE", "DOCPROPERTY Company", "PAGE"])
def test_a_tag_as_what_a_field_of_word_shows_is_an_error(code: str) -> None:
    data = template(FIELD.format(code=code, shown=run(), lock=""))
    assert told(checked(data)) == [("error", "WORD-TAG-PLACE", "본문")]
    simple = template(f'<w:fldSimple w:instr=" {code} ">{run()}</w:fldSimple>')
    assert told(checked(simple)) == [("error", "WORD-TAG-PLACE", "본문")]


def test_a_tag_in_a_link_a_form_field_or_a_locked_field_stays() -> None:
    for code, lock in (("HYPERLINK \\l here", ""), ("FORMTEXT", ""), ("TITLE", ' w:fldLock="1"')):
        data = template(FIELD.format(code=code, shown=run(), lock=lock))
        assert told(checked(data)) == []


def test_a_tag_after_a_field_is_none_of_its_own() -> None:
    page = FIELD.format(code="PAGE", shown="<w:r><w:t>1</w:t></w:r>", lock="")
    assert told(checked(template(page + run()))) == []
