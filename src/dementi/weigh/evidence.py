"""Placed voices → how much of each kind of evidence there is, and each voice's share of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from math import fsum
from typing import Literal, NamedTuple

from dementi.model import WeighingStatement
from dementi.weigh.scenes import Behaviour
from dementi.weigh.sides import Camp, Placed
from dementi.weigh.voices import direction_of

#: Sides that were given and sides that we inferred have weights of their own: where the side is a
#: guess, what a voice does with the claim (confirm, doubt) tells more than whose voice it is.
Layout = Literal["given", "inferred"]
Camps = Mapping[Camp, float]

#: A silence is worth at most this share of a refusal to comment, and half of that after so many days.
#: The record holds refusals but no silences, so both are bounds and not learned.
SILENCE_SHARE = 0.5
SILENCE_HALF_DAYS = 21.0

#: Who cannot confirm a thing has not yet looked, or may not say. In the record 5 of 13 such doubts met a
#: true claim, of firmer ones 7 of 48: a bound between a full doubt and none.
OPEN_DOUBT_SHARE = 0.35

#: What an outlet says in its own name it mostly has from those it names elsewhere; a bound as well.
OUTLET_SHARE = 0.25

#: Who affirms a thing and has it from others passes it on. In the record 15 of 43 claims affirmed from
#: hearsay were true, and the more such words count, the worse it is foretold.
HEARSAY_SHARE = 0.1
#: Where nothing is given on what a word rests, it may be hearsay, and a denial may rest on documents.
#: With these shares the record is foretold without any basis as well as by weights learned without.
UNKNOWN_BASIS_SHARE = 0.6
UNKNOWN_DOCUMENTS_SHARE = 0.15

#: Of what another counts who comes forward: an accuser's friends have a reason to do so in any case.
INTERESTED_SHARE = 0.25

_DOCUMENTED = frozenset({"documents", "intelligence"})
_AFFIRMING: frozenset[Behaviour] = frozenset({"affirms", "confirms"})


class Look(NamedTuple):
    """What the cells look at in one voice.

    ``knowledge``: the share of its affirmation that may be its own and not hearsay; 1 for any other word.
    ``documented``: how surely a denial rests on documents or intelligence. ``is_bare``: does a denial
    rest on nothing that was told. ``is_late``: did the voice first speak after somebody had denied.
    ``withheld``: how much its silence counts beside a refusal. ``share``: how much the voice as a whole
    counts beside one that knows what it speaks of.
    """

    camps: Camps
    behaviour: Behaviour
    is_evading: bool
    knowledge: float
    documented: float
    is_bare: bool
    is_late: bool
    withheld: float
    share: float


class Cell(NamedTuple):
    """One kind of evidence.

    ``sign``: which way it may point; fixed beforehand, so that chance in a small record cannot turn a
    denial into support. ``spread``: prior scale of its weight in bits. ``correlation``: how much of
    one voice of the cell the next one repeats (the design effect of correlated samples).
    ``is_beyond_first``: only what comes on top of the first voice counts.
    """

    name: str
    layout: Layout
    sign: Literal[1, -1]
    spread: float
    correlation: float
    amount: Callable[[Look], float]
    is_beyond_first: bool = False


def _in(camp: Camp, *behaviours: Behaviour) -> Callable[[Look], float]:
    return lambda look: look.camps.get(camp, 0.0) * look.knowledge if look.behaviour in behaviours else 0.0


def _not_in(camp: Camp, *behaviours: Behaviour) -> Callable[[Look], float]:
    return lambda look: (
        (1.0 - look.camps.get(camp, 0.0)) * look.knowledge if look.behaviour in behaviours else 0.0
    )


def _anybody(*behaviours: Behaviour) -> Callable[[Look], float]:
    return lambda look: 1.0 if look.behaviour in behaviours else 0.0


def _withholding(look: Look) -> float:
    is_withholding = look.behaviour == "withholds" or look.is_evading
    return look.camps.get("accused", 0.0) * look.withheld if is_withholding else 0.0


def _denying(look: Look) -> float:
    """A bare denial comes from the guilty as from the innocent; one that says how it knows, less so."""
    is_denying = look.behaviour in {"denies", "doubts"} and not look.is_evading and not look.is_bare
    return look.camps.get("accused", 0.0) if is_denying else 0.0


def _documenting(look: Look) -> float:
    return look.documented


def _coming_forward(look: Look) -> float:
    """Who speaks up although it was denied knows what he is up against; a false rumour finds few such."""
    if not look.is_late or look.behaviour not in _AFFIRMING:
        return 0.0
    return look.knowledge * (1.0 - (1.0 - INTERESTED_SHARE) * look.camps.get("accuser", 0.0))


#: Learned weights of this size are common in the record; those that theory and record call small get less.
_USUAL, _SMALL = 2.0, 0.5
#: Voices of one interest repeat each other; voices of nobody's side do so less.
_INTERESTED, _INDEPENDENT = 0.5, 0.25
#: The accused's president, ministry and spokesman speak with one mouth: a second refusal is hardly news.
#: Likewise it is whether anybody came forward that tells, and hardly how many did.
_ONE_MOUTH = 0.85


def _of_any_side(layout: Layout) -> tuple[Cell, ...]:
    return (
        Cell("documented_denial", layout, -1, _USUAL, _INTERESTED, _documenting),
        Cell("came_forward", layout, 1, _USUAL, _ONE_MOUTH, _coming_forward),
    )


CELLS: tuple[Cell, ...] = (
    Cell(
        "accused_concedes", "given", 1, _USUAL, _ONE_MOUTH,
        _in("accused", "affirms", "confirms", "concedes", "wavers"),
    ),
    Cell("accused_withholds", "given", 1, _USUAL, _ONE_MOUTH, _withholding),
    Cell("accused_denies", "given", -1, _SMALL, _ONE_MOUTH, _denying),
    Cell(
        "accuser_wavers", "given", -1, _USUAL, _INTERESTED,
        _in("accuser", "denies", "doubts", "wavers", "concedes"),
    ),
    Cell("accuser_affirms", "given", 1, _SMALL, _INTERESTED, _in("accuser", "affirms", "confirms"), True),
    Cell(
        "neutral_affirms", "given", 1, _USUAL, _INDEPENDENT,
        _in("neutral", "affirms", "confirms", "concedes"),
    ),
    Cell("neutral_denies", "given", -1, _USUAL, _INDEPENDENT, _in("neutral", "denies", "doubts", "wavers")),
    Cell(
        "witness_affirms", "given", 1, _SMALL, _INTERESTED,
        _in("witness", "affirms", "confirms", "concedes"),
    ),
    Cell("witness_denies", "given", -1, _SMALL, _INTERESTED, _in("witness", "denies", "doubts", "wavers")),
    *_of_any_side("given"),
    Cell("other_confirms", "inferred", 1, _USUAL, _INTERESTED, _not_in("accuser", "confirms", "concedes")),
    Cell("accused_withholds", "inferred", 1, _USUAL, _ONE_MOUTH, _withholding),
    Cell("accused_denies", "inferred", -1, _SMALL, _ONE_MOUTH, _denying),
    Cell("somebody_wavers", "inferred", -1, _USUAL, _INTERESTED, _anybody("wavers")),
    Cell("other_doubts", "inferred", -1, _USUAL, _INDEPENDENT, _not_in("accused", "doubts")),
    Cell("other_denies", "inferred", -1, _USUAL, _INDEPENDENT, _not_in("accused", "denies")),
    Cell("neutral_affirms", "inferred", 1, _USUAL, _INDEPENDENT, _in("neutral", "affirms")),
    Cell("accuser_affirms", "inferred", 1, _SMALL, _INTERESTED, _in("accuser", "affirms", "confirms"), True),
    Cell("witness_affirms", "inferred", 1, _SMALL, _INTERESTED, _in("witness", "affirms")),
    *_of_any_side("inferred"),
)  # fmt: skip


class Share(NamedTuple):
    """What one voice puts into one cell: ``raw`` on its own, ``kept`` beside the others."""

    cell_index: int
    raw: float
    kept: float


def kept_amount(amount: float, correlation: float) -> float:
    """What is left of ``amount`` voices that repeat each other.

    Grows with every voice and stays below 1 / correlation: the effective number of correlated
    samples, n / (1 + (n − 1) ρ) [1]_.

    References
    ----------
    .. [1] Kish (1965), Survey Sampling, chapter 5 (the design effect of clusters).
    """
    if amount <= 1.0:
        return amount
    return amount / (1.0 + (amount - 1.0) * correlation)


class Looks(NamedTuple):
    """One look per voice, and which cells may see it."""

    looks: tuple[Look, ...]
    is_given: tuple[bool, ...]

    def with_camps(self, camps: Sequence[Camps]) -> Looks:
        """The same voices on other sides."""
        return self._replace(
            looks=tuple(look._replace(camps=own) for look, own in zip(self.looks, camps, strict=True))
        )


def looks_at(places: Sequence[Placed], as_of: date) -> Looks:
    """All that the cells look at, but for the sides the same whoever stands on which."""
    first_on = min((place.voice.statements[0].date for place in places), default=as_of)
    denied_on = _first_denial(places)
    return Looks(
        tuple(_look(place, denied_on, _silence_share((as_of - first_on).days)) for place in places),
        tuple(place.is_given for place in places),
    )


def shares(places: Sequence[Placed], as_of: date) -> list[list[Share]]:
    """Each voice's share of each cell, in the order of the voices."""
    return shares_in(looks_at(places, as_of))


def shares_in(seen: Looks) -> list[list[Share]]:
    """Each look's share of each cell."""
    found: list[list[Share]] = [[] for _ in seen.looks]
    for is_given, cells in _CELLS_BY_LAYOUT:
        own = [index for index, one in enumerate(seen.is_given) if one == is_given]
        for cell_index, cell in cells if own else ():
            raw = [cell.amount(seen.looks[index]) * seen.looks[index].share for index in own]
            if cell.is_beyond_first:
                raw = _beyond_first(raw)
            total = fsum(raw)
            if total <= 0.0:
                continue
            rate = kept_amount(total, cell.correlation) / total
            for index, amount in zip(own, raw, strict=True):
                if amount > 0.0:
                    found[index].append(Share(cell_index, amount, amount * rate))
    return found


_CELLS_BY_LAYOUT: tuple[tuple[bool, tuple[tuple[int, Cell], ...]], ...] = tuple(
    (layout == "given", tuple((index, cell) for index, cell in enumerate(CELLS) if cell.layout == layout))
    for layout in ("given", "inferred")
)


def amounts(found: Iterable[Iterable[Share]]) -> list[float]:
    """The kept amount of each cell over all voices."""
    totals = [0.0] * len(CELLS)
    for own in found:
        for share in own:
            totals[share.cell_index] += share.kept
    return totals


def _first_denial(places: Iterable[Placed]) -> date | None:
    return min(
        (one.date for place in places for one in place.voice.statements if one.stance == "denies"),
        default=None,
    )


def _look(place: Placed, denied_on: date | None, silence: float) -> Look:
    behaviour, statements = place.trait.behaviour, place.voice.statements
    affirming = [one for one in statements if direction_of(one) == "affirms"]
    denying = [one for one in statements if direction_of(one) == "denies"]
    return Look(
        camps=place.camps,
        behaviour=behaviour,
        is_evading=place.voice.directions[-1] == "withholds" and behaviour in {"denies", "doubts"},
        knowledge=_knowledge(affirming) if behaviour in _AFFIRMING else 1.0,
        documented=_documented(denying),
        is_bare=all(one.basis in {None, "unstated"} for one in denying),
        is_late=denied_on is not None and statements[0].date > denied_on,
        # A refusal counts in full; a silence the more the longer the claim has been public.
        withheld=1.0 if any(one.stance == "declines" for one in statements) else silence,
        share=_share(place),
    )


def _share(place: Placed) -> float:
    share = OUTLET_SHARE if place.voice.is_outlet and not _has_seen_it(place) else 1.0
    return share * (OPEN_DOUBT_SHARE if place.trait.behaviour == "doubts" and _is_open_doubt(place) else 1.0)


def _silence_share(days: int) -> float:
    days = max(0, days)
    return SILENCE_SHARE * days / (days + SILENCE_HALF_DAYS)


def _knowledge(affirming: Sequence[WeighingStatement]) -> float:
    bases = {one.basis for one in affirming}
    if bases == {"relayed"}:
        return HEARSAY_SHARE
    return UNKNOWN_BASIS_SHARE if bases <= {None, "relayed"} else 1.0


def _documented(denying: Sequence[WeighingStatement]) -> float:
    bases = {one.basis for one in denying}
    if bases & _DOCUMENTED:
        return 1.0
    return UNKNOWN_DOCUMENTS_SHARE if bases == {None} else 0.0


def _is_open_doubt(place: Placed) -> bool:
    doubts = [one for one in place.voice.statements if one.stance == "doubts"]
    return bool(doubts) and all(one.certainty == "possible" for one in doubts)


def _has_seen_it(place: Placed) -> bool:
    return any(one.basis in {"witnessed", "documents"} for one in place.voice.statements)


def _beyond_first(raw: Sequence[float]) -> list[float]:
    """The first accuser's word is the claim itself; without it there would be nothing to weigh."""
    left, beyond = 1.0, []
    for amount in raw:
        used = min(left, amount)
        left -= used
        beyond.append(amount - used)
    return beyond
