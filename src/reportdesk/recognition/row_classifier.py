"""What each row of a grid is: a header row, a shaded row, a row of figures, or something else.

In: a `TableIndex` and the cells of a row. Out: a `ClassifiedRow`.

    第二十条第（一）项                           →  banner: a shaded row above a block
    信息内容 | 本年制发件数 | 本年废止件数       →  header: column labels
    规章 | 3 | 0 | 12                            →  data: the row 规章, its values begin at cell 1
    0 | 1 | 0 | 0 | 1                            →  figures, in a table whose rows have no labels
    附件 | 见后                                  →  other
"""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from reportdesk.documents.blocks import GridCell
from reportdesk.recognition.result import DASHES, NOTE_ALONE
from reportdesk.recognition.table_index import RowReference, TableIndex
from reportdesk.text.labels import plain_label, without_ordinals
from reportdesk.text.patterns import HAN

# A figure as offices write it: "1,234", "约 12件", "减少3万元", "/", "22（其中修订16件）".
_FIGURE = re.compile(
    r"""
    \s*
    (?:
        (?: 约 | 减少? | 增加? | [+\-＋－−–] )* \s*    # "约", "减少", "-"
        \d [\d,，.．\s]*                              # "12", "1,234", "3.50"
        (?: [件条起宗份次项个余] | 万?元 )?            # "件", "万元"
      | [/／]                                          # not applicable
    )
    \s*
    (?: [（(] .* [)）] )?                              # a note: "（其中修订16件）"
    \s*
    """,
    re.DOTALL | re.VERBOSE,
)
_HAN = re.compile(f"[{HAN}]")
_LONGEST_FIGURE = 300  # characters of a figure with its note
_LONGEST_MISREAD = 20  # characters of a text with digits that may be a misread figure
RowKind = Literal["data", "banner", "header", "figures", "other"]


class ClassifiedRow(NamedTuple):
    """A row of a grid: its kind, its cells, the row of the form it belongs to, the index of its first value.

    `row` is set if the kind is "data" or "figures". `begin` counts `cells` from 0; what stands before is labels.
    """

    kind: RowKind
    cells: list[GridCell]
    row: RowReference | None = None
    begin: int = 0

    @property
    def values(self) -> list[GridCell]:
        """The cells behind the labels."""
        return self.cells[self.begin :]

    @property
    def has_figures(self) -> bool:
        return any(is_figure(cell.text) for cell in self.values)


def is_figure(text: str) -> bool:
    """Whether a text is meant as a figure, even if it is not quite readable."""
    if len(text) < _LONGEST_MISREAD and text.isdigit():
        return True
    return _FIGURE.fullmatch(text) is not None


def is_value(text: str) -> bool:
    """Whether a text cannot be a label: a figure, a dash, or signs without a Chinese character."""
    if text.isdigit():
        return True
    return _is_value(text) if len(text) <= _LONGEST_FIGURE else False


@lru_cache(maxsize=4096)  # the same labels stand in every report
def _is_value(text: str) -> bool:
    text = text.strip()
    return bool(text) and (text in DASHES or not _HAN.search(text) or is_figure(text))


def classify_row(index: TableIndex, cells: list[GridCell], below_headers: bool) -> ClassifiedRow:
    """The kind of a row of cells. `below_headers` says that header rows of a table without row labels stand above."""
    values = [is_value(cell.text) for cell in cells]
    texts = [(i, cell) for i, cell in enumerate(cells) if not values[i] and cell.text.strip()]
    has_values = any(values)
    if texts and not has_values:
        if plain_label(texts[0][1].text) in index.banners:
            return ClassifiedRow("banner", cells)
        headers = sum(bool(index.find_column_label(cell.text)) for _, cell in texts)
        if headers and (headers > 1 or _are_only_headers(index, texts)):
            return ClassifiedRow("header", cells)
    for i, cell in reversed(texts):
        if row := index.find_row(cell.text):
            return ClassifiedRow("data", cells, row, i + 1)
    first_value = values.index(True) if has_values else len(cells)
    labels = [(i, cell) for i, cell in texts if i < first_value and not cell.continued]
    joined = "".join(cell.text for _, cell in labels)
    if labels and (row := index.find_row(joined)):  # a label broken into several cells
        return ClassifiedRow("data", cells, row, labels[-1][0] + 1)
    if not has_values and any(_is_other_than_row_label(index, cell.text) for _, cell in texts):
        return ClassifiedRow("header", cells)
    if unlabelled := index.unlabelled_blocks():
        has_headers = bool(joined) and has_values and _consists_of_column_labels(index, joined)
        if (below_headers or has_headers) and (begin := _first_figure(texts, labels, has_headers)) >= 0:
            return ClassifiedRow("figures", cells, RowReference(unlabelled[0], 0), begin)
    return ClassifiedRow("other", cells, begin=first_value)


def _is_other_than_row_label(index: TableIndex, text: str) -> bool:
    return bool(index.find_column_label(text)) or plain_label(text) in index.other_labels


def _first_figure(texts: list[tuple[int, GridCell]], labels: list[tuple[int, GridCell]], has_headers: bool) -> int:
    """Where the figures of a row without a row label begin; -1 if it is no row of figures.

    `has_headers` says that `labels` are column labels that stand in the same row.
    """
    if not labels:
        return 0
    if has_headers:
        return labels[-1][0] + 1
    return 0 if all(_is_misread_figure(cell.text) or NOTE_ALONE.fullmatch(cell.text) for _, cell in texts) else -1


def _is_misread_figure(text: str) -> bool:
    return any(map(str.isdigit, text)) and len(text) < _LONGEST_MISREAD


def _are_only_headers(index: TableIndex, labels: list[tuple[int, GridCell]]) -> bool:
    """Whether no label names a row as well. A label counts as a row's only if it has an ordinal ("3.其他")."""
    return all(without_ordinals(cell.text) == cell.text or not index.find_row(cell.text) for _, cell in labels)


def _consists_of_column_labels(index: TableIndex, text: str) -> bool:
    rest = plain_label(text)
    for label in sorted(index.column_labels, key=len, reverse=True):
        rest = rest.replace(label, "")
    return not rest
