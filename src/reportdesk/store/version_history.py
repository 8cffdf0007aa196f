"""Earlier versions of a report's file (文件 › 历史版本).

They stand in the user's data folder, not beside the report: a USB stick is handed on and a shared folder is read by
others, neither should carry old drafts along; and a stick that breaks or fills up does not take its backups with it.
A folder for every path, a file for every content, named by when that content was saved.
"""

import os
import re
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from reportdesk.files.atomic import WriteError, real_path, write_atomically
from reportdesk.files.data_folder import data_folder
from reportdesk.store.file_stamp import digest_of
from reportdesk.store.rdesk import SUFFIX, StoredReport, decode, read_file
from reportdesk.store.report_json import OpenError

MAX_BYTES = 500 * 2**20  # of all versions of a report
_DAY = 86400.0
_NAME = re.compile(rf"([0-9]{{16}})-([0-9a-f]{{16}}){re.escape(SUFFIX)}")  # microseconds, digest


class Keep(NamedTuple):
    """How many versions are kept besides the newest, and for how many days after they were replaced.

    A number of 0 keeps none at all.
    """

    number: int = 20
    days: int = 180


USUAL = Keep()


class Version(NamedTuple):
    """What a report's file once held: when it was saved (seconds since the epoch), its size, and where it is kept."""

    saved: float
    size: int
    digest: str
    file: Path


def versions(path: Path) -> list[Version]:
    """The versions of the report at `path`, newest first; the newest is mostly what the file holds now."""
    return [Version(saved, size, digest, Path(file)) for saved, size, digest, file in _kept(path)]


def load(version: Version) -> StoredReport:
    """The report of a version. Raises OpenError."""
    data = read_file(version.file)
    if digest_of(data)[: len(version.digest)] != version.digest:
        raise OpenError("这个历史版本已经损坏，不能恢复。请选择其他版本。")
    return decode(data, version.file.name)


def newest_intact(path: Path) -> tuple[Version, StoredReport] | None:
    """The newest version that can be read."""
    for version in versions(path):
        try:
            return version, load(version)
        except OpenError:
            continue
    return None


def keep_version(path: Path, data: bytes, keep: Keep, saved: float | None = None) -> str:
    """Keeps what the file at `path` holds, and drops what is too old or too much. Returns "" or a sentence.

    What is kept already is not kept twice, but counts as saved now. A failure is told and no reason not to save.
    """
    if keep.number <= 0:
        drop(path, keep)
        return ""
    digest = digest_of(data)[:16]
    saved = time.time() if saved is None else saved
    known = next((each for each in _kept(path) if each[2] == digest), None)
    if known and known[0] >= saved:
        return ""
    folder = _folder(path)
    target = folder / f"{round(saved * 1e6):016}-{digest}{SUFFIX}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if known:
            Path(known[3]).replace(target)
        else:
            write_atomically(target, data)
            if not (folder / "path.txt").exists():  # whose versions these are, for who looks by hand
                (folder / "path.txt").write_text(str(real_path(path)), "utf-8", errors="replace")
    except (OSError, WriteError):
        return "报告已保存，但历史版本没有存下（磁盘空间不足，或没有写入用户数据文件夹的权限）。"
    drop(path, keep)
    return ""


def drop(path: Path, keep: Keep) -> None:
    """Drops versions beyond the number, age and size that are kept; the newest stays unless none is kept at all.

    Age counts from when a version was replaced: last year's report, changed today, was replaced today.
    """
    room, replaced = MAX_BYTES, time.time()
    oldest = replaced - keep.days * _DAY
    for place, (saved, size, _, file) in enumerate(_kept(path)):
        room -= size
        first = place == 0 and keep.number > 0
        if not first and (place > keep.number or keep.number <= 0 or replaced < oldest or room < 0):
            with suppress(OSError):
                Path(file).unlink(missing_ok=True)
        replaced = saved


def _kept(path: Path) -> list[tuple[float, int, str, str]]:
    """When saved, size, digest and file of every version, newest first."""
    found = []
    try:
        with os.scandir(_folder(path)) as entries:
            for entry in entries:
                if name := _NAME.fullmatch(entry.name):
                    with suppress(OSError):
                        found.append((int(name[1]) / 1e6, entry.stat().st_size, name[2], entry.path))
    except OSError:
        return []
    return sorted(found, reverse=True)


def _folder(path: Path) -> Path:
    """The folder of a report's versions, whichever way its path is written."""
    return data_folder() / "history" / digest_of(os.path.normcase(real_path(path)).encode(errors="replace"))[:24]
