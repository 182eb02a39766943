"""How far a long run is: lines in a file, a bar on a terminal."""

from __future__ import annotations

import io
import sys

import pytest

from api.cli.progress import ProgressBar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(done: int, total: int, stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    bar = ProgressBar("읽음")
    for number in range(1, done + 1):
        bar.show(number, total)
    bar.end()
    return stream.getvalue()


def test_a_file_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(199, 199, io.StringIO(), monkeypatch) == ""
    lines = told(200, 200, io.StringIO(), monkeypatch).splitlines()
    assert lines == [f"읽음 {done}/200" for done in range(20, 201, 20)]
    # Where it is not known how many there will be, every hundredth.
    assert told(250, 0, io.StringIO(), monkeypatch).splitlines() == ["읽음 100건", "읽음 200건"]


@pytest.mark.parametrize("total", [300, 0])
def test_a_terminal_gets_a_bar_that_ends_its_line(total: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(100, 100, Terminal(), monkeypatch) == ""
    drawn = told(300, total, Terminal(), monkeypatch)
    last = drawn.rstrip().rpartition("\r")[2]
    assert "읽음" in last
    assert ("300/300" in last) if total else ("300" in last)
    assert drawn.endswith("\n")
