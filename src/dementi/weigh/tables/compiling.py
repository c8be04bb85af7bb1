"""Loops over millions of statements, compiled by numba; outside the interpreter's lock, so in threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function of numbers and NumPy arrays; what it compiles to is kept on disk."""
    # What numba returns is no function to the type checker, but takes and gives what the plain one does.
    return cast("Function", numba.njit(nogil=True, cache=True)(function))
