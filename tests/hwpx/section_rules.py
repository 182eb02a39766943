"""S and E: the paragraphs of the sections, and the words that no reader may meet unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from generator.styles import style_table
from tests.hwpx.reading import HEADER, HP, Opened
from tests.hwpx.words import FREE, WORDS

_PARAGRAPH = ("id", "paraPrIDRef", "styleIDRef", "pageBreak", "columnBreak", "merged")
_UNWRITABLE = re.compile("[\x00-\x1f\u00a0\ufffc\ufeff]")
_NUMBER = re.compile(r"-?\d+")
_UNITS_A_MM = 7200 / 25.4


def broken(opened: Opened) -> Iterator[tuple[str, str]]:
    """Which rule is broken, and where."""
    for number, section in enumerate(opened.sections):
        yield from _opening(section, number, len(opened.sections))
        for paragraph in section.iter(f"{HP}p"):
            if paragraph.find(f"{HP}run") is None or any(paragraph.get(key) is None for key in _PARAGRAPH):
                yield "S3", f"section {number}: a paragraph without run, or without one of its six attributes"
        if next(section.iter(f"{HP}linesegarray", f"{HP}lineseg"), None) is not None:
            yield "S5", f"section {number}: a layout of lines is not ours to write"
        for inner in section.iter(f"{HP}subList"):
            if inner.find(f"{HP}p") is None:
                yield "S6", f"section {number}: a cell, a header or a footer without paragraph"
        for text in section.iter(f"{HP}t"):
            if _UNWRITABLE.search("".join(text.itertext())):
                yield "S7", f"section {number}: a control character or a bare no-break blank in a text"
        begun = sorted(str(one.get("id")) for one in section.iter(f"{HP}fieldBegin"))
        if begun != sorted(str(one.get("beginIDRef")) for one in section.iter(f"{HP}fieldEnd")):
            yield "S8", f"section {number}: a field that does not begin and end"
        yield from _margins(section, number)
    for name in (HEADER, *opened.section_names):
        if name in opened.trees:
            yield from _words(opened.trees[name], name)


def _opening(section: etree._Element, number: int, sections: int) -> Iterator[tuple[str, str]]:
    run = section.find(f"{HP}p/{HP}run")
    properties = list(section.iter(f"{HP}secPr"))
    if (
        run is None
        or len(properties) != 1
        or properties[0].getparent() is not run
        or run.find(f"{HP}t") is not None
    ):
        yield "S1", f"section {number}: no secPr in a run of its own at the first paragraph's begin"
        return
    following = properties[0].getnext()
    if following is None or following.find(f"{HP}colPr") is None:
        yield "S2", f"section {number}: colPr does not follow secPr"
    totals = [one for one in section.iter(f"{HP}autoNum") if one.get("numType") == "TOTAL_PAGE"]
    restarts = run.find(f"{HP}ctrl/{HP}newNum[@numType='PAGE']")
    if restarts is not None and restarts.get("num") != "1":
        yield "S10", f"section {number}: pages do not count from 1"
    if restarts is not None and sections > 1 and totals:
        yield "S10", f"section {number}: pages that count anew stand beside a total of the whole document"
    if restarts is None and sections > 1 and not totals:
        yield "S10", f"section {number}: pages count on and nothing says of how many"


def _margins(section: etree._Element, number: int) -> Iterator[tuple[str, str]]:
    margin = section.find(f".//{HP}pagePr/{HP}margin")
    page = style_table().page
    if margin is None:
        return
    for edge, inner, wanted in (
        ("top", "header", page["margin_top_mm"]), ("bottom", "footer", page["margin_bottom_mm"]),
    ):  # fmt: skip
        written = int(str(margin.get(edge))) + int(str(margin.get(inner)))
        if abs(written - wanted * _UNITS_A_MM) > 1:
            yield "S11", f"section {number}: {edge} and {inner} are together not the margin of the page"


def _words(root: etree._Element, name: str) -> Iterator[tuple[str, str]]:
    for element in root.iter():
        for key, value in element.attrib.items():
            place = f"{etree.QName(element).localname}@{etree.QName(key).localname}"
            known = WORDS.get(place)
            if known is None and place in FREE:
                continue
            if value not in known if known is not None else not _NUMBER.fullmatch(str(value)):
                yield "E1", f"{name}: {place} {value!r} is no word that is known"
