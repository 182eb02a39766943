"""The tables of 서식 3 that are worked out: phenomena, crisis scores, selection, comparison.

Each function turns plain values into the rows that the paper shows; with nothing to show it gives
the rows of the blank form.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from forms.icm.crisis import AreaCrisis, Scores, cut_off_of, cut_offs
from forms.icm.need_areas import NeedArea, SubArea, area_named, need_areas, numbered
from forms.questions import Question, Topic
from forms.record import Value

Applies = Literal["해당", "비해당"]

ScoreWord = Literal["0점", "1점", "2점", "3점", "해당 사항 없음"]

NOT_APPLICABLE: ScoreWord = "해당 사항 없음"
_SCORE_WORDS: tuple[ScoreWord, ...] = ("0점", "1점", "2점", "3점")
# Lines of an area whose questions the source does not number: on paper, and to type in.
_OPEN_LINES = 2
_OPEN_LINES_TYPED = 4


class PhenomenaRow(Value):
    """A sub-area of the phenomena table: what it prints, and which phenomena are ticked."""

    label: str
    heading: str
    first: str
    further: tuple[str, ...]
    remark: str
    confirmed: str
    ticked: tuple[str, ...]


class PhenomenaArea(Value):
    """An area of the phenomena table; its label stands beside all of its sub-areas."""

    label: str
    first: PhenomenaRow
    further: tuple[PhenomenaRow, ...]


class CrisisQuestion(Value):
    """A line of 위기도 조사지 to tick; without a number where the source names none and none was scored."""

    number: str = ""
    text: str = ""
    score: ScoreWord | None = None


class CrisisArea(Value):
    """An area of 위기도 조사지; its name stands beside all of its questions."""

    area: str
    first: CrisisQuestion
    further: tuple[CrisisQuestion, ...]


class ClauseLine(Value):
    """A sentence of a cut-off, under ``met`` where the scores hit it, else under ``unmet``."""

    met: str = ""
    unmet: str = ""


class SelectionRow(Value):
    """A row of 사례관리 대상자 선정 기준표. An area without scores bears neither 해당 nor 비해당."""

    number: int
    area: str
    total: int | None
    first: ClauseLine
    further: tuple[ClauseLine, ...]
    applies: Applies | None


class ComparisonRow(Value):
    """An area in the first and in the last survey."""

    area: str
    first_total: int | None
    last_total: int | None
    change: str
    applies: str


def phenomena_table(found: Collection[tuple[str | None, str]]) -> tuple[PhenomenaArea, ...]:
    """Every area with its phenomena; ``found`` names sub-area and phenomenon of those to tick."""
    areas = []
    for area in need_areas():
        rows = [_phenomena_row(part, found) for part in area.sub_areas]
        areas.append(PhenomenaArea(label=area.label or area.name, first=rows[0], further=tuple(rows[1:])))
    return tuple(areas)


def _phenomena_row(part: SubArea, found: Collection[tuple[str | None, str]]) -> PhenomenaRow:
    words = numbered(part.phenomena)
    ticked = (word for word, plain in zip(words, part.phenomena, strict=True) if (part.name, plain) in found)
    return PhenomenaRow(
        label=part.label or part.name,
        heading=part.heading,
        first=words[0],
        further=words[1:],
        remark=part.remark,
        confirmed="\n".join(f"· {need}" for need in part.needs),
        ticked=tuple(ticked),
    )


def crisis_sheet(
    scores: Mapping[NeedArea, Scores], texts: Mapping[NeedArea, Mapping[str, str]]
) -> tuple[CrisisArea, ...]:
    """All eleven areas with the questions that the cut-offs name, those that were scored and those worded."""
    areas = []
    for area in need_areas():
        scored, worded = scores.get(area.name, {}), texts.get(area.name, {})
        numbers = sorted({*_numbers_named(area.name), *map(int, scored), *map(int, worded)})
        lines = [
            CrisisQuestion(
                number=str(number),
                text=worded.get(str(number), ""),
                score=_score_word(scored[str(number)]) if str(number) in scored else None,
            )
            for number in numbers
        ] or [CrisisQuestion()] * _OPEN_LINES
        areas.append(CrisisArea(area=area.label or area.name, first=lines[0], further=tuple(lines[1:])))
    return tuple(areas)


def _numbers_named(area: NeedArea) -> set[int]:
    cut_off = cut_off_of(area)
    return (
        {number for clause in cut_off.clauses for number in clause.questions}
        if cut_off is not None
        else set()
    )


def crisis_topics() -> tuple[Topic, ...]:
    """All eleven areas with the questions that the cut-offs name, as one asks them.

    The source says nowhere how many questions an area has: each has lines to spare.
    """
    topics = []
    for area in need_areas():
        named = tuple(Question(str(number)) for number in sorted(_numbers_named(area.name)))
        cut_off = cut_off_of(area.name)
        notes = tuple(clause.sentence for clause in cut_off.clauses) if cut_off is not None else ()
        topics.append(Topic(area.name, named, 1 if named else _OPEN_LINES_TYPED, notes))
    return tuple(topics)


def _score_word(score: int | None) -> ScoreWord:
    return NOT_APPLICABLE if score is None else _SCORE_WORDS[score]


def selection_table(areas: Mapping[NeedArea, AreaCrisis]) -> tuple[SelectionRow, ...]:
    """The ten cut-offs with the areas' totals, and which sentences are hit."""
    rows = []
    for number, cut_off in enumerate(cut_offs(), 1):
        area = areas.get(cut_off.area)
        hits = area.hits if area is not None else ()
        lines = [
            ClauseLine(met=clause.sentence) if clause in hits else ClauseLine(unmet=clause.sentence)
            for clause in cut_off.clauses
        ]
        rows.append(
            SelectionRow(
                number=number,
                area=area_named(cut_off.area).label or cut_off.area,
                total=area.total if area is not None else None,
                first=lines[0],
                further=tuple(lines[1:]),
                applies=_applies(area),
            )
        )
    return tuple(rows)


def comparison_table(
    first: Mapping[NeedArea, AreaCrisis], last: Mapping[NeedArea, AreaCrisis]
) -> tuple[ComparisonRow, ...]:
    """Each area that either survey scored, with both totals in points and the change of 해당 여부."""
    rows = []
    for name in (area.name for area in need_areas()):
        before, after = first.get(name), last.get(name)
        if before is None and after is None:
            continue
        rows.append(
            ComparisonRow(
                area=name,
                first_total=before.total if before is not None else None,
                last_total=after.total if after is not None else None,
                change=_points(after.total - before.total)
                if before is not None and after is not None
                else "",
                applies=_change(_applies(before), _applies(after)),
            )
        )
    return tuple(rows)


def _applies(area: AreaCrisis | None) -> Applies | None:
    if area is None or area.applies is None:
        return None
    return "해당" if area.applies else "비해당"


def _points(difference: int) -> str:
    return f"{difference:+d}" if difference else "0"


def _change(before: Applies | None, after: Applies | None) -> str:
    if before == after:
        return f"{after}(변경 없음)" if after is not None else ""
    return f"{before or '점수 없음'} → {after or '점수 없음'}"
