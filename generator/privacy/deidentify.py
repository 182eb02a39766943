"""De-identification for case conferences (ICM-MEET-13): names by roles, numbers and addresses removed.

Nothing is known but the case itself: its names, its addresses, and the shapes of numbers. What
could not be decided is listed by ``uncertain`` and left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from forms import CaseFile, CheckedCase, Form, case_model
from forms.fields import (
    AccountMark,
    AddressMark,
    EmailMark,
    PersonMark,
    PhoneMark,
    PlaceMark,
    ResidentNumberMark,
)
from forms.finding import Location
from forms.form import FromCase, marker
from forms.heads import CLIENT_NAME, WORKER_NAME
from forms.places import form_at, label, options_of, pointer
from generator.privacy.addresses import AddressBook, guess_addresses, region_of
from generator.privacy.name_guesses import (
    guess_contact,
    guess_districts,
    guess_joined,
    guess_names,
    guess_schools,
)
from generator.privacy.numbers import (
    ACCOUNT,
    EMAIL,
    PHONE,
    RESIDENT_NUMBER,
    account_patterns,
    find_accounts,
    find_numbers,
    guess_numbers,
)
from generator.privacy.person_names import Bearer, KnownName, by_surname, names_in, person_words
from generator.privacy.spans import Span, plain, settled, shown

CLIENT, WORKER, OTHER = "대상자", "담당자", "관계인"
_LONGEST_ROLE = 12
# Where in a case a person stands; what several bearers of one name are told apart by.
_HEADS = ("client", "household", "worker")


@dataclass(frozen=True)
class Uncertain:
    """A span of the upload that somebody must look at.

    ``why`` says what it may be and what was done. ``start`` and ``end`` count characters of the
    value at ``path``. ``text`` is what stands there: for a screen, never for a log.
    """

    form: str | None
    path: str
    label: str
    start: int
    end: int
    why: str
    text: str = field(repr=False)


class _Place(NamedTuple):
    """A text of a case, with the record and the field that hold it."""

    at: Location
    text: str
    record: BaseModel
    field: str


@dataclass(frozen=True)
class _Marks:
    """What a field's type says of it."""

    removed: str | None
    coded: bool
    address: bool
    person: PersonMark | None
    source: FromCase | None
    title: str


@dataclass(frozen=True)
class Deidentifier:
    """Turns the texts of one case into texts that name nobody."""

    names: tuple[KnownName, ...]
    addresses: AddressBook
    case_no: str
    # What stands for the facilities and schools of the case, by their names, the longest first.
    institutions: tuple[tuple[str, str], ...] = ()
    # What finds the account numbers of the case in running text.
    accounts: tuple[re.Pattern[str], ...] = ()
    # What was found in a text: names, addresses and offices come back on form after form.
    _found: dict[tuple[str, str | None], tuple[Span, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def of(cls, case: CaseFile) -> Deidentifier:
        """What the (filled) case knows of its persons and places."""
        places = list(_places(case))
        marked = [(_marks(type(place.record))[place.field], place.text) for place in places]
        return cls(
            _known_names(places),
            AddressBook.of([text for marks, text in marked if marks.address]),
            case.case_no,
            _institutions(places),
            account_patterns(text for marks, text in marked if marks.removed == ACCOUNT),
        )

    def text(self, text: str) -> str:
        """Running text without names, numbers and detailed addresses."""
        return shown(text, self.spans(text))

    def field(self, text: str, record: BaseModel, name: str) -> str:
        """The text of a record's field, by what the field holds."""
        marks = _marks(type(record))[name]
        if marks.removed is not None:
            return marks.removed
        # A coded word decides which box is ticked.
        if marks.coded:
            return text
        if marks.address:
            return region_of(text)
        return shown(text, self.spans(text, _stands(marks, record)))

    def spans(self, text: str, stands: str | None = None) -> tuple[Span, ...]:
        """What is replaced in a text and what is doubtful; ``stands`` tells bearers of a name apart."""
        found = self._found.get((text, stands))
        if found is None:
            found = self._found[text, stands] = self._search(text, stands)
        return found

    def _search(self, text: str, stands: str | None) -> tuple[Span, ...]:
        searched = plain(text)
        by_length = sorted(self.names, key=lambda known: -len(known.name))
        persons = [
            *chain.from_iterable(known.in_full(searched, stands) for known in by_length),
            *chain.from_iterable(known.by_given_name(searched, stands) for known in self.names),
            *by_surname(self.names, searched),
        ]
        return settled(
            chain(
                _named_institutions(searched, self.institutions),
                find_accounts(searched, self.accounts),
                find_numbers(searched),
                _kept(searched, self.case_no),
                self.addresses.find(searched),
                persons,
                guess_numbers(searched),
                chain.from_iterable(known.by_short_forms(searched) for known in self.names),
                guess_names(searched),
                guess_joined(searched, persons),
                guess_schools(searched),
                guess_addresses(searched),
            ),
            len(text),
        )

    def doubts(self, text: str, record: BaseModel, name: str) -> Iterator[Span]:
        """The spans of a field that somebody should look at."""
        marks = _marks(type(record))[name]
        if marks.removed is not None or marks.coded or marks.address:
            return
        spans = self.spans(text, _stands(marks, record))
        numbered = marks.title.endswith("번호")
        yield from (span for span in spans if span.why and not (numbered and span.shown is None))
        if marks.person is not None and marks.person.holds == "contact":
            yield from guess_contact(plain(text), already=bool(spans))
            known = {at for span in spans for at in range(span.start, span.end)}
            yield from (span for span in guess_districts(plain(text)) if span.start not in known)
        if marks.person is not None and marks.person.holds == "anyone":
            why = "이 칸에만 나오는 말입니다. 사람 이름으로 보고 바꾸었습니다."
            yield from (
                Span(span.start, span.end, span.shown, span.text, why)
                for span in spans
                if span.shown is not None and span.why is None and self._only_here(span.text)
            )

    def _only_here(self, text: str) -> bool:
        return any(
            known.name == text and all(bearer.stands == "anyone" for bearer in known.bearers)
            for known in self.names
        )


def uncertain(
    checked: CheckedCase, form: Form | None = None, item: int | None = None
) -> tuple[Uncertain, ...]:
    """Every span of a checked case that de-identification could not be sure of, in the upload's order.

    With ``form`` (and ``item``, from 1) other forms are left out. Empty for a case that could not
    be read.
    """
    if checked.case is None or checked.entered is None:
        return ()
    deidentifier = Deidentifier.of(checked.case)
    found = []
    for place in _places(checked.entered):
        within = form_at(place.at)
        if form is not None and within is not None:
            position = place.at[2]
            if within != form.id or (item is not None and position != item - 1):
                continue
        for span in deidentifier.doubts(place.text, place.record, place.field):
            where = pointer(checked.raw, place.at)
            named = label(case_model(), checked.raw, place.at)
            found.append(Uncertain(within, where, named, span.start, span.end, span.why or "", span.text))
    return tuple(found)


def _kept(text: str, case_no: str) -> Iterator[Span]:
    """The case number, which must not be taken for a telephone number."""
    if re.fullmatch(r"[\d\-]+", case_no):
        for match in re.finditer(rf"(?<!\d){re.escape(case_no)}(?!\d)", text):
            yield Span(match.start(), match.end(), None, match[0])


def _institutions(places: list[_Place]) -> tuple[tuple[str, str], ...]:
    """The facilities and schools that the case names, with what stands for each."""
    found: dict[str, str] = {}
    for place in places:
        mark = marker(type(place.record).model_fields[place.field], PlaceMark)
        name = plain(place.text).strip()
        if mark is not None and len(name) > 1:
            found.setdefault(name, f"[{mark.word}]")
    return tuple(sorted(found.items(), key=lambda one: (-len(one[0]), one[0])))


def _named_institutions(text: str, institutions: tuple[tuple[str, str], ...]) -> Iterator[Span]:
    """Where a text names one of them, its blanks written or not."""
    for name, word in institutions:
        pattern = r"\s?".join(map(re.escape, name.replace(" ", "")))
        for match in re.finditer(rf"(?<![가-힣]){pattern}", text):
            yield Span(match.start(), match.end(), word, match[0])


def _places(value: BaseModel, at: Location = ()) -> Iterator[_Place]:
    """Every text in a record and the records below it."""
    for name in type(value).model_fields:
        yield from _texts(getattr(value, name, None), (*at, name), value, name)


def _texts(value: Any, at: Location, record: BaseModel, field: str) -> Iterator[_Place]:
    if isinstance(value, str):
        yield _Place(at, value, record, field)
    elif isinstance(value, BaseModel):
        yield from _places(value, at)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(item, (*at, index), record, field)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*at, str(key)), record, field)


@cache
def _marks(model: type[BaseModel]) -> dict[str, _Marks]:
    return {name: _marks_of(info) for name, info in model.model_fields.items()}


def _marks_of(info: FieldInfo) -> _Marks:
    removed = {
        ResidentNumberMark: RESIDENT_NUMBER,
        PhoneMark: PHONE,
        EmailMark: EMAIL,
        AccountMark: ACCOUNT,
    }
    return _Marks(
        removed=next((word for mark, word in removed.items() if marker(info, mark) is not None), None),
        coded=bool(options_of(info.annotation)),
        address=marker(info, AddressMark) is not None,
        person=_person_mark(info),
        source=marker(info, FromCase),
        title=info.title or "",
    )


def _person_mark(info: FieldInfo) -> PersonMark | None:
    """A field's own mark before that of its type."""
    own = [item for item in info.metadata if isinstance(item, PersonMark)]
    mark: PersonMark | None = own[-1] if own else marker(info, PersonMark)
    return mark


def _stands(marks: _Marks, record: BaseModel) -> str | None:
    """Where the person of a field stands in the case; None where nothing tells."""
    if marks.source is not None and marks.source.get is CLIENT_NAME.get:
        return "client"
    if marks.source is not None and marks.source.get is WORKER_NAME.get:
        return "worker"
    if marks.person is None:
        return None
    if marks.person.role is not None:
        return "anyone" if marks.person.holds == "anyone" else "outside"
    relation = getattr(record, "relation", None)
    if relation is None:
        return None
    return "client" if relation == "본인" else "household"


class _Mention(NamedTuple):
    """A name where the case gives it."""

    name: str
    role: str
    stands: str


def _known_names(places: list[_Place]) -> tuple[KnownName, ...]:
    """Every name of the case with the roles of its bearers, numbered where a role repeats."""
    bearers: dict[str, dict[str, str]] = {}
    for mention in _mentions(places):
        held = bearers.setdefault(mention.name, {})
        # A name met again in a form is the same person; a placeholder outside the household is another.
        if (
            not held
            or mention.stands in _HEADS
            or (mention.stands == "outside" and _is_placeholder(mention.name))
        ):
            held.setdefault(mention.stands, mention.role)
    persons: dict[str, list[tuple[str, str]]] = {}
    for name, held in bearers.items():
        for stands, role in held.items():
            persons.setdefault(_role(role, bearers), []).append((name, stands))
    roles = {
        person: _numbered(role, position, person, len(group))
        for role, group in persons.items()
        for position, person in enumerate(group, 1)
    }
    return tuple(
        KnownName(name, tuple(Bearer(roles[name, stands], stands) for stands in held))
        for name, held in bearers.items()
    )


def _numbered(role: str, position: int, person: tuple[str, str], count: int) -> str:
    """자1, 자2; the client and the case's worker keep their bare role."""
    if count == 1 or (role == CLIENT and person[1] == "client") or (role == WORKER and person[1] == "worker"):
        return role
    return f"{role}{position}"


def _mentions(places: list[_Place]) -> list[_Mention]:
    mentions = []
    for place in places:
        marks = _marks(type(place.record))[place.field]
        if marks.person is not None:
            role, stands = _role_at(place, marks)
            names = names_in(plain(place.text), marks.person.holds)
            mentions += [_Mention(name, role, stands) for name in names]
    # The persons of the case's head come first: a form speaks of them.
    order = {"client": 0, "household": 1, "worker": 2}
    return sorted(mentions, key=lambda mention: order.get(mention.stands, 3))


def _role_at(place: _Place, marks: _Marks) -> tuple[str, str]:
    head = place.at[0]
    if head == "client":
        return CLIENT, "client"
    if head == "worker":
        return WORKER, "worker"
    assert marks.person is not None  # noqa: S101 — asked by the caller
    relation = getattr(place.record, "relation", None)
    if marks.person.role is None and relation is not None:
        if relation == "본인":
            return CLIENT, "client" if head == "household" else "form"
        role = person_words().relations.get(relation, relation)
        return role, "household" if head == "household" else "form"
    titled = re.sub(r"\s*(?:성명|이름|명)$", "", marks.title)
    role = marks.person.role or titled or OTHER
    if marks.person.holds == "anyone":
        return role, "anyone"
    return role, "outside" if marks.person.role is not None else "form"


def _role(role: str, names: dict[str, dict[str, str]]) -> str:
    """A role that names nobody itself and fits a cell."""
    if len(role) > _LONGEST_ROLE or any(name in role for name in names) or re.search(r"\d{3}", role):
        return OTHER
    return role


def _is_placeholder(name: str) -> bool:
    return len(set(name)) == 1 and name not in person_words().all_surnames and not name.isalnum()
