"""Several people with several windows on several cases, and what must be true of the cases whatever they do.

A window holds a page as the service sent it, however old. The model beside it is a plain one: the words of each
case, by where they stand. Every word that is typed begins with that of the case it belongs to, so that a paper,
a page or a case in which another's word stands is found at once.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import html

from api.casebook.kept_case import CaseGone, KeptCase
from tests.api.service.conftest import Running
from tests.api.service.entering import as_another_browser
from tests.api.service.sheet_pages import boxes, kept, now, send
from tests.reading import sample

WORDS = ("ALFA", "BRAVO", "CHARLIE")
# Boxes that are typed into: on every page, on that of the heads, on the sheets (where ``PRINTED`` ones show).
HEADS = ("case_no", "client/address", "client/phone")
FIRST = ("case_no", "client/phone")
TYPED = {
    "monitor_sheet": ("expressed_needs", "latent_needs", "consultation"),
    "closure_review": ("intervention", "change", "opinion"),
}
Leaves = dict[str, Any]


def leaves(value: Any, at: str = "") -> Leaves:
    """What a value says, by where; nothing where it says nothing."""
    if isinstance(value, dict):
        return {k: v for key, one in value.items() for k, v in leaves(one, f"{at}/{key}").items()}
    if isinstance(value, list):
        return {k: v for n, one in enumerate(value) for k, v in leaves(one, f"{at}/{n}").items()}
    return {at.removeprefix("/"): value} if value not in (None, "") else {}


@dataclass
class Told:
    """What a case says as far as it was told to be saved."""

    word: str
    heads: Leaves
    sheets: dict[str, list[Leaves]]
    removed: bool = False
    aside: list[tuple[str, Leaves]] = field(default_factory=list)

    @classmethod
    def of(cls, word: str, raw: dict[str, Any]) -> Told:
        """The model of a case file."""
        held = {form: one if isinstance(one, list) else [one] for form, one in raw["forms"].items()}
        sheets = {form: [leaves(one) for one in several] for form, several in held.items()}
        return cls(word, leaves({key: one for key, one in raw.items() if key != "forms"}), sheets)

    def said(self) -> tuple[Leaves, dict[str, list[Leaves]]]:
        """All of it that stands in the case file."""
        return self.heads, {form: several for form, several in self.sheets.items() if several}


@dataclass(eq=False)
class Window:
    """A page of a case in one of the browsers, as it was sent; ``typed`` is what stands in its boxes since."""

    browser: int
    id: str
    form: str
    number: int
    tree: Any
    revision: int
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def to(self) -> str:
        """The address of its page."""
        return f"/cases/{self.id}" + (f"/sheets/{self.form}/{self.number}" if self.form else "")

    @property
    def place(self) -> str:
        """What the names of the boxes of its sheet begin with."""
        return str(self.tree.xpath("//form[@id='page']//input[@name='place']/@value")[0])

    def sent(self) -> list[tuple[str, str]]:
        """What its browser would send."""
        there = [(name, self.typed.get(name, value)) for name, value in boxes(self.tree)]
        assert self.typed.keys() <= {name for name, _ in there}
        return there


class Wandering:
    """One run: what is done next is drawn, what must hold is checked after each step."""

    def __init__(self, running: Running, draw: random.Random, cases: int) -> None:
        self.running, self.client, self.draw = running, running.client, draw
        self.count = 0
        self.steps: list[str] = []
        self.jars = [self._jar(), self._jar()]
        self.told: dict[str, Told] = {}
        self.windows: list[Window] = []
        self.papers = self.stale = self.accepted = 0
        for word in WORDS[:cases]:
            raw = self._case(word)
            self.told[kept(running, raw).id] = Told.of(word, raw)

    def _jar(self) -> dict[str, str]:
        as_another_browser(self.client)
        return dict(self.client.cookies)

    def _word(self, word: str) -> str:
        self.count += 1
        return f"{word}{self.count}"

    def _case(self, word: str) -> dict[str, Any]:
        raw = sample("monitor_sheet")
        raw["forms"] = {**raw["forms"], **sample("closure_review")["forms"]}
        raw["case_no"] = self._word(word)
        raw["client"]["address"] = self._word(word)
        for form, keys in TYPED.items():
            held = raw["forms"][form]
            for sheet in held if isinstance(held, list) else [held]:
                sheet.update({key: self._word(word) for key in keys})
        return raw

    # --- what holds

    def step(self) -> None:
        """Do something, and look at every case."""
        action = self.draw.choice(self._actions())
        action()
        for id, told in self.told.items():
            self._holds(id, told)

    def _holds(self, id: str, told: Told) -> None:
        casebook = self.running.app.state.context.casebook
        try:
            case: KeptCase = casebook.case(id)
        except CaseGone:
            assert told.removed, self.story
            return
        assert not told.removed, self.story
        assert Told.of(told.word, case.raw).said() == told.said(), self.story
        assert [(one.form, leaves(one.record)) for one in case.aside] == told.aside, self.story

    @property
    def story(self) -> str:
        """What was done so far, for whoever reads a failure."""
        return "\n".join(self.steps[-25:])

    def _own(self, told: Told, text: str) -> None:
        for word in WORDS:
            assert word == told.word or word not in text, self.story

    def _get(self, browser: int, to: str) -> Any:
        self.client.cookies.clear()
        self.client.cookies.update(self.jars[browser])
        answer = self.client.get(to)
        assert answer.status_code < 500, (to, self.story)
        return answer

    def _send(self, window: Window, to: str, do: str, **more: str) -> Any:
        self.client.cookies.clear()
        self.client.cookies.update(self.jars[window.browser])
        answer = send(self.client, to, window.sent(), do, **more)
        assert answer.status_code < 500, (to, do, self.story)
        return answer

    # --- what is done

    def _actions(self) -> list[Callable[[], None]]:
        always = [self.open, self.open, self.remove, self.restore, self.copy]
        with_window = [self.type, self.type, self.type, self.save, self.save, self.autosave, self.autosave]
        with_window += [
            self.check,
            self.add,
            self.out,
            self.back,
            self.paper,
            self.paper,
            self.paper,
            self.follow,
        ]
        with_window += [self.twice]
        return always + (with_window * 2 if self.windows else [])

    def _living(self) -> list[str]:
        return [id for id, told in self.told.items() if not told.removed]

    def open(self) -> None:
        """Open a page of a case in a window, which may be an old one."""
        if not self._living():
            return
        id = self.draw.choice(self._living())
        sheets = [(form, n + 1) for form, held in self.told[id].sheets.items() for n in range(len(held))]
        form, number = self.draw.choice([("", 0), *(one for one in sheets if one[0] in TYPED)])
        window = Window(self.draw.randrange(2), id, form, number, None, 0)
        self.steps.append(f"open {self.told[id].word} {window.to}")
        self._show(window, self._get(window.browser, window.to))
        self.windows = [*self.windows[-5:], window]

    def _show(self, window: Window, answer: Any) -> None:
        assert answer.status_code == 200, self.story
        self._own(self.told[window.id], answer.text)
        window.tree = html.fromstring(answer.text)
        window.revision = int(dict(boxes(window.tree))["revision"])
        window.typed = {}

    def _window(self) -> Window:
        return self.draw.choice(self.windows)

    def type(self) -> None:
        """Type into a box, or empty it."""
        window = self._window()
        told = self.told[window.id]
        keys = [f"/{key}" for key in (FIRST if window.form else HEADS)]
        keys += [f"{window.place}/{key}" for key in TYPED.get(window.form, ())]
        key = self.draw.choice(keys)
        # Without a number nothing is drawn up.
        empty = key != "/case_no" and self.draw.random() < 0.1
        window.typed[key] = "" if empty else self._word(told.word)
        self.steps.append(f"type {window.to} {key} {window.typed[key]!r}")

    def save(self) -> None:
        """Press the button that saves."""
        self._press(self._window(), "save")

    def check(self) -> None:
        """Ask for the faults, or for a paper."""
        self._press(self._window(), self.draw.choice(["check", "docx"]))

    def twice(self) -> None:
        """Press a button twice: what the first has brought is not undone, nor done again."""
        window = self._window()
        old = Window(window.browser, window.id, window.form, window.number, window.tree, window.revision)
        old.typed = dict(window.typed)
        self._press(window, "save")
        self._press(old, "save")

    def autosave(self) -> None:
        """The page saves by itself."""
        window = self._window()
        fresh = self._fresh(window)
        answer = self._send(window, window.to, "autosave")
        self.steps.append(f"autosave {window.to} at {window.revision}: {answer.status_code}")
        if fresh or answer.status_code == 200:
            assert answer.status_code == 200, self.story
            self._took(window, fresh)
            told = answer.json()
            self._own(self.told[window.id], answer.text)
            # The page goes on from what it was told, with what stands in its boxes.
            [box] = window.tree.xpath("//form[@id='page']//input[@name='revision']")
            box.set("value", str(told["revision"]))
            for link in window.tree.xpath("//a[@data-revision]"):
                old = f"revision={window.revision}"
                link.set("href", link.get("href").replace(old, f"revision={told['revision']}"))
            window.revision = told["revision"]
        else:
            assert answer.status_code in (404, 409), self.story
            self.stale += 1

    def _fresh(self, window: Window) -> bool:
        if self.told[window.id].removed:
            return False
        return now(self.running, window.id).revision == window.revision

    def _took(self, window: Window, fresh: bool) -> None:
        """What a window sent was accepted: it stands in the case now. Of an old window, it stood there already."""
        told = self.told[window.id]
        heads, sheet = self._with(window)
        if fresh:
            told.heads = heads
            if window.form:
                told.sheets[window.form][window.number - 1] = sheet
            self.accepted += 1
        else:
            assert told.heads == heads, self.story
            assert not window.form or told.sheets[window.form][window.number - 1] == sheet, self.story

    def _with(self, window: Window) -> tuple[Leaves, Leaves]:
        told = self.told[window.id]
        heads = dict(told.heads)
        sheet = dict(told.sheets[window.form][window.number - 1]) if window.form else {}
        for name, value in window.sent():
            at, key = heads, name.removeprefix("/")
            if window.form and name.startswith(f"{window.place}/"):
                at, key = sheet, name.removeprefix(f"{window.place}/")
            if key not in (FIRST if window.form else HEADS) and key not in TYPED.get(window.form, ()):
                continue
            at.pop(key, None)
            if value.strip():
                at[key] = value
        return heads, sheet

    def _press(self, window: Window, do: str) -> bool:
        fresh = self._fresh(window)
        answer = self._send(window, window.to, do)
        self.steps.append(f"{do} {window.to} at {window.revision}: {answer.status_code}")
        return self._answered(window, answer, fresh)

    def _answered(self, window: Window, answer: Any, fresh: bool) -> bool:
        """Whether what a window sent was accepted; if not, it stands in a case of its own, or stood there."""
        told = self.told[window.id]
        if fresh or answer.status_code == 200:
            self._took(window, fresh)
            if str(answer.url.path) == window.to:
                self._show(window, answer)
            else:
                self._close(window)
            return fresh
        self.stale += 1
        self._close(window)
        apart = "html" in answer.headers["content-type"] and html.fromstring(answer.text).xpath(
            "//a[contains(., '따로 둔 내용')]/@href"
        )
        if apart:
            assert answer.status_code == (404 if told.removed else 409), self.story
            self._apart(window, apart[0].split("/")[2])
        else:
            # Nothing was typed that the removed case does not say.
            assert told.removed and answer.status_code == 404, (answer.text, self.story)
            self._took(window, False)
        return False

    def _close(self, window: Window) -> None:
        self.windows = [one for one in self.windows if one is not window]

    def _apart(self, window: Window, id: str) -> None:
        assert id not in self.told, self.story
        raw = now(self.running, id).raw
        told = Told.of(self.told[window.id].word, raw)
        self.told[id] = told
        self._own(told, str(raw))
        # All that was typed is there.
        said = [
            *told.heads.values(),
            *(v for held in told.sheets.values() for one in held for v in one.values()),
        ]
        assert {value for value in window.typed.values() if value} <= set(said), self.story

    def add(self) -> None:
        """One more sheet, empty or as the last of its kind."""
        window = self._window()
        form = self.draw.choice(sorted(TYPED))
        if len(self.told[window.id].sheets.get(form, ())) > 3:
            return
        copy = self.draw.random() < 0.5
        fresh = self._fresh(window)
        to = f"/cases/{window.id}/sheets"
        answer = self._send(window, to, "save", **{"copy" if copy else "form": form})
        self.steps.append(f"add {form} {copy=} from {window.to} at {window.revision}: {answer.status_code}")
        if self._answered(window, answer, fresh):
            held = self.told[window.id].sheets.setdefault(form, [])
            if form == "monitor_sheet" or not held:
                held.append(dict(held[-1]) if copy and held else {})

    def out(self) -> None:
        """Take a sheet out of its case."""
        window = self._window()
        if window.form and self._press(window, "out"):
            told = self.told[window.id]
            taken = told.sheets[window.form].pop(window.number - 1)
            if not told.sheets[window.form]:
                del told.sheets[window.form]
            told.aside = [*told.aside, (window.form, taken)][-20:]

    def back(self) -> None:
        """Put a sheet back that was taken out, as the page shows it."""
        window = self._window()
        offered = window.tree.xpath("//section[@id='aside']//button/@value")
        if not offered:
            return
        chosen = int(self.draw.choice(offered))
        fresh = self._fresh(window)
        told = self.told[window.id]
        answer = self._send(window, f"/cases/{window.id}/sheets", "save", back=str(chosen))
        self.steps.append(f"back {chosen} at {window.revision}: {answer.status_code}")
        if answer.status_code == 404 and fresh:
            # Another sheet of a form of which there is one stands in its place: what was typed is kept.
            form = told.aside[chosen][0]
            assert form == "closure_review" and told.sheets.get(form), self.story
            self._took(window, True)
            self._close(window)
        elif self._answered(window, answer, fresh):
            form, taken = told.aside.pop(chosen)
            if form == "closure_review":
                told.sheets[form] = []
            told.sheets.setdefault(form, []).append(taken)

    def remove(self) -> None:
        """Remove a case; there is always one left."""
        if len(self._living()) > 1 and self.draw.random() < 0.5:
            id = self.draw.choice(self._living())
            self.steps.append(f"remove {self.told[id].word} {id}")
            assert self.client.post(f"/cases/{id}/remove").status_code == 200
            self.told[id].removed = True

    def restore(self) -> None:
        """Put a removed case back."""
        removed = [id for id, told in self.told.items() if told.removed]
        if removed:
            id = self.draw.choice(removed)
            self.steps.append(f"restore {self.told[id].word} {id}")
            assert self.client.post(f"/cases/{id}/restore").status_code == 200
            self.told[id].removed = False

    def copy(self) -> None:
        """A copy of a case says the same but for its number."""
        if len(self.told) > 8 or not self._living() or self.draw.random() < 0.5:
            return
        id = self.draw.choice(self._living())
        answer = self.client.post(f"/cases/{id}/copy", follow_redirects=False)
        self.steps.append(f"copy {id}: {answer.headers['location']}")
        told = self.told[id]
        heads = {key: value for key, value in told.heads.items() if key != "case_no"}
        sheets = {form: [dict(one) for one in held] for form, held in told.sheets.items()}
        self.told[answer.headers["location"].split("/")[2]] = Told(told.word, heads, sheets)

    def paper(self) -> None:
        """Fetch a paper by a link that the page shows, or by the address it would have; read it."""
        window = self._window()
        if not window.form:
            return
        links = [one for one in window.tree.xpath("//a[@data-revision]/@href") if "/document.docx" in one]
        plain = f"{window.to}/document.docx?revision={window.revision}&draft=true"
        answer = self._get(window.browser, self.draw.choice([*links, plain]))
        self.steps.append(f"paper {window.to} at {window.revision}: {answer.status_code}")
        if not self._fresh(window):
            assert answer.status_code in (404, 409), self.story
            return
        if answer.status_code == 200:
            self.papers += 1
            text = words_of(answer.content)
            told = self.told[window.id]
            self._own(told, text)
            sheet = told.sheets[window.form][window.number - 1]
            for key in TYPED[window.form]:
                assert str(sheet.get(key, "")) in text, (key, self.story)
        else:
            # What cannot be drawn up yet.
            assert answer.status_code == 422, (answer.text, self.story)

    def follow(self) -> None:
        """Follow a link of the page: no page of another case is reached from within a case."""
        window = self._window()
        links = [one for one in window.tree.xpath("//a/@href") if one.startswith(f"/cases/{window.id}")]
        to = self.draw.choice(links)
        self.steps.append(f"follow {to}")
        answer = self._get(window.browser, to)
        if "html" in answer.headers["content-type"]:
            self._own(self.told[window.id], answer.text)


def words_of(docx: bytes) -> str:
    """The words of a DOCX."""
    with ZipFile(BytesIO(docx)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
    return "".join(part.decode() for part in parts)
