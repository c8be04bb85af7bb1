"""What the pipeline does with a case: near-copies are compared once, courses only where they are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from dementi import load, pipeline, weigh
from dementi.case import Case

TEXT = (
    "Russia denied on Friday that it had sent troops to Belarus. Ukraine's military intelligence said Russia "
    "had sent 1,500 soldiers to Belarus by train, with vehicles and field kitchens. A NATO spokesman said "
    "the alliance could not confirm the deployment, but was watching the border closely."
)


def report(folder: Path, name: str, text: str) -> str:
    path = folder / f"{name}.md"
    path.write_text(f"---\ndate: 2030-05-01\noutlet: {name}\n---\n{text}\n")
    return str(path)


def test_a_case_is_looked_into_without_comparing_its_documents_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[int] = []

    def copies(documents: tuple[object, ...]) -> object:
        compared.append(len(documents))
        return load_copies(documents)

    load_copies = load.copies
    monkeypatch.setattr(load, "copies", copies)
    settings = pipeline.Settings(case=tmp_path / "story.case", reader="rules")
    one, two = report(tmp_path, "one", TEXT), report(tmp_path, "two", TEXT + " Wire.")
    first = pipeline.gather([one, two], settings)
    assert len(first.copies) == 1
    for _ in range(2):
        assert pipeline.gather((), settings).copies == first.copies
    assert compared == [2]
    third = pipeline.gather([report(tmp_path, "three", TEXT + " Agency.")], settings)
    assert compared == [2, 3]
    assert len(third.copies) == 2
    with Case.open(tmp_path / "story.case") as case:
        case.undo()
    assert pipeline.gather((), settings).copies == first.copies
    assert compared == [2, 3, 2]


def test_the_example_works_out_the_course_of_its_last_day_only() -> None:
    dossiers = pipeline.demo(pipeline.Settings(reader="rules"))
    assert len(dossiers) == len(pipeline.EXAMPLE_DAYS)
    assert all(not item.course for dossier in dossiers[:-1] for item in dossier.items)
    assert all(item.course for item in dossiers[-1].items)


def test_ready_statements_are_weighed_with_the_record_given() -> None:
    line = b"""{"id": "new", "claim": "It is so.", "statements": [
        {"date": "2030-05-01", "source": "Service X", "stance": "asserts", "side": "accuser"}]}""".replace(
        b"\n", b""
    )
    settled = [
        weigh.settled_from_lines([line.replace(b'"new"', b'"old-%d"' % number)[:-1] + b', "truth": true}'])[0]
        for number in range(6)
    ]
    (plain,) = pipeline.weigh_statements([line], pipeline.Settings()).items
    (known,) = pipeline.weigh_statements([line], pipeline.Settings(record=tuple(settled))).items
    assert plain.assessment.contributions[0].reliability is None
    assert known.assessment.contributions[0].reliability is not None
    assert known.assessment.probability > plain.assessment.probability + 0.05
    # The course begins with the number of its first day: the record is the same on all days.
    assert known.course[-1].probability == known.assessment.probability
