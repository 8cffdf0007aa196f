"""Tables that stand on their side: a label and its figure in each line, where the form has them in columns."""

from typing import NamedTuple

from reportdesk.documents.blocks import Grid, GridCell, TableBlock
from reportdesk.recognition.row_classifier import is_value
from reportdesk.recognition.table_index import TableIndex
from reportdesk.recognition.text_runs import labelled_runs
from reportdesk.text.labels import plain_label

_LEAST = 3  # lines, from which on they are no chance


class _Entry(NamedTuple):
    """A line: the label over it, its own label, its figure."""

    group: str
    label: str
    figure: GridCell


def transpose_grid(index: TableIndex, tabular: TableBlock) -> TableBlock | None:
    """The grid of a table whose rows each hold a label of a column and one figure as the form has it.

    Its last row are the figures, in the order of the original. None where the grid is none of that kind.
    """
    own = _own_labels(index)
    entries: list[_Entry] = []
    group = ""
    for row in tabular.grid if own else ():
        labels = [(i, spot.text) for i, spot in enumerate(row) if not is_value(spot.text) and index.head(spot.text)]
        named = [(i, text) for i, text in labels if index.head(text) in own]
        first = named[0][0] if len(named) == 1 else len(row)
        group = next((text for i, text in reversed(labels) if i < first and index.head(text) not in own), group)
        figures = [spot for spot in row[first + 1 :] if spot.text.strip()]
        if len(named) > 1 or len(figures) > 1 or any(is_value(spot.text) for spot in row[:first]):
            return None
        if named:
            entries.append(_Entry(group, named[0][1], figures[0] if figures else GridCell("", 0, 1)))
    return _turned(entries) if len(entries) >= _LEAST else None


def transpose_run(index: TableIndex, text: str) -> TableBlock | None:
    """The same for running text, where every figure stands behind a label of its own.

    None too where one is missing: labels in a row and fewer figures behind them say nothing of which is whose.
    """
    own = _own_labels(index)
    entries: list[_Entry] = []
    group = ""
    for stretch in labelled_runs(index, text) if own else ():
        labels = [text[token.start : token.end] for token in stretch.labels]
        named = [label for label in labels if index.head(label) in own]
        if len(stretch.figures) != 1 or len(named) != 1 or named[0] != labels[-1]:
            return None
        group = next((label for label in reversed(labels[:-1]) if index.head(label)), group)
        entries.append(_Entry(group, named[0], GridCell(stretch.figures[0], 0, 1)))
    return _turned(entries) if len(entries) >= _LEAST else None


def _own_labels(index: TableIndex) -> frozenset[str]:
    """The last labels of the columns whose rows have none: only there may a column's label name a line."""
    return frozenset(path[-1] for block in index.unlabelled() for path in index.columns[block])


def _turned(entries: list[_Entry]) -> TableBlock:
    groups, labels, figures = [], [], []
    for i, entry in enumerate(entries):
        groups.append(GridCell(entry.group, i, i + 1))
        labels.append(GridCell(entry.label, i, i + 1))
        figures.append(GridCell(entry.figure.text, i, i + 1, entry.figure.continued, entry.figure.rows))
    heads: Grid = [groups, labels] if any(plain_label(spot.text) for spot in groups) else [labels]
    return TableBlock([*heads, figures])
