"""What the pages keep between two requests: uploads, encrypted, for a limited time.

An upload stands in a list of its workspace, too, so that it is found again by its name.

Everything belongs to a workspace, a random name that a browser holds as a cookie. An address alone
opens nothing: the folder of an entry is named by a hash of workspace and id together.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.jobs.vault import EntryDamaged, Vault
from api.service.evidence_record import DRAWS_AT_MOST, ENTRIES_AT_MOST, Decided, Draw, EvidenceRecord
from api.service.incoming import Incoming
from api.service.problems import BadRequest, NotFound, Stale

COOKIE = "seosik"
# 400 days: browsers keep no cookie longer.
_KNOWN_FOR = 400 * 24 * 3600
_WORKSPACE = re.compile(r"[A-Za-z0-9_-]{43}")
_ID = re.compile(r"[A-Za-z0-9_-]{22,43}")
# Uploads of one browser that its list names; the one that was used longest ago leaves it first.
LISTED_AT_MOST = 100


def workspace_of(request: Request) -> str:
    """The workspace of a browser; a new one where it brings none."""
    name = request.cookies.get(COOKIE, "")
    if _WORKSPACE.fullmatch(name) is None:
        name = getattr(request.state, "workspace", None) or secrets.token_urlsafe(32)
        request.state.workspace = name
    return name


def is_id(text: str) -> bool:
    """Whether a text may be the id of something kept."""
    return _ID.fullmatch(text) is not None


def remember(request: Request, response: Response) -> None:
    """Let the browser keep its workspace: what is in it grows old by itself, the name of its user does not."""
    response.set_cookie(
        COOKIE, workspace_of(request), max_age=_KNOWN_FOR, path="/", httponly=True, samesite="strict"
    )


@dataclass(frozen=True)
class KeptUpload:
    """An uploaded file: its name, and what a person decided of its evidence since.

    ``decisions`` maps "case position/evidence position" to a review as in the case file; ``record`` tells
    how they came to be, and which cases were drawn for a second look.
    """

    id: str
    name: str
    decisions: dict[str, dict[str, Any]]
    record: EvidenceRecord = field(default_factory=EvidenceRecord)


@dataclass(frozen=True)
class UploadLine:
    """An upload in a list; ``view`` is the page that it was brought for."""

    id: str
    name: str
    view: str


@dataclass(frozen=True)
class Kept:
    """The keeping place of all workspaces."""

    vault: Vault

    def keep_upload(self, workspace: str, incoming: Incoming, view: str = "results") -> str:
        """Keep an uploaded file and return its id; ``view`` is the page that it was brought for."""
        id = secrets.token_urlsafe(16)
        group = group_of(workspace, id)
        self.vault.write_file(group, "data", incoming.path)
        self._write(group, "about", {"name": incoming.name, "decisions": {}})
        self._list_first(workspace, UploadLine(id, incoming.name, view))
        return id

    def uploads(self, workspace: str) -> list[UploadLine]:
        """The uploads of a workspace that are still there, the one that was used last first."""
        listed = self._read(self._list(workspace), "uploads") or {}
        lines = [UploadLine(**line) for line in listed.get("lines", ())]
        return [line for line in lines if self.vault.holds(group_of(workspace, line.id), "about")]

    def _list_first(self, workspace: str, line: UploadLine | None, gone: str = "") -> None:
        """Put an upload first in its workspace's list, or take the one of the id ``gone`` out of it."""
        group = self._list(workspace)
        with self.vault.changing(group):
            kept = [one for one in self.uploads(workspace) if one.id not in (gone, line.id if line else "")]
            lines = [*([line] if line is not None else []), *kept][:LISTED_AT_MOST]
            self._write(group, "uploads", {"lines": [asdict(one) for one in lines]})

    def _list(self, workspace: str) -> str:
        return group_of(workspace, "uploads")

    def upload(self, workspace: str, id: str) -> KeptUpload:
        """A kept upload; raises ``NotFound``."""
        if not is_id(id):
            raise NotFound
        about = self._read(group_of(workspace, id), "about")
        if about is None:
            raise NotFound
        return KeptUpload(id, about["name"], about["decisions"], EvidenceRecord.of(about))

    def lay_out(self, workspace: str, upload: KeptUpload, path: Path) -> None:
        """Write an upload's bytes to a file; raises ``NotFound`` where it was removed meanwhile."""
        try:
            self.vault.copy_to(group_of(workspace, upload.id), "data", path)
        except EntryDamaged:
            raise NotFound from None

    def decide(
        self, workspace: str, upload: KeptUpload, place: str, review: dict[str, Any], entry: Decided
    ) -> int:
        """Record a person's decision on a piece of evidence, and the log's entry; the entry's number, from 1.

        Decisions on other pieces, made at the same time, stay. Raises ``Stale`` where somebody has
        decided this one since ``upload`` was read, and ``BadRequest`` where the log is full.
        """
        with self._changing(workspace, upload) as about:
            decisions = about["decisions"]
            if decisions.get(place) not in (None, review):
                raise Stale("이 증빙의 결정을 그사이 다른 창에서 적었습니다. 화면을 새로 열어 확인하세요.")
            if decisions.get(place) == review:
                # Sent twice: decided once.
                return len(about.get("log", ()))
            decisions[place] = review
            number = _log(about, entry)
        self._words(workspace, {"by": entry.by, "basis": entry.basis})
        return number

    def withdraw(self, workspace: str, upload: KeptUpload, place: str, entry: Decided) -> int:
        """Take a decision back; the number of the log's entry, from 1."""
        with self._changing(workspace, upload) as about:
            if about["decisions"].pop(place, None) is None:
                return len(about.get("log", ()))
            return _log(about, entry)

    def draw(self, workspace: str, upload: KeptUpload, draw: Draw) -> None:
        """Keep which cases were drawn; raises ``BadRequest`` where enough were."""
        with self._changing(workspace, upload) as about:
            record = EvidenceRecord.of(about)
            if len(record.draws) >= DRAWS_AT_MOST:
                raise BadRequest(f"한 파일에서 {DRAWS_AT_MOST}번까지 뽑을 수 있습니다.")
            about.update(replace(record, draws=(*record.draws, draw)).as_kept())

    def last_words(self, workspace: str) -> tuple[str, str]:
        """(who decided last in this workspace, on what basis); empty where nobody has for a while."""
        words = self._read(group_of(workspace, "deciding"), "words") or {}
        return str(words.get("by", "")), str(words.get("basis", ""))

    def _words(self, workspace: str, words: dict[str, Any]) -> None:
        group = group_of(workspace, "deciding")
        with self.vault.changing(group):
            self._write(group, "words", words)

    @contextmanager
    def _changing(self, workspace: str, upload: KeptUpload) -> Iterator[dict[str, Any]]:
        """What is kept about an upload as it is now, to be changed; nobody else changes it meanwhile."""
        group = group_of(workspace, upload.id)
        with self.vault.changing(group):
            about = self._read(group, "about")
            if about is None:
                raise NotFound
            yield about
            self._write(group, "about", about)
        for line in self.uploads(workspace):
            if line.id == upload.id:
                # The list lives on with what is used of it.
                self._list_first(workspace, line)

    def forget(self, workspace: str, id: str) -> None:
        """Remove an upload now."""
        if is_id(id):
            self.vault.remove_group(group_of(workspace, id))
            self._list_first(workspace, None, gone=id)

    def sweep(self, now: datetime, kept_for: timedelta) -> int:
        """Remove what has not been touched for so long; how many entries that were."""
        oldest = (now - kept_for).timestamp()
        old = [group for group, changed in self.vault.groups() if changed < oldest]
        for group in old:
            self.vault.remove_group(group)
        return len(old)

    def _read(self, group: str, name: str) -> dict[str, Any] | None:
        if not self.vault.holds(group, name):
            return None
        try:
            value: dict[str, Any] = json.loads(self.vault.read(group, name))
        except EntryDamaged:
            return None
        return value

    def _write(self, group: str, name: str, value: dict[str, Any]) -> None:
        self.vault.write(group, name, json.dumps(value).encode())


def _log(about: dict[str, Any], entry: Decided) -> int:
    record = EvidenceRecord.of(about)
    if len(record.log) >= ENTRIES_AT_MOST:
        raise BadRequest(
            f"한 파일에서 결정은 {ENTRIES_AT_MOST:,}번까지 적을 수 있습니다. 파일을 나누어 올리세요."
        )
    about.update(replace(record, log=(*record.log, entry)).as_kept())
    return len(record.log) + 1


def group_of(workspace: str, id: str) -> str:
    """The folder of what a workspace keeps under an id."""
    return hashlib.sha256(f"{workspace}\n{id}".encode()).hexdigest()
