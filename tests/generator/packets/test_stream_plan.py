"""Where packets stand in a print stream: arithmetic on pages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.packets.stream import Piece, StreamOptions, placed


def pieces(*pages: int) -> list[Piece]:
    return [Piece(n, f"2025-{n:04}", "홍○동", count, bytes) for n, count in enumerate(pages, 1)]


def test_one_after_another() -> None:
    plan = placed(pieces(3, 4, 2), StreamOptions())
    assert [(entry.part, entry.first_page, entry.last_page) for entry in plan] == [
        (1, 1, 3),
        (1, 4, 7),
        (1, 8, 9),
    ]


def test_duplex_begins_each_packet_on_an_odd_page() -> None:
    plan = placed(pieces(3, 4, 2), StreamOptions(duplex=True))
    assert [(entry.first_page, entry.last_page, entry.blanks_before) for entry in plan] == [
        (1, 3, ()),
        (5, 8, (4,)),
        (9, 10, ()),
    ]


def test_a_slip_takes_a_page_and_its_back_when_printing_on_both_sides() -> None:
    single = placed(pieces(3, 4), StreamOptions(separators=True))
    assert [(entry.slip_page, entry.first_page) for entry in single] == [(1, 2), (5, 6)]
    double = placed(pieces(3, 4), StreamOptions(separators=True, duplex=True))
    assert [(entry.slip_page, entry.first_page, entry.blanks_before) for entry in double] == [
        (1, 3, (2,)),
        (7, 9, (6, 8)),
    ]


def test_parts_are_cut_at_packet_borders_and_count_from_one() -> None:
    plan = placed(pieces(6, 5, 4, 20, 1), StreamOptions(max_pages=10))
    assert [(entry.part, entry.first_page, entry.last_page) for entry in plan] == [
        (1, 1, 6),
        (2, 1, 5),
        (2, 6, 9),
        (3, 1, 20),
        (4, 1, 1),
    ]


@given(
    st.lists(st.integers(1, 30), min_size=1, max_size=30), st.booleans(), st.booleans(), st.integers(1, 60)
)
def test_no_page_is_used_twice_and_none_is_lost(
    pages: list[int], duplex: bool, slips: bool, most: int
) -> None:
    plan = placed(pieces(*pages), StreamOptions(duplex, slips, most))
    for part in range(1, plan[-1].part + 1):
        entries = [entry for entry in plan if entry.part == part]
        used: list[int] = []
        for entry in entries:
            used += [*entry.blanks_before, *([entry.slip_page] if entry.slip_page else [])]
            used += range(entry.first_page, entry.last_page + 1)
        assert sorted(used) == list(range(1, entries[-1].last_page + 1))
        assert entries[-1].last_page <= most or len(entries) == 1
        assert not duplex or all(entry.first_page % 2 for entry in entries)
    assert [entry.last_page - entry.first_page + 1 for entry in plan] == pages
