"""Attributing verb groups where the subject stands before the verb (English)."""

from __future__ import annotations

from typing import NamedTuple

from dementi.read.rules.analysis import Analysis, Range
from dementi.read.rules.lexicon import FINITE, GERUND, INFINITIVE, PARTICIPLE, Verb
from dementi.read.rules.phrases import is_time


class Cue(NamedTuple):
    """A verb group: "has repeatedly said", "pointed out"."""

    verb: Verb
    begin: int
    end: int
    head: int
    is_passive: bool
    is_gerund: bool


def cue_at(a: Analysis, unit: Range, index: int) -> Cue | None:
    lowers = a.tokens.lowers
    if a.capitals[index] and index > unit[0] and a.capitals[index - 1] and not is_headline(a, unit):
        return None
    begin, auxiliaries = _group_begin(a, unit[0], index)
    if a.tokens.lowers[index + 1 : index + 4] == ["not", "to", "be"]:
        # "asked not to be named" is no claim.
        return None
    if lowers[index] in _SEEMING and lowers[index + 1 : index + 2] == ["to"] and a.forms(index + 2):
        # "appeared to doubt": the doubting is the cue.
        return None
    for form in a.forms(index):
        end = _fixed_end(a, unit, index, form.verb.fixed)
        if end is None or not _stands(a, unit, index, form.kind, begin, auxiliaries):
            continue
        is_passive = form.kind in (PARTICIPLE, FINITE) and _is_passive(a, auxiliaries, index)
        is_participle = any(other.kind == PARTICIPLE for other in a.forms(index))
        is_bare = form.kind == FINITE and bool(auxiliaries) and not is_participle
        if is_bare and not _takes_base(a, auxiliaries, lowers[index], form.verb.lemma):
            continue
        return Cue(form.verb, begin, end, index, is_passive, form.kind == GERUND)
    return None


def is_headline(a: Analysis, unit: Range) -> bool:
    """Nearly every longer word has a capital: "Trade Minister Says Port Will Stay Shut"."""
    long = [i for i in range(*unit) if len(a.tokens.words[i]) > 3 and a.tokens.words[i][0].isalpha()]
    return 3 <= len(long) <= _HEADLINE_LIMIT and sum(a.capitals[i] for i in long) >= 0.8 * len(long)


_HEADLINE_LIMIT = 25
_BETWEEN = frozenset({"now", "since", "then", "still"})
_SEEMING = frozenset({"appear", "appears", "appeared", "seem", "seems", "seemed"})


def _group_begin(a: Analysis, begin: int, index: int) -> tuple[int, list[int]]:
    """Auxiliaries, negators and adverbs right before a verb belong to its group."""
    g, lowers = a.grammar, a.tokens.lowers
    start = index
    auxiliaries: list[int] = []
    probe = index - 1
    while probe >= begin and index - probe <= 6 and a.quote_of[probe] < 0:
        lower = lowers[probe]
        if lower == "to" and probe == index - 1 and probe > begin and lowers[probe - 1] in _SEEMING:
            probe -= 1
            auxiliaries.append(probe)
            start = probe
        elif lower in g.auxiliaries or lower in g.negators - {"nobody", "none", "nothing", "no"}:
            if (
                lower == "'s"
                and lowers[index].endswith(("s", "ed"))
                and lowers[index] not in _PAST_PARTICIPLES
            ):
                break
            auxiliaries.append(probe)
            start = probe
        elif (lower in g.connectives and lower not in g.leading) or (
            # "privately", but not Italy, Emily or July.
            lower.endswith("ly") and lower not in ("family", "only") and not a.capitals[probe]
        ):
            start = probe
        elif lower in _BETWEEN and probe > begin and lowers[probe - 1][:1].isalnum():
            # "has since confirmed", "the ministry now says": inside a clause they open none.
            start = probe
        else:
            break
        probe -= 1
    return start, auxiliaries


_PAST_PARTICIPLES = frozenset(
    ["said", "told", "called", "asked", "known", "seen", "shown", "found", "reported"]
)


def _fixed_end(a: Analysis, unit: Range, index: int, fixed: tuple[str, ...]) -> int | None:
    if not fixed:
        return index + 1
    for start in (index + 1, index + 2):
        if start < unit[1] and a.tokens.lowers[start] == fixed[0] and a.quote_of[start] < 0:
            return start + 1
    return None


def _stands(a: Analysis, unit: Range, index: int, kind: str, begin: int, auxiliaries: list[int]) -> bool:
    g, lowers = a.grammar, a.tokens.lowers
    before = lowers[begin - 1] if begin > unit[0] else ""
    if kind == INFINITIVE:
        return bool(auxiliaries) and lowers[auxiliaries[0]] in g.modals | {"do", "does", "did", "not", "n't"}
    if kind == PARTICIPLE:
        return any(lowers[i] in g.auxiliaries for i in auxiliaries)
    if kind == GERUND:
        return (
            before in (",", "by", "")
            or bool(auxiliaries)
            or before in ("after", "while", "before", "without")
        )
    if (
        before == "to"
        or before in g.possessives
        or before in _ARTICLES
        or (before in g.determiners - g.pronouns and lowers[index] in g.noun_like)
    ):
        return False
    if lowers[index] in a.grammar.noun_like and not auxiliaries:
        return _verb_not_noun(a, unit, index, begin)
    return True


#: What only a noun can follow; a number may close a subject ("majorities in all five say").
_ARTICLES = frozenset({"a", "an", "the", "no", "of", "every", "another", "such"})


def _verb_not_noun(a: Analysis, unit: Range, index: int, begin: int) -> bool:
    g, lowers = a.grammar, a.tokens.lowers
    if begin == unit[0] or index + 1 >= unit[1]:
        return False
    before, after = lowers[begin - 1], lowers[index + 1]
    if before.endswith(("'s", "’s")):
        return False
    is_third = lowers[index].endswith("s")
    if before in g.pronouns:
        return True
    if before in g.prepositions or not (before[0].isalpha() or before in (",", "''", "-RRB-")):
        return False
    has_object = (
        any(
            after in words
            for words in (g.determiners, g.pronouns, g.complementizers, g.possessives, g.questions)
        )
        or a.quotation_at(index + 1) is not None
        or (a.capitals[index + 1] and not is_time(a, index + 1))
        # "Kyiv claims to have struck", but not "Kyiv's claims to Crimea".
        or lowers[index + 1 : index + 3] in (["to", "have"], ["to", "be"], ["not", "to"])
    )
    is_plural = before.endswith("s") or _has_plural_head(a, unit, begin)
    return has_object and (is_third != is_plural or a.capitals[begin - 1])


def _has_plural_head(a: Analysis, unit: Range, begin: int) -> bool:
    """ "records from the last cycle show": the noun before the preposition decides."""
    for index in range(begin - 1, max(unit[0], begin - _HEAD_REACH), -1):
        lower = a.tokens.lowers[index]
        if not lower[0].isalnum() or a.quote_of[index] >= 0:
            return False
        if lower in a.grammar.np_prepositions:
            return a.tokens.lowers[index - 1].endswith("s") and index - 1 == unit[0]
    return False


_HEAD_REACH = 9


def _is_passive(a: Analysis, auxiliaries: list[int], index: int) -> bool:
    if not auxiliaries:
        return False
    nearest = [a.tokens.lowers[i] for i in auxiliaries if a.tokens.lowers[i] in a.grammar.auxiliaries]
    return (
        bool(nearest)
        and nearest[0] in a.grammar.passive - {"'s"}
        and not a.tokens.lowers[index].endswith("ing")
    )


def _takes_base(a: Analysis, auxiliaries: list[int], word: str, lemma: str) -> bool:
    first = [a.tokens.lowers[i] for i in auxiliaries]
    if any(
        lower
        in (
            "did",
            "do",
            "does",
            "would",
            "will",
            "could",
            "can",
            "may",
            "might",
            "must",
            "should",
            "'ll",
            "cannot",
        )
        or (lower.endswith("n't") and len(lower) > 3)
        for lower in first
    ):
        return word == lemma.split(maxsplit=1)[0] or "have" in first
    return not any(lower in a.grammar.auxiliaries for lower in first)
