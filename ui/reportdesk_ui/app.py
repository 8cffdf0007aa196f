"""The running program: QApplication, Chinese Qt texts, input method, crash hook."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from reportdesk import resources
from reportdesk_ui import theme
from reportdesk_ui.crash import CrashHook
from reportdesk_ui.main_window import PRODUCT, MainWindow
from reportdesk_ui.second_start import SecondStart
from reportdesk_ui.settings import Settings
from reportdesk_ui.widgets.focus_frame import FocusFrame

SMALL_SCREEN = (1440, 900)
LOOK_AFTER = 400  # milliseconds: the window is there first


def run(file: str | None) -> int:
    """Opens the window, with a file if one is named; returns the exit status."""
    choose_input_method()
    app = make_application(sys.argv)
    settings = Settings()
    theme.apply(app, settings.scheme)
    theme.apply_zoom(app, settings.zoom)
    window = MainWindow(settings)
    context = window.context
    hook = CrashHook(context)
    sys.excepthook = hook.caught
    app.styleHints().colorSchemeChanged.connect(lambda: context.run("scheme", settings.scheme))
    small = window.screen().availableSize()
    if small.width() <= SMALL_SCREEN[0] or small.height() <= SMALL_SCREEN[1]:
        window.showMaximized()
    else:
        window.show()
    if not file:
        context.show_start()
    else:
        QTimer.singleShot(0, lambda: context.run("open_named", Path(file)))
    QTimer.singleShot(LOOK_AFTER, lambda: _complete(app, window))
    return app.exec()


def make_application(arguments: list[str]) -> QApplication:
    """The application with its Chinese texts; colours and zoom are not applied yet."""
    app = QApplication([*arguments, "-style", "Fusion"])  # by setStyle() PySide6 makes all of QStyle's names first
    app.setApplicationName(PRODUCT)
    app.setApplicationDisplayName("")
    app.setDesktopFileName("reportdesk")
    app.setWindowIcon(QIcon(str(resources.path("icons", "reportdesk.png"))))
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    return app


def choose_input_method() -> None:
    """Falls back to ibus where fcitx is asked for: Qt's own wheels have no fcitx plugin, and typing would be dead."""
    wanted = os.environ.get("QT_IM_MODULE", "")
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    if wanted.startswith("fcitx") and not list(plugins.glob("*fcitx*")):
        os.environ["QT_IM_MODULE"] = "ibus"


def _complete(app: QApplication, window: MainWindow) -> None:
    """What the window can do without in its first moment."""
    window.context.run("look_for_lost")
    SecondStart(window.context)
    FocusFrame(app, window)  # around the control that has the keyboard
