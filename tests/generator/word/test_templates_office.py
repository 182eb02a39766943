"""Exported templates after LibreOffice has opened and saved them; and before the OOXML checker."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest

from forms import form_named
from generator.document import RenderOptions, render
from generator.examine import examine
from generator.packets.packet import make_docx_packet
from generator.word.agency_template import AgencyTemplate
from generator.word.office_pdf import office_program
from tests.conformance import ooxml
from tests.reading import docx_text, sample
from tests.word_editing import FORM_IDS, checked, exported, filled, sample_case, sample_views

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every exported template, opened and saved by LibreOffice as Word files."""
    folder = tmp_path_factory.mktemp("office")
    for form_id in FORM_IDS:
        (folder / f"{form_id}.docx").write_bytes(exported(form_id))
    program = office_program()
    assert program is not None, "libreoffice-writer is part of the set-up of the slow tests"
    subprocess.run(
        [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "saved"),
         *(str(folder / f"{form_id}.docx") for form_id in FORM_IDS)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return folder / "saved"


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_saved_by_libreoffice_it_passes_the_check_and_says_the_same(form_id: str, saved: Path) -> None:
    form = form_named(form_id)
    data = (saved / f"{form_id}.docx").read_bytes()
    assert data != exported(form_id)
    families = ("nanumgothic", "arial", "liberation sans")
    assert [f for f in checked(data, form, families) if f.severity == "error" or f.rule != "WORD-FONT"] == []
    official = docx_text(render(sample_case(form), form, "docx"))
    assert docx_text(filled(data, sample_views(form))) == official


def test_a_packet_with_forms_of_an_agencys_own_keeps_to_the_schema(tmp_path: Path) -> None:
    checked_case = examine(sample("case_full"))
    assert checked_case.case is not None
    templates = []
    for form_id in FORM_IDS:
        data = exported(form_id)
        path = tmp_path / f"{form_id}.docx"
        path.write_bytes(data)
        agency = checked_case.case.agency.name or ""
        templates.append(AgencyTemplate(form_id, agency, hashlib.sha256(data).hexdigest(), path))
    for draft in (False, True):
        options = RenderOptions(draft=draft, agency_templates=tuple(templates))
        packet = make_docx_packet(checked_case, [], options)
        (tmp_path / "packet.docx").write_bytes(packet.data)
        assert ooxml.check(tmp_path / "packet.docx") == []


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_exported_and_filled_they_keep_to_the_schema(form_id: str, tmp_path: Path) -> None:
    made = {
        "exported": exported(form_id),
        "filled": filled(exported(form_id), sample_views(form_named(form_id))),
        "draft": filled(exported(form_id), sample_views(form_named(form_id)), draft=True),
    }
    for name, data in made.items():
        path = tmp_path / f"{name}.docx"
        path.write_bytes(data)
        assert ooxml.check(path) == [], name
