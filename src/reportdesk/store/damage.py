"""Damaged .rdesk files: what can still be read of them, or the newest earlier version that is whole."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from reportdesk.form import Form
from reportdesk.report import Report
from reportdesk.report.comparison import PARTS
from reportdesk.store.rdesk import (
    JSON,
    MAX_CONTAINERS,
    MAX_ENTRIES,
    MAX_FILE,
    MAX_JSON,
    StoredReport,
    decode,
    media_name,
    read_file,
)
from reportdesk.store.report_json import DamagedError, OpenError, check_content
from reportdesk.store.salvage import lost_sentence, salvage
from reportdesk.store.tolerant_json import TolerantJson
from reportdesk.store.version_history import Version, newest_intact

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_HEADER = 30  # bytes of a local header before the name
_STEP = 512  # bytes inflated at once: what comes before an error is kept
MOST_SENTENCES = 200


class Salvaged(NamedTuple):
    """What could be read of a damaged file, and sentences on what is missing or doubtful."""

    stored: StoredReport
    lost: list[str]


class Damage(NamedTuple):
    """What there is to open instead of a damaged file: what can be read of it, and its newest whole generation."""

    salvaged: Salvaged | None
    generation: Version | None
    stored: StoredReport | None  # of the generation


class _Entry(NamedTuple):
    name: str
    data: bytes
    sound: bool


def examine(path: Path) -> Damage:
    """What can be opened instead of a damaged file; the file is untouched. Raises OpenError when it cannot be read."""
    try:
        found: Salvaged | None = open_damaged(read_file(path), path.name)
    except DamagedError:
        found = None
    newest = newest_intact(path)
    return Damage(found, *(newest or (None, None)))


def open_damaged(data: bytes, name: str) -> Salvaged:
    """Opens the bytes of the file called `name` as far as they can be read.

    Raises DamagedError where nothing can, OpenError for what is refused whole or not (a newer format, a bomb).
    """
    try:
        return Salvaged(decode(data, name), [])
    except DamagedError:
        pass
    content: _Entry | None = None
    media: dict[str, bytes] = {}
    doubtful: list[str] = []
    room = MAX_FILE
    for entry in _entries(data):
        room -= len(entry.data)
        if room < 0:
            raise OpenError(f"“{name}”的内容过大，不像年报填报文件，没有打开。")
        if entry.name == JSON and (content is None or len(entry.data) > len(content.data)):
            content = entry
        elif (picture := media_name(entry.name)) and entry.sound:
            media.setdefault(picture, entry.data)
        elif picture:
            doubtful.append(picture)
    if content is None:
        raise DamagedError(f"“{name}”已经损坏，其中没有找到可以读出的报告内容。请换用备份。")
    report, lost = _read(content, name)
    lost += [f"图片“{each}”没有读出。" for each in sorted((report.pictures.keys() | {*doubtful}) - media.keys())]
    return Salvaged(StoredReport(report, media), lost[:MOST_SENTENCES])


def _read(content: _Entry, name: str) -> tuple[Report, list[str]]:
    text = content.data.decode("utf-8", "replace").rstrip("\ufffd")  # a character that was cut in two
    if text.count("{") + text.count("[") > MAX_CONTAINERS:
        raise OpenError(f"“{name}”的内容过大，不像年报填报文件，没有打开。")
    found = TolerantJson(text)
    raw: dict[str, Any] = {"format": 1, **found.content}
    if not isinstance(raw["format"], int):
        raw["format"] = 1
    halves = [place for place in found.halves if place[0] == "sections" and place[2:] == ("text",)]
    for place in found.halves:
        if place not in halves:  # half a figure is a wrong figure
            _remove(raw, place)
            found.lost.append(place)
    if not raw.keys() & PARTS.keys():
        raise DamagedError(f"“{name}”已经损坏，其中没有找到可以读出的报告内容。请换用备份。")
    last = next((part for part in reversed(found.content) if part in PARTS), "")
    report, bad = salvage(check_content(raw, name), name)
    return report, list(dict.fromkeys(_sentences(found, content, report.form, last, [*found.lost, *bad], halves)))


def _sentences(
    found: TolerantJson,
    content: _Entry,
    form: Form,
    last: str,
    lost: list[tuple[str, ...]],
    halves: list[tuple[str, ...]],
) -> Iterator[str]:
    yield from (sentence for place in lost if (sentence := lost_sentence(place, form)))
    for place in halves:
        title = lost_sentence(place, form).removesuffix("没有完整读出。")
        yield f"{title}只读出前一部分，后面的缺失。"
    if found.cut:
        yield f"文件不完整：“{PARTS[last]}”之后的内容缺失。" if last else "文件不完整，后面的内容缺失。"
    if not content.sound:
        yield "文件内容的校验值不符，读出的数字和文字也可能有误，请逐项与台账核对。"


def _remove(raw: dict[str, Any], place: tuple[str, ...]) -> None:
    holder: Any = raw
    for key in place[:-1]:
        holder = holder.get(key)
        if not isinstance(holder, dict):
            return
    holder.pop(place[-1], None)


def _entries(data: bytes) -> Iterator[_Entry]:
    """The entries of an archive, found by their own headers: its directory may be missing or wrong."""
    at, left, spent = 0, MAX_ENTRIES, 0
    while left > 0 and spent <= 2 * len(data) and (at := data.find(_LOCAL, at)) >= 0:
        left -= 1
        header = data[at : at + _HEADER]
        at += len(_LOCAL)
        if len(header) < _HEADER:
            return
        method, crc = int.from_bytes(header[8:10], "little"), int.from_bytes(header[14:18], "little")
        size = int.from_bytes(header[18:22], "little")
        begin = at - len(_LOCAL) + _HEADER + int.from_bytes(header[26:28], "little")
        name = data[at - len(_LOCAL) + _HEADER : begin].decode("utf-8", "replace")
        begin += int.from_bytes(header[28:30], "little")
        if name != JSON and not media_name(name):
            continue
        if method == zipfile.ZIP_DEFLATED:
            content, end = _inflated(data, begin, MAX_JSON if name == JSON else MAX_FILE, name)
        elif method == zipfile.ZIP_STORED:
            end = begin + size if begin + size <= len(data) else _next_header(data, begin)
            content = data[begin:end]
        else:
            continue
        spent += end - begin  # entries that overlap would be read again and again
        yield _Entry(name, content, zlib.crc32(content) == crc)
        at = max(at, end)


def _inflated(data: bytes, begin: int, most: int, name: str) -> tuple[bytes, int]:
    """What can be inflated from here, and where it ends. Raises OpenError for more than `most` bytes."""
    stream, out, at = zlib.decompressobj(-15), io.BytesIO(), begin
    view = memoryview(data)
    while at < len(data) and not stream.eof:
        piece, before = view[at : at + _STEP], stream.copy()
        try:
            out.write(stream.decompress(piece))  # at most a thousand times as long
        except zlib.error:
            out.write(_before_error(before, piece))
            break
        at += len(piece)
        if out.tell() > most:
            raise OpenError(f"“{name}”的内容过大，不像年报填报文件，没有打开。")
    return out.getvalue(), max(begin, at - len(stream.unused_data))


def _before_error(stream: "zlib._Decompress", piece: memoryview) -> bytes:
    """What a piece with an error in it gives before the error."""
    out = bytearray()
    for at in range(len(piece)):
        try:
            out += stream.decompress(piece[at : at + 1])
        except zlib.error:
            break
    return bytes(out)


def _next_header(data: bytes, begin: int) -> int:
    found = [at for mark in (_LOCAL, _CENTRAL, _END) if (at := data.find(mark, begin)) >= 0]
    return min(found, default=len(data))
