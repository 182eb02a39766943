"""The one directory where the service, batches and agencies' templates are kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def data_location(option: str | None = None, environment: Mapping[str, str] = os.environ) -> Path:
    """Where the data directory is or would be; nothing is made."""
    named = option or environment.get("SEOSIK_DATA")
    if named:
        return Path(named).expanduser()
    own = environment.get("XDG_DATA_HOME")
    return (Path(own) if own else Path.home() / ".local" / "share") / "seosik"


def data_directory(option: str | None = None, environment: Mapping[str, str] = os.environ) -> Path:
    """The data directory, made where it is missing, its owner's alone.

    ``--data`` names it, else SEOSIK_DATA, else it is the user's own data directory (XDG).
    """
    folder = data_location(option, environment)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder.resolve()
