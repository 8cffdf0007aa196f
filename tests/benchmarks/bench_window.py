"""The window: start, memory, an edit, a key."""

import json
import os
import subprocess
import sys
import tempfile
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from tests.benchmarks.measure import median_ratio
from tests.benchmarks.references import plain_table, plain_text_edit
from tests.benchmarks.row import Row

from reportdesk import resources
from reportdesk.report import Report, set_values
from reportdesk.store import StoredReport, open_report

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from reportdesk_ui.main_window import MainWindow

CHILD = Path(__file__).with_name("child.py")
STARTS = 15


def rows() -> list[Row]:
    """In fresh processes first, then in one window."""
    return [*start(), repaint(), typing()]


def start() -> list[Row]:
    """Start and memory ÷ those of a bare window, in fresh processes, interleaved: the
    processor time until the figures are painted. Prints where it goes."""
    sample = str(resources.path("samples", "busy.rdesk"))
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "XDG_CONFIG_HOME": home, "REPORTDESK_DATA": home, "QT_QPA_PLATFORM": "offscreen"}
        environment.pop("DISPLAY", None)
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as on any computer: compiled at the first start, not at each
        _child(environment, "bare"), _child(environment, "full", sample)
        pairs = [(_child(environment, "full", sample), _child(environment, "bare")) for _ in range(STARTS)]
    ratios = [{name: at / bare["stages"][-1][1] for name, at in full["stages"]} for full, bare in pairs]
    print("    where the time of a start goes (÷ bare window painted):")
    for name in ratios[0]:
        print(f"      {median(each[name] for each in ratios):6.2f}  {name}")
    return [
        Row("start to figures visible ÷ bare window", median(each["painted"] for each in ratios), 2.4),
        Row(
            "memory with the sample open ÷ bare window", median(full["rss"] / bare["rss"] for full, bare in pairs), 1.5
        ),
    ]


def repaint() -> Row:
    """An edit of the biggest table until the window is painted again ÷ painting a plain table of the same size."""
    from PySide6.QtWidgets import QTableView

    application, window = _window(open_report(resources.path("samples", "busy.rdesk")))
    assert window.context.open
    document, view = window.context.open.document, window.context.open.view
    form = document.form
    biggest = max(form.tables, key=lambda table: len(form.table_cells(table)))
    view.open_section(form.section_of_table(biggest))
    application.processEvents()
    cell = form.table_cells(biggest)[0]
    values = cycle(["7", document.figures[cell]])  # breaks its sums, mends them
    [grid] = [each for each in window.findChildren(QTableView) if each.isVisible()]
    table = plain_table(grid.model().rowCount(), grid.model().columnCount(), grid.size())

    def edit() -> None:
        document.apply(set_values(document.report, {cell: next(values)}, "填写"))
        application.processEvents()

    return Row("an edit to repaint ÷ painting a plain QTableView", median_ratio(edit, table.viewport().repaint), 6.6)


def typing() -> Row:
    """A key in a text of 5,000 characters with its findings underlined, until the window is painted again ÷ the same
    in a plain QPlainTextEdit. The texts are proof-read when the typing pauses, not here."""
    from PySide6.QtTest import QTest

    from reportdesk_ui.text_editor.section_text import SectionText

    report = open_report(resources.path("samples", "busy.rdesk"))
    section = max(report.texts, key=lambda section: len(report.text(section)))
    long = (report.text(section).replace("，", ",", 3) * 9)[:5_000]
    application, window = _window(report.with_sections({section: long}))
    assert window.context.open
    window.context.open.view.open_section(section)
    while window.context.open.proofreader.busy:
        application.processEvents()
    field = window.context.open.view.text
    assert isinstance(field, SectionText) and field.look.marks
    plain = plain_text_edit(field.toPlainText(), field.size(), field.font())
    field.setFocus()

    def key() -> None:
        QTest.keyClick(field, "1")
        application.processEvents()

    def plain_key() -> None:
        QTest.keyClick(plain, "1")
        application.processEvents()

    return Row("a key in 5,000 characters ÷ in a plain QPlainTextEdit", median_ratio(key, plain_key), 7.2)


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
    window.context.show_report(StoredReport(report), None)
    return application, window


def _child(environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    """What a fresh process reports: see child.py."""
    run = subprocess.run(
        [sys.executable, str(CHILD), *arguments], capture_output=True, text=True, env=environment, check=True
    )
    report: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return report
