"""The page of a sheet as a browser without scripts uses it: opened, typed into, sent."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from fastapi.testclient import TestClient
from pypdf import PdfReader

from api.casebook.kept_case import KeptCase
from api.casebook.summary import summary_of
from tests.api.service.conftest import Running
from tests.api.service.test_pages import read


def kept(running: Running, raw: dict[str, Any]) -> KeptCase:
    """A case as the list of cases would have taken it in."""
    casebook = running.app.state.context.casebook
    case: KeptCase = casebook.add(raw, summary_of(raw, ()))
    return case


def now(running: Running, id: str) -> KeptCase:
    """The case as it is kept now."""
    case: KeptCase = running.app.state.context.casebook.case(id)
    return case


def address(case: KeptCase, form: str, number: int = 1) -> str:
    """Where the page of a sheet stands."""
    return f"/cases/{case.id}/sheets/{form}/{number}"


def boxes(tree: Any) -> list[tuple[str, str]]:
    """What a browser would send of the page as it stands."""
    sent: list[tuple[str, str]] = []
    for element in tree.xpath("//form[@id='page']//*[self::input or self::select or self::textarea]"):
        name, tag = element.get("name"), element.tag
        if tag == "select":
            chosen = element.xpath(".//option[@selected]/@value")
            sent.append((name, chosen[0] if chosen else ""))
        elif tag == "textarea":
            sent.append((name, (element.text or "").removeprefix("\n")))
        elif element.get("type") in ("checkbox", "radio"):
            if element.get("checked") is not None:
                sent.append((name, element.get("value")))
        elif name is not None:
            sent.append((name, element.get("value") or ""))
    return sent


def typed(tree: Any, values: dict[str, str]) -> list[tuple[str, str]]:
    """The boxes of a page with other values in some of them."""
    return [(name, values.get(name, value)) for name, value in boxes(tree)]


def send(client: TestClient, to: str, sent: list[tuple[str, str]], do: str, **more: str) -> Any:
    """Press a button of the page."""
    data: dict[str, list[str]] = {"do": [do], **{name: [value] for name, value in more.items()}}
    for name, value in sent:
        data.setdefault(name, []).append(value)
    return client.post(to, data=data)


def opened(client: TestClient, case: KeptCase, form: str, number: int = 1) -> Any:
    """The page of a sheet."""
    return read(client.get(address(case, form, number)))


def text_of(answer: Any) -> str:
    """The words of a PDF."""
    assert answer.status_code == 200, answer.text
    return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
