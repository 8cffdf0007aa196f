"""Pictures of every page of the real window, for README and for looking at them.

    python scripts/screenshots.py FOLDER [--size WIDTH HEIGHT] [--only NAME …]
    python scripts/screenshots.py resources/help/pictures --guide

Any platform of Qt will do; QT_SCALE_FACTOR scales. `--guide` makes the pictures of the guide inside the program: small,
few colours, dialogs too.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QBuffer, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QWidget

root = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(root / "src"), str(root / "ui")]

from reportdesk import resources  # noqa: E402
from reportdesk.report import Report, set_values  # noqa: E402
from reportdesk.store import StoredReport, open_report  # noqa: E402
from reportdesk_ui import app, theme  # noqa: E402
from reportdesk_ui.main_window import MainWindow  # noqa: E402
from reportdesk_ui.workspace import Workspace  # noqa: E402

GUIDE = {
    "start": "start",
    "requests": "requests",
    "finding": "finding",
    "overview": "writing",
}  # picture: its name there
GUIDE_WIDTH, GUIDE_COLOURS = 700, 40
NAMES = ("basics", "overview", "disclosure", "requests", "disputes", "problems", "other")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", nargs=2, type=int, default=(1366, 728))
    parser.add_argument("--only", nargs="*", help="names of the pictures wanted")
    parser.add_argument("--guide", action="store_true", help="the pictures of the guide")
    options = parser.parse_args()
    if options.guide:
        options.only, options.size = list(GUIDE), (1120, 630)
    options.folder.mkdir(parents=True, exist_ok=True)
    application = app.make_application(sys.argv[:1])
    theme.apply(application, "light")
    theme.apply_zoom(application, 100)
    window = MainWindow()
    window.resize(*options.size)
    window.show()
    context = window.context
    context.show_start()

    def shot(name: str) -> None:
        if options.only and name not in options.only:
            return
        wait(60 if not options.guide else 900)  # the texts are read a moment later
        if options.guide:
            small(window, options.folder / f"{GUIDE[name]}.png")
        else:
            window.grab().save(str(options.folder / f"{name}.png"), quality=0)

    shot("start")
    document = context.show_report(StoredReport(open_report(resources.path("samples", "busy.rdesk"))), None)
    workspace = window.findChildren(Workspace)[-1]
    for section, name in zip(workspace.sections, NAMES, strict=True):
        workspace.open_section(section)
        shot(name)
    workspace.open_section(workspace.sections[3])
    total = next(each for each in document.form.sums if each.section == workspace.sections[3]).right[0]
    value = document.figures[total] or "0"
    document.apply(set_values(document.report, {total: value[:-2] + value[-1] + value[-2]}, "填写"))
    workspace.step(1)
    shot("finding")
    if options.guide:
        document.stack.undo()
        dialogs(window, document.report, options.folder)
        return
    theme.apply(application, "dark")
    workspace.recolour()
    shot("finding-dark")
    theme.apply(application, "light")
    context.show_report(StoredReport(Report.new(unit="示例县财政局", year=2025)), None)
    workspace = window.findChildren(Workspace)[-1]
    workspace.open_section(workspace.sections[3])
    shot("empty")


def dialogs(window: MainWindow, report: Report, folder: Path) -> None:
    """The dialogs of the guide, over the sample."""
    from reportdesk.documents.word import writer as word_writer
    from reportdesk.services import import_report
    from reportdesk_ui.dialogs.import_preview_dialog import ImportPreviewDialog
    from reportdesk_ui.dialogs.submission_dialog import SubmissionDialog

    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "上年报告.docx"
        path.write_bytes(word_writer.render(report))
        reading = import_report.read(path)
    choices = [("successor", f"据此新建 {report.year + 1} 年度报告"), ("open", "打开这份报告")]
    preview = ImportPreviewDialog(reading, choices, None, window)
    submission = SubmissionDialog(report, Path.home().root / Path("报送材料"), 0, "", {}, window)
    for name, dialog, size in (("preview", preview, (1120, 600)), ("submission", submission, (760, 480))):
        dialog.resize(*size)
        dialog.show()
        wait(200)
        small(dialog, folder / f"{name}.png")
        dialog.close()


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def small(widget: QWidget, path: Path) -> None:
    """A picture of a widget, scaled down, with few colours."""
    from io import BytesIO

    from PIL import Image  # comes with pdfplumber

    grabbed = widget.grab()
    grabbed = grabbed.scaledToWidth(min(GUIDE_WIDTH, grabbed.width()), Qt.TransformationMode.SmoothTransformation)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    grabbed.save(buffer, "PNG")  # type: ignore[call-overload]
    picture = Image.open(BytesIO(bytes(buffer.data().data()))).convert("RGB")
    picture.quantize(GUIDE_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
