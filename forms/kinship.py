"""가계도 and 생태도 as values: who is drawn, how they are joined, and who cannot be drawn and why.

Nothing is guessed: a person is placed only where the word for the relation to the client says where, and
only next to persons whom the household names, or who must have been (a grandparent has a child who is
the client's parent: such a person is ``assumed``). Everybody else is listed with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import Field

from forms.case import CaseFile, HouseholdMember, Sex
from forms.fields import Count, Line, Name, PersonMark, sex_of
from forms.record import Value
from forms.relations import Kin, is_householder, kin_of, traits_of

# As many stand side by side on a page at a size that is read without effort (generator.figures).
ROW_PLACES = 8
TIE_PLACES = 8

NO_ROOM = "자리가 없어 그리지 않음"

CoupleKind = Literal["marriage", "common-law", "assumed"]
TieKind = Literal["개인", "기관"]


DRAWINGS_TITLE = "가계도·생태도 그림"
DRAWINGS_DESCRIPTION = "아니오이면 그리지 않음. 적지 않으면 그림"

# For the pages of the forms that show a genogram.
GENOGRAM_GAP = (
    "자녀는 대상자와 배우자의 선에 잇지만 배우자의 친자인지는 가구원의 관계로 알 수 없습니다. 관계를 나타내는 말이 자리를 "
    "말해 주지 않는 사람은 그리지 않고 까닭과 함께 적습니다. 이혼과 별거, 관계의 좋고 나쁨은 그리지 않습니다."
)


class GenogramPerson(Value):
    """Somebody of the genogram. ``generation`` counts from the client's, +1 is that of the parents.

    ``assumed``: not in the household, but somebody must have been there for two others to be kin.
    ``age`` in completed years, of somebody who died at the death.
    """

    relation: Line = Field(title="관계")
    name: Name | None = Field(None, title="성명")
    age: Count | None = Field(None, title="만 나이")
    sex: Sex | None = Field(None, title="성별")
    generation: int = Field(title="세대")
    deceased: bool = Field(False, title="사망")
    is_client: bool = Field(False, title="대상자")
    assumed: bool = Field(False, title="가구에 적히지 않은 사람")


class Couple(Value):
    """Two people, by their positions, who stand side by side."""

    first: int = Field(title="왼쪽 사람의 차례")
    second: int = Field(title="오른쪽 사람의 차례")
    kind: CoupleKind = Field("marriage", title="혼인선의 종류")


class Descent(Value):
    """A child of one or two people, by their positions; of none where siblings alone are known."""

    child: int = Field(title="자녀의 차례")
    parents: tuple[int, ...] = Field(title="부모의 차례")
    adoptive: bool = Field(False, title="입양")


class Unplaced(Value):
    """Somebody, or something, that is not drawn."""

    relation: Line = Field(title="관계")
    name: Name | None = Field(None, title="성명")
    reason: str = Field(title="그리지 않은 까닭")


class Genogram(Value):
    """``people`` stand from left to right within their generation; empty where there is nothing to draw."""

    people: tuple[GenogramPerson, ...] = Field((), title="가계도의 사람")
    couples: tuple[Couple, ...] = Field((), title="부부")
    descents: tuple[Descent, ...] = Field((), title="부모와 자녀")
    unplaced: tuple[Unplaced, ...] = Field((), title="그리지 못한 사람")


class EcomapCentre(Value):
    """The household in the middle, by the client's name."""

    relation: Line = Field("본인", title="관계")
    name: Name | None = Field(None, title="성명")


class Tie(Value):
    """A person or an organisation near the household."""

    kind: TieKind = Field(title="개인/기관")
    relation: Line | None = Field(None, title="관계/기관명")
    name: Annotated[Line | None, PersonMark("관계인", "contact")] = Field(None, title="성명/부서 또는 담당자")


class UnplacedTie(Value):
    """A row of 주변관계 that is not drawn."""

    relation: Line | None = Field(None, title="관계/기관명")
    name: Annotated[Line | None, PersonMark("관계인", "contact")] = Field(None, title="성명/부서 또는 담당자")
    reason: str = Field(title="그리지 않은 까닭")


class Ecomap(Value):
    """``ties`` is empty where there is nothing to draw."""

    centre: EcomapCentre = Field(EcomapCentre(), title="가운데")
    ties: tuple[Tie, ...] = Field((), title="주변관계")
    unplaced: tuple[UnplacedTie, ...] = Field((), title="그리지 못한 관계")


Role = Literal[
    "spouse", "father", "mother", "step-father", "step-mother", "adoptive-father", "adoptive-mother",
    "father-in-law", "mother-in-law", "grandfather", "grandmother", "paternal-grandfather",
    "paternal-grandmother", "maternal-grandfather", "maternal-grandmother", "sibling", "child",
    "step-child", "grandchild",
]  # fmt: skip

_MANY: frozenset[str] = frozenset(("sibling", "child", "step-child", "grandchild"))
_ROLES: frozenset[str] = frozenset(get_args(Role))
_PARENTS_OR_SIDED: frozenset[str] = frozenset(
    role
    for role in _ROLES
    if role in ("father", "mother") or role.startswith(("adoptive", "paternal", "maternal"))
)
_REASONS: dict[Kin, str] = {
    "relative": "누구를 통한 친척인지 알 수 없음",
    "unrelated": "가족 관계가 아님",
}


def genogram_of(case: CaseFile, on: date | None) -> Genogram:
    """The household as a genogram, with ages in completed years on ``on``; nobody alone is drawn."""
    others = tuple(member for member in case.all_others if kin_of(member.relation) != "self")
    if any(is_householder(member.relation) for member in others):
        reason = "관계가 세대주와의 관계로 적혀 있어 대상자와의 관계를 알 수 없음"
        return Genogram(unplaced=tuple(_unplaced(member, reason) for member in others))
    return _Plan(case, others, on).genogram()


def _unplaced(member: HouseholdMember, reason: str) -> Unplaced:
    return Unplaced(relation=member.relation, name=member.name, reason=reason)


def _role(member: HouseholdMember) -> str:
    """Where the word places somebody, or, with blanks in it, why it does not."""
    kin, traits = kin_of(member.relation), traits_of(member.relation)
    if "several" in traits:
        return "두 사람을 함께 이르는 말"
    match kin:
        case "spouse":
            return "혼인 관계가 이어지는지 알 수 없음" if "ended" in traits else "spouse"
        case "father" | "mother":
            for trait in ("step", "adoptive"):
                if trait in traits:
                    return f"{trait}-{kin}"
            return f"{kin}-in-law" if "in-law" in traits else kin
        case "grandparent":
            which = "grandfather" if "male" in traits else "grandmother"
            if "in-law" in traits:
                return "배우자의 어느 쪽 조부모인지 알 수 없음"
            return next((f"{side}-{which}" for side in ("paternal", "maternal") if side in traits), which)
        case "child":
            if "in-law" in traits:
                return "누구의 배우자인지 알 수 없음"
            return "step-child" if "step" in traits else "child"
        case "sibling":
            if traits & {"half", "step", "adoptive"}:
                return "어느 부모를 함께하는지 알 수 없음"
            return "sibling"
        case "grandchild":
            return "grandchild"
    return _REASONS.get(kin, "관계를 나타내는 말을 알 수 없음") if kin else "관계를 나타내는 말을 알 수 없음"


class _Plan:
    """Who takes which place, then the places in their order as positions."""

    def __init__(self, case: CaseFile, others: Sequence[HouseholdMember], on: date | None) -> None:
        self.case, self.others, self.on = case, others, on
        self.own = next((member for member in case.household if kin_of(member.relation) == "self"), None)
        self.one: dict[str, HouseholdMember] = {}
        self.many: dict[str, list[HouseholdMember]] = {role: [] for role in _MANY}
        self.reasons: dict[int, str] = {}
        self.people: list[GenogramPerson] = []
        self.couples: list[Couple] = []
        self.descents: list[Descent] = []

    def genogram(self) -> Genogram:
        for index, member in enumerate(self.others):
            self._take(index, member, _role(member))
        for index, member in enumerate(self.others):
            reason = self._lacks(_role(member))
            if reason is not None and index not in self.reasons:
                self._drop(index, member, reason)
        self._keep_to_the_rows()
        self._draw()
        unplaced = tuple(
            _unplaced(self.others[index], reason) for index, reason in sorted(self.reasons.items())
        )
        if len(self.people) < 2:
            return Genogram(unplaced=unplaced)
        return Genogram(
            people=tuple(self.people),
            couples=tuple(self.couples),
            descents=tuple(self.descents),
            unplaced=unplaced,
        )

    def _take(self, index: int, member: HouseholdMember, role: str) -> None:
        if role in _MANY:
            self.many[role].append(member)
        elif role not in _ROLES:
            self.reasons[index] = role
        elif role in self.one:
            self.reasons[index] = "같은 관계의 사람이 이미 그려져 있음"
        else:
            self.one[role] = member

    def _lacks(self, role: str) -> str | None:
        """Why somebody with a place cannot be joined to the others; None where nothing is lacking."""
        has = self.one.keys()
        if role == "step-father" and "mother" not in has:
            return "친모가 가구에 없어 이을 수 없음"
        if role == "step-mother" and "father" not in has:
            return "친부가 가구에 없어 이을 수 없음"
        if role in ("father-in-law", "mother-in-law", "step-child") and "spouse" not in has:
            return "배우자가 가구에 없어 이을 수 없음"
        if role in ("grandfather", "grandmother") and has & _PARENTS_OR_SIDED:
            return "친가인지 외가인지 알 수 없음"
        if role == "grandchild" and (self.many["child"] or self.many["step-child"]):
            return "누구의 자녀인지 알 수 없음"
        return None

    def _drop(self, index: int, member: HouseholdMember, reason: str) -> None:
        self.reasons[index] = reason
        for role, held in list(self.one.items()):
            if held is member:
                del self.one[role]
        for members in self.many.values():
            members[:] = [held for held in members if held is not member]

    def _keep_to_the_rows(self) -> None:
        """Leave out whom a row has no room for, the last entered first."""
        rows: tuple[tuple[tuple[str, ...], int], ...] = (
            (("sibling",), 1 + ("spouse" in self.one)),
            (("child", "step-child"), 0),
            (("grandchild",), 0),
        )
        for roles, taken in rows:
            held = {id(member) for role in roles for member in self.many[role]}
            row = [(index, member) for index, member in enumerate(self.others) if id(member) in held]
            for index, member in row[ROW_PLACES - taken :]:
                self._drop(index, member, NO_ROOM)

    def _draw(self) -> None:
        father_side = self._couple_above("paternal-grandfather", "paternal-grandmother", 2)
        mother_side = self._couple_above("maternal-grandfather", "maternal-grandmother", 2)
        either_side = self._couple_above("grandfather", "grandmother", 2)

        step_mother = self._single("step-mother", 1)
        father = self._parent("father", "남", father_side)
        mother = self._parent("mother", "여", mother_side)
        step_father = self._single("step-father", 1)
        if either_side:
            parents = self._descend_from(either_side, self._assume("부모", None, 1))
        else:
            parents = (*father, *mother)
            if len(parents) == 2:
                assumed = any(self.people[parent].assumed for parent in parents)
                self._couple((parents[0], parents[1]), "assumed" if assumed else "marriage")
        if step_mother and father:
            self._couple((step_mother[0], father[0]))
        if step_father and mother:
            self._couple((mother[0], step_father[0]))
        adopters = self._couple_above("adoptive-father", "adoptive-mother", 1)
        in_laws = self._couple_above("father-in-law", "mother-in-law", 1)

        client, spouse, siblings = self._own_generation(last=bool(adopters or in_laws))
        if parents or siblings:
            for child in sorted((client, *siblings)):
                self.descents.append(Descent(child=child, parents=parents))
        if adopters:
            self.descents.append(Descent(child=client, parents=adopters, adoptive=True))
        if spouse:
            common_law = "common-law" in traits_of(self.one["spouse"].relation)
            self._couple((client, spouse[0]), "common-law" if common_law else "marriage")
            self._descend_from(in_laws, spouse)
        self._next_generations((client, *spouse), spouse)

    def _own_generation(self, last: bool) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
        """The client, the spouse beside, and the siblings; with a second family above, the client stands last."""
        siblings = self.many["sibling"]
        born = self.case.client.born_on or (self.own.born_on if self.own is not None else None)
        if born is not None and all(member.born_on is not None for member in siblings):
            ordered = _by_birth(siblings)
            elder = [member for member in ordered if (member.born_on or born) < born]
        else:
            elder = [member for member in siblings if "elder" in traits_of(member.relation)]
            ordered = elder + [member for member in siblings if member not in elder]
        before = ordered if last else elder
        left = [self._add(member, 0) for member in before]
        client = self._add_client()
        spouse = self._single("spouse", 0)
        right = [self._add(member, 0) for member in ordered[len(before) :]]
        return client, spouse, (*left, *right)

    def _next_generations(self, parents: tuple[int, ...], spouse: tuple[int, ...]) -> None:
        children = self.many["child"]
        for member in _by_birth(children):
            adoptive = "adoptive" in traits_of(member.relation)
            self.descents.append(Descent(child=self._add(member, -1), parents=parents, adoptive=adoptive))
        for member in _by_birth(self.many["step-child"]):
            self.descents.append(Descent(child=self._add(member, -1), parents=spouse))
        if self.many["grandchild"]:
            between = self._descend_from(parents, self._assume("자녀", None, -1))
            for member in _by_birth(self.many["grandchild"]):
                self._descend_from(between, (self._add(member, -2),))

    def _parent(self, role: Role, sex: Sex, above: tuple[int, ...]) -> tuple[int, ...]:
        """A natural parent, assumed where a grandparent of that side is known."""
        if role in self.one:
            found = self._single(role, 1)
        else:
            found = self._assume("부" if sex == "남" else "모", sex, 1) if above else ()
        return self._descend_from(above, found)

    def _couple_above(self, first: Role, second: Role, generation: int) -> tuple[int, ...]:
        found = (*self._single(first, generation), *self._single(second, generation))
        if len(found) == 2:
            self._couple((found[0], found[1]))
        return found

    def _single(self, role: Role, generation: int) -> tuple[int, ...]:
        if role not in self.one:
            return ()
        return (self._add(self.one[role], generation),)

    def _couple(self, two: tuple[int, int], kind: CoupleKind = "marriage") -> None:
        self.couples.append(Couple(first=two[0], second=two[1], kind=kind))

    def _descend_from(self, parents: tuple[int, ...], children: tuple[int, ...]) -> tuple[int, ...]:
        if parents:
            self.descents += [Descent(child=child, parents=parents) for child in children]
        return children

    def _assume(self, relation: str, sex: Sex | None, generation: int) -> tuple[int, ...]:
        return (self._put(GenogramPerson(relation=relation, sex=sex, generation=generation, assumed=True)),)

    def _add_client(self) -> int:
        client, own = self.case.client, self.own
        number = client.resident_number or (own.resident_number if own is not None else None)
        sex = client.sex or (own.sex if own is not None else None) or (sex_of(number) if number else None)
        records = [client] if own is None else [client, own]
        ages = (record.age_on(self.on) for record in records if self.on is not None)
        dead = own is not None and own.is_dead(self.on)
        return self._put(
            GenogramPerson(
                relation="본인",
                name=client.name,
                age=_not_negative(next((age for age in ages if age is not None), None)),
                sex=sex,
                generation=0,
                deceased=dead,
                is_client=True,
            )
        )

    def _add(self, member: HouseholdMember, generation: int) -> int:
        dead = member.is_dead(self.on) or "dead" in traits_of(member.relation)
        day = member.died_on if dead else self.on
        return self._put(
            GenogramPerson(
                relation=member.relation,
                name=member.name,
                age=_not_negative(member.age_on(day) if day is not None else None),
                sex=_sex(member),
                generation=generation,
                deceased=dead,
            )
        )

    def _put(self, person: GenogramPerson) -> int:
        self.people.append(person)
        return len(self.people) - 1


def _sex(member: HouseholdMember) -> Sex | None:
    """As entered, else as the number tells, else as the word for the relation does."""
    if member.sex is not None:
        return member.sex
    if member.resident_number is not None:
        return sex_of(member.resident_number)
    told = traits_of(member.relation) & {"male", "female"}
    if len(told) != 1:
        return None
    return "남" if "male" in told else "여"


def _by_birth(members: Sequence[HouseholdMember]) -> list[HouseholdMember]:
    """By their births where all are known, else as entered."""
    if any(member.born_on is None for member in members):
        return list(members)
    return sorted(members, key=lambda member: member.born_on or date.max)


def _not_negative(age: int | None) -> int | None:
    return age if age is not None and age >= 0 else None
