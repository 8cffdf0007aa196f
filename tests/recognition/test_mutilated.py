"""Reports with one thing broken: whatever is read equals the original, or is a doubt, or stood there no more."""

from collections.abc import Callable
from random import Random

import pytest
from tests.support.wild import FORM, TEXT_SHAPES, as_tabs, document, grid_of, random_values, text_of

from reportdesk.documents.blocks import Grid, GridCell, TableBlock
from reportdesk.services.import_report import Reading, import_document, read_pasted

SEEDS = range(40)
Truth = dict[str, str | None]


def assert_honest(reading: Reading, truth: Truth) -> None:
    """No figure is wrong, and none that stood in the source is missing without a word."""
    doubtful = {doubt.cell for doubt in reading.doubts}
    cells = reading.report.cells
    wrong = {c: (v, truth[c]) for c, v in cells.items() if v is not None and v != truth[c] and c not in doubtful}
    assert wrong == {}
    if "" not in doubtful:
        assert {c for c, v in cells.items() if v is None and truth[c] is not None and c not in doubtful} == set()


def place_of(grid: Grid, table: str) -> dict[int, str]:
    """id of a spot → its cell."""
    cells = {(placed.row, placed.column): placed.cell for placed in FORM.layout(table).cells if placed.cell}
    return {id(spot): cells[r, spot.left] for r, row in enumerate(grid) for spot in row if (r, spot.left) in cells}


def lose_a_cell(rng: Random, grid: Grid, cells: dict[int, str], truth: Truth) -> None:
    row = rng.choice([row for row in grid if any(id(spot) in cells for spot in row)])
    spot = rng.choice([spot for spot in row if id(spot) in cells])
    truth[cells[id(spot)]] = None
    row.remove(spot)


def lose_a_row(rng: Random, grid: Grid, cells: dict[int, str], truth: Truth) -> None:
    row = rng.choice([row for row in grid if any(id(spot) in cells for spot in row)])
    truth.update(dict.fromkeys(cells[id(spot)] for spot in row if id(spot) in cells))
    grid.remove(row)


def lose_a_label(rng: Random, grid: Grid, cells: dict[int, str], truth: Truth) -> None:
    _some_label(rng, grid, cells).text = ""


def cut_a_label(rng: Random, grid: Grid, cells: dict[int, str], truth: Truth) -> None:
    label = _some_label(rng, grid, cells)
    cut = rng.randrange(len(label.text) or 1)
    label.text = label.text[:cut] if rng.random() < 0.5 else label.text[cut:]


def garble_a_label(rng: Random, grid: Grid, cells: dict[int, str], truth: Truth) -> None:
    label = _some_label(rng, grid, cells)
    at = rng.randrange(len(label.text) or 1)
    label.text = f"{label.text[:at]}囧{label.text[at + 1 :]}"


def swap_two_rows(rng: Random, grid: Grid, cells: dict[int, str], truth: Truth) -> None:
    rows = [r for r, row in enumerate(grid) if any(id(spot) in cells for spot in row)]
    a, b = rng.choice(rows), rng.choice(rows)
    if not any(spot.continued for spot in grid[a] + grid[b]):
        grid[a], grid[b] = grid[b], grid[a]


def insert_a_column(rng: Random, grid: Grid, cells: dict[int, str], truth: Truth) -> None:
    at = rng.randrange(4)
    for row in grid:
        for spot in row:
            spot.left, spot.right = spot.left + (spot.left >= at), spot.right + (spot.right > at)
        row.append(GridCell("", at, at + 1))
        row.sort(key=lambda spot: spot.left)


def repeat_a_row(rng: Random, grid: Grid, cells: dict[int, str], truth: Truth) -> None:
    at = rng.randrange(len(grid))
    grid.insert(at, [GridCell(spot.text, spot.left, spot.right, spot.continued, spot.rows) for spot in grid[at]])


def throw_two_cells_together(rng: Random, grid: Grid, cells: dict[int, str], truth: Truth) -> None:
    row = rng.choice([row for row in grid if any(id(spot) in cells for spot in row)])
    figures = [spot for spot in row if id(spot) in cells]
    if len(figures) > 1:
        at = rng.randrange(len(figures) - 1)
        first, second = figures[at : at + 2]
        truth[cells[id(first)]] = truth[cells[id(second)]] = None
        first.text = f"{first.text} {second.text}"
        row.remove(second)


def _some_label(rng: Random, grid: Grid, cells: dict[int, str]) -> GridCell:
    labels = [
        spot
        for row in grid
        for spot in row
        if any(id(each) in cells for each in row) and id(spot) not in cells and not spot.continued
    ]
    return rng.choice(labels) if labels else GridCell("", 0, 1)


MUTILATIONS: list[Callable[[Random, Grid, dict[int, str], Truth], None]] = [
    lose_a_cell,
    lose_a_row,
    lose_a_label,
    cut_a_label,
    garble_a_label,
    swap_two_rows,
    insert_a_column,
    repeat_a_row,
    throw_two_cells_together,
]


@pytest.mark.parametrize("mutilate", MUTILATIONS)
@pytest.mark.parametrize("is_exact", [True, False])
def test_grids(mutilate: Callable[[Random, Grid, dict[int, str], Truth], None], is_exact: bool) -> None:
    for seed in SEEDS:
        rng = Random(seed)
        values = random_values(seed)
        truth: Truth = dict(values)
        grids = {table: grid_of(table, values) for table in FORM.tables}
        table = rng.choice(list(grids))
        mutilate(rng, grids[table], place_of(grids[table], table), truth)
        tables = {name: TableBlock(grid) for name, grid in grids.items()}
        if not is_exact:
            tables = {name: as_tabs(tabular) for name, tabular in tables.items()}
        assert_honest(import_document(document({name: [tabular] for name, tabular in tables.items()})), truth)


def lose_a_line(rng: Random, lines: list[str]) -> None:
    del lines[rng.randrange(len(lines))]


def repeat_a_line(rng: Random, lines: list[str]) -> None:
    at = rng.randrange(len(lines))
    lines.insert(at, lines[at])


def insert_a_line(rng: Random, lines: list[str]) -> None:
    lines.insert(
        rng.randrange(len(lines)), rng.choice(["理", "第 3 页", "- 4 -", "3", "其他处 理", "", "附表", "2023年"])
    )


def swap_two_lines(rng: Random, lines: list[str]) -> None:
    a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
    if not (lines[a].isdigit() and lines[b].isdigit()):  # two figures swapped are another report
        lines[a], lines[b] = lines[b], lines[a]


def break_a_line(rng: Random, lines: list[str]) -> None:
    at = rng.randrange(len(lines))
    cut = rng.randrange(len(lines[at]) + 1)
    lines[at : at + 1] = [lines[at][:cut], lines[at][cut:]]


@pytest.mark.slow
@pytest.mark.parametrize("mutilate", [lose_a_line, repeat_a_line, insert_a_line, swap_two_lines, break_a_line])
@pytest.mark.parametrize("shape", TEXT_SHAPES)
def test_texts(mutilate: Callable[[Random, list[str]], None], shape: str) -> None:
    """A figure may have gone with its line; those that are read are right."""
    for seed in SEEDS:
        rng = Random(seed)
        values = random_values(seed)
        texts = dict(TEXT_SHAPES[shape](values))
        table = rng.choice(list(texts))
        lines = texts[table].split("\n")
        mutilate(rng, lines)
        reading = read_pasted(text_of({**texts, table: "\n".join(lines)}))
        doubtful = {doubt.cell for doubt in reading.doubts}
        read = {c: v for c, v in reading.report.cells.items() if v is not None and c not in doubtful}
        assert read == {cell: values[cell] for cell in read}, (shape, seed)
