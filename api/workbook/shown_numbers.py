"""What a cell shows of a number, from its number format.

Only what every spreadsheet shows alike is rendered: digits with literals between them, thousands,
decimals, per cent. For all else, such as fractions and exponents, the answer is None: what the cell
shows is not certain.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from api.workbook.format_codes import GENERAL, TEXT, Section, Token, sections_of

# Spreadsheets keep 15 digits of a number; what stands behind them is not what was typed.
DIGIT_LIMIT = 10**15
# General shows at most eleven characters of a number with decimals, fewer in a narrow column.
_GENERAL_DIGITS = 10


def shown_number(value: int | float, code: str) -> str | None:
    """What a cell with the format ``code`` shows of a number; None where that is not certain."""
    if abs(value) >= DIGIT_LIMIT:
        return None
    number = _decimal(value)
    if number is None:
        return None
    if code in (GENERAL, TEXT):
        return _general(number)
    sections = sections_of(code)
    chosen = _chosen(sections, number) if sections is not None else None
    if chosen is None:
        return None
    section, signed = chosen
    shown = _number(section, abs(number))
    if shown is None or not shown.strip():
        return None
    return ("-" if signed else "") + shown.strip()


def _decimal(value: int | float) -> Decimal | None:
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    return number if number.is_finite() else None


def _general(number: Decimal) -> str | None:
    if number == number.to_integral_value():
        return str(int(number))
    if len(number.as_tuple().digits) > _GENERAL_DIGITS or number.adjusted() < -4:
        return None
    return f"{number:f}"


def _chosen(sections: tuple[Section, ...], number: Decimal) -> tuple[Section, bool] | None:
    """The section for a number, and whether its sign is written before it."""
    first = sections[0]
    if any(section.condition is not None for section in sections):
        # [<=9999999]###-####;(0##) ###-####: each condition in turn, the last section for the rest.
        if number < 0 or len(sections) == 1 or sections[-1].condition is not None:
            return None
        for section in sections[:-1]:
            if section.condition is None:
                return None
            if _holds(section.condition, number):
                return section, False
        return sections[-1], False
    if number < 0:
        return (first, True) if len(sections) == 1 else (sections[1], False)
    return (sections[2] if number == 0 and len(sections) > 2 else first), False


def _holds(condition: tuple[str, Decimal], number: Decimal) -> bool:
    sign, bound = condition
    equal, less = number == bound, number < bound
    return {
        "=": equal,
        "<>": not equal,
        "<": less,
        "<=": less or equal,
        ">": not less and not equal,
        ">=": not less,
    }[sign]


def _number(section: Section, number: Decimal) -> str | None:
    if section.has("date", "text"):
        return None
    if section.has("general"):
        return _general_with_literals(section, number)
    tokens = list(section.tokens)
    if not section.has("digit"):
        # The "-" that stands for nought; of any other number nothing would be seen.
        return "".join(text for _, text in tokens) if number == 0 else None
    if any(kind == "literal" and "/" in text for kind, text in tokens):
        # Whether 0/0 is a fraction or two numbers with a stroke between them cannot be told.
        return None
    whole, decimals = _parted(tokens)
    grouped = _without_commas(whole)
    if grouped is None or any(kind in ("point", "comma") for kind, _ in decimals):
        return None
    number *= 100 ** sum(kind == "percent" for kind, _ in tokens)
    places = sum(kind == "digit" for kind, _ in decimals)
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    digits, _, fraction = f"{rounded:f}".partition(".")
    left = _filled_whole(grouped[0], digits.lstrip("0"), grouped[1])
    return None if left is None else left + _filled_fraction(decimals, fraction)


def _general_with_literals(section: Section, number: Decimal) -> str | None:
    shown = _general(number)
    if shown is None or section.has("digit", "point", "comma", "percent"):
        return None
    return "".join(shown if kind == "general" else text for kind, text in section.tokens)


def _parted(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """The tokens before the decimal point, and those from it on (the point as a literal)."""
    for position, (kind, _) in enumerate(tokens):
        if kind == "point":
            return tokens[:position], [("literal", "."), *tokens[position + 1 :]]
    return tokens, []


def _without_commas(whole: list[Token]) -> tuple[list[Token], bool] | None:
    """The tokens without commas, and whether thousands are set apart; None where commas scale."""
    places = [position for position, (kind, _) in enumerate(whole) if kind == "digit"]
    commas = [position for position, (kind, _) in enumerate(whole) if kind == "comma"]
    if not commas:
        return whole, False
    inside = range(places[0], places[-1] + 1) if places else range(0)
    if any(position not in inside for position in commas):
        return None
    if any(whole[position][0] not in ("digit", "comma") for position in inside):
        return None
    return [token for token in whole if token[0] != "comma"], True


def _filled_whole(tokens: list[Token], digits: str, grouped: bool) -> str | None:
    """The whole part: digits set into their places from the right, what is over before the first."""
    places = [position for position, (kind, _) in enumerate(tokens) if kind == "digit"]
    if not places:
        return None if digits else "".join(text for _, text in tokens)
    # A place to the right of a 0 always shows a digit.
    shown_from = next((n for n, p in enumerate(places) if tokens[p][1] == "0"), len(places))
    padded = digits.rjust(len(places) - shown_from, "0")
    filled = dict(zip(reversed(places), reversed(padded), strict=False))
    over = padded[: len(padded) - len(places)] if len(padded) > len(places) else ""
    if grouped:
        before = "".join(text for _, text in tokens[: places[0]])
        after = "".join(text for _, text in tokens[places[-1] + 1 :])
        return before + _thousands(padded) + after
    made = []
    for position, (kind, text) in enumerate(tokens):
        if kind != "digit":
            made.append(text)
            continue
        made.append(over if position == places[0] else "")
        made.append(filled.get(position, " " if text == "?" else ""))
    return "".join(made)


def _thousands(digits: str) -> str:
    first = len(digits) % 3
    return ",".join(
        filter(None, (digits[:first], *(digits[n : n + 3] for n in range(first, len(digits), 3))))
    )


def _filled_fraction(tokens: list[Token], digits: str) -> str:
    """The decimals: a # at the end shows no nought."""
    places = [position for position, (kind, _) in enumerate(tokens) if kind == "digit"]
    last = len(places)
    while last and tokens[places[last - 1]][1] != "0" and digits[last - 1] == "0":
        last -= 1
    filled = dict(zip(places[:last], digits, strict=False))
    return "".join(filled.get(p, "") if kind == "digit" else text for p, (kind, text) in enumerate(tokens))
