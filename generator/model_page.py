"""A page laid out from a form's model, for forms of which the source gives the contents alone.

Fields stand in the order of the model: short values in label and value cells, two pairs a row; coded
words as boxes; long text in tall cells; lists of records as tables; who signs on a line of its own. The
marks of ``forms.page`` begin sections and leave fields out. The tree is that of a template: the same
checker, binding and writers follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from lxml import etree
from pydantic import AfterValidator, BaseModel
from pydantic.fields import FieldInfo

from forms import Form, TemplateError
from forms.fields import NarrativeMark, PersonMark, WonMark
from forms.form import marked, marker
from forms.page import (
    After,
    BlankRows,
    Centred,
    Columns,
    Heading,
    Notice,
    Prose,
    Room,
    Share,
    Signature,
    Unprinted,
)
from forms.places import bare, is_list, model_in, options_of
from generator.template_words import YES_NO

LABEL, VALUE = 16, 34
BLANK_ROWS = 3
# More or longer words than a line holds become a table of boxes.
INLINE_WORDS, INLINE_LETTERS, LONG_WORD, WHOLE_LINE = 6, 44, 14, 34


@dataclass(frozen=True)
class _Field:
    """A field on the page: its title, its path in the print view, and what it holds."""

    title: str
    path: str
    info: FieldInfo

    @property
    def annotation(self) -> Any:
        return self.info.annotation

    @property
    def words(self) -> tuple[str, ...]:
        return options_of(self.annotation)

    def marked(self, kind: type[Any]) -> bool:
        return marker(self.info, kind) is not None

    @property
    def is_flag(self) -> bool:
        return bare(self.annotation) is bool

    @property
    def is_long(self) -> bool:
        return self.marked(NarrativeMark)


def model_page(form: Form) -> etree._Element:
    """The page of a form as the tree of a template; raises ``TemplateError`` for what no rule lays out."""
    page = etree.Element("article")
    # What tells forms of one name apart, in brackets behind the title, stands below it.
    name, _, kind = form.title.partition("(") if form.title.endswith(")") else (form.title, "", "")
    etree.SubElement(page, "h1").text = name
    if kind:
        etree.SubElement(page, "p", {"class": "center"}).text = kind.removesuffix(")")
    for notice in marked(form.printed_model, Notice) if form.printed_model is not None else ():
        etree.SubElement(page, "p", {"class": "center", "data-if": notice}).text = f"{{{{ {notice} }}}}"
    _lay(page, _placed(form), form.id)
    return page


def _placed(form: Form) -> list[_Field]:
    """The fields in page order, the computed ones after those that they sum up."""
    fields = list(_fields(form.model, ""))
    for name, info in form.printed_model.model_fields.items() if form.printed_model is not None else ():
        if marker(info, Unprinted) is not None or marker(info, Notice) is not None:
            continue
        after = marker(info, After)
        places = [at for at, field in enumerate(fields) if after is not None and field.path == after.field]
        # Several after one field keep the order of their model.
        at = places[0] + 1 if places else len(fields)
        while places and at < len(fields) and (known := marker(fields[at].info, After)) and known == after:
            at += 1
        fields.insert(at, _Field(info.title or name, name, info))
    return fields


def _fields(model: type[BaseModel], prefix: str) -> Iterator[_Field]:
    for name, info in model.model_fields.items():
        if marker(info, Unprinted) is None:
            yield _Field(info.title or name, f"{prefix}{name}", info)


def _lay(page: etree._Element, fields: list[_Field], form_id: str) -> None:
    run: list[_Field] = []
    within = page
    before: _Field | None = None

    def end_run(signed: bool = False) -> None:
        if run:
            within.append(_pairs(run))
            # A signature alone on a page signs nothing; what may be long is left free to break.
            if signed and not any(map(_takes_the_row, run)):
                _keep_with_next(within[-1])
            run.clear()

    for field in fields:
        heading = marker(field.info, Heading)
        if heading is not None:
            end_run()
            shown = heading.only_if
            within = page if shown is None else etree.SubElement(page, "section", {"data-if": shown})
            etree.SubElement(within, "h2").text = heading.title
        record = model_in(field.annotation)
        if record is not None:
            end_run()
            if is_list(field.annotation):
                within.append(_list(field, record, form_id))
            else:
                if heading is None:
                    etree.SubElement(within, "h2").text = field.title
                _lay(within, list(_fields(record, f"{field.path}.")), form_id)
        elif field.marked(Signature):
            end_run(signed=True)
            if before is not None and before.marked(Signature):
                # Who sign one after another stand together.
                _keep_with_next(within[-1])
            within.append(_signature(field))
        elif field.marked(Prose) or field.marked(Centred):
            end_run()
            within.append(_prose(field) if field.marked(Prose) else _centred(field))
        elif _is_mapping(field):
            raise TemplateError(f"{form_id}: {field.path} needs a template")
        else:
            run.append(field)
        before = field
    end_run()


def _keep_with_next(table: etree._Element) -> None:
    for row in table.iter("tr"):
        row.set("class", "with-next")


def _is_mapping(field: _Field) -> bool:
    return getattr(bare(field.annotation), "__origin__", None) is dict


def _pairs(fields: list[_Field]) -> etree._Element:
    """Label and value cells, two pairs a row; what needs room takes the row."""
    table = _table([LABEL, VALUE, LABEL, VALUE])
    body = etree.SubElement(table, "tbody")
    waiting: list[_Field] = []

    def end_row() -> None:
        if waiting:
            row = etree.SubElement(body, "tr")
            for field in waiting:
                etree.SubElement(row, "th").text = field.title
                row.append(_value(field))
            if len(waiting) == 1:
                row[-1].set("colspan", "3")
            waiting.clear()

    for field in fields:
        if _takes_the_row(field):
            end_row()
            waiting.append(field)
            end_row()
        else:
            waiting.append(field)
            if len(waiting) == 2:
                end_row()
    end_row()
    return table


def _takes_the_row(field: _Field) -> bool:
    several = is_list(field.annotation)
    # A box and what is around it take the room of two letters.
    wide = len("".join(field.words)) + 2 * len(field.words) > VALUE // 2
    return field.is_long or several or wide or _is_text(field)


def _is_text(field: _Field) -> bool:
    """Text that may break over lines, such as an address or a reason."""
    # Whatever looks at a text (one line, a number, a time of day) refuses line breaks.
    arguments = (*field.info.metadata, *_metadata(field.annotation))
    one_line = any(isinstance(argument, AfterValidator) for argument in arguments)
    return bare(field.annotation) is str and not one_line and not field.marked(PersonMark) and not field.words


def _metadata(annotation: Any) -> tuple[Any, ...]:
    own: tuple[Any, ...] = getattr(annotation, "__metadata__", ())
    return own + tuple(item for argument in get_args(annotation) for item in _metadata(argument))


def _value(field: _Field) -> etree._Element:
    cell = etree.Element("td")
    words = YES_NO if field.is_flag else field.words
    if words:
        _boxes(cell, field.path, words)
    elif is_list(field.annotation):
        etree.SubElement(cell, "p", {"data-for": f"one in {field.path}"}).text = "{{ one }}"
    else:
        cell.text = f"{{{{ {field.path} }}}}"
        room = marker(field.info, Room)
        tall = f"top {room.style if room is not None else 'tall'}"
        style = tall if field.is_long else "right" if field.marked(WonMark) else ""
        if style:
            cell.set("class", style)
    return cell


def _boxes(cell: etree._Element, path: str, words: tuple[str, ...]) -> None:
    if len(words) > INLINE_WORDS or len("".join(words)) > INLINE_LETTERS:
        longest = max(map(len, words))
        columns = 1 if longest > WHOLE_LINE else 2 if longest > LONG_WORD else 3
        etree.SubElement(cell, "options", field=path, columns=str(columns))
        return
    for word in words:
        piece = etree.SubElement(cell, "span", {"class": "option keep"})
        piece.text = f'{{{{ option({path}, "{word}") }}}}'
        piece.tail = " "


def _list(field: _Field, record: type[BaseModel], form_id: str) -> etree._Element:
    """A list of records as a table: its title, a heading a field, a row a record."""
    shown = marker(field.info, Columns)
    names = shown.names if shown is not None else tuple(record.model_fields)
    columns = [column for column in _fields(record, "row.") if column.path.removeprefix("row.") in names]
    for column in columns:
        if model_in(column.annotation) is not None or _is_mapping(column):
            raise TemplateError(f"{form_id}: {field.path}: a list inside a list needs a template")
    table = _table([_width(column) for column in columns])
    head = etree.SubElement(table, "thead")
    title = etree.SubElement(
        etree.SubElement(head, "tr"), "th", {"class": "head left", "colspan": str(len(columns))}
    )
    title.text = field.title
    titles = etree.SubElement(head, "tr")
    small = " small" if len(columns) > 7 else ""
    for column in columns:
        etree.SubElement(titles, "th", {"class": f"center{small}"}).text = column.title
    blank = marker(field.info, BlankRows)
    least = blank.count if blank is not None else BLANK_ROWS
    body = etree.SubElement(table, "tbody")
    row = etree.SubElement(body, "tr", {"data-for": f"row in {field.path}", "data-min": str(least)})
    for column in columns:
        row.append(_cell(column, small))
    return table


def _cell(column: _Field, small: str) -> etree._Element:
    kind = bare(column.annotation)
    if column.marked(WonMark):
        style = "right"
    elif column.is_long:
        style = "top row-room"
    elif column.words or column.is_flag or kind in (date, int) or column.marked(PersonMark):
        style = "center"
    else:
        style = ""
    classes = f"{style}{small}".strip()
    cell = etree.Element("td", {"class": classes} if classes else {})
    if is_list(column.annotation):
        etree.SubElement(cell, "p", {"data-for": f"one in {column.path}"}).text = "{{ one }}"
    elif kind is date:
        # A date is one word.
        etree.SubElement(cell, "span", {"class": "keep"}).text = f"{{{{ {column.path} }}}}"
    else:
        cell.text = f"{{{{ {column.path} }}}}"
    return cell


def _width(column: _Field) -> int:
    """The share of a column, as its mark says, else by what it holds; never less than its heading needs."""
    told = marker(column.info, Share)
    if told is not None:
        return int(told.of_width)
    if column.is_long:
        share = 34
    elif _is_text(column):
        share = 28
    elif column.marked(WonMark):
        share = 15
    elif bare(column.annotation) is date:
        share = 13
    elif column.is_flag or bare(column.annotation) is int:
        share = 9
    elif column.words:
        share = 4 + 2 * min(8, max(map(len, column.words)))
    else:
        person = marker(column.info, PersonMark)
        share = 13 if person is not None and person.holds == "name" else 18
    return max(share, min(16, 2 * len(column.title)))


def _prose(field: _Field) -> etree._Element:
    """A text across the page; of a list a paragraph each."""
    if is_list(field.annotation):
        paragraph = etree.Element("p", {"class": "loose", "data-for": f"one in {field.path}"})
        paragraph.text = "{{ one }}"
    else:
        paragraph = etree.Element("p", {"class": "loose", "data-if": field.path})
        paragraph.text = f"{{{{ {field.path} }}}}"
    return paragraph


def _centred(field: _Field) -> etree._Element:
    """A day in words, or a name with room to write it."""
    is_day = bare(field.annotation) is date
    paragraph = etree.Element("p", {"class": "center loose" if is_day else "center strong loose"})
    paragraph.text = f"{{{{ korean_date({field.path}) }}}}" if is_day else f"{{{{ fill({field.path}, 24) }}}}"
    return paragraph


def _signature(field: _Field) -> etree._Element:
    table = _table([50, 50])
    table.set("class", "open")
    row = etree.SubElement(etree.SubElement(table, "tbody"), "tr")
    etree.SubElement(row, "td")
    etree.SubElement(
        row, "td", {"class": "right"}
    ).text = f"{field.title} : {{{{ fill({field.path}, 16) }}}} (서명 또는 인)"
    return table


def _table(shares: list[int]) -> etree._Element:
    table = etree.Element("table")
    group = etree.SubElement(table, "colgroup")
    for share in shares:
        etree.SubElement(group, "col", width=str(share))
    return table
