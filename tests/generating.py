"""Cases generated from the samples: other texts, fewer or more rows, still valid."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from forms import Form, case_model
from forms.fields import PersonMark
from forms.finding import Location
from forms.form import Needed, marker
from forms.places import bare, is_list, model_in, options_of
from generator.examine import examine
from tests.reading import sample

# Characters that people type: syllables, hanja, Latin, digits, signs, mark-up, line ends.
_ALPHABET = st.one_of(
    st.sampled_from("가힣뷁쀍 홍길동의은는이가을를金昌洙李朴 AbZ09.,()[]<>&{}%'\"/\\-_=+*#@!?~·○△□■①⑯※☞"),
    st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3),
)
texts = st.text(_ALPHABET, min_size=1, max_size=60).map(lambda text: f"가{text}나")
narratives = st.lists(texts, min_size=1, max_size=8).map("\n".join)


def is_free_text(field: FieldInfo) -> bool:
    """Whether any text will do: no code, number, telephone or date."""
    return bare(field.annotation) is str and marker(field, StringConstraints) is not None


def fields_in(
    model: type[BaseModel], raw: Any, at: Location = ()
) -> Iterator[tuple[Location, FieldInfo, type[BaseModel]]]:
    """Every known key of a raw record, depth first, with its field and owner."""
    for name, field in model.model_fields.items():
        if not isinstance(raw, dict) or name not in raw:
            continue
        yield (*at, name), field, model
        inner = model_in(field.annotation)
        value = raw[name]
        if inner is None:
            continue
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from fields_in(inner, item, (*at, name, index))
        else:
            yield from fields_in(inner, value, (*at, name))


def names_persons(model: type[BaseModel]) -> bool:
    """Whether a form has a field for somebody's name; 서식 9 bears none."""
    return any(
        marker(field, PersonMark) is not None
        or ((inner := model_in(field.annotation)) is not None and names_persons(inner))
        for field in model.model_fields.values()
    )


def at(raw: Any, location: Location) -> Any:
    """The value at a place."""
    for step in location:
        raw = raw[step]
    return raw


@st.composite
def valid_cases(draw: st.DrawFn, form: Form) -> dict[str, Any]:
    """A valid case that holds the form: the sample with some texts, keys and rows changed."""
    case = copy.deepcopy(sample(form.id))
    places = list(fields_in(case_model(), case))
    free = [
        (location, field)
        for location, field, _ in places
        if is_free_text(field) and location[0] not in ("acknowledged", "case_no") and location[-1] != "name"
    ]
    for location, field in draw(st.lists(st.sampled_from(free), max_size=6, unique_by=lambda item: item[0])):
        long = field.annotation is not None and "MAX" not in location and draw(st.booleans())
        at(case, location[:-1])[location[-1]] = draw(narratives if long and _breaks(field) else texts)
    lists = [
        location
        for location, field, _ in places
        if is_list(field.annotation) and location[0] == "forms" and len(location) > 2
    ]
    shortened = draw(st.lists(st.sampled_from(lists), max_size=2, unique=True) if lists else st.just([]))
    # A list that stands in a row of another comes first, while its row is there.
    for location in sorted(shortened, key=len, reverse=True):
        rows = at(case, location)
        at(case, location[:-1])[location[-1]] = rows[: draw(st.integers(0, len(rows)))]
    assume(not any(finding.severity == "error" for finding in examine(case).findings))
    return case


def _breaks(field: FieldInfo) -> bool:
    from forms.fields import NarrativeMark

    return marker(field, NarrativeMark) is not None


def required_places(form: Form) -> list[Location]:
    """The required and needed keys that the form's sample holds."""
    case = sample(form.id)
    held = case["forms"][form.id]
    first: Location = ("forms", form.id, 0) if isinstance(held, list) else ("forms", form.id)
    return [
        location
        for location, field, _ in fields_in(form.model, at(case, first), first)
        if field.is_required() or marker(field, Needed) is not None
    ]


def wrong_values(field_value: Any) -> list[Any]:
    """Values that can stand in no field of that shape."""
    return (
        ["\u0007", {"nowhere": 1}, [[]], 3.5]
        if not isinstance(field_value, list)
        else ["글", {"nowhere": 1}, [[]], 3.5]
    )


__all__ = ["at", "fields_in", "options_of", "required_places", "valid_cases", "wrong_values"]
