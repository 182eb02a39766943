"""The clauses that decide on evidence (``clauses.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from forms.source import SourceDocument

# The source document of the rules, which bears no year; the 희망저축계좌Ⅰ 사업 안내문 never speaks of proof of use.
DOCUMENT = SourceDocument("자산형성지원사업 사례관리")


@dataclass(frozen=True)
class Clause:
    """A clause: what it says, the section that states it, and whether it is a check of ours."""

    id: str
    title: str
    section: str
    ours: bool = False


@cache
def clauses() -> Mapping[str, Clause]:
    """Every clause by id, read once a process."""
    data = tomllib.loads(files("forms.savings").joinpath("clauses.toml").read_text(encoding="utf-8"))
    return {name: Clause(name, **entry) for name, entry in data.items()}
