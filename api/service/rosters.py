"""What is kept of an office's own list between two requests, and what was matched in such lists for next time."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from api.casebook.cases import Casebook
from api.jobs.vault import Vault
from api.service.kept import group_of
from api.service.work.roster import Choice, Matchings

# Lists whose matching is kept, the one that was taken in longest ago leaves first.
MATCHINGS_AT_MOST = 50
_SETTING = "rosters"


@dataclass(frozen=True)
class RosterState:
    """How a list is being read, and its rows that were to become cases: "sheet:line" to the id of the case.

    The ids are written down before the cases are kept, so that a line is a case by now where its case is
    there, whenever the service stopped. ``token`` changes each time that rows are taken, so that one page
    takes them once. ``under_way``: the cases of a taking that has not ended, None where there is none.
    """

    choice: Choice = field(default_factory=Choice)
    token: str = ""
    taken: Mapping[str, str] = field(default_factory=dict)
    under_way: tuple[str, ...] | None = None

    def cases(self, sheet: int, casebook: Casebook) -> dict[int, str]:
        """The lines of a sheet that are cases by now, and the ids of those."""
        there = casebook.there(self.taken.values())
        parts = ((key.partition(":"), id) for key, id in self.taken.items() if id in there)
        return {int(line): id for (of, _, line), id in parts if of == str(sheet)}


@dataclass(frozen=True)
class Rosters:
    """The lists that the browser of a workspace has brought; each is kept as an upload, and goes with it."""

    vault: Vault
    workspace: str

    def state(self, id: str) -> RosterState:
        """How a list is being read."""
        group = group_of(self.workspace, id)
        return _state(json.loads(self.vault.read(group, "roster"))) if self._there(group) else RosterState()

    def choose(self, id: str, choice: Choice) -> None:
        """Read a list so from now on."""
        with self._changing(id) as change:
            change(lambda state: replace(state, choice=choice, under_way=None))

    def begin_taking(self, id: str, token: str) -> bool:
        """Whether rows may be taken as the page with that token showed them: once, and by nobody else."""
        with self._changing(id) as change:
            if change(lambda state: state).token != token:
                return False
            change(lambda state: replace(state, token=secrets.token_urlsafe(8), under_way=()))
            return True

    def note_taking(self, id: str, sheet: int, cases: Mapping[int, str]) -> None:
        """Write down which lines of a sheet become which cases, before they do."""
        more = {f"{sheet}:{line}": case for line, case in cases.items()}
        ids = tuple(cases.values())
        with self._changing(id) as change:
            change(lambda state: replace(state, taken={**state.taken, **more}, under_way=ids))

    def end_taking(self, id: str) -> None:
        """Whoever took rows was told what became of them."""
        with self._changing(id) as change:
            change(lambda state: replace(state, under_way=None))

    def _there(self, group: str) -> bool:
        return self.vault.holds(group, "roster")

    @contextmanager
    def _changing(self, id: str) -> Iterator[Any]:
        group = group_of(self.workspace, id)
        with self.vault.changing(group):

            def change(made: Any) -> RosterState:
                state: RosterState = made(self.state(id))
                self.vault.write(group, "roster", json.dumps(asdict(state)).encode())
                return state

            yield change


def _state(value: Mapping[str, Any]) -> RosterState:
    choice = value["choice"]
    fields = choice["fields"]
    # JSON has no numbers as keys.
    fields = {int(position): key for position, key in fields.items()} if fields is not None else None
    under_way = value.get("under_way")
    return RosterState(
        Choice(**{**choice, "fields": fields}),
        value["token"],
        value["taken"],
        tuple(under_way) if under_way is not None else None,
    )


def matchings(casebook: Casebook) -> Matchings:
    """What was matched in the office's lists before, by the headings of the list."""
    return {key: [(h, n, f) for h, n, f in columns] for key, columns in _held(casebook.setting(_SETTING))}


def remember_matching(casebook: Casebook, key: str, columns: Sequence[tuple[str, int, str]]) -> None:
    """Keep what was matched in a list for the next one with these headings."""

    def change(value: Any) -> list[Any]:
        others = [[one, held] for one, held in _held(value) if one != key]
        return [*others, [key, list(columns)]][-MATCHINGS_AT_MOST:]

    casebook.change_setting(_SETTING, change)


def _held(value: Any) -> list[tuple[str, Any]]:
    return [(key, columns) for key, columns in value or ()]
