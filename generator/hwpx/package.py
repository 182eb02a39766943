"""The parts of an HWPX around its sections: manifest, settings, zip. No times, no chance.

Part names, their order and declarations are those of files that 한글 saves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from functools import cache
from html import escape

from generator.archive import Member, archive, packed, stored
from generator.hwpx.pictures import item_id
from generator.hwpx.words import HEAD, NAMESPACES
from generator.layout import Layout

MIMETYPE = "application/hwp+zip"
_PACKAGE = "http://www.hancom.co.kr/hwpml/2016/meta/pkg#"
_FIXED = {
    # The attribute is really spelled so.
    "version.xml": (
        f'{HEAD}<hv:HCFVersion xmlns:hv="http://www.hancom.co.kr/hwpml/2011/version" tagetApplication="WORDPROCESSOR"'
        ' major="5" minor="1" micro="1" buildNumber="0" os="1" xmlVersion="1.5" application="Seosik"'
        ' appVersion="1, 0, 0, 0"/>'
    ),
    "settings.xml": (
        f'{HEAD}<ha:HWPApplicationSetting xmlns:ha="http://www.hancom.co.kr/hwpml/2011/app"'
        ' xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0">'
        '<ha:CaretPosition listIDRef="0" paraIDRef="0" pos="0"/></ha:HWPApplicationSetting>'
    ),
    "META-INF/container.xml": (
        f'{HEAD}<ocf:container xmlns:ocf="urn:oasis:names:tc:opendocument:xmlns:container"'
        ' xmlns:hpf="http://www.hancom.co.kr/schema/2011/hpf"><ocf:rootfiles>'
        '<ocf:rootfile full-path="Contents/content.hpf" media-type="application/hwpml-package+xml"/>'
        '<ocf:rootfile full-path="Preview/PrvText.txt" media-type="text/plain"/>'
        '<ocf:rootfile full-path="META-INF/container.rdf" media-type="application/rdf+xml"/>'
        "</ocf:rootfiles></ocf:container>"
    ),
    "META-INF/manifest.xml": (
        f'{HEAD}<odf:manifest xmlns:odf="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    ),
}


def package(header: str, sections: Sequence[str], layout: Layout, pictures: Sequence[bytes] = ()) -> bytes:
    """The HWPX of a header part, its sections, and PNG pictures (``image1`` …), in the order that 한글 keeps."""
    names = [f"section{number}" for number in range(len(sections))]
    fixed = _fixed()
    return archive(
        (
            # First and as it stands: that is how the kind of file is told.
            stored("mimetype", MIMETYPE.encode()),
            fixed["version.xml"],
            _part("Contents/header.xml", header),
            *(packed(_media(number), data) for number, data in enumerate(pictures, 1)),
            *(_part(_section(name), body) for name, body in zip(names, sections, strict=True)),
            # What a file manager shows without opening: the title, and nothing about anybody.
            _part("Preview/PrvText.txt", layout.title),
            fixed["settings.xml"],
            _part("META-INF/container.rdf", _relations(names)),
            _part("Contents/content.hpf", _manifest(names, layout, len(pictures))),
            fixed["META-INF/container.xml"],
            fixed["META-INF/manifest.xml"],
        )
    )


@cache
def _fixed() -> dict[str, Member]:
    return {name: _part(name, part) for name, part in _FIXED.items()}


def _part(name: str, part: str) -> Member:
    return packed(name, part.encode("utf-8"))


def _section(name: str) -> str:
    return f"Contents/{name}.xml"


def _media(number: int) -> str:
    return f"BinData/{item_id(number)}.png"


def _manifest(names: Sequence[str], layout: Layout, pictures: int) -> str:
    """``content.hpf``: title, language, the time of issue if there is one; no person. Then every part."""
    created = ""
    if layout.issued_at is not None:
        stamp = layout.issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        created = f'<opf:meta name="CreatedDate" content="text">{stamp}</opf:meta>'
    images = "".join(
        f'<opf:item id="{item_id(number)}" href="{_media(number)}" media-type="image/png" isEmbeded="1"/>'
        for number in range(1, pictures + 1)
    )
    items = "".join(_item(name, _section(name)) for name in names)
    spine = "".join(f'<opf:itemref idref="{name}" linear="yes"/>' for name in ("header", *names))
    return (
        f'{HEAD}<opf:package {NAMESPACES} version="" unique-identifier="" id=""><opf:metadata>'
        f"<opf:title>{escape(layout.title, quote=False)}</opf:title><opf:language>ko</opf:language>{created}"
        f"</opf:metadata><opf:manifest>{_item('header', 'Contents/header.xml')}{images}{items}"
        f"{_item('settings', 'settings.xml')}</opf:manifest><opf:spine>{spine}</opf:spine></opf:package>"
    )


def _item(id: str, href: str) -> str:
    return f'<opf:item id="{id}" href="{href}" media-type="application/xml"/>'


def _relations(names: Sequence[str]) -> str:
    held = _held("Contents/header.xml", "HeaderFile")
    held += "".join(_held(_section(name), "SectionFile") for name in names)
    return (
        f'{HEAD}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{held}<rdf:Description rdf:about="">'
        f'<rdf:type rdf:resource="{_PACKAGE}Document"/></rdf:Description></rdf:RDF>'
    )


def _held(path: str, kind: str) -> str:
    return (
        f'<rdf:Description rdf:about=""><ns0:hasPart xmlns:ns0="{_PACKAGE}" rdf:resource="{path}"/></rdf:Description>'
        f'<rdf:Description rdf:about="{path}"><rdf:type rdf:resource="{_PACKAGE}{kind}"/></rdf:Description>'
    )
