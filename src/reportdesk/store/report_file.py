"""The file of one open report, with its lock, its stamp, its journal and its earlier versions.

The window holds one `ReportFile` for the report it shows. States of a `ReportFile`:

    without a file   `path` is None: a new report; only `save_as` gives it a file
    ours             `path` is set, `held` is None: `save` and `save_as`
    held             `held` says who has the report: it can be looked at, or saved under another name
    closed           after `close` (nothing is left to recover) or `leave` (the journal stays)

Threads: all methods may be called from any thread, one call is carried out after the other. Files and fsync are slow,
so the window calls them from its background thread. A mapping of pictures is not changed after it was handed in.
"""

import threading
from collections.abc import Mapping
from pathlib import Path

from reportdesk.files.atomic import WriteError, real_path
from reportdesk.files.process_identity import ProcessIdentity
from reportdesk.report import Report
from reportdesk.store.damage import Damage, examine
from reportdesk.store.file_stamp import Change, FileStamp, changed_since, read_stamped
from reportdesk.store.journal import Journal
from reportdesk.store.lock import Held, Holder, Lock
from reportdesk.store.rdesk import StoredReport, decode, encode
from reportdesk.store.recovery import Recoverable, claim, discard
from reportdesk.store.report_json import OpenError
from reportdesk.store.saving import ChangedOnDisk, Saved, save
from reportdesk.store.version_history import USUAL, Keep, keep_version


class HeldByOther(WriteError):
    """The report is open elsewhere: here it can be looked at, or saved under another name."""


class ReportFile:
    """Make one with `open`, `new`, `recover` or `repair`.

    `stored` is the report as it was opened; `path` its file, None while there is none; `held` who has it, None when
    it is ours to write; `warning` a sentence on what does not work beside it, "" for nothing.
    """

    def __init__(
        self,
        path: Path | None,
        stored: StoredReport,
        stamp: FileStamp | None,
        *,
        lock: Lock | Held | None = None,
        keep: Keep = USUAL,
        damaged: bool = False,
        owner: ProcessIdentity | None = None,
    ) -> None:
        self.path, self.stored = path, stored
        self.held = lock.by if isinstance(lock, Held) else None
        self.warning = lock.warning if isinstance(lock, Lock) else ""
        self._lock = lock if isinstance(lock, Lock) else None
        self._stamp, self._keep, self._damaged, self._owner = stamp, keep, damaged, owner
        self._filed: StoredReport | None = None  # what this object wrote to the file last
        self._busy = threading.RLock()
        self._journal = Journal.begin(path, stamp.digest if stamp else "", stored.report, stored.media, owner)

    @classmethod
    def open(
        cls, path: Path, *, keep: Keep = USUAL, over: Holder | None = None, owner: ProcessIdentity | None = None
    ) -> "ReportFile":
        """Opens a report's file and takes its lock: one that another has is open to look at (`held`).

        `over` is a holder from whom the lock is taken all the same. Raises OpenError; DamagedError where `examine`
        may still find something.
        """
        data, stamp = read_stamped(path)
        stored = decode(data, path.name)
        return cls(path, stored, stamp, lock=Lock.take(path, over, owner), keep=keep, owner=owner)

    @classmethod
    def new(cls, stored: StoredReport, *, keep: Keep = USUAL, owner: ProcessIdentity | None = None) -> "ReportFile":
        """A report that has no file yet."""
        return cls(None, stored, None, keep=keep, owner=owner)

    @classmethod
    def repair(
        cls, path: Path, stored: StoredReport, *, keep: Keep = USUAL, owner: ProcessIdentity | None = None
    ) -> "ReportFile":
        """What was found of a damaged file (`examine`): it is copied beside before the first save. Raises OpenError."""
        _, stamp = read_stamped(path)
        return cls(path, stored, stamp, lock=Lock.take(path, None, owner), keep=keep, damaged=True, owner=owner)

    @classmethod
    def recover(cls, found: Recoverable, *, keep: Keep = USUAL, owner: ProcessIdentity | None = None) -> "ReportFile":
        """A report from a journal, under its file's path; it is in a journal of our own before the old one goes.

        It counts as changed against `found.saved`. A file that was saved since is not overwritten unasked. Raises
        OpenError when another window was quicker, WriteError as `record`.
        """
        claimed = claim(found, owner)
        if claimed is None:
            raise OpenError("这份报告刚刚已在另一个窗口中恢复。")
        path, stamp, lock = found.path, None, None
        if path:
            stamp, lock = _stamp_or_changed(path, found.digest), Lock.take(path, None, owner)
        opened = cls(path, found.stored, stamp, lock=lock, keep=keep, owner=owner)
        opened._journal.record_whole()
        discard(claimed)
        return opened

    @property
    def read_only(self) -> bool:
        """True while somebody else has the report: only `save_as` under another name is possible."""
        return self.held is not None

    def record(self, report: Report, media: Mapping[str, bytes]) -> bool:
        """Brings the journal to this state; to be called within a second of a change. Raises WriteError."""
        return self._journal.record(report, media)

    def changed_on_disk(self) -> Change:
        """Whether the file is as it was opened or saved: "" if so, else "changed" or "gone". Raises OpenError."""
        with self._busy:
            if self.path is None or self._stamp is None:
                return ""
            return changed_since(self.path, self._stamp)

    def save(self, report: Report, media: Mapping[str, bytes], *, overwrite: bool = False) -> Saved:
        """Saves in the report's own file; with `overwrite` also where another program changed it meanwhile.

        Raises ChangedOnDisk, HeldByOther, WriteError with a sentence.
        """
        with self._busy:
            assert self.path is not None, "a new report is saved with save_as"
            if self.held:
                raise HeldByOther(f"{self.held.sentence}这里只能查看。需要保留改动时，请另存为新文件。")
            if self._lock and not self._lock.ours and not self._lock.warning and not overwrite:
                self._take_lock_again(self.path)
            saved = save(
                StoredReport(report, dict(media)),
                self.path,
                since=None if overwrite else self._stamp,
                filed=self._filed,
                keep=self._keep,
                damaged=self._damaged,
            )
            self._remember_saved(self.path, saved, report, media)
            return saved

    def save_as(self, report: Report, media: Mapping[str, bytes], path: Path) -> Saved:
        """Saves in another file, replacing what is there, and goes on with that one.

        Raises HeldByOther, WriteError with a sentence.
        """
        with self._busy:
            if self.path is not None and real_path(path) == real_path(self.path) and not self.held:
                return self.save(report, media, overwrite=True)
            lock = Lock.take(path, None, self._owner)
            if isinstance(lock, Held):
                raise HeldByOther(f"{lock.by.sentence}不能用这个文件名保存，请换一个。")
            try:
                saved = save(StoredReport(report, dict(media)), path, keep=self._keep)
            except BaseException:
                lock.release()
                raise
            if self._lock:
                self._lock.release()
            self._lock, self.held, self.path, self._damaged = lock, None, path, False
            self.warning = lock.warning
            self._remember_saved(path, saved, report, media)
            return saved

    def keep_aside(self, stored: StoredReport) -> str:
        """Puts a report that is not saved among the earlier versions of this file. Returns "" or a sentence."""
        assert self.path is not None
        return keep_version(self.path, encode(stored.report, stored.media), self._keep)

    def close(self) -> None:
        """The report is closed in good order: nothing of it is left to recover."""
        with self._busy:
            self._journal.close()
            if self._lock:
                self._lock.release()

    def leave(self) -> None:
        """The program ends in disorder: the journal stays to be found at the next start."""
        with self._busy:
            self._journal.leave()
            if self._lock:
                self._lock.release()

    def _take_lock_again(self, path: Path) -> None:
        """Takes the lock anew after it was removed or taken over by another program. Raises HeldByOther."""
        lock = Lock.take(path, None, self._owner)
        if isinstance(lock, Held):
            self.held = lock.by
            raise HeldByOther(f"{lock.by.sentence}这份报告已被接手，没有保存。请另存为新文件，再与对方核对。")
        self._lock = lock

    def _remember_saved(self, path: Path, saved: Saved, report: Report, media: Mapping[str, bytes]) -> None:
        self._stamp, self._damaged = saved.stamp, False
        self._filed = StoredReport(report, dict(media)) if saved.written else None
        self._journal.rebase(path, saved.stamp.digest, report, media)


def _stamp_or_changed(path: Path, digest: str) -> FileStamp:
    """The stamp of the file a journal belongs to; where it holds something else by now, one that says so."""
    try:
        _, stamp = read_stamped(path)
    except OpenError:
        return FileStamp(-1, -1, digest)
    return stamp if stamp.digest == digest else FileStamp(-1, -1, digest)


__all__ = ["ChangedOnDisk", "Damage", "HeldByOther", "ReportFile", "examine"]
