"""English: the tagger's stretches as attributions, joined by what the rules know and by nearness."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from dementi.model import WITHHOLDING, Kind
from dementi.read.model import keeping, network
from dementi.read.model.cues import meaning
from dementi.read.model.features import features
from dementi.read.model.labels import TAGS, labelled
from dementi.read.model.spans import Spans
from dementi.read.model.stretches import dealt, paragraphs, stretches
from dementi.read.model.weights import Trained
from dementi.read.rules.analysis import Analysis, Attribution, Range
from dementi.read.rules.phrases import has_finite

#: A source or content farther from every cue than this many tokens belongs to none of them.
REACH = 60
#: What each mark of another cue or a sentence's end adds to a distance, in tokens.
_BARRIER = 25
_QUOTES = frozenset('“”"„«»') | {"``", "''"}
_ENDS = frozenset(".!?")


@dataclass(slots=True)
class _Group:
    """One cue with what belongs to it."""

    cue: Range
    sources: list[Range] = field(default_factory=list)
    contents: list[Range] = field(default_factory=list)
    base: Attribution | None = None


@dataclass(slots=True)
class _Found:
    """What the tagger found in a stretch, and where its sentences end."""

    content: Spans
    cue: Spans
    source: Spans
    ends: list[int]


def attributions(a: Analysis, rules: list[Attribution], trained: Trained) -> list[Attribution]:
    """The attributions of an English text.

    Parameters
    ----------
    a : the analysed text.
    rules : what the rules found in it.
    trained : the English network.
    """
    cut = list(stretches(a))
    pieces = [piece for stretch in cut for piece in paragraphs(a, stretch)]
    tags: list[int] = []
    for contexts in network.contexts(trained.members, trained.vectors, features(a, rules), pieces):
        tags += network.tagged(trained.members, contexts)
    joined: list[Attribution] = []
    for stretch, numbers in zip(cut, dealt((x.begin for x in rules), cut), strict=True):
        joined += _joined(a, [rules[number] for number in numbers], _found(a, tags, stretch))
    return joined


def _found(a: Analysis, tags: list[int], stretch: Range) -> _Found:
    low, high = stretch
    by_role: dict[str, list[Range]] = {"content": [], "cue": [], "source": []}
    for role, begin, end in labelled(TAGS[tag] for tag in tags[low:high]):
        by_role[role].append((low + begin, low + end))
    ends = [index for index in range(low, high) if a.tokens.words[index] in _ENDS]
    return _Found(**{role: Spans(spans) for role, spans in by_role.items()}, ends=ends)


def _joined(a: Analysis, rules: list[Attribution], found: _Found) -> list[Attribution]:
    groups = [_Group(cue) for cue in found.cue.spans]
    # As a dictionary, for its order: what no cue has taken yet.
    free_sources, free_contents = dict.fromkeys(found.source.spans), dict.fromkeys(found.content.spans)
    by_cue = _by_span(((x, x.cue) for x in rules), found.cue)
    for group, same in zip(groups, by_cue, strict=True):
        # Of several with the same cue the one with a content.
        group.base = base = max(same, key=lambda x: (bool(x.content), bool(x.source)), default=None)
        if base is None:
            continue
        for mine, free, theirs, spans in (
            (group.sources, free_sources, base.source, found.source),
            (group.contents, free_contents, base.content, found.content),
        ):
            overlapping = spans.over(theirs)
            mine += [span for span in overlapping if span in free]
            for span in mine:
                del free[span]
            if not overlapping:
                # The network found nothing there and nothing else: the rules' word counts.
                mine += [span for span in theirs if span[1] > span[0]]
    for span in list(free_sources):
        near = _nearest(span, groups, found, is_sourceless=True)
        if near is not None:
            near.sources.append(span)
    for span in list(free_contents):
        near = _nearest(span, groups, found)
        if near is not None:
            near.contents.append(span)
            del free_contents[span]
    made = [_attribution(a, group) for group in groups if not _is_hearsay(a, group)]
    used = set(keeping.tokens(found.cue.spans))
    rest = Spans(list(free_contents))
    by_content = _by_span(((x, x.content) for x in rules), rest)
    made += [_without_cue(a, span, same, used) for span, same in zip(rest.spans, by_content, strict=True)]
    return sorted(_with_rules(a, rules, made, found), key=lambda attribution: attribution.begin)


def _by_span(told: Iterable[tuple[Attribution, list[Range]]], spans: Spans) -> list[list[Attribution]]:
    """For each of the spans the attributions whose ranges, told with each, overlap it."""
    found: list[list[Attribution]] = [[] for _ in spans.spans]
    for attribution, ranges in told:
        for number in spans.numbers_over(ranges):
            found[number].append(attribution)
    return found


def _nearest(
    span: Range, groups: list[_Group], found: _Found, *, is_sourceless: bool = False
) -> _Group | None:
    """The cue that a stretch belongs to: the nearest; other cues and sentence ends between count as far.

    ``is_sourceless`` asks for a cue without a source alone.
    """
    best, least = None, REACH
    for number in found.cue.numbers_over([(span[0] - REACH, span[1] + REACH)]):
        group = groups[number]
        if is_sourceless and group.sources:
            continue
        begin, end = group.cue
        one, other = (span[1], begin) if span[0] < begin else (end, span[0])
        low, high = min(one, other), max(one, other)
        others = found.cue.begun_between(low, high) - (low <= begin < high)
        marks = bisect_left(found.ends, high) - bisect_left(found.ends, low)
        distance = max(0, other - one) + _BARRIER * (others + marks)
        if distance < least:
            best, least = group, distance
    return best


def _attribution(a: Analysis, group: _Group) -> Attribution:
    sources, contents = sorted(group.sources), _without_dummies(a, sorted(group.contents))
    everything = [group.cue, *sources]
    frame = [(min(b for b, _ in everything), max(e for _, e in everything))]
    if group.base is not None:
        return replace(
            group.base, content=contents, cue=[group.cue], source=sources, frame=frame,
            relays=list(group.base.relays), gap=list(group.base.gap),
            is_continuation=group.base.is_continuation or not sources,
        )  # fmt: skip
    known = meaning(a, [group.cue])
    return Attribution(
        kind=_kind(a, contents), content=contents, stance=known.stance, source=sources, cue=[group.cue],
        frame=frame, certainty=known.certainty, medium=known.medium, basis=known.basis,
        is_continuation=not sources, holds_event=not keeping.is_question(a, contents),
    )  # fmt: skip


def _without_dummies(a: Analysis, contents: list[Range]) -> list[Range]:
    """ "It was reported that …": the corpus counts "it" to the content, a reader does not."""
    real = [(b, e) for b, e in contents if e - b > 1 or a.tokens.lowers[b] not in a.grammar.pronouns]
    return real or contents


def _kind(a: Analysis, contents: list[Range]) -> Kind:
    if not contents:
        return "reported"
    if a.tokens.words[contents[0][0]] in _QUOTES:
        return "direct"
    return "indirect" if any(has_finite(a, span) for span in contents) else "reported"


def _without_cue(a: Analysis, span: Range, rules: list[Attribution], used: set[int]) -> Attribution:
    """Speech that goes on: the source is that of the statement before; ``rules`` have the same content."""
    base = next((x for x in rules if not keeping.tokens(x.cue) & used), None)
    if base is not None:
        used |= keeping.tokens(base.cue)
        return replace(base, content=[span], source=list(base.source), relays=list(base.relays))
    kind: Kind = "direct" if a.tokens.words[span[0]] in _QUOTES else "free_indirect"
    return Attribution(kind=kind, content=[span], stance="asserts", is_continuation=True)


def _with_rules(
    a: Analysis, rules: list[Attribution], made: list[Attribution], found: _Found
) -> list[Attribution]:
    """The network's attributions, and those of the rules that stand though it passes them over."""
    fixed: list[Attribution] = []
    loose: list[Attribution] = []
    for x in rules:
        (fixed if keeping.is_fixed(a, x) else loose).append(x)
    fixed_cues = keeping.tokens(piece for x in fixed for piece in x.cue)
    told = keeping.Told(fixed)
    made = [x for x in made if not keeping.tokens(x.cue) & fixed_cues and (x.cue or not told.holds(x))]
    cues = keeping.tokens(piece for x in made for piece in x.cue)
    told = keeping.Told(made)
    others = [
        x for x in loose
        if not keeping.tokens(x.cue) & cues and keeping.stands(a, x) and not told.holds(x)
    ]  # fmt: skip
    return [*made, *(_in_words_of(a, found, x) for x in fixed), *others]


def _in_words_of(a: Analysis, found: _Found, attribution: Attribution) -> Attribution:
    """The same attribution where the network draws its borders; those around an event are the rules' own."""
    cue = found.cue.over(attribution.cue) or attribution.cue
    # "Neither X nor Y has commented": who says nothing is for the rules to tell.
    if attribution.stance in WITHHOLDING or keeping.tells(a, attribution):
        return replace(attribution, cue=cue)
    return replace(
        attribution,
        cue=cue,
        source=found.source.over(attribution.source) or attribution.source,
        content=found.content.over(attribution.content) or attribution.content,
    )


def _is_hearsay(a: Analysis, group: _Group) -> bool:
    """ "The officers were reportedly killed": the corpus counts the adverb as a cue, for us it is a hedge."""
    lowers = [a.tokens.lowers[index] for index in range(*group.cue)]
    telling = [word for word in lowers if word not in a.grammar.auxiliaries]
    return (
        group.base is None
        and bool(telling)
        and all(any(entry.whose == "r" for entry in a.grammar.hedges.get(word, ())) for word in telling)
    )
