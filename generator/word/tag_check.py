"""The tags of a Word template: whether they are closed, paired and name what exists."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import jinja2
from jinja2 import nodes

from generator.word.fields import WordField
from generator.word.grammar import (
    FUNCTIONS,
    NOT_ALLOWED,
    Known,
    resolved,
    syntax,
    top_scope,
    violations,
)
from generator.word.scan import TAG, Block

_STATEMENT = re.compile(r"\{%(tr|tc|p|r)?(?:\s+)(.*?)\s*%\}", re.DOTALL)
_FOR = re.compile(r"for\s+([^\W\d]\w*)\s+in\s+(.+)", re.DOTALL)
_ANYTHING = Known("?", WordField("?", "", kind="map"))
_AROUND = {"": "한 문단", "p": "같은 칸이나 본문", "tr": "같은 표", "tc": "같은 줄"}


@dataclass(frozen=True)
class Complaint:
    """What is wrong with a tag, and where."""

    rule: str
    place: str
    message: str


@dataclass
class TagReading:
    """What a reading of the tags found: complaints, and the paths of the fields that are printed.

    ``unseen`` are fields whose tag stands in text that no page shows: (path, tag, place, why).
    """

    complaints: list[Complaint] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    unseen: list[tuple[str, str, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Open:
    word: str
    kind: str
    block: Block
    tag: str
    names: dict[str, Known]


def read_tags(blocks: Sequence[Block], fields: Sequence[WordField]) -> TagReading:
    """Every tag of a template, in order, against the fields that exist."""
    reading = TagReading()
    reader = _TagReader(reading, top_scope(fields))
    rows: dict[int | None, list[Block]] = defaultdict(list)
    for block in blocks:
        rows[block.row].append(block)
    for block in blocks:
        for place, piece in block.placed_pieces():
            if TAG.fullmatch(piece):
                # A value is printed in the letters of its tag's first brace.
                reader.tag(block, piece, rows, block.why_unseen(place))
    for left in reader.open:
        reader.complain(
            "WORD-TAG-OPEN",
            left.block,
            f"{left.tag}을(를) 닫는 {{%{left.kind} end{left.word} %}}가 없습니다.",
        )
    return reading


class _TagReader:
    def __init__(self, reading: TagReading, top: dict[str, Known]) -> None:
        self.reading = reading
        self.top = top
        self.open: list[_Open] = []

    def complain(self, rule: str, block: Block, message: str) -> None:
        self.reading.complaints.append(Complaint(rule, block.place, message))

    def scope(self) -> dict[str, Known]:
        names = dict(self.top)
        for entered in self.open:
            names |= entered.names
        return names

    def tag(self, block: Block, tag: str, rows: dict[int | None, list[Block]], unseen: str | None) -> None:
        if len(tag) == 2:
            self.complain(
                "WORD-TAG-SPLIT",
                block,
                f"'{tag}'의 짝이 같은 문단에 없습니다. 태그 하나는 한 문단 안에 이어서 적습니다.",
            )
        elif tag.startswith("{#"):
            self.complain("WORD-TAG-UNKNOWN", block, NOT_ALLOWED)
        elif tag.startswith("{{"):
            used, _ = self.expression(block, tag[2:-2])
            if unseen is None:
                self.reading.used |= used
            else:
                self.reading.unseen += [(path, tag, block.place, unseen) for path in sorted(used)]
        else:
            self.statement(block, tag, rows)

    def expression(self, block: Block, expression: str) -> tuple[set[str], Known | None]:
        """Check an expression; returns the paths of the fields that it prints, and what it stands for.

        The second is a lone field, or the list in ``pad``; None for anything else.
        """
        if not expression.strip():
            self.complain("WORD-TAG-UNKNOWN", block, "빈 태그 {{ }}가 있습니다.")
            return set(), None
        try:
            tree = syntax().parse("{{ (" + expression + ") }}")
        except jinja2.TemplateSyntaxError as error:
            shown = " ".join(expression.split())[:60]
            self.complain("WORD-TAG-UNKNOWN", block, f"'{shown}'을(를) 읽을 수 없습니다: {error.message}")
            return set(), None
        refused = list(dict.fromkeys(violations(tree)))
        for sentence in refused:
            self.complain("WORD-TAG-UNKNOWN", block, f"'{expression.strip()[:60]}': {sentence}")
        if refused:
            return set(), None
        found: Known | None = None
        paths: set[str] = set()
        for output in tree.find_all(nodes.Output):
            for node in output.nodes:
                used, unknown, found = resolved(node, self.scope())
                known = {path for path in used if not path.startswith("?")}
                # Who prints an entry of a list of texts prints the list.
                paths |= known | {path.removesuffix("[]") for path in known}
                for sentence in unknown:
                    self.complain("WORD-FIELD", block, sentence)
        return paths, found

    def statement(self, block: Block, tag: str, rows: dict[int | None, list[Block]]) -> None:
        match = _STATEMENT.fullmatch(tag)
        if match is None:
            self.complain("WORD-TAG-UNKNOWN", block, f"'{tag[:60]}': {NOT_ALLOWED}")
            return
        kind, said = match[1] or "", match[2]
        word = said.split(None, 1)[0] if said else ""
        self._alone(block, tag, kind, rows)
        if word in ("endif", "endfor") and said == word:
            self._close(block, tag, kind, word.removeprefix("end"))
        elif said == "else" or word == "elif":
            if not self.open or self.open[-1].word != "if":
                self.complain("WORD-TAG-OPEN", block, f"{tag} 앞에 여는 if가 없습니다.")
            if word == "elif":
                self.expression(block, said.removeprefix("elif"))
        elif word == "if":
            self.expression(block, said.removeprefix("if"))
            self.open.append(_Open("if", kind, block, tag, {}))
        elif word == "for" and (loop := _FOR.fullmatch(said)) is not None:
            self.open.append(_Open("for", kind, block, tag, self._entries(block, loop[1], loop[2])))
        else:
            self.complain("WORD-TAG-UNKNOWN", block, f"'{tag[:60]}': {NOT_ALLOWED}")

    def _entries(self, block: Block, name: str, items: str) -> dict[str, Known]:
        _, listed = self.expression(block, items)
        if name in self.top or name in FUNCTIONS or name in ("loop", "field_list"):
            self.complain(
                "WORD-FIELD", block, f"for 뒤의 '{name}'은(는) 항목의 이름입니다. 다른 이름을 쓰세요."
            )
        entry = _ANYTHING
        if listed is not None and listed.path != "?":
            if listed.field.kind == "list":
                entry = listed.entry(name)
            else:
                self.complain(
                    "WORD-FIELD", block, f"'{listed.path}'은(는) 여러 줄이 아니라 for로 쓸 수 없습니다."
                )
        return {name: entry, "loop": Known("loop", WordField("loop", "", kind="record"))}

    def _close(self, block: Block, tag: str, kind: str, word: str) -> None:
        if not self.open or self.open[-1].word != word:
            self.complain("WORD-TAG-OPEN", block, f"{tag}이(가) 닫을 {word}가 앞에 없습니다.")
            return
        begun = self.open.pop()
        if begun.kind != kind or _home(begun.block, kind) != _home(block, kind):
            self.complain(
                "WORD-TAG-PAIR",
                block,
                f"{begun.tag}({begun.block.place})와 {tag}의 짝이 맞지 않습니다. 같은 종류의 태그로 {_AROUND.get(kind, '한 문단')} 안에서 여닫습니다.",
            )

    def _alone(self, block: Block, tag: str, kind: str, rows: dict[int | None, list[Block]]) -> None:
        """docxtpl takes the whole paragraph or row of such a tag away, and whatever else is in it."""
        if kind == "tr" and block.row is None:
            self.complain("WORD-TAG-PAIR", block, f"{tag}은(는) 표의 줄 안에만 적습니다.")
            return
        around = {"p": [block], "tr": rows[block.row]}.get(kind, [])
        if kind in ("tc", "r"):
            self.complain("WORD-TAG-UNKNOWN", block, f"'{tag[:60]}': {NOT_ALLOWED}")
        text = "".join(other.text for other in around).replace("\n", "").strip()
        if around and text != tag and TAG.sub("", text, count=1).strip():
            self.complain(
                "WORD-TAG-PAIR",
                block,
                f"{tag}과(와) 함께 적힌 글은 인쇄되지 않습니다. 이 태그만 따로 한 줄에 두세요.",
            )


def _home(block: Block, kind: str) -> int | None:
    return {"p": block.container, "tr": block.table, "tc": block.row}.get(kind, block.id)
