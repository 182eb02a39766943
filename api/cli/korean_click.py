"""click's own words in Korean, whatever the language of the machine.

click asks gettext for its sentences, whose catalogues depend on the environment. Here its modules are
given the sentences of ``click_words.toml`` in place of gettext.
"""

from __future__ import annotations

import sys
import tomllib
from functools import cache
from importlib import import_module
from importlib.resources import files
from pkgutil import iter_modules

import click

_OPTIONS, _ARGUMENTS = "[옵션]…", "명령 [인자]…"
# What of click is of another system and does not load here, and what only tests load; neither says a word.
_NOT_HEARD = ("click._win", "click.testing")


@cache
def click_words() -> dict[str, str]:
    """click's sentences, as its code has them, with ours."""
    tables = tomllib.loads(files("api.cli").joinpath("click_words.toml").read_text(encoding="utf-8"))
    return {sentence: ours for table in tables.values() for sentence, ours in table.items()}


def _korean(sentence: str) -> str:
    return click_words().get(sentence, sentence)


def _korean_of_several(one: str, several: str, number: int) -> str:
    return _korean(one if number == 1 else several)


def speak_korean() -> None:
    """Have click speak Korean from now on."""
    for module in iter_modules(click.__path__, "click."):
        if module.name.startswith(_NOT_HEARD):
            continue
        loaded = sys.modules.get(module.name) or import_module(module.name)
        for name, ours in (("_", _korean), ("ngettext", _korean_of_several)):
            if hasattr(loaded, name):
                setattr(loaded, name, ours)


def in_korean(command: click.Command) -> click.Command:
    """A command, and all below it, whose usage line is Korean, too."""
    usage_in_korean(command)
    if isinstance(command, click.Group):
        for below in command.commands.values():
            in_korean(below)
    return command


def usage_in_korean(command: click.Command) -> None:
    """Have the usage line of a command be Korean."""
    command.options_metavar = _OPTIONS
    if isinstance(command, click.Group):
        command.subcommand_metavar = _ARGUMENTS
