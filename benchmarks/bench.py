"""One table from one run: pages, packets, commands and HTTP, each beside what a stranger would compare it with.

    .venv/bin/python benchmarks/bench.py [--rounds 3]

docs/performance.md says what each figure is and what it does not say. About ten minutes on two free cores.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pypdf import PdfReader

from benchmarks.libreoffice import MISSING, installed
from benchmarks.packets import packets
from benchmarks.peers import ROOT, Peer, waiting
from benchmarks.service import renders, renders_at_once, running, settled
from benchmarks.startup import commands, rounds
from benchmarks.varied import as_lines, write_varied

PAGES = {
    "plain": "plain WeasyPrint: no tags, no checks",
    "weasyprint": "Seosik, WeasyPrint: tagged, checked",
    "typst": "Seosik, Typst: tagged, checked",
    "office warm": "LibreOffice, one call for all, untagged",
    "office cold": "LibreOffice, a call a document, untagged",
}
DOCUMENTS = {"docxtpl": "docxtpl", "docx": "Seosik: bound and written"}
COLD = "office cold"
# So many cases that a worker has grown as far as it will, and that the slow engine ends in time.
PACKETS = {"typst": 24, "weasyprint": 5}
COMMANDS = ("python -c pass", "--version", "forms", "check, whole case", "render to DOCX", "render to PDF")
HTTP_FORM, HTTP_RENDERS = "needs_survey", 24


BEGUN = time.perf_counter()


@dataclass(frozen=True)
class Row:
    """A line of the table; ``ratio`` is to the section's base: of rates, or of times where the figure is one."""

    what: str
    figure: str
    ratio: float | None = None
    peak_mb: str = ""

    def line(self) -> str:
        ratio = f"{self.ratio:.2f} x" if self.ratio is not None else ""
        return f"  {self.what:<46}{self.figure:>18}{ratio:>10}{self.peak_mb:>16}".rstrip()


def section(title: str, base: str) -> None:
    print(f"\n{title:<66}{base}", flush=True)


def said(what: str) -> None:
    """How far the run is, beside the table."""
    print(
        f"[{time.strftime('%M:%S', time.gmtime(time.perf_counter() - BEGUN))}] {what}",
        file=sys.stderr,
        flush=True,
    )


def turns(folder: Path, counted: int) -> Iterator[tuple[int, Path]]:
    """The folders of the rounds, 0 to warm up, each with cases of its own."""
    for number in range(counted + 1):
        place = folder / str(number)
        place.mkdir()
        subprocess.run(
            [sys.executable, "-m", "benchmarks.peers", "round", str(place), str(number)], cwd=ROOT, check=True
        )
        yield number, place


def pages_in(folder: Path) -> int:
    return sum(len(PdfReader(path).pages) for path in folder.iterdir())


def peers(folder: Path, counted: int) -> None:
    """Pages and DOCX a second: every peer does the same round in turn, while the others wait."""
    names = [name for name in PAGES if installed() or not name.startswith("office")]
    pages: dict[str, list[int]] = {name: [] for name in names}
    documents = 0
    with waiting([*names, *DOCUMENTS], folder) as waiting_peers:
        for number, place in turns(folder, counted):
            # From another peer on each time, so that none has always the same one before it.
            for peer in [*waiting_peers[number:], *waiting_peers[:number]]:
                # A start a document has nothing to warm up, and half a minute is enough of it.
                if peer.name == COLD and number != 1:
                    continue
                said(f"round {number} of {counted}: {peer.name}")
                made = peer.turn(place, counted=number > 0)
                if number and peer.name in pages:
                    pages[peer.name].append(pages_in(made))
                elif number:
                    documents = len(list(made.iterdir()))
    by_name = {peer.name: peer for peer in waiting_peers}
    title = f"PDF, pages a second: {documents} forms and a packet, {pages['plain'][0]} pages a round"
    section(title, "to plain   peak memory")
    # The same work for all, counted in the pages of one of them.
    for name in names:
        print(_rate(by_name[name], by_name["plain"], PAGES[name], pages["plain"][0], "pages/s").line())
    counts = ", ".join(f"{name} {median(pages[name]):.0f}" for name in names if pages[name])
    print(f"  (pages that came out: {counts})")
    section(f"DOCX, documents a second: {documents} forms from their print views", "to docxtpl")
    for name, what in DOCUMENTS.items():
        row = _rate(by_name[name], by_name["docxtpl"], what, documents, "documents/s")
        # Both peers have loaded all of Seosik for their views: their memory compares nothing.
        print(Row(row.what, row.figure, row.ratio).line())


def _rate(peer: Peer, base: Peer, what: str, count: int, unit: str) -> Row:
    """The median of the rounds, and of the ratios within each round."""
    ratios = [b / a for a, b in zip(peer.seconds, base.seconds, strict=False)]
    figure = f"{count / median(peer.seconds):.1f} {unit}"
    return Row(what, figure, median(ratios), f"{peer.peak:.0f} MB")


def packet_rows(folder: Path) -> None:
    """Packets a minute of fresh programs, engine by engine, one process and two in turn."""
    rates: dict[tuple[str, int], list[float]] = {}
    peaks: dict[tuple[str, int], tuple[float, float]] = {}
    pages = 0.0
    for turn in range(2):
        for engine, count in PACKETS.items():
            cases = write_varied(
                folder / f"{engine}-{turn}", "case_full", range(turn * count, turn * count + count)
            )
            for processes in (1, 2):
                said(f"packets, turn {turn + 1} of 2: {engine}, processes: {processes}")
                run = packets(cases, folder / f"{engine}-{turn}-{processes}.pdf", processes, engine)
                rates.setdefault((engine, processes), []).append(60 * count / run["seconds"])
                highest = peaks.get((engine, processes), (0, 0))
                peaks[engine, processes] = (
                    max(highest[0], run["parent_kb"] / 1024),
                    max(highest[1], run["worker_kb"] / 1024),
                )
                pages = run["pages"] / count
    section(
        f"Packets a minute: {pages:.0f} pages each, checked, read back, joined", "to one     parent / worker"
    )
    slow = median(rates["weasyprint", 1])
    for (engine, processes), found in rates.items():
        name = f"{engine}, {'one process' if processes == 1 else 'two processes'}"
        parent, worker = peaks[engine, processes]
        memory = f"{parent:.0f} / {worker:.0f} MB" if worker else f"{parent:.0f} MB"
        rate = median(found)
        print(Row(name, f"{rate:.1f} packets/min", rate / median(rates[engine, 1]), memory).line())
    fast = median(rates["typst", 2])
    print(Row("typst beside weasyprint, one process", "", median(rates["typst", 1]) / slow).line())
    print(
        f"  10,000 such packets, by arithmetic from the rates of two processes:"
        f" typst {10_000 / fast / 60:.1f} h, weasyprint {10_000 / median(rates['weasyprint', 2]) / 60:.1f} h"
    )


def command_rows(folder: Path) -> None:
    """From the call of a command to its end, in fresh processes."""
    said("commands")
    calls = {name: call for name, call in commands(folder).items() if name in COMMANDS}
    runs = rounds(calls, {"now": ROOT}, 5)
    section("Commands, from call to end", "to python")
    found = {name: median(run["now", name][0] for run in runs) for name in calls}
    for name, milliseconds in found.items():
        print(Row(name, f"{milliseconds:.0f} ms", milliseconds / found["python -c pass"]).line())


def http_rows(folder: Path) -> None:
    """A PDF over HTTP, asked for by one client and by four at once."""
    said("HTTP")
    cases = list(as_lines(HTTP_FORM, range(3 * HTTP_RENDERS)))
    with running(folder / "service") as (_, address):
        settled(address)
        renders(address, HTTP_FORM, cases[:4])
        idle = renders(address, HTTP_FORM, cases[HTTP_RENDERS : 2 * HTTP_RENDERS])
        busy = renders_at_once(address, HTTP_FORM, cases[2 * HTTP_RENDERS :], 4)
    section(f"HTTP, until the PDF of {HTTP_FORM} has come", "to one")
    for what, seconds in (("one client", idle), ("four clients at once", busy)):
        print(Row(what, f"{1000 * median(seconds):.0f} ms median", median(seconds) / median(idle)).line())


def foot(load_before: tuple[float, float, float]) -> None:
    """The machine, and what else it did."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    release = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    print(
        f"\n{os.cpu_count()} cores, {memory:.0f} GB, {release}, Python {platform.python_version()}.", end=" "
    )
    loads = " to ".join(f"{load[0]:.1f} / {load[2]:.1f}" for load in (load_before, os.getloadavg()))
    print(f"Load average (1 / 15 minutes) {loads}; {(time.perf_counter() - BEGUN) / 60:.0f} minutes.")
    print("Absolute figures are this machine's at this hour: read the ratios.")
    if not installed():
        print(MISSING)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3, help="of the peers")
    chosen = parser.parse_args()
    load = os.getloadavg()
    with tempfile.TemporaryDirectory(prefix="seosik-bench-") as name:
        folder = Path(name)
        for part in ("peers", "packets"):
            (folder / part).mkdir()
        peers(folder / "peers", chosen.rounds)
        packet_rows(folder / "packets")
        command_rows(folder)
        http_rows(folder)
        foot(load)


if __name__ == "__main__":
    main()
