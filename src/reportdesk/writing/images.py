"""Pictures of a report on their way out: what they are, by their own first bytes, and whether they can be used."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reportdesk.errors import ReportDeskError
from reportdesk.report import Paragraph, Text, paragraphs
from reportdesk.report.schema import Picture

MOST_PIXELS = 50_000_000
_LARGEST = 20 * 2**20  # bytes: a page with more can be opened, but no site takes it


_TAIL = 4096  # bytes in which the end of a whole picture stands; cameras put things behind it


class PictureError(ReportDeskError):
    """A picture that cannot stand in a file; the sentence names it."""


class Image(NamedTuple):
    """A picture's media type, and its size in pixels."""

    mime: str
    width: int
    height: int


def in_order(text: Text) -> Iterator[Paragraph | Picture]:
    """The paragraphs of a text, each followed by the pictures that stand in it."""
    found = list(paragraphs(text.text))
    waiting = sorted(text.pictures.values(), key=lambda picture: picture.after)
    for number, paragraph in enumerate(found, 1):
        yield paragraph
        while waiting and (number == len(found) or waiting[0].after < found[number].start):
            yield waiting.pop(0)
    yield from waiting


def image(name: str, media: Mapping[str, bytes]) -> Image:
    """The picture of that name. Raises PictureError for one that is missing, broken or too large."""
    data = media.get(name)
    if data is None:
        raise PictureError(f"报告中的图片“{name}”找不到了，没有导出。请在报告中删去它，或重新插入。")
    found = _png(data) or _gif(data) or _jpeg(data)
    if not found or not (found.width and found.height):
        raise PictureError(f"图片“{name}”已经损坏，或者不是 PNG、JPEG、GIF 图片，没有导出。请重新插入后再导出。")
    if found.width * found.height > MOST_PIXELS:
        raise PictureError(
            f"图片“{name}”有 {found.width}×{found.height} 像素，超过 {MOST_PIXELS // 10_000} 万像素，没有导出。"
            "请缩小后重新插入。"
        )
    if len(data) > _LARGEST:
        raise PictureError(f"图片“{name}”超过 {_LARGEST // 2**20} MB，没有导出。请压缩后重新插入。")
    return found


def data_uri(name: str, media: Mapping[str, bytes]) -> str:
    """A picture as an address that holds it. Raises PictureError."""
    return f"data:{image(name, media).mime};base64,{b64encode(media[name]).decode()}"


def _png(data: bytes) -> Image | None:
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or data[12:16] != b"IHDR" or b"IEND" not in data[-_TAIL:]:
        return None
    return Image("image/png", int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"))


def _gif(data: bytes) -> Image | None:
    if not data.startswith((b"GIF87a", b"GIF89a")) or b";" not in data[-_TAIL:]:
        return None
    return Image("image/gif", int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little"))


def _jpeg(data: bytes) -> Image | None:
    """Goes from marker to marker until the one that tells the size."""
    if not data.startswith(b"\xff\xd8\xff") or b"\xff\xd9" not in data[-_TAIL:]:
        return None
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if marker == 0xFF:  # a filler
            place += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = data[place + 5 : place + 7], data[place + 7 : place + 9]
            return Image("image/jpeg", int.from_bytes(width, "big"), int.from_bytes(height, "big"))
        else:
            place += 2 + max(2, length)
    return None
