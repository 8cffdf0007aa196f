"""Damaged files: what can be read is read, what is lost is told, and nothing wrong is taken for right."""

import io
import json
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.effort import times
from tests.support.rdesk_files import packed, raw
from tests.support.reports import busy_report, full_report

from reportdesk.report.comparison import difference_sentences
from reportdesk.store import DamagedError, OpenError, StoredReport, encode, read_file
from reportdesk.store.damage import examine, open_damaged
from reportdesk.store.report_file import ReportFile
from reportdesk.store.saving import DAMAGED, save
from reportdesk.store.version_history import Keep

MEDIA = {"a.png": b"\x89PNG" * 50, "b.png": b"second"}
WHOLE = encode(full_report(), MEDIA)
BUSY = encode(busy_report())


def text_of(content):
    return json.dumps(content, ensure_ascii=False, indent=1)


def from_json(text):
    """What is salvaged of an archive that holds this, whose sums are right."""
    return open_damaged(packed(text), "a.rdesk")


# ---- the archive


def test_a_whole_file_is_opened_with_nothing_lost():
    assert open_damaged(WHOLE, "a") == (StoredReport(full_report(), MEDIA), [])


def test_without_its_directory_nothing_is_lost():
    for cut in (1, 10, 22, len(WHOLE) - WHOLE.index(b"PK\x01\x02")):
        found = open_damaged(WHOLE[:-cut], "a")
        assert found == (StoredReport(full_report(), MEDIA), [])


def test_behind_garbage_it_is_found():
    assert open_damaged(b"\0" * 999 + WHOLE[:-9], "a").stored.report == full_report()


def test_pictures_that_are_cut_off_are_told():
    at = WHOLE.index(b"media/b.png")
    found = open_damaged(WHOLE[: at + 13], "a")
    assert found.stored == StoredReport(full_report(), {"a.png": MEDIA["a.png"]})
    assert found.lost == ["图片“b.png”没有读出。"]
    found = open_damaged(WHOLE[: WHOLE.index(b"media/a.png") - 30], "a")
    assert found.lost == ["图片“a.png”没有读出。"]  # the text says there was one


@pytest.mark.slow
def test_cut_off_in_the_report_what_came_before_is_read():
    """Every figure that is read is right; the rest is missing, and that is told."""
    start, end = BUSY.index(b"report.json") + 11, BUSY.index(b"PK\x01\x02")
    most = 0
    for cut in range(start + 150, end, 23):
        try:
            found = open_damaged(BUSY[:cut], "a.rdesk")
        except DamagedError:
            continue
        report = found.stored.report
        assert report.values.items() <= busy_report().values.items()
        assert any("缺失" in sentence for sentence in found.lost)
        for section, text in report.sections.items():
            assert busy_report().text(section).startswith(text)
        most = max(most, len(report.values))
        assert most == len(report.values), "the more of the file, the more of the report"
    assert most == len(busy_report().values)


def test_a_flipped_bit_in_the_report_is_told():
    chance = random.Random(1)
    start, end = BUSY.index(b"report.json") + 11, BUSY.index(b"PK\x01\x02")
    read = 0
    for _ in range(200):
        flipped = bytearray(BUSY)
        flipped[chance.randrange(start, end)] ^= 1 << chance.randrange(8)
        try:
            found = open_damaged(bytes(flipped), "a.rdesk")
        except DamagedError:
            continue
        read += 1
        if difference_sentences(busy_report(), found.stored.report):
            assert any("校验值不符" in sentence or "缺失" in sentence for sentence in found.lost)
    assert read > 100


# ---- the content


@pytest.mark.parametrize(
    "change",
    [
        {"cells": {"requests.received.charity": "约8"}},
        {"cells": {"disclosure.charges.amount": 18}},
        {"contact": {"fax": 5}},
        {"judged": {"k2": {"finding": "x"}}},
        {"predecessor": 3},
        {"unit": None},
        {"year": "2033"},
        {"edition": "1999"},
    ],
)
def test_whole_json_that_is_no_report_is_not_mended(change):
    with pytest.raises(DamagedError):
        from_json(text_of({**raw(WHOLE), **change}))


def test_from_a_spoilt_line_on_the_rest_is_missing():
    """What comes before is read, up to the last member that is whole where it stands."""
    text = text_of(raw(BUSY))
    lines = text.split("\n")
    read = 0
    for number in range(0, len(lines), 7):
        spoilt = [*lines[:number], "\x02", *lines[number + 1 :]]
        try:
            found = from_json("\n".join(spoilt))
        except DamagedError:
            assert number < 9, lines[number]  # the heads of the report
            continue
        read += 1
        assert_begins(busy_report(), found)
    assert read > 20


def test_from_a_missing_brace_on_the_rest_is_missing():
    text = text_of(raw(BUSY))
    braces = [at for at, char in enumerate(text) if char == "}" and text[at - 1] in " \n"][:-1]
    assert braces
    whole = 0
    for at in braces:
        found = from_json(text[:at] + text[at + 1 :])
        assert_begins(busy_report(), found)
        whole += found.stored.report == busy_report()
    assert whole < 3  # that of the last section


def assert_begins(whole, found):
    """Nothing of a report that was cut off differs from the whole one, and what is missing is told."""
    report = found.stored.report
    assert any("之后的内容缺失" in sentence for sentence in found.lost)
    assert report.values.items() <= whole.values.items()
    assert {name: text.text for name, text in report.texts.items()}.items() <= whole.sections.items()
    assert (report.unit, report.year, report.edition) == (whole.unit, whole.year, whole.edition)


def test_half_a_line_is_not_read():
    text = text_of(raw(WHOLE))
    found = from_json(text[: text.index("全年3件") + 2])
    assert "overview" not in found.stored.report.texts
    assert "文件不完整：“表下注释”可能只读出一部分，之后的内容缺失。" in found.lost
    found = from_json(text[: text.index("18.8710") + 4])
    assert "disclosure.charges.amount" not in found.stored.report.values


def test_an_object_that_is_cut_off_is_left_out_where_it_is_nothing_without_its_end():
    text = text_of(raw(WHOLE))
    at = text.index('"finding"', text.index('"judged"'))
    found = from_json(text[: text.index("\n", at) + 1])
    assert_begins(full_report(), found)
    assert found.stored.report.texts == full_report().texts


def test_what_is_no_utf8_ends_the_reading():
    spoilt = text_of(raw(WHOLE)).encode()
    at = spoilt.index("全年3件".encode())
    found = open_damaged(packed(spoilt[: at + 1] + b"\xff" + spoilt[at + 2 :]), "a.rdesk")
    assert_begins(full_report(), found)


@pytest.mark.parametrize(
    "text", ["[" * 10**5, '{\n "format": ' + "1" * 5000 + ",\n", '{\n "format": 1,\n "a": ' + "[" * 999]
)
def test_what_no_program_writes_is_refused(text):
    with pytest.raises(OpenError):
        from_json(text)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7" * 99, bytes(5000), packed("{}"), packed("[]")])
def test_where_nothing_is_left_it_is_told(data):
    with pytest.raises(DamagedError, match=r"a\.rdesk") as caught:
        open_damaged(data, "a.rdesk")
    assert str(caught.value).endswith("。")


def test_what_is_refused_is_not_salvaged():
    newer = packed({**raw(WHOLE), "format": 2})
    for data in (newer, newer[:-20]):
        with pytest.raises(OpenError, match="更新版本") as caught:
            open_damaged(data, "a.rdesk")
        assert not isinstance(caught.value, DamagedError)


@pytest.mark.long
@pytest.mark.slow
@given(st.floats(0, 1), st.text('{}[]":, \n1a\\', max_size=3))
@settings(max_examples=times(300))
def test_any_start_with_any_end_is_the_start_of_the_report_or_refused(part, end):
    text = text_of(raw(WHOLE))
    try:
        found = from_json(text[: int(part * len(text))] + end)
    except DamagedError:
        return
    report = found.stored.report
    assert report.values.items() <= full_report().values.items()
    assert report.texts.keys() <= full_report().texts.keys()


# ---- with its file


def test_the_damaged_file_is_kept_when_what_was_found_is_saved(tmp_path):
    path = tmp_path / "年报.rdesk"
    damaged = WHOLE[:-40]
    path.write_bytes(damaged)
    with pytest.raises(DamagedError):
        ReportFile.open(path)
    found = examine(path)
    assert found.generation is None and found.salvaged.stored.report == full_report()
    assert read_file(path) == damaged
    opened = ReportFile.repair(path, found.salvaged.stored)
    assert opened.held is None and opened.changed_on_disk() == ""
    opened.save(found.salvaged.stored.report, found.salvaged.stored.media)
    opened.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([path.name, f"年报（{DAMAGED}）.rdesk"])
    assert (tmp_path / f"年报（{DAMAGED}）.rdesk").read_bytes() == damaged
    assert ReportFile.open(path).stored == found.salvaged.stored


def test_the_newest_whole_generation_is_offered(tmp_path):
    path = tmp_path / "年报.rdesk"
    save(StoredReport(busy_report()), path, keep=Keep())
    save(StoredReport(full_report(), MEDIA), path, keep=Keep())
    path.write_bytes(b"\0" * 5000)
    found = examine(path)
    assert found.salvaged is None and found.stored == StoredReport(full_report(), MEDIA)
    opened = ReportFile.repair(path, found.stored)
    assert opened.save(found.stored.report, found.stored.media).written
    assert ReportFile.open(path).stored == found.stored


def test_an_archive_with_an_entry_of_another_kind_is_no_trouble():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("report.json", "{}")
    with pytest.raises(OpenError):
        open_damaged(out.getvalue(), "a.rdesk")
