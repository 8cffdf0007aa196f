"""The look of a workbook's cells.

A style is made once a workbook and shared by all cells that have it: assigning fonts and borders cell by cell takes
openpyxl most of its time.
"""

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from openpyxl.formatting.rule import Rule
    from openpyxl.workbook import Workbook

CellStyle = Literal["title", "heading", "banner", "left", "centre", "number", "note", "text"]

_BANNER = "C6D9F1"
_BROKEN = "FFC7CE"
_FONT = "宋体"
TEXT_SIZE, TITLE_SIZE = 10, 16  # points
_SIZES: dict[CellStyle, float] = {"title": TITLE_SIZE, "heading": 12}
_BOLD = ("title", "heading")
_LEFT = ("banner", "left", "note", "heading", "text")
_WITHOUT_BORDER = ("title", "heading", "note", "text")


class Styles:
    """The styles of one workbook, made when they are first asked for."""

    def __init__(self, book: "Workbook") -> None:
        from openpyxl.styles import Border, Font, PatternFill, Side
        from openpyxl.styles.differential import DifferentialStyle

        self._book = book
        self._made: dict[tuple[CellStyle, str, bool], Any] = {}
        side = Side(style="thin", color="FF000000")
        self._border = Border(left=side, right=side, top=side, bottom=side)
        self._fill = PatternFill("solid", fgColor=_BANNER)
        self._broken = DifferentialStyle(
            font=Font(bold=True, color="9C0006"), fill=PatternFill("solid", bgColor=_BROKEN, fgColor=_BROKEN)
        )

    def of(self, look: CellStyle, number_format: str = "General", *, unlocked: bool = False) -> Any:
        """The shared style of cells of this look: what goes into a cell's `_style`.

        Cells that are not `unlocked` cannot be changed where their sheet is protected.
        """
        key = (look, number_format, unlocked)
        if key not in self._made:
            self._made[key] = self._make(look, number_format, unlocked)
        return self._made[key]

    def broken(self, formula: str) -> "Rule":
        """The rule that marks a broken sum: red and bold, so that it also shows in a black and white print."""
        from openpyxl.formatting.rule import Rule

        return Rule(type="expression", dxf=self._broken, formula=[formula])

    def _make(self, look: CellStyle, number_format: str, unlocked: bool) -> Any:
        from openpyxl.cell import Cell
        from openpyxl.styles import Alignment, Font, Protection

        cell: Any = Cell(self._book.worksheets[0], 1, 1)
        cell.font = Font(name=_FONT, size=_SIZES.get(look, TEXT_SIZE), bold=look in _BOLD)
        # A number that does not fit would be shown as ####: it shrinks, text wraps.
        cell.alignment = Alignment(
            horizontal="left" if look in _LEFT else "center",
            vertical="top" if look == "text" else "center",
            wrap_text=look != "number",
            shrink_to_fit=look == "number",
        )
        if look not in _WITHOUT_BORDER:
            cell.border = self._border
        if unlocked:
            cell.protection = Protection(locked=False)
        if look == "banner":
            cell.fill = self._fill
        cell.number_format = number_format
        style = cell._style
        # As if typed with an apostrophe: text that starts with = stays text when somebody edits it.
        style.quotePrefix = int(number_format == "@")
        return style
