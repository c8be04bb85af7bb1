"""Whether an event that a word tells has happened or holds, by the grammar around the word alone."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, cast

from dementi.read.rules.analysis import Analysis

#: The ends of the scale, as FactBank and UDS have it: it certainly has not happened, it certainly has.
LOWEST, HIGHEST = -3.0, 3.0
_GLUED = re.compile(r"(.{1,12}?)(n't|'ll|'ve|'d|'m|'re|'s)")
_MARKS = frozenset(',;:()"“”–—-') | {"--", "..."}
#: How many words before a verb its auxiliaries stand in, and its conjunction.
_REACH, _CLAUSE_REACH = 7, 12
_GOVERNOR_REACH = 4
#: "wants to try to begin to …": governors deeper than this change nothing that matters.
_DEEPEST = 3


class _Words:
    """Word classes of one language and the value of each feature."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.values: dict[str, float] = raw["values"]
        self.contractions = {
            word: tuple(parts.split()) for word, parts in raw.get("contractions", {}).items()
        }
        self.modal_of = _inverted(raw["modals"])
        self.governor_of = _inverted(raw["governors"])
        self._classes = {
            name: frozenset(words.split()) for name, words in raw.items() if isinstance(words, str)
        }

    def __getattr__(self, name: str) -> frozenset[str]:
        try:
            return self._classes[name]
        except KeyError:
            raise AttributeError(name) from None


def _inverted(classes: dict[str, str]) -> dict[str, str]:
    return {word: name for name, words in classes.items() for word in words.split()}


@cache
def _words(language: str) -> _Words:
    text = (files("dementi.read") / "lang" / language / "factuality.json").read_text(encoding="utf-8")
    return _Words(cast("dict[str, Any]", json.loads(text)))


class _Sentence(NamedTuple):
    """The words of one sentence in lower case, contractions parted; ``place_of`` a token among them."""

    words: list[str]
    place_of: dict[int, int]


def _sentence(a: Analysis, token: int) -> _Sentence:
    """The sentence that holds a token."""
    number = bisect_right(a.tokens.sentences, (token, 1 << 60)) - 1
    begin, end = a.tokens.sentences[number]
    contractions = _words(a.language).contractions
    words: list[str] = []
    place_of: dict[int, int] = {}
    for index in range(begin, end):
        place_of[index] = len(words)
        lower = a.tokens.words[index].lower().replace("’", "'")
        if words and words[-1] == "'" and f"'{lower}" in contractions:
            words[-1] = f"'{lower}"
            place_of[index] = len(words) - 1
            continue
        match = _GLUED.fullmatch(lower)
        words += contractions.get(lower) or (match.groups() if match else (lower,))
    return _Sentence(words, place_of)


def certainty_at(a: Analysis, token: int) -> float:
    """How sure the text is that what a verb tells has happened or holds.

    Parameters
    ----------
    token : the number of the verb's token in ``a``.

    Returns
    -------
    −3 (it has not, or lies ahead) to 3 (it has); what is merely possible lies between.

    Notes
    -----
    The word classes are ours. The English values are those of a ridge regression on the train part of UDS
    factuality [1]_, rounded, but for *not* and *never*: there the annotators answered now for what was
    denied and now for the denial, so that these are set by hand. The German values are set after them.
    Nothing is parsed: auxiliaries, negation, governors ("managed to", "failed to") and conjunctions are
    looked for in the verb's clause.

    References
    ----------
    .. [1] White et al. (2020), The Universal Decompositional Semantics dataset, LREC.
    """
    sentence = _sentence(a, token)
    found = _german if a.grammar.is_verb_second else _english
    return _value(_words(a.language), found(sentence, sentence.place_of[token]))


def _value(w: _Words, found: dict[str, float]) -> float:
    total = w.values.get("base", 0.0) + sum(
        w.values.get(name, 0.0) * weight for name, weight in found.items()
    )
    return max(LOWEST, min(HIGHEST, total))


class _Chain(NamedTuple):
    """What stands right before a verb: ``left`` is the place of the first word that is no part of it."""

    auxiliary: str | None
    modal: str | None
    to: int | None
    subject: str | None
    negators: tuple[str, ...]
    left: int


def _english(s: _Sentence, at: int, depth: int = 0) -> dict[str, float]:
    """The features of an English verb, by name."""
    w = _words("en")
    chain = _chain(w, s.words, at)
    found = {"never" if negator == "never" else "not": 1.0 for negator in chain.negators}
    if chain.to is not None:
        found |= _infinitive(w, s, chain.to, depth)
    elif chain.modal is not None:
        found |= dict.fromkeys(_modal(w, s.words[at], chain), 1.0)
    else:
        form = _form(w, s.words[at], chain)
        found |= dict.fromkeys(_plain(w, s.words, at, chain, form), 1.0)
    found |= dict.fromkeys(_surroundings(w, s.words, at), 1.0)
    return found


def _chain(w: _Words, words: list[str], at: int) -> _Chain:
    auxiliary = modal = subject = None
    negators: list[str] = []
    place = at - 1
    stop = max(-1, at - 1 - _REACH)
    while place > stop:
        lower = words[place]
        if lower in w.negators:
            negators.append(lower)
        elif lower in w.modal_of:
            modal = modal or w.modal_of[lower]
        elif (found := _auxiliary(w, lower)) is not None:
            auxiliary = auxiliary or found
        elif lower == "to" and modal is None and auxiliary in (None, "be", "have"):
            return _Chain(auxiliary, None, place, None, tuple(negators), place - 1)
        elif lower in w.subjects and subject is None:
            subject = lower
            if not (place and auxiliary is None and modal is None and _opens_question(w, words[place - 1])):
                place -= 1
                break
        elif not (lower in w.skipped or (lower.endswith("ly") and len(lower) > 4)):
            break
        place -= 1
    return _Chain(auxiliary, modal, None, subject, tuple(negators), place)


def _auxiliary(w: _Words, lower: str) -> str | None:
    if lower in w.have:
        return "have"
    if lower in w.be:
        return "was" if lower in w.past_be else lower if lower in ("be", "been") else "is"
    if lower in w.do:
        return "did" if lower == "did" else "do"
    return None


def _opens_question(w: _Words, lower: str) -> bool:
    return lower in w.modal_of or _auxiliary(w, lower) is not None


def _infinitive(w: _Words, s: _Sentence, to: int, depth: int) -> dict[str, float]:
    """ "managed to go", "wants them to go": what governs it decides, and whether that holds."""
    name, place = _governor(w, s.words, to)
    if name is None or depth >= _DEEPEST:
        return {"to": 1.0}
    inner = _english(s, place, depth + 1)
    found = {f"to_{name}": 1.0, "governor_failed" if name == "failed" else "governor": _value(w, inner)}
    if "not" in inner or "never" in inner:
        found[f"not_to_{name}"] = 1.0
    if any(form in inner for form in ("past", "perfect", "past_passive", "past_progressive")):
        found[f"past_to_{name}"] = 1.0
    return found


def _governor(w: _Words, words: list[str], to: int) -> tuple[str | None, int]:
    for place in range(to - 1, max(-1, to - 1 - _GOVERNOR_REACH), -1):
        if words[place] in _MARKS:
            break
        name = w.governor_of.get(words[place])
        # "had to" is a duty that was met; in "had a plan to", something else governs.
        if name is not None and not (name in ("must", "had") and place < to - 1):
            return name, place
    return None, 0


def _modal(w: _Words, word: str, chain: _Chain) -> Iterator[str]:
    yield str(chain.modal)
    if chain.auxiliary == "have":
        yield f"{chain.modal}_have"
    if chain.auxiliary == "be":
        yield "modal_be"
    if chain.negators:
        yield "modal_not"
        if chain.modal in ("can", "could"):
            yield "can_not"
    if chain.subject in w.me:
        yield f"{chain.modal}_me" if chain.modal in ("can", "could", "would") else "modal_me"
    if word in w.likes and chain.modal == "would":
        yield "would_like"


def _form(w: _Words, word: str, chain: _Chain) -> str:
    auxiliary = chain.auxiliary
    if word.endswith("ing") and len(word) > 4:
        return {"was": "past_progressive", "is": "progressive", "been": "perfect", "have": "perfect"}.get(
            auxiliary or "", "gerund"
        )
    is_past = (word.endswith("ed") and len(word) > 3) or word in w.pasts or word in w.participles
    if word in w.either_form and auxiliary is None and chain.subject is None:
        return "base"
    if auxiliary in ("do", "did"):
        return auxiliary
    if is_past:
        if word in w.participles and word not in w.pasts and auxiliary is None:
            return "participle"
        return {"have": "perfect", "been": "perfect", "was": "past_passive", "is": "passive", "be": "be"}.get(
            auxiliary or "", "past"
        )
    if auxiliary in ("is", "was", "be"):
        return "be" if auxiliary == "be" else "copula"
    return "third" if word.endswith("s") and not word.endswith("ss") else "base"


def _plain(w: _Words, words: list[str], at: int, chain: _Chain, form: str) -> Iterator[str]:
    """Features of a verb without modal and without *to*."""
    word = words[at]
    before = words[chain.left] if chain.left >= 0 else ""
    yield form
    if chain.negators:
        yield f"not_{form}"
    if chain.subject is not None:
        yield "me" if chain.subject in w.me else "you" if chain.subject in w.you else "third_person"
    if form in ("base", "third") and word in w.declaring:
        yield "declaring"
    if word == "going" and form == "progressive" and words[at + 1 : at + 2] == ["to"]:
        yield "going_to"
    if form == "base":
        yield from _base(w, words, at, chain, before)
    if form == "gerund":
        yield from _gerund(w, words, at, before)


def _base(w: _Words, words: list[str], at: int, chain: _Chain, before: str) -> Iterator[str]:
    near = words[max(0, at - 3) : at]
    if any(word in w.please for word in near):
        yield "please"
    if words[at] in ("let", "lets"):
        yield "let"
    if any(word in w.permissions for word in words[max(0, at - 2) : at]) and before not in _MARKS:
        yield "permitted"
        return
    if chain.subject is not None and chain.subject in w.objects and before not in w.openers and before:
        yield "after_object"
    if chain.subject is None:
        if chain.left < 0:
            yield "imperative_declaring" if words[at] in w.declaring else "imperative"
        elif before in _MARKS:
            yield "after_mark"
        elif before in ("and", "or"):
            yield "coordinated"
        else:
            yield "after_noun"


def _gerund(w: _Words, words: list[str], at: int, before: str) -> Iterator[str]:
    if words[at] in w.prepositional:
        yield "prepositional"
    elif before in w.realised_gerund:
        yield "gerund_realised"
    elif before in w.open_gerund or set(words[max(0, at - 3) : at]) & w.open_gerund:
        yield "gerund_open"
    elif before in w.prepositions_of_gerunds:
        yield "gerund_object"
    elif at == 0:
        yield "gerund_first"
    if before == "without":
        yield "not_gerund"


def _surroundings(w: _Words, words: list[str], at: int) -> Iterator[str]:
    """Question, condition and hedge: what the whole clause stands under."""
    if "?" in words[-1]:
        yield "question"
    conjunction = _conjunction(w, words, at)
    if conjunction is not None:
        yield "condition" if conjunction in w.conditions else "when"
    if words[0] == "if" and conjunction is None:
        yield "after_condition"
    if any(word in w.hedges for word in words[max(0, at - 8) : at]):
        yield "hedged"
    if any(word in w.ahead for word in words[at + 1 : at + 9]):
        yield "ahead"


def _conjunction(w: _Words, words: list[str], at: int) -> str | None:
    """The word of condition or time that opens the verb's clause."""
    for place in range(at - 1, max(-1, at - 1 - _CLAUSE_REACH), -1):
        word = words[place]
        if word in w.conditions or word in w.whens:
            return word
        if word in _MARKS or word == "." or (word in w.openers and place < at - 1):
            return None
    return None


# German ---------------------------------------------------------------------------------------------


def _german(s: _Sentence, at: int) -> dict[str, float]:
    """The features of a German verb: its clause holds its auxiliaries on either side."""
    w, words, word = _words("de"), s.words, s.words[at]
    begin, end = _german_clause(w, words, at)
    clause = words[begin:end]
    found: dict[str, float] = {}
    is_to = words[at - 1 : at] == ["zu"] or (len(word) > 7 and "zu" in word[2:-4] and word.endswith("en"))
    modals = [w.modal_of[one] for one in clause if one in w.modal_of and one != word]
    if is_to:
        name = _german_governor(w, words, at)
        found[f"to_{name}" if name else "infinitive"] = 1.0
    elif modals and ("hearsay" in modals or "will" not in modals or _is_german_infinitive(w, word)):
        name = modals[0]
        found["to_wanted" if name == "wanted" else name] = 1.0
    else:
        found[_german_form(w, word, clause)] = 1.0
    if any(one in w.negators for one in clause):
        found["not"] = 1.0
    if any(one in w.conditions for one in clause[:2]):
        found["condition"] = 1.0
    if any(one in w.hedges for one in clause):
        found["hedged"] = 1.0
    if "?" in words[-1]:
        found["question"] = 1.0
    return found


def _german_clause(w: _Words, words: list[str], at: int) -> tuple[int, int]:
    begin, end = at, at + 1
    while begin > 0 and words[begin - 1] not in _MARKS:
        begin -= 1
    while end < len(words) and words[end] not in _MARKS and words[end] not in w.joined:
        end += 1
    return begin, end


def _german_governor(w: _Words, words: list[str], at: int) -> str | None:
    """The nearest word before that governs an infinitive; a comma may stand between."""
    for place in range(at - 1, max(-1, at - 1 - _CLAUSE_REACH), -1):
        if words[place] in ";:.":
            return None
        if words[place] in w.governor_of:
            return w.governor_of[words[place]]
    return None


def _is_german_infinitive(w: _Words, word: str) -> bool:
    return word.endswith("n") and not _is_german_participle(w, word)


def _is_german_participle(w: _Words, word: str) -> bool:
    is_marked = "ge" in word[:6] or word.startswith(tuple(w.participle_prefixes)) or word.endswith("iert")
    return is_marked and (word.endswith("t") or ("ge" in word[:6] and word.endswith("en")))


def _german_form(w: _Words, word: str, clause: list[str]) -> str:
    if word in w.pasts or word.endswith(("te", "ten")):
        return "past"
    return "perfect" if any(one in w.perfect for one in clause if one != word) else "present"
