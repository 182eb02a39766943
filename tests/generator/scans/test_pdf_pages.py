"""Pages of PDFs that are laid on ours: what prints is on them, what is hidden is not, and their text is that."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from generator.scans import pdf_document, pdf_layers, pdf_pages, pdf_text
from generator.scans.pdf_pages import pages_to_lay_on
from generator.scans.pdf_text import text_of_pdf
from generator.scans.refusal import Refused
from tests.generator.scans.papers import (
    A4,
    Sheet,
    has_ink,
    layered,
    photo,
    printed,
    saved,
    text_at,
    words_of,
)

# Where the field of a sheet stands.
FIELD = (72, 600, 372, 630)


def laid(data: bytes) -> bytes:
    return pages_to_lay_on(data)[0]


def refused(data: bytes) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        pages_to_lay_on(data)
    return caught.value.code, caught.value.sentence


def test_a_filled_field_becomes_part_of_the_page() -> None:
    sheet = Sheet()
    sheet.field("2,400,000", shown="2,400,000")
    made = laid(sheet.data())
    assert words_of(made) == "BASE 2,400,000"
    with pikepdf.open(BytesIO(made)) as document:
        assert "/Annots" not in document.pages[0]
        assert "/AcroForm" not in document.Root


@pytest.mark.parametrize("kind", ["Stamp", "FreeText", "Highlight", "Line", "Square", "Ink"])
def test_stamps_and_notes_become_part_of_the_page(kind: str) -> None:
    sheet = Sheet()
    sheet.annotate(Subtype=Name(f"/{kind}"), F=4, Rect=[72, 500, 372, 530], AP=sheet.appearance("PAID"))
    data = sheet.data()
    assert words_of(laid(data)) == "BASE PAID"
    assert "PAID" in text_of_pdf(data)[1]


# Invisible 1, hidden 2, print 4, not on the screen 32: ISO 32000-1, table 165.
@pytest.mark.parametrize(
    ("flags", "prints"), [(4, True), (36, True), (0, False), (2, False), (6, False), (32, False)]
)
@pytest.mark.parametrize("kind", ["Stamp", "Widget"])
def test_what_is_hidden_or_only_on_the_screen_stays_away(kind: str, flags: int, prints: bool) -> None:
    sheet = Sheet()
    if kind == "Widget":
        sheet.field("PAID", shown="PAID", F=flags)
    else:
        sheet.annotate(Subtype=Name.Stamp, F=flags, Rect=[72, 500, 372, 530], AP=sheet.appearance("PAID"))
    data = sheet.data()
    assert ("PAID" in words_of(laid(data))) is prints
    assert ("PAID" in text_of_pdf(data)[1]) is prints


def test_an_appearance_that_is_out_of_date_is_made_anew() -> None:
    sheet = Sheet()
    sheet.field("NEW", shown="OLD")
    sheet.pdf.Root.AcroForm.NeedAppearances = True
    data = sheet.data()
    assert words_of(laid(data)) == "BASE NEW"
    assert "OLD" not in text_of_pdf(data)[1]


@pytest.mark.parametrize("stale", [True, False])
@pytest.mark.parametrize("value", ["2,400,000", "홍길동 240만원"])
def test_a_value_without_an_appearance_is_printed(value: str, stale: bool) -> None:
    sheet = Sheet()
    sheet.field(value)
    sheet.pdf.Root.AcroForm.NeedAppearances = stale
    data = sheet.data()
    made = laid(data)
    page = printed(made)
    assert has_ink(page, *FIELD)
    # The rest of the page is there too.
    assert has_ink(page, 72, 745, 110, 765)
    if value.isascii():
        assert words_of(made) == f"BASE {value}"
    assert value in text_of_pdf(data)[1]


def test_several_lines_and_letter_boxes_are_drawn_as_such() -> None:
    for flag in (1 << 12, 1 << 24):
        sheet = Sheet()
        sheet.field("one\ntwo" if flag == 1 << 12 else "123", Ff=flag, MaxLen=12)
        assert has_ink(printed(laid(sheet.data())), *FIELD)


def test_an_empty_field_and_an_empty_note_change_nothing() -> None:
    sheet = Sheet()
    sheet.field("")
    sheet.annotate(Subtype=Name.FreeText, F=4, Rect=[72, 500, 372, 530], Contents=String(" "))
    assert words_of(laid(sheet.data())) == "BASE"


def test_a_field_that_its_form_does_not_list() -> None:
    sheet = Sheet()
    sheet.field("2,400,000", shown="2,400,000")
    del sheet.pdf.Root["/AcroForm"]
    assert words_of(laid(sheet.data())) == "BASE 2,400,000"
    sheet = Sheet()
    sheet.field("2,400,000")
    del sheet.pdf.Root["/AcroForm"]
    # No program would show it.
    assert refused(sheet.data())[0] == "FILE-PDF"


def test_a_ticked_box_shows_its_state() -> None:
    sheet = Sheet()
    states = Dictionary(On=sheet.form(text_at(2, 2, "TICK")), Off=sheet.form(text_at(2, 2, "EMPTY")))
    sheet.annotate(
        Subtype=Name.Widget, FT=Name.Btn, T=String("b"), V=Name.On, AS=Name.On, F=4, Rect=[72, 500, 372, 530],
        AP=Dictionary(N=states),
    )  # fmt: skip
    assert words_of(laid(sheet.data())) == "BASE TICK"


def test_a_mark_that_pdfium_can_draw_is_drawn() -> None:
    sheet = Sheet()
    sheet.annotate(Subtype=Name.Square, F=4, Rect=[100, 300, 200, 400], C=[0, 0, 0])
    sheet.annotate(
        Subtype=Name.FreeText,
        F=4,
        Rect=[72, 500, 372, 530],
        Contents=String("NOTE"),
        DA=String("/Helv 12 Tf 0 g"),
    )
    page = printed(laid(sheet.data()))
    assert has_ink(page, 95, 295, 205, 405)
    assert has_ink(page, 72, 500, 372, 530)


def test_a_stamp_that_nobody_can_draw_is_refused_with_the_reason() -> None:
    sheet = Sheet()
    sheet.annotate(Subtype=Name.Stamp, F=4, Rect=[72, 500, 372, 530], Name=Name.Approved)
    data = sheet.data()
    code, sentence = refused(data)
    assert code == "FILE-PDF"
    assert "도장" in sentence and "PDF로 인쇄" in sentence
    # To look for an amount in, it is as good as any.
    assert text_of_pdf(data) == (1, "BASE")


def test_links_and_popups_are_not_printed() -> None:
    sheet = Sheet()
    for kind in (Name.Link, Name.Popup):
        sheet.annotate(Subtype=kind, F=4, Rect=[72, 500, 372, 530], AP=sheet.appearance("NO"))
    assert words_of(laid(sheet.data())) == "BASE"


def test_layers_that_are_switched_off_stay_away() -> None:
    sheet = Sheet()
    groups = sheet.layers("AB", off="B")
    sheet.content += layered("A", text_at(72, 700, "SHOWN")) + layered("B", text_at(72, 650, "HIDDEN"))
    form = sheet.form(text_at(72, 600, "FORM"), OC=groups["B"])
    sheet.page.obj.Resources.XObject = Dictionary(X=form)
    sheet.content += b"/X Do\n" + text_at(72, 550, "AFTER")
    sheet.annotate(
        Subtype=Name.Stamp, F=4, Rect=[72, 500, 372, 530], OC=groups["B"], AP=sheet.appearance("PAID")
    )
    data = sheet.data()
    made = laid(data)
    assert words_of(made) == "BASE SHOWN AFTER"
    assert text_of_pdf(data)[1].split() == ["BASE", "SHOWN", "AFTER"]
    # Not only unseen: it is not there.
    with pikepdf.open(BytesIO(made)) as document:
        everything = b"".join(one.read_bytes() for one in document.objects if isinstance(one, pikepdf.Stream))
    assert b"HIDDEN" not in everything and b"FORM" not in everything


def test_without_a_layer_switched_off_everything_is_shown() -> None:
    sheet = Sheet()
    sheet.layers("AB", off="")
    sheet.content += layered("A", text_at(72, 700, "ONE")) + layered("B", text_at(72, 650, "TWO"))
    assert words_of(laid(sheet.data())) == "BASE ONE TWO"


def test_layers_within_layers_forms_and_appearances() -> None:
    sheet = Sheet()
    sheet.layers("AB", off="B")
    properties = sheet.page.obj.Resources.Properties
    inner = sheet.form(text_at(72, 600, "INNER") + layered("B", text_at(72, 580, "DEEP")))
    inner.Resources.Properties = properties
    sheet.page.obj.Resources.XObject = Dictionary(X=inner)
    sheet.content += (
        layered("A", layered("B", text_at(72, 700, "NESTED")) + text_at(72, 680, "OUTER")) + b"/X Do\n"
    )
    stamp = sheet.appearance("SEAL")
    stamp.N.Resources.Properties = properties
    stamp.N.write(text_at(2, 8, "SEAL") + layered("B", text_at(2, 20, "SECRET")))
    sheet.annotate(Subtype=Name.Stamp, F=4, Rect=[72, 500, 372, 530], AP=stamp)
    assert words_of(laid(sheet.data())) == "BASE OUTER INNER SEAL"


# ISO 32000-1, table 99: the policy, the states of two groups, and whether what belongs to them is seen.
POLICIES = [
    ("AllOn", (True, True), True),
    ("AllOn", (True, False), False),
    ("AnyOn", (True, False), True),
    ("AnyOn", (False, False), False),
    ("AnyOff", (True, False), True),
    ("AnyOff", (True, True), False),
    ("AllOff", (False, False), True),
    ("AllOff", (True, False), False),
    (None, (True, False), True),
    (None, (False, False), False),
]


@pytest.mark.parametrize(("policy", "states", "seen"), POLICIES)
def test_memberships_of_several_layers(policy: str | None, states: tuple[bool, bool], seen: bool) -> None:
    sheet = Sheet()
    groups = sheet.layers("ABZ", off="".join(n for n, on in zip("AB", states, strict=True) if not on))
    facts: dict[str, Any] = {"OCGs": Array([groups["A"], groups["B"]])}
    if policy is not None:
        facts["P"] = Name(f"/{policy}")
    sheet.page.obj.Resources.Properties.M = sheet.pdf.make_indirect(Dictionary(Type=Name.OCMD, **facts))
    sheet.content += layered("M", text_at(72, 700, "MEMBER"))
    assert ("MEMBER" in words_of(laid(sheet.data()))) is seen


def test_rules_of_visibility() -> None:
    for rule, seen in (
        (["/Not", "A"], False),
        (["/Not", "B"], True),
        (["/And", "A", ["/Not", "B"]], True),
        (["/Or", "B", ["/Not", "A"]], False),
    ):
        sheet = Sheet()
        groups = sheet.layers("AB", off="B")

        def made(part: Any, groups: dict[str, Dictionary] = groups) -> Any:
            if isinstance(part, list):
                return Array([made(one) for one in part])
            return Name(part) if part.startswith("/") else groups[part]

        sheet.page.obj.Resources.Properties.M = sheet.pdf.make_indirect(
            Dictionary(Type=Name.OCMD, VE=made(rule))
        )
        sheet.content += layered("M", text_at(72, 700, "RULED"))
        assert ("RULED" in words_of(laid(sheet.data()))) is seen, rule


def test_a_layer_for_the_screen_only_or_for_print_only() -> None:
    sheet = Sheet()
    groups = sheet.layers("AB", off="B")
    groups["A"].Usage = Dictionary(Print=Dictionary(PrintState=Name.OFF))
    groups["B"].Usage = Dictionary(Print=Dictionary(PrintState=Name.ON))
    sheet.pdf.Root.OCProperties.D.AS = Array(
        [Dictionary(Event=Name.Print, Category=Array([Name.Print]), OCGs=Array(groups.values()))]
    )
    sheet.content += layered("A", text_at(72, 700, "SCREEN")) + layered("B", text_at(72, 650, "PAPER"))
    assert words_of(laid(sheet.data())) == "BASE PAPER"


def test_layers_are_off_where_the_document_begins_so() -> None:
    sheet = Sheet()
    groups = sheet.layers("AB", off="")
    sheet.pdf.Root.OCProperties.D.BaseState = Name.OFF
    sheet.pdf.Root.OCProperties.D.ON = Array([groups["A"]])
    sheet.content += layered("A", text_at(72, 700, "ON")) + layered("B", text_at(72, 650, "OFF"))
    assert words_of(laid(sheet.data())) == "BASE ON"


def test_what_is_hidden_still_moves_and_colours_what_follows() -> None:
    sheet = Sheet(words="")
    sheet.layers("B", off="B")
    # The hidden part sets black, moves the origin, cuts a path, and draws; then a square is drawn.
    hidden = b"0 g 1 0 0 1 200 300 cm 0 0 50 50 re f 0 0 80 80 re W n"
    sheet.content += b"1 g\n" + layered("B", hidden) + b"60 60 40 40 re f\n"
    page = printed(laid(sheet.data()))
    assert has_ink(page, 262, 362, 278, 378)
    assert not has_ink(page, 205, 305, 245, 345)
    # Beyond the cut nothing is seen.
    assert not has_ink(page, 283, 383, 299, 399)


def test_letters_that_a_hidden_word_would_move_make_the_page_a_picture() -> None:
    sheet = Sheet()
    sheet.layers("B", off="B")
    sheet.content += b"BT /F 12 Tf 72 700 Td /OC /B BDC (HIDDEN) Tj EMC (NEXT) Tj ET\n"
    data = sheet.data()
    made = laid(data)
    assert words_of(made) == ""
    page = printed(made)
    assert has_ink(page, 72, 745, 110, 765)
    # HIDDEN is some 46 points wide: its place stays empty, and NEXT stands behind it.
    assert not has_ink(page, 72, 695, 114, 712)
    assert has_ink(page, 116, 695, 170, 712)
    # What cannot be told apart is not said to stand there.
    assert text_of_pdf(data) == (1, "")


def test_a_picture_of_a_page_keeps_its_size_and_place() -> None:
    sheet = Sheet()
    sheet.page.obj.MediaBox = Array([0, 0, 842, 595])
    sheet.page.obj.Rotate = 90
    sheet.field("홍길동")
    made = laid(sheet.data())
    with pikepdf.open(BytesIO(made)) as document:
        box = [float(side) for side in document.pages[0].mediabox]
    # Lying and turned by a quarter, it stands.
    assert box == [0, 0, 595, 842]


def test_pages_keep_their_order_among_pictures() -> None:
    sheet = Sheet("FIRST")
    document = pikepdf.open(BytesIO(sheet.data()))
    for words in ("SECOND", "THIRD"):
        other = Sheet(words)
        if words == "SECOND":
            other.annotate(Subtype=Name.Square, F=4, Rect=[100, 300, 200, 400], C=[0, 0, 0])
        document.pages.extend(pikepdf.open(BytesIO(other.data())).pages)
    made, pages = pages_to_lay_on(saved(document))
    assert pages == 3
    assert words_of(made) == "FIRST THIRD"
    assert has_ink(printed(made, 1), 95, 295, 205, 405)


def test_nothing_else_of_a_document_is_taken_along() -> None:
    sheet = Sheet()
    sheet.pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    sheet.page.obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("app.alert(2)")))
    sheet.page.obj.TrimBox = Array([200, 200, 300, 300])
    with sheet.pdf.open_metadata() as metadata:
        metadata["dc:title"] = "secret"
    made = laid(sheet.data())
    assert words_of(made) == "BASE"
    assert b"app.alert" not in made and b"secret" not in made
    with pikepdf.open(BytesIO(made)) as document:
        # Cut marks are for a print shop; a reader sees the whole page.
        assert set(document.pages[0].obj.keys()) == {
            "/Contents",
            "/MediaBox",
            "/Parent",
            "/Resources",
            "/Type",
        }


def test_the_same_file_gives_the_same_bytes() -> None:
    sheet = Sheet()
    sheet.field("홍길동")
    data = sheet.data()
    assert laid(data) == laid(data)


def locked(data: bytes, user: str) -> bytes:
    with pikepdf.open(BytesIO(data)) as document:
        return saved(document, encryption=pikepdf.Encryption(owner="owner", user=user, R=6))


def test_locks() -> None:
    sheet = Sheet()
    sheet.field("2,400,000", shown="2,400,000")
    data = sheet.data()
    assert refused(locked(data, "secret"))[0] == "FILE-ENCRYPTED"
    # Locked against changes only.
    assert words_of(laid(locked(data, ""))) == "BASE 2,400,000"


def pages(count: int) -> bytes:
    with pikepdf.new() as document:
        for _ in range(count):
            document.add_blank_page(page_size=A4)
        return saved(document)


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pages_to_lay_on(pages(3))[1] == 3
    monkeypatch.setattr(pdf_document, "PAGE_LIMIT", 2)
    assert refused(pages(3))[0] == "FILE-LIMIT"
    monkeypatch.setattr(pdf_pages, "PICTURES", 0)
    sheet = Sheet()
    sheet.field("홍길동")
    assert refused(sheet.data())[0] == "FILE-LIMIT"
    monkeypatch.setattr(pdf_text, "TEXT_LIMIT", 3)
    with pytest.raises(Refused):
        text_of_pdf(Sheet().data())
    monkeypatch.setattr(pdf_layers, "OBJECTS", 1)
    sheet = Sheet()
    sheet.layers("AB", off="B")
    assert refused(sheet.data())[0] == "FILE-LIMIT"


def test_files_cut_short() -> None:
    with pikepdf.new() as document:
        for _ in range(3):
            page = document.add_blank_page(page_size=A4)
            scan = document.make_stream(
                photo(), Type=Name.XObject, Subtype=Name.Image, Width=600, Height=800, BitsPerComponent=8,
                ColorSpace=Name.DeviceRGB, Filter=Name.DCTDecode,
            )  # fmt: skip
            page.obj.Resources = Dictionary(XObject=Dictionary(I=scan))
            page.obj.Contents = document.make_stream(b"595 0 0 842 0 0 cm /I Do")
        whole, quick = saved(document), saved(document, linearize=True)
    for data in (whole, quick):
        assert pages_to_lay_on(data)[1] == 3
        for share in (0.2, 0.5, 0.8, 0.99):
            cut = data[: int(len(data) * share)]
            assert refused(cut)[0] == "FILE-PDF"
            with pytest.raises(Refused):
                text_of_pdf(cut)
        # Filled up to a round size, as some scanners leave a file.
        assert pages_to_lay_on(data + bytes(4096))[1] == 3


def test_a_fault_that_can_be_mended_is_mended() -> None:
    data = Sheet().data().replace(b"startxref", b"startxxxx")
    assert words_of(laid(data)) == "BASE"


def test_a_document_that_is_no_pages() -> None:
    sheet = Sheet("Please wait")
    sheet.pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=String("<xdp/>"))
    sheet.pdf.Root.NeedsRendering = True
    assert "XFA" in refused(sheet.data())[1]
    sheet = Sheet()
    sheet.pdf.Root.Collection = Dictionary(Type=Name.Collection)
    assert "포트폴리오" in refused(sheet.data())[1]


def test_damage_of_every_sort_is_one_refusal() -> None:
    for data in (b"%PDF-1.7\nnothing follows", b"%PDF-", Sheet().data()[:200]):
        assert refused(data)[0] == "FILE-PDF"
