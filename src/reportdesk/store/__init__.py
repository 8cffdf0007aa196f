"""The .rdesk file on disk.

content     a report ↔ the dicts of report.json            migrations  older revisions of the format
rdesk       the bytes of a file                            atomic      putting bytes in place
saving      saving a report in its file                    stamp       noticing what others changed there
generations what the file held before                      damage      what a damaged file still holds; lenient, salvage
journal     what is not saved yet                          recovery    what a crash left
lock        who has a report open                          owner       which process that is, and whether it lives
crash_log   where the program failed, without the report
instance    the running window, and what a second start hands to it
opened      all of these for one open report: what the window holds

What is not needed to open a file is imported from its own module, when it is needed.
"""

from collections.abc import Mapping
from pathlib import Path

from reportdesk.files.atomic import WriteError, write_atomically
from reportdesk.report import Report
from reportdesk.store.rdesk import SUFFIX, StoredReport, decode, encode, read_file
from reportdesk.store.report_json import DamagedError, OpenError

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
    from reportdesk.store.saving import save, with_pictures

    path = Path(path)
    save(with_pictures(report, path, media or {}), path)
