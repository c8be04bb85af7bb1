"""What matching tells people in passing, in the language of the run."""

from __future__ import annotations

from functools import cache

from dementi.match.words import rows
from dementi.model import Language


@cache
def _phrases() -> dict[str, dict[Language, str]]:
    return {key: {"en": english, "de": german} for key, english, german in rows("phrases.tsv")}


def phrase(key: str, language: Language, **slots: object) -> str:
    """The phrase of a key in a language, with its slots filled in."""
    return _phrases()[key][language].format(**slots)
