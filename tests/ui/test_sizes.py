"""Dialogs and the window fit small screens: 1366×768 at 125 % and 1920×1080 at 150 %, in logical pixels."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from tests.support.ui.every_dialog import make_all
from tests.support.ui.main_window import Window

from reportdesk_ui import theme

FRAME = QSize(16, 40)  # title bar and edges
TASK_BAR = QSize(0, 40)
SCREENS = {
    "1366x768 at 125 %": QSize(1092, 614) - FRAME - TASK_BAR,
    "1920x1080 at 150 %": QSize(1280, 720) - FRAME - TASK_BAR,
}


def least(dialog: QDialog) -> QSize:
    """The size below which a dialog is cut."""
    dialog.ensurePolished()
    size = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
    if dialog.layout() and dialog.layout().hasHeightForWidth():
        size.setHeight(max(size.height(), dialog.layout().totalMinimumHeightForWidth(dialog.width())))
    return size


@pytest.mark.parametrize("screen", SCREENS)
def test_every_dialog_fits(window: Window, tmp_path: Path, screen: str) -> None:
    room = SCREENS[screen]
    found = {name: least(dialog) for name, dialog in make_all(window, tmp_path).items()}
    cut = {name: (size.width(), size.height()) for name, size in found.items() if size.boundedTo(room) != size}
    assert not cut, f"larger than {room}"


def test_no_dialog_opens_larger_than_the_screen(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = SCREENS["1366x768 at 125 %"]

    class Screen:
        def availableSize(self) -> QSize:
            return small + FRAME

    monkeypatch.setattr(QWidget, "screen", lambda widget: Screen())
    made = make_all(window, tmp_path)
    over = {name: each.size() for name, each in made.items() if each.size().boundedTo(small) != each.size()}
    assert not over


def test_the_window_with_every_page_fits(window: Window, tmp_path: Path) -> None:
    room = SCREENS["1366x768 at 125 %"]
    size = window.widget.minimumSizeHint().expandedTo(window.widget.minimumSize())
    assert size.boundedTo(room) == size, "start page"
    for dialog in make_all(window, tmp_path).values():
        dialog.deleteLater()
    for section in window.sections:
        window.open_section(section)
        size = window.widget.minimumSizeHint().expandedTo(window.widget.minimumSize())
        assert size.boundedTo(room) == size, section


def test_larger_letters_leave_the_window_on_the_screen(window: Window, qapp: QApplication) -> None:
    """显示比例 125 % on top of the system's 125 %."""
    try:
        theme.apply_zoom(qapp, 125)
        size = window.widget.minimumSizeHint().expandedTo(window.widget.minimumSize())
        room = SCREENS["1366x768 at 125 %"]
        assert size.boundedTo(room) == size
    finally:
        theme.apply_zoom(qapp, 100)
