"""The file side of an open report: lock, stamp, journal and generations in step."""

import threading

import pytest
from tests.support.faults.states import number, state

from reportdesk.files.process_identity import this_process
from reportdesk.store import WriteError, decode, read_file
from reportdesk.store.lock import holder_of
from reportdesk.store.recovery import find_recoverable
from reportdesk.store.report_file import ChangedOnDisk, HeldByOther, ReportFile
from reportdesk.store.saving import save
from reportdesk.store.version_history import versions


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "年报.rdesk"
    save(state(1), path)
    return path


def colleague():
    return this_process()._replace(host="FINANCE-03", user="李四")


def put(opened, n, **how):
    return opened.save(state(n).report, state(n).media, **how)


def put_as(opened, n, path):
    return opened.save_as(state(n).report, state(n).media, path)


def held(path):
    return number(decode(read_file(path), path.name))


def test_opened_edited_saved_closed(path):
    opened = ReportFile.open(path)
    assert number(opened.stored) == 1 and not opened.read_only and opened.warning == ""
    assert opened.record(state(2).report, state(2).media)
    assert put(opened, 2).written and not put(opened, 2).written
    opened.close()
    assert list(path.parent.iterdir()) == [path] and held(path) == 2 and find_recoverable() == ([], [])
    assert len(versions(path)) == 2


def test_what_another_has_open_can_be_looked_at_and_saved_elsewhere(path):
    theirs = ReportFile.open(path, owner=colleague())
    ours = ReportFile.open(path)
    assert ours.read_only and ours.held.owner.user == "李四" and number(ours.stored) == 1
    with pytest.raises(HeldByOther, match=r"李四.*FINANCE-03.*只能查看"):
        put(ours, 2)
    with pytest.raises(HeldByOther):
        put(ours, 2, overwrite=True)
    with pytest.raises(HeldByOther):
        put_as(ours, 2, path)
    copy = path.with_name("副本.rdesk")
    put_as(ours, 2, copy)
    assert not ours.read_only and held(copy) == 2 and held(path) == 1
    ours.close()
    assert holder_of(path).owner.user == "李四", "their lock stands"
    theirs.close()
    assert sorted(each.name for each in path.parent.iterdir()) == sorted([path.name, copy.name])


def test_taken_over_on_purpose_the_other_cannot_save_any_more(path):
    theirs = ReportFile.open(path, owner=colleague())
    ours = ReportFile.open(path, over=ReportFile.open(path).held)
    assert not ours.read_only and put(ours, 2).written
    with pytest.raises(HeldByOther, match="已被接手"):
        put(theirs, 3)
    assert theirs.read_only and held(path) == 2


def test_a_lock_that_somebody_removed_is_taken_again(path):
    opened = ReportFile.open(path)
    (lock,) = [each for each in path.parent.iterdir() if each != path]
    lock.unlink()
    put(opened, 2)
    assert holder_of(path).owner == this_process()


def test_changed_behind_our_back(path):
    opened = ReportFile.open(path)
    save(state(5), path)
    assert opened.changed_on_disk() == "changed"
    with pytest.raises(ChangedOnDisk):
        put(opened, 2)
    assert held(path) == 5
    put(opened, 2, overwrite=True)
    assert held(path) == 2 and opened.changed_on_disk() == ""
    path.unlink()
    assert opened.changed_on_disk() == "gone"
    assert put(opened, 2).written


def test_a_new_report_gets_its_file(path, tmp_path):
    opened = ReportFile.new(state(2))
    assert opened.changed_on_disk() == "" and not opened.read_only
    opened.record(state(3).report, state(3).media)
    target = tmp_path / "新.rdesk"
    put_as(opened, 3, target)
    assert opened.path == target and held(target) == 3 and holder_of(target).owner == this_process()
    put_as(opened, 4, path)
    assert held(path) == 4 and holder_of(target) is None and holder_of(path)
    opened.close()
    assert find_recoverable() == ([], [])


def test_a_save_that_fails_leaves_all_as_it_was(path, tmp_path):
    opened = ReportFile.open(path, owner=this_process()._replace(started="gone"))
    opened.record(state(2).report, state(2).media)
    with pytest.raises(WriteError):
        put_as(opened, 2, tmp_path / "nowhere" / "a.rdesk")
    assert opened.path == path and opened.changed_on_disk() == ""
    opened.leave()
    assert number(find_recoverable().reports[0].stored) == 2


def test_recovered_for_a_file_that_was_saved_since(path):
    opened = ReportFile.open(path, owner=this_process()._replace(started="gone"))
    opened.record(state(2).report, state(2).media)
    opened.leave()
    save(state(5), path)
    (each,) = find_recoverable().reports
    again = ReportFile.recover(each)
    assert number(again.stored) == 2 and again.changed_on_disk() == "changed"
    with pytest.raises(ChangedOnDisk):
        put(again, 2)
    put(again, 2, overwrite=True)
    assert held(path) == 2 and find_recoverable() == ([], [])
    again.close()


def test_recorded_and_saved_from_many_threads(path):
    opened = ReportFile.open(path)
    failed = []

    def work(first):
        try:
            for n in range(first, first + 8):
                opened.record(state(n).report, state(n).media)
                put(opened, n)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(first,)) for first in (2, 30, 60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed and held(path) in {9, 37, 67}
    opened.close()
    assert list(path.parent.iterdir()) == [path] and find_recoverable() == ([], [])
