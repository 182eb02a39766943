"""The process that opens papers: what is told of them, and that no file keeps it, fills it or kills it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name
from PIL import Image

from forms import InputError, TooLarge
from generator.scans import process
from generator.scans.process import FILE_LIMIT, paper_to_lay_on, paper_to_read
from generator.scans.worker import MEMORY_BYTES
from tests.generator.scans.papers import A4, Sheet, encoded, photo, saved, words_of

MEGABYTE = 2**20


def refused(data: bytes) -> InputError:
    """The refusal, which is the same whatever the file is opened for."""
    refusals = []
    for opened in (paper_to_lay_on, paper_to_read):
        with pytest.raises(InputError) as caught:
            opened(data)
        refusals.append(caught.value)
    assert refusals[0].code == refusals[1].code
    assert refusals[0].message == refusals[1].message
    return refusals[0]


def child() -> int:
    """The id of the process, started if need be."""
    paper_to_lay_on(photo(16, 16))
    running = process._process()._child
    assert running is not None
    return running.pid


def peak(pid: int) -> int:
    """The most memory that a process ever had, in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def test_each_kind_told_by_its_content() -> None:
    picture = Image.new("L", (40, 30))
    sheet = Sheet("RECEIPT 5,400,000").data()
    for data, kind in (
        (encoded(picture, "JPEG"), "JPEG"),
        (encoded(picture, "PNG"), "PNG"),
        (sheet, "PDF"),
        (b"a few bytes\n" + sheet, "PDF"),
    ):
        assert (paper_to_lay_on(data).kind, paper_to_read(data).kind) == (kind, kind)
    assert words_of(paper_to_lay_on(sheet).data) == "RECEIPT 5,400,000"
    assert paper_to_read(sheet).data == b"RECEIPT 5,400,000"
    assert paper_to_read(encoded(picture, "PNG")).data == b""


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", "글".encode(), encoded(Image.new("L", (9, 9)), "GIF")])
def test_other_kinds(data: bytes) -> None:
    error = refused(data)
    assert (error.code, error.message) == ("FILE-KIND", "PDF, JPEG, PNG 파일이 아닙니다.")


def test_a_cut_picture_is_refused_alike() -> None:
    whole = photo()
    assert refused(whole[: len(whole) // 2]).code == "FILE-IMAGE"


def test_a_file_over_the_limit_does_not_reach_the_process() -> None:
    assert isinstance(refused(photo(16, 16) + bytes(FILE_LIMIT)), TooLarge)


def nested_forms() -> bytes:
    """10^9 drawings in a file of a few kilobytes."""
    sheet = Sheet("5,400,000")
    content, resources = sheet.content, sheet.page.obj.Resources
    for _ in range(9):
        form = sheet.form(content)
        form.Resources = resources
        content, resources = b"/X Do " * 10, Dictionary(XObject=Dictionary(X=form))
    sheet.content, sheet.page.obj.Resources = content, resources
    return sheet.data()


def blank_content(size: int) -> bytes:
    """A page of nothing but blanks, so many bytes of them."""
    sheet = Sheet()
    data = sheet.data()
    with pikepdf.open(BytesIO(data)) as document:
        stream = pikepdf.Stream(document, zlib.compress(b" " * size, 9))
        stream.Filter = Name.FlateDecode
        document.pages[0].obj.Contents = document.make_indirect(stream)
        return saved(document)


def test_drawings_without_end_are_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(process.CPU_SECONDS, "PDF", 1)
    data = nested_forms()
    with pytest.raises(TooLarge):
        paper_to_read(data)
    # To be laid on a page its drawings need not be gone through.
    assert paper_to_lay_on(data).pages == 1
    # And the next file is opened.
    assert paper_to_read(Sheet("NEXT").data()).data == b"NEXT"


def test_three_hundred_megabytes_of_blanks() -> None:
    data = blank_content(300_000_000)
    assert len(data) < MEGABYTE
    pid = child()
    rest = peak(pid)
    assert paper_to_lay_on(data).pages == 1
    with pytest.raises(TooLarge):
        paper_to_read(data)
    pid = child()
    assert peak(pid) - rest < MEMORY_BYTES


def test_content_in_pieces_that_joined_are_too_large_is_refused_under_the_limits() -> None:
    with pikepdf.open(BytesIO(blank_content(300_000_000))) as document:
        page = document.pages[0].obj
        page.Contents = pikepdf.Array([page.Contents] * 20)
        data = saved(document)
    with pytest.raises(InputError, match="너무 커서"):
        paper_to_lay_on(data)
    with pytest.raises(TooLarge):
        paper_to_read(data)
    # A page in pieces that fit is laid on as one.
    sheet = Sheet("PIECES").data()
    with pikepdf.open(BytesIO(sheet)) as document:
        content = document.pages[0].obj.Contents
        document.pages[0].obj.Contents = pikepdf.Array(
            [document.make_stream(b"q"), content, document.make_stream(b"Q")]
        )
        laid = paper_to_lay_on(saved(document)).data
    with pikepdf.open(BytesIO(laid)) as document:
        assert isinstance(document.pages[0].obj.Contents, pikepdf.Stream)
    assert b"PIECES" in paper_to_read(laid).data


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_seventy_nine_megapixels_fit(mode: str) -> None:
    data = encoded(Image.new(mode, (8888, 8888), "white"), "PNG", compress_level=1)
    process._process().close()
    rest = peak(child())
    paper = paper_to_lay_on(data)
    # As wide as a page at 300 dots an inch.
    with Image.open(BytesIO(paper.data)) as page:
        assert page.size == (2480, 2480)
    assert peak(child()) - rest < 400 * MEGABYTE


def test_a_process_that_was_killed_is_started_again() -> None:
    child()
    running = process._process()._child
    assert running is not None
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert paper_to_read(Sheet("AGAIN").data()).data == b"AGAIN"


def test_three_hundred_pages_and_one_more() -> None:
    for count in (300, 301):
        with pikepdf.new() as document:
            for _ in range(count):
                document.add_blank_page(page_size=A4)
            data = saved(document)
        if count == 300:
            assert paper_to_lay_on(data).pages == paper_to_read(data).pages == 300
        else:
            assert refused(data).code == "FILE-LIMIT"


def test_the_process_writes_no_file_and_stays_within_its_memory(tmp_path: Path) -> None:
    # Seen from inside: the limits, asked for by a program that stands in for an escape.
    script = (
        "import os, signal, sys\n"
        "from generator.limited.worker import address_space, limit_reach\n"
        "from generator.scans.worker import MEMORY_BYTES, warm_up\n"
        "warm_up(); limit_reach(address_space() + MEMORY_BYTES, 16)\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "def write():\n"
        "    with open(sys.argv[1], 'wb') as file: file.write(b'1')\n"
        "for name, act in {'write': write, 'memory': lambda: bytearray(MEMORY_BYTES + 2**26),\n"
        "                  'files': lambda: [os.dup(0) for _ in range(20)]}.items():\n"
        "    try:\n"
        "        act()\n"
        "    except (OSError, MemoryError) as error:\n"
        "        print(name, type(error).__name__)\n"
    )  # fmt: skip
    command = [sys.executable, "-c", script, str(tmp_path / "file")]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert answer.stdout.split("\n")[:3] == ["write OSError", "memory MemoryError", "files OSError"]
