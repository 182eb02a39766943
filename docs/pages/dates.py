"""``docs/dates.md``: which date follows which, made from the tables of the programmes."""

from __future__ import annotations

from collections.abc import Iterator

from forms.date_order import RULE as OUT_OF_ORDER
from forms.date_paths import path_title
from forms.date_table import Order, date_tables
from forms.far_dates import RULE as FAR
from forms.far_dates import YEARS
from forms.registry import case_model

_INTRO = f"""\
# 날짜의 앞뒤

`seosik check`는 사례와 서식의 날짜를 모두 서로 견줍니다. 앞에 적힌 날짜는 뒤에 적힌 날짜보다 늦을 수 없고, 같은 날은
괜찮습니다. 어긋나면 조항이 차례를 정한 것은 그 조항으로, 나머지는 `{OUT_OF_ORDER}`로 알립니다.

- **오류**: 있을 수 없는 것입니다(시작하기 전에 끝남, 방문하기 전에 보고함, 신청하기 전에 지급을 확정함, 시작하기 전에
  종결함). **주의**: 그 밖의 것입니다. 지난 일은 그대로 인쇄할 수 있어야 합니다.
- 한 서식이나 한 줄의 두 날짜는 그 서식, 그 줄 안에서 견줍니다. 괄호 안의 날짜끼리는 견주지 않습니다.
- 하나의 잘못은 한 번 알립니다. 다른 두 알림에서 따라 나오는 것과, 다른 곳에서 가져온 날짜의 것은 되풀이하지 않습니다.
- 사례의 다른 어느 날짜와도 {YEARS}년 넘게 떨어진 날짜는 `{FAR}`로 알립니다(주의). 견주지 않는 날짜와 멀리 떨어져 있어도 되는
  날짜는 빼고 봅니다.
- 시각이 있는 값(발급 일시)의 날은 서울의 날입니다.
"""


def dates_page() -> str:
    """The page as Markdown, in Korean."""
    lines = [_INTRO]
    for programme, table in date_tables().items():
        lines += [f"## {programme or '모든 사례'}", ""]
        if table.orders:
            lines += ["| 앞뒤 | 견주는 것 | 정도 | 조항 |", "| --- | --- | --- | --- |"]
            lines += [*(_row(order) for order in table.orders), ""]
        lines += _named("조항이 따로 보는 날짜", table.judged)
        lines += _named("견주지 않는 날짜", table.free)
        lines += _named("멀리 떨어져 있어도 되는 날짜", table.apart)
    return "\n".join(lines).rstrip("\n") + "\n"


def _row(order: Order) -> str:
    places = [
        path_title(case_model(), place)
        if isinstance(place, str)
        else f"({' / '.join(path_title(case_model(), one) for one in place)})"
        for place in order.order
    ]
    return f"| {' → '.join(places)} | {_compared(order)} | {'오류' if order.error else '주의'} | {order.clause or ''} |"


def _compared(order: Order) -> str:
    which = {"each": "모두", "first": "앞은 가장 이른 것", "last": "뒤는 가장 늦은 것"}[order.which]
    return f"{which}, 이름이 같은 것끼리" if order.match is not None else which


def _named(heading: str, dates: dict[str, str]) -> Iterator[str]:
    if not dates:
        return
    yield from (f"| {heading} | 까닭 |", "| --- | --- |")
    yield from (f"| {path_title(case_model(), path)} | {why} |" for path, why in dates.items())
    yield ""
