"""The names of a case's persons, found in Korean text however they are written.

A name is met in full (홍길동, 홍 길 동), by the given name alone (길동이는, 길동아), or with the
family name kept (홍씨, 홍○동). Where it could be something else, the span says so.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from forms.particles import agreeing, is_closed, is_hangul
from generator.privacy.particles import Tail, read_tail
from generator.privacy.spans import Span

_GAP = r"[\s·.\-]{0,2}"
_CIRCLES = "○△□◇☆"
_PLACEHOLDER = re.compile(rf"([{_CIRCLES}])\1+")
_HANGUL = re.compile(r"[가-힣]+")
_SPLIT = re.compile(r"[\s,/·;:()\[\]『』「」'\"“”‘’]+")


@dataclass(frozen=True)
class PersonWords:
    """The lists of ``person_words.toml``."""

    surnames: frozenset[str]
    all_surnames: frozenset[str]
    compound_surnames: frozenset[str]
    ordinary_given_names: frozenset[str]
    casework_given_names: frozenset[str]
    kin: re.Pattern[str]
    titles: frozenset[str]
    glued_before: re.Pattern[str]
    beside_unknown: tuple[str, ...]
    not_names: frozenset[str]
    given_syllables: str
    not_before_ssi: frozenset[str]
    offices: frozenset[str]
    district_units: frozenset[str]
    relations: Mapping[str, str]


@cache
def person_words() -> PersonWords:
    """The lists, read once."""
    table = tomllib.loads(
        files("generator.privacy").joinpath("person_words.toml").read_text(encoding="utf-8")
    )
    lists: dict[str, list[str]] = {
        name: value.split() if isinstance(value, str) else list(value) for name, value in table.items()
    }
    kin = sorted(lists["kin"], key=lambda word: -len(word))
    return PersonWords(
        surnames=frozenset(lists["surnames"]),
        all_surnames=frozenset((*lists["surnames"], *lists["rare_surnames"])),
        compound_surnames=frozenset(lists["compound_surnames"]),
        ordinary_given_names=frozenset(lists["ordinary_given_names"]),
        casework_given_names=frozenset(lists["casework_given_names"]),
        # 길동모, 길동부: the mother and the father of 길동.
        kin=re.compile(
            "|".join(kin) + r"|[모부母父형](?=(?:[은는이가을를와과의도만]|에게|한테)?(?![가-힣]))"
        ),
        titles=frozenset(lists["titles"]),
        glued_before=re.compile(rf"(?<![가-힣])(?:{'|'.join(lists['glued_before'])})$"),
        beside_unknown=tuple(lists["beside_unknown"]),
        not_names=frozenset(lists["not_names"]),
        given_syllables="".join(lists["given_syllables"]),
        not_before_ssi=frozenset(lists["not_before_ssi"]),
        offices=frozenset(lists["offices"]),
        district_units=frozenset(lists["district_units"]),
        relations=table["relations"],
    )


def split_name(name: str) -> tuple[str, tuple[str, ...]]:
    """Family name and possible given names of a Korean name; empty for a foreign name or a placeholder."""
    words = person_words()
    if not _HANGUL.fullmatch(name) or not 2 <= len(name) <= 5:
        return "", ()
    if name[:2] in words.compound_surnames and len(name) > 2:
        return name[:2], (name[2:], name[1:]) if len(name) == 3 else (name[2:],)
    if len(name) > 4 or name[0] not in words.all_surnames:
        return "", ()
    if len(name) == 4:
        # A child may bear both parents' family names: 김이하나.
        return name[0], (name[1:], name[2:]) if name[1] in words.surnames else (name[1:],)
    return name[0], (name[1:],)


def looks_like_a_name(token: str, syllables: Sequence[int] = (2, 3), rare: bool = False) -> bool:
    """Whether a word has the shape of a Korean name and is no post or other word we know.

    ``rare``: rare family names count too, unless the word ends like the name of an office.
    """
    words = person_words()
    if _PLACEHOLDER.fullmatch(token):
        return len(token) == 3
    if not _HANGUL.fullmatch(token) or token in words.titles or token in words.not_names:
        return False
    if words.kin.fullmatch(token) or token in words.beside_unknown:
        return False
    if token[:2] in words.compound_surnames:
        return len(token) - 1 in syllables
    if rare:
        return len(token) in syllables and token[0] in words.all_surnames and token[-1] not in words.offices
    return len(token) in syllables and token[0] in words.surnames


def is_district(token: str, following: str) -> bool:
    """Whether a word is the 시, 군 or 구 of the office that follows it: 김포시 자활팀, 강남구 복지정책과.

    Persons are called 민구, hardly 민시: a 시 may stand before any office, the others before a unit of their own.
    """
    words = person_words()
    if following in words.titles or following in words.not_names:
        return False
    units = words.offices if token[-1] == "시" else words.district_units
    return token[-1] in "시군구" and following[-1:] in units


def names_in(value: str, holds: str) -> tuple[str, ...]:
    """The names in the value of a field that names persons (``PersonMark.holds``).

    A field for names alone is a name as a whole where no part of it looks like one.
    """
    words = person_words()
    tokens = [token for token in _SPLIT.split(value) if token]
    # 홍 길동 and 홍 길 동 are one name.
    if len(tokens) > 1 and len(tokens[0]) == 1 and tokens[0] in words.all_surnames:
        joined = "".join(tokens[:3] if all(len(token) == 1 for token in tokens[:3]) else tokens[:2])
        if looks_like_a_name(joined, (2, 3)):
            return (joined,)
    if holds != "name":
        # 주택의 before another word is no name.
        tokens = [token for token in tokens[:-1] if not token.endswith("의")] + tokens[-1:]
        tokens = [
            token
            for token, following in zip(tokens, [*tokens[1:], ""], strict=True)
            if not is_district(token, following)
        ]
        found = [token for token in map(_before_particle, tokens) if looks_like_a_name(token, (3,))]
        if not found and holds == "contact":
            found = [token for token in tokens if looks_like_a_name(token, (3,), rare=True)]
        return tuple(dict.fromkeys(found))
    found = [token for token in tokens if looks_like_a_name(token)]
    whole = " ".join(token for token in tokens if token not in words.titles)
    return tuple(dict.fromkeys(found)) or ((whole,) if whole else ())


def _before_particle(token: str) -> str:
    """The name in a word that is a name with its particle: 김다정과, 김다정씨; any other word as it is."""
    size = 4 if token[:2] in person_words().compound_surnames else 3
    stem, rest = token[:size], token[size:]
    if not rest or not looks_like_a_name(stem, (3,)):
        return token
    tail = read_tail(token, size, stem, person_words().kin)
    # 오토바이 is no 오토바 with a particle, which would be 가.
    agrees = tail.pair is None or rest == tail.pair[0 if is_closed(stem) else 1]
    return stem if tail.of_person or (agrees and tail.length == len(rest)) else token


@dataclass(frozen=True)
class Bearer:
    """Who bears a name: the role that stands for the person, and where in the case the person stands."""

    role: str
    stands: str


@dataclass(frozen=True)
class KnownName:
    """A name of the case with those who bear it."""

    name: str
    bearers: tuple[Bearer, ...]

    @cached_property
    def _parts(self) -> tuple[str, tuple[str, ...]]:
        return split_name(self.name)

    @property
    def surname(self) -> str:
        """The family name; empty where the name does not part."""
        return self._parts[0]

    @property
    def given_names(self) -> tuple[str, ...]:
        """The given name; two where it could be parted in two ways."""
        return self._parts[1]

    def role(self, stands: str | None) -> tuple[str, str | None]:
        """The role, and a doubt where several bear the name and ``stands`` does not tell them apart."""
        chosen = next((bearer for bearer in self.bearers if bearer.stands == stands), None)
        if chosen is not None or len(self.bearers) == 1:
            return (chosen or self.bearers[0]).role, None
        roles = ", ".join(bearer.role for bearer in self.bearers)
        return self.bearers[0].role, f"같은 이름이 여럿({roles})이라 앞의 것으로 바꾸었습니다."

    @property
    def _is_outside(self) -> bool:
        """Whether only persons outside the household bear the name: they are seldom called by half of it."""
        return all(bearer.stands in ("outside", "anyone") for bearer in self.bearers)

    def in_full(self, text: str, stands: str | None) -> Iterator[Span]:
        """The whole name, its syllables together or apart."""
        role, doubt = self.role(stands)
        for match in self._full.finditer(text):
            if _PLACEHOLDER.fullmatch(self.name):
                yield from _placeholder(text, match, role, doubt)
            elif self.surname:
                yield from self._korean(text, match, role, doubt)
            else:
                tail = read_tail(text, match.end(), self.name, person_words().kin)
                yield _replaced(match, tail, role, doubt)

    @cached_property
    def _full(self) -> re.Pattern[str]:
        if _PLACEHOLDER.fullmatch(self.name):
            return re.compile(rf"(?<!{self.name[0]}){self.name}(?!{self.name[0]})")
        pieces = _GAP.join(re.escape(letter) for letter in self.name if not letter.isspace())
        latin = self.name.isascii()
        return re.compile(rf"(?<![A-Za-z]){pieces}(?![A-Za-z])" if latin else pieces, re.IGNORECASE)

    def _korean(self, text: str, match: re.Match[str], role: str, doubt: str | None) -> Iterator[Span]:
        tail = read_tail(text, match.end(), self.name, person_words().kin)
        apart, begins = match[0] != self.name, _begins_word(text, match.start())
        if apart and (not begins or not tail.known or (len(self.name) == 2 and not tail.of_person)):
            if begins and tail.known:
                yield Span(
                    match.start(), match.end(), None, match[0], "띄어 쓴 이름일 수 있어 그대로 두었습니다."
                )
            return
        if len(self.name) == 2 and not (begins and tail.known) and not tail.of_person:
            return
        if not begins or (not tail.known and not _title_follows(text, match.end())):
            doubt = doubt or "다른 말에 붙어 있는 이름을 바꾸었습니다."
        elif self._is_phrase(apart):
            doubt = doubt or "흔한 낱말이기도 한 이름이라 확인이 필요합니다. 바꾸었습니다."
        yield _replaced(match, tail, role, doubt)

    def _is_phrase(self, apart: bool) -> bool:
        words = person_words()
        ordinary = words.ordinary_given_names | words.casework_given_names
        return apart and any(given in ordinary for given in self.given_names)

    def by_given_name(self, text: str, stands: str | None) -> Iterator[Span]:
        """The given name alone; parts of a foreign name."""
        role, doubt = self.role(stands)
        for given in self.given_names:
            if len(given) > 1:
                yield from _given(text, given, role, doubt, self._is_outside)
        if not self.surname and not _PLACEHOLDER.fullmatch(self.name):
            for part in self.name.split():
                if part != self.name and len(part) > (2 if part.isascii() else 1):
                    for match in re.finditer(rf"(?<![A-Za-z가-힣]){re.escape(part)}(?![A-Za-z])", text):
                        tail = read_tail(text, match.end(), part, person_words().kin)
                        yield _replaced(match, tail, role, doubt)
            yield from self._foreign_half(text, role)

    def _foreign_half(self, text: str, role: str) -> Iterator[Span]:
        """The beginning or the end of a foreign name in Hangul, where a person is called by it (티란 씨)."""
        if self._foreign_halves is None:
            return
        for match in self._foreign_halves.finditer(text):
            tail = read_tail(text, match.end(), match[0], person_words().kin)
            if tail.address:
                yield _replaced(match, tail, role, "외국 이름의 일부로 보고 바꾸었습니다.")

    @cached_property
    def _foreign_halves(self) -> re.Pattern[str] | None:
        whole = "".join(self.name.split())
        if len(whole) < 4 or _HANGUL.fullmatch(whole) is None:
            return None
        cuts = range(2, len(whole) - 1)
        halves = {whole[:cut] for cut in cuts} | {whole[cut:] for cut in cuts}
        longest_first = sorted(halves, key=lambda half: (-len(half), half))
        return re.compile(rf"(?<![가-힣])(?:{'|'.join(longest_first)})")

    def by_short_forms(self, text: str) -> Iterator[Span]:
        """A given name of one syllable, or its last syllable as a pet name: listed, seldom replaced."""
        role, _ = self.role(None)
        for given in self.given_names:
            for match in re.finditer(rf"(?<![가-힣]){given[-1]}(?=이(?!라|나|든|며)|[씨군양아야])", text):
                tail = read_tail(text, match.end(), given[-1], person_words().kin)
                if len(given) == 1 and tail.address:
                    yield _replaced(match, tail, role, "한 글자 이름으로 보고 바꾸었습니다.")
                elif (len(given) == 1 and tail.known) or tail.address == "이":
                    end = match.end() + len(tail.address)
                    why = "한 글자 이름이나 줄여 부르는 이름일 수 있어 그대로 두었습니다."
                    yield Span(match.start(), end, None, text[match.start() : end], why)


def by_surname(names: Sequence[KnownName], text: str) -> Iterator[Span]:
    """A family name of the case with 씨 or with circles (홍씨, 홍○동, 홍○○)."""
    for surname in dict.fromkeys(known.surname for known in names if known.surname):
        bearers = [known for known in names if known.surname == surname]
        pattern = rf"(?<![가-힣]){surname}(?:\s?모)?\s?(?=씨)|(?<![가-힣]){surname}(?:[○*＊]{{1,2}}|[OX]{{2}})[가-힣]?"
        for match in re.finditer(pattern, text):
            tail = read_tail(text, match.end(), surname, person_words().kin)
            if match[0][-1] in "○*＊OX" or tail.address == "씨":
                yield _surname_span(match, tail, bearers)
            elif is_hangul(match[0][-1]) and not match[0].endswith(("모", surname)):
                named = [known for known in bearers if known.name[-1] == match[0][-1]]
                cut = re.compile(re.escape(match[0][: None if named else -1])).match(text, match.start())
                if cut is not None:
                    tail = read_tail(text, cut.end(), cut[0], person_words().kin)
                    yield _surname_span(cut, tail, named or bearers)


def _surname_span(match: re.Match[str], tail: Tail, bearers: Sequence[KnownName]) -> Span:
    if len(bearers) == 1:
        role, doubt = bearers[0].role(None)
        return _replaced(match, tail, role, doubt)
    roles = ", ".join(dict.fromkeys(known.role(None)[0] for known in bearers))
    return _replaced(match, tail, "○○○", f"성이 같은 사람이 여럿({roles})이라 누구인지 모릅니다. 가렸습니다.")


def _given(text: str, given: str, role: str, doubt: str | None, outside: bool) -> Iterator[Span]:
    words = person_words()
    for match in re.finditer(re.escape(given), text):
        tail = read_tail(text, match.end(), given, words.kin)
        if not _begins_word(text, match.start()):
            yield from _inside_a_word(text, match, tail, role)
        elif given in words.casework_given_names:
            if tail.of_person:
                yield _replaced(match, tail, role, doubt)
            elif tail.known:
                why = "이름이자 늘 쓰는 낱말이라 그대로 두었습니다."
                yield Span(match.start(), match.end(), None, given, why)
        elif given in words.ordinary_given_names and not tail.of_person:
            if tail.known:
                why = doubt or "흔한 낱말이기도 한 이름이라 확인이 필요합니다. 바꾸었습니다."
                yield _replaced(match, tail, role, why)
            else:
                why = "이름일 수도 있는 낱말의 일부라 그대로 두었습니다."
                yield Span(match.start(), match.end(), None, given, why)
        elif tail.known or _title_follows(text, match.end()):
            yield _replaced(match, tail, role, doubt)
        elif outside:
            why = "이름일 수도 있는 낱말의 일부라 그대로 두었습니다."
            yield Span(match.start(), match.end(), None, given, why)
        else:
            yield _replaced(match, tail, role, doubt or "다른 말에 붙어 있는 이름을 바꾸었습니다.")


def _inside_a_word(text: str, match: re.Match[str], tail: Tail, role: str) -> Iterator[Span]:
    """A given name right after other syllables: 큰딸하린이, another family name, or only a part of a word."""
    words = person_words()
    if words.glued_before.search(text, max(0, match.start() - 6), match.start()):
        if tail.known:
            yield _replaced(match, tail, role, "다른 말에 붙어 있는 이름을 바꾸었습니다.")
        return
    before = match.start() - 1
    if text[before] in words.surnames and _begins_word(text, before) and (tail.known or tail.of_person):
        why = "성이 다른 같은 이름이라 그대로 두었습니다."
        yield Span(before, match.end(), None, text[before : match.end()], why)
    elif tail.of_person:
        yield _replaced(match, tail, role, "다른 말에 붙어 있는 이름을 바꾸었습니다.")


def _placeholder(text: str, match: re.Match[str], role: str, doubt: str | None) -> Iterator[Span]:
    """○○○은 is a person of the case; ○○○교회 and ○○○동 are not."""
    tail = read_tail(text, match.end(), match[0], person_words().kin)
    if tail.known or _title_follows(text, match.end()):
        if tail.address in ("군", "양"):
            doubt = doubt or "사람인지 고장인지 분명하지 않습니다. 사람으로 보고 바꾸었습니다."
        yield _replaced(match, tail, role, doubt)


def _replaced(match: re.Match[str], tail: Tail, role: str, doubt: str | None) -> Span:
    particle = agreeing(role, tail.pair) if tail.pair is not None else ""
    return Span(match.start(), match.end() + tail.length, role + particle, match[0], doubt)


def _begins_word(text: str, at: int) -> bool:
    return at == 0 or not is_hangul(text[at - 1])


def _title_follows(text: str, at: int) -> bool:
    return any(text.startswith(title, at) for title in person_words().titles)
