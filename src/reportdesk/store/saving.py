"""Saving a report in its file: only when something changed, never over what somebody else wrote."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from reportdesk.files.atomic import WriteError, one_writer_at_a_time, real_path, write_atomically
from reportdesk.report import Report
from reportdesk.store.file_stamp import FileStamp, digest_of, stamp_of
from reportdesk.store.migrations import REVISION
from reportdesk.store.rdesk import MAX_FILE, StoredReport, decode, decode_with_revision, encode, read_file
from reportdesk.store.report_json import OpenError, to_content
from reportdesk.store.version_history import Keep, keep_version

OLD_FORMAT, DAMAGED = "旧格式备份", "损坏的原文件"


class ChangedOnDisk(WriteError):
    """The file is no longer what was opened; nothing was written."""


class Saved(NamedTuple):
    """How the file looks now, whether it was written at all, and what went wrong beside it ("" for nothing)."""

    stamp: FileStamp
    written: bool
    warning: str = ""


def save(
    stored: StoredReport,
    path: Path,
    *,
    since: FileStamp | None = None,
    filed: StoredReport | None = None,
    keep: Keep | None = None,
    damaged: bool = False,
    pause: Callable[[float], object] = time.sleep,
) -> Saved:
    """Puts a report into its file, whole or not at all.

    With `since` (how the file looked when it was opened) raises ChangedOnDisk where it holds something else now;
    without it, replaces what is there. `filed` is the report that stands in the file of that stamp, if it is known:
    then it need not be read. `keep` says how many earlier versions stay (None: nothing is kept). Before an older
    revision of the format, or (`damaged`) a damaged file is replaced, it is copied beside. What holds the same report
    already is not written. Raises WriteError with a sentence; the old file is then untouched.
    """
    target = real_path(path)
    with one_writer_at_a_time(target.parent, pause):
        current = _read(target)
        _check_unchanged(path, current, since)
        old = (filed, REVISION) if since and filed and current is not None else _decoded(current, path.name)
        if current is not None and old and _same(old[0], stored):
            return Saved(stamp_of(target, current), False)
        held = None if current is None else FileStamp(0, 0, digest_of(current))
        data = encode(stored.report, stored.media)
        if len(data) > MAX_FILE:
            raise WriteError(f"报告连同图片超过 {MAX_FILE // 2**20} MB，没有保存。请缩小或删去一些图片后再保存。")
        warning = ""
        if current is not None:
            if old and old[1] < REVISION:
                copy_beside(path, current, OLD_FORMAT)
            if damaged and not old:
                copy_beside(path, current, DAMAGED)
            elif keep:
                warning = keep_version(path, current, keep, _mtime(target))
        write_atomically(
            path,
            data,
            lambda found: _check_readable(found, stored, path.name),
            lambda: _check_unchanged(path, _read(target), held),
            pause=pause,
        )
        stamp = stamp_of(target, data)
        if keep:
            warning = keep_version(path, data, keep) or warning
        return Saved(stamp, True, warning)


def with_pictures(report: Report, path: Path, media: Mapping[str, bytes]) -> StoredReport:
    """A report with the pictures that its texts name: those of `media`, else those that its file has.

    Raises WriteError where one is in neither: it would be gone.
    """
    wanted = report.pictures
    if not wanted:
        return StoredReport(report)
    old = None if wanted.keys() <= media.keys() else _decoded(_read(real_path(path)), path.name)
    there = {**(old[0].media if old else {}), **media}
    missing = [picture.caption or name for name, picture in wanted.items() if name not in there]
    if missing:
        more = f"等 {len(missing)} 幅图片" if len(missing) > 1 else ""
        raise WriteError(
            f"报告中的图片“{missing[0][:40]}”{more}没有一并给出，没有保存到“{path.name}”。"
            "请连同图片一起保存，或在原文件上保存，也可以先删去这些图片。"
        )
    return StoredReport(report, {name: there[name] for name in wanted})


def copy_beside(path: Path, data: bytes, why: str) -> Path:
    """Keeps `data` beside a file as "<name>（why）.rdesk", numbered where that name holds something else.

    Raises WriteError.
    """
    number = 1
    while True:
        mark = f"（{why}）" if number == 1 else f"（{why}{number}）"
        copy = path.with_name(f"{path.stem}{mark}{path.suffix}")
        there = _read(copy)
        if there == data:
            return copy
        if there is None:
            write_atomically(copy, data)
            return copy
        number += 1


def _read(path: Path) -> bytes | None:
    """What a file holds; None where there is none. Raises WriteError when it cannot be known."""
    try:
        path.stat()
    except (OSError, ValueError):
        return None  # where the folder is at fault, writing tells
    try:
        return read_file(path)
    except OpenError as error:
        if path.is_dir():
            raise WriteError(f"“{path}”是一个文件夹，请改用文件名。") from error
        raise WriteError(f"“{path}”已有内容但无法读取，没有保存。请检查权限，或换一个文件名另存。") from error


def _check_unchanged(path: Path, current: bytes | None, since: FileStamp | None) -> None:
    if since is not None and current is not None and digest_of(current) != since.digest:
        raise ChangedOnDisk(
            f"“{path.name}”在打开之后被别的程序或别人改动过，没有保存。请另存为新文件，或确认后覆盖它。"
        )


def _decoded(data: bytes | None, name: str) -> tuple[StoredReport, int] | None:
    if data is None:
        return None
    try:
        return decode_with_revision(data, name)
    except OpenError:
        return None


def _same(one: StoredReport, other: StoredReport) -> bool:
    """Whether two reports would be saved alike: what an old part of a report left unknown may differ."""
    return one.media == other.media and (
        one.report == other.report or to_content(one.report) == to_content(other.report)
    )


def _check_readable(found: bytes, stored: StoredReport, name: str) -> None:
    try:
        if _same(decode(found, name), stored):
            return
    except OpenError:
        pass
    raise WriteError(f"“{name}”写好后读回的报告与现在的不一致，没有替换原文件。请用“另存为”换一个文件名保存。")


def _mtime(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return time.time()
