"""The heads of a table on a 数据采集表, and what stands below which."""

from collections.abc import Mapping
from typing import NamedTuple

from reportdesk.data_sheets import layout
from reportdesk.documents.blocks import Grid, GridCell
from reportdesk.text.characters import clean_line
from reportdesk.text.labels import plain_label

_ASIDE = {plain_label(name) for name in (layout.NUMBER, layout.ITEM, layout.GUIDE)}


class TableHeads(NamedTuple):
    """The heads of a table: those of number and item, and the lowest ones, each with the labels above it."""

    number: GridCell | None
    item: GridCell | None
    places: list[GridCell]
    labels: Mapping[int, frozenset[str]]  # left edge of a place → its own label and those above
    titles: Mapping[int, str]
    end: int  # the first row beneath


def find_heads(grid: Grid, top: int) -> TableHeads | None:
    """The heads that begin in a row; None where none do."""
    row = grid[top]
    number, item = _called(row, layout.NUMBER), _called(row, layout.ITEM)
    named = [spot for spot in (number, item) if spot is not None]
    if not number and not (item and _called(row, layout.GUIDE)):
        return None
    end = top + 1
    while end < len(grid) and not any(
        spot.text and not spot.continued and any(map(spot.overlaps, named)) for spot in grid[end]
    ):
        end += 1
    heads = grid[top:end]
    places = heads[-1]
    labels = {
        place.left: frozenset(plain_label(spot.text) for row in heads for spot in row if spot.overlaps(place))
        for place in places
    }
    return TableHeads(number, item, places, labels, {place.left: clean_line(place.text) for place in places}, end)


def _called(row: list[GridCell], name: str) -> GridCell | None:
    return next((spot for spot in row if not spot.continued and plain_label(spot.text) == name), None)


def _is_aside(place: GridCell, head: TableHeads) -> bool:
    """Whether a head is that of number, item or definition, and so no figure stands below."""
    return bool(head.labels[place.left] & _ASIDE)


def paired(row: list[GridCell], head: TableHeads) -> list[tuple[GridCell, GridCell | None]]:
    """The cells of a row that hold figures, each with the head above it; None for one that no single head is above.

    Rows with as many cells as there are heads go by their order: a border dragged in one row shifts its grid columns.
    """
    places = head.places
    if len(row) == len(places) and all(spot.overlaps(place) for spot, place in zip(row, places, strict=True)):
        return [(spot, place) for spot, place in zip(row, places, strict=True) if not _is_aside(place, head)]
    return below(row, head)


def below(row: list[GridCell], head: TableHeads) -> list[tuple[GridCell, GridCell | None]]:
    """As `paired`, by the grid alone."""
    found: list[tuple[GridCell, GridCell | None]] = []
    for spot in row:
        above = [place for place in head.places if place.overlaps(spot)]
        if not above or not all(_is_aside(place, head) for place in above):
            found.append((spot, above[0] if len(above) == 1 else None))
    return found
