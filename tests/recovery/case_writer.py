"""Adds numbered documents to a case, as fast as it goes; started and killed by the tests beside it.

Usage: case_writer.py CASE PREFIX COUNT
"""

from __future__ import annotations

import hashlib
import sys

from dementi.case import Case
from dementi.model import Document, Part, Statement

STATEMENT_COUNT = 3


def main(path: str, prefix: str, count: int) -> None:
    with Case(path) as case:
        for number in range(count):
            text = f"Bericht {prefix} {number}: " + "Seoul meldet, Moskau schweigt. " * 30
            name = f"d-{prefix}-{number:04d}"
            document = Document(
                document_id=name, text=text, sha256=hashlib.sha256(text.encode()).hexdigest(), language="de"
            )
            statements = [
                Statement(
                    statement_id=f"s-{prefix}-{number:04d}-{place}",
                    document_id=name,
                    kind="reported",
                    stance="asserts",
                    content=Part(text=text[:7], spans=((0, 7),)),
                )
                for place in range(STATEMENT_COUNT)
            ]
            case.add(document, statements, 0)
            print(number, flush=True)  # noqa: T201  the test counts these lines


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
