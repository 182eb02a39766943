"""Layers of a PDF (optional content): which of them are hidden when the document is printed.

After ISO 32000-1, 8.11. A page is laid on ours without the document that says what is switched off, so
that every layer would be seen; and PDFium, which prints pages with hidden layers for us, knows plain
groups only. Both need the answer first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf

from generator.scans.refusal import too_large

# Objects of one document that are looked through for layers, and how deep a rule may be nested.
OBJECTS = 200_000
_DEPTH = 32
_LAYER_TYPES = ("/OCG", "/OCMD")
# From a page or an annotation these lead away from what is shown.
_ELSEWHERE = ("/Parent", "/P", "/Popup", "/A", "/AA", "/Dest", "/StructParent", "/IRT")


class Layers:
    """The layers of one document as a printer sees them."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        properties = document.Root.get("/OCProperties")
        self._chosen = properties.get("/D") if isinstance(properties, pikepdf.Dictionary) else None
        self._states = self._printed_states()
        self._left = OBJECTS
        self._clear: set[tuple[int, int]] = set()

    @property
    def any(self) -> bool:
        """Whether the document says anything about layers."""
        return isinstance(self._chosen, pikepdf.Dictionary)

    def hides(self, layer: Any) -> bool:
        """Whether what belongs to this group, or membership of groups, is hidden."""
        if not self.any or not isinstance(layer, pikepdf.Dictionary):
            return False
        if layer.get("/Type") == "/OCMD":
            return self._hides_membership(layer)
        return not self._shown(layer)

    def _shown(self, group: pikepdf.Dictionary) -> bool:
        intent = group.get("/Intent", "/View")
        intents = list(intent.as_list()) if isinstance(intent, pikepdf.Array) else [intent]
        if not any(one in ("/View", "/All") for one in intents):
            return True
        default = self._chosen is not None and self._chosen.get("/BaseState") != "/OFF"
        return self._states.get(group.objgen, default)

    def _hides_membership(self, layer: pikepdf.Dictionary) -> bool:
        rule = layer.get("/VE")
        if isinstance(rule, pikepdf.Array):
            return not self._holds(rule, 0)
        groups = layer.get("/OCGs")
        listed = list(groups.as_list()) if isinstance(groups, pikepdf.Array) else [groups]
        states = [self._shown(group) for group in listed if isinstance(group, pikepdf.Dictionary)]
        if not states:
            return False
        policy = layer.get("/P", "/AnyOn")
        if policy == "/AllOn":
            return not all(states)
        if policy == "/AnyOff":
            return all(states)
        if policy == "/AllOff":
            return any(states)
        return not any(states)

    def _holds(self, rule: Any, depth: int) -> bool:
        if isinstance(rule, pikepdf.Dictionary):
            return self._shown(rule)
        if not isinstance(rule, pikepdf.Array) or not len(rule) or depth > _DEPTH:
            return True
        self._count()
        word, *parts = rule.as_list()
        truths = [self._holds(part, depth + 1) for part in parts]
        if word == "/Not":
            return not all(truths)
        return any(truths) if word == "/Or" else all(truths)

    def _printed_states(self) -> dict[tuple[int, int], bool]:
        """On or off for each group that the document switches, by the rules for printing."""
        states: dict[tuple[int, int], bool] = {}
        if not isinstance(self._chosen, pikepdf.Dictionary):
            return states
        for key, state in (("/ON", True), ("/OFF", False)):
            for group in _listed(self._chosen, key):
                states[group.objgen] = state
        for automatic in _listed(self._chosen, "/AS"):
            if automatic.get("/Event") != "/Print":
                continue
            categories = automatic.get("/Category")
            names = (
                {str(one) for one in categories.as_list()} if isinstance(categories, pikepdf.Array) else set()
            )
            for group in _listed(automatic, "/OCGs"):
                said = _usage(group, names)
                if said:
                    states[group.objgen] = "/OFF" not in said
        return states

    def hidden_below(self, holder: pikepdf.Object) -> bool:
        """Whether anything that a page, form or resource uses belongs to a hidden layer."""
        if not self.any:
            return False
        # What was looked through once need not be again: nothing that is done later hides more.
        visited: set[tuple[int, int]] = set()
        if any(self.hides(layer) for _, _, layer in self._used_by([holder], visited, self._clear)):
            return True
        self._clear |= visited
        return False

    def made_plain(self) -> None:
        """Replace every layer that the pages use by one of two plain groups, one shown and one hidden."""
        shown, hidden = (
            self._document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String(name)))
            for name in ("shown", "hidden")
        )
        pages = [page.obj for page in self._document.pages]
        # Judged before any is replaced: a rule may speak of the others.
        mentions = [(*mention, self.hides(mention[2])) for mention in self._used_by(pages, set(), set())]
        for holder, place, _, hides in mentions:
            holder[place] = hidden if hides else shown
        self._document.Root.OCProperties = pikepdf.Dictionary(
            OCGs=pikepdf.Array([shown, hidden]), D=pikepdf.Dictionary(OFF=pikepdf.Array([hidden]))
        )

    def _used_by(
        self, holders: Iterable[pikepdf.Object], visited: set[tuple[int, int]], clear: set[tuple[int, int]]
    ) -> Iterator[tuple[Any, Any, pikepdf.Dictionary]]:
        """Each mention of a layer below these, as (holder, its key or position, layer).

        What was ``visited``, or is known to be ``clear``, is passed over.
        """
        waiting: list[Any] = list(holders)
        while waiting:
            holder = waiting.pop()
            if holder.objgen != (0, 0):
                if holder.objgen in visited or holder.objgen in clear:
                    continue
                visited.add(holder.objgen)
            self._count()
            for place, value in _children(holder):
                if isinstance(value, pikepdf.Dictionary) and value.get("/Type") in _LAYER_TYPES:
                    yield holder, place, value
                elif isinstance(value, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream):
                    waiting.append(value)

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise too_large(
                "층(레이어)이 있는 PDF의 구성이 너무 복잡합니다. ‘PDF로 인쇄’로 다시 저장한 파일을 주세요."
            )


def _listed(holder: pikepdf.Dictionary, key: str) -> list[pikepdf.Dictionary]:
    value = holder.get(key)
    listed = list(value.as_list()) if isinstance(value, pikepdf.Array) else []
    return [one for one in listed if isinstance(one, pikepdf.Dictionary)]


def _usage(group: pikepdf.Dictionary, categories: set[str]) -> set[str]:
    """What a group's own usage says of its state, in these categories."""
    usage = group.get("/Usage")
    if not isinstance(usage, pikepdf.Dictionary):
        return set()
    said = set()
    for category in categories & {"/Print", "/View", "/Export"}:
        entry = usage.get(category)
        state = entry.get(f"{category}State") if isinstance(entry, pikepdf.Dictionary) else None
        if state is not None:
            said.add(str(state))
    return said


def _children(holder: pikepdf.Object) -> list[tuple[Any, Any]]:
    if isinstance(holder, pikepdf.Array):
        return list(enumerate(holder.as_list()))
    leads_away = "/Rect" in holder or holder.get("/Type") == "/Page"
    return [(key, value) for key, value in holder.items() if not (leads_away and key in _ELSEWHERE)]
