"""Numbers that count nothing: times, ages, scores, ordinals, parts of names, calibres."""

from __future__ import annotations

import re

from dementi.read.quantities.numbers import number_at
from dementi.read.quantities.passage import Number, Passage
from dementi.read.quantities.units import Unit

_TIME_OR_AGE = re.compile(
    r"\s*(?:years? old|uhr\b|[ap]\.?m\b\.?(?!\w)|o['’]clock|:\d\d|[-‑ ]?(?:jährig|jahre alt)|-year-old"
    r"|(?:-|\s)?to(?:-|\s)\d+-year-olds?)"
)
_AGE_BEFORE = re.compile(r"(?:\baged?(?: between| of)? |\balters? von (?:nur |erst )?|[:+])\Z")
_ORDINAL_OR_SCORE = re.compile(r"(?:st|nd|rd|th)\b|:\d|/\d|[-–]\d")
_GERMAN_ORDINAL = re.compile(r"\.\s*$|\. ?[a-zäöü]|\.-")
_HYPHENATED = re.compile(r"[-‑](?=[^\W\d_])(?!strong|man\b|member|bis\b|to\b|million|milli|oder\b|or\b)")
_MILLIMETRES = re.compile(r"[-‑ ]?(?:mm|millim)")
_LEAST_AMOUNT = 100
_SENTENCE_REACH = 12
#: So few, zu wenige: an opinion, no count.
_MEASURED_BY_FEELING = frozenset({"so", "too", "very", "how", "as", "zu", "sehr", "wie"})
_WEAK = frozenset({"about", "so far", "another", "possibly"})


def is_time_or_age(passage: Passage, number: Number, last: int) -> bool:
    after = passage.after(last, 16).lower()
    if any(after.lstrip(" -").startswith(age) for age in passage.words.ages) or _TIME_OR_AGE.match(after):
        return True
    return _AGE_BEFORE.search(passage.before(number.first, 16).lower()) is not None


def is_part_of_name(passage: Passage, number: Number, last: int, unit: Unit) -> bool:
    """Article 51, Boeing 747, 38th parallel, 155-mm shells; two thirds; and scores such as 3:1."""
    if passage.lower(last + 1) in passage.words.fractions:
        return True
    first, names = passage.tokens[number.first], passage.words.names
    before = passage.lower(number.first - 1)
    is_unknown = unit.name is None or unit.is_open
    if before in passage.words.models or (before in names and is_unknown):
        return True
    if _is_calibre(passage, last, unit):
        return True
    is_numeral = first.text[0].isdigit()
    if is_numeral and (
        _ORDINAL_OR_SCORE.match(passage.after(last, 3)) or _HYPHENATED.match(passage.after(last, 8))
    ):
        return True
    if passage.language == "de":
        return _is_german_ordinal(passage, number, last, unit)
    is_name_before = (
        number.first > 0
        and passage.tokens[number.first - 1].text[0].isupper()
        and passage.gap(number.first - 1) == " "
        and not _begins_sentence(passage, number.first - 1)
    )
    return is_name_before and is_unknown and number.is_bare


def _is_calibre(passage: Passage, last: int, unit: Unit) -> bool:
    """155-Millimeter-Granaten, 122mm rockets, 30 mm guns: the number describes, it does not count."""
    return unit.name not in ("mm", None) and _MILLIMETRES.match(passage.after(last, 8).lower()) is not None


def _is_german_ordinal(passage: Passage, number: Number, last: int, unit: Unit) -> bool:
    if not number.is_bare or unit.name is None or _GERMAN_ORDINAL.match(passage.after(last, 2)) is None:
        return False
    return passage.lower(number.first - 1) not in passage.words.before_a_count


def _begins_sentence(passage: Passage, place: int) -> bool:
    return place == 0 or passage.lower(place - 1) in (".", "!", "?", ":", "“", "”", '"')


def is_quantity(passage: Passage, number: Number, unit: Unit, labels: set[str]) -> bool:
    """Whether a single number counts something, though it may name nothing."""
    if number.is_vague and number.value < 10:
        return unit.name is not None and passage.lower(number.first - 1) not in _MEASURED_BY_FEELING
    if unit.name is not None or _is_of_them(passage, number):
        return True
    is_numeral = passage.tokens[number.first].text[0].isdigit()
    if not number.is_bare and is_numeral:
        # 1.5 alone may be a version or a section; 12,000 and 3 million are amounts.
        return number.value >= 1000 or bool(labels) or number.factor > 1
    if number.is_vague or number.value >= 100:
        return not number.is_bare or bool(labels)
    if labels == {"only"} and number.value < 2:
        return False  # the only one
    return bool(labels - _WEAK) or (not is_numeral and number.value > 12 and bool(labels))


def _is_of_them(passage: Passage, number: Number) -> bool:
    """Five bodies, three of them without papers: the noun was named before."""
    if number.value < 2:
        return False
    after = (passage.lower(number.last + 1), passage.lower(number.last + 2))
    before = (passage.lower(number.first - 2), passage.lower(number.first - 1))
    phrases = passage.words.of_them
    if after in phrases or after[:1] in phrases or before in phrases or before[1:] in phrases:
        return True
    return _is_part_of_whole(passage, number)


def _is_part_of_whole(passage: Passage, number: Number) -> bool:
    """Of 1,200 employees, 400 will lose their jobs: the sentence begins with the whole."""
    if not number.is_bare:
        return False
    for place in range(number.first - 1, max(-1, number.first - _SENTENCE_REACH), -1):
        if passage.lower(place) in (".", "!", "?", ";"):
            return False
        if passage.tokens[place].text in ("Of", "Von"):
            return place + 2 < number.first and number_at(passage, place + 1) is not None
    return False


def is_score(passage: Passage, number: Number, second: Number | None, unit: Unit) -> bool:
    """Lost 1-2: two small numbers with a hyphen that count nothing named."""
    if second is None or unit.name is not None or second.value >= _LEAST_AMOUNT:
        return False
    return passage.gap(number.last) == "" and passage.lower(number.last + 1) in ("-", "–")
