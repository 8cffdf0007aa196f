"""Tables that are transposed: each line has one label and its figure, where the form has them in columns.

In: a grid or a text. Out: a `TableBlock` with header rows and one row of figures, or None if it is not of that kind.

    行政复议 | 结果维持 | 1              行政复议 | 行政复议 | 行政诉讼
             | 结果纠正 | 0        →     结果维持 | 结果纠正 | 结果维持
    行政诉讼 | 结果维持 | 2              1        | 0        | 2
"""

from typing import NamedTuple

from reportdesk.documents.blocks import Grid, GridCell, TableBlock
from reportdesk.recognition.row_classifier import is_value
from reportdesk.recognition.table_index import TableIndex
from reportdesk.recognition.text_runs import labelled_runs
from reportdesk.text.labels import plain_label

_FEWEST_LINES = 3  # fewer may be there by chance


class _Line(NamedTuple):
    """The label of the group that a line belongs to, its own label, its figure."""

    group: str
    label: str
    figure: GridCell


def transpose_grid(index: TableIndex, table: TableBlock) -> TableBlock | None:
    """A transposed grid turned upright. Its last row holds the figures, in the order of the original.

    None if a row does not hold exactly one label of a column and at most one figure behind it.
    """
    column_labels = _labels_of_lines(index)
    lines: list[_Line] = []
    group = ""
    for row in table.grid if column_labels else ():
        labels = [
            (i, label, cell.text)
            for i, cell in enumerate(row)
            if not is_value(cell.text) and (label := index.find_column_label(cell.text))
        ]
        named = [(i, text) for i, label, text in labels if label in column_labels]
        place = named[0][0] if len(named) == 1 else len(row)
        groups = (text for i, label, text in reversed(labels) if i < place and label not in column_labels)
        group = next(groups, group)
        figures = [cell for cell in row[place + 1 :] if cell.text.strip()]
        if len(named) > 1 or len(figures) > 1 or any(is_value(cell.text) for cell in row[:place]):
            return None
        if named:
            lines.append(_Line(group, named[0][1], figures[0] if figures else GridCell("", 0, 1)))
    return _upright(lines) if len(lines) >= _FEWEST_LINES else None


def transpose_text(index: TableIndex, text: str) -> TableBlock | None:
    """A text whose figures each stand behind a label of their own, turned upright.

    None as well if a figure is missing: several labels in a row and fewer figures do not tell which belongs to which.
    """
    column_labels = _labels_of_lines(index)
    lines: list[_Line] = []
    group = ""
    for run in labelled_runs(index, text) if column_labels else ():
        labels = [text[token.start : token.end] for token in run.labels]
        named = [label for label in labels if index.find_column_label(label) in column_labels]
        if len(run.figures) != 1 or len(named) != 1 or named[0] != labels[-1]:
            return None
        group = next((label for label in reversed(labels[:-1]) if index.find_column_label(label)), group)
        lines.append(_Line(group, named[0], GridCell(run.figures[0], 0, 1)))
    return _upright(lines) if len(lines) >= _FEWEST_LINES else None


def _labels_of_lines(index: TableIndex) -> frozenset[str]:
    """The labels that may name a line: last labels of columns, of blocks whose rows have no labels."""
    return frozenset(path[-1] for block in index.unlabelled_blocks() for path in index.column_paths[block])


def _upright(lines: list[_Line]) -> TableBlock:
    groups, labels, figures = [], [], []
    for i, line in enumerate(lines):
        groups.append(GridCell(line.group, i, i + 1))
        labels.append(GridCell(line.label, i, i + 1))
        figures.append(GridCell(line.figure.text, i, i + 1, line.figure.continued, line.figure.rows))
    headers: Grid = [groups, labels] if any(plain_label(cell.text) for cell in groups) else [labels]
    return TableBlock([*headers, figures])
