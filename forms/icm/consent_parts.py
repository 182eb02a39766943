"""Each person's part in the consents of a case: as whom they stand there, from which day, with which answer.

부록 서식 2 has a line for the person (본인) and one for a guardian (법정대리인); those who signed together
stand in ``members`` and count on the paper's day. For whoever needs a guardian the guardian's day counts,
and a place among another's ``members`` is no consent. Names are compared as ``likeness.alike`` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import NamedTuple

from forms.case import CaseFile, Person
from forms.figures import figure
from forms.finding import Location, Unjudged
from forms.icm.consent import Consent
from forms.likeness import alike
from forms.limit import in_time_order

AGREED = "동의함"
REFUSED = "동의하지 않음"
BOXES = ("general", "unique_identifiers", "sensitive", "third_party")
UNDATED = Unjudged("동의일")
UNNAMED = Unjudged("동의서의 본인 성명")


def title_of(name: str) -> str:
    """The printed label of a field of the consent."""
    return str(Consent.model_fields[name].title)


class Answer(Enum):
    """What a person's part in a paper comes to.

    OPEN: neither, since a signature or the guardian's consent is lacking; the paper itself is a finding.
    """

    AGREED = "agreed"
    REFUSED = "refused"
    OPEN = "open"


class Paper(NamedTuple):
    """A consent and its place in the file."""

    place: Location
    consent: Consent


class Part(NamedTuple):
    """A person's part in a paper: the day it counts from (None: not known), where that stands, the answer."""

    on: date | None
    at: Location
    answer: Answer
    paper: Paper
    by_guardian: bool = False


@dataclass(frozen=True)
class Papers:
    """The consents of a case in time order, read by person; the keys are names as ``alike`` gives them.

    ``records`` hold the persons of the case, each with the birth that is known of them; ``guarded_from``
    the day from which a person is said to need a guardian.
    """

    every: tuple[Paper, ...]
    signed: Mapping[str, tuple[Paper, ...]]
    joined: Mapping[str, tuple[Paper, ...]]
    records: Mapping[str, Person]
    guarded_from: Mapping[str, date]

    @property
    def unnamed(self) -> bool:
        """Whether a paper does not say whose it is."""
        return any(paper.consent.signer_name is None for paper in self.every)

    def parts(self, name: str) -> tuple[Part, ...]:
        """A person's parts in time order, undated ones last; a paper from before their birth is none of theirs."""
        key = alike(name)
        own = [_signed_part(self, paper, name) for paper in self.signed.get(key, ())]
        own += [_joined_part(self, paper, name) for paper in self.joined.get(key, ())]
        theirs = [part for part in own if not self.before_birth(name, part.paper.consent.consented_on)]
        return tuple(sorted(theirs, key=lambda part: part.on or date.max))

    def untold(self, name: str) -> Unjudged | None:
        """What keeps them from telling of a person: a paper without a name, or their own without a day."""
        if self.unnamed:
            return UNNAMED
        return UNDATED if any(part.on is None for part in self.parts(name)) else None

    def before_birth(self, name: str, day: date | None) -> bool:
        """Whether the day is known to lie before the person's birth."""
        record = self.records.get(alike(name))
        age = record.age_on(day) if record is not None and day is not None else None
        return age is not None and age < 0


def read_papers(case: CaseFile) -> Papers:
    """The consents of a filled case."""
    every = tuple(Paper(place, consent) for place, consent in in_time_order(case, Consent))
    signed: dict[str, list[Paper]] = {}
    joined: dict[str, list[Paper]] = {}
    guarded_from: dict[str, date] = {}
    for paper in every:
        signer = alike(paper.consent.signer_name) if paper.consent.signer_name is not None else None
        if signer is not None:
            signed.setdefault(signer, []).append(paper)
            if paper.consent.guardian_needed and paper.consent.consented_on is not None:
                guarded_from.setdefault(signer, paper.consent.consented_on)
        for member in dict.fromkeys(map(alike, paper.consent.members)):
            if member != signer:
                joined.setdefault(member, []).append(paper)
    return Papers(
        every,
        {name: tuple(papers) for name, papers in signed.items()},
        {name: tuple(papers) for name, papers in joined.items()},
        {
            alike(person.name): _with_birth(case, person)
            for person in _people(case)
            if person.name is not None
        },
        guarded_from,
    )


def _people(case: CaseFile) -> tuple[Person, ...]:
    # The client last: of two of one name it is the one who is meant.
    return (*case.all_others, case.client)


def _with_birth(case: CaseFile, person: Person) -> Person:
    """The record itself, or of the client the row 본인 where that alone tells the birth."""
    own_rows = [member for member in case.household if member.relation == "본인"]
    records: list[Person] = [person, *own_rows] if person is case.client else [person]
    return next((record for record in records if record.born_on is not None), person)


def _signed_part(papers: Papers, paper: Paper, name: str) -> Part:
    place, consent = paper
    on, at = consent.consented_on, (*place, "consented_on")
    if on is None:
        return Part(None, at, Answer.OPEN, paper)
    if consent.general == REFUSED:
        return Part(on, (*place, "general"), Answer.REFUSED, paper)
    if isinstance(represented_because(papers, consent, name), str):
        if guardian_lacks(papers, consent, ("general",)):
            return Part(on, at, Answer.OPEN, paper)
        by_guardian = (*place, "guardian_consented_on")
        return Part(consent.guardian_consented_on, by_guardian, Answer.AGREED, paper, by_guardian=True)
    return Part(on, at, Answer.OPEN if consent.signed is False else Answer.AGREED, paper)


def _joined_part(papers: Papers, paper: Paper, name: str) -> Part:
    place, consent = paper
    on, at = consent.consented_on, (*place, "consented_on")
    if on is not None and consent.general == REFUSED:
        return Part(on, (*place, "general"), Answer.REFUSED, paper)
    represented = isinstance(represented_because(papers, consent, name), str)
    return Part(on, at, Answer.OPEN if on is None or represented else Answer.AGREED, paper)


def represented_because(papers: Papers, consent: Consent, name: str) -> str | Unjudged | None:
    """Why that person's consent on this paper takes a guardian's; None where it takes none.

    ``guardian_needed`` speaks of the one whose paper it is, and from its day on of that person anywhere.
    """
    day, key = consent.consented_on, alike(name)
    own = consent.signer_name is not None and alike(consent.signer_name) == key
    stated = consent.guardian_needed if own else None
    since = papers.guarded_from.get(key)
    if stated or (stated is None and since is not None and day is not None and since <= day):
        return "피성년후견인, 피한정후견인 등이므로"
    if day is None:
        return UNDATED
    record, limit = papers.records.get(key), figure("icm", "own_consent_age", day)
    age = record.age_on(day) if record is not None else None
    if age is None or limit is None:
        return (
            None if stated is False else Unjudged(f"{'동의인' if own else '함께 동의한 가구원'}의 생년월일")
        )
    return f"동의일({day})에 만 {age}세로 만 {limit}세 미만이므로" if age < limit else None


def guardian_lacks(papers: Papers, consent: Consent, boxes: tuple[str, ...] = BOXES) -> tuple[str, ...]:
    """What the guardian's consent on the paper lacks, in Korean; empty where it is whole.

    The guardian is another person, old enough, and agrees to what the paper agrees to of ``boxes``.
    """
    return tuple(_lacking(papers, consent, boxes))


def _lacking(papers: Papers, consent: Consent, boxes: tuple[str, ...]) -> Iterator[str]:
    name, day = consent.guardian_name, consent.guardian_consented_on
    limit = _too_young_for(papers, name, day or consent.consented_on) if name is not None else None
    if name is None:
        yield title_of("guardian_name")
    elif consent.signer_name is not None and alike(name) == alike(consent.signer_name):
        yield "본인이 아닌 법정대리인"
    elif limit is not None:
        yield f"만 {limit}세 이상인 법정대리인"
    if day is None:
        yield title_of("guardian_consented_on")
    if consent.guardian_signed is False:
        yield title_of("guardian_signed")
    for box in boxes:
        own, given = getattr(consent, box), getattr(consent, f"guardian_{box}")
        # What is not marked of the rest is not asked of the guardian; the first box is what a consent is.
        if not given and (own == AGREED or (own is None and box == "general")):
            yield title_of(f"guardian_{box}") + ("('아니오'로 표시)" if given is False else "")


def _too_young_for(papers: Papers, name: str, day: date | None) -> int | None:
    """The age that a guardian of that name has not reached on the day; None where they have, or it is not known."""
    record = papers.records.get(alike(name))
    limit = figure("icm", "own_consent_age", day) if day is not None else None
    age = record.age_on(day) if record is not None and day is not None else None
    return limit if age is not None and limit is not None and age < limit else None
