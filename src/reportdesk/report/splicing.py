"""A text with a part replaced: what is tied to other parts stays with them."""

from typing import Any

import msgspec

from reportdesk.report.schema import Text


def splice(text: Text, start: int, end: int, new: str) -> Text:
    """The text with `new` in place of the characters from `start` to before `end`.

    Figures tied to a cell stay tied where their characters stay, and are plain text where they were replaced. A
    picture behind a replaced character stands behind the new part.
    """
    whole = text.text[:start] + new + text.text[end:]
    grown = len(new) - (end - start)
    ties: dict[str, Any] = {}
    for key, tie in text.links.items():
        if tie.end <= start:
            ties[key] = tie
        elif tie.start >= end:
            ties[key] = msgspec.structs.replace(tie, start=tie.start + grown, end=tie.end + grown)
    pictures: dict[str, Any] = {}
    for key, picture in text.pictures.items():
        after = picture.after
        if after > start:
            after = after + grown if after >= end else start + len(new)
        pictures[key] = msgspec.structs.replace(picture, after=after)
    return Text(whole, ties, pictures)
