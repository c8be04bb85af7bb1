"""How a statement stands to its content: the cue, its negation, and what the content itself says."""

from __future__ import annotations

from dementi.model import Stance
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
    if event_is_negated and not is_negated:
        found = _TURNED.get(found, found)
    return found


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
