"""Judges a DOCX against ECMA-376, Office Open XML, transitional.

Four judges, each blind where another sees:

- ``ooxml_package``: the ZIP package and what ties its parts together (Part 2, OPC);
- ``openxml-audit`` (PyPI): a Python port of Microsoft's Open XML SDK validator, for the order and
  number of elements, value ranges, and references between parts;
- ``ooxml_schema``: the SDK's own schema data read once more, for what that port lets pass;
- ``ooxml_body``: what the standard says in prose only, so that no schema can check it.

None of them is Word; a file that passes can still be one that Word repairs.
"""

import importlib
from pathlib import Path

from . import MissingTool, ooxml_body, ooxml_package, ooxml_schema

# Word 2010's private copy of the styles, no part of the standard. python-docx's template carries one
# and lets it fall behind as soon as a style is added; the SDK accepts that.
IGNORED_PARTS = ("/word/stylesWithEffects.xml",)


def check(docx: Path) -> list[str]:
    """Return what is wrong with the file, each with its place; empty when nothing was found.

    Raises ``MissingTool`` when a judge is not installed.
    """
    package, found = ooxml_package.read(docx)
    if package is None:
        return found
    found += ooxml_schema.problems(package.xml)
    found += ooxml_body.problems(package.xml)
    # Last, because it stops at what the package check has named more clearly.
    found += _audit(docx)
    return list(dict.fromkeys(found))


def _audit(docx: Path) -> list[str]:
    try:
        # By name, so that types can be checked where the judge is not installed.
        openxml_audit = importlib.import_module("openxml_audit")
    except ImportError as problem:
        raise MissingTool(ooxml_schema.INSTALL) from problem
    validator = openxml_audit.OpenXmlValidator(
        # As the SDK does unless told otherwise: markup of every Word version is known.
        file_format=openxml_audit.FileFormat.MICROSOFT_365,
        max_errors=0,
        # Strict also asks for styles, settings, theme and font table, which the standard leaves to
        # the writer. Its errors come as warnings otherwise, so both are taken below.
        strict=False,
    )
    return [
        f"{error.part_uri.lstrip('/')}{error.path}: {error.description}"
        for error in validator.validate(docx).errors
        if error.severity is not openxml_audit.ValidationSeverity.INFO and error.part_uri not in IGNORED_PARTS
    ]
