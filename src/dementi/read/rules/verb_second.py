"""Attributions by a verb where the finite verb stands second or last (German)."""

from __future__ import annotations

from bisect import bisect_right

from dementi.model import ANSWERING, Kind
from dementi.read.rules.analysis import UNIT_ATTRIBUTION_LIMIT, Analysis, Attribution, Range
from dementi.read.rules.lexicon import FINITE
from dementi.read.rules.phrases import (
    has_finite,
    is_finite,
    is_zu_infinitive,
    looks_like_verb,
    noun_phrase_end,
)
from dementi.read.rules.quotation import Quotation
from dementi.read.rules.subject_verb_contents import after_handle
from dementi.read.rules.verb_second_addressees import addressee_of
from dementi.read.rules.verb_second_cues import MARKS, Cue, clause_around, cue_at
from dementi.read.rules.verb_second_subjects import (
    is_subordinate,
    subject,
    subject_before_comma,
    subject_in,
    subject_limit,
)

_CONTENT_OPENERS_REACH = 40


def attributions(a: Analysis, unit: Range) -> list[Attribution]:
    """All attributions of a unit that a verb makes."""
    found: list[Attribution] = []
    begin, end = unit
    taken: set[int] = set()
    for index in range(begin, end):
        if index in taken or not a.forms(index):
            continue
        if len(found) >= UNIT_ATTRIBUTION_LIMIT:
            break
        cue = cue_at(a, unit, index)
        if cue is None:
            continue
        attribution = _attribution(a, unit, cue)
        if attribution is not None:
            _add_addressee(a, unit, cue, attribution)
            found.append(attribution)
            for start, stop in cue.words:
                taken.update(range(start, stop))
    return found


def _add_addressee(a: Analysis, unit: Range, cue: Cue, attribution: Attribution) -> None:
    if attribution.addressee or attribution.relays:
        return
    addressee = addressee_of(a, unit, cue, attribution.source[0] if attribution.source else None)
    overlaps = addressee is not None and any(
        begin < addressee[1] and addressee[0] < end and attribution.kind != "reported"
        for begin, end in attribution.content
    )
    if addressee is not None and not overlaps:
        attribution.addressee = [addressee]


def _attribution(a: Analysis, unit: Range, cue: Cue) -> Attribution | None:
    clause = clause_around(a, unit, cue.finite)
    opener = _opener(a, unit, clause)
    if opener is not None and a.tokens.lowers[opener] in a.grammar.how_words and cue.is_final:
        return _as_clause(a, unit, cue, opener)
    if cue.is_final and is_subordinate(a, unit, clause):
        return _subordinate(a, unit, cue, clause)
    return _main(a, unit, cue, clause)


def _opener(a: Analysis, unit: Range, clause: Range) -> int | None:
    """The word that opens a clause, looking back over appositions ("Wie der Leiter, Herr X, mitteilte")."""
    start = clause[0]
    for _ in range(4):
        if a.tokens.lowers[start] in a.grammar.how_words:
            return start
        if start - 1 <= unit[0] or a.tokens.words[start - 1] != ",":
            return None
        previous = clause_around(a, unit, start - 2)
        first = a.tokens.lowers[previous[0]]
        is_apposed = first in a.grammar.how_words or first in a.grammar.relatives
        if not is_apposed and has_finite(a, previous):
            return None
        start = previous[0]
    return None


def _as_clause(a: Analysis, unit: Range, cue: Cue, opener: int) -> Attribution | None:
    """ "Wie X mitteilte, …" and "…, wie X mitteilte." """
    begin, end = unit
    core = a.core_end(begin, end)
    first = cue.words[0][0]
    source = subject_in(a, (opener + 1, first))
    stop = cue.last + 1
    closing = stop + 1 if stop < end and a.tokens.words[stop] == "," else stop
    opening = opener
    if opener > begin and a.tokens.words[opener - 1] == ",":
        opening = opener - 1
    frame = (opener if opener == begin else opening, closing)
    content = [(b, e) for b, e in ((begin, opening), (closing, core)) if e > b]
    if not content or "-" in cue.verb.uses:
        return None
    quotation = a.quotation_until(opening)
    kind: Kind = "indirect"
    if quotation is not None and quotation.begin <= begin + 1:
        kind = "direct"
        content = [(quotation.begin, quotation.end)]
    words = [(opener, opener + 1), *cue.words]
    return _make(cue, kind, content, source, frame=[frame], words=words)


def _subordinate(a: Analysis, unit: Range, cue: Cue, clause: Range) -> Attribution | None:
    """ "…, nachdem X erklärt hatte, dass …", "der Mann, der sagte, …"."""
    begin, end = unit
    g, lowers = a.grammar, a.tokens.lowers
    core = a.core_end(begin, end)
    opener = clause[0] + (1 if lowers[clause[0]] in g.conjunctions else 0)
    if lowers[opener] in g.relatives and lowers[opener] not in g.subordinators:
        source: Range | None = (opener, opener + 1)
        if cue.is_passive:
            source = None
    else:
        source = None if cue.is_passive else subject_in(a, (opener + 1, cue.words[0][0]))
    stop = cue.last + 1
    if stop >= core or a.tokens.words[stop] not in ",:":
        return None
    content = _content_after(a, unit, cue, stop)
    if content is None:
        return None
    content = _before_main_clause(a, content)
    kind: Kind = "direct" if _is_quotation(a, content) else "indirect"
    return _make(cue, kind, [content], source, frame=[(clause[0], stop + 1)])


def _before_main_clause(a: Analysis, content: Range) -> Range:
    """ "Nachdem X erklärt hatte, Y sei tot, meldete sich Z": the main clause opens with its finite verb."""
    for index in range(content[0] + 2, content[1] - 1):
        if a.is_outside(index) and a.tokens.words[index] == "," and is_finite(a, index + 1):
            return (content[0], index)
    return content


def _main(a: Analysis, unit: Range, cue: Cue, clause: Range) -> Attribution | None:
    before = _content_before(a, unit, cue, clause)
    if before is not None:
        return before
    source, is_impersonal = subject(a, unit, cue, clause)
    edge = max(cue.last + 1, source[1] if source else 0)
    content = _after(a, unit, cue, edge)
    if content is not None:
        opening, piece = content
        kind: Kind = "direct" if _is_quotation(a, piece) else "indirect"
        start = _frame_begin(a, unit, clause, source)
        relay = None
        if cue.verb.lemma == "zitieren":
            source, relay = _quoted(a, unit, cue, clause, source, opening)
        attribution = _make(cue, kind, [piece], source, frame=[(start, opening)])
        if attribution is not None:
            attribution.relays = [relay] if relay else []
            attribution.is_impersonal = is_impersonal
        return attribution
    partial = _partial_quotation(a, unit, cue, clause, source)
    if partial is not None:
        return partial
    backward = _backward(a, unit, cue, source)
    if backward is not None:
        return backward
    if "r" in cue.verb.uses or "n" in cue.verb.uses or cue.verb.topic_prepositions:
        return _reported(a, unit, cue, clause, source)
    return None


def _backward(a: Analysis, unit: Range, cue: Cue, source: Range | None) -> Attribution | None:
    """ "…. Das sagte X am Montag": the sentence before is the content."""
    begin = unit[0]
    is_that = a.tokens.lowers[begin] in ("das", "dies") and cue.finite == begin + 1 and not cue.is_passive
    if not is_that or source is None or not {"c", "q"} & cue.verb.uses or cue.verb.stance not in _TOLD:
        return None
    number = bisect_right(a.units, (begin, 0)) - 1
    before = a.units[number - 1 if a.units[number][0] >= begin else number] if number >= 0 else unit
    if before[1] != begin or _paragraph(a, before[0]) != _paragraph(a, begin):
        return None
    return _make(cue, "indirect", [before], source, frame=[(begin, a.core_end(*unit))])


_TOLD = frozenset({"asserts", "reports"})


def _paragraph(a: Analysis, token: int) -> int:
    return bisect_right(a.paragraph_numbers, token)


def _quoted(
    a: Analysis, unit: Range, cue: Cue, clause: Range, source: Range | None, opening: int
) -> tuple[Range | None, Range | None]:
    """Who is quoted, and by whom: *zitierte den Minister*, *wird von der Zeitung zitiert*."""
    if cue.is_passive:
        active = cue._replace(is_passive=False)
        return subject(a, unit, active, clause)[0], source
    start = max(cue.finite + 1, source[1] if source is not None and source[0] > cue.finite else 0)
    stop = noun_phrase_end(a, start, opening)
    return ((start, stop), source) if stop > start else (source, None)


def _frame_begin(a: Analysis, unit: Range, clause: Range, source: Range | None) -> int:
    start = clause[0]
    if source is not None and source[0] < start:
        start = source[0]
        start = clause_around(a, unit, start)[0]
    # The main clause goes back over what stands before its verb.
    while start > unit[0] and a.tokens.words[start - 1] == ",":
        previous = clause_around(a, unit, start - 2) if start - 2 >= unit[0] else clause
        if previous[0] >= start:
            break
        first = a.tokens.lowers[previous[0]]
        if first in a.grammar.subordinators or first in a.grammar.relatives or not has_finite(a, previous):
            start = previous[0]
            continue
        break
    return start


def _content_before(a: Analysis, unit: Range, cue: Cue, clause: Range) -> Attribution | None:
    """ "…, sagte der Minister." and "„…“, sagte er." """
    begin = unit[0]
    start = clause[0]
    if cue.is_passive or start != cue.finite or start <= begin:
        quotation = a.quotation_until(cue.finite)
        if quotation is None or cue.finite != cue.words[0][0]:
            return None
        mark = cue.finite
    else:
        mark = start - 1
        if a.tokens.words[mark] not in ",–—-":
            return None
    source = subject_in(a, (cue.finite + 1, subject_limit(a, unit, cue)))
    quotation = a.quotation_until(mark)
    if quotation is None and not _closes_content(a, unit, cue, clause, source, mark):
        return None
    stop = _frame_end(a, unit, max(cue.last + 1, source[1] if source else cue.finite + 1))
    kind: Kind = "indirect"
    if quotation is not None and quotation.end - quotation.begin > 3:
        content = [(quotation.begin, quotation.end)]
        kind = "direct"
    else:
        content = [(_content_begin(a, unit, mark), mark)]
    resumed = _resumed(a, unit, stop)
    if resumed is not None:
        content.append(resumed)
    if content[0][1] - content[0][0] < 2:
        return None
    relay = None
    if cue.verb.lemma == "zitieren" and source is not None:
        source, relay = _quoted(a, unit, cue, clause, source, stop)
    attribution = _make(cue, kind, content, source, frame=[(mark, stop)])
    return _with_relay(attribution, relay)


def _closes_content(
    a: Analysis, unit: Range, cue: Cue, clause: Range, source: Range | None, mark: int
) -> bool:
    """Whether what stands before a cue, without quotation marks, is its content."""
    if source is None and not _follows_it(a, cue):
        return False
    if subject_before_comma(a, unit, clause) is not None or not has_finite(a, (unit[0], mark)):
        return False
    return not _opens_content(a, unit, cue, source)


def _with_relay(attribution: Attribution | None, relay: Range | None) -> Attribution | None:
    """Who passes the words on."""
    if attribution is None:
        return None
    if relay is not None:
        # What is quoted is the quoted one's own assertion.
        attribution.relays, attribution.stance = [relay], "asserts"
    return attribution


def _follows_it(a: Analysis, cue: Cue) -> bool:
    after = cue.finite + 1
    return after < len(a.tokens.lowers) and a.tokens.lowers[after] in a.grammar.it


def _opens_content(a: Analysis, unit: Range, cue: Cue, source: Range | None) -> bool:
    """ "Nachdem …, sagte X, dass …": a content follows, so what stands before is none."""
    edge = max(cue.last + 1, source[1] if source else cue.finite + 1)
    for index in range(edge, min(unit[1], edge + 14)):
        word = a.tokens.words[index]
        if word == ":" or a.quotation_at(index) is not None:
            return True
        if word == ",":
            return index + 1 < unit[1] and (
                a.tokens.lowers[index + 1] in a.grammar.complementizers
                or _has_subjunctive_soon(a, index + 1, unit[1])
            )
    return False


def _has_subjunctive_soon(a: Analysis, start: int, end: int) -> bool:
    for index in range(start, min(end, start + 14)):
        if a.tokens.words[index] in ",;:" and a.is_outside(index):
            return False
        if a.is_outside(index) and a.tokens.lowers[index] in a.grammar.subjunctive:
            return True
    return False


def _content_begin(a: Analysis, unit: Range, mark: int) -> int:
    """A content before its cue begins with the sentence, or after "…: " or "…; "."""
    for index in range(mark - 1, unit[0], -1):
        if a.tokens.words[index] in (";",) and a.is_outside(index):
            return index + 1
    return after_handle(a, *unit)


def _frame_end(a: Analysis, unit: Range, start: int) -> int:
    """A closing cue runs to the next mark: "sagte er am Montag in Berlin"."""
    core = a.core_end(*unit)
    for index in range(start, core):
        if a.is_outside(index) and (a.tokens.words[index] in MARKS or a.tokens.lowers[index] in ("und",)):
            return index
        if a.quotation_at(index) is not None:
            return index
    return max(core, min(start, unit[1]))


def _resumed(a: Analysis, unit: Range, stop: int) -> Range | None:
    """The second half of an interrupted quotation."""
    for index in range(stop, min(unit[1], stop + 2)):
        quotation = a.quotation_at(index)
        if quotation is not None and quotation.end - quotation.begin > 3:
            return (quotation.begin, quotation.end)
    return None


def _after(a: Analysis, unit: Range, cue: Cue, edge: int) -> tuple[int, Range] | None:
    """Where the content after a cue opens: the first token after the frame, and the content."""
    begin, end = unit
    core = a.core_end(begin, end)
    for index in range(edge, min(core, edge + _CONTENT_OPENERS_REACH)):
        word = a.tokens.words[index]
        quotation = a.quotation_at(index)
        if quotation is not None:
            is_next = index == edge or a.tokens.words[index - 1] in ":,"
            if quotation.end - quotation.begin > 3 and is_next and ("q" in cue.verb.uses):
                return index, (quotation.begin, quotation.end)
            continue
        if not a.is_outside(index):
            continue
        if word == ":":
            if index + 1 < core and ("q" in cue.verb.uses or "c" in cue.verb.uses):
                return index + 1, _content_end(a, index + 1, core)
            return None
        if word == ",":
            content = _content_after(a, unit, cue, index)
            if content is not None:
                return index + 1, content
        elif a.tokens.lowers[index] in a.grammar.complementizers and index > edge:
            return index, _content_end(a, index, core)
        elif a.tokens.lowers[index] in ("und", "aber") and has_finite(a, (index + 1, min(index + 5, core))):
            return None
    return None


def _content_after(a: Analysis, unit: Range, cue: Cue, comma: int) -> Range | None:
    """The content that opens after a comma, if what follows can be one."""
    core = a.core_end(*unit)
    start = comma + 1
    if start >= core:
        return None
    quotation = a.quotation_at(start)
    if quotation is not None and quotation.end - quotation.begin > 3 and "q" in cue.verb.uses:
        return (quotation.begin, quotation.end)
    return _content_end(a, start, core) if _opens_clause(a, cue, comma, core) else None


def _opens_clause(a: Analysis, cue: Cue, comma: int, core: int) -> bool:
    """Whether what follows the comma is a clause that the cue can take."""
    g = a.grammar
    start = comma + 1
    first = a.tokens.lowers[start]
    if first in g.complementizers:
        return True
    if first in g.conjunctions or (first in g.subordinators and first not in g.questions):
        return False
    clause = (start, _next_mark(a, start, core))
    if is_zu_infinitive(a, clause):
        return first not in ("um", "ohne")
    is_final = _ends_in_verb(a, clause)
    if first in g.questions and cue.verb.uses & {"c", "w"} and cue.verb.stance != "comments":
        return _is_next(a, cue, comma) and is_final
    is_relative = first in g.relatives and is_final
    if _has_subjunctive_soon(a, start, core):
        return comma == cue.last + 1 or not is_relative
    if "c" not in cue.verb.uses:
        return False
    is_noun_first = first in g.prepositions or first in ("der", "die", "das", "den")
    if comma == cue.last + 1 and not is_noun_first and has_finite(a, clause):
        return True
    return comma > cue.last and not is_relative and _is_verb_second_clause(a, clause)


def _is_next(a: Analysis, cue: Cue, comma: int) -> bool:
    """Nothing but a negator or adverb between the cue and the comma."""
    g = a.grammar
    between = a.tokens.lowers[cue.last + 1 : comma]
    return len(between) <= 2 and all(word in g.negators or word in g.connectives for word in between)


def _next_mark(a: Analysis, start: int, core: int) -> int:
    for index in range(start, core):
        if a.is_outside(index) and a.tokens.words[index] in (",", ";", ":", "–"):
            return index
    return core


def _ends_in_verb(a: Analysis, span: Range) -> bool:
    return span[1] > span[0] and looks_like_verb(a, span[1] - 1)


def _is_verb_second_clause(a: Analysis, span: Range) -> bool:
    """A noun phrase, then a finite verb: a main clause as content ("sagte, Moskau sei …")."""
    stop = noun_phrase_end(a, *span)
    return span[0] < stop < span[1] and is_finite(a, stop)


def _content_end(a: Analysis, start: int, core: int) -> Range:
    """Up to the end of the sentence, to a second cue of the speaker, or to a closing ", so X"."""
    lowers, words = a.tokens.lowers, a.tokens.words
    for index in range(start + 2, core):
        if not a.is_outside(index):
            continue
        if words[index] == ";":
            return (start, index)
        if index + 1 < core and lowers[index] == "und" and _opens_cue(a, index + 1):
            return (start, index)
        if words[index : index + 2] == [",", "so"] and noun_phrase_end(a, index + 2, core) > index + 2:
            return (start, index)
    return (start, core)


def _opens_cue(a: Analysis, index: int) -> bool:
    """ "… und kündigte an": a second cue of the same speaker, in the indicative."""
    return (
        any(form.kind == FINITE for form in a.forms(index))
        and a.tokens.lowers[index] not in a.grammar.subjunctive
    )


def _is_quotation(a: Analysis, content: Range) -> bool:
    quotation = a.quotation_at(content[0])
    return quotation is not None and quotation.end >= content[1] - 1


def _partial_quotation(
    a: Analysis, unit: Range, cue: Cue, clause: Range, source: Range | None
) -> Attribution | None:
    """ "bezeichnete den Vorfall als „Provokation“": the quoted words are the content."""
    if "q" not in cue.verb.uses:
        return None
    end = unit[1]
    for index in range(cue.finite + 1, end):
        quotation = a.quotation_at(index)
        if quotation is None:
            if a.is_outside(index) and a.tokens.words[index] in ";:":
                return None
            continue
        if source is not None and source[0] <= index < source[1]:
            continue
        if quotation.end - quotation.begin < 3 or _is_named(a, cue, quotation):
            continue
        core = a.core_end(*unit)
        frame = [(_frame_begin(a, unit, clause, source), index)]
        if quotation.end < core:
            stop = _next_mark(a, quotation.end, core)
            if stop > quotation.end:
                frame.append((quotation.end, stop))
        return _make(cue, "direct", [(quotation.begin, quotation.end)], source, frame=frame)
    return None


def _is_named(a: Analysis, cue: Cue, quotation: Quotation) -> bool:
    """ "forderte eine „Neue Mitte“": capitals between marks are a name, save where a verb gives the name."""
    if cue.verb.lemma == "nennen" or not ("r" in cue.verb.uses or cue.verb.topic_prepositions):
        return False
    before = a.tokens.lowers[quotation.begin - 1]
    is_named = all(
        a.capitals[i] or not a.tokens.words[i].isalpha()
        for i in range(quotation.begin + 1, quotation.end - 1)
    )
    return is_named and before not in ("als", "von", "vor", ":")


def _reported(a: Analysis, unit: Range, cue: Cue, clause: Range, source: Range | None) -> Attribution | None:
    """A speech act told without its content as a clause: "X verurteilte den Angriff."."""
    if source is None and not (cue.is_passive and cue.verb.stance in ANSWERING):
        return None
    if source is not None and a.tokens.lowers[source[0]] in a.grammar.generic:
        return None
    if not ("r" in cue.verb.uses or cue.verb.stance in _HARD_STANCES or _topic(a, cue, clause) is not None):
        return None
    if _tells_no_speech(a, cue, clause):
        return None
    start, end = unit
    begin = _frame_begin(a, unit, clause, source)
    stop = end if begin == start else a.core_end(start, end)
    return _make(cue, "reported", [(begin, stop)], source, frame=[])


def _topic(a: Analysis, cue: Cue, clause: Range) -> int | None:
    """The preposition that opens what the verb is about: *verwies auf*, *ging von … aus*."""
    for index in range(*clause):
        if a.tokens.lowers[index] in cue.verb.topic_prepositions and a.is_outside(index):
            return index
    return None


def _tells_no_speech(a: Analysis, cue: Cue, clause: Range) -> bool:
    """ "als erwartet", "zu fünf Jahren verurteilt", "für gültig erklärt", "(Wire One berichtete)"."""
    lowers, first = a.tokens.lowers, cue.words[0][0]
    if first > 0 and lowers[first - 1] in ("wie", "als"):
        return True
    if clause[0] > 0 and a.tokens.words[clause[0] - 1] == "(":
        return True
    marks = _NO_SPEECH.get(cue.verb.lemma)
    if marks is not None and any(
        lowers[i] in marks and a.is_outside(i) and lowers[i + 1 : i + 2] != ["unrecht"]
        for i in range(*clause)
    ):
        return True
    needed = _NEED_WORD.get(cue.verb.lemma)
    if needed is not None and needed not in lowers[clause[0] : clause[1]]:
        return True
    return cue.verb.lemma in _NEED_TOPIC and _topic(a, cue, clause) is None


#: Verbs that tell a verdict or a state with these words, and that need their preposition to tell of speech.
_NO_SPEECH = {"verurteilen": ("zu", "wegen"), "erklären": ("für", "zum", "zur"), "anklagen": ("wegen",)}
_NEED_WORD = {"drohen": "mit", "sprechen aus": "sich"}
_NEED_TOPIC = frozenset({"sprechen", "rechnen"})
_HARD_STANCES = frozenset(
    {"denies", "confirms", "admits", "doubts", "retracts", "corrects", "reports", "predicts", "promises"}
)


def _make(
    cue: Cue, kind: Kind, content: list[Range], source: Range | None, *,
    frame: list[Range], words: list[Range] | None = None,
) -> Attribution | None:  # fmt: skip
    verb = cue.verb
    if verb.stance == "declines" and kind != "direct":
        return None
    if source is not None and source[0] >= source[1]:
        source = None
    return Attribution(
        kind=kind, content=content, stance=verb.stance, source=[source] if source else [],
        cue=sorted(words or cue.words), frame=frame, certainty=verb.certainty, medium=verb.medium,
        basis=verb.basis,
    )  # fmt: skip
