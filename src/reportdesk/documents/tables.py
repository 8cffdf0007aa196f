"""Tables that were read: which hold data, and which only place text on a page; the same question in every format."""

from collections.abc import Iterator

from reportdesk.documents.blocks import Block, BlockRole, Grid, TableBlock, TextBlock
from reportdesk.errors import ReadingError

MOST_COLUMNS = 64  # Word has 63
MOST_CELLS = 20_000
_LONG = 600  # characters: no label, figure or note of a form comes near


def text_blocks(text: str, place: str = "", role: BlockRole = "") -> Iterator[TextBlock]:
    """The lines of a text that are not blank."""
    for line in text.split("\n"):
        if line := line.strip():
            yield TextBlock(line, place, role)


def table_blocks(grid: Grid, place: str = "", *, exact: bool = True) -> list[Block]:
    """A table as blocks: whole, or as paragraphs where it has one column or a row holds whole texts; none if blank."""
    blocks: list[Block] = []
    run: Grid = []
    alone = all(len(row) <= 1 for row in grid)
    for row in grid:
        if alone or any(len(spot.text) > _LONG for spot in row):
            _close(run, blocks, place, exact)
            run = []
            for spot in row:
                if not spot.continued:
                    blocks += text_blocks(spot.text, place)
        else:
            run.append(row)
    _close(run, blocks, place, exact)
    return blocks


def _close(run: Grid, blocks: list[Block], place: str, exact: bool) -> None:
    if any(spot.text for row in run for spot in row):
        blocks.append(TableBlock(run, place, exact))


def check_size(cells: int, columns: int, error: type[ReadingError], name: str) -> None:
    """Refuses tables of a size that nobody made by hand, and that would take long to read."""
    if cells > MOST_CELLS or columns > MOST_COLUMNS:
        raise error(f"这个{name}中的表格过大，没有读取。")
