"""Whose verb it is where the subject stands before the verb (English)."""

from __future__ import annotations

from dementi.read.rules.analysis import Analysis, Range
from dementi.read.rules.phrases import is_finite, is_time


def first_subject(a: Analysis, unit: Range, end: int) -> Range | None:
    """The subject of the first finite verb of the unit: what a coordinated verb goes back to."""
    for finite in range(unit[0] + 1, end):
        if a.quote_of[finite] < 0 and is_finite(a, finite):
            return subject_before(a, unit, finite)
    return None


def subject_before(a: Analysis, unit: Range, end: int, *, takes_it: bool = False) -> Range | None:
    """The subject that ends right before a verb group."""
    g, lowers = a.grammar, a.tokens.lowers
    if end <= unit[0]:
        return None
    if a.tokens.words[end - 1] in (",", "-RRB-", ")", "--"):
        return apposed_subject(a, unit, end)
    if a.quote_of[end - 1] >= 0:
        quotation = a.quotation_until(end)
        if quotation is None or quotation.end - quotation.begin > 6:
            return None
    end = _before_time(a, unit[0], end)
    start = _after_claim(a, _after_time(a, phrase_begin(a, unit[0], end), end), end)
    if start >= end or (
        end - start == 1
        and (
            lowers[start] in g.complementizers - g.relatives
            or lowers[start] in ("there", "it", "what", "how", "as")
        )
    ):
        if lowers[start : start + 1] == ["it"] and takes_it:
            return (start, end)
        return None
    return None if is_mute(a, (start, end)) else (start, end)


def _after_claim(a: Analysis, start: int, end: int) -> int:
    """ "a claim the army" before *denied*: a relative clause without its pronoun; the army denied."""
    g, lowers = a.grammar, a.tokens.lowers
    for noun in range(start + 1, end - 1):
        opens = lowers[noun + 1] in g.determiners | g.possessives or (
            a.capitals[noun + 1] and not is_time(a, noun + 1)
        )
        if lowers[noun] in g.claim_nouns and not a.capitals[noun] and opens:
            return noun + 1
    return start


def is_mute(a: Analysis, phrase: Range) -> bool:
    """ "the road", "relations with Pyongyang", "so far": the head of the phrase can say nothing."""
    g, lowers = a.grammar, a.tokens.lowers
    head = phrase[0]
    while head + 1 < phrase[1] and lowers[head + 1] not in g.np_prepositions and lowers[head + 1] != ",":
        head += 1
    return lowers[head] in g.mute_nouns and not (a.capitals[head] and head > phrase[0])


def _before_time(a: Analysis, begin: int, end: int) -> int:
    """ "The Kremlin on Thursday" without its day."""
    stop = end
    while stop - 1 > begin and is_time(a, stop - 1) and not a.tokens.lowers[stop - 1][0].isdigit():
        stop -= 1
    if (
        stop < end
        and stop - 1 > begin
        and a.tokens.lowers[stop - 1] in ("on", "last", "this", "late", "early")
    ):
        stop -= 1
    return stop if stop > begin else end


def _after_time(a: Analysis, start: int, end: int) -> int:
    """ "last week the Kremlin" without its week."""
    if (
        start + 2 < end
        and a.tokens.lowers[start] in ("last", "this", "earlier", "late")
        and is_time(a, start + 1)
    ):
        return start + 2
    return start


def apposed_subject(a: Analysis, unit: Range, end: int) -> Range | None:
    """ "Adam Rook, a former officer, said": back over the apposition to the head."""
    words = a.tokens.words
    closing = end - 1
    for comma in range(closing - 1, max(unit[0], closing - 30), -1):
        if a.quote_of[comma] >= 0:
            continue
        is_partner = words[comma] == "," if words[closing] == "," else words[comma] in ("(", "-LRB-", "--")
        if is_partner:
            start = phrase_begin(a, unit[0], comma)
            if start < comma and not (is_finite(a, comma - 1) and not a.capitals[comma - 1]):
                return (start, end)
            return None
    return None


def phrase_begin(a: Analysis, begin: int, end: int) -> int:
    """Walk left from a verb over its subject."""
    g, lowers = a.grammar, a.tokens.lowers
    if lowers[end - 1] in g.pronouns and lowers[end - 1] not in ("one", "others", "some", "many"):
        return end - 1
    index = end
    while index > begin and end - index < _SUBJECT_REACH:
        step = _step_left(a, begin, index, end)
        if step == index:
            break
        index = step
    while index < end and (
        lowers[index] in g.connectives or lowers[index] in g.np_prepositions or lowers[index] == "'s"
    ):
        index += 1
    return index


def _step_left(a: Analysis, begin: int, index: int, end: int) -> int:
    """One step over what can belong to a subject; the same place where it ends."""
    words = a.tokens.words
    previous = index - 1
    if a.quote_of[previous] >= 0:
        quotation = a.quotation_until(index)
        if quotation is None or quotation.end - quotation.begin > _NAME_QUOTATION:
            return index
        return index if words[quotation.end - 2] in (",", ".", "!", "?") else quotation.begin
    if words[previous] in ("-RRB-", ")"):
        opening = _opening_bracket(a, begin, previous)
        return index if opening is None else opening
    if words[previous] == ".":
        before = a.tokens.lowers[previous - 1] if previous > begin else ""
        return previous if before in a.grammar.abbreviations or len(before) == 1 else index
    if not words[previous][0].isalnum() and words[previous] not in _NAME_MARKS:
        return index
    return index if _bounds_subject(a, begin, index, end) else previous


_SUBJECT_REACH = 40


_NAME_QUOTATION = 6


_NAME_MARKS = frozenset({"'s", "'", "&", "$", "%", "-", "’s", "@"})


def _bounds_subject(a: Analysis, begin: int, index: int, end: int) -> bool:
    """The word before ``index`` no longer belongs to the subject."""
    g, lowers = a.grammar, a.tokens.lowers
    previous = index - 1
    lower = lowers[previous]
    if lower in g.conjunctions:
        return not _joins_names(a, begin, index, end)
    if any(lower in words for words in (g.complementizers, g.subordinators, g.questions, g.leading)):
        return True
    if (lower in g.pronouns and lower not in g.determiners) or (lower in g.auxiliaries and lower != "'s"):
        return True
    if lower in g.np_prepositions:
        has_head = previous > begin and a.tokens.words[previous - 1][0].isalnum()
        return not has_head or lowers[previous - 1] in g.connectives
    if lower in g.prepositions:
        return True
    if previous > begin and lowers[previous - 1] in ("a", "an", "the"):
        return False
    return is_finite(a, previous) and lower not in g.noun_like and not a.capitals[previous] and lower != "'s"


def _joins_names(a: Analysis, begin: int, index: int, end: int) -> bool:
    """Rook and Cho; ships and crews."""
    previous = index - 1
    if previous <= begin or a.tokens.lowers[previous] not in ("and", "or"):
        return False
    if a.capitals[index] and a.capitals[previous - 1]:
        return True
    return a.tokens.lowers[previous] == "and" and a.tokens.lowers[previous - 1].endswith("s") and index < end


def _opening_bracket(a: Analysis, begin: int, close: int) -> int | None:
    for index in range(close - 1, max(begin, close - 10) - 1, -1):
        if a.tokens.words[index] in ("(", "-LRB-"):
            return index
    return None
