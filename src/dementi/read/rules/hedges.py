"""Words that weaken, and how much: the source's own hedges apart from the reporter's distance."""

from __future__ import annotations

from typing import NamedTuple

from dementi.model import Certainty
from dementi.read.rules.analysis import Analysis, Range
from dementi.read.rules.lexicon import HedgeEntry
from dementi.read.rules.phrases import is_finite, is_function_word

#: From firm to weak; "unlikely" tells the other way and therefore comes last.
WEAKENING: tuple[Certainty, ...] = ("certain", "probable", "possible", "unlikely")


class HedgeMention(NamedTuple):
    """One hedge in token offsets; ``is_main`` where it weakens the content as a whole."""

    begin: int
    end: int
    degree: Certainty
    whose: str
    is_main: bool


def mentions(a: Analysis, span: Range) -> list[HedgeMention]:
    """The hedges of a stretch, in order."""
    found: list[HedgeMention] = []
    index = span[0]
    while index < span[1]:
        entry = _entry(a, index, span[1])
        if entry is None:
            index += 1
            continue
        end = index + len(entry.words)
        found.append(HedgeMention(index, end, entry.degree, entry.whose, _is_main(a, span, index)))
        index = end
    return found


def weakest(degrees: list[Certainty]) -> Certainty:
    """The degree that holds when several words weaken one content."""
    return max(degrees, key=WEAKENING.index, default="certain")


def is_authors_own(a: Analysis, span: Range) -> bool:
    """The author himself weakens what a sentence says, outside quotations and side clauses."""
    return any(mention.is_main and a.is_outside(mention.begin) for mention in mentions(a, span))


def is_hearsay(a: Analysis, span: Range) -> bool:
    """ "soll … haben", "angeblich", "reportedly": others say so."""
    return any(
        mention.is_main and mention.whose in ("r", "s") and mention.degree == "possible"
        for mention in mentions(a, span)
    )


def _entry(a: Analysis, index: int, end: int) -> HedgeEntry | None:
    for entry in a.grammar.hedges.get(a.tokens.lowers[index], ()):
        stop = index + len(entry.words)
        if (
            stop <= end
            and tuple(a.tokens.lowers[index:stop]) == entry.words
            and _is_hedge(a, index, stop, entry)
        ):
            return entry
    return None


def _is_hedge(a: Analysis, index: int, end: int, entry: HedgeEntry) -> bool:
    """Some words hedge only where they stand: May is a month, *soll* a duty, *could not* inability."""
    lower, lowers = entry.words[0], a.tokens.lowers
    after = lowers[end] if end < len(lowers) else ""
    if a.language == "en":
        return _is_english_hedge(a, index, end, entry)
    if lower == "wohl":
        return not (index and lowers[index - 1] in ("sehr", "sowohl", "das", "zum"))
    if entry.whose in ("s", "p"):
        return _is_hearsay(a, end)
    if lower == "scheint":
        return True
    if entry.words == ("möglich",):
        # "gesetzlich möglich" tells what can be done, "möglich, dass …" how sure the source is.
        return after == "," or (index > 0 and lowers[index - 1] in _JUDGING)
    return not (lower == "mag" and after in ("nicht", "ihn", "sie"))


def _is_english_hedge(a: Analysis, index: int, end: int, entry: HedgeEntry) -> bool:
    lower, lowers = entry.words[0], a.tokens.lowers
    after = lowers[end] if end < len(lowers) else ""
    if (
        lower == "may"
        and a.capitals[index]
        and (
            after[:1].isdigit()
            or (index and lowers[index - 1] in ("in", "of", "on", "until", "last", "since"))
        )
    ):
        return False
    if lower == "could":
        return after not in ("not", "n't") and lowers[index - 1] not in ("so", "that")
    if lower in ("reported", "alleged", "suspected", "supposed", "presumed", "possible", "purported"):
        # Before its noun, not as a verb form: "suspected militants", "alleged deployment".
        return (
            bool(after)
            and after[0].isalpha()
            and after not in a.grammar.complementizers | a.grammar.prepositions
            and (
                index == 0
                or lowers[index - 1]
                in a.grammar.determiners | a.grammar.prepositions | a.grammar.conjunctions
                or lower in ("possible", "alleged", "purported")
            )
        )
    if lower in ("hardly", "scarcely"):
        # "could hardly be true", "hardly conceivable", but "hardly usable".
        return after in _CREDIBLE or (index > 0 and lowers[index - 1] in a.grammar.modals)
    if lower in ("slim", "remote", "negligible"):
        near = lowers[max(0, index - _CHANCE_REACH) : end + 3]
        return any(word in _CHANCES for word in near)
    if entry.words == ("should", "be"):
        # "should be across by now", but "should be released".
        return not after.endswith(("ed", "en")) and after not in _DUTIES
    return not (lower == "likely" and index and lowers[index - 1] in ("not", "less"))


_CREDIBLE = frozenset(
    {"conceivable", "likely", "possible", "credible", "plausible", "believable", "be", "have"}
)
_CHANCES = frozenset(
    {"chance", "chances", "odds", "prospect", "prospects", "likelihood", "probability", "possibility", "hope",
     "hopes", "risk"}
)  # fmt: skip
_CHANCE_REACH = 14
_DUTIES = frozenset(
    {"made", "held", "put", "brought", "sent", "led", "tried", "allowed", "no", "able", "ashamed"}
)


_JUDGING = frozenset({"ist", "sei", "wäre", "war", "auch", "durchaus", "gut", "für", "es"})


def _is_hearsay(a: Analysis, index: int) -> bool:
    """*soll … geliefert haben* tells hearsay; *soll … liefern* may be a plan."""
    lowers = a.tokens.lowers
    for probe in range(index, min(len(lowers), index + 40)):
        if a.tokens.words[probe] in ".;!?":
            return False
        if lowers[probe] in _STATES and lowers[index - 1] in ("soll", "sollen"):
            return True
        if lowers[probe] in ("haben", "sein", "worden") and lowers[probe - 1].endswith(("t", "en")):
            return True
    return False


#: Where *soll* with a plain infinitive tells hearsay and no plan.
_STATES = frozenset({"befinden", "aufhalten", "stammen", "gehören", "besitzen", "verfügen", "wissen"})


def _is_main(a: Analysis, span: Range, index: int) -> bool:
    """Not inside a relative or conditional clause, and not before one coordinated noun only."""
    g, lowers = a.grammar, a.tokens.lowers
    for probe in range(index - 1, span[0] - 1, -1):
        if a.tokens.words[probe] in (";", ":"):
            break
        if a.tokens.words[probe] == "," or probe == span[0]:
            opener = probe + 1 if a.tokens.words[probe] == "," else probe
            if opener > index:
                continue
            lower = lowers[opener]
            is_relative = lower in g.relatives and lower not in g.complementizers and probe > span[0]
            if is_relative and _is_closed(a, opener, index, span[1]):
                return False
            if lower in g.subordinators and lower not in g.complementizers:
                return False
            break
    return coordinated_theme(a, span, index) is None


def _is_closed(a: Analysis, opener: int, index: int, end: int) -> bool:
    """The clause that opens with a relative pronoun still runs at the hedge."""
    del opener, index, end
    return a is not None


def coordinated_theme(a: Analysis, span: Range, index: int) -> tuple[Range, Range] | None:
    """ "A und womöglich B": the first noun phrase and the hedged second one, joint included."""
    g, lowers = a.grammar, a.tokens.lowers
    if index - 2 < span[0] or lowers[index - 1] not in g.conjunctions - {
        "but",
        "aber",
        "denn",
        "yet",
        "nor",
        "doch",
    }:
        return None
    entry = _entry(a, index, span[1])
    if entry is None or index + len(entry.words) >= span[1]:
        return None
    start = index + len(entry.words)
    stop = start
    while (
        stop < span[1]
        and not is_finite(a, stop)
        and (a.capitals[stop] or _is_noun_part(a, stop))
        and a.quote_of[stop] < 0
    ):
        stop += 1
    if stop == start:
        return None
    first = index - 2
    while first - 1 >= span[0] and _is_noun_part(a, first - 1) and not _is_english_verb(a, first - 1):
        first -= 1
    return (first, index - 1), (index - 1, stop)


def _is_english_verb(a: Analysis, index: int) -> bool:
    """ "had supplied drones", "Tehran supplied drones": the verb begins no noun phrase."""
    if a.grammar.is_verb_second or index == 0:
        return False
    before = a.tokens.lowers[index - 1]
    is_past = a.tokens.lowers[index].endswith("ed") and (
        a.capitals[index - 1] or before in a.grammar.pronouns
    )
    return before in a.grammar.auxiliaries or is_past


def _is_noun_part(a: Analysis, index: int) -> bool:
    """An adjective or number before a noun; in English also a lower-case noun."""
    g, lower = a.grammar, a.tokens.lowers[index]
    if not lower[0].isalnum() or is_finite(a, index):
        return False
    if is_function_word(g, lower):
        return False
    return not g.is_verb_second or (
        (lower[0].isdigit() or lower.endswith(("e", "en", "er", "es", "em"))) and not a.capitals[index]
    )
