"""What every reader yields, whatever the format: paragraphs and grids, in the order of the page.

A reader knows nothing of the form; the recogniser knows nothing of formats.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from reportdesk.errors import ReportDeskError
from reportdesk.reading.characters import is_unusual, usual


class ReadingError(ReportDeskError):
    """A file that cannot be read, or not as what it claims to be."""


@dataclass(slots=True)
class Spot:
    """A cell as it stands in one row: its text, and the grid columns it covers, from `left` to before `right`.

    Where it only goes on from the row above, `continued` is set and the text is that of its first row. `rows` is how
    many rows a cell takes, counted in its first one.
    """

    text: str
    left: int
    right: int
    continued: bool = False
    rows: int = 1

    def overlaps(self, other: "Spot") -> bool:
        """Whether both stand above one another in part."""
        return self.left < other.right and other.left < self.right


Grid = list[list[Spot]]


class Paragraph(NamedTuple):
    """A line of text outside of tables. `place` says where it stood ("第 3 页"), as far as the format knows."""

    text: str
    place: str = ""


class Tabular(NamedTuple):
    """A table. `exact` says whether the format states columns and merged cells, or only what stood between tabs."""

    grid: Grid
    place: str = ""
    exact: bool = True


Block = Paragraph | Tabular


@dataclass(slots=True)
class Document:
    """A file as a reader sees it. `source` names the file; `remarks` are sentences for the clerk about the reading.

    Whatever the format, radicals that only look like characters are made those characters.
    """

    source: str
    blocks: list[Block]
    remarks: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if is_unusual("".join(map(_text, self.blocks))):
            for i, block in enumerate(self.blocks):
                if isinstance(block, Paragraph):
                    self.blocks[i] = block._replace(text=usual(block.text))
                    continue
                for row in block.grid:
                    for spot in row:
                        spot.text = usual(spot.text)


def _text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else "".join([spot.text for row in block.grid for spot in row])
