"""The peers of the table, each in a process of its own that waits for its turn.

A round is a folder of cases: ``FORM.json`` holds a form to lay out, ``packet.json`` a closure packet. What a peer
starts from (HTML, DOCX, print views) is made before the clock runs; Seosik itself starts from the case.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKET = "packet"
# The documents that a peer made of a round, by name; a call of this is what is timed.
Work = Callable[[], dict[str, bytes]]


def cases_of(folder: Path) -> Iterator[tuple[str, Any]]:
    """The name of each document of a round, and its case."""
    for path in sorted(folder.glob("*.json")):
        yield path.stem, json.loads(path.read_text(encoding="utf-8"))


def write_round(folder: Path, number: int) -> None:
    """The cases of a round, and what the peers start from: HTML with its rules of pages, and DOCX.

    Round 0 warms up: every form, and no packet.
    """
    from api.cases.intake import Upload
    from api.cases.reports import CaseReport
    from benchmarks.varied import varied
    from forms import all_forms, form_named
    from generator.document import RenderOptions, bound_forms
    from generator.docx.writer import write_docx
    from generator.layout import Layout
    from generator.packets.packet import composed
    from generator.pdf.weasyprint.page_markup import page_markup, page_rules
    from generator.styles import stylesheet

    options = RenderOptions()
    packets = [(PACKET, "case_full")] if number else []
    for name, sample in [*((form.id, form.id) for form in all_forms()), *packets]:
        raw = varied(sample, number)
        (folder / f"{name}.json").write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
        report = CaseReport.of(Upload(name, raw))
        case = report.printable_case(draft=False)
        if name == PACKET:
            assert report.checked is not None  # noqa: S101 — it has just been printable
            forms, layout = composed(report.checked, (), options)
        else:
            form = form_named(name)
            forms, layout = bound_forms(case, form, options.privacy), Layout(form.title)
        (folder / f"{name}.html").write_text(page_markup(forms, layout), encoding="utf-8")
        rules = page_rules(len(forms), layout.draft, layout.packet is not None)
        (folder / f"{name}.css").write_text(rules, encoding="utf-8")
        (folder / f"{name}.docx").write_bytes(write_docx(forms, layout))
    (folder / "forms.style").write_text(stylesheet(), encoding="utf-8")


def seosik(engine: str) -> Callable[[Path], Work]:
    """From the case to the tagged PDF: checked by every rule, bound, laid out, and a packet read back."""
    from api.cases.intake import Upload
    from api.cases.reports import CaseReport
    from forms import form_named
    from generator.document import RenderOptions, render
    from generator.packets.packet import make_packet

    options = RenderOptions(pdf_engine=engine)  # type: ignore[arg-type]

    def made(name: str, raw: Any) -> bytes:
        report = CaseReport.of(Upload(name, raw))
        case = report.printable_case(draft=False)
        if name != PACKET:
            return render(case, form_named(name), "pdf", options)
        assert report.checked is not None  # noqa: S101 — it has just been printable
        return make_packet(report.checked, (), options).data

    def prepared(folder: Path) -> Work:
        cases = list(cases_of(folder))
        return lambda: {name: made(name, raw) for name, raw in cases}

    return prepared


def plain_weasyprint() -> Callable[[Path], Work]:
    """As WeasyPrint's own manual has it: HTML and stylesheets in, PDF out; no tags, no variant, no checks."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()

    def prepared(folder: Path) -> Work:
        sheet = CSS(string=(folder / "forms.style").read_text(encoding="utf-8"), font_config=fonts)
        documents = [
            (path.stem, path.read_text(encoding="utf-8"), CSS(filename=path.with_suffix(".css")))
            for path in sorted(folder.glob("*.html"))
        ]

        def work() -> dict[str, bytes]:
            return {
                name: HTML(string=markup).write_pdf(stylesheets=[sheet, pages], font_config=fonts)
                for name, markup, pages in documents
            }

        return work

    return prepared


def libreoffice(warm: bool) -> Callable[[Path], Work]:
    """From our DOCX to an untagged PDF, all of a round in one call or a call each."""
    from benchmarks.libreoffice import converted

    def prepared(folder: Path) -> Work:
        sources = sorted(folder.glob("*.docx"))
        calls = [sources] if warm else [[source] for source in sources]
        place = folder / ("warm" if warm else "cold")
        profile = folder.parent / f"profile-{place.name}"

        def work() -> dict[str, bytes]:
            made = [path for call in calls for path in converted(call, place, profile)]
            return {path.stem: path.read_bytes() for path in made}

        return work

    return prepared


def forms_alone(folder: Path) -> Iterator[tuple[Any, Any, str]]:
    """Each form of a round, its print view and edition: what both writers of DOCX start from."""
    from benchmarks.forms import printed
    from forms import form_named

    for name, raw in cases_of(folder):
        if name != PACKET:
            form = form_named(name)
            yield form, *printed(form, raw)


def docx() -> Callable[[Path], Work]:
    """From the print view to our DOCX: bound and written."""
    from generator.binding import bind
    from generator.docx.writer import write_docx
    from generator.layout import Layout

    def prepared(folder: Path) -> Work:
        views = list(forms_alone(folder))
        return lambda: {
            form.id: write_docx([bind(form, edition, view)], Layout(form.title))
            for form, view, edition in views
        }

    return prepared


def docxtpl() -> Callable[[Path], Work]:
    """From the same view to a DOCX of the exported template of the form, as docxtpl's manual has it."""
    from benchmarks.word_templates import by_docxtpl
    from generator.word.tags import export_template

    def prepared(folder: Path) -> Work:
        views = [
            (form, view, export_template(form, edition, None)) for form, view, edition in forms_alone(folder)
        ]
        return lambda: {form.id: by_docxtpl(template, view) for form, view, template in views}

    return prepared


PEERS: dict[str, Callable[[], Callable[[Path], Work]]] = {
    "plain": plain_weasyprint,
    "typst": lambda: seosik("typst"),
    "weasyprint": lambda: seosik("weasyprint"),
    "office warm": lambda: libreoffice(warm=True),
    "office cold": lambda: libreoffice(warm=False),
    "docx": docx,
    "docxtpl": docxtpl,
}


class Peer:
    """A peer's process, seen from the table."""

    def __init__(self, name: str, log: Path) -> None:
        self.name = name
        self.seconds: list[float] = []
        # The highest mark in megabytes of the process, or of the programs that it calls.
        self.peak = 0.0
        self._said = log.open("w")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.peers", name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
        )

    def turn(self, folder: Path, counted: bool = True) -> Path:
        """Do a round while all others wait; what it made stands in the folder returned."""
        assert self._process.stdin and self._process.stdout  # noqa: S101 — asked for above
        self._process.stdin.write(f"{folder}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.name} ended: {Path(self._said.name).read_text()}")
        told = json.loads(answer)
        self.peak = told["peak"]
        if counted:
            self.seconds.append(told["seconds"])
        return folder / self.name

    def end(self) -> None:
        """Let the process end by itself."""
        assert self._process.stdin  # noqa: S101
        self._process.stdin.close()
        self._process.wait(60)
        self._said.close()


@contextmanager
def waiting(names: list[str], folder: Path) -> Iterator[list[Peer]]:
    """A process for each of these peers."""
    peers = [Peer(name, folder / f"{name}.log") for name in names]
    try:
        yield peers
    finally:
        for peer in peers:
            peer.end()


def serve(name: str) -> None:
    """Do a round for each folder named on standard input, and say what it took."""
    from benchmarks.processes import kilobytes

    prepare = PEERS[name]()
    for line in sys.stdin:
        folder = Path(line.strip())
        work = prepare(folder)
        gc.collect()
        started = time.perf_counter()
        made = work()
        seconds = time.perf_counter() - started
        called = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss if name.startswith("office") else 0
        peak = called or kilobytes("VmHWM")
        output = folder / name
        output.mkdir()
        for document, data in made.items():
            (output / document).write_bytes(data)
        del work, made
        print(json.dumps({"seconds": seconds, "peak": peak / 1024}), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "round":
        write_round(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        serve(sys.argv[1])
