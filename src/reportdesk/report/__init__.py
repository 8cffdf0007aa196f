"""One unit's report for one year."""

from reportdesk.report.completeness import is_done, is_started, missing
from reportdesk.report.differences import differences
from reportdesk.report.edits import Edit, Place, clear_cells, edit, edit_between, look, set_values
from reportdesk.report.figures import Figures, figures, is_automatic, refreshed, to_fill
from reportdesk.report.last_year import Beside, beside, last_year, predecessor_of
from reportdesk.report.merging import BASICS, only, taken_in
from reportdesk.report.paragraphs import Paragraph, paragraphs
from reportdesk.report.schema import (
    Adoption,
    Cells,
    Contact,
    Judgement,
    Origin,
    Picture,
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
from reportdesk.report.sentences import as_spoken, in_any_year, sentences
from reportdesk.report.sources import SourceRow, by_office, row_key, rows, source_of

__all__ = [
    "BASICS",
    "Adoption",
    "Beside",
    "Cells",
    "Contact",
    "Edit",
    "Figures",
    "Judgement",
    "Origin",
    "Paragraph",
    "Picture",
    "Place",
    "Predecessor",
    "Report",
    "ReportError",
    "Source",
    "SourceRow",
    "Text",
    "Unknown",
    "as_spoken",
    "beside",
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
    "in_any_year",
    "is_automatic",
    "is_done",
    "is_started",
    "kind_id",
    "last_year",
    "look",
    "missing",
    "only",
    "paragraphs",
    "predecessor_of",
    "refreshed",
    "row_key",
    "rows",
    "sentences",
    "set_values",
    "source_of",
    "taken_in",
    "to_fill",
]
