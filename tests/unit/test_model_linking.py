"""From anchors to contents: where a content is looked for, and which answers are taken."""

from __future__ import annotations

import numpy as np
import pytest

from dementi.read.model.anchors import ANCHOR_LIMIT, REACH, Anchor, anchors
from dementi.read.model.features import KINDS, ROLES
from dementi.read.model.linking import Candidate, candidates, dice, ranges
from dementi.read.model.network import Linked
from dementi.read.model.pairs import IS_RULE, OWN_COUNT, PLACE_COUNT, Pairs, pairs
from dementi.read.rules import finder
from dementi.read.rules.analysis import Analysis, Attribution

TEXTS = [
    (
        "de",
        "Der Minister sagte, dass nichts geliefert werde, und fügte hinzu: „Das ist falsch. Wir prüfen das.“",
    ),
    ("de", "Laut Kiew wurden 300 Soldaten gesehen. Minsk dementierte das. Demnach sei niemand dort."),
    (
        "en",
        'The minister said that nothing was sent, and "it never will be", she told reporters. Kyiv agreed.',
    ),
]
COUNT = 12


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_anchors_are_sorted_and_each_stretch_stands_once(language: str, text: str) -> None:
    a = Analysis(text, language)
    attributions = finder.attributions(a)
    found = anchors(a, attributions)
    assert len({anchor.ranges for anchor in found}) == len(found) > 2
    assert [anchor.begin for anchor in found] == sorted(anchor.begin for anchor in found)
    assert all(0 <= begin < end <= len(a.tokens.words) for anchor in found for begin, end in anchor.ranges)
    told = {anchor.attribution for anchor in found} - {-1}
    assert told
    assert all(list(anchor.ranges) == attributions[anchor.attribution].content for anchor in found
               if anchor.attribution >= 0)  # fmt: skip


def test_what_the_author_states_is_no_anchor() -> None:
    a = Analysis("Drei Soldaten kamen gestern an.", "de")
    stated = Attribution(kind="stated", content=[(0, 2)], stance="asserts")
    assert Anchor(((0, 2),), 0) not in anchors(a, [stated])


def test_pairs_stay_inside_window_and_stretch() -> None:
    start, stop = 100, 400
    found = [Anchor(((100, 103),), -1), Anchor(((200, 205), (207, 209)), 0), Anchor(((398, 900),), -1)]
    rule = Attribution(kind="indirect", content=[(200, 205), (207, 209)], stance="asserts", cue=[(198, 200)])
    made = pairs([(0, 150), (150, 900)], found, [rule], (start, stop))
    assert made.windows == [(100, 103 + REACH), (200 - REACH, 209 + REACH), (398 - REACH, 400)]
    sizes = [high - low for low, high in made.windows]
    assert len(made.token) == len(made.anchor) == len(made.place) == len(made.own) == sum(sizes)
    assert made.own.shape[1] == OWN_COUNT
    assert (made.token.min(), made.token.max()) == (0, stop - start - 1)
    assert (made.inside_token.min(), made.inside_token.max()) == (0, stop - start - 1)
    assert 0 <= made.place.min() <= made.place.max() < PLACE_COUNT
    assert made.first.tolist() == [0, 100, 298]
    assert made.last.tolist() == [2, 108, 299]
    own = made.own[made.anchor == 1]
    cue = np.flatnonzero(own[:, ROLES.index("cue")]) + made.windows[1][0]
    assert cue.tolist() == [198, 199]
    assert made.inside_token[made.inside_anchor == 1].tolist() == [100, 101, 102, 103, 104, 107, 108]
    assert made.own[:, IS_RULE].tolist() == (made.anchor == 1).astype(float).tolist()


def test_a_very_long_anchor_is_cut() -> None:
    made = pairs([(0, 5000)], [Anchor(((10, 4000),), -1)], [], (0, 5000))
    assert made.windows == [(0, 10 + ANCHOR_LIMIT + REACH)]


def test_no_anchor_gives_no_pairs() -> None:
    made = pairs([(0, 5)], [], [], (0, 5))
    assert (len(made.windows), len(made.token), made.own.shape) == (0, 0, (0, OWN_COUNT))


def answered(
    contents: list[tuple[int, int]], *, valid: list[float], kinds: list[str], rule: int | None = None
) -> tuple[list[Anchor], Pairs, Linked]:
    """Answers about anchors with contents that the network is sure of; the rules found number ``rule``."""
    found = [Anchor((content,), 0 if number == rule else -1) for number, content in enumerate(contents)]
    known = [] if rule is None else [
        Attribution(kind="indirect", content=[contents[rule]], stance="asserts")
    ]  # fmt: skip
    made = pairs([(0, COUNT)], found, known, (0, COUNT))
    roles = np.full((len(made.token), len(ROLES)), 0.01, dtype=np.float32)
    for number, (begin, end) in enumerate(contents):
        roles[(made.anchor == number) & (made.token >= begin) & (made.token < end), 0] = 0.9
    kind = np.zeros((len(found), len(KINDS)), dtype=np.float32)
    for number, name in enumerate(kinds):
        kind[number, KINDS.index(name)] = 5
    medium = np.zeros((len(found), 7), dtype=np.float32)
    return found, made, Linked(roles, np.array(valid, dtype=np.float32), kind, medium)


def contents_of(taken: list[Candidate]) -> list[tuple[int, int]]:
    return [piece for candidate in taken for piece in ranges(candidate.roles[0])]


def test_anchors_that_mean_one_content_are_one() -> None:
    asked = answered([(2, 8), (2, 9)], valid=[0.8, 0.95], kinds=["indirect", "reported"])
    (taken,) = candidates(*asked, {})
    assert KINDS[taken.kind] == "reported"  # the more certain one says it


def test_a_quotation_inside_an_indirect_content_stays_a_content() -> None:
    places = [(0, 10), (3, 10)]
    assert dice(frozenset(range(10)), frozenset(range(3, 10))) > 0.8
    both = candidates(*answered(places, valid=[0.9, 0.9], kinds=["indirect", "direct"]), {})
    assert contents_of(both) == places
    alike = candidates(*answered(places, valid=[0.9, 0.9], kinds=["indirect", "indirect"]), {})
    assert len(alike) == 1


def test_contents_apart_come_in_text_order() -> None:
    asked = answered([(1, 4), (6, 9)], valid=[0.8, 0.95], kinds=["indirect", "indirect"])
    assert contents_of(candidates(*asked, {})) == [(1, 4), (6, 9)]


@pytest.mark.parametrize(
    ("valid", "rule", "settings", "count"),
    [
        (0.6, None, {}, 0),  # the network alone has to be more certain
        (0.6, 0, {}, 1),  # than where the rules found the same
        (0.4, 0, {}, 0),
        (0.75, None, {}, 1),
        (0.6, None, {"valid_new": 0.5}, 1),  # the weights bring thresholds of their own
        (0.9, None, {"content": 0.95}, 0),
    ],
)
def test_thresholds(valid: float, rule: int | None, settings: dict[str, float], count: int) -> None:
    asked = answered([(2, 8)], valid=[valid], kinds=["indirect"], rule=rule)
    assert len(candidates(*asked, settings)) == count


def test_a_candidate_knows_the_attributions_it_goes_back_to() -> None:
    asked = answered([(2, 8), (2, 7)], valid=[0.8, 0.7], kinds=["indirect"] * 2, rule=1)
    (taken,) = candidates(*asked, {})
    assert taken.attributions == (0,)


def test_the_speaker_is_named_in_one_place() -> None:
    found, made, linked = answered([(4, 9)], valid=[0.9], kinds=["indirect"])
    source = ROLES.index("source")
    linked.roles[[0, 1], source] = 0.9
    linked.roles[11, source] = 0.95
    (taken,) = candidates(found, made, linked, {})
    assert taken.roles[source] == {0, 1}


def test_ranges() -> None:
    tokens = frozenset({1, 2, 4, 8})
    assert ranges(tokens) == [(1, 3), (4, 5), (8, 9)]
    assert ranges(tokens, gap=1) == [(1, 5), (8, 9)]
    assert ranges(tokens, gap=3) == [(1, 9)]
    assert ranges(frozenset()) == []
