"""Opening a report whatever kind of file it stands in."""

import importlib
from pathlib import Path

from reportdesk.errors import ReportDeskError
from reportdesk.report import Report
from reportdesk.store import SUFFIX, open_report

_TAKING_IN = "reportdesk.jobs.taking_in"  # its libraries are heavy, and few need them


def open_any(path: str | Path) -> Report:
    """The report in an .rdesk file, or the one that can be read from a file of another kind.

    Raises ReportDeskError.
    """
    path = Path(path)
    if path.suffix.lower() == SUFFIX:
        return open_report(path)
    try:
        taking_in = importlib.import_module(_TAKING_IN)
    except ModuleNotFoundError as error:
        raise ReportDeskError(f"不能读取“{path.name}”，请选择 {SUFFIX} 文件。") from error
    report: Report = taking_in.read(path).report
    return report
