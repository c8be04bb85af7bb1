"""Attributions by a verb where the subject stands before the verb (English)."""

from __future__ import annotations

from dataclasses import replace

from dementi.model import Kind
from dementi.read.rules import hedges
from dementi.read.rules.analysis import UNIT_ATTRIBUTION_LIMIT, Analysis, Attribution, Range
from dementi.read.rules.phrases import has_finite, is_finite, is_time, noun_phrase_end
from dementi.read.rules.subject_verb_attitudes import attitude_at
from dementi.read.rules.subject_verb_contents import (
    TAIL_REACH,
    after_handle,
    claim_comma,
    end_of_content,
    leaves,
    new_cue,
    start_of_content,
)
from dementi.read.rules.subject_verb_cues import Cue, cue_at
from dementi.read.rules.subject_verb_subjects import apposed_subject, phrase_begin, subject_before


def attributions(a: Analysis, unit: Range) -> list[Attribution]:
    """All attributions of a unit that a verb makes."""
    found: list[Attribution] = []
    begin, end = unit
    index = begin
    last_source: list[Range] = []
    while index < end and len(found) < UNIT_ATTRIBUTION_LIMIT:
        attitude = attitude_at(a, unit, index)
        if attitude is not None:
            found.append(attitude)
            last_source = attitude.source
            index += 1
            continue
        cue = cue_at(a, unit, index) if a.forms(index) else None
        if cue is None:
            index += 1
            continue
        attribution = _apposed_claim(a, unit, cue, found) or _attribution(a, unit, cue, last_source)
        if attribution is not None:
            found.append(attribution)
            found += _going_on(a, unit, cue, attribution)
            last_source = attribution.source or last_source
        index = cue.end
    return found


def _apposed_claim(a: Analysis, unit: Range, cue: Cue, found: list[Attribution]) -> Attribution | None:
    """ "Rebels said the base had fallen, a claim the army denied": the claim is what stands before."""
    if cue.is_passive or cue.is_gerund:
        return None
    source = subject_before(a, unit, cue.begin)
    if source is None or source[0] <= unit[0]:
        return None
    comma = claim_comma(a, unit, source[0] - 1)
    if comma is None or any(a.quotation_at(i) for i in range(cue.end, unit[1])):
        return None
    begin = unit[0]
    for other in found:
        if other.content and other.content[-1][0] < comma:
            begin = other.content[-1][0]
    return _make(cue, "indirect", [(begin, comma)], source, [(comma, cue.end)])


def _attribution(a: Analysis, unit: Range, cue: Cue, last_source: list[Range]) -> Attribution | None:
    if "-" in cue.verb.uses:
        return None
    if cue.is_passive:
        return _passive(a, unit, cue)
    before = _before(a, unit, cue)
    if before is not None:
        return before
    source = None if cue.is_gerund else _subject(a, unit, cue)
    if cue.is_gerund:
        source = _gerund_subject(a, unit, cue, last_source)
    elif source is None and not _is_coordinated(a, unit, cue):
        return None
    elif source is None and last_source:
        source = last_source[-1]
    if source is not None and cue.verb.lemma in ("cite", "quote"):
        quoted = _quoted_as_saying(a, unit, cue, source)
        if quoted is not None:
            return quoted
    inserted = _inserted(a, unit, cue, source)
    if inserted is not None:
        return inserted
    return _after(a, unit, cue, source)


def _quoted_as_saying(a: Analysis, unit: Range, cue: Cue, relay: Range) -> Attribution | None:
    """ "Park cited Cho as saying …": Cho speaks, Park passes it on."""
    core = a.core_end(*unit)
    lowers = a.tokens.lowers
    stop = noun_phrase_end(a, cue.end, core)
    if stop == cue.end or stop + 2 >= core or lowers[stop] != "as" or not lowers[stop + 1].endswith("ing"):
        return None
    start = stop + 2
    return Attribution(
        kind="direct" if a.quotation_at(start) else "indirect",
        content=[(start, end_of_content(a, start, core))],
        stance="asserts", source=[(cue.end, stop)], cue=[(cue.begin, cue.end), (stop, stop + 2)],
        frame=[(relay[0], start)], relays=[relay], medium="Speech",
    )  # fmt: skip


def _is_coordinated(a: Analysis, unit: Range, cue: Cue) -> bool:
    """ "X criticised the plan and said …": the subject is the earlier one."""
    return cue.begin > unit[0] and a.tokens.lowers[cue.begin - 1] in ("and", "but", "or", ",", "then")


def _gerund_subject(a: Analysis, unit: Range, cue: Cue, last_source: list[Range]) -> Range | None:
    if last_source:
        return last_source[-1]
    begin = unit[0]
    if a.tokens.lowers[begin] in a.grammar.leading and begin + 1 < cue.begin:
        begin += 1
    if begin >= cue.begin or a.quote_of[begin] >= 0 or a.tokens.lowers[begin] in a.grammar.prepositions:
        return None
    for end in range(begin + 1, min(cue.begin, begin + 25)):
        if is_finite(a, end) and a.quote_of[end] < 0:
            start = phrase_begin(a, begin, end)
            return (start, end) if start < end else None
    return None


def _subject(a: Analysis, unit: Range, cue: Cue) -> Range | None:
    return subject_before(a, unit, cue.begin, takes_it=cue.verb.medium != "none")


def _before(a: Analysis, unit: Range, cue: Cue) -> Attribution | None:
    """ "…," said X. — the verb right after a quotation or a comma, its subject behind it."""
    begin, _ = unit
    if cue.begin <= begin or cue.is_gerund:
        return None
    mark = cue.begin - 1
    quotation = a.quotation_until(cue.begin)
    if quotation is None and a.tokens.words[mark] not in (",", "--", "-"):
        return None
    if "q" not in cue.verb.uses:
        return None
    start = cue.end
    stop = noun_phrase_end(a, start, unit[1])
    if stop == start or (
        quotation is None
        and apposed_subject(a, unit, cue.begin) is not None
        and stop < unit[1]
        and a.tokens.words[stop] not in (",", ".")
    ):
        return None
    is_apposed = quotation is None and apposed_subject(a, unit, cue.begin) is not None
    if is_apposed and not has_finite(a, (unit[0], mark)):
        # "An official, speaking in Bern, said the tape was real": nothing before the verb is a clause.
        return None
    if a.tokens.lowers[start] in a.grammar.complementizers | {"it", "this"} or (
        quotation is None and a.tokens.lowers[start] in a.grammar.possessives
    ):
        return None
    stop = _source_tail(a, unit, start, stop)
    content_end = quotation.end if quotation is not None else mark
    content = [(_content_begin(a, unit, content_end, quotation is not None), content_end)]
    return _with_rest(
        a,
        unit,
        cue,
        content,
        (start, stop),
        (mark if quotation is None else cue.begin, stop),
        max(stop, cue.end),
    )


def _source_tail(a: Analysis, unit: Range, start: int, stop: int) -> int:
    """ "said Adam Rook, a former officer who …": appositions to the end of the sentence."""
    del start
    core = a.core_end(*unit)
    if stop < core and a.tokens.words[stop] == "," and stop + 1 < core:
        after = stop + 1
        lower = a.tokens.lowers[after]
        if (
            lower in a.grammar.relatives
            or lower in a.grammar.determiners
            or lower in a.grammar.possessives
            or (
                not a.capitals[after]
                and a.tokens.words[after][0].isalpha()
                and lower not in _TAIL_STOPS
                and lower not in a.grammar.prepositions
                and not lower.endswith("ing")
                and not lower.endswith("ly")
            )
        ):
            for index in range(after, core):
                if a.quotation_at(index) is not None:
                    return index - 1 if a.tokens.words[index - 1] == "," else index
                if (
                    a.tokens.words[index] in (".", ";", ":")
                    and a.tokens.lowers[index - 1] not in a.grammar.abbreviations
                ):
                    return index
                if (
                    a.tokens.words[index] == ","
                    and index + 1 < core
                    and a.tokens.lowers[index + 1].endswith("ing")
                ):
                    return index
            return core
    return stop


_TAIL_STOPS = frozenset(
    {"and", "but", "in", "on", "at", "as", "when", "while", "after", "before", "adding", "saying"}
)


def _content_begin(a: Analysis, unit: Range, content_end: int, is_quoted: bool) -> int:
    """A content before its cue begins with the sentence; after an earlier cue's stop it begins there."""
    begin = after_handle(a, *unit)
    for index in range(content_end - 1, begin, -1):
        if a.is_outside(index) and a.tokens.words[index] == ";":
            return index + 1
        if is_quoted and a.is_outside(index) and a.tokens.words[index] == ":":
            return index + 1
    if is_quoted:
        quotation = a.quotation_until(content_end)
        if quotation is not None and quotation.begin > begin and _is_cue_zone(a, begin, quotation.begin):
            return quotation.begin
    return begin


def _is_cue_zone(a: Analysis, begin: int, end: int) -> bool:
    return any(a.forms(index) and is_finite(a, index) for index in range(begin, end))


def _inserted(a: Analysis, unit: Range, cue: Cue, source: Range | None) -> Attribution | None:
    """ "…," he said. and ", as she said on Monday,": subject and verb after the content."""
    if source is None or cue.is_gerund:
        return None
    begin, _ = unit
    start = source[0]
    is_as = start > begin and a.tokens.lowers[start - 1] in a.grammar.how_words
    left = start - 1 if is_as else start
    if left <= begin:
        return _after_stop(a, unit, cue, source) if start == begin else None
    if _only_opens(a, unit, cue, left):
        return None
    quotation = a.quotation_until(left)
    mark = left - 1
    if quotation is None and a.tokens.words[mark] not in (",", "--", "-", "–"):
        return None
    # A content may also follow: then what stands before a comma is only an opening phrase.
    if quotation is None and not is_as and not _closes(a, unit, cue):
        return None
    if not ("q" in cue.verb.uses or "c" in cue.verb.uses):
        return None
    if quotation is not None and quotation.end - quotation.begin <= 3 and not _closes(a, unit, cue):
        return None
    content_end = quotation.end if quotation is not None else mark
    content = [(_content_begin(a, unit, content_end, quotation is not None), content_end)]
    rest = _rest_of_clause(a, unit, cue) if quotation is None else None
    if content[0][1] - content[0][0] < 2 or (
        quotation is None and rest is None and not _has_verb(a, content[0])
    ):
        return None
    if rest is not None:
        content.append(rest)
    return _with_rest(
        a, unit, cue, content, source, (left if quotation is not None else mark, cue.end), cue.end
    )


def _after_stop(a: Analysis, unit: Range, cue: Cue, source: Range) -> Attribution | None:
    """ "“Is it true?” Rook asked." and "“It is.” Rook said.": the quotation closed the sentence before."""
    quotation = a.quotation_until(unit[0])
    if quotation is None or "q" not in cue.verb.uses or quotation.end - quotation.begin <= 4:
        return None
    if unit[0] in a.tokens.paragraph_starts or not _closes(a, unit, cue):
        return None
    before = a.tokens.words[quotation.begin - 1] if quotation.begin else "."
    if before in (",", ":"):
        return None
    return _with_rest(a, unit, cue, [(quotation.begin, quotation.end)], source, (unit[0], cue.end), cue.end)


def _only_opens(a: Analysis, unit: Range, cue: Cue, left: int) -> bool:
    """ "Asked whether it was true, Rook said, “Yes.”": what stands before is no content."""
    first = a.tokens.lowers[unit[0]]
    if a.quote_of[unit[0]] >= 0 or not (first in _OPENERS or first.endswith("ing")):
        return False
    start = cue.end + 1
    return (
        left > unit[0] + 1
        and a.tokens.words[cue.end : start] in ([","], [":"])
        and a.quotation_at(start) is not None
        and a.quotation_until(left) is None
    )


_OPENERS = frozenset(
    {"asked", "pressed", "questioned", "when", "in", "at", "after", "before", "on", "during"}
)


def _rest_of_clause(a: Analysis, unit: Range, cue: Cue) -> Range | None:
    """ "The bridge, she said, had been mined": the content goes on after the insertion."""
    core = a.core_end(*unit)
    start = cue.end + 1
    if start >= core or a.tokens.words[cue.end] != "," or a.quotation_at(start) is not None:
        return None
    lower = a.tokens.lowers[start]
    if (
        leaves(a, start, core)
        or lower in a.grammar.conjunctions
        or lower in a.grammar.relatives
        or lower.endswith("ing")
    ):
        return None
    return (start, end_of_content(a, start, core))


def _going_on(a: Analysis, unit: Range, cue: Cue, first: Attribution) -> list[Attribution]:
    """ "…, the ministry said, and more are likely to follow": the second clause is the source's own too.

    Only where it weakens itself or lacks a subject; a plain clause may well be the author's.
    """
    core = a.core_end(*unit)
    begin = cue.end + 2
    if first.kind != "indirect" or not first.content or first.content[-1][1] > cue.begin or begin + 2 >= core:
        return []
    if a.tokens.words[cue.end] != "," or a.tokens.lowers[cue.end + 1] not in ("and", "but"):
        return []
    if new_cue(a, begin, core):
        return []
    content = (begin, end_of_content(a, begin, core))
    is_elliptic = is_finite(a, begin) and not a.capitals[begin]
    is_weak = any(mention.whose == "c" for mention in hedges.mentions(a, content))
    if not is_elliptic and not (is_weak and has_finite(a, content)):
        return []
    return [replace(first, content=[content], addressee=[])]


def _has_verb(a: Analysis, span: Range) -> bool:
    return any(
        a.tokens.lowers[index] in a.grammar.auxiliaries or a.tokens.lowers[index].endswith(("ed", "s"))
        for index in range(*span)
    )


def _closes(a: Analysis, unit: Range, cue: Cue) -> bool:
    """The sentence, or the insertion, ends soon after the cue, without a content of its own."""
    core = a.core_end(*unit)
    start = cue.end
    if "t" in cue.verb.uses and start < core and a.is_outside(start):
        # "he told reporters in Washington"
        start = max(start, noun_phrase_end(a, start, core))
    for index in range(start, core + 1):
        if index >= core:
            return True
        lower = a.tokens.lowers[index]
        if a.quotation_at(index) is not None or lower in a.grammar.complementizers:
            return False
        if a.tokens.words[index] in (",", ".", "--", ";") or (index == start > cue.end and lower == ":"):
            return True
        if index == start and not (
            lower in a.grammar.prepositions or is_time(a, index) or lower in a.grammar.connectives
        ):
            return False
        if index > start + 12:
            return False
    return True


def _with_rest(
    a: Analysis, unit: Range, cue: Cue, content: list[Range], source: Range | None, frame: Range, edge: int
) -> Attribution:
    """Add what goes on after an inserted cue."""
    core = a.core_end(*unit)
    for index in range(edge, min(core, edge + TAIL_REACH)):
        quotation = a.quotation_at(index)
        if quotation is not None:
            between = [a.tokens.words[i] for i in range(edge, index)]
            if (
                quotation.end - quotation.begin > 3
                and not any(a.forms(i) for i in range(edge, index))
                and (not between or between[-1] in (",", ".", ":", "--"))
            ):
                content.append((quotation.begin, quotation.end))
            break
    is_direct = a.quotation_at(content[0][0]) is not None
    return _make(cue, "direct" if is_direct else "indirect", content, source, [frame])


def _after(a: Analysis, unit: Range, cue: Cue, source: Range | None) -> Attribution | None:
    core = a.core_end(*unit)
    start, addressee = start_of_content(a, cue, core)
    if start is None:
        return None
    stop = end_of_content(a, start, core)
    if source is not None and _is_relative(a, source):
        # "Tehran, which denies sending arms, called …": the clause ends with its comma.
        stop = next((i for i in range(start + 1, stop) if a.tokens.words[i] == "," and a.is_outside(i)), stop)
    if stop <= start or (
        stop - start == 1
        and a.tokens.lowers[start] in a.grammar.pronouns | {"so", "that"}
        and "n" not in cue.verb.uses
    ):
        return None
    if (
        "n" not in cue.verb.uses
        and a.tokens.lowers[start] in _INDEFINITE
        and not has_finite(a, (start, stop))
    ):
        # "knew nothing of it" tells no content.
        return None
    if cue.verb.stance in _ANSWERS and _is_bare_pronoun(a, start, core):
        return _make(cue, "reported", [], source, [])
    quotation = a.quotation_at(start)
    is_direct = quotation is not None and quotation.end >= stop - 1
    frame_begin = source[0] if source is not None and source[0] < cue.begin else cue.begin
    attribution = _make(
        cue, "direct" if is_direct else "indirect", [(start, stop)], source, [(frame_begin, start)]
    )
    attribution.addressee = [addressee] if addressee else []
    return attribution


def _is_relative(a: Analysis, source: Range) -> bool:
    return (
        source[1] - source[0] == 1
        and a.tokens.lowers[source[0]] in ("who", "which")
        and source[0] > 0
        and a.tokens.words[source[0] - 1] == ","
    )


_INDEFINITE = frozenset({"nothing", "something", "anything", "everything", "little", "much"})
_ANSWERS = frozenset({"denies", "confirms", "admits", "doubts"})


def _is_bare_pronoun(a: Analysis, start: int, core: int) -> bool:
    """ "rejected it": words that stand for a claim are none themselves."""
    g, lowers = a.grammar, a.tokens.lowers
    if lowers[start] not in ("it", "this", "them", "these"):
        return False
    after = start + 1
    return after >= core or (
        not a.tokens.words[after][0].isalnum()
        or is_time(a, after)
        or lowers[after] in g.conjunctions
        or lowers[after] in g.prepositions
        or (lowers[after] in g.connectives and not (after + 1 < core and is_finite(a, after + 1)))
    )


def _passive(a: Analysis, unit: Range, cue: Cue) -> Attribution | None:
    """ "X is expected to …", "It was reported that …", "X was told that …"."""
    lowers = a.tokens.lowers
    core = a.core_end(*unit)
    if cue.end >= core:
        return None
    start = cue.end
    subject_begin = phrase_begin(a, unit[0], cue.begin) if cue.begin > unit[0] else cue.begin
    subject = (subject_begin, cue.begin) if subject_begin < cue.begin else None
    if cue.verb.lemma in ("cite", "quote"):
        return _was_quoted(a, unit, cue, subject)
    if lowers[start] == "to" and subject is not None:
        content = [(start, end_of_content(a, start, core))]
        if lowers[subject[0]] != "it":
            content.insert(0, subject)
        return _impersonal(cue, content)
    if lowers[start] in ("that", "by"):
        source = None
        if lowers[start] == "by":
            stop = noun_phrase_end(a, start + 1, core)
            source = (start + 1, stop) if stop > start + 1 else None
            start = stop
            if start >= core or lowers[start] not in ("that", "as", "to"):
                if (
                    source is None
                    or subject is None
                    or cue.verb.stance not in ("denies", "confirms", "doubts")
                ):
                    return None
                return _make(cue, "indirect", [subject], source, [(cue.begin, stop)])
        attribution = _impersonal(cue, [(start, end_of_content(a, start, core))])
        attribution.source = [source] if source else []
        attribution.is_impersonal = source is None
        return attribution
    return None


def _was_quoted(a: Analysis, unit: Range, cue: Cue, subject: Range | None) -> Attribution | None:
    """ "Kim was quoted by the agency as saying …": Kim speaks, the agency passes it on."""
    core, lowers = a.core_end(*unit), a.tokens.lowers
    relay = None
    stop = cue.end
    if lowers[stop] == "by":
        stop = noun_phrase_end(a, stop + 1, core)
        relay = (cue.end + 1, stop)
    if subject is None or lowers[stop : stop + 2] != ["as", "saying"] or stop + 3 >= core:
        return None
    start = stop + 2
    attribution = _make(
        cue, "direct" if a.quotation_at(start) else "indirect", [(start, end_of_content(a, start, core))],
        subject, [(subject[0], start)],
    )  # fmt: skip
    attribution.stance, attribution.medium = "asserts", "Speech"
    attribution.relays = [relay] if relay is not None else []
    return attribution


def _impersonal(cue: Cue, content: list[Range]) -> Attribution:
    attribution = _make(cue, "indirect", content, None, [(cue.begin, cue.end)])
    attribution.is_impersonal = True
    return attribution


def _make(
    cue: Cue, kind: Kind, content: list[Range], source: Range | None, frame: list[Range]
) -> Attribution:
    verb = cue.verb
    return Attribution(
        kind=kind, content=content, stance=verb.stance, source=[source] if source else [],
        cue=[(cue.begin, cue.end)], frame=frame, certainty=verb.certainty, medium=verb.medium,
        basis=verb.basis,
    )  # fmt: skip
