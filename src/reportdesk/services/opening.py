"""Opening a report whatever kind of file it stands in."""

from pathlib import Path

from reportdesk.report import Report
from reportdesk.store import SUFFIX, open_report


def open_any_file(path: str | Path) -> Report:
    """The report in an .rdesk file, or the one that can be read from a file of another kind.

    Raises ReportDeskError.
    """
    path = Path(path)
    if path.suffix.lower() == SUFFIX:
        return open_report(path)
    from reportdesk.services.import_report import read  # its libraries are heavy, and few need them

    return read(path).report
