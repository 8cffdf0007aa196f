"""Bar charts of a report's figures beside last year's: the data, and where everything stands in the picture.

The engine draws nothing. `lay_out` places bars and texts in millimetres; the window paints them
(`reportdesk_ui.widgets.chart_painter`) and hands in how wide a text is in the font it uses.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import product
from textwrap import wrap
from typing import Literal, NamedTuple

from reportdesk.numbers import is_canonical, quantity
from reportdesk.text.characters import shorten

WIDTH_MM = 156.0  # the text of an A4 page in the official layout
LABEL_POINTS, TITLE_POINTS = 9.0, 11.0
MM_PER_POINT = 25.4 / 72

_MARGIN = 1.5  # around the picture; all lengths are in mm
_LINE = 1.35  # height of a line of text ÷ its size
_GROUP, _BAR = 13.0, 5.0  # the least height of a pair of bars; the height of one bar
_GAP = 1.2  # between a bar or the axis and a text
_FIGURE_GAP = 4.0  # between a label and a figure on the same side of the axis
_LEGEND_SPACE, _LEGEND_BOX, _LEGEND_GAP = 9.0, (6.4, 2.4), 6.4
_LABEL_CHARACTERS, _TITLE_CHARACTERS = 16, 38  # the most on a line
_FIGURE_CHARACTERS = 16  # a longer figure is cut
_LABEL_LINE = LABEL_POINTS * MM_PER_POINT * _LINE
_TITLE_LINE = TITLE_POINTS * MM_PER_POINT * _LINE

TextWidth = Callable[[str, float], float]
"""The width in mm of a text of one line at a size in points."""


class BarChart(NamedTuple):
    """Bars in pairs: a label each, last year's figure and this year's, as stored (None for a blank).

    `years` names the two sides, last year first. `unit` is the unit of all figures, "" where they differ.
    """

    title: str
    unit: str
    years: tuple[str, str]
    labels: Sequence[str]
    previous: Sequence[str | None]
    current: Sequence[str | None]


class Box(NamedTuple):
    """A filled rectangle, for a bar or in the legend; last year's are hatched."""

    x: float
    y: float
    width: float
    height: float
    hatched: bool


class Text(NamedTuple):
    """A line of text. `y` is the middle of its characters; `align` says which end of it (or its centre) `x` is."""

    text: str
    x: float
    y: float
    align: Literal["left", "centre", "right"]
    points: float


class Axis(NamedTuple):
    """The vertical line on which all bars stand."""

    x: float
    top: float
    bottom: float


class ChartLayout(NamedTuple):
    """A chart as shapes: millimetres from the upper left corner of a picture of `width` × `height`."""

    width: float
    height: float
    axis: Axis
    boxes: list[Box]
    texts: list[Text]


class _Bar(NamedTuple):
    """A bar before it is placed: its length (the longest of the chart has 1, negative to the left), its figure."""

    length: float
    figure: str
    room: float  # for the figure, with its gap
    hatched: bool


def lay_out(chart: BarChart, text_width: TextWidth) -> ChartLayout:
    """Places a chart. Every figure fits beside its bar; the picture grows with the lines of title and labels."""
    title = f"{chart.title}（单位：{chart.unit}）" if chart.unit else chart.title
    texts = list(_lines(wrap(title, _TITLE_CHARACTERS), WIDTH_MM / 2, _MARGIN, "centre", TITLE_POINTS))
    labels = [wrap(label, _LABEL_CHARACTERS) for label in chart.labels]
    bars = _bars(chart, text_width)
    labels_end = _MARGIN + max((text_width(line, LABEL_POINTS) for lines in labels for line in lines), default=0.0)
    zero, scale = _scale([bar for pair in bars for bar in pair], labels_end, WIDTH_MM - _MARGIN)
    boxes = []
    top = bottom = _MARGIN + len(texts) * _TITLE_LINE + _GAP
    for lines, pair in zip(labels, bars, strict=True):
        height = max(_GROUP, len(lines) * _LABEL_LINE + _GAP)
        middle = bottom + height / 2
        texts += _lines(lines, labels_end, middle - len(lines) * _LABEL_LINE / 2, "right", LABEL_POINTS)
        for bar, upper in zip(pair, (middle - _BAR, middle), strict=True):
            end = zero + bar.length * scale
            if bar.length:
                boxes.append(Box(min(zero, end), upper, abs(end - zero), _BAR, bar.hatched))
            beside: Literal["left", "right"] = "right" if bar.length < 0 else "left"
            shift = -_GAP if bar.length < 0 else _GAP
            texts.append(Text(bar.figure, end + shift, upper + _BAR / 2, beside, LABEL_POINTS))
        bottom += height
    bottom = max(bottom, top + _GROUP)
    height = bottom + _LEGEND_SPACE
    legend = _legend(chart.years, bottom + _LEGEND_SPACE / 2, text_width)
    for box, text in legend:
        boxes.append(box)
        texts.append(text)
    return ChartLayout(WIDTH_MM, height, Axis(zero, top, bottom), boxes, texts)


def _bars(chart: BarChart, text_width: TextWidth) -> list[list[_Bar]]:
    """The pairs of bars. Figures may be longer than a float can hold, so they are divided as decimals."""
    pairs = list(zip(chart.previous, chart.current, strict=True))
    longest = max((abs(_number(value)) for pair in pairs for value in pair), default=Decimal(0)) or Decimal(1)

    def bar(value: str | None, hatched: bool) -> _Bar:
        figure = _figure(value)
        return _Bar(float(_number(value) / longest), figure, text_width(figure, LABEL_POINTS) + _GAP, hatched)

    return [[bar(previous, True), bar(current, False)] for previous, current in pairs]


def _scale(bars: Sequence[_Bar], left: float, right: float) -> tuple[float, float]:
    """Where 0 stands, and the length in mm of a bar of 1: the largest at which all figures fit in."""
    before = [bar for bar in bars if bar.length < 0]
    after = [bar for bar in bars if bar.length >= 0]
    left += _FIGURE_GAP if before else _GAP
    if not any(bar.length for bar in bars):
        return left, 0.0
    nothing = _Bar(0.0, "", 0.0, False)
    scale = min(
        (right - left - low.room - high.room) / (high.length - low.length)
        for low, high in product([*before, nothing], [*after, nothing])
        if high.length > low.length
    )
    return left + max((bar.room + abs(bar.length) * scale for bar in before), default=0.0), scale


def _legend(years: tuple[str, str], middle: float, text_width: TextWidth) -> Iterator[tuple[Box, Text]]:
    width, height = _LEGEND_BOX
    lengths = [width + _GAP + text_width(year, LABEL_POINTS) for year in years]
    x = (WIDTH_MM - sum(lengths) - _LEGEND_GAP) / 2
    for year, length, hatched in zip(years, lengths, (True, False), strict=True):
        box = Box(x, middle - height / 2, width, height, hatched)
        yield box, Text(year, x + width + _GAP, middle, "left", LABEL_POINTS)
        x += length + _LEGEND_GAP


def _lines(
    lines: Iterable[str], x: float, top: float, align: Literal["centre", "right"], points: float
) -> Iterator[Text]:
    height = points * MM_PER_POINT * _LINE
    for number, line in enumerate(lines):
        yield Text(line, x, top + (number + 0.5) * height, align, points)


def _number(value: str | None) -> Decimal:
    return Decimal(quantity(value)) if value and is_canonical(value, "signed") else Decimal(0)


def _figure(value: str | None) -> str:
    return "—" if value is None else shorten(value, _FIGURE_CHARACTERS)
