"""To whom it is said where the finite verb stands second or last (German)."""

from __future__ import annotations

from dementi.read.rules.analysis import Analysis, Range
from dementi.read.rules.phrases import is_time, noun_phrase_end
from dementi.read.rules.verb_second_cues import Cue

#: How many words may stand between the verb and the one who is spoken to.
_REACH = 25
#: Verbs whose hearer is their object: "bat den Minister", "warnte die Union".
_OBJECT_VERBS = frozenset(
    {"fordern auf", "auffordern", "bitten", "rufen auf", "aufrufen", "drängen", "mahnen", "warnen", "fragen"}
)
#: Verbs that tell somebody something, so that a bare name after them may be the hearer.
_TELLING = frozenset({"sagen", "teilen mit", "mitteilen", "werfen vor", "vorwerfen", "raten", "empfehlen"})
#: Verbs with a dative or an object that is no hearer.
_UNHEARD = frozenset({"sehen", "rechnen", "verweisen", "beziffern", "zeigen", "heißen"})
_TOPIC_OPENERS = frozenset({"zu", "zur", "zum", "um", "von", "auf", "für", "über", "wegen", "und"})
_DATIVE = frozenset({
    "dem", "der", "einem", "einer", "ihm", "ihnen", "mir", "uns", "diesem", "dieser", "seinem",
    "seiner", "ihrem", "ihrer", "unserem", "unserer",
})  # fmt: skip
_ACCUSATIVE = frozenset({
    "den", "die", "das", "eine", "einen", "ihn", "sie", "uns", "mich", "alle", "beide", "seine",
    "seinen", "ihre", "ihren", "unsere", "unseren", "diese",
})  # fmt: skip
_PLURAL_DATIVE = frozenset({"den", "seinen", "ihren", "diesen", "allen", "mehreren", "unseren"})


def addressee_of(a: Analysis, unit: Range, cue: Cue, source: Range | None) -> Range | None:
    """The noun phrase that names the hearer; the preposition *gegenüber* is left out.

    Parameters
    ----------
    unit, cue, source : the sentence, its verb and whose verb it is, in token numbers.
    """
    if cue.is_final and source is not None:
        start, limit = source[1], cue.words[0][0]
    else:
        start = cue.finite + 1
        if source is not None and source[0] > cue.finite:
            start = source[1]
        limit = cue.words[-1][0] if cue.last > cue.finite else unit[1]
    limit = min(limit, start + _REACH)
    index = start
    while index < limit and a.is_outside(index) and a.tokens.words[index] not in ",:;.!?–":
        step = _hearer_at(a, cue, index, limit)
        if isinstance(step, tuple):
            return step
        index = step
    return None


def _hearer_at(a: Analysis, cue: Cue, index: int, limit: int) -> Range | int:
    """The hearer that begins at the token, or where to look on."""
    g, lower = a.grammar, a.tokens.lowers[index]
    if lower == "gegenüber":
        stop = noun_phrase_end(a, index + 1, limit)
        return (index + 1, stop) if stop > index + 1 else index + 1
    if lower in g.reflexives - {"uns"}:
        return index + 1
    if lower in g.prepositions or lower in ("am", "im", "zum", "zur", "beim", "vom"):
        return max(noun_phrase_end(a, index + 1, limit), index + 1)
    if lower in g.connectives or lower in g.negators or is_time(a, index):
        return index + 1
    stop = noun_phrase_end(a, index, limit)
    if stop == index:
        return index + 1
    if all(is_time(a, i) or a.tokens.lowers[i] in g.determiners for i in range(index, stop)):
        return stop
    if not _is_hearer(a, cue, index, stop):
        return stop
    return (index, _before_topic(a, index, stop))


def _before_topic(a: Analysis, index: int, stop: int) -> int:
    """ "rief die Union zur Hilfe auf": what is asked of the hearer is no part of the name."""
    for place in range(index + 1, stop):
        if a.tokens.lowers[place] in _TOPIC_OPENERS:
            return place
    return stop


def _is_hearer(a: Analysis, cue: Cue, index: int, stop: int) -> bool:
    lower = a.tokens.lowers[index]
    is_object = cue.verb.lemma in _OBJECT_VERBS
    is_bare = a.capitals[index] and lower not in a.grammar.determiners | a.grammar.possessives
    if is_bare:
        return is_object or cue.verb.lemma in _TELLING
    if is_object:
        return lower in _ACCUSATIVE
    if cue.verb.stance == "comments" or cue.verb.lemma in _UNHEARD:
        return False
    if cue.is_passive and cue.verb.lemma not in _TELLING:
        return False
    if lower in _PLURAL_DATIVE:
        return _is_plural_dative(a, index + 1, stop)
    return lower in _DATIVE


def _is_plural_dative(a: Analysis, index: int, stop: int) -> bool:
    """*den Behörden*, *den Medien*, but not *den Vorfall*: the head ends in -n or -s."""
    while index < stop and not a.capitals[index]:
        index += 1
    lower = a.tokens.lowers[index] if index < stop else ""
    return lower.endswith(("n", "s")) and not lower.endswith(("ss", "us", "is"))
