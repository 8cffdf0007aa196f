"""Saving: only what changed, never over what somebody else wrote, the old file not before the new one is good."""

import os
import shutil

import msgspec
import pytest
from tests.support.faults.states import number, state

from reportdesk.files.atomic import WriteError, write_atomically
from reportdesk.files.process_identity import this_process
from reportdesk.report import Report
from reportdesk.store import StoredReport, decode, encode, rdesk, read_file, report_json, saving
from reportdesk.store.file_stamp import changed_since, read_stamped
from reportdesk.store.format_version import REVISION
from reportdesk.store.saving import DAMAGED, OLD_FORMAT, ChangedOnDisk, save


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "年报.rdesk"
    save(state(1), path)
    return path


def held(path):
    return number(decode(read_file(path), path.name))


def names(path):
    return sorted(each.name for each in path.parent.iterdir())


# ---- the order of things


def test_everything_is_on_the_disk_before_the_old_file_goes(path, monkeypatch):
    done = []

    def watched(name, function):
        def call(*arguments):
            done.append(name)
            return function(*arguments)

        return call

    monkeypatch.setattr(os, "fsync", watched("fsync", os.fsync))
    monkeypatch.setattr(saving, "decode", watched("read back", saving.decode))
    write_atomically(
        path,
        b"new",
        lambda found: done.append(f"check {found!r}"),
        lambda: done.append("last look"),
        replace=watched("replace", lambda source, target: source.replace(target)),
    )
    assert done == ["fsync", "check b'new'", "last look", "replace", *(["fsync"] if os.name != "nt" else [])]


def test_what_reads_back_otherwise_is_not_put_in_place(path, monkeypatch):
    read = type(path).read_bytes
    monkeypatch.setattr(type(path), "read_bytes", lambda self: read(self)[:-1] + b"?")
    with pytest.raises(WriteError, match="读回的内容不一致"):
        write_atomically(path, b"new")
    monkeypatch.undo()
    assert held(path) == 1 and names(path) == [path.name]


def test_a_report_that_would_read_back_as_another_is_not_put_in_place(path, monkeypatch):
    monkeypatch.setattr(saving, "encode", lambda report, media: encode(state(7).report, media))
    with pytest.raises(WriteError, match="与现在的不一致"):
        save(state(2), path)
    monkeypatch.undo()
    assert held(path) == 1 and names(path) == [path.name]


def test_a_report_too_big_to_be_opened_again_is_not_saved(path, monkeypatch):
    monkeypatch.setattr(saving, "MAX_FILE", 1000)
    with pytest.raises(WriteError, match="超过"):
        save(StoredReport(state(2).report, {"a.png": bytes(1000)}), path)
    assert held(path) == 1


# ---- nothing changed


def test_nothing_is_written_when_nothing_changed(path):
    before = path.stat()
    assert not save(state(1), path).written
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert save(state(2), path).written


def test_a_changed_picture_is_a_change(path):
    save(state(10), path)
    assert save(StoredReport(state(10).report, {"示意图.png": b"other"}), path).written


def test_what_an_emptied_place_left_unknown_is_no_reason_to_refuse(tmp_path):
    """A field of a newer version in a text that was deleted since."""
    path = tmp_path / "a.rdesk"
    raw = report_json.to_content(state(1).report)
    next(iter(raw["sections"].values()))["style"] = "bold"
    report = report_json.from_content(raw, "")
    save(StoredReport(report), path)
    emptied = report.with_sections(dict.fromkeys(report.sections, ""))
    assert save(StoredReport(emptied), path).written
    assert not save(StoredReport(emptied), path).written


# ---- somebody else


def test_a_file_changed_behind_our_back_is_not_overwritten(path):
    _, since = read_stamped(path)
    save(state(2), path)
    with pytest.raises(ChangedOnDisk, match="被别的程序或别人改动过"):
        save(state(3), path, since=since)
    assert held(path) == 2
    assert save(state(3), path).written


def test_one_changed_at_the_last_moment_is_not_overwritten_either(path, monkeypatch):
    _, since = read_stamped(path)
    check = saving._check_readable

    def somebody_is_quicker(*arguments):
        check(*arguments)
        path.write_bytes(encode(state(2).report))

    monkeypatch.setattr(saving, "_check_readable", somebody_is_quicker)
    with pytest.raises(ChangedOnDisk):
        save(state(3), path, since=since)
    assert held(path) == 2 and names(path) == [path.name]


def test_a_file_that_is_gone_is_written_anew(path):
    _, since = read_stamped(path)
    path.unlink()
    assert changed_since(path, since) == "gone"
    assert save(state(2), path, since=since).written


def test_touched_or_copied_back_is_not_changed(path):
    _, since = read_stamped(path)
    assert changed_since(path, since) == ""
    os.utime(path, (1, 1))
    assert changed_since(path, since) == ""
    shutil.copy(path, path.with_name("b"))
    path.with_name("b").replace(path)
    assert changed_since(path, since) == ""
    path.write_bytes(path.read_bytes()[::-1])
    assert changed_since(path, since) == "changed"


def test_the_stamp_of_a_save_is_that_of_the_file(path):
    saved = save(state(2), path)
    assert saved.stamp == read_stamped(path)[1]


# ---- links, permissions, leftovers


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_stays_a_link(path, tmp_path):
    link = tmp_path / "link.rdesk"
    (tmp_path / "elsewhere").mkdir()
    real = path.rename(tmp_path / "elsewhere" / path.name)
    link.symlink_to(real)
    save(state(2), link)
    assert link.is_symlink() and held(real) == 2
    assert names(link) == ["elsewhere", "link.rdesk"] and names(real) == [real.name]


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_permissions_stay_and_a_new_file_gets_the_usual_ones(path):
    path.chmod(0o604)
    save(state(2), path)
    assert path.stat().st_mode & 0o777 == 0o604
    new = path.with_name("new.rdesk")
    mask = os.umask(0o027)
    try:
        save(state(2), new)
    finally:
        os.umask(mask)
    assert new.stat().st_mode & 0o777 == 0o640


def test_a_file_marked_read_only_is_left_alone(path):
    path.chmod(0o444)
    with pytest.raises(WriteError, match="只读"):
        save(state(2), path)
    path.chmod(0o644)
    assert held(path) == 1 and names(path) == [path.name]


def test_temporary_files_of_the_dead_are_cleared_away_and_no_others(path):
    here = this_process()
    gone, other = here._replace(started="long ago"), here._replace(machine="another")
    left = {tag: path.with_name(f".{path.name}.{tag}-0badcafe.tmp") for tag in (here.tag, gone.tag, other.tag)}
    foreign = path.with_name(f".{path.name}.backup.tmp")
    for each in (*left.values(), foreign):
        each.write_bytes(b"half")
    save(state(2), path)
    assert names(path) == sorted([path.name, left[here.tag].name, left[other.tag].name, foreign.name])
    os.utime(left[other.tag], (1, 1))
    save(state(3), path)
    assert not left[other.tag].exists()


# ---- what is replaced is kept


def test_an_older_revision_is_copied_beside_before_the_first_save(path, monkeypatch):
    monkeypatch.setattr(saving, "REVISION", REVISION + 1)
    before = path.read_bytes()
    save(state(2), path)
    copy = path.with_name(f"年报（{OLD_FORMAT}）.rdesk")
    assert copy.read_bytes() == before and held(path) == 2
    save(state(3), path)  # in this test still of the old revision
    assert path.with_name(f"年报（{OLD_FORMAT}2）.rdesk").exists() and copy.read_bytes() == before


def test_a_damaged_file_is_copied_beside_once(path):
    damaged = path.read_bytes()[:-30]
    path.write_bytes(damaged)
    save(state(2), path, damaged=True)
    save(state(3), path, damaged=True)
    assert held(path) == 3
    assert names(path) == sorted([path.name, f"年报（{DAMAGED}）.rdesk"])
    assert path.with_name(f"年报（{DAMAGED}）.rdesk").read_bytes() == damaged


def test_something_huge_is_not_replaced(path, monkeypatch):
    with path.open("ab") as file:
        file.truncate(rdesk.MAX_FILE + 1)
    with pytest.raises(WriteError, match="无法读取"):
        save(state(2), path)
    assert path.stat().st_size == rdesk.MAX_FILE + 1


def test_every_field_is_told_apart(path):
    """A report that differs in whatever field is written."""
    report = state(1).report
    for name, value in {"unit": "甲", "done": {"x": True}, "footnotes": {"t": "注"}, "notes": {}}.items():
        other = msgspec.structs.replace(report, **{name: value})
        assert save(StoredReport(other), path).written is (other != report)
        save(StoredReport(report), path)


def test_saving_a_new_report(tmp_path):
    saved = save(StoredReport(Report.new(unit="示例县财政局", year=2025)), tmp_path / "新.rdesk")
    assert saved.written and saved.warning == "" and [p.name for p in tmp_path.iterdir()] == ["新.rdesk"]
