"""The kinds of files a report is read from and written to, and the suffixes they have.

The reader goes by what is in a file first (`documents/reader`). The suffix says what it is where the content leaves
that open, which files of a folder are reports, and what file dialogs offer.
"""

from typing import NamedTuple

# The kinds, by the names that a clerk reads.
WORD, EXCEL, WEB, PDF, TEXT = "Word 文档", "Excel 工作簿", "网页", "PDF 文件", "文本文件"
READABLE = "Word、Excel、网页、PDF 或文本文件"  # all of them in a sentence


class FileType(NamedTuple):
    """What the files of a suffix are: their kind, and whether LibreOffice has to convert them before they are read."""

    kind: str
    converted: bool = False


# All that can be read. The usual ones come first: file dialogs list them in this order.
FILE_TYPES = {
    **dict.fromkeys((".docx", ".docm"), FileType(WORD)),
    **dict.fromkeys((".doc", ".wps"), FileType(WORD, converted=True)),
    **dict.fromkeys((".xlsx", ".xlsm"), FileType(EXCEL)),
    **dict.fromkeys((".xls", ".et"), FileType(EXCEL, converted=True)),
    **dict.fromkeys((".html", ".htm", ".mht", ".mhtml", ".shtml", ".xhtml"), FileType(WEB)),
    ".pdf": FileType(PDF),
    **dict.fromkeys((".txt", ".md", ".csv"), FileType(TEXT)),
    **dict.fromkeys((".rtf", ".odt", ".dot", ".wpt"), FileType(WORD, converted=True)),
    **dict.fromkeys((".ods", ".xlt", ".ett"), FileType(EXCEL, converted=True)),
}
UNKNOWN = FileType("")

EXPORTS = {".docx": WORD, ".xlsx": EXCEL, ".html": WEB, ".pdf": PDF}  # what a report is exported to: suffix → kind


def file_type(suffix: str) -> FileType:
    """What files of a suffix (".DOC") are; UNKNOWN for those that nobody reads."""
    return FILE_TYPES.get(suffix.lower(), UNKNOWN)
