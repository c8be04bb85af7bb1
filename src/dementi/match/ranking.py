"""Which claims come first: those about which sources contradict each other, then the well attested."""

from __future__ import annotations

from collections.abc import Mapping

from dementi.model import AFFIRMING, DENYING, WITHHOLDING, Claim, Statement

Importance = tuple[bool, float, int, int, str]


def importance(claim: Claim, statement_of: Mapping[str, Statement]) -> Importance:
    """A key that sorts the most contested and best attested claims to the end.

    First whether any source, and not only an author, speaks; then origins, with opposition counted
    double, since two origins against two are more of a question than ten that agree; silence is
    half an opposition. Then how much the claim tells, then the number of its statements.
    """
    affirming: set[str] = set()
    denying: set[str] = set()
    withholding: set[str] = set()
    stated: set[str] = set()
    for attachment in claim.attachments:
        is_stated = statement_of[attachment.statement_id].kind == "stated"
        if is_stated:
            stated.add(attachment.origin_id)
        elif attachment.stance in AFFIRMING:
            affirming.add(attachment.origin_id)
        elif attachment.stance in DENYING:
            denying.add(attachment.origin_id)
        elif attachment.stance in WITHHOLDING:
            withholding.add(attachment.origin_id)
    opposition = len(denying) + 0.5 * len(withholding)
    origins = len(affirming) + opposition + 0.5 * len(stated)
    told = claim.event
    slots = () if told is None else (told.agent, told.target, told.theme, told.place)
    return (
        bool(affirming or denying),
        origins + 2 * min(len(affirming), opposition),
        sum(slot is not None for slot in slots),
        sum(not attachment.is_copy for attachment in claim.attachments),
        claim.claim_id,
    )
