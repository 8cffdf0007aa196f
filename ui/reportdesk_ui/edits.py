"""Undo and redo over the whole document: one step a command of QUndoStack."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from reportdesk.report import Edit

Apply = Callable[[Edit], None]


class EditCommand(QUndoCommand):
    """One edit of the report. Edits of the same places with the same `run` become one step; run 0 never merges."""

    def __init__(self, edit: Edit, run: int, apply: Apply) -> None:
        super().__init__(edit.label)
        self.edit, self.run, self._apply = edit, run, apply

    def redo(self) -> None:
        self._apply(self.edit)

    def undo(self) -> None:
        self._apply(self.edit.inverse())

    def id(self) -> int:
        return 1 if self.run else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, EditCommand) or other.run != self.run:
            return False
        merged = self.edit.merged(other.edit)
        if merged is None:
            return False
        self.edit = merged
        self.setObsolete(not merged)
        return True
