"""Export: a report as a file of the kind that its suffix names."""

import importlib
from pathlib import Path

from reportdesk.errors import ReportDeskError
from reportdesk.report import Report
from reportdesk.store import write_atomically

# Suffix → (name of the kind, module with `render(report) -> bytes`); modules are imported when first used.
KINDS = {
    ".docx": ("Word 文档", "reportdesk.writing.word"),
    ".xlsx": ("Excel 工作簿", "reportdesk.writing.excel"),
}


class ExportError(ReportDeskError):
    """A target that cannot be exported to."""


def render(report: Report, suffix: str) -> bytes:
    """The bytes of an export. Raises ExportError for an unknown suffix."""
    if suffix.lower() not in KINDS:
        known = "、".join(KINDS)
        raise ExportError(f"不能导出为“{suffix or '没有扩展名的文件'}”，文件名请以 {known} 结尾。")
    data: bytes = importlib.import_module(KINDS[suffix.lower()][1]).render(report)
    return data


def write(report: Report, path: str | Path) -> None:
    """Writes a report to a file of the kind that its suffix names, whole or not at all.

    Raises ExportError for an unknown suffix, WriteError when the file cannot be written.
    """
    path = Path(path)
    write_atomically(path, render(report, path.suffix))
