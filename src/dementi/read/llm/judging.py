"""What an attribution of the model amounts to, by our own rules: it gives words, we judge them.

It is not even asked for stance and certainty. The cue's words are looked up where the reader by rules looks
them up, and an answer to a claim (a denial, a confirmation) counts only where the grammar of its sentence
bears it out. So a text that talks the model into something gains nothing by it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from dementi import actors
from dementi.model import ANSWERING, WITHHOLDING, Kind, Stance
from dementi.read.llm.extents import frame, trimmed, whole
from dementi.read.llm.placing import Placed
from dementi.read.llm.prompt import Quoted
from dementi.read.rules import speech, stances
from dementi.read.rules.analysis import BREAKS, Analysis, Attribution, Range
from dementi.read.rules.lexicon import FINITE, Verb
from dementi.read.rules.phrases import has_finite

#: Stances that answer a claim. Where the rules find one, no answer of the model may make it vanish.
ANSWERS = WITHHOLDING | ANSWERING
#: Of an answer the clause must hold a finite verb this close to the cue ("has … been confirmed").
_FINITE_REACH = 12
#: Tokens of a content among which a negation is one of its main clause.
_NEGATION_REACH = 20
_BY = frozenset({"von", "vom", "durch", "by"})
_STRENGTHENING = frozenset({"confirms", "admits"})
#: A quotation stands in the sentence of its cue or close to it.
_UNITS_APART_MAX = 2
#: Contents of which so large a share is the same are the same quotation.
_SAME_SHARE = 0.5
#: Words between "according to" and its source.
_BESIDE = 2
#: Sentences over which free speech may lie behind its source.
_FREE_REACH = 4
_FREE: frozenset[str] = frozenset({"free_indirect", "indirect_free_indirect"})


def judged(a: Analysis, placed: Placed, quoted: Quoted, ours: Sequence[Attribution]) -> Attribution | None:
    """The attribution as the reader by rules would have made it; None where it is wrongly attributed.

    Parameters
    ----------
    a : the document.
    placed : where the words stand.
    quoted : the model's labels.
    ours : what the rules found in the document.
    """
    content = whole(a, placed)
    cue = trimmed(a, placed.cue)
    source = trimmed(a, placed.source)
    if not (content or cue) or _is_somebody_elses(a, content, source, ours):
        return None
    kind = _kind(a, content, quoted, has_cue=bool(cue))
    if not cue:
        return _without_cue(a, kind, content, source, placed.addressee, ours)
    if not _holds_together(a, content, cue, source):
        return None
    twin = _twin(cue, content, ours)
    if twin is not None:
        if _is_other(a, twin, source) or (twin.stance in ANSWERS and not _is_same_answer(a, twin, content)):
            return None
        return _as_twin(twin, kind, content, cue, source, placed.addressee)
    found = Attribution(
        kind=kind, content=content, stance="asserts", source=source, cue=cue,
        addressee=placed.addressee, frame=frame(cue, source, content), is_impersonal=not source,
        medium="Speech" if kind == "direct" else "none",
    )  # fmt: skip
    return _by_its_cue(a, found)


def _without_cue(
    a: Analysis,
    kind: Kind,
    content: list[Range],
    source: list[Range],
    addressee: list[Range],
    ours: Sequence[Attribution],
) -> Attribution | None:
    """An attribution that no word makes: something else has to show that these are somebody's words.

    A quotation has its marks. Free speech in German has its subjunctive, and a source whose words the
    rules have just read. What shows nothing is the author's own; or it is free speech in a language that
    does not mark it, and then a comment: anybody's sentence could be put into anybody's mouth.
    """
    twin = _twin_of_content(a, content, source, ours)
    if twin is not None:
        return _as_twin(twin, kind, content, [], source, addressee)
    found = Attribution(
        kind=kind, content=content, stance="asserts", source=source, addressee=addressee,
        is_continuation=not source, medium="Speech" if kind == "direct" else "none",
    )  # fmt: skip
    if kind == "direct":
        is_said = speech.is_speech(a, a.quotations[a.quote_of[content[0][0]]])
        return found if is_said and _holds_together(a, content, [], source) else None
    if kind not in _FREE or not (not source or _has_just_spoken(a, content, source, ours)):
        return None
    moods = a.grammar.subjunctive
    if not all(any(a.tokens.lowers[i] in moods for i in range(*unit)) for unit in _units_of(a, content)):
        found.stance = "comments"
    return found


def _units_of(a: Analysis, content: Sequence[Range]) -> list[Range]:
    """The sentences of a content, as far as it takes them in."""
    numbers = {_unit(a, index) - 1 for begin, end in content for index in (begin, end - 1)}
    low, high = content[0][0], content[-1][1]
    units = [a.units[number] for number in range(min(numbers), max(numbers) + 1)]
    return [(max(begin, low), min(end, high)) for begin, end in units]


def _has_just_spoken(
    a: Analysis, content: Sequence[Range], source: Sequence[Range], ours: Sequence[Attribution]
) -> bool:
    """Whether by the rules the source speaks in one of the sentences before the content."""
    apart = _unit(a, content[0][0]) - _unit(a, source[0][0])
    speakers = {index for one in ours for begin, end in one.source for index in range(begin, end)}
    return 0 <= apart <= _FREE_REACH and _touches(source, speakers)


def _twin_of_content(
    a: Analysis, content: Sequence[Range], source: Sequence[Range], ours: Sequence[Attribution]
) -> Attribution | None:
    """The rules' attribution of the same words to the same source, where the model names no cue."""
    same = [
        one
        for one in ours
        if one.kind != "stated" and not one.is_partial and _share(a, one, content) > _SAME_SHARE
    ]
    if source:
        places = {index for begin, end in source for index in range(begin, end)}
        same = [one for one in same if _touches(one.source, places)]
    return max(same, key=lambda one: _share(a, one, content), default=None)


def borne_out(a: Analysis, ours: Sequence[Attribution]) -> list[Attribution]:
    """What the rules found, without answers that are only a label: "werte das als (von X) bestätigt".

    In an order to the reader the participle looks like a verb of the sentence; nobody answers anything.
    """
    return [one for one in ours if one.stance not in ANSWERS or one.is_settled or not _is_label(a, one)]


def _is_label(a: Analysis, one: Attribution) -> bool:
    lowers = a.tokens.lowers
    starts = [begin for begin, _ in one.cue]
    places = [*starts, *(i for begin, end in one.source for i in range(begin, end) if lowers[i] in _BY)]
    return any(place > 0 and lowers[place - 1] in ("als", "as") for place in places)


def restored(
    a: Analysis,
    found: Sequence[Attribution],
    ours: Sequence[Attribution],
    rejected: Sequence[Placed] = (),
) -> list[Attribution]:
    """What the rules find and the model's answer lacks, where no answer may make it vanish.

    These are denials, refusals, silences and the like; and whatever has a cue that the model gave to
    somebody else (``rejected``).
    """
    cues = {index for one in found for begin, end in one.cue for index in range(begin, end)}
    contested = {index for one in rejected for begin, end in one.cue for index in range(begin, end)}
    return [
        one
        for one in ours
        if one.cue
        and (_answers(a, one) or _touches(one.cue, contested))
        and not one.is_partial
        and not _touches(one.cue, cues)
        and not any(
            one.content and other.content and _share(a, one, other.content) > _SAME_SHARE for other in found
        )
    ]


def _answers(a: Analysis, one: Attribution) -> bool:
    """A denial, a doubt or the like, also in other words: "said it had not", "said it could not confirm"."""
    if one.is_settled or stances.stance(a, one, event_is_negated=None) in ANSWERS:
        return True
    words = [i for begin, end in one.content for i in range(begin, min(end, begin + _NEGATION_REACH))]
    return any(a.tokens.lowers[i] in a.grammar.negators for i in words)


def _touches(spans: Sequence[Range], indices: set[int]) -> bool:
    return any(index in indices for begin, end in spans for index in range(begin, end))


# Whether it holds together -------------------------------------------------------------------------


def _unit(a: Analysis, token: int) -> int:
    return bisect_right(a.units, (token, 1 << 60))


def _holds_together(
    a: Analysis, content: Sequence[Range], cue: Sequence[Range], source: Sequence[Range]
) -> bool:
    """Cue and source stand in one sentence, outside the content, and the content right beside them."""
    taken = [*cue, *source]
    if len({_unit(a, begin) for begin, _ in taken}) > 1:
        return False
    if any(b < end and begin < e for begin, end in content for b, e in taken):
        return False
    if not taken or not content:
        return True
    unit = _unit(a, taken[0][0])
    # Only a quotation may stand in a sentence of its own, close to the one of its cue.
    apart = _UNITS_APART_MAX if _is_quotation(a, content) else 0
    first, last = _unit(a, content[0][0]), _unit(a, content[-1][1] - 1)
    return first - apart <= unit <= last + apart


def _is_quotation(a: Analysis, content: Sequence[Range]) -> bool:
    return all(a.quote_of[begin] >= 0 and a.quote_of[end - 1] >= 0 for begin, end in content)


def _is_other(a: Analysis, twin: Attribution, source: Sequence[Range]) -> bool:
    """Whether the cue is somebody else's: of another one by the rules, or of nobody (an order)."""
    if not source:
        return False
    if not twin.source:
        return _is_order(a, twin)
    return not _is_same(a, twin.source + twin.relays, source)


def _is_same_answer(a: Analysis, twin: Attribution, content: Sequence[Range]) -> bool:
    """Whether the content of an answer is the one that the rules find by the same cue.

    Else a cue that confirms one thing could be made to confirm what stands beside it.
    """
    if content and twin.content:
        held = {index for begin, end in twin.content for index in range(begin, end)}
        return any(index in held for begin, end in content for index in range(begin, end))
    units = {_unit(a, begin) for begin, _ in twin.cue}
    return not content or bool(units & {_unit(a, content[0][0]), _unit(a, content[-1][1] - 1)})


def _is_somebody_elses(
    a: Analysis, content: Sequence[Range], source: Sequence[Range], ours: Sequence[Attribution]
) -> bool:
    """Whether by the rules the same quotation is by somebody else, who is named."""
    quoted = [piece for piece in content if any(a.quote_of[i] >= 0 for i in range(*piece))]
    if not quoted or not source:
        return False
    others = [
        one
        for one in ours
        if one.source and one.content and not one.is_continuation and _share(a, one, quoted) > _SAME_SHARE
    ]
    named = [one for one in others if _is_name(a, one.source[0])]
    return bool(named) and not any(_is_same(a, one.source + one.relays, source) for one in others)


def _share(a: Analysis, one: Attribution, content: Sequence[Range]) -> float:
    """The part of the content's words that the attribution's content holds too."""
    words = {i for begin, end in content for i in range(begin, end) if a.tokens.words[i][0].isalnum()}
    held = {i for begin, end in one.content for i in range(begin, end)}
    return len(words & held) / len(words) if words else 0.0


def _is_name(a: Analysis, span: Range) -> bool:
    g = a.grammar
    closed = g.pronouns | g.determiners | g.possessives | g.relatives
    return any(a.capitals[i] and a.tokens.lowers[i] not in closed for i in range(*span))


def _is_same(a: Analysis, ours: Sequence[Range], theirs: Sequence[Range]) -> bool:
    if any(begin < e and b < end for begin, end in ours for b, e in theirs):
        return True
    if not all(_is_name(a, span) for span in theirs):
        # A pronoun may well mean the one that is named.
        return True
    names = [{a.tokens.lowers[i] for i in range(*span) if a.capitals[i]} for span in [*ours, *theirs]]
    own, other = names[: len(ours)], names[len(ours) :]
    if any(one & two for one in own for two in other):
        return True
    return bool(_actors(a, ours) & _actors(a, theirs))


def _actors(a: Analysis, spans: Sequence[Range]) -> set[str]:
    found = (actors.find(a.words(span), a.language) for span in spans)
    return {actor.actor_id for actor in found if actor is not None}


# Labels --------------------------------------------------------------------------------------------


def _kind(a: Analysis, content: Sequence[Range], quoted: Quoted, *, has_cue: bool) -> Kind:
    """Direct is what stands in quotation marks; the other kinds are the model's word."""
    if content and _is_quotation(a, content):
        return "direct"
    if quoted.kind in _FREE and has_cue:
        return "indirect"
    if quoted.kind != "direct":
        return quoted.kind
    return "indirect" if any(has_finite(a, piece) for piece in content) else "reported"


def _twin(cue: Sequence[Range], content: Sequence[Range], ours: Sequence[Attribution]) -> Attribution | None:
    """The rules' attribution by the same cue."""
    words = {index for begin, end in cue for index in range(begin, end)}
    places = {index for begin, end in content for index in range(begin, end)}

    def common(one: Attribution) -> int:
        return sum(index in places for begin, end in one.content for index in range(begin, end))

    twins = [one for one in ours if _touches(one.cue, words)]
    twins = [one for one in twins if one.kind != "stated" and not one.is_partial]
    return max(twins, key=common, default=None)


def _as_twin(
    twin: Attribution,
    kind: Kind,
    content: list[Range],
    cue: list[Range],
    source: list[Range],
    addressee: list[Range],
) -> Attribution:
    """The rules' judgement on the model's words."""
    has_source = bool(source)
    return replace(
        twin,
        kind=kind if content else twin.kind,
        content=content or twin.content,
        cue=cue or twin.cue,
        source=source or twin.source,
        addressee=addressee or twin.addressee,
        is_impersonal=twin.is_impersonal and not has_source,
        is_continuation=twin.is_continuation and not has_source,
        gap=[] if content else twin.gap,
    )


def _by_its_cue(a: Analysis, found: Attribution) -> Attribution | None:
    """Stance, certainty and medium of a cue that the rules did not take for one."""
    taken = {index for begin, end in found.cue for index in range(begin, end)}
    if not found.content or _touches(found.source, taken):
        return None
    verb = _verb(a, found.cue)
    if verb is None:
        found.stance = _stance_without_verb(a, found)
        return found
    if _is_order(a, found):
        return None
    found.stance, found.certainty, found.medium, found.basis = (
        verb.stance, verb.certainty, verb.medium, verb.basis,
    )  # fmt: skip
    if found.stance in ANSWERS and not _bears_answer(a, found):
        return None
    if found.stance in _STRENGTHENING:
        # What makes a claim more than an assertion has to be plain to the rules as well.
        found.stance = "asserts"
    return found


def _stance_without_verb(a: Analysis, found: Attribution) -> Stance:
    """Of "according to X", "laut X", "nach Angaben von X", right beside their source.

    Any other cue may turn the content round ("poured cold water on"), or be no cue at all. Its content
    is kept as a comment, which speaks neither for nor against a claim.
    """
    g = a.grammar
    words = {a.tokens.lowers[index] for begin, end in found.cue for index in range(begin, end)}
    is_known = bool(words & (g.source_prepositions | g.source_postpositions | g.so_adverbs)) or (
        bool(words & g.after_prepositions) and bool(words & g.info_nouns)
    )
    apart = [max(s[0] - c[1], c[0] - s[1]) for s in found.source for c in found.cue]
    return "asserts" if is_known and min(apart, default=_BESIDE + 1) <= _BESIDE else "comments"


def _is_order(a: Analysis, found: Attribution) -> bool:
    """ "Report that X sent ships", "Mark it as said by X": words to the reader, in which nobody speaks."""
    begin = found.cue[0][0]
    opens = begin == a.units[_unit(a, begin) - 1][0] or a.tokens.words[begin - 1] == ":"
    return _is_label(a, found) or (opens and bool(a.forms(begin)) and not _is_quotation(a, found.content))


def _verb(a: Analysis, cue: Sequence[Range]) -> Verb | None:
    """The attributing verb of the cue; one that needs words beside it has them in the cue."""
    places = [index for begin, end in cue for index in range(begin, end)]
    words = {a.tokens.lowers[index] for index in places}
    for index in reversed(places):
        for form in a.forms(index):
            if form.is_joined or set(form.verb.fixed) <= words:
                return form.verb
    return None


def _bears_answer(a: Analysis, found: Attribution) -> bool:
    """Somebody is named, in the clause of a finite verb, beside the content: no title, no order."""
    if not found.source:
        return False
    unit = _unit(a, found.cue[0][0])
    if unit not in (_unit(a, found.content[0][0]), _unit(a, found.content[-1][1] - 1)):
        return False
    low = min(begin for begin, _ in found.cue)
    high = max(end for _, end in found.cue)
    begin, end = a.units[unit - 1]
    clause = max((i for i in range(begin, low) if a.tokens.words[i] in BREAKS), default=begin) + 1
    if any(a.tokens.lowers[i] in ("as", "als") for i in range(clause, high)):
        # "mark it as confirmed by X", "als von X bestätigt": what something is taken for.
        return False
    is_finite = any(form.kind == FINITE for index in range(low, high) for form in a.forms(index))
    helpers = range(max(begin, low - _FINITE_REACH), min(end, high + _FINITE_REACH))
    is_helped = any(a.tokens.lowers[i] in a.grammar.auxiliaries and a.is_outside(i) for i in helpers)
    has_subject = a.grammar.is_verb_second or any(stop <= low for _, stop in found.source)
    return is_helped or (is_finite and has_subject)
