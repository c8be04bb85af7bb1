"""Scales that put a probability into words: ICD 203 and others, in English and German."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from dementi.errors import UsageError
from dementi.model import Language


class Band(NamedTuple):
    """One term of a scale, for probabilities from ``low`` (included) to ``high`` (left out)."""

    low: float
    high: float
    term_en: str
    term_de: str


class Scale(NamedTuple):
    """A published scale of estimative words; ``edition`` says which print of it this is.

    Bands lie in order. An upper edge belongs to the higher term. Some scales leave gaps between
    their bands; a probability in a gap takes the nearer band, the higher one at the very middle.
    """

    name: str
    edition: str
    source: str
    bands: tuple[Band, ...]


DEFAULT = "ICD 203"

SCALES: dict[str, Scale] = {
    scale.name: scale
    for scale in (
        Scale(
            "ICD 203",
            "2015",
            "Office of the Director of National Intelligence, Intelligence Community Directive 203, "
            "Analytic Standards, 2 January 2015, section D.6.e(2)(a), first row of terms",
            (
                Band(0.01, 0.05, "almost no chance", "so gut wie ausgeschlossen"),
                Band(0.05, 0.20, "very unlikely", "sehr unwahrscheinlich"),
                Band(0.20, 0.45, "unlikely", "unwahrscheinlich"),
                Band(0.45, 0.55, "roughly even chance", "etwa gleich wahrscheinlich"),
                Band(0.55, 0.80, "likely", "wahrscheinlich"),
                Band(0.80, 0.95, "very likely", "sehr wahrscheinlich"),
                Band(0.95, 0.99, "almost certain", "so gut wie sicher"),
            ),
        ),
        Scale(
            "DNI",
            "STIX 2.1",
            "OASIS, STIX Version 2.1, 10 June 2021, appendix A, DNI scale (the middles of its ranges)",
            (
                Band(0.00, 0.10, "almost no chance / remote", "so gut wie ausgeschlossen"),
                Band(0.10, 0.20, "very unlikely / highly improbable", "sehr unwahrscheinlich"),
                Band(0.20, 0.40, "unlikely / improbable", "unwahrscheinlich"),
                Band(0.40, 0.60, "roughly even chance / roughly even odds", "etwa gleich wahrscheinlich"),
                Band(0.60, 0.80, "likely / probable", "wahrscheinlich"),
                Band(0.80, 0.90, "very likely / highly probable", "sehr wahrscheinlich"),
                Band(0.90, 1.00, "almost certain / nearly certain", "so gut wie sicher"),
            ),
        ),
        Scale(
            "PHIA",
            "2019",
            "Professional Head of Intelligence Assessment, United Kingdom, Probability Yardstick, 2019",
            (
                Band(0.00, 0.05, "remote chance", "entfernte Möglichkeit"),
                Band(0.10, 0.20, "highly unlikely", "höchst unwahrscheinlich"),
                Band(0.25, 0.35, "unlikely", "unwahrscheinlich"),
                Band(0.40, 0.50, "realistic possibility", "realistische Möglichkeit"),
                Band(0.55, 0.75, "likely or probable", "wahrscheinlich"),
                Band(0.80, 0.90, "highly likely", "höchst wahrscheinlich"),
                Band(0.95, 1.00, "almost certain", "so gut wie sicher"),
            ),
        ),
        Scale(
            "Kent",
            "1964",
            "Sherman Kent, Words of Estimative Probability, Studies in Intelligence, 1964",
            (
                Band(0.00, 0.02, "impossible", "unmöglich"),
                Band(0.02, 0.12, "almost certainly not", "so gut wie sicher nicht"),
                Band(0.20, 0.40, "probably not", "wahrscheinlich nicht"),
                Band(0.40, 0.60, "chances about even", "Chancen etwa gleich"),
                Band(0.63, 0.87, "probable", "wahrscheinlich"),
                Band(0.87, 0.99, "almost certain", "so gut wie sicher"),
                Band(0.99, 1.00, "certain", "sicher"),
            ),
        ),
        Scale(
            "IPCC",
            "AR5",
            "Intergovernmental Panel on Climate Change, Guidance Note on Consistent Treatment of "
            "Uncertainties, 2010 (its overlapping terms cut into bands)",
            (
                Band(0.00, 0.01, "exceptionally unlikely", "außerordentlich unwahrscheinlich"),
                Band(0.01, 0.10, "very unlikely", "sehr unwahrscheinlich"),
                Band(0.10, 0.33, "unlikely", "unwahrscheinlich"),
                Band(0.33, 0.66, "about as likely as not", "etwa so wahrscheinlich wie nicht"),
                Band(0.66, 0.90, "likely", "wahrscheinlich"),
                Band(0.90, 0.99, "very likely", "sehr wahrscheinlich"),
                Band(0.99, 1.00, "virtually certain", "praktisch sicher"),
            ),
        ),
    )
}


def named(name: str) -> Scale:
    """The scale of this name.

    Raises
    ------
    UsageError
        Where there is none of this name.
    """
    found = SCALES.get(name)
    if found is None:
        raise UsageError(
            f"There is no scale '{name}'.",
            f"Expected one of {', '.join(SCALES)}. Choose one of these.",
            slug="unknown-scale",
        )
    return found


def term(probability: float, *, scale: str = DEFAULT, language: Language = "en") -> str:
    """The word for a probability on a scale.

    Parameters
    ----------
    probability : from 0 to 1.
    scale : one of :data:`SCALES`.
    language : of the word. German words of scales published in English are our own.
    """
    band = _band(probability, named(scale))
    return band.term_de if language == "de" else band.term_en


def _band(probability: float, on: Scale) -> Band:
    # Floating point puts 0.55 a hair below itself after a sum; an edge must not depend on that.
    value = round(probability, 9)
    chosen = on.bands[0]
    for lower, band in pairwise(on.bands):
        if value >= round((lower.high + band.low) / 2, 9):
            chosen = band
    return chosen
