"""What one more costs: a form and a programme in folders of their own, and not a line elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema_rs import validator_for

ROOT = Path(__file__).resolve().parent.parent
PROGRAMME = '''"""A programme of one form."""

from forms.programme import PacketList, Printed, Programme
from forms.source import SourceDocument
from forms.visits import visit_note, visit_plan

PROGRAMME = Programme(
    title="방문지원사업",
    order=90,
    document=SourceDocument("방문지원사업 안내"),
    forms=(visit_note.FORM, visit_plan.FORM),
    packets=(PacketList("visits", "방문 서류", openers=(visit_note.FORM,), forms=(Printed(visit_note.FORM),)),),
)
'''
FORM = '''"""방문 기록지: contents alone, so that its page is laid out from the model."""

from typing import Annotated, Literal

from pydantic import Field

from forms.fields import CalendarDate, Line, Narrative, Won
from forms.form import Form, Needed
from forms.heads import CLIENT_NAME
from forms.record import FormModel, Record
from forms.source import SourceDocument


class Cost(Record):
    use: Line = Field(title="쓴 곳")
    amount: Won = Field(title="금액")


class VisitNote(FormModel):
    dated_by = "visited_on"

    client_name: Annotated[Line | None, CLIENT_NAME, Needed()] = Field(None, title="방문 대상")
    visited_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="방문일")
    way: Literal["도보", "차량"] | None = Field(None, title="이동 방법")
    story: Narrative | None = Field(None, title="방문 내용")
    costs: tuple[Cost, ...] = Field((), title="비용")


FORM = Form(
    id="visit_note",
    title="방문 기록지",
    number="",
    model=VisitNote,
    section="방문 기록",
    document=SourceDocument("방문지원사업 안내"),
    repeats=True,
)
'''
# A form of an office and of nobody: its file has no client.
AGENCY_FORM = '''"""방문 계획표."""

from typing import Annotated

from pydantic import Field

from forms.fields import CalendarDate, Count
from forms.form import Form, Needed
from forms.record import FormModel
from forms.source import SourceDocument


class VisitPlan(FormModel):
    dated_by = "planned_on"

    planned_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="계획일")
    visits: Count | None = Field(None, title="방문 횟수")


FORM = Form(
    id="visit_plan",
    title="방문 계획표",
    number="",
    model=VisitPlan,
    section="방문 계획",
    document=SourceDocument("방문지원사업 안내"),
    scope="agency",
)
'''
AGENCY_SAMPLE = {
    "case_no": "2025-DAON-Q2",
    "forms": {"visit_plan": {"planned_on": "2025-03-04", "visits": 12}},
}
SAMPLE = {
    "case_no": "2025-0900",
    "client": {"name": "나보람"},
    "forms": {
        "visit_note": [
            {
                "visited_on": "2025-03-04",
                "way": "차량",
                "story": "집에서 만남.",
                "costs": [{"use": "주차", "amount": 3000}],
            }
        ]
    },
}
CLAUSES = """part = "방문"
order = 1

[VN-1]
strength = "SOFT"
title = "방문 내용을 적는다"
section = "방문 기록"
form = "visit_note"
reads = ["visit_note.story"]
"""
RULES = '''"""Rules of 방문 기록지."""

from collections.abc import Iterator

from forms.case import CaseFile
from forms.finding import Breach
from forms.rule import rule
from forms.visits.visit_note import VisitNote


@rule("VN-1")
def a_visit_is_told_of(note: VisitNote, case: CaseFile) -> Iterator[Breach]:
    if note.story is None:
        yield Breach(("story",), "방문 내용이 비어 있습니다.")
'''


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product in a folder of its own, with one programme more."""
    root = tmp_path_factory.mktemp("tree")
    for name in ("forms", "generator", "api", "docs", "templates", "samples"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    folder = root / "forms" / "visits"
    folder.mkdir()
    (folder / "__init__.py").write_text("", encoding="utf-8")
    (folder / "programme.py").write_text(PROGRAMME, encoding="utf-8")
    (folder / "visit_note.py").write_text(FORM, encoding="utf-8")
    for name, text in (
        ("clauses/visits.toml", CLAUSES),
        ("rules/__init__.py", ""),
        ("rules/visits.py", RULES),
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "visit_plan.py").write_text(AGENCY_FORM, encoding="utf-8")
    for name, case in (("visit_note", SAMPLE), ("visit_plan", AGENCY_SAMPLE)):
        (root / "samples" / f"{name}.json").write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    return root


def run(tree: Path, *arguments: str) -> str:
    """What the command line of that tree says; it must end well."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=tree, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def seosik(tree: Path, *arguments: str) -> str:
    return run(tree, "-c", "from api.cli.main import main; main()", *arguments)


@pytest.mark.slow
def test_a_form_and_a_programme_need_no_line_elsewhere(tree: Path) -> None:
    listed = json.loads(seosik(tree, "forms", "--json"))["forms"]
    assert {"id": "visit_note", "program": "방문지원사업", "edition": None}.items() <= listed[-2].items()
    assert "방문일" in seosik(tree, "schema", "visit_note")
    assert "visit_note" in seosik(tree, "schema", "case")
    assert json.loads(seosik(tree, "sample", "visit_note")) == SAMPLE
    assert "이상 없음" in seosik(tree, "check", "samples/visit_note.json")
    silent = json.dumps(SAMPLE, ensure_ascii=False).replace('"집에서 만남."', "null")
    (tree / "silent.json").write_text(silent, encoding="utf-8")
    found = json.loads(seosik(tree, "check", "silent.json", "--json"))["files"][0]["findings"]
    assert [(one["rule"], one["severity"]) for one in found] == [("VN-1", "warning")]
    for ending in ("pdf", "docx"):
        seosik(tree, "blank", "visit_note", "-o", f"blank.{ending}")
        seosik(tree, "render", "방문 기록지", "samples/visit_note.json", "-o", f"note.{ending}")
        assert (tree / f"note.{ending}").stat().st_size > 1000
    seosik(tree, "packet", "visits", "samples/visit_note.json", "-o", "packet.pdf")
    assert json.loads((tree / "packet.manifest.json").read_text(encoding="utf-8"))["packets"]
    seosik(tree, "workbook", "visit_note", "--sample", "-o", "book.xlsx")
    assert "이상 없음" in seosik(tree, "check", "book.xlsx")
    run(tree, "-m", "docs.pages")
    page = (tree / "docs" / "forms" / "visit_note.md").read_text(encoding="utf-8")
    assert "레이아웃은 서식이 정함" in page
    assert "| VN-1 |" in (tree / "docs" / "rules.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_form_of_an_agency_stands_in_a_file_without_a_client(tree: Path) -> None:
    assert "이상 없음" in seosik(tree, "check", "samples/visit_plan.json")
    seosik(tree, "render", "visit_plan", "samples/visit_plan.json", "-o", "plan.pdf")
    judge = validator_for(json.loads(seosik(tree, "schema", "case")))
    assert judge.is_valid(AGENCY_SAMPLE)
    assert judge.is_valid(SAMPLE)
    assert not judge.is_valid({key: value for key, value in SAMPLE.items() if key != "client"})


PAGES = """
from pathlib import Path
from fastapi.testclient import TestClient
from api.service.app import create_app
from api.service.settings import Settings
from tests.api.service.entering import come_in
from tests.api.service.memory_engine import MemoryEngine

if __name__ == "__main__":
    Path("data").mkdir()
    app = create_app(MemoryEngine(Path("engine")), Settings(data=Path("data"), workers=1))
    with TestClient(app, base_url="http://localhost:8765") as client:
        come_in(client)
        for path in ("/guide", "/guide/visit_note", "/guide?", "/api/forms/visit_note/schema"):
            answer = client.get(path)
            print(answer.status_code, "방문" in answer.text)
"""


@pytest.mark.slow
def test_the_pages_know_the_form(tree: Path) -> None:
    shutil.copytree(ROOT / "tests" / "api" / "service", tree / "tests" / "api" / "service")
    for folder in ("tests", "tests/api"):
        (tree / folder / "__init__.py").touch()
    (tree / "pages.py").write_text(PAGES, encoding="utf-8")
    assert run(tree, "pages.py").split("\n")[:4] == ["200 True"] * 4
