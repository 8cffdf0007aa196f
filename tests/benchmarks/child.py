"""A fresh process that opens a window, says when it could be read, and ends.

    python child.py bare            a bare PySide6 window with one Chinese label
    python child.py full FILE       the program with a report open, until the figures of its biggest table are painted

Prints JSON: {"rss": bytes, "stages": [[name, seconds], …]}. The seconds are the processor time that the process has
taken so far; the last stage is "painted".
"""

import json
import sys
import time
from pathlib import Path

stages: list[tuple[str, float]] = [("Python started", time.process_time())]


def done() -> None:
    stages.append(("painted", time.process_time()))
    import psutil  # after the clock is read: its import takes a while

    print(json.dumps({"rss": psutil.Process().memory_info().rss, "stages": stages}))


def bare() -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    class Label(QLabel):
        def paintEvent(self, event: object) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, finish)

    def finish() -> None:
        done()
        app.quit()

    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.setCentralWidget(Label("政府信息公开工作年度报告"))
    window.resize(1366, 728)
    window.show()
    app.exec()


def full(file: str) -> None:
    root = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(root / "src"), str(root / "ui")]
    from reportdesk_ui import main

    stages.append(("the door imported", time.process_time()))
    from PySide6 import QtWidgets
    from PySide6.QtCore import QEvent, QObject, QTimer

    stages.append(("Qt imported", time.process_time()))
    from reportdesk.store import StoredReport
    from reportdesk_ui import app  # noqa: F401  as the door does next
    from reportdesk_ui.context import WindowContext
    from reportdesk_ui.grid.view import GridView

    stages.append(("window and engine imported", time.process_time()))

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, finish)
            return False

    def finish() -> None:
        done()
        QtWidgets.QApplication.quit()

    watch = Watch()
    show = WindowContext.show_report

    def show_and_watch(context: WindowContext, stored: StoredReport, path: Path | None) -> None:
        stages.append(("window made and shown, file read", time.process_time()))
        form = stored.report.form
        biggest = max(form.tables, key=lambda table: len(form.table_cells(table)))
        show(context, stored, path, form.section_of_table(biggest))
        assert context.open
        stages.append(("pages made", time.process_time()))
        view = context.open.view.widget.findChildren(GridView)[-1]
        view.viewport().installEventFilter(watch)

    WindowContext.show_report = show_and_watch  # type: ignore[assignment, method-assign]
    main.main([file])


if __name__ == "__main__":
    bare() if sys.argv[1] == "bare" else full(sys.argv[2])
