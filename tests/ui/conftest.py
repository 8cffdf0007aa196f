"""Real widgets: every test gets a window of its own with settings of its own."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.support.ui.dialogs import forbid_all
from tests.support.ui.main_window import Window

from reportdesk import resources
from reportdesk.report import Report
from reportdesk.store import open_report
from reportdesk_ui import theme
from reportdesk_ui.app import make_application


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
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    """The window on its start page."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("REPORTDESK_DATA", str(tmp_path / "data"))
    forbid_all(monkeypatch)
    window = Window(qtbot)
    window.widget.resize(1366, 728)
    window.widget.show()
    window.show_start()
    qtbot.waitExposed(window.widget)
    yield window
    window.dispose()


@pytest.fixture
def fresh(window: Window) -> Window:
    """The window with a new, empty report."""
    window.show_report(Report.new(unit="示例县财政局", year=2025))
    return window


@pytest.fixture
def busy(window: Window) -> Window:
    """The window with the busy sample, whose sums hold."""
    window.show_report(open_report(resources.path("samples", "busy.rdesk")))
    return window
