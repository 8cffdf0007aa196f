"""The window: start, memory, checks and repaint after an edit."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from tests.benchmarks.pairs import seconds
from tests.benchmarks.row import Row

from reportdesk import resources
from reportdesk.checks import check_figures, check_sums
from reportdesk.report import Figures, Report, figures, set_values
from reportdesk.store import StoredReport, open_report

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from reportdesk_ui.main_window import MainWindow

CHILD = Path(__file__).with_name("child.py")
PAIRS = 15


def start() -> list[Row]:
    """(a) start and (e) memory ÷ those of a bare window, in fresh processes, interleaved; prints where time goes."""
    sample = str(resources.path("samples", "busy.rdesk"))
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "XDG_CONFIG_HOME": home, "REPORTDESK_DATA": home, "QT_QPA_PLATFORM": "offscreen"}
        environment.pop("DISPLAY", None)
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as on any computer: compiled at the first start, not at each
        _child(environment, "bare"), _child(environment, "full", sample)
        pairs = [(_child(environment, "full", sample), _child(environment, "bare")) for _ in range(PAIRS)]
    print("    where the time goes (ms, median of fresh processes):")
    for name in [stage for stage, _ in pairs[0][0]["stages"]]:
        print(f"      {1000 * median(dict(full['stages'])[name] - full['began'] for full, _ in pairs):6.0f}  {name}")
    print(f"      {1000 * median(bare['visible'] - bare['began'] for _, bare in pairs):6.0f}  (bare window painted)")
    speed = median((full["visible"] - full["began"]) / (bare["visible"] - bare["began"]) for full, bare in pairs)
    return [
        Row("start to figures visible ÷ bare window", speed, 2.3),
        Row("memory with the sample open ÷ bare window", median(f["rss"] / b["rss"] for f, b in pairs), 1.4),
    ]


def checks() -> list[Row]:
    """(b) the equations of one edit, and all of them on a full report, in milliseconds."""
    report = open_report(resources.path("samples", "busy.rdesk"))
    shown = figures(report)
    cell = max(report.form.sums_of, key=lambda cell: len(report.form.sums_of[cell]))
    one = _milliseconds(lambda: check_sums(report.form, shown, report.form.sums_of[cell]))
    everything = _milliseconds(lambda: _from_scratch(report, shown))
    return [
        Row("equations of one edit (ms)", one, 0.1),
        Row("all 42 equations, blanks and signs (ms)", everything, 0.4),
    ]


def repaint() -> list[Row]:
    """(b) an edit of the biggest table until the window is painted again, in milliseconds."""
    application, window = _window(open_report(resources.path("samples", "busy.rdesk")))
    assert window.session and window.workspace
    session = window.session
    form = session.form
    biggest = max(form.tables, key=lambda table: len(form.table_cells(table)))
    window.workspace.open_section(form.section_of_table(biggest))
    application.processEvents()
    cell = form.table_cells(biggest)[0]
    right = session.figures[cell]
    values = cycle(["7", right])  # breaks its sums, mends them

    def edit() -> None:
        session.do(set_values(session.report, {cell: next(values)}, "填写"))
        application.processEvents()

    for _ in range(10):
        edit()
    return [Row("edit to repaint (ms)", 1000 * median(seconds(edit) for _ in range(60)), 16)]


def typing() -> list[Row]:
    """A key in a text of 5,000 characters with its findings underlined, until the window is painted again, in
    milliseconds; the texts are looked through when the typing pauses."""
    from PySide6.QtTest import QTest

    report = open_report(resources.path("samples", "busy.rdesk"))
    section = max(report.texts, key=lambda section: len(report.text(section)))
    long = (report.text(section).replace("，", ",", 3) * 9)[:5_000]
    application, window = _window(report.with_sections({section: long}))
    assert window.session and window.workspace
    window.workspace.open_section(section)
    while not (window.proofreader and not window.proofreader.busy):
        application.processEvents()
    field = window.workspace.text
    assert field and field.look.marks
    field.setFocus()

    def key() -> None:
        QTest.keyClick(field, "1")
        application.processEvents()

    return [Row("a key in a text of 5,000 characters (ms)", 1000 * median(seconds(key) for _ in range(60)), 16)]


def _window(report: Report) -> "tuple[QApplication, MainWindow]":
    from PySide6.QtWidgets import QApplication

    from reportdesk_ui import app, theme
    from reportdesk_ui.main_window import MainWindow

    os.environ["XDG_CONFIG_HOME"] = os.environ["REPORTDESK_DATA"] = tempfile.mkdtemp()
    application = QApplication.instance() or app.make_application(["bench"])
    assert isinstance(application, QApplication)
    theme.apply(application, "light")
    theme.apply_zoom(application, 100)
    window = MainWindow()
    window.resize(1366, 728)
    window.show()
    window.show_report(StoredReport(report), None)
    return application, window


def _from_scratch(report: Report, shown: Figures) -> None:
    check_figures(report, shown)


def _milliseconds(action: Callable[[], Any], runs: int = 400) -> float:
    for _ in range(50):
        action()
    return 1000 * median(seconds(action) for _ in range(runs))


def _child(environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    began = time.time()
    run = subprocess.run(
        [sys.executable, str(CHILD), *arguments], capture_output=True, text=True, env=environment, check=True
    )
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    found["began"] = began
    return found
