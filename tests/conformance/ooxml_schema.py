"""Element, attribute and value rules of WordprocessingML, from the Open XML SDK's schema data.

``openxml-audit`` ships the SDK's data but passes over children of empty elements, attributes of
types that inherit, stray text, and types that share an element name (``w:spacing`` of a run and of
a paragraph). This module walks each part from its root, so the parent decides the type of every
element. The order and number of children are left to ``openxml-audit``.
"""

import importlib.util
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from . import MissingTool

INSTALL = "No OOXML schema data: install the PyPI package openxml-audit at the pinned version."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XML = "http://www.w3.org/XML/1998/namespace"
WORD_DATA = "schemas_openxmlformats_org_wordprocessingml_2006_main.json"
# ST_OnOff (Part 1, clause 22.9.2.7) in its transitional form (Part 4).
ON_OFF = frozenset({"0", "1", "true", "false", "on", "off"})


@dataclass(frozen=True)
class ElementType:
    """What one complex type allows."""

    children: Mapping[str, str]
    """Names of child elements, each with the name of its type."""
    attributes: Mapping[str, frozenset[str] | None]
    """Names of attributes, each with its allowed values or ``None`` for free values."""
    required: frozenset[str]
    holds_text: bool


@dataclass(frozen=True)
class Schema:
    """The complex types of WordprocessingML by name, such as ``w:CT_P/w:p``."""

    types: Mapping[str, ElementType]
    prefixes: Mapping[str, str]
    """Prefixes that the data use, by namespace."""

    def name(self, tag: str) -> str:
        """Return ElementTree's ``{namespace}name`` with the prefix that the data use."""
        namespace, brace, local = tag.rpartition("}")
        return f"{self.prefixes.get(namespace[1:], namespace)}:{local}" if brace else local

    def root(self, tag: str) -> str | None:
        """Return the type of a part's root element, ``None`` for a part of another vocabulary."""
        names = [name for name in self.types if name.endswith(f"/{self.name(tag)}")]
        return names[0] if tag.startswith(f"{{{W}}}") and len(names) == 1 else None


def problems(parts: Mapping[str, ElementTree.Element]) -> list[str]:
    """Return where the WordprocessingML parts break the schema.

    Raises ``MissingTool`` when the schema data are not installed.
    """
    schema = load()
    found: list[str] = []
    for part, root in parts.items():
        root_type = schema.root(root.tag)
        if root_type is not None:
            found += _walk(schema, root, root_type, f"{part}/{schema.name(root.tag)}")
    return found


def _walk(schema: Schema, element: ElementTree.Element, name: str, place: str) -> Iterator[str]:
    rules = schema.types[name]
    yield from _attribute_problems(schema, element, rules, place)
    texts = [element.text, *(child.tail for child in element)]
    if not rules.holds_text and any(text and text.strip() for text in texts):
        yield f"{place}: text stands where only elements may"
    counts: dict[str, int] = {}
    for child in element:
        child_name = schema.name(child.tag)
        counts[child_name] = counts.get(child_name, 0) + 1
        child_place = f"{place}/{child_name}[{counts[child_name]}]"
        if child_name in rules.children:
            # A type of another vocabulary (drawings, VML, formulas) is openxml-audit's to judge.
            if rules.children[child_name] in schema.types:
                yield from _walk(schema, child, rules.children[child_name], child_place)
        elif child.tag.startswith(f"{{{W}}}") or not rules.children:
            yield f"{child_place}: may not stand here"


def _attribute_problems(
    schema: Schema, element: ElementTree.Element, rules: ElementType, place: str
) -> Iterator[str]:
    present = {schema.name(key): (key, value) for key, value in element.attrib.items()}
    for name in sorted(rules.required - present.keys()):
        yield f"{place}: the attribute {name} is missing"
    for name, (key, value) in present.items():
        if name in rules.attributes:
            allowed = rules.attributes[name]
            if allowed is not None and value not in allowed:
                yield f"{place}: {name} is {value!r}, not one of {', '.join(sorted(allowed))}"
        # Attributes of other vocabularies can be ignorable (Part 3): openxml-audit's to judge.
        elif key.startswith(f"{{{W}}}") or not key.startswith("{"):
            yield f"{place}: the attribute {name} is not allowed here"


@cache
def load() -> Schema:
    """Read the schema data out of the installed ``openxml-audit``."""
    spec = importlib.util.find_spec("openxml_audit")
    if spec is None or spec.origin is None:
        raise MissingTool(INSTALL)
    folder = Path(spec.origin).parent / "data" / "openxml"
    try:
        main = json.loads((folder / "schemas" / WORD_DATA).read_text(encoding="utf-8"))
        namespaces = json.loads((folder / "namespaces.json").read_text(encoding="utf-8"))
    except OSError as problem:
        raise MissingTool(INSTALL) from problem
    # The data name no prefix for xml:.
    prefixes = {entry["Uri"]: entry["Prefix"] for entry in namespaces} | {XML: "xml"}
    enums = {
        entry["Name"]: frozenset(str(facet["Value"]) for facet in entry["Facets"]) for entry in main["Enums"]
    }
    classes = {entry["ClassName"]: entry for entry in main["Types"]}
    types = {entry["Name"]: _type(entry, classes, enums) for entry in main["Types"]}
    return Schema(types, prefixes)


def _type(
    entry: Mapping[str, Any],
    classes: Mapping[str, Mapping[str, Any]],
    enums: Mapping[str, frozenset[str]],
) -> ElementType:
    """Gather one type from its entry and from those that it inherits."""
    children: dict[str, str] = {}
    attributes: dict[str, frozenset[str] | None] = {}
    required: set[str] = set()
    holds_text = False
    level: Mapping[str, Any] | None = entry
    while level is not None:
        for child in level.get("Children", []):
            children.setdefault(child["Name"].rpartition("/")[2], child["Name"])
        for attribute in level.get("Attributes", []):
            # The data write an attribute of no namespace as ":name".
            name = attribute["QName"].removeprefix(":")
            attributes.setdefault(name, _values(attribute["Type"], enums))
            # One with further keys holds for some versions of Word only.
            if {"Name": "RequiredValidator"} in attribute.get("Validators", []):
                required.add(name)
        holds_text = holds_text or bool(level.get("IsLeafText"))
        level = classes.get(level["BaseClass"])
    return ElementType(children, attributes, frozenset(required), holds_text)


def _values(kind: str, enums: Mapping[str, frozenset[str]]) -> frozenset[str] | None:
    if kind == "OnOffValue":
        return ON_OFF
    return enums.get(kind.removeprefix("EnumValue<").removesuffix(">").rpartition(".")[2])
