"""Rules of consent, person by person: 업무안내 제2부 개인정보보호, 부록 서식 2.

A consent is what was signed on its day. A file without any consent is told so once, since the paper may
lie elsewhere; a paper without a date is an error of its own and nothing else is said of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.finding import Breach, Severity, Unjudged
from forms.icm import milestones
from forms.icm.consent import Consent
from forms.icm.consent_coverage import (
    Coverage,
    coverage,
    has_nameless_member,
    interventions,
    subjects,
)
from forms.icm.consent_parts import (
    BOXES,
    REFUSED,
    UNNAMED,
    Paper,
    Papers,
    Part,
    guardian_lacks,
    read_papers,
    represented_because,
    title_of,
)
from forms.likeness import alike
from forms.limit import Step
from forms.particles import with_particle
from forms.rule import rule


@rule("ICM-PRIV-01")
def no_intervention_without_consent(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    papers, acts = read_papers(case), interventions(case)
    if not papers.every:
        begun = acts.steps or acts.undated is not None
        if begun or milestones.closing(case) is not None:
            yield Breach(
                ("forms", "consent"),
                "이 파일에는 개인정보 수집·이용, 제공 동의서가 없습니다. 동의 없이는 개입할 수 없으므로 따로 받아 두었는지 "
                "확인하세요.",
                Severity.INFO,
                on=acts.steps[0].on if acts.steps else None,
            )
        return
    for at, consent in papers.every:
        if consent.consented_on is None:
            continue
        if consent.signed is False:
            yield Breach((*at, "signed"), "동의서에 본인의 서명이나 도장이 없습니다.")
        if consent.general is None:
            yield Breach((*at, "general"), f"{title_of('general')}에 동의했는지 표시가 없습니다.")
    yield from _client_covered(coverage(papers, acts, subjects(case, papers)[0]))


def _client_covered(found: Coverage) -> Iterator[Breach | Unjudged]:
    client = f"대상자({found.subject.name})"
    if found.unjudged is not None:
        yield found.unjudged
    if found.late is not None:
        part, step = found.late
        yield Breach(
            step.at,
            f"{_late(step, part, client)} 동의를 받기 전에는 개입할 수 없습니다.",
        )
    if found.refused is not None:
        part, refused_step = found.refused
        refusal = f"{client}가 {title_of('general')}에 동의하지 않았"
        if refused_step is None:
            yield Breach(part.at, f"{refusal}으므로({part.on}) 개입할 수 없습니다.")
        else:
            did = with_particle(f"{refused_step.title}({refused_step.on})", "을(를)")
            yield Breach(
                part.at,
                f"{refusal}는데({part.on}) {did} 하였습니다. 동의 없이는 개입할 수 없습니다.",
                on=refused_step.on,
            )


def _late(step: Step, part: Part, whose: str) -> str:
    by = f"{whose}에 대한 법정대리인({part.paper.consent.guardian_name})" if part.by_guardian else whose
    return f"{step.title}({step.on}) 뒤에 {by}의 개인정보 동의({part.on})를 받았습니다."


@rule("ICM-PRIV-02")
def every_member_consents(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    papers, acts = read_papers(case), interventions(case)
    if not papers.every:
        return
    found = [coverage(papers, acts, subject) for subject in subjects(case, papers)]
    if has_nameless_member(case):
        yield Unjudged("가구원의 성명")
    yield from dict.fromkeys(one.unjudged for one in found if one.unjudged is not None)
    absent = [_called(one) for one in found if one.absent]
    if absent:
        yield Breach(
            (*papers.every[-1].place, "members"),
            f"동의가 확인되지 않는 사람이 {len(absent)}명 있습니다({', '.join(absent)}). 가구구성원 모두의 동의를 받아야 "
            "합니다.",
        )
    members = [one for one in found if not one.subject.is_client]
    late: dict[tuple[Part, Step], list[str]] = {}
    refused: dict[Part, list[str]] = {}
    for one in members:
        if one.late is not None:
            late.setdefault(one.late, []).append(one.subject.name)
        if one.refused is not None:
            refused.setdefault(one.refused[0], []).append(one.subject.name)
    for (part, step), names in late.items():
        sentence = _late(step, part, f"가구원({', '.join(names)})")
        yield Breach(part.at, f"{sentence} 개입하기 전에 가구구성원 모두의 동의를 받아야 합니다.", on=step.on)
    for part, names in refused.items():
        yield Breach(
            part.at,
            f"가구원({', '.join(names)})이 {title_of('general')}에 동의하지 않았습니다({part.on}). 가구구성원 모두의 동의를 "
            "받아야 합니다.",
        )


def _called(found: Coverage) -> str:
    return f"대상자 {found.subject.name}" if found.subject.is_client else found.subject.name


@rule("ICM-PRIV-15")
def legal_representative_consents(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    papers = read_papers(case)
    whole = {
        alike(name)
        for name, own in papers.signed.items()
        if any(not guardian_lacks(papers, paper.consent) for paper in own)
    }
    for paper in papers.every:
        yield from _signer_represented(papers, paper, whole)
        yield from _joined_represented(papers, paper)


def _signer_represented(papers: Papers, paper: Paper, whole: set[str]) -> Iterator[Breach | Unjudged]:
    """``whole`` are those of whom some paper has a guardian's whole consent, whatever their age."""
    place, consent = paper
    name = consent.signer_name
    if name is None:
        yield UNNAMED
    elif papers.before_birth(name, consent.consented_on):
        yield Breach((*place, "consented_on"), _unborn(consent, name))
    elif alike(name) not in whole and not _agrees_to_nothing(consent):
        why = represented_because(papers, consent, name)
        if isinstance(why, Unjudged):
            yield why
        elif why is not None:
            lacking = ", ".join(guardian_lacks(papers, consent))
            yield Breach(
                (*place, "guardian_name"),
                f"{name}: {why} 법정대리인의 동의가 필요합니다. 갖추어지지 않은 것: {lacking}",
            )


def _joined_represented(papers: Papers, paper: Paper) -> Iterator[Breach | Unjudged]:
    """Those who need a guardian and stand in this paper's ``members`` but on no paper of their own."""
    place, consent = paper
    for name in consent.members:
        if alike(name) in papers.signed:
            continue
        if papers.before_birth(name, consent.consented_on):
            yield Breach((*place, "members"), _unborn(consent, name))
            continue
        why = represented_because(papers, consent, name)
        if isinstance(why, Unjudged):
            yield why
        elif why is not None:
            yield Breach(
                (*place, "members"),
                f"{name}: {why} 다른 사람의 동의서에 함께 서명한 것으로는 동의한 것이 되지 않습니다. 본인의 동의서를 따로 "
                "두고 법정대리인의 동의를 받아야 합니다.",
            )


def _unborn(consent: Consent, name: str) -> str:
    return (
        f"{name}: 동의일({consent.consented_on})이 생년월일보다 빠릅니다. 동의일이나 생년월일을 확인하세요."
    )


def _agrees_to_nothing(consent: Consent) -> bool:
    """Whether the paper only refuses, so that there is nothing for a guardian to agree to."""
    return all(getattr(consent, box) == REFUSED for box in BOXES)
