"""Hostile Word templates: refused before they are filled, or ended within the limits."""

from __future__ import annotations

import struct
import time
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import jinja2
import pytest

from forms import InputError, SeosikError, TemplateError, TooLarge
from generator.print_view import View
from generator.word.environment import word_environment
from generator.word.process import Limits, check_word, fill_word
from tests.reading import docx_text
from tests.word_editing import checked, exported, filled, members, packed, related, small, with_parts

VIEW = View({"note": "가", "rows": (View({"name": "나"}), View({"name": "다"}))})

# Ways out of a Jinja sandbox, from its advisories and from collections of template injections.
ESCAPES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ note.__class__.__base__.__subclasses__() }}",
    "{{ note['__class__']['__mro__'][1]['__subclasses__']() }}",
    "{{ note|attr('__class__') }}",
    "{{ note|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ note|attr(['_'*2,'class','_'*2]|join) }}",
    "{{ ''['\\x5f\\x5fclass\\x5f\\x5f'] }}",
    "{{ [].__class__ }}",
    "{{ {}.__class__.__bases__[0] }}",
    "{{ ().__class__.__base__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ joiner.__init__.__globals__.os.popen('id').read() }}",
    "{{ namespace.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ lipsum.__globals__.__builtins__.__import__('os').system('id') }}",
    "{{ self.__init__.__globals__.__builtins__ }}",
    "{{ self._TemplateReference__context.cycler.__init__.__globals__.os }}",
    "{{ self.__dict__ }}",
    "{{ config.items() }}",
    "{{ request.application.__globals__.__builtins__.__import__('os') }}",
    "{{ get_flashed_messages.__globals__ }}",
    "{{ url_for.__globals__.current_app.config }}",
    "{{ option.__globals__ }}",
    "{{ option.__globals__['__builtins__']['open']('/etc/passwd').read() }}",
    "{{ box.__code__.co_consts }}",
    "{{ korean_date.__class__ }}",
    "{{ pad.__closure__ }}",
    "{{ '%s'.__mod__(note) }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(note) }}",
    "{{ '{a.__class__}'.format_map(rows) }}",
    "{{ ('{0.__class__}'|format)(note) }}",
    "{{ note.format.__self__ }}",
    "{{ note.encode('utf-16') }}",
    "{{ rows.__len__.__self__ }}",
    "{{ rows.__iter__.__func__.__globals__ }}",
    "{{ loop.__class__ }}",
    "{% for x in rows %}{{ loop._LoopContext__sentinel }}{{ loop.__init__.__globals__ }}{% endfor %}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{% if ''.__class__ %}x{% endif %}",
    "{% set x = cycler %}{{ x.__init__ }}",
    "{% set x %}{{ note.__class__ }}{% endset %}{{ x }}",
    "{% import 'os' as os %}{{ os.system('id') }}",
    "{% from 'os' import system %}{{ system('id') }}",
    "{% include '/etc/passwd' %}",
    "{% extends '/etc/passwd' %}",
    "{% macro m() %}{{ caller() }}{% endmacro %}{{ m.__globals__ }}",
    "{% call m() %}{% endcall %}",
    "{% filter upper %}{{ note }}{% endfilter %}",
    "{% block b %}{{ self.b.__globals__ }}{% endblock %}",
    "{% with a = note.__class__ %}{{ a }}{% endwith %}",
    "{% autoescape false %}{{ note }}{% endautoescape %}",
    "{{ rows|map(attribute='__class__')|list }}",
    "{{ rows.sort() }}",
    "{{ rows[0].__class__ }}",
    "{{ dict(a=1).__class__ }}",
    "{{ range(9).__class__ }}",
    "{{ (note ~ '').__class__ }}",
    "{{ (rows if note else note).__class__ }}",
    "{{ debug }}{% debug %}",
]  # fmt: skip


def test_there_are_forty_ways_and_more() -> None:
    assert len(set(ESCAPES)) >= 40


@pytest.mark.parametrize("escape", ESCAPES)
def test_an_escape_is_refused_with_a_sentence_when_filling(escape: str) -> None:
    with pytest.raises(TemplateError, match="Word 서식") as caught:
        filled(small(escape), [VIEW])
    assert "/" not in caught.value.message.replace("/etc/passwd", "")


@pytest.mark.parametrize("escape", ESCAPES)
def test_an_escape_is_an_error_with_its_place_when_checking(escape: str) -> None:
    errors = [f for f in checked(small(escape)) if f.severity == "error" and f.rule != "WORD-REQUIRED"]
    assert errors
    assert {finding.label for finding in errors} == {"본문 1번째 문단"}


@pytest.mark.parametrize("escape", [escape for escape in ESCAPES if "autoescape" not in escape])
def test_the_sandbox_alone_holds_an_escape_too(escape: str) -> None:
    with pytest.raises((jinja2.TemplateError, SeosikError, TypeError)):
        word_environment({}).from_string(escape).render(VIEW.fields())


@pytest.mark.parametrize(
    ("bomb", "sentence"),
    [
        ("{{ fill(note, 1000000000) }}", "너무 큽니다"),
        ("{% for a in pad(rows, 999999999) %}{{ a.name }}{% endfor %}", "너무 큽니다"),
        ("{{ 'a' * 1000 * 1000 * 1000 * 1000 }}", "쓸 수 없는 명령"),
        ("{{ 9 ** 9 ** 9 ** 9 }}", "쓸 수 없는 명령"),
        ("{{ 1 << 9999999 }}", "읽을 수 없습니다"),
        ("{% for a in range(999999999) %}a{% endfor %}", "쓸 수 없는 명령"),
        ("{% set a = note %}{% for x in rows %}{% set a = a ~ a %}{% endfor %}", "쓸 수 없는 명령"),
        ("{% for a in rows recursive %}{{ loop(rows) }}{% endfor %}", "쓸 수 없는 명령"),
    ],
)
def test_a_bomb_that_can_be_seen_is_not_lit(bomb: str, sentence: str) -> None:
    with pytest.raises(TemplateError, match=sentence):
        filled(small(bomb), [VIEW])


def nested(depth: int, inner: str) -> str:
    begin = "".join(f"{{% for a{n} in pad(rows, 200) %}}" for n in range(depth))
    return begin + inner + "{% endfor %}" * depth


def test_endless_loops_end_at_the_time_limit() -> None:
    data = small(nested(6, ""))
    begun = time.process_time()
    with pytest.raises(TemplateError, match=r"시간 한도\(1초\)"):
        fill_word("e" * 64, lambda: data, [VIEW], "시험", limits=Limits(cpu_seconds=1, wall_seconds=60))
    assert time.process_time() - begun < 1


def test_a_process_that_does_not_answer_is_ended_at_the_wall_limit() -> None:
    data = small(nested(6, ""))
    begun = time.monotonic()
    with pytest.raises(TemplateError, match="시간 한도"):
        fill_word("f" * 64, lambda: data, [VIEW], "시험", limits=Limits(wall_seconds=2.0))
    assert time.monotonic() - begun < 6


def test_text_without_end_stops_at_the_memory_limit() -> None:
    # Each turn writes some 0.6 MB, so that the memory is gone long before the time.
    with pytest.raises(TemplateError, match="메모리 한도"):
        filled(small(nested(2, "{{ note }}" + "가" * 200_000)), [VIEW])


def test_after_a_bomb_the_next_document_is_made() -> None:
    data = small(nested(6, ""))
    with pytest.raises(TemplateError):
        fill_word("a" * 64, lambda: data, [VIEW], "시험", limits=Limits(1, 60))
    assert docx_text(filled(small("[{{ note }}]"), [VIEW])) == "[가]"


def test_tags_nested_ten_thousand_deep_are_refused() -> None:
    with pytest.raises(TemplateError):
        filled(small("{{ " + "(" * 10_000 + "note" + ")" * 10_000 + " }}"), [VIEW])
    with pytest.raises(TemplateError):
        filled(small("{% if note %}" * 3000 + "{% endif %}" * 3000), [VIEW])


def test_a_search_that_never_ends_is_cut_off() -> None:
    # docxtpl looks for tags with patterns that a text can lead astray.
    data = small("{{" * 60_000 + "{%" * 60_000)
    with pytest.raises(TemplateError, match="시간 한도"):
        fill_word("c" * 64, lambda: data, [VIEW], "시험", limits=Limits(2, 60))


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    "part",
    ["word/document.xml", "word/styles.xml", "docProps/custom.xml", "_rels/.rels", "customXml/item1.xml"],
)
@pytest.mark.parametrize("head", [DOCTYPE, LAUGHS])
def test_a_doctype_in_any_part_is_refused(part: str, head: bytes) -> None:
    parts = members(small("{{ note }}"))
    parts[part] = head + parts.get(part, b"<a/>").split(b"?>", 1)[-1]
    with pytest.raises(InputError, match="DOCTYPE"):
        filled(packed(parts), [VIEW])


def test_a_doctype_hidden_in_another_encoding_is_refused() -> None:
    parts = members(small("{{ note }}"))
    parts["word/document.xml"] = (DOCTYPE.decode().replace("?>", ' encoding="UTF-16"?>') + "<a/>").encode(
        "utf-16"
    )
    with pytest.raises(InputError, match="UTF-8"):
        filled(packed(parts), [VIEW])
    parts["word/document.xml"] = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE'
    with pytest.raises(InputError, match="UTF-8"):
        filled(packed(parts), [VIEW])


def test_a_zip_bomb_is_refused_before_it_is_inflated() -> None:
    bomb = packed({**members(small("{{ note }}")), "word/media/a.bin": b"\0" * 60_000_000})
    assert len(bomb) < 200_000
    with pytest.raises(TooLarge, match="한도보다 커집니다"):
        filled(bomb, [VIEW])


def test_a_zip_that_lies_about_its_size_is_refused() -> None:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, part in members(small("{{ note }}")).items():
            archive.writestr(name, part)
        archive.writestr("word/media/a.bin", b"\0" * 60_000_000)
    data = bytearray(target.getvalue())
    true = struct.pack("<I", 60_000_000)
    while (at := bytes(data).find(true)) >= 0:
        data[at : at + 4] = struct.pack("<I", 100)
    with pytest.raises(InputError, match="읽을 수 없습니다"):
        filled(bytes(data), [VIEW])


def test_too_many_parts_are_refused() -> None:
    parts = {**members(small("{{ note }}")), **{f"word/media/{n}.png": b"" for n in range(400)}}
    with pytest.raises(TooLarge, match="너무 많습니다"):
        filled(packed(parts), [VIEW])


def test_a_file_that_is_no_docx_is_refused() -> None:
    for data in (
        b"",
        b"PK",
        b"{{ note }}",
        packed({"a.txt": b"a"}),
        zlib.compress(b"a"),
        packed({"word/document.xml": b"<a/>", "[Content_Types].xml": b"<a/>"}),
    ):
        with pytest.raises(InputError):
            filled(data, [VIEW])


def test_xml_that_is_too_deep_or_broken_is_refused() -> None:
    parts = members(small("{{ note }}"))
    for body in (b"<a>" * 50_000, b"<w:document>", b"\xff\xfe<"):
        with pytest.raises(InputError):
            filled(packed({**parts, "word/document.xml": body}), [VIEW])


def hostile_files() -> dict[str, tuple[bytes, str, str]]:
    plain = small("{{ note }}")
    parts = members(plain)
    types = parts["[Content_Types].xml"]
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{0}</w:instrText></w:r>'
        '<w:r><w:instrText>{1}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )

    def body(added: str) -> bytes:
        return packed(
            {
                **parts,
                "word/document.xml": parts["word/document.xml"].replace(
                    b"<w:sectPr/>", added.encode() + b"<w:sectPr/>"
                ),
            }
        )

    macro = types.replace(b"wordprocessingml.document.main+xml", b"document.macroEnabled.main+xml")
    return {
        "macro type": (packed({**parts, "[Content_Types].xml": macro}), "WORD-MACRO", "매크로"),
        "macro part": (with_parts(plain, word__vbaProject_dot_bin=b"\xd0\xcf"), "WORD-MACRO", "매크로"),
        "macro relation": (related(plain, "vbaProject", "vba.bin"), "WORD-MACRO", "매크로"),
        "remote template": (related(plain, "attachedTemplate", "http://example.org/a.dotm", "External"), "WORD-EXTERNAL", "바깥"),
        "remote picture": (related(plain, "image", "http://example.org/a.png", "External"), "WORD-EXTERNAL", "바깥"),
        "file link": (related(plain, "hyperlink", "file:///etc/passwd", "External"), "WORD-EXTERNAL", "바깥"),
        "share link": (related(plain, "hyperlink", "\\\\host\\share", "External"), "WORD-EXTERNAL", "바깥"),
        "remote frame": (related(plain, "frame", "http://example.org/", "External"), "WORD-EXTERNAL", "바깥"),
        "ole object": (related(plain, "oleObject", "embeddings/a.bin"), "WORD-EMBEDDED", "개체"),
        "embedded workbook": (with_parts(plain, word__embeddings__a_dot_xlsx=b"PK"), "WORD-EMBEDDED", "개체"),
        "other document": (related(plain, "aFChunk", "a.html"), "WORD-EMBEDDED", "개체"),
        "chart": (related(plain, "chart", "charts/a.xml"), "WORD-EMBEDDED", "chart"),
        "odd picture": (related(plain, "image", "media/a.svg"), "WORD-EMBEDDED", "그림"),
        "dde field": (body(field.format("DD", "EAUTO c:\\\\cmd.exe")), "WORD-EXTERNAL", "DDEAUTO"),
        "include field": (body(field.format(" INCLUDETEXT ", '"/etc/passwd"')), "WORD-EXTERNAL", "INCLUDETEXT"),
        "simple field": (body('<w:p><w:fldSimple w:instr=" INCLUDEPICTURE http://example.org"/></w:p>'), "WORD-EXTERNAL", "INCLUDEPICTURE"),
        "object": (body("<w:p><w:r><w:object/></w:r></w:p>"), "WORD-EMBEDDED", "개체"),
    }  # fmt: skip


@pytest.mark.parametrize("name", list(hostile_files()))
def test_what_reaches_out_of_the_file_or_runs_is_refused_each_with_its_sentence(name: str) -> None:
    data, rule, words = hostile_files()[name]
    found = [f for f in checked(data) if f.rule == rule]
    assert [f.severity.value for f in found][:1] == ["error"]
    assert words in found[0].message
    with pytest.raises(TemplateError, match=words):
        filled(data, [VIEW])


def test_a_hyperlink_to_the_web_is_a_warning() -> None:
    data = related(exported("closure_review"), "hyperlink", "https://example.org/", "External")
    assert [(f.rule, f.severity.value) for f in checked(data)] == [("WORD-LINK", "warning")]


def test_a_hyperlink_is_not_the_word_link() -> None:
    body = '<w:p><w:fldSimple w:instr=" HYPERLINK &quot;https://example.org/link&quot; "/></w:p><w:sectPr/>'
    parts = members(small("{{ note }}"))
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:sectPr/>", body.encode())
    assert docx_text(filled(packed(parts), [VIEW])) == "가"


def test_the_process_opens_neither_file_nor_connection() -> None:
    # Seen from inside: the worker's own limits, asked for by a program that stands in for an escape.
    from subprocess import run
    from sys import executable

    script = (
        "import socket, os\n"
        "from generator.limited.worker import limit_reach\n"
        "from generator.word.messages import MEMORY_BYTES\n"
        "from generator.word.worker import warm_up\n"
        "warm_up(); limit_reach(MEMORY_BYTES, open_files=3)\n"
        "for name, act in {'open': lambda: open('/etc/passwd'), 'socket': socket.socket,\n"
        "                  'pipe': os.pipe, 'memory': lambda: bytearray(2 * 10**9)}.items():\n"
        "    try:\n"
        "        act()\n"
        "    except (OSError, MemoryError) as error:\n"
        "        print(name, type(error).__name__)\n"
    )  # fmt: skip
    answer = run([executable, "-c", script], capture_output=True, text=True, check=True)
    assert answer.stdout.split("\n")[:4] == [
        "open OSError",
        "socket OSError",
        "pipe OSError",
        "memory MemoryError",
    ]


def test_a_hostile_official_form_is_no_way_round() -> None:
    with pytest.raises(InputError):
        check_word(small("{{ note }}"), b"PK", "closure_review", [], frozenset(), [])
