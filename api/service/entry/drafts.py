"""What was typed on the entry page: one draft a case, with an id and a revision of its own.

A page carries both. What is sent or asked for under an older revision, or under an id that this
browser has no draft of, is refused as ``Stale``: a document is made of the case that its page shows.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from api.jobs.vault import EntryDamaged, Vault
from api.service.kept import group_of, is_id
from api.service.problems import Stale
from forms.checking import case_no_of

# A browser keeps so many a form; the one that was kept longest ago gives way.
KEPT_AT_MOST = 100
_INDEX = "index"
_GONE = "보관 기간이 지났거나 이 브라우저에서 적지 않은 내용입니다. 다시 열어 주세요."


@dataclass(frozen=True)
class Draft:
    """A case as far as it was typed. ``revision`` 0 is one that was never kept.

    ``raw`` is the case file, ``item`` the place of the form that is being typed in a list of its kind.
    """

    id: str
    raw: dict[str, Any]
    revision: int = 0
    item: int = 0
    checked: bool = False

    @property
    def case_no(self) -> str:
        """The case number as typed, "" where it is none."""
        return case_no_of(self.raw) or ""

    @property
    def client(self) -> str:
        """The client's name as typed, "" where it is none."""
        client = self.raw.get("client")
        name = client.get("name") if isinstance(client, dict) else None
        return name if isinstance(name, str) else ""

    def is_of_another_case(self, other: Draft) -> bool:
        """Whether both say of whom they are, and say it differently: another number and another name."""
        return bool(self.case_no) and self.case_no != other.case_no and self.client != other.client


def new_draft(form: str, raw: dict[str, Any] | None = None) -> Draft:
    """A draft that nobody has kept yet; empty, or of a case file."""
    return Draft(
        secrets.token_urlsafe(16), raw if raw is not None else {"edition": "2025", "forms": {form: {}}}
    )


@dataclass(frozen=True)
class DraftLine:
    """A draft in a list."""

    id: str
    case_no: str


@dataclass(frozen=True)
class Drafts:
    """The drafts of one browser for one form."""

    vault: Vault
    workspace: str
    form: str

    def listed(self) -> list[DraftLine]:
        """Those that are still there, the one that was kept last first."""
        lines = [DraftLine(**line) for line in self._read(self._list, _INDEX, [])]
        return [line for line in lines if self.vault.holds(self._group(line.id), "draft")]

    def latest(self) -> Draft | None:
        """The draft that was kept last."""
        lines = self.listed()
        return self.find(lines[0].id) if lines else None

    def find(self, id: str) -> Draft | None:
        """The draft of an id, None where this browser has none."""
        if not is_id(id):
            return None
        kept = self._read(self._group(id), "draft", None)
        return Draft(**kept) if kept is not None else None

    def shown(self, id: str, revision: int | None = None) -> Draft:
        """The draft that a page shows; raises ``Stale`` where it is not there, or not at that revision."""
        draft = self.find(id)
        if draft is None:
            raise Stale(_GONE)
        if revision is not None and draft.revision != revision:
            raise Stale
        return draft

    def keep(self, draft: Draft) -> Draft:
        """Keep a draft as the next revision; raises ``Stale`` where it is not made from the latest."""
        group = self._group(draft.id)
        with self.vault.changing(group):
            kept = self.find(draft.id)
            if (kept.revision if kept is not None else 0) != draft.revision:
                raise Stale(_GONE if kept is None else None)
            draft = replace(draft, revision=draft.revision + 1)
            self._write(group, "draft", asdict(draft))
        with self.vault.changing(self._list):
            others = [line for line in self._read(self._list, _INDEX, []) if line["id"] != draft.id]
            lines = [asdict(DraftLine(draft.id, draft.case_no)), *others]
            self._write(self._list, _INDEX, lines[:KEPT_AT_MOST])
        for line in lines[KEPT_AT_MOST:]:
            self.forget(line["id"])
        return draft

    def forget(self, id: str) -> None:
        """Remove a draft."""
        if is_id(id):
            self.vault.remove_group(self._group(id))

    @property
    def _list(self) -> str:
        return group_of(self.workspace, f"drafts:{self.form}")

    def _group(self, id: str) -> str:
        return group_of(self.workspace, f"draft:{self.form}:{id}")

    def _read(self, group: str, name: str, otherwise: Any) -> Any:
        if not self.vault.holds(group, name):
            return otherwise
        try:
            return json.loads(self.vault.read(group, name))
        except EntryDamaged:
            return otherwise

    def _write(self, group: str, name: str, value: Mapping[str, Any] | list[dict[str, Any]]) -> None:
        self.vault.write(group, name, json.dumps(value).encode())
