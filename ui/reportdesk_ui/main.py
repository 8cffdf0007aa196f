"""Entry point: a command goes to reportdesk.cli, anything else opens the window. Importing this loads no Qt."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from reportdesk.documents.pdf import writer as pdf_writer
from reportdesk.store import SUFFIX, single_instance


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command or the window; returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    provide_qt_services()
    if given and not _is_file(given):
        return _command(given)
    if not has_display():
        print(
            "reportdesk：这里没有可用的显示器，无法打开窗口。可用命令处理报告，用法见“reportdesk --help”。",
            file=sys.stderr,
        )
        return 2
    if given and single_instance.hand_over(Path(given[0])):  # a window that runs already opens the file
        return 0
    from reportdesk_ui.app import run

    return run(given[0] if given else None)


def has_display() -> bool:
    """False where a window cannot open: Qt would end the program without a word the clerk understands."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _is_file(given: list[str]) -> bool:
    """True for a single file to open or import in the window: everything else is a command."""
    if len(given) != 1 or given[0].startswith("-"):
        return False
    path = Path(given[0])
    return path.suffix.lower() == SUFFIX or (bool(path.suffix) and path.is_file())


def provide_qt_services() -> None:
    """Hands the engine what it cannot do without Qt."""
    pdf_writer.pdf_by = _pdf_preview


def _pdf_preview(html: bytes) -> bytes:
    from reportdesk_ui.printing import pdf_from_html

    return pdf_from_html(html)


def _command(given: list[str]) -> int:
    from reportdesk import cli

    try:
        return cli.main(given)
    except SystemExit as done:  # argparse leaves by this after --help and --version
        return done.code if isinstance(done.code, int) else 2
