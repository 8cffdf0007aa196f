"""The program starts where an office computer is not as it should be: in a process of its own, as by a double click."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.paths import ROOT

from reportdesk import resources

TITLE = "示例县人民政府2025年政府信息公开工作年度报告"

# main.py as it is, and an eye on it: when the window shows what it should, it is closed.
CHILD = """
import json, os, runpy, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog
from reportdesk_ui import app
sys.path.append(sys.argv.pop(1))
from tests.support.ui.state import has_report, is_busy

make = app.make_application

def make_and_watch(arguments):
    made = make(arguments)
    timer = QTimer(made)

    def look():
        windows = [each for each in made.topLevelWidgets() if each.isVisible()]
        window = next((each for each in windows if has_report(each) or len(sys.argv) == 1), None)
        if window is None or is_busy(window):
            return
        timer.stop()
        said = {"title": window.windowTitle(), "input": os.environ.get("QT_IM_MODULE"),
                "dialogs": [each.windowTitle() for each in windows if isinstance(each, QDialog)],
                "icon": not made.windowIcon().isNull()}
        print(json.dumps(said), flush=True)
        made.quit()

    timer.timeout.connect(look)
    timer.start(20)
    return made

app.make_application = make_and_watch
program = sys.argv.pop(1)
sys.argv[0] = program
runpy.run_path(program, run_name="__main__")
"""


def start(program, *arguments, **environment):
    """Starts main.py and waits until its window stands: what the window says of itself, and stderr."""
    base = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "QT_", "DISPLAY"))}
    folder = program.parent
    paths = os.pathsep.join([str(folder / "src"), str(folder / "ui")])
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(ROOT), str(program), *map(str, arguments)],
        env={
            **base,
            "PYTHONPATH": paths,
            "PYTHONDONTWRITEBYTECODE": "1",
            "QT_QPA_PLATFORM": "offscreen",
            **environment,
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        cwd="/" if os.name != "nt" else None,
    )
    assert done.returncode == 0 and "Traceback" not in done.stderr, (done.returncode, done.stdout, done.stderr)
    return json.loads(done.stdout.splitlines()[-1]), done.stderr


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "年 报.rdesk"
    shutil.copy(resources.path("samples", "busy.rdesk"), path)
    return path


@pytest.fixture
def home(tmp_path):
    (tmp_path / "home").mkdir()
    return {"HOME": str(tmp_path / "home"), "REPORTDESK_DATA": str(tmp_path / "data")}


def test_with_a_report(report, home):
    said, errors = start(ROOT / "main.py", report, **home)
    assert (TITLE in said["title"], said["dialogs"], said["icon"]) == (True, [], True)
    assert errors == ""


@pytest.mark.parametrize(
    ("wanted", "used"), [("fcitx", "ibus"), ("fcitx5", "ibus"), ("ibus", "ibus"), ("no-such", "no-such")]
)
def test_with_an_input_method_whose_plugin_is_not_there(home, wanted, used):
    said, errors = start(ROOT / "main.py", QT_IM_MODULE=wanted, **home)
    assert said["input"] == used and "plugin" not in errors.lower()


@pytest.mark.skipif(sys.platform != "linux", reason="fonts are listed by fontconfig on Linux")
def test_without_any_font(report, home, tmp_path):
    (tmp_path / "no fonts").mkdir()
    nothing = tmp_path / "fonts.conf"
    nothing.write_text(f"<?xml version='1.0'?><fontconfig><dir>{tmp_path / 'no fonts'}</dir></fontconfig>", "utf-8")
    said, _ = start(ROOT / "main.py", report, FONTCONFIG_FILE=str(nothing), **home)
    assert TITLE in said["title"] and said["dialogs"] == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a place where nobody can make a folder is known on Linux")
def test_without_a_writable_home(report):
    """Not even root can make a folder in /proc."""
    said, _ = start(ROOT / "main.py", report, HOME="/proc/no-home")
    assert TITLE in said["title"] and said["dialogs"] == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a place where nobody can make a folder is known on Linux")
def test_without_a_writable_home_and_without_a_report():
    assert start(ROOT / "main.py", HOME="/proc/no-home")[0]["dialogs"] == []


def test_from_a_read_only_place_with_blanks_and_chinese_characters(report, home, tmp_path):
    place = tmp_path / "年报填报 程序（一）"
    for name in ("src", "ui", "resources"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "main.py", place)
    before = sorted(place.rglob("*"))
    for each in (place, *before):
        each.chmod(each.stat().st_mode & ~0o222)
    try:
        said, _ = start(place / "main.py", report, **home)
    finally:
        for each in (place, *before):
            each.chmod(each.stat().st_mode | 0o200)
    assert TITLE in said["title"] and said["dialogs"] == []
    assert sorted(place.rglob("*")) == before  # where root may write all the same, nothing was written
