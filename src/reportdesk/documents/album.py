"""The pictures of a file: those that can stand in a report, kept within bounds."""

from reportdesk.documents.images import MAX_FILE, Image, check_image, media_name
from reportdesk.errors import ReportDeskError

MOST_PICTURES = 60
_MOST_BYTES = 48 * 2**20  # of all together
_SAME = 0.05  # mm: office programs round


class ImageCollector:
    """Gathers the pictures of a file. `media` is name → bytes without what their makers left in them."""

    def __init__(self) -> None:
        self.media: dict[str, bytes] = {}
        self._images: dict[str, Image] = {}
        self._left = _MOST_BYTES
        self._seen = self._refused = 0

    @property
    def room(self) -> int:
        """How large the next picture may be, in bytes."""
        return min(self._left, MAX_FILE) if self._seen < MOST_PICTURES else 0

    def add(self, data: bytes | None) -> str:
        """The name of a picture; "" for one that is broken, too large or of a kind that no report takes."""
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

    def wanted(self, name: str, width: float, *room: float) -> float:
        """The width that is wanted of a picture drawn so wide (mm): 0 where it has its own, as far as there is room.

        `room` is the most width and height.
        """
        own = self._images[name].fitted(0, *room)[0]
        return 0.0 if abs(own - width) < _SAME else width

    @property
    def remarks(self) -> list[str]:
        """What the clerk must know."""
        if not self._refused:
            return []
        return [f"有 {self._refused} 幅图片没有读入（只支持完好、大小适当的 PNG 和 JPEG 图片），需要时请重新插入。"]
