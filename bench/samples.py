"""Texts to measure on: the example's reports, and as many variations of them as are asked for."""

from collections.abc import Iterator
from pathlib import Path

from dementi import load, pipeline
from dementi.model import Document

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
SEED_ARTICLE = SHARED / "seed" / "article.txt"


def reports() -> list[Document]:
    """The embedded example's reports."""
    return [one for one in load.documents([str(load.example(pipeline.EXAMPLE))]) if isinstance(one, Document)]


def variations(count: int) -> Iterator[Document]:
    """So many different documents: the example's reports in turn, each with a number of its own."""
    originals = reports()
    for number in range(count):
        original = originals[number % len(originals)]
        yield Document(
            document_id=f"d-{number:012x}",
            text=f"{original.text}\n{number}\n",
            sha256="",
            published_on=original.published_on,
            outlet=original.outlet,
            language=original.language,
        )
