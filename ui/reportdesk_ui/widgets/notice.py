"""A sentence across the window, with buttons for what can be done about it."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from reportdesk_ui import theme


def notice_bar(sentence: str, ways: Sequence[tuple[str, Callable[[], object]]]) -> QFrame:
    """The sentence with a button for each way: (what the button says, what it does)."""
    colours = theme.colours()
    bar = QFrame()
    bar.setObjectName("notice")
    bar.setStyleSheet(f"QFrame#notice {{ background: {colours.current}; border: 1px solid {colours.accent}; }}")
    row = QHBoxLayout(bar)
    row.setContentsMargins(12, 4, 8, 4)
    label = QLabel(sentence)
    label.setWordWrap(True)
    row.addWidget(label, 1)
    for text, work in ways:
        button = QPushButton(text)
        button.clicked.connect(lambda checked=False, work=work: work())
        row.addWidget(button)
    return bar
