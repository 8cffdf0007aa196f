"""What stands beside a report: its lock, its journal, its history, and the settings of the window."""

import json
import os
import re
import shutil
import time
import zlib
from hashlib import sha256
from pathlib import Path

import pytest
from tests.contracts import adapters, files, fixtures

BESIDE = fixtures.FOLDER / "beside"
WEEK = 7 * 86400


@pytest.fixture(autouse=True)
def user(tmp_path):
    with adapters.user_folders(tmp_path):
        yield tmp_path


# ---- lock ----


def test_a_lock_file_is_written_as_it_was(tmp_path):
    path = adapters.lock_taken(tmp_path / "2025.rdesk")
    assert path == tmp_path / ".~$2025.rdesk.lock"
    made, was = path.read_bytes(), (BESIDE / "lock.json").read_bytes()
    raw = json.loads(made)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", raw["since"])
    assert re.fullmatch("[0-9a-f]{16}", raw["token"])
    for key in ("since", "token"):  # when and by chance
        made = made.replace(raw[key].encode(), json.loads(was)[key].encode())
    assert made == was


def test_a_lock_file_that_was_written_is_obeyed(tmp_path):
    assert adapters.lock_read(tmp_path / "2025.rdesk") is None
    shutil.copy(BESIDE / "lock.json", tmp_path / ".~$2025.rdesk.lock")
    assert adapters.lock_read(tmp_path / "2025.rdesk") == {
        **adapters.HELD_BY,
        "since": "2026-01-12T10:30:00+08:00",
        "token": "0123456789abcdef",
        "says": "“zhangsan”正在电脑“CAIWU-PC01”上编辑这份报告（2026-01-12 10:30 打开）。",
    }


# ---- journal ----


@pytest.mark.parametrize("kind", ["new", "file"])
def test_a_journal_is_written_as_it_was(tmp_path, kind):
    path = tmp_path / "2025.rdesk" if kind == "file" else None
    folder = adapters.journal_written(path, "0" * 64 if path else "", *files.journal_steps(files.stored_reports()))
    assert folder.parent == tmp_path / "data" / "recovery"
    assert folder.name == fixtures.text("beside/journal-name.txt").strip()
    made = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}
    was = BESIDE / f"journal-{kind}"
    assert made == {each.relative_to(was).as_posix() for each in was.rglob("*") if each.is_file()}
    for name in made - {"journal"}:
        assert (folder / name).read_bytes() == (was / name).read_bytes()
    assert records(files.steady_journal((folder / "journal").read_bytes())) == records((was / "journal").read_bytes())


@pytest.mark.parametrize("kind", ["new", "file"])
def test_a_journal_that_was_written_is_found_and_read(tmp_path, kind):
    put_journal(tmp_path, kind)
    (found,) = adapters.journals_found()
    content = fixtures.data("reports/pictures.json")
    content["cells"] |= {"disclosure.penalties.decisions": "36"}
    content["cells"].pop("requests.granted.charity")
    del content["sections"]["other_matters"]
    content["sections"]["lead_in"] = {"text": "引言改了。"}
    content["notes"] = {"disclosure.penalties.decisions": "含简易程序"}
    assert found.pop("content") | {"program": ""} == content | {"program": ""}
    assert found.pop("differs")[0] == ("单位名称：原为 空白，现为 示例县水利局。" if kind == "new" else
                                       "文件“2025.rdesk”现在不能打开，或已不在原处。")  # fmt: skip
    assert found == {
        "path": None if kind == "new" else str(Path(files.NOWHERE)),
        "digest": "" if kind == "new" else "0" * 64,
        "title": "示例县水利局2025年政府信息公开工作年度报告",
        "when": 1768185002.0,
        "lost": [],
        "media": sorted(each["file"] for text in content["sections"].values()
                        for each in {p["file"]: p for p in text.get("pictures", {}).values()}.values()
                        if text is not content["sections"]["problems"]),
    }  # fmt: skip


def test_a_record_that_was_torn_is_left_out(tmp_path):
    journal = put_journal(tmp_path, "new") / "journal"
    journal.write_bytes(journal.read_bytes()[:-10])
    (found,) = adapters.journals_found()
    assert found["lost"] == []
    assert found["when"] == 1768185001.0
    assert "notes" not in found["content"]


def put_journal(tmp_path, kind):
    """A journal of another computer, left for more than a week."""
    folder = tmp_path / "data" / "recovery" / fixtures.text("beside/journal-name.txt").strip()
    shutil.copytree(BESIDE / f"journal-{kind}", folder)
    old = time.time() - WEEK - 3600
    os.utime(folder, (old, old))
    return folder


def records(data):
    """The records of a journal as text, without the version of the program; their check sums hold."""
    found = []
    for line in data.decode().splitlines():
        assert line[:9] == f"{zlib.crc32(line[9:].encode()):08x} "
        found.append(re.sub('"program":"[^"]*"', "", line[9:]))
    return found


# ---- history ----


def test_versions_that_were_kept_are_found_and_read(tmp_path):
    path = tmp_path / "2025.rdesk"
    kept = sorted((BESIDE / "history").iterdir())
    assert len(kept) == 2
    folder = history(tmp_path, path)
    folder.mkdir(parents=True)
    for each in kept:
        shutil.copy(each, folder)
    assert adapters.versions_kept(path) == [
        {
            "saved": files.SAVED + number * 86400,
            "size": kept[number].stat().st_size,
            "digest": sha256(kept[number].read_bytes()).hexdigest()[:16],
            "content": fixtures.data(f"reports/{name}.json"),
        }
        for number, name in ((1, "pictures"), (0, "short"))
    ]


def test_a_version_is_kept_as_it_was(tmp_path):
    path = tmp_path / "2025.rdesk"
    data = (fixtures.FOLDER / "reports/short.rdesk").read_bytes()
    adapters.version_kept(path, data, files.SAVED)
    (folder,) = (tmp_path / "data" / "history").iterdir()
    assert folder == history(tmp_path, path)
    name = f"{round(files.SAVED * 1e6):016}-{sha256(data).hexdigest()[:16]}.rdesk"
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == {
        name: data,
        "path.txt": os.path.realpath(path).encode(),
    }


def history(tmp_path, path):
    """The folder of the versions of a report."""
    name = sha256(os.path.normcase(os.path.realpath(path)).encode()).hexdigest()[:24]
    return tmp_path / "data" / "history" / name


# ---- other files in the user's folders ----


def test_the_other_files_of_the_user_keep_their_places(tmp_path):
    assert adapters.DATA_VARIABLE == "REPORTDESK_DATA"
    log, text = adapters.error_logged()
    assert log == tmp_path / "data" / "logs" / "errors.log"
    assert "builtins.ValueError" in text
    assert "示例县" not in text
    assert adapters.machine_file() == tmp_path / "data" / "machine"
    assert re.fullmatch("[0-9a-f]{16}", adapters.machine_file().read_text("ascii"))
    spool = adapters.window_claimed()
    assert spool == tmp_path / "data" / "window"
    assert [re.sub("[0-9a-f]{8}", "#", each.name) for each in spool.iterdir()] == [".~$#-#.lock"]
    assert adapters.own_words_saved("# 说明\n县府办→县政府办公室\n") == {"县府办": "县政府办公室"}
    assert adapters.own_words_path() == tmp_path / "config" / "words.txt"
    assert adapters.own_words_path().read_text("utf-8") == "# 说明\n县府办→县政府办公室\n"


# ---- settings of the window ----

KEYS = {"zoom", "scheme", "keep_number", "keep_days", "recent", "word_options", "submission"}


def test_settings_that_were_written_are_read(tmp_path):
    with adapters.settings_folder(tmp_path) as folder:
        folder.mkdir()
        shutil.copy(BESIDE / "settings.ini", folder)
        assert adapters.settings_read(files.SETTINGS["word_options"]) == files.SETTINGS


def test_settings_are_written_under_the_keys_that_were(tmp_path):
    with adapters.settings_folder(tmp_path) as folder:
        adapters.settings_written(files.SETTINGS)
        assert (folder / "settings.ini").read_bytes() == (BESIDE / "settings.ini").read_bytes()
    section, *lines = fixtures.text("beside/settings.ini").splitlines()
    assert section == "[General]"
    assert {line.partition("=")[0] for line in lines} == KEYS == files.SETTINGS.keys()


def test_there_are_no_other_settings():
    """Those with a property of their own, those with a method, and one class that keeps them."""
    assert adapters.window_properties() == ["keep_days", "keep_number", "scheme", "submission", "zoom"]
    sources = Path(__file__).resolve().parents[2] / "ui"
    assert sum(path.read_text("utf-8").count("QSettings(") for path in sources.rglob("*.py")) == 1
