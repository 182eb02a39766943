"""What an entry sheet says about its columns: input messages, formats, widths, and the 안내 sheet."""

from __future__ import annotations

from collections.abc import Sequence

from api.entry.tables import NOT_APPLICABLE, EntryColumn, EntryTable

# Limits of an input message, in characters.
PROMPT_TITLE_LIMIT, PROMPT_LIMIT = 32, 255
_HOW = {
    "date": "날짜. 예: 2025-06-02, 2025.6.2",
    "datetime": "일시. 예: 2025-06-02 09:30",
    "won": "금액(원). 소수점 없는 숫자",
    "number": "소수점 없는 숫자",
    "phone": "전화번호. 예: 02-000-0000, 010-0000-0000",
    "resident_number": "13자리 번호. 예: 900101-1234567",
    "flag": "예 또는 아니오",
    "words": "여럿이면 한 줄에 하나씩(Alt+Enter)",
    "numbers": "쉼표로 나누어 적는 숫자. 비운 것은 -. 예: 5, 4, -, 3",
    "dates": "날짜. 여럿이면 한 줄에 하나씩(Alt+Enter)",
}
_FORMATS = {"date": "yyyy-mm-dd", "won": "#,##0", "number": "0"}
_WIDTHS = {"narrative": 50, "words": 26, "choices": 26, "date": 13, "won": 15, "number": 10, "flag": 10}

GUIDE_TITLE = "안내"
_GUIDE = (
    "사례 자료를 적는 통합 문서입니다. 적은 뒤 점검 화면에 올리면 잘못된 칸을 알려 주고 서식을 만들어 줍니다.",
    "1. 한 사례는 '사례' 시트의 한 줄입니다. 다른 시트의 줄은 '사례번호'로 그 사례에 딸립니다.",
    "2. 제목에 *가 있는 칸은 줄마다 반드시 적습니다. 나머지는 아는 것만 적습니다. 빈칸은 적지 않은 것으로 봅니다.",
    "3. 서식 시트에 '사례번호'를 적은 줄이 있으면 그 사례는 그 서식을 가집니다. '사례' 시트에 적은 성명, 주소, 담당자 등은 서식에 다시 적지 않아도 됩니다.",
    "4. 한 사례에 같은 서식이 여럿이면 '… 번호' 칸에 1, 2처럼 적고, 딸린 줄에도 같은 번호를 적습니다. 하나뿐이면 비워 둡니다.",
    "5. 날짜는 2025-06-02, 2025.6.2, 20250602, 2025년 6월 2일 가운데 편한 대로 적습니다. 금액의 쉼표와 '원', 차수의 '차'는 있어도 됩니다.",
    "6. 고르는 칸은 목록에서 고릅니다. 여럿을 적는 칸은 한 줄에 하나씩(Alt+Enter) 적으며, 쓸 수 있는 말은 '선택 목록' 시트에 있습니다.",
    "7. 승인번호처럼 긴 번호나 0으로 시작하는 번호는 표시 형식이 '텍스트'인 칸에 적습니다. 15자리를 넘는 숫자는 엑셀이 끝자리를 바꿉니다.",
    "8. 열의 차례를 바꾸거나 쓰지 않는 열을 지워도 됩니다. 제목의 글은 바꾸지 마세요. 시트의 사본은 남겨 두지 마세요.",
    "9. 점검 화면의 '잘못된 칸을 표시한 엑셀 받기'는 이 파일에 잘못된 칸을 색과 메모로 표시해 돌려줍니다. 숨기거나 걸러 낸 줄도 읽습니다.",
)


def guide_lines() -> tuple[str, ...]:
    """How to fill the workbook in, a line each."""
    return _GUIDE


def about(table: EntryTable) -> str:
    """What a sheet's rows are."""
    if table.key == ():
        return "한 사례에 한 줄"
    if table.is_form:
        return "한 사례에 여러 장일 수 있음" if table.many else "한 사례에 한 장"
    return "여러 줄. 문항마다 한 줄" if table.has_entries else "여러 줄"


def required_headings(table: EntryTable) -> str:
    """The headings that ask for a value in each row."""
    return ", ".join(column.heading for column in table.columns if column.required)


def prompt(column: EntryColumn) -> str:
    """The input message of a column, at most 255 characters."""
    parts = [column.description, _HOW.get(column.kind), _choices_hint(column), _bounds_hint(column)]
    text = ". ".join(part.rstrip(".") for part in parts if part)
    return text if len(text) <= PROMPT_LIMIT else text[: PROMPT_LIMIT - 1] + "…"


def _choices_hint(column: EntryColumn) -> str | None:
    if column.kind == "choices":
        return "'선택 목록' 시트의 말을 한 줄에 하나씩(Alt+Enter)"
    if column.nullable:
        return f"해당하지 않으면 '{NOT_APPLICABLE}'"
    return "목록에서 고름" if column.choices else None


def _bounds_hint(column: EntryColumn) -> str | None:
    if column.kind not in ("won", "number") or column.minimum in (None, 0) or column.choices:
        return None
    return f"{column.minimum:,}부터 {column.maximum:,}까지" if column.maximum is not None else None


def number_format(column: EntryColumn) -> str:
    """The format of a column: text stays text, so that no zero, dash or sign is taken for another."""
    return _FORMATS.get(column.kind, "General" if column.choices and column.nullable else "@")


def shown_width(text: str) -> int:
    """How wide a line of text is, in Latin characters: a syllable takes two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def width(heading: str, column: EntryColumn | None) -> float:
    """A column's width in characters; a long heading is broken over lines."""
    usual = _WIDTHS.get(column.kind, 18) if column is not None else 13
    return float(max(usual, min(shown_width(heading) + 3, 20)))


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a cell of that width."""
    return sum(max(1, -(-shown_width(line) // max(1, int(width) - 2))) for line in text.split("\n"))


def wraps(column: EntryColumn) -> bool:
    """Whether its cells hold several lines."""
    return column.kind in ("narrative", "words", "choices", "dates") or column.heading.startswith("주소")


def choice_columns(tables: Sequence[EntryTable]) -> dict[tuple[str, ...], str]:
    """Each list of coded words that the tables use, with the first heading that uses it."""
    found: dict[tuple[str, ...], str] = {}
    for table in tables:
        for column in table.columns:
            words = drop_down(column) or (column.choices if column.kind == "choices" else ())
            if words:
                found.setdefault(words, f"{table.title}: {column.heading}")
    return found


def drop_down(column: EntryColumn) -> tuple[str, ...]:
    """The words that a cell offers; empty where none does, or several may stand in one cell."""
    if column.kind == "flag":
        return ("예", "아니오")
    return column.choices if column.kind != "choices" else ()
