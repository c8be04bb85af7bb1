"""What a cue that the network found means: looked up in the words of the rules."""

from __future__ import annotations

from typing import NamedTuple

from dementi.model import Basis, Certainty, Medium, Stance
from dementi.read.rules.analysis import Analysis, Range


class Meaning(NamedTuple):
    """Stance and certainty that a cue carries by itself."""

    stance: Stance = "asserts"
    certainty: Certainty = "certain"
    medium: Medium = "none"
    basis: Basis = "unstated"


_UNKNOWN = Meaning()


def meaning(a: Analysis, cue: list[Range]) -> Meaning:
    """The meaning of a cue; an unknown word asserts."""
    indexes = [index for begin, end in cue for index in range(begin, end)]
    lowers = [a.tokens.lowers[index] for index in indexes]
    words = set(lowers)
    best: Meaning | None = None
    most = -1
    for lower in lowers:
        for form in a.grammar.verbs.get(lower, ()):
            fixed = [word for word in form.verb.fixed if not form.is_joined]
            if len(fixed) > most and words.issuperset(fixed):
                verb = form.verb
                best = Meaning(verb.stance, verb.certainty, verb.medium, verb.basis)
                most = len(fixed)
    if best is not None:
        return best
    for lower in lowers:
        if lower in a.grammar.claim_nouns:
            return Meaning(a.grammar.claim_nouns[lower])
    return _UNKNOWN
