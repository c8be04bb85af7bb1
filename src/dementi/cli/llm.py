"""Options of the reader that asks a language model, and what they amount to."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
#: The name of the reader as `--reader` takes it.
LLM = "llm"

_OPTIONS = (
    click.option(
        "--llm-url", metavar="URL", help="With --reader llm: the server, such as http://localhost:11434/v1."
    ),
    click.option("--llm-model", metavar="NAME", help="With --reader llm: the model's name there."),
    click.option("--llm-token-limit", type=click.IntRange(min=1), help="Stop before more tokens are spent."),
    click.option("--llm-cost-limit", type=click.FloatRange(min=0), help="Stop before it costs more."),
    click.option("--llm-cache", type=click.Path(path_type=Path, dir_okay=False), help="File of the answers."),
    click.option(
        "--llm-allow-plain-http", is_flag=True, default=None, help="Send text unencrypted to another host."
    ),
)


def llm_options(command: Command) -> Command:
    """Add the options; the command gets them as ``llm``, settings where its reader is ``llm``, else None."""

    @functools.wraps(command)
    def with_settings(*, reader: str | None, **given: Any) -> Any:
        own = {name: given.pop(f"llm_{name}") for name in _NAMES}
        # Imported when it is asked for: who reads with the rules must not pay for it.
        llm = importlib.import_module("dementi.read.llm").settings_from(own) if reader == LLM else None
        return command(reader=reader, llm=llm, **given)

    wrapped: Any = with_settings
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    result: Command = wrapped
    return result


_NAMES = ("url", "model", "token_limit", "cost_limit", "cache", "allow_plain_http")
