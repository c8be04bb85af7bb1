"""Noun phrases and finite verbs, told by closed word classes and capitals alone."""

from __future__ import annotations

from dementi.read.rules.analysis import Analysis, Range
from dementi.read.rules.lexicon import Grammar

#: A phrase longer than this has run away; also bounds the work on junk.
PHRASE_LIMIT = 45
_BACKWARD_REACH = 14
_ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em")
_JOINERS = frozenset({"&", "/", "-", "."})
_SHORT_QUOTATION = 8


def is_finite(a: Analysis, index: int) -> bool:
    """A word that can only be, or is here most likely, a finite verb."""
    lower = a.tokens.lowers[index]
    g = a.grammar
    if lower in g.auxiliaries or lower in g.modals or lower in g.subjunctive:
        return True
    if lower in g.plain_verbs and not a.capitals[index]:
        return True
    return any(form.kind == "finite" for form in a.forms(index)) and not (
        g.is_verb_second and a.capitals[index]
    )


def looks_like_verb(a: Analysis, index: int) -> bool:
    """Like :func:`is_finite`, but also by the ending of an unknown German word."""
    if is_finite(a, index):
        return True
    lower = a.tokens.lowers[index]
    if a.capitals[index] or not a.grammar.is_verb_second or len(lower) < 4:
        return False
    if not lower.endswith(("t", "te", "ten", "ete")):
        return False
    if lower in a.grammar.connectives or lower in a.grammar.determiners or lower in a.grammar.prepositions:
        return False
    # An inflected adjective stands before its noun.
    return not (
        index + 1 < len(a.capitals)
        and a.capitals[index + 1]
        and lower.endswith(("te", "ten"))
        and index > 0
        and a.tokens.lowers[index - 1] in a.grammar.determiners
    )


def has_finite(a: Analysis, span: Range) -> bool:
    return any(a.is_outside(index) and looks_like_verb(a, index) for index in range(*span))


def is_time(a: Analysis, index: int) -> bool:
    """Weekdays, months and years: "am Montag" is no part of a name."""
    lower = a.tokens.lowers[index]
    return lower in a.grammar.month_names or lower in a.grammar.day_names or lower[:1].isdigit()


def noun_phrase_end(a: Analysis, begin: int, limit: int) -> int:
    """End of the noun phrase that starts at ``begin``; ``begin`` itself where there is none."""
    return (
        _german_phrase_end(a, begin, limit)
        if a.grammar.is_verb_second
        else _english_phrase_end(a, begin, limit)
    )


def _german_phrase_end(a: Analysis, begin: int, limit: int) -> int:
    limit = min(limit, begin + PHRASE_LIMIT)
    if begin >= limit:
        return begin
    g, lowers = a.grammar, a.tokens.lowers
    if lowers[begin] in g.pronouns and not (begin + 1 < limit and _is_nominal(a, begin + 1, limit)):
        return begin + 1
    index = begin
    has_head = is_bare = False
    while index < limit:
        step = _german_step(a, index, limit, has_head=has_head, is_bare=is_bare)
        if step == index:
            break
        if (
            not has_head
            and (a.capitals[index] or a.quote_of[index] >= 0)
            and lowers[index] not in g.determiners
        ):
            has_head = True
            is_bare = index == begin
        index = step
    return index if has_head else begin


def _is_nominal(a: Analysis, index: int, limit: int) -> bool:
    """A noun, or adjectives up to one."""
    for _ in range(4):
        if index >= limit:
            return False
        if a.quote_of[index] >= 0:
            return True
        if a.capitals[index]:
            return True
        if not _is_adjective(a, index) and not a.tokens.lowers[index][0].isdigit():
            return False
        index += 1
    return False


def _is_adjective(a: Analysis, index: int) -> bool:
    lower = a.tokens.lowers[index]
    g = a.grammar
    if lower in ("ex", "us", "so") or not lower.endswith(_ADJECTIVE_ENDINGS) or not lower[0].isalpha():
        return lower.endswith("er")
    return not (
        lower in g.auxiliaries or lower in g.modals or lower in g.pronouns or lower in g.prepositions
        or lower in g.connectives or lower in g.conjunctions or lower in g.complementizers
        or lower in g.subordinators or lower in g.determiners
        or (lower in g.verbs and any(form.kind == "finite" for form in g.verbs[lower]))
    )  # fmt: skip


def _german_step(a: Analysis, index: int, limit: int, *, has_head: bool, is_bare: bool) -> int:
    g, lowers, word = a.grammar, a.tokens.lowers, a.tokens.words[index]
    lower = lowers[index]
    quotation = a.quotation_at(index)
    if quotation is not None:
        return (
            quotation.end if quotation.end - index <= _SHORT_QUOTATION and quotation.end <= limit else index
        )
    if word in "([" or word == "-LRB-":
        return _bracket_end(a, index, limit) if has_head else index
    if word in _JOINERS:
        return index + 1 if index + 1 < limit and has_head and _joins(a, index) else index
    if a.capitals[index] and lower not in g.determiners and lower not in g.prepositions:
        if (
            has_head
            and len(word) > 3
            and word[1:].islower()
            and a.tokens.words[index - 1].isupper()
            and lowers[index - 2] == "der"
        ):
            # "nach Einschätzung der NATO Truppen": compounds with an acronym take a hyphen.
            return index
        return index if has_head and lower in g.pronouns | g.object_nouns else index + 1
    if not has_head:
        is_opening = (
            lower in g.determiners or lower in g.possessives or lower[0].isdigit() or _is_adjective(a, index)
        )
        opens = is_opening and (_is_nominal(a, index + 1, limit) or lower in g.determiners)
        return index + 1 if opens and lower not in g.reflexives else index
    return _after_head(a, index, limit, is_bare=is_bare)


def _after_head(a: Analysis, index: int, limit: int, *, is_bare: bool) -> int:
    g, lowers = a.grammar, a.tokens.lowers
    lower = lowers[index]
    if lower in g.genitives and _is_nominal(a, index + 1, limit):
        return index + 1
    if lower[0].isdigit() or (
        _is_adjective(a, index) and lowers[index - 1] in g.genitives | g.determiners | g.np_prepositions
    ):
        return index + 1 if _is_nominal(a, index + 1, limit) or lower[0].isdigit() else index
    if _is_adjective(a, index) and _is_nominal(a, index + 1, limit) and not is_finite(a, index):
        return index + 1
    if lower in g.np_prepositions or lower in ("und", "sowie", "um", "gegen"):
        return _attached(a, index, limit, is_bare=is_bare)
    if lower in g.determiners and lowers[index - 1] in g.np_prepositions | {"und", "sowie", "um", "gegen"}:
        return index + 1 if _is_nominal(a, index + 1, limit) else index
    return index


def _attached(a: Analysis, index: int, limit: int, *, is_bare: bool) -> int:
    """A preposition or conjunction that goes on with the phrase."""
    g, lowers = a.grammar, a.tokens.lowers
    after = index + 1
    if after >= limit or is_time(a, after):
        return index
    if lowers[index] in ("in", "im", "an", "auf", "am", "bei", "beim", "gegen") and (
        is_bare or lowers[after] in g.possessives or lowers[after].startswith("ein")
    ):
        return index
    if lowers[after] in g.determiners and lowers[index] not in ("am", "im", "zum", "zur", "vom", "beim"):
        after += 1
    return index + 1 if _is_nominal(a, after, limit) else index


def _joins(a: Analysis, index: int) -> bool:
    if a.tokens.words[index] == ".":
        lower = a.tokens.lowers[index - 1]
        return lower in a.grammar.abbreviations or len(lower) == 1
    return a.capitals[index + 1] or a.capitals[index - 1]


def _bracket_end(a: Analysis, index: int, limit: int) -> int:
    for end in range(index + 1, min(limit, index + 10)):
        if a.tokens.words[end] in (")", "]", "-RRB-", "-RSB-"):
            return end + 1
    return index


def with_apposition(a: Analysis, begin: int, end: int, limit: int) -> int:
    """Take in ", Angela Merkel," or ", the former speaker," after a phrase; ends before the closing comma."""
    if end + 1 >= limit or a.tokens.words[end] != "," or end == begin or a.quote_of[end + 1] >= 0:
        return end
    after = noun_phrase_end(a, end + 1, limit)
    if after <= end + 1 or a.tokens.lowers[end + 1] in a.grammar.pronouns - a.grammar.determiners:
        return end
    if after >= limit or a.tokens.words[after] in (",", ".", ":"):
        return after
    return end


def _english_phrase_end(a: Analysis, begin: int, limit: int) -> int:
    limit = min(limit, begin + PHRASE_LIMIT)
    g, lowers, words = a.grammar, a.tokens.lowers, a.tokens.words
    if begin >= limit:
        return begin
    if lowers[begin] in g.pronouns and lowers[begin] not in g.determiners:
        return begin + 1
    index = begin
    while index < limit:
        lower = lowers[index]
        quotation = a.quotation_at(index)
        if quotation is not None:
            if quotation.end - index > _SHORT_QUOTATION:
                break
            index = quotation.end
            continue
        if words[index] in "([" or words[index] in ("-LRB-", "-LSB-"):
            end = _bracket_end(a, index, limit)
            if end == index:
                break
            index = end
            continue
        if words[index] == ".":
            if index == begin or not (lowers[index - 1] in g.abbreviations or len(lowers[index - 1]) == 1):
                break
        elif (
            lower in _ENGLISH_STOPS
            or words[index] in _STOP_MARKS
            or (index > begin and lower in g.prepositions and lower not in g.np_prepositions)
            or (
                lower in g.np_prepositions and (index == begin or index + 1 >= limit or is_time(a, index + 1))
            )
            or (
                index > begin
                and (
                    lower in g.auxiliaries - {"'s"}
                    or lower in g.plain_verbs
                    or lower in g.modals
                    or lower in g.complementizers
                    or lower in g.questions
                    or lower in g.subordinators
                    or (lower in g.pronouns and lower not in g.determiners)
                )
            )
            or (is_time(a, index) and index > begin and not lower[0].isdigit())
            or (
                lower in ("and", "or")
                and not (index + 1 < limit and (a.capitals[index + 1] or lowers[index + 1] in g.determiners))
            )
        ):
            break
        index += 1
    while index > begin and (
        lowers[index - 1] in g.np_prepositions
        or lowers[index - 1] in g.determiners
        or lowers[index - 1] in ("and", "or")
        or lowers[index - 1] in g.connectives
    ):
        index -= 1
    return index


_ENGLISH_STOPS = frozenset({"said", "says", "told", "wrote", "added", "to", "not"})
_STOP_MARKS = frozenset({",", ";", ":", "--", "–", "—", "!", "?", "''", "``", '"', "-RRB-", ")", "…", "..."})


def phrase_begin(a: Analysis, begin: int, end: int) -> int | None:
    """Where a phrase that ends at ``end`` begins: the leftmost start whose phrase reaches it."""
    g, lowers = a.grammar, a.tokens.lowers
    best = None
    for start in range(end - 1, max(begin, end - _BACKWARD_REACH) - 1, -1):
        word = a.tokens.words[start]
        if word in ",;:" or (is_finite(a, start) and not a.capitals[start]):
            break
        if lowers[start] in g.connectives or lowers[start] in g.pronouns - g.determiners - {"dieser"}:
            break
        if noun_phrase_end(a, start, end) == end and lowers[start] not in g.genitives - {"der"}:
            best = start
        if lowers[start] in g.prepositions and lowers[start] not in g.determiners:
            if best is not None:
                continue
            break
    return best


def is_function_word(g: Grammar, lower: str) -> bool:
    """A word of a closed class that stands in no noun phrase but at its edge."""
    return (
        lower in g.prepositions
        or lower in g.pronouns
        or lower in g.conjunctions
        or lower in g.complementizers
        or lower in g.determiners
        or lower in g.auxiliaries
        or lower in g.modals
        or lower in g.connectives
    )


def is_zu_infinitive(a: Analysis, span: Range) -> bool:
    """The stretch ends in *zu gehen* or *auszugehen* (a form of *haben* or *werden* may carry the *zu*)."""
    begin, end = span
    lowers = a.tokens.lowers
    for index in range(max(begin, end - 3), end):
        lower = lowers[index]
        if a.quote_of[index] >= 0 or a.capitals[index]:
            continue
        if (
            lower == "zu"
            and index + 1 < end
            and lowers[index + 1].endswith("n")
            and not a.capitals[index + 1]
        ):
            return True
        if index + 1 == end and len(lower) > 7 and "zu" in lower[2:-4] and lower.endswith("en"):
            return True
    return False
