"""How much a test tries: little at every change, a hundred times as much once an issue (`make test-long`)."""

import os

LONG_FACTOR = 100
_VARIABLE = "REPORTDESK_TESTS_LONG"


def begin_long() -> None:
    """From now on, and in child processes, tests try as much as they do in the long run."""
    os.environ[_VARIABLE] = "1"


def times(usual: int) -> int:
    """A number of tries, or of seconds to wait for them: the usual one, or a hundred times as many in the long run."""
    return usual * LONG_FACTOR if os.environ.get(_VARIABLE) else usual
