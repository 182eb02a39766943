"""What the papers of case conferences say in running text: 서식 4, 10 and 11, beside the conferences themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from forms.case import CaseFile
from forms.finding import Location
from forms.form import Form
from forms.icm import conferences
from forms.icm.conference_minutes import FORM as MINUTES
from forms.icm.conference_minutes import ConferenceMinutes
from forms.icm.solution_minutes import FORM as SOLUTION_MINUTES
from forms.icm.solution_minutes import SolutionMinutes
from forms.icm.solution_request import FORM as REQUEST
from forms.icm.solution_request import SolutionRequest
from forms.record import FormModel

_PAPERS: tuple[tuple[Form, type[FormModel], tuple[str, ...]], ...] = (
    (MINUTES, ConferenceMinutes, ("title", "content", "result")),
    (REQUEST, SolutionRequest, ("progress", "request")),
    (SOLUTION_MINUTES, SolutionMinutes, ("request", "content", "result")),
)


class PaperText(NamedTuple):
    """A text on a paper: where it stands, the paper with its day, and the text."""

    at: Location
    paper: str
    text: str


def paper_texts(case: CaseFile) -> Iterator[PaperText]:
    """Each text that a paper adds; what was filled in from a conference or an earlier paper is that one's."""
    told = {text for _, held in conferences.held(case) for text in (held.topic, held.result)}
    for form, model, names in _PAPERS:
        for form_id, position, paper in case.placed(model):
            day = f"({paper.own_date})" if paper.own_date is not None else ""
            for name in names:
                text = getattr(paper, name)
                if text is not None and text not in told:
                    told.add(text)
                    yield PaperText(("forms", form_id, position, name), f"{form.title}{day}", text)


def minutes_texts(case: CaseFile) -> Iterator[PaperText]:
    """Those of the minutes alone, 서식 4 and 11."""
    return (text for text in paper_texts(case) if text.at[1] != REQUEST.id)
