"""What a browser typed before cases were kept: a draft a form, offered once to become cases."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from api.jobs.vault import EntryDamaged, Vault
from api.service.kept import group_of, is_id
from forms import all_forms


@dataclass(frozen=True)
class OldDrafts:
    """The drafts of one browser that are still there."""

    vault: Vault
    workspace: str

    def listed(self) -> list[tuple[str, str]]:
        """(form, id) of each."""
        return [
            (form.id, line["id"])
            for form in all_forms()
            for line in self._read(group_of(self.workspace, f"drafts:{form.id}"), "index") or ()
            if is_id(line["id"]) and self.vault.holds(self._group(form.id, line["id"]), "draft")
        ]

    def case(self, form: str, id: str) -> dict[str, Any] | None:
        """The case file of a draft, None where it cannot be read any more."""
        held = self._read(self._group(form, id), "draft")
        return held["raw"] if held is not None else None

    def forget(self, form: str, id: str) -> None:
        """Remove a draft."""
        self.vault.remove_group(self._group(form, id))

    def _group(self, form: str, id: str) -> str:
        return group_of(self.workspace, f"draft:{form}:{id}")

    def _read(self, group: str, name: str) -> Any:
        if not self.vault.holds(group, name):
            return None
        try:
            return json.loads(self.vault.read(group, name))
        except EntryDamaged:
            return None
