"""How a statement stands to its content: the cue, its negation, and what the content itself says."""

from __future__ import annotations

from dementi.model import Certainty, Stance
from dementi.read.rules import hedges, sayings
from dementi.read.rules.analysis import Analysis, Attribution, Range
from dementi.read.rules.phrases import is_function_word

#: What a negated cue amounts to; a stance that is not here stays as it is.
_NEGATED: dict[str, Stance] = {
    "asserts": "declines", "reports": "declines", "confirms": "declines", "admits": "declines",
    "denies": "declines", "doubts": "asserts", "promises": "declines", "retracts": "asserts",
}  # fmt: skip
#: A negated content turns an affirming stance round, and a denial of it back.
_TURNED: dict[str, Stance] = {
    "asserts": "denies", "reports": "denies", "confirms": "denies", "admits": "denies", "denies": "asserts",
}  # fmt: skip
#: "not only denied it": nothing is negated.
_NOT_ONLY = [["nur"], ["allein"], ["bloß"], ["only"], ["merely"], ["just"]]
_JUDGED_REACH = 60
_INSISTING_REACH = 7


def cue_is_negated(a: Analysis, attribution: Attribution) -> bool:
    """A negator in the cue's own clause, outside source and content."""
    if attribution.is_settled or not attribution.cue or attribution.kind == "stated":
        return False
    taken = attribution.source + attribution.content
    if not a.grammar.is_verb_second and _is_nobody(a, attribution):
        return True
    begin = min(start for start, _ in attribution.cue)
    end = max(stop for _, stop in attribution.cue)
    spans = attribution.frame or [(begin, end)]
    if attribution.kind == "reported":
        spans = [(begin, end)]
    for span in spans:
        start, stop = span if span[1] - span[0] <= _JUDGED_REACH else (begin, end)
        for index in range(start, stop):
            if a.tokens.lowers[index] not in a.grammar.negators or a.quote_of[index] >= 0:
                continue
            if a.tokens.lowers[index + 1 : index + 2] in _NOT_ONLY:
                continue
            if a.grammar.is_verb_second and any(b <= index < e for b, e in attribution.cue):
                # A fixed part of the cue ("schließt nicht aus").
                continue
            if any(b <= index < e for b, e in taken) or _belongs_elsewhere(a, index, begin, end):
                continue
            return True
    return False


def _is_nobody(a: Analysis, attribution: Attribution) -> bool:
    """ "Neither side confirmed": who does not exist says nothing."""
    firsts = {a.tokens.lowers[begin] for begin, _ in attribution.source}
    return bool(firsts & {"neither", "nobody", "none", "no"})


def _belongs_elsewhere(a: Analysis, index: int, begin: int, end: int) -> bool:
    """A comma between the negator and the cue parts them."""
    low, high = (index, begin) if index < begin else (end, index)
    return any(a.tokens.words[i] in (",", ";", ":") and a.quote_of[i] < 0 for i in range(low, high))


def stance(a: Analysis, attribution: Attribution, *, event_is_negated: bool | None) -> Stance:
    """The stance after negation; ``event_is_negated`` is None where the content holds no event."""
    found = attribution.stance
    if attribution.is_settled:
        return found
    is_negated = cue_is_negated(a, attribution)
    if is_negated and found == "denies" and _stands_beside(a, attribution, a.grammar.no_longer):
        return "admits"
    if is_negated:
        amounts_to = _TURNED if _raises(a, attribution) else _NEGATED
        found = amounts_to.get(found, found)
    judged = judgement(a, attribution)
    if judged is not None and found in ("asserts", "reports", "comments", "confirms"):
        return judged
    if found in ("asserts", "reports") and _lacks_evidence(a, attribution):
        return "doubts"
    if found == "asserts" and _insists_on_not(a, attribution):
        return "denies"
    if found == "predicts" and _threatens(a, attribution):
        return "threatens"
    is_explained = found == "denies" and _is_explanation(a, attribution)
    if event_is_negated and not is_negated and not is_explained:
        found = _TURNED.get(found, found)
    return found


def _is_explanation(a: Analysis, attribution: Attribution) -> bool:
    """ "X denied it: no missile had been launched": what follows the colon is said, not denied."""
    first = attribution.content[0][0] if attribution.content else 0
    return first > 0 and (a.tokens.words[first - 1] == ":" or attribution.kind == "direct")


def judged(
    a: Analysis, attribution: Attribution, certainty: Certainty, *, event_is_negated: bool | None
) -> tuple[Stance, Certainty]:
    """Stance and certainty of a statement.

    Parameters
    ----------
    attribution : source, cue and content in tokens, with what its cue says by itself.
    certainty : the weakest of what the cue and the hedges of the content say.
    event_is_negated : whether the event of the content is negated; None where it holds none.

    Returns
    -------
    The stance after negation, mood and modals, and the certainty with what stands beside the cue.
    """
    found = stance(a, attribution, event_is_negated=event_is_negated)
    is_negated = cue_is_negated(a, attribution)
    if found == "doubts" and cannot_verify(a, attribution):
        certainty = hedges.weakest([certainty, "possible"])
    if attribution.stance == "predicts" and (is_negated or _is_hardly(a, attribution)):
        certainty = "unlikely"
    if certainty == attribution.certainty == "probable" and _stands_beside(a, attribution, a.grammar.firmly):
        certainty = "certain"
    if found in ("confirms", "admits") and _is_softened(a, attribution):
        certainty = hedges.weakest([certainty, "probable"])
    if found in ("asserts", "comments") and not attribution.is_settled and _is_news(a, attribution):
        found = "reports"
    certainty = _with(certainty, _of_names(a, attribution))
    if found in ("asserts", "reports") and _is_forecast(a, attribution):
        found, certainty = "predicts", _with(certainty, "probable")
    # "Denied that it had not sent troops": the content's own negation has been weighed already.
    is_twofold = attribution.stance == "denies" and found == "asserts"
    told = None if is_negated or is_twofold else sayings.shown(a, attribution, found)
    if told is not None:
        found, certainty = told[0], _with(certainty, told[1])
    elif found == "asserts":
        found, certainty = _held_or_heard(a, attribution, certainty)
    certainty = _of_content(a, attribution, found, certainty)
    if attribution.stance in ("asserts", "reports", "admits") and found in _UNLIKELY_DOUBTS:
        if certainty == "unlikely":
            found = "doubts"
        elif found == "asserts" and _is_rumour(a, attribution):
            found = "reports"
    return found, certainty


#: What is asserted, reported or granted as unlikely is doubted.
_UNLIKELY_DOUBTS = frozenset({"asserts", "reports", "denies", "admits"})


def _with(certainty: Certainty, shown: Certainty | None) -> Certainty:
    return hedges.weakest([certainty, shown]) if shown is not None else certainty


def _of_content(a: Analysis, attribution: Attribution, found: Stance, certainty: Certainty) -> Certainty:
    """A forecast is open by its cue ("warned"); a threat or an order told with that cue is not."""
    if attribution.stance != "predicts" or found not in ("threatens", "demands"):
        return certainty
    mentions = [mention for piece in attribution.content for mention in hedges.mentions(a, piece)]
    return hedges.weakest([mention.degree for mention in mentions if mention.is_main])


def _held_or_heard(a: Analysis, attribution: Attribution, certainty: Certainty) -> tuple[Stance, Certainty]:
    """ "is said to have": hearsay; "is thought to have": a belief; what a medium or a witness tells: news."""
    g = a.grammar
    if g.is_verb_second:
        return "asserts", certainty
    if attribution.is_impersonal and not attribution.source and _is_passive(a, attribution):
        heads = _heads(a, attribution)
        if heads & g.hearsay_verbs:
            return "reports", hedges.weakest([certainty, "possible"])
        if heads & g.belief_verbs:
            return "asserts", hedges.weakest([certainty, "probable"])
    return ("reports" if _is_medium(a, attribution) else "asserts"), certainty


def _is_passive(a: Analysis, attribution: Attribution) -> bool:
    g = a.grammar
    return any(a.tokens.lowers[i] in g.passive for begin, end in attribution.cue for i in range(begin, end))


def _is_medium(a: Analysis, attribution: Attribution) -> bool:
    """The head of the source is a medium, a report or a witness: "state television", "two witnesses"."""
    g, lowers = a.grammar, a.tokens.lowers
    if not attribution.source or attribution.is_settled:
        return False
    begin, end = attribution.source[0]
    head = begin
    while head + 1 < end and lowers[head + 1] not in g.np_prepositions and a.tokens.words[head + 1] != ",":
        head += 1
    return lowers[head] in g.news_words or (a.capitals[head] and lowers[head] in g.media_names)


def _is_news(a: Analysis, attribution: Attribution) -> bool:
    """What witnesses and media tell, and what rumours have."""
    g = a.grammar
    named = {a.tokens.lowers[i] for begin, end in attribution.source for i in range(begin, end)}
    if named & (g.rumours | g.eyewitnesses):
        return True
    heads = {lemma.split()[0] for lemma in _heads(a, attribution)}
    return bool(named & (g.witness_words | g.media_words)) and bool(heads & g.narrating)


def _is_forecast(a: Analysis, attribution: Attribution) -> bool:
    """ "Nach einer Prognose …", "according to forecasts"."""
    return any(
        a.tokens.lowers[i] in a.grammar.forecasts
        for begin, end in attribution.source
        for i in range(begin, end)
    )


def _of_names(a: Analysis, attribution: Attribution) -> Certainty | None:
    """ "the suspicion that …", "unconfirmed reports": what a claim is called says how sure it is."""
    g = a.grammar
    named = {
        a.tokens.lowers[i] for begin, end in attribution.source + attribution.cue for i in range(begin, end)
    }
    if named & g.unconfirmed:
        return "possible"
    return "probable" if named & g.supposing else None


def _is_rumour(a: Analysis, attribution: Attribution) -> bool:
    """The author himself passes on what is said, and names nobody."""
    is_author = attribution.kind == "stated" or (attribution.is_impersonal and not attribution.source)
    return is_author and any(hedges.is_hearsay(a, piece) for piece in attribution.content)


def _is_hardly(a: Analysis, attribution: Attribution) -> bool:
    """ "rechnen nicht mehr mit …", "hardly expects": a speech act told without a clause of its own."""
    return attribution.kind == "reported" and _stands_beside(a, attribution, a.grammar.hardly)


def _is_softened(a: Analysis, attribution: Attribution) -> bool:
    """ "indirectly confirmed", "as good as admitted": words beside the cue."""
    return _stands_beside(a, attribution, a.grammar.softeners)


def _stands_beside(a: Analysis, attribution: Attribution, phrases: frozenset[str]) -> bool:
    """One of the phrases (words joined by _) in the clause of the cue, outside source and content."""
    if not attribution.cue:
        return False
    taken = attribution.source + (attribution.content if attribution.kind != "reported" else [])
    begin, end = _clause(a, attribution)
    words = [
        a.tokens.lowers[i] if a.is_outside(i) and not any(b <= i < e for b, e in taken) else ","
        for i in range(begin, end)
    ]
    text = f"_{'_'.join(words)}_"
    return any(f"_{phrase}_" in text for phrase in phrases)


def _clause(a: Analysis, attribution: Attribution) -> Range:
    """The stretch without clause marks around the words of the cue."""
    begin = min(start for start, _ in attribution.cue)
    end = max(stop for _, stop in attribution.cue)
    low, high = max(0, begin - _CLAUSE_REACH), min(len(a.tokens.words), end + _CLAUSE_REACH)
    while begin > low and a.tokens.words[begin - 1] not in _CLAUSE_MARKS:
        begin -= 1
    while end < high and a.tokens.words[end] not in _CLAUSE_MARKS:
        end += 1
    return begin, end


_CLAUSE_MARKS = frozenset(",;:.!?")
_CLAUSE_REACH = 30


def _raises(a: Analysis, attribution: Attribution) -> bool:
    """The negation of some cues negates the content: "does not believe that X" says not X."""
    heads = {
        form.verb.lemma.split()[0] for b, e in attribution.cue for i in range(b, e) for form in a.forms(i)
    }
    return bool(heads & a.grammar.raising)


def _heads(a: Analysis, attribution: Attribution) -> set[str]:
    return {form.verb.lemma for b, e in attribution.cue for i in range(b, e) for form in a.forms(i)}


def _insists_on_not(a: Analysis, attribution: Attribution) -> bool:
    """ "insisted that it was not ours": who insists answers somebody who said it was."""
    g = a.grammar
    if g.is_verb_second or not _heads(a, attribution) & g.insisting or not attribution.content:
        return False
    begin, end = attribution.content[0]
    return any(a.tokens.lowers[i] in g.negators for i in range(begin, min(end, begin + _INSISTING_REACH)))


def _threatens(a: Analysis, attribution: Attribution) -> bool:
    """ "If they come, we will shoot," he warned: what the speaker himself will do."""
    g, lowers = a.grammar, a.tokens.lowers
    if g.is_verb_second or attribution.kind != "direct" or "warn" not in _heads(a, attribution):
        return False
    return any(
        lowers[i] in ("we", "i") and lowers[i + 1] in ("will", "'ll", "shall")
        for begin, end in attribution.content
        for i in range(begin, min(end - 1, begin + _JUDGED_REACH))
    )


def _lacks_evidence(a: Analysis, attribution: Attribution) -> bool:
    """ "… habe keine eigene Bestätigung", "he could not confirm …": the content itself doubts."""
    found = _said_after(a, attribution, a.grammar.evidence_words, a.grammar.no_words)
    return found or cannot_verify(a, attribution)


def cannot_verify(a: Analysis, attribution: Attribution) -> bool:
    """ "he could not confirm …" leaves the matter open, where "there is no evidence" leans to no."""
    g = a.grammar
    return _said_after(a, attribution, g.verifying_words, g.negators) or _said_after(
        a, attribution, g.confirmation_words, g.no_words
    )


def _said_after(
    a: Analysis, attribution: Attribution, words: frozenset[str], negations: frozenset[str]
) -> bool:
    """Whether one of the words stands in the content close behind one of the negations."""
    lowers = a.tokens.lowers
    return any(
        lowers[index] in words and any(word in negations for word in lowers[max(begin, index - 3) : index])
        for begin, content_end in attribution.content
        for index in range(begin, min(content_end, begin + _JUDGED_REACH))
    )


def judgement(a: Analysis, attribution: Attribution) -> Stance | None:
    """A content that itself calls a claim false or true: "…, die Berichte seien erfunden"."""
    g = a.grammar
    for begin, content_end in attribution.content:
        end = min(content_end, begin + _JUDGED_REACH)
        for index in range(begin, end):
            lower = a.tokens.lowers[index]
            if lower in g.denial_words and _is_predicate(a, (begin, end), index):
                return "confirms" if _negated_near(a, (begin, end), index) else "denies"
            if lower in g.truth_words and _is_predicate(a, (begin, end), index):
                return "denies" if _negated_near(a, (begin, end), index) else "confirms"
    return None


def _is_predicate(a: Analysis, span: Range, index: int) -> bool:
    """Said of a claim ("the reports are false"), not of anything else ("false passports")."""
    g, lowers = a.grammar, a.tokens.lowers
    after = lowers[index + 1] if index + 1 < span[1] else ""
    if lowers[index] in ("lie", "lies") and not g.is_verb_second and not _is_noun(a, span, index):
        # "The camp lies in the east."
        return False
    if _is_perfect(a, span, index):
        return False
    is_attribute = after[:1].isalpha() and not is_function_word(g, after) and after not in g.negators
    if is_attribute and lowers[index] not in g.standalone_words:
        return False
    words = set(lowers[span[0] : span[1]])
    return bool(words & g.claim_words) or span[1] - span[0] <= 9


def _is_perfect(a: Analysis, span: Range, index: int) -> bool:
    """ "… Beweise erfunden zu haben": somebody did it; nothing is called invented."""
    g, lowers = a.grammar, a.tokens.lowers
    if not g.is_verb_second or lowers[index] not in g.participle_lies:
        return False
    if set(lowers[index + 1 : min(index + 3, span[1])]) & (g.have | {"zu"}):
        return True
    begin = index
    while begin > span[0] and a.tokens.words[begin - 1] not in (",", ";", ":"):
        begin -= 1
    return bool(set(lowers[begin:index]) & g.have)


def _is_noun(a: Analysis, span: Range, index: int) -> bool:
    """An article or a form of *be* stands close before it."""
    g = a.grammar
    near = a.tokens.lowers[max(span[0], index - 2) : index]
    return any(word in g.passive for word in near) or near[-1:] in (["a"], ["the"], ["of"], ["all"], ["as"])


def _negated_near(a: Analysis, span: Range, index: int) -> bool:
    return any(
        a.tokens.lowers[i] in a.grammar.negators
        for i in range(max(span[0], index - 4), min(span[1], index + 3))
    )
