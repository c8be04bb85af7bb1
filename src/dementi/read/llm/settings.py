"""Which server reads, with which model, and how much it may cost."""

from __future__ import annotations

import ipaddress
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import urlsplit

import msgspec

from dementi.errors import UsageError
from dementi.model import Record

#: Every setting can come from the environment: ``url`` from ``DEMENTI_LLM_URL`` and so on.
PREFIX = "DEMENTI_LLM_"


class LlmSettings(Record, frozen=True, kw_only=True):
    """What the reader ``llm`` may be told.

    Parameters
    ----------
    url : base address of the server, such as ``http://localhost:11434/v1``.
    model : the model's name there.
    key : what the server wants as a bearer token; None where it wants none.
    token_limit : tokens that one run may spend, asked and answered together; None: no limit.
    cost_limit : what one run may cost, in the currency of the prices; None: no limit.
    price_in, price_out : price of a million tokens asked, and answered.
    cache : file of the answers; None: ``llm.sqlite`` in the user's cache folder.
    parallel : requests on their way at one time.
    batch_tokens : segments are put together into one request up to so many (estimated) tokens.
    answer_tokens : the longest answer to one request.
    attempts : how often one request is sent before the server is taken not to answer.
    timeout : seconds to wait for the server to say something.
    allow_plain_http : whether text may go to another machine without encryption.
    """

    url: str
    model: str
    key: str | None = None
    token_limit: int | None = None
    cost_limit: float | None = None
    price_in: float | None = None
    price_out: float | None = None
    cache: Path | None = None
    parallel: int = 4
    batch_tokens: int = 1500
    answer_tokens: int = 4096
    attempts: int = 5
    timeout: float = 120.0
    allow_plain_http: bool = False

    def __repr__(self) -> str:
        # The key would otherwise end up in logs and tracebacks.
        return f"LlmSettings(url={self.url!r}, model={self.model!r})"

    @property
    def host(self) -> str:
        """Where the text goes, without what an address may hide beside the host."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"

    @property
    def is_local(self) -> bool:
        """Whether the text stays on this machine."""
        name = (urlsplit(self.url).hostname or "").rstrip(".")
        if name == "localhost" or name.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return False


def settings_from(given: Mapping[str, Any], environment: Mapping[str, str] = os.environ) -> LlmSettings:
    """The settings: what was ``given``, else what the environment says, else the defaults.

    Parameters
    ----------
    given : fields of :class:`LlmSettings`; None counts as not given.
    environment : variables such as ``DEMENTI_LLM_URL``; an empty one counts as not set.

    Raises
    ------
    UsageError
        If the address or the model is missing, a value is none, or text would leave the machine
        unencrypted.
    """
    values: dict[str, Any] = {}
    for field in LlmSettings.__struct_fields__:
        if value := environment.get(PREFIX + field.upper()):
            values[field] = _converted(field, value)
        if given.get(field) is not None:
            values[field] = given[field]
    for field, example in (("url", "http://localhost:11434/v1"), ("model", "qwen3:14b")):
        if not values.get(field):
            raise UsageError(
                f"The reader llm does not know its {'server' if field == 'url' else field}.",
                f"Expected --llm-{field}, such as {example}, or {PREFIX}{field.upper()}.",
                slug="llm-settings",
            )
    settings = LlmSettings(**values)
    check(settings)
    return settings


def _converted(field: str, text: str) -> Any:
    kind = get_type_hints(LlmSettings)[field]
    try:
        return msgspec.convert(Path(text) if field == "cache" else text, kind, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(
            f"{PREFIX}{field.upper()} is {text!r}." if field != "key" else f"{PREFIX}KEY cannot be used.",
            f"Expected a value as docs/how-to/read-with-llm.md tells ({error}).",
            slug="llm-settings",
        ) from None


def check(settings: LlmSettings) -> None:
    """Refuse settings that cannot work, or that would send text where nobody expects it.

    Raises
    ------
    UsageError
        With the setting that is off and what would be right.
    """
    parts = urlsplit(settings.url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise UsageError(
            f"The address of the reader llm cannot be used: {settings.host}.",
            "Expected http(s)://host/v1 without a user name; the key comes from DEMENTI_LLM_KEY.",
            slug="llm-settings",
        )
    if parts.scheme == "http" and not settings.is_local and not settings.allow_plain_http:
        raise UsageError(
            f"The reports would go to {settings.host} unencrypted, readable by everyone on the way.",
            "Expected https, or an address on this machine; --llm-allow-plain-http sends them all the same.",
            slug="llm-plain-http",
        )
    if settings.cost_limit is not None and (settings.price_in is None or settings.price_out is None):
        raise UsageError(
            "A cost limit needs prices, and none are known.",
            f"Give {PREFIX}PRICE_IN and {PREFIX}PRICE_OUT (for a million tokens), or use --llm-token-limit.",
            slug="llm-settings",
        )
    for name in ("parallel", "batch_tokens", "answer_tokens", "attempts", "timeout"):
        if getattr(settings, name) <= 0:
            raise UsageError(
                f"{PREFIX}{name.upper()} is {getattr(settings, name)}.",
                "Expected a number above 0.",
                slug="llm-settings",
            )


def cache_path(settings: LlmSettings, environment: Mapping[str, str] = os.environ) -> Path:
    """Where the answers are kept: the file of the settings, else one in the user's cache folder."""
    if settings.cache is not None:
        return settings.cache
    if folder := environment.get("XDG_CACHE_HOME"):
        base = Path(folder)
    elif sys.platform == "win32":
        base = Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path.home() / ".cache"
    return base / "dementi" / "llm.sqlite"
