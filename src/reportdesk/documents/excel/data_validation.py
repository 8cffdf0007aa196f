"""What a spreadsheet lets a clerk type into a figure, and which figures it marks: by formulas, as in the checks."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from reportdesk.documents.excel.conditional_formats import ConditionalFormat, Position, cell_ranges
from reportdesk.form import Cell
from reportdesk.numbers import NOT_APPLICABLE, CellType

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation

# {0} is the figure. A figure with a note in brackets behind it is text.
_NOTED = 'RIGHT({0})="）",RIGHT({0})=")"'
_ALLOWED: dict[CellType, str] = {
    "count": f'OR({{0}}="{NOT_APPLICABLE}",{_NOTED},AND(ISNUMBER({{0}}),{{0}}>=0,{{0}}=INT({{0}})))',
    "amount": f'OR({{0}}="{NOT_APPLICABLE}",{_NOTED},AND(ISNUMBER({{0}}),{{0}}>=0))',
    "signed": f'OR({{0}}="{NOT_APPLICABLE}",{_NOTED},ISNUMBER({{0}}))',
}
# Pasting goes past what may be typed.
_WRONG: dict[CellType, str] = {
    "count": "AND(ISNUMBER({0}),OR({0}<0,{0}<>INT({0})))",
    "amount": "AND(ISNUMBER({0}),{0}<0)",
}
_SAID: dict[CellType, str] = {
    "count": "请填不小于 0 的整数；没有发生填 0，不适用填 /。需要说明的，在数字后加括号，如 22（其中修订16件）。",
    "amount": "请填不小于 0 的数，可带小数；没有发生填 0，不适用填 /。",
    "signed": "请填数字，减少填负数；没有变化填 0，不适用填 /。",
}
_TITLE = "内容不对"


def input_rules(cells: Iterable[Cell], place: Callable[[str], Position]) -> list["DataValidation"]:
    """What may be typed into these cells, a rule for each area of one type; `place` gives (row, column) from 1."""
    from openpyxl.worksheet.datavalidation import DataValidation

    return [
        DataValidation(
            type="custom",
            formula1=_ALLOWED[kind].format(_first(area)),
            sqref=area,
            allow_blank=True,
            errorStyle="stop",
            errorTitle=_TITLE,
            error=_SAID[kind],
            showErrorMessage=True,
        )
        for kind, area in _areas(cells, place)
        if kind in _ALLOWED
    ]


def wrong_figure_formats(cells: Iterable[Cell], place: Callable[[str], Position]) -> list[ConditionalFormat]:
    """The marks of negative figures, and of those that are not whole where only whole ones can be."""
    return [
        ConditionalFormat(area, _WRONG[kind].format(_first(area)))
        for kind, area in _areas(cells, place)
        if kind in _WRONG
    ]


def _areas(cells: Iterable[Cell], place: Callable[[str], Position]) -> Iterator[tuple[CellType, str]]:
    """The areas of cells of one type; each has its rule, since programs differ about what one for several starts at."""
    found: dict[CellType, list[Position]] = {}
    for cell in cells:
        found.setdefault(cell.type, []).append(place(cell.id))
    for kind, positions in found.items():
        yield from ((kind, area) for area in cell_ranges(positions))


def _first(area: str) -> str:
    return area.partition(":")[0]
