"""Reading a finished packet back with a second library, before it counts as made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from threading import Lock

import pypdfium2

from forms import DocumentError
from forms.particles import quoted_with_particle, with_particle
from generator.binding import BoundForm
from generator.layout import CONTENTS_TITLE, Layout


def check_packet(data: bytes, forms: Sequence[BoundForm], layout: Layout) -> int:
    """The number of pages of a sound packet; raises ``DocumentError`` naming what does not agree.

    Contents, outline, headings and page numbers are compared with each other as they stand
    in the finished bytes, not with what was meant.
    """
    frame = layout.packet
    if frame is None:
        raise DocumentError("묶음이 아닌 문서입니다.")
    texts, destinations = _read(data)
    titles = [*frame.titles, *(attached.title for attached in frame.attached)]
    starts = _contents_lines(texts, titles)
    _agree("차례의 줄 수", len(titles), len(starts))
    # The outline's first entries are the cover and the contents.
    _agree("책갈피의 수", len(titles) + 2, len(destinations))
    headings = [_squeeze(form.title) for form in forms[1:]] + [_squeeze(a.title) for a in frame.attached]
    for title, start, destination, heading in zip(titles, starts, destinations[2:], headings, strict=True):
        _agree(f"'{title}'의 책갈피가 가리키는 쪽", start, destination)
        if not 1 <= start <= len(texts):
            raise DocumentError(
                f"차례의 {quoted_with_particle(title, '이(가)')} 없는 쪽({start})을 가리킵니다."
            )
        if heading not in _squeeze(texts[start - 1]) and not _heading_stands(forms, title, texts[start - 1]):
            raise DocumentError(
                f"차례가 가리키는 {start}쪽에 {quoted_with_particle(title, '이(가)')} 없습니다."
            )
    if starts != sorted(set(starts)):
        raise DocumentError("차례의 쪽 번호가 차례대로 늘지 않습니다.")
    _check_page_numbers(texts, destinations[1], starts)
    return len(texts)


# The library may be used by one thread at a time.
_READING = Lock()


def _read(data: bytes) -> tuple[list[str], list[int]]:
    """The text of each page, and the page (from 1) that each entry of the outline's top level leads to.

    An entry that leads nowhere counts as 0.
    """
    try:
        with _READING, pypdfium2.PdfDocument(data) as document:
            texts = []
            for page in document:
                words = page.get_textpage()
                texts.append(words.get_text_range().replace("\r\n", "\n"))
                words.close()
                page.close()
            # Cut short at a depth, the reading warns on standard error of what it skips.
            outline = [mark for mark in document.get_toc() if mark.level == 0]
            found = [mark.get_dest() for mark in outline]
            leads = [place.get_index() if place is not None else None for place in found]
    except pypdfium2.PdfiumError as error:
        raise DocumentError(f"만든 묶음을 다시 읽지 못했습니다({type(error).__name__}).") from error
    return texts, [0 if page is None else page + 1 for page in leads]


def _check_page_numbers(texts: Sequence[str], contents: int, starts: Sequence[int]) -> None:
    """Each page says its number in the packet, and each page of a form its number in the form."""
    bounds = [1, contents, *starts, len(texts) + 1]
    for first, end in pairwise(bounds):
        for number in range(first, end):
            said = {(int(i), int(k)) for i, k in _NUMBERED.findall(texts[number - 1])}
            wanted = {(number, len(texts))}
            if first >= starts[0]:
                wanted.add((number - first + 1, end - first))
            if not wanted <= said:
                raise DocumentError(f"{number}쪽의 쪽 번호가 맞지 않습니다.")


_NUMBERED = re.compile(r"(?<!\d)(\d+)/(\d+)(?!\d)")


def _heading_stands(forms: Sequence[BoundForm], title: str, text: str) -> bool:
    """A heading may print more than the form's title (서비스 [ ■ 신청 □ 변경 ] 의뢰서)."""
    for form in forms:
        if title.startswith(form.title):
            heading = form.tree.find("h1")
            if heading is not None and _squeeze("".join(heading.itertext())) in _squeeze(text):
                return True
    return False


def _contents_lines(texts: Sequence[str], titles: Sequence[str]) -> list[int]:
    """The page numbers of the contents, in the order of the titles."""
    begun = next((n for n, text in enumerate(texts) if n and CONTENTS_TITLE in text), None)
    if begun is None:
        raise DocumentError("차례가 없습니다.")
    text, position, numbers = "\n".join(texts[begun : begun + 5]), 0, []
    for title in titles:
        # A long title may break over lines; its line ends with the number.
        letters = r"\s*".join(re.escape(letter) for letter in _squeeze(title))
        match = re.compile(letters + r"[\s.]*\.\s*(\d+)[ \t]*(?:\n|$)").search(text, position)
        if match is None:
            raise DocumentError(f"차례에 {quoted_with_particle(title, '이(가)')} 없습니다.")
        numbers.append(int(match[1]))
        position = match.end()
    return numbers


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _agree(what: str, expected: int, found: int) -> None:
    if expected != found:
        raise DocumentError(
            f"{with_particle(what, '이(가)')} 맞지 않습니다: {expected}이어야 하는데 {found}입니다."
        )
