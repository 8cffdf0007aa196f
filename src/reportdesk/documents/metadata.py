"""What files written by this program say of a report beside its text and tables, so that they can be read back.

A workbook has the sheet 基本信息 for it, a web page elements such as <meta name="reportdesk.unit" content="某局">,
a Word file custom properties with the same names.
"""

import msgspec

from reportdesk.report.schema import Report

# The sheets of a workbook beside the official tables.
TEXTS, FACTS, CELLS, GUIDE = "文字部分", "基本信息", "逐格清单", "说明"

# Fact → its label on the sheet of facts: fields of the report and of its contact.
METADATA_LABELS = {
    "unit": "单位名称",
    "year": "报告年度",
    "edition": "格式版本",
    "kind": "单位类别",
    "office": "联系部门",
    "address": "地址",
    "postcode": "邮编",
    "telephone": "电话",
    "fax": "传真",
    "email": "电子邮箱",
}
PREFIX = "reportdesk."  # of the names under which pages and documents hold facts

# Styles of a Word file that say what a paragraph is.
NOTE, CAPTION, CLOSING = "TableNote", "Caption", "Closing"
NOTE_NAME = "表格注释"  # which an office program keeps when it changes the ids; the others have Word's own names


def report_metadata(report: Report) -> dict[str, str]:
    """Fact → what the report says, "" for nothing."""
    facts = {"unit": report.unit, "year": str(report.year), "edition": report.edition, "kind": report.kind}
    return facts | msgspec.structs.asdict(report.contact)
