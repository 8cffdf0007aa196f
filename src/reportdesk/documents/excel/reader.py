"""An .xlsx file → blocks: each sheet is divided into tables and the lines of text between them.

In: the bytes of a file. Out: a `SourceDocument`.

    A1 "二、主动公开政府信息情况" across all columns        →  TextBlock
    A2:D9 with borders                                      →  TableBlock
    A11 "注：含上年结转"                                    →  TextBlock

A workbook written by this program is known by its sheet 基本信息 with all metadata. Its sheets that repeat the figures
or explain the workbook are left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from reportdesk.documents.blocks import (
    Block,
    BlockRole,
    Grid,
    GridCell,
    ImageBlock,
    SourceDocument,
    TextBlock,
)
from reportdesk.documents.excel.sheet_rows import SheetRow, sheet_rows
from reportdesk.documents.excel.workbook import Sheet, Workbook
from reportdesk.documents.images import SHEET_ROOM, ImageCollector
from reportdesk.documents.metadata import CELLS, FACTS, GUIDE, TEXTS, metadata_names
from reportdesk.documents.tables import table_blocks, text_blocks
from reportdesk.text.patterns import SECTION_MARK

_HEADING = re.compile(SECTION_MARK)


def read_xlsx(data: bytes, source: str) -> SourceDocument:
    """The content of the sheets of a workbook. Raises ReadingError with a sentence."""
    book = Workbook(data)
    sheets = list(book.sheets())
    metadata = next((found for sheet in sheets if sheet.name == FACTS and (found := _metadata(sheet))), {})
    is_reportdesk_file = bool(metadata)
    left_out = (CELLS, GUIDE, FACTS) if is_reportdesk_file else (CELLS, GUIDE)
    sheets = [sheet for sheet in sheets if sheet.name not in left_out]
    blocks: list[Block] = []
    images = ImageCollector()
    for sheet in sheets:
        if not is_reportdesk_file:
            blocks += _SheetDivider(sheet).blocks()
        elif sheet.name.startswith(TEXTS):
            blocks += _SheetDivider(sheet, "text", dict(_images_by_row(book, sheet, images))).blocks()
        else:
            sheet.cells.pop(0, None)  # the title, which every sheet repeats
            blocks += _without_repeated_heading(blocks, _SheetDivider(sheet, "note").blocks())
    remarks = [*_remarks(book, sheets), *images.remarks]
    return SourceDocument(source, blocks, remarks, metadata, metadata_visible=True, media=images.media)


def _remarks(book: Workbook, sheets: list[Sheet]) -> list[str]:
    remarks = []
    if book.hidden:
        remarks.append(f"工作簿中有隐藏的工作表（{_quoted(book.hidden)}），没有读取。")
    if partly := [sheet.name for sheet in sheets if sheet.has_hidden_content]:
        remarks.append(f"工作表{_quoted(partly)}中有隐藏的行或列，没有读取。")
    if uncomputed := sum(sheet.uncomputed for sheet in sheets):
        remarks.append(
            f"有 {uncomputed} 个公式没有保存计算结果，这些格按空白读取。请用 Excel 或 WPS 打开文件，保存后再导入。"
        )
    return remarks


def _metadata(sheet: Sheet) -> dict[str, str]:
    """The metadata on a sheet: labels in column A, values in column B. {} if the sheet does not have all labels."""
    values = {row.get(0, "").strip(): row.get(1, "") for row in sheet.cells.values()}
    names = metadata_names()
    metadata = {names[label]: " ".join(value.split()) for label, value in values.items() if label in names}
    return metadata if len(metadata) == len(set(names.values())) else {}


def _without_repeated_heading(above: list[Block], blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks of the sheet of a table, without the heading that stands above the text of the section already."""
    headings = {block.text for block in above if isinstance(block, TextBlock) and not block.role}
    return (each for each in blocks if not isinstance(each, TextBlock) or each.role or each.text not in headings)


def _images_by_row(book: Workbook, sheet: Sheet, images: ImageCollector) -> Iterator[tuple[int, ImageBlock]]:
    """Row → the picture in it; its caption stands in column B."""
    for row, width, data in book.pictures(sheet, lambda: images.room):
        if name := images.add(data):
            caption = sheet.cells.get(row, {}).get(1, "")
            yield row, ImageBlock(name, caption, images.chosen_width(name, width, *SHEET_ROOM))


def _quoted(names: list[str]) -> str:
    listed = "、".join(f"“{name}”" for name in names[:5])
    return f"{listed}等 {len(names)} 个" if len(names) > 5 else listed


class _SheetDivider:
    """Divides a sheet into tables, lines and pictures.

    Adjoining rows with borders are a table; so are adjoining rows without borders that have several cells. A row with
    one cell between two rows of the second kind belongs to them.
    """

    def __init__(self, sheet: Sheet, unlocked_role: BlockRole = "", images: Mapping[int, ImageBlock] = {}) -> None:
        """`unlocked_role` is the role of the lines in unlocked rows: what a clerk may change in a protected sheet."""
        self._sheet, self._unlocked_role = sheet, unlocked_role
        self._images = images
        self._rows = [row for row in sheet_rows(sheet) if row.number not in images]
        self._rows += [SheetRow(number, [], has_borders=False, is_tabular=False) for number in images]
        self._rows.sort(key=lambda row: row.number)

    def blocks(self) -> Iterator[Block]:
        table: list[SheetRow] = []
        for i, row in enumerate(self._rows):
            if self._is_in_table(i) and (not table or self._continues(table[-1], row)):
                table.append(row)
                continue
            yield from self._table_blocks(table)
            table = [row] if self._is_in_table(i) else []
            if not table:
                if row.number in self._images:
                    yield self._images[row.number]
                role = self._unlocked_role if row.number in self._sheet.unlocked_rows else ""
                for cell in row.cells:
                    if not cell.continued:
                        yield from text_blocks(cell.text, self._place(row), role)
        yield from self._table_blocks(table)

    def _is_in_table(self, i: int) -> bool:
        row = self._rows[i]
        if self._is_heading(row):
            return False
        if row.is_tabular:
            return True
        neighbours = [self._rows[j] for j in (i - 1, i + 1) if 0 <= j < len(self._rows)]
        return len(neighbours) == 2 and all(
            each.is_tabular and not each.has_borders and abs(each.number - row.number) == 1 for each in neighbours
        )

    def _is_heading(self, row: SheetRow) -> bool:
        """Whether a row is a heading across all columns: "二、主动公开政府信息情况" in one merged cell."""
        filled = [cell for cell in row.cells if cell.text]
        if len(filled) != 1 or filled[0].right - filled[0].left == 1 or not _HEADING.match(filled[0].text):
            return False
        return filled[0].right >= max(cell.right for cell in row.cells) and filled[0].left <= row.cells[0].left

    def _continues(self, above: SheetRow, row: SheetRow) -> bool:
        return row.number == above.number + 1 and row.has_borders == above.has_borders

    def _table_blocks(self, rows: list[SheetRow]) -> Iterator[Block]:
        """The rows of a table. Of blank rows at its end one is kept: its figures may not be filled in yet."""
        while len(rows) > 1 and not any(cell.text for row in rows[-2:] for cell in row.cells):
            rows.pop()
        if not rows:
            return
        left = min(cell.left for row in rows for cell in row.cells)
        right = max(cell.right for row in rows for cell in row.cells)
        grid: Grid = [_filled_up(row.cells, left, right) for row in rows]
        for cells in grid:
            for cell in cells:
                cell.left, cell.right = cell.left - left, cell.right - left
        yield from table_blocks(grid, self._place(rows[0]))

    def _place(self, row: SheetRow) -> str:
        return f"工作表“{self._sheet.name}”第 {row.number + 1} 行"


def _filled_up(cells: list[GridCell], left: int, right: int) -> list[GridCell]:
    """A row with blank cells in its gaps, from column `left` to before `right`."""
    row: list[GridCell] = []
    for cell in cells:
        row += [GridCell("", column, column + 1) for column in range(left, cell.left)]
        row.append(cell)
        left = cell.right
    return [*row, *(GridCell("", column, column + 1) for column in range(left, right))]
