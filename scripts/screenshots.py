"""Pictures of every page of the real window, for README and for looking at them.

    python scripts/screenshots.py FOLDER [--size WIDTH HEIGHT] [--only NAME …]

Any platform of Qt will do; QT_SCALE_FACTOR scales.
"""

import argparse
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
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", nargs=2, type=int, default=(1366, 728))
    parser.add_argument("--only", nargs="*", help="names of the pictures wanted")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    application = app.make_application(sys.argv[:1])
    theme.apply(application, "light")
    theme.apply_zoom(application, 100)
    window = MainWindow()
    window.resize(*options.size)
    window.show()
    window.show_start()

    def shot(name: str) -> None:
        if options.only and name not in options.only:
            return
        loop = QEventLoop()
        QTimer.singleShot(60, loop.quit)
        loop.exec()
        window.grab().save(str(options.folder / f"{name}.png"), quality=0)

    shot("start")
    window.show_report(StoredReport(open_report(resources.path("samples", "busy.rdesk"))), None)
    assert window.workspace and window.session
    for section, name in zip(window.workspace.sections, NAMES, strict=True):
        window.workspace.open_section(section)
        shot(name)
    window.workspace.open_section(window.workspace.sections[3])
    session = window.session
    total = next(each for each in session.form.sums if each.section == window.workspace.sections[3]).right[0]
    value = session.figures[total] or "0"
    session.do(set_values(session.report, {total: value[:-2] + value[-1] + value[-2]}, "填写"))
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
