"""The .rdesk file: nothing is lost, and nothing but a sentence comes of a bad one."""

import io
import json
import os
import random
import zipfile
from pathlib import Path

import msgspec
import pytest
from tests.support.rdesk_files import packed, raw
from tests.support.reports import full_report

from reportdesk import check, resources
from reportdesk.report import Report, edit
from reportdesk.services.text_output import report_data, report_lines
from reportdesk.store import (
    OpenError,
    WriteError,
    decode,
    encode,
    open_report,
    rdesk,
    save_report,
    write_atomically,
)
from reportdesk.store.format_version import FORMAT, REVISION

QUIET = resources.path("samples", "quiet.rdesk")
MEDIA = {"a.png": b"1"}  # of full_report


def assert_sentence(error):
    text = str(error)
    assert text.endswith("。")
    assert any("\u4e00" <= char <= "\u9fff" for char in text)


# ---- what is written ----


def test_every_field_survives(tmp_path):
    report = full_report()
    empty = Report.new(unit="", year=2025)
    for name in set(Report.__struct_fields__) - {"unknown", "year", "edition"}:
        assert getattr(report, name) != getattr(empty, name), f"full_report lacks {name}"
    save_report(report, tmp_path / "年报.rdesk", MEDIA)
    assert open_report(tmp_path / "年报.rdesk") == report


def test_blank_0_and_not_applicable_survive(tmp_path):
    cells = {"requests.received.charity": "0", "requests.received.enterprise": "/", "requests.received.total": "9"}
    save_report(Report.new(unit="示例县财政局", year=2025).with_cells(cells), tmp_path / "a.rdesk")
    opened = open_report(tmp_path / "a.rdesk")
    assert opened.values == cells
    assert opened.cells["requests.received.natural_person"] is None


def test_the_file_starts_with_its_stored_type():
    data = encode(full_report())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first, second = archive.infolist()
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read(first).decode() == rdesk.MIMETYPE
        assert second.filename == "report.json"
    assert data[30:38] == b"mimetype"
    assert data[38 : 38 + len(rdesk.MIMETYPE)] == rdesk.MIMETYPE.encode()


def test_the_json_is_readable_utf8_with_its_format_first():
    with zipfile.ZipFile(io.BytesIO(encode(full_report()))) as archive:
        text = archive.read("report.json").decode("utf-8")
    assert "示例县财政局" in text
    assert list(json.loads(text))[:3] == ["format", "format_revision", "program"]


def test_the_same_report_gives_the_same_bytes_however_it_was_filled():
    cells = dict.fromkeys(Report.new(unit="", year=2025).cells, "1")
    forwards = Report.new(unit="示例县财政局", year=2025).with_cells(cells)
    backwards = Report.new(unit="示例县财政局", year=2025).with_cells(dict(reversed(cells.items())))
    assert encode(forwards) == encode(forwards) == encode(backwards)
    assert encode(decode(encode(forwards), "").report) == encode(forwards)


def test_pictures_survive():
    media = {"a.png": b"\x89PNG", "b.png": b""}
    assert decode(encode(full_report(), media), "").media == media


def media_in(path):
    return decode(path.read_bytes(), path.name).media


def test_saving_a_report_again_loses_no_picture(tmp_path):
    path = tmp_path / "a.rdesk"
    save_report(full_report(), path, {"a.png": b"1", "unused.png": b"2"})
    assert media_in(path) == {"a.png": b"1"}
    save_report(open_report(path).with_cells({"requests.received.charity": "9"}), path)
    assert (media_in(path), open_report(path).values["requests.received.charity"]) == ({"a.png": b"1"}, "9")
    save_report(open_report(path), path, {"a.png": b"3"})
    assert media_in(path) == {"a.png": b"3"}
    without = msgspec.structs.replace(open_report(path), texts={})
    save_report(without, path)
    assert media_in(path) == {}


def test_a_report_whose_picture_would_be_lost_is_not_saved(tmp_path):
    path, other, damaged = (tmp_path / name for name in ("a.rdesk", "b.rdesk", "c.rdesk"))
    save_report(full_report(), path, MEDIA)
    damaged.write_bytes(path.read_bytes()[:-40])
    before = damaged.read_bytes()
    for target in (other, damaged):
        with pytest.raises(WriteError, match="图片“图1”没有一并给出") as caught:
            save_report(open_report(path), target, {"b.png": b"2"})
        assert_sentence(caught.value)
    assert damaged.read_bytes() == before and not other.exists()
    save_report(open_report(path), other, MEDIA)
    assert media_in(other) == MEDIA


def test_only_files_right_below_media_are_pictures():
    data = packed(
        raw(encode(full_report())),
        **{"media/a/b": b"1", "media/": b"", "media/.x": b"1", "media/a:b": b"1", "later/x": b"1"},
    )
    assert decode(data, "").media == {}


# ---- what a newer version wrote ----


def with_future():
    content = raw(encode(full_report()))
    content["format_revision"] = 9
    content["future"] = {"deep": [{"er": 1}]}
    content["contact"]["mobile"] = "1"
    content["sections"]["overview"]["style"] = {"bold": [1, 2]}
    content["sections"]["overview"]["ties"]["t1"]["colour"] = "red"
    content["sections"]["annex"] = {"text": "新的一部分"}
    content["predecessor"]["grade"] = "A"
    content["judged"]["k"]["seal"] = True
    content["cells"]["requests.new_row.charity"] = "5"
    content["notes"]["requests.new_row.charity"] = "新注"
    content["done"]["annex"] = True
    return content


def test_unknown_fields_and_cells_survive_open_edit_save(tmp_path):
    path = tmp_path / "a.rdesk"
    path.write_bytes(packed(with_future(), **{"media/a.png": b"1"}))
    report = open_report(path)
    ids = report.form.cells.keys()
    assert (
        report.values.keys() <= ids
        and report.notes.keys() <= ids
        and report.sections.keys() == report.form.sections.keys()
    )
    changed = edit(report, {("contact", "office"): "新办公室", ("done", "overview"): None}, "").apply(report)
    changed = changed.with_cells({"requests.received.charity": "9", "requests.granted.charity": "9"})
    save_report(changed, path)

    expected = with_future()
    expected["format_revision"] = REVISION
    expected["contact"]["office"] = "新办公室"
    del expected["done"]["overview"]
    expected["cells"] |= {"requests.received.charity": "9", "requests.granted.charity": "9"}
    assert raw(path.read_bytes()) == expected
    assert open_report(path) == changed


def test_what_is_unknown_in_a_deleted_place_goes_with_it():
    report = decode(packed(with_future()), "").report.with_sections({"overview": ""})
    content = raw(encode(report))
    assert "overview" not in content["sections"]
    assert content["sections"]["annex"] == {"text": "新的一部分"}


def test_what_is_unknown_survives_where_nothing_known_is_left():
    content = raw(encode(Report.new(unit="示例县财政局", year=2025)))
    content |= {"contact": {"mobile": "1"}, "cells": {"requests.new_row.charity": "5"}, "future": None, "later": {}}
    assert raw(encode(decode(packed(content), "").report)) == content


def test_a_newer_major_format_is_refused_and_the_file_untouched(tmp_path):
    path = tmp_path / "new.rdesk"
    path.write_bytes(packed({**raw(encode(full_report())), "format": FORMAT + 1}))
    before = path.read_bytes()
    with pytest.raises(OpenError, match=r"更新版本.*请升级"):
        open_report(path)
    assert path.read_bytes() == before


def test_an_unknown_edition_is_refused(tmp_path):
    with pytest.raises(OpenError, match=r"a\.rdesk.*不认识“2033”版格式"):
        decode(packed({**raw(encode(full_report())), "edition": "2033"}), "a.rdesk")


# ---- bad files ----


def refused_or_usable(data):
    """A file may open only as a report that every other part can use; else it is an OpenError with a sentence."""
    try:
        report = decode(data, "a.rdesk").report
    except OpenError as error:
        assert_sentence(error)
        return
    encode(report)
    check(report)
    report_lines(report)
    json.dumps(report_data(report))


def test_a_truncated_file_is_refused():
    data = QUIET.read_bytes()
    for length in range(0, len(data), 7):
        with pytest.raises(OpenError, match=r"a\.rdesk") as caught:
            decode(data[:length], "a.rdesk")
        assert_sentence(caught.value)


def test_a_file_with_flipped_bits_is_refused_or_usable():
    data, chance = QUIET.read_bytes(), random.Random(2)
    for _ in range(1500):
        flipped = bytearray(data)
        for _ in range(chance.choice([1, 1, 2, 9])):
            flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        refused_or_usable(bytes(flipped))


def test_a_report_with_wrong_contents_anywhere_is_refused_or_usable():
    chance = random.Random(3)
    content = raw(encode(full_report()))

    def places(value, path=()):
        for key, inner in value.items():
            yield (*path, key)
            if isinstance(inner, dict):
                yield from places(inner, (*path, key))

    wrong = [None, [], {}, "", "x", "\x00", "１", "政府部门", "9" * 5000, -1, 0, True, 1.5, 10**30, {"text": 5}]
    for path in places(content):
        for value in chance.sample(wrong, 6):
            changed = json.loads(json.dumps(content))
            holder = changed
            for key in path[:-1]:
                holder = holder[key]
            holder[path[-1]] = value
            refused_or_usable(packed(changed))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        "null",
        "[]",
        "{}",
        '{"format": "1"}',
        '{"format": 1}',
        '{"format": 1, "edition": "2021"}',
        '{"format": 1e999}',
        '{"format": ' + "9" * 5000 + "}",
        '{"format": 1, "edition": ["2021"]}',
        '{"format": 1, "a": "\\ud800"}',
        "[" * 200_000,
        '{"a":' * 200_000,
        {**raw(QUIET.read_bytes()), "cells": {"requests.received.charity": "约8"}},
        {**raw(QUIET.read_bytes()), "cells": {"requests.received.charity": "１"}},
        {**raw(QUIET.read_bytes()), "kind": "政府部门"},
        {**raw(QUIET.read_bytes()), "year": 23},
    ],
    ids=lambda content: str(content)[:40],
)
def test_bad_contents_are_refused_with_a_sentence(content):
    with pytest.raises(OpenError, match=r"a\.rdesk") as caught:
        decode(packed(content), "a.rdesk")
    assert_sentence(caught.value)


def test_other_files_are_refused_with_a_sentence(tmp_path):
    path = tmp_path / "a.rdesk"
    other_zip = io.BytesIO()
    with zipfile.ZipFile(other_zip, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    packed_otherwise = io.BytesIO()
    with zipfile.ZipFile(packed_otherwise, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("report.json", "{}")
    for data in (
        b"",
        b"PK",
        b"%PDF-1.7",
        "不是压缩文件".encode() * 99,
        other_zip.getvalue(),
        packed_otherwise.getvalue(),
    ):
        path.write_bytes(data)
        with pytest.raises(OpenError, match=r"a\.rdesk") as caught:
            open_report(path)
        assert_sentence(caught.value)
        assert path.read_bytes() == data


def test_a_file_under_a_password_is_refused():
    data = bytearray(QUIET.read_bytes())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.rindex(header)
        data[at + flags] |= 1
    with pytest.raises(OpenError) as caught:
        decode(bytes(data), "a.rdesk")
    assert_sentence(caught.value)


def test_missing_files_and_folders_are_refused_with_a_sentence(tmp_path):
    for path in (tmp_path / "没有.rdesk", tmp_path, QUIET / "x.rdesk"):
        with pytest.raises(OpenError) as caught:
            open_report(path)
        assert_sentence(caught.value)
        assert str(path) in str(caught.value)


def test_a_bomb_is_refused():
    """45 MB of blanks in 45 kB; it may also lie about it in its headers."""
    size = 45 * 2**20
    bomb = packed(b" " * size)
    assert len(bomb) < 100_000
    with pytest.raises(OpenError, match="过大"):
        decode(bomb, "a.rdesk")
    assert bomb.count(size.to_bytes(4, "little")) == 2
    with pytest.raises(OpenError) as caught:
        decode(bomb.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little")), "a.rdesk")
    assert_sentence(caught.value)


def test_pictures_without_end_are_refused(monkeypatch):
    monkeypatch.setattr(rdesk, "MAX_FILE", 1000)
    content = raw(QUIET.read_bytes())
    assert decode(packed(content, **{"media/a.png": b"1" * 900}), "a.rdesk").media
    with pytest.raises(OpenError, match="图片过大"):
        decode(packed(content, **{"media/a.png": b"1" * 900, "media/b.png": b"1" * 900}), "a.rdesk")


def test_a_huge_file_is_not_even_read(tmp_path):
    path = tmp_path / "a.rdesk"
    with path.open("wb") as file:
        file.truncate(rdesk.MAX_FILE + 1)
    with pytest.raises(OpenError, match="超过 100 MB"):
        open_report(path)


# ---- writing whole or not at all ----


def test_an_old_file_is_replaced(tmp_path):
    path = tmp_path / "a.rdesk"
    path.write_bytes(b"old")
    save_report(full_report(), path, MEDIA)
    assert open_report(path) == full_report()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="no such permissions on Windows")
def test_a_file_keeps_its_permissions(tmp_path):
    path = tmp_path / "a.rdesk"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_unwritable_targets_are_told_in_a_sentence(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    targets = [
        tmp_path / "no folder" / "a.rdesk",
        tmp_path / "folder",
        tmp_path / "file" / "a.rdesk",
        tmp_path / ("长" * 200),
    ]
    for target in targets:
        with pytest.raises(WriteError) as caught:
            save_report(full_report(), target, MEDIA)
        assert_sentence(caught.value)
        assert str(target.parent) in str(caught.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


@pytest.mark.parametrize("step", ["replace", "fsync", "chmod"])
@pytest.mark.parametrize(
    "error", [PermissionError(13, "denied"), OSError(28, "full"), OSError(30, "read-only"), OSError(5, "")]
)
def test_a_failing_step_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, step, error):
    path = tmp_path / "a.rdesk"
    path.write_bytes(b"old")

    def fail(*arguments, **options):
        raise error

    monkeypatch.setattr(os if step == "fsync" else Path, step, fail)
    with pytest.raises(WriteError) as caught:
        save_report(full_report(), path, MEDIA)
    assert_sentence(caught.value)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"old"
