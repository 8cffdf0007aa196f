"""The source of a reading as it stood there: paragraphs and tables, with the place of a figure shown."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from reportdesk.documents.blocks import Grid, GridCell, SourceDocument, TableBlock
from reportdesk_ui import theme
from reportdesk_ui.widgets.markup import escape

MOST_SHOWN = 400_000  # characters of HTML: more would take Qt seconds


class SourceView(QTextBrowser):
    """Shows a document read-only; `show_place` leads to a table cell in it."""

    def __init__(self, document: SourceDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("来源")
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setHtml(_html(document))

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is ever fetched, whatever a source names."""
        return None

    def show_place(self, anchor: str) -> None:
        """Tints the table cell with this anchor ("2.6.3": table, row, cell) or all cells of a row ("2.6").

        An unknown anchor changes nothing.
        """
        places = []
        block = self.document().begin()
        while block.isValid():
            pieces = block.begin()
            while not pieces.atEnd():
                piece = pieces.fragment()
                if any(name == anchor or name.startswith(f"{anchor}.") for name in piece.charFormat().anchorNames()):
                    places.append((block.position(), block.position() + block.length() - 1))
                pieces += 1
            block = block.next()
        if places:
            self._tint(places)

    def _tint(self, places: list[tuple[int, int]]) -> None:
        look = QTextCharFormat()
        look.setBackground(self.palette().highlight())
        look.setForeground(self.palette().highlightedText())
        marks = []
        for start, end in places:
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            mark = QTextEdit.ExtraSelection()
            mark.format, mark.cursor = look, cursor  # type: ignore[attr-defined]
            marks.append(mark)
        self.setExtraSelections(marks)
        top = QTextCursor(self.document())
        top.setPosition(places[0][0])
        self.setTextCursor(top)
        self.ensureCursorVisible()


def _html(document: SourceDocument) -> str:
    parts: list[str] = []
    size = 0
    table = 0
    for block in document.blocks:
        if isinstance(block, TableBlock):
            table += 1
            part = _table(block.grid, table)
        else:
            part = f"<p style='margin:0 0 6px 0'>{escape(block.text)}</p>"
        size += len(part)
        if size > MOST_SHOWN:
            parts.append("<p>（后面的内容较多，没有显示）</p>")
            break
        parts.append(part)
    return "".join(parts)


def _table(grid: Grid, number: int) -> str:
    line = theme.colours().line
    rows = []
    for r, spots in enumerate(grid, 1):
        cells = "".join(_cell(spot, f"{number}.{r}.{c}", line) for c, spot in enumerate(spots, 1) if not spot.continued)
        rows.append(f"<tr>{cells}</tr>")
    return (
        f"<table cellspacing='0' cellpadding='2' style='border-collapse:collapse;border:1px solid {line}'>"
        f"{''.join(rows)}</table><p style='margin:0 0 6px 0'></p>"
    )


def _cell(spot: GridCell, anchor: str, line: str) -> str:
    spans = f"{_span('colspan', spot.right - spot.left)}{_span('rowspan', spot.rows)}"
    return f"<td{spans} style='border:1px solid {line}'><a name='{anchor}'>{escape(spot.text) or '&nbsp;'}</a></td>"


def _span(name: str, count: int) -> str:
    return f" {name}='{count}'" if count > 1 else ""
