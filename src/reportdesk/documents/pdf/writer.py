"""PDF: from the very Word file by LibreOffice where this computer has one, else a preview.

A preview is what the window's library makes of the web page: its pages break elsewhere than those of the signed file,
and it says so on every page.
"""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from reportdesk.errors import ReportDeskError

PREVIEW = "仅供预览"

# What makes a PDF of a web page. It needs Qt, so the window's entry point hands it in.
pdf_by: Callable[[bytes], bytes] | None = None

_NO_WINDOW = 0x08000000  # Windows opens no console
_TIMEOUT = 120  # seconds
_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_one_at_a_time = Lock()  # two programs cannot share a profile
_profile: list[object] = []  # kept while the program runs: a new one takes seconds


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
    program = office_program()
    failed = ""
    if program:
        try:
            return MadePdf(from_word(docx(), program), "由 LibreOffice 按 Word 文件生成", False)
        except PdfError as error:
            failed = str(error)
    if pdf_by is None:
        raise PdfError(
            failed or "这台电脑没有安装 LibreOffice，不能生成 PDF。请导出 Word 文件，再用 WPS 或 Word 另存为 PDF。"
        )
    return MadePdf(
        pdf_by(html()), f"{PREVIEW}：{failed or '这台电脑没有安装 LibreOffice'}，分页可能与 Word 文件不同", True
    )


def office_program() -> Path | None:
    """LibreOffice on this computer, or None. (WPS cannot be run without its window.)"""
    import shutil

    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    return next((Path(place) for place in _PLACES if Path(place).is_file()), None)


def from_word(docx: bytes, program: Path, timeout: float = _TIMEOUT) -> bytes:
    """A Word file as a PDF, as LibreOffice lays it out; of a profile of its own, so that an open one is left alone.

    Raises PdfError when the program fails or takes longer than `timeout` seconds.
    """
    import tempfile

    try:
        with _one_at_a_time, tempfile.TemporaryDirectory(prefix="reportdesk-") as folder:
            source = Path(folder, "report.docx")
            source.write_bytes(docx)
            _run([str(program), *_options(), "--convert-to", "pdf", "--outdir", folder, str(source)], timeout)
            data = source.with_suffix(".pdf").read_bytes()
    except FileNotFoundError as error:
        raise PdfError("LibreOffice 没有生成 PDF") from error
    except OSError as error:
        raise PdfError(f"LibreOffice 没有运行起来（系统错误 {error.errno}）") from error
    if not data.startswith(b"%PDF-"):
        raise PdfError("LibreOffice 没有生成 PDF")
    return data


def _options() -> list[str]:
    if not _profile:
        import tempfile

        _profile.append(tempfile.TemporaryDirectory(prefix="reportdesk-", ignore_cleanup_errors=True))
    folder = Path(_profile[0].name)  # type: ignore[attr-defined]
    return [f"-env:UserInstallation={folder.as_uri()}", "--headless", "--norestore", "--nolockcheck"]


def _run(command: list[str], timeout: float) -> None:
    """Runs a program and, when it takes too long, ends it with all it has started."""
    from reportdesk.documents.office import end_process

    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name != "nt",
        creationflags=_NO_WINDOW if os.name == "nt" else 0,
    )
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired as error:
        raise PdfError(f"LibreOffice 超过 {timeout:g} 秒没有完成") from error
    finally:
        if process.poll() is None:
            end_process(process)
