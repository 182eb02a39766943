"""Particles agree with what they follow: expected forms are those of Korean spelling."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from forms.particles import WRITTEN_BOTH, quoted_with_particle, with_particle

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("words", "particle", "expected"),
    [
        ("상담", "은(는)", "상담은"),
        ("조사", "은(는)", "조사는"),
        ("사례관리팀장", "이(가)", "사례관리팀장이"),
        ("강점, 사례관리자", "이(가)", "강점, 사례관리자가"),
        ("종결", "을(를)", "종결을"),
        ("대상자 선정, 종결심사", "을(를)", "대상자 선정, 종결심사를"),
        # 으로 loses its vowel after ㄹ, too.
        ("전화", "(으)로", "전화로"),
        ("내방", "(으)로", "내방으로"),
        ("연말", "(으)로", "연말로"),
        # Digits as they are read: 일, 이, 삼 … 영.
        ("서식 2", "은(는)", "서식 2는"),
        ("서식 3", "은(는)", "서식 3은"),
        ("서식 7", "(으)로", "서식 7로"),
        ("서식 10", "(으)로", "서식 10으로"),
        # What stands in brackets is not there for the particle, unless the word before it is foreign.
        ("종결심사(2025-06-02)", "이(가)", "종결심사(2025-06-02)가"),
        ("자립지원 (주거)(월세)", "은(는)", "자립지원 (주거)(월세)은"),
        ("'household'(가구원)", "을(를)", "'household'(가구원)을"),
        # Closing marks are silent.
        ("'건강해지고 싶다.'", "은(는)", "'건강해지고 싶다.'는"),
        # How a file name or a foreign word is read is not known.
        ("a.pdf", "이(가)", "a.pdf이(가)"),
        ("50%", "을(를)", "50%을(를)"),
        ("", "이(가)", "이(가)"),
        ("(", "이(가)", "(이(가)"),
        # Decomposed syllables, as some systems write them.
        ("\u1109\u1161\u11bc", "은(는)", "\u1109\u1161\u11bc은"),
    ],
)
def test_the_particle_follows_the_sound_of_the_word(words: str, particle: str, expected: str) -> None:
    assert with_particle(words, particle) == expected


def test_a_quoted_word_takes_the_particle_after_the_quote() -> None:
    assert quoted_with_particle("주거", "은(는)") == "'주거'는"


def test_no_message_writes_a_particle_for_both() -> None:
    """Every particle that depends on a word goes through ``with_particle``."""
    wooden = []
    for path in [path for package in ("forms", "api") for path in sorted((ROOT / package).rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            # Alone, outside a longer text, a particle is the argument that names it.
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            for part in parts:
                text = part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else ""
                alone = part is node and text in WRITTEN_BOTH
                if not alone and any(both in text for both in WRITTEN_BOTH):
                    wooden.append((str(path.relative_to(ROOT)), text))
    # Its docstring explains how particles are named.
    assert [(path, text) for path, text in wooden if path != "forms/particles.py"] == []
