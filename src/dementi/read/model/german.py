"""German: the linker's contents as attributions, with what the rules know of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dementi.read.model import keeping, linking, network
from dementi.read.model.anchors import Anchor, anchors
from dementi.read.model.cues import meaning
from dementi.read.model.features import KINDS, features
from dementi.read.model.labels import MEDIA
from dementi.read.model.linking import Candidate, ranges
from dementi.read.model.pairs import pairs
from dementi.read.model.stretches import dealt, stretches
from dementi.read.model.weights import Trained
from dementi.read.rules.analysis import Analysis, Attribution, Range


def attributions(a: Analysis, rules: list[Attribution], trained: Trained) -> list[Attribution]:
    """The attributions of a German text.

    Parameters
    ----------
    a : the analysed text.
    rules : what the rules found in it.
    trained : the German network.
    """
    found = anchors(a, rules)
    cut = list(stretches(a))
    # Stretch by stretch: all pairs of a long text would be too many.
    contexts = network.contexts(trained.members, trained.vectors, features(a, rules), cut)
    rules_in = dealt((attribution.begin for attribution in rules), cut)
    anchors_in = dealt((anchor.begin for anchor in found), cut)
    read: list[Attribution] = []
    for bounds, context, numbers, anchor_numbers in zip(cut, contexts, rules_in, anchors_in, strict=True):
        mine = [rules[number] for number in numbers]
        place = {number: at for at, number in enumerate(numbers)}
        here = [
            found[number]._replace(attribution=place.get(found[number].attribution, -1))
            for number in anchor_numbers
        ]
        belief = [0.0] * len(mine)
        chosen: list[Candidate] = []
        if here:
            asked = pairs(a.units, here, mine, bounds)
            answers = network.linked(trained.members, context, asked)
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
    fixed = [number for number, attribution in enumerate(rules) if keeping.is_fixed(a, attribution)]
    fixed_cues = keeping.tokens(piece for number in fixed for piece in rules[number].cue)
    made = [rules[number] for number in fixed]
    used = set(fixed)
    by_cue: dict[int, list[int]] = {}
    for number, attribution in enumerate(rules):
        for token in keeping.tokens(attribution.cue):
            by_cue.setdefault(token, []).append(number)
    for candidate in chosen:
        if candidate.roles[1] & fixed_cues or not set(candidate.attributions).isdisjoint(fixed):
            continue
        base = _base(by_cue, candidate, used)
        if base is not None:
            used.add(base)
        used.update(candidate.attributions)
        made.append(_attribution(a, candidate, rules[base] if base is not None else None))
    told = keeping.Told(made)
    made += [
        x for number, x in enumerate(rules)
        if number not in used and keeping.stands(a, x, belief[number]) and not told.holds(x)
    ]  # fmt: skip
    return sorted(made, key=lambda attribution: attribution.begin)


def _base(by_cue: dict[int, list[int]], candidate: Candidate, used: set[int]) -> int | None:
    """The rules' attribution that a candidate goes back to: its anchor's, or the first with the same cue."""
    for number in candidate.attributions:
        if number not in used:
            return number
    same = {number for token in candidate.roles[1] for number in by_cue.get(token, ())}
    return min(same - used, default=None)


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
