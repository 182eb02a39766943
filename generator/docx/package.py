"""The parts of a DOCX around its body: a slim base document of our own, sorted, without times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape

from generator.archive import Member, archive, packed
from generator.layout import Layout
from generator.styles import style_table

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES_PART, _RELATIONS_PART = "[Content_Types].xml", "word/_rels/document.xml.rels"

_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_WORD}.footer+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{_WORD}.header+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/></Types>'
)
_ROOT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
_DOCUMENT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rIdFooter" Type="{_OFFICE}/footer" Target="footer1.xml"/>'
    f'<Relationship Id="rIdHeader" Type="{_OFFICE}/header" Target="header1.xml"/>'
    f'<Relationship Id="rIdSettings" Type="{_OFFICE}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rIdStyles" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
_SETTINGS = (
    f'{_HEAD}<w:settings {_W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="800"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="ko-KR"/></w:settings>'
)


def package(body: str, layout: Layout, several: bool, pictures: Sequence[bytes] = ()) -> bytes:
    """The DOCX of a body and its PNG pictures (``rIdPicture1`` …): sorted members, fixed times."""
    document = f"{_HEAD}<w:document {_W} {_R}><w:body>{body}</w:body></w:document>"
    parts = {
        "docProps/core.xml": core_properties(layout),
        "word/document.xml": document,
        "word/footer1.xml": _footer(layout, several),
    }
    members = [packed(name, part.encode("utf-8")) for name, part in parts.items()]
    members += [packed(f"word/{_media(number)}", data) for number, data in enumerate(pictures, 1)]
    return archive(sorted((*members, *_fixed_parts(layout.draft, len(pictures))), key=_place))


def _media(number: int) -> str:
    return f"media/picture{number}.png"


def _content_types(pictures: int) -> str:
    png = '<Default Extension="png" ContentType="image/png"/>' if pictures else ""
    return _CONTENT_TYPES.replace("<Override", f"{png}<Override", 1)


def _document_relations(pictures: int) -> str:
    related = "".join(
        f'<Relationship Id="rIdPicture{number}" Type="{_OFFICE}/image" Target="{_media(number)}"/>'
        for number in range(1, pictures + 1)
    )
    return _DOCUMENT_RELATIONS.replace("</Relationships>", f"{related}</Relationships>")


def zipped(parts: Mapping[str, bytes], begun: Iterable[Member] = ()) -> bytes:
    """Parts as an archive: sorted, without times, after members that were packed before."""
    return archive((*begun, *packed_parts(parts)))


def packed_parts(parts: Mapping[str, bytes]) -> tuple[Member, ...]:
    """Parts as members of an archive, sorted."""
    return tuple(sorted((packed(name, part) for name, part in parts.items()), key=_place))


def _place(member: Member) -> tuple[bool, str]:
    # Word looks for the content types first.
    return member.name != _TYPES_PART, member.name


@cache
def _fixed_parts(draft: bool, pictures: int) -> tuple[Member, ...]:
    parts = {
        _TYPES_PART: _content_types(pictures),
        "_rels/.rels": _ROOT_RELATIONS,
        _RELATIONS_PART: _document_relations(pictures),
        "word/header1.xml": _header(draft),
        "word/settings.xml": _SETTINGS,
        "word/styles.xml": _styles(),
    }
    return packed_parts({name: part.encode("utf-8") for name, part in parts.items()})


def escaped(text: str) -> str:
    """The text of an XML element; quotation marks stay as they are."""
    return escape(text, quote=False)


def core_properties(layout: Layout) -> str:
    """``docProps/core.xml``: title, language, and the time of issue if there is one; no person."""
    created = ""
    if layout.issued_at is not None:
        stamp = layout.issued_at.isoformat(timespec="seconds")
        created = f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{created}<dc:language>ko</dc:language>'
        f"<dc:title>{escaped(layout.title)}</dc:title></cp:coreProperties>"
    )


def _field(instruction: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _footer(layout: Layout, several: bool) -> str:
    # LibreOffice knows no SECTIONPAGES: with several forms each page bears its number alone.
    number = _field("PAGE") if several else f"{_field('PAGE')}<w:r><w:t>/</w:t></w:r>{_field('NUMPAGES')}"
    return (
        f'{_HEAD}<w:ftr {_W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{layout.issued_text}  </w:t></w:r>'
        f"{number}</w:p></w:ftr>"
    )


def _header(draft: bool) -> str:
    """Empty, or the word 초안 across the page, behind the text."""
    return f"{_HEAD}<w:hdr {_W} {_VML}><w:p>{_DRAFT_MARK if draft else ''}</w:p></w:hdr>"


def draft_header() -> str:
    """A header part that holds the draft mark alone."""
    return _header(True)


_VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
_DRAFT_MARK = (
    '<w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" path="m@7,l@8,m@5,21600l@6,21600e">'
    '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>'
    '<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas><v:path textpathok="t"/>'
    '<v:textpath on="t" fitshape="t"/></v:shapetype><v:shape id="draft" type="#_x0000_t136" style="position:absolute;margin-left:0;margin-top:0;'
    "width:380pt;height:190pt;rotation:320;z-index:-251658752;mso-position-horizontal:center;"
    "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
    'mso-position-vertical-relative:margin" fillcolor="#e4e4e4" stroked="f">'
    '<v:textpath style="font-family:&quot;NanumGothic&quot;;font-size:1pt" string="초안"/></v:shape></w:pict></w:r>'
)


def _styles() -> str:
    table = style_table()
    font, size = table.text["font"], round(table.text["size"] * 2)
    line = round(240 * table.text["line_height"] / 1.15)
    headings = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:outlineLvl w:val="{level - 1}"/></w:pPr></w:style>'
        for level in (1, 2, 3)
    )
    return (
        f"{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="ko-KR" w:bidi="ar-SA"/>'
        f'</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="auto"/>'
        "</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        f"{headings}</w:styles>"
    )
