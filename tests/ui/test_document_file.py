"""A report that cannot be lost: killed and recovered, opened twice, changed behind the window's back, damaged."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from tests.support.paths import ROOT
from tests.support.reports import busy_report
from tests.support.ui.dialogs import answer, choose_file, click, in_dialog
from tests.support.ui.main_window import Window

from reportdesk.files.data_folder import data_folder
from reportdesk.report import Report
from reportdesk.store import open_report, recovery, save_report
from reportdesk.store.journal import recovery_folder
from reportdesk.store.lock import lock_path
from reportdesk.store.report_file import ReportFile
from reportdesk.store.version_history import versions
from reportdesk_ui.crash import MOST_LOGGED, CrashHook
from reportdesk_ui.dialogs.damaged_file_dialog import DamagedFileDialog
from reportdesk_ui.dialogs.options_dialog import OptionsDialog
from reportdesk_ui.dialogs.recovery_dialog import RecoveryDialog
from reportdesk_ui.dialogs.version_history_dialog import VersionHistoryDialog

CELL = "requests.received.natural_person"
_CRASH = """
import os, signal, sys
from pathlib import Path
from reportdesk.files.data_folder import data_folder
from reportdesk.store.version_history import versions
from reportdesk.store import StoredReport, decode
from reportdesk.store.report_file import ReportFile
from reportdesk.report import Report
path = Path(sys.argv[1]) if sys.argv[1] else None
new = StoredReport(Report.new(unit="示例镇人民政府", year=2025))
file = ReportFile.open(path) if path else ReportFile.new(new)
file.record(file.stored.report.with_cells({sys.argv[2]: "4711"}), {})
print("ready", flush=True)
if len(sys.argv) > 3:
    sys.stdin.read()
os.kill(os.getpid(), signal.SIGKILL)
"""


def child(*arguments: str, stay: bool = False) -> "subprocess.Popen[str]":
    """Another program that opens a report and changes a figure; it is killed, or stays until its stdin closes."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", _CRASH, *arguments, *(["stay"] if stay else [])]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    )
    assert process.stdout and process.stdout.readline() == "ready\n"
    if not stay:
        process.wait()
        process.stdout.close()
        assert process.stdin
        process.stdin.close()
    return process


def end(process: "subprocess.Popen[str]") -> None:
    assert process.stdin and process.stdout
    process.stdin.close()
    process.wait()
    process.stdout.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "年报.rdesk"
    save_report(busy_report(), path)
    return path


def decide(monkeypatch: pytest.MonkeyPatch, label: str) -> list[str]:
    """The clerk's decision about what a crash left; returns what the dialog said."""
    said: list[str] = []

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, RecoveryDialog)
        said.extend([dialog.list.item(0).text(), dialog.differs.toPlainText()])
        click(dialog, label)

    in_dialog(monkeypatch, RecoveryDialog, act)
    return said


def test_what_was_typed_before_the_program_was_killed_comes_back(
    window: Window, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child(str(file), CELL)
    said = decide(monkeypatch, "恢复未保存的内容")
    window.offer_recovery()
    window.wait_until_safe()
    assert "年报.rdesk" in said[0] and "4711" in said[1]
    assert window.report.values[CELL] == "4711"
    assert window.is_modified
    assert open_report(file) == busy_report()
    window.save_and_wait()
    assert open_report(file).values[CELL] == "4711"
    window.close_report()
    assert not recovery.find_recoverable().reports


def test_a_new_report_that_was_never_saved_comes_back(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    child("", CELL)
    decide(monkeypatch, "恢复未保存的内容")
    window.offer_recovery()
    window.wait_for_report()
    assert window.report.unit == "示例镇人民政府"
    assert window.report.values == {CELL: "4711"} and window.path is None


def test_the_saved_file_is_opened_and_the_rest_is_among_its_versions(
    window: Window, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child(str(file), CELL)
    decide(monkeypatch, "打开已保存的文件")
    window.offer_recovery()
    window.wait_until_safe()
    assert window.report == busy_report()
    found: list[str] = []

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, VersionHistoryDialog)
        found.append(dialog.differs.toPlainText())
        click(dialog, "恢复到这个版本")

    in_dialog(monkeypatch, VersionHistoryDialog, act)
    window.run("versions")
    assert "4711" in found[0]
    assert window.report.values[CELL] == "4711"
    window.undo()
    assert window.report == busy_report()


def test_discarding_asks_and_then_nothing_is_offered_again(
    window: Window, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child(str(file), CELL)
    decide(monkeypatch, "不恢复")
    asked = answer(monkeypatch, "丢弃")
    window.offer_recovery()
    window.wait()
    assert asked and not recovery.find_recoverable().reports
    assert open_report(file) == busy_report()


def test_changes_are_in_the_journal_within_a_second_and_gone_after_closing(
    fresh: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh.wait_until_safe()
    fresh.set_cell(CELL, "12")
    folder = recovery.recovery_folder()
    qtbot.waitUntil(lambda: any("12" in each.read_text("utf-8") for each in folder.glob("*/journal")), timeout=1000)
    answer(monkeypatch, "不保存")
    fresh.close_report()
    assert not list(folder.glob("*/journal"))


def test_a_report_that_another_has_is_shown_but_not_changed(
    window: Window, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = child(str(file), CELL, stay=True)
    try:
        window.open_file_and_wait(file)
        window.wait_until(lambda: window.is_read_only)
        assert not window.set_cell(CELL, "1")
        assert window.report == busy_report()
        choose_file(monkeypatch, tmp_path / "另一份.rdesk")
        window.run("save_as")
        window.wait()
        assert not window.is_read_only
        assert window.set_cell(CELL, "1")
    finally:
        end(other)
    window.save_and_wait()
    assert open_report(tmp_path / "另一份.rdesk").values[CELL] == "1"
    assert open_report(file) == busy_report()


def test_a_file_changed_behind_the_windows_back_is_not_overwritten_unasked(
    window: Window, qtbot: QtBot, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_file_and_wait(file)
    window.set_cell(CELL, "1")
    theirs = busy_report().with_cells({CELL: "2"})
    save_report(theirs, file)
    asked = answer(monkeypatch, "取消")
    window.save_and_wait()
    assert asked and open_report(file) == theirs
    answer(monkeypatch, "覆盖")
    window.save_and_wait()
    qtbot.waitUntil(lambda: open_report(file).values[CELL] == "1")


def test_coming_back_to_the_window_the_changed_file_is_loaded_when_wanted(
    window: Window, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_file_and_wait(file)
    window.wait()
    save_report(busy_report().with_cells({CELL: "2"}), file)
    asked = answer(monkeypatch, "载入改动后的文件")
    window.check_the_disk()
    window.wait_until(lambda: window.report.values.get(CELL) == "2")
    assert len(asked) == 1


def test_of_a_damaged_file_what_can_be_read_is_opened_and_the_damaged_one_kept(
    window: Window, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = file.read_bytes()
    spoilt = whole[: len(whole) - 60]  # the directory of the archive is gone
    file.write_bytes(spoilt)
    in_dialog(monkeypatch, DamagedFileDialog, lambda dialog: click(dialog, "打开能读出的内容"))
    window.open_file_and_wait(file)
    assert window.is_modified
    assert window.report.values == busy_report().values
    window.save_and_wait()
    assert open_report(file).values == busy_report().values
    assert any(each.read_bytes() == spoilt for each in file.parent.iterdir() if each.is_file() and each != file)


def test_a_report_that_is_closed_while_its_file_is_taken_hold_of_leaves_no_lock_and_no_journal(
    window: Window, file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work = threading.Event()
    take_hold = ReportFile.open

    def slowly(path: Path, **more: Any) -> ReportFile:
        taken = take_hold(path, **more)
        at_work.set()
        time.sleep(0.2)
        return taken

    monkeypatch.setattr(ReportFile, "open", slowly)
    window.open_file(file)
    qtbot.waitUntil(at_work.is_set)
    assert lock_path(file).exists()
    window.show_start()
    qtbot.wait(50)  # what the other thread has told meanwhile
    assert not lock_path(file).exists()
    assert not list(recovery_folder().glob("*"))


def test_an_unexpected_error_is_told_once_and_logged_without_the_reports_words(
    fresh: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, "关闭")
    hook = CrashHook(fresh.context)
    secret = "".join(["机密", "的句子"])  # the log quotes the lines of the program
    for _ in range(50):
        try:
            raise ValueError(secret)
        except ValueError as error:
            hook.caught(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: bool(asked))
    assert len(asked) == 1
    log = (data_folder() / "logs" / "errors.log").read_text("utf-8")
    assert Path(__file__).name in log and secret not in log
    assert log.count("ValueError") == MOST_LOGGED


def test_unsaved_means_recoverable_after_a_recovery_that_is_not_saved(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show_report(Report.new(unit="示例县财政局", year=2025))
    assert not window.is_modified
    window.mark_as_unsaved()
    assert window.is_modified


def test_how_many_versions_are_kept_is_the_offices_choice(
    window: Window, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, OptionsDialog)
        dialog.number.setCurrentIndex(dialog.number.findData(5))
        click(dialog, "确定")

    in_dialog(monkeypatch, OptionsDialog, act)
    window.run("options")
    window.open_file_and_wait(file)
    for number in range(9):
        window.set_cell(CELL, str(number))
        window.save_and_wait()
    assert len(versions(file)) <= 6
    assert len(versions(file)) >= 5
