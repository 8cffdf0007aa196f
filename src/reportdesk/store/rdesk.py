"""The .rdesk file (年报填报文件): a ZIP with `mimetype` first (stored), `report.json` and `media/`.

`report.json` is UTF-8 with its keys in fixed order: `format` (major, refused when newer than ours),
`format_revision` (minor), `program` (version that wrote it), then the fields of `Report`. Fields with default values
are left out; fields this version does not know are kept and written back.

History of the format:
1.0  first version.
"""

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import msgspec

from reportdesk import form as forms
from reportdesk.errors import ReportDeskError
from reportdesk.report import Report, Unknown, check_values
from reportdesk.version import VERSION

FORMAT, REVISION = 1, 0
MIMETYPE = "application/vnd.reportdesk.report+zip"
SUFFIX = ".rdesk"
MAX_FILE = 256 * 2**20
MAX_JSON = 32 * 2**20
_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed date: the same report gives the same bytes
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
_HEADER = ("format", "format_revision", "program")


class OpenError(ReportDeskError):
    """A file that cannot be opened as a report; it is left untouched."""


class StoredReport(msgspec.Struct, frozen=True):
    """A report as read from a file; `media` are its pictures (name below media/ → bytes)."""

    report: Report
    media: dict[str, bytes] = {}


def encode(report: Report, media: dict[str, bytes] | None = None) -> bytes:
    """The bytes of a .rdesk file."""
    known = msgspec.to_builtins(report, order="deterministic")  # not in the order in which cells were filled
    del known["unknown"]
    merged = _with_unknown(known, report.unknown)
    fields = {name: value for name, value in merged.items() if name not in known or value not in ({}, None)}
    header = {"format": FORMAT, "format_revision": REVISION, "program": VERSION}
    content = {**header, **fields}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", _EPOCH), MIMETYPE)
        info = zipfile.ZipInfo("report.json", _EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, msgspec.json.format(msgspec.json.encode(content), indent=1))
        for name, data in sorted((media or {}).items()):
            archive.writestr(zipfile.ZipInfo(f"media/{name}", _EPOCH), data)
    return out.getvalue()


def decode(data: bytes, name: str) -> StoredReport:
    """A report from the bytes of the file called `name`. Raises OpenError with a sentence."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            raw = _read_json(archive, name)
            media = _read_media(archive)
    except _DAMAGED as error:
        raise OpenError(
            f"“{name}”不是完整的年报填报文件，可能没有复制完或已经损坏。请换用备份，或向提供文件的人重新索取。"
        ) from error
    return StoredReport(_report(raw, name), media)


def read_file(path: Path) -> bytes:
    """The bytes of a file, of bounded size. Raises OpenError with a sentence."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise OpenError(f"“{path.name}”超过 {MAX_FILE // 2**20} MB，不像年报填报文件，没有打开。")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise OpenError(f"没有找到文件“{path}”。请检查文件名和位置。") from error
    except IsADirectoryError as error:
        raise OpenError(f"“{path}”是一个文件夹，请选择其中的年报填报文件。") from error
    except OSError as error:
        raise OpenError(f"“{path}”无法读取。请检查权限，或把文件复制到本机再试。") from error


def _read_json(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in archive.infolist()):
        raise OpenError(f"“{name}”的压缩方式不对，不像年报填报文件，没有打开。")
    if "report.json" not in archive.namelist():
        raise OpenError(f"“{name}”不是年报填报文件（其中没有报告内容）。")
    with archive.open("report.json") as file:
        content = file.read(MAX_JSON + 1)  # whatever size the header claims
    if len(content) > MAX_JSON:
        raise OpenError(f"“{name}”的内容过大，不像年报填报文件，没有打开。")
    try:
        raw = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError) as error:
        raise OpenError(f"“{name}”的内容已经损坏，无法读出。请换用备份。") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("format"), int):
        raise OpenError(f"“{name}”的内容不是年度报告，无法打开。")
    if raw["format"] > FORMAT:
        raise OpenError(f"“{name}”由更新版本的年报填报保存，本版本无法打开，文件没有改动。请升级程序后再打开。")
    return raw


def _read_media(archive: zipfile.ZipFile) -> dict[str, bytes]:
    media: dict[str, bytes] = {}
    room = MAX_FILE
    for info in archive.infolist():
        folder, _, file_name = info.filename.partition("/")
        if folder != "media" or not file_name or "/" in file_name or "\\" in file_name or file_name.startswith("."):
            continue
        with archive.open(info) as file:
            media[file_name] = file.read(room + 1)
        room -= len(media[file_name])
        if room < 0:
            raise OpenError("文件中的图片过大，没有打开。")
    return media


def _report(raw: dict[str, Any], name: str) -> Report:
    raw = {key: value for key, value in raw.items() if key not in _HEADER}
    try:
        form = forms.get(str(raw.get("edition")))
        aside = _take_unknown_ids(raw, form)
        report = msgspec.convert(raw, Report)
        check_values(report)
    except msgspec.ValidationError as error:
        raise OpenError(f"“{name}”的内容不完整或已经损坏，无法打开。请换用备份。") from error
    except ReportDeskError as error:
        raise OpenError(f"“{name}”无法打开：{error}") from error
    unknown = _unknown({**raw, **aside}, msgspec.to_builtins(report))
    return msgspec.structs.replace(report, unknown=unknown)


def _take_unknown_ids(raw: dict[str, Any], form: forms.Form) -> dict[str, Any]:
    """Takes cells and sections of a newer form out of `raw`; returns the parts they stood in, whole."""
    aside: dict[str, Any] = {}
    for part, ids in (("cells", form.cells), ("notes", form.cells), ("sections", form.sections)):
        content = raw.get(part)
        if isinstance(content, dict) and not content.keys() <= ids.keys():
            aside[part] = content
            raw[part] = {key: value for key, value in content.items() if key in ids}
    return aside


def _unknown(raw: dict[str, Any], known: dict[str, Any]) -> Unknown:
    """What `raw` holds beyond `known`, at its place."""
    fields = {key: value for key, value in raw.items() if key not in known}
    inside = {
        key: deeper
        for key, value in raw.items()
        if isinstance(value, dict) and isinstance(known.get(key), dict)
        if (deeper := _unknown(value, known[key])) != Unknown()
    }
    return Unknown(fields, inside)


def _with_unknown(known: dict[str, Any], unknown: Unknown) -> dict[str, Any]:
    """`known` with what was unknown put back; places that no longer exist take theirs with them."""
    merged = {**known, **{key: value for key, value in unknown.fields.items() if key not in known}}
    for key, deeper in unknown.inside.items():
        if isinstance(merged.get(key), dict):
            merged[key] = _with_unknown(merged[key], deeper)
    return merged
