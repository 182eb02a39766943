"""Closure packets at the size of a back office's run, killed and continued."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pypdf import PdfReader

from forms import check_case
from generator.document import RenderOptions
from generator.packets.packet import make_docx_packet, make_packet
from tests.changing import drop, put
from tests.closure_cases import closure_case, write_cases
from tests.conformance import ooxml, verapdf
from tests.reading import squeeze

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
CASES = 120
# Where the five broken cases stand, and what is wrong with each.
BROKEN = {7: "errors", 31: "errors", 64: "no_closure_form", 90: "unreadable", 119: "duplicate_case"}


def write_batch(folder: Path) -> list[str]:
    cases = [closure_case(number) for number in range(CASES)]
    put(cases[7], "forms/closure_review/result", "졸업")
    drop(cases[31], "client/name")
    drop(cases[64], "forms/closure_review")
    cases[119]["case_no"] = cases[3]["case_no"]
    names = write_cases(folder, cases)
    Path(names[90]).write_text('{"edition": ', encoding="utf-8")
    return names


def start(names: list[str], output: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "api.cli.start", "packet", "closure", *names, "-o", str(output)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(names: list[str], output: Path) -> str:
    run = start(names, output)
    _, messages = run.communicate()
    assert run.returncode == 1, messages
    return messages


def kill_when(run: subprocess.Popen[str], store: Path, packets: int) -> None:
    """SIGKILL for the run and all its workers once ``store`` holds so many finished packets."""
    while len(list(store.glob("*.json"))) < packets:
        assert run.poll() is None, "the run ended before it could be killed"
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[str], str]]:
    folder = tmp_path_factory.mktemp("unbroken")
    names = write_batch(folder / "cases")
    yield folder, names, finish(names, folder / "stream.pdf")


def read_manifest(folder: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((folder / "stream.manifest.json").read_text(encoding="utf-8"))
    return value


def test_115_packets_and_five_named_with_their_reasons(unbroken: tuple[Path, list[str], str]) -> None:
    folder, names, messages = unbroken
    made = read_manifest(folder)
    assert [packet["case_no"] for packet in made["packets"]] == [
        f"2025-{number:04}" for number in range(CASES) if number not in BROKEN
    ]
    assert {names.index(case["file"]): case["reason"] for case in made["left_out"]} == BROKEN
    for number in BROKEN:
        assert names[number] in messages
    assert (made["rendered"], made["reused"]) == (115, 0)
    rows = list(
        csv.reader(StringIO((folder / "stream.manifest.csv").read_bytes().decode("utf-8-sig"), newline=""))
    )
    assert len(rows) == 1 + CASES
    reader = PdfReader(folder / "stream.pdf")
    assert len(reader.pages) == sum(packet["pages"] for packet in made["packets"])
    for packet in made["packets"]:
        cover = reader.pages[packet["first_page"] - 1].extract_text()
        assert packet["case_no"] in cover and packet["packet_id"] in cover


@pytest.mark.parametrize("share", [1 / 3, 1 / 2, 9 / 10], ids=["a third", "a half", "nine tenths"])
def test_a_killed_run_continues_to_the_same_bytes(
    unbroken: tuple[Path, list[str], str], tmp_path: Path, share: float
) -> None:
    folder, names, _ = unbroken
    output = tmp_path / "stream.pdf"
    kept = int(115 * share)
    kill_when(start(names, output), tmp_path / "stream.packets", kept)
    assert not output.exists()
    finish(names, output)
    made, expected = read_manifest(tmp_path), read_manifest(folder)
    assert made["packets"] == expected["packets"]
    assert made["left_out"] == expected["left_out"]
    assert made["reused"] >= kept
    assert made["rendered"] + made["reused"] == 115
    assert output.read_bytes() == (folder / "stream.pdf").read_bytes()
    assert (tmp_path / "stream.manifest.csv").read_bytes() == (folder / "stream.manifest.csv").read_bytes()
    # Nothing half-written stays behind.
    assert [path.name for path in (tmp_path / "stream.packets").glob(".*")] == [".lock"]

    before = hashlib.sha256(output.read_bytes()).hexdigest()
    finish(names, output)
    again = read_manifest(tmp_path)
    assert (again["rendered"], again["reused"]) == (0, 115)
    assert hashlib.sha256(output.read_bytes()).hexdigest() == before


def test_two_processes_in_one_place_do_not_disturb_each_other(tmp_path: Path) -> None:
    names = write_cases(tmp_path / "cases", [closure_case(number) for number in range(8)])
    first = start(names, tmp_path / "stream.pdf")
    while not list((tmp_path / "stream.packets").glob("*.json")):
        time.sleep(0.02)
    second = start(names, tmp_path / "stream.pdf")
    _, refused = second.communicate()
    _, _ = first.communicate()
    assert (first.returncode, second.returncode) == (0, 2)
    assert "다른 실행" in refused
    assert len(read_manifest(tmp_path)["packets"]) == 8


def workers_in(folder: Path) -> list[str]:
    """The processes whose command line or working files speak of ``folder``."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in environment:
            found.append(process.name)
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill"])
def test_a_run_that_ends_early_leaves_no_process(tmp_path: Path, number: signal.Signals) -> None:
    names = write_cases(tmp_path / "cases", [closure_case(number) for number in range(40)])
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "api.cli.start",
            "packet",
            "closure",
            *names,
            "-o",
            str(tmp_path / "stream.pdf"),
        ],
        cwd=ROOT,
        env={**os.environ, "RUN_OF": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        while not list((tmp_path / "stream.packets").glob("*.json")):
            time.sleep(0.02)
        assert len(workers_in(tmp_path)) > 2
        # A terminal sends Ctrl-C to the whole group; a kill meets the run alone.
        if number is signal.SIGINT:
            os.killpg(run.pid, number)
        else:
            run.kill()
        run.wait(timeout=20)
        if number is signal.SIGINT:
            assert run.returncode == 130
            assert run.stderr is not None
            assert "이어서" in run.stderr.read()
    for _ in range(100):
        if not workers_in(tmp_path):
            break
        time.sleep(0.1)
    assert workers_in(tmp_path) == []


# Read with another library than the program's own check: the largest words of a page are its heading.
def heading(page: Any) -> str:
    sizes = [char["size"] for char in page.chars]
    if not sizes:
        return ""
    return squeeze("".join(char["text"] for char in page.chars if char["size"] == max(sizes)))


def test_contents_of_fifty_packets_hold_by_an_independent_reader(tmp_path: Path) -> None:
    lengths = set()
    for number in range(50):
        packet = make_packet(check_case(closure_case(number)), [], RenderOptions())
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(packet.data)
        with pdfplumber.open(path) as pdf:
            lengths.add(len(pdf.pages))
            assert len(pdf.pages) == packet.pages
            assert heading(pdf.pages[1]) == "차례"
            lines = pdf.pages[1].extract_text().splitlines()
            entries = [match for line in lines if (match := re.match(r"(.+?)[. ]*\.[. ]*(\d+)$", line))]
            assert len(entries) == 1 + _printed(number)
            for entry in entries:
                title = squeeze(re.sub(r"\(\d+/\d+\)$", "", entry[1].strip()))
                page = int(entry[2])
                found = squeeze(heading(pdf.pages[page - 1]))
                assert _same(found, title), (number, title, page, found)
    assert len(lengths) >= 10


def _printed(number: int) -> int:
    forms = closure_case(number)["forms"]
    return sum(len(value) if isinstance(value, list) else 1 for value in forms.values())


def _same(heading: str, title: str) -> bool:
    # The referral letter prints its kind within its title: 서비스 [ ■ 신청 □ 변경 ] 의뢰서.
    return re.sub(r"\[.*\]", "", heading) == title or title in heading


def test_packets_conform(tmp_path: Path) -> None:
    pdfs, documents = [], []
    for number in (0, 15):
        checked = check_case(closure_case(number))
        for draft in (False, True):
            path = tmp_path / f"{number}-{draft}.pdf"
            path.write_bytes(make_packet(checked, [], RenderOptions(draft=draft)).data)
            pdfs.append(path)
        path = tmp_path / f"{number}.docx"
        path.write_bytes(make_docx_packet(checked, [], RenderOptions()).data)
        documents.append(path)
    assert verapdf.check(pdfs, "3a") == {path: [] for path in pdfs}
    for path in documents:
        assert ooxml.check(path) == []
