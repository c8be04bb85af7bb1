"""Statements on one claim → utterances counted once → voices with their course."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from dementi import actors
from dementi.model import AFFIRMING, NOT_FACTUAL, WITHHOLDING, WeighingStatement

Direction = Literal["affirms", "denies", "withholds"]

#: An outlet that says the same within so many days of the source it names elsewhere has it from there.
RELAY_DAY_LIMIT = 3

#: What a source says again within so many days is the same utterance, reported later.
REPETITION_DAY_LIMIT = 2

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_VIA = re.compile(
    r"\b(?:quoted by|quoting|citing|cited by|through|via|speaking to|zitiert von|laut|über)\b.*",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
#: Words in a name that do not tell one speaker from another.
_FILLERS = frozenset(
    {"the", "a", "an", "of", "for", "in", "to", "and", "der", "die", "das", "des", "dem", "den"}
    | {"ein", "eine", "von", "vom", "für", "im", "zu", "und"}
)


class Voice(NamedTuple):
    """All that one source has said of the claim, in order of time, each utterance once."""

    key: str
    source: str
    actor: str | None
    country: str | None
    statements: tuple[WeighingStatement, ...]
    statement_ids: tuple[str, ...]

    @property
    def course(self) -> tuple[tuple[date, str], ...]:
        """Day and stance of what was said, repetitions left out."""
        course: list[tuple[date, str]] = []
        for statement in self.statements:
            if not course or course[-1][1] != statement.stance:
                course.append((statement.date, statement.stance))
        return tuple(course)

    @property
    def is_outlet(self) -> bool:
        """Does an outlet speak in its own name?"""
        return any(one.outlet and _normal(one.outlet) == _normal(one.source) for one in self.statements)

    @property
    def directions(self) -> tuple[Direction, ...]:
        """The course reduced to what it means for the claim, repetitions left out."""
        directions: list[Direction] = []
        for statement in self.statements:
            direction = direction_of(statement)
            if direction and (not directions or directions[-1] != direction):
                directions.append(direction)
        return tuple(directions)


class Heard(NamedTuple):
    """What is known of one claim as of a day."""

    voices: tuple[Voice, ...]
    report_count: int
    origin_count: int


def direction_of(statement: WeighingStatement) -> Direction | None:
    """What a statement means for its claim; None for speech that leaves its truth alone.

    Who asserts a thing as unlikely, casts doubt on it. A correction of a detail is neither for nor
    against the claim.
    """
    stance = statement.stance
    if stance in NOT_FACTUAL or stance == "corrects":
        return None
    if stance in WITHHOLDING:
        return "withholds"
    if stance in AFFIRMING and statement.certainty != "unlikely":
        return "affirms"
    return "denies"


def heard(statements: Iterable[WeighingStatement], as_of: date) -> Heard:
    """Fold what was public on a day into voices.

    A statement repeated by other outlets, passed on by a relay, or given twice is one utterance.
    """
    public = sorted(
        {one for one in statements if one.date <= as_of},
        key=_order,
    )
    utterances = _utterances(public)
    grouped: dict[str, list[_Utterance]] = {}
    for utterance in utterances:
        grouped.setdefault(voice_key(utterance.first), []).append(utterance)
    voices = tuple(_voice(key, own) for key, own in grouped.items())
    return Heard(voices, len({_report(one) for one in public}), len(utterances))


class _Utterance(NamedTuple):
    first: WeighingStatement
    statement_ids: tuple[str, ...]


def _order(statement: WeighingStatement) -> tuple[date, str, str, str, str, str]:
    # Any total order would do on one day; it must not be that of the rows in the file.
    return (
        statement.date,
        voice_key(statement),
        statement.stance,
        # Before the outlet: whichever reports come along, the same of two given sides counts.
        statement.side or "",
        statement.interest or "",
        repr(statement),
    )


def _report(statement: WeighingStatement) -> tuple[str, ...]:
    if statement.document_id:
        return ("document", statement.document_id)
    if statement.url:
        return ("url", statement.url)
    return ("outlet", statement.outlet or statement.source, statement.date.isoformat())


def _utterances(public: Sequence[WeighingStatement]) -> list[_Utterance]:
    grouped = _by_origin(public)
    relayed = _relayed(public)
    echoes = {key for key, group in grouped.items() if all(_is_echo(one, relayed) for one in group)}
    utterances = []
    for key, group in grouped.items():
        if key in echoes:
            continue
        passed_on = {_normal(name) for one in group for name in one.relays or ()}
        # The innermost source is the one that nobody in the group names as a relay.
        own = [one for one in group if _normal(one.source) not in passed_on] or group
        ids = tuple(one.statement_id for one in group if one.statement_id)
        utterances.append(_Utterance(own[0], ids))
    return utterances


def _by_origin(public: Sequence[WeighingStatement]) -> dict[tuple[str, ...], list[WeighingStatement]]:
    """Group by the origin given; else what one source says alike within a few days is one utterance."""
    grouped: dict[tuple[str, ...], list[WeighingStatement]] = {}
    latest: dict[str, tuple[tuple[str, ...], WeighingStatement]] = {}
    for statement in public:
        speaker = voice_key(statement)
        if statement.origin_id:
            key: tuple[str, ...] = ("origin", statement.origin_id)
        elif speaker in latest and _is_repetition(latest[speaker][1], statement):
            key = latest[speaker][0]
        else:
            key = ("said", speaker, statement.date.isoformat(), statement.stance)
            latest[speaker] = (key, statement)
        grouped.setdefault(key, []).append(statement)
    return grouped


def _is_repetition(earlier: WeighingStatement, later: WeighingStatement) -> bool:
    is_alike = direction_of(earlier) == direction_of(later)
    return is_alike and (later.date - earlier.date).days <= REPETITION_DAY_LIMIT


def _relayed(public: Sequence[WeighingStatement]) -> dict[tuple[str, Direction | None], list[date]]:
    days: dict[tuple[str, Direction | None], set[date]] = {}
    for statement in public:
        for name in statement.relays or ():
            days.setdefault((_normal(name), direction_of(statement)), set()).add(statement.date)
    return {key: sorted(own) for key, own in days.items()}


def _is_echo(statement: WeighingStatement, relayed: dict[tuple[str, Direction | None], list[date]]) -> bool:
    """Does this outlet speak in its own name of what it elsewhere is named as the relay of?"""
    if statement.relays:
        return False
    days = relayed.get((_normal(statement.source), direction_of(statement)), ())
    # In order, so that a wire that relays every day for years is not searched day by day.
    at = bisect_left(days, statement.date)
    return any(abs((statement.date - day).days) <= RELAY_DAY_LIMIT for day in days[max(0, at - 1) : at + 1])


def _voice(key: str, utterances: Sequence[_Utterance]) -> Voice:
    statements = tuple(utterance.first for utterance in utterances)
    first = statements[0]
    return Voice(
        key=key,
        source=first.source,
        actor=next((one.actor for one in statements if one.actor), None),
        country=next((code for one in statements if (code := country_of(one))), None),
        statements=statements,
        statement_ids=tuple(dict.fromkeys(one for each in utterances for one in each.statement_ids)),
    )


def country_of(statement: WeighingStatement) -> str | None:
    """The state a source belongs to: as given, by its actor, or by its name; None where it has none."""
    if statement.source_country:
        return statement.source_country
    if statement.actor:
        return actors.country(statement.actor)
    return _country_in(statement.source)


@lru_cache(maxsize=4096)
def _country_in(name: str) -> str | None:
    # "Russian ambassador to NATO", "US envoy in Baghdad": whose it is comes before where it is.
    for language in ("en", "de"):
        for mention in actors.mentions(name, language):
            country = actors.country(mention.actor_id)
            if country:
                return country
    return None


def voice_key(statement: WeighingStatement) -> str:
    """What two statements of one source have in common: its actor, else its name in normal form."""
    return statement.actor or _normal(statement.source)


@lru_cache(maxsize=65536)
def _normal(name: str) -> str:
    """A source's name without asides, accents, case and order of words."""
    bare = _VIA.sub("", _ASIDE.sub(" ", name)).strip() or name
    folded = unicodedata.normalize("NFKD", bare).casefold()
    words = _WORD.findall("".join(c for c in folded if not unicodedata.combining(c)))
    telling = [word for word in words if word not in _FILLERS]
    return " ".join(sorted(set(telling or words))) or name.casefold()
