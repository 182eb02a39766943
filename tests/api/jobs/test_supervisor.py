"""When a dead executor is started again."""

from __future__ import annotations

from api.jobs.supervisor import _Place


def pauses(lives: list[float]) -> list[float]:
    """How long it waits after each of these lives, in whole halves of a second."""
    place, now, waited = _Place("packets"), 0.0, []
    for life in lives:
        place.started, place.ended = now, None
        now += life
        place.note_end(now)
        pause = 0.0
        while not place.due(now + pause):
            pause += 0.5
        waited.append(pause)
        now += pause
    return waited


def test_after_a_single_death_at_once_then_later_and_later() -> None:
    assert pauses([1] * 9) == [0, 1, 2, 4, 8, 16, 30, 30, 30]


def test_one_that_lived_long_starts_the_count_anew() -> None:
    assert pauses([1, 1, 61, 1, 1]) == [0, 1, 0, 0, 1]
