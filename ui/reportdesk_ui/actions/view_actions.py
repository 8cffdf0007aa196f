"""How the window looks: zoom, colours, the section that is shown, options."""

from PySide6.QtWidgets import QApplication

from reportdesk_ui import theme
from reportdesk_ui.actions.catalogue import MenuChoice
from reportdesk_ui.context import WindowContext
from reportdesk_ui.dialogs.options_dialog import OptionsDialog
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.settings import ZOOMS


def set_zoom(context: WindowContext, percent: int) -> None:
    """Shows everything at a percentage of its usual size."""
    context.settings.zoom = percent
    theme.apply_zoom(_application(), percent)
    context.changed.emit()


def zoom_by(context: WindowContext, step: int) -> None:
    """The next larger or smaller zoom."""
    at = ZOOMS.index(context.settings.zoom) + step
    if 0 <= at < len(ZOOMS):
        set_zoom(context, ZOOMS[at])


def zooms(context: WindowContext) -> list[MenuChoice]:
    """The zooms to choose from."""
    return [MenuChoice(f"{percent}%", percent, checked=percent == context.settings.zoom) for percent in ZOOMS]


def set_scheme(context: WindowContext, scheme: str) -> None:
    """Light, dark, or as the system has it."""
    context.settings.scheme = scheme
    theme.apply(_application(), scheme)
    if context.open:
        context.open.view.recolour()


def schemes(context: WindowContext) -> list[MenuChoice]:
    """The colours to choose from."""
    return [
        MenuChoice(label, scheme, checked=scheme == context.settings.scheme) for scheme, label in theme.SCHEMES.items()
    ]


def turn(context: WindowContext, document: ReportDocument, by: int) -> None:
    """Goes to the next tab, or the one before."""
    if context.open:
        context.open.view.turn(by)


def show_options(context: WindowContext) -> None:
    """How many earlier versions are kept, and the like."""
    OptionsDialog(context.settings, context.window).exec()


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
