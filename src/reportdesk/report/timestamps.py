"""When something happened: `at` of the drafts, the sign-off, the dismissals and the submissions of a report.

Written is the local time to the second, without a zone: "2026-01-12 10:30:05". What earlier versions wrote is read as
well: "2026-01-12 10:30" (drafts, sign-off), "2026-01-12T10:30:05" (submissions) and "2026-01-12" (dismissals).

Journal and lock are no part of a report: `at` of a journal record is the seconds since 1970 as a float, `since` of a
lock file has a zone ("2026-01-12T10:30:05+08:00").
"""

from datetime import datetime
from typing import Literal

_LENGTH = {"minute": len("2026-01-12 10:30"), "second": len("2026-01-12 10:30:05")}


def current_time() -> str:
    """The time as it is written."""
    return datetime.now().isoformat(" ", "seconds")


def parse_time(at: str) -> datetime | None:
    """The moment, midnight for a date alone; None for what is no time."""
    try:
        return datetime.fromisoformat(at)
    except ValueError:
        return None


def format_time(at: str, to: Literal["minute", "second"] = "minute") -> str:
    """A time for a person, no finer than this and no finer than it was written; what is no time as it stands."""
    return at.replace("T", " ")[: _LENGTH[to]] if parse_time(at) else at
