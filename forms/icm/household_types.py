"""가구유형: what each class means, and what the persons of a household say against it.

From 업무안내 부록 서식 1 초기상담지 작성 방법, ⑦ 가구유형 (서식 3 and 서식 6 take the same words). The class goes by who
lives there now. Only what the data can contradict is told: who lives there for sure, and, where the list
of the household is given and every word in it is understood, who cannot be there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from forms.case import CaseFile
from forms.family import FamilyMember
from forms.likeness import alike
from forms.particles import quoted_with_particle, with_particle
from forms.relations import Kin, generation_of, is_householder, kin_of

# 소년소녀 has no age in the source: nobody is one who is of age (민법 제4조). Our reading.
OF_AGE = 19

DEFINITIONS: Mapping[str, str] = {
    "1인가구": "가구 구성원이 1인인 가구",
    "한부모가구": "편부·편모와 자녀 등 한부모와 자녀로 구성된 가구",
    "부부+자녀가구": "부모와 자녀로 구성된 가구",
    "조부모+부모+자녀가구": "조부모와 부모 자녀 3세대로 구성된 가구",
    "조부모+손자녀가구": "부모세대 없이 조부모와 손자녀로 구성된 가구",
    "공동체(비혈연)": "혈연이 아닌 여러 사람이 모여 공동체를 형성하는 가구",
    "소년소녀가구": (
        "부모나 친인척이 없이 형제자매만 살고 있거나, 소년소녀 1인만 살고 있거나, 부양능력이 없는 친인척과 형제자매가 "
        "함께 살고 있는 가구"
    ),
    "부부중심가구": "자녀 없이 부부로 구성된 가구",
}


@dataclass(frozen=True)
class Residents:
    """The client's household: who surely lives there, who may, and whether all of them are understood.

    ``listed``: the household is told at all. ``client_age`` in completed years, None where not known.
    """

    sure: tuple[FamilyMember, ...]
    possible: tuple[FamilyMember, ...]
    listed: bool
    client_age: int | None

    @classmethod
    def of(cls, rows: Iterable[FamilyMember], case: CaseFile, on: date | None) -> Residents | None:
        """The household of a family table ``on`` that day.

        None where its relations are not those to the client.
        """
        name = alike(case.client.name)
        own: FamilyMember | None = None
        others: list[FamilyMember] = []
        for row in rows:
            if kin_of(row.relation) == "self" or (row.name is not None and alike(row.name) == name):
                own = own or row
            elif row.age is None or row.age >= 0:
                others.append(row)
        if own is not None and own.relation is not None and kin_of(own.relation) != "self":
            return None
        if any(is_householder(row.relation) for row in others):
            return None
        return cls(
            sure=tuple(row for row in others if row.living_together is True),
            possible=tuple(row for row in others if row.living_together is not False),
            listed=bool(others),
            client_age=own.age if own is not None and own.age is not None else _client_age(case, on),
        )

    def sure_ones(self, *kin: Kin) -> tuple[FamilyMember, ...]:
        """Those of that relation who surely live there."""
        return tuple(row for row in self.sure if kin_of(row.relation) in kin)

    def may_have(self, *kin: Kin) -> bool:
        """Whether somebody of that relation may live there; a relation that is not understood may be any."""
        if not self.listed:
            return True
        found = {kin_of(row.relation) for row in self.possible}
        return None in found or bool(found & set(kin))

    @property
    def sure_generations(self) -> set[int]:
        """The generations that surely live there, counted from the client's."""
        told = (generation_of(row.relation) for row in self.sure)
        return {0, *(generation for generation in told if generation is not None)}

    @property
    def may_be_of_any_generation(self) -> bool:
        """Whether a relative of unknown generation may live there."""
        return not self.listed or any(
            generation_of(row.relation) is None and kin_of(row.relation) != "unrelated"
            for row in self.possible
        )


def _client_age(case: CaseFile, on: date | None) -> int | None:
    return case.client.age_on(on) if on is not None else None


def contradiction(household_type: str, home: Residents) -> str | None:
    """What of a household is against its class, as a sentence with the class's definition; else None."""
    against = _AGAINST.get(household_type)
    said = against(home) if against is not None else None
    if said is None:
        return None
    definition = DEFINITIONS[household_type]
    return (
        f"{quoted_with_particle(household_type, '은(는)')} {definition}인데, {said} 가구유형이나 가구원의 관계와 "
        "동거 여부를 확인하세요."
    )


def _lives_there(rows: Iterable[FamilyMember]) -> str:
    named = ", ".join(f"{row.relation}({row.name})" if row.name else str(row.relation) for row in rows)
    return f"함께 사는 가구원에 {with_particle(named, '이(가)')} 있습니다."


def _nobody(words: str) -> str:
    return f"함께 사는 가구원에 {with_particle(words, '이(가)')} 없습니다."


def _three_generations(home: Residents) -> str | None:
    generations = home.sure_generations
    if any({low, low + 1, low + 2} <= generations for low in (-2, -1, 0)):
        return f"3세대가 함께 삽니다. {_lives_there(home.sure)}"
    return None


def _against_single(home: Residents) -> str | None:
    return _lives_there(home.sure) if home.sure else None


def _against_one_parent(home: Residents) -> str | None:
    spouse, parents = home.sure_ones("spouse"), home.sure_ones("father", "mother")
    if spouse:
        return _lives_there(spouse)
    if home.sure_ones("father") and home.sure_ones("mother"):
        return _lives_there(parents)
    if not home.may_have("father", "mother", "child"):
        return _nobody("부모나 자녀")
    return _three_generations(home)


def _against_couple_with_children(home: Residents) -> str | None:
    parents = home.may_have("father") and home.may_have("mother")
    # A partner may be entered as 동거인.
    if not home.may_have("spouse", "unrelated") and not parents:
        return _nobody("배우자, 또는 부와 모")
    if not parents and not home.may_have("child", "father", "mother"):
        return _nobody("자녀")
    return _three_generations(home)


def _against_three_generations(home: Residents) -> str | None:
    if home.may_be_of_any_generation:
        return None
    told = (generation_of(row.relation) for row in home.possible)
    generations = {0, *(generation for generation in told if generation is not None)}
    if any({low, low + 1, low + 2} <= generations for low in (-2, -1, 0)):
        return None
    return "함께 사는 가구원이 3세대가 아닙니다."


def _against_grandparents(home: Residents) -> str | None:
    if not home.may_have("grandparent", "grandchild") and not home.may_be_of_any_generation:
        return _nobody("조부모나 손자녀")
    between: tuple[FamilyMember, ...] = ()
    if home.sure_ones("grandparent"):
        between += home.sure_ones("father", "mother")
    if home.sure_ones("grandchild"):
        between += home.sure_ones("child")
    return _lives_there(between) if between else _three_generations(home)


def _against_children_alone(home: Residents) -> str | None:
    elders = home.sure_ones("father", "mother", "spouse", "child", "grandchild")
    if elders:
        return _lives_there(elders)
    ages = [home.client_age, *(row.age for row in home.possible)]
    if all(age is not None and age >= OF_AGE for age in ages):
        return f"대상자와 함께 사는 가구원이 모두 {OF_AGE}세 이상입니다."
    return None


def _against_couple(home: Residents) -> str | None:
    children = home.sure_ones("child", "grandchild")
    if children:
        return _lives_there(children)
    return None if home.may_have("spouse", "unrelated") else _nobody("배우자")


def _against_community(home: Residents) -> str | None:
    if not home.listed:
        return None
    if not home.possible:
        return "함께 사는 사람이 없습니다."
    kin = {kin_of(row.relation) for row in home.possible}
    if home.sure and not kin & {None, "unrelated"}:
        return f"함께 사는 사람이 모두 가족이나 친인척입니다. {_lives_there(home.sure)}"
    return None


_AGAINST: Mapping[str, Callable[[Residents], str | None]] = {
    "1인가구": _against_single,
    "한부모가구": _against_one_parent,
    "부부+자녀가구": _against_couple_with_children,
    "조부모+부모+자녀가구": _against_three_generations,
    "조부모+손자녀가구": _against_grandparents,
    "공동체(비혈연)": _against_community,
    "소년소녀가구": _against_children_alone,
    "부부중심가구": _against_couple,
}
