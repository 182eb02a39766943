"""click speaks Korean: every sentence of its own has one of ours."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import click
import pytest
from click.testing import CliRunner

from api.cli.korean_click import click_words
from api.cli.main import main

MADE_TO_TRANSLATE = ("_", "ngettext", "gettext")


def clicks_sentences() -> set[str]:
    """What click's modules give to gettext."""
    found: set[str] = set()
    for path in Path(click.__file__).parent.glob("*.py"):
        if path.name.startswith("_win"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) in MADE_TO_TRANSLATE:
                strings = (one.value for one in node.args if isinstance(one, ast.Constant))
                found |= {one for one in strings if isinstance(one, str)}
    return found


def test_every_sentence_of_click_has_one_of_ours() -> None:
    sentences = clicks_sentences()
    assert len(sentences) > 60
    assert sorted(sentences - set(click_words())) == []


def placeholders(sentence: str) -> set[str]:
    named = {name for _, name, _, _ in Formatter().parse(sentence) if name}
    return named | set(re.findall(r"%\((\w+)\)s", sentence))


def test_ours_ask_for_nothing_that_click_does_not_give() -> None:
    for sentence, ours in click_words().items():
        assert placeholders(ours) <= placeholders(sentence), sentence


def commands(command: click.Command, name: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [name]
    if isinstance(command, click.Group):
        context = click.Context(command)
        for below in command.list_commands(context):
            inner = command.get_command(context, below)
            assert inner is not None
            found += commands(inner, (*name, below))
    return found


@pytest.mark.parametrize("command", commands(main), ids=" ".join)
def test_no_help_has_a_word_of_english(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*command, "--help"])
    assert result.exit_code == 0
    for word in (
        "Usage",
        "Options",
        "Commands",
        "Show this",
        "OPTIONS",
        "ARGS",
        "default",
        "required",
        "RANGE",
        "Version",
    ):
        assert word not in result.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "사용법:"),
        (("chek",), "없는 명령입니다: chek"),
        (("check",), "빠진 인자: 'FILE…'"),
        (("check", "--strictt", "x"), "없는 옵션입니다: --strictt"),
        (("packet", "closure", "x", "-o", "y", "--sort", "z"), "쓸 수 있는 값: 'case_no', 'worker', 'closed_on'"),
        (("packet", "closure", "x", "-o", "y", "--processes", "0"), "범위를 벗어난 값입니다(0)"),
        (("packet", "closure", "x", "-o", "y", "--processes", "많이"), "숫자로 적습니다(많이)"),
        (("packet", "closing", "x", "-o", "y"), "없는 명령입니다: closing"),
        (("render", "consent", "x"), "빠진 옵션:"),
        (("check", "x", "--annotate"), "값이 있어야 하는 옵션입니다: --annotate"),
        (("workbook", "case", "-o", "x.xlsx", "--csv", "nowhere.csv"), "그런 파일이나 폴더가 없습니다: nowhere.csv"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_told_in_korean(arguments: tuple[str, ...], told: str) -> None:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == 2
    assert told in result.output
    assert "Error" not in result.output
    assert "Usage" not in result.output
