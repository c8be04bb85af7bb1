"""One tree of errors a user can mend; each says what was found, what was expected and the next step.

DementiError            exit 1   the root; never raised itself
├── UsageError          exit 2   the command line is off
├── InputError          exit 3   nothing of the input could be used
│   ├── DocumentError            one document could not be loaded or read
│   └── RecordError              a JSON record does not hold to its contract
├── CaseError           exit 3   the case file could not be opened or written
└── OutputError         exit 3   a result could not be written
"""

from __future__ import annotations


class DementiError(Exception):
    """What went wrong, in words for the person who can mend it.

    Parameters
    ----------
    found : what was met, with the first culprit and how many there are.
    expected : what would have been right, and the next step.
    slug : the heading under which ``docs/reference/errors.md`` says more.
    """

    exit_code = 1

    def __init__(self, found: str, expected: str, *, slug: str) -> None:
        self.found = found
        self.expected = expected
        self.slug = slug
        super().__init__(f"{found} {expected} [{slug}]")


class UsageError(DementiError):
    """The command line asks for something that does not exist or does not go together."""

    exit_code = 2


class InputError(DementiError):
    """Nothing of the input could be used."""

    exit_code = 3


class DocumentError(InputError):
    """One document could not be loaded or read; the others go on."""


class RecordError(InputError):
    """A JSON record does not hold to its contract."""


class CaseError(DementiError):
    """The case file could not be opened or written."""

    exit_code = 3


class OutputError(DementiError):
    """A result could not be written."""

    exit_code = 3
