"""What the pages call the ways to print what tells who somebody is."""

from __future__ import annotations

from generator.privacy.modes import Privacy

PRIVACY_WORDS: dict[Privacy, str] = {"masked": "마스킹", "deidentified": "비식별", "full": "전체"}
