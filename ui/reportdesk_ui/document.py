"""The open report: its value, its figures and findings, its file, its undo stack. Widgets ask here and hold nothing."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from reportdesk.checks import CheckResult, check_figures
from reportdesk.checks.pipeline import TextCheckResult, add_explanations, check_in_step, count_figure_errors
from reportdesk.documents.images import media_name
from reportdesk.form import Form
from reportdesk.report import Adoption, Edit, Picture, Place, Report, Text, cells_to_fill, edit, figures, update_figures
from reportdesk.report.drafts import changed_since_sign_off
from reportdesk.report.linked_text import add_picture, with_updated_links
from reportdesk_ui.edits import EditCommand
from reportdesk_ui.live_checks import PAUSE, CheckState, changed_marks

MOST_EDITED = 10
_CHECKED = {"dismissals", "unit", "year", "kind", "previous"}  # besides the figures, what findings depend on


class ReportDocument(QObject):
    """One open report.

    `changed(places, cells)` follows every edit, undo and redo: the places that changed and all cells whose figure or
    mark may have changed with them. `check_state_changed` follows when causes were found a moment later.
    `state_changed` tells of path, saving and cleanness, `refused(sentence)` of an edit of a report that may only be
    looked at.
    """

    changed = Signal(object, object)
    check_state_changed = Signal()
    state_changed = Signal()
    refused = Signal(str)

    def __init__(self, report: Report, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.report = self.opened = report
        self.path = path
        self._read_only = False
        self.saved_at: datetime | None = None
        self.media: dict[str, bytes] = {}
        self.stack = QUndoStack(self)
        self.figures = figures(report)
        self.check_state = CheckState(report.form, self.figures, check_figures(report, self.figures))
        self._saved: Report | None = report
        self.last_places: list[Place] = []
        self._runs = 0
        self._edited: list[str] = []
        self._changes: tuple[Report | None, int] = (None, 0)  # how many there are, and in which report
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.find_explanations)
        self.text_results: TextCheckResult | None = None
        self._texts_checked_in = report
        if count_figure_errors(self.outcome):
            self._pause.start()

    @property
    def form(self) -> Form:
        return self.report.form

    @property
    def outcome(self) -> CheckResult:
        return self.check_state.result

    @property
    def modified(self) -> bool:
        """True when the report differs from its file; an untouched new report has nothing to save."""
        return self.report is not self._saved and self.report != self._saved

    @property
    def read_only(self) -> bool:
        """True while somebody else has the report: it can only be looked at, or saved under another name."""
        return self._read_only

    @read_only.setter
    def read_only(self, on: bool) -> None:
        if on != self._read_only:
            self._read_only = on
            self.state_changed.emit()

    def counts_as_changed(self) -> None:
        """What is shown stands in no file: it was recovered, or only part of a damaged file could be read."""
        self._saved = None
        self.state_changed.emit()

    def new_run(self) -> int:
        """A number for edits that shall merge into one step."""
        self._runs += 1
        return self._runs

    def set_values(self, changes: Mapping[Place, Any], label: str, run: int = 0) -> bool:
        """Brings new values into the report as one step; False when nothing changed."""
        return self.apply(edit(self.report, changes, label), run)

    def apply(self, step: Edit, run: int = 0) -> bool:
        """Does an edit as one step (merged into the last one of the same run); False when it changes nothing."""
        if not step:
            return False
        if step.cells and any(text.links for text in self.report.texts.values()):
            step = with_updated_links(self.report, step)
        if self._read_only:
            self.refused.emit("这份报告正在别处编辑，这里只能查看。需要修改时，请先另存为新文件。")
            return False
        self.stack.push(EditCommand(step, run, self._apply))
        self.state_changed.emit()
        return True

    def saved(self, report: Report, path: Path) -> None:
        """Remembers that `report` now stands in the file `path`."""
        self._saved, self.path = report, path
        self.saved_at = datetime.now()
        self.state_changed.emit()

    def left_to_fill(self, tables: Iterable[str] | None = None) -> int:
        """How many cells of these tables (all if not given) somebody must still fill."""
        return sum(len(cells_to_fill(self.report, self.figures, t)) for t in tables or self.form.tables)

    @property
    def changes_since_signing(self) -> int:
        """How many places read otherwise than what was signed; 0 where nothing was."""
        if self._changes[0] is not self.report:
            signed = self.report.sign_off is not None
            self._changes = self.report, len(changed_since_sign_off(self.report)) if signed else 0
        return self._changes[1]

    def adopt(self, cell: str, value: str, why: str) -> bool:
        """Takes a suggested figure over, remembered with the old one until it is confirmed against the ledger."""
        adoption = Adoption(old=self.report.values.get(cell), new=value, why=why)
        return self.set_values({("values", cell): value, ("adopted", cell): adoption}, "按建议修改")

    def add_picture(self, section: str, data: bytes, caption: str, after: int | None = None) -> bool:
        """Puts a picture into a section's text, behind a character (at the end if not given), as one step."""
        text = self.report.texts.get(section, Text())
        name = media_name(data)
        self.media[name] = data  # kept when the step is undone: it may be done again
        picture = Picture(file=name, caption=caption, after=len(text.text) if after is None else after)
        return self.set_values({("texts", section): add_picture(text, picture)}, "插入图片")

    def remove_picture(self, section: str, key: str) -> bool:
        """Takes a picture out of a section's text, as one step."""
        text = self.report.texts[section]
        pictures = {other: each for other, each in text.pictures.items() if other != key}
        after = msgspec.structs.replace(text, pictures=pictures)
        return self.set_values({("texts", section): after if after != Text() else None}, "删去图片")

    def find_explanations(self) -> None:
        """Looks for the causes of what is broken now; done by itself when the typing pauses."""
        self._pause.stop()
        result = self.outcome
        if not count_figure_errors(result) or result.causes or result.search_aborted:
            return
        marks = self.check_state.marks
        result = add_explanations(self.report, self.figures, result, self.text_results, self._edited)
        self.check_state = CheckState(self.form, self.figures, result)
        self.changed.emit(set(), changed_marks(marks, self.check_state.marks))
        self.check_state_changed.emit()

    def unchanged_sentences(self, section: str) -> list[tuple[int, int]]:
        """The sentences of a section that last year's texts have too, [(start, end)], as the last check found them.

        Empty where the texts were not checked yet, or where this text or last year's report changed since.
        """
        checked, report = self._texts_checked_in, self.report
        current = checked.texts.get(section) == report.texts.get(section) and checked.previous == report.previous
        return self.text_results.unchanged.get(section, []) if self.text_results and current else []

    def take_text_findings(self, found: TextCheckResult) -> None:
        """What was found in the texts as they are now; followed by `check_state_changed`."""
        self.text_results, self._texts_checked_in = found, self.report
        marks = self.check_state.marks
        self._check()
        self.changed.emit(set(), changed_marks(marks, self.check_state.marks))
        self.check_state_changed.emit()

    def _check(self) -> None:
        result, pending = check_in_step(self.report, self.figures, self.text_results, self._edited)
        self.check_state = CheckState(self.form, self.figures, result)
        self._pause.start() if pending else self._pause.stop()

    def _apply(self, step: Edit) -> None:
        self.report = step.apply(self.report)
        touched: set[str] = set()
        if cells := step.cells:
            self._edited = [*cells, *(cell for cell in self._edited if cell not in cells)][:MOST_EDITED]
            self.figures, touched = update_figures(self.figures, self.report, cells)
        if cells or any(place[0] in _CHECKED for place in step.changes):
            marks = self.check_state.marks
            self._check()
            touched |= changed_marks(marks, self.check_state.marks)
        touched |= {place[1] for place in step.changes if place[0] == "notes"}
        self.last_places = list(step.changes)
        self.changed.emit(set(step.changes), touched)
