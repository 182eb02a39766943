"""The HTML document around bound forms, and the stylesheet of its pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from xml.etree import ElementTree

from generator.binding import BoundForm
from generator.layout import CONTENTS_TITLE, AttachedPages, Layout, PacketFrame
from generator.pdf.weasyprint.label_columns import label_rules, mark_labels
from generator.pdf.weasyprint.whole_words import keep_whole_words
from generator.styles import style_table


def page_markup(forms: Sequence[BoundForm], layout: Layout) -> str:
    """The whole HTML document: each form, and each attachment, begins on a page of its own."""
    issued = ""
    if layout.issued_at is not None:
        issued = f'<meta name="dcterms.created" content="{layout.issued_at.isoformat()}"/>'
    sections = [_section(number, form.title, form_markup(form)) for number, form in enumerate(forms, 1)]
    if layout.packet is not None:
        sections.insert(1, _contents(layout.packet))
        for number, attached in enumerate(layout.packet.attached, len(forms) + 1):
            sections.append(_section(number, attached.title, _attached(attached)))
    draft = '<div id="draft">초안</div>' if layout.draft else ""
    case_no = escape(layout.packet.case_no) if layout.packet is not None else ""
    return (
        f'<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"/><title>{escape(layout.title)}</title>{issued}</head>'
        f'<body data-issued="{layout.issued_text}" data-case="{case_no}">{draft}{"".join(sections)}</body></html>'
    )


def form_markup(form: BoundForm) -> str:
    """A form's markup as HTML, with what the engine needs in order to keep words and labels whole."""
    root = ElementTree.fromstring(form.markup)  # noqa: S314 — our own template's, every value escaped
    keep_whole_words(root)
    mark_labels(root)
    return ElementTree.tostring(root, encoding="unicode", method="html")


def _section(number: int, title: str, markup: str) -> str:
    return (
        f'<div id="form-{number}" data-title="{escape(title)}" style="page: form-{number}">{markup}'
        f'<span id="form-{number}-end"></span></div>'
    )


def _contents(packet: PacketFrame) -> str:
    titles = (*packet.titles, *(attached.title for attached in packet.attached))
    lines = "".join(
        f'<p class="contents"><a href="#form-{number}">{escape(title)}</a></p>'
        for number, title in enumerate(titles, 2)
    )
    return (
        f'<div id="contents" data-title="{CONTENTS_TITLE}" style="page: contents">'
        f"<h1>{CONTENTS_TITLE}</h1>{lines}</div>"
    )


def _attached(attached: AttachedPages) -> str:
    title = escape(attached.title)
    if attached.image is not None:
        return f'<h1 class="attached">{title}</h1><p><img class="scan" alt="{title}" src="{attached.image}"/></p>'
    first = f'<h1 class="attached">{title}</h1><p class="place"></p>'
    return first + '<p class="place next"></p>' * (attached.pages - 1)


@cache
def page_rules(sections: int, draft: bool, packet: bool) -> str:
    """CSS of headers and footers for that many sections; each counts its own pages, i/k."""
    small = f"font-size: {style_table().classes['small']['size']}pt;"
    right = "string(form)"
    rules = [
        f"@page {{ counter-increment: page packet; @bottom-left {{ content: string(issued); {small} }} }}",
        "body { string-set: issued attr(data-issued), case attr(data-case); }",
        "[data-title] { string-set: form attr(data-title); }",
        *label_rules(draft),
    ]
    if packet:
        right = "counter(packet) '/' counter(pages)"
        rules += [
            f"@page {{ @top-left {{ content: string(form); {small} }} @top-right {{ content: string(case); {small} }}"
            f" @bottom-right {{ {small} content: {right}; }} }}",
            "p.contents { margin: 5pt 0; } p.contents a { color: inherit; text-decoration: none; }",
            "p.contents a::after { content: leader('.') target-counter(attr(href), packet); }",
            "h1.attached { font-size: 10pt; text-align: left; margin: 0 0 4pt; }",
            "img.scan { max-width: 100%; max-height: 245mm; } p.place { height: 1mm; } p.next { break-before: page; }",
        ]
    for number in range(1, sections + 1):
        rules.append(
            f"@page form-{number} {{ @bottom-center {{ {small}"
            f" content: counter(page) '/' target-counter(url(#form-{number}-end), page); }}"
            f" @bottom-right {{ {small} content: {right}; }} }}"
        )
        rules.append(f"@page :nth(1 of form-{number}) {{ counter-reset: page; }}")
    if draft:
        rules.append(_DRAFT)
    return "\n".join(rules)


# On every page, behind the text and opaque: PDF/A-1 knows no transparency.
_DRAFT = (
    "#draft { position: fixed; z-index: -1; top: 95mm; left: 0; width: 100%; text-align: center;"
    " font-size: 190pt; line-height: 1; color: #e4e4e4; transform: rotate(-40deg); }"
)
