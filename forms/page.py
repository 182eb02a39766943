"""Marks by which a page is laid out from its model: on paper where the source gives none, and on the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

Box = Literal["■", "□"]


def box(chosen: bool) -> Box:
    """The box that a list shows in the column of a word: filled where that is the answer."""
    return "■" if chosen else "□"


@dataclass(frozen=True)
class Unprinted:
    """The field stands on no page by itself: it is judged alone, or a computed field prints it.

    Two lists that stand side by side on paper are unprinted themselves; ``printed`` zips them into one.
    """


@dataclass(frozen=True)
class Heading:
    """A section begins with the field, under this title.

    ``only_if`` names a computed field: where it is empty, the whole section is not printed.
    """

    title: str
    only_if: str | None = None


@dataclass(frozen=True)
class Notice:
    """A computed line that stands below the page's title, where it says something."""


@dataclass(frozen=True)
class Prose:
    """A computed text across the page, without a label: a paragraph each where it is a list."""


@dataclass(frozen=True)
class Centred:
    """The field stands alone in the middle of a line, without a label: the day and the office of a notice."""


@dataclass(frozen=True)
class BlankRows:
    """How many rows a list shows at the least, to write in by hand."""

    count: int


@dataclass(frozen=True)
class RowForEach:
    """A page to type on has a row of the list for each word of that field of its records.

    Only rows that say more than the word are kept.
    """

    field: str


@dataclass(frozen=True, init=False)
class Columns:
    """Which fields of its records a list shows, where a record that several forms share holds more."""

    names: tuple[str, ...]

    def __init__(self, *names: str) -> None:
        object.__setattr__(self, "names", names)


@dataclass(frozen=True, init=False)
class Suggestions:
    """Words that the field may well hold, where the source's own list is lost in part: any other is as good.

    A schema gives them as examples and a page offers them; nothing is judged by them.
    """

    words: tuple[str, ...]

    def __init__(self, *words: str) -> None:
        object.__setattr__(self, "words", words)

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(core_schema), "examples": list(self.words)}


@dataclass(frozen=True)
class Share:
    """The share of a list's column, where what the field holds does not tell how wide it is."""

    of_width: int


@dataclass(frozen=True)
class Room:
    """How much room a running text has, by a class of the style table, where it is not that of all others."""

    style: str


@dataclass(frozen=True)
class Signature:
    """The field names somebody who signs: it becomes a line with room for a signature or seal."""


@dataclass(frozen=True)
class After:
    """A computed field stands after that field of the form, else at the end."""

    field: str


@dataclass(frozen=True)
class WordsOf:
    """Marks a coded list whose words belong to the words of another ``field`` of the same record.

    ``words`` gives the list's words by the word of the other field that each belongs to, all of them in order.
    A page shows them in groups and folds those that another answer rules out; the model itself refuses the
    words of another group.
    """

    field: str
    words: Callable[[], Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, init=False)
class Applies:
    """Marks a field that is asked for only where ``field`` of the same record holds one of ``words``.

    Of a list one of its words is enough; yes and no are ``true`` and ``false``. A page folds the field where
    another answer rules it out; nothing is judged by this.
    """

    field: str
    words: tuple[str, ...]

    def __init__(self, field: str, *words: str) -> None:
        object.__setattr__(self, "field", field)
        object.__setattr__(self, "words", words)

    def rules_out(self, answer: Any) -> bool:
        """Whether an answer to the other field says that this one does not apply; an open one does not."""
        if isinstance(answer, bool):
            answer = "true" if answer else "false"
        given = [str(one) for one in answer] if isinstance(answer, (list, tuple)) else [str(answer or "")]
        return any(given) and not any(word in given for word in self.words)
