"""Stances that take several words: silence, refusal, doubt, a denial in other words; patterns are data."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import cache
from itertools import islice, pairwise
from typing import NamedTuple, cast

from dementi.model import Certainty, Stance
from dementi.read.rules.analysis import UNIT_ATTRIBUTION_LIMIT, Analysis, Attribution, Range
from dementi.read.rules.lexicon import table
from dementi.read.rules.nouns import clause_end
from dementi.read.rules.phrases import has_finite, noun_phrase_end
from dementi.read.rules.subject_verb_contents import end_of_content
from dementi.read.rules.subjects import subject_of

_UNIT_LIMIT = 400
#: The stance column of words that look like speech and are none: "bestritt ihr letztes Spiel".
_NO_SPEECH = "-"


class Pattern(NamedTuple):
    """One row of the pattern file, compiled."""

    stance: Stance
    certainty: Certainty
    expression: re.Pattern[str]
    number: int


@cache
def _patterns(language: str) -> dict[str, list[Pattern]]:
    """Patterns by their trigger word."""
    by_trigger: dict[str, list[Pattern]] = {}
    for number, (what, source) in enumerate(table(language, "patterns.tsv")):
        stance, _, certainty = what.partition("/")
        expression, triggers = compiled(source)
        pattern = Pattern(
            cast("Stance", stance), cast("Certainty", certainty or "certain"), expression, number
        )
        for trigger in triggers:
            by_trigger.setdefault(trigger, []).append(pattern)
    return by_trigger


def compiled(source: str) -> tuple[re.Pattern[str], list[str]]:
    """A row of a pattern file as an expression over words, and the words its search begins with."""
    parts: list[str] = []
    triggers: list[str] = []
    for element in source.split():
        if element == "~":
            parts.append(r"(?: (?![;:.!?]+ )[^ ]+){0,8}?")
        elif element == "~~":
            parts.append(r"(?: (?![;:.!?,]+ )[^ ]+){0,3}?")
        elif element == "~~~,":
            parts.append(r"(?: (?![;:.!?,]+ )[^ ]+){0,12}?")
        elif element == "~~~":
            parts.append(r"(?: (?![;:.!?]+ )[^ ]+){0,20}?")
        elif element.startswith("{"):
            parts.append(f"(?P<{element.strip('{}')}>)")
            if element in ("{src}", "{topic}", "{other}") and parts[:-1] and len(parts) < len(source.split()):
                # The phrase itself lies between this mark and the next word.
                parts.append(r"(?: (?![;:.!?]+ )[^ ]+){1,14}?")
        elif element.startswith("["):
            parts.append(f"( (?:{element.strip('[]')}))?")
        elif element.startswith("!"):
            triggers = element[1:].split("|")
            parts.append(f"(?P<key>)( (?:{element[1:]}))")
        else:
            parts.append(f"( (?:{element}))")
    return re.compile("".join(parts) + "(?= )"), triggers


def attributions(a: Analysis, unit: Range) -> list[Attribution]:
    """What the patterns find in a unit; the earlier row of the file wins where two overlap."""
    begin, end = unit
    end = min(end, begin + _UNIT_LIMIT)
    by_trigger = _patterns(a.language)
    lowers = a.tokens.lowers
    candidates = {
        pattern.number: pattern
        for index in range(begin, end)
        if lowers[index] in by_trigger and a.quote_of[index] < 0
        for pattern in by_trigger[lowers[index]]
    }
    if not candidates:
        return []
    text, starts = _joined(a, begin, end)
    found: list[Attribution] = []
    taken: list[Range] = []
    for number in sorted(candidates):
        pattern = candidates[number]
        for match in islice(pattern.expression.finditer(text), UNIT_ATTRIBUTION_LIMIT):
            cue = (begin + bisect_left(starts, match.start()), begin + bisect_right(starts, match.end() - 1))
            key = begin + bisect_left(starts, match.start("key"))
            if any(start <= key < stop for start, stop in taken) or a.quote_of[key] >= 0:
                continue
            if any(start <= cue[0] < stop for start, stop in taken):
                # An ellipsis leans on words that another statement has already taken.
                cue = (key, cue[1])
            words = [span for span in _literals(match, starts, begin) if cue[0] <= span[0] < cue[1]]
            attribution = _attribution(a, unit, match, starts, pattern, cue, words)
            if attribution is not None:
                found.append(attribution)
                found += _second(a, unit, match, starts, attribution)
                taken.append(cue)
    return found


def _joined(a: Analysis, begin: int, end: int) -> tuple[str, list[int]]:
    """The unit's words, each after a blank, and where each blank stands."""
    starts: list[int] = []
    pieces: list[str] = []
    length = 0
    for index in range(begin, end):
        starts.append(length)
        pieces.append(" " + expanded(a.tokens.lowers[index]))
        length += len(pieces[-1])
    return "".join(pieces) + " ", starts


def expanded(lower: str) -> str:
    """English contractions in full ("didn't": "did not"), so that a row need not tell both."""
    if lower in _CONTRACTIONS:
        return _CONTRACTIONS[lower]
    if lower.endswith(_NOT) and len(lower) > 3:
        return f"{lower[:-3]} not"
    clitic = _CLITIC.fullmatch(lower)
    return f"{clitic[1]} {_FULL[clitic[2]]}" if clitic else lower


_NOT = ("n't", "n’t")
_CONTRACTIONS = {"cannot": "can not", "can't": "can not", "can’t": "can not", "won't": "will not",
                 "won’t": "will not", "n't": "not", "n’t": "not", "let's": "let us"}  # fmt: skip
_CLITIC = re.compile(r"(i|you|he|she|it|we|they|that|there|what|who|this)['’](m|re|ll|s|ve|d)")
_FULL = {"m": "am", "re": "are", "ll": "will", "s": "is", "ve": "have", "d": "would"}


def _literals(match: re.Match[str], starts: list[int], begin: int) -> list[Range]:
    """The words of the pattern itself, without what the gaps ran over."""
    spans: list[Range] = []
    for number, (low, high) in enumerate(match.regs[1:], start=1):
        if high <= low or number in match.re.groupindex.values():
            continue
        start, stop = begin + bisect_left(starts, low), begin + bisect_right(starts, high - 1)
        if spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], stop)
        else:
            spans.append((start, stop))
    return spans


def _attribution(
    a: Analysis,
    unit: Range,
    match: re.Match[str],
    starts: list[int],
    pattern: Pattern,
    cue: Range,
    words: list[Range],
) -> Attribution | None:
    marks = {name: unit[0] + bisect_left(starts, match.start(name)) for name in match.groupdict()}
    if pattern.stance == _NO_SPEECH:
        return Attribution(kind="stated", content=[], stance="asserts", cue=words or [cue])
    source: Range | None = None
    if "src" in marks:
        stop = noun_phrase_end(a, marks["src"], marks.get("other", unit[1] + 1) - 1)
        source = (marks["src"], stop) if stop > marks["src"] else None
        if source is None:
            return None
    elif "subj" in marks:
        source = subject_of(a, unit, marks["subj"], cue[1])
        if source is None:
            return None
    if source is not None and source[0] < marks.get("words", 0) < source[1]:
        # "Der Diplomat in Bern von haltlosen Vorwürfen": the phrase ran on into the content.
        source = (source[0], max(source[0] + 1, marks["words"] - 1))
    content = _content(a, unit, marks, cue)
    if "rest" in marks:
        content = _rest(a, unit, marks, source)
    words = [span for span in words if not any(b <= span[0] and span[1] <= e for b, e in content)]
    gap = [] if content else [*_gaps(words, source), *_trailing(a, unit, cue, source)]
    return Attribution(
        kind="indirect" if content else "reported", content=content,
        stance=pattern.stance, certainty=pattern.certainty,
        source=[source] if source else [], cue=words or [cue], medium="SW", is_settled=True, gap=gap,
        is_impersonal=source is None, frame=[],
    )  # fmt: skip


def _gaps(words: list[Range], source: Range | None) -> list[Range]:
    """What stands between the pattern's own words, without the source."""
    gaps = []
    for (_, begin), (end, _) in pairwise(words):
        holds_source = source is not None and begin <= source[0] < end
        if end - begin > 1 and not holds_source:
            gaps.append((begin, end))
    return gaps


def _trailing(a: Analysis, unit: Range, cue: Range, source: Range | None) -> list[Range]:
    """ "… weder bestätigte noch dementierte die Entsendung": what follows the words within their clause."""
    begin, core = max(cue[1], source[1] if source else 0), a.core_end(*unit)
    end = next((i for i in range(begin, core) if a.tokens.words[i] in (",", ";", ":", "–")), core)
    is_plain = a.grammar.is_verb_second and not has_finite(a, (begin, end))
    has_mark = any(a.tokens.lowers[i] in a.grammar.conjunctions for i in range(begin, end))
    return [(begin, end)] if is_plain and not has_mark and source is not None and end > begin else []


def _second(
    a: Analysis, unit: Range, match: re.Match[str], starts: list[int], first: Attribution
) -> list[Attribution]:
    """ "Neither Moscow nor Pyongyang …": the other one does the same."""
    if "other" not in match.re.groupindex:
        return []
    begin = unit[0] + bisect_left(starts, match.start("other"))
    end = noun_phrase_end(a, begin, unit[1])
    return [replace(first, source=[(begin, end)])] if end > begin else []


def _rest(a: Analysis, unit: Range, marks: dict[str, int], source: Range | None) -> list[Range]:
    """From the mark to the end of the clause, without the source."""
    begin, core = marks["rest"], a.core_end(*unit)
    if source is not None and source[0] <= begin < source[1]:
        begin = source[1]
    end = next((i for i in range(begin, core) if a.tokens.words[i] in (",", ";", ":")), core)
    return [(begin, end)] if end > begin else []


def _content(a: Analysis, unit: Range, marks: dict[str, int], cue: Range) -> list[Range]:
    g, lowers = a.grammar, a.tokens.lowers
    core = a.core_end(*unit)
    if "colon" in marks:
        return [(marks["colon"] + 1, core)] if core > marks["colon"] + 1 else []
    if "clause" in marks:
        stop = clause_end(a, marks["clause"], core)
        return [(marks["clause"], stop)] if stop - marks["clause"] > 1 else []
    if "words" in marks:
        stop = noun_phrase_end(a, marks["words"], core)
        return [(marks["words"], stop)] if stop > marks["words"] else []
    if "topic" in marks:
        return _topic(a, unit, marks["topic"], cue)
    for index in range(cue[1] - 1, min(core, cue[1] + 7)):
        if a.quote_of[index] < 0 and a.tokens.words[index] in (";", ":"):
            break
        if a.quote_of[index] < 0 and (lowers[index] in g.complementizers or lowers[index] in g.questions):
            stop = core if g.is_verb_second else end_of_content(a, index, core)
            return [(index, stop)] if stop - index > 2 else []
    if "that" in marks and cue[1] < core:
        if a.tokens.words[cue[1]] == "," and has_subjunctive(a, cue[1] + 1, core):
            return [(cue[1] + 1, core)]
        stop = noun_phrase_end(a, cue[1], core)
        if stop > cue[1]:
            return [(cue[1], stop)]
    return []


def _topic(a: Analysis, unit: Range, begin: int, cue: Range) -> list[Range]:
    g, lowers = a.grammar, a.tokens.lowers
    core = a.core_end(*unit)
    if begin <= cue[0]:
        return _topic_before(a, unit, cue)
    if not g.is_verb_second and lowers[begin] in ("whether", "if", "that"):
        # "would not be drawn on whether …"
        return [(begin, core)]
    stop = noun_phrase_end(a, begin, core)
    if not g.is_verb_second and stop - begin == 1 and lowers[begin] in ("it", "this", "them"):
        # "has yet to deny it": a word that stands for a claim is none.
        return []
    clause = _clause_after(a, stop, core)
    return [(begin, clause if clause is not None else stop)] if stop > begin else []


def _clause_after(a: Analysis, stop: int, core: int) -> int | None:
    """ "zu Berichten, dass …": the clause that unfolds a topic belongs to it."""
    for index in range(stop, min(core, stop + 2)):
        if a.tokens.lowers[index] in a.grammar.complementizers:
            return core
    return None


def has_subjunctive(a: Analysis, start: int, core: int) -> bool:
    """A clause in the subjunctive opens at ``start``: reported speech, without a complementizer."""
    end = next((i for i in range(start, core) if a.tokens.words[i] in (",", ";", ":")), core)
    return a.grammar.is_verb_second and any(
        a.is_outside(index) and a.tokens.lowers[index] in a.grammar.subjunctive for index in range(start, end)
    )


def _topic_before(a: Analysis, unit: Range, cue: Range) -> list[Range]:
    """ "That troops had arrived could not be verified": what stands before the words is the content."""
    begin = unit[0]
    while begin < cue[0] and a.tokens.lowers[begin] in a.grammar.leading:
        begin += 1
    if (
        a.tokens.lowers[begin] in a.grammar.determiners
        and not has_finite(a, (begin, cue[0]))
        and cue[0] - begin < 5
    ):
        # "The claims could not be verified": no content of its own.
        return []
    return [(begin, cue[0])] if cue[0] - begin > 2 else []
