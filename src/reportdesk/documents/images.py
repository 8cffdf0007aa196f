"""Pictures in documents: checked and measured by their headers, gathered by readers, placed in the text by writers.

Nothing is decoded here. A picture loses its metadata (author, camera, place, time): a report names nobody.
"""

import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from reportdesk.errors import ReportDeskError
from reportdesk.report import Report
from reportdesk.report.schema import Picture

MAX_FILE = 20 * 2**20
MAX_PIXELS = 60_000_000
MAX_SIDE = 30_000

MOST_PICTURES = 60  # of a file
_MOST_BYTES = 48 * 2**20  # of all of them together
_SAME = 0.05  # mm: office programs round

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_PRIVATE_CHUNKS = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # JPEG segments that give the size
_KEPT_APPLICATION = {0xE0, 0xEE}  # JFIF, Adobe's colour transform
_ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
_SCAN, _END, _COMMENT, _COLOUR = 0xDA, 0xD9, 0xFE, 0xE2
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # behind the data of a scan
_DOTS_PER_MM = 96 / 25.4

# The room for a picture, in millimetres. On a page: its height, with its caption below and the heading above it (as
# wide as the text). In a workbook: the width of a page, the height of a row.
PAGE_HEIGHT = 185.0
SHEET_ROOM = 160.0, 137.0


class PictureError(ReportDeskError):
    """A picture that cannot go into a document; the sentence names it."""


class Image(NamedTuple):
    """A picture that is sound: its kind ("png" or "jpeg"), size in pixels and bytes without metadata."""

    kind: str
    width: int
    height: int
    data: bytes

    def fitted(self, width_mm: float, most_width: float, most_height: float) -> tuple[float, float]:
        """Its size in millimetres, in proportion: as wide as wanted (0: its own size), within these bounds."""
        wanted = width_mm if width_mm > 0 else self.width / _DOTS_PER_MM
        width = min(wanted, most_width, most_height * self.width / self.height)
        return width, width * self.height / self.width


def check_image(name: str, data: bytes) -> Image:
    """A picture from its bytes; `name` is what the clerk knows it by. Raises PictureError."""
    if len(data) > MAX_FILE:
        raise PictureError(f"图片“{name}”超过 {MAX_FILE // 2**20} MB，没有导出。请缩小后重新插入。")
    try:
        if data.startswith(_PNG):
            image = Image("png", *_png_size(data), b"".join(_png_kept(data)))
        elif data.startswith(_JPEG):
            image = Image("jpeg", *_jpeg_size(data), b"".join(kept for _, kept in _jpeg_segments(data)))
        else:
            raise PictureError(f"图片“{name}”不是 PNG 或 JPEG 格式，没有导出。请换成这两种格式重新插入。")
    except (struct.error, ValueError) as error:
        raise PictureError(f"图片“{name}”不完整或已经损坏，没有导出。请删去后重新插入。") from error
    if not (image.width and image.height):
        raise PictureError(f"图片“{name}”不完整或已经损坏，没有导出。请删去后重新插入。")
    if image.width * image.height > MAX_PIXELS or max(image.width, image.height) > MAX_SIDE:
        raise PictureError(
            f"图片“{name}”太大（{image.width}×{image.height} 像素），没有导出。"
            f"请缩小到 {MAX_PIXELS // 10**4} 万像素以内。"
        )
    return image


def media_name(data: bytes) -> str:
    """The name below media/ for a PNG or JPEG: the same picture has the same one."""
    from hashlib import sha256  # brings OpenSSL's 4 MB along

    return f"{sha256(data).hexdigest()[:16]}.{'png' if data.startswith(_PNG) else 'jpg'}"


def _png_size(data: bytes) -> tuple[int, int]:
    if data[12:16] != b"IHDR":
        raise ValueError("no header")
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _png_kept(data: bytes) -> Iterator[bytes]:
    """The chunks of a PNG that belong to the picture; raises ValueError where it breaks off."""
    yield _PNG
    place, kind = len(_PNG), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if end > len(data):
            raise ValueError("cut off")
        if kind not in _PRIVATE_CHUNKS:
            yield data[place:end]
        place = end


def _jpeg_size(data: bytes) -> tuple[int, int]:
    for marker, segment in _jpeg_segments(data):
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", segment, 5)
            return width, height
    raise ValueError("no frame")


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments of a JPEG that belong to the picture, scans with their data; ValueError where it breaks off."""
    yield 0, data[:2]
    place, scans = 2, 0
    while True:
        start, marker = struct.unpack_from(">BB", data, place)
        if start != 0xFF:
            raise ValueError("no marker")
        if marker == 0xFF:  # padding
            place += 1
            continue
        if marker == _END:
            break
        end = place + 2 + (0 if marker in _ALONE else struct.unpack_from(">H", data, place + 2)[0])
        if marker == _SCAN:
            scans += 1
            following = _NEXT_MARKER.search(data, end)
            end = following.start() if following else len(data) + 1
        if end > len(data):
            raise ValueError("cut off")
        if not _is_private(marker, data[place + 4 : place + 16]):
            yield marker, data[place:end]
        place = end
    if not scans:
        raise ValueError("no picture")
    yield _END, data[place : place + 2]


def _is_private(marker: int, beginning: bytes) -> bool:
    """Whether a JPEG segment says something beside the picture; a second picture in the file does too."""
    if marker == _COLOUR:
        return not beginning.startswith(b"ICC_PROFILE")
    return marker == _COMMENT or (0xE0 <= marker <= 0xEF and marker not in _KEPT_APPLICATION)


class ImageCollector:
    """Collects the pictures of a file that is read. `media` is name → bytes, without their metadata."""

    def __init__(self) -> None:
        self.media: dict[str, bytes] = {}
        self._images: dict[str, Image] = {}
        self._left = _MOST_BYTES
        self._seen = self._refused = 0

    @property
    def room(self) -> int:
        """The most bytes that the next picture may have."""
        return min(self._left, MAX_FILE) if self._seen < MOST_PICTURES else 0

    def add(self, data: bytes | None) -> str:
        """Adds a picture and returns its name; "" if it is missing, damaged, too large, or neither PNG nor JPEG."""
        room = self.room
        self._seen += 1
        try:
            image = check_image("", data or b"")
        except ReportDeskError:
            image = None
        if image is None or len(image.data) > room:
            self._refused += 1
            return ""
        name = media_name(image.data)
        if name not in self.media:
            self.media[name] = image.data
            self._images[name] = image
            self._left -= len(image.data)
        return name

    def chosen_width(self, name: str, drawn_mm: float, *room: float) -> float:
        """The width in millimetres that was chosen for a picture drawn so wide; 0 if it is drawn in its natural width.

        `room` is the most width and height that a picture may have, in millimetres.
        """
        natural_width = self._images[name].fitted(0, *room)[0]
        return 0.0 if abs(natural_width - drawn_mm) < _SAME else drawn_mm

    @property
    def remarks(self) -> list[str]:
        """What the clerk must know."""
        if not self._refused:
            return []
        return [f"有 {self._refused} 幅图片没有读入（只支持完好、大小适当的 PNG 和 JPEG 图片），需要时请重新插入。"]


Illustration = tuple[Picture, Image]
_Part = TypeVar("_Part")


def section_pictures(report: Report, media: Mapping[str, bytes]) -> dict[str, list[Illustration]]:
    """Section → its pictures in the order of the text. `media` is name below media/ → bytes. Raises PictureError."""
    found: dict[str, list[Illustration]] = {}
    for section, text in report.texts.items():
        ordered = sorted(text.pictures.items(), key=lambda item: (item[1].after, item[0]))
        found[section] = [(picture, _image(picture, media)) for _, picture in ordered]
    return found


def interleave(parts: Iterable[tuple[int, _Part]], pictures: Sequence[Illustration]) -> Iterator[_Part | Illustration]:
    """The parts of a text, given with where they start in it, and its pictures, which come in the order of the text.

    A picture stands behind the paragraph of the character that it follows.
    """
    waiting = list(pictures)
    for start, part in parts:
        while waiting and waiting[0][0].after <= start:
            yield waiting.pop(0)
        yield part
    yield from waiting


def _image(picture: Picture, media: Mapping[str, bytes]) -> Image:
    name = (picture.caption or picture.file)[:40]
    if picture.file not in media:
        raise PictureError(f"图片“{name}”的文件（{picture.file[:60]}）不在本报告中，没有导出。请删去后重新插入。")
    return check_image(name, media[picture.file])
