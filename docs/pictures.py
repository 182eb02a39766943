"""The pictures of the pages in the README and docs/service.md, made from the demo's cases.

    .venv/bin/python -m docs.pictures

It needs the system's chromium, as the tests of the pages do, and writes docs/images.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

from api.demo import keep_samples

IMAGES = Path(__file__).resolve().parent / "images"
# As wide as a page is laid out for, and as many colours as a page of text needs.
_SIZE = ViewportSize(width=1280, height=800)
_COLOURS = 48


@contextmanager
def served(data: Path) -> Iterator[str]:
    """The service on a free port; its address with the key."""
    run = subprocess.Popen(  # noqa: S603 - our own program with our own arguments
        [
            sys.executable,
            "-m",
            "api.cli.start",
            "serve",
            "--port",
            "0",
            "--data",
            str(data),
            "--processes",
            "1",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        found = re.search(r"http://\S+", run.stdout.readline() if run.stdout is not None else "")
        if found is None:
            raise SystemExit("the service did not say its address")
        yield found[0]
    finally:
        run.terminate()
        run.wait()


def taken(page: Page, name: str) -> None:
    """Write the page as it shows."""
    page.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data"
        data.mkdir(mode=0o700)
        keep_samples(data)
        with served(data) as address, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport=_SIZE, locale="ko-KR")
            page.goto(address)
            taken(page, "my-cases")
            page.get_by_role("link", name="2024-0317").first.click()
            base = page.url
            page.goto(f"{base}/sheets/closure_review/1")
            taken(page, "sheet")
            page.goto(f"{base}/set?privacy=deidentified")
            taken(page, "set")
            page.goto(f"{address.partition('?')[0]}deadlines")
            taken(page, "tasks")
            browser.close()


if __name__ == "__main__":
    main()
