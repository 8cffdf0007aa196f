"""One table of the form, read from the grids and lines of a document by its labels.

In: a `TableIndex`, and the parts of a document in which the table may stand, one after another: grids (`read_grid`) and
texts that lost their cells (`read_text`). Out: values, ambiguous rows and doubts in a `ReadingCollector`.

    信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数        header row
    规章     | 3            | 0            | 12             →   three values at the cells of 规章

A grid is read in three passes. First the rows whose columns are certain. They show where columns begin, and how far
figures are shifted, which may settle the rows that were left. Last the rows of figures without a known label.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reportdesk.documents.blocks import Grid, GridCell, TableBlock, unmerged_row
from reportdesk.form import line_name
from reportdesk.form.layout import label_depth
from reportdesk.recognition.column_matching import (
    Assignment,
    ColumnHeaders,
    ColumnMatch,
    RowGeometry,
    match_columns,
    ordered_assignments,
    window_starts,
)
from reportdesk.recognition.result import ReadingCollector
from reportdesk.recognition.row_classifier import ClassifiedRow, classify_row, is_figure
from reportdesk.recognition.table_index import RowReference, TableIndex
from reportdesk.recognition.text_runs import LabelledRun, is_row_of_table, labelled_runs
from reportdesk.recognition.transposed_tables import transpose_grid, transpose_text
from reportdesk.text.labels import plain_label

_UNSURE = "这一行的数字格数与表头不一致，无法确定各数字属于哪一栏，请对照原文填写。"
_NO_PLACE = "这一行的数字无法确定属于哪一栏，请对照原文填写。"
_NO_ROW = "这一行的名称不是表中的项目，无法确定数字属于哪一行。"
_BETWEEN = "这一行没有名称，按前后行推断位置，请对照原文确认。"
_MERGED = "这一格与下面的格合并了，无法确定数字属于哪一行。"


class TableReader:
    """Reads one table of the form into a collector.

    `found_rows` are the rows found so far, blank ones included; `found_headers` counts the header rows (and, in texts,
    the column labels). `other_indexes` are those of the other tables of the form, whose rows may stand in the same
    grid.

    The header rows found last stay in force, in the next grid too: a table may go on after a page break. They are
    replaced by the header row that follows a row of figures, and dropped by a shaded row.
    """

    def __init__(self, index: TableIndex, collector: ReadingCollector, other_indexes: Sequence[TableIndex]) -> None:
        self._index, self._collector, self._other_indexes = index, collector, other_indexes
        self.form = collector.form
        self.found_rows: set[RowReference] = set()
        self.found_headers = 0
        self._header_rows: list[list[GridCell]] = []
        self._is_body_begun = False  # a row of figures stands below the header rows

    @property
    def evidence(self) -> int:
        """How many rows and header rows of the table were recognised."""
        return len(self.found_rows) + self.found_headers

    @property
    def title(self) -> str:
        """The title of the table in the form."""
        return self._index.form.tables[self._index.table].title

    def missing_rows(self) -> list[str]:
        """The names of the rows that were not found; [] if no row was."""
        if not self.found_rows:
            return []
        return [
            line_name(row)
            for number, block in enumerate(self._index.blocks)
            for place, row in enumerate(block.rows)
            if RowReference(number, place) not in self.found_rows
        ]

    def is_row(self, text: str) -> bool:
        """Whether a line of text is part of this table, which has lost its cells."""
        return is_row_of_table(self._index, text)

    def read_grid(self, table: TableBlock, name: str, caption: str = "") -> bool:
        """Reads a grid that holds the table or a part of it. Returns whether any of its rows belongs to the table.

        `name` is what the places of figures call the grid ("第 2 张表"); `caption` is the line above it.
        """
        transposed = transpose_grid(self._index, table)
        table = transposed or table

        def place_of(number: int) -> str:
            return f"{name}（竖排）" if transposed else f"{name}第 {number + 1} 行"

        classified_rows = self._classify_rows(table.grid)
        headers_of = self._headers_of_rows(classified_rows, table.exact, plain_label(caption))
        learned = _LearnedColumns()
        undecided: list[_FigureRow] = []
        for number, classified in enumerate(classified_rows):
            if classified.row is None:
                continue
            self.found_rows.add(classified.row)
            geometry = self._geometry(classified, table, classified.row.block)
            row = _FigureRow(classified, classified.row, headers_of[number], geometry, place_of(number))
            match = row.match_columns(learned)
            if match.certain:
                self._put_row(row, match, learned)
            else:
                undecided.append(row)
        for row in undecided:
            match = row.match_columns(learned)
            if not match.certain and not row.geometry.exact:
                match = learned.narrow_down(row.classified, match)
            if match.certain:
                self._put_row(row, match, learned)
            else:
                reason = _UNSURE if match.assignments else _NO_PLACE
                self._put_ambiguous(row, match, reason, _joined_text(row.classified.values))
        self._read_unnamed_rows(classified_rows, headers_of, table, name)
        return any(row.kind != "other" for row in classified_rows)

    def read_text(self, text: str) -> None:
        """Reads lines of text that lost their cells. Rows that were found before are left alone."""
        found_before = frozenset(self.found_rows)
        if transposed := transpose_text(self._index, text):
            if not found_before:
                self.read_grid(transposed, "文字中的表格")
            return
        for run in self._joined_runs(text):
            last = run.labels[-1].match if run.labels else None
            if last and last.row is not None and (run.figures or last.plain not in self._index.column_labels):
                if last.row not in found_before:
                    self._read_run(run, last.row, ColumnHeaders(self._index, [], False))
                continue
            cells = unmerged_row(text[label.start : label.end] for label in run.labels)
            headers = [cell for cell in cells if self._index.find_column_label(cell.text)]
            self.found_headers += len(headers)
            unlabelled = self._index.unlabelled_blocks() if headers else []
            if run.figures and not unlabelled:
                self._collector.add_doubt("", _NO_ROW, run.text)
            elif run.figures and (row := RowReference(unlabelled[0], 0)) not in found_before:
                self._read_run(run, row, ColumnHeaders(self._index, [headers], False))

    def _classify_rows(self, grid: Grid) -> list[ClassifiedRow]:
        is_unlabelled = bool(self._index.unlabelled_blocks())
        below_headers = is_unlabelled and bool(self._header_rows)
        classified_rows = []
        for cells in grid:
            row = classify_row(self._index, cells, below_headers)
            below_headers = below_headers or (is_unlabelled and row.kind == "header")
            classified_rows.append(row)
        return classified_rows

    def _headers_of_rows(self, rows: list[ClassifiedRow], exact: bool, caption: str) -> list[ColumnHeaders]:
        """For each row of a grid the headers in force; see the class."""
        are_exact = exact and any(row.kind == "header" for row in rows)
        headers = ColumnHeaders(self._index, self._header_rows, False, caption)
        headers_of = []
        for row in rows:
            if row.kind == "banner":
                self._header_rows, self._is_body_begun = [], False
            elif row.kind == "header":
                if self._is_body_begun:
                    self._header_rows = []
                self._header_rows = [*self._header_rows, row.cells]
                self.found_headers += 1
                self._is_body_begun = False
                headers = ColumnHeaders(self._index, self._header_rows, are_exact, caption)
            elif row.row is not None:
                self._is_body_begun = True
            headers_of.append(headers)
        return headers_of

    def _geometry(self, row: ClassifiedRow, table: TableBlock, block: int) -> RowGeometry:
        if table.exact:
            return RowGeometry(True, 0, False)
        depth = label_depth(self._index.blocks[block])
        return RowGeometry(False, max(0, depth - row.begin), max(map(len, table.grid)) == len(row.cells))

    def _put_row(self, row: "_FigureRow", match: ColumnMatch, learned: "_LearnedColumns") -> None:
        """Puts the figures of a row whose assignment is certain."""
        (assignment,) = match.assignments
        block = row.reference.block
        learned.learn(row, assignment)
        foreign_units = row.headers.foreign_units(block)
        cells = self._index.cells_of(row.reference)
        for column, grid_cell in assignment:
            cell, text = cells[column], grid_cell.text
            if (grid_cell.continued or grid_cell.rows > 1) and text.strip():
                self._collector.add_doubt(cell, _MERGED, text, row.place)
            elif column in foreign_units and is_figure(text) and text.strip(" 0０"):
                unit = self._index.blocks[block].columns[column].unit
                reason = f"原表的单位是“{foreign_units[column]}”，本栏单位为{unit}，请换算后填写。"
                self._collector.add_doubt(cell, reason, text, row.place)
            else:
                self._collector.put_value(cell, text, row.place)

    def _put_ambiguous(self, row: "_FigureRow", match: ColumnMatch, reason: str, text: str) -> None:
        texts = self._texts_by_cell(row.reference, match.assignments)
        cells = self._cells_present(row.reference, row.headers)
        self._collector.put_ambiguous_row(texts, cells, reason, text, row.place)

    def _texts_by_cell(self, row: RowReference, assignments: list[Assignment]) -> list[dict[str, str]]:
        cells = self._index.cells_of(row)
        return [{cells[column]: grid_cell.text for column, grid_cell in each} for each in assignments]

    def _cells_present(self, row: RowReference, headers: ColumnHeaders) -> list[str]:
        cells = self._index.cells_of(row)
        return [cells[column] for column in headers.columns_present(row.block)]

    def _read_unnamed_rows(
        self, rows: list[ClassifiedRow], headers_of: list[ColumnHeaders], table: TableBlock, name: str
    ) -> None:
        """Reads the rows of figures without a known label, as the rows that their neighbours leave open."""
        named = [(number, row.row) for number, row in enumerate(rows) if row.row is not None]
        for number, classified in enumerate(rows):
            if classified.kind != "other" or not classified.has_figures or not named:
                continue
            if self._belongs_to_another_table(classified, rows):
                continue
            place, text = f"{name}第 {number + 1} 行", _joined_text(classified.cells)
            reference = _row_between(rows, number, named)
            if reference is None or reference in self.found_rows:
                self._collector.add_doubt("", _NO_ROW, text, place)
                continue
            self.found_rows.add(reference)
            geometry = self._geometry(classified, table, reference.block)
            row = _FigureRow(classified, reference, headers_of[number], geometry, place)
            self._put_ambiguous(row, row.match_columns(_LearnedColumns()), _BETWEEN, text)

    def _belongs_to_another_table(self, row: ClassifiedRow, rows: list[ClassifiedRow]) -> bool:
        """Whether a row belongs to another table of the form, in a grid that holds several tables."""
        for other in self._other_indexes:
            has_headers = any(
                classify_row(other, each.cells, False).kind == "header" for each in rows if each.kind == "other"
            )
            below_headers = has_headers and bool(other.unlabelled_blocks())
            if classify_row(other, row.cells, below_headers).row is not None:
                return True
        return False

    def _joined_runs(self, text: str) -> Iterator[LabelledRun]:
        """The runs of a text; a run is joined to the one before if a page break put a group label among its figures.

        "予以公开 1 0 0 | 三、本年度办理结果 | 0 0 0 1" is one row: the second label names a group of rows, not a row.
        """
        row: LabelledRun | None = None
        for run in labelled_runs(self._index, text):
            if row and row.labels and run.figures and all(label.match.kind == "other" for label in run.labels):
                reference = row.labels[-1].match.row
                if reference and len(row.figures) + len(run.figures) <= len(self._index.cells_of(reference)):
                    row = row._replace(figures=row.figures + run.figures, lines=[], text=f"{row.text} {run.text}")
                    continue
            if row:
                yield row
            row = run
        if row:
            yield row

    def _read_run(self, run: LabelledRun, row: RowReference, headers: ColumnHeaders) -> None:
        """Reads a run as a row. It is certain if it has a figure for each column; fewer may be placed in many ways."""
        self.found_rows.add(row)
        columns = headers.columns_present(row.block, len(run.figures))
        place = f"“{run.labels[-1].match.plain[:20]}”一行"
        if not run.figures:
            return
        if len(run.figures) == len(columns) and headers.are_in_form_order(row.block):
            cells = self._index.cells_of(row)
            for column, text in zip(columns, run.figures, strict=True):
                self._collector.put_value(cells[column], text, place)
            return
        assignments = _assignments_of_run(run, columns)
        texts, cells_present = self._texts_by_cell(row, assignments), self._cells_present(row, headers)
        reason = _UNSURE if assignments else _NO_PLACE
        self._collector.put_ambiguous_row(texts, cells_present, reason, run.text, place)


class _FigureRow(NamedTuple):
    """A row of figures of a grid, with all that decides about its columns. `place` is where it stands."""

    classified: ClassifiedRow
    reference: RowReference
    headers: ColumnHeaders
    geometry: RowGeometry
    place: str

    def match_columns(self, learned: "_LearnedColumns") -> ColumnMatch:
        block = self.reference.block
        edges = learned.columns_by_left_edge(block)
        return match_columns(self.classified.values, block, self.headers, self.geometry, edges)


class _LearnedColumns:
    """What the rows of a grid whose columns are certain show about its other rows.

    In exact grids, the left edges of columns. In other grids, by how many cells the figures of rows with the same
    number of cells and labels are shifted.
    """

    def __init__(self) -> None:
        self._edges: dict[int, dict[int, int]] = {}  # block → left edge → column
        self._shifts: dict[tuple[int, int], set[int]] = {}  # (cells, first value) → shifts seen

    def columns_by_left_edge(self, block: int) -> Mapping[int, int]:
        """Left edge → column, of a block."""
        return self._edges.get(block, {})

    def learn(self, row: _FigureRow, assignment: Assignment) -> None:
        """Learns from a row whose assignment is certain, if it has all its columns."""
        block = row.reference.block
        if not assignment or len(assignment) < len(row.headers.columns_present(block)):
            return
        if block not in self._edges:
            self._edges[block] = {cell.left: column for column, cell in assignment}
        if not row.geometry.exact:
            self._shifts.setdefault(_shape(row.classified), set()).add(_shift(row.classified, assignment))

    def narrow_down(self, row: ClassifiedRow, match: ColumnMatch) -> ColumnMatch:
        """The assignment with the only shift that rows of the same shape have; `match` if there is no such one."""
        shifts = self._shifts.get(_shape(row), set())
        assignments = [each for each in match.assignments if each and _shift(row, each) in shifts]
        return ColumnMatch(assignments, True) if len(assignments) == 1 and len(shifts) == 1 else match


def _shape(row: ClassifiedRow) -> tuple[int, int]:
    return len(row.cells), row.begin


def _shift(row: ClassifiedRow, assignment: Assignment) -> int:
    """How many values stand in front of the first one that is assigned."""
    first = assignment[0][1]
    return next((i for i, cell in enumerate(row.values) if cell is first), 0)


def _joined_text(cells: list[GridCell]) -> str:
    return " ".join(cell.text.strip() for cell in cells if cell.text.strip())


def _assignments_of_run(run: LabelledRun, columns: list[int]) -> list[Assignment]:
    """The assignments that a run with too few or too many figures allows.

    With one cell a line, blank lines tell where figures are missing. A single number with as many digits as there are
    columns ("1000001") may be all the figures of the row without blanks between them.
    """
    if len(run.lines) >= len(columns):
        cells = unmerged_row(run.lines)
        starts = window_starts(cells, len(columns), RowGeometry(False, 0, True))
        return [list(zip(columns, cells[start : start + len(columns)], strict=True)) for start in starts]
    if len(run.figures) == 1 and len(run.figures[0]) == len(columns) > 1 and run.figures[0].isdigit():
        return ordered_assignments(list(run.figures[0]), columns)
    return ordered_assignments(run.figures, columns)


def _row_between(rows: list[ClassifiedRow], number: int, named: list[tuple[int, RowReference]]) -> RowReference | None:
    """The row that a row without a label must be, by the named rows above and below it.

    They must leave out exactly as many rows of the form as stand between them. `named` holds number and reference.
    """
    above = [each for each in named if each[0] < number]
    below = [each for each in named if each[0] > number]
    if not above or not below:
        return None
    (top, first), (bottom, last) = above[-1], below[0]
    between = [i for i in range(top + 1, bottom) if rows[i].kind == "other" and rows[i].has_figures]
    if first.block != last.block or last.row - first.row - 1 != len(between):
        return None
    return RowReference(first.block, first.row + 1 + between.index(number))
