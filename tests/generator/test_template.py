"""The checks that a template passes when it is loaded, and what an expression may reach."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms import TemplateError
from generator.binding import bind_template
from generator.print_view import View
from generator.template import read_template

TABLE = "<table><colgroup><col width='1'/><col width='2'/></colgroup><tbody>{}</tbody></table>"


def template(tmp_path: Path, body: str, title: str = "<h1>제목</h1>") -> Path:
    path = tmp_path / "form.html"
    path.write_text(f"<article>\n{title}\n{body}\n</article>", encoding="utf-8")
    return path


def text(tmp_path: Path, body: str, **fields: object) -> str:
    bound = bind_template("form", "제목", read_template(template(tmp_path, body)), View(fields))
    return "".join(bound.tree.itertext()).removeprefix("제목")


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (TABLE.format("<tr><td>a</td></tr>"), "the row covers 1 of 2 columns"),
        ("<h3>a</h3>", "no level of heading may be left out"),
        (TABLE.format("<tr><td>a</td><td>b</td><td>c</td></tr>"), "does not fit"),
        (
            TABLE.format("<tr><td rowspan='3'>a</td><td>b</td></tr><tr><td>c</td></tr>"),
            "beyond its row group",
        ),
        (
            TABLE.format(
                "<tr><td rowspan='2'>a</td><td>b</td></tr><tr data-for='x in xs'><td>{{ x }}</td></tr>"
            ),
            'use rowspan="0"',
        ),
        ("<table><tbody><tr><td>a</td></tr></tbody></table>", "colgroup"),
        ("<p class='nowhere'>a</p>", "class nowhere"),
        ("<p onclick='x'>a</p>", "unknown attribute"),
        ("<script>a</script>", "<script>"),
        ("<p>{% if a %}b{% endif %}</p>", "only {{ expression }}"),
        ("<p>{{ a b }}</p>", "expected token"),
        ("<p data-if='a ='>b</p>", "a ="),
        ("<p data-for='a'>b</p>", "name in list"),
        ("<p data-min='2'>b</p>", "data-for"),
        (TABLE.format("<tr><td data-if='a'>a</td><td>b</td></tr>"), "no data-for or data-if"),
        ("<section>loose text</section>", "text may not stand"),
        ("<figure draw='genogram' field='a'/>", "stands in a paragraph"),
        ("<p><figure draw='map' field='a'/></p>", "draw is one of genogram, ecomap"),
        ("<p><figure draw='genogram'/></p>", "field names"),
        ("<p><figure draw='genogram' field='a)'/></p>", "field names"),
        ("<p><figure draw='genogram' field='a' class='small'/></p>", "unknown attribute class"),
        ("<p>", "tag"),
    ],
)
def test_a_template_that_breaks_a_rule_is_refused_with_its_line(
    tmp_path: Path, body: str, complaint: str
) -> None:
    with pytest.raises(TemplateError) as caught:
        read_template(template(tmp_path, body))
    assert complaint in caught.value.message
    assert "form.html" in caught.value.message
    assert "행" in caught.value.message


def test_the_line_is_that_of_the_element(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"form\.html 5행"):
        read_template(template(tmp_path, "<p>a</p>\n<p>b</p>\n<p class='nowhere'>c</p>"))


def test_rows_repeat_and_are_padded(tmp_path: Path) -> None:
    body = TABLE.format(
        "<tr data-for='x in xs' data-min='3'><td>{{ loop.index }}</td><td>{{ x.name }}.</td></tr>"
    )
    assert text(tmp_path, body, xs=(View({"name": "가"}),)) == "1가.2.3."


def test_a_block_of_rows_repeats_with_its_counted_rowspan(tmp_path: Path) -> None:
    body = TABLE.format(
        "<template data-for='x in xs'><tr><th rowspan='2'>{{ x }}</th><td>a</td></tr><tr><td>b</td></tr></template>"
    )
    assert text(tmp_path, body, xs=("가", "나")) == "가ab나ab"


def test_a_condition_keeps_or_drops(tmp_path: Path) -> None:
    assert text(tmp_path, "<p data-if='a'>{{ a }}</p><p data-if='not a'>none</p>", a="") == "none"


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ 7*7 }}",
        "{% for x in y %}",
        "<b>bold</b>",
        "&amp;",
        "]]>",
        "<!-- x -->",
        "${x}",
        "<script>alert(1)</script>",
        '"quoted"',
    ],
)
def test_case_text_is_inert(tmp_path: Path, hostile: str) -> None:
    assert text(tmp_path, "<p>{{ value }}</p>", value=hostile) == hostile


@pytest.mark.parametrize(
    "expression",
    [
        "value.__class__",
        "value.__class__.__mro__",
        "value.format",
        "value['__class__']",
        "''.__class__",
        "().__class__.__bases__[0].__subclasses__()",
        "box.__globals__",
        "record.fields",
        "record._fields",
        "self",
        "self._TemplateReference__context",
        "loop",
        "range(10)",
        "cycler.__init__.__globals__",
        "lipsum.__globals__",
        "namespace()",
        "joiner()",
        "dict(a=1)",
        "request",
        "open('/etc/passwd')",
    ],
)
def test_a_template_reaches_no_python(tmp_path: Path, expression: str) -> None:
    source = f"<p>{{{{ {expression} }}}}</p>"
    with pytest.raises(TemplateError):
        text(tmp_path, source, value="text", record=View({"a": "b"}))


def test_a_filter_or_a_test_is_refused(tmp_path: Path) -> None:
    for source in ("<p>{{ value|safe }}</p>", "<p>{{ value is defined }}</p>"):
        with pytest.raises(TemplateError):
            text(tmp_path, source, value="text")


def test_an_unknown_field_is_an_error(tmp_path: Path) -> None:
    for source in ("<p>{{ nowhere }}</p>", "<p>{{ record.nowhere }}</p>"):
        with pytest.raises(TemplateError, match="nowhere"):
            text(tmp_path, source, record=View({"a": "b"}))
