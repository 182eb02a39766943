"""An agency's DOCX as its parts: opened within limits, and read for what no template may hold.

The file is hostile until it has passed: size, number of parts and what they inflate to are limited
before anything is inflated; XML has no DOCTYPE and no entity, and is parsed without a network; of
relationships only known kinds are let in, none of them to a place outside the file but hyperlinks.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from posixpath import dirname, join, normpath
from zipfile import BadZipFile, ZipFile

from lxml import etree

from forms import InputError, TooLarge

FILE_LIMIT = 20 * 2**20
PARTS_LIMIT = 300
PART_LIMIT = 20 * 2**20
INFLATED_LIMIT = 40 * 2**20
XML_LIMIT = 8 * 2**20
ELEMENTS_LIMIT = 200_000

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"
_DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# What the last step of a relationship's type may be.
_KNOWN_RELATIONS = {
    "officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail",
    "styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "font", "theme", "numbering",
    "header", "footer", "footnotes", "endnotes", "comments", "commentsExtended", "commentsIds",
    "commentsExtensible", "people", "image", "hyperlink", "customXml", "customXmlProps",
}  # fmt: skip
_LINK = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf)$", re.IGNORECASE)
_DANGEROUS_FIELD = re.compile(
    r"\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|LINK|IMPORT|EMBED|MACROBUTTON|DATABASE|RD|PRINT)\b",
    re.IGNORECASE,
)


def open_package(data: bytes) -> dict[str, bytes]:
    """The parts of a DOCX by name, within the limits.

    Raises ``TooLarge`` beyond one, ``InputError`` where the file is no DOCX or holds a DOCTYPE.
    """
    if len(data) > FILE_LIMIT:
        raise TooLarge(f"Word 파일이 너무 큽니다. {FILE_LIMIT // 2**20}MB까지 쓸 수 있습니다.")
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = _inflated(archive)
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise InputError(
            "Word 파일(.docx)로 읽을 수 없습니다. Word에서 .docx로 저장한 파일을 주세요."
        ) from error
    for name, part in parts.items():
        if is_xml(name):
            _refuse_doctype(name, part)
    if DOCUMENT not in parts or "[Content_Types].xml" not in parts:
        raise InputError("Word 문서의 본문이 없는 파일입니다. Word에서 .docx로 저장한 파일을 주세요.")
    if (
        b"macroEnabled" not in parts["[Content_Types].xml"]
        and _DOCUMENT_TYPE.encode() not in parts["[Content_Types].xml"]
    ):
        raise InputError("Word 문서가 아닙니다. Word에서 .docx로 저장한 파일을 주세요.")
    return parts


def _inflated(archive: ZipFile) -> dict[str, bytes]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > PARTS_LIMIT:
        raise TooLarge(f"Word 파일 안의 조각이 너무 많습니다. {PARTS_LIMIT}개까지 쓸 수 있습니다.")
    if sum(info.file_size for info in infos) > INFLATED_LIMIT or any(
        info.file_size > (XML_LIMIT if is_xml(info.filename) else PART_LIMIT) for info in infos
    ):
        raise TooLarge("Word 파일이 압축을 풀면 한도보다 커집니다. 그림을 줄여 다시 저장하세요.")
    parts: dict[str, bytes] = {}
    for info in infos:
        name = info.filename
        if name in parts or name.startswith("/") or "\\" in name or ".." in name.split("/"):
            raise InputError("Word 파일 안의 이름이 올바르지 않습니다. Word에서 다시 저장하세요.")
        # Never more than the declared size is inflated: zipfile stops there and the checksum fails.
        parts[name] = archive.read(info)
    return parts


def is_xml(name: str) -> bool:
    """Whether a part is XML, by its name."""
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _refuse_doctype(name: str, part: bytes) -> None:
    # Another encoding could hide the word that is looked for.
    declared = re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding=[\"']([^\"']+)", part)
    utf8 = declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"us-ascii", b"ascii")
    if not utf8 or part[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in part:
        raise InputError(f"Word 파일의 {name}이(가) UTF-8이 아닙니다. Word에서 다시 저장하세요.")
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise InputError(
            f"Word 파일의 {name}에 DOCTYPE이나 엔터티 선언이 있습니다. 이런 파일은 받지 않습니다."
        )


def parse(name: str, part: bytes) -> etree._Element:
    """The tree of an XML part; raises ``InputError`` where it is broken or too large."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"Word 파일의 {name}이(가) 깨져 있습니다. Word에서 다시 저장하세요.") from error
    if sum(1 for _ in root.iter()) > ELEMENTS_LIMIT:
        raise TooLarge(f"Word 파일의 {name}이(가) 너무 복잡합니다.")
    return root


def relations(parts: Mapping[str, bytes], name: str) -> dict[str, tuple[str, str, bool]]:
    """The relationships of a part: id -> (last step of the type, target, whether outside the file)."""
    rels = join(dirname(name), "_rels", f"{name.rsplit('/', 1)[-1]}.rels")
    if rels not in parts:
        return {}
    found = {}
    for relation in parse(rels, parts[rels]).iter(f"{{{_RELATIONS}}}Relationship"):
        kind = relation.get("Type", "").rsplit("/", 1)[-1]
        target, outside = relation.get("Target", ""), relation.get("TargetMode") == "External"
        if not outside:
            target = (
                normpath(join(dirname(name), target)) if not target.startswith("/") else target.lstrip("/")
            )
        found[relation.get("Id", "")] = (kind, target, outside)
    return found


def printed_parts(parts: Mapping[str, bytes]) -> list[str]:
    """The parts that a page shows and tags may stand in: the body, then headers, then footers."""
    linked = relations(parts, DOCUMENT).values()
    sides = {
        kind: [target for found, target, outside in linked if found == kind and not outside]
        for kind in ("header", "footer")
    }
    return [DOCUMENT, *sorted(sides["header"]), *sorted(sides["footer"])]


def dangers(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str, bool]]:
    """(rule, Korean sentence, whether the file must be refused) of what a template may not hold."""
    types = parts["[Content_Types].xml"]
    if b"macroEnabled" in types or any(
        name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in parts
    ):
        yield "WORD-MACRO", "매크로가 들어 있습니다. 매크로 없는 .docx로 저장하세요.", True
    if any("/embeddings/" in name.lower() or "/activex/" in name.lower() for name in parts):
        yield (
            "WORD-EMBEDDED",
            "다른 파일이나 개체가 들어 있습니다. 개체를 지우고 그림으로 붙여 넣으세요.",
            True,
        )
    for name in parts:
        if name.endswith(".rels"):
            owner = name.replace("_rels/", "").removesuffix(".rels")
            for kind, target, outside in relations(parts, owner).values():
                yield from _relation_danger(kind, target, outside)
    for name in printed_parts(parts):
        if name not in parts:
            yield "WORD-BROKEN", f"{name}이(가) 없는 파일입니다. Word에서 다시 저장하세요.", True
            continue
        yield from _field_dangers(parse(name, parts[name]))


def _relation_danger(kind: str, target: str, outside: bool) -> Iterator[tuple[str, str, bool]]:
    if outside and kind == "hyperlink" and _LINK.match(target):
        sentence = "바깥 주소로 가는 하이퍼링크가 있습니다. 인쇄한 문서를 받은 사람에게도 보입니다."
        yield "WORD-LINK", sentence, False
    elif outside:
        sentence = (
            "파일 바깥을 가리키는 연결이 있습니다(연결된 그림, 서식 파일 등). 연결을 끊고 파일 안에 넣으세요."
        )
        yield "WORD-EXTERNAL", sentence, True
    elif kind in ("oleObject", "package", "control", "aFChunk", "subDocument", "attachedTemplate"):
        sentence = "다른 파일이나 개체가 들어 있습니다. 개체를 지우고 그림으로 붙여 넣으세요."
        yield "WORD-EMBEDDED", sentence, True
    elif kind == "vbaProject":
        yield "WORD-MACRO", "매크로가 들어 있습니다. 매크로 없는 .docx로 저장하세요.", True
    elif kind not in _KNOWN_RELATIONS:
        sentence = f"쓸 수 없는 요소({kind})가 들어 있습니다. 글, 표, 그림만 쓸 수 있습니다."
        yield "WORD-EMBEDDED", sentence, True
    elif kind == "image" and not _IMAGE.search(target):
        yield "WORD-EMBEDDED", "쓸 수 없는 형식의 그림이 있습니다. PNG나 JPEG로 바꾸세요.", True


def _field_dangers(root: etree._Element) -> Iterator[tuple[str, str, bool]]:
    for code in _field_codes(root):
        found = _DANGEROUS_FIELD.match(code)
        if found is not None:
            sentence = (
                f"다른 파일이나 프로그램을 부르는 필드({found[1].upper()})가 있습니다. 필드를 지우세요."
            )
            yield "WORD-EXTERNAL", sentence, True
            return
    if next(root.iter(f"{W}object", f"{W}altChunk", f"{W}subDoc", f"{W}control"), None) is not None:
        sentence = "다른 파일이나 개체가 들어 있습니다. 개체를 지우고 그림으로 붙여 넣으세요."
        yield "WORD-EMBEDDED", sentence, True


def _field_codes(root: etree._Element) -> Iterator[str]:
    # A field's code may be cut into several runs, and hold further fields.
    open_codes: list[str] = []
    for element in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}fldSimple"):
        if element.tag == f"{W}fldSimple":
            yield element.get(f"{W}instr", "")
        elif element.tag == f"{W}instrText":
            text = "".join(element.itertext())
            if open_codes:
                open_codes[-1] += text
            else:
                yield text
        elif element.get(f"{W}fldCharType") == "begin":
            open_codes.append("")
        elif open_codes and element.get(f"{W}fldCharType") == "end":
            yield open_codes.pop()
    yield from open_codes
