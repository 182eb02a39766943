"""No programme is named outside its folder, and none knows another: a walk over the modules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.registry import all_forms, folders, programmes

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = tuple(folders())
TITLES = tuple(programme.title for programme in programmes())
# What several programmes list stands in the platform and is no programme's.
FORM_IDS = tuple(form.id for form in all_forms() if form.model.__module__.split(".")[1] in FOLDERS)
# Ids that are everyday words of English too: looked for where nothing else can be meant.
PLAIN_WORDS = ("consent",)

# Proof of use is one programme's by contract (``seosik evidence``, its page, its table as CSV, and the totals
# of its form), and so is support money (``seosik ledger``): whatever serves them may name it.
BY_CONTRACT = (
    "api/evidence/",
    "api/service/pages/evidence",
    "api/service/routes/evidence.py",
    "api/service/work/entry.py",
    "api/service/work/evidence.py",
    "api/service/work/pages.py",
    "api/service/pages/sheet.py",
    "api/workbook/csv_tables.py",
    "api/ledger/",
)
# Words that are official and name a day or an office, not a programme of ours.
OFFICIAL_WORDS = {
    # 「통합사례관리 요청일」, printed on 서식 7.
    "forms/case.py": {"통합사례관리"},
    # 통합사례관리사 is an occupation.
    "generator/privacy/person_words.toml": {"통합사례관리"},
    # The document that says what counts as one counselling.
    "forms/counseling_log.py": {"자산형성지원사업"},
    # As which it heads a column of an office's list.
    "api/workbook/roster_headings.toml": {"통합사례관리"},
}


def _files() -> Iterator[tuple[str, Path]]:
    """What lies outside the programmes' folders: code, pages and tables."""
    for top in ("forms", "generator", "api", "docs/pages"):
        for path in sorted((ROOT / top).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in (".py", ".html", ".toml", ".js") and name.split("/")[1] not in FOLDERS:
                yield name, path


def _strings(path: Path) -> Iterator[str]:
    """The strings of a module without its docstrings; of any other file, its lines without comments."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield from (line for line in text.splitlines() if not line.lstrip().startswith(("#", "//")))
        return
    tree = ast.parse(text)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def _imported(path: Path) -> set[str]:
    """The programmes' folders from which a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, (ast.Import, ast.ImportFrom)) else []
        base = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        for name in (base, *names, *(f"{base}.{name}" for name in names)):
            parts = name.split(".")
            if parts[0] == "forms" and len(parts) > 1 and parts[1] in FOLDERS:
                found.add(parts[1])
    return found


def _named(path: Path) -> set[str]:
    """The titles, folders and form ids that a file's strings name."""
    words = (*TITLES, *(name for name in (*FORM_IDS, *FOLDERS) if name not in PLAIN_WORDS))
    pattern = re.compile("|".join(rf"(?<![A-Za-z_]){re.escape(word)}(?![A-Za-z_])" for word in words))
    exact = {text for text in _strings(path) if text in PLAIN_WORDS} if path.suffix == ".py" else set()
    return exact | {found for text in _strings(path) for found in pattern.findall(text)}


OUTSIDE = [pytest.param(name, path, id=name) for name, path in _files()]
MODULES = [param for param in OUTSIDE if str(param.values[0]).endswith(".py")]


@pytest.mark.parametrize(("name", "path"), MODULES)
def test_nothing_outside_a_programme_imports_it(name: str, path: Path) -> None:
    assert _imported(path) == set() or name.startswith(BY_CONTRACT)


@pytest.mark.parametrize(("name", "path"), OUTSIDE)
def test_nothing_outside_a_programme_names_it(name: str, path: Path) -> None:
    named = _named(path) - OFFICIAL_WORDS.get(name, set())
    assert named == set() or name.startswith(BY_CONTRACT), named


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_programme_imports_another(folder: str) -> None:
    for path in (ROOT / "forms" / folder).rglob("*.py"):
        assert _imported(path) <= {folder}, path


def test_every_exception_is_still_one() -> None:
    """An entry that names nothing any more goes."""
    for place in BY_CONTRACT:
        held = [path for name, path in _files() if name.startswith(place)]
        assert any(_named(path) or (path.suffix == ".py" and _imported(path)) for path in held), place
    for place, words in OFFICIAL_WORDS.items():
        assert words <= _named(ROOT / place), place


def test_the_walk_sees_an_import_and_a_name(tmp_path: Path) -> None:
    """Proof that it can fail."""
    module = tmp_path / "module.py"
    module.write_text(
        '"""통합사례관리."""\nfrom forms.icm import limits\nimport forms.savings.proof\nX = ["closure_review", "consent"]\n',
        encoding="utf-8",
    )
    assert _imported(module) == {"icm", "savings"}
    assert _named(module) == {"closure_review", "consent"}
    page = tmp_path / "page.html"
    page.write_text('<a href="/sample/usage_proof.json">자산형성지원사업</a>', encoding="utf-8")
    assert _named(page) == {"usage_proof", "자산형성지원사업"}
