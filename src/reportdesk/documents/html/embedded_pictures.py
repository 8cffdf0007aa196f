"""Pictures that stand in a web page itself, as text."""

import re
from base64 import b64decode
from urllib.parse import unquote

from reportdesk.documents.images import MOST_PICTURES

_PICTURE = re.compile(r"data:([\w/+.-]{1,80});base64,([\w/+=%\s-]*)", re.ASCII)
_KINDS = {"image/png", "image/jpeg", "image/jpg"}  # others are icons
_PLACE = "picture:"


class EmbeddedPictures:
    """The pictures of a page, taken out of its text: parsers drop what is too long without a word."""

    def __init__(self) -> None:
        self._encoded: list[str] = []

    def __contains__(self, source: str) -> bool:
        number = source.removeprefix(_PLACE)
        return source.startswith(_PLACE) and number in map(str, range(len(self._encoded)))

    def taken_out(self, text: str) -> str:
        """The page with what stands for its pictures in their places."""
        return _PICTURE.sub(self._aside, text) if "base64" in text else text

    def data(self, source: str, limit: int) -> bytes | None:
        """The bytes of a picture, None for what is none or larger than `limit`."""
        encoded = self._encoded[int(source.removeprefix(_PLACE))]
        if len(encoded) > 2 * limit + 4:
            return None
        try:
            return b64decode(unquote(encoded))
        except ValueError:
            return None

    def _aside(self, found: re.Match[str]) -> str:
        if found[1].lower() not in _KINDS or len(self._encoded) >= MOST_PICTURES:
            return ""
        self._encoded.append(found[2])
        return f"{_PLACE}{len(self._encoded) - 1}"
