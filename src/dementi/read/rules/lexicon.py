"""The words of a language that attribute, hedge and join, from the data files beside the code."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple, cast

from dementi.model import Basis, Certainty, Medium, Stance

#: How a verb form may stand.
FINITE, PARTICIPLE, INFINITIVE, GERUND = "finite", "participle", "infinitive", "gerund"


class Verb(NamedTuple):
    """One attributing verb; ``fixed`` are words that must stand with it (mit, for, zu dem Schluss)."""

    lemma: str
    fixed: tuple[str, ...]
    stance: Stance
    uses: frozenset[str]
    topic_prepositions: frozenset[str]
    certainty: Certainty
    medium: Medium
    basis: Basis


class Form(NamedTuple):
    """One reading of a word form; joined forms carry their particle inside (mitteilte)."""

    verb: Verb
    kind: str
    is_joined: bool


class HedgeEntry(NamedTuple):
    """``whose``: c the source's own, r the reporter's distance, s German *sollen* (hearsay or plan)."""

    words: tuple[str, ...]
    degree: Certainty
    whose: str


class Grammar:
    """Closed word classes of one language; each is a frozen set of lower-case words."""

    __slots__ = ("_classes", "abbreviations", "claim_nouns", "hedges", "is_verb_second", "language", "verbs")

    def __init__(self, language: str) -> None:
        raw = cast("dict[str, str]", json.loads(_data(language, "grammar.json")))
        self.language = language
        self.is_verb_second = raw["order"] == "verb_second"
        self._classes = {name: frozenset(words.split()) for name, words in raw.items()}
        self.abbreviations = self._classes["abbreviations"]
        self.claim_nouns = dict(
            cast("tuple[str, Stance]", pair.split(":")) for pair in raw["claim_nouns"].split()
        )
        self.verbs = _verb_forms(language, is_german=self.is_verb_second)
        self.hedges = _hedges(language)

    def __getattr__(self, name: str) -> frozenset[str]:
        try:
            return self._classes[name]
        except KeyError:
            raise AttributeError(f"no word class {name!r} for {self.language!r}") from None


@cache
def grammar(language: str) -> Grammar:
    """The words of ``language`` ("de" or "en"), read once."""
    return Grammar(language)


def table(language: str, name: str) -> list[list[str]]:
    """Rows of a tab-separated data file, without comments."""
    rows = _data(language, name).splitlines()
    return [row.split("\t") for row in rows if row.strip() and not row.startswith("#")]


def _data(language: str, name: str) -> str:
    return (files("dementi.read") / "lang" / language / name).read_text(encoding="utf-8")


def _hedges(language: str) -> dict[str, list[HedgeEntry]]:
    hedges: dict[str, list[HedgeEntry]] = {}
    for phrase, degree, whose in table(language, "hedges.tsv"):
        words = tuple(phrase.lower().split())
        hedges.setdefault(words[0], []).append(HedgeEntry(words, cast("Certainty", degree), whose))
    for entries in hedges.values():
        entries.sort(key=lambda entry: -len(entry.words))
    return hedges


def _verb_forms(language: str, *, is_german: bool) -> dict[str, tuple[Form, ...]]:
    forms: dict[str, list[Form]] = {}
    inflect = _german_forms if is_german else _english_forms
    for row in table(language, "verbs.tsv"):
        parts, fixed, stance, uses, certainty, medium, basis = [*row, "", "", ""][:7]
        verb = Verb(
            lemma=" ".join([parts.split()[0], fixed]).strip(),
            fixed=tuple(fixed.split()),
            stance=cast("Stance", stance),
            uses=frozenset(uses.partition("p:")[0]),
            topic_prepositions=frozenset(uses.partition("p:")[2].split(",")) - {""},
            certainty=cast("Certainty", certainty or "certain"),
            medium=cast("Medium", medium or "none"),
            basis=cast("Basis", basis.strip() or "unstated"),
        )
        for word, kind, is_joined in inflect(parts.split(), verb.fixed):
            forms.setdefault(word, []).append(Form(verb, kind, is_joined))
    # The reading with more fixed words is the more specific one and is tried first.
    return {
        word: tuple(sorted(found, key=lambda form: -len(form.verb.fixed))) for word, found in forms.items()
    }


_INSEPARABLE = ("be", "emp", "ent", "er", "ge", "miss", "ver", "wider", "zer", "unter")


def _german_forms(parts: list[str], fixed: tuple[str, ...]) -> list[tuple[str, str, bool]]:
    infinitive = parts[0]
    stem = infinitive[:-2] if infinitive.endswith("en") else infinitive[:-1]
    if len(parts) == 4:
        present, past, participle = parts[1:]
    else:
        link = "e" if stem.endswith(("t", "d", "gn", "chn")) else ""
        present, past = f"{stem}{link}t", f"{stem}{link}te"
        has_no_ge = stem.startswith(_INSEPARABLE) or infinitive.endswith("ieren")
        participle = f"{stem}{link}t" if has_no_ge else f"ge{stem}{link}t"
    past_plural = past + ("n" if past.endswith("e") else "en")
    finite = {
        present,
        past,
        past_plural,
        infinitive,
        stem + "e",
        past + "e" if not past.endswith("e") else past,
    }
    if len(fixed) == 1 and fixed[0] not in ("sich", "damit", "infrage"):
        particle = fixed[0]
        joined = [(particle + form, FINITE, True) for form in sorted(finite)]
        joined += [(particle + participle, PARTICIPLE, True), (particle + infinitive, INFINITIVE, True)]
        joined += [(f"{particle}zu{infinitive}", INFINITIVE, True)]
    else:
        joined = []
    plain = [(form, FINITE, False) for form in sorted(finite)]
    return [*plain, (participle, PARTICIPLE, False), (infinitive, INFINITIVE, False), *joined]


_VOWELS = "aeiou"


def _english_forms(parts: list[str], fixed: tuple[str, ...]) -> list[tuple[str, str, bool]]:
    del fixed  # English particles stand apart.
    base = parts[0]
    if len(parts) == 4:
        third, past, participle = parts[1:]
    else:
        third = base + ("es" if base.endswith(("s", "sh", "ch", "x")) else "s")
        past = participle = base + ("d" if base.endswith("e") else "ed")
        if base.endswith("y") and base[-2] not in _VOWELS:
            third, past, participle = base[:-1] + "ies", base[:-1] + "ied", base[:-1] + "ied"
    ends_in_silent_e = base.endswith("e") and not base.endswith(("ee", "ye", "oe"))
    gerund = (base[:-1] if ends_in_silent_e else base) + "ing"
    if past == base + base[-1] + "ed":
        gerund = base + base[-1] + "ing"
    if base == "lie":
        gerund = "lying"
    return [
        (base, FINITE, False), (base, INFINITIVE, False), (third, FINITE, False),
        (past, FINITE, False), (participle, PARTICIPLE, False), (gerund, GERUND, False),
    ]  # fmt: skip
