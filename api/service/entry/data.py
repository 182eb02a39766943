"""What was typed into the boxes as a case file, and a case file as what stands in the boxes.

A name of a box is the path of its value: ``/forms/usage_proof/evidence/0/amount``. What cannot be
read as its kind stays as it was typed, so that checking names it and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.entry.tables import NOT_APPLICABLE
from api.entry.typed_values import count_of, counts_of, date_of, dates_of, item_text, moment_of, won_of
from api.service.entry.fields import Answers, Box, Entries, Group, Part, Rows, Topics

ROWS_AT_MOST = 1000
Typed = Mapping[str, Sequence[str]]


def record_of(parts: Sequence[Part], typed: Typed, at: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """The record at ``at`` as typed; what ``known`` holds beside these parts stays."""
    own = {part.key for part in parts}
    made = {key: value for key, value in known.items() if key not in own}
    for part in parts:
        value = _value(part, typed, f"{at}/{part.key}", known.get(part.key))
        if value is not None:
            made[part.key] = value
    return made


def _value(part: Part, typed: Typed, at: str, known: Any) -> Any:
    """What was typed for a part; None where that is nothing."""
    match part:
        case Box():
            value = _of_box(part, typed.get(at, ()))
            # Ticks have no order of their own: words that did not change stay in theirs.
            same = isinstance(value, list) and isinstance(known, list) and set(value) == set(map(str, known))
            return known if part.kind == "choices" and same else value
        case Group():
            record = record_of(part.parts, typed, at, known if isinstance(known, dict) else {})
            return record if part.required or record else None
        case Rows():
            before = known if isinstance(known, list) else []
            if part.each is not None:
                return _said(part, part.each, typed, at, before) or ([] if part.required else None)
            rows = [
                record_of(
                    part.parts,
                    typed,
                    f"{at}/{n}",
                    before[n] if n < len(before) and isinstance(before[n], dict) else {},
                )
                for n in range(_count(typed, at))
            ]
            return rows if rows or part.required else None
        case Entries():
            entries = {
                _one(typed, f"{at}/{n}/key"): _entry(part, _one(typed, f"{at}/{n}/value"))
                for n in range(_count(typed, at))
            }
            return entries if entries or part.required else None
        case Answers():
            return _answers(part, typed, at, known)
        case Topics():
            answered = _topics(part, typed, at, known if isinstance(known, list) else [])
            return answered if answered or part.required else None


def _said(part: Rows, each: Box, typed: Typed, at: str, known: Sequence[Any]) -> list[dict[str, Any]]:
    """The rows that say more than the word that each has; what is known of a word is told by it, not by its place."""
    before = {str(row.get(each.key)): row for row in known if isinstance(row, dict)}
    words = (_one(typed, f"{at}/{n}/{each.key}") for n in range(_count(typed, at)))
    rows = (record_of(part.parts, typed, f"{at}/{n}", before.get(word, {})) for n, word in enumerate(words))
    return [row for row in rows if set(row) - {each.key}]


def rows_by_word(each: Box, rows: Sequence[Any]) -> list[tuple[int, Any]]:
    """The rows of a list with their places, and one for each word that has none, in the order of the words."""
    held = [row.get(each.key) if isinstance(row, dict) else None for row in rows]
    further = [{each.key: word} for word in each.choices if word not in held]
    ranks = {word: rank for rank, word in enumerate(each.choices)}
    words = (*held, *(one[each.key] for one in further))
    placed = zip(enumerate((*rows, *further)), words, strict=True)
    return [one for one, _ in sorted(placed, key=lambda two: ranks.get(str(two[1]), len(ranks)))]


def _answers(part: Answers, typed: Typed, at: str, known: Any) -> Any:
    """A list of answers, as text in one box or one by one; one that was not given is null."""
    if at in typed:
        return _of_box(part.list, typed[at])
    given = [_one(typed, f"{at}/{n}") for n in range(_count(typed, at))]
    if not any(given):
        return [] if part.list.required else None
    answers = [count_of(text) if text else None for text in given]
    # A list that is too short stays so, for its finding to tell: its further answers are not there either.
    if isinstance(known, list) and known and answers == [*known, *[None] * (len(answers) - len(known))]:
        return known
    return answers


def _topics(part: Topics, typed: Typed, at: str, known: Sequence[Any]) -> list[dict[str, Any]]:
    """The topics of which anything was answered, in the order of the page."""
    before = {str(row.get(part.topic.key)): row for row in known if isinstance(row, dict)}
    rows = []
    for n in range(_count(typed, at)):
        name = _of_box(part.topic, typed.get(f"{at}/{n}/{part.topic.key}", ()))
        row = {**before.get(str(name), {}), **({part.topic.key: name} if name is not None else {})}
        row[part.answers.key] = _answered(part.answers, typed, f"{at}/{n}/{part.answers.key}")
        row[part.texts.key] = _texts(part, typed, f"{at}/{n}")
        if not row[part.texts.key]:
            del row[part.texts.key]
            if not row[part.answers.key]:
                continue
        rows.append(row)
    return rows


def _answered(part: Entries, typed: Typed, at: str) -> dict[str, Any]:
    """The answers by number. A line without an answer is a question not asked; one without a number stays."""
    lines = range(_count(typed, at))
    given = {_one(typed, f"{at}/{n}/key"): _one(typed, f"{at}/{n}/value") for n in lines}
    return {number: _entry(part, text) for number, text in given.items() if text}


def _texts(part: Topics, typed: Typed, at: str) -> dict[str, Any]:
    """The questions' own words by number: beside the answers, or as a mapping of their own."""
    own, beside = f"{at}/{part.texts.key}", f"{at}/{part.answers.key}"
    if f"{own}#" in typed:
        return _answered(part.texts, typed, own)
    lines = range(_count(typed, beside))
    words = {_one(typed, f"{beside}/{n}/key"): _one(typed, f"{beside}/{n}/text") for n in lines}
    return {number: text for number, text in words.items() if text}


def _entry(part: Entries, text: str) -> Any:
    if part.nullable and text == NOT_APPLICABLE:
        return None
    value = _of_text(part.value, text)
    return "" if value is None else value


def _count(typed: Typed, at: str) -> int:
    """How many rows the page had: it says so itself, since a row may be empty."""
    told = _one(typed, f"{at}#")
    return min(int(told), ROWS_AT_MOST) if told.isascii() and told.isdigit() else 0


def _one(typed: Typed, name: str) -> str:
    values = typed.get(name, ())
    return values[0].strip() if values else ""


def _of_box(box: Box, values: Sequence[str]) -> Any:
    if box.kind == "choices":
        return list(values) if values or box.required else None
    text = values[0].replace("\r\n", "\n") if values else ""
    listed: list[Any] | None = None
    match box.kind:
        case "words":
            listed = [piece.strip() for piece in text.split("\n") if piece.strip()]
        case "numbers":
            listed = list(counts_of(text))
        case "dates":
            listed = list(dates_of(text))
    if listed is not None:
        return listed if listed or box.required else None
    return _of_text(box, text)


def _of_text(box: Box, text: str) -> Any:
    if not text.strip():
        return None
    match box.kind:
        case "flag":
            return {"true": True, "false": False}.get(text, text)
        case "won":
            return won_of(text)
        case "number":
            return count_of(text)
        case "date":
            return date_of(text)
        case "datetime":
            return moment_of(text)
        case "narrative":
            return text
    return text.strip()


def shown(box: Box, value: Any) -> str:
    """What stands in a box for a value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "\n".join(item_text(one) for one in value)
    if box.kind == "won" and isinstance(value, int):
        return f"{value:,}"
    return str(value)


def with_row(record: Any, path: Sequence[str], parts: Sequence[Part], remove: bool) -> None:
    """Add an empty row to the list at ``path``, or remove the row that ``path`` names, in place."""
    by_key = {part.key: part for part in parts}
    part = by_key.get(path[0])
    rest = path[1:]
    match part:
        case Rows() if not rest and not remove:
            record.setdefault(part.key, []).append({})
        case Rows() if rest and rest[0].isdigit():
            rows = record.get(part.key, [])
            number = int(rest[0])
            if number >= len(rows):
                return
            if remove and len(rest) == 1:
                del rows[number]
            elif len(rest) > 1:
                with_row(rows[number], rest[1:], part.parts, remove)
        case Group() if rest:
            inner = record.setdefault(part.key, {})
            with_row(inner, rest, part.parts, remove)
        case Entries() if not rest and not remove:
            record.setdefault(part.key, {}).setdefault("", "")
        case Entries() if remove and len(rest) == 1 and rest[0].isdigit():
            entries = record.get(part.key, {})
            number = int(rest[0])
            if number < len(entries):
                del entries[list(entries)[number]]
        case _:
            return
