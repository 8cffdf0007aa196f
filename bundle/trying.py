"""What can be asked of a bundle that it does for no clerk: whether all is there, and how fast it starts."""

import sys
import time
from pathlib import Path

LIBRARIES, ABOUT, START = "--try-libraries", "--try-about", "--time-start"


def tried(arguments: list[str]) -> bool:
    """Does what is asked, if one of these is asked."""
    if arguments[:1] == [LIBRARIES]:
        try_libraries()
    elif arguments[:1] == [ABOUT]:
        try_about()
    elif arguments[:1] == [START]:
        time_start(arguments[1])
    return arguments[:1] in ([LIBRARIES], [ABOUT], [START])


def try_libraries() -> None:
    """Uses every library that is loaded late, so that one that is missing in the bundle is seen where it is made."""
    import docx
    import lxml.html
    import opencc
    import openpyxl
    import pdfplumber
    import psutil

    from reportdesk import resources
    from reportdesk.documents.charts import BarChart
    from reportdesk_ui.app import make_application
    from reportdesk_ui.widgets.chart_painter import draw_chart

    assert opencc.OpenCC("t2s").convert("報告") == "报告"
    assert docx.Document(str(resources.path("word", "report.docx"))).sections
    assert openpyxl.Workbook() and lxml.html.fromstring("<p>") is not None and pdfplumber.open
    assert psutil.Process().create_time()
    app = make_application([])
    chart = BarChart("试", "件", ("2024", "2025"), ["甲"], ["1"], ["2"])
    assert draw_chart(chart).startswith(b"\x89PNG")
    app.quit()
    print("ok")


def try_about() -> None:
    """Prints what 关于 shows of the work of others."""
    from reportdesk_ui.app import make_application
    from reportdesk_ui.dialogs.about_dialog import AboutDialog

    app = make_application([])
    dialog = AboutDialog()
    print(dialog.licences.toPlainText())
    app.quit()


def time_start(file: str) -> None:
    """Opens the window with a file, prints the time when its figures are painted (seconds of the epoch), ends."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    from reportdesk.store import StoredReport
    from reportdesk_ui import main
    from reportdesk_ui.context import WindowContext
    from reportdesk_ui.grid.view import GridView

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, finish)
            return False

    def finish() -> None:
        print(time.time(), flush=True)
        QApplication.quit()

    watch = Watch()
    show = WindowContext.show_report

    def show_and_watch(
        context: WindowContext, stored: StoredReport, path: Path | None, *_: object, **more: object
    ) -> None:
        form = stored.report.form
        biggest = max(form.tables, key=lambda table: len(form.table_cells(table)))
        show(context, stored, path, form.section_of_table(biggest), **more)
        assert context.open
        context.open.view.widget.findChildren(GridView)[-1].viewport().installEventFilter(watch)

    WindowContext.show_report = show_and_watch  # type: ignore
    sys.exit(main.main([file]))
