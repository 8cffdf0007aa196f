"""The text of one section: what was found in it is underlined, and corrected from the menu of the place."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QMenu, QWidget

from reportdesk.checks import Finding
from reportdesk.checks.proofreading import fix_all, fix_one
from reportdesk.report import Text
from reportdesk.report.linked_text import rewrite
from reportdesk.services.custom_dictionary import custom_words
from reportdesk.text.characters import clean_text
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.text_editor.text_field import TextField
from reportdesk_ui.text_editor.text_marks import LINKED, UNCHANGED, TextMark
from reportdesk_ui.widgets.fields import typing_runs


class SectionText(TextField):
    """The text of one section of the open report.

    `judge(finding)` asks to set a finding aside; `message(sentence)` is for the status bar.
    """

    judge = Signal(object)
    message = Signal(str)

    def __init__(self, document: ReportDocument, section: str, parent: QWidget | None = None) -> None:
        found = document.form.section(section)
        super().__init__(document.form.section_name(section), parent)
        self.report_document, self.section = document, section
        self.setPlaceholderText(found.placeholder)
        self._run = typing_runs(document.new_run)
        self.typed.connect(lambda text, continues: self.put(text, "输入文字", self._run(continues)))
        document.changed.connect(self._follow_document)
        document.check_state_changed.connect(self._mark)
        document.state_changed.connect(lambda: self.setReadOnly(document.read_only))
        self.setReadOnly(document.read_only)
        self.show_text(document.report.text(section))
        self._mark()

    def put(self, text: str, label: str, run: int = 0) -> None:
        """Makes this the text of the section, as one step; figures that follow cells stay linked where they stand."""
        before = self.report_document.report.texts.get(self.section, Text())
        after = _rewritten(before, clean_text(text))
        self.report_document.set_values({("texts", self.section): after if after != Text() else None}, label, run)

    @property
    def caret(self) -> int:
        """The character before which the caret stands."""
        return self.character_of(self.textCursor().position())

    def findings_at(self, at: int) -> list[Finding]:
        """What was found at a character, as long as its words stand as they were read."""
        text = self.toPlainText()
        return [
            finding
            for finding in self._own()
            if finding.place
            and finding.place[1] <= at < max(finding.place[2], finding.place[1] + 1)
            and (finding.fix is None or not finding.actual or text[slice(*finding.place[1:])] == finding.actual)
        ]

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = self.character_at(self.viewport().mapFrom(self, event.pos()))
        menu = self.createStandardContextMenu()
        self.add_corrections(menu, at)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def add_corrections(self, menu: QMenu, at: int) -> None:
        """Puts what can be done about the findings at a character at the head of a menu."""
        first = menu.actions()[0] if menu.actions() else None
        for finding in self.findings_at(at):
            self._add(menu, first, finding.message[:60]).setEnabled(False)
            if finding.fix is not None and not self.report_document.read_only:
                words = f"改为“{finding.fix}”" if finding.fix else "删去"
                self._add(menu, first, words, lambda f=finding: self._fix(f))
                same = [
                    f for f in self.report_document.outcome.findings if f.rule == finding.rule and f.fix is not None
                ]
                if len(same) > 1:
                    label = f"同类问题全部改正（{len(same)} 处）"
                    self._add(menu, first, label, lambda f=finding: self._fix_all(f))
            self._add(menu, first, "已核实，不作修改…", lambda f=finding: self.judge.emit(f))
            menu.insertSeparator(first) if first else menu.addSeparator()

    def _add(self, menu: QMenu, before: QAction | None, label: str, work: object = None) -> QAction:
        action = QAction(label, menu)
        if callable(work):
            action.triggered.connect(lambda: work())
        if before:
            menu.insertAction(before, action)
        else:
            menu.addAction(action)
        return action

    def _fix(self, finding: Finding) -> None:
        self.report_document.apply(fix_one(self.report_document.report, finding))

    def _fix_all(self, finding: Finding) -> None:
        if self.report_document.apply(fix_all(self.report_document.report, finding.rule, custom_words().words)):
            self.message.emit("同类问题已全部改正，可一步撤销。")

    def _own(self) -> list[Finding]:
        return [
            finding
            for finding in self.report_document.outcome.findings
            if finding.place and finding.place[0] == self.section and finding.judged is None
        ]

    def _mark(self) -> None:
        document = self.report_document
        text = document.report.texts.get(self.section, Text())
        marks = [TextMark(f.place[1], f.place[2], f.severity, f.message) for f in self._own() if f.place]
        marks += [TextMark(t.start, t.end, LINKED, f"随表格更新：{self._names(t.cell)}") for t in text.links.values()]
        places = document.unchanged_sentences(self.section)
        marks += [TextMark(start, end, UNCHANGED, "与上年相同，请确认是否更新") for start, end in places]
        if text.text == self.toPlainText():
            self.show_marks(marks)

    def _names(self, cell: str) -> str:
        found = self.report_document.form.cells.get(cell)
        return found.name if found else cell

    def _follow_document(self, places: object, cells: object) -> None:
        if isinstance(places, set) and ("texts", self.section) in places:
            self.show_text(self.report_document.report.text(self.section))


def _rewritten(before: Text, text: str) -> Text:
    if not before.links and not before.pictures:
        return Text(text)
    return rewrite(before, text)
