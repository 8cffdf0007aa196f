"""The .rdesk file on disk: `rdesk` reads and writes its bytes, `atomic` puts them in place.

Still to come here: migration of older formats, recovery, locks and backups.
"""

from pathlib import Path

from reportdesk.report import Report
from reportdesk.store.atomic import WriteError, write_atomically
from reportdesk.store.rdesk import SUFFIX, OpenError, StoredReport, decode, encode, read_file

__all__ = [
    "SUFFIX",
    "OpenError",
    "StoredReport",
    "WriteError",
    "decode",
    "encode",
    "open_report",
    "read_file",
    "save_report",
    "write_atomically",
]


def open_report(path: str | Path) -> Report:
    """The report in a .rdesk file. Raises OpenError with a sentence; the file is untouched."""
    path = Path(path)
    return decode(read_file(path), path.name).report


def save_report(report: Report, path: str | Path) -> None:
    """Writes a report to a .rdesk file, whole or not at all. Raises WriteError with a sentence."""
    write_atomically(Path(path), encode(report))
