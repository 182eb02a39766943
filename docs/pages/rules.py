"""The docs page of the rules: what became of each clause of each programme's sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from forms.clause import Clause, State
from forms.programme import Programme
from forms.registry import clauses_of, programmes

_STATES: dict[State, str] = {"decided": "판정", "human": "사람이 판정", "undecidable": "판정할 수 없음"}

_INTRO = """\
# 점검 규칙

사업마다 그 출처에서 서식과 사례에 관한 조항을 적고, `seosik check`가 무엇을 판정하는지 밝힙니다.

- **판정**: 규칙이 적힌 항목을 보고 판정합니다. 다른 조항과 같은 내용이면 그 조항의 규칙이 함께 판정합니다.
- **사람이 판정**: 판단은 사람이 하고 적힌 항목에 그 결과를 받습니다. 프로그램은 짐작하지 않습니다.
- **판정할 수 없음**: 서식에 담기지 않는 내용입니다. 이유를 적습니다.

강도는 조항의 말을 따릅니다. MUST 반드시·필수·불가·이내, SOFT 내외·권고·원칙·노력, INFO 정의·참고, ERR 다빈도 오류 사례,
OURS 출처에 없는, 이 프로그램의 규칙. 서식을 사실대로 채울 수 없는 것만 오류이고, 늦었거나 하지 않은 것은 주의입니다.
`--strict`는 MUST의 주의를 오류로 셉니다.
항목의 `[]`는 목록의 각 줄을 뜻하며, 서식의 항목은 서식 이름으로, 사례의 항목은 그 이름으로 시작합니다.
"""


def rules_page() -> str:
    """The page as Markdown, in Korean."""
    lines = [_INTRO.rstrip("\n")]
    for programme in programmes():
        if clauses_of(programme):
            lines += _programme(programme)
    return "\n".join(lines) + "\n"


def _programme(programme: Programme) -> Iterator[str]:
    clauses = clauses_of(programme)
    yield from ("", f"## {programme.title}", "")
    titles = dict.fromkeys(clause.document.title for clause in clauses)
    yield from (f"출처: {', '.join(f'「{title}」' for title in titles)}", "")
    yield from _summary(clauses)
    for part, held in groupby(clauses, key=lambda clause: clause.part):
        yield from ("", f"### {part}", "")
        yield "| 규칙 | 강도 | 내용 | 상태 | 근거 항목 또는 이유 |"
        yield "| --- | --- | --- | --- | --- |"
        yield from (_row(clause) for clause in held)


def _summary(clauses: Iterable[Clause]) -> Iterator[str]:
    counts = Counter((clause.part, clause.state) for clause in clauses)
    parts = list(dict.fromkeys(part for part, _ in counts))
    yield f"| 구분 | {' | '.join(_STATES.values())} | 계 |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for part in parts:
        yield _counts(part, [counts[part, state] for state in _STATES])
    yield _counts("**계**", [sum(counts[part, state] for part in parts) for state in _STATES])


def _counts(title: str, numbers: list[int]) -> str:
    return f"| {title} | {' | '.join(map(str, numbers))} | {sum(numbers)} |"


def _row(clause: Clause) -> str:
    cells = (
        clause.id,
        clause.read_as or clause.strength,
        _cell(_title(clause)),
        _STATES[clause.state],
        _cell(_grounds(clause)),
    )
    return f"| {' | '.join(cells)} |"


def _title(clause: Clause) -> str:
    """What it says, with the year whose text alone knows it, where not all do."""
    asked = clause.asked().values()
    return "; ".join(
        dict.fromkeys(f"{one.title} ({one.text}년판)" if one.text else one.title for one in asked)
    )


def _grounds(clause: Clause) -> str:
    parts = [
        f"{clause.same_as}의 규칙이 함께 판정" if clause.same_as else "",
        ", ".join(f"`{key}`" for key in clause.keys),
        clause.why or "",
    ]
    return ". ".join(part for part in parts if part)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
