"""Every clause stands once, and what the tables, the checks and the models say of it fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from docs.pages.rules import rules_page
from forms import all_rules
from forms.clause import Clause, Strength
from forms.finding import Breach, Severity
from forms.places import is_key
from forms.registry import case_model, clause_named, clauses_of, programmes
from forms.rule import BoundCheck, Rule, joined, rule
from forms.source import SourceDocument

# Typed from the digests: section, id and, of the guidebook's clauses, strength; of the children's and the
# participants', why one that is listed is no clause.
DATA = Path(__file__).resolve().parent.parent / "data"
DOCUMENT = SourceDocument("업무안내", "2025")


def typed(name: str) -> dict[str, str]:
    """The last column of a list by id."""
    rows = [row.split("\t") for row in (DATA / name).read_text(encoding="utf-8").splitlines()[1:]]
    return {row[1]: row[-1] for row in rows}


def clauses() -> list[Clause]:
    return [clause for programme in programmes() for clause in clauses_of(programme)]


def of_the_guidebook() -> list[Clause]:
    return [clause for clause in clauses() if clause.id.startswith("ICM-")]


def test_every_clause_of_the_digest_stands_once_with_its_strength() -> None:
    assert [clause.id for clause in of_the_guidebook()] == list(typed("icm_clauses.tsv"))
    assert {clause.id: clause.strength.value for clause in of_the_guidebook()} == typed("icm_clauses.tsv")


def test_every_clause_of_the_accounts_stands_once() -> None:
    held = [clause.id for clause in clauses() if clause.id.startswith(("AB-", "HS1-"))]
    # Marked as ours: what stands for lists that the source lacks, and a person's decision.
    ours = {"AB-ED-0", "AB-ED-1", "AB-BZ-0", "AB-OT-0", "AB-REVIEW"}
    assert sorted(held) == sorted({*typed("savings_clauses.tsv"), *ours})
    assert {
        clause.id
        for clause in clauses()
        if clause.ours and not clause.id.startswith(("OWN-", "DUP-", "CS-", "SS-", "IND-"))
    } == {
        *ours,
        "AB-EV-02e",
    }


def test_every_clause_of_the_children_stands_once() -> None:
    listed = typed("youth_clauses.tsv")
    held = [clause.id for clause in clauses() if clause.id.startswith("CS-")]
    # Two items of the closure checklist that have no number in the digest.
    asked = {"CS-PK-4", "CS-PK-5"}
    assert sorted(held) == sorted({*(id_ for id_, why in listed.items() if not why), *asked})


def test_the_clauses_of_children_that_no_source_states_are_marked_as_ours() -> None:
    held = {clause.id for clause in clauses() if clause.ours and clause.id.startswith("CS-")}
    assert held == {"CS-DIS-2", "CS-PL-2", "CS-END-8"}


def test_every_clause_of_the_participants_stands_once() -> None:
    listed = typed("selfsufficiency_clauses.tsv")
    held = [clause.id for clause in clauses() if clause.id.startswith("SS-")]
    # The papers of the closing step, which the checklist asks for and the digest does not number.
    asked = {"SS-PK-1"}
    assert sorted(held) == sorted({*(id_ for id_, why in listed.items() if not why), *asked})


def test_the_clauses_of_participants_that_no_source_states_are_marked_as_ours() -> None:
    held = {clause.id for clause in clauses() if clause.ours and clause.id.startswith("SS-")}
    assert held == {"SS-PR-2b", "SS-CL-1", "SS-OUT-1"}


def test_at_least_seventy_clauses_are_decided() -> None:
    assert sum(clause.state == "decided" for clause in of_the_guidebook()) >= 70


def test_a_check_of_ours_cites_no_source() -> None:
    ours = [rule for rule in all_rules() if rule.strength is Strength.OURS]
    assert {"OWN-CLOSURE-TYPE", "OWN-EVIDENCE-NO-RULE", "DUP-1"} <= {rule.id for rule in ours}
    assert {rule.source("2025").partition(",")[0] for rule in ours} == {"서식 점검 규칙(자체)"}


def test_a_table_names_its_document_and_its_form() -> None:
    assert clause_named("HS1-PS-1").cited("2025") == (
        "2024 희망저축계좌Ⅰ 사업 안내문, 유의사항(3년동안 근로활동 꾸준히 유지)"
    )
    assert clause_named("AB-PS-1").cited("2025") == "자산형성지원사업 사례관리, 기초 사례관리(적립중지)"
    assert clause_named("HS1-PS-1").form == "usage_proof"
    assert clause_named("HS1-CL-0").form == "closure_application"


def test_the_page_shows_every_clause_of_every_programme() -> None:
    page = rules_page()
    for programme in programmes():
        held = clauses_of(programme)
        assert (f"\n## {programme.title}\n" in page) == bool(held)
        for clause in held:
            assert page.count(f"\n| {clause.id} | ") == 1
            for asked in clause.asked().values():
                assert asked.title.replace("|", "\\|") in page
        decided = sum(clause.state == "decided" for clause in held)
        human = sum(clause.state == "human" for clause in held)
        if held:
            assert f"| **계** | {decided} | {human} | {len(held) - decided - human} | {len(held)} |" in page


# What the loader refuses. Each clause below is whole but for what its test says.

WHOLE: dict[str, Any] = {
    "id": "X-1",
    "part": "회의",
    "document": DOCUMENT,
    "strength": "MUST",
    "title": "회의를 연다",
    "section": "회의 3 시기",
    "reads": ["conferences[].held_on"],
}


def clause(**values: Any) -> Clause:
    return Clause(**{**WHOLE, **values})


def check(case: Any, _: Any) -> Iterator[Breach]:
    yield from ()


def joined_with(clauses: Iterable[Clause], *checks: BoundCheck) -> tuple[Rule, ...]:
    return joined(clauses, checks, lambda key: is_key(case_model(), key))


def test_a_clause_is_joined_with_its_check() -> None:
    (made,) = joined_with([clause(strength="MUST", read_as="SOFT")], rule("X-1")(check))
    assert (made.id, made.title, made.section) == ("X-1", "회의를 연다", "회의 3 시기")
    assert (made.strength, made.severity, made.form) == (Strength.SOFT, Severity.WARNING, None)
    assert made.source("2025") == "2025 업무안내, 회의 3 시기"


def test_a_clause_may_be_read_in_several_ways() -> None:
    readings = {
        "2024": {"text": "2024", "title": "닷새 전에 연다", "severity": "info"},
        "2025": {"text": "2025", "title": "닷새 뒤에 연다"},
    }
    several = Clause(**{**{key: WHOLE[key] for key in WHOLE if key != "title"}, "readings": readings})
    assert several.title == "닷새 전에 연다; 닷새 뒤에 연다"
    earlier, later = joined_with([several], rule("X-1", "2024")(check), rule("X-1", "2025")(check))
    assert (earlier.title, earlier.text, earlier.severity) == ("닷새 전에 연다", "2024", Severity.INFO)
    assert (later.title, later.text, later.severity) == ("닷새 뒤에 연다", "2025", Severity.WARNING)
    assert earlier.section == later.section == "회의 3 시기"
    with pytest.raises(ValueError, match="X-1 2025 is decided and has no check"):
        joined_with([several], rule("X-1", "2024")(check))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"reads": []}, "from what, by whom or why"),
        ({"state": "human"}, "from what, by whom or why"),
        ({"state": "undecidable"}, "from what, by whom or why"),
        ({"section": ""}, "must name its section"),
        ({"strength": "SOFT", "read_as": "MUST"}, "cannot be read as"),
        ({"fields": ["conferences"]}, "Extra inputs"),
        ({"strength": "FIRM"}, "strength"),
        ({"title": None}, "title"),
    ],
)
def test_an_incomplete_entry_is_refused(values: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        clause(**values)


@pytest.mark.parametrize(
    ("held", "checks", "said"),
    [
        ([clause()], [], "X-1 is decided and has no check"),
        ([], [rule("X-1")(check)], "X-1 is no clause that a check decides"),
        (
            [clause(state="undecidable", why="칸이 없음")],
            [rule("X-1")(check)],
            "X-1 is no clause that a check decides",
        ),
        ([clause(), clause(title="또 연다")], [rule("X-1")(check)], "X-1 stands twice"),
        ([clause()], [rule("X-1")(check), rule("X-1")(check)], "X-1 has two checks"),
        ([clause(same_as="X-2")], [], "X-1 is the same as one that no check decides"),
        (
            [clause(reads=["conferences[].held_at"])],
            [rule("X-1")(check)],
            r"X-1 \(conferences\[\].held_at\) names a key that no model has",
        ),
        (
            [clause(state="human", field="client[].name")],
            [],
            r"X-1 \(client\[\].name\) names a key that no model has",
        ),
    ],
)
def test_what_does_not_fit_is_refused(held: list[Clause], checks: list[BoundCheck], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        joined_with(held, *checks)
