"""Plots of a report's figures beside last year's, as pictures for the window and for Word.

Drawn so that colour-blind eyes and a black-and-white printer tell the bars apart: pale and hatched against dark and
plain, every bar with its figure.
"""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from textwrap import wrap
from typing import NamedTuple

from reportdesk.errors import ReportDeskError
from reportdesk.numbers import is_canonical, quantity

WIDTH_MM = 156
DPI = 200

FONTS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "SimHei", "DengXian",
    "PingFang SC", "Hiragino Sans GB", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Sans SC", "SimSun",
    "Noto Serif CJK SC", "Noto Sans CJK JP", "Noto Serif CJK JP", "FangSong",
)  # fmt: skip
_LAST, _NOW, _EDGE = "#d9d9d9", "#1f4e79", "#404040"
_SIZE = 9  # points
_GROUP_MM, _HEAD_MM = 13.0, 22.0
_LABEL = 16  # characters on a line
_LONGEST = 16  # characters of a figure
_ROOM = 0.18  # of the longest bar, for its figure


class PlotError(ReportDeskError):
    """A plot that cannot be drawn."""


class Bars(NamedTuple):
    """Bars in pairs: a label each, last year's figure and this year's (None for a blank); `years` names the two.

    `unit` is the unit of all figures, "" where they differ.
    """

    title: str
    unit: str
    years: tuple[str, str]
    labels: Sequence[str]
    last: Sequence[str | None]
    now: Sequence[str | None]


def draw(bars: Bars) -> bytes:
    """The bars as a PNG picture, 156 mm wide at 200 dpi. Raises PlotError where no Chinese font is at hand."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    font = {"family": _font(), "size": _SIZE}
    count = len(bars.labels)
    height = _HEAD_MM + _GROUP_MM * max(count, 1)
    figure = Figure(figsize=(WIDTH_MM / 25.4, height / 25.4), dpi=DPI, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    last, now = _lengths(bars.last, bars.now)
    looks = ((bars.last, last, -0.2, _LAST, "////"), (bars.now, now, 0.2, _NOW, ""))
    for year, (figures, lengths, shift, colour, hatch) in zip(bars.years, looks, strict=True):
        drawn = axes.barh(
            [place + shift for place in range(count)],
            lengths,
            height=0.38,
            label=year,
            color=colour,
            edgecolor=_EDGE,
            linewidth=0.6,
            hatch=hatch,
        )
        shown = [_shown(value) for value in figures]
        axes.bar_label(drawn, labels=shown, padding=3, fontfamily=font["family"], fontsize=_SIZE)
    axes.set_yticks(range(count), [_wrapped(label) for label in bars.labels], fontproperties=font)
    axes.invert_yaxis()
    axes.set_xticks([])
    least, most = min([*last, *now, 0.0]), max([*last, *now, 0.0])
    axes.set_xlim(least - (_ROOM if least else 0.0), most + _ROOM)
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    title = f"{bars.title}（单位：{bars.unit}）" if bars.unit else bars.title
    axes.set_title(title, fontproperties={**font, "size": _SIZE + 2})
    figure.legend(prop=font, frameon=False, loc="outside lower center", ncols=2)
    file = BytesIO()
    figure.savefig(file, format="png", metadata={"Software": None})
    return file.getvalue()


def _lengths(*sides: Sequence[str | None]) -> list[list[float]]:
    """The bars' lengths, the longest 1; figures may be longer than a float can hold."""
    numbers = [[_number(value) for value in side] for side in sides]
    longest = max((abs(number) for side in numbers for number in side), default=Decimal(0)) or Decimal(1)
    return [[float(number / longest) for number in side] for side in numbers]


def _number(value: str | None) -> Decimal:
    return Decimal(quantity(value)) if value and is_canonical(value, "signed") else Decimal(0)


def _shown(value: str | None) -> str:
    if value is None:
        return "—"
    return value if len(value) <= _LONGEST else value[:_LONGEST] + "…"


def _wrapped(label: str) -> str:
    """A label in lines short enough to leave the room to the bars."""
    return "\n".join(wrap(label, _LABEL)) if len(label) > _LABEL else label


def _font() -> str:
    """The name of a Chinese font of this computer; boxes in place of characters would say nothing."""
    from matplotlib.font_manager import fontManager

    known = {entry.name for entry in fontManager.ttflist}
    for name in FONTS:
        if name in known:
            return name
    raise PlotError("这台电脑上没有可用于绘图的中文字体，请安装黑体、微软雅黑或思源黑体后再试。")
