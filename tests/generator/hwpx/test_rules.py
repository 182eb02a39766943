"""Each rule can say no: a fault is seeded for every one of them, and the sound file passes."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from forms import check_case, form_named
from generator.document import render
from tests.hwpx.reading import HEADER, MANIFEST
from tests.hwpx.rules import RULES, broken_rules
from tests.reading import sample

SECTION = "Contents/section0.xml"
Members = list[tuple[str, bytes, int]]


@pytest.fixture(scope="module")
def sound() -> bytes:
    """A file with two sections, pictures, nested tables, heads and merged cells."""
    case = check_case(sample("needs_survey")).case
    assert case is not None
    return render(case, form_named("needs_survey"), "hwpx")


def zipped(members: Members, extra: bytes = b"") -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive, warnings.catch_warnings():
        # Two members of one name are one of the faults.
        warnings.simplefilter("ignore", UserWarning)
        for number, (name, data, method) in enumerate(members):
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = method
            info.extra = extra if number == 0 else b""
            archive.writestr(info, data)
    return target.getvalue()


def members_of(data: bytes) -> Members:
    with ZipFile(BytesIO(data)) as archive:
        return [(one.filename, archive.read(one), one.compress_type) for one in archive.infolist()]


def damaged(data: bytes, part: str, old: str, new: str) -> bytes:
    members = []
    for name, content, method in members_of(data):
        changed = content
        if name == part:
            changed = content.replace(old.encode(), new.encode(), 1)
            assert changed != content, "the damage did nothing"
        members.append((name, changed, method))
    return zipped(members)


def test_the_sound_file_keeps_to_all(sound: bytes) -> None:
    assert broken_rules(sound) == []
    # Nor does packing anew break one.
    assert broken_rules(zipped(members_of(sound))) == []


# Rule, part, and what is put in the place of what.
IN_A_PART = [
    ("P1", "mimetype", "application/hwp+zip", "application/zip"),
    ("P4", "version.xml", "tagetApplication", "targetApplication"),
    ("P6", MANIFEST, "http://www.idpf.org/2007/opf/", "http://www.idpf.org/2007/opf"),
    ("P7", MANIFEST, '<opf:item id="section1" href="Contents/section1.xml" media-type="application/xml"/>', ""),
    ("P8", MANIFEST, '<opf:itemref idref="section1" linear="yes"/>', ""),
    ("X1", SECTION, "</hs:sec>", ""),
    ("X2", SECTION, ' standalone="yes"', ""),
    ("X3", HEADER, ' xmlns:epub="http://www.idpf.org/2007/ops"', ""),
    ("H1", HEADER, 'secCnt="2"', 'secCnt="1"'),
    ("H2", HEADER, '<hh:styles itemCnt="1">', '<hh:styles itemCnt="2">'),
    ("H3", HEADER, '<hh:borderFill id="2"', '<hh:borderFill id="7"'),
    ("H4", HEADER, 'lang="HANJA"', 'lang="LATIN"'),
    ("H5", HEADER, 'hangul="0"', 'hangul="1"'),
    ("H6", HEADER, 'width="0.2 mm"', 'width="0.18 mm"'),
    ("H7", HEADER, '<hp:default><hh:margin><hc:intent value="0"', '<hp:default><hh:margin><hc:intent value="1"'),
    ("H8", HEADER, '<hh:heading type="NONE"', '<hh:heading type="OUTLINE"'),
    ("H9", HEADER, 'breakNonLatinWord="KEEP_WORD"', 'breakNonLatinWord="BREAK_WORD"'),
    ("R1", SECTION, 'paraPrIDRef="2"', 'paraPrIDRef="99"'),
    ("S1", "Contents/section1.xml", "<hp:secPr ", "<hp:t/><hp:secPr "),
    ("S2", SECTION, "hp:colPr", "hp:colPrX"),
    ("S3", SECTION, ' merged="0"', ""),
    ("S5", SECTION, "</hp:run></hp:p>", '</hp:run><hp:linesegarray><hp:lineseg textpos="0"/></hp:linesegarray></hp:p>'),
    ("S6", SECTION, "</hp:subList><hp:cellAddr", "</hp:subList><hp:subList/><hp:cellAddr"),
    ("S7", SECTION, "<hp:nbSpace/>", "\u00a0"),
    ("S8", SECTION, "<hp:nbSpace/>", '<hp:fieldBegin id="5"/>'),
    ("S10", SECTION, 'numType="PAGE"><hp:autoNumFormat', 'numType="TOTAL_PAGE"><hp:autoNumFormat'),
    ("S11", SECTION, 'header="2551"', 'header="0"'),
    ("E1", SECTION, 'textWrap="TOP_AND_BOTTOM"', 'textWrap="AROUND"'),
    ("T0", SECTION, "<hp:cellAddr ", "<hp:cellPlace "),
    ("T1", SECTION, 'rowCnt="', 'rowCnt="1'),
    ("T2", SECTION, 'rowAddr="0"', 'rowAddr="1"'),
    ("T3", SECTION, 'colAddr="1"', 'colAddr="0"'),
    ("T5", SECTION, 'rowSpan="1"/>', 'rowSpan="9"/>'),
    ("T8", SECTION, 'pageBreak="TABLE"', 'pageBreak="NONE"'),
    ("T9", SECTION, 'repeatHeader="1"', 'repeatHeader="0"'),
    ("T10", SECTION, 'treatAsChar="0"', 'treatAsChar="1"'),
    ("T12", HEADER, '<hh:charPr id="1" height="100"', '<hh:charPr id="1" height="1000"'),
]  # fmt: skip


def _number_changed(data: bytes, begin: str, change: Callable[[int], int]) -> bytes:
    """The first number behind ``begin`` in the first section changed."""
    text = next(content for name, content, _ in members_of(data) if name == SECTION).decode()
    at = text.index(begin) + len(begin)
    old = text[at : text.index('"', at)]
    return damaged(data, SECTION, f"{begin}{old}", f"{begin}{change(int(old))}")


def _without(data: bytes, *names: str) -> bytes:
    return zipped([one for one in members_of(data) if one[0] not in names])


IN_THE_PACKAGE: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("P1", lambda data: zipped(members_of(data)[1:] + members_of(data)[:1])),
    ("P1", lambda data: zipped([(name, part, ZIP_DEFLATED) for name, part, _ in members_of(data)])),
    ("P1", lambda data: zipped(members_of(data), extra=b"\x01\x00\x00\x00")),
    ("P2", lambda data: zipped([*members_of(data), (SECTION, b"", ZIP_STORED)])),
    ("P3", lambda data: zipped([(n, part, m if n == "mimetype" else ZIP_BZIP2) for n, part, m in members_of(data)])),
    *(
        ("P4", lambda data, name=name: _without(data, name))
        for name in ("version.xml", "settings.xml", "META-INF/container.xml", "META-INF/manifest.xml", HEADER)
    ),
    ("P5", lambda data: _without(data, SECTION)),
    ("T4", lambda data: _number_changed(data, '<hp:cellSz width="', lambda width: width // 20)),
    ("T4", lambda data: damaged(data, SECTION, _first_height(data), 'height="100"')),
    ("T6", lambda data: _number_changed(data, '<hp:cellSz width="', lambda width: width + 1)),
    ("T7", lambda data: _number_changed(data, '<hp:sz width="', lambda width: width + 1)),
    # 40,000 of 7,200 an inch are 141 mm, and half a page is 131.
    ("T8", lambda data: damaged(data, SECTION, _first_height(data), 'height="40000"')),
    ("T11", lambda data: _number_changed(data, '<hp:tbl id="', lambda _: 0)),
]  # fmt: skip


def _first_height(data: bytes) -> str:
    text = next(content for name, content, _ in members_of(data) if name == SECTION).decode()
    at = text.index("height=", text.index("<hp:cellSz"))
    return text[at : text.index("/>", at)]


@pytest.mark.parametrize(("rule", "part", "old", "new"), IN_A_PART, ids=[fault[0] for fault in IN_A_PART])
def test_a_fault_in_a_part_is_found(sound: bytes, rule: str, part: str, old: str, new: str) -> None:
    found = broken_rules(damaged(sound, part, old, new))
    assert any(line.startswith(f"{rule}:") for line in found), found


@pytest.mark.parametrize(("rule", "damage"), IN_THE_PACKAGE, ids=[fault[0] for fault in IN_THE_PACKAGE])
def test_a_fault_in_the_package_is_found(sound: bytes, rule: str, damage: Callable[[bytes], bytes]) -> None:
    found = broken_rules(damage(sound))
    assert any(line.startswith(f"{rule}:") for line in found), found


def test_every_rule_has_a_seeded_fault() -> None:
    assert {fault[0] for fault in (*IN_A_PART, *IN_THE_PACKAGE)} == set(RULES)
