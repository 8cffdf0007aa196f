"""Files made to hurt: a sentence, within 2 seconds and 300 MB, whichever way they are opened."""

import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from tests.support.effort import times
from tests.support.paths import SUPPORT

from reportdesk import resources
from reportdesk.store.rdesk import MAX_CONTAINERS, MAX_ENTRIES, MAX_FILE, MAX_JSON

SECONDS, MEGABYTES = 2, 300
CASES = times(3000)
READINGS, SECONDS_TO_READ = times(160), 5
PROGRAMS = SUPPORT / "faults"
QUIET = resources.path("samples", "quiet.rdesk").read_bytes()


def program(name, *arguments):
    """What a program of this folder prints."""
    run = subprocess.run(
        [sys.executable, str(PROGRAMS / name), *map(str, arguments)], capture_output=True, text=True, timeout=times(120)
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.long
def test_thousands_of_spoilt_files_and_journals(tmp_path):
    told = program("fuzzing.py", tmp_path, CASES, 7)
    assert told["problems"] == []
    assert told["opened"] + told["salvaged"] + told["refused"] == told["cases"] == CASES
    assert min(told["opened"], told["salvaged"], told["refused"]) > CASES // 20
    assert told["slowest"] < SECONDS and told["memory"] < MEGABYTES


@pytest.mark.long
def test_damaged_reports_of_every_format():
    told = program("reading.py", READINGS, 7)
    assert told["problems"] == []
    assert told["cases"] == READINGS
    assert all(told["read"][name] > READINGS // 100 for name in ("docx", "xlsx", "html", "txt", "md", "csv", "pdf"))
    assert told["slowest"] < SECONDS_TO_READ and told["memory"] < MEGABYTES


def zipped(path, content, **more):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "x")
        archive.writestr("report.json", content)
        for name, data in more.items():
            archive.writestr(name, data)


def local(name, data, size=None):
    """A local header of the ZIP format, and the deflated data behind it."""
    head = struct.pack(
        "<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0, 0, len(data) if size is None else size, 0, len(name), 0
    )
    return head + name + data


def deflated(data):
    stream = zlib.compressobj(1, zlib.DEFLATED, -15)
    return stream.compress(data) + stream.flush()


def bomb(path):
    zipped(path, b" " * 60 * 2**20)


def bomb_without_directory(path):
    path.write_bytes(local(b"report.json", deflated(b'{"a":"' + b"9" * 60 * 2**20)))


def bomb_of_pictures(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("report.json", "{}")
        for n in range(12):
            archive.writestr(f"media/{n}.png", bytes(10 * 2**20))


def bomb_of_pictures_without_directory(path):
    bomb_of_pictures(path)
    path.write_bytes(path.read_bytes()[:-200])


def many_empty_lists(path):
    zipped(path, b'{"format":1,"a":[' + b"[]," * (MAX_JSON // 3 - 20) + b"1]}")


def many_numbers(path):
    zipped(path, b'{"format":1,"a":[' + b"1234567," * (MAX_JSON // 8 - 20) + b"1]}")


def as_many_objects_as_allowed(path):
    zipped(path, b'{"format":1,"a":{' + b",".join(b'"%x":{}' % n for n in range(MAX_CONTAINERS - 4)) + b"}}")


def deeply_nested(path):
    zipped(path, '{"format":1,"edition":"2021","a":' + '{"a":' * 900 + "1" + "}" * 901)


def nested_beyond_reason(path):
    zipped(path, '{"a":' * 3_000_000)


def an_entry_for_every_byte(path):
    """A directory of two million entries."""
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 65535, 65535, 92_000_000, 0, 0)
    path.write_bytes(b"PK\1\2".ljust(46, b"\0") * 2_000_000 + end)


def all_of_one_piece(path):
    """Every entry points to the same deflated data, which gives nothing and takes long."""
    data = b"\0\0\0\xff\xff" * (MAX_FILE // 20)
    body = local(b"report.json", data)
    entries = b"".join(
        struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 0, 0, len(data), 0, len(name), 0, 0, 0, 0, 0, 0)
        + name
        for name in [b"report.json", *(b"media/%d" % n for n in range(MAX_ENTRIES - 10))]
    )
    count = MAX_ENTRIES - 9
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(entries), len(body), 0)
    path.write_bytes(body + entries + end)


def nothing_but_headers(path):
    path.write_bytes(local(b"media/a", b"") * (MAX_FILE // 40))


def headers_inside_one_another(path):
    """Each stored entry claims all that follows."""
    one = bytearray(local(b"media/a", b"", size=50 * 2**20))
    one[8:10] = b"\0\0"
    path.write_bytes(bytes(one) * 1500 + bytes(50 * 2**20))


def lines_without_sense(path):
    path.write_bytes(local(b"report.json", deflated(b'{"unit":"a",\n' + b' "x" 1\n' * (MAX_JSON // 8))))


def several_gigabytes(path):
    with path.open("wb") as file:
        file.write(QUIET)
        file.truncate(5 * 2**30)


def as_large_as_allowed(path):
    with path.open("wb") as file:
        file.write(QUIET[:-40])
        file.truncate(MAX_FILE)


HOSTILE = [
    bomb,
    bomb_without_directory,
    bomb_of_pictures,
    bomb_of_pictures_without_directory,
    many_empty_lists,
    many_numbers,
    as_many_objects_as_allowed,
    deeply_nested,
    nested_beyond_reason,
    an_entry_for_every_byte,
    all_of_one_piece,
    nothing_but_headers,
    headers_inside_one_another,
    lines_without_sense,
    several_gigabytes,
    as_large_as_allowed,
]


@pytest.mark.skipif(os.name == "nt", reason="memory is measured as on POSIX")
@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
def test_a_hostile_file(tmp_path, make):
    path = tmp_path / "年报.rdesk"
    make(path)
    told = program("opening.py", path)
    path.unlink()
    assert told["said"][0].endswith("。") and "年报.rdesk" in told["said"][0], told
    assert told["said"][1].endswith("。") or told["said"][1] == "Damage", told
    assert told["seconds"] < SECONDS, told
    assert told["memory"] < MEGABYTES, told


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name")
def test_a_pipe_and_a_device_are_not_read(tmp_path):
    os.mkfifo(tmp_path / "年报.rdesk")
    for path in (tmp_path / "年报.rdesk", Path("/dev/zero")):
        assert "不是普通文件" in program("opening.py", path)["said"][0]


@pytest.mark.parametrize("name", ["../x", "media/../../x", "/etc/passwd", "C:\\x", "C:/x", "..\\x", "\\\\server\\x"])
def test_a_path_out_of_the_archive_is_refused(tmp_path, name):
    zipped(tmp_path / "年报.rdesk", "{}", **{name: b"1"})
    assert "指向文件之外的路径" in program("opening.py", tmp_path / "年报.rdesk")["said"][0]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["report.json", "media/a.png", "REPORT.json"])
def test_two_of_a_name_are_refused(tmp_path, name):
    with zipfile.ZipFile(tmp_path / "年报.rdesk", "w") as archive:
        for each in ("report.json", "media/a.png", name):
            archive.writestr(each, "{}")
    assert "重名" in program("opening.py", tmp_path / "年报.rdesk")["said"][0]
