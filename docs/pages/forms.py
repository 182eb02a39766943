"""The docs page of a form, made from the registry: fields, sources, rules, what the source lacks."""

from __future__ import annotations

from forms import Form, all_rules
from forms.field_rows import FieldRow, field_rows
from forms.registry import titles_of
from generator.form_template import template_path

# Said of a form whose page is laid out from its model.
LAYOUT_OURS = "출처에는 적을 내용만 있고 인쇄면이 없습니다. 레이아웃은 서식이 정함: 칸의 배치는 서식의 것이고, 항목과 말은 출처를 따릅니다."

# Said of a form whose numbers may be counted over many cases.
COUNTED = (
    "`seosik render {form} FILE --cases 폴더 -o OUT`은 적지 않은 수를 폴더의 사례에서 세어 채웁니다. 적은 수는 그대로 두고 다르면 "
    "알립니다. 어느 사례에 날짜나 말이 없어 셀 수 없으면 그 수는 비워 두고 그 사례를 알립니다. `--counts OUT.xlsx`(또는 `.json`)는 "
    "수마다 그 수에 든 사례를 모두 적습니다. 읽을 수 없는 파일과 관리번호가 앞과 같은 사례는 까닭과 함께 알리고 세지 않으며(끝난 상태 "
    "1), 사례의 기관은 가리지 않으므로 세려는 읍·면·동의 사례만 줍니다."
)


def form_page(form: Form, edition: str) -> str:
    """The page as Markdown, in Korean."""
    lines = [
        f"# {form.title}",
        "",
        " · ".join(filter(None, (form.number, titles_of(form.id), f"`{form.id}`"))),
        "",
        f"- 출처: {form.source(edition)}",
        f"- 한 사례에 {'여러 장(시간 순서의 목록)' if form.repeats else '한 장'}",
        f"- 예시: `seosik sample {form.id}`, 빈 서식: `seosik blank {form.id} -o {form.id}.pdf`",
        "",
        "## 항목",
        "",
        "| 항목 | 이름 | 값 | 필수 | 사례에서 채움 |",
        "| --- | --- | --- | --- | --- |",
        *(_row(row) for row in field_rows(form.model)),
    ]
    rules = [rule for rule in all_rules() if rule.form == form.id]
    if rules:
        lines += ["", "## 점검 규칙", "", "| 규칙 | 강도 | 내용 | 출처 |", "| --- | --- | --- | --- |"]
        lines += [
            f"| {rule.id} | {rule.strength} | {_cell(rule.title)} | {_cell(rule.source(edition))} |"
            for rule in rules
        ]
    if form.counting is not None:
        lines += ["", "## 사례에서 세는 수", "", COUNTED.format(form=form.id), ""]
        lines += ["| 항목 | 이름 | 세는 것 |", "| --- | --- | --- |"]
        lines += [
            f"| `{key}` | {_cell(str(form.model.model_fields[key].title))} | {_cell(how)} |"
            for key, how in form.counting.keys.items()
        ]
    gaps = (*((LAYOUT_OURS,) if template_path(form, edition) is None else ()), *form.gaps)
    if gaps:
        lines += ["", "## 출처에 없는 것", "", *(f"- {gap}" for gap in gaps)]
    return "\n".join(lines) + "\n"


def _row(row: FieldRow) -> str:
    described = f"{row.title} — {row.description}" if row.description else row.title
    cells = (
        f"`{row.key}`",
        _cell(described),
        _cell(row.kind),
        "필수" if row.needed else "",
        _cell(row.origin),
    )
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
