"""The lock beside a report: who has it, and that the dead do not."""

import os
import subprocess
import sys
import time
from types import SimpleNamespace

import msgspec
import pytest

from reportdesk.files import process_identity
from reportdesk.files.process_identity import ProcessIdentity, start_time, state_of_tag, this_process
from reportdesk.store.lock import Held, Lock, holder_of, lock_path


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "年报.rdesk"
    path.write_bytes(b"")
    return path


def other(**changes):
    """Another process that runs (the first of all) unless told otherwise."""
    first = {"process": 1, "started": start_time(1) or ""}
    return this_process()._replace(**{**first, "user": "李四", **changes})


def test_a_lock_is_hidden_beside_the_report_and_goes_with_its_release(report):
    lock = Lock.take(report)
    assert isinstance(lock, Lock) and lock.ours and lock.warning == ""
    (beside,) = [path for path in report.parent.iterdir() if path != report]
    assert beside == lock.path == lock_path(report) and beside.name.startswith(".~$") and beside.suffix != ".rdesk"
    assert holder_of(report).owner == this_process()
    lock.release()
    assert list(report.parent.iterdir()) == [report]
    assert holder_of(report) is None and not lock.ours


def test_a_second_one_is_told_who_has_it(report):
    Lock.take(report, owner=other(host="FINANCE-03"))
    held = Lock.take(report)
    assert isinstance(held, Held) and held.by.owner != this_process()
    assert "李四" in held.by.sentence and "FINANCE-03" in held.by.sentence and held.by.since[:10] in held.by.sentence
    assert Lock.take(report) == held, "asking changes nothing"


def test_it_may_be_taken_over_on_purpose_from_that_one_only(report):
    theirs = Lock.take(report, owner=other(machine="theirs"))
    held = Lock.take(report)
    mine = Lock.take(report, over=held.by)
    assert isinstance(mine, Lock) and mine.ours and not theirs.ours
    theirs.release()
    assert mine.ours, "only one's own is released"
    assert isinstance(Lock.take(report, over=held.by, owner=other()), Held), "it is another's by now"


@pytest.mark.parametrize("dead", [{"process": 2**22 + 5}, {"started": "before the last start"}])
def test_the_lock_of_a_dead_process_is_no_lock(report, dead):
    Lock.take(report, owner=other(**dead))
    assert holder_of(report) is None
    lock = Lock.take(report)
    assert isinstance(lock, Lock) and lock.ours and lock.warning == ""


@pytest.mark.parametrize("elsewhere", [{"host": "FINANCE-03"}, {"machine": "a copy of this disk"}])
def test_of_another_computer_nobody_can_tell_whether_it_runs(report, elsewhere):
    Lock.take(report, owner=other(process=2**22 + 5, **elsewhere))
    assert isinstance(Lock.take(report), Held)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[" * 5000, b"\xff", msgspec.json.encode({"host": 5, "process": "x"}), b"null"]
)
def test_a_lock_file_that_says_nothing_holds_for_a_minute(report, content):
    lock_path(report).write_bytes(content)
    held = Lock.take(report)
    assert isinstance(held, Held) and held.by.owner is None and held.by.sentence.endswith("。")
    os.utime(lock_path(report), (1, 1))
    lock = Lock.take(report)
    assert isinstance(lock, Lock) and lock.ours


def test_where_no_lock_can_stand_it_is_a_warning(tmp_path):
    lock = Lock.take(tmp_path / "gone" / "年报.rdesk")
    assert isinstance(lock, Lock) and not lock.ours and lock.warning.endswith("。")
    lock.release()


def test_through_a_link_it_is_the_same_lock(report, tmp_path):
    (tmp_path / "b").mkdir()
    link = tmp_path / "b" / "link.rdesk"
    try:
        link.symlink_to(report)
    except OSError:
        pytest.skip("no links here")
    Lock.take(report)
    assert isinstance(Lock.take(link), Held)


def test_the_longest_names_have_locks_too(tmp_path):
    for name in ("长" * 83, "长" * 82 + "甲"):
        path = tmp_path / f"{name}.rdesk"[:85]
        path.write_bytes(b"")
        lock = Lock.take(path)
        assert isinstance(lock, Lock) and lock.ours, lock.warning


def test_elsewhere_than_on_linux_psutil_knows_when_a_process_started(monkeypatch):
    """Run here as on Windows and macOS."""
    monkeypatch.setattr(process_identity, "sys", SimpleNamespace(platform="darwin"))
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as running:
        first = start_time(running.pid)
        assert first and float(first) and first == start_time(running.pid)
        here = this_process()
        assert here.state == "runs" and here.started != first
        assert here._replace(process=running.pid, started=first).state == "runs"
        assert here._replace(process=running.pid).state == "gone"
        running.kill()
        until = time.monotonic() + 20
        while start_time(running.pid) is not None and time.monotonic() < until:
            time.sleep(0.02)
        assert start_time(running.pid) is None  # ended, though nobody has asked for its status yet
    assert start_time(running.pid) is None
    assert here._replace(process=running.pid, started=first).state == "gone"


def test_processes_are_known_by_their_start():
    here = this_process()
    assert here.state == "runs" and state_of_tag(here.tag) == "runs"
    assert start_time(2**22 + 5) is None
    assert here._replace(started="x").state == "gone" and state_of_tag(here._replace(started="x").tag) == "gone"
    assert here._replace(host="x").state == "elsewhere" and state_of_tag("0badcafe-1-0badcafe") == "elsewhere"
    assert state_of_tag("nonsense") == state_of_tag("") == "elsewhere"
    assert ProcessIdentity("", "", "", 1, "").state == "elsewhere"
