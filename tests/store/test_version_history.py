"""Previous generations: what the file held, when, within bounds."""

import os

import pytest
from tests.support.faults.states import number, state

from reportdesk.files.data_folder import data_folder
from reportdesk.report import edit_between
from reportdesk.store import OpenError
from reportdesk.store.file_stamp import digest_of
from reportdesk.store.rdesk import encode
from reportdesk.store.saving import save
from reportdesk.store.version_history import Keep, keep_version, load, newest_intact, versions


@pytest.fixture
def path(tmp_path):
    return tmp_path / "年报.rdesk"


def numbers(path):
    return [number(load(each)) for each in versions(path)]


def test_every_save_leaves_a_generation_and_the_newest_is_what_the_file_holds(path):
    for n in (1, 2, 3):
        assert save(state(n), path, keep=Keep()).warning == ""
    save(state(3), path, keep=Keep())
    assert numbers(path) == [3, 2, 1]
    assert versions(path)[0].digest == digest_of(path.read_bytes())[:16]
    assert list(path.parent.iterdir()) == [path], "nothing beside the report"


def test_what_came_from_elsewhere_is_kept_before_it_is_replaced(path):
    path.write_bytes(encode(state(7).report))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    save(state(8), path, keep=Keep())
    assert numbers(path) == [8, 7]
    assert versions(path)[1].saved == 1_700_000_000


def test_number_and_age_are_bounded(path):
    for n in range(1, 8):
        save(state(n), path, keep=Keep(number=3))
    assert numbers(path) == [7, 6, 5, 4]
    for n, day in ((8, 1), (9, 2)):
        keep_version(path, encode(state(n).report), Keep(number=9, days=30), saved=86400.0 * day)
    assert numbers(path) == [7, 6, 5, 4, 9], "8 was replaced long ago, 9 only now"
    save(state(30), path, keep=Keep(number=1))
    assert numbers(path) == [30, 7]
    save(state(10), path, keep=Keep(number=0))
    assert numbers(path) == []


def test_the_newest_stays_however_old(path):
    keep_version(path, encode(state(1).report), Keep(days=1), saved=1_000_000)
    assert numbers(path) == [1]


def test_all_together_are_bounded(path, monkeypatch):
    monkeypatch.setattr("reportdesk.store.version_history.MAX_BYTES", len(encode(state(1).report)) * 5 // 2)
    for n in range(1, 6):
        save(state(n), path, keep=Keep())
    assert numbers(path) == [5, 4]


def test_going_back_to_an_earlier_state_keeps_it_once(path):
    for n in (1, 2, 1):
        save(state(n), path, keep=Keep())
    assert numbers(path) == [1, 2]


def test_restoring_is_an_edit(path):
    for n in (1, 2):
        save(state(n), path, keep=Keep())
    now, then = state(2).report, load(versions(path)[1]).report
    step = edit_between(now, then, "恢复历史版本")
    assert step.apply(now) == then and step.inverse().apply(then) == now


def test_a_damaged_generation_is_told_and_passed_over(path):
    for n in (1, 2, 3):
        save(state(n), path, keep=Keep())
    newest = versions(path)[0]
    newest.file.write_bytes(newest.file.read_bytes()[:-9])
    with pytest.raises(OpenError, match="历史版本已经损坏"):
        load(newest)
    generation, stored = newest_intact(path)
    assert generation == versions(path)[1] and number(stored) == 2


def test_files_of_others_in_the_folder_are_left_alone(path):
    save(state(1), path, keep=Keep(number=1))
    (folder,) = (data_folder() / "history").iterdir()
    for name in ("readme.txt", "x.rdesk", "9999999999999999-x.rdesk", "1-0123456789abcdef.rdesk", ".rdesk"):
        (folder / name).write_bytes(b"?")
    save(state(2), path, keep=Keep(number=1))
    assert numbers(path) == [2, 1]
    assert (folder / "readme.txt").exists() and newest_intact(path)


def test_reports_of_the_same_name_in_two_folders_are_two(path, tmp_path):
    save(state(1), path, keep=Keep())
    (tmp_path / "b").mkdir()
    assert versions(tmp_path / "b" / path.name) == []
    assert newest_intact(tmp_path / "b" / path.name) is None
    assert versions(tmp_path / "b" / ".." / path.name) == versions(path)
