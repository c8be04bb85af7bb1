"""What an English cue's content is: where it begins after the cue, and where it ends."""

from __future__ import annotations

from dementi.read.rules.analysis import Analysis, Range
from dementi.read.rules.lexicon import FINITE, GERUND
from dementi.read.rules.phrases import is_finite, is_time, noun_phrase_end
from dementi.read.rules.subject_verb_cues import Cue

TAIL_REACH = 16
_MARKS = frozenset({",", ";", ":", "--", "–", "—", "-", "(", ")", "-LRB-", "-RRB-"})


def start_of_content(a: Analysis, cue: Cue, core: int) -> tuple[int | None, Range | None]:
    """Where the content after a cue begins, and the addressee that stands between."""
    g, lowers = a.grammar, a.tokens.lowers
    start = cue.end
    addressee = None
    if (
        start < core
        and "t" in cue.verb.uses
        and a.is_outside(start)
        and lowers[start] not in g.complementizers
    ):
        stop = noun_phrase_end(a, start, core)
        if stop > start:
            addressee, start = (start, stop), stop
    while (
        start < core
        and a.is_outside(start)
        and (is_time(a, start) or (lowers[start] in g.connectives and lowers[start] not in g.leading))
    ):
        start += 1
    return (_opening(a, cue, start, core) if start < core else None), addressee


def _opening(a: Analysis, cue: Cue, start: int, core: int) -> int | None:
    """The first token of the content, which may come late ("said on Tuesday in Ohio that …")."""
    g, lower, word = a.grammar, a.tokens.lowers[start], a.tokens.words[start]
    if a.quotation_at(start) is not None or lower in g.complementizers:
        return start
    if word in (":", ",") and start + 1 < core:
        is_opened = word == ":" or a.quotation_at(start + 1) is not None
        return start + 1 if is_opened else _late_content(a, start, core)
    if lower in cue.verb.topic_prepositions and start + 1 < core:
        late = _late_content(a, start, core) if "c" in cue.verb.uses else None
        return late if late is not None else start + 1
    if lower == "to" and _takes_infinitive(a, cue, start, core):
        return start
    if lower in g.prepositions or lower == "to":
        return _late_content(a, start, core)
    if word in _MARKS or lower in g.conjunctions:
        return None
    uses = cue.verb.uses
    return start if uses & {"c", "n"} or (lower in g.questions and "w" in uses) else None


def _takes_infinitive(a: Analysis, cue: Cue, start: int, core: int) -> bool:
    """ "vowed to free", but not "said to Mary"."""
    if start + 1 >= core or a.capitals[start + 1] or a.tokens.lowers[start + 1] in a.grammar.determiners:
        return False
    return bool(cue.verb.uses & {"c", "w"})


def _late_content(a: Analysis, start: int, core: int) -> int | None:
    """ "said on Tuesday in a statement that …": the complementizer or quotation further on."""
    for index in range(start, min(core, start + TAIL_REACH)):
        quotation = a.quotation_at(index)
        if quotation is not None and quotation.end - index > 4:
            return index
        if a.quote_of[index] >= 0:
            continue
        if (
            a.tokens.lowers[index] in ("that", "whether")
            and index > start
            and a.tokens.lowers[index - 1] not in a.grammar.prepositions
        ):
            return index
        if a.tokens.words[index] in (";", ":"):
            return None
        if a.tokens.words[index] == "," and a.tokens.words[start] != "," and index + 1 < core:
            # A new clause; only ", that" and a quotation still belong to the cue.
            is_content = a.quotation_at(index + 1) is not None or a.tokens.lowers[index + 1] == "that"
            is_aside = a.tokens.lowers[index + 1] in a.grammar.prepositions and _closing(a, index + 1, core)
            if not is_content and not is_aside:
                return None
        is_noun = a.tokens.lowers[index - 1] in a.grammar.determiners | a.grammar.possessives
        if index > start and a.forms(index) and is_finite(a, index) and not a.capitals[index] and not is_noun:
            return None
    return None


def _closing(a: Analysis, start: int, core: int) -> bool:
    """ ", in a statement carried by KCNA, that …": the aside closes before the clause."""
    return any(
        a.tokens.words[index] == "," and a.tokens.lowers[index + 1] == "that"
        for index in range(start, min(core - 1, start + TAIL_REACH))
    )


def end_of_content(a: Analysis, start: int, core: int) -> int:
    g, lowers, words = a.grammar, a.tokens.lowers, a.tokens.words
    index = start + 1
    while index < core:
        if a.quote_of[index] >= 0:
            index += 1
            continue
        word = words[index]
        if word in (";",):
            return index
        if word == "," and index + 2 < core and _is_bare_cue(a, index + 1):
            return index
        if word == "," and _is_closing_cue(a, index, core):
            return index
        if word in (",", "--") and index + 1 < core and leaves(a, index + 1, core):
            return index
        if lowers[index] in ("and", "but") and index + 1 < core and new_cue(a, index + 1, core):
            return index - 1 if words[index - 1] == "," else index
        if (
            word == "."
            and a.quote_of[index - 1] < 0
            and lowers[index - 1] not in g.abbreviations
            and len(lowers[index - 1]) > 1
        ):
            return index
        index += 1
    return core


def _is_bare_cue(a: Analysis, index: int) -> bool:
    """ "X, who asked not to be named, said …": a cue right after a comma takes up an earlier subject."""
    lower = a.tokens.lowers[index]
    is_past = lower.endswith("ed") or lower in ("said", "told", "wrote", "says")
    return is_past and any(form.kind == FINITE and form.verb.uses & {"c", "q"} for form in a.forms(index))


def _is_closing_cue(a: Analysis, comma: int, core: int) -> bool:
    """ "officials believe …, the paper reported": the words after the comma attribute all before them."""
    for index in range(comma + 1, min(core, comma + _CLOSING_REACH)):
        if a.tokens.lowers[index] in _REPORTING and index > comma + 1:
            after = index + 1
            return after >= core or a.tokens.words[after] == "," or a.tokens.lowers[after] in ("on", "in")
        is_have = a.tokens.lowers[index] in a.grammar.have
        if not a.tokens.words[index][0].isalnum() or a.quote_of[index] >= 0:
            return False
        if is_finite(a, index) and not is_have:
            return False
    return False


_CLOSING_REACH = 9
_REPORTING = frozenset({"said", "says", "reported", "reports", "wrote", "writes", "added", "concluded"})


def leaves(a: Analysis, index: int, core: int) -> bool:
    """What follows a comma is no longer said: according to, adding that, but X said."""
    lowers = a.tokens.lowers
    lower = lowers[index]
    if lower == "according" or (lower.endswith("ing") and any(f.kind == GERUND for f in a.forms(index))):
        return True
    if lower in ("but", "and", "while", "though", "although"):
        return lower in ("while", "though", "although") or new_cue(a, index + 1, core)
    return False


def new_cue(a: Analysis, index: int, core: int) -> bool:
    """A second cue, with or without a subject of its own, begins here."""
    for probe in range(index, min(core, index + 7)):
        if a.quote_of[probe] >= 0 or a.tokens.words[probe] in _MARKS:
            return False
        forms = a.forms(probe)
        if (
            forms
            and any(form.kind == FINITE for form in forms)
            and a.tokens.lowers[probe] not in a.grammar.noun_like
        ):
            is_past_or_third = a.tokens.lowers[probe].endswith(("ed", "s", "d")) or a.tokens.lowers[
                probe
            ] in ("told", "wrote")
            return is_past_or_third and any("c" in form.verb.uses or "q" in form.verb.uses for form in forms)
        if probe > index and is_finite(a, probe) and a.tokens.lowers[probe] not in ("has", "have", "had"):
            return False
    return False
