"""H and R: the lists of header.xml, and what refers to them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from tests.hwpx.reading import HC, HEADER, HH, HP, Opened

# List, item, the attribute that refers to it, and the number of its first item.
_LISTS = (
    ("borderFills", "borderFill", "borderFillIDRef", 1),
    ("charProperties", "charPr", "charPrIDRef", 0),
    ("paraProperties", "paraPr", "paraPrIDRef", 0),
    ("styles", "style", "styleIDRef", 0),
    ("tabProperties", "tabPr", "tabPrIDRef", 0),
    ("numberings", "numbering", "outlineShapeIDRef", 1),
)
_SCRIPTS = ["HANGUL", "LATIN", "HANJA", "JAPANESE", "OTHER", "SYMBOL", "USER"]
_WIDTHS = {
    f"{width} mm"
    for width in (0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 1, 1.5, 2, 3, 4, 5)
}  # fmt: skip
_SIDES = tuple(f"{HH}{side}Border" for side in ("left", "right", "top", "bottom"))
# 한글 writes it for "as the text has it".
_NONE = "4294967295"


def broken(opened: Opened) -> Iterator[tuple[str, str]]:
    """Which rule is broken, and where."""
    head = opened.trees.get(HEADER)
    if head is None:
        return
    if head.get("secCnt") != str(len(opened.section_names)):
        yield "H1", "secCnt is not the number of sections"
    known: dict[str, set[str]] = {}
    for name, item, refers, first in _LISTS:
        listed = head.find(f".//{HH}{name}")
        items = [] if listed is None else listed.findall(f"{HH}{item}")
        if listed is None or listed.get("itemCnt") != str(len(items)):
            yield "H2", f"{name} counts wrong"
        numbers = [str(one.get("id")) for one in items]
        if numbers != [str(number) for number in range(first, first + len(items))]:
            yield "H3", f"{name} is not numbered from {first} without gaps"
        known[refers] = set(numbers)
    yield from _fonts(head)
    for side in head.iter(*_SIDES, f"{HH}diagonal"):
        if side.get("width") not in _WIDTHS:
            yield "H6", f"no line is {side.get('width')} wide"
    for switch in head.iter(f"{HP}switch"):
        case, default = (_lengths(switch.find(f"{HP}{name}")) for name in ("case", "default"))
        if not case or default != [2 * length for length in case]:
            yield "H7", "the lengths of hp:default are not double those of hp:case"
    for heading in head.iter(f"{HH}heading"):
        if heading.get("type") != "NONE":
            yield "H8", "한글 would print a number before the text"
    for setting in head.iter(f"{HH}breakSetting"):
        if setting.get("breakNonLatinWord") != "KEEP_WORD":
            yield "H9", "lines would not break between syllables"
    for root in (head, *opened.sections):
        for element in root.iter():
            for refers, numbers_known in known.items():
                value = element.get(refers)
                if value is not None and value not in numbers_known and value != _NONE:
                    yield "R1", f"{etree.QName(element).localname}@{refers} {value} is in no list"


def _fonts(head: etree._Element) -> Iterator[tuple[str, str]]:
    faces = list(head.iter(f"{HH}fontface"))
    if [face.get("lang") for face in faces] != _SCRIPTS:
        yield "H4", "the seven scripts do not stand in their order"
    listed = head.find(f".//{HH}fontfaces")
    if listed is None or listed.get("itemCnt") != str(len(faces)):
        yield "H2", "fontfaces counts wrong"
    fonts = {str(face.get("lang")).lower(): face.findall(f"{HH}font") for face in faces}
    for face in faces:
        if face.get("fontCnt") != str(len(face)):
            yield "H2", "fontCnt counts wrong"
    for refers in head.iter(f"{HH}fontRef"):
        for script, number in refers.attrib.items():
            if str(number) not in {font.get("id") for font in fonts.get(str(script), [])}:
                yield "H5", f"{script} has no font {number!r}"


def _lengths(branch: etree._Element | None) -> list[int]:
    if branch is None:
        return []
    return [int(str(one.get("value"))) for one in branch.iter() if str(one.tag).startswith(HC)]
