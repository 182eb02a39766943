"""Memory of the largest uploads: above rest in the service, and of a packet made of each on the command line.

    .venv/bin/python benchmarks/memory.py [--only png,pdf,workbook,zip,json,values]

Each figure adds the highest marks of all processes, whether or not they fell together, so it is a ceiling
(Linux). The files are made here. Ends with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import httpx2
import pikepdf
from PIL import Image

from api.cases.archives import MEMBERS
from api.cases.intake import FILE_LIMIT
from api.samples import SAMPLES
from api.service.door import entrance
from api.workbook.package_limits import CELL_LIMIT
from benchmarks.processes import Family
from benchmarks.service import running

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 2**20
UPLOAD_GOAL, PACKET_GOAL = 400 * MEGABYTE, 700 * MEGABYTE
START = [sys.executable, "-m", "api.cli.start"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
SAMPLE = (SAMPLES / "closure_review.json").read_text(encoding="utf-8")


def case(**changes: Any) -> bytes:
    """The sample with other keys."""
    return json.dumps({**json.loads(SAMPLE), **changes}, ensure_ascii=False).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP of these files."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def with_attachment(name: str, data: bytes) -> bytes:
    """A ZIP of the sample and a file that it names."""
    return zipped({"a.json": case(attachments=[{"title": "붙임", "file": name}]), name: data})


def png(side: int = 8888) -> bytes:
    """A picture of 79 megapixels in colours with transparency, as a file of little more than nothing."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    packer = zlib.compressobj(1)
    row = b"\0" + b"\xff\x80\x40\xc0" * side
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">LLBBBBB", side, side, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", packed) + part(b"IEND", b"")


def blank_pdf(size: int = 300_000_000) -> bytes:
    """A page whose content is so many blanks."""
    target = BytesIO()
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(size // 1_000_000)) + packer.flush()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        stream = pikepdf.Stream(document, packed)
        stream.Filter = pikepdf.Name.FlateDecode
        document.pages[0].obj.Contents = document.make_indirect(stream)
        document.save(target)
    return target.getvalue()


def small_workbook() -> bytes:
    """The sample as a workbook."""
    from api.entry.tables import tables_of
    from api.workbook.writer import entry_workbook

    return entry_workbook(tables_of(("closure_review",)), [json.loads(SAMPLE)])


def workbook() -> bytes:
    """The sample's workbook with rows of a thousand further cases below its own, as many cells as may be."""
    columns = "ABCDEFGHIJ"
    count = CELL_LIMIT // len(columns) - 1_000
    target = BytesIO()
    with (
        ZipFile(BytesIO(small_workbook())) as source,
        ZipFile(target, "w", ZIP_DEFLATED, compresslevel=1) as made,
    ):
        # The first sheet says how to fill in the others.
        sheet = "xl/worksheets/sheet3.xml"
        for name in source.namelist():
            data = source.read(name)
            if name == sheet:
                rows = "".join(
                    f'<row r="{row}">'
                    + "".join(
                        f'<c r="{column}{row}" t="str"><v>2025-{row % 1000}</v></c>' for column in columns
                    )
                    + "</row>"
                    for row in range(100, 100 + count)
                )
                data = data.replace(b"</sheetData>", rows.encode() + b"</sheetData>")
            made.writestr(name, data)
    return target.getvalue()


def archive() -> bytes:
    """A ZIP of as many cases as may be, each of a few keys."""
    return zipped({f"{number}.json": b'{"case_no": "2025-%05d"}' % number for number in range(MEMBERS)})


def long_json() -> bytes:
    """A case file as long as may be, all in one text."""
    head = case(remark="?")
    before, after = head.split(b'"?"')
    return before + b'"' + "가".encode() * ((FILE_LIMIT - len(head)) // 3) + b'"' + after


def many_values() -> bytes:
    """A case file as long as may be, of as many values as it can hold."""
    head = case(remark="?")
    before, after = head.split(b'"?"')
    return before + b"[" + b"{}," * ((FILE_LIMIT - len(head)) // 3 - 2) + b"{}]" + after


# Name, ending, maker.
KINDS: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "png": ("79-megapixel PNG", ".zip", lambda: with_attachment("a.png", png())),
    "pdf": ("blank PDF of 300 MB", ".zip", lambda: with_attachment("a.pdf", blank_pdf())),
    "workbook": ("workbook of 3,000,000 cells", ".xlsx", workbook),
    "zip": ("ZIP of 20,000 cases", ".zip", archive),
    "json": ("JSON of 64 MiB, one text", ".json", long_json),
    "values": ("JSON of 64 MiB, all values", ".json", many_values),
}
# The goal is that of one packet; a run holds the cases that are still to be made.
MANY_CASES = ("workbook", "zip")


def warm(client: httpx2.Client) -> None:
    """Let the service load what it loads late, the process for scans among it."""
    picture = BytesIO()
    Image.new("RGB", (64, 64)).save(picture, "PNG")
    for name, data in (("a.zip", with_attachment("a.png", picture.getvalue())), ("a.xlsx", small_workbook())):
        client.post("/uploads/results", files={"file": (name, data)})


def uploads(files: dict[str, Path], folder: Path) -> Iterator[tuple[str, int, float, str]]:
    """Each file sent to a service: its kind, bytes above rest, seconds, and the status of the answer."""
    with running(folder / "data", "--processes", "0") as (pid, address):
        family = Family(pid)
        with httpx2.Client(base_url=address, timeout=300, follow_redirects=True) as client:
            client.get(entrance(address, folder / "data")).raise_for_status()
            for kind, path in files.items():
                warm(client)
                time.sleep(0.5)
                family.settle()
                started = time.perf_counter()
                with family.watched(), path.open("rb") as file:
                    answer = client.post("/uploads/results", files={"file": (path.name, file)})
                yield kind, family.above, time.perf_counter() - started, str(answer.status_code)


def packet(path: Path, folder: Path) -> tuple[int, float, str]:
    """A packet of a file: bytes of all processes together, seconds, exit status."""
    output = folder / "packets" / f"{path.stem}.pdf"
    output.parent.mkdir(exist_ok=True)
    started = time.perf_counter()
    process = subprocess.Popen(
        [*START, "packet", "closure", str(path), "-o", str(output), "--processes", "1"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
    )
    family = Family(process.pid)
    with family.watched():
        status = process.wait(300)
    return family.above, time.perf_counter() - started, str(status)


def told(what: str, kind: str, size: int, goal: int | None, seconds: float, answer: str) -> bool:
    """Print a line; whether the goal is met, where there is one."""
    met = goal is None or size <= goal
    allowed = f"of {goal // MEGABYTE}" if goal is not None else ""
    print(
        f"{what:<8}{KINDS[kind][0]:<30}{size / MEGABYTE:>7.0f} MB {allowed:<7}"
        f"{seconds:>7.1f} s  {answer}{'' if met else '  TOO MUCH'}",
        flush=True,
    )
    return met


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default=",".join(KINDS))
    chosen = parser.parse_args().only.split(",")
    met = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {}
        for kind in chosen:
            _, ending, make = KINDS[kind]
            files[kind] = folder / f"{kind}{ending}"
            files[kind].write_bytes(make())
        for kind, size, seconds, answer in uploads(files, folder):
            met.append(told("upload", kind, size, UPLOAD_GOAL, seconds, answer))
        for kind, path in files.items():
            size, seconds, answer = packet(path, folder)
            goal = None if kind in MANY_CASES else PACKET_GOAL
            met.append(told("packet", kind, size, goal, seconds, answer))
    raise SystemExit(not all(met))


if __name__ == "__main__":
    main()
