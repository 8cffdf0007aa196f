"""送审 and 定稿 as a clerk does them, and the headers of the Word files that come of it."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.support.ui.dialogs import answer_text
from tests.support.ui.main_window import Window


def hand_in(window: Window, monkeypatch: pytest.MonkeyPatch, note: str = "") -> None:
    """形成送审稿 with a note."""
    answer_text(monkeypatch, note)
    window.choose("hand_in")


def sign_off(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """定稿, signed by 李四."""
    answer_text(monkeypatch, "李四")
    window.choose("sign_off")


def headers(path: Path) -> str:
    """The headers of a Word file as XML."""
    with ZipFile(path) as package:
        return "".join(package.read(name).decode() for name in package.namelist() if "header" in name)
