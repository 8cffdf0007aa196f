"""The .rdesk file on disk.

report_json      a report ↔ the dicts of report.json           format_version number and history of the format
migrations       older revisions of it, step by step           crash_log      where the program failed
rdesk            the bytes of a file                           file_stamp     noticing that another program changed it
saving           saving a report in its file                   lock           who has a report open
journal          what is not saved yet                         recovery       reports that a crash left unsaved
version_history  what the file held before                     damage         what a damaged file still holds
report_file      all of these for the report in the window     single_instance  the running window, and a second start
"""

from collections.abc import Mapping
from pathlib import Path

from reportdesk.files.atomic import WriteError, write_atomically
from reportdesk.report import Report
from reportdesk.store.rdesk import SUFFIX, StoredReport, decode, encode, read_file
from reportdesk.store.report_json import DamagedError, OpenError
from reportdesk.store.saving import save, with_pictures

__all__ = [
    "SUFFIX",
    "DamagedError",
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


def save_report(report: Report, path: str | Path, media: Mapping[str, bytes] | None = None) -> None:
    """Writes a report to a .rdesk file with the pictures that its texts name, whole or not at all.

    `media` is name below media/ → bytes; what is not among them stays as the file has it. Raises WriteError with a
    sentence, also where a picture is to be found in neither.
    """
    path = Path(path)
    save(with_pictures(report, path, media or {}), path)
