"""An .xlsx file → blocks: each sheet is cut into tables and the lines of text between them.

A workbook of our own is known by its sheet of facts about the unit; what repeats its figures or explains it is no part
of the report.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from reportdesk.documents.blocks import Block, BlockRole, Grid, GridCell, ImageBlock, SourceDocument, TextBlock
from reportdesk.documents.excel.sheet_rows import SheetRow, sheet_rows
from reportdesk.documents.excel.workbook import Sheet, Workbook
from reportdesk.documents.images import SHEET_ROOM, ImageCollector
from reportdesk.documents.metadata import CELLS, FACTS, GUIDE, TEXTS, metadata_names
from reportdesk.documents.tables import table_blocks, text_blocks
from reportdesk.text.patterns import SECTION_MARK

_HEADING = re.compile(SECTION_MARK)


def read_xlsx(data: bytes, source: str) -> SourceDocument:
    """What stands on the sheets of a workbook. Raises ReadingError with a sentence."""
    book = Workbook(data)
    blocks: list[Block] = []
    remarks: list[str] = []
    if book.hidden:
        remarks.append(f"工作簿中有隐藏的工作表（{_named(book.hidden)}），没有读取。")
    uncomputed = 0
    partly: list[str] = []
    sheets = list(book.sheets())
    facts = next((found for sheet in sheets if sheet.name == FACTS and (found := _facts(sheet))), {})
    album = ImageCollector()
    for sheet in sheets:
        if sheet.name in (CELLS, GUIDE) or (facts and sheet.name == FACTS):
            continue
        if not facts:
            blocks += _Page(sheet).blocks()
        elif sheet.name.startswith(TEXTS):
            blocks += _Page(sheet, "text", dict(_drawings(book, sheet, album))).blocks()
        else:
            sheet.cells.pop(0, None)  # the title once more
            blocks += _without_repeated(blocks, _Page(sheet, "note").blocks())
        uncomputed += sheet.uncomputed
        if sheet.hidden:
            partly.append(sheet.name)
    if partly:
        remarks.append(f"工作表{_named(partly)}中有隐藏的行或列，没有读取。")
    if uncomputed:
        remarks.append(
            f"有 {uncomputed} 个公式没有保存计算结果，这些格按空白读取。请用 Excel 或 WPS 打开文件，保存后再导入。"
        )
    remarks += album.remarks
    return SourceDocument(source, blocks, remarks, facts, metadata_visible=True, media=album.media)


def _facts(sheet: Sheet) -> dict[str, str]:
    """What a sheet says of the unit, label by label; nothing where it is another sheet of that name."""
    said = {row.get(0, "").strip(): row.get(1, "") for row in sheet.cells.values()}
    names = metadata_names()
    known = {names[label]: " ".join(answer.split()) for label, answer in said.items() if label in names}
    return known if len(known) == len(set(names.values())) else {}


def _without_repeated(above: list[Block], blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks of a sheet without the heading that stood above the text of its section."""
    headings = {block.text for block in above if isinstance(block, TextBlock) and not block.role}
    return (each for each in blocks if not isinstance(each, TextBlock) or each.role or each.text not in headings)


def _drawings(book: Workbook, sheet: Sheet, album: ImageCollector) -> Iterator[tuple[int, ImageBlock]]:
    """Row → the picture that stands in it, with its caption beside it."""
    for row, width, data in book.pictures(sheet, lambda: album.room):
        if name := album.add(data):
            wanted = album.wanted(name, width, *SHEET_ROOM)
            yield row, ImageBlock(name, sheet.cells.get(row, {}).get(1, ""), wanted)


def _named(names: list[str]) -> str:
    listed = "、".join(f"“{name}”" for name in names[:5])
    return f"{listed}等 {len(names)} 个" if len(names) > 5 else listed


class _Page:
    """A sheet being cut. Rows with borders are a table; without any, those with several cells."""

    def __init__(self, sheet: Sheet, free: BlockRole = "", drawings: Mapping[int, ImageBlock] = {}) -> None:
        """`free` is what those lines are that may be changed in a protected sheet."""
        self._sheet, self._free = sheet, free
        self._drawings = drawings
        self._lines = [line for line in sheet_rows(sheet) if line.number not in drawings]
        self._lines += [SheetRow(number, [], framed=False, tabular=False) for number in drawings]
        self._lines.sort(key=lambda line: line.number)

    def blocks(self) -> Iterator[Block]:
        run: list[SheetRow] = []
        for i, line in enumerate(self._lines):
            if self._in_table(i) and (not run or self._goes_on(run[-1], line)):
                run.append(line)
                continue
            yield from self._table(run)
            run = [line] if self._in_table(i) else []
            if not run:
                if line.number in self._drawings:
                    yield self._drawings[line.number]
                role = self._free if line.number in self._sheet.free else ""
                for spot in line.spots:
                    if not spot.continued:
                        yield from text_blocks(spot.text, self._place(line), role)
        yield from self._table(run)

    def _in_table(self, i: int) -> bool:
        line = self._lines[i]
        if self._is_heading(line):
            return False
        if line.tabular:
            return True
        around = [self._lines[j] for j in (i - 1, i + 1) if 0 <= j < len(self._lines)]
        return len(around) == 2 and all(
            each.tabular and not each.framed and abs(each.number - line.number) == 1 for each in around
        )

    def _is_heading(self, line: SheetRow) -> bool:
        """Whether a line is a heading that spans what is beneath: "二、…" across all columns."""
        filled = [spot for spot in line.spots if spot.text]
        if len(filled) != 1 or filled[0].right - filled[0].left == 1 or not _HEADING.match(filled[0].text):
            return False
        return filled[0].right >= max(spot.right for spot in line.spots) and filled[0].left <= line.spots[0].left

    def _goes_on(self, above: SheetRow, line: SheetRow) -> bool:
        return line.number == above.number + 1 and line.framed == above.framed

    def _table(self, run: list[SheetRow]) -> Iterator[Block]:
        """The rows of a table, blank ones at its end dropped but for one: figures may not be filled in yet."""
        while len(run) > 1 and not any(spot.text for line in run[-2:] for spot in line.spots):
            run.pop()
        if not run:
            return
        left = min(spot.left for line in run for spot in line.spots)
        right = max(spot.right for line in run for spot in line.spots)
        grid: Grid = [self._filled_up(line.spots, left, right) for line in run]
        for row in grid:
            for spot in row:
                spot.left, spot.right = spot.left - left, spot.right - left
        yield from table_blocks(grid, self._place(run[0]))

    def _filled_up(self, spots: list[GridCell], left: int, right: int) -> list[GridCell]:
        row: list[GridCell] = []
        for spot in spots:
            row += [GridCell("", column, column + 1) for column in range(left, spot.left)]
            row.append(spot)
            left = spot.right
        return [*row, *(GridCell("", column, column + 1) for column in range(left, right))]

    def _place(self, line: SheetRow) -> str:
        return f"工作表“{self._sheet.name}”第 {line.number + 1} 行"
