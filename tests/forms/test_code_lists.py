"""Code lists of one set of words have one order, which is the order on paper.

``Literal`` types that differ in their order alone are equal, and ``typing`` keeps the first that it meets in a
union: which one is printed would hang on which module is loaded first.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import forms

ROOT = Path(forms.__file__).resolve().parent


def lists_in(text: str) -> list[tuple[str, ...]]:
    """The words of each ``Literal`` of a module that names them."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Literal":
            words = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            if all(isinstance(word, ast.Constant) for word in words):
                found.append(tuple(ast.unparse(word) for word in words))
    return found


def test_words_have_one_order_in_every_list_of_them() -> None:
    orders: dict[frozenset[str], set[tuple[str, ...]]] = defaultdict(set)
    for module in ROOT.rglob("*.py"):
        for words in lists_in(module.read_text(encoding="utf-8")):
            orders[frozenset(words)].add(words)
    assert len(orders) > 50
    assert [sorted(several) for several in orders.values() if len(several) > 1] == []


def test_the_walk_sees_two_orders() -> None:
    assert lists_in('A = Literal["a", "b"]\nB: Literal["b", "a"] | None = None') == [
        ("'a'", "'b'"),
        ("'b'", "'a'"),
    ]
