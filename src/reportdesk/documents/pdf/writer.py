"""PDF: from the very Word file by LibreOffice where this computer has one, else a preview.

A preview is what the window's library makes of the web page: its pages break elsewhere than those of the signed file,
and it says so on every page.
"""

from collections.abc import Callable
from typing import NamedTuple

from reportdesk.documents import office
from reportdesk.documents.office import NoOfficeError, OfficeError
from reportdesk.errors import ReportDeskError

PREVIEW = "仅供预览"

# What makes a PDF of a web page. It needs Qt, so the window's entry point hands it in.
pdf_by: Callable[[bytes], bytes] | None = None

TIMEOUT = 120.0  # seconds


class PdfError(ReportDeskError):
    """A PDF that could not be made."""


class MadePdf(NamedTuple):
    """A PDF; `remark` says which way was used, `preview` whether its pages may break elsewhere than in Word."""

    data: bytes
    remark: str
    preview: bool


def make_pdf(docx: Callable[[], bytes], html: Callable[[], bytes]) -> MadePdf:
    """A PDF of a report; `docx` and `html` are called when their file is needed. Raises PdfError.

    Where LibreOffice is there but fails, the preview is made instead and the remark says so.
    """
    failed: OfficeError = NoOfficeError()
    if office.office_program():
        try:
            data = office.convert(docx(), ".docx", ".pdf", TIMEOUT)
            if not data.startswith(b"%PDF-"):
                raise OfficeError("LibreOffice 没有生成 PDF")
            return MadePdf(data, "由 LibreOffice 按 Word 文件生成", False)
        except OfficeError as error:
            failed = error
    if pdf_by is None:
        no_office = f"{failed}，不能生成 PDF。请导出 Word 文件，再用 WPS 或 Word 另存为 PDF。"
        raise PdfError(no_office if isinstance(failed, NoOfficeError) else str(failed)) from failed
    return MadePdf(pdf_by(html()), f"{PREVIEW}：{failed}，分页可能与 Word 文件不同", True)
