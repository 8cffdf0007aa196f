"""基本信息: unit, kind, year, contact and lead-in."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from reportdesk.report import Place, ReportError, checked_year, value_at
from reportdesk_ui import theme
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.text_editor.section_text import SectionText
from reportdesk_ui.widgets.fields import Choice, LineField, typing_runs
from reportdesk_ui.widgets.markup import escape


class BasicsPage(QScrollArea):
    """What stands at the head of the report."""

    def __init__(self, document: ReportDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.fields: dict[Place, LineField] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields are stops enough
        body = QWidget()
        self.setWidget(body)
        column = QVBoxLayout(body)
        column.setContentsMargins(20, 14, 20, 14)
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.RichText)
        column.addWidget(self.title)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        column.addLayout(form)
        form.addRow("单位名称", self._field(("unit",), "单位名称"))
        self.kind = Choice()
        self.kind.setAccessibleName("单位类别")
        for kind, label in document.form.kinds.items():
            self.kind.addItem(label, kind)
        self.kind.activated.connect(self._choose_kind)
        form.addRow("单位类别", self.kind)
        form.addRow("报告年度", self._year_row())
        contact = QHBoxLayout()
        contact.setSpacing(16)
        labels = list(document.form.contact_labels.items())
        for fields in (labels[:3], labels[3:]):
            part = QFormLayout()
            part.setVerticalSpacing(8)
            for name, label in fields:
                part.addRow(label, self._field(("contact", name), label))
            contact.addLayout(part, 1)
        form.addRow(contact)
        if document.form.lead_in:
            self._add_lead_in(column)
        else:
            column.addStretch(1)
        document.changed.connect(self._show)
        document.state_changed.connect(self._show)
        self._show()

    @property
    def text(self) -> SectionText | None:
        """The text of the page."""
        return self.lead_in if self.document.form.lead_in else None

    def focus_first(self) -> None:
        self.fields[("unit",)].setFocus()

    def _add_lead_in(self, column: QVBoxLayout) -> None:
        name = self.document.form.section_name(self.document.form.lead_in)
        head = QHBoxLayout()
        head.addWidget(QLabel(f"{name}（标题下的说明文字）"), 1)
        self.fill = QPushButton("填入引言范文")
        self.fill.setToolTip(f"按单位、年度和联系方式写入一段常用的{name}，可再修改")
        self.fill.clicked.connect(self._fill_lead_in)
        head.addWidget(self.fill)
        column.addLayout(head)
        self.lead_in = SectionText(self.document, self.document.form.lead_in)
        self.lead_in.setMinimumHeight(self.fontMetrics().lineSpacing() * 6)
        column.addWidget(self.lead_in, 1)

    def _field(self, place: Place, name: str) -> LineField:
        field = LineField(name)
        runs = typing_runs(self.document.new_run)
        started = False

        def typed(text: str) -> None:
            nonlocal started
            self.document.set_values({place: text}, f"修改{name}", runs(started))
            started = True

        def left() -> None:
            nonlocal started
            started = False

        field.typed.connect(typed)
        field.left.connect(left)
        self.fields[place] = field
        return field

    def _year_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.year = LineField("报告年度")
        self.year.setMaxLength(4)
        self.year.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 10)
        self.year_fault = QLabel()
        self.year.typed.connect(self._type_year)
        self.year.left.connect(self._show)
        row.addWidget(self.year)
        row.addWidget(QLabel("年"))
        row.addWidget(self.year_fault, 1)
        return row

    def _type_year(self, text: str) -> None:
        try:
            year = checked_year(int(text) if text.isascii() and text.isdigit() else 0)
        except ReportError:
            self.year_fault.setText("请填四位年份，如 2025")
            self.year_fault.setStyleSheet(f"color: {theme.colours().error};")
            return
        self.year_fault.clear()
        self.document.set_values({("year",): year}, "修改报告年度")

    def _choose_kind(self) -> None:
        self.document.set_values({("kind",): self.kind.currentData()}, "修改单位类别")

    def _fill_lead_in(self) -> None:
        report = self.document.report
        reach = [report.contact.office, report.contact.address, report.contact.postcode, report.contact.telephone]
        known = "，".join(part for part in reach if part)
        text = self.document.form.definition.lead_in.strip().format(
            unit=report.unit, year=report.year, contact=f"（{known}）" if known else ""
        )
        self.lead_in.put(text, self.fill.text())

    def _show(self) -> None:
        report = self.document.report
        self.title.setText(f"<h3 style='margin:0 0 6px 0'>{escape(report.title)}</h3>")
        for place, field in self.fields.items():
            field.show_text(value_at(report, place))
            field.setReadOnly(self.document.read_only)
        self.kind.setEnabled(not self.document.read_only)
        self.year.setReadOnly(self.document.read_only)
        self.kind.setCurrentIndex(self.kind.findData(report.kind))
        if not self.year.hasFocus() or self.year_fault.text() == "":
            self.year.show_text(str(report.year))
            self.year_fault.clear()
