"""Items of a completeness checklist: what a complete file holds, and whether it is there."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from forms.case import CaseFile
from forms.clause import Clause
from forms.record import FormModel

State = Literal["갖춤", "없음", "해당 없음", "확인 필요"]
"""갖춤: there, as the clause asks. 없음: not there. 해당 없음: not asked for in this case.
확인 필요: a person must look, since the data cannot tell or hold it otherwise than the clause asks."""


@dataclass(frozen=True)
class ChecklistItem:
    """An item of the checklist.

    ``detail`` says in Korean what was found, what is missing or why nothing is asked; ``rule`` is
    the clause's id, ``source`` its edition, document and section.
    """

    title: str
    state: State
    detail: str
    rule: str
    source: str

    @classmethod
    def by(cls, clause: Clause, title: str, found: Found, edition: str) -> ChecklistItem:
        """An item that a clause asks for, citing it as applied in a case's edition."""
        return cls(title, found.state, found.detail, clause.id, clause.cited(edition))


class Found(NamedTuple):
    """What became of an item in one case."""

    state: State
    detail: str


def papers(held: Sequence[FormModel]) -> Found:
    """Whether a file holds papers of a kind: how many, and of which days."""
    if not held:
        return Found("없음", "이 파일에 없습니다.")
    days = (str(one.own_date or "날짜 없음") for one in held)
    return Found("갖춤", f"{len(held)}건({', '.join(days)})")


@cache
def item_table(package: str, name: str = "closure_checklist") -> dict[str, Any]:
    """The table of that name in a programme's package, read once a process."""
    text = files(package).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def attached(case: CaseFile, name: str) -> str | None:
    """The title of the first attachment whose title contains ``name``, blanks aside; None without one."""
    wanted = name.replace(" ", "")
    titles = (attachment.title for attachment in case.attachments)
    return next((title for title in titles if wanted in title.replace(" ", "")), None)
