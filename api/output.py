"""Writing what was made: whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path


def write_output(output: str, data: bytes) -> None:
    """Write to a file, or to standard output for ``-``."""
    if output == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        write_whole(Path(output), data)


def write_whole(target: Path, data: bytes, private: bool = False) -> None:
    """Write a file whole or not at all: beside the target first, then renamed over it.

    A ``private`` file is its owner's alone.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o600 if private else 0o666 & ~_umask())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
