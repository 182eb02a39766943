"""Who of a household has to be covered by a consent from when, and who is.

The client and each member who lives there, from birth or moving in on, no later than the first survey,
plan or letter that concerns the household (업무안내, 개인정보보호 2; 욕구 및 위기도 조사 4 수행방안).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from forms.case import CaseFile
from forms.finding import Unjudged
from forms.icm import milestones, needs_survey, programme_referral, referral_letter, service_plan
from forms.icm.consent_parts import UNDATED, UNNAMED, Answer, Papers, Part
from forms.likeness import alike
from forms.limit import Step, in_time_order

# What needs a consent first, the fields that bear its day, and its name in a sentence.
_INTERVENTIONS = (
    (needs_survey.FORM, ("surveyed_on",), "욕구조사"),
    (service_plan.FORM, ("established_on",), "서비스 제공계획 수립"),
    (referral_letter.FORM, ("written_on", "referred_on"), "서비스 의뢰"),
    (programme_referral.FORM, ("sent_on",), "타 사례관리 사업 의뢰"),
)


class Subject(NamedTuple):
    """Somebody who has to be covered; ``since`` is None for who belongs to the household from the start."""

    name: str
    since: date | None
    is_client: bool


class Interventions(NamedTuple):
    """The surveys, plans and letters of a case by their day; ``undated`` is the day that one of them lacks."""

    steps: tuple[Step, ...]
    undated: Unjudged | None


class Coverage(NamedTuple):
    """What the papers say of one person; nothing is set for who is covered in time.

    ``absent``: stands on no paper. ``late``: the first consent and the step it came after. ``refused``: the
    paper that refuses and the step taken all the same, if one was. ``unjudged``: what is lacking to say.
    """

    subject: Subject
    absent: bool = False
    late: tuple[Part, Step] | None = None
    refused: tuple[Part, Step | None] | None = None
    unjudged: Unjudged | None = None


def subjects(case: CaseFile, papers: Papers) -> tuple[Subject, ...]:
    """The client first, then each named member who is not said to live elsewhere."""
    members = [
        Subject(member.name, _since(papers, member.name, member.moved_in_on), is_client=False)
        for member in case.others
        if member.name is not None and member.living_together is not False
        if alike(member.name) != alike(case.client.name)
    ]
    return (Subject(case.client.name, None, is_client=True), *members)


def has_nameless_member(case: CaseFile) -> bool:
    """Whether somebody lives there whose name the case does not tell."""
    return any(member.name is None and member.living_together is not False for member in case.others)


def _since(papers: Papers, name: str, moved_in_on: date | None) -> date | None:
    known = [day for day in (moved_in_on, papers.records[alike(name)].born_on) if day is not None]
    return max(known, default=None)


def interventions(case: CaseFile) -> Interventions:
    """What needs a consent first, also what only the closure review tells of."""
    steps: list[Step] = []
    undated: list[Unjudged] = []
    for form, names, title in _INTERVENTIONS:
        for at, entered in in_time_order(case, form.model):
            days = [
                Step(day, title, (*at, name)) for name in names if (day := getattr(entered, name)) is not None
            ]
            steps.extend(sorted(days, key=_day)[:1])
            if not days:
                undated.append(Unjudged(f"{form.title}의 {form.model.model_fields[names[0]].title}"))
    known = {(step.title, step.on) for step in steps}
    told = (milestones.survey(case), milestones.plan(case))
    steps.extend(step for step in told if step is not None and (step.title, step.on) not in known)
    return Interventions(tuple(sorted(steps, key=_day)), undated[0] if undated else None)


def _day(step: Step) -> date:
    return step.on


def coverage(papers: Papers, acts: Interventions, subject: Subject) -> Coverage:
    """What the consents of a case, of which there is at least one, say of a person."""
    steps = [step for step in acts.steps if subject.since is None or step.on >= subject.since]
    if acts.steps and not steps and acts.undated is None:
        return Coverage(subject)  # born or moved in when all was done
    own = papers.parts(subject.name)
    if not own:
        return Coverage(subject, unjudged=UNNAMED) if papers.unnamed else Coverage(subject, absent=True)
    answers = [part for part in own if part.on is not None and part.answer is not Answer.OPEN]
    found = Coverage(subject, late=_late(answers, steps), refused=_refused(answers, steps))
    fine, undated = found == Coverage(subject), any(part.on is None for part in own)
    if undated and (not fine or (not answers and (steps or acts.undated is not None))):
        return Coverage(subject, unjudged=UNDATED)
    if fine and answers:
        return Coverage(subject, unjudged=acts.undated)
    return found


def _late(answers: list[Part], steps: list[Step]) -> tuple[Part, Step] | None:
    """The first consent, where it came after a step before which there was no answer at all."""
    first = next((part for part in answers if part.answer is Answer.AGREED), None)
    before = next((step for step in steps if _answer_on(answers, step.on) is None), None)
    return (first, before) if first is not None and before is not None else None


def _refused(answers: list[Part], steps: list[Step]) -> tuple[Part, Step | None] | None:
    """The refusal in force at a step; without a consent the last refusal, step or not."""
    for step in steps:
        answer = _answer_on(answers, step.on)
        if answer is not None and answer.answer is Answer.REFUSED:
            return answer, step
    if answers and all(part.answer is Answer.REFUSED for part in answers):
        return answers[-1], None
    return None


def _answer_on(answers: list[Part], day: date) -> Part | None:
    """The answer in force on a day: the latest that was given until then."""
    given = [part for part in answers if part.on is not None and part.on <= day]
    return given[-1] if given else None
