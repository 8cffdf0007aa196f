"""What the running window and a second start put into their common folder."""

from pathlib import Path

from reportdesk.store import single_instance


def lock_file() -> Path:
    """The lock that the running window of this screen holds."""
    return single_instance.spool() / single_instance._name()


def request_file() -> Path:
    """A file that a second start puts there: its text is the path of a report."""
    return single_instance.spool() / f"{single_instance._name()}-1-1.request"
