"""Why a voice weighs what it weighs, and what would change an assessment, in plain words."""

from __future__ import annotations

from typing import Literal

from dementi.model import Language, Side
from dementi.weigh.sides import CAMPS, Placed, Relation

_SIDES: dict[Language, dict[Side, str]] = {
    "en": {
        "accused": "accused",
        "accuser": "accuser",
        "accused_ally": "ally of the accused",
        "accuser_ally": "ally of the accuser",
        "victim": "victim's side",
        "eyewitness": "eyewitness",
        "neutral": "neutral",
        "unknown": "side unknown",
    },
    "de": {
        "accused": "beschuldigt",
        "accuser": "anklagend",
        "accused_ally": "verbündet mit den Beschuldigten",
        "accuser_ally": "verbündet mit den Anklagenden",
        "victim": "Opferseite",
        "eyewitness": "Augenzeuge",
        "neutral": "neutral",
        "unknown": "Seite unbekannt",
    },
}

_RELATIONS: dict[Language, dict[Relation, str]] = {
    "en": {
        "named": "the claim names it",
        "accused_state": "of the state that is accused",
        "both_states": "of the state where both sides speak",
        "claimant_state": "of the state that makes the claim",
        "friend": "of a state bound to the accused or at odds with the accuser",
        "foe": "of a state at odds with the accused or bound to the accuser",
        "third": "of a third state",
        "stateless": "of no state",
    },
    "de": {
        "named": "in der Behauptung genannt",
        "accused_state": "aus dem beschuldigten Staat",
        "both_states": "aus dem Staat, in dem beide Seiten sprechen",
        "claimant_state": "aus dem Staat, der die Behauptung aufstellt",
        "friend": "aus einem Staat an der Seite der Beschuldigten",
        "foe": "aus einem Staat an der Seite der Anklagenden",
        "third": "aus einem dritten Staat",
        "stateless": "keinem Staat zugehörig",
    },
}

_REASONS: dict[Language, dict[str, str]] = {
    "en": {
        "accused_concedes": "the accused rarely concede what is not so",
        "accused_withholds": "who could deny and does not, often has a reason",
        "accused_denies": "the accused nearly always deny, whether it is so or not",
        "accuser_wavers": "an accuser who wavers was often wrong",
        "accuser_affirms": "more voices of the accusing side add little",
        "neutral_affirms": "a party without an interest says it is so",
        "neutral_denies": "a party without an interest doubts or denies it",
        "witness_affirms": "witnesses and victims confirm true and false claims about equally often",
        "witness_denies": "witnesses and victims seldom decide it",
        "other_confirms": "somebody other than the accuser confirms it",
        "somebody_wavers": "a voice that first affirmed it takes it back",
        "somebody_comes_round": "a voice that first denied or doubted it now says that it is so",
        "other_doubts": "somebody other than the accused doubts it",
        "other_denies": "somebody other than the accused denies it",
        "documented_denial": "a denial with documents or intelligence behind it was often right",
        "came_forward": "it was said after others had denied it",
    },
    "de": {
        "accused_concedes": "Beschuldigte räumen selten ein, was nicht stimmt",
        "accused_withholds": "wer dementieren könnte und es nicht tut, hat oft einen Grund",
        "accused_denies": "Beschuldigte dementieren fast immer, ob es stimmt oder nicht",
        "accuser_wavers": "wer anklagt und dann schwankt, lag oft falsch",
        "accuser_affirms": "weitere Stimmen der anklagenden Seite fügen wenig hinzu",
        "neutral_affirms": "eine Partei ohne Interesse sagt, es sei so",
        "neutral_denies": "eine Partei ohne Interesse bezweifelt oder bestreitet es",
        "witness_affirms": "Zeugen und Opfer bestätigen Wahres und Falsches etwa gleich oft",
        "witness_denies": "Zeugen und Opfer entscheiden es selten",
        "other_confirms": "jemand außerhalb der anklagenden Seite bestätigt es",
        "somebody_wavers": "eine Stimme, die es erst behauptete, nimmt es zurück",
        "somebody_comes_round": "eine Stimme, die es erst bestritt oder bezweifelte, sagt nun, es sei so",
        "other_doubts": "jemand außerhalb der beschuldigten Seite bezweifelt es",
        "other_denies": "jemand außerhalb der beschuldigten Seite bestreitet es",
        "documented_denial": "ein Dementi mit Unterlagen oder Erkenntnissen dahinter stimmte oft",
        "came_forward": "es wurde gesagt, nachdem andere es bestritten hatten",
    },
}

_PHRASES: dict[Language, dict[str, str]] = {
    "en": {
        "guessed": "side inferred ({relation}; {percent} % of such voices)",
        "open": "no side could be inferred ({relation})",
        "record": "of {count} settled claims with such a voice {true} were true",
        "first": "its word is the claim itself and counts hardly further",
        "nothing": "hardly tells whether it is so",
        "opinion": "no claim of fact",
        "outlet": "an outlet in its own name mostly repeats what others told it",
        "repeats": "repeats others of its side: {percent} % kept",
        "silence": "silence weighs more the longer it lasts, and never as much as a refusal",
        "own_asserts": "was right in {right} of {count} settled claims that it asserted ({bits} bits)",
        "own_denies": "was right in {right} of {count} settled claims that it denied ({bits} bits)",
    },
    "de": {
        "guessed": "Seite erschlossen ({relation}; {percent} % solcher Stimmen)",
        "open": "keine Seite zu erschließen ({relation})",
        "record": "von {count} geklärten Behauptungen mit einer solchen Stimme waren {true} wahr",
        "first": "ihr Wort ist die Behauptung selbst und zählt kaum weiter",
        "nothing": "sagt kaum etwas darüber, ob es so ist",
        "opinion": "keine Tatsachenbehauptung",
        "outlet": "ein Medium im eigenen Namen wiederholt meist, was andere ihm sagten",
        "repeats": "wiederholt andere ihrer Seite: {percent} % gezählt",
        "silence": "Schweigen wiegt mehr, je länger es dauert, und nie so viel wie eine Weigerung",
        "own_asserts": "hatte recht bei {right} von {count} geklärten Behauptungen, die sie aufstellte"
        " ({bits} Bit)",
        "own_denies": "hatte recht bei {right} von {count} geklärten Behauptungen, die sie bestritt"
        " ({bits} Bit)",
    },
}

Happening = Literal["admission", "retraction", "neutral_confirms", "neutral_denies"]

_HAPPENINGS: dict[Language, dict[Happening, str]] = {
    "en": {
        "admission": "an admission by the accused side ({who})",
        "retraction": "a retraction by the accusing side ({who})",
        "neutral_confirms": "a confirmation by a party without an interest",
        "neutral_denies": "a denial by a party without an interest",
    },
    "de": {
        "admission": "ein Eingeständnis der beschuldigten Seite ({who})",
        "retraction": "ein Widerruf der anklagenden Seite ({who})",
        "neutral_confirms": "eine Bestätigung durch eine Partei ohne Interesse",
        "neutral_denies": "ein Dementi durch eine Partei ohne Interesse",
    },
}


def opinion(side: Side, language: Language) -> str:
    """Why a voice that claims no fact weighs nothing."""
    return f"{_SIDES[language][side]}; {_PHRASES[language]['opinion']}"


def why(
    place: Placed,
    cell_name: str | None,
    counts: tuple[int, int] | None,
    *,
    discount: float,
    language: Language,
) -> str:
    """Why a placed voice weighs what it weighs.

    Parameters
    ----------
    place : the voice with its side.
    cell_name : the kind of evidence that it mostly is; None where it is none.
    counts : settled claims with such a voice that were true, and that were false.
    discount : the share of its bits that was kept.
    language : of the words.
    """
    phrases = _PHRASES[language]
    parts = [_SIDES[language][place.side]]
    if place.side == "unknown":
        parts[0] = phrases["open"].format(relation=_RELATIONS[language][place.trait.relation])
    elif not place.is_given:
        percent = round(100 * max(place.camps.get(camp, 0.0) for camp in CAMPS))
        relation = _RELATIONS[language][place.trait.relation]
        parts[0] += ", " + phrases["guessed"].format(relation=relation, percent=percent)
    is_silent = place.trait.behaviour == "withholds" and all(
        one.stance != "declines" for one in place.voice.statements
    )
    is_expected_to_deny = is_silent and place.side in {"accused", "accused_ally"}
    if cell_name is None:
        if is_expected_to_deny:
            return "; ".join([*parts, phrases["silence"]])
        parts.append(_idle_reason(place, language))
        return "; ".join(parts)
    reason = cell_name
    if cell_name == "other_confirms" and place.trait.behaviour == "concedes":
        reason = "accused_concedes" if place.side == "accused" else "somebody_comes_round"
    parts.append(_REASONS[language][reason])
    if counts is not None:
        parts.append(phrases["record"].format(count=sum(counts), true=counts[0]))
    if is_expected_to_deny:
        parts.append(phrases["silence"])
    if place.voice.is_outlet:
        parts.append(phrases["outlet"])
    if discount < 0.995:
        parts.append(phrases["repeats"].format(percent=round(100 * discount)))
    return "; ".join(parts)


def _idle_reason(place: Placed, language: Language) -> str:
    """Why a voice that took a position is no kind of evidence, or hardly any."""
    if place.side in {"accuser", "accuser_ally"} and place.trait.behaviour == "affirms":
        return _PHRASES[language]["first"]
    if place.side in {"accused", "accused_ally"} and place.trait.behaviour == "denies":
        return _REASONS[language]["accused_denies"]
    return _PHRASES[language]["nothing"]


def own_record(
    deed: Literal["asserts", "denies"], right_count: int, count: int, *, bits: float, language: Language
) -> str:
    """What a source's own settled claims say of it, and how far that moved its bits."""
    sign = "+" if bits >= 0.0 else "\u2212"
    amount = f"{abs(bits):.2f}".replace(".", "," if language == "de" else ".")
    phrase = _PHRASES[language][f"own_{deed}"]
    return phrase.format(right=right_count, count=count, bits=f"{sign}{amount}")


def happening(what: Happening, who: str | None, *, language: Language) -> str:
    """An event that would change an assessment, as a noun: names then need no article or ending."""
    return _HAPPENINGS[language][what].format(who=who)
