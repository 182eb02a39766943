"""``--chart``: a closure packet ends with a page of what changed, where the case has anything to compare."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest
from click.testing import CliRunner
from lxml import etree
from pypdf import PdfReader

from api.cli.main import main
from forms import check_case
from generator.document import RenderOptions
from generator.layout import PDF_ENGINES, Layout, PdfEngineName
from generator.packets.front_matter import CHANGES_TITLE
from generator.packets.packet import composed, make_docx_packet, make_hwpx_packet, make_packet
from generator.pdf.engine import write_pdf
from generator.privacy.modes import PRIVACY_MODES
from tests.changing import drop
from tests.closure_cases import write_cases
from tests.generator.figures.test_in_documents import figures_in
from tests.hwpx.reading import hwpx_text
from tests.reading import bound_text, pdf_text, sample, squeeze

CRISIS = "막대 도표, 위기도 점수(점): 경제 첫 조사(2024-09-10) 5, 마지막 조사(2025-04-08) 2; 돌봄"
GOALS = "막대 도표, 목표별 달성도(개): 전혀 달성하지 못함 단기목표 0, 장기목표 0; "
CHARTED = RenderOptions(chart=True)


def short() -> dict[str, Any]:
    """The surveys, the plan and the closing of a whole case, which make a packet of few pages."""
    raw = sample("case_full")
    held = raw["forms"]
    raw["forms"] = {form: held[form] for form in ("needs_survey", "service_plan", "closure_review")}
    return raw


def with_one_survey() -> dict[str, Any]:
    raw = short()
    raw["forms"]["needs_survey"] = raw["forms"]["needs_survey"][:1]
    for goal in (
        *raw["forms"]["closure_review"]["short_goals"],
        *raw["forms"]["closure_review"]["long_goals"],
    ):
        drop(goal, "achievement")
    return raw


@pytest.fixture(scope="module")
def charted() -> bytes:
    return make_packet(check_case(short()), [], CHARTED).data


def test_the_last_page_is_of_charts_and_stands_in_the_contents(charted: bytes) -> None:
    reader = PdfReader(BytesIO(charted))
    text = [page.extract_text() for page in reader.pages]
    titles = [str(item.title) for item in reader.outline if not isinstance(item, list)]
    assert titles[-1] == CHANGES_TITLE
    begun = max(number for number, words in enumerate(text, 1) if f"{CHANGES_TITLE}\n위기도 점수" in words)
    [line] = [line for words in text[1:3] for line in words.split("\n") if line.startswith(CHANGES_TITLE)]
    assert line.split(".")[-1].strip() == str(begun)
    last = squeeze("".join(text[begun - 1 :]))
    # The sums of samples/case_full.json, and its first area as the table has it.
    assert squeeze("11개 영역의 합은 29점에서 11점으로 18점 줄었습니다") in last
    assert squeeze("경제 5 2 -3, 해당 → 비해당") in last


def test_the_charts_are_lines_with_their_numbers_as_alternative_text(charted: bytes) -> None:
    with pikepdf.open(BytesIO(charted)) as pdf:
        said = figures_in(pdf)
        kinds = [item.get("/Subtype") for item in pdf.objects if isinstance(item, pikepdf.Stream)]
    assert [words for words in said if words.startswith(CRISIS)]
    assert [words for words in said if words.startswith(GOALS)]
    assert pikepdf.Name.Image not in kinds


@pytest.mark.parametrize("engine", PDF_ENGINES)
def test_every_engine_prints_the_words_of_the_page(engine: PdfEngineName) -> None:
    forms, _ = composed(check_case(short()), [], CHARTED)
    page = forms[-1:]
    assert pdf_text(write_pdf(page, Layout(CHANGES_TITLE), "pdf/a-3a", engine), page) == bound_text(page[0])


@pytest.mark.parametrize("form", ["docx", "hwpx"])
def test_other_formats_show_the_page_too(form: str) -> None:
    make = {"docx": make_docx_packet, "hwpx": make_hwpx_packet}[form]
    data = make(check_case(short()), [], CHARTED).data
    with ZipFile(BytesIO(data)) as archive:
        pictures = [name for name in archive.namelist() if name.endswith(".png")]
        if form == "hwpx":
            said = hwpx_text(data)
        else:
            document = etree.fromstring(archive.read("word/document.xml"))
            said = "".join(str(text) for text in document.itertext())
            words = [str(one.get("descr")) for one in document.iter("{*}docPr")]
            assert [one for one in words if one.startswith(CRISIS)]
    assert squeeze(CHANGES_TITLE) in squeeze(said)
    assert squeeze("29점에서 11점으로 18점 줄었습니다") in squeeze(said)
    # One genogram a survey, and two charts.
    assert len(pictures) == len(short()["forms"]["needs_survey"]) + 2


def test_the_number_of_a_packet_knows_of_its_charts_alone() -> None:
    plain, charts = RenderOptions(), CHARTED
    case, once = check_case(short()), check_case(with_one_survey())
    assert make_packet(case, [], plain).packet_id != make_packet(case, [], charts).packet_id
    # Where there is nothing to compare the packet is the same as without.
    assert make_packet(once, [], plain) == make_packet(once, [], charts)


def test_charts_de_identified_name_nobody() -> None:
    raw = short()
    name = raw["client"]["name"]
    raw["forms"]["closure_review"]["short_goals"][0]["text"] = f"{name} 씨가 스스로 병원에 다니기"
    forms, _ = composed(check_case(raw), [], RenderOptions(chart=True, privacy="deidentified"))
    page = "".join(forms[-1].tree.itertext())
    assert forms[-1].title == CHANGES_TITLE
    assert "단기: 대상자가 스스로 병원에 다니기" in page
    assert name not in page and name[1:] not in page
    # The areas are words of the guidebook, and nobody's names.
    for area in ("경제", "돌봄", "주거", "관계", "안전", "문화 및 여가"):
        assert area in page


def test_outcomes_of_self_sufficiency_stand_in_its_packet_and_are_the_same_for_everybody() -> None:
    pages = [
        composed(check_case(sample("case_selfsufficiency")), [], RenderOptions(chart=True, privacy=privacy))[
            0
        ][-1]
        for privacy in PRIVACY_MODES
    ]
    assert {page.title for page in pages} == {CHANGES_TITLE}
    # Words of the study alone: a name that is guessed in one of them would be gone.
    assert len({bound_text(page) for page in pages}) == 1
    # An area of both records of samples/case_selfsufficiency.json.
    assert squeeze("자활참여영역") in bound_text(pages[0])


def test_registration_numbers_are_masked_beside_the_forms() -> None:
    raw = short()
    raw["forms"]["closure_review"]["short_goals"][0]["text"] = "900101-2999999 본인 확인"
    forms, _ = composed(check_case(raw), [], RenderOptions(chart=True, privacy="full"))
    page = "".join(forms[-1].tree.itertext())
    assert "900101-2****** 본인 확인" in page


def test_the_command_takes_the_option_for_closing_alone(tmp_path: Path) -> None:
    (name,) = write_cases(tmp_path / "cases", [short()])
    out = str(tmp_path / "out") + "/"
    made = CliRunner().invoke(main, ["packet", "closure", name, "-o", out, "--chart", "--processes", "1"])
    assert made.exit_code == 0, made.output
    [file] = (tmp_path / "out").glob("*.pdf")
    assert CHANGES_TITLE in PdfReader(file).pages[1].extract_text()
    # Asked again without, it is not the kept packet that is given out.
    again = CliRunner().invoke(main, ["packet", "closure", name, "-o", out, "--processes", "1"])
    assert again.exit_code == 0, again.output
    assert CHANGES_TITLE not in PdfReader(file).pages[1].extract_text()
    refused = CliRunner().invoke(main, ["packet", "solution", name, "-o", out, "--chart"])
    assert refused.exit_code == 2
    assert "--chart" in refused.output
