"""Case files as rows: what the shapes of the models become."""

from __future__ import annotations

from api.entry.rows import EntryRow, assembled, rows_of
from api.entry.tables import CASE, EntryColumn, EntryTable, entry_tables, tables_of

TABLES = {table.key: table for table in entry_tables()}


def column(table: EntryTable, heading: str) -> int:
    return [one.heading for one in table.columns].index(heading)


def test_a_record_in_a_record_gives_columns_and_a_list_gives_rows() -> None:
    case = {
        "case_no": "2025-0001",
        "worker": {"name": "한결이"},
        "household": [{"relation": "자"}, {"relation": "모", "name": "정든솔"}],
    }
    rows = rows_of(case, tables_of(()))
    (own,) = rows[CASE]
    assert own.values == {column(TABLES[CASE], "담당자 성명"): "한결이"}
    household = TABLES["household",]
    relation, name = column(household, "관계"), column(household, "성명")
    assert [row.values for row in rows["household",]] == [{relation: "자"}, {relation: "모", name: "정든솔"}]


def test_words_that_two_records_of_a_row_share_are_told_apart() -> None:
    evidence = TABLES["forms", "usage_proof", "evidence"]
    paths = {one.heading: one.path for one in evidence.columns}
    assert paths["인정 대상 금액(원)"] == ("countable_amount",)
    assert paths["담당자 결정 인정 대상 금액(원)"] == ("review", "countable_amount")


def test_a_list_in_a_list_names_both_parents() -> None:
    illnesses = TABLES["forms", "monitor_sheet", "health", "illnesses"]
    assert [number.heading for number in illnesses.numbers] == ["모니터 상담지 번호", "건강상태 번호"]
    case = {
        "forms": {
            "monitor_sheet": [
                {},
                {"health": [{"name": "가"}, {"name": "나", "illnesses": [{"name": "고혈압"}]}]},
            ]
        }
    }
    (row,) = rows_of(case, entry_tables())[illnesses.key]
    assert row.numbers == (2, 2)


def test_a_required_list_without_rows_is_an_empty_list() -> None:
    form = TABLES["forms", "usage_proof"]
    made = assembled("2025-0001", {CASE: [EntryRow({})], form.key: [EntryRow({}, (), 2)]}, entry_tables())
    assert made.raw["forms"]["usage_proof"] == {"supports": [], "members": [], "evidence": []}


def test_a_list_may_be_typed_without_its_form() -> None:
    goals = TABLES["forms", "service_plan", "short_goals"]
    row = EntryRow({column(goals, "목표"): "단주 유지"}, (None,), 2)
    made = assembled("2025-0001", {goals.key: [row]}, entry_tables())
    assert made.raw["forms"] == {"service_plan": {"short_goals": [{"text": "단주 유지"}]}}
    assert made.records[goals.key, 2] == ("forms", "service_plan", 0, "short_goals", 0)


def test_a_second_row_of_a_form_that_stands_once_is_not_lost_in_silence() -> None:
    form = TABLES["forms", "closure_review"]
    rows = [
        EntryRow({column(form, "종결심사 결과"): result}, (), line)
        for line, result in ((2, "종결"), (3, "재조사"))
    ]
    made = assembled("2025-0001", {form.key: rows}, entry_tables())
    assert made.raw["forms"]["closure_review"]["result"] == "종결"
    assert [(one.table.key, one.row.line) for one in made.misplaced] == [(form.key, 3)]


def test_a_mapping_of_a_form_itself_is_a_table_of_its_entries() -> None:
    # No form holds one today; a new form may.
    form = EntryTable(("forms", "f"), "서식", CASE, ("forms", "f"), (EntryColumn(("a",), "가", "text"),))
    entries = EntryTable(
        ("forms", "f", "m"),
        "서식 점수",
        form.key,
        (),
        (
            EntryColumn(("#",), "번호", "text", role="entry_key"),
            EntryColumn(("m",), "점수", "number", nullable=True, role="entry_value"),
        ),
        many=True,
        entries_only=True,
    )
    case_table = EntryTable(CASE, "사례", None, (), ())
    tables = (case_table, form, entries)
    case = {"case_no": "1", "forms": {"f": {"a": "나", "m": {"1": 3, "2": None}}}}
    rows = {
        key: [EntryRow(row.values, row.numbers, line) for line, row in enumerate(found, 2)]
        for key, found in rows_of(case, tables).items()
    }
    assert [row.values for row in rows[entries.key]] == [{0: "1", 1: 3}, {0: "2", 1: None}]
    assert assembled("1", rows, tables).raw == case


def test_rows_beyond_what_one_case_may_hold_are_told_and_left_out() -> None:
    household = TABLES["household",]
    name = column(household, "성명")
    rows = [EntryRow({name: f"사람 {number}"}, (), number) for number in range(2_003)]
    made = assembled("2025-0001", {("household",): rows}, entry_tables())
    assert len(made.raw["household"]) == 2_000
    (misplaced,) = made.misplaced
    assert misplaced.row.line == 2_000
    assert "2,000줄까지" in misplaced.message
