"""Bounds of what one run takes in, each with its reason."""

from __future__ import annotations

from dementi.model import Record


class LoadSettings(Record, frozen=True, kw_only=True):
    """How much one input may hold, and whether addresses may be fetched.

    Parameters
    ----------
    document_byte_limit : a longer file, mail, page or JSON line is skipped. The largest news pages
        with all their scripts stay below 10 MB; what is longer is a dump of many texts.
    text_limit : characters in one text; two million are some thirty newspapers, so not one report.
    archive_member_limit : files in one zip archive.
    archive_byte_limit : bytes that one zip archive may unpack to.
    archive_ratio_limit : how many times larger than its packed form a member may become; text packs
        three to twenty times, a bomb a thousand times.
    fetch_seconds : for one address, from the first byte sent to the last one received.
    is_network_allowed : False refuses every address.
    """

    document_byte_limit: int = 20_000_000
    text_limit: int = 2_000_000
    archive_member_limit: int = 10_000
    archive_byte_limit: int = 1_000_000_000
    archive_ratio_limit: int = 200
    fetch_seconds: float = 20.0
    is_network_allowed: bool = True
