"""The casebook: every case of this office, each with a revision, in one SQLite file of the data folder.

A change names the revision that it was made from; where that is no longer the latest it is refused as
``StaleCase`` and nothing is overwritten. Whoever reads the file learns how many cases there are, how large and
when changed, and nothing else: all that a case says is sealed with the key of the data folder.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from api.casebook.kept_case import (
    AsideSheet,
    AsideValue,
    CaseGone,
    CaseLine,
    CaseSummary,
    Event,
    EventKind,
    KeptCase,
    StaleCase,
)
from api.casebook.tables import cases, events, settings
from api.jobs.database import open_database, reading, writing
from api.jobs.vault import EntryDamaged, Vault

FILE = "cases.db"
# A removed case can be put back so long.
UNDO_FOR = timedelta(days=7)
# Saving while typing would fill a history: one person's changes in a row are one event for so long.
_ONE_CHANGE = timedelta(minutes=30)
_EVENTS_SHOWN = 500
_UNREADABLE = CaseSummary(case_no="", client="", sheets=(), errors=0, warnings=0)


@dataclass(frozen=True)
class NewCase:
    """A case that is not kept yet, under the id that it will have; ``detail``: where it came from."""

    id: str
    raw: Mapping[str, Any]
    summary: CaseSummary
    detail: str = ""


def case_id() -> str:
    """An id that no case has."""
    return secrets.token_hex(16)


@dataclass(frozen=True)
class Casebook:
    """The cases of a data folder. It may be used by many threads at once."""

    database: Engine
    vault: Vault
    now: Callable[[], datetime]

    @classmethod
    def opened(cls, data: Path, vault: Vault, now: Callable[[], datetime]) -> Casebook:
        """The casebook of a data folder, made on first use. Raises ``DatabaseTrouble``."""
        file = data / FILE
        file.touch(mode=0o600)
        engine = open_database(f"sqlite:///{file}")
        config = Config()
        config.set_main_option("script_location", "api.casebook:migrations")
        with writing(engine) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        return cls(engine, vault, now)

    def close(self) -> None:
        """Let go of the file."""
        self.database.dispose()

    # --- cases

    def add(
        self,
        raw: Mapping[str, Any],
        summary: CaseSummary,
        kind: EventKind = EventKind.CREATED,
        by: str = "",
        detail: str = "",
    ) -> KeptCase:
        """Keep a new case at revision 1."""
        [case] = self.add_all([NewCase(case_id(), raw, summary, detail)], kind, by)
        return case

    def add_all(
        self, new: Iterable[NewCase], kind: EventKind = EventKind.CREATED, by: str = ""
    ) -> list[KeptCase]:
        """Keep new cases at revision 1: all of them or, whatever happens meanwhile, none."""
        now = self.now()
        made = [(KeptCase(one.id, 1, dict(one.raw), now, now, one.summary), one.detail) for one in new]
        sealed = [self._sealed_case(case) for case, _ in made]
        with writing(self.database) as connection:
            for (case, detail), (body, line) in zip(made, sealed, strict=True):
                connection.execute(
                    insert(cases).values(
                        id=case.id,
                        revision=1,
                        created_at=now.timestamp(),
                        changed_at=now.timestamp(),
                        line=line,
                        body=body,
                    )
                )
                self._note(connection, case.id, kind, by, detail)
        return [case for case, _ in made]

    def there(self, ids: Collection[str]) -> set[str]:
        """Those of the ids that are cases, removed ones that can be put back among them."""
        with reading(self.database) as connection:
            return set(connection.scalars(select(cases.c.id))).intersection(ids)

    def case(self, id: str, revision: int | None = None, *, removed: bool = False) -> KeptCase:
        """A case, at the revision that a page shows; ``removed``: also one that can be put back.

        Raises ``CaseGone`` or ``StaleCase``.
        """
        with reading(self.database) as connection:
            row = connection.execute(select(cases).where(cases.c.id == id)).one_or_none()
        if row is None or (row.removed_at is not None and not removed):
            raise CaseGone
        if revision is not None and row.revision != revision:
            raise StaleCase
        return self._case(row)

    def revision(self, id: str) -> int:
        """The latest revision of a case, which is not opened for it. Raises ``CaseGone``."""
        there = select(cases.c.revision).where(cases.c.id == id, cases.c.removed_at.is_(None))
        with reading(self.database) as connection:
            found = connection.scalar(there)
        if found is None:
            raise CaseGone
        return int(found)

    def keep(self, case: KeptCase, summary: CaseSummary, by: str = "", detail: str = "") -> KeptCase:
        """Keep a case that was changed as its next revision.

        ``case.revision`` is the one that it was made from. The same change sent again (its answer was lost)
        changes nothing, nor does one that changes nothing. Raises ``StaleCase`` or ``CaseGone``.
        """
        now = self.now()
        case = replace(case, summary=summary)
        body, line = self._sealed_case(case)
        with writing(self.database) as connection:
            row = connection.execute(select(cases).where(cases.c.id == case.id)).one_or_none()
            if row is None or row.removed_at is not None:
                raise CaseGone
            kept = self._case(row)
            if row.revision in (case.revision, case.revision + 1) and _same(kept, case):
                return kept
            if row.revision != case.revision:
                raise StaleCase
            connection.execute(
                update(cases)
                .where(cases.c.id == case.id)
                .values(revision=case.revision + 1, changed_at=now.timestamp(), line=line, body=body)
            )
            self._note(connection, case.id, EventKind.CHANGED, by, detail)
        return replace(case, revision=case.revision + 1, changed_at=now)

    def lines(self, removed: bool = False) -> list[CaseLine]:
        """Every case (or those that were removed and can be put back), the one changed last first."""
        columns = (c for c in cases.c if c.name != "body")
        wanted = cases.c.removed_at.is_not(None) if removed else cases.c.removed_at.is_(None)
        with reading(self.database) as connection:
            rows = connection.execute(
                select(*columns).where(wanted).order_by(cases.c.changed_at.desc())
            ).all()
        return [self._line(row) for row in rows]

    def remove(self, id: str, by: str = "") -> None:
        """Remove a case; it can be put back for ``UNDO_FOR``. Raises ``CaseGone``."""
        self._set_removed(id, self.now(), EventKind.REMOVED, by)

    def restore(self, id: str, by: str = "") -> None:
        """Put a removed case back. Raises ``CaseGone`` where it was swept away, or never removed."""
        self._set_removed(id, None, EventKind.RESTORED, by)

    def sweep(self) -> int:
        """Forget what was removed long enough ago; how many cases that were."""
        oldest = (self.now() - UNDO_FOR).timestamp()
        with writing(self.database) as connection:
            return connection.execute(delete(cases).where(cases.c.removed_at < oldest)).rowcount

    # --- what was done

    def note(self, id: str, kind: EventKind, by: str = "", detail: str = "") -> None:
        """Write down what was done with a case."""
        self.note_all([id], kind, by, detail)

    def note_all(self, ids: Iterable[str], kind: EventKind, by: str = "", detail: str = "") -> None:
        """Write down what was done with several cases at once."""
        with writing(self.database) as connection:
            for id in ids:
                self._note(connection, id, kind, by, detail)

    def history(self, id: str) -> list[Event]:
        """What was done with a case, the last first, at most ``_EVENTS_SHOWN``."""
        with reading(self.database) as connection:
            rows = connection.execute(
                select(events).where(events.c.case_id == id).order_by(events.c.id.desc()).limit(_EVENTS_SHOWN)
            ).all()
        return [self._event(row.at, id, row.sealed) for row in rows]

    # --- settings

    def setting(self, name: str) -> Any:
        """A setting's value, None where it was never set."""
        with reading(self.database) as connection:
            return self._setting(connection, name)

    def set_setting(self, name: str, value: Any) -> None:
        """Set a setting; None takes it away."""
        self.change_setting(name, lambda _: value)

    def change_setting(self, name: str, change: Callable[[Any], Any]) -> None:
        """Set a setting to what ``change`` makes of its value; nobody else sets it meanwhile. None takes it away."""
        with writing(self.database) as connection:
            value = change(self._setting(connection, name))
            connection.execute(delete(settings).where(settings.c.name == name))
            if value is not None:
                sealed = self.vault.sealed(f"setting:{name}", json.dumps(value).encode())
                connection.execute(insert(settings).values(name=name, sealed=sealed))

    # --- inside

    def _setting(self, connection: Connection, name: str) -> Any:
        row = connection.execute(select(settings).where(settings.c.name == name)).one_or_none()
        return json.loads(self.vault.unsealed(f"setting:{name}", row.sealed)) if row is not None else None

    def _case(self, row: Row[Any]) -> KeptCase:
        held = json.loads(self.vault.unsealed(f"case:{row.id}", row.body))
        return KeptCase(
            row.id,
            row.revision,
            held["raw"],
            self._time(row.created_at),
            self._time(row.changed_at),
            self._summary(row),
            frozenset(held["checked"]),
            tuple(AsideSheet(**one) for one in held["aside"]),
            AsideValue(**value) if (value := held.get("value")) else None,
        )

    def _line(self, row: Row[Any]) -> CaseLine:
        try:
            summary, damaged = self._summary(row), False
        except EntryDamaged:
            # One case that cannot be read costs the list no other.
            summary, damaged = _UNREADABLE, True
        removed_at = self._time(row.removed_at) if row.removed_at is not None else None
        created_at, changed_at = self._time(row.created_at), self._time(row.changed_at)
        return CaseLine(row.id, row.revision, created_at, changed_at, removed_at, summary, damaged)

    def _summary(self, row: Row[Any]) -> CaseSummary:
        return CaseSummary.model_validate_json(self.vault.unsealed(f"line:{row.id}", row.line))

    def _sealed_case(self, case: KeptCase) -> tuple[bytes, bytes]:
        aside = [asdict(one) for one in case.aside]
        value = asdict(case.value) if case.value is not None else None
        held = {"raw": case.raw, "checked": sorted(case.checked), "aside": aside, "value": value}
        body = json.dumps(held).encode()
        if self.vault.quota is not None:
            self.vault.quota.require(len(body))
        return (
            self.vault.sealed(f"case:{case.id}", body),
            self.vault.sealed(f"line:{case.id}", case.summary.model_dump_json().encode()),
        )

    def _set_removed(self, id: str, at: datetime | None, kind: EventKind, by: str) -> None:
        there = cases.c.removed_at.is_(None) if at is not None else cases.c.removed_at.is_not(None)
        with writing(self.database) as connection:
            changed = connection.execute(
                update(cases)
                .where(cases.c.id == id, there)
                .values(removed_at=at.timestamp() if at is not None else None)
            )
            if not changed.rowcount:
                raise CaseGone
            self._note(connection, id, kind, by, "")

    def _note(self, connection: Connection, id: str, kind: EventKind, by: str, detail: str) -> None:
        now = self.now()
        sealed = self.vault.sealed(
            f"event:{id}", json.dumps({"kind": kind.value, "by": by, "detail": detail}).encode()
        )
        last = connection.execute(
            select(events).where(events.c.case_id == id).order_by(events.c.id.desc()).limit(1)
        ).one_or_none()
        if last is not None and kind in (EventKind.CHANGED, EventKind.OPENED):
            before = self._event(last.at, id, last.sealed)
            lately = before.by == by and now - before.at < _ONE_CHANGE
            if lately and kind is EventKind.OPENED:
                # Whoever is at work on a case opens its pages one after another.
                return
            if lately and (before.kind, before.detail) == (kind, detail):
                connection.execute(update(events).where(events.c.id == last.id).values(at=now.timestamp()))
                return
        connection.execute(insert(events).values(case_id=id, at=now.timestamp(), sealed=sealed))

    def _event(self, at: float, id: str, sealed: bytes) -> Event:
        held = json.loads(self.vault.unsealed(f"event:{id}", sealed))
        return Event(self._time(at), EventKind(held["kind"]), held["by"], held["detail"])

    def _time(self, seconds: float) -> datetime:
        return datetime.fromtimestamp(seconds, self.now().tzinfo)


def _same(one: KeptCase, other: KeptCase) -> bool:
    return (one.raw, one.checked, one.aside, one.value) == (
        other.raw,
        other.checked,
        other.aside,
        other.value,
    )
