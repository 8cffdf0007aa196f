"""The rows of a grid told apart: heads, banners, rows of figures and what names them."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from reportdesk.documents.blocks import GridCell
from reportdesk.recognition.result import DASHES, NOTE_ALONE
from reportdesk.recognition.table_index import RowReference, TableIndex
from reportdesk.text.labels import plain_label, without_ordinals
from reportdesk.text.patterns import HAN

_FIGURE = re.compile(
    r"\s*(?:(?:约|减少?|增加?|[+\-＋－−–])*\s*\d[\d,，.．\s]*(?:[件条起宗份次项个余]|万?元)?|[/／])\s*(?:[（(].*[)）])?\s*",
    re.DOTALL,
)
_HAN = re.compile(f"[{HAN}]")
_LABEL = 300  # characters of a cell that may be a figure with its note
_SHORT = 20  # characters of a figure that cannot be read
RowKind = Literal["data", "banner", "head", "figures", "other"]


class ClassifiedRow(NamedTuple):
    """A row of a grid: what it is, the row of the form it names, where in the grid row its values begin."""

    kind: RowKind
    row: list[GridCell]
    ref: RowReference | None = None
    begin: int = 0
    block: int = -1

    @property
    def values(self) -> list[GridCell]:
        return self.row[self.begin :]

    @property
    def has_figures(self) -> bool:
        return any(is_figure(spot.text) for spot in self.values)


def is_figure(text: str) -> bool:
    """Whether a cell's text is meant as a figure, readable or nearly so."""
    if len(text) < _SHORT and text.isdigit():
        return True
    return _FIGURE.fullmatch(text) is not None


def is_value(text: str) -> bool:
    """Whether a cell's text cannot be a label: a figure, a dash, or signs without any Chinese."""
    if text.isdigit():
        return True
    return _remembered(text) if len(text) <= _LABEL else False


@lru_cache(maxsize=4096)  # the same labels stand in every report
def _remembered(text: str) -> bool:
    text = text.strip()
    return bool(text) and (text in DASHES or not _HAN.search(text) or is_figure(text))


def classify_row(index: TableIndex, row: list[GridCell], inside: bool) -> ClassifiedRow:
    """What a row is. `inside` says that heads of a table whose rows have no labels stand above."""
    values = [is_value(spot.text) for spot in row]
    texts = [(i, spot) for i, spot in enumerate(row) if not values[i] and spot.text.strip()]
    figures = any(values)
    if texts and not figures:
        plain = plain_label(texts[0][1].text)
        if plain in index.banners:
            return ClassifiedRow("banner", row, block=index.banners[plain][0])
        heads = sum(bool(index.head(spot.text)) for _, spot in texts)
        if heads and (heads > 1 or _only_head(index, texts)):
            return ClassifiedRow("head", row)
    for i, spot in reversed(texts):
        if ref := index.row(spot.text):
            return ClassifiedRow("data", row, ref, i + 1)
    first = values.index(True) if figures else len(row)
    labels = [(i, spot) for i, spot in texts if i < first and not spot.continued]
    whole = "".join(spot.text for _, spot in labels)
    if labels and (ref := index.row(whole)):
        return ClassifiedRow("data", row, ref, labels[-1][0] + 1)
    if not figures and any(index.head(spot.text) or plain_label(spot.text) in index.others for _, spot in texts):
        return ClassifiedRow("head", row)
    thrown_together = bool(whole) and figures and _made_of_heads(index, whole)
    if index.unlabelled() and (inside or thrown_together) and (begin := _begin(texts, labels, thrown_together)) >= 0:
        return ClassifiedRow("figures", row, RowReference(index.unlabelled()[0], 0), begin)
    return ClassifiedRow("other", row, begin=first)


def _begin(texts: list[tuple[int, GridCell]], labels: list[tuple[int, GridCell]], thrown_together: bool) -> int:
    """Where the figures of a row without a label begin; -1 where it is no row of figures."""
    if not labels:
        return 0
    if thrown_together:
        return labels[-1][0] + 1
    return 0 if all(_is_broken_figure(spot.text) or NOTE_ALONE.fullmatch(spot.text) for _, spot in texts) else -1


def _is_broken_figure(text: str) -> bool:
    return any(map(str.isdigit, text)) and len(text) < _SHORT


def _only_head(index: TableIndex, labels: list[tuple[int, GridCell]]) -> bool:
    """Whether labels of heads stand alone: those that also name a row do so only with their ordinal."""
    return all(without_ordinals(spot.text) == spot.text or not index.row(spot.text) for _, spot in labels)


def _made_of_heads(index: TableIndex, text: str) -> bool:
    """Whether a text is nothing but column labels thrown together."""
    rest = plain_label(text)
    for head in sorted(index.heads, key=len, reverse=True):
        rest = rest.replace(head, "")
    return not rest
