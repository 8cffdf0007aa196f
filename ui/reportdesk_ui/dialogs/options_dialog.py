"""选项: how many earlier versions are kept, and for how long."""

from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reportdesk_ui.actions.catalogue import menu_path
from reportdesk_ui.settings import KEEP_DAYS, KEEP_NUMBERS, Settings
from reportdesk_ui.widgets.fields import Choice


class OptionsDialog(QDialog):
    """Writes what is chosen into the settings; it holds for reports that are opened from then on."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("选项")
        self._settings = settings
        column = QVBoxLayout(self)
        tip = QLabel(f"每次保存前的内容留作历史版本，存在本机的用户数据文件夹中（{menu_path('versions')}）。")
        tip.setWordWrap(True)
        column.addWidget(tip)
        form = QFormLayout()
        self.number, self.days = Choice(), Choice()
        for choice, name, values, unit, now in (
            (self.number, "最多保留", KEEP_NUMBERS, "份", settings.keep_number),
            (self.days, "最长保留", KEEP_DAYS, "天", settings.keep_days),
        ):
            choice.setAccessibleName(name)
            for value in values:
                choice.addItem(f"{value} {unit}" if value else "不保留", value)
            choice.setCurrentIndex(max(choice.findData(now), 0))
            form.addRow(name, choice)
        column.addLayout(form)
        row = QHBoxLayout()
        row.addStretch(1)
        keep = QPushButton("确定")
        keep.setDefault(True)
        keep.clicked.connect(self._keep)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        row.addWidget(keep)
        row.addWidget(cancel)
        column.addLayout(row)
        self.resize(30 * self.fontMetrics().horizontalAdvance("国"), 0)

    def _keep(self) -> None:
        self._settings.keep_number = self.number.currentData()
        self._settings.keep_days = self.days.currentData()
        self.accept()
