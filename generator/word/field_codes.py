"""Word's own fields (page numbers, properties, references) that hold a tag as what they show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from generator.word.package import W

# Fields whose text Word leaves as it is, or takes from what the document itself shows elsewhere; every
# other is worked out from something that no form fills.
_LASTING = {
    "HYPERLINK", "FORMTEXT", "FORMDROPDOWN", "FORMCHECKBOX", "ADDIN", "PRIVATE", "TOC", "REF", "STYLEREF",
}  # fmt: skip
_OFF = ("0", "false", "off")


@dataclass
class _Open:
    locked: bool
    code: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    showing: bool = False


def replaceable_fields(root: etree._Element) -> Iterator[str]:
    """The names (``TITLE``, ``PAGE``) of fields in a part that show a tag and may lose it."""
    opened: list[_Open] = []
    for element in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}t", f"{W}fldSimple"):
        if element.tag == f"{W}fldSimple":
            shown = "".join(text.text or "" for text in element.iter(f"{W}t"))
            if not _locked(element):
                yield from _told(element.get(f"{W}instr", ""), shown)
        elif element.tag == f"{W}fldChar":
            kind = element.get(f"{W}fldCharType")
            if kind == "begin":
                opened.append(_Open(_locked(element)))
            elif kind == "separate" and opened:
                opened[-1].showing = True
            elif kind == "end" and opened:
                closed = opened.pop()
                if not closed.locked:
                    yield from _told("".join(closed.code), "".join(closed.shown))
        elif opened and element.tag == f"{W}instrText":
            opened[-1].code.append(element.text or "")
        else:
            for around in opened:
                if around.showing:
                    around.shown.append(element.text or "")


def _locked(element: etree._Element) -> bool:
    return element.get(f"{W}fldLock", "0").lower() not in _OFF


def _told(code: str, shown: str) -> Iterator[str]:
    name = code.split()[0].upper() if code.split() else ""
    if name and name not in _LASTING and ("{{" in shown or "{%" in shown):
        yield name
