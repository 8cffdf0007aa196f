"""The paragraphs of a text and its pictures, in one order."""

from collections.abc import Iterator, Sequence

from reportdesk.report import Paragraph, paragraphs
from reportdesk.report.schema import Picture
from reportdesk.writing.pictures import Image

Illustration = tuple[Picture, Image]


def in_order(text: str, pictures: Sequence[Illustration]) -> Iterator[Paragraph | Illustration]:
    """The paragraphs of a text, each followed by the pictures that stand in it; these come in the order of the text."""
    found = list(paragraphs(text))
    waiting = list(pictures)
    for number, paragraph in enumerate(found, 1):
        yield paragraph
        while waiting and (number == len(found) or waiting[0][0].after < found[number].start):
            yield waiting.pop(0)
    yield from waiting
