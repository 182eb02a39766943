"""The docs page of the rules: what became of each clause of the guidebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from forms import all_rules
from forms.rule import Strength
from forms.rule_states import RuleState, State, rule_states

_STATES: dict[State, str] = {"decided": "판정", "human": "사람이 판정", "undecidable": "판정할 수 없음"}

_INTRO = """\
# 점검 규칙

「찾아가는 보건·복지서비스 업무안내」에서 통합사례관리의 서식과 사례에 관한 절을 모두 적고, `seosik check`가 무엇을
판정하는지 밝힙니다.

- **판정**: 규칙이 적힌 항목을 보고 판정합니다. 다른 절과 같은 내용이면 그 절의 규칙이 함께 판정합니다.
- **사람이 판정**: 판단은 사람이 하고 적힌 항목에 그 결과를 받습니다. 프로그램은 짐작하지 않습니다.
- **판정할 수 없음**: 서식에 담기지 않는 내용입니다. 이유를 적습니다.

강도는 절의 말을 따릅니다. MUST 반드시·필수·불가·이내, SOFT 내외·권고·원칙·노력, INFO 정의·참고, ERR 다빈도 오류 사례.
서식을 사실대로 채울 수 없는 것만 오류이고, 늦었거나 하지 않은 것은 주의입니다. `--strict`는 MUST의 주의를 오류로 셉니다.
항목의 `[]`는 목록의 각 줄을 뜻하며, 서식의 항목은 서식 이름으로, 사례의 항목은 그 이름으로 시작합니다.
"""


def rules_page() -> str:
    """The page as Markdown, in Korean."""
    states = rule_states()
    lines = [_INTRO, *_summary(states)]
    for section, clauses in groupby(states, key=lambda state: state.section):
        lines += [
            "",
            f"## {section}",
            "",
            "| 규칙 | 강도 | 내용 | 상태 | 근거 항목 또는 이유 |",
            "| --- | --- | --- | --- | --- |",
        ]
        lines += [_row(state) for state in clauses]
    lines += ["", "## 자체 점검 규칙", "", "업무안내에 없는, 이 프로그램의 규칙입니다.", ""]
    lines += ["| 규칙 | 내용 | 서식 |", "| --- | --- | --- |", *_own_rules()]
    return "\n".join(lines) + "\n"


def _summary(states: Iterable[RuleState]) -> Iterator[str]:
    counts = Counter((state.section, state.state) for state in states)
    sections = list(dict.fromkeys(section for section, _ in counts))
    yield f"| 구분 | {' | '.join(_STATES.values())} | 계 |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for section in sections:
        yield _counts(section, [counts[section, state] for state in _STATES])
    yield _counts("**계**", [sum(counts[section, state] for section in sections) for state in _STATES])


def _counts(title: str, numbers: list[int]) -> str:
    return f"| {title} | {' | '.join(map(str, numbers))} | {sum(numbers)} |"


def _row(state: RuleState) -> str:
    cells = (
        state.id,
        _strength(state),
        _cell(state.title + _editions(state.same_as or state.id)),
        _STATES[state.state],
        _cell(_grounds(state)),
    )
    return f"| {' | '.join(cells)} |"


def _strength(state: RuleState) -> Strength:
    """The strength that its findings bear: a rule may read a clause more softly (원칙)."""
    return next((rule.strength for rule in all_rules() if rule.id == state.id), state.strength)


def _editions(id: str) -> str:
    """The year whose text alone knows the clause, where not all do."""
    texts = {rule.text for rule in all_rules() if rule.id == id}
    return f" ({texts.pop()}년판)" if len(texts) == 1 and None not in texts else ""


def _grounds(state: RuleState) -> str:
    keys = (*state.fields, *((state.field,) if state.field else ()))
    parts = [
        f"{state.same_as}의 규칙이 함께 판정" if state.same_as else "",
        ", ".join(f"`{key}`" for key in keys),
        state.why or "",
    ]
    return ". ".join(part for part in parts if part)


def _own_rules() -> Iterator[str]:
    for rule in all_rules():
        if rule.strength is Strength.OURS and rule.id.startswith("OWN-"):
            yield f"| {rule.id} | {_cell(rule.title)} | {f'`{rule.form}`' if rule.form else '사례'} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
