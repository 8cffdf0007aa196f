"""The head of a page: its heading, its buttons, and the clerk's word that it is finished."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from reportdesk.report import is_done, what_is_missing
from reportdesk_ui import theme
from reportdesk_ui.document import ReportDocument


class DoneTick(QCheckBox):
    """本部分填写完毕: can be ticked when nothing is missing, and says what is."""

    def __init__(self, document: ReportDocument, section: str, parent: QWidget | None = None) -> None:
        super().__init__("本部分填写完毕", parent)
        self._document, self._section = document, section
        self.clicked.connect(self._tick)
        document.changed.connect(self._follow)
        self._follow()

    def _tick(self, on: bool) -> None:
        self._document.set_values({("done", self._section): True if on else None}, self.text())

    def _follow(self) -> None:
        report, figures = self._document.report, self._document.figures
        lacking = what_is_missing(report, figures, self._section)
        self.setEnabled(not lacking)
        self.setToolTip(f"{lacking}，填完后才能勾选" if lacking else "确认本部分已经填完、核对过")
        self.setChecked(is_done(report, figures, self._section))


def page_head(document: ReportDocument, section: str) -> QHBoxLayout:
    """A row with the heading of a section and its tick; buttons may be put between them."""
    row = QHBoxLayout()
    row.addWidget(theme.heading(document.form.section(section).heading), 1)
    row.addWidget(DoneTick(document, section))
    return row
