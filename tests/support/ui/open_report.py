"""The report that is open in the window: its value, what the checks say of it, and steps that change it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.support.ui.state import has_report

from reportdesk.checks import Explanation, Finding
from reportdesk.form import Form
from reportdesk.report import Edit, Figures, Place, Report
from reportdesk_ui.context import WindowContext
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.live_checks import CellMark
from reportdesk_ui.main_window import MainWindow


class OpenReport:
    """What a window holds. Everything but `has_report` asks for an open report."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    @property
    def context(self) -> WindowContext:
        """What actions, the crash hook and second starts are given. A test hands it on, no more."""
        return self._window.context

    @property
    def _open(self) -> Any:
        assert self.context.open
        return self.context.open

    @property
    def has_report(self) -> bool:
        return has_report(self._window)

    @property
    def document(self) -> ReportDocument:
        """The open report as dialogs and widgets are given it. A test hands it on and compares it, no more."""
        document: ReportDocument = self._open.document
        return document

    @property
    def report(self) -> Report:
        return self.document.report

    @property
    def form(self) -> Form:
        return self.document.form

    @property
    def figures(self) -> Figures:
        return self.document.figures

    @property
    def media(self) -> dict[str, bytes]:
        return self.document.media

    @property
    def path(self) -> Path | None:
        return self.document.path

    @property
    def is_modified(self) -> bool:
        """Whether there is something to save."""
        return self.document.modified

    @property
    def is_read_only(self) -> bool:
        return self.document.read_only

    def mark_as_unsaved(self) -> None:
        """As after a recovery: what is shown stands in no file."""
        self.document.counts_as_changed()

    @property
    def findings(self) -> list[Finding]:
        return self.document.outcome.findings

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return self.document.outcome.errors

    @property
    def causes(self) -> list[Explanation]:
        return self.document.outcome.causes

    @property
    def search_aborted(self) -> bool:
        """Whether there was too much wrong to look for causes."""
        return self.document.outcome.search_aborted

    @property
    def marks(self) -> Mapping[str, CellMark]:
        """Cell → how the grid marks it, for those that are marked."""
        return self.document.check_state.marks

    def unchanged_sentences(self, section: str) -> list[tuple[int, int]]:
        """Where a section has sentences that last year's texts have too."""
        return self.document.unchanged_sentences(section)

    def find_explanations(self) -> None:
        """Looks for the causes of what is wrong, without the pause that a clerk's typing gets."""
        self.document.find_explanations()

    # ---- change the report

    def set_cells(self, values: Mapping[str, str | None]) -> bool:
        """Puts figures into cells as one step; False where nothing changed."""
        return self.change({("values", cell): value for cell, value in values.items()})

    def set_cell(self, cell: str, value: str | None) -> bool:
        return self.set_cells({cell: value})

    def change(self, changes: Mapping[Place, Any]) -> bool:
        """Puts values into places of the report as one step; False where nothing changed."""
        return self.document.set_values(changes, "填写")

    def apply(self, edit: Edit) -> bool:
        return self.document.apply(edit)

    def adopt(self, cell: str, value: str, why: str) -> bool:
        """Takes over a figure that a finding suggests."""
        return self.document.adopt(cell, value, why)

    def add_picture(self, section: str, data: bytes, caption: str) -> None:
        self.document.add_picture(section, data, caption)

    def undo(self) -> None:
        """Takes back the last step and shows where that was."""
        self.context.run("undo")

    def redo(self) -> None:
        self.context.run("redo")

    @property
    def steps(self) -> int:
        """How many steps can be taken back or were."""
        return self.document.stack.count()
