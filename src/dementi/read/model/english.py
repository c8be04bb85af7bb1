"""English: the tagger's stretches as attributions, joined by what the rules know and by nearness."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dementi.model import WITHHOLDING, Kind
from dementi.read.model import keeping, linking, network
from dementi.read.model.cues import meaning
from dementi.read.model.features import features
from dementi.read.model.stretches import paragraphs, stretches
from dementi.read.model.weights import Trained
from dementi.read.rules.analysis import Analysis, Attribution, Range
from dementi.read.rules.phrases import has_finite

TAGS = ("O", "B-content", "I-content", "B-cue", "I-cue", "B-source", "I-source")
#: A source or content farther from every cue than this many tokens belongs to none of them.
REACH = 60
#: What each mark of another cue or a sentence's end adds to a distance, in tokens.
_BARRIER = 25
_QUOTES = frozenset('“”"„«»') | {"``", "''"}


@dataclass(slots=True)
class _Group:
    """One cue with what belongs to it."""

    cue: Range
    sources: list[Range] = field(default_factory=list)
    contents: list[Range] = field(default_factory=list)
    base: Attribution | None = None


def attributions(a: Analysis, rules: list[Attribution], trained: Trained) -> list[Attribution]:
    """The attributions of an English text.

    Parameters
    ----------
    a : the analysed text.
    rules : what the rules found in it.
    trained : the English network.
    """
    made = features(a, rules)
    joined: list[Attribution] = []
    for begin, end in stretches(a):
        tags: list[int] = []
        for low, high in paragraphs(a, (begin, end)):
            contexts = network.encoded(trained.members, trained.vectors, made.slice(low, high))
            tags += network.tagged(trained.members, contexts)
        # Stretch by stretch: all pairs of a long text would be too many.
        mine = [x for x in rules if begin <= x.begin < end]
        joined += _joined(a, mine, spans(tags, begin))
    return joined


def spans(tags: list[int], begin_at: int = 0) -> dict[str, list[Range]]:
    """Tagged stretches by role; the first tag is that of token ``begin_at``."""
    found: dict[str, list[Range]] = {"content": [], "cue": [], "source": []}
    role, begin = "", 0
    for index, number in enumerate([*tags, 0], start=begin_at):
        prefix, _, here = TAGS[number].partition("-")
        if role and (prefix != "I" or here != role):
            found[role].append((begin, index))
            role = ""
        if here and not role:
            role, begin = here, index
    return found


def _joined(a: Analysis, rules: list[Attribution], found: dict[str, list[Range]]) -> list[Attribution]:
    groups = [_Group(cue) for cue in found["cue"]]
    by_cue = [(group, _base(group.cue, rules)) for group in groups]
    free_sources, free_contents = list(found["source"]), list(found["content"])
    for group, base in by_cue:
        if base is None:
            continue
        group.base = base
        for mine, free, theirs, all_of_them in (
            (group.sources, free_sources, base.source, found["source"]),
            (group.contents, free_contents, base.content, found["content"]),
        ):
            for span in [span for span in free if _overlaps(span, theirs)]:
                mine.append(span)
                free.remove(span)
            if not mine and not any(_overlaps(span, all_of_them) for span in theirs):
                # The network found nothing there and nothing else: the rules' word counts.
                mine += [span for span in theirs if span[1] > span[0]]
    cues = [group.cue for group in groups]
    for span in list(free_sources):
        near = _nearest(a, span, [group for group in groups if not group.sources], cues)
        if near is not None:
            near.sources.append(span)
            free_sources.remove(span)
    for span in list(free_contents):
        near = _nearest(a, span, groups, cues)
        if near is not None:
            near.contents.append(span)
            free_contents.remove(span)
    made = [_attribution(a, group) for group in groups if not _is_hearsay(a, group)]
    used = set(keeping.tokens(cues))
    made += [_without_cue(a, span, rules, used) for span in free_contents]
    return sorted(_with_rules(a, rules, made, found), key=lambda attribution: attribution.begin)


def _base(cue: Range, rules: list[Attribution]) -> Attribution | None:
    """The rules' attribution with the same cue; of several the one with a content."""
    same = [x for x in rules if _overlaps(cue, x.cue)]
    return max(same, key=lambda x: (bool(x.content), bool(x.source)), default=None)


def _overlaps(span: Range, others: list[Range]) -> bool:
    return any(begin < span[1] and span[0] < end for begin, end in others)


def _nearest(a: Analysis, span: Range, groups: list[_Group], cues: list[Range]) -> _Group | None:
    """The cue that a stretch belongs to: the nearest; other cues and sentence ends between count as far."""
    best, least = None, REACH
    for group in groups:
        low, high = (span[1], group.cue[0]) if span[0] < group.cue[0] else (group.cue[1], span[0])
        distance = max(0, high - low)
        between = range(min(low, high), max(low, high))
        distance += _BARRIER * sum(1 for cue in cues if cue != group.cue and cue[0] in between)
        distance += _BARRIER * sum(1 for index in between if a.tokens.words[index] in _ENDS)
        if distance < least:
            best, least = group, distance
    return best


_ENDS = frozenset(".!?")


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
    """Speech that goes on: the source is that of the statement before."""
    base = next((x for x in rules if _overlaps(span, x.content) and not keeping.tokens(x.cue) & used), None)
    if base is not None:
        used |= keeping.tokens(base.cue)
        return replace(base, content=[span], source=list(base.source), relays=list(base.relays))
    kind: Kind = "direct" if a.tokens.words[span[0]] in _QUOTES else "free_indirect"
    return Attribution(kind=kind, content=[span], stance="asserts", is_continuation=True)


def _with_rules(
    a: Analysis, rules: list[Attribution], made: list[Attribution], found: dict[str, list[Range]]
) -> list[Attribution]:
    """The network's attributions, and those of the rules that stand though it passes them over."""
    fixed = [x for x in rules if keeping.is_fixed(a, x)]
    fixed_cues = keeping.tokens(piece for x in fixed for piece in x.cue)
    fixed_contents = [keeping.tokens(x.content) for x in fixed if x.content]
    made = [
        x for x in made
        if not keeping.tokens(x.cue) & fixed_cues and (x.cue or _is_new(x, fixed_contents))
    ]  # fmt: skip
    cues = keeping.tokens(piece for x in made for piece in x.cue)
    contents = [keeping.tokens(x.content) for x in made]
    others = [
        x for x in rules
        if x not in fixed and not keeping.tokens(x.cue) & cues and keeping.stands(a, x)
        and _is_new(x, contents)
    ]  # fmt: skip
    return [*made, *(_in_words_of(a, found, x) for x in fixed), *others]


def _is_new(attribution: Attribution, contents: list[frozenset[int]]) -> bool:
    mine = keeping.tokens(attribution.content)
    return all(linking.dice(mine, other) < linking.SAME_OVERLAP for other in contents)


def _in_words_of(a: Analysis, found: dict[str, list[Range]], attribution: Attribution) -> Attribution:
    """The same attribution where the network draws its borders; those around an event are the rules' own."""
    cue = [span for span in found["cue"] if _overlaps(span, attribution.cue)] or attribution.cue
    # "Neither X nor Y has commented": who says nothing is for the rules to tell.
    if attribution.stance in WITHHOLDING or keeping.tells(a, attribution):
        return replace(attribution, cue=cue)
    source = [span for span in found["source"] if _overlaps(span, attribution.source)]
    content = [span for span in found["content"] if _overlaps(span, attribution.content)]
    return replace(
        attribution, cue=cue, source=source or attribution.source, content=content or attribution.content
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
