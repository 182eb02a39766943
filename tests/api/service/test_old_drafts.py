"""Old drafts of a browser are offered once as cases, and lost by neither answer."""

from __future__ import annotations

import json
import secrets
from typing import Any

from fastapi.testclient import TestClient

from api.casebook.cases import Casebook
from api.service.kept import COOKIE, group_of
from tests.api.service.conftest import Running
from tests.api.service.entering import as_another_browser
from tests.api.service.test_pages import read, words


def typed(running: Running, client: TestClient, form: str, *cases: dict[str, Any]) -> None:
    """Cases as the page of direct entry kept them for the browser."""
    read(client.get("/"))
    workspace, vault = client.cookies[COOKIE], running.app.state.context.kept.vault
    lines = []
    for raw in cases:
        id = secrets.token_urlsafe(16)
        draft = {"id": id, "raw": raw, "revision": 3, "item": 0, "checked": False}
        vault.write(group_of(workspace, f"draft:{form}:{id}"), "draft", json.dumps(draft).encode())
        lines.append({"id": id, "case_no": raw.get("case_no", "")})
    vault.write(group_of(workspace, f"drafts:{form}"), "index", json.dumps(lines).encode())


ONE = {"edition": "2025", "case_no": "D-1", "client": {"name": "홍길동"}, "forms": {"consent": {}}}
OTHER = {"edition": "2025", "forms": {"consent": {"signer_name": "성춘향"}}}
THIRD = {"edition": "2025", "case_no": "D-3", "forms": {"intake_sheet": [{}, {}]}}


def test_drafts_are_moved_among_the_cases(client: TestClient, book: Casebook, running: Running) -> None:
    typed(running, client, "consent", ONE, OTHER)
    typed(running, client, "intake_sheet", THIRD)
    tree = read(client.get("/"))
    assert "이 브라우저에서 적던 서식 3건을 사례로 옮길 수 있습니다" in words(tree)
    assert book.lines() == []
    tree = read(client.post("/cases/drafts", data={"do": "move"}))
    assert "서식 3건을 사례로 옮겼습니다" in words(tree)
    moved = [book.case(line.id).raw for line in reversed(book.lines())]
    # In the order of the forms.
    assert moved == [THIRD, ONE, OTHER]
    assert "적던 서식" not in words(read(client.get("/")))
    # Nothing is there to be moved twice.
    client.post("/cases/drafts", data={"do": "move"})
    assert len(book.lines()) == 3


def test_drafts_are_another_browsers_to_move(client: TestClient, book: Casebook, running: Running) -> None:
    typed(running, client, "consent", ONE)
    as_another_browser(client)
    assert "적던 서식" not in words(read(client.get("/")))
    client.post("/cases/drafts", data={"do": "move"})
    assert book.lines() == []


def test_whoever_does_not_want_to_is_asked_no_more(
    client: TestClient, book: Casebook, running: Running
) -> None:
    typed(running, client, "consent", ONE)
    assert "옮길 수 있습니다" not in words(read(client.post("/cases/drafts", data={"do": "stop"})))
    assert "적던 서식" not in words(read(client.get("/")))
    assert book.lines() == []


def test_a_draft_that_cannot_be_read_costs_no_other(
    client: TestClient, book: Casebook, running: Running
) -> None:
    typed(running, client, "consent", ONE, OTHER)
    vault, workspace = running.app.state.context.kept.vault, client.cookies[COOKIE]
    [first, _] = json.loads(vault.read(group_of(workspace, "drafts:consent"), "index"))
    group = group_of(workspace, f"draft:consent:{first['id']}")
    for path in (vault.folder / group).iterdir():
        path.write_bytes(b"x" * 100)
    read(client.post("/cases/drafts", data={"do": "move"}))
    assert [book.case(line.id).raw for line in book.lines()] == [OTHER]
