"""The recovery journal of an open report: what was changed since it was last saved, on the disk within a moment.

A folder in the user's data folder, named <token>@<tag of the owner>, with `journal` (records) and `media/` (pictures
by digest). A record is a line: the CRC-32 of what follows, a blank, JSON. The first holds the whole content of the
report, each later one what changed in it:

    {"at": seconds, "path": …, "digest": …, "base": content of report.json, "media": {name: digest}}
    {"at": seconds, "put": [[[part, key], value], …], "drop": [[part, key], …], "media": …}

The clerk's own file is never touched. Nothing is written before something differs from it.

States of a `Journal`:

    empty     no file on the disk: the report is as it stands in its file
    current   the records on the disk give the report as it was last recorded
    outdated  (`_outdated`) the records belong to the file as it was before it was saved, and the new base could not be
              written: they still give the newest report, but the next record writes a new base, changed or not
    removed   after `close`
"""

import os
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from reportdesk.files.atomic import WriteError, sync_folder, write_atomically
from reportdesk.files.data_folder import data_folder
from reportdesk.files.process_identity import ProcessIdentity, this_process
from reportdesk.report import Report
from reportdesk.store.file_stamp import digest_of
from reportdesk.store.rdesk import parsed_json
from reportdesk.store.report_json import OpenError, to_content

FILE, MEDIA = "journal", "media"
GROWTH = 2**20  # bytes of changes after which a journal starts again from the whole
MAX_JOURNAL = 64 * 2**20
MAX_CONTAINERS = 500_000  # objects and lists in a journal
_NO_ROOM = "未保存的内容暂时不能自动备份（磁盘空间不足，或没有写入用户数据文件夹的权限）。请尽快保存报告。"

Content = dict[str, Any]


def recovery_folder() -> Path:
    """Where the journals are."""
    return data_folder() / "recovery"


class Journal:
    """The journal of one open report. All methods may be called from any thread; none touches the report's file."""

    def __init__(
        self, path: Path | None, digest: str, report: Report, media: Mapping[str, bytes], owner: ProcessIdentity
    ) -> None:
        self._lock = threading.Lock()
        self._folder = recovery_folder() / f"{os.urandom(6).hex()}@{owner.tag}"
        self._handle: int | None = None
        self._size = self._base = 0
        self._digests: dict[str, tuple[bytes, str]] = {}
        self._outdated: bool
        self._filed: tuple[Content, dict[str, str]] | None  # what stands in the file, where that is known
        self._path: Path | None
        self._content: Content
        self._pictures: dict[str, str]
        self._report: Report
        self._media: dict[str, bytes]
        self._start_from(path, digest, report, media)

    @classmethod
    def begin(
        cls,
        path: Path | None,
        digest: str,
        report: Report,
        media: Mapping[str, bytes],
        owner: ProcessIdentity | None = None,
    ) -> "Journal":
        """The journal of a report as it stands in the file `path` of this digest (None and "" for a new report)."""
        return cls(path, digest, report, media, owner or this_process())

    def record(self, report: Report, media: Mapping[str, bytes]) -> bool:
        """Brings the journal to this state of the report; when it returns, that is on the disk.

        False where nothing had changed since the last record. Raises WriteError with a sentence; the next call tries
        the whole state anew.
        """
        with self._lock:
            if report is self._report and media == self._media and not self._outdated:
                return False
            content, pictures = to_content(report), self._digested(media)
            if content == self._content and pictures == self._pictures and not self._outdated:
                return False
            try:
                if (content, pictures) == self._filed:  # all of it was undone
                    self._remove()
                    self._remember(content, pictures, report, media)
                    return True
                self._write_pictures(media, pictures, new=True)
                if self._handle is None or self._size > self._base + GROWTH:
                    self._write_base(content, pictures)
                else:
                    self._append(_changes(self._content, content, pictures if pictures != self._pictures else None))
                self._write_pictures(media, pictures, new=False)
            except (OSError, WriteError) as error:
                self._close()
                raise WriteError(_NO_ROOM) from error
            self._remember(content, pictures, report, media)
            return True

    def record_whole(self) -> None:
        """Puts the report on the disk as it is, changed or not: it was recovered. Raises WriteError."""
        with self._lock:
            try:
                self._filed = None  # nobody knows whether it stands in a file
                self._write_pictures(self._media, self._pictures, new=True)
                self._write_base(self._content, self._pictures)
            except (OSError, WriteError) as error:
                self._close()
                raise WriteError(_NO_ROOM) from error

    def rebase(self, path: Path, digest: str, report: Report, media: Mapping[str, bytes]) -> None:
        """`report` now stands in the file `path`: the journal is not needed any more, unless it is already ahead."""
        with self._lock:
            if self._handle is None or self._is_at(report, media):
                self._remove()
                self._start_from(path, digest, report, media)
                return
            self._path, self._digest = path, digest
            self._filed = (to_content(report), {name: digest_of(data) for name, data in media.items()})
            try:
                self._write_base(self._content, self._pictures)
            except (OSError, WriteError):  # the old records still stand; the next one starts anew
                self._close()
                self._outdated = True

    def close(self) -> None:
        """The report was closed in good order: removes the journal."""
        with self._lock:
            self._remove()

    def leave(self) -> None:
        """Closes the journal and lets it stand, to be found at the next start."""
        with self._lock:
            self._close()

    def _remember(self, content: Content, pictures: dict[str, str], report: Report, media: Mapping[str, bytes]) -> None:
        self._content, self._pictures = content, pictures
        self._report, self._media = report, dict(media)
        self._outdated = False

    def _is_at(self, report: Report, media: Mapping[str, bytes]) -> bool:
        return media == self._media and (report is self._report or to_content(report) == self._content)

    def _start_from(self, path: Path | None, digest: str, report: Report, media: Mapping[str, bytes]) -> None:
        self._path, self._digest = path, digest
        self._remember(to_content(report), self._digested(media), report, media)
        self._filed = (self._content, self._pictures)

    def _digested(self, media: Mapping[str, bytes]) -> dict[str, str]:
        """Name → digest; pictures that are the same object are not read again."""
        known, self._digests = self._digests, {}
        for name, data in media.items():
            before = known.get(name)
            self._digests[name] = before if before and before[0] is data else (data, digest_of(data))
        return {name: digest for name, (_, digest) in self._digests.items()}

    def _write_base(self, content: Content, pictures: dict[str, str]) -> None:
        self._close()
        self._folder.mkdir(parents=True, exist_ok=True)
        path = str(self._path.absolute()) if self._path else None
        line = record_line({"path": path, "digest": self._digest, "base": content, "media": pictures})
        write_atomically(self._folder / FILE, line)
        sync_folder(self._folder.parent)
        self._handle = os.open(self._folder / FILE, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
        self._size = self._base = len(line)

    def _append(self, changes: Content) -> None:
        assert self._handle is not None
        line = record_line(changes)
        left = memoryview(line)
        while left:
            left = left[os.write(self._handle, left) :]
        os.fsync(self._handle)
        self._size += len(line)

    def _write_pictures(self, media: Mapping[str, bytes], pictures: dict[str, str], new: bool) -> None:
        """New ones before the record that names them. Those of the saved file afterwards, so that figures and text do
        not wait for them: they matter only if the file is lost too."""
        folder = self._folder / MEDIA
        filed = set(self._filed[1].values()) if self._filed else set()
        for name, digest in pictures.items():
            if (digest not in filed) is new and not (folder / digest).exists():
                folder.mkdir(parents=True, exist_ok=True)
                write_atomically(folder / digest, media[name])

    def _close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
        self._handle = None

    def _remove(self) -> None:
        self._close()
        remove_journal(self._folder)


def remove_journal(folder: Path) -> None:
    """Removes a journal: first that by which it would be found."""
    import shutil

    with suppress(OSError):
        (folder / FILE).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def record_line(record: Content) -> bytes:
    """A record as it stands in the file, with the time."""
    data = msgspec.json.encode({"at": time.time(), **record})
    return b"%08x %b\n" % (zlib.crc32(data), data)


def _changes(before: Content, after: Content, pictures: dict[str, str] | None) -> Content:
    put: list[tuple[tuple[str, ...], Any]] = []
    drop: list[tuple[str, ...]] = []
    for part in {**before, **after}:
        old, new = before.get(part), after.get(part)
        if old == new and (part in before) == (part in after):
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            put.extend(((part, key), value) for key, value in new.items() if key not in old or old[key] != value)
            drop.extend((part, key) for key in old if key not in new)
        elif part in after:
            put.append(((part,), new))
        else:
            drop.append((part,))
    return {"put": put, "drop": drop, **({} if pictures is None else {"media": pictures})}


def replay(read: Callable[[int], bytes]) -> tuple[Content, bool]:
    """The last state in a journal: its base record brought up to date, and whether all of it could be read.

    `read(n)` gives the next line, at most n bytes of it. A torn last record is what a crash leaves, and no loss that
    matters; reading stops at it. Raises ValueError where not even the first record can be read.
    """
    state, whole, left, room = None, True, MAX_JOURNAL, MAX_CONTAINERS
    while line := read(left + 1):
        left, room = left - len(line), room - line.count(b"{") - line.count(b"[")
        record = _record(line) if left >= 0 and room >= 0 else None
        if record is None or (state is None and not isinstance(record.get("base"), dict)):
            whole = not line.endswith(b"\n") and left >= 0  # else more is lost than a torn record
            break
        try:
            state = record if "base" in record else _applied(state or {}, record)
        except (TypeError, ValueError, KeyError, LookupError):
            whole = False
            break
    if state is None:
        raise ValueError("no base record")
    return state, whole


def _record(line: bytes) -> Content | None:
    if not line.endswith(b"\n") or line[8:9] != b" " or line[:8] != b"%08x" % zlib.crc32(line[9:-1]):
        return None
    try:
        record = parsed_json(line[9:-1], FILE)
    except OpenError:
        return None
    return record if isinstance(record, dict) and isinstance(record.get("at"), int | float) else None


def _applied(state: Content, record: Content) -> Content:
    content: Content = state["base"]
    for place, value in record["put"]:
        holder = content
        for name in place[:-1]:
            holder = holder[name]
        holder[place[-1]] = value
    for place in record["drop"]:
        holder = content
        for name in place[:-1]:
            holder = holder[name]
        holder.pop(place[-1], None)
    return {**state, "at": record["at"], "media": record.get("media", state.get("media"))}
