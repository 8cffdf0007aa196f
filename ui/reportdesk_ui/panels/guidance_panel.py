"""填报说明: what belongs in the current row, its legal basis, and its sums with today's figures."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from reportdesk.checks import evaluate_sum, format_equation
from reportdesk.checks.sums import total_breakdown
from reportdesk.form import line_name
from reportdesk.numbers import format_number
from reportdesk.report import clear_cells, is_automatic
from reportdesk_ui import theme
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.grid.model import previous_year_line
from reportdesk_ui.panels.guide_text import line_guide
from reportdesk_ui.widgets.markup import escape

_STATES = {"holds": "勾稽相符", "broken": "勾稽不符", "exceeded": "勾稽不符", "offered": "待填", "pending": "待填"}


class GuidancePanel(QWidget):
    """Explains the current cell, or the current section where there is none."""

    def __init__(self, document: ReportDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self._cell: str | None = None
        self._section = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 10, 8)
        column.setSpacing(6)
        column.addWidget(theme.heading("填报说明"))
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setContentsMargins(8, 6, 8, 6)
        scroll = QScrollArea()
        scroll.setAccessibleName("填报说明")
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.text)
        scroll.setFrameShape(QFrame.Shape.StyledPanel)
        scroll.setProperty("framed", True)
        scroll.setBackgroundRole(self.backgroundRole().Base)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(scroll, 1)
        self.restore = QPushButton("恢复自动合计")
        self.restore.clicked.connect(self._restore)
        column.addWidget(self.restore)
        self.take = QPushButton()
        self.take.clicked.connect(self._take)
        column.addWidget(self.take)
        document.changed.connect(self.refresh)
        self.refresh()

    def show_cell(self, cell: str) -> None:
        """Explains a cell."""
        self._cell, self._section = cell, self.document.form.cells[cell].section
        self.refresh()

    def show_section(self, section: str) -> None:
        """Explains a section."""
        self._cell, self._section = None, section
        self.refresh()

    def refresh(self) -> None:
        """Shows today's figures."""
        cell = self._cell
        self.restore.setVisible(bool(cell and cell in self.document.form.totals and self._typed(cell)))
        offer = self._offer()
        self.take.setVisible(offer is not None)
        self.take.setText(f"填入推算值 {offer}（待核对）")
        if cell:
            self.text.setText(self._about_cell(cell))
        elif self._section:
            section = self.document.form.section(self._section)
            self.text.setText(_paragraph(escape(section.guide)) + self._questions(section.id))

    def _questions(self, section: str) -> str:
        """What to ask oneself about a section: prose of the clerk's own is worth more than a sentence all have."""
        if self.document.form.section(section).table or section == self.document.form.lead_in:
            return ""
        asked = [each for each in self.document.form.language_file.questions if each.section == section]
        parts = [_paragraph(_strong("可以写清楚的问题"))] if asked else []
        for each in asked:
            parts.append(_paragraph(_strong(each.aspect)))
            parts += [_paragraph(f"· {escape(question)}") for question in each.ask]
        return "".join(parts)

    def _typed(self, cell: str) -> bool:
        return not is_automatic(self.document.report, cell)

    def _about_cell(self, cell: str) -> str:
        found = self.document.form.cells[cell]
        parts = [_paragraph(_strong(found.name))]
        if cell in self.document.form.totals:
            typed = "手填合计，与各项之和核对。"
            automatic = "自动合计；也可直接手填，再与各项之和核对。"
            parts.append(_paragraph(typed if self._typed(cell) else automatic))
        if line := previous_year_line(self.document, cell):
            parts.append(_paragraph(escape(line)))
        parts.append(line_guide(found.row))
        sums = self.document.form.sums_of.get(cell, [])
        if sums:
            parts.append(_paragraph(_strong("涉及的勾稽关系")))
        for each in sums:
            state = evaluate_sum(each, self.document.figures).status
            colour = theme.colours().error if state in ("broken", "exceeded") else theme.colours().muted
            parts.append(
                _paragraph(
                    f"{escape(each.equation.title)}<br>{escape(format_equation(each, self.document.figures))}　"
                    f"<span style='color:{colour}'>{_STATES[state]}</span>"
                )
            )
        if found.column.guide:
            parts.append(_paragraph(_strong(line_name(found.column))) + line_guide(found.column))
        steps = list(total_breakdown(self.document.form, self.document.figures, cell))
        if steps:
            parts.append(_paragraph(_strong("计算过程")))
            parts += [_paragraph(escape(step)) for step in steps]
        return "".join(parts)

    def _offer(self) -> str | None:
        """The value of the current cell where it is the one blank of an equation."""
        if not self._cell or self._cell in self.document.form.totals:
            return None
        for each in self.document.form.sums_of.get(self._cell, []):
            balance = evaluate_sum(each, self.document.figures)
            if balance.status == "offered" and balance.blank == (self._cell,):
                return format_number(balance.gap)
        return None

    def _restore(self) -> None:
        if self._cell:
            self.document.apply(clear_cells(self.document.report, [self._cell], "恢复自动合计"))

    def _take(self) -> None:
        if self._cell and (offer := self._offer()) is not None:
            self.document.adopt(self._cell, offer, "推算值")


def _strong(text: str) -> str:
    return f"<span style='color:{theme.colours().accent}'>{escape(text)}</span>"


def _paragraph(text: str) -> str:
    return f"<p style='margin:0 0 6px 0'>{text}</p>"
