"""What a content shows by itself: an evasion, a threat or a correction told with a plain verb of saying."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple, cast

from dementi.model import Certainty, Stance
from dementi.read.rules.analysis import Analysis, Attribution
from dementi.read.rules.lexicon import table
from dementi.read.rules.patterns import expanded

#: What a plain verb of saying leaves open.
_PLAIN = ("asserts", "reports", "comments")
#: How many words of a content are looked at; what stands later is no answer.
_REACH = 40
_QUOTES = frozenset("„“”»«›‹‚‘’\"'") | {"``", "''", "`"}


class Saying(NamedTuple):
    """One row of the file, compiled.

    ``of``: the stances it refines. ``cues``: one of these words (or the first word of a verb's lemma) must
    be in the cue; empty for any. ``certainty``: None where the row leaves it.
    """

    stance: Stance
    certainty: Certainty | None
    of: tuple[str, ...]
    cues: frozenset[str]
    expression: re.Pattern[str]


def shown(a: Analysis, attribution: Attribution, found: Stance) -> tuple[Stance, Certainty | None] | None:
    """The stance that the words of the content show, and the certainty where they show one."""
    # What the author states himself answers nobody.
    words = list(_words(a, attribution)) if attribution.kind != "stated" else []
    if not words:
        return None
    text = " " + " ".join(words) + " "
    cues: set[str] | None = None
    for saying in _sayings(a.language):
        if attribution.is_settled and not saying.cues:
            # A pattern has weighed its own words; only what belongs to them is looked for.
            continue
        if found not in saying.of or saying.expression.search(text) is None:
            continue
        if saying.cues and cues is None:
            cues = _cue_words(a, attribution)
        if not saying.cues or (cues is not None and saying.cues & cues):
            return saying.stance, saying.certainty
    return None


def _words(a: Analysis, attribution: Attribution) -> Iterator[str]:
    left = _REACH
    for begin, end in attribution.content:
        for index in range(begin, min(end, begin + left)):
            if a.tokens.words[index] in _QUOTES or _is_that(a, attribution, index):
                continue
            is_clitic = index > begin and a.tokens.lowers[index - 1] in _SUBJECTS
            lower = a.tokens.lowers[index]
            yield _CLITICS[lower] if is_clitic and lower in _CLITICS else expanded(lower)
        left -= min(end - begin, left)


def _is_that(a: Analysis, attribution: Attribution, index: int) -> bool:
    """The conjunction before a content: "that they left", but not "that is a lie"."""
    if index != attribution.content[0][0] or a.tokens.lowers[index] != "that":
        return False
    after = a.tokens.lowers[index + 1] if index + 1 < len(a.tokens.lowers) else ""
    return after not in a.grammar.auxiliaries


_SUBJECTS = frozenset({"i", "you", "he", "she", "it", "we", "they", "that", "there", "what", "who", "this"})
_CLITICS = {"'m": "am", "'re": "are", "'ll": "will", "'s": "is", "'ve": "have", "'d": "would"}


def _cue_words(a: Analysis, attribution: Attribution) -> set[str]:
    places = [index for begin, end in attribution.cue for index in range(begin, end)]
    lemmas = {form.verb.lemma.split()[0] for index in places for form in a.forms(index)}
    return lemmas | {a.tokens.lowers[index] for index in places}


@cache
def _sayings(language: str) -> tuple[Saying, ...]:
    rows = []
    for what, of, cues, source in table(language, "sayings.tsv"):
        stance, _, certainty = what.partition("/")
        rows.append(
            Saying(
                stance=cast("Stance", stance),
                certainty=cast("Certainty", certainty) if certainty else None,
                of=tuple(of.replace("*", ",".join(_PLAIN)).split(",")),
                cues=frozenset() if cues == "-" else frozenset(cues.split("|")),
                expression=_compiled(source),
            )
        )
    return tuple(rows)


def _compiled(source: str) -> re.Pattern[str]:
    parts = []
    for element in source.split():
        if element in ("^", "$"):
            parts.append(element if element == "^" else r"(?: [.!…])* $")
        elif element == "~":
            parts.append(r"(?: [^ ;:]+){0,8}?")
        elif element == "~~":
            parts.append(r"(?: [^ ;:,]+){0,3}?")
        elif element.startswith("["):
            parts.append(f"(?: (?:{element.strip('[]')}))?")
        elif element.startswith("(?!"):
            parts.append(element.replace("_", " "))
        else:
            parts.append(f" (?:{element})")
    expression = "".join(parts)
    return re.compile(expression if expression.endswith("$") else expression + "(?= )")
