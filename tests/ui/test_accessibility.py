"""By keyboard and by ear: every control has a name, is reached by Tab, shows its focus; every text can be read."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenuBar,
    QTabBar,
    QTableView,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot
from tests.support.ui.every_dialog import dialog_classes, make_all
from tests.support.ui.grid import is_grid
from tests.support.ui.main_window import Window
from tests.support.ui.pages import unfold

from reportdesk import resources
from reportdesk.store import open_report
from reportdesk_ui import theme
from reportdesk_ui.widgets.focus_frame import FocusFrame

LEAST = 4.5  # WCAG 2.1, 1.4.3
TEXTS = ("text", "muted", "accent", "error", "warning", "hint")
GROUNDS = ("window", "sheet", "label", "banner", "current", "error_tint", "error_strong")
PAIRS = [*product(TEXTS, GROUNDS), ("on_accent", "accent"), ("sheet", "error")]
INSIDE = (QLineEdit, QTabBar, QTableView, QMenuBar)  # their own small buttons: what they do has another way
DIALOGS = sorted(dialog_classes())


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


class Place(NamedTuple):
    """A widget that stands on the screen alone; `pages` is the window where it shows the pages of a report."""

    widget: QWidget
    pages: Window | None = None


@pytest.fixture(params=["start", "pages", *DIALOGS])
def place(request: pytest.FixtureRequest, window: Window, tmp_path: Path) -> Place:
    """The start page, the pages of a report, or a dialog."""
    if request.param == "start":
        return Place(window.widget)
    if request.param == "pages":
        window.show_report(open_report(resources.path("samples", "busy.rdesk")))
        return Place(window.widget, window)
    return Place(make_all(window, tmp_path, request.param)[request.param])


def states(place: Place, qtbot: QtBot) -> Iterator[QWidget]:
    """Shows each state of a place: every page of the window, every tab of a dialog."""
    QApplication.processEvents()  # the window gives its page the keyboard a moment after it opened a report
    widget = place.widget
    widget.show()

    def is_active() -> bool:
        widget.activateWindow()
        return QApplication.activeWindow() is widget

    qtbot.waitUntil(is_active)
    widget.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as after the first Tab
    if place.pages:
        for section in place.pages.sections:
            unfold(place.pages.open_section(section))
            yield widget
        return
    tabs = widget.findChildren(QTabBar)
    for at in range(max((each.count() for each in tabs), default=1)):
        for each in tabs:
            each.setCurrentIndex(min(at, each.count() - 1))
        yield widget


def inner(widget: QWidget) -> bool:
    """Whether a widget is only a part of another one."""
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        if isinstance(above, (QComboBox, *INSIDE)):
            return True
        above = above.parentWidget()
    return False


def controls(place: QWidget) -> list[QWidget]:
    """What can be used of what is visible."""
    return [
        each
        for each in place.findChildren(QWidget)
        if each.isVisible()
        and each.isEnabled()
        and each.window() is place.window()
        and not inner(each)
        and not isinstance(each, QHeaderView | QMenuBar | QTabWidget)  # its tab bar is the stop
        and (isinstance(each, QAbstractButton) or each.focusPolicy() & Qt.FocusPolicy.TabFocus)
    ]


def spoken(widget: QWidget) -> str:
    """What a screen reader says of a control."""
    if isinstance(widget, QComboBox):  # on Linux Qt tells the current text as its name, and the name as a relation
        return widget.accessibleName()
    found = QAccessible.queryAccessibleInterface(widget)
    return str(found.text(QAccessible.Text.Name)).strip() if found else ""


def said(widget: QWidget) -> str:
    return f"{type(widget).__name__} “{spoken(widget)}”"


def test_every_control_has_a_name(place: Place, qtbot: QtBot) -> None:
    nameless = set()
    for state in states(place, qtbot):
        found = controls(state)
        assert found
        nameless |= {f"{type(c).__name__} in {type(c.parentWidget()).__name__}" for c in found if not spoken(c)}
    assert not nameless


def test_every_control_is_reached_by_tab(place: Place, qtbot: QtBot) -> None:
    for state in states(place, qtbot):
        wanted = {c for c in controls(state) if not is_other_radio(c)}
        first = next(c for c in controls(state))
        first.setFocus()
        seen: set[QWidget] = set()
        for _ in range(3 * len(wanted) + 10):
            now = QApplication.focusWidget()
            assert now is not None
            seen.add(now)
            # Tab goes through the figures of a grid; F6 leaves it.
            QTest.keyClick(now, Qt.Key.Key_F6 if is_grid(now) else Qt.Key.Key_Tab)
        missed = {said(c) for c in wanted - seen}
        assert not missed


def is_other_radio(widget: QWidget) -> bool:
    """A group of radio buttons is one stop: arrows go through it."""
    return isinstance(widget, QAbstractButton) and widget.autoExclusive() and not widget.isChecked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_seen(place: Place, qtbot: QtBot, qapp: QApplication, scheme: str) -> None:
    theme.apply(qapp, scheme)
    mark = FocusFrame(qapp)
    try:
        for state in states(place, qtbot):
            found = controls(state)
            unseen = {said(c) for c in found if not shows_focus(c, found)}
            assert not unseen
    finally:
        mark.deleteLater()
        theme.apply(qapp, "light")


def shows_focus(control: QWidget, others: list[QWidget]) -> bool:
    """Whether a control looks otherwise while it has the keyboard."""
    if len(others) == 1:
        return True
    next(each for each in others if each is not control).setFocus()
    without_focus = picture(control)
    control.setFocus(Qt.FocusReason.ShortcutFocusReason)  # by a key: in Qt 6.11 only the key itself says so by Tab
    if not control.hasFocus():  # a proxy has it
        return True
    return picture(control) != without_focus


def picture(widget: QWidget) -> QImage:
    """A control with the edge that its frame draws."""
    window = widget.window()
    area = widget.rect().translated(widget.mapTo(window, QPoint(0, 0))).adjusted(-3, -3, 3, 3)
    QApplication.processEvents()
    return window.grab(area).toImage()


@pytest.mark.parametrize("scheme", ["LIGHT", "DARK"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_texts_can_be_read(scheme: str, text: str, ground: str) -> None:
    colours: theme.Colours = getattr(theme, scheme)
    found = contrast(getattr(colours, text), getattr(colours, ground))
    assert found >= LEAST, f"{found:.2f}"


def test_labels_follow_another_choice_of_colours(place: Place, qapp: QApplication) -> None:
    """A colour that was fixed when a label was made would be unreadable in the other theme."""
    try:
        place.widget.show()
        theme.apply(qapp, "dark")
        for label in place.widget.findChildren(QLabel):
            if label.isVisible() and label.text() and label.isEnabled():
                colour = label.palette().color(label.foregroundRole()).name()
                ground = label.palette().color(QPalette.ColorRole.Window).name()
                assert contrast(colour, theme.DARK.sheet) >= LEAST, (label.text(), colour, ground)
    finally:
        theme.apply(qapp, "light")


def test_the_status_bars_button_says_what_it_does(window: Window) -> None:
    assert "显示比例" in spoken(window.zoom_button) and "100%" in spoken(window.zoom_button)


def test_every_menu_and_button_of_the_window_is_in_a_menu_with_a_letter(fresh: Window) -> None:
    titles = [action.text() for action in fresh.widget.menuBar().actions()]
    letters = [title[title.index("&") + 1] for title in titles]
    assert len(set(letters)) == len(letters)


def test_f6_leaves_a_grid_both_ways(fresh: Window) -> None:
    section = next(s.id for s in fresh.form.sections.values() if s.table)
    view = fresh.grid(section).widget
    for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        QApplication.processEvents()
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_F6, modifier)
        now = QApplication.focusWidget()
        assert now is not view and not view.isAncestorOf(now)


def test_every_dialog_can_be_left_by_escape(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    for dialog in make_all(window, tmp_path).values():
        assert isinstance(dialog, QDialog)
        dialog.show()
        qtbot.waitActive(dialog)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible(), dialog.windowTitle()
