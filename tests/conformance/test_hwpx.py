"""Every form's HWPX before judges that did not write it: the schemas of KS X 6101 and a renderer.

And that both can say no.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from forms import Form, all_forms, check_case, form_named
from generator.binding import BoundForm, bind
from generator.document import RenderOptions, blank, bound_forms, render
from generator.packets.packet import composed, make_hwpx_packet
from generator.print_view import blank_view
from generator.styles import style_table
from tests.conformance import MissingTool, hwpx
from tests.conformance.hwpx import Letters, drawn, letters_in
from tests.conformance.test_gate import damage
from tests.reading import bound_text, sample, squeeze

pytestmark = pytest.mark.slow
SECTION, HEADER = "Contents/section0.xml", "Contents/header.xml"
PIXELS_A_MM = 96 / 25.4


def made(folder: Path) -> dict[Path, list[BoundForm]]:
    """Every form filled, as a draft and blank, in files; and what is bound in each."""
    files: dict[Path, list[BoundForm]] = {}
    for form in all_forms():
        case = check_case(sample(form.id)).case
        assert case is not None
        bound = bound_forms(case, form, "masked")
        empty = [bind(form, "2025", blank_view(form))]
        for name, data, forms in (
            ("filled", render(case, form, "hwpx"), bound),
            ("draft", render(case, form, "hwpx", RenderOptions(draft=True)), bound),
            ("blank", blank(form, "hwpx"), empty),
        ):
            file = folder / f"{form.id}-{name}.hwpx"
            file.write_bytes(data)
            files[file] = forms
    return files


def packet(folder: Path) -> tuple[Path, list[BoundForm]]:
    checked = check_case(sample("case_full"))
    file = folder / "packet.hwpx"
    file.write_bytes(make_hwpx_packet(checked, [], RenderOptions()).data)
    return file, composed(checked, [], RenderOptions())[0]


def test_every_file_keeps_to_the_schema(tmp_path: Path) -> None:
    files = [*made(tmp_path), packet(tmp_path)[0]]
    assert {file.name: faults for file in files if (faults := hwpx.schema_faults(file))} == {}
    # Each exception is one that is needed.
    assert set().union(*map(hwpx.known_departures, files)) == set(hwpx.KNOWN)


def test_every_letter_is_drawn_and_none_is_cut_off(tmp_path: Path) -> None:
    files = made(tmp_path)
    result = drawn(list(files), tmp_path)
    faults = {
        file.name: found for file, forms in files.items() if (found := faults_of(result[file], forms, file))
    }
    assert faults == {}


def test_a_packet_is_drawn_whole(tmp_path: Path) -> None:
    file, forms = packet(tmp_path)
    letters = body(drawn([file], tmp_path)[file])
    text = "".join(one.text for one in letters)
    lacking = letters_in("".join(bound_text(form) for form in forms)) - letters_in(squeeze(text))
    assert lacking == Counter()
    assert not any(one.cut for one in letters)


def body(letters: list[Letters]) -> list[Letters]:
    """The letters between header and footer."""
    page = style_table().page
    top = page["margin_top_mm"] * PIXELS_A_MM - 1
    # The renderer lets the last line hang 2 pixels into the margin; the footer stands 8 mm lower.
    bottom = (page["height_mm"] - page["margin_bottom_mm"] + 4) * PIXELS_A_MM
    return [one for one in letters if top <= one.y <= bottom]


def faults_of(letters: list[Letters], forms: list[BoundForm], file: Path) -> list[str]:
    """What is wrong with a drawing: letters that lack, that stand there too often, or that are cut off."""
    found = [f"page {one.page + 1}: {one.text!r} is cut off" for one in letters if one.cut]
    expected = letters_in("".join(bound_text(form) for form in forms))
    shown = letters_in(squeeze("".join(one.text for one in body(letters))))
    if expected - shown:
        found.append(f"not drawn: {dict(expected - shown)}")
    # Heads are drawn again on every page that their table goes on over, whole.
    heads = letters_in(
        "".join(squeeze("".join(head.itertext())) for form in forms for head in form.tree.iter("thead"))
    )
    if set(shown - expected) - set(heads):
        found.append(f"drawn too often: {dict(shown - expected)}")
    pages = {one.page for one in letters}
    for page in sorted(pages):
        foot = (
            [one for one in letters if one.page == page and one not in body(letters)]
            if len(pages) < 9
            else []
        )
        if foot and file.stem.endswith("-draft") and "초안" not in "".join(one.text for one in foot):
            found.append(f"page {page + 1} does not say that it is a draft")
    return found


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[BoundForm]]:
    form = form_named("closure_review")
    case = check_case(sample(form.id)).case
    assert case is not None
    file = tmp_path_factory.mktemp("sound") / "sound.hwpx"
    file.write_bytes(render(case, form, "hwpx"))
    return file, bound_forms(case, form, "masked")


# What each fault makes the schema say.
SCHEMA_FAULTS: Mapping[str, tuple[str, str, str, str]] = {
    "element": (HEADER, "<hh:fontRef", "<hh:fontReference/><hh:fontRef", "fontReference"),
    "order": (SECTION, "<hp:cellAddr", '<hp:cellMargin left="0"/><hp:cellAddr', "cellMargin"),
    "attribute": (SECTION, "<hp:tr>", '<hp:tr height="9">', "tr@height"),
    "enumeration": (SECTION, 'pageBreak="TABLE"', 'pageBreak="SPLIT"', "tbl@pageBreak"),
    "number": (SECTION, 'colSpan="1"', 'colSpan="one"', "cellSpan@colSpan"),
}


@pytest.mark.parametrize("fault", SCHEMA_FAULTS)
def test_the_schema_can_say_no(sound: tuple[Path, list[BoundForm]], tmp_path: Path, fault: str) -> None:
    part, old, new, named = SCHEMA_FAULTS[fault]
    assert hwpx.schema_faults(sound[0]) == []
    bad = damage(sound[0], tmp_path / "bad.hwpx", part, lambda xml: xml.replace(old, new, 1))
    assert any(named in line for line in hwpx.schema_faults(bad)), hwpx.schema_faults(bad)


# What the drawing lacks or holds too often: a text taken out, one put in, one behind a word that is unknown.
DRAWING_FAULTS: Mapping[str, tuple[str, str, str, str]] = {
    "text": (SECTION, "관리번호", "", "not drawn"),
    "twice": (SECTION, "<hp:t>번호", "<hp:t>번호㉿", "drawn too often"),
    "control": (SECTION, "<hp:t>번호", '<hp:t><hp:fieldBegin id="1" type="NOWHERE"/>', "not drawn"),
}


@pytest.mark.parametrize("fault", DRAWING_FAULTS)
def test_the_drawing_can_say_no(sound: tuple[Path, list[BoundForm]], tmp_path: Path, fault: str) -> None:
    file, forms = sound
    part, old, new, named = DRAWING_FAULTS[fault]
    bad = damage(file, tmp_path / "bad.hwpx", part, lambda xml: xml.replace(old, new, 1))
    result = drawn([file, bad], tmp_path)
    assert faults_of(result[file], forms, file) == []
    assert any(named in line for line in faults_of(result[bad], forms, bad)), faults_of(
        result[bad], forms, bad
    )


def test_a_letter_outside_its_cell_or_its_page_is_cut_off() -> None:
    svg = """<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">
    <clipPath id="c"><rect x="10" y="10" width="50" height="20"/></clipPath>
    <g clip-path="url(#c)"><text x="12" y="25" font-size="10">in</text><text x="12" y="36" font-size="10">low</text></g>
    <text x="12" y="101" font-size="10">below</text><text x="99" y="50" font-size="10">beside</text></svg>"""
    assert {one.text: one.cut for one in hwpx.letters(0, svg)} == {
        "in": False, "low": True, "below": True, "beside": True,
    }  # fmt: skip


def test_what_is_no_document_gives_no_drawing(tmp_path: Path) -> None:
    text = tmp_path / "text.hwpx"
    text.write_text("not a ZIP file")
    with pytest.raises(RuntimeError, match=r"text\.hwpx"):
        drawn([text], tmp_path)


def test_the_missing_tool_is_named(
    sound: tuple[Path, list[BoundForm]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without_renderer:
        without_renderer.setattr(hwpx, "RENDERER", tmp_path)
        with pytest.raises(MissingTool, match="@rhwp/core"):
            drawn([sound[0]], tmp_path)
    with monkeypatch.context() as without_node:
        without_node.setenv("PATH", str(tmp_path))
        with pytest.raises(MissingTool, match="nodejs"):
            drawn([sound[0]], tmp_path)

    def absent(name: str) -> None:
        raise ImportError(name)

    with monkeypatch.context() as without_checker:
        without_checker.setattr("importlib.import_module", absent)
        with pytest.raises(MissingTool, match="python-hwpx"):
            hwpx.schema_faults(sound[0])


def test_every_form_is_there(tmp_path: Path) -> None:
    """That the walk above leaves none out."""
    forms: tuple[Form, ...] = tuple(all_forms())
    assert len(made(tmp_path)) == 3 * len(forms)
