"""What every reader yields, whatever the format: paragraphs and grids, in the order of the page.

A reader knows nothing of the form; the recogniser knows nothing of formats.
"""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import msgspec

from reportdesk.text.characters import has_lookalikes, replace_lookalikes


@dataclass(slots=True)
class GridCell:
    """A cell as it stands in one row: its text, and the grid columns it covers, from `left` to before `right`.

    Where it only goes on from the row above, `continued` is set and the text is that of its first row. `rows` is how
    many rows a cell takes, counted in its first one.
    """

    text: str
    left: int
    right: int
    continued: bool = False
    rows: int = 1

    def overlaps(self, other: "GridCell") -> bool:
        """Whether both stand above one another in part."""
        return self.left < other.right and other.left < self.right


Grid = list[list[GridCell]]


BlockRole = Literal["", "text", "note"]


class TextBlock(msgspec.Struct, frozen=True, tag="text"):
    """A line of text outside of tables. `place` says where it stood ("第 3 页"), as far as the format knows.

    Files of our own say what a line is: running "text" and no heading, or a "note" below a table.
    """

    text: str
    place: str = ""
    role: BlockRole = ""


class ImageBlock(msgspec.Struct, frozen=True, tag="image"):
    """A picture: the name of its bytes among the media, its caption, and its width on paper (0 for its own)."""

    file: str
    caption: str = ""
    width_mm: float = 0.0
    place: str = ""

    @property
    def text(self) -> str:
        """What stands for it where only words can."""
        return f"［图片］{self.caption}"


class TableBlock(msgspec.Struct, frozen=True, tag="table"):
    """A table. `exact` says whether the format states columns and merged cells, or only what stood between tabs."""

    grid: Grid
    place: str = ""
    exact: bool = True


Block = TextBlock | TableBlock | ImageBlock


class Comment(NamedTuple):
    """What a reviewer wrote (批注), at which words of the text; `row` is the whole row where they stand in a table."""

    author: str
    text: str
    at: str = ""
    row: str = ""


@dataclass(slots=True)
class SourceDocument:
    """A file as a reader sees it. `source` names the file; `remarks` are sentences for the clerk about the reading.

    `metadata` is what a file of our own says of the unit (documents/metadata); `metadata_visible` says that whoever
    works on the file sees it, so that it counts more than the title. `media` is the bytes of the pictures by their
    names, `comments` what reviewers wrote beside the text.
    Whatever the format, radicals that only look like characters are made those characters, but not in files of our own.
    """

    source: str
    blocks: list[Block]
    remarks: list[str] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    metadata_visible: bool = False
    media: dict[str, bytes] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.metadata and has_lookalikes("".join(map(_text, self.blocks))):
            for i, block in enumerate(self.blocks):
                if isinstance(block, TextBlock):
                    self.blocks[i] = msgspec.structs.replace(block, text=replace_lookalikes(block.text))
                elif isinstance(block, TableBlock):
                    for row in block.grid:
                        for spot in row:
                            spot.text = replace_lookalikes(spot.text)


def _text(block: Block) -> str:
    if isinstance(block, TableBlock):
        return "".join([spot.text for row in block.grid for spot in row])
    return block.text if isinstance(block, TextBlock) else ""
