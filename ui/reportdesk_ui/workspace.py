"""The open report: a tab for 基本信息 and each section, the findings and the guidance beside them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from reportdesk.checks import Finding, Suspect
from reportdesk.checks.dismissals import REASONS, dismiss, restore
from reportdesk.report import Place, is_done, is_started, what_is_missing
from reportdesk.report.timestamps import current_time
from reportdesk_ui import dialogs, theme
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.pages.table_page import TablePage
from reportdesk_ui.panels.finding_rows import FindingRow
from reportdesk_ui.panels.findings_panel import FindingsPanel
from reportdesk_ui.panels.guidance_panel import GuidancePanel
from reportdesk_ui.widgets.notice import notice_bar

if TYPE_CHECKING:
    from reportdesk_ui.pages.basics_page import BasicsPage
    from reportdesk_ui.pages.text_page import TextPage
    from reportdesk_ui.pages.text_views import TextViews
    from reportdesk_ui.text_editor.section_text import SectionText

BASICS = ""  # the first tab; the others go by the ids of their sections
Page: TypeAlias = "BasicsPage | TextPage | TablePage"


class _SteadyTabs(QTabBar):
    """Tabs that keep their places while the marks behind their names come and go."""

    def tabSizeHint(self, index: int) -> QSize:
        size = super().tabSizeHint(index)
        name = self.tabText(index).rpartition(" ")[0] if self.tabData(index) else self.tabText(index)
        room = self.fontMetrics().horizontalAdvance(f"{name} !00") + 2 * self.fontMetrics().horizontalAdvance("国")
        return QSize(room, size.height())


class Workspace(QWidget):
    """`message(sentence)` is for the status bar. Pages are made when they are first shown; `actions` are those of the
    window by their ids, for the buttons of pages and panels."""

    message = Signal(str)

    def __init__(self, document: ReportDocument, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document, self._actions = document, actions
        self.sections = [BASICS, *(section for section in document.form.sections if section != document.form.lead_in)]
        self._pages: dict[str, Page] = {}
        self._shown = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        self.tabs = _SteadyTabs()
        self.tabs.setExpanding(False)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("报告各部分")
        for section in self.sections:
            self.tabs.addTab(self._tab_name(section))
        self._column = column
        self._notice: QWidget | None = None
        column.addWidget(self.tabs)
        self.stack = QStackedWidget()
        self.findings = FindingsPanel(document, actions)
        self.guidance = GuidancePanel(document)
        side = QSplitter(Qt.Orientation.Vertical)
        side.addWidget(self.findings)
        side.addWidget(self.guidance)
        side.setSizes([260, 340])
        side.setChildrenCollapsible(False)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.stack)
        self.splitter.addWidget(side)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setChildrenCollapsible(False)
        self.side = side
        column.addWidget(self.splitter, 1)
        self.tabs.currentChanged.connect(self._show_page)
        self.findings.chosen.connect(self._go_to_row)
        self.findings.adopt.connect(self._adopt)
        self.findings.judge.connect(self._judge)
        self.findings.unjudge.connect(lambda each: document.apply(restore(document.report, document.figures, each)))
        self.findings.confirm.connect(self._confirm)
        document.changed.connect(self._show_states)
        self._show_states()

    def show_notice(self, sentence: str, ways: Sequence[tuple[str, Callable[[], object]]] = ()) -> None:
        """A sentence above the report, with buttons for what can be done; "" takes it away."""
        if self._notice:
            self._column.removeWidget(self._notice)
            self._notice.deleteLater()
            self._notice = None
        if sentence:
            self._notice = notice_bar(sentence, ways)
            self._column.insertWidget(0, self._notice)

    def set_side_width(self, width: int) -> None:
        """The width of findings and guidance."""
        self.splitter.setSizes([max(self.width() - width, 1), width])

    def open_section(self, section: str) -> Page:
        """Shows the tab of a section; returns its page."""
        self.tabs.setCurrentIndex(self.sections.index(section) if section in self.sections else 0)
        return self._show_page()

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._pages[self._shown]

    def go_to(self, finding: Finding) -> None:
        """Leads to the cell or the words of a finding."""
        if not self.commit():
            return
        page = self.open_section(finding.section)
        if finding.place:
            self.go_to_words(("texts", finding.place[0]), finding.place[1], finding.place[2])
        elif isinstance(page, TablePage) and finding.cells:
            page.view.go(self._cell_to_mend(finding))

    @property
    def widget(self) -> QWidget:
        return self

    @property
    def section(self) -> str:
        """The section that is shown; "" for 基本信息."""
        return self._shown

    @property
    def table(self) -> TablePage | None:
        """The page that is shown, if it has a table."""
        page = self._pages.get(self._shown)
        return page if isinstance(page, TablePage) else None

    def focus(self) -> None:
        """Gives the keyboard to the page."""
        self.page.focus_first()

    def turn(self, by: int) -> None:
        """Shows the next section, or the one before."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())

    def step(self, by: int) -> None:
        """Goes to the next finding, or the one before."""
        self.findings.step(by)

    @property
    def text(self) -> "SectionText | None":
        """The text that is written on the page that is shown."""
        page = self.page
        if isinstance(page, TablePage):
            return page.text if page.text and page.text.isVisible() else None
        return page.text

    def go_to_words(self, place: Place, start: int, end: int) -> None:
        """Leads to characters of a text or a footnote."""
        part, key = place[0], place[1]
        page = self.open_section(self.document.form.section_of_table(key) if part == "footnotes" else key)
        if isinstance(page, TablePage):
            page.show_words(start, end, footnote=part == "footnotes")
        elif text := self.text:
            text.go(start, end)

    def go_to_cell(self, cell: str) -> None:
        """Leads to a cell."""
        if self.commit():
            page = self.open_section(self.document.form.cells[cell].section)
            if isinstance(page, TablePage):
                page.view.go(cell)

    def go_to_place(self, place: str) -> None:
        """Leads to a cell, a section or, for anything else, to 基本信息."""
        if place in self.document.form.cells:
            self.go_to_cell(place)
        elif self.commit():
            self.open_section(place)

    def show_change(self, places: Iterable[Place]) -> None:
        """Leads to what a step changed, so that nothing is undone unseen."""
        for place in places:
            if place[0] in ("values", "notes", "adopted"):
                self.go_to_cell(place[1])
                return
        for place in places:
            if place[0] in ("texts", "done"):
                self.open_section(place[1])
                return
            if place[0] == "footnotes":
                self.open_section(self.document.form.section_of_table(place[1]))
                return
            if place[0] in ("unit", "kind", "year", "contact"):
                self.open_section(BASICS)
                return

    def _go_to_row(self, row: FindingRow) -> None:
        if row.finding:
            self.go_to(row.finding)
        elif row.suspect or row.adopted:
            self.go_to_cell(row.suspect.cell if row.suspect else row.adopted)

    def _adopt(self, suspect: Suspect) -> None:
        if self.commit() and self.document.adopt(suspect.cell, suspect.should_be, suspect.why):
            self.message.emit(f"已改为 {suspect.should_be}，可撤销；请与台账核对。")

    def _judge(self, finding: Finding) -> None:
        reason = dialogs.choose(
            self, "已核实，不作修改", f"{finding.message}\n\n请注明原因（送审表上会列出）：", REASONS
        )
        if reason:
            step = dismiss(self.document.report, self.document.figures, finding, reason, at=current_time())
            self.document.apply(step)

    def _confirm(self, cell: str) -> None:
        adopted = self.document.report.adopted[cell]
        confirmed = msgspec.structs.replace(adopted, confirmed=True)
        self.document.set_values({("adopted", cell): confirmed}, "已与台账核对")

    def commit(self) -> bool:
        """Takes over what is being typed in any grid; False while it is no figure."""
        return all(page.view.commit() for page in list(self._pages.values()) if isinstance(page, TablePage))

    def recolour(self) -> None:
        """After another choice of colours."""
        self._show_states()
        self.findings.refresh(anew=True)
        self.guidance.refresh()

    def _cell_to_mend(self, finding: Finding) -> str:
        """Where to start: a blank somebody must fill, else the last typed member (the total, if it was typed)."""
        figures, stored = self.document.figures, self.document.report.values
        blank = [cell for cell in finding.cells if figures[cell] is None and cell not in self.document.form.totals]
        typed = [cell for cell in finding.cells if cell in stored]
        return (blank[:1] or typed[-1:] or finding.cells[-1:])[0]

    def _show_page(self, index: int = -1) -> Page:
        section = self.sections[self.tabs.currentIndex()]
        if section != self._shown and not self.commit():
            self.tabs.setCurrentIndex(self.sections.index(self._shown))  # a wrong entry is not left behind unseen
            section = self._shown
        page = self._pages.get(section)
        if page is None:
            page = self._pages[section] = self._make(section)
            self.stack.addWidget(page)
        if self._shown != section:
            self._shown = section
            self.stack.setCurrentWidget(page)
            self.guidance.show_section(section or self.document.form.lead_in)
            page.focus_first()
            if isinstance(page, TablePage) and (cell := page.view.current_cell()):
                self.guidance.show_cell(cell)
        return page

    def _make(self, section: str) -> Page:
        if section == BASICS or not self.document.form.section(section).table:
            text_page = self._text_views().page(section)
            if text_page.text:
                self._serve(text_page.text)
            return text_page
        page = TablePage(self.document, section, self._actions, self._make_text)
        page.message.connect(self.message)
        page.view.message.connect(self.message)
        page.view.cell_changed.connect(self.guidance.show_cell)
        return page

    def _make_text(self, section: str) -> "SectionText":
        text = self._text_views().text(section)
        self._serve(text)
        return text

    def _text_views(self) -> "TextViews":
        from reportdesk_ui.pages.text_views import TextViews

        return TextViews(self.document)

    def _serve(self, text: "SectionText") -> None:
        text.judge.connect(self._judge)
        text.message.connect(self.message)

    def _tab_name(self, section: str) -> str:
        if section == BASICS:
            return "基本信息"
        return self.document.form.tab_name(section)

    def _show_states(self) -> None:
        colours = theme.colours()
        for index, section in enumerate(self.sections):
            mark, tip, colour = self._state(section)
            self.tabs.setTabData(index, mark)
            self.tabs.setTabText(index, f"{self._tab_name(section)} {mark}".rstrip())
            self.tabs.setTabToolTip(index, f"{self._tab_name(section)}：{tip}")
            self.tabs.setTabTextColor(index, QColor(getattr(colours, colour)))

    def _state(self, section: str) -> tuple[str, str, str]:
        """Mark, words and colour of a section: errors, done, in progress, empty."""
        report, figures = self.document.report, self.document.figures
        errors = sum(1 for f in self.document.outcome.findings if f.section == section and f.severity == "error")
        if errors:
            return f"!{errors}", f"有 {errors} 处错误", "error"
        if section == BASICS:
            labels = report.form.contact_labels
            wanted = {
                "单位名称": report.unit.strip(),
                labels["office"]: report.contact.office,
                labels["telephone"]: report.contact.telephone,
            }
            if lead_in := report.form.lead_in:
                wanted[report.form.section_name(lead_in)] = report.text(lead_in)
            absent = [name for name, given in wanted.items() if not given]
            return ("…", "还缺" + "、".join(absent), "text") if absent else ("✓", "已填写", "text")
        if is_done(report, figures, section):
            return "✓", "已填写完毕", "text"
        lacking = what_is_missing(report, figures, section)
        if not is_started(report, figures, section):
            return "", "尚未填写", "muted"
        return "…", lacking or "已填完，核对后请勾选“本部分填写完毕”", "text"
