"""Cases are kept by revision, nothing is overwritten, and what was removed can be put back for a week."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from api.casebook.cases import FILE, Casebook
from api.casebook.kept_case import AsideSheet, CaseGone, EventKind, StaleCase
from api.casebook.tables import metadata
from api.jobs.vault import EntryDamaged, Vault
from tests.api.casebook.conftest import KEY, NOTHING, Clock


def test_a_change_is_the_next_revision_of_its_case(casebook: Casebook) -> None:
    first = casebook.add({"case_no": "2025-1"}, NOTHING)
    other = casebook.add({"case_no": "2025-2"}, NOTHING)
    casebook.keep(replace(first, raw={"case_no": "2025-3"}, checked=frozenset({"consent/0"})), NOTHING)
    now = casebook.case(first.id)
    assert (now.revision, now.raw) == (2, {"case_no": "2025-3"})
    assert now.checked == {"consent/0"}
    assert casebook.case(other.id).raw == {"case_no": "2025-2"}


def test_what_is_made_from_an_older_revision_overwrites_nothing(casebook: Casebook) -> None:
    case = casebook.add({"n": 1}, NOTHING)
    casebook.keep(replace(case, raw={"n": 2}), NOTHING)
    with pytest.raises(StaleCase):
        casebook.keep(replace(case, raw={"n": 3}), NOTHING)
    with pytest.raises(StaleCase):
        casebook.case(case.id, revision=1)
    assert casebook.case(case.id, revision=2).raw == {"n": 2}


def test_the_same_change_sent_again_is_no_other_one(casebook: Casebook) -> None:
    case = casebook.add({"n": 1}, NOTHING)
    changed = replace(case, raw={"n": 2}, aside=(AsideSheet("consent", {"n": 3}),))
    assert casebook.keep(changed, NOTHING).revision == 2
    # Its answer was lost, and it is sent once more; then a page is saved on which nothing was changed.
    assert casebook.keep(changed, NOTHING).revision == 2
    assert casebook.keep(casebook.case(case.id), NOTHING).revision == 2
    assert casebook.case(case.id).aside == changed.aside


def test_the_list_begins_with_what_was_changed_last(casebook: Casebook, clock: Clock) -> None:
    ids = []
    for number in range(3):
        ids.append(casebook.add({}, NOTHING.model_copy(update={"case_no": str(number)})).id)
        clock.pass_by(minutes=1)
    changed = replace(casebook.case(ids[0]), raw={"n": 1})
    casebook.keep(changed, NOTHING.model_copy(update={"case_no": "changed"}))
    assert [line.summary.case_no for line in casebook.lines()] == ["changed", "2", "1"]


def test_a_removed_case_can_be_put_back_for_seven_days(casebook: Casebook, clock: Clock) -> None:
    case = casebook.add({"n": 1}, NOTHING)
    casebook.remove(case.id)
    assert casebook.lines() == []
    assert [line.id for line in casebook.lines(removed=True)] == [case.id]
    for refused in (
        lambda: casebook.case(case.id),
        lambda: casebook.keep(case, NOTHING),
        lambda: casebook.remove(case.id),
    ):
        with pytest.raises(CaseGone):
            refused()
    clock.pass_by(days=6, hours=23)
    assert casebook.sweep() == 0
    casebook.restore(case.id)
    assert casebook.case(case.id).raw == {"n": 1}
    casebook.remove(case.id)
    clock.pass_by(days=7, seconds=1)
    assert casebook.sweep() == 1
    with pytest.raises(CaseGone):
        casebook.restore(case.id)
    # Nor is anything left of what was done with it.
    assert casebook.history(case.id) == []


def test_the_history_tells_what_was_done_and_by_whom(casebook: Casebook, clock: Clock) -> None:
    case = casebook.add({}, NOTHING, EventKind.TAKEN_IN, "남도윤", "사례.json")
    clock.pass_by(hours=1)
    for number in range(3):
        case = casebook.keep(replace(case, raw={"n": number}), NOTHING, "남도윤", "동의서")
        clock.pass_by(minutes=5)
    case = casebook.keep(replace(case, raw={"n": 4}), NOTHING, "오가람", "동의서")
    casebook.note(case.id, EventKind.PRINTED, "오가람", "동의서 PDF")
    clock.pass_by(hours=1)
    casebook.keep(replace(case, raw={"n": 5}), NOTHING, "오가람", "동의서")
    told = [(event.kind, event.by, event.detail) for event in casebook.history(case.id)]
    # What one person changed in a row is told once.
    assert told == [
        (EventKind.CHANGED, "오가람", "동의서"),
        (EventKind.PRINTED, "오가람", "동의서 PDF"),
        (EventKind.CHANGED, "오가람", "동의서"),
        (EventKind.CHANGED, "남도윤", "동의서"),
        (EventKind.TAKEN_IN, "남도윤", "사례.json"),
    ]


def test_a_case_is_opened_once_by_whoever_works_on_it(casebook: Casebook, clock: Clock) -> None:
    case = casebook.add({}, NOTHING, by="남도윤")
    for minutes, person in ((5, "남도윤"), (5, "오가람"), (29, "오가람"), (31, "오가람")):
        clock.pass_by(minutes=minutes)
        casebook.note(case.id, EventKind.OPENED, person)
    told = [(event.kind, event.by) for event in casebook.history(case.id)]
    assert told == [
        (EventKind.OPENED, "오가람"),
        (EventKind.OPENED, "오가람"),
        (EventKind.CREATED, "남도윤"),
    ]


def test_settings_are_kept(casebook: Casebook) -> None:
    assert casebook.setting("defaults") is None
    casebook.set_setting("defaults", {"worker": "남도윤"})
    casebook.set_setting("defaults", {"worker": "오가람"})
    assert casebook.setting("defaults") == {"worker": "오가람"}
    casebook.set_setting("defaults", None)
    assert casebook.setting("defaults") is None


def test_nothing_of_a_case_shows_on_disk(casebook: Casebook, tmp_path: Path) -> None:
    summary = NOTHING.model_copy(update={"case_no": "CASENO-7", "client": "CLIENTNAME"})
    casebook.add({"secret": "NARRATIVE"}, summary, by="PERSON", detail="DETAIL")
    casebook.set_setting("defaults", {"worker": "WORKERNAME"})
    casebook.close()
    held = b"".join(path.read_bytes() for path in tmp_path.glob(f"{FILE}*"))
    for word in ("CASENO-7", "CLIENTNAME", "NARRATIVE", "PERSON", "DETAIL", "WORKERNAME"):
        assert word.encode() not in held
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_a_case_put_under_another_ones_id_is_refused(casebook: Casebook) -> None:
    one, other = casebook.add({"n": 1}, NOTHING), casebook.add({"n": 2}, NOTHING)
    with casebook.database.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE cases SET body = (SELECT body FROM cases WHERE id = ?) WHERE id = ?", (one.id, other.id)
        )
    with pytest.raises(EntryDamaged):
        casebook.case(other.id)


def test_the_tables_are_those_of_the_migrations(casebook: Casebook) -> None:
    with casebook.database.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_it_is_opened_again_with_what_it_held(casebook: Casebook, tmp_path: Path, clock: Clock) -> None:
    case = casebook.add({"n": 1}, NOTHING)
    casebook.close()
    again = Casebook.opened(tmp_path, Vault(tmp_path / "vault", KEY), clock)
    assert again.case(case.id).raw == {"n": 1}
    again.close()
