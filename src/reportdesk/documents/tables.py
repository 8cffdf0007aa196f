"""Tables that hold data against tables that only arrange text on a page, for the readers of all formats.

In: the grid of a table. Out: blocks.

    规章 | 3 | 0                      →  TableBlock
    one column, or a whole text       →  TextBlocks
    all cells blank                   →  nothing
"""

from collections.abc import Iterator

from reportdesk.documents.blocks import Block, BlockRole, Grid, TableBlock, TextBlock
from reportdesk.errors import ReadingError

MOST_COLUMNS = 64  # Word has 63
MOST_CELLS = 20_000
_SHORTEST_TEXT = 600  # characters of a cell that holds a whole text; no label, figure or note comes near


def text_blocks(text: str, place: str = "", role: BlockRole = "") -> Iterator[TextBlock]:
    """The lines of a text that are not blank."""
    for line in text.split("\n"):
        if line := line.strip():
            yield TextBlock(line, place, role)


def table_blocks(grid: Grid, place: str = "", *, exact: bool = True) -> list[Block]:
    """A table as blocks. Rows that hold a whole text become lines and divide the table."""
    blocks: list[Block] = []
    rows: Grid = []
    has_one_column = all(len(row) <= 1 for row in grid)
    for row in grid:
        if has_one_column or any(len(cell.text) > _SHORTEST_TEXT for cell in row):
            _add_table(rows, blocks, place, exact)
            rows = []
            for cell in row:
                if not cell.continued:
                    blocks += text_blocks(cell.text, place)
        else:
            rows.append(row)
    _add_table(rows, blocks, place, exact)
    return blocks


def _add_table(rows: Grid, blocks: list[Block], place: str, exact: bool) -> None:
    if any(cell.text for row in rows for cell in row):
        blocks.append(TableBlock(rows, place, exact))


def check_size(cells: int, columns: int, error: type[ReadingError], name: str) -> None:
    """Raises `error` for tables that are too large to be made by hand and would take long to read."""
    if cells > MOST_CELLS or columns > MOST_COLUMNS:
        raise error(f"这个{name}中的表格过大，没有读取。")
