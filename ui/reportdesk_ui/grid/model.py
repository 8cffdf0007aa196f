"""The body of a fixed table as Qt sees it: figures and the labels that scroll with them, placed by the form's layout.

It holds no figures; every answer comes from the document.
"""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reportdesk.checks import evaluate_sum, format_equation
from reportdesk.form import Placed
from reportdesk.numbers import NumberError, format_cell, parse_entry
from reportdesk.report import Place, is_automatic, previous_figure
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.live_checks import CellMark

Index = QModelIndex | QPersistentModelIndex
PlacedRole = int(Qt.ItemDataRole.UserRole)
MarkRole = PlacedRole + 1
ComputedRole = PlacedRole + 2
_NO_PARENT = QModelIndex()


def previous_year_line(document: ReportDocument, cell: str) -> str:
    """Last year's figure and the change in a line; "" where it is not known."""
    found = previous_figure(document.report, document.figures, cell)
    if found is None:
        return ""
    change = f"，比上年 {found.change}" if found.change not in ("", "0") else "，与上年相同" if found.change else ""
    return f"上年 {found.value}{change}"


class GridModel(QAbstractTableModel):
    """One table of the open report."""

    def __init__(self, document: ReportDocument, table: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document, self.table = document, table
        self.layout_ = document.form.layout(table)
        self._top, self._left = self.layout_.header_rows, self.layout_.label_columns
        self._placed: dict[tuple[int, int], Placed] = {}
        self.places: dict[str, tuple[int, int]] = {}
        for placed in self.layout_.cells:
            row, column = placed.row - self._top, placed.column - self._left
            if row < 0 or column < 0:
                continue
            for r in range(placed.row_span):
                for c in range(placed.column_span):
                    self._placed[row + r, column + c] = placed
            if placed.cell:
                self.places[placed.cell] = (row, column)
        document.changed.connect(self._follow)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self.layout_.rows - self._top

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self.layout_.columns - self._left

    def placed(self, index: Index) -> Placed:
        """The cell of the layout at an index."""
        return self._placed[index.row(), index.column()]

    def cell(self, index: Index) -> str | None:
        """The id of the figure at an index; None for a label."""
        return self.placed(index).cell if index.isValid() else None

    def index_of(self, cell: str) -> QModelIndex:
        """Where a figure stands."""
        row, column = self.places[cell]
        return self.index(row, column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not self.placed(index).cell:
            return Qt.ItemFlag.NoItemFlags
        shown = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return shown if self.document.read_only else shown | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        placed = self.placed(index)
        cell = placed.cell
        if role == PlacedRole:
            return placed
        if cell is None:
            return placed.text if role == Qt.ItemDataRole.DisplayRole else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return format_cell(self.document.figures[cell], self.document.report.notes.get(cell))
        if role == MarkRole:
            return self.document.check_state.marks.get(cell, CellMark.NONE)
        if role == ComputedRole:
            return cell in self.document.figures.computed
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(cell)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.document.form.cells[cell].name} {self.document.figures[cell] or '未填'}"
        return None

    def fault(self, index: Index, text: str) -> str:
        """Why a text cannot stand in a cell, as a sentence; "" when it can."""
        cell = self.document.form.cell(self.cell(index) or "")
        try:
            parse_entry(text, cell.type, cell.unit)
        except NumberError as error:
            return str(error)
        return ""

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        cell = self.cell(index)
        if cell is None or role != Qt.ItemDataRole.EditRole:
            return False
        text = str(value)
        if self.fault(index, text):
            return False
        found = self.document.form.cell(cell)
        entry = parse_entry(text, found.type, found.unit)
        places: dict[Place, str | None] = {("values", cell): entry.value, ("notes", cell): entry.note}
        return self.document.set_values(places, f"填写“{found.name}”")

    def _tooltip(self, cell: str) -> str:
        lines = [self.document.form.cells[cell].name]
        if cell in self.document.form.totals:
            lines.append("自动合计" if is_automatic(self.document.report, cell) else "手填合计")
        if line := previous_year_line(self.document, cell):
            lines.append(line)
        lines += [finding.message for finding in self.document.check_state.findings_of.get(cell, [])]
        for each in self.document.form.sums_of[cell]:
            if evaluate_sum(each, self.document.figures).status == "holds" and cell in each.right:
                lines.append(format_equation(each, self.document.figures))
        return "\n".join(lines)

    def _follow(self, places: object, cells: set[str]) -> None:
        # Small ranges: one over the whole table would repaint it whole and reload an open editor.
        for cell in cells:
            if cell in self.places:
                index = self.index_of(cell)
                self.dataChanged.emit(index, index)
