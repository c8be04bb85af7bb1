"""Whatever the text: no crash, spans inside it, in order, not overlapping, and the same every time."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from dementi import actors
from dementi.read.coreference import SourceMemory
from dementi.read.dates import dates
from dementi.read.events import events
from dementi.read.quantities import quantities

PIECES = """
Nordkorea hat Russland 1.500 Soldaten geschickt wurde von Südkoreas Geheimdienst nicht am 18.
Oktober zwischen 8 und 13 Dutzend Tausende bis zu seit August im Sommer lieferte Pjöngjang schoss
ab, der die und Kim Jong Un Kremlsprecher Peskow er sie $ € 5 % 2½ - – ' ’s . ; ( ) North Korea's
troops in Russia were sent by the US-Präsident dozens of 10,000 to 12,000 on Friday last June 2023
shot down attack von Granaten Raketen Waffenlieferungen an nach Kursk hundred and twenty-five
million m a few ein paar mit ihm Kims
"""
words = st.lists(st.sampled_from(PIECES.split()), max_size=30).map(" ".join)
texts = st.one_of(words, st.text(max_size=200))
languages = st.sampled_from(["de", "en"])
days = st.one_of(st.none(), st.dates(min_value=date.min, max_value=date.max))


def assert_ordered(spans: list[tuple[int, int]], length: int) -> None:
    end_before = 0
    for begin, end in spans:
        assert end_before <= begin < end <= length
        end_before = end


@settings(max_examples=300, deadline=None)
@given(texts, languages, days)
def test_spans_are_inside_and_in_order(text: str, language: str, published_on: date | None) -> None:
    mentions = actors.mentions(text, language)
    found_dates = dates(text, language, published_on)
    found_quantities = quantities(text, language)
    assert_ordered([(mention.begin, mention.end) for mention in mentions], len(text))
    assert_ordered([(mention.begin, mention.end) for mention in found_dates], len(text))
    assert_ordered([quantity.span for quantity in found_quantities], len(text))
    assert all(actors.get(mention.actor_id) is not None for mention in mentions)
    for quantity in found_quantities:
        assert text[slice(*quantity.span)] == quantity.text
        if quantity.low is not None and quantity.high is not None:
            assert quantity.low <= quantity.high


@settings(max_examples=300, deadline=None)
@given(texts, languages, st.data())
def test_events_stay_inside_their_content(text: str, language: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, len(text)))
    mentions = actors.mentions(text, language)
    days_found = dates(text, language, date(2024, 10, 18))
    found = events(text, begin, end, language, mentions, days_found)
    assert found == events(text, begin, end, language, mentions, days_found)
    for mention in found:
        assert begin <= mention.begin < mention.end <= end
        if mention.theme_span is not None:
            assert begin <= mention.theme_span[0] < mention.theme_span[1] <= end


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(texts, st.booleans()), max_size=8), languages)
def test_memory_answers_with_a_source_it_was_given(steps: list[tuple[str, bool]], language: str) -> None:
    memory = SourceMemory(language)
    noted = set()
    for place, (text, is_noted) in enumerate(steps):
        if is_noted:
            memory.note(text, place, None)
            noted.add((text, place))
        else:
            resolved = memory.resolve(text, place)
            assert resolved is None or (resolved.text, resolved.begin) in noted
