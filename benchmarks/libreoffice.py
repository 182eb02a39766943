"""LibreOffice as a peer: DOCX files turned into PDF in one call."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

MISSING = "LibreOffice is not installed: its rows are left out."


def installed() -> bool:
    """Whether there is a LibreOffice to measure."""
    return shutil.which("soffice") is not None


def converted(sources: Sequence[Path], folder: Path, profile: Path) -> list[Path]:
    """The PDF of each DOCX, in ``folder``; all by one start. ``profile`` is kept for the next call.

    With a profile of its own no running office and no user's settings take part.
    """
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile.absolute().as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            *map(str, sources),
        ],
        check=True,
        capture_output=True,
    )
    return [folder / f"{source.stem}.pdf" for source in sources]
