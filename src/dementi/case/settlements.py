"""How claims of a case turned out, as its user says: settled, settled anew, taken back."""

from __future__ import annotations

from datetime import date

from dementi.case.casefile import Case
from dementi.case.journal import LogEntry
from dementi.model import Settlement


def settled(case: Case) -> tuple[Settlement, ...]:
    """The settled claims, by their ids; of several decisions on one claim the last that stands counts."""
    found = {
        one.subject_ids[0]: Settlement(
            claim_id=one.subject_ids[0],
            truth=one.after["truth"],
            on=date.fromisoformat(one.after["on"]),
            why=one.after.get("why"),
            who=one.who,
            at=one.at,
        )
        for one in case.corrections()
        if one.kind == "settle"
    }
    return tuple(found[claim_id] for claim_id in sorted(found))


def settle(
    case: Case, claim_id: str, *, truth: bool, on: date, why: str | None, before: dict[str, object]
) -> LogEntry | None:
    """Append that a claim turned out true or false; None where just that is settled already.

    Parameters
    ----------
    case : open, and writable.
    claim_id : of a claim of the case; the caller has made sure that there is one.
    truth : how it turned out.
    on : the day on which that became known.
    why : reason or address, in the user's words.
    before : what the machine made of the claim; kept beside the decision, with the one it replaces.
    """
    after = {"truth": truth, "on": on.isoformat(), "why": why}
    earlier = next((one for one in settled(case) if one.claim_id == claim_id), None)
    if earlier is not None:
        replaced = {"truth": earlier.truth, "on": earlier.on.isoformat(), "why": earlier.why}
        if replaced == after:
            return None
        before = {**before, "settled": replaced}
    return case.correct("settle", [claim_id], before=before, after=after)
