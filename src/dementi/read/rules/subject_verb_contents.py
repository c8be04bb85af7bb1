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
        # "warned it would strike": what a finite verb follows is the subject of the content.
        is_subject = (
            stop - start == 1 and lowers[start] in g.personal | {"it"} and is_finite(a, min(stop, core - 1))
        )
        if stop > start and not is_subject:
            addressee, start = (start, stop), stop
    while (
        start < core
        and a.is_outside(start)
        and (_is_day(a, start, core) or (lowers[start] in g.connectives and lowers[start] not in g.leading))
    ):
        start += 1
    return (_opening(a, cue, start, core) if start < core else None), addressee


def _is_day(a: Analysis, index: int, core: int) -> bool:
    """ "said 22 October", "said Monday", but not "said 40 people"."""
    if not is_time(a, index):
        return False
    if not a.tokens.words[index][0].isdigit():
        return True
    is_year = len(a.tokens.words[index]) == 4 and a.tokens.words[index][:2] in ("19", "20")
    return (
        is_year
        or a.tokens.lowers[index - 1] in a.grammar.month_names
        or (index + 1 < core and a.tokens.lowers[index + 1] in a.grammar.month_names)
    )


def _is_quantity(a: Analysis, start: int, core: int) -> bool:
    """ "at least 40", "as many as 40", "up to 40", "around 40": a number opens the content."""
    lowers = a.tokens.lowers
    if lowers[start] not in _ABOUT:
        return False
    return any(
        index < core and (lowers[index][0].isdigit() or lowers[index] in _NUMBER_WORDS)
        for index in range(start + 1, start + (4 if lowers[start] in ("at", "as", "up") else 2))
    ) and (lowers[start] != "at" or lowers[start + 1] in ("least", "most"))


_ABOUT = frozenset({"at", "as", "up", "about", "around", "over", "under", "between", "close"})
_NUMBER_WORDS = frozenset(
    {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "dozens", "hundreds",
     "thousands", "half", "a"}
)  # fmt: skip


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
    if cue.verb.uses & {"c", "n"} and _is_quantity(a, start, core):
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
        if a.tokens.words[index] == ":" and index + 2 < core:
            return index + 1
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


def after_handle(a: Analysis, begin: int, end: int) -> int:
    """Where a post begins after the name that opens it ("@wire: …")."""
    has_handle = end - begin > 3 and a.tokens.words[begin] == "@" and a.tokens.words[begin + 2] == ":"
    return begin + 3 if has_handle else begin


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
        if word == "," and (_is_closing_cue(a, index, core) or _opens_claim(a, index, core)):
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


def claim_comma(a: Analysis, unit: Range, noun: int) -> int | None:
    """The comma of ", a claim" or ", a claim that" whose noun, or *that*, stands at ``noun``."""
    if a.tokens.lowers[noun] in ("that", "which"):
        noun -= 1
    for comma in range(noun - 1, max(unit[0], noun - 4), -1):
        if a.tokens.words[comma] == ",":
            return comma if _opens_claim(a, comma, noun + 2) else None
    return None


def _opens_claim(a: Analysis, comma: int, core: int) -> bool:
    """ ", a claim the army denied": the author speaks again of what was said."""
    lowers = a.tokens.lowers
    if comma + 3 > core or lowers[comma + 1] not in ("a", "an", "something"):
        return False
    if lowers[comma + 1] == "something":
        return True
    return any(
        lowers[index] in a.grammar.claim_nouns or lowers[index] in _CHARGES
        for index in range(comma + 2, min(core, comma + 4))
    )


_CHARGES = frozenset({"charge", "story", "figure", "version", "account", "accusation"})


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
            return (
                after >= core
                or a.tokens.words[after] == ","
                or a.tokens.lowers[after] in _AFTER_CLOSING
                or is_time(a, after)
            )
        is_have = a.tokens.lowers[index] in a.grammar.have
        if not a.tokens.words[index][0].isalnum() or a.quote_of[index] >= 0:
            return False
        if is_finite(a, index) and not is_have:
            return False
    return False


_AFTER_CLOSING = frozenset({"on", "in", "at", "to", "during", "after", "late", "early", "earlier", "last"})
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
