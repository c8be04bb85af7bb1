"""Small tables of who said what, as claims for the weighing; the sentences are invented."""

from __future__ import annotations

from datetime import date

from dementi.model import WeighingClaim, WeighingStatement

FIRST_DAY = date(2030, 5, 1)


def weighing_claim(table: str, *, claim: str = "It is so.", agent: str | None = None) -> WeighingClaim:
    """A claim from lines of ``day | source | country | side | stance``; ``-`` for what is not given.

    Days count from the first of May 2030, which is day 1.
    """
    statements = []
    for line in table.strip().splitlines():
        day, source, country, side, stance = (cell.strip() for cell in line.split("|"))
        statements.append(
            WeighingStatement(
                date=FIRST_DAY.replace(day=int(day)),
                source=source,
                stance=stance,
                source_country=None if country == "-" else country,
                side=None if side == "-" else side,  # type: ignore[arg-type]  # words of the model
                url=f"https://example.org/{len(statements)}",
            )
        )
    return WeighingClaim(id="claim", claim=claim, agent=agent, statements=tuple(statements))
