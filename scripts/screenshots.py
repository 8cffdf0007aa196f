"""Pictures of every page of the real window, for README and for looking at them.

python scripts/screenshots.py FOLDER [WIDTH HEIGHT]     (any platform of Qt; QT_SCALE_FACTOR scales)
"""

import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

root = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(root / "src"), str(root / "ui")]

from reportdesk import resources  # noqa: E402
from reportdesk.report import Report, set_values  # noqa: E402
from reportdesk.store import StoredReport, open_report  # noqa: E402
from reportdesk_ui import app, theme  # noqa: E402
from reportdesk_ui.main_window import MainWindow  # noqa: E402

NAMES = ("basics", "overview", "disclosure", "requests", "disputes", "problems", "other")


def main() -> None:
    folder = Path(sys.argv[1])
    width, height = (int(sys.argv[2]), int(sys.argv[3])) if len(sys.argv) > 3 else (1366, 728)
    folder.mkdir(parents=True, exist_ok=True)
    application = app.make_application(sys.argv[:1])
    theme.apply(application, "light")
    theme.apply_zoom(application, 100)
    window = MainWindow()
    window.resize(width, height)
    window.show()
    window.show_start()

    def shot(name: str) -> None:
        loop = QEventLoop()
        QTimer.singleShot(60, loop.quit)
        loop.exec()
        window.grab().save(str(folder / f"{name}.png"))

    shot("start")
    window.show_report(StoredReport(open_report(resources.path("samples", "busy.rdesk"))), None)
    assert window.workspace and window.session
    for section, name in zip(window.workspace.sections, NAMES, strict=True):
        window.workspace.open_section(section)
        shot(name)
    window.workspace.open_section(window.workspace.sections[3])
    session = window.session
    total = next(each for each in session.form.sums if each.section == window.workspace.sections[3]).right[0]
    value = str(int(session.figures[total] or "0") + 9)
    session.do(set_values(session.report, {total: value}, "填写"))
    window.workspace.findings.step(1)
    shot("finding")
    theme.apply(application, "dark")
    window.workspace.recolour()
    shot("finding-dark")
    theme.apply(application, "light")
    window.show_report(StoredReport(Report.new(unit="示例县财政局", year=2025)), None)
    assert window.workspace
    window.workspace.open_section(window.workspace.sections[3])
    shot("empty")


if __name__ == "__main__":
    main()
