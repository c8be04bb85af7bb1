"""A trigger found in a content, and the theme nearest to it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from dementi.read.event_clauses import Content
from dementi.read.event_lexicon import Form, Theme

Voice = Literal["active", "passive", "reduced", "noun", "attributive", "phrase"]


class Hit(NamedTuple):
    """A trigger found in a content: its tokens, its voice, and the theme its own compound names."""

    first: int
    last: int
    form: Form
    voice: Voice
    theme: Theme | None = None
    theme_place: int | None = None


def nearest_theme(content: Content, hit: Hit, needs: frozenset[str]) -> tuple[int | None, Theme | None]:
    """The theme of a wanted class nearest to a trigger: in its segment, else close by in its sentence."""
    segment, sentence = content.segments[hit.first], content.sentences[hit.first]
    best: tuple[int, int] | None = None
    for at, theme in content.themes.items():
        if not theme.classes & needs or content.sentences[at] != sentence or hit.first <= at <= hit.last:
            continue
        distance = abs(at - hit.first) + (0 if content.segments[at] == segment else 12)
        if at < hit.first:
            distance += 1
        if best is None or distance < best[0]:
            best = (distance, at)
    if best is None or best[0] > 24:
        return None, None
    place = _first_of_list(content, best[1], needs)
    return place, content.themes[place]


def _first_of_list(content: Content, place: int, needs: frozenset[str]) -> int:
    """The first of "shells and possibly ballistic missiles", where the nearest is a later one."""
    at = place - 1
    while at > 0:
        word = content.tokens[at]
        is_join = word.lower in content.grammar.joins or word.text == ","
        if is_join and at - 1 in content.themes:
            theme = content.themes[at - 1]
            if not theme.classes & needs or content.segments[at - 1] < content.segments[place] - 1:
                return place
            place, at = at - 1, at - 2
            continue
        is_attribute = (
            word.text[0].isdigit()
            or word.lower in content.grammar.modifiers
            or (word.text[0].islower() and (content.language == "en" or word.lower.endswith(("e", "en"))))
        )
        if not is_attribute or word.lower in content.grammar.prepositions or at < place - 5:
            return place
        at -= 1
    return place
