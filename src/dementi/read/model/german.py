"""German: the linker's contents as attributions, with what the rules know of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dementi.model import Medium
from dementi.read.model import keeping, linking, network
from dementi.read.model.anchors import Anchor, anchors
from dementi.read.model.cues import meaning
from dementi.read.model.features import KINDS, features
from dementi.read.model.linking import Candidate, ranges
from dementi.read.model.pairs import pairs
from dementi.read.model.stretches import stretches
from dementi.read.model.weights import Trained
from dementi.read.rules.analysis import Analysis, Attribution, Range

MEDIA: tuple[Medium, ...] = ("none", "Speech", "Writing", "Thought", "ST", "SW", "TW")


def attributions(a: Analysis, rules: list[Attribution], trained: Trained) -> list[Attribution]:
    """The attributions of a German text.

    Parameters
    ----------
    a : the analysed text.
    rules : what the rules found in it.
    trained : the German network.
    """
    made = features(a, rules)
    found = anchors(a, rules)
    read: list[Attribution] = []
    for begin, end in stretches(a):
        # Stretch by stretch: all pairs of a long text would be too many.
        numbers = [number for number, x in enumerate(rules) if begin <= x.begin < end]
        mine = [rules[number] for number in numbers]
        place = {number: at for at, number in enumerate(numbers)}
        here = [
            anchor._replace(attribution=place.get(anchor.attribution, -1))
            for anchor in found if begin <= anchor.begin < end
        ]  # fmt: skip
        belief = [0.0] * len(mine)
        chosen: list[Candidate] = []
        if here:
            asked = pairs(a.units, here, mine, (begin, end))
            contexts = network.encoded(trained.members, trained.vectors, made.slice(begin, end))
            answers = network.linked(trained.members, contexts, asked)
            chosen = linking.candidates(here, asked, answers, trained.settings)
            _note_belief(belief, here, answers.valid.tolist())
        read += _with_rules(a, mine, chosen, belief)
    return read


def _note_belief(belief: list[float], here: Sequence[Anchor], valid: Sequence[float]) -> None:
    for anchor, share in zip(here, valid, strict=True):
        if anchor.attribution >= 0:
            belief[anchor.attribution] = max(belief[anchor.attribution], share)


def _with_rules(
    a: Analysis, rules: list[Attribution], chosen: list[Candidate], belief: list[float]
) -> list[Attribution]:
    made: list[Attribution] = []
    used: set[int] = set()
    fixed = [number for number, attribution in enumerate(rules) if keeping.is_fixed(a, attribution)]
    fixed_cues = keeping.tokens(piece for number in fixed for piece in rules[number].cue)
    made += [rules[number] for number in fixed]
    used.update(fixed)
    for candidate in chosen:
        if candidate.roles[1] & fixed_cues or not set(candidate.attributions).isdisjoint(fixed):
            continue
        base = _base(rules, candidate, used)
        if base is not None:
            used.add(base)
        used.update(candidate.attributions)
        made.append(_attribution(a, candidate, rules[base] if base is not None else None))
    contents = [keeping.tokens(attribution.content) for attribution in made]
    for number, attribution in enumerate(rules):
        if number in used or not keeping.stands(a, attribution, belief[number]):
            continue
        content = keeping.tokens(attribution.content)
        if all(linking.dice(content, other) < linking.SAME_OVERLAP for other in contents):
            made.append(attribution)
    return sorted(made, key=lambda attribution: attribution.begin)


def _base(rules: list[Attribution], candidate: Candidate, used: set[int]) -> int | None:
    """The rules' attribution that a candidate goes back to: its anchor's, or that of the same cue."""
    for number in candidate.attributions:
        if number not in used:
            return number
    for number, attribution in enumerate(rules):
        cue = {index for begin, end in attribution.cue for index in range(begin, end)}
        if number not in used and cue & candidate.roles[1]:
            return number
    return None


def _attribution(a: Analysis, candidate: Candidate, base: Attribution | None) -> Attribution:
    content, cue, source, frame, addressee = (ranges(tokens) for tokens in candidate.roles)
    content = ranges(candidate.roles[0], gap=1)
    kind = KINDS[candidate.kind]
    medium = MEDIA[candidate.medium]
    if base is not None:
        return replace(
            base, kind=kind, medium=medium, content=content, cue=cue, frame=frame,
            source=source or (list(base.source) if base.is_continuation else []),
            addressee=addressee or list(base.addressee), relays=list(base.relays), gap=list(base.gap),
        )  # fmt: skip
    known = meaning(a, cue)
    return Attribution(
        kind=kind, content=content, stance=known.stance, source=source, cue=cue, frame=frame,
        addressee=addressee, certainty=known.certainty, medium=medium, basis=known.basis,
        is_continuation=_goes_on(a, content, cue, source),
        holds_event=not keeping.is_question(a, content),
    )  # fmt: skip


def _goes_on(a: Analysis, content: list[Range], cue: list[Range], source: list[Range]) -> bool:
    """Whether the words are still those of the speaker before: no cue at all, or one such as "demnach"."""
    if source:
        return False
    firsts = {a.tokens.lowers[begin] for begin, _ in [*cue, *content[:1]]}
    return not cue or bool(firsts & a.grammar.thus_adverbs)
