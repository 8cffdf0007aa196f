"""Paints bar charts as PNG pictures, for the window and for Word.

Colour-blind eyes and a black-and-white printer tell the bars apart: last year's are pale and hatched, this year's dark
and plain.
"""

from PySide6.QtCore import QBuffer, QIODevice, QLineF, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QImage, QPainter, QPen

from reportdesk.documents.charts import MM_PER_POINT, BarChart, Box, Text, lay_out
from reportdesk.errors import ReportDeskError

DPI = 200
FONTS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "SimHei", "DengXian",
    "PingFang SC", "Hiragino Sans GB", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Sans SC", "SimSun",
    "Noto Serif CJK SC", "Noto Sans CJK JP", "Noto Serif CJK JP", "FangSong",
)  # fmt: skip

_PIXELS_PER_MM = DPI / 25.4
_PREVIOUS, _CURRENT, _EDGE = QColor("#d9d9d9"), QColor("#1f4e79"), QColor("#404040")
_LINE, _HATCH, _HATCH_STEP = 2, 3, 17  # pixels: outlines, strokes of the hatching, from stroke to stroke


class ChartError(ReportDeskError):
    """A chart that cannot be drawn."""


def draw_chart(chart: BarChart) -> bytes:
    """The chart as a PNG picture of 200 dpi; the same bytes each time. Needs a QGuiApplication.

    Raises ChartError where no Chinese font is at hand: boxes in place of characters would say nothing.
    """
    family = _chinese_font()
    fonts: dict[float, QFont] = {}

    def font(points: float) -> QFont:
        return fonts.setdefault(points, _font(family, points))

    def text_width(text: str, points: float) -> float:
        return QFontMetricsF(font(points)).horizontalAdvance(text) / _PIXELS_PER_MM

    layout = lay_out(chart, text_width)
    image = QImage(_pixels(layout.width), _pixels(layout.height), QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(DPI / 0.0254))
    image.setDotsPerMeterY(round(DPI / 0.0254))
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        for box in layout.boxes:
            _paint_box(painter, box)
        painter.setPen(QPen(Qt.GlobalColor.black, _LINE))
        x = _pixels(layout.axis.x)
        painter.drawLine(x, _pixels(layout.axis.top), x, _pixels(layout.axis.bottom))
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        for text in layout.texts:
            _paint_text(painter, text, font(text.points))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _paint_box(painter: QPainter, box: Box) -> None:
    """Outlines lie on whole pixels. The strokes of all hatching lie on one grid, so that bars look alike."""
    x, y = _pixels(box.x), _pixels(box.y)
    area = QRect(x, y, _pixels(box.x + box.width) - x, _pixels(box.y + box.height) - y)
    painter.fillRect(area, _PREVIOUS if box.hatched else _CURRENT)
    if box.hatched:
        painter.save()
        painter.setClipRect(area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_EDGE, _HATCH))
        height = area.height()
        first = (x + y) // _HATCH_STEP * _HATCH_STEP
        for start in range(first, x + y + area.width() + height + _HATCH_STEP, _HATCH_STEP):
            painter.drawLine(QLineF(start - y, y, start - y - height, y + height))
        painter.restore()
    painter.setPen(QPen(_EDGE, _LINE, j=Qt.PenJoinStyle.MiterJoin))
    painter.drawRect(area)


def _paint_text(painter: QPainter, text: Text, font: QFont) -> None:
    metrics = QFontMetricsF(font)
    share = {"left": 0.0, "centre": 0.5, "right": 1.0}[text.align]
    x = text.x * _PIXELS_PER_MM - share * metrics.horizontalAdvance(text.text)
    painter.setFont(font)
    painter.drawText(QPointF(x, round(text.y * _PIXELS_PER_MM + metrics.capHeight() / 2)), text.text)


def _font(family: str, points: float) -> QFont:
    """Sized in pixels whatever the screen; hinted in height to keep thin strokes black; edges without colours."""
    font = QFont([*FONTS, family])
    font.setPixelSize(round(points * MM_PER_POINT * _PIXELS_PER_MM))
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias | QFont.StyleStrategy.NoSubpixelAntialias)
    return font


def _chinese_font() -> str:
    """A Chinese font of this computer, for where none of FONTS is; Windows may list those by their Chinese names."""
    families = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    if not families:
        raise ChartError("这台电脑上没有可用于绘图的中文字体，请安装黑体、微软雅黑或思源黑体后再试。")
    return families[0]


def _pixels(length: float) -> int:
    return round(length * _PIXELS_PER_MM)
