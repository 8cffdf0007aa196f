"""签发后改动: where the report reads otherwise than what was signed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reportdesk.report.drafts import Change
from reportdesk.report.schema import SignOff
from reportdesk.report.timestamps import format_time
from reportdesk.text.characters import shorten
from reportdesk_ui.actions.catalogue import menu_path
from reportdesk_ui.dialogs.dialog_size import open_at

_COLUMNS = ("位置", "签发时", "现在")
_MOST_SHOWN = 200  # characters of a text
_BEFORE = 20  # of them before the first change


class ChangesSinceSigningDialog(QDialog):
    """A line for every change; `wanted(place)` asks the window to go there."""

    wanted = Signal(object)

    def __init__(self, signed: SignOff, found: list[Change], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("签发后改动")
        column = QVBoxLayout(self)
        label = QLabel(
            f"{signed.by} {format_time(signed.at)} 签发以后有 {len(found)} 处改动，双击一行可转到该处。"
            f"需要重新送审、签发的，请用“{menu_path('reopen')}”开始新一轮。"
        )
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        column.addWidget(label)
        self.table = QTableWidget(len(found), len(_COLUMNS))
        self.table.setHorizontalHeaderLabels(_COLUMNS)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setAccessibleName("签发后改动")
        for at, change in enumerate(found):
            old, new = _around_change(change) if change.place else ("", "")  # else said by its name
            for where, text in enumerate((change.name, old, new)):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                item.setData(Qt.ItemDataRole.UserRole, change.place)
                self.table.setItem(at, where, item)
        unit = self.fontMetrics().horizontalAdvance("国")
        self.table.setColumnWidth(0, 18 * unit)
        for where in (1, 2):
            self.table.horizontalHeader().setSectionResizeMode(where, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.itemActivated.connect(self._go)
        column.addWidget(self.table, 1)
        close = QPushButton("关闭")
        close.setAutoDefault(False)  # Enter goes to a line
        close.clicked.connect(self.accept)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        open_at(self, 70 * unit, 36 * unit)

    def _go(self, item: QTableWidgetItem) -> None:
        if place := item.data(Qt.ItemDataRole.UserRole):
            self.wanted.emit(tuple(place))


def _around_change(change: Change) -> tuple[str, str]:
    """What was there and what is now, of long texts the part where they differ first."""
    shorter = min(len(change.old), len(change.new))
    differs = next((at for at in range(shorter) if change.old[at] != change.new[at]), shorter)
    start = max(differs - _BEFORE, 0) if max(len(change.old), len(change.new)) > _MOST_SHOWN else 0
    old, new = (shorten(text, _MOST_SHOWN, start=start) if text else "（空）" for text in (change.old, change.new))
    return old, new
