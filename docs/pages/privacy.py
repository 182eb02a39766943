"""``docs/privacy.md``: what each form shows of persons in each mode, made from the registry."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from forms import Form, all_forms
from forms.fields import AccountMark, AddressMark, EmailMark, PersonMark, PhoneMark, ResidentNumberMark
from forms.form import marker
from forms.places import model_in
from forms.registry import programme_of
from generator.privacy.addresses import DETAIL
from generator.privacy.modes import PRIVACY_MODES, Privacy
from generator.privacy.numbers import ACCOUNT, EMAIL, PHONE, RESIDENT_NUMBER

_KINDS: tuple[tuple[type[object], str], ...] = (
    (PersonMark, "이름"),
    (ResidentNumberMark, "주민등록번호"),
    (PhoneMark, "전화번호"),
    (EmailMark, "전자우편"),
    (AccountMark, "계좌번호"),
    (AddressMark, "주소"),
)
_TEXT = "글"
_UNPRINTED = "인쇄하지 않음"
_AS_ENTERED = "적은 대로"
_DEIDENTIFIED = {
    "이름": "역할(대상자, 자녀1 …)",
    "주민등록번호": RESIDENT_NUMBER,
    "전화번호": PHONE,
    "전자우편": EMAIL,
    "계좌번호": ACCOUNT,
    "주소": f"읍면동까지, 나머지는 {DETAIL}",
    _TEXT: "위와 같이 바꾸고 불확실한 곳은 목록으로",
}

_INTRO = """# 개인정보를 보이는 방식

`--privacy`로 고릅니다. 아무것도 주지 않으면 masked입니다.

| 방식 | 쓰임 |
| --- | --- |
| `full` | 모두 적은 대로. 이름을 대어 요청할 때만 |
| `masked` | 기본. 주민등록번호·외국인등록번호를 칸에서도 글 속에서도 900101-1******로 |
| `deidentified` | 사례회의 자료(ICM-MEET-13). 누구인지 알 수 있는 것을 글 속에서도 모두 바꿈 |

다른 기관으로 나가는 서식은 어느 방식에서도 주민등록번호를 보이지 않습니다. 가린 번호도 보이지 않습니다.

## 서식마다

'글'은 손으로 적는 모든 칸과 그 안에 든 이름·번호·주소입니다.
"""

_BESIDE = f"""
## 서식 밖에서

| 곳 | full | masked | deidentified |
| --- | --- | --- | --- |
| 묶음의 표지, 구분지 | 이름은 홍○동 | 이름은 홍○동 | 이름 없이 대상자, 담당자 |
| 묶음의 점검표 | 주민등록번호 900101-1******, 나머지는 {_AS_ENTERED} | 주민등록번호 900101-1******, 나머지는 {_AS_ENTERED} | 글과 같음 |
| 묶음의 첨부 | 넣음 | 넣음 | 넣지 않음(그림에서는 이름을 지울 수 없음) |
| 묶음의 목록(manifest) | 이름 없음 | 이름 없음 | 이름 없음 |

## deidentified가 하는 일과 하지 못하는 일

- 아는 이름은 사례에 적힌 이름입니다: 대상자, 가구원, 담당자, 서식의 성명 칸과 담당자·참석자 칸에 적힌 사람.
  성과 이름, 이름만, 띄어 쓴 이름, 홍씨, 홍○동을 찾고 뒤의 조사를 역할에 맞춥니다(홍길동은 → 대상자는).
- 큰애, 막내 같은 말은 그대로 둡니다. 사람의 이름이 아니라 가족 관계를 가리키는 말입니다.
- 관리번호, 기관 이름, 생년월일과 나이, 시도·시군구·읍면동은 그대로 둡니다.
- 사례에 없는 사람의 이름, 흔한 낱말이기도 한 이름, 여럿 가운데 누구인지 모르는 성, 참석자 칸에서 부서 앞에
  적은 시·군·구, 계좌번호일 수 있는 긴 숫자는
  서식, 항목, 글자의 위치와 까닭을 오류 출력(stderr)에 적습니다. 그 글자 자체는 화면에만 보이고 파일이나 로그로 가는
  출력에는 적지 않습니다. 자료를 나누어 주기 전에 사람이 확인해야 합니다.
"""


def privacy_page() -> str:
    """The page as Markdown, in Korean: a table form × mode."""
    lines = [f"| 서식 | {' | '.join(PRIVACY_MODES)} |", "| --- " * (len(PRIVACY_MODES) + 1) + "|"]
    for form in all_forms():
        kinds = [*dict.fromkeys(_kinds(form)), _TEXT]
        cells = (_shown(kinds, mode, form) for mode in PRIVACY_MODES)
        lines.append(f"| {form.title} ({form.number or programme_of(form.id).title}) | {' | '.join(cells)} |")
    return _INTRO + "\n" + "\n".join(lines) + "\n" + _BESIDE


def _kinds(form: Form) -> Iterator[str]:
    """What the form has boxes for, in the order of the table above."""
    held = list(_fields(form.model))
    if form.printed_model is not None:
        held += _fields(form.printed_model)
    for mark, word in _KINDS:
        if any(marker(field, mark) is not None for field in held):
            yield word


def _fields(model: type[BaseModel]) -> Iterator[FieldInfo]:
    for field in model.model_fields.values():
        if _UNPRINTED in (field.description or ""):
            continue
        inner = model_in(field.annotation)
        if inner is not None:
            yield from _fields(inner)
        else:
            yield field


def _shown(kinds: list[str], mode: Privacy, form: Form) -> str:
    if mode == "deidentified":
        return "<br>".join(f"{kind}: {_DEIDENTIFIED[kind]}" for kind in kinds)
    if form.leaves_the_agency:
        hidden = f"주민등록번호: 글 속에서도 {RESIDENT_NUMBER}"
    elif mode == "masked":
        hidden = "주민등록번호: 글 속에서도 900101-1******"
    else:
        return f"{', '.join(kinds)}: {_AS_ENTERED}"
    rest = [kind for kind in kinds if kind != "주민등록번호"]
    return f"{', '.join(rest)}: {_AS_ENTERED}<br>{hidden}"
