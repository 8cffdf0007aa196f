"""What a crash left: the journals whose program is gone, and the reports in them."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from reportdesk.files.atomic import real_path
from reportdesk.files.process_identity import ProcessIdentity, state_of_tag, this_process
from reportdesk.report import Report, ReportError
from reportdesk.report.comparison import difference_sentences
from reportdesk.store.file_stamp import digest_of
from reportdesk.store.journal import FILE, MEDIA, recovery_folder, remove_journal, replay
from reportdesk.store.rdesk import MAX_FILE, StoredReport, decode, encode, media_name, read_file
from reportdesk.store.report_json import OpenError, check_content, from_content
from reportdesk.store.version_history import USUAL, keep_version

MOST = 50  # journals that are looked into
_OLD = 7 * 86400.0  # seconds after which a journal of another computer (a shared home folder) is nobody's
_KEPT = 30 * 86400.0  # seconds for which what cannot be read is kept
_NAME = re.compile(r"[0-9a-f]{12}@([0-9a-f]{8}-[0-9]{1,11}-[0-9a-f]{8})")
_UNREADABLE = "unreadable-"


class Recoverable(NamedTuple):
    """A report found in a journal.

    `path` is its file (None for a report that was never saved) and `digest` that of the content it was opened from;
    `saved` what the file holds now (None where it cannot be opened); `when` the time of the last record (seconds since
    the epoch); `differs` what differs from the file, in sentences; `saved_since` whether the file holds something else
    now than when it was opened; `lost` what could not be read.
    """

    folder: Path
    path: Path | None
    digest: str
    title: str
    when: float
    stored: StoredReport
    saved: StoredReport | None
    differs: list[str]
    saved_since: bool
    lost: list[str]


class FoundReport(NamedTuple):
    """The reports that can be recovered, newest first, and a sentence for every journal that could not be read."""

    reports: list[Recoverable]
    skipped: list[str]


def find_recoverable(folder: Path | None = None) -> FoundReport:
    """Looks through the journals. Those of running programs are left alone; those without a difference are removed.

    What cannot be read is told once and kept for a month.
    """
    reports: list[Recoverable] = []
    skipped: list[str] = []
    for journal in _left_behind(folder or recovery_folder()):
        try:
            recoverable = _read(journal)
        except (OpenError, OSError, ValueError, KeyError, TypeError, ReportError):
            skipped.append("有一份自动备份已经损坏，无法恢复其中的内容。已保存的报告文件不受影响。")
            _put_aside(journal)
            continue
        if recoverable.differs or recoverable.lost:
            reports.append(recoverable)
        else:
            remove_journal(journal)
    return FoundReport(sorted(reports, key=lambda each: each.when, reverse=True), skipped)


def claim(recoverable: Recoverable, owner: ProcessIdentity | None = None) -> Recoverable | None:
    """Takes a journal over, so that no other window offers it too; None when one did already.

    Until `discard` it is found again should this process die.
    """
    token = recoverable.folder.name.partition("@")[0]
    ours = recoverable.folder.with_name(f"{token}@{(owner or this_process()).tag}")
    try:
        recoverable.folder.rename(ours)
    except OSError:
        return None
    return recoverable._replace(folder=ours)


def discard(recoverable: Recoverable) -> None:
    """Removes a journal: its report was recovered, or is not wanted (不恢复)."""
    remove_journal(recoverable.folder)


def _left_behind(folder: Path) -> Iterator[Path]:
    """The journals whose owner is gone, newest first."""
    try:
        with os.scandir(folder) as entries:
            known = [
                (entry.stat().st_mtime, Path(entry.path)) for entry in entries if entry.is_dir(follow_symlinks=False)
            ]
    except OSError:
        return
    left = MOST
    for changed, path in sorted(known, reverse=True):
        age = time.time() - changed
        if path.name.startswith(_UNREADABLE) and age > _KEPT:
            remove_journal(path)
        name = _NAME.fullmatch(path.name)
        if name is None:
            continue
        state = state_of_tag(name[1])
        if state == "runs" or (state == "elsewhere" and age < _OLD):
            continue
        if not (path / FILE).exists():  # it died while it removed or made the journal
            if state == "gone":
                remove_journal(path)
            continue
        left -= 1
        if left >= 0:
            yield path


def _read(journal: Path) -> Recoverable:
    with (journal / FILE).open("rb") as file:
        state, whole = replay(file.readline)
    path = Path(state["path"]) if isinstance(state.get("path"), str) else None
    name = path.name if path else "新建的报告"
    content: dict[str, Any] = check_content(state["base"], name)
    report = from_content(content, name)
    saved, digest = _saved(path)
    lost = [] if whole else ["自动备份的最后一部分已经损坏，其中的改动没有读出。"]
    media, missing = _media(journal / MEDIA, state.get("media"), saved.media if saved else {})
    lost += [f"图片“{each}”没有备份下来。" for each in missing]
    if saved:
        differs = difference_sentences(saved.report, report)
        if media != saved.media and not missing:
            differs.append("图片有改动。")
    else:
        blank = Report.new(unit="", year=report.year, edition=report.edition, kind=report.kind)
        differs = difference_sentences(blank, report)
        if path:
            differs.insert(0, f"文件“{path.name}”现在不能打开，或已不在原处。")
    return Recoverable(
        journal,
        path,
        str(state.get("digest") or ""),
        report.title,
        float(state["at"]),
        StoredReport(report, media),
        saved,
        differs,
        bool(path and digest and digest != state.get("digest")),
        lost,
    )


def _saved(path: Path | None) -> tuple[StoredReport | None, str]:
    """What the report's file holds now, and its digest."""
    if path is None:
        return None, ""
    try:
        data = read_file(real_path(path))
    except OpenError:
        return None, ""
    try:
        return decode(data, path.name), digest_of(data)
    except OpenError:
        return None, digest_of(data)


def _media(folder: Path, named: object, saved: dict[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
    """The pictures of these digests, from the journal or else the saved file, and the names of the missing ones."""
    media: dict[str, bytes] = {}
    missing: list[str] = []
    room = MAX_FILE
    for name, digest in named.items() if isinstance(named, dict) else ():
        if not media_name(f"{MEDIA}/{name}") or not isinstance(digest, str) or not re.fullmatch("[0-9a-f]{64}", digest):
            missing.append(str(name)[:80])
            continue
        data = _picture(folder / digest, room)
        if data is None or digest_of(data) != digest:
            data = saved.get(name)
        if data is None or digest_of(data) != digest or len(data) > room:
            missing.append(name)
            continue
        media[name] = data
        room -= len(data)
    return media, missing


def _picture(path: Path, room: int) -> bytes | None:
    try:
        return path.read_bytes() if path.stat().st_size <= room else None
    except OSError:
        return None


def _put_aside(journal: Path) -> None:
    with suppress(OSError):
        journal.rename(journal.with_name(f"{_UNREADABLE}{journal.name}"))


def keep_aside(recoverable: Recoverable) -> str:
    """Puts the report of a journal among the earlier versions of its file. Returns "" or a sentence."""
    if recoverable.path is None:
        return ""
    stored = recoverable.stored
    return keep_version(recoverable.path, encode(stored.report, stored.media), USUAL)
