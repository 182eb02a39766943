"""Every programme, form and rule, found by walking the folders of ``forms``.

A programme is a folder with a ``programme.py`` that holds its ``PROGRAMME``; it lists its forms. Its clauses
are tables in ``clauses``, its checks the modules of ``rules``. Nothing is listed here.
"""

from __future__ import annotations

import pkgutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, TypeAdapter, create_model, model_validator
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_plain_validator_function

import forms
from forms.case import NOBODY, CaseFile, CaseForms, Client, Conference, one_or_many
from forms.clause import Clause, read_clauses
from forms.errors import UnknownForm
from forms.form import Form
from forms.particles import quoted_with_particle, with_particle
from forms.places import is_key
from forms.programme import Programme
from forms.rule import BoundCheck, Rule, joined

# A form's title names its sheet in a workbook, which takes no more.
SHEET_NAME = 31

NAME_LENGTH = 60


@cache
def _folders() -> dict[str, Programme]:
    """The programmes by the name of their package, in their order."""
    packages = (module.name for module in pkgutil.iter_modules(forms.__path__) if module.ispkg)
    found: dict[str, Programme] = {}
    for name in (f"forms.{package}" for package in packages):
        if find_spec(f"{name}.programme") is not None:
            found[name] = import_module(f"{name}.programme").PROGRAMME
    ordered = dict(sorted(found.items(), key=lambda entry: entry[1].order))
    _refuse_doubles(tuple(ordered.values()))
    return ordered


def folders() -> dict[str, Programme]:
    """Every programme by the name of its folder, in its order."""
    return {name.rpartition(".")[2]: programme for name, programme in _folders().items()}


def programmes() -> tuple[Programme, ...]:
    """Every programme, in its order."""
    return tuple(_folders().values())


def _refuse_doubles(held: tuple[Programme, ...]) -> None:
    """Two of one name would hide each other: ids, titles (sheets of a workbook bear them), packets."""
    held_forms = tuple(dict.fromkeys(form for programme in held for form in programme.forms))
    for kind, names in (
        ("programme order", [str(programme.order) for programme in held]),
        ("programme title", [programme.title for programme in held]),
        ("form id", [form.id for form in held_forms]),
        ("form title", [form.title[:SHEET_NAME] for form in held_forms]),
        ("packet", [f"{p.title} {packet.name}" for p in held for packet in p.packets]),
        ("form number", [form.number for form in held_forms if form.number]),
    ):
        doubled = {name for name in names if names.count(name) > 1}
        if doubled:
            raise ValueError(f"the same {kind} stands twice: {', '.join(sorted(doubled))}")


@cache
def all_forms() -> tuple[Form, ...]:
    """Every form, in filling order: a later form may take from an earlier one."""
    return tuple(dict.fromkeys(form for programme in programmes() for form in programme.forms))


@cache
def programmes_of(form_id: str) -> tuple[Programme, ...]:
    """The programmes that list a form, in their order. Raises ``UnknownForm``."""
    form = form_named(form_id)
    return tuple(programme for programme in programmes() if form in programme.forms)


def programme_of(form_id: str) -> Programme:
    """The programme of a form: the first that lists it. Raises ``UnknownForm``."""
    return programmes_of(form_id)[0]


def titles_of(form_id: str) -> str:
    """The titles of the programmes that list a form, for who reads which it belongs to. Raises ``UnknownForm``."""
    return ", ".join(programme.title for programme in programmes_of(form_id))


def folder_of(form_id: str) -> str:
    """The name of the folder of a form's programme, which its template's folder bears too."""
    programme = programme_of(form_id)
    return _package_of(programme).rpartition(".")[2]


@cache
def clauses_of(programme: Programme) -> tuple[Clause, ...]:
    """The clauses in a programme's tables, in their order."""
    return tuple(read_clauses(_package_of(programme), programme.document, programme.further_documents))


@cache
def rules_of(programme: Programme) -> tuple[Rule, ...]:
    """The rules of a programme, by id: its clauses and the checks in its ``rules``.

    Raises ``ValueError`` where the two do not fit.
    """
    return joined(clauses_of(programme), _checks(f"{_package_of(programme)}.rules"), _is_key)


def _checks(package: str) -> Iterator[BoundCheck]:
    """The checks that the modules of a package bind, each once."""
    if find_spec(package) is None:
        return
    found: dict[int, BoundCheck] = {}
    for module in pkgutil.iter_modules(import_module(package).__path__):
        for value in vars(import_module(f"{package}.{module.name}")).values():
            # A family made from a table stands in a tuple.
            candidates = value if isinstance(value, tuple) else (value,)
            found.update({id(one): one for one in candidates if isinstance(one, BoundCheck)})
    yield from found.values()


@cache
def _is_key(key: str) -> bool:
    """Whether a form, named first, or else the case holds what a clause names, as in ``consent.members[].name``."""
    form_id, _, rest = key.partition(".")
    form = next((form for form in all_forms() if form.id == form_id), None)
    return is_key(form.model, rest) if form is not None else is_key(case_model(), key)


def _package_of(programme: Programme) -> str:
    return next(name for name, held in _folders().items() if held is programme)


@cache
def _clauses() -> dict[str, Clause]:
    held = [clause for programme in programmes() for clause in clauses_of(programme)]
    by_id = {clause.id: clause for clause in held}
    if len(by_id) != len(held):
        doubled = {clause.id for clause in held if by_id[clause.id] is not clause}
        raise ValueError(f"the same clause stands twice: {', '.join(sorted(doubled))}")
    return by_id


def clause_named(id: str) -> Clause:
    """The clause of that id, of any programme. Raises ``KeyError``."""
    return _clauses()[id]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by programme and id."""
    return tuple(rule for programme in programmes() for rule in rules_of(programme))


def form_summary(form: Form, edition: str) -> dict[str, object]:
    """The form as ``forms --json`` lists it; no edition where its source bears no year."""
    return {
        "id": form.id,
        "title": form.title,
        "program": programme_of(form.id).title,
        "edition": edition if form.document.year is not None else None,
        "formats": ["pdf", "docx", "hwpx"],
        "repeats": form.repeats,
    }


def form_named(name: str) -> Form:
    """The form with that id or Korean title; raises ``UnknownForm`` naming the nearest."""
    found = _form_called(name)
    if found is not None:
        return found
    near = nearest_form(name)
    if near is not None:
        meant = f"'{near.id}'({near.title})"
        hint = f"{with_particle(meant, '을(를)')} 찾으십니까?"
    else:
        hint = f"쓸 수 있는 서식: {', '.join(form.id for form in all_forms())}"
    raise UnknownForm(f"{quoted_with_particle(name, '(이)라는')} 서식은 없습니다. {hint}")


def label_with_form(form: str | None, label: str, between: str = " > ") -> str:
    """Where something stands, in Korean: the title of its form (an id), and the label of a place in it.

    The label of a form as a whole, or of one among several of a kind, begins with that title itself.
    """
    title = form_named(form).title if form else ""
    return label if label.startswith(title) else f"{title}{between}{label}"


def nearest_form(name: str) -> Form | None:
    """The form that a name means, be it an id or a Korean title, rightly spelt or nearly; None if none is near."""
    found = _form_called(name)
    if found is not None:
        return found
    called = _forms_by_name()
    # What is long is no misspelt name, and comparing it takes long.
    near = get_close_matches(_plain(name[:NAME_LENGTH]), called, n=1, cutoff=0.6)
    return called[near[0]] if near else None


def _form_called(name: str) -> Form | None:
    return _forms_by_name().get(_plain(name[:NAME_LENGTH]))


@cache
def _forms_by_name() -> dict[str, Form]:
    """Every form by its id and its title, as plain names."""
    return {_plain(word): form for form in all_forms() for word in (form.title, form.id)}


def _plain(name: str) -> str:
    """A name without what people leave out or type otherwise: blanks, dots, hyphens, capital letters."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


@dataclass(frozen=True)
class _WhenHeld:
    """Marks the forms of a kind: what reads them is built when a case holds the first one.

    Read is ``kind``; its errors keep their places. A JSON Schema cannot be made of what is so marked.
    """

    kind: Any

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_plain_validator_function(self.read)

    def read(self, given: Any) -> Any:
        return _reader(self.kind).validate_python(given)


@cache
def _reader(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


@cache
def _forms_of(form: Form) -> Any:
    """The forms of a kind, as a case file gives them."""
    kind: Any = form.model
    many: Any = tuple[kind, ...]
    if not form.repeats:
        many = Annotated[many, Field(max_length=1)]
    return Annotated[many, BeforeValidator(one_or_many, json_schema_input_type=kind | many)]


def build_models() -> None:
    """Build now what else the first case of a kind would wait for: all that reads forms and cases."""
    case_model().model_rebuild()
    for form in all_forms():
        form.model.model_rebuild()
        _reader(_forms_of(form))


@cache
def case_model(described: bool = False) -> type[CaseFile]:
    """``CaseFile`` with every programme's record and every form as optional keys, and their titles as words.

    A JSON Schema is made of the one that is ``described``, which takes a while to build.
    """
    fields: dict[str, Any] = {}
    for form in all_forms():
        kind = _forms_of(form)
        fields[form.id] = (
            kind if described else Annotated[kind, _WhenHeld(kind)],
            Field((), title=form.title),
        )
    held = create_model("CaseForms", __base__=CaseForms, **fields)
    validators: Any = {"without_client": model_validator(mode="before")(nobody_in_an_agencys_file)}
    records: dict[str, Any] = {
        record.key: (record.model | None, Field(None, title=record.title))
        for programme in programmes()
        if (record := programme.record) is not None
    }
    titles: Any = Literal[tuple(programme.title for programme in programmes())]
    program = Conference.model_fields["program"]
    told: Any = Field(None, title=program.title, description=program.description)
    conference: Any = create_model("Conference", __base__=Conference, program=(titles | None, told))
    meetings: Any = Field((), title=CaseFile.model_fields["conferences"].title)
    return create_model(
        "CaseFile",
        __base__=CaseFile,
        __validators__=validators,
        conferences=(tuple[conference, ...], meetings),
        **records,
        forms=(held, Field(held.model_construct(), title="서식")),
    )


def nobody_in_an_agencys_file(data: Any) -> Any:
    """A file whose forms all speak of an agency may lack its client, or hold one of whom nothing is said."""
    if not isinstance(data, dict):
        return data
    client = data.get("client")
    if client is not None and (not isinstance(client, dict) or Client.present(client)):
        return data
    given = data.get("forms")
    # An empty sheet of another form does not make a case of it; where all are empty, each tells what is begun.
    given = given if isinstance(given, dict) else {}
    held = {key for key, value in given.items() if value} or set(given)
    of_agencies = {form.id for form in all_forms() if form.scope == "agency"}
    return {**data, "client": NOBODY} if held and held <= of_agencies else data
