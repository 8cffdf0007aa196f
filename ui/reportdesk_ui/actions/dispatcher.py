"""Does what an action of the catalogue does: the one way from menus, keys and buttons to the functions here."""

import importlib
from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QAction, QKeySequence

from reportdesk_ui.actions.catalogue import ACTIONS, Action, Needs
from reportdesk_ui.context import WindowContext


class Dispatcher:
    """`actions` are the lines of the menus by the id of their action; pages take them for their buttons."""

    def __init__(self, context: WindowContext) -> None:
        self._context = context
        self.actions = {id: self._make(action) for id, action in ACTIONS.items() if action.menu and not action.choices}
        context.run = self.run

    def run(self, id: str, *arguments: object) -> Any:
        """Does an action, once what is being typed is taken over and if what it needs is there."""
        action, context = ACTIONS[id], self._context
        if action.commit and not context.commit():
            return None
        if action.needs & ~available(context):
            return None
        given: list[object] = [context]
        if context.open and Needs.DOCUMENT in action.needs:
            given.append(context.open.document)
            if Needs.TABLE in action.needs:
                given.append(context.open.view.table)
        return load(action.run)(*given, *arguments)

    def refresh(self) -> None:
        """Names the actions as they are now, and greys out what cannot be done."""
        there = available(self._context)
        for id, line in self.actions.items():
            action = ACTIONS[id]
            line.setEnabled(not action.needs & ~there)
            if not isinstance(action.text, str):
                line.setText(action.text(self._context))

    def _make(self, action: Action) -> QAction:
        text = action.text if isinstance(action.text, str) else action.text(self._context)
        line = QAction(text, self._context.window)
        line.setShortcuts([QKeySequence(key) for key in action.shortcut.split()])
        given = () if action.argument is None else (action.argument,)
        line.triggered.connect(lambda checked=False: self.run(action.id, *given))
        return line


def load(path: str) -> Callable[..., Any]:
    """The function that `run` or `choices` of an action names."""
    module, _, name = path.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(f"{__package__}.{module}"), name)
    return function


def available(context: WindowContext) -> Needs:
    """What is there now."""
    if context.open is None:
        return Needs.NOTHING
    document, page = context.open.document, context.open.view.table
    there = {
        Needs.DOCUMENT: True,
        Needs.TABLE: page is not None,
        Needs.TOTALS: page is not None and page.has_totals,
        Needs.DRAFTS: bool(document.report.drafts),
        Needs.SIGNED: document.report.sign_off is not None,
        Needs.UNSIGNED: document.report.sign_off is None,
        Needs.UNDO: document.stack.canUndo(),
        Needs.REDO: document.stack.canRedo(),
    }
    return Needs(sum(need.value for need, met in there.items() if met))
