"""Any file an office has → a `SourceDocument`: the reader is chosen by the content of the file, then by its suffix.

b"PK…" with a folder word/        →  word.reader, whatever the file is called
b"%PDF-…"                         →  pdf.reader
an old .doc                       →  LibreOffice makes a .docx of it, then word.reader
a picture, an archive, OFD        →  ReadingError, which says what to do
"""

import re
from collections.abc import Callable
from pathlib import Path

from reportdesk.documents import office, office_package
from reportdesk.documents.blocks import SourceDocument
from reportdesk.documents.excel.reader import read_xlsx
from reportdesk.documents.file_types import EXCEL, PDF, READABLE, TEXT, WEB, WORD, FileType, file_type
from reportdesk.documents.html.reader import read_html, read_mht
from reportdesk.documents.pdf import reader as pdf_reader
from reportdesk.documents.pdf.reader import read_pdf
from reportdesk.documents.plain_text import read_text
from reportdesk.documents.word.reader import read_docx
from reportdesk.errors import ReadingError
from reportdesk.files.isolation import CallControl
from reportdesk.files.safe_zip import BrokenZipError, SafeZip, TooLargeError, TooManyEntriesError

Reader = Callable[[bytes, str], SourceDocument]

_START = 4096  # bytes by which a file is recognised
OFFICE_TIMEOUT = 60.0  # seconds

_OLD_WORD, _OLD_EXCEL = FileType(WORD, converted=True), FileType(EXCEL, converted=True)
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, .xls, .wps and files with a password begin with it
_SECTOR = 512  # bytes; in a .doc the first stream begins behind the first sector
_WORD_IDENTIFIER, _FLAGS_OFFSET, _IS_ENCRYPTED = b"\xec\xa5", 11, 1  # of that stream
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|div|p|span|h[1-6]|td|tr)[\s>]", re.IGNORECASE)
_MHT = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)

_PICTURE = "这是图片，无法直接读取。请用 WPS 等软件做文字识别（OCR），核对后把文字复制、粘贴到本程序。"
_ARCHIVE = "这是压缩包，请先解压，再选择其中的报告文件。"
_OFD = "这是 OFD 版式文件，无法直接读取。请用 WPS 或 OFD 阅读器另存为 Word，或复制其中的文字粘贴到本程序。"
_SLIDES = f"这是演示文稿，不是年度报告。请选择 {READABLE}。"
_UNKNOWN = f"无法识别这个文件的格式。请选择 {READABLE}。"
_LOCKED = "这个文件加了密码，无法读取。请打开后取消密码，另存一份再试。"
_SAVE_ANEW = "请用 Word 或 WPS 打开后另存为 .docx（表格另存为 .xlsx）再导入。"
_REPORTDESK_FILE = "这是年报填报文件，请用“打开”来打开它，不需要导入。"


def read_document(path: str | Path, control: CallControl | None = None) -> SourceDocument:
    """The content of a file. Raises ReadingError with a sentence that names the file.

    `control` follows and stops what is read in a worker: PDF files, and web pages saved whole.
    """
    path = Path(path)
    data = _read(path)
    try:
        return read_bytes(data, path.name, control)
    except ReadingError as error:
        raise type(error)(f"“{path.name}”：{error}") from error


def read_bytes(data: bytes, name: str, control: CallControl | None = None) -> SourceDocument:
    """As `read_document`, for the bytes of a file and its name."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise ReadingError("文件是空的，没有可读的内容。")
    reader = _reader(data, Path(name).suffix.lower())
    for controlled in (read_pdf, read_mht):
        if reader is controlled:
            return controlled(data, name, control)
    return reader(data, name)


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise ReadingError(f"“{path.name}”是文件夹，请选择其中的报告文件。")
    try:
        with path.open("rb") as file:
            data = file.read(_START)
            most = pdf_reader.MAX_FILE if _is_pdf(data) else office_package.MAX_FILE
            data += file.read(most + 1 - len(data))
    except FileNotFoundError as error:
        raise ReadingError(f"没有找到文件“{path}”。请检查文件名和位置。") from error
    except (OSError, ValueError) as error:  # ValueError: a name no system allows
        raise ReadingError(f"“{path}”无法读取。如果它正在其他程序中打开，请关闭后再试。") from error
    if len(data) > most:
        raise ReadingError(f"“{path.name}”超过 {most // 2**20} MB，没有读取。请删去其中的图片，另存后再试。")
    return data


def _reader(data: bytes, suffix: str) -> Reader:
    """The reader for a file of a suffix (".docx"). Raises ReadingError if there is none."""
    start = data[:_START]
    if start.startswith(b"PK"):
        return _reader_of_zip(data, suffix)
    if start.startswith(_COMPOUND_FILE):
        return _reader_of_compound_file(data, suffix)
    if _is_pdf(start):
        return read_pdf
    if start.startswith(b"{\\rtf"):
        return _converting(".rtf", ".docx")
    if start.startswith(_PICTURES):
        raise ReadingError(_PICTURE)
    if start.startswith(_ARCHIVES):
        raise ReadingError(_ARCHIVE)
    if _MHT.search(start) and b"content-type:" in start.lower():
        return read_mht
    plain = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")  # of UTF-16 as well
    kind = file_type(suffix).kind
    if kind == WEB or (_HTML.search(plain) and (kind != TEXT or plain.startswith(b"<"))):
        return read_html
    if kind in (WORD, EXCEL, PDF):
        raise ReadingError("文件不完整或已经损坏，无法读取。请重新索取。")
    if b"\0" in start and not _is_wide_text(start):
        raise ReadingError(_UNKNOWN)
    return read_text


def _reader_of_zip(data: bytes, suffix: str) -> Reader:
    try:
        archive = SafeZip(data, office_package.MAX_ENTRIES)
        names = {entry.filename.replace("\\", "/").casefold(): entry for entry in archive.entries}
        stated = archive.read(names["mimetype"], _START) if "mimetype" in names else b""
    except (BrokenZipError, TooLargeError, TooManyEntriesError):
        return read_xlsx if file_type(suffix).kind == EXCEL else read_docx  # says what is wrong
    if "ofd.xml" in names:
        raise ReadingError(_OFD)
    if "report.json" in names:
        raise ReadingError(_REPORTDESK_FILE)
    if b"opendocument" in stated:
        target = ".xlsx" if b"spreadsheet" in stated else ".docx"
        return _converting(".ods" if target == ".xlsx" else ".odt", target)
    folders = {name.partition("/")[0] for name in names}
    if "ppt" in folders:
        raise ReadingError(_SLIDES)
    if "xl" in folders:
        return read_xlsx
    if "word" in folders or "_rels" in folders:
        return read_docx
    raise ReadingError(_ARCHIVE)


def _reader_of_compound_file(data: bytes, suffix: str) -> Reader:
    """The reader for the old formats of Office and WPS. Files of the new formats with a password are refused."""
    if office_package.ENCRYPTED in data:
        raise ReadingError(_LOCKED)
    if _has_entry(data, "PowerPoint Document"):
        raise ReadingError(_SLIDES)
    named = file_type(suffix)
    if _has_entry(data, "Workbook") or _has_entry(data, "Book"):
        return _converting(suffix if named == _OLD_EXCEL else ".xls", ".xlsx")
    if _has_entry(data, "WordDocument") or named == _OLD_WORD:
        stream = data[_SECTOR : _SECTOR + _FLAGS_OFFSET + 1]
        flags = int.from_bytes(stream[_FLAGS_OFFSET:])  # none if the file is cut off there
        if stream.startswith(_WORD_IDENTIFIER) and flags & _IS_ENCRYPTED:
            raise ReadingError(_LOCKED)
        return _converting(suffix if named == _OLD_WORD else ".doc", ".docx")
    raise ReadingError(_UNKNOWN)


def _has_entry(data: bytes, name: str) -> bool:
    """Whether a compound file has a stream of a name. Its directory holds the names in UTF-16, padded with zeros."""
    return name.encode("utf-16-le") + b"\0\0" in data


def _converting(suffix: str, target: str) -> Reader:
    """A reader that has LibreOffice convert a file of `suffix` to `target` (".docx" or ".xlsx") first."""

    def read(data: bytes, source: str) -> SourceDocument:
        try:
            converted = office.convert(data, suffix, target, OFFICE_TIMEOUT)
        except office.NoOfficeError as error:
            raise ReadingError(f"“{suffix}”格式的文件无法直接读取。{_SAVE_ANEW}") from error
        except office.OfficeError as error:
            late = isinstance(error, office.OfficeTimeoutError)
            why = "转换时间过长" if late else "内容可能已经损坏或加了密码"
            raise ReadingError(f"“{suffix}”格式的文件没有转换成功，{why}。{_SAVE_ANEW}") from error
        document = (read_docx if target == ".docx" else read_xlsx)(converted, source)
        document.remarks.insert(0, f"“{suffix}”格式的文件先由本机的 LibreOffice 转换后读取，请留意核对。")
        return document

    return read


def _is_pdf(start: bytes) -> bool:
    return b"%PDF-" in start[:1024]


def _is_wide_text(start: bytes) -> bool:
    return start.startswith((b"\xff\xfe", b"\xfe\xff")) or start[1::2].count(0) * 4 > len(start)
