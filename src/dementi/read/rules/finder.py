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
            here = [x for x in here if not _is_replaced(x, special)] + special
        here += nouns.attributions(a, unit, here)
        here = _without_thus(here)
        found += sorted(here, key=lambda attribution: attribution.begin)
    found += speech.unclaimed_quotations(a, found)
    found += free.runs(a, found)
    found += speech.partial_quotations(a, found)
    return sorted(found, key=lambda attribution: attribution.begin)


def _is_replaced(attribution: Attribution, special: list[Attribution]) -> bool:
    """A cue whose words a pattern has read more exactly."""
    cue = {index for begin, end in attribution.cue for index in range(begin, end)}
    return any(begin <= index < end for other in special for begin, end in other.cue for index in cue)


def _without_thus(here: list[Attribution]) -> list[Attribution]:
    """ "Informationen besagen: Demnach …" is one attribution with two cues."""
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
