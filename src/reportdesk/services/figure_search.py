"""插入数据: the figures of a report by their labels, to search and to put into a text."""

from collections.abc import Iterable
from typing import NamedTuple

from reportdesk.form import Cell, Form
from reportdesk.report import Figures, Report


class FigureRow(NamedTuple):
    """A figure to insert; `shares` are the cells it can be a percentage of, nearest first."""

    cell: str
    label: str
    value: str | None
    section: str
    shares: tuple[str, ...]


def search_figures(report: Report, figures: Figures, query: str = "") -> list[FigureRow]:
    """The figures whose label fits a query, best first: "新收 自然人", "新收自然人", or a figure.

    A word fits a label that holds it; letters of a word that stand in this order but apart fit less well.
    """
    form = report.form
    ranked = []
    for number, cell in enumerate(form.cells.values()):
        label = label_of(cell)
        if (rank := _rank(query.split(), label, figures[cell.id])) is not None:
            row = FigureRow(cell.id, label, figures[cell.id], cell.section, tuple(_wholes(form, cell.id)))
            ranked.append((rank, number, row))
    return [row for _, _, row in sorted(ranked, key=lambda each: each[:2])]


def label_of(cell: Cell) -> str:
    """A cell by its labels, rows first; the outermost label, which all its neighbours share, is left out."""
    rows, columns = cell.row.labels, cell.column.labels
    return " · ".join([*(rows[1:] or rows), *(columns[1:] or columns if rows else columns)])


def _wholes(form: Form, cell: str) -> Iterable[str]:
    """The totals that a figure is a part of."""
    for each in form.sums_of.get(cell, ()):
        if each.fills and cell in each.left:
            yield each.right[0]


def _rank(words: list[str], label: str, value: str | None) -> int | None:
    """0 where all words stand in the label, more where some fit less well; None where one does not fit."""
    rank = 0
    for word in words:
        if word in label:
            continue
        if word == value:
            rank += 1
        elif _in_order(word, label):
            rank += 2
        else:
            return None
    return rank


def _in_order(word: str, label: str) -> bool:
    letters = iter(label)
    return all(letter in letters for letter in word)
