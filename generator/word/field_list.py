"""The last page of a Word template: every field with its Korean label, how to write it, an example.

It stands inside ``{%p if field_list %}``, and is cut off before a template is filled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from generator.print_view import BLANK, View
from generator.word.fields import WordField

BEGIN, END = "{%p if field_list %}", "{%p endif %}"
TITLE = "쓸 수 있는 항목"
_INTRO = (
    "이 쪽은 인쇄되지 않습니다. 지워도 됩니다: 이 쪽의 첫 줄부터 마지막 줄까지 함께 지우세요.",
    "‘적는 법’을 그대로 옮겨 적으면 그 자리에 값이 인쇄됩니다. 중괄호와 영문 이름은 고치지 마세요.",
    "여러 줄을 되풀이하는 표는 되풀이할 줄의 앞뒤에 {%tr for … %}와 {%tr endfor %}만 든 줄을 둡니다. "
    "pad(목록, 3)은 모자라는 줄을 빈 줄로 채웁니다.",
    "낱말을 고르는 항목: {{ option(이름, \"낱말\") }}은 ■ 낱말 또는 □ 낱말, {{ box(이름, \"낱말\") }}은 네모만 "
    "찍습니다. 날짜: {{ korean_date(이름) }}은 2025년 6월 2일처럼 찍습니다.",
)  # fmt: skip
_EXAMPLE_LENGTH = 40
# More words of a coded field would bury the page; the form itself shows them.
_WORDS = 5
_EXPRESSION = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)
_PLAIN = re.compile(r"(?:(?:korean_date|fill|box|option)\()?([a-z_][a-z0-9_.]*)[,)]?")
_LETTER = re.compile(r"[가-힣]")
_LOOP = re.compile(r"\{%(?:tr|p)?\s*for ([a-z_0-9]+) in (?:pad\()?([a-z_0-9.]+)")


def field_list(root: Element, fields: Sequence[WordField], example: View) -> list[Element]:
    """The page, as elements to stand after a form's tree with tags."""
    begin = Element("p", {"class": "new-page small", "tag": "tag"})
    begin.text = BEGIN
    heading = Element("h2")
    heading.text = TITLE
    notes = []
    for sentence in _INTRO:
        notes.append(Element("p", {"class": "note"}))
        notes[-1].text = sentence
    table = Element("table")
    columns = SubElement(table, "colgroup")
    for share in ("30", "42", "28"):
        SubElement(columns, "col", {"style": f"width: {share}%"})
    head = SubElement(SubElement(table, "thead"), "tr")
    for word in ("항목", "적는 법", "보기"):
        SubElement(head, "th").text = word
    body = SubElement(table, "tbody")
    loops, labels = loop_names(root), layout_labels(root)
    for label, written, shown in _rows(fields, example, "", "", loops, labels):
        row = SubElement(body, "tr")
        for text in (label, written, shown):
            SubElement(row, "td", {"class": "small short"}).text = text
    end = Element("p", {"class": "small", "tag": "tag"})
    end.text = END
    return [begin, heading, *notes, table, Element("gap"), end]


def _rows(
    fields: Sequence[WordField],
    values: Any,
    prefix: str,
    under: str,
    loops: Mapping[str, str],
    labels: Mapping[str, str],
) -> Iterator[tuple[str, str, str]]:
    for field in fields:
        written = prefix + field.name
        label = under + (field.label or labels.get(written) or field.name)
        value = values[field.name] if isinstance(values, View) and field.name in values else BLANK
        if field.kind == "list":
            name = loops.get(written, _entry_name(field.name))
            yield f"{label} (여러 줄)", f"{{%tr for {name} in {written} %}} … {{%tr endfor %}}", ""
            first = value[0] if isinstance(value, Sequence) and value else BLANK
            if field.fields:
                yield from _rows(field.fields, first, f"{name}.", f"{label} › ", loops, labels)
            else:
                yield f"{label} › 한 줄", f"{{{{ {name} }}}}", _shown(first)
        elif field.kind == "record":
            yield from _rows(field.fields, value, f"{written}.", f"{label} › ", loops, labels)
        elif field.kind == "map":
            yield f"{label} (번호마다)", f'{{{{ {written}["1"] }}}}', ""
        else:
            yield label + _words(field.options), f"{{{{ {written} }}}}", _shown(value)


def _words(options: Sequence[str]) -> str:
    if not options:
        return ""
    return f" ({'·'.join(options[:_WORDS])}{' …' if len(options) > _WORDS else ''})"


def _entry_name(name: str) -> str:
    return name.removesuffix("s") if name.endswith("s") else f"one_{name}"


def _shown(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    line = " ".join(value.split())
    return line if len(line) <= _EXAMPLE_LENGTH else f"{line[: _EXAMPLE_LENGTH - 1]}…"


def loop_names(root: Element) -> dict[str, str]:
    """For each list the name that the official form gives its entries."""
    return {items: name for name, items in _LOOP.findall(" ".join(root.itertext()))}


def layout_labels(root: Element) -> dict[str, str]:
    """What stands beside or above each value on paper: its label where no model gives one."""
    labels: dict[str, str] = {}
    heading = ""
    for element in root.iter():
        if element.tag in ("h1", "h2", "h3"):
            heading = _words_of(element)
        elif element.tag == "table":
            _label_table(element, heading, labels)
        elif element.get("tag"):
            for _, items in _LOOP.findall(_words_of(element)):
                labels.setdefault(items, heading)
        elif element.tag == "p":
            text = _words_of(element)
            beside = " ".join(_EXPRESSION.sub(" ", text).split())
            for expression in _EXPRESSION.findall(text):
                plain = _PLAIN.match(expression)
                if plain is not None:
                    labels.setdefault(plain[1], beside if _LETTER.search(beside) else heading)
    return labels


def _label_table(table: Element, heading: str, labels: dict[str, str]) -> None:
    heads: dict[int, str] = {}
    spanning = heading
    for row in table.iter("tr"):
        column, beside = 0, ""
        for cell in row:
            text = _words_of(cell)
            if cell.tag == "th" and "{" not in text:
                beside = heads[column] = text
                spanning = text if cell.get("rowspan") == "0" else spanning
            for expression in _EXPRESSION.findall(text):
                plain = _PLAIN.match(expression)
                if plain is not None:
                    labels.setdefault(plain[1], beside or heads.get(column, ""))
            for _, items in _LOOP.findall(text):
                labels.setdefault(items, spanning)
            column += int(cell.get("colspan", "1"))


def _words_of(element: Element) -> str:
    return " ".join(" ".join(part.split()) for part in element.itertext()).strip()
