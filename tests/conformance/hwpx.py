"""Judges an HWPX: by the schemas of KS X 6101, and by what an independent renderer draws.

- ``schema_faults`` asks ``python-hwpx`` (PyPI), which carries the schemas of KS X 6101:2024. Its report
  stays ``ok`` in spite of what the schema refuses: the warnings are the verdict. Its own list of what 한글
  writes otherwise is set aside, and ``KNOWN`` says of each such point that we write why.
- ``drawn`` asks ``@rhwp/core`` (npm), which lays the file out afresh, for every letter that it draws.

Neither is 한글; a file that passes can still be one that 한글 shows otherwise.
"""

from __future__ import annotations

import importlib
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from generator.fonts import print_font
from generator.letter_widths import advance
from tests.conformance import MissingTool

RENDERER = Path(__file__).resolve().parents[2] / ".venv" / "renderer"
DRIVER = Path(__file__).with_name("renderer") / "draw.mjs"
_SVG = "{http://www.w3.org/2000/svg}"
_MESSAGE = re.compile(r"OWPML schema: (?P<kind>.*?)(?: \(\d+ times\))?")

# Where what 한글 itself saves departs from the schema of 2024, and we write as 한글 does. Each line: the part,
# what the schema says of it, and why it stays.
KNOWN: Mapping[str, str] = {
    "header | core:fillBrush: element not expected": "한글 saves the fill in the namespace core, the schema has it in head",
    "header | head:autoSpacing: element not expected": "한글 saves it before the switch of the margins, the schema after",
    "header | head:charPr@shadeColor: value not allowed": "'none' is how 한글 says that letters have no ground; the schema knows colours alone",
    "header | head:docOption: element not expected": "한글 saves it behind compatibleDocument, the schema before",
    "section | core:img: element not expected": "한글 saves a picture's image in core, the schema has it in paragraph",
    "section | core:transMatrix: element not expected": "as the image: 한글 saves matrices in core",
    "section | paragraph:newNum: missing child": "한글 restarts a count without a format of its own; the schema asks for one",
    "section | paragraph:secPr@tabStop: attribute not allowed": "한글 saves tabStop beside tabStopVal, which the schema knows alone",
}  # fmt: skip


def schema_faults(file: Path) -> list[str]:
    """What the schema refuses in a file besides ``KNOWN``, as "part | element: what"; empty when nothing.

    Raises ``MissingTool`` where the checker is not installed or is another version.
    """
    return [kind for kind in _refused(file) if kind not in KNOWN]


def known_departures(file: Path) -> set[str]:
    """The lines of ``KNOWN`` that a file needs."""
    return {kind for kind in _refused(file) if kind in KNOWN}


def _refused(file: Path) -> list[str]:
    try:
        # By name, so that types can be checked where the judge is not installed.
        validator: Any = importlib.import_module("hwpx.tools.validator")
    except ImportError as problem:
        raise MissingTool(
            "No checker of HWPX: install the PyPI package python-hwpx at the pinned version."
        ) from problem
    if not hasattr(validator, "_KNOWN_OWPML_DEVIATIONS"):
        raise MissingTool(
            "python-hwpx is another version than the pinned one: its exceptions cannot be set aside."
        )
    exceptions = validator._KNOWN_OWPML_DEVIATIONS
    validator._KNOWN_OWPML_DEVIATIONS = frozenset()
    try:
        report = validator.validate_document(file)
    finally:
        validator._KNOWN_OWPML_DEVIATIONS = exceptions
    found = []
    for issue in (*report.warnings, *report.errors):
        told = _MESSAGE.fullmatch(issue.message)
        part = "header" if issue.part_name.endswith("header.xml") else "section"
        found.append(f"{part} | {told['kind']}" if told else f"{issue.part_name} | {issue.message}")
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Letters:
    """A run of letters as it was drawn: where its line begins, how large, and on which page (from 0).

    In pixels of 1/96 inch. ``cut``: outside what its cell shows, or off the page.
    """

    page: int
    text: str
    x: float
    y: float
    size: float
    cut: bool


def drawn(files: Sequence[Path], folder: Path) -> dict[Path, list[Letters]]:
    """What the renderer draws of each file; ``folder`` is for what it must read.

    Raises ``MissingTool`` where node or the renderer lacks, ``RuntimeError`` where it gives no drawing.
    """
    return {
        file: [one for page in pages for one in letters(*page)]
        for file, pages in _pages(files, folder).items()
    }


def pages_of(files: Sequence[Path], folder: Path) -> dict[Path, list[str]]:
    """The pages of each file as SVG; raises as :func:`drawn` does."""
    return {file: [svg for _, svg in pages] for file, pages in _pages(files, folder).items()}


def _pages(files: Sequence[Path], folder: Path) -> dict[Path, list[tuple[int, str]]]:
    node = shutil.which("node")
    if node is None:
        raise MissingTool(
            "No node on the PATH: install Debian's nodejs and npm, then run make conformance again."
        )
    if not (RENDERER / "node_modules" / "@rhwp" / "core").is_dir():
        raise MissingTool("No renderer of HWPX: ./setup.sh demo,dev,conformance has npm fetch @rhwp/core.")
    advances, names = folder / "advances.json", folder / "files.json"
    widths = {code: advance(chr(code)) for code in print_font().characters if code >= 0x20}
    advances.write_text(json.dumps(widths), encoding="ascii")
    names.write_text(json.dumps([str(file.resolve()) for file in files]), encoding="utf-8")
    run = subprocess.run(
        [node, str(DRIVER), str(RENDERER), str(advances), str(names)],
        capture_output=True, encoding="utf-8", timeout=60 + 10 * len(files), check=False,
    )  # fmt: skip
    answers = [json.loads(line) for line in run.stdout.split("\n") if line]
    if run.returncode != 0 or len(answers) != len(files):
        raise RuntimeError(f"the renderer ended with status {run.returncode}: {run.stderr[-2000:]}")
    for file, answer in zip(files, answers, strict=True):
        if "error" in answer:
            raise RuntimeError(f"the renderer does not open {file.name}: {answer['error']}")
    return {file: list(enumerate(answer["pages"])) for file, answer in zip(files, answers, strict=True)}


def letters(page: int, svg: str) -> list[Letters]:
    """The letters of a page that was drawn as SVG."""
    root = etree.fromstring(svg.encode())
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    clips = {
        str(clip.get("id")): (float(clip[0].get("y", "0")), float(clip[0].get("height", "0")))
        for clip in root.iter(f"{_SVG}clipPath")
    }
    found = []
    for text in root.iter(f"{_SVG}text"):
        x, y, size = (float(text.get(key, "0")) for key in ("x", "y", "font-size"))
        cut = not (0 <= x <= width - size / 4 and size / 2 <= y <= height)
        for group in text.iterancestors(f"{_SVG}g"):
            clip = group.get("clip-path")
            if clip is not None:
                top, high = clips[clip.removeprefix("url(#").removesuffix(")")]
                # Half a letter stands above its line at the least.
                cut = cut or y - size / 2 < top - 0.5 or y > top + high + 0.5
        found.append(Letters(page, text.text or "", x, y, size, cut))
    return found


def letters_in(text: str) -> Counter[str]:
    """How often each letter stands in a text, blanks left out."""
    return Counter(letter for letter in text if not letter.isspace() and letter != "\u00a0")
