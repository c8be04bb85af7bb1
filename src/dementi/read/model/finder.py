"""All attributions of a text, found by the network of its language."""

from __future__ import annotations

from dementi.read.model import english, german, weights
from dementi.read.rules import finder as rules_finder
from dementi.read.rules.analysis import Analysis, Attribution


def attributions(a: Analysis) -> list[Attribution]:
    """What the network makes of a text and of what the rules found in it.

    Raises
    ------
    RecordError
        If the weights cannot be read.
    """
    rules = rules_finder.attributions(a)
    if not a.tokens.words:
        return rules
    trained = weights.trained(a.language)
    read = german.attributions if a.language == "de" else english.attributions
    return read(a, rules, trained)
