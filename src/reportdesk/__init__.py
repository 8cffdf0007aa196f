"""ReportDesk (年报填报): the engine behind the window, without Qt.

report = reportdesk.Report.new(unit="示例县财政局", year=2025)
report = report.with_cells({"requests.received.natural_person": "8"})
reportdesk.check(report).findings
reportdesk.save_report(report, "2025.rdesk")
reportdesk.write(report, "2025.docx")
reportdesk.read("2024.docx").doubts
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reportdesk.checks import CheckResult as Outcome
from reportdesk.checks import Finding, check
from reportdesk.errors import ReportDeskError
from reportdesk.report import PreviousReport, Report, figures
from reportdesk.store import open_report, save_report
from reportdesk.version import VERSION as __version__

if TYPE_CHECKING:
    from reportdesk.services.import_report import Reading

__all__ = [
    "Finding",
    "Outcome",
    "PreviousReport",
    "Report",
    "ReportDeskError",
    "__version__",
    "check",
    "figures",
    "open_report",
    "read",
    "save_report",
    "write",
]


def read(path: str | Path) -> "Reading":
    """The report in a file that another program wrote, with what is doubtful about it. Raises ReportDeskError."""
    from reportdesk.services import import_report

    return import_report.read(path)


def write(report: Report, path: str | Path, media: Mapping[str, bytes] | None = None) -> None:
    """Exports a report to a file of the kind its suffix names (.docx, .xlsx, .html, .pdf). Raises ReportDeskError.

    `media` are the pictures that its texts name: name → bytes.
    """
    from reportdesk.services import export

    export.write(report, path, media)
