"""The page: self-contained, well formed, safe against what reports hold, and complete."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import msgspec
import pytest
import report_sample as sample

from dementi.model import Dossier
from dementi.report import html

#: Elements that a reader sees as standing apart from what precedes them.
APART = {"td", "th", "li", "p", "div", "dt", "dd", "summary", "caption", "tr"}
VOID = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """A strict reader: every element closed in order, its attributes and texts kept."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        self.elements.append((tag, dict(attrs)))
        self.texts.append((tuple(self.open), " " if tag in APART else ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(self.open), data))

    def values(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _, attrs in self.elements if attribute in attrs]

    def text(self, *, within: str | None = None) -> str:
        parts = [
            text for path, text in self.texts if (within is None or within in path) and "style" not in path
        ]
        return " ".join("".join(parts).split())


def test_page_is_well_formed_and_its_references_lead_somewhere(dossier: Dossier) -> None:
    page = Page(html(dossier))
    ids = page.values("id")
    assert [one for one, count in Counter(ids).items() if count > 1] == []
    inside = {value[1:] for value in page.values("href") if value.startswith("#")}
    described = {one for value in page.values("aria-labelledby") for one in value.split()}
    assert inside
    assert inside <= set(ids)
    assert described
    assert described <= set(ids)


def test_page_loads_nothing_and_runs_nothing(dossier: Dossier) -> None:
    page = Page(html(dossier))
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "img", "iframe", "object", "embed", "link", "base", "form", "audio", "video"}
    attributes = {name for _, attrs in page.elements for name in attrs}
    assert not {name for name in attributes if name.startswith("on") or name in {"src", "srcset", "style"}}
    style = next(text for path, text in page.texts if "style" in path)
    assert "@import" not in style
    assert "http" not in style.replace('href^="http"', "")
    assert re.findall(r"url\(([^)]*)\)", style) == ["#hatch"]


def test_policy_allows_this_style_sheet_and_nothing_else(dossier: Dossier) -> None:
    text = html(dossier)
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" in Page(
        text
    ).values("content")


def test_hostile_text_is_shown_not_obeyed(dossier: Dossier) -> None:
    text = html(dossier)
    assert "<script" not in text
    assert "<img" not in text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b]", text)
    shown = Page(text).text()
    assert '<script>alert("title")</script> & "quotes" ⟨U+202E⟩gnp.exe' in shown
    assert "Ministry <img src=x onerror=alert(1)> [bold]of⟨U+001B⟩[31m Things⟨U+202E⟩" in shown
    assert "<b>bold</b> claims" in shown


def test_only_plain_web_addresses_are_linked(dossier: Dossier) -> None:
    page = Page(html(dossier))
    outside = {value for value in page.values("href") if not value.startswith("#")}
    assert outside == {
        one.url for one in sample.DOCUMENTS if one.url and one.url.startswith("http") and "@" not in one.url
    }
    assert "javascript:alert(document.cookie)" in page.text()
    links = [
        attrs for tag, attrs in page.elements if tag == "a" and not (attrs["href"] or "").startswith("#")
    ]
    assert all({"noopener", "noreferrer"} <= set((one["rel"] or "").split()) for one in links)


def test_text_in_another_direction_is_isolated() -> None:
    page = Page(html(sample.dossier()))
    paths = [path for path, text in page.texts if sample.ARABIC_TITLE in text]
    assert paths
    assert all(path[-1] == "bdi" for path in paths)


def test_headings_leave_no_level_out(dossier: Dossier) -> None:
    levels = [int(tag[1]) for tag, _ in Page(html(dossier)).elements if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables_and_drawings_speak(dossier: Dossier) -> None:
    page = Page(html(dossier))
    tables = [tag for tag, _ in page.elements if tag == "table"]
    captions = [tag for tag, _ in page.elements if tag == "caption"]
    assert len(tables) == len(captions) > 0
    assert all("scope" in attrs for tag, attrs in page.elements if tag == "th")
    drawings = [
        attrs for tag, attrs in page.elements if tag == "svg" and attrs.get("width") and "class" in attrs
    ]
    assert drawings
    for attrs in drawings:
        is_named = attrs.get("role") == "img" and (attrs.get("aria-labelledby") or attrs.get("aria-label"))
        assert is_named or attrs.get("aria-hidden") == "true", attrs


def test_quotes_are_exact_and_in_their_sentence() -> None:
    text = html(sample.dossier())
    assert (
        '<span class="cue">Nach Angaben</span> '
        '<span class="source">des ukrainischen Militärgeheimdienstes</span> '
        "<mark>werden am 1. November rund 11.000 Soldaten aus Nordkorea kampfbereit sein</mark>." in text
    )
    # Discontinuous cue, hedge inside the content, content in two pieces around its cue.
    assert '<span class="cue">wies</span> <mark>die Berichte über fremde Truppen</mark> ' in text
    assert '<mark class="hedge">probably</mark><mark> already reached Russia’s far east</mark>' in text
    assert (
        "“<mark>Our official position is that we cannot confirm these reports</mark>,” "
        '<span class="cue">he said</span>, “<mark>but that </mark>'
        '<mark class="hedge">may</mark><mark> change</mark>.”' in text
    )
    assert '<blockquote dir="auto" lang="de">' in text


ENGLISH = (
    (
        "Eleven reports go back to eight origins; three sources say it is so, two sources contradict and "
        "two sources are silent or evade the question. The reports support the claim."
    ),
    (
        "Before any report the claim stood at 30%. The evidence moved it up to 84% (+3.6\xa0bits). "
        "Nine tenths of the model’s belief lie between 67% and 92%."
    ),
    (
        "Two reports go back to one origin; one source says it is so and one source contradicts. "
        "The claim cannot be verified so far, because all reports rest on one origin."
    ),
    "No report bears on this claim so far.",
)
GERMAN = (
    (
        "Elf Berichte gehen auf acht Ursprünge zurück; drei Quellen bejahen es, zwei Quellen "
        "widersprechen und zwei Quellen schweigen oder weichen aus. Die Berichte stützen die Behauptung."
    ),
    (
        "Vor allen Berichten stand die Behauptung bei 30\u202f%. Die Belege haben sie auf 84\u202f% "
        "gehoben (+3,6\xa0Bit)."
    ),
    "Zwei Berichte gehen auf einen Ursprung zurück; eine Quelle bejaht es und eine Quelle widerspricht.",
    "Bisher äußert sich kein Bericht zu dieser Behauptung.",
)


@pytest.mark.parametrize(("language", "sentences"), [("en", ENGLISH), ("de", GERMAN)])
def test_state_reads_like_a_newspaper(language: str, sentences: tuple[str, ...]) -> None:
    # Non-breaking spaces matter here, so only line breaks are folded.
    text = re.sub(r"[ \n]+", " ", "".join(text for _, text in Page(html(sample.dossier(language))).texts))
    for sentence in sentences:
        assert sentence in text


def test_no_place_in_the_wording_stays_unfilled(dossier: Dossier) -> None:
    assert re.findall(r"\{\w*\}", Page(html(dossier)).text()) == []


def test_each_part_says_what_it_should() -> None:
    shown = Page(html(sample.dossier())).text()
    for expected in (
        "Counted at 62%: same side and interest as UA/hur",
        "passed on by A lawmaker and Yonhap",
        "2 near-copies",
        "2 repetitions, not counted again",
        "the author doubts this source",
        "Also said, without weight (1)",
        "near-copy of 2",
        "10,000 to 12,000",
        "South Korea’s service retracts 47%, roughly even chance",
        "same agent, but training is not deployment",
        "by way of A lawmaker ← Yonhap",
        "Dementi 0.1.0, model rules 0.1",
        "reports/empty.txt The file is empty. [empty]",
        "6 of 6: truth cannot be judged",
        hashlib.sha256(sample.NIS.encode()).hexdigest()[:12],
    ):
        assert expected in shown


def test_course_table_says_what_moved_the_claim() -> None:
    rows = Page(html(sample.dossier())).text(within="tbody")
    assert "18 October 2024 63% likely 44% to 78% Kremlin and UA/hur" in rows


def test_more_voices_than_bars_are_summed_up_and_unfold() -> None:
    voices = [
        sample.contribution(f"Voice {number:02}", 0.01 + number / 100, (sample.day(3), "asserts"))
        for number in range(30)
    ]
    text = html(sample.one_claim(*voices))
    shown = Page(text).text()
    # The thirteen largest have bars of their own: 0.18 to 0.30; the rest sums to 0.01 + … + 0.17.
    assert "17 more voices together listed below under voices +1.5 bits" in shown
    assert "22 more voices" in shown
    assert len(re.findall('class="bar ', text)) == 14


@pytest.mark.parametrize("probability", [0.0, 0.0001, 0.01, 0.5, 0.99, 0.9999, 1.0])
def test_extreme_probabilities_stay_on_the_page(probability: float) -> None:
    dossier = sample.one_claim(
        sample.contribution("A", 0.0, (sample.day(1), "asserts")),
        probability=probability,
        low=max(0.0, probability - 0.3),
        high=min(1.0, probability + 0.3),
    )
    page = Page(html(dossier))
    for attribute in ("x", "x1", "x2", "width"):
        for value in page.values(attribute):
            if value.endswith("%"):
                assert 0 <= float(value[:-1]) <= 100, (attribute, value)


def test_empty_dossier_says_so(dossier: Dossier) -> None:
    empty = msgspec.structs.replace(dossier, items=(), documents=(), copies=(), skipped=())
    shown = Page(html(empty)).text()
    assert any(
        words in shown
        for words in (
            "No contested claim was found in these reports.",
            "In diesen Berichten fand sich keine umstrittene Behauptung.",
        )
    )


def test_same_dossier_same_bytes(dossier: Dossier) -> None:
    assert html(dossier) == html(dossier)


def test_two_hundred_claims_of_twenty_statements_all_stand_on_the_page() -> None:
    dossier = sample.dossier()
    item = dossier.items[0]
    many = tuple(
        msgspec.structs.replace(one, statement_id=f"s-{number}")
        for number, one in enumerate((sample.TROOPS_STATEMENTS * 2)[:20])
    )
    voices = tuple(
        msgspec.structs.replace(voice, statement_ids=tuple(f"s-{3 * index + step}" for step in range(3)))
        for index, voice in enumerate(item.assessment.contributions)
    )
    item = msgspec.structs.replace(
        item,
        statements=many,
        claim=sample.claim("c-many", "Many.", "Viele.", many),
        assessment=msgspec.structs.replace(item.assessment, contributions=voices),
    )
    page = html(msgspec.structs.replace(dossier, items=(item,) * 200))
    assert page.count("</article>") == 200


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "Contradicting reports, weighed"), ("de", "Widersprüchliche Berichte, gewogen")],
)
def test_a_dossier_without_a_title_has_a_heading_that_says_what_it_is(language: str, heading: str) -> None:
    untitled = msgspec.structs.replace(sample.one_claim(language=language), title="Dementi")
    page = html(untitled)
    assert f"<title>{heading}</title>" in page
    assert heading in re.search(r"<h1>(.*?)</h1>", page)[1]  # type: ignore[index]  # there is one
