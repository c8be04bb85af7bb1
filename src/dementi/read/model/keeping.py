"""What the rules keep a say in: forms of text and turns of speech that the training data hardly hold.

The data are news prose in which every kind of reported speech counts alike. What matters most here is
rare in it: silence, refusal and denial in many words, tickers and interviews, and sentences that tell
an event of our domain. There a finding of the rules stands although the network has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from dementi import actors
from dementi.model import ANSWERING, WITHHOLDING
from dementi.read.events import events
from dementi.read.model.linking import SAME_OVERLAP, dice
from dementi.read.rules.analysis import Analysis, Attribution, Range

_PLAIN = frozenset({"asserts", "reports", "comments"})
_ANSWERS = ANSWERING | WITHHOLDING


def is_fixed(a: Analysis, attribution: Attribution) -> bool:
    """Whether the rules' words are final.

    They are where a pattern of several words or a noun without content gives an answer, where a label
    and a colon name the speaker, and where all is there and the content tells an event: who understood
    the clause down to its event has found its borders.
    """
    if attribution.is_settled or not attribution.content:
        # "Auch aus Kiew kommen Informationen. Demnach …": the source that the next sentence goes back to.
        leads_on = not attribution.content and a.grammar.is_verb_second
        return leads_on or attribution.stance in _ANSWERS
    if not attribution.source:
        return False
    words = (a.tokens.words[index] for begin, end in attribution.cue for index in range(begin, end))
    if all(not word[0].isalnum() for word in words):
        return True
    return bool(attribution.cue) and attribution.holds_event and tells(a, attribution)


def tells(a: Analysis, attribution: Attribution) -> bool:
    """Whether a content tells an event of our domain; what stands between its pieces is left out."""
    text = " ".join(
        a.text[slice(*a.tokens.span(begin, min(end, begin + _REACH)))]
        for begin, end in attribution.content if end > begin
    )  # fmt: skip
    return _holds_events(text, a.language)


@lru_cache(maxsize=1000)
def _holds_events(text: str, language: str) -> bool:
    """Kept, as of one content it is asked up to three times, all of them within its stretch."""
    return bool(events(text, 0, len(text), language, actors.mentions(text, language), []))


_REACH = 60


def stands(a: Analysis, attribution: Attribution, belief: float = 1.0) -> bool:
    """Whether an attribution that the network passes over is worth keeping.

    It is where it does more than assert, and where it tells an event.

    Parameters
    ----------
    a, attribution : the text, and what the rules found in it.
    belief : how likely the network holds it to be real; 1 where it does not say.
    """
    if attribution.stance not in _PLAIN:
        return belief >= _STANCE_BELIEF
    return attribution.holds_event and belief >= _EVENT_BELIEF and tells(a, attribution)


_STANCE_BELIEF, _EVENT_BELIEF = 0.0, 0.1


#: "Asked whether troops were on the move": a question tells no event.
_OPEN = frozenset({"whether", "if", "about", "ob"})


def is_question(a: Analysis, content: list[Range]) -> bool:
    """Whether a content leaves open what it is about."""
    return bool(content) and a.tokens.lowers[content[0][0]] in _OPEN


def tokens(pieces: Iterable[Range]) -> frozenset[int]:
    """The numbers of the tokens in some ranges."""
    return frozenset(index for begin, end in pieces for index in range(begin, end))


class Told:
    """The contents of some attributions, to ask of another whether one of them is its own."""

    def __init__(self, attributions: Iterable[Attribution]) -> None:
        self._by_token: dict[int, list[frozenset[int]]] = {}
        for attribution in attributions:
            content = tokens(attribution.content)
            for token in content:
                self._by_token.setdefault(token, []).append(content)

    def holds(self, attribution: Attribution) -> bool:
        """Whether the content, all but its borders, is told."""
        mine = tokens(attribution.content)
        # Of contents that share no token none is near.
        near = {other for token in mine for other in self._by_token.get(token, ())}
        return any(dice(mine, other) >= SAME_OVERLAP for other in near)
