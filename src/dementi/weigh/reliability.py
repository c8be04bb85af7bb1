"""The user's settled claims → how far each source can be relied on, and what that changes."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

from dementi.model import Interest, Record, Reliability, WeighingClaim
from dementi.weigh.evidence import OUTLET_SHARE, kept_amount
from dementi.weigh.kinds import kind_of
from dementi.weigh.record import Settled
from dementi.weigh.scenes import Behaviour
from dementi.weigh.sides import CAMPS, Camp, Placed, SideTable, placed
from dementi.weigh.voices import Voice, heard
from dementi.weigh.weights import shipped_side_table

#: What a source can be right in.
Deed = Literal["asserts", "denies"]
DEEDS: tuple[Deed, ...] = ("asserts", "denies")

#: A source begins like this many settled claims of its like. Over the sources of the shipped record that
#: speak on several claims (25 of 577) the marginal likelihood is flat from 8 on, highest at 24, and lower
#: by 0.6 nats at 4 and by 4 at 1: the record rules out weak priors and not more than that.
PRIOR_STRENGTH = 12.0
#: So many imagined claims of all camps stand beside those of a row.
ROW_STRENGTH = 4.0
#: Half of so many imagined claims are true: a user who settles a few true ones first has not thereby
#: shown that whoever asserts is right.
BASE_STRENGTH = 10.0

#: How much of one source's record the next one of its camp repeats, as with their weights.
INTERESTED = 0.5
CORRELATIONS: Mapping[Camp, float] = {"neutral": 0.25}

#: Fewer settled claims than this leave a source unjudged (letter F).
JUDGED_FROM = 3
#: Admiralty letters by the mean of the reliability, the best first (docs/reference/scales.md).
LETTERS: tuple[tuple[str, float], ...] = (("A", 0.9), ("B", 0.75), ("C", 0.6), ("D", 0.4), ("E", 0.0))
UNJUDGED = "F"

#: Written by :mod:`dementi.weigh.rates`.
RATES_FILE = "source_rates.tsv"

_DEEDS: dict[Behaviour, Deed] = {
    "affirms": "asserts",
    "confirms": "asserts",
    "denies": "denies",
    "doubts": "denies",
}


class Testimony(NamedTuple):
    """What a source said of one settled claim before it was settled, and whether it was right."""

    claim_id: str
    deed: Deed
    interest: Interest
    camps: Mapping[Camp, float]
    is_right: bool


class SourceRecord(NamedTuple):
    """Settled claims by the sources that spoke on them, by voice key; ``truths`` by claim id."""

    testimonies: Mapping[str, tuple[Testimony, ...]]
    truths: Mapping[str, bool]


class Shift(NamedTuple):
    """What a source's own record adds to its contribution, with the record behind it.

    ``deed`` is None, and ``bits`` 0, where the record holds nothing like what the source does here.
    """

    bits: float
    deed: Deed | None
    right_count: int
    deed_count: int
    reliability: Reliability


def source_record(settled: Iterable[Settled]) -> SourceRecord:
    """Gather who was right in settled claims.

    Only what a source said before the day of the settling counts, and of a course its beginning: who
    denies until the proof is out and then admits was wrong. Unnamed sources are nobody in particular
    and have no record ("officials", "he", "the diplomat"). Of claims with one id the first counts.
    """
    testimonies: defaultdict[str, list[Testimony]] = defaultdict(list)
    truths: dict[str, bool] = {}
    for one in settled:
        if one.claim.id in truths:
            continue
        truths[one.claim.id] = one.is_true
        for place in places_before(one, shipped_side_table()):
            deed = first_deed(place)
            if deed is None or not _is_somebody(place.voice):
                continue
            testimonies[place.voice.key].append(
                Testimony(one.claim.id, deed, place.interest, place.camps, (deed == "asserts") == one.is_true)
            )
    return SourceRecord({key: tuple(own) for key, own in testimonies.items()}, truths)


def _is_somebody(voice: Voice) -> bool:
    """Is the source the same whenever it is called so? Only a name or an actor tells that."""
    if voice.actor is not None:
        return True
    is_named = any(word[:1].isupper() and word.lower() not in _NO_NAMES for word in voice.source.split())
    return is_named and kind_of(voice.source) != "unnamed" and _ROLE.search(voice.source) is None


#: Roles that many persons have: "a US official" today is another than "US officials" tomorrow.
_ROLE = re.compile(
    r"\b(?:unnamed|anonymous|unidentified|officials?|diplomats?|people"
    r"|Beamte[nr]?|Diplomaten?|Regierungsvertreter|Abgeordneten?)\b",
    re.IGNORECASE,
)
#: Words that begin with a capital at the head of a sentence and name nobody.
_NO_NAMES = frozenset(
    {"a", "an", "the", "he", "she", "it", "they", "who", "one", "some", "his", "her", "their", "this"}
    | {"that", "der", "die", "das", "ein", "eine", "er", "sie", "es", "sein", "seine", "ihr", "ihre", "wer"}
    | {"man", "dieser", "diese"}
)


def places_before(one: Settled, table: SideTable) -> list[Placed]:
    """The voices of a settled claim as they were the day before it was settled."""
    before = [statement for statement in one.claim.statements if statement.date < one.settled_on]
    return placed(one.claim, heard(before, one.settled_on).voices, table)


def first_deed(place: Placed) -> Deed | None:
    """What the voice began with; None where it only withholds."""
    first = next((one for one in place.voice.directions if one != "withholds"), None)
    return None if first is None else ("asserts" if first == "affirms" else "denies")


def reliability_of(record: SourceRecord, key: str, *, besides: str | None = None) -> Reliability | None:
    """How often a source is right, with a 90 % interval; None where no settled claim has its word.

    A Beta distribution: the source's own settled claims beside :data:`PRIOR_STRENGTH` imagined ones that
    went as those of its camp and deed in the shipped record did (Beta-binomial shrinkage [1]_).

    Parameters
    ----------
    record : settled claims by source.
    key : of the voice: its actor, else its name in normal form.
    besides : a claim that does not count, because it is the one being weighed.

    References
    ----------
    .. [1] Gelman et al. (2013), Bayesian Data Analysis, 3rd edition, chapter 5.
    """
    own = [one for one in record.testimonies.get(key, ()) if one.claim_id != besides]
    return _reliability(own) if own else None


class Tally(Record, frozen=True, kw_only=True):
    """In how many settled claims a source was right with one deed and one interest in the claim."""

    deed: Deed
    interest: Interest
    right_count: int
    settled_count: int


def tallies(record: SourceRecord, key: str) -> tuple[Tally, ...]:
    """A source's settled claims by what it did and what it stood to gain."""
    own = record.testimonies.get(key, ())
    counts = Counter((one.deed, one.interest) for one in own)
    right = Counter((one.deed, one.interest) for one in own if one.is_right)
    return tuple(
        Tally(deed=deed, interest=interest, right_count=right[deed, interest], settled_count=count)
        for (deed, interest), count in sorted(counts.items())
    )


def _reliability(own: Sequence[Testimony]) -> Reliability:
    right_count = sum(one.is_right for one in own)
    rate = math.fsum(_rate(one.deed, one.camps) for one in own) / len(own)
    right = PRIOR_STRENGTH * rate + right_count
    wrong = PRIOR_STRENGTH * (1.0 - rate) + len(own) - right_count
    mean = right / (right + wrong)
    return Reliability(
        letter=letter(mean, len(own)),
        mean=mean,
        low=beta_quantile(right, wrong, 0.05),
        high=beta_quantile(right, wrong, 0.95),
        right_count=right_count,
        settled_count=len(own),
        shipped_count=_shipped_count(own),
    )


def letter(mean: float, settled_count: int) -> str:
    """The Admiralty letter, A to F, of a source that is right so often."""
    if settled_count < JUDGED_FROM:
        return UNJUDGED
    return next(name for name, least in LETTERS if mean >= least)


def shifts(claim: WeighingClaim, places: Sequence[Placed], record: SourceRecord | None) -> list[Shift | None]:
    """What each voice's own record adds; None for a voice without one, or whose course has turned.

    The weight of a kind of voice holds for its like in the shipped record; a source that is right more
    often than its like moves it by the difference of the log odds. Voices of one camp that say the same
    are discounted as repetitions, as their weights are.
    """
    if record is None:
        return [None] * len(places)
    base_bits = _base_bits(record, claim.id)
    found = [_shift(place, record, claim.id, base_bits) for place in places]
    groups = Counter(
        (place.camp, shift.deed) for place, shift in zip(places, found, strict=True) if shift is not None
    )
    return [
        shift and shift._replace(bits=shift.bits * _share(place, groups[place.camp, shift.deed]))
        for place, shift in zip(places, found, strict=True)
    ]


def _shift(place: Placed, record: SourceRecord, claim_id: str, base_bits: float) -> Shift | None:
    deed = _DEEDS.get(place.trait.behaviour)
    own = [one for one in record.testimonies.get(place.voice.key, ()) if one.claim_id != claim_id]
    alike = [one for one in own if one.deed == deed]
    if not own:
        return None
    if deed is None or not alike:
        return Shift(0.0, None, 0, 0, _reliability(own))
    sign = 1.0 if deed == "asserts" else -1.0
    rate = math.fsum(_rate(deed, one.camps) for one in alike) / len(alike)
    # Where more of the user's settled claims are true than of the shipped ones, whoever asserts is right
    # more often without being better.
    expected = _probability(_log_odds(rate) + sign * base_bits)
    right_count = sum(one.is_right for one in alike)
    mean = (PRIOR_STRENGTH * expected + right_count) / (PRIOR_STRENGTH + len(alike))
    bits = sign * (_log_odds(mean) - _log_odds(expected))
    return Shift(bits, deed, right_count, len(alike), _reliability(own))


def _share(place: Placed, voice_count: int) -> float:
    share = kept_amount(voice_count, CORRELATIONS.get(place.camp, INTERESTED)) / voice_count
    return share * (OUTLET_SHARE if place.voice.is_outlet else 1.0)


def _base_bits(record: SourceRecord, besides: str) -> float:
    """How much likelier a settled claim is true with this user than in the shipped record, in bits."""
    truths = [is_true for claim_id, is_true in record.truths.items() if claim_id != besides]
    own = (sum(truths) + BASE_STRENGTH / 2) / (len(truths) + BASE_STRENGTH)
    return _log_odds(own)


def _log_odds(probability: float) -> float:
    return math.log2(probability / (1.0 - probability))


def _probability(bits: float) -> float:
    return 1.0 / (1.0 + math.exp2(-bits))


# ── Rates of the shipped record ──────────────────────────────────────────────────────────────


class Rate(NamedTuple):
    """Settled claims in which sources of one camp were right and wrong when they asserted or denied."""

    right: int
    wrong: int


Rates = Mapping[tuple[Camp, Deed], Rate]


@cache
def shipped_rates() -> Rates:
    """The rates that come with the package."""
    text = (resources.files("dementi") / "data" / "weights" / RATES_FILE).read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {(camp, deed): Rate(int(right), int(wrong)) for camp, deed, right, wrong in rows}  # type: ignore[misc]  # a test holds the file to these words


@cache
def _row(camp: Camp, deed: Deed) -> float:
    """The rate of one camp, drawn towards that of all camps."""
    found = shipped_rates()
    right = sum(found[one, deed].right for one in CAMPS)
    total = sum(sum(found[one, deed]) for one in CAMPS)
    own = found[camp, deed]
    return (own.right + ROW_STRENGTH * right / total) / (sum(own) + ROW_STRENGTH)


def _rate(deed: Deed, camps: Mapping[Camp, float]) -> float:
    """How often voices that are of these camps with these probabilities are right."""
    total = math.fsum(camps.values())
    return math.fsum(share * _row(camp, deed) for camp, share in camps.items()) / total


def _shipped_count(own: Sequence[Testimony]) -> int:
    rows = {(max(CAMPS, key=lambda camp: one.camps.get(camp, 0.0)), one.deed) for one in own}
    return sum(sum(shipped_rates()[row]) for row in rows)


# ── The Beta distribution ────────────────────────────────────────────────────────────────────


def beta_quantile(a: float, b: float, share: float) -> float:
    """The value below which ``share`` of a Beta(a, b) distribution lies, to ten digits, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if _beta_cdf(a, b, middle) < share else (low, middle)
    return (low + high) / 2


def _beta_cdf(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function, by its continued fraction [1]_.

    References
    ----------
    .. [1] DLMF 8.17.22, evaluated by the method of Lentz.
    """
    if x <= 0.0 or x >= 1.0:
        return float(x > 0.0)
    if x > (a + 1.0) / (a + b + 2.0):
        # The fraction converges fast only below the mean.
        return 1.0 - _beta_cdf(b, a, 1.0 - x)
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    tiny = 1e-300
    c, d = 1.0, 1.0 / ((1.0 - (a + b) * x / (a + 1.0)) or tiny)
    value = d
    for m in range(1, 300):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1.0 / ((1.0 + term * d) or tiny)
            c = (1.0 + term / c) or tiny
            value *= c * d
        if abs(c * d - 1.0) < 1e-12:
            break
    return math.exp(log_front) * value / a
