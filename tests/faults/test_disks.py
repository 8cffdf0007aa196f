"""Disks that run full, are read-only, or will not rename: a sentence, the old file whole, nothing left beside it."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from tests.support.faults.states import number, state

from reportdesk.files.atomic import PAUSES, WriteError, write_atomically
from reportdesk.store.journal import Journal
from reportdesk.store.rdesk import decode, read_file
from reportdesk.store.recovery import find_recoverable
from reportdesk.store.report_file import ReportFile
from reportdesk.store.saving import save
from reportdesk.store.version_history import Keep


@pytest.fixture
def small_disk(tmp_path):
    """A file system of its own with room for 200 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)], capture_output=True)
    if made.returncode:
        pytest.skip(f"no small file system can be mounted here: {made.stderr.decode(errors='replace').strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def no_file_longer_than(size):
    """What a quota does, and works without being root."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def fill(folder):
    handle = os.open(folder / "filler", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        while True:
            os.write(handle, b"x" * 4096)
    except OSError:
        pass
    finally:
        os.close(handle)


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != "filler")


def test_saving_on_a_full_disk(small_disk):
    path = small_disk / "年报.rdesk"
    save(state(1), path)
    fill(small_disk)
    with pytest.raises(WriteError, match=r"磁盘空间不足.*原文件没有改动"):
        save(state(12), path)
    assert number(decode(read_file(path), path.name)) == 1
    assert names(small_disk) == ["年报.rdesk"]
    (small_disk / "filler").unlink()
    assert save(state(12), path).written
    assert number(decode(read_file(path), path.name)) == 12


@pytest.mark.skipif(os.name == "nt", reason="no such limits on Windows")
def test_saving_under_a_quota(tmp_path):
    path = tmp_path / "年报.rdesk"
    save(state(1), path)
    with no_file_longer_than(4000), pytest.raises(WriteError, match=r"磁盘空间不足.*原文件没有改动"):
        save(state(12), path)
    assert number(decode(read_file(path), path.name)) == 1
    assert names(tmp_path) == ["年报.rdesk"]


def test_a_full_disk_under_the_journal_is_told_and_made_up_for(small_disk, monkeypatch):
    monkeypatch.setenv("REPORTDESK_DATA", str(small_disk / "data"))
    journal = Journal.begin(None, "", state(0).report, {})
    assert journal.record(state(1).report, {})
    fill(small_disk)
    n = 1
    with pytest.raises(WriteError, match="不能自动备份"):
        for n in range(2, 500):  # the rest of the last block is used up first
            journal.record(state(n).report, {})
    with pytest.raises(WriteError, match="不能自动备份"):
        journal.record(state(n).report, {})
    (small_disk / "filler").unlink()
    assert journal.record(state(n).report, {})
    journal.leave()
    assert recovered_as_if_dead(monkeypatch) == n


def test_the_journal_of_before_the_disk_was_full_survives(small_disk, monkeypatch):
    monkeypatch.setenv("REPORTDESK_DATA", str(small_disk / "data"))
    journal = Journal.begin(None, "", state(0).report, {})
    n = 0
    with pytest.raises(WriteError):
        while True:
            journal.record(state(n + 1).report, {})
            n += 1
            if n == 5:
                fill(small_disk)
    journal.leave()
    assert recovered_as_if_dead(monkeypatch) == n


def recovered_as_if_dead(monkeypatch):
    """The number of the state in the only journal, looked at as if its process had gone."""
    monkeypatch.setattr("reportdesk.store.recovery.state_of_tag", lambda tag: "gone")
    (recoverable,) = find_recoverable().reports
    return number(recoverable.stored)


def test_full_user_data_does_not_keep_from_saving(tmp_path, small_disk, monkeypatch):
    monkeypatch.setenv("REPORTDESK_DATA", str(small_disk / "data"))
    fill(small_disk)
    path = tmp_path / "年报.rdesk"
    saved = save(state(1), path, keep=Keep())
    assert saved.written and "历史版本没有存下" in saved.warning
    assert number(decode(read_file(path), path.name)) == 1


def test_a_read_only_disk(small_disk):
    path = small_disk / "年报.rdesk"
    save(state(1), path)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(WriteError, match="只读"):
        save(state(2), path)
    with pytest.raises(WriteError, match="只读"):
        save(state(2), small_disk / "新.rdesk")
    opened = ReportFile.open(path)  # no lock can be written: a warning
    assert opened.held is None and "占用标记" in opened.warning
    assert opened.record(state(2).report, {})
    opened.close()
    assert number(opened.stored) == 1 and names(small_disk) == ["年报.rdesk"]


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_folder_without_permission(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    path = tmp_path / "年报.rdesk"
    save(state(1), path)
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(WriteError, match="权限"):
            save(state(2), path)
        opened = ReportFile.open(path)
        assert opened.held is None and "占用标记" in opened.warning
    finally:
        tmp_path.chmod(0o755)


class StubbornDisk:
    """A rename that fails a number of times as Windows does, and a clock that nobody waits for."""

    def __init__(self, failures, number=32):
        self.left, self.number, self.waited = failures, number, []

    def replace(self, source, target):
        if self.left:
            self.left -= 1
            error = PermissionError(13, "held by another process")
            error.winerror = self.number
            raise error
        source.replace(target)


@pytest.mark.parametrize("number", [5, 32, 33])
@pytest.mark.parametrize("failures", range(len(PAUSES) + 1))
def test_a_rename_that_fails_a_number_of_times(tmp_path, failures, number):
    path, disk = tmp_path / "年报.rdesk", StubbornDisk(failures, number)
    path.write_bytes(b"old")
    write_atomically(path, b"new", replace=disk.replace, pause=disk.waited.append)
    assert path.read_bytes() == b"new" and names(tmp_path) == ["年报.rdesk"]
    assert disk.waited == list(PAUSES[:failures])


def test_a_rename_that_always_fails(tmp_path):
    path, disk = tmp_path / "年报.rdesk", StubbornDisk(10**9)
    path.write_bytes(b"old")
    with pytest.raises(WriteError, match="正被其他程序"):
        write_atomically(path, b"new", replace=disk.replace, pause=disk.waited.append)
    assert path.read_bytes() == b"old" and names(tmp_path) == ["年报.rdesk"]
    assert 2 < sum(disk.waited) < 5


def test_another_error_is_not_tried_again(tmp_path):
    path, disk = tmp_path / "年报.rdesk", StubbornDisk(1, number=87)
    with pytest.raises(WriteError):
        write_atomically(path, b"new", replace=disk.replace, pause=disk.waited.append)
    assert disk.waited == [] and names(tmp_path) == []
