"""What goes into a case comes out of it, and what was done to it is written down for good."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from subprocess import run

import pytest
from case_records import DAY, assessment, claim, document, statement

from dementi.case import Case
from dementi.errors import CaseError, DocumentError
from dementi.model import Copy, Edit, NearMerge


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "story.case"


@pytest.fixture
def case(path: Path) -> Iterator[Case]:
    with Case(path, who="ann") as opened:
        yield opened


def names(case: Case) -> list[str]:
    return [one.document_id for one in case.documents()]


def deeds(case: Case) -> list[tuple[str, str, int, bool]]:
    return [(one.who, one.deed, one.subject_count, one.is_undone) for one in case.log()]


def test_documents_and_statements_come_back_in_the_same_order_whichever_way_they_came(case: Case) -> None:
    later, sooner = document("d-2", outlet=None, published_on=None), document("d-1")
    of_later = statement(later, 0, "Seoul", "Truppen")
    of_sooner = [statement(sooner, 0, "Seoul", "Truppen"), statement(sooner, 1, "Moskau", "schweigt")]
    assert case.add(later, [of_later], 3)
    assert case.add(sooner, of_sooner, 0)
    assert list(case.documents()) == [sooner, later]
    assert list(case.statements()) == [*of_sooner, of_later]
    assert case.document("d-2") == later
    assert case.statement("s-d-1-1") == of_sooner[1]
    assert (case.document("d-9"), case.statement("s-9")) == (None, None)


def test_reading_goes_over_page_borders(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dementi.case.casefile.DOCUMENT_PAGE", 2)
    monkeypatch.setattr("dementi.case.casefile.STATEMENT_PAGE", 3)
    for number in range(4):
        one = document(f"d-{number}")
        case.add(one, [statement(one, place, "Seoul", "Truppen") for place in range(2)], 0)
    assert names(case) == ["d-0", "d-1", "d-2", "d-3"]
    ids = [one.statement_id for one in case.statements()]
    assert ids == [f"s-d-{number}-{place}" for number in range(4) for place in range(2)]


def test_a_second_run_adds_only_what_is_new(path: Path) -> None:
    with Case(path) as case:
        assert case.add(document("d-1"), [], 0)
    before = path.read_bytes()
    with Case(path) as case:
        assert case.has_document("d-1")
        assert not case.add(document("d-1"), [], 0)
    assert path.read_bytes() == before
    with Case(path) as case:
        assert case.add(document("d-2"), [], 0)
        assert names(case) == ["d-1", "d-2"]


def test_another_text_under_a_known_name_is_refused(case: Case) -> None:
    case.add(document("d-1", path="a.txt"), [], 0)
    with pytest.raises(DocumentError, match=r"d-1 from b\.txt has another text.*\[document-changed\]"):
        case.add(document("d-1", "Something else.", path="b.txt"), [], 0)
    assert [one.path for one in case.documents()] == ["a.txt"]


def test_half_a_character_is_refused(case: Case) -> None:
    broken = document("d-1")
    broken = type(broken)(document_id="d-1", text="a\ud800b", sha256="x")
    with pytest.raises(DocumentError, match=r"offset 1.*\[half-character\]"):
        case.add(broken, [], 0)


def test_a_failed_document_leaves_nothing_behind(case: Case) -> None:
    one = document("d-1")
    case.add(one, [statement(one, 0, "Seoul", "Truppen")], 0)
    other = document("d-2")
    clash = statement(one, 0, "Seoul", "Truppen")  # a statement_id that is taken
    with pytest.raises(Exception, match="UNIQUE"):
        case.add(other, [clash], 0)
    assert names(case) == ["d-1"]
    assert case.search("Truppen")[0].document_id == "d-1"
    assert len(case.search("Truppen")) == 1
    assert case.add(other, [], 0)


def test_a_first_document_that_fails_leaves_the_next_one_a_sound_deed(case: Case) -> None:
    one, other = document("d-1"), document("d-2")
    twice = statement(one, 0, "Seoul", "Truppen")
    with pytest.raises(Exception, match="UNIQUE"):
        case.add(one, [twice, twice], 0)
    assert case.log() == []
    assert case.add(other, [], 0)
    assert deeds(case) == [("ann", "add", 1, False)]


def test_copies_are_kept_once_and_newer_figures_win(case: Case) -> None:
    for name in ("d-1", "d-2", "d-3"):
        case.add(document(name), [], 0)
    first = Copy(document_id="d-2", of_document_id="d-1", similarity=0.8, containment=0.9)
    second = Copy(document_id="d-3", of_document_id="d-1", similarity=0.7, containment=1.0)
    case.add_copies([second, first])
    newer = Copy(document_id="d-2", of_document_id="d-1", similarity=0.85, containment=0.9)
    case.add_copies([newer])
    assert case.copies() == (newer, second)


def test_a_copy_of_what_is_not_there_is_refused(case: Case) -> None:
    with pytest.raises(CaseError, match=r"\[case-unknown-reference\]"):
        case.add_copies([Copy(document_id="d-8", of_document_id="d-9", similarity=1.0, containment=1.0)])


def with_claims(case: Case) -> None:
    one = document("d-1")
    case.add(one, [statement(one, 0, "Seoul", "Truppen"), statement(one, 1, "Moskau", "schweigt")], 0)


def test_claims_are_replaced_and_assessments_kept(case: Case) -> None:
    with_claims(case)
    first = [claim("c-b", "s-d-1-1", "s-d-1-0"), claim("c-a", near=(NearMerge(claim_id="c-b", why="day"),))]
    case.store(first, [assessment("c-b", 0.6), assessment("c-a", 0.5)], as_of=DAY, model="m-1")
    assert case.claims() == tuple(first)
    second = [claim("c-b", "s-d-1-0")]
    case.store(second, [assessment("c-b", 0.7)], as_of=DAY, model="m-1")
    assert case.claims() == tuple(second)
    assert (case.claim("c-b"), case.claim("c-a")) == (second[0], None)
    assert case.assessments("c-b") == (assessment("c-b", 0.6), assessment("c-b", 0.7))
    assert case.assessments("c-a") == (assessment("c-a", 0.5),)
    assert case.assessments() == (assessment("c-b", 0.7),)


def test_an_equal_assessment_is_not_written_again(case: Case) -> None:
    with_claims(case)
    for _ in range(2):
        case.store([claim("c-1", "s-d-1-0")], [assessment("c-1", 0.6)], as_of=DAY, model="m-1")
    assert len(case.assessments("c-1")) == 1
    assert [deed for _, deed, _, _ in deeds(case)] == ["weigh", "add"]


def test_history_tells_days_and_models_apart_and_the_current_one_is_of_the_day_asked_for(case: Case) -> None:
    with_claims(case)
    next_day = DAY + timedelta(days=1)
    of_days = [assessment("c-1", 0.8, as_of=next_day), assessment("c-1", 0.2)]
    case.store([claim("c-1")], of_days, as_of=next_day, model="m-1")
    assert case.assessments() == (of_days[0],)
    case.store([claim("c-1")], [assessment("c-1", 0.3, model="m-2")], as_of=DAY, model="m-2")
    assert case.assessments() == (assessment("c-1", 0.3, model="m-2"),)
    history = [(one.as_of, one.model, one.probability) for one in case.assessments("c-1")]
    assert history == [(next_day, "m-1", 0.8), (DAY, "m-1", 0.2), (DAY, "m-2", 0.3)]


def test_a_claim_about_an_unknown_statement_changes_nothing(case: Case) -> None:
    with_claims(case)
    case.store([claim("c-1", "s-d-1-0")], [assessment("c-1", 0.6)], as_of=DAY, model="m-1")
    with pytest.raises(CaseError, match=r"\[case-unknown-reference\]"):
        case.store([claim("c-2", "s-9")], [assessment("c-2", 0.9)], as_of=DAY, model="m-1")
    assert case.claims() == (claim("c-1", "s-d-1-0"),)
    assert case.assessments("c-2") == ()


def test_a_number_that_is_none_is_a_defect_of_the_engine(case: Case) -> None:
    with pytest.raises(ValueError, match=r"assessment of c-1: probability is nan"):
        case.store([claim("c-1")], [assessment("c-1", float("nan"))], as_of=DAY, model="m-1")


def test_news_are_what_came_or_went_since_the_last_weighing(case: Case) -> None:
    assert not case.has_news()
    with_claims(case)
    assert case.has_news()
    case.store([], [], as_of=DAY, model="m-1")
    assert not case.has_news()
    case.undo()
    assert case.has_news()


def test_the_log_tells_who_did_what_the_newest_first(case: Case) -> None:
    case.add(document("d-1"), [], 0)
    case.add(document("d-2"), [], 0)
    case.store([], [], as_of=DAY, model="m-1")
    case.remember("title", "Troops")
    assert deeds(case) == [
        ("ann", "remember", 1, False),
        ("dementi", "weigh", 0, False),
        ("ann", "add", 2, False),
    ]
    newest, _, oldest = case.log()
    assert newest.details == {"before": None, "after": "Troops"}
    assert oldest.subject_ids == ("d-1", "d-2")
    assert [one.sequence for one in case.log(limit=2)] == [3, 2]
    assert oldest.at < newest.at
    assert newest.at.endswith("Z")


def test_undo_hides_what_the_last_run_added_and_redo_shows_it_again(path: Path) -> None:
    with Case(path, who="ann") as case:
        case.add(document("d-1"), [], 0)
    two, three = document("d-2"), document("d-3")
    with Case(path, who="ann") as case:
        case.add(two, [statement(two, 0, "Seoul", "Truppen")], 0)
        case.add(three, [], 0)
        case.add_copies([Copy(document_id="d-3", of_document_id="d-2", similarity=1.0, containment=1.0)])
    with Case(path, who="ann") as case:
        taken_back = case.undo()
        assert taken_back is not None
        assert (taken_back.deed, taken_back.undoes, taken_back.subject_ids) == ("undo", 2, ("d-2", "d-3"))
        assert names(case) == ["d-1"]
        assert list(case.statements()) == []
        assert case.copies() == ()
        assert {hit.document_id for hit in case.search("Truppen")} == {"d-1"}
        assert not case.has_document("d-2")
        assert case.document("d-2") == two  # nothing is deleted
        case.redo()
        assert names(case) == ["d-1", "d-2", "d-3"]
        assert len(case.copies()) == 1
        assert case.redo() is None
    assert deeds_of(path) == ["add", "add", "undo", "redo"]


def deeds_of(path: Path) -> list[str]:
    with Case(path) as case:
        return [deed for _, deed, _, _ in reversed(deeds(case))]


def test_undo_goes_back_step_by_step_and_redo_forward(case: Case, path: Path) -> None:
    for number in range(3):
        with Case(path, who="ann") as opened:
            opened.add(document(f"d-{number}"), [], 0)
    shown = []
    for step in (
        case.undo,
        case.undo,
        case.redo,
        case.undo,
        case.undo,
        case.undo,
        case.redo,
        case.redo,
        case.redo,
    ):
        done = step()
        shown.append(" ".join(names(case)) + ("" if done else " (nothing)"))
    assert shown == [
        "d-0 d-1",
        "d-0",
        "d-0 d-1",
        "d-0",
        "",
        " (nothing)",
        "d-0",
        "d-0 d-1",
        "d-0 d-1 d-2",
    ]


def test_redo_ends_where_something_new_is_done(case: Case, path: Path) -> None:
    case.add(document("d-1"), [], 0)
    case.undo()
    with Case(path, who="ann") as opened:
        opened.add(document("d-2"), [], 0)
    assert case.redo() is None
    assert names(case) == ["d-2"]


def test_an_undo_can_be_taken_back_by_its_number_also_later(case: Case, path: Path) -> None:
    case.add(document("d-1"), [], 0)
    case.undo()
    with Case(path, who="ben") as opened:
        opened.add(document("d-2"), [], 0)
        again = opened.undo(2)
    assert again is not None
    assert again.deed == "redo"
    assert names(case) == ["d-1", "d-2"]


def test_undo_leaves_the_deeds_of_others_alone(case: Case, path: Path) -> None:
    case.add(document("d-1"), [], 0)
    with Case(path, who="ben") as opened:
        opened.add(document("d-2"), [], 0)
    case.undo()
    assert names(case) == ["d-2"]
    assert case.undo() is None


@pytest.mark.parametrize(
    ("sequence", "found"), [(9, "is not in the log"), (1, "has been taken back already")]
)
def test_what_cannot_be_taken_back_says_why(case: Case, sequence: int, found: str) -> None:
    case.add(document("d-1"), [], 0)
    case.undo()
    with pytest.raises(CaseError, match=rf"Entry {sequence} {found}.*\[not-undoable\]"):
        case.undo(sequence)


def test_a_withdrawn_document_comes_back_when_it_is_added_again(case: Case) -> None:
    one = document("d-1")
    case.add(one, [statement(one, 0, "Seoul", "Truppen")], 0)
    case.undo()
    assert case.add(one, [statement(one, 0, "Seoul", "Truppen")], 0)
    assert names(case) == ["d-1"]
    assert len(list(case.statements())) == 1
    # The first deed is taken back already; the second one now is too.
    case.undo()
    assert names(case) == []


def test_what_a_run_adds_after_it_was_undone_is_a_deed_of_its_own(case: Case, path: Path) -> None:
    case.add(document("d-1"), [], 0)
    with Case(path, who="ann") as other:
        other.undo()
    case.add(document("d-2"), [], 0)
    assert names(case) == ["d-2"]


def test_a_document_stays_while_one_of_the_deeds_that_added_it_stands(case: Case, path: Path) -> None:
    case.add(document("d-1"), [], 0)
    case.undo()
    with Case(path, who="ben") as other:
        other.add(document("d-1"), [], 0)
    case.undo(2)
    with Case(path, who="ben") as other:
        other.undo()
    assert names(case) == ["d-1"]


def test_corrections_stand_beside_the_reading_and_can_be_taken_back(case: Case) -> None:
    with_claims(case)
    case.correct("merge", ["c-1", "c-2"], after={"claim_id": "c-1"})
    changed = case.correct("correct", ["s-d-1-0"], before={"stance": "asserts"}, after={"stance": "doubts"})
    assert [(one.kind, one.subject_ids, one.after) for one in case.corrections()] == [
        ("merge", ("c-1", "c-2"), {"claim_id": "c-1"}),
        ("correct", ("s-d-1-0",), {"stance": "doubts"}),
    ]
    assert case.statement("s-d-1-0").stance == "asserts"  # type: ignore[union-attr]  # it is there
    undone = case.undo()
    assert undone is not None
    assert (undone.undoes, undone.subject_ids) == (changed.sequence, ("s-d-1-0",))
    assert [one.kind for one in case.corrections()] == ["merge"]
    case.redo()
    assert [one.kind for one in case.corrections()] == ["merge", "correct"]


def test_an_unknown_kind_of_correction_is_our_defect(case: Case) -> None:
    with pytest.raises(ValueError, match="correction kind 'shout'"):
        case.correct("shout", ["c-1"])  # type: ignore[arg-type]  # that is what is tested


def test_settings_are_remembered(path: Path) -> None:
    with Case(path) as case:
        assert case.setting("title") is None
        case.remember("title", "Troops")
        case.remember("title", "Troops")
    with Case(path) as case:
        assert case.setting("title") == "Troops"
    assert deeds_of(path) == ["remember"]


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE log SET who = 'nobody'",
        "DELETE FROM log",
        "DELETE FROM additions",
        "UPDATE corrections SET kind = 'split'",
        "DELETE FROM corrections",
        "UPDATE assessments SET probability = 1",
        "DELETE FROM assessments",
        "UPDATE documents SET text = 'x'",
        "UPDATE documents SET sha256 = 'x', is_withdrawn = 1",
        "DELETE FROM documents",
        "UPDATE statements SET stance = 'denies'",
        "DELETE FROM statements",
        "DELETE FROM runs",
    ],
)
def test_what_is_append_only_refuses_any_other_program_too(case: Case, path: Path, deed: str) -> None:
    with_claims(case)
    case.store([claim("c-1")], [assessment("c-1", 0.6)], as_of=DAY, model="m-1")
    case.correct("accept", ["s-d-1-0"])
    with (
        closing(sqlite3.connect(path)) as other,
        pytest.raises(sqlite3.IntegrityError, match="is append-only"),
    ):
        other.execute(deed)


def test_the_columns_that_people_query_say_the_same_as_the_records(case: Case, path: Path) -> None:
    text = "E in Bericht: Seoul meldet Trup\u00adpen."
    edits = (Edit(1, 2, ""), Edit(31, 32, ""))
    one = document("d-1", text, edits=edits, published_on=date(9999, 12, 31))
    case.add(one, [statement(one, 0, "Seoul", "Trup\u00adpen")], 2)
    with closing(sqlite3.connect(path)) as other:
        found = other.execute(
            'SELECT source_text, source_actor, event_act, event_agent, "begin", "end", words, published_on'
            " FROM statements"
        ).fetchone()
        assert found == ("Seoul", "KR", "deploy_troops", "KP", 14, 35, "Seoul meldet Truppen", "9999-12-31")
        assert other.execute("SELECT dropped_count, mended_text FROM documents").fetchone() == (
            2,
            "Ein Bericht: Seoul meldet Truppen.",
        )


def test_a_row_that_another_program_spoilt_is_named(case: Case, path: Path) -> None:
    with_claims(case)
    case.store([claim("c-1", "s-d-1-0")], [], as_of=DAY, model="m-1")
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE attachments SET stance = 'sings'")
        other.commit()
    with pytest.raises(CaseError, match=r"row of attachment c-1.*sings.*\[case-bad-row\]"):
        case.claims()


def test_nobody_pays_for_the_case_who_uses_none() -> None:
    seen = run(
        [sys.executable, "-c", "import dementi.case, sys; print('sqlalchemy' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert seen.stdout.strip() == "False"


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    import dementi.case  # noqa: PLC0415  the package itself is what is asked here

    with pytest.raises(AttributeError, match="has no attribute 'Suitcase'"):
        dementi.case.Suitcase  # noqa: B018  asking is the test


def test_copies_are_known_for_just_the_documents_that_are_there(path: Path) -> None:
    copy = Copy(document_id="d-2", of_document_id="d-1", similarity=1.0, containment=1.0)
    with Case(path, who="ann") as case:
        case.add(document("d-1"))
        case.add(document("d-2"))
        assert not case.has_copies()
        case.keep_copies([copy], names(case))
        assert case.has_copies()
        assert case.copies() == (copy,)
    with Case(path, who="ann") as case:
        case.add(document("d-3"))
        assert not case.has_copies()
        other = Copy(document_id="d-3", of_document_id="d-2", similarity=0.9, containment=0.9)
        case.keep_copies([other], names(case))  # what the new comparison no longer finds is gone
        assert case.copies() == (other,)
        case.undo()
        assert case.copies() == ()
        assert not case.has_copies()  # with d-3 withdrawn, d-1 and d-2 have to be compared anew
        case.redo()
        assert case.has_copies()
        assert case.copies() == (other,)
        case.add(document("d-4"))
        case.keep_copies([other], ["d-1", "d-2", "d-3"])  # d-4 came in while the others were compared
        assert not case.has_copies()
    assert "remember" not in deeds_of(path)
