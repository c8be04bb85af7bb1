"""Contested claims against the slow and obvious reference: bits per voice, discounts, probability."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from reference_contested import Said, Voice, effective, weighed

from dementi.model import WeighingClaim, WeighingStatement
from dementi.weigh import WeighSettings, assessments
from dementi.weigh.evidence import kept_amount
from dementi.weigh.sides import CAMP_OF_SIDE, placed
from dementi.weigh.voices import heard
from dementi.weigh.weights import shipped_side_table

FIRST_DAY = date(2030, 5, 1)
NAMES = ("ambra", "bruno", "celio", "dorit", "edgar", "frida", "golda", "hasso")
STANCES = (
    "asserts", "asserts", "confirms", "admits", "reports", "denies", "denies", "doubts", "declines", "silent",
    "retracts", "corrects", "demands",
)  # fmt: skip
SHORT_STANCES = ("asserts", "confirms", "denies", "doubts", "doubts", "declines")
CERTAINTIES = (None, None, "certain", "probable", "possible", "unlikely")
BASES = (None, None, "witnessed", "documents", "intelligence", "relayed", "inference", "unstated")
OPINIONS = {"corrects", "demands"}


class Drawn:
    """A claim of one to eight sources with one to three statements each; all with a side, or some."""

    def __init__(self, seed: int, *, has_all_sides: bool) -> None:
        self.chance = chance = random.Random(seed)  # noqa: S311 - chance with a seed, no secret
        sides = sorted(CAMP_OF_SIDE)
        self.sides: dict[str, str | None] = {
            name: chance.choice(sides) if has_all_sides or chance.random() < 0.4 else None
            for name in chance.sample(NAMES, chance.randint(1, len(NAMES)))
        }
        # Half of the claims are quarrels of a few days over who said what first, and of doubts.
        is_short = seed % 2 == 1
        self.days, self.stances = (6, SHORT_STANCES) if is_short else (60, STANCES)
        self.certainties = (None, "possible", "possible") if is_short else CERTAINTIES
        self.bases = (None, "relayed", "relayed", "witnessed", "documents") if is_short else BASES
        self.outlets = {name for name in self.sides if chance.random() < 0.2}
        self.said = {name: self._course() for name in self.sides}
        statements = [self._statement(name, one) for name, course in self.said.items() for one in course]
        chance.shuffle(statements)
        self.claim = WeighingClaim(id="c", claim="It is so.", statements=tuple(statements))
        self.as_of = FIRST_DAY + timedelta(days=chance.choice((10, 60, 75, 400)))

    def _course(self) -> tuple[Said, ...]:
        chance = self.chance
        days = sorted(chance.sample(range(self.days), chance.randint(1, 3)))
        return tuple(
            Said(
                FIRST_DAY + timedelta(days=day),
                chance.choice(self.stances),
                chance.choice(self.certainties),
                chance.choice(self.bases),
            )
            for day in days
        )

    def _statement(self, name: str, said: Said) -> WeighingStatement:
        return WeighingStatement(
            date=said.day,
            source=name,
            stance=said.stance,
            certainty=said.certainty,  # type: ignore[arg-type]  # words of the model
            basis=said.basis,  # type: ignore[arg-type]  # words of the model
            side=self.sides[name],  # type: ignore[arg-type]  # words of the model
            outlet=name if name in self.outlets else None,
        )

    def voices(self) -> list[Voice]:
        """As the reference takes them; camps that are not given are those that the engine inferred."""
        public = heard(self.claim.statements, self.as_of)
        inferred = {
            place.voice.source: dict(place.camps)
            for place in placed(self.claim, public.voices, shipped_side_table())
        }
        return [
            Voice(
                name,
                course,
                inferred.get(name, {}) if side is None else {CAMP_OF_SIDE[side]: 1.0},
                is_given=side is not None,
                is_outlet=name in self.outlets,
            )
            for (name, course), side in zip(self.said.items(), self.sides.values(), strict=True)
        ]


def _words(course: tuple[Said, ...]) -> set[str]:
    return {one.stance for one in course}


def assert_alike(drawn: Drawn, prior: float) -> None:
    expected = weighed(drawn.voices(), drawn.as_of, prior)
    settings = WeighSettings(prior=prior)
    (found,) = assessments([drawn.claim], as_of=drawn.as_of, settings=settings)
    bits = {one.source: one.bits for one in found.contributions}
    # Demands and comments are shown and worth nothing.
    idle = dict.fromkeys(set(bits) - set(expected.bits), 0.0)
    assert set(idle) <= {
        name for name, course in drawn.said.items() if not OPINIONS.isdisjoint(_words(course))
    }
    assert bits == pytest.approx(expected.bits | idle, abs=1e-9, rel=0)
    discounts = {one.source: one.discount for one in found.contributions}
    assert discounts == pytest.approx(expected.discounts | dict.fromkeys(idle, 1.0), abs=1e-9, rel=0)
    assert found.probability == pytest.approx(expected.probability, abs=1e-12, rel=1e-9)


@pytest.mark.parametrize("seed", range(60))
def test_claims_with_given_sides(seed: int) -> None:
    assert_alike(Drawn(seed, has_all_sides=True), 0.5 if seed % 3 else 0.2)


@pytest.mark.parametrize("seed", range(60))
def test_claims_with_some_sides_inferred(seed: int) -> None:
    assert_alike(Drawn(1000 + seed, has_all_sides=False), 0.5)


def test_how_many_correlated_voices_count() -> None:
    for correlation in (0.25, 0.5, 0.85):
        for count in (0.0, 0.3, 1.0, 1.7, 6.0, 200.0):
            assert kept_amount(count, correlation) == pytest.approx(effective(count, correlation), rel=1e-12)
