"""Real widgets: every test gets a window of its own with settings of its own."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from reportdesk.report import Report
from reportdesk.store import StoredReport
from reportdesk_ui import dialogs, theme
from reportdesk_ui.app import make_application
from reportdesk_ui.grid.view import GridView
from reportdesk_ui.main_window import MainWindow
from reportdesk_ui.pages.table_page import TablePage


@pytest.fixture(scope="session")
def qapp_cls() -> object:
    def make(arguments: list[str]) -> object:
        app = make_application(arguments)
        theme.apply(app, "light")
        theme.apply_zoom(app, 100)
        return app

    return make


PATIENCE = 60_000  # milliseconds: a busy computer is slow, not wrong


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """Waits as long as a busy computer needs."""
    for name in ("waitUntil", "waitSignal", "waitExposed"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=PATIENCE))
    return qtbot


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window on its start page."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("REPORTDESK_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(dialogs, "tell", _unexpected)
    monkeypatch.setattr(dialogs, "ask", _unexpected)
    monkeypatch.setattr(QDialog, "exec", _never)
    for name in ("getOpenFileName", "getSaveFileName", "getExistingDirectory"):
        monkeypatch.setattr(QFileDialog, name, _unexpected)
    monkeypatch.setattr(dialogs, "exported", lambda parent, path, warning: None)
    window = MainWindow()
    window.resize(1366, 728)
    window.show()
    window.show_start()
    qtbot.waitExposed(window)
    yield window
    if window.session:
        window._drop_report()
    window.close()
    window.deleteLater()


@pytest.fixture
def fresh(window: MainWindow) -> MainWindow:
    """The window with a new, empty report."""
    window.show_report(StoredReport(Report.new(unit="示例县财政局", year=2025)), None)
    return window


def _never(dialog: QDialog) -> int:
    raise AssertionError(f"a dialog that no test answers: {dialog.windowTitle()}")


def table_page(window: MainWindow, section: str) -> TablePage:
    """The page of a table, shown."""
    assert window.workspace
    page = window.workspace.open_section(section)
    assert isinstance(page, TablePage)
    return page


def grid(window: MainWindow, section: str) -> GridView:
    """The grid of a section, shown."""
    return table_page(window, section).view


def _unexpected(*texts: object) -> int:
    raise AssertionError(f"a dialog opened: {texts}")
