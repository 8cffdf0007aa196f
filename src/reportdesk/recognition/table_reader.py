"""One table of the form, read from the grids and lines of a document by its labels."""

from collections.abc import Iterator, Mapping, Sequence

from reportdesk.documents.blocks import Grid, GridCell, TableBlock
from reportdesk.form import line_name
from reportdesk.form.layout import label_depth
from reportdesk.recognition.column_matching import (
    Assignment,
    ColumnHeaders,
    ColumnMatch,
    RowGeometry,
    figure_windows,
    match_columns,
    ordered_assignments,
)
from reportdesk.recognition.result import ReadingCollector
from reportdesk.recognition.row_classifier import ClassifiedRow, classify_row, is_figure
from reportdesk.recognition.table_index import RowReference, TableIndex
from reportdesk.recognition.text_runs import LabelledRun, is_row_of_table, labelled_runs
from reportdesk.recognition.transposed_tables import transpose_grid, transpose_run
from reportdesk.text.labels import plain_label

_UNSURE = "这一行的数字格数与表头不一致，无法确定各数字属于哪一栏，请对照原文填写。"
_NO_PLACE = "这一行的数字无法确定属于哪一栏，请对照原文填写。"
_NO_ROW = "这一行的名称不是表中的项目，无法确定数字属于哪一行。"
_BETWEEN = "这一行没有名称，按前后行推断位置，请对照原文确认。"
_MERGED = "这一格与下面的格合并了，无法确定数字属于哪一行。"


class TableReader:
    """Gathers the figures of one table; what was read of it so far says what the next part may be."""

    def __init__(self, index: TableIndex, gathered: ReadingCollector, others: Sequence[TableIndex]) -> None:
        self._index, self._gathered, self._others = index, gathered, others
        self.form = gathered.form
        self.rows: set[RowReference] = set()  # rows found, blank ones too
        self.heads = 0  # header rows found
        self._head_rows: list[list[GridCell]] = []
        self._body_begun = False

    @property
    def evidence(self) -> int:
        """How much of the table was recognised."""
        return len(self.rows) + self.heads

    @property
    def title(self) -> str:
        """The name of the table."""
        return self._index.form.tables[self._index.table].title

    def missing(self) -> list[str]:
        """The names of the rows that were not found, of a table that was."""
        if not self.rows:
            return []
        return [
            line_name(row)
            for number, block in enumerate(self._index.blocks)
            for place, row in enumerate(block.rows)
            if RowReference(number, place) not in self.rows
        ]

    def grid(self, tabular: TableBlock, name: str, caption: str = "") -> bool:
        """Takes in a grid, or the part of one that goes on with this table. `name` is what it is called in places.

        Returns whether anything in it belongs to this table.
        """
        turned = transpose_grid(self._index, tabular)
        tabular = turned or tabular

        def place_of(number: int) -> str:
            return f"{name}（竖排）" if turned else f"{name}第 {number + 1} 行"

        lines = self._lines(tabular.grid)
        own_heads = tabular.exact and any(line.kind == "head" for line in lines)
        knowledge = _Knowledge()
        waiting: list[tuple[int, ClassifiedRow, ColumnHeaders]] = []
        heads = ColumnHeaders(self._index, self._head_rows, False, plain_label(caption))
        for number, line in enumerate(lines):
            if line.kind == "banner":
                self._head_rows, self._body_begun = [], False
            elif line.kind == "head":
                if self._body_begun:
                    self._head_rows = []
                self._head_rows = [*self._head_rows, line.row]
                self.heads += 1
                self._body_begun = False
                heads = ColumnHeaders(self._index, self._head_rows, own_heads, plain_label(caption))
            elif line.ref is not None:
                self._body_begun = True
                self.rows.add(line.ref)
                shape = self._shape(line, tabular, line.ref.block)
                if self._take(line, line.ref, heads, shape, knowledge, place_of(number)):
                    continue
                waiting.append((number, line, heads))
        for number, line, heads in waiting:
            where = place_of(number)
            assert line.ref is not None
            shape = self._shape(line, tabular, line.ref.block)
            if not self._take(line, line.ref, heads, shape, knowledge, where, last=True):
                self._unplaced(line, line.ref, heads, shape, knowledge, where)
        self._strays(lines, heads, tabular, name)
        return any(line.kind != "other" for line in lines)

    def is_row(self, text: str) -> bool:
        """Whether a line of text is part of this table, which lost its cells."""
        return is_row_of_table(self._index, text)

    def run(self, text: str) -> None:
        """Takes in lines of text that lost their cells; rows that were found in a grid are left alone."""
        known = frozenset(self.rows)
        if turned := transpose_run(self._index, text):
            if not known:
                self.grid(turned, "文字中的表格")
            return
        for stretch in self._put_together(text):
            last = stretch.labels[-1].word if stretch.labels else None
            if last and last.ref is not None and (stretch.figures or last.plain not in self._index.heads):
                if last.ref not in known:
                    self.rows.add(last.ref)
                    self._run_row(stretch, last.ref, ColumnHeaders(self._index, [], False))
                continue
            spots = [GridCell(text[each.start : each.end], i, i + 1) for i, each in enumerate(stretch.labels)]
            spots = [spot for spot in spots if self._index.head(spot.text)]
            self.heads += len(spots)
            unlabelled = [RowReference(block, 0) for block in self._index.unlabelled()[:1] if spots]
            if stretch.figures and not unlabelled:
                self._gathered.doubt("", _NO_ROW, stretch.text)
            for ref in unlabelled:
                if stretch.figures and ref not in known:
                    self.rows.add(ref)
                    self._run_row(stretch, ref, ColumnHeaders(self._index, [spots], False))

    def _put_together(self, text: str) -> Iterator[LabelledRun]:
        """The stretches of a run; a merged label that a page break put among the figures of a row is passed over."""
        row: LabelledRun | None = None
        for stretch in labelled_runs(self._index, text):
            if row and row.labels and stretch.figures and all(each.word.kind == "other" for each in stretch.labels):
                ref = row.labels[-1].word.ref
                if ref and len(row.figures) + len(stretch.figures) <= len(self._index.cells(ref)):
                    figures, whole = row.figures + stretch.figures, f"{row.text} {stretch.text}"
                    row = row._replace(figures=figures, cells=[], text=whole)
                    continue
            if row:
                yield row
            row = stretch
        if row:
            yield row

    def _lines(self, grid: Grid) -> list[ClassifiedRow]:
        lines = []
        unlabelled = bool(self._index.unlabelled())
        inside = unlabelled and bool(self._head_rows)
        for row in grid:
            line = classify_row(self._index, row, inside)
            inside = inside or (unlabelled and line.kind == "head")
            lines.append(line)
        return lines

    def _shape(self, line: ClassifiedRow, tabular: TableBlock, block: int) -> RowGeometry:
        if tabular.exact:
            return RowGeometry(True, 0, False)
        depth = label_depth(self._index.blocks[block])
        return RowGeometry(False, max(0, depth - line.begin), max(map(len, tabular.grid)) == len(line.row))

    def _take(
        self,
        line: ClassifiedRow,
        ref: RowReference,
        heads: ColumnHeaders,
        shape: RowGeometry,
        knowledge: "_Knowledge",
        where: str,
        last: bool = False,
    ) -> bool:
        """Places a row whose place is certain; `last` is the time when all rows around it were seen."""
        placing = match_columns(line.values, ref.block, heads, shape, knowledge.edges(ref.block))
        if not placing.certain and last and not shape.exact:
            placing = knowledge.chosen(line, placing)
        if not placing.certain:
            return False
        (way,) = placing.assignments
        knowledge.learn(line, ref.block, way, len(heads.active(ref.block)), shape.exact)
        foreign = heads.foreign_units(ref.block)
        cells = self._index.cells(ref)
        for column, spot in way:
            cell = cells[column]
            if (spot.continued or spot.rows > 1) and spot.text.strip():
                self._gathered.doubt(cell, _MERGED, spot.text, where)
            elif column in foreign and is_figure(spot.text) and spot.text.strip(" 0０"):
                unit = self._index.blocks[ref.block].columns[column].unit
                reason = f"原表的单位是“{foreign[column]}”，本栏单位为{unit}，请换算后填写。"
                self._gathered.doubt(cell, reason, spot.text, where)
            else:
                self._gathered.put(cell, spot.text, where)
        return True

    def _unplaced(
        self,
        line: ClassifiedRow,
        ref: RowReference,
        heads: ColumnHeaders,
        shape: RowGeometry,
        knowledge: "_Knowledge",
        where: str,
    ) -> None:
        placing = match_columns(line.values, ref.block, heads, shape, knowledge.edges(ref.block))
        text = " ".join(spot.text.strip() for spot in line.values if spot.text.strip())
        self._choose(ref, placing.assignments, _UNSURE if placing.assignments else _NO_PLACE, text, where, heads)

    def _choose(
        self, ref: RowReference, ways: list[Assignment], reason: str, text: str, where: str, heads: ColumnHeaders
    ) -> None:
        cells = self._index.cells(ref)
        written = [{cells[column]: spot.text for column, spot in way} for way in ways]
        active = [cells[column] for column in heads.active(ref.block)]
        self._gathered.choose(written, active, reason, text, where)

    def _run_row(self, stretch: LabelledRun, ref: RowReference, heads: ColumnHeaders) -> None:
        """A row of a run: as many figures as columns are certain; fewer may stand in many ways."""
        active = heads.active(ref.block, len(stretch.figures))
        spots = [GridCell(text, i, i + 1) for i, text in enumerate(stretch.figures)]
        where = f"“{stretch.labels[-1].word.plain[:20]}”一行"
        if not spots:
            return
        if len(spots) == len(active) and heads.in_order(ref.block):
            for column, spot in zip(active, spots, strict=True):
                self._gathered.put(self._index.cells(ref)[column], spot.text, where)
            return
        if len(stretch.cells) >= len(active):
            cells = [GridCell(text, i, i + 1) for i, text in enumerate(stretch.cells)]
            shifts = figure_windows(cells, len(active), RowGeometry(False, 0, True))
            ways = [list(zip(active, cells[shift : shift + len(active)], strict=True)) for shift in shifts]
        elif len(spots) == 1 and len(spots[0].text) == len(active) > 1 and spots[0].text.isdigit():
            ways = ordered_assignments(list(spots[0].text), active)
        else:
            ways = ordered_assignments(stretch.figures, active)
        self._choose(ref, ways, _UNSURE if ways else _NO_PLACE, stretch.text, where, heads)

    def _strays(self, lines: list[ClassifiedRow], heads: ColumnHeaders, tabular: TableBlock, name: str) -> None:
        """Rows of figures that nothing names: where just so many are missing between their neighbours, those."""
        named = [(number, line.ref) for number, line in enumerate(lines) if line.ref is not None]
        for number, line in enumerate(lines):
            if line.kind != "other" or not line.has_figures or not named or self._is_foreign(line, lines):
                continue
            where = f"{name}第 {number + 1} 行"
            text = " ".join(spot.text.strip() for spot in line.row if spot.text.strip())
            ref = _between(lines, number, named)
            if ref is None or ref in self.rows:
                self._gathered.doubt("", _NO_ROW, text, where)
                continue
            self.rows.add(ref)
            placing = match_columns(line.values, ref.block, heads, self._shape(line, tabular, ref.block), {})
            self._choose(ref, placing.assignments, _BETWEEN, text, where, heads)

    def _is_foreign(self, line: ClassifiedRow, lines: list[ClassifiedRow]) -> bool:
        """Whether a row belongs to another table of the form, in a grid that holds several."""
        for other in self._others:
            heads = any(classify_row(other, each.row, False).kind == "head" for each in lines if each.kind == "other")
            if classify_row(other, line.row, heads and bool(other.unlabelled())).ref is not None:
                return True
        return False


class _Knowledge:
    """What whole rows of a grid show about the others: where columns begin, how far figures are shifted."""

    def __init__(self) -> None:
        self._edges: dict[int, dict[int, int]] = {}
        self._shifts: dict[tuple[int, int], set[int]] = {}

    def edges(self, block: int) -> Mapping[int, int]:
        """Left edges of the columns of a block."""
        return self._edges.get(block, {})

    def learn(self, line: ClassifiedRow, block: int, way: Assignment, width: int, exact: bool) -> None:
        """Takes note of a row that is placed for certain."""
        if len(way) < width or not way:
            return
        if block not in self._edges:
            self._edges[block] = {spot.left: column for column, spot in way}
        if not exact:
            self._shifts.setdefault((len(line.row), line.begin), set()).add(_shift(line, way))

    def chosen(self, line: ClassifiedRow, placing: ColumnMatch) -> ColumnMatch:
        """The way that rows of the same shape have all gone."""
        shifts = self._shifts.get((len(line.row), line.begin), set())
        ways = [way for way in placing.assignments if way and _shift(line, way) in shifts]
        return ColumnMatch(ways, True) if len(ways) == 1 and len(shifts) == 1 else placing


def _shift(line: ClassifiedRow, way: Assignment) -> int:
    first = way[0][1]
    return next((i for i, spot in enumerate(line.values) if spot is first), 0)


def _between(lines: list[ClassifiedRow], number: int, named: list[tuple[int, RowReference]]) -> RowReference | None:
    """The row that an unnamed one must be: between two named ones that leave out just as many rows."""
    before = [each for each in named if each[0] < number]
    after = [each for each in named if each[0] > number]
    if not before or not after:
        return None
    (above, first), (below, last) = before[-1], after[0]
    between = [i for i in range(above + 1, below) if lines[i].kind == "other" and lines[i].has_figures]
    if first.block != last.block or last.row - first.row - 1 != len(between):
        return None
    return RowReference(first.block, first.row + 1 + between.index(number))
