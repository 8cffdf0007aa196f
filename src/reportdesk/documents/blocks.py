"""What every reader yields, whatever the format: lines of text, tables and pictures, in the order of the page.

A reader knows nothing of the form; the recogniser knows nothing of formats. A Word file with a heading and a table
becomes

    SourceDocument("年报.docx", [TextBlock("二、主动公开政府信息情况"), TableBlock([[GridCell("规章", 0, 1), …], …])])
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import msgspec

from reportdesk.text.characters import has_lookalikes, replace_lookalikes


@dataclass(slots=True)
class GridCell:
    """A cell as it stands in one row: its text, and the grid columns it covers, from `left` to before `right`.

    A cell that takes several rows stands in each of them. In the first one `rows` is their number. In the others
    `continued` is set, and the text is that of the first.
    """

    text: str
    left: int
    right: int
    continued: bool = False
    rows: int = 1

    def overlaps(self, other: "GridCell") -> bool:
        """Whether the two cells have a grid column in common."""
        return self.left < other.right and other.left < self.right


Grid = list[list[GridCell]]


def unmerged_row(texts: Iterable[str]) -> list[GridCell]:
    """A row of cells without merged ones: each takes one grid column."""
    return [GridCell(text, i, i + 1) for i, text in enumerate(texts)]


BlockRole = Literal["", "text", "note"]


class TextBlock(msgspec.Struct, frozen=True, tag="text"):
    """A line of text outside of tables. `place` is where it stands ("第 3 页"), if the format tells.

    `role` is set only in files written by this program, which mark their paragraphs: "text" is running text, so never a
    heading; "note" is a note below a table.
    """

    text: str
    place: str = ""
    role: BlockRole = ""


class ImageBlock(msgspec.Struct, frozen=True, tag="image"):
    """A picture: its key in `SourceDocument.media`, its caption, its width on paper (0: the width of the picture)."""

    file: str
    caption: str = ""
    width_mm: float = 0.0
    place: str = ""

    @property
    def text(self) -> str:
        """The text that stands for the picture where only text can be shown."""
        return f"［图片］{self.caption}"


class TableBlock(msgspec.Struct, frozen=True, tag="table"):
    """A table. `exact` says that the format states columns and merged cells; False for text between tabs or bars."""

    grid: Grid
    place: str = ""
    exact: bool = True


Block = TextBlock | TableBlock | ImageBlock


class Comment(NamedTuple):
    """A comment of a reviewer (批注). `at` is the text it refers to; `row` is the text of its row in a table, or ""."""

    author: str
    text: str
    at: str = ""
    row: str = ""


@dataclass(slots=True)
class SourceDocument:
    """The content of a file. `source` is the name of the file; `remarks` are sentences for the clerk about the reading.

    `metadata` is what a file written by this program says of the report (keys: `documents.metadata`); it is empty for
    all other files. `metadata_visible` says that a person who edits the file sees the metadata (a sheet of a workbook),
    so that it counts more than the title. `media` is the bytes of the pictures by name, `comments` what reviewers
    wrote beside the text.

    In files of other programs, characters that only look like common ones (⼀) are replaced by the common ones (一).
    """

    source: str
    blocks: list[Block]
    remarks: list[str] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    metadata_visible: bool = False
    media: dict[str, bytes] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.metadata and has_lookalikes("".join(map(_block_text, self.blocks))):
            for i, block in enumerate(self.blocks):
                if isinstance(block, TextBlock):
                    self.blocks[i] = msgspec.structs.replace(block, text=replace_lookalikes(block.text))
                elif isinstance(block, TableBlock):
                    for row in block.grid:
                        for cell in row:
                            cell.text = replace_lookalikes(cell.text)


def _block_text(block: Block) -> str:
    if isinstance(block, TableBlock):
        return "".join([cell.text for row in block.grid for cell in row])
    return block.text if isinstance(block, TextBlock) else ""
