"""The pictures of a report's texts, at their places among the paragraphs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from reportdesk.documents.images import Image, PictureError, check_image
from reportdesk.report import Report
from reportdesk.report.schema import Picture

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
