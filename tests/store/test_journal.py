"""The recovery journal: every change on the disk, found again when its program is gone, and no longer than needed."""

import os

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.effort import times
from tests.support.faults.states import number, state

from reportdesk.files.data_folder import data_folder
from reportdesk.files.process_identity import this_process
from reportdesk.report import Report
from reportdesk.store import StoredReport, journal, report_file, save_report
from reportdesk.store.file_stamp import digest_of
from reportdesk.store.journal import FILE, Journal, record_line, recovery_folder, replay
from reportdesk.store.rdesk import encode
from reportdesk.store.recovery import claim, discard, find_recoverable
from reportdesk.store.report_file import ReportFile

BLANK = Report.new(unit="示例县财政局", year=2025)


def gone():
    return this_process()._replace(started="before the last start")


def begun(path=None, first=0, owner=None):
    report = state(first)
    digest = digest_of(path.read_bytes()) if path else ""
    return Journal.begin(path, digest, report.report, report.media, owner or gone())


def record(journal, n):
    return journal.record(state(n).report, state(n).media)


def the_file():
    (path,) = recovery_folder().glob(f"*/{FILE}")
    return path


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "年报.rdesk"
    path.write_bytes(encode(state(0).report))
    return path


def test_nothing_is_written_before_something_changed(path):
    made = begun(path)
    assert not record(made, 0)
    assert not recovery_folder().exists()
    assert record(made, 1) and not record(made, 1)


def test_a_record_is_on_the_disk_when_it_returns(path, monkeypatch):
    made = begun(path)
    record(made, 1)
    done = []
    for name in ("write", "fsync"):
        function = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *given, f=function, n=name: done.append((n, given[0])) or f(*given))
    record(made, 2)
    assert done == [("write", made._handle), ("fsync", made._handle)]


def test_what_was_recorded_is_found_with_what_differs(path):
    made = begun(path)
    for n in (1, 2, 12):
        assert record(made, n)
    made.leave()
    before = path.read_bytes()
    (each,) = find_recoverable().reports
    assert number(each.stored) == 12 and each.path == path and each.saved == state(0)
    assert each.title == state(12).report.title and not each.lost and not each.saved_since
    assert each.differs[0] == "单位名称：原为 示例县第0局，现为 示例县第12局。" and "图片有改动。" in each.differs
    assert abs(each.when - the_file().stat().st_mtime) < 5
    assert path.read_bytes() == before, "the clerk's file is never touched"
    discard(each)
    assert find_recoverable().reports == [] and list(recovery_folder().iterdir()) == []


def test_an_unsaved_new_report_is_found_too(path):
    made = Journal.begin(None, "", BLANK, {}, gone())
    made.record(BLANK.with_cells({"requests.received.charity": "8"}), {})
    made.leave()
    (each,) = find_recoverable().reports
    assert each.path is None and each.saved is None and each.stored.report.values == {"requests.received.charity": "8"}
    assert len(each.differs) == 2  # the name of the unit and the figure


def test_a_closed_report_leaves_nothing(path):
    made = begun(path)
    record(made, 1)
    made.close()
    assert list(recovery_folder().iterdir()) == []


def test_what_was_saved_is_needed_no_more_and_what_came_after_is(path):
    made = begun(path)
    record(made, 1)
    made.rebase(path, "x", state(1).report, {})
    assert list(recovery_folder().iterdir()) == []
    record(made, 2)
    made.leave()
    assert [number(each.stored) for each in find_recoverable().reports] == [2]


def test_typing_while_it_is_saved_is_not_lost(path):
    made = begun(path)
    for n in (1, 2, 12):
        record(made, n)
    path.write_bytes(encode(state(1).report))
    made.rebase(path, digest_of(path.read_bytes()), state(1).report, {})
    made.leave()
    (each,) = find_recoverable().reports
    assert number(each.stored) == 12 and not each.saved_since and each.saved == state(1)


def test_undone_to_what_is_saved_is_nothing_to_recover(path):
    for made in (begun(path), begun(None)):
        record(made, 1)
        assert record(made, 0)
        assert list(recovery_folder().iterdir()) == []
        assert record(made, 12) and record(made, 2)
        made.leave()
        (each,) = find_recoverable().reports
        assert number(each.stored) == 2
        discard(each)


def test_what_stands_in_the_file_by_now_is_nothing_to_recover(path):
    """Killed between saving and the word to the journal."""
    made = begun(path)
    record(made, 1)
    made.leave()
    path.write_bytes(encode(state(1).report))
    assert find_recoverable().reports == [] and list(recovery_folder().iterdir()) == []


def test_a_file_that_was_saved_since_or_is_gone_is_told(path, tmp_path):
    made = begun(path)
    record(made, 1)
    made.leave()
    save_report(state(5).report, path)
    (each,) = find_recoverable().reports
    assert each.saved_since and number(each.saved) == 5
    path.unlink()
    (each,) = find_recoverable().reports
    assert each.saved is None and "现在不能打开" in each.differs[0] and number(each.stored) == 1


# ---- the records


@pytest.mark.long
@given(st.lists(st.integers(0, 30), min_size=1, max_size=6), st.floats(0, 1))
@settings(max_examples=times(40), deadline=None)
def test_a_journal_cut_anywhere_gives_the_last_whole_record(tmp_path_factory, numbers, part):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPORTDESK_DATA", str(tmp_path_factory.mktemp("data")))
        made = begun(None, 99)
        ends = {}
        for n in numbers:
            record(made, n)
            ends[the_file().stat().st_size] = n
        made.leave()
        whole = the_file().read_bytes()
        first = min(ends)
        cut = first + round(part * (len(whole) - first))
        the_file().write_bytes(whole[:cut])
        (each,) = find_recoverable().reports
        assert each.stored.report == state(ends[max(end for end in ends if end <= cut)]).report
        assert not each.lost


def test_a_spoilt_record_ends_the_reading_and_is_told(path):
    made = begun(path)
    for n in (1, 2, 3):
        record(made, n)
    made.leave()
    lines = the_file().read_bytes().splitlines(keepends=True)
    the_file().write_bytes(lines[0] + lines[1].replace(b"2", b"7") + lines[2])
    (each,) = find_recoverable().reports
    assert number(each.stored) == 1 and each.lost == ["自动备份的最后一部分已经损坏，其中的改动没有读出。"]


def test_it_starts_again_from_the_whole_when_it_has_grown(path, monkeypatch):
    monkeypatch.setattr(journal, "GROWTH", 20_000)
    made = begun(path)
    sizes = []
    for n in range(1, 60):
        record(made, n)
        sizes.append(the_file().stat().st_size)
    made.leave()
    assert max(sizes) < 60_000 and sizes != sorted(sizes)
    assert number(find_recoverable().reports[0].stored) == 59


def test_only_what_changed_is_written(path):
    made = begun(path)
    report = state(1).report
    made.record(report, {})
    before = the_file().stat().st_size
    made.record(report.with_cells({"requests.received.charity": "77777"}), {})
    assert the_file().stat().st_size - before < 200


def test_what_a_newer_version_wrote_survives_recovery(path):
    from reportdesk.store.report_json import from_content, to_content

    raw = to_content(BLANK)
    raw["future"] = {"a": [1]}
    raw["sections"] = {"overview": {"text": "旧", "style": "bold"}, "annex": {"text": "新"}}
    report = from_content(raw, "")
    made = Journal.begin(None, "", report, {}, gone())
    for text in ("一", "二"):
        report = msgspec.structs.replace(
            report, texts={"overview": msgspec.structs.replace(report.texts["overview"], text=text)}
        )
        made.record(report, {})
    made.leave()
    (each,) = find_recoverable().reports
    assert each.stored.report == report and to_content(each.stored.report)["sections"]["overview"]["style"] == "bold"


# ---- pictures


def test_pictures_lost_from_the_journal_are_taken_from_the_file_or_told(path):
    path.write_bytes(encode(state(10).report, state(10).media))
    made = begun(path, 10)
    record(made, 11)
    made.leave()
    for picture in the_file().parent.glob("media/*"):
        picture.write_bytes(b"spoilt")
    (each,) = find_recoverable().reports
    assert number(each.stored) == 11 and not each.lost
    path.write_bytes(encode(state(0).report))
    (each,) = find_recoverable().reports
    assert each.stored.media == {} and each.lost == ["图片“示意图.png”没有备份下来。"]


def test_a_picture_is_written_once(path, monkeypatch):
    made = begun(path)
    for n in (10, 11, 12, 10, 19):
        record(made, n)
    made.leave()
    assert len(list(the_file().parent.glob("media/*"))) == 1


# ---- whose journal


def test_the_journal_of_a_running_program_is_its_own(path):
    made = begun(path, owner=this_process())
    record(made, 1)
    assert find_recoverable() == ([], [])
    made.close()


def test_that_of_another_computer_only_when_it_is_old(path):
    made = begun(path, owner=this_process()._replace(host="elsewhere"))
    record(made, 1)
    made.leave()
    assert find_recoverable().reports == []
    os.utime(the_file().parent, (1, 1))
    assert len(find_recoverable().reports) == 1


def test_two_windows_that_start_at_once_recover_it_once(path):
    made = begun(path)
    record(made, 1)
    made.leave()
    first, second = find_recoverable().reports[0], find_recoverable().reports[0]
    ours = claim(first)
    assert claim(second) is None and find_recoverable().reports == []
    assert the_file().parent == ours.folder


def test_recovered_it_is_journaled_anew_before_the_old_journal_goes(path, monkeypatch):
    made = begun(path)
    record(made, 1)
    made.leave()
    (each,) = find_recoverable().reports
    there = []
    monkeypatch.setattr(
        report_file, "discard", lambda old: there.extend(number(one.stored) for one in find_recoverable().reports)
    )
    ReportFile.recover(each, owner=gone())
    assert there == [1, 1], "the old and the new one"


# ---- what is no journal


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"nonsense",
        b"00000000 {}\n",
        record_line({"put": [], "drop": []}),
        record_line({"base": 5}),
        record_line({"base": {"format": 99}}),
        record_line({"base": {"format": 1, "edition": "2033"}}),
        record_line({"base": {"format": 1, "edition": "2021", "unit": "a", "kind": "x", "year": 1}}),
    ],
    ids=range(9),  # the records hold the time
)
def test_a_journal_that_cannot_be_read_is_told_once_and_put_aside(content):
    folder = recovery_folder() / f"0123456789ab@{gone().tag}"
    folder.mkdir(parents=True)
    (folder / FILE).write_bytes(content)
    told = find_recoverable()
    assert told.reports == [] and len(told.skipped) == 1 and told.skipped[0].endswith("。")
    assert find_recoverable() == ([], [])
    (aside,) = recovery_folder().iterdir()
    assert (aside / FILE).read_bytes() == content
    os.utime(aside, (1, 1))
    find_recoverable()
    assert not aside.exists(), "not kept for ever"


def test_foreign_things_in_the_folder_are_left_alone(tmp_path):
    recovery_folder().mkdir(parents=True)
    (recovery_folder() / "readme.txt").write_text("x")
    (recovery_folder() / "folder").mkdir()
    assert find_recoverable() == ([], [])
    assert len(list(recovery_folder().iterdir())) == 2
    assert find_recoverable(tmp_path / "nowhere") == ([], [])


@pytest.mark.parametrize(
    "change",
    [
        {"put": 5, "drop": []},
        {"put": [[[], 1]], "drop": []},
        {"put": [[["cells", "x", "y"], 1]], "drop": []},
        {"put": [[["format"], 99]], "drop": []},
        {"drop": []},
        {"put": [], "drop": [["unit"]], "media": 7},
        {"put": [], "drop": [], "media": {"../x": "0" * 64, "a.png": "../../etc/passwd", "b.png": 5}},
    ],
)
def test_a_record_made_up_by_hand_gives_a_sentence_or_a_report(path, change):
    made = begun(path)
    record(made, 1)
    made.leave()
    with the_file().open("ab") as file:
        file.write(record_line(change))
    told = find_recoverable()
    assert len(told.reports) + len(told.skipped) == 1
    assert all(each.lost for each in told.reports) and all(sentence.endswith("。") for sentence in told.skipped)


def test_a_journal_without_end_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr(journal, "MAX_JOURNAL", 5000)
    asked = []

    def read(size):
        asked.append(size)
        return record_line({"base": {}}) if len(asked) == 1 else b"x" * min(size, 10**6)

    state, whole = replay(read)
    assert state["base"] == {} and not whole and max(asked) <= 5001 and len(asked) < 9


def test_the_folder_can_be_chosen(tmp_path, monkeypatch):
    monkeypatch.setenv("REPORTDESK_DATA", str(tmp_path / "x"))
    assert data_folder() == tmp_path / "x" and recovery_folder().parent == tmp_path / "x"
    monkeypatch.delenv("REPORTDESK_DATA")
    assert "reportdesk" in str(data_folder())


def test_state_zero_is_the_file(path):
    assert StoredReport(state(0).report, {}) == state(0)
