"""The .rdesk file (年报填报文件): a ZIP with `mimetype` first (stored), `report.json` and `media/`.

`report.json` is UTF-8 with its keys in fixed order: see `content`.
"""

import io
import zipfile
from pathlib import Path
from stat import S_ISREG
from typing import Any

import msgspec

from reportdesk.files.safe_zip import BrokenZipError, SafeZip, TooLargeError, TooManyEntriesError
from reportdesk.report import Report
from reportdesk.store.migrations import revision_of
from reportdesk.store.report_json import DamagedError, OpenError, check_content, from_content, to_content

MIMETYPE = "application/vnd.reportdesk.report+zip"
SUFFIX = ".rdesk"
JSON = "report.json"
MEDIA = "media"
MAX_FILE = 100 * 2**20
MAX_JSON = 16 * 2**20
MAX_CONTAINERS = 200_000  # objects and lists: empty ones take 20 times as much memory as in the file
MAX_ENTRIES = 2000
_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed date: the same report gives the same bytes


class StoredReport(msgspec.Struct, frozen=True):
    """A report as read from a file; `media` are its pictures (name below media/ → bytes)."""

    report: Report
    media: dict[str, bytes] = {}


def encode(report: Report, media: dict[str, bytes] | None = None) -> bytes:
    """The bytes of a .rdesk file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", _EPOCH), MIMETYPE)
        info = zipfile.ZipInfo(JSON, _EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, msgspec.json.format(msgspec.json.encode(to_content(report)), indent=1))
        for name, data in sorted((media or {}).items()):
            archive.writestr(zipfile.ZipInfo(f"{MEDIA}/{name}", _EPOCH), data)
    return out.getvalue()


def decode(data: bytes, name: str) -> StoredReport:
    """A report from the bytes of the file called `name`. Raises OpenError with a sentence, of it DamagedError for
    one that may still hold something."""
    return decode_with_revision(data, name)[0]


def decode_with_revision(data: bytes, name: str) -> tuple[StoredReport, int]:
    """As `decode`, and the revision of the format in which the file was written."""
    try:
        archive = SafeZip(data, MAX_ENTRIES)
        _check_entries(archive.entries, len(data), name)
        raw = parsed_json(_read_json(archive, name), name)
        media = _read_media(archive, name)
    except TooManyEntriesError as error:
        raise OpenError(f"“{name}”中的内容过多，不像年报填报文件，没有打开。") from error
    except BrokenZipError as error:
        raise DamagedError(
            f"“{name}”不是完整的年报填报文件，可能没有复制完或已经损坏。请换用备份，或向提供文件的人重新索取。"
        ) from error
    return StoredReport(from_content(check_content(raw, name), name), media), revision_of(raw)


def read_file(path: Path) -> bytes:
    """The bytes of a file, of bounded size. Raises OpenError with a sentence."""
    try:
        state = path.stat()
        if not S_ISREG(state.st_mode):
            if path.is_dir():
                raise OpenError(f"“{path}”是一个文件夹，请选择其中的年报填报文件。")
            raise OpenError(f"“{path}”不是普通文件，没有打开。")  # a device or pipe might never end
        with path.open("rb") as file:
            data = file.read(state.st_size + 1) if state.st_size <= MAX_FILE else None  # takes room for what is asked
            if data and len(data) > state.st_size:  # it grows meanwhile
                data += file.read(MAX_FILE)
    except FileNotFoundError as error:
        raise OpenError(f"没有找到文件“{path}”。请检查文件名和位置。") from error
    except (OSError, ValueError) as error:  # a NUL in the name is a ValueError
        raise OpenError(f"“{path}”无法读取。请检查权限，或把文件复制到本机再试。") from error
    if data is None or len(data) > MAX_FILE:
        raise OpenError(f"“{path.name}”超过 {MAX_FILE // 2**20} MB，不像年报填报文件，没有打开。")
    return data


def media_name(entry: str) -> str:
    """The name of the picture that an entry of the archive is, "" where it is none."""
    folder, _, name = entry.partition("/")
    plain = name.isprintable() and not set(name) & set('/\\:*?"<>|') and len(name.encode(errors="replace")) <= 200
    return name if folder == MEDIA and plain and not name.startswith(".") else ""


def parsed_json(content: bytes, name: str) -> Any:
    """The content of report.json, of bounded size. Raises OpenError."""
    if len(content) > MAX_JSON or content.count(b"{") + content.count(b"[") > MAX_CONTAINERS:
        raise OpenError(f"“{name}”的内容过大，不像年报填报文件，没有打开。")
    try:
        return msgspec.json.decode(content)
    except RecursionError as error:
        raise OpenError(f"“{name}”的内容层次过多，不像年报填报文件，没有打开。") from error
    except (msgspec.DecodeError, ValueError) as error:
        raise DamagedError(f"“{name}”的内容已经损坏，无法读出。请换用备份。") from error


def _check_entries(entries: list[zipfile.ZipInfo], size: int, name: str) -> None:
    """Refuses what no program writes by mistake. What is unknown but harmless is left alone."""
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in entries):
        raise OpenError(f"“{name}”的压缩方式不对，不像年报填报文件，没有打开。")
    names = [info.filename for info in entries]
    if any(_leaves(each) for each in names):
        raise OpenError(f"“{name}”中有指向文件之外的路径，可能被人动过手脚，没有打开。")
    if len({each.casefold() for each in names}) < len(names):
        raise OpenError(f"“{name}”中有重名的内容，无法判断以哪个为准，没有打开。")
    if sum(info.compress_size for info in entries) > size:  # one piece of data that many entries point to
        raise OpenError(f"“{name}”中的内容相互重叠，不像年报填报文件，没有打开。")
    if JSON not in names:
        raise OpenError(f"“{name}”不是年报填报文件（其中没有报告内容）。")


def _leaves(entry: str) -> bool:
    parts = entry.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or parts[0].endswith(":")


def _read_json(archive: SafeZip, name: str) -> bytes:
    try:
        return archive.read(JSON, MAX_JSON)
    except TooLargeError as error:
        raise OpenError(f"“{name}”的内容过大，不像年报填报文件，没有打开。") from error


def _read_media(archive: SafeZip, name: str) -> dict[str, bytes]:
    media: dict[str, bytes] = {}
    room = MAX_FILE
    for entry in archive.entries:
        if picture := media_name(entry.filename):
            try:
                media[picture] = archive.read(entry, room)
            except TooLargeError as error:
                raise OpenError(f"“{name}”中的图片过大，没有打开。") from error
            room -= len(media[picture])
    return media
