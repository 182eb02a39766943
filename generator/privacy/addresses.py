"""Detailed addresses in Korean text: road and lot addresses, buildings with their units.

What stays is 시도, 시군구 and 읍면동; everything below becomes ``[상세주소]``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from generator.privacy.spans import Span, plain

DETAIL = "[상세주소]"
_HIDDEN_ONLY_BY_SHAPE = "주소로 보고 바꾸었습니다."

_L = "가-힣○△□◇☆"
_REGION = re.compile(rf"[{_L}]+(?:특별자치시|특별자치도|특별시|광역시|도|시|군|구|읍|면|동)")
_ZIP = re.compile(r"\(?(?:우\s?\)?\s?)?\d{5}\)?\s")
# What is counted after a number, so that 활동 3회 and 앞으로 2개월 are no addresses.
_COUNTED = (
    r"\s?(?:개월|개소|개|명|원|만|천|백|억|년|월|일|시간|시|분|초|회|차|번(?!지|길)|세|살|점|건|주|급|등급|단계|위|배|도|대|종|가지|"
    r"사람|인|학년|학기|반|호선|장|부|쪽|문항|항|조|%|㎡|평|km|m|cm|kg|[~∼～]|[.:/]\s?\d|,\d)|-\d"
)
_NUMBER = rf"(?:지하\s?)?\d{{1,5}}(?:\s?-\s?\d{{1,4}})?(?!\d)(?!{_COUNTED})"
_AFTER_NUMBER = r"(?=$|[\s,.)(\]'\"”’·]|번지|호|에|의|으?로|까지|부터|[은는이가을를와과])"


@dataclass(frozen=True)
class _Words:
    provinces: frozenset[str]
    buildings: str
    kinds_of_housing: frozenset[str]
    not_roads: frozenset[str]
    not_quarters: frozenset[str]


@cache
def _words() -> _Words:
    table = tomllib.loads(
        files("generator.privacy").joinpath("address_words.toml").read_text(encoding="utf-8")
    )
    lists: dict[str, list[str]] = {name: value.split() for name, value in table.items()}
    return _Words(
        provinces=frozenset(lists["provinces"]),
        buildings="|".join(sorted(lists["buildings"], key=lambda word: (-len(word), word))),
        kinds_of_housing=frozenset(lists["kinds_of_housing"]),
        not_roads=frozenset(lists["not_roads"]),
        not_quarters=frozenset(lists["not_quarters"]),
    )


def region_of(address: str) -> str:
    """An address down to its 읍면동, and ``[상세주소]`` for the rest."""
    region, rest = _parted(address)
    return " ".join([*region, DETAIL] if rest else region)


def _parted(address: str) -> tuple[list[str], list[str]]:
    tokens = _ZIP.sub("", plain(address), count=1).split()
    kept: list[str] = []
    for index, token in enumerate(tokens):
        word = token.rstrip(",")
        if word not in _words().provinces and not _REGION.fullmatch(word):
            return kept, tokens[index:]
        kept.append(word)
    return kept, []


@dataclass(frozen=True)
class AddressBook:
    """The roads and buildings of the addresses that a case gives: known wherever they stand alone."""

    names: tuple[str, ...]

    @classmethod
    def of(cls, addresses: Sequence[str]) -> AddressBook:
        """The book of these addresses."""
        names: set[str] = set()
        for address in addresses:
            for token in re.findall(rf"[{_L}A-Za-z\d]+", " ".join(_parted(address)[1])):
                road = re.fullmatch(rf"[{_L}][{_L}\d]*(?:로|길)", token)
                building = re.fullmatch(rf"[{_L}A-Za-z\d]{{2,}}?(?:{_words().buildings})", token)
                if road is not None or (building is not None and _is_proper(token)):
                    names.add(token)
        return cls(tuple(sorted(names, key=lambda name: (-len(name), name))))

    @cached_property
    def _known(self) -> re.Pattern[str] | None:
        if not self.names:
            return None
        return re.compile(
            rf"(?<![가-힣])(?:{'|'.join(map(re.escape, self.names))})(?:\s?\d{{1,5}}(?:-\d{{1,4}})?(?!\d)(?!{_COUNTED}))?{_tail()}"
        )

    def find(self, text: str) -> Iterator[Span]:
        """The detailed addresses of a (plain) text."""
        for match in _road().finditer(text):
            name = match["road"]
            if name in _words().not_roads or name.endswith(("으로", "므로")):
                continue
            sure = (
                match["sub"] is not None
                or match.end() > match.end("no")
                or name in self.names
                or _after_region(text, match.start())
            )
            yield _span(match.start(), match.end(), text, None if sure else _HIDDEN_ONLY_BY_SHAPE)
        for match in _lot().finditer(text):
            yield from _lot_span(text, match)
        for pattern in (_unit(), *_LONE_UNITS):
            for match in pattern.finditer(text):
                yield _span(match.start(), match.end(), text)
        if self._known is not None:
            for match in self._known.finditer(text):
                yield _span(match.start(), match.end(), text)


def guess_addresses(text: str) -> Iterator[Span]:
    """Buildings that bear a name, without a number: listed."""
    for match in _named_building().finditer(text):
        if _is_proper(match[0]):
            why = "사는 건물의 이름일 수 있어 그대로 두었습니다."
            yield Span(match.start(), match.end(), None, match[0], why)


def _span(start: int, end: int, text: str, why: str | None = None) -> Span:
    return Span(start, end, DETAIL, text[start:end], why)


def _is_proper(building: str) -> bool:
    """Whether a building is called by a name (새싹빌라), not by its kind (임대아파트)."""
    name = re.sub(rf"(?:{_words().buildings})$", "", building)
    kinds = _words().kinds_of_housing
    return len(name) > 1 and name not in kinds and not any(name.endswith(kind) for kind in kinds)


def _after_region(text: str, at: int) -> bool:
    before = text[max(0, at - 12) : at].split()
    return bool(before) and text[at - 1].isspace() and _is_region(before[-1])


def _is_region(word: str) -> bool:
    word = re.split(r"[^가-힣○△□◇☆]", word)[-1]
    return bool(_REGION.fullmatch(word)) and word not in _words().not_quarters


@cache
def _tail() -> str:
    """What may follow a building number: a building, a block, a floor, a unit, a quarter in brackets."""
    building = rf"[{_L}A-Za-z\d]{{0,14}}?(?:{_words().buildings})"
    block = r"제?(?:\d{1,4}|[A-Za-z가-하])동"
    unit = r"(?:지하|지층|반지하|옥탑|B)?\s?\d{1,4}\s?(?:층|호실?)|\d{1,4}-\d{1,4}호?"
    quarter = rf"\s?\([^()\n]{{0,24}}?(?:동|읍|면|리|가|{_words().buildings})[^()\n]{{0,16}}\)"
    return rf"(?:(?:[\s,]{{0,2}}(?:{building}|{block}|{unit}))|{quarter})*"


@cache
def _road() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![{_L}\d])(?P<road>[{_L}][{_L}\d·.]{{0,14}}?(?:로|길))(?P<sub>\s?\d{{1,4}}(?:번길|번가길|[가나다라마바사]길|길))?\s?"
        rf"(?P<no>{_NUMBER}(?:번지)?){_AFTER_NUMBER}{_tail()}"
    )


@cache
def _lot() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![{_L}])(?P<quarter>[{_L}]{{1,7}}(?:\d가|동|리|읍|면))\s(?P<hill>산\s?)?(?P<no>{_NUMBER})(?P<lot>\s?번지)?{_AFTER_NUMBER}(?P<tail>{_tail()})"
        rf"|(?<![{_L}])(?P<glued>[{_L}]{{1,7}}(?:\d가|동|리))(?P<glued_no>\d{{1,4}}(?:-\d{{1,4}})?\s?번지|\d{{1,4}}-\d{{1,4}}(?!\d)(?!{_COUNTED})){_tail()}"
        rf"|(?P<bare>(?<![\d\-])(?:산\s?)?\d{{1,4}}(?:-\d{{1,4}})?\s?번지){_tail()}"
    )


def _lot_span(text: str, match: re.Match[str]) -> Iterator[Span]:
    """The number of a lot; of the quarter only a 리 is taken with it."""
    if match["bare"] is not None:
        yield _span(match.start(), match.end(), text)
        return
    quarter = match["quarter"] or match["glued"]
    start = (
        match.start() if quarter.endswith("리") else match.start() + len(quarter) + (match["glued"] is None)
    )
    if quarter in _words().not_quarters and match["lot"] is None:
        return
    if match["glued"] is not None:
        yield Span(
            start, match.end(), f" {DETAIL}" if start > match.start() else DETAIL, text[start : match.end()]
        )
        return
    sure = bool(match["lot"] or match["hill"] or match["tail"]) or _after_region(text, match.start())
    if sure or "-" in match["no"]:
        why = None if sure else _HIDDEN_ONLY_BY_SHAPE
        yield _span(start, match.end(), text, why)


@cache
def _unit() -> re.Pattern[str]:
    building = rf"(?<![{_L}A-Za-z\d])[{_L}A-Za-z\d]{{0,14}}?(?:{_words().buildings})"
    block = r"제?(?:\d{1,4}|[A-Za-z가-하])동"
    unit = r"(?:지하|지층|반지하|옥탑|B)?\s?\d{1,4}\s?(?:층|호(?!선|차|봉)실?)"
    return re.compile(
        rf"{building}[\s,]{{0,2}}(?:{block}[\s,]{{0,2}})?(?:{unit}|\d{{1,4}}-\d{{1,4}}호?(?!\d)(?!{_COUNTED}))"
        rf"|{building}\s?{block}|(?<![{_L}\d])제?\d{{1,4}}동[\s,]{{0,2}}(?:지하\s?)?\d{{1,4}}\s?호실?"
    )


_LONE_UNITS = (
    re.compile(r"(?<![\d가-힣\-])\d{1,4}-\d{1,4}\s?호(?!선|차|봉|기)"),
    re.compile(r"(?<![\d가-힣\-])\d{3,4}\s?호(?!선|차|봉|기|점)(?:실)?"),
    re.compile(r"(?:반지하|지하|지층|옥탑)\s?\d{1,3}호"),
)


@cache
def _named_building() -> re.Pattern[str]:
    names = "아파트|빌라|맨션|오피스텔|하이츠|빌리지|팰리스|캐슬|타운"
    return re.compile(rf"(?<![{_L}A-Za-z\d])[{_L}A-Za-z\d]{{2,10}}?(?:{names})(?!단지)")
