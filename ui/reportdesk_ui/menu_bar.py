"""The menus: every action has its place in one, shortcuts only repeat them."""

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from reportdesk_ui.actions.catalogue import ACTIONS, MENUS, Action, MenuChoice
from reportdesk_ui.actions.dispatcher import Dispatcher, load
from reportdesk_ui.context import WindowContext


def fill_menu_bar(context: WindowContext, dispatcher: Dispatcher) -> None:
    """Makes the menus of the window from the catalogue."""
    menus = {name: context.window.menuBar().addMenu(label) for name, label in MENUS.items()}
    for action in ACTIONS.values():
        if not action.menu:
            continue
        menu = menus[action.menu]
        if action.begins_group:
            menu.addSeparator()
        if action.choices:
            _add_submenu(menu, action, context)
        else:
            menu.addAction(dispatcher.actions[action.id])


def _add_submenu(menu: QMenu, action: Action, context: WindowContext) -> None:
    assert isinstance(action.text, str)
    submenu = menu.addMenu(action.text)
    group = QActionGroup(submenu)

    def fill() -> None:
        submenu.clear()
        choices: list[MenuChoice] = load(action.choices)(context)
        for choice in choices:
            line = submenu.addAction(choice.text)
            line.setToolTip(choice.tip)
            line.setEnabled(choice.argument is not None)
            if choice.checked is not None:
                line.setCheckable(True)
                line.setChecked(choice.checked)
                group.addAction(line)
            line.triggered.connect(lambda checked=False, given=choice.argument: context.run(action.id, given))

    submenu.aboutToShow.connect(fill)
