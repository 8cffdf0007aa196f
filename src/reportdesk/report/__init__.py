"""One unit's report for one year."""

from reportdesk.report.completeness import is_done, is_started, missing
from reportdesk.report.differences import differences
from reportdesk.report.edits import Edit, Place, clear_cells, edit, edit_between, look, set_values
from reportdesk.report.figures import Figures, figures, is_automatic, refreshed, to_fill
from reportdesk.report.paragraphs import Paragraph, paragraphs
from reportdesk.report.schema import (
    Adoption,
    Cells,
    Contact,
    Judgement,
    Predecessor,
    Report,
    ReportError,
    Source,
    Text,
    Unknown,
    check_values,
    checked_year,
    clean_line,
    clean_text,
    kind_id,
)
from reportdesk.report.sources import SourceRow, by_office, row_key, rows, source_of

__all__ = [
    "Adoption",
    "Cells",
    "Contact",
    "Edit",
    "Figures",
    "Judgement",
    "Paragraph",
    "Place",
    "Predecessor",
    "Report",
    "ReportError",
    "Source",
    "SourceRow",
    "Text",
    "Unknown",
    "by_office",
    "check_values",
    "checked_year",
    "clean_line",
    "clean_text",
    "clear_cells",
    "differences",
    "edit",
    "edit_between",
    "figures",
    "is_automatic",
    "is_done",
    "is_started",
    "kind_id",
    "look",
    "missing",
    "paragraphs",
    "refreshed",
    "row_key",
    "rows",
    "set_values",
    "source_of",
    "to_fill",
]
