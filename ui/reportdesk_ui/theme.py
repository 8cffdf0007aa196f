"""Colours of the window, light and dark: one accent, the official light blue for banners, red for what is wrong."""

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel

FAMILIES = ["Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei"]
BASE_POINTS = 10.5
SCHEMES = {"system": "跟随系统", "light": "浅色", "dark": "深色"}


class Colours(NamedTuple):
    """Names say what a colour is for."""

    window: str
    sheet: str
    text: str
    muted: str
    line: str
    label: str
    banner: str
    accent: str
    on_accent: str
    current: str
    error: str
    error_tint: str
    error_strong: str
    warning: str
    hint: str


LIGHT = Colours(
    window="#f3f4f6",
    sheet="#ffffff",
    text="#1d2430",
    muted="#535c6b",
    line="#aeb6c2",
    label="#f7f8fa",
    banner="#c6d9f1",
    accent="#1e5da5",
    on_accent="#ffffff",
    current="#dfeaf7",
    error="#b3261e",
    error_tint="#fdeeec",
    error_strong="#f9d6d2",
    warning="#7f5200",
    hint="#1e5da5",
)
DARK = Colours(
    window="#22262d",
    sheet="#1a1d22",
    text="#e6e9ee",
    muted="#a3adba",
    line="#4b5563",
    label="#262b33",
    banner="#27415f",
    accent="#7fb2ea",
    on_accent="#10151c",
    current="#2b3c52",
    error="#ff8a80",
    error_tint="#3a2323",
    error_strong="#5a2b2a",
    warning="#e6b450",
    hint="#7fb2ea",
)

_FRAMES = """
QLineEdit, QPlainTextEdit, QListWidget, QTableView, QScrollArea[framed="true"], QFrame[framed="true"] {{
    border: 1px solid {line};
}}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 1px solid {accent}; }}
"""
_DARK_BOXES = """
QCheckBox::indicator, QRadioButton::indicator {{ border: 1px solid {line}; background: {sheet}; }}
QRadioButton::indicator {{ border-radius: 6px; }}
QCheckBox::indicator:checked, QRadioButton::indicator:checked {{ background: {accent}; border: 3px solid {sheet}; }}
"""

_current = LIGHT


def colours() -> Colours:
    """The colours in use."""
    return _current


def apply(app: QApplication, scheme: str) -> None:
    """Puts a scheme of SCHEMES to use for the whole program."""
    global _current
    dark = scheme == "dark" or (
        scheme == "system" and QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    )
    _current = DARK if dark else LIGHT
    c = _current
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: c.window,
        QPalette.ColorRole.WindowText: c.text,
        QPalette.ColorRole.Base: c.sheet,
        QPalette.ColorRole.AlternateBase: c.label,
        QPalette.ColorRole.Text: c.text,
        QPalette.ColorRole.PlaceholderText: c.muted,
        QPalette.ColorRole.Button: c.label,
        QPalette.ColorRole.ButtonText: c.text,
        QPalette.ColorRole.ToolTipBase: c.sheet,
        QPalette.ColorRole.ToolTipText: c.text,
        QPalette.ColorRole.Highlight: c.accent,
        QPalette.ColorRole.HighlightedText: c.on_accent,
        QPalette.ColorRole.Link: c.accent,
        QPalette.ColorRole.BrightText: c.error,
        QPalette.ColorRole.Mid: c.line,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.muted))
    app.setPalette(palette)
    # Fusion's own frames get lost on a dark ground and at 125 %; a style sheet draws them, but slows the start down.
    fractional = app.devicePixelRatio() % 1 != 0
    frames = _FRAMES + _DARK_BOXES if dark else _FRAMES if fractional else ""
    app.setStyleSheet(frames.format(line=c.line, accent=c.accent, sheet=c.sheet))


def heading(text: str = "") -> QLabel:
    """A bold heading in the accent colour."""
    label = QLabel(text)
    font = QFont(label.font())
    font.setBold(True)
    label.setFont(font)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.Link)
    return label


def apply_zoom(app: QApplication, percent: int) -> None:
    """Scales the whole window with its font: every size in it is measured in the font."""
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPointSizeF(BASE_POINTS * percent / 100)
    app.setFont(font)
    app.setStyleSheet(app.styleSheet())  # its widgets would keep the font they had
