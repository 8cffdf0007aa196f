"""A page of ours on paper by Qt: the PDF preview, and print.

Qt lays out less of a page than a browser: fonts, indents and widths of tables are set here. Its pages break elsewhere
than those of the Word file, so a preview says on every page what it is.
"""

import re
import sys

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QFont,
    QGuiApplication,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextLength,
    QTextTable,
)

from reportdesk.documents.pdf.writer import PREVIEW
from reportdesk.errors import ReportDeskError

_MARGINS = QMarginsF(26, 25, 26, 22)  # mm
_RESOLUTION = 1200
_FANGSONG = ["FangSong", "仿宋", "STFangsong", "Noto Serif CJK SC", "SimSun"]
_HEI = ["SimHei", "黑体", "Noto Sans CJK SC", "Microsoft YaHei"]
_SONG = ["SimSun", "宋体", "Noto Serif CJK SC"]
_TEXT, _TABLE = 12.0, 9.0  # points
_HEADINGS = {1: 18.0, 2: 14.0}
_CAPTION = re.compile(r"<caption\b.*?</caption>", re.DOTALL)  # for screen readers; Qt would print it
_COLUMNS = re.compile(r"<colgroup>(.*?)</colgroup>", re.DOTALL)
_WIDTH = re.compile(r"width:([0-9.]+)%")
_PADDING = re.compile(r"padding:\d+px ")  # above and below a figure: 28 rows and their heading have room on one page
_RULES = re.compile(r"<style>.*?</style>", re.DOTALL)


class PrintingError(ReportDeskError):
    """A printer that takes no pages."""


def pdf_from_html(html: bytes) -> bytes:
    """A page of ours as a PDF preview: A4, fonts embedded, 仅供预览 above every page."""
    _ensure_application()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_RESOLUTION)
    writer.setCreator("")
    paint(html.decode(), writer, f"{PREVIEW}，分页以 Word 文件为准")
    buffer.close()
    return bytes(buffer.data().data())


def paint(html: str, device: QPagedPaintDevice, header: str = "") -> int:
    """Paints a page of ours onto A4 pages of a PDF writer or a printer; returns how many. Raises PrintingError."""
    device.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, _MARGINS, QPageLayout.Unit.Millimeter
        )
    )
    document = _document(html, device)
    size = document.pageSize()
    painter = QPainter()
    if not painter.begin(device):
        raise PrintingError("打印机没有接收打印任务。请检查打印机是否已连接、已开机，或换一台打印机。")
    pages = document.pageCount()
    for page in range(pages):
        if page:
            device.newPage()
        painter.save()
        painter.translate(0, -page * size.height())
        document.drawContents(painter, QRectF(0, page * size.height(), size.width(), size.height()))
        painter.restore()
        _edges(painter, size, header, page + 1)
    painter.end()
    return pages


def _document(html: str, device: QPagedPaintDevice) -> QTextDocument:
    document = QTextDocument()
    document.documentLayout().setPaintDevice(device)
    document.setDefaultFont(_font(_SONG, _TABLE))
    document.setDocumentMargin(0)
    document.setHtml(_PADDING.sub("padding:2px ", _RULES.sub("", _CAPTION.sub("", html))))
    document.setPageSize(QSizeF(device.width(), device.height()))
    _set_texts(document, device.logicalDpiX() / 72)
    for table, widths in zip(_tables(document), _COLUMNS.findall(html), strict=True):
        _set_table(table, [float(width) for width in _WIDTH.findall(widths)])
    _keep_together(document)
    return document


def _set_texts(document: QTextDocument, point: float) -> None:
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        if not cursor.currentTable():
            level = block.blockFormat().headingLevel()
            size = _HEADINGS.get(level, _TEXT)
            form = QTextBlockFormat()
            form.setLineHeight(150, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            form.setTextIndent(0 if level == 1 else 2 * size * point)
            # Margins are scaled to the device by Qt, indents are not.
            form.setTopMargin((0.8 if level in _HEADINGS else 0.1) * size)
            form.setBottomMargin((0.6 if level in _HEADINGS else 0.1) * size)
            cursor.mergeBlockFormat(form)
            text = QTextCharFormat()
            text.setFont(_font(_HEI if level in _HEADINGS else _FANGSONG, size))
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            if level:
                cursor.setCharFormat(text)  # Qt's own size of a heading would win over ours
            else:
                cursor.mergeCharFormat(text)
        block = block.next()


def _set_table(table: QTextTable, widths: list[float]) -> None:
    form = table.format()
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    form.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, width) for width in widths])
    form.setBorderCollapse(True)
    form.setBorder(1)
    form.setBorderBrush(QBrush(Qt.GlobalColor.black))
    table.setFormat(form)


def _keep_together(document: QTextDocument) -> None:
    """Moves a heading to the page of what follows it, and a table that would be split to a page of its own if it fits.

    (Of a split one Qt repeats the header over what a cell beside several rows has written there already.) From the
    beginning to the end: what is moved moves all that follows.
    """
    layout, height = document.documentLayout(), document.pageSize().height()
    tables = {table.firstCursorPosition().block().position(): table for table in _tables(document)}
    block = document.begin()
    while block.isValid():
        following = block.next()
        if block.blockFormat().headingLevel() and following.isValid():
            ends, begins = (layout.blockBoundingRect(each).top() // height for each in (block, following))
            if begins > ends:
                _begin_page(block)
        elif (table := tables.get(block.position())) and _split(layout.frameBoundingRect(table), height):
            before = block.previous()
            heading = before if before.isValid() and before.blockFormat().headingLevel() else None
            _begin_page(heading or table)
            if _split(layout.frameBoundingRect(table), height):
                _begin_page(heading or table, QTextFormat.PageBreakFlag.PageBreak_Auto)
        block = following


def _split(place: QRectF, height: float) -> bool:
    return place.top() // height < (place.bottom() - 1) // height


def _begin_page(
    what: QTextBlock | QTextTable,
    policy: QTextFormat.PageBreakFlag = QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore,
) -> None:
    if isinstance(what, QTextTable):
        form = what.format()
        form.setPageBreakPolicy(policy)
        what.setFormat(form)
    else:
        paragraph = QTextBlockFormat()
        paragraph.setPageBreakPolicy(policy)
        QTextCursor(what).mergeBlockFormat(paragraph)


def _tables(document: QTextDocument) -> list[QTextTable]:
    return [frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable)]


def _edges(painter: QPainter, size: QSizeF, header: str, page: int) -> None:
    """The line above the text and the number of the page below it."""
    painter.setFont(_font(_SONG, 10))
    height = painter.fontMetrics().height()
    if header:
        painter.drawText(QRectF(0, -2 * height, size.width(), height), Qt.AlignmentFlag.AlignRight, header)
    foot = QRectF(0, size.height() + height / 2, size.width(), height)
    painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter, f"— {page} —")


def _font(families: list[str], size: float) -> QFont:
    font = QFont(families)
    font.setPointSizeF(size)
    return font


def _ensure_application() -> None:
    """Fonts need an application; a command has none, and may run where there is no display."""
    global _application
    if QGuiApplication.instance() is None:
        arguments = [*sys.argv[:1], "-platform", "offscreen"]
        _application = QGuiApplication(arguments)


_application: QGuiApplication | None = None
