"""Checking an agency's Word template against the official form: findings with their places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from forms import Finding, SeosikError, Severity
from generator.print_view import View
from generator.word.field_codes import replaceable_fields
from generator.word.fields import WordField, required_paths
from generator.word.package import DOCUMENT, W, dangers, is_xml, open_package, parse, printed_parts
from generator.word.parts import BINDING
from generator.word.scan import Block, blocks
from generator.word.tag_check import read_tags
from generator.word.template import WordLayout, fill_template, prepare

_WORDING_SHOWN = 60
_LETTER = re.compile(r"[^\W\d_]")
_FONT_SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")


def check_template(
    data: bytes,
    official: bytes,
    form_id: str,
    fields: Sequence[WordField],
    families: frozenset[str],
    trials: Sequence[View],
) -> list[Finding]:
    """Everything that is wrong with a template, errors first; empty for the official form itself.

    ``official`` is the form's own template; ``families`` the fonts of this machine, in lower case;
    ``trials`` are print views that a template without errors is filled with. Raises ``InputError``
    where the file cannot be opened within the limits.
    """
    parts = open_package(data)
    found = [
        *_dangers(parts),
        *_tags(parts, official, fields),
        *_outside_tags(parts),
        *_wording(parts, official),
        *_bindings(parts),
        *_revisions(parts),
        *_fonts(parts, families),
    ]
    if not any(severity is Severity.ERROR for _, severity, _, _ in found):
        found += _trial(data, trials)
    findings = [
        Finding(rule=rule, severity=severity, form=form_id, path="", label=place, message=message)
        for rule, severity, place, message in dict.fromkeys(found)
    ]
    order = list(Severity)
    return sorted(findings, key=lambda finding: order.index(finding.severity))


Found = tuple[str, Severity, str, str]


def _dangers(parts: Mapping[str, bytes]) -> Iterator[Found]:
    for rule, sentence, refused in dangers(parts):
        yield rule, Severity.ERROR if refused else Severity.WARNING, "파일", sentence


def _tags(parts: Mapping[str, bytes], official: bytes, fields: Sequence[WordField]) -> Iterator[Found]:
    reading = read_tags(blocks(parts), fields)
    for complaint in reading.complaints:
        yield complaint.rule, Severity.ERROR, complaint.place, complaint.message
    for _, tag, place, why in reading.unseen:
        message = (
            f"{tag}이(가) {why}에 있습니다. 인쇄되지 않지만 만든 문서마다 값이 들어갑니다. "
            "보이게 하거나 지우세요."
        )
        yield "WORD-UNSEEN", Severity.WARNING, place, message
    # A field that the official form prints only in another shape (a total, a row) is asked for so.
    printed = read_tags(blocks(open_package(official)), fields).used
    for path, label in required_paths(tuple(fields)):
        if path in printed and path not in reading.used:
            tag = f"{{{{ {path.rsplit('[].', 1)[-1]} }}}}"
            unseen = next(((place, why) for used, _, place, why in reading.unseen if used == path), None)
            message = (
                f"반드시 있어야 할 항목이 어디에도 인쇄되지 않습니다: {tag}."
                if unseen is None
                else f"반드시 있어야 할 항목이 {unseen[1]}에만 있어 인쇄되지 않습니다: {tag}({unseen[0]}). "
                "보통 글로 바꾸세요."
            )
            yield "WORD-REQUIRED", Severity.ERROR, label, message


def _outside_tags(parts: Mapping[str, bytes]) -> Iterator[Found]:
    printed = printed_parts(parts)
    for name, part in parts.items():
        if not is_xml(name) or not name.startswith("word/") or not (b"{{" in part or b"{%" in part):
            continue
        if name not in printed:
            message = "태그는 본문, 머리글, 바닥글에만 쓸 수 있습니다(각주나 메모에는 쓸 수 없습니다)."
            yield "WORD-TAG-PLACE", Severity.ERROR, name, message
            continue
        root = parse(name, part)
        for code in replaceable_fields(root):
            message = (
                f"필드({code})의 자리에 태그가 있습니다. Word가 필드를 새로 고치면 값이 없어집니다. "
                "필드를 지우고 글로 적으세요."
            )
            yield "WORD-TAG-PLACE", Severity.ERROR, _part_name(name), message
        for element in root.iter("{*}*"):
            values = [str(value) for value in element.attrib.values()]
            if element.tag != f"{W}t":
                values.append(element.text or "")
            if any("{{" in value or "{%" in value for value in values):
                message = "글이 아닌 곳(그림 설명, 필드, 지운 글)에 태그가 있습니다. 태그는 글에만 씁니다."
                yield "WORD-TAG-PLACE", Severity.ERROR, _part_name(name), message


def _part_name(name: str) -> str:
    return "본문" if name == DOCUMENT else "머리글" if "header" in name else "바닥글"


def _wording(parts: Mapping[str, bytes], official: bytes) -> Iterator[Found]:
    """Fixed words of the official form that the template no longer prints."""
    ours, theirs = blocks(open_package(official)), blocks(parts)
    left = Counter(block.wording for block in theirs)
    everything, before = _all_wording(theirs), _all_wording(ours)
    for block in ours:
        wording = block.wording
        if not _LETTER.search(wording):
            # A page number's last value, a dash: nothing of the form's wording.
            continue
        if left[wording] > 0:
            left[wording] -= 1
        elif everything.count(wording) < before.count(wording):
            shown = " ".join("".join(p for p in block.pieces() if not p.startswith("{")).split())
            if len(shown) > _WORDING_SHOWN:
                shown = f"{shown[:_WORDING_SHOWN]}…"
            message = f"공식 서식의 문구가 없거나 바뀌었습니다: ‘{shown}’"
            yield "WORD-WORDING", Severity.WARNING, f"공식 서식 {block.place}", message


def _all_wording(found: Sequence[Block]) -> str:
    return "\n".join(block.wording for block in found)


def _bindings(parts: Mapping[str, bytes]) -> Iterator[Found]:
    for name in printed_parts(parts):
        for binding in parse(name, parts[name]).iter(f"{{*}}{BINDING}"):
            properties = binding.getparent()
            alias = properties.find(f"{W}alias") if properties is not None else None
            called = f"(‘{alias.get(f'{W}val')}’)" if alias is not None else ""
            message = (
                f"문서 속성과 이어진 콘텐츠 컨트롤{called}이 있습니다. 만든 문서에서는 연결을 끊고 "
                "그 자리에 적힌 글과 값을 인쇄합니다."
            )
            yield "WORD-BOUND", Severity.INFO, _part_name(name), message


def _revisions(parts: Mapping[str, bytes]) -> Iterator[Found]:
    for name in printed_parts(parts):
        root = parse(name, parts[name])
        if next(root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"), None) is not None:
            message = "변경 내용 추적이 남아 있습니다. 모두 적용하거나 취소한 뒤 저장하세요."
            yield "WORD-REVISION", Severity.WARNING, _part_name(name), message
        if next(root.iter(f"{W}commentReference"), None) is not None:
            message = "메모가 남아 있습니다. 만든 문서마다 그대로 들어갑니다."
            yield "WORD-COMMENT", Severity.WARNING, _part_name(name), message


def _fonts(parts: Mapping[str, bytes], families: frozenset[str]) -> Iterator[Found]:
    named: dict[str, str] = {}
    for name in printed_parts(parts):
        for font in _fonts_in(parse(name, parts[name])):
            named.setdefault(font, _part_name(name))
    if "word/styles.xml" in parts:
        styles = parse("word/styles.xml", parts["word/styles.xml"])
        defaults = styles.find(f"{W}docDefaults")
        for font in _fonts_in(defaults) if defaults is not None else ():
            named.setdefault(font, "기본 글꼴")
    for font, place in sorted(named.items()):
        if font.lower() not in families:
            message = f"이 컴퓨터에 없는 글꼴입니다: {font}. 여기서 PDF로 바꾸면 다른 글꼴로 찍힙니다."
            yield "WORD-FONT", Severity.WARNING, place, message


def _fonts_in(element: etree._Element) -> Iterator[str]:
    for fonts in element.iter(f"{W}rFonts"):
        for slot in _FONT_SLOTS:
            if fonts.get(f"{W}{slot}"):
                yield str(fonts.get(f"{W}{slot}"))


def _trial(data: bytes, trials: Sequence[View]) -> Iterator[Found]:
    try:
        prepared = prepare(data, "0" * 64, {})
        for view in trials:
            fill_template(prepared, [view], WordLayout("시험"))
    except SeosikError as error:
        yield "WORD-FILL", Severity.ERROR, "파일", error.message
