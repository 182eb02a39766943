"""The process that opens agencies' Word templates: limited, without files, network or case logs.

Started by ``word_process``; the limits and the way of speaking are those of ``limited_worker``.
"""

from __future__ import annotations

import codecs
import sys
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from forms import InputError, SeosikError, TemplateError, TooLarge
from generator.docx.package import package
from generator.layout import Layout
from generator.limited.worker import Answer, limit_reach, serve
from generator.print_view import View
from generator.word.environment import view_from_json
from generator.word.fields import WordField
from generator.word.joining import join_forms
from generator.word.messages import MEMORY_BYTES
from generator.word.template import PreparedTemplate, WordLayout, fill_template, prepare
from generator.word.template_check import check_template

PREPARED_KEPT = 32


class _Worker:
    def __init__(self) -> None:
        self._prepared: OrderedDict[str, PreparedTemplate] = OrderedDict()

    def fill(self, asked: dict[str, Any], payloads: Sequence[bytes]) -> Answer:
        """Fill a template; without its bytes only one that has been prepared before."""
        sha256 = str(asked["sha256"])
        prepared = self._prepared.get(sha256)
        if prepared is None:
            if not payloads:
                return {"missing": True}, b""
            twins = {int(code): str(character) for code, character in asked["twins"].items()}
            prepared = self._prepared[sha256] = prepare(payloads[0], sha256, twins)
            if len(self._prepared) > PREPARED_KEPT:
                self._prepared.popitem(last=False)
        self._prepared.move_to_end(sha256)
        issued = asked["issued_at"]
        layout = WordLayout(
            asked["title"], datetime.fromisoformat(issued) if issued else None, asked["draft"]
        )
        return {}, fill_template(prepared, _views(asked["views"]), layout)

    def check(self, asked: dict[str, Any], payloads: Sequence[bytes]) -> Answer:
        """Check a template against the official one."""
        fields = [WordField.from_json(field) for field in asked["fields"]]
        families = frozenset(asked["families"])
        findings = check_template(
            payloads[0], payloads[1], asked["form"], fields, families, _views(asked["views"])
        )
        return {"findings": [finding.model_dump(mode="json") for finding in findings]}, b""

    def join(self, asked: dict[str, Any], payloads: Sequence[bytes]) -> Answer:
        """Put filled forms in their places in a packet."""
        return {}, join_forms(payloads[0], payloads[1:])


def _views(values: list[Any]) -> list[View]:
    return [view_from_json(value) for value in values]


def _explained(error: Exception) -> dict[str, Any] | None:
    if isinstance(error, SeosikError):
        return {"error": _kind(error), "message": error.message}
    if isinstance(error, RecursionError):
        return {"error": "template", "message": "Word 서식의 태그가 너무 깊습니다."}
    return None


def _kind(error: SeosikError) -> str:
    if isinstance(error, TooLarge):
        return "large"
    if isinstance(error, InputError):
        return "input"
    return "template" if isinstance(error, TemplateError) else "document"


def main(warm_up: Callable[[], object]) -> None:
    """Load what is loaded late, then close the doors and serve."""
    warm_up()
    # Besides its standard streams no file or socket is opened any more.
    limit_reach(MEMORY_BYTES, open_files=3)
    worker = _Worker()
    actions = {"fill": worker.fill, "check": worker.check, "join": worker.join}
    serve(sys.stdin.buffer, sys.stdout.buffer, actions, _explained)


def warm_up() -> None:
    """Check and fill a small template, so that every module and codec is there."""
    for codec in ("ascii", "cp437", "latin-1", "unicode_escape", "utf-8", "utf-8-sig", "utf-16"):
        codecs.lookup(codec)
    body = (
        "<w:p><w:r><w:t>{{ name }}{% if name %}{{ box(name, name) }}{% endif %}</w:t></w:r></w:p><w:sectPr/>"
    )
    data = package(body, Layout("가"), several=False)
    view = View({"name": "가\n나"})
    check_template(data, data, "", [WordField("name", "이름")], frozenset(), [view])
    broken = package(body.replace("name }}", "nam }} {{"), Layout("가"), several=False)
    check_template(broken, data, "", [WordField("name", "이름")], frozenset(), [view])
    fill_template(prepare(data, "0" * 64, {}), [view, view], WordLayout("가", draft=True))
    with suppress(SeosikError):
        prepare(b"", "0" * 64, {})
