"""How commands end: with one sentence and the status of the contract, stopped or not, heard or not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from api.cases.intake import Upload
from api.packets import run
from api.stopping import Stopped, held_back, stoppable
from generator.document import RenderOptions
from generator.packets.stream import StreamOptions
from tests.closure_cases import closure_case
from tests.reading import sample

ROOT = Path(__file__).parents[3]


@contextmanager
def running(*arguments: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The command in a group of its own, as at a terminal."""
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli.start", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.mark.parametrize("command", [("check", "--json"), ("list", "--json"), ("ledger",)])
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_command_that_waits_is_stopped_with_one_sentence(
    tmp_path: Path, number: signal.Signals, status: int, command: tuple[str, ...]
) -> None:
    with running(*command, "-", folder=tmp_path) as process:
        assert process.stdin is not None
        # Once it takes the second line it has been reading the first: all is loaded by then.
        line = json.dumps(sample("consent")) + "\n"
        for _ in range(40):
            process.stdin.write(line)
            process.stdin.flush()
        os.killpg(process.pid, number)
        out, err = process.communicate(timeout=120)
    assert (process.returncode, out, err) == (status, "", "멈추었습니다.\n")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_of_packets_is_stopped_and_leaves_nothing_half_made(
    tmp_path: Path, number: signal.Signals, status: int
) -> None:
    (tmp_path / "in").mkdir()
    for index in range(30):
        text = json.dumps(closure_case(index), ensure_ascii=False)
        (tmp_path / "in" / f"{index}.json").write_text(text, encoding="utf-8")
    command = ("packet", "closure", "in", "-o", "print.pdf", "--processes", "2")
    with running(*command, folder=tmp_path) as process:
        assert process.stderr is not None
        # The first line of progress: a worker has made packets, and others are in hand.
        first = process.stderr.readline()
        os.killpg(process.pid, number)
        _, err = process.communicate(timeout=120)
    assert first.startswith("3/30 ")
    last = err.splitlines()[-1]
    assert last == "멈추었습니다. 같은 명령을 다시 주면 만든 묶음은 두고 이어서 합니다."
    assert "leaked" not in err
    assert "Traceback" not in err
    assert process.returncode == status
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "print.packets"]


def test_nobody_takes_the_output(tmp_path: Path) -> None:
    (tmp_path / "case.json").write_text(json.dumps(sample("consent")), encoding="utf-8")
    with running("check", "--json", *["case.json"] * 50, folder=tmp_path) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        err = process.stderr.read()
        assert process.wait(120) == 3
    assert err.count("\n") == 1
    assert "[OUTPUT]" in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [("check",), ("check", "--json"), ("forms",)], ids=" ".join)
def test_standard_output_is_full(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "case.json").write_text(json.dumps(sample("consent")), encoding="utf-8")
    files = () if arguments == ("forms",) else ("case.json",)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "api.cli.start", *arguments, *files],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    assert done.returncode == 3
    assert done.stderr == "파일을 읽거나 쓰지 못했습니다: 저장할 자리가 모자랍니다. [FILE-IO]\n"


@pytest.mark.parametrize("call", ["submit", "wait"])
def test_a_stop_amid_the_calls_of_the_pool_is_heard_after_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """Raised within, it would leave a lock of the pool taken, and the end of its thread be waited for in vain."""
    owner: Any = run if call == "wait" else ProcessPoolExecutor
    real, returned = getattr(owner, call), []

    def stopped_amid(*arguments: Any) -> Any:
        signal.raise_signal(signal.SIGTERM)
        returned.append(real(*arguments))
        return returned[-1]

    monkeypatch.setattr(owner, call, stopped_amid)
    uploads = [Upload(f"{index}.json", closure_case(index)) for index in range(3)]
    with pytest.raises(Stopped) as stopped, stoppable():
        run.run_packets(
            uploads,
            tmp_path / "print.pdf",
            as_stream=True,
            format="pdf",
            options=RenderOptions(),
            stream=StreamOptions(),
            processes=2,
        )
    assert (len(returned), stopped.value.number) == (1, signal.SIGTERM)
    assert active_children() == []


def test_a_signal_that_is_held_back_is_raised_at_the_end() -> None:
    done = []
    with pytest.raises(Stopped), stoppable(), held_back(), held_back():
        signal.raise_signal(signal.SIGINT)
        done.append("all")
    assert done == ["all"]
    with stoppable(), held_back():
        pass


def test_signals_are_put_back() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with pytest.raises(Stopped) as stopped, stoppable(), stoppable():
        signal.raise_signal(signal.SIGTERM)
    assert (stopped.value.status, stopped.value.message) == (143, "멈추었습니다.")
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


def test_an_ignored_signal_stays_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with stoppable():
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
