"""A DOCX as PDF by LibreOffice, where it is installed: for an agency's own Word template."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from forms import DocumentError

TIMEOUT_SECONDS = 120


def office_program() -> str | None:
    """Where LibreOffice's program is; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def pdf_by_office(docx: bytes) -> bytes:
    """The DOCX as LibreOffice prints it, without any time of making.

    It claims no archive conformance. Raises ``DocumentError`` where LibreOffice is missing, fails or
    takes too long.
    """
    program = office_program()
    if program is None:
        raise DocumentError("LibreOffice가 없어 Word 서식을 PDF로 바꿀 수 없습니다.")
    with tempfile.TemporaryDirectory(prefix="seosik-office-") as folder:
        source, profile = Path(folder) / "document.docx", Path(folder) / "profile"
        source.write_bytes(docx)
        # A profile of its own: no user's settings, extensions or running office take part.
        command = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
            "--convert-to", "pdf:writer_pdf_Export", "--outdir", folder, str(source),
        ]  # fmt: skip
        environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": folder, "LC_ALL": "C.UTF-8"}
        _run(command, environment)
        made = source.with_suffix(".pdf")
        if not made.is_file():
            raise DocumentError("LibreOffice가 Word 서식을 PDF로 바꾸지 못했습니다.")
        return _without_times(made.read_bytes())


def _run(command: list[str], environment: dict[str, str]) -> None:
    with subprocess.Popen(  # noqa: S603 — our own words and paths
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(timeout=TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired as error:
            message = f"LibreOffice가 {TIMEOUT_SECONDS}초 안에 PDF를 만들지 못했습니다."
            raise DocumentError(message) from error
        finally:
            # The program starts others: all of its session ends with it.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _without_times(data: bytes) -> bytes:
    target = BytesIO()
    # Only what LibreOffice has printed needs it.
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        for name in ("/CreationDate", "/ModDate"):
            if name in pdf.docinfo:
                del pdf.docinfo[name]
        if "/Metadata" in pdf.Root:
            del pdf.Root["/Metadata"]
        # Both are sums over a file that held the times.
        for name in ("/DocChecksum", "/ID"):
            if name in pdf.trailer:
                del pdf.trailer[name]
        pdf.save(target, deterministic_id=True)
    return target.getvalue()
