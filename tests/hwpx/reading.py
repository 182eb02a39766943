"""An HWPX opened for the rules: its members, its parts as trees, and its text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from lxml import etree

from tests.reading import squeeze

_NAMESPACE = "http://www.hancom.co.kr/hwpml/2011"
HP, HH = f"{{{_NAMESPACE}/paragraph}}", f"{{{_NAMESPACE}/head}}"
HC, HS = f"{{{_NAMESPACE}/core}}", f"{{{_NAMESPACE}/section}}"
OPF = "{http://www.idpf.org/2007/opf/}"
HEADER, MANIFEST = "Contents/header.xml", "Contents/content.hpf"
_SECTION = re.compile(r"Contents/section(\d+)\.xml")
# What stands in a section and is no part of its running text.
_BESIDE = (f"{HP}header", f"{HP}footer")


@dataclass
class Opened:
    """A file: ``members`` in their order; ``broken`` are the parts that are no XML."""

    data: bytes
    members: list[ZipInfo] = field(default_factory=list)
    parts: dict[str, bytes] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        with ZipFile(BytesIO(self.data)) as archive:
            self.members = archive.infolist()
            self.parts = {member.filename: archive.read(member) for member in self.members}

    @cached_property
    def trees(self) -> dict[str, etree._Element]:
        """The parts that are XML, by name."""
        trees = {}
        for name, part in self.parts.items():
            if name.endswith((".xml", ".hpf", ".rdf")):
                try:
                    trees[name] = etree.fromstring(part)
                except etree.XMLSyntaxError:
                    self.broken.append(name)
        return trees

    @property
    def section_names(self) -> list[str]:
        """The sections that the package holds, by their numbers."""
        found = [(int(match[1]), name) for name in self.parts if (match := _SECTION.fullmatch(name))]
        return [name for _, name in sorted(found)]

    @property
    def sections(self) -> list[etree._Element]:
        """The trees of the sections."""
        return [self.trees[name] for name in self.section_names if name in self.trees]


def hwpx_text(data: bytes) -> str:
    """The text of an HWPX in document order, squeezed, without headers and footers."""
    return squeeze("".join(_running(section) for section in Opened(data).sections))


def _running(section: etree._Element) -> str:
    return "".join(
        "".join(text.itertext())
        for text in section.iter(f"{HP}t")
        if not any(above.tag in _BESIDE for above in text.iterancestors())
    )
