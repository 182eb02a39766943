"""What the tags of a Word template may say: a small part of Jinja, and only names that exist.

Everything that is not listed here is refused before a template is compiled: filters, assignments,
macros, imports, arithmetic, attributes of anything but records. The sandbox is the second line.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.word.fields import FieldKind, WordField

# The widest gap and the longest padding that a template may ask for.
WIDTH_LIMIT, ROWS_LIMIT = 200, 200
# How many arguments each function takes, and which of them is a number with a limit.
FUNCTIONS: Mapping[str, tuple[int, int | None]] = {
    "option": (2, None), "box": (2, None), "fill": (2, WIDTH_LIMIT), "korean_date": (1, None),
    "pad": (2, ROWS_LIMIT),
}  # fmt: skip
LOOP_FIELDS = ("index", "index0", "first", "last", "length")
_PLAIN = (
    nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Call,
    nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Concat,
    nodes.If, nodes.For,
)  # fmt: skip
NOT_ALLOWED = "서식에서 쓸 수 없는 명령입니다. 항목, option, box, fill, korean_date, pad, for, if만 씁니다."


@cache
def syntax() -> ImmutableSandboxedEnvironment:
    """Only parses; nothing is rendered with it."""
    return ImmutableSandboxedEnvironment()


def violations(tree: nodes.Node) -> Iterator[str]:
    """A Korean sentence for each construct of a parsed template that is not allowed."""
    for node in (tree, *tree.find_all(nodes.Node)):
        if isinstance(node, nodes.Template):
            continue
        if not isinstance(node, _PLAIN):
            yield NOT_ALLOWED
        elif isinstance(node, nodes.Const):
            if not (node.value is None or isinstance(node.value, (str, bool, int))):
                yield NOT_ALLOWED
            elif isinstance(node.value, int) and not 0 <= node.value <= max(WIDTH_LIMIT, ROWS_LIMIT):
                yield f"숫자 {str(node.value)[:12]}은(는) 너무 큽니다. {WIDTH_LIMIT}까지 쓸 수 있습니다."
        elif isinstance(node, nodes.Call):
            yield from _call_violations(node)
        elif isinstance(node, nodes.For):
            plain = isinstance(node.target, nodes.Name) and not node.recursive and node.test is None
            if not plain or node.else_:
                yield NOT_ALLOWED
        elif isinstance(node, nodes.Getitem) and not (
            isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str)
        ):
            yield NOT_ALLOWED
        if isinstance(node, (nodes.Getattr, nodes.Getitem)):
            name = node.attr if isinstance(node, nodes.Getattr) else _const(node.arg)
            of_a_name = isinstance(node.node, (nodes.Name, nodes.Getattr, nodes.Getitem))
            if name.startswith("_") or not of_a_name:
                yield NOT_ALLOWED
        if isinstance(node, nodes.Name) and (node.name.startswith("_") or node.name == "self"):
            yield NOT_ALLOWED


def _call_violations(call: nodes.Call) -> Iterator[str]:
    name = call.node.name if isinstance(call.node, nodes.Name) else None
    if name is None or name not in FUNCTIONS or call.kwargs or call.dyn_args or call.dyn_kwargs:
        yield NOT_ALLOWED
        return
    count, limit = FUNCTIONS[name]
    if len(call.args) != count:
        yield f"{name}에는 괄호 안에 {count}가지를 적습니다."
    elif limit is not None and not (
        isinstance(call.args[1], nodes.Const) and type(call.args[1].value) is int
    ):
        yield f"{name}의 두 번째에는 숫자를 적습니다."


@dataclass(frozen=True)
class Known:
    """What a name stands for: its path (``goals[].text``) and the fields below it."""

    path: str
    field: WordField

    def below(self, name: str) -> Known | None:
        """The field ``name`` of a record; None where there is none."""
        if self.field.kind == "map":
            return Known(f"{self.path}.*", WordField(name, "", fields=self.field.fields))
        if self.field.kind == "list":
            return None
        found = next((field for field in self.field.fields if field.name == name), None)
        return Known(f"{self.path}.{name}", found) if found is not None else None

    def entry(self, name: str) -> Known:
        """One entry of a list."""
        kind: FieldKind = "record" if self.field.fields else "text"
        return Known(f"{self.path}[]", WordField(name, self.field.label, kind=kind, fields=self.field.fields))


Scope = Mapping[str, Known]


def top_scope(fields: Sequence[WordField]) -> dict[str, Known]:
    """The names that stand for themselves everywhere in a template."""
    return {field.name: Known(field.name, field) for field in fields}


def resolved(expression: nodes.Node, scope: Scope) -> tuple[set[str], list[str], Known | None]:
    """The fields that an expression prints, sentences on names that do not exist, and what it is.

    The last is None unless the expression is a lone field, or a list in ``pad``.
    """
    used: set[str] = set()
    unknown: list[str] = []
    known = _resolve(expression, scope, used, unknown)
    return used, unknown, known


def _resolve(node: nodes.Node, scope: Scope, used: set[str], unknown: list[str]) -> Known | None:
    if isinstance(node, nodes.Name):
        known = scope.get(node.name)
        if known is None:
            unknown.append(_unknown(node.name, scope))
            return None
        used.add(known.path)
        return known
    if isinstance(node, (nodes.Getattr, nodes.Getitem)):
        name = node.attr if isinstance(node, nodes.Getattr) else _const(node.arg)
        if isinstance(node.node, nodes.Name) and node.node.name == "loop" and "loop" in scope:
            if name not in LOOP_FIELDS:
                unknown.append(f"loop에는 '{name}'이(가) 없습니다. {', '.join(LOOP_FIELDS)}가 있습니다.")
            return None
        owner = _resolve(node.node, scope, used, unknown)
        if owner is None:
            return None
        found = owner.below(str(name))
        if found is None:
            there = {field.name: owner for field in owner.field.fields} if owner.field.kind != "list" else {}
            unknown.append(_unknown(str(name), there, owner))
            return None
        used.add(found.path)
        return found
    if isinstance(node, nodes.Call):
        found_in = [_resolve(argument, scope, used, unknown) for argument in node.args]
        padding = isinstance(node.node, nodes.Name) and node.node.name == "pad"
        return found_in[0] if padding and found_in else None
    if isinstance(node, nodes.CondExpr):
        # A field that only decides which of two texts is printed is not printed itself.
        _resolve(node.test, scope, set(), unknown)
        for chosen in (node.expr1, node.expr2):
            if chosen is not None:
                _resolve(chosen, scope, used, unknown)
        return None
    for child in node.iter_child_nodes():
        _resolve(child, scope, used, unknown)
    return None


def _const(node: nodes.Node) -> str:
    return str(node.value) if isinstance(node, nodes.Const) else "?"


def _unknown(name: str, there: Mapping[str, object], owner: Known | None = None) -> str:
    name = name[:60]
    if owner is not None and owner.field.kind == "list":
        return f"'{owner.path}'은(는) 여러 줄이라 '{name}'을(를) 바로 쓸 수 없습니다. for로 한 줄씩 꺼내세요."
    near = difflib.get_close_matches(name, list(there), n=1, cutoff=0.5)
    where = f"'{owner.path}'에 " if owner is not None else ""
    hint = f" '{near[0]}'을(를) 뜻했습니까?" if near else ""
    return f"{where}'{name}' 항목은 없습니다.{hint}"
