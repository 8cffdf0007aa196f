"""A second start hands its file to the running window; a window that is gone or stuck is done without."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.support.paths import ROOT
from tests.support.single_instance import lock_file, request_file
from tests.support.ui.dialogs import answer_with
from tests.support.ui.main_window import Window

from reportdesk import resources
from reportdesk.files.process_identity import ProcessIdentity
from reportdesk.report import Report
from reportdesk.store import SUFFIX, save_report, single_instance
from reportdesk.store.lock import holder_of
from reportdesk_ui.dialogs.options_dialog import OptionsDialog
from reportdesk_ui.main import main
from reportdesk_ui.settings import Settings

SECONDS = 30


@pytest.fixture
def listening(window: Window) -> Iterator[None]:
    """The window takes the files of second starts."""
    end = window.listen_to_second_starts()
    yield
    end()


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[bytes]]]:
    """The processes that a test starts; none outlives it."""
    running: list[subprocess.Popen[bytes]] = []
    yield running
    for each in running:
        each.kill()
        each.wait(SECONDS)


def report_file(folder: Path, unit: str = "示例县财政局") -> Path:
    path = folder / f"{unit} 年报{SUFFIX}"
    save_report(Report.new(unit=unit, year=2025), path)
    return path


def start(file: Path, cwd: Path | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, str(ROOT / "main.py"), str(file)], cwd=cwd)


def unit_of(window: Window) -> str:
    return window.report.unit if window.has_report else ""


def test_a_second_start_ends_and_the_first_window_opens_its_file(
    window: Window, listening: None, started: list[subprocess.Popen[bytes]], qtbot: QtBot, tmp_path: Path
) -> None:
    path = report_file(tmp_path)
    started.append(start(Path(path.name), cwd=tmp_path))  # a relative name is meant from where it was started
    qtbot.waitUntil(lambda: unit_of(window) == "示例县财政局", timeout=SECONDS * 1000)
    assert window.path == path
    qtbot.waitUntil(lambda: started[0].poll() is not None, timeout=SECONDS * 1000)
    assert started[0].returncode == 0
    assert not list(single_instance.spool().glob("*.request"))


def test_a_sample_is_shown_without_being_its_file(
    window: Window, listening: None, started: list[subprocess.Popen[bytes]], qtbot: QtBot
) -> None:
    started.append(start(resources.path("samples", "quiet.rdesk")))
    qtbot.waitUntil(lambda: window.has_report, timeout=SECONDS * 1000)
    assert window.path is None


def test_unsaved_changes_are_asked_about_first(
    fresh: Window,
    listening: None,
    started: list[subprocess.Popen[bytes]],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = answer_with(monkeypatch, lambda labels: len(labels) - 1)
    document = fresh.document
    fresh.set_cell(next(iter(fresh.form.cells)), "3")
    started.append(start(report_file(tmp_path, "别的局")))
    qtbot.waitUntil(lambda: len(asked) == 1, timeout=SECONDS * 1000)
    assert "未保存" in asked[0] and fresh.document is document


def test_a_dialog_is_answered_first(
    window: Window, listening: None, started: list[subprocess.Popen[bytes]], qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = OptionsDialog(Settings(), window.widget)
    dialog.open()
    started.append(start(report_file(tmp_path)))
    qtbot.waitUntil(lambda: started[0].poll() == 0, timeout=SECONDS * 1000)
    assert not window.has_report
    dialog.reject()
    qtbot.waitUntil(lambda: window.has_report, timeout=SECONDS * 1000)


def test_the_file_that_is_open_is_not_opened_again(
    window: Window, listening: None, qtbot: QtBot, tmp_path: Path
) -> None:
    path = report_file(tmp_path)
    window.show_report(Report.new(unit="示例县财政局", year=2025), path)
    document = window.document
    request = request_file()
    request.write_text(str(path), "utf-8")
    qtbot.waitUntil(lambda: not request.exists(), timeout=SECONDS * 1000)
    assert window.document is document


def test_a_window_in_a_process_of_its_own_takes_files(
    started: list[subprocess.Popen[bytes]], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are real: the first start shows its window, the second one ends at once."""
    monkeypatch.setenv("REPORTDESK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    first, second = report_file(tmp_path, "甲局"), report_file(tmp_path, "乙局")
    started.append(start(first))
    lock = lock_file()

    def owner() -> ProcessIdentity | None:  # None also between the making of the lock file and its text
        holder = holder_of(lock)
        return holder.owner if holder else None

    qtbot.waitUntil(lambda: owner() is not None, timeout=SECONDS * 1000)
    assert getattr(owner(), "process", None) == started[0].pid
    assert single_instance.hand_over(second, patience=SECONDS)
    qtbot.waitUntil(lambda: second in Settings().recent, timeout=SECONDS * 1000)
    assert started[0].poll() is None


def test_a_dead_window_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTDESK_DATA", str(tmp_path))
    code = "import os; from reportdesk.store import single_instance as instance; assert instance.claim(); os._exit(0)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=SECONDS)
    assert list(single_instance.spool().iterdir())
    assert not single_instance.hand_over(tmp_path / "a.rdesk")
    assert not list(single_instance.spool().glob("*.request"))
    mine = single_instance.claim()
    assert mine
    mine.release()
    assert not list(single_instance.spool().iterdir())


def test_a_window_that_does_not_answer_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTDESK_DATA", str(tmp_path))
    code = "import sys; from reportdesk.store import single_instance as instance; print(bool(instance.claim()), flush=True); sys.stdin.read()"  # noqa: E501
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as stuck:
        assert stuck.stdout and stuck.stdout.readline().strip() == b"True"
        assert single_instance.claim() is None
        assert not single_instance.hand_over(tmp_path / "a.rdesk", patience=0.1)
        assert not list(single_instance.spool().glob("*.request"))
        assert stuck.stdin
        stuck.stdin.close()


def test_no_window_no_data_folder_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTDESK_DATA", str(tmp_path / "none"))
    assert not single_instance.hand_over(tmp_path / "a.rdesk")
    assert not (tmp_path / "none").exists()
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("REPORTDESK_DATA", str(blocked))
    assert single_instance.claim() is None
    assert not single_instance.hand_over(tmp_path / "a.rdesk")


def test_requests_of_long_ago_and_of_other_screens_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTDESK_DATA", str(tmp_path))
    mine = single_instance.claim()
    assert mine
    old, other = (single_instance.spool() / f"{name}-1-1.request" for name in (mine.name, "elsewhere-00000000"))
    for each in (old, other):
        each.write_text("/a.rdesk", "utf-8")
    os.utime(old, (1, 1))
    assert mine.requests() == []
    assert not old.exists() and other.exists()
    mine.release()


def test_a_command_asks_no_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single_instance, "hand_over", lambda path: pytest.fail("asked"))
    path = report_file(tmp_path)
    assert main(["show", str(path), "--json"]) == 0
