"""Pictures that a web page holds itself, as base64 text.

In: the text of a page. Out: the text without them, and their bytes.

    <img src="data:image/png;base64,iVBORw0…">  →  <img src="picture:0">, and data("picture:0", limit) is the PNG

They are taken out before the page is parsed, because libxml2 silently drops long texts.
"""

import re
from base64 import b64decode
from urllib.parse import unquote

from reportdesk.documents.images import MOST_PICTURES

_DATA_URL = re.compile(r"data:([\w/+.-]{1,80});base64,([\w/+=%\s-]*)", re.ASCII)  # "data:image/png;base64,iVBORw0…"
_KINDS = {"image/png", "image/jpeg", "image/jpg"}  # others are icons
_SCHEME = "picture:"  # what stands in the page instead: "picture:0" for the first


class EmbeddedPictures:
    """The pictures of a page."""

    def __init__(self) -> None:
        self._encoded: list[str] = []

    def __contains__(self, source: str) -> bool:
        """Whether the `src` of an <img> is one of these pictures."""
        number = source.removeprefix(_SCHEME)
        return source.startswith(_SCHEME) and number in map(str, range(len(self._encoded)))

    def take_out(self, text: str) -> str:
        """The text of a page with references in place of its pictures, which are remembered."""
        return _DATA_URL.sub(self._remember, text) if "base64" in text else text

    def data(self, source: str, limit: int) -> bytes | None:
        """The bytes of a picture; None if it is damaged or much larger than `limit`."""
        encoded = self._encoded[int(source.removeprefix(_SCHEME))]
        if len(encoded) > 2 * limit + 4:
            return None
        try:
            return b64decode(unquote(encoded))
        except ValueError:
            return None

    def _remember(self, match: re.Match[str]) -> str:
        if match[1].lower() not in _KINDS or len(self._encoded) >= MOST_PICTURES:
            return ""
        self._encoded.append(match[2])
        return f"{_SCHEME}{len(self._encoded) - 1}"
