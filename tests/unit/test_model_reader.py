"""The reader ``model`` from the text to statements, with a tiny network in place of the real one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import tiny_weights

from dementi.errors import RecordError, UsageError
from dementi.model import Document, Span, Statement
from dementi.read import Reader, Reading, check_reader, default_reader
from dementi.read.model import stretches, weights
from dementi.read.rules.analysis import Analysis

PACKAGE = "dementi_weights"
TEXTS = {
    "de": (
        "Der Minister sagte am Montag, dass 300 Soldaten in Minsk seien. „Das ist falsch“, erklärte die "
        "Sprecherin. Kiew wies den Bericht zurück.\n\nDemnach sei niemand dort."
    ),
    "en": (
        "The minister said on Monday that 300 soldiers were in Minsk. “That is wrong,” the spokeswoman "
        "said. Kyiv denied the report.\n\nNobody was there, she added."
    ),
}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A weights package of our own, in front of one that may be installed."""
    folder = tmp_path / PACKAGE
    folder.mkdir()
    (folder / "__init__.py").write_text("", encoding="utf-8")
    for number, language in enumerate(TEXTS):
        tiny_weights.write(folder / f"{language}.npz", seed=10 * number)
    # This also clears the caches of the import system.
    monkeypatch.syspath_prepend(str(tmp_path))
    sys.modules.pop(PACKAGE, None)
    weights.trained.cache_clear()
    yield folder
    sys.modules.pop(PACKAGE, None)
    weights.trained.cache_clear()


def document(language: str, text: str | None = None, number: int = 1) -> Document:
    told = TEXTS[language] if text is None else text
    return Document(document_id=f"d-{number}", text=told, sha256="", language=language)


def read(one: Document, name: str = "model") -> Reading:
    with Reader(name) as reader:
        return reader.statements(one)


def spans_of(statement: Statement) -> list[tuple[str, tuple[Span, ...]]]:
    parts = [statement.cue, statement.frame, statement.content, statement.addressee]
    found = [(part.text, part.spans) for part in parts if part is not None]
    if statement.source is not None and statement.source.text is not None:
        found.append((statement.source.text, statement.source.spans))
    return found


def check_spans(text: str, reading: Reading) -> None:
    assert reading.statements
    for statement in reading.statements:
        for told, spans in spans_of(statement):
            assert all(0 <= begin < end <= len(text) for begin, end in spans)
            assert told == " ".join(text[begin:end] for begin, end in spans)


@pytest.mark.parametrize("language", TEXTS)
def test_model_reads_with_exact_spans(package: Path, language: str) -> None:
    one = document(language)
    reading = read(one)
    check_spans(one.text, reading)
    # The network had its say: one that has learned nothing does not agree with the rules.
    assert reading != read(one, "rules")


@pytest.mark.parametrize("language", TEXTS)
def test_the_weights_decide(package: Path, language: str) -> None:
    before = read(document(language))
    tiny_weights.write(package / f"{language}.npz", seed=77)
    weights.trained.cache_clear()
    assert read(document(language)) != before


def test_default_reader_is_model_where_weights_are(package: Path) -> None:
    assert default_reader() == check_reader(None) == "model"
    with Reader() as reader:
        assert reader.name == "model"


def test_same_reading_twice_and_in_any_order(package: Path) -> None:
    documents = [
        document("de", number=1),
        document("en", number=2),
        document("de", "Minsk dementierte: „Wir wissen davon nichts.“ Mehr sagte er nicht.", 3),
    ]
    with Reader("model") as reader:
        first = [reader.statements(one) for one in documents]
        second = [reader.statements(one) for one in reversed(documents)][::-1]
    assert first == second
    weights.trained.cache_clear()
    assert [read(one) for one in documents] == first


@pytest.mark.parametrize("language", TEXTS)
def test_text_longer_than_one_stretch(package: Path, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "STRETCH", 60)
    one = document(language, "\n\n".join([TEXTS[language]] * 6))
    assert len(list(stretches.stretches(Analysis(one.text, language)))) > 2
    reading = read(one)
    check_spans(one.text, reading)
    assert reading == read(one)
    # The last stretch is read as well.
    last = len(one.text) - len(TEXTS[language])
    assert any(begin >= last for s in reading.statements if s.content for begin, _ in s.content.spans)


@pytest.mark.parametrize("text", TEXTS.values())
def test_stretches_together_are_the_text(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "STRETCH", 30)
    a = Analysis(text * 5, "de")
    found = list(stretches.stretches(a))
    assert [begin for begin, _ in found] == [0, *(end for _, end in found[:-1])]
    assert found[-1][1] == len(a.tokens.words)
    assert len(found) > 1
    assert {begin for begin, _ in found} <= {begin for begin, _ in a.units}


@pytest.mark.parametrize("text", ["", " \n\t ", "."])
@pytest.mark.parametrize("language", TEXTS)
def test_nothing_said(package: Path, language: str, text: str) -> None:
    assert read(document(language, text)).dropped_count == 0


def test_averaged_member_file_gives_every_array(package: Path) -> None:
    trained = weights.trained("de")
    assert len(trained.members) == 2
    assert trained.settings == tiny_weights.SETTINGS
    expected = tiny_weights.member(1)
    assert trained.members[1].keys() == expected.keys()
    for name, array in expected.items():
        np.testing.assert_allclose(trained.members[1][name], array, atol=0.02, err_msg=name)


def test_another_form_is_refused(package: Path) -> None:
    tiny_weights.write(package / "de.npz", form=weights.FORM + 1)
    with pytest.raises(RecordError, match=r"\[weights-form\]"):
        read(document("de"))


def break_missing(path: Path) -> None:
    path.unlink()


def break_empty(path: Path) -> None:
    path.write_bytes(b"")


def break_cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def break_garbled(path: Path) -> None:
    path.write_bytes(b"<html>Not found</html>" * 50)


def break_no_card(path: Path) -> None:
    np.savez(path, vectors=np.zeros(3))


@pytest.mark.parametrize("broken", [break_missing, break_empty, break_cut, break_garbled, break_no_card])
def test_a_file_that_cannot_be_read_is_told(package: Path, broken: object) -> None:
    assert callable(broken)
    broken(package / "en.npz")
    with pytest.raises(RecordError, match=r"\[weights-unread\]"):
        read(document("en"))
    assert read(document("de")).statements


def test_without_weights_the_rules_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, PACKAGE, None)
    assert default_reader() == check_reader(None) == "rules"
    with pytest.raises(UsageError, match=r"\[no-weights\]"):
        check_reader("model")
    told: list[str] = []
    with Reader(note=told.append) as reader:
        assert reader.name == "rules"
        assert reader.statements(document("de")) == read(document("de"), "rules")
    assert len(told) == 1
    assert check_reader("rules") == "rules"


def test_an_unknown_reader_is_refused() -> None:
    with pytest.raises(UsageError, match=r"\[no-reader\]"):
        check_reader("oracle")
