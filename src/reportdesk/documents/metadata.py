"""What files written by this program say of a report beside its text and tables, so that they can be read back.

A workbook has the sheet 基本信息 for it, a web page elements such as
<meta name="reportdesk.unit" content="示例县水利局">, a Word file custom properties with the same names.
"""

import msgspec

from reportdesk import form as forms
from reportdesk.form import Form
from reportdesk.report.comparison import PARTS
from reportdesk.report.schema import Report

# The sheets of a workbook beside the official tables.
TEXTS, FACTS, CELLS, GUIDE = "文字部分", "基本信息", "逐格清单", "说明"

_OF_REPORT = ("unit", "year", "edition", "kind")
PREFIX = "reportdesk."  # of the names under which pages and documents hold facts

# Styles of a Word file that say what a paragraph is.
NOTE, CAPTION, CLOSING = "TableNote", "Caption", "Closing"
NOTE_NAME = "表格注释"  # which an office program keeps when it changes the ids; the others have Word's own names


def metadata_labels(form: Form) -> dict[str, str]:
    """Fact → its label on the sheet of facts: fields of the report, then those of its contact."""
    return {**{name: PARTS[name] for name in _OF_REPORT}, **form.contact_labels}


def metadata_names() -> dict[str, str]:
    """Label → the fact it stands for: every label that a sheet of facts has or had, in any edition."""
    found = {PARTS[name]: name for name in _OF_REPORT}
    for edition in forms.editions():
        for field in forms.get(edition).definition.contact:
            found |= dict.fromkeys([field.label, *field.variants], field.id)
    return found


def report_metadata(report: Report) -> dict[str, str]:
    """Fact → what the report says, "" for nothing."""
    facts = {"unit": report.unit, "year": str(report.year), "edition": report.edition, "kind": report.kind}
    return facts | msgspec.structs.asdict(report.contact)
