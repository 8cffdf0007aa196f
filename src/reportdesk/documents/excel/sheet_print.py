"""How a sheet of a workbook is printed."""

from typing import TYPE_CHECKING

from reportdesk.documents.excel.conditional_formats import column_letters

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_A4 = 9
_MARGIN = 0.6  # inches


def set_up_print(sheet: "Worksheet", *, landscape: bool = False, top: int = 0, left: int = 0) -> None:
    """A4, one page wide; the first `top` rows are repeated on every page and frozen with the first `left` columns."""
    from openpyxl.worksheet.properties import PageSetupProperties

    if top:
        sheet.freeze_panes = f"{column_letters(left + 1)}{top + 1}"
        sheet.print_title_rows = f"1:{top}"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = _MARGIN
    sheet.sheet_view.showGridLines = False
