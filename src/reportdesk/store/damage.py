"""Damaged .rdesk files: what can still be read of them, or the newest earlier version that is whole."""

import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from reportdesk.report import Report
from reportdesk.report.comparison import PARTS
from reportdesk.store.rdesk import (
    JSON,
    MAX_ENTRIES,
    MAX_FILE,
    MAX_JSON,
    StoredReport,
    decode,
    media_name,
    parsed_json,
    read_file,
)
from reportdesk.store.report_json import DamagedError, OpenError, check_content, from_content
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
    """The report in a report.json, or in the longest start of it that is one, and sentences on what is missing."""
    lost = [] if content.sound else ["文件内容的校验值不符，读出的数字和文字也可能有误，请逐项与台账核对。"]
    try:
        return _report(content.data, name)[0], lost
    except DamagedError as error:
        for prefix in _prefixes(content.data):
            with suppress(DamagedError):
                report, last = _report(prefix, name)
                return report, [f"文件不完整：“{PARTS[last]}”可能只读出一部分，之后的内容缺失。", *lost]
        raise DamagedError(f"“{name}”已经损坏，其中没有找到可以读出的报告内容。请换用备份。") from error


def _report(content: bytes, name: str) -> tuple[Report, str]:
    """A report and the last of its parts that the content holds. Raises OpenError."""
    raw = check_content(parsed_json(content, name), name)
    return from_content(raw, name), next((part for part in reversed(raw) if part in PARTS), "")


def _prefixes(content: bytes) -> Iterator[bytes]:
    """The starts of a report.json that are sound JSON once what is open is closed: first its whole lines as far as
    they make sense, then without the object that is open there, without the one around it, and so on.

    Our own files have a line for every member, indented by its depth:

        {
         "cells": {
          "requests.received.natural_person": "8",
    """
    lines = _sound_text(content).split("\n")[:-1]
    opened: list[int] = []  # the lines whose braces are open
    for number, line in enumerate(lines):
        member = line.lstrip(" ")
        closes = member[:1] in ("}", "]")
        if len(line) - len(member) != len(opened) - closes:  # a brace before it is missing
            lines = lines[:number]
            break
        if closes:
            opened.pop()
        if member[-1:] in ("{", "["):
            opened.append(number)
    while opened:
        begun = opened[-1]
        if begun < len(lines) - 1:  # else empty: no empty text, no empty source
            closing = "".join("}" if lines[number][-1] == "{" else "]" for number in reversed(opened))
            yield ("\n".join(lines).removesuffix(",") + closing).encode()
        lines = lines[:begun]
        opened.pop()


def _sound_text(content: bytes) -> str:
    """What comes before the first place that is no UTF-8, or no JSON."""
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        text = content[: error.start].decode()
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return text[: error.pos]
    except (ValueError, RecursionError):  # a number of thousands of digits, thousands of lists in one another
        return ""
    return text


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
