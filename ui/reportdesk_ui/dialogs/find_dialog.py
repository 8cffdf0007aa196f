"""查找和替换 over all texts of the report; the window stays usable beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reportdesk.report.find_replace import Match, find, replace_all, replace_one
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.widgets.fields import LineField


class FindDialog(QDialog):
    """`found(section or table, start, end)` asks the window to show a match."""

    found = Signal(object, int, int)

    def __init__(self, document: ReportDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("查找和替换")
        self.setWindowFlag(Qt.WindowType.Tool)
        self._document = document
        self._last: Match | None = None
        column = QVBoxLayout(self)
        form = QFormLayout()
        self.wanted, self.new = LineField("查找内容"), LineField("替换为")
        form.addRow("查找内容", self.wanted)
        form.addRow("替换为", self.new)
        column.addLayout(form)
        self.status = QLabel("在报告的全部文字中查找（表格中的数字除外）。")
        self.status.setWordWrap(True)
        column.addWidget(self.status)
        row = QHBoxLayout()
        row.addStretch(1)
        for label, work in (
            ("查找下一处", self.next),
            ("替换", self.replace),
            ("全部替换", self.replace_all),
            ("关闭", self.reject),
        ):
            button = QPushButton(label)
            button.setAutoDefault(label == "查找下一处")
            button.clicked.connect(work)
            row.addWidget(button)
        column.addLayout(row)
        self.wanted.returnPressed.connect(self.next)
        self.wanted.textChanged.connect(self._forget)
        self.resize(30 * self.fontMetrics().horizontalAdvance("国"), 0)

    def next(self) -> None:
        """Shows the next match, from the top again after the last one."""
        matches = find(self._document.report, self.wanted.text())
        if not matches:
            self._last = None
            self.status.setText("没有找到。" if self.wanted.text() else "请填写要查找的内容。")
            return
        at = next((i for i, match in enumerate(matches) if self._is_after(match)), 0)
        self._last = matches[at]
        self.status.setText(f"第 {at + 1} 处，共 {len(matches)} 处。")
        self.found.emit(self._last.place, self._last.start, self._last.end)

    def replace(self) -> None:
        """Replaces the match that is shown, and shows the next one."""
        matches = find(self._document.report, self.wanted.text())
        if self._last in matches and self._last is not None:
            done = replace_one(self._document.report, self._last, self.new.text())
            self._document.apply(done.edit)
            if done.kept:
                self.status.setText("这是随表格更新的数字，没有替换。")
                return
            moved = len(self.new.text()) - (self._last.end - self._last.start)
            self._last = self._last._replace(end=self._last.end + moved)
        self.next()

    def replace_all(self) -> None:
        """Replaces every match as one step."""
        if not self.wanted.text():
            self.status.setText("请填写要查找的内容。")
            return
        done = replace_all(self._document.report, self.wanted.text(), self.new.text())
        self._document.apply(done.edit)
        kept = f"，{done.kept} 处是随表格更新的数字，没有替换" if done.kept else ""
        self.status.setText(f"已替换 {done.changed} 处{kept}，可一步撤销。" if done.changed else f"没有替换{kept}。")
        self._last = None

    def _is_after(self, match: Match) -> bool:
        if self._last is None:
            return True
        places = [each.place for each in find(self._document.report, self.wanted.text())]
        here, last = places.index(match.place), places.index(self._last.place) if self._last.place in places else -1
        return (here, match.start) >= (last, self._last.end)

    def _forget(self) -> None:
        self._last = None
