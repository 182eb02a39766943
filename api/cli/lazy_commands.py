"""The commands of a group, each loaded when it is called or told of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module

import click

from api.cli.korean_click import in_korean


class LazyCommands(MutableMapping[str, click.Command]):
    """Commands by their names, from where each is (``module:name``); to list the names loads nothing.

    click asks a group's ``commands`` for everything: what there is, what a wrong name may mean, which to run.
    """

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = dict(places)
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded:
            module, _, held = self._places[name].partition(":")
            self._loaded[name] = in_korean(getattr(import_module(module), held))
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._places[name] = ""
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._places[name]
        self._loaded.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
