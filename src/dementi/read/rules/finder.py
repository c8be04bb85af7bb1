"""All attributions of a text, whatever makes them."""

from __future__ import annotations

from dementi.read.rules import adjuncts, dialogue, free, nouns, patterns, speech, subject_verb, verb_second
from dementi.read.rules.analysis import Analysis, Attribution


def attributions(a: Analysis) -> list[Attribution]:
    found: list[Attribution] = []
    for unit in a.units:
        here = adjuncts.attributions(a, unit)
        if a.grammar.is_verb_second:
            here += verb_second.attributions(a, unit)
        else:
            here += subject_verb.attributions(a, unit)
        here += dialogue.attributions(a, unit)
        special = patterns.attributions(a, unit)
        if special:
            here = [x for x in here if not _is_replaced(x, special)]
            # A pattern of kind "stated" only says that its words are no speech.
            here += [x for x in special if x.kind != "stated"]
        here += nouns.attributions(a, unit, here)
        here = [x for x in _without_thus(here) if not _is_mute(a, x)]
        found += sorted(here, key=lambda attribution: attribution.begin)
    found += speech.unclaimed_quotations(a, found)
    found += free.runs(a, found)
    found += speech.partial_quotations(a, found)
    return sorted(found, key=lambda attribution: attribution.begin)


def _is_mute(a: Analysis, attribution: Attribution) -> bool:
    """ "Die Entsendung bestätigt, dass …": what happens shows something, but does not speak."""
    if not attribution.source or attribution.is_continuation:
        return False
    begin, end = attribution.source[0]
    head = next((i for i in range(begin, end) if a.capitals[i] and _is_noun(a, i)), None)
    return head is not None and a.tokens.lowers[head] in a.grammar.mute_nouns


def _is_noun(a: Analysis, index: int) -> bool:
    return a.tokens.lowers[index] not in a.grammar.determiners | a.grammar.possessives


def _is_replaced(attribution: Attribution, special: list[Attribution]) -> bool:
    """A cue whose words a pattern has read more exactly."""
    cue = {index for begin, end in attribution.cue for index in range(begin, end)}
    return any(begin <= index < end for other in special for begin, end in other.cue for index in cue)


def _without_thus(here: list[Attribution]) -> list[Attribution]:
    """ "Quellen berichten: Demnach …" is one attribution with two cues."""
    kept: list[Attribution] = []
    for attribution in here:
        is_thus = attribution.is_continuation and len(attribution.cue) == 1
        host = next(
            (x for x in here if is_thus and x is not attribution and _begins_with(x, attribution)), None
        )
        if host is None:
            kept.append(attribution)
        else:
            host.content = attribution.content
            host.cue = [*host.cue, *attribution.cue]
            host.frame = [(host.frame[0][0], attribution.cue[0][1])] if host.frame else attribution.frame
    return kept


def _begins_with(host: Attribution, thus: Attribution) -> bool:
    return bool(host.content) and host.content[0][0] == thus.cue[0][0]
