"""What a check says so that its silence means: judged, and fine.

A clause that could not be judged is told with what it lacks, and forms of one kind that do not stand in
time order are said not to: every rule sees them in time order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from forms.case import CaseFile
from forms.finding import Location, Severity, Unjudged
from forms.particles import with_particle
from forms.registry import form_named
from forms.rule import Rule

# Rule, severity, place and message of a finding of ours.
Remark = tuple[str, Severity, Location, str]

NAMED_WITH_TITLE = 12


def not_judged(unjudged: Iterable[tuple[Rule, Unjudged]]) -> Iterator[Remark]:
    """One remark a case that lists what is lacking, each with the clauses that wait for it; none for none."""
    waiting: dict[str, dict[str, str]] = {}
    for rule, found in unjudged:
        waiting.setdefault(found.lacks, {})[rule.id] = rule.title
    if not waiting:
        return
    clauses = {id for by_id in waiting.values() for id in by_id}
    # What the same clauses wait for is told together.
    together: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for lacks, by_id in sorted(waiting.items()):
        together.setdefault(tuple(sorted(by_id.items())), []).append(lacks)
    lines = (f"{', '.join(lacking)}: {_named(dict(held))}" for held, lacking in together.items())
    yield (
        "NOT-JUDGED",
        Severity.INFO,
        (),
        f"다음이 없거나 알 수 없어 조항 {len(clauses)}개를 판단하지 못했습니다. {' / '.join(lines)}",
    )


def _named(clauses: dict[str, str]) -> str:
    """Clauses by title and id; by id alone where a whole form is lacking, and with it dozens of them."""
    if len(clauses) > NAMED_WITH_TITLE:
        return ", ".join(sorted(clauses))
    return ", ".join(f"{_in_quotes_of_its_own(title)}({id})" for id, title in sorted(clauses.items()))


def _in_quotes_of_its_own(title: str) -> str:
    """A title whose quotes no reader takes for those of the upload's text, which are cut where it is long."""
    return re.sub(r"'([^']*)'", r"‘\1’", title)


def out_of_order(case: CaseFile) -> Iterator[Remark]:
    """A remark for each kind of form whose entered order is not that of its days."""
    for form_id, forms in groupby(case.each_form(), key=lambda held: held[0]):
        # One without a day has no place in that order; that it lacks its day is told by itself.
        positions = [position for _, position, form in forms if form.own_date is not None]
        if positions != sorted(positions):
            title = with_particle(form_named(form_id).title, "은(는)")
            yield (
                "LIST-ORDER",
                Severity.INFO,
                ("forms", form_id),
                f"{title} 날짜 순서로 적혀 있지 않습니다. 점검은 날짜 순서로 하고, 인쇄는 적힌 순서로 합니다.",
            )
