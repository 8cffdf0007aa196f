"""Bar charts as pictures, in colour and in black and white."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from tests.support.simulation import simulated

from reportdesk.documents.charts import WIDTH_MM, BarChart
from reportdesk.services.year_comparison import compare_years
from reportdesk_ui.dialogs.year_comparison_dialog import YearComparisonDialog
from reportdesk_ui.widgets.chart_painter import DPI, ChartError, draw_chart

YEARS = ("2024年", "2025年")
SAME = BarChart("行政复议", "件", YEARS, ["结果维持", "结果纠正"], ["10", "10"], ["10", "10"])


@pytest.fixture
def chinese(qapp: QApplication) -> None:
    try:
        draw_chart(SAME)
    except ChartError:
        pytest.skip("this computer has no Chinese font")


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def rows_of_bars(chart: BarChart) -> list[list[int]]:
    """The grey values of each row of pixels that lies within a bar, from a part of the picture that all bars cross."""
    image = QImage.fromData(draw_chart(chart)).convertToFormat(QImage.Format.Format_Grayscale8)
    start = image.width() // 3
    rows = [[image.pixelColor(x, y).red() for x in range(start, start + 200)] for y in range(image.height())]
    return [row for row in rows if max(row) < 255]


@pytest.mark.usefixtures("chinese")
def test_a_chart_is_as_wide_as_the_text_of_a_page() -> None:
    county = simulated("busy county")[0]
    found = compare_years(county, msgspec.structs.replace(county, year=county.year - 1))
    assert found
    for chart in found.bars:
        png = draw_chart(chart)
        width, height = size_of(png)
        assert abs(width - WIDTH_MM / 25.4 * DPI) <= 1
        assert height < 2 * width
        assert QImage.fromData(png).dotsPerMeterX() == round(DPI / 0.0254)


@pytest.mark.usefixtures("chinese")
def test_the_two_years_differ_without_colour() -> None:
    """Bars of one length, dark and pale: a printer of greys shows both, and one of black and white the hatching."""
    rows = rows_of_bars(SAME)
    dark = [row for row in rows if max(row) < 0.35 * 255]
    pale = [row for row in rows if 0.7 * 255 < sorted(row)[len(row) // 2] < 0.95 * 255]
    assert len(dark) > 40
    assert len(pale) > 40
    black = [sum(grey < 128 for grey in row) / len(row) for row in pale]
    assert all(0.1 < share < 0.4 for share in black)


@pytest.mark.usefixtures("chinese")
def test_texts_are_smooth_and_without_coloured_edges() -> None:
    image = QImage.fromData(draw_chart(BarChart("增减", "件", YEARS, ["甲"], [None], [None])))
    title = [image.pixelColor(x, y) for x in range(image.width()) for y in range(45)]
    assert all(colour.red() == colour.green() == colour.blue() for colour in title)
    assert len({colour.red() for colour in title}) > 20


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    ("previous", "current"),
    [
        ([], []),
        ([None], [None]),
        (["0"], ["0"]),
        (["-4", "+19"], ["-8", "/"]),
        (["9" * 200, "1"], ["0.000001", "1" + "0" * 199]),
    ],
)
def test_any_figures_can_be_drawn(previous: list[str | None], current: list[str | None]) -> None:
    labels = [f"很长的一行标签，长到要分成几行才写得下，第{n}行" for n in range(len(previous))]
    assert size_of(draw_chart(BarChart("增减", "", YEARS, labels, previous, current)))


@pytest.mark.usefixtures("chinese")
def test_the_same_chart_is_the_same_picture() -> None:
    program = f"""
from PySide6.QtWidgets import QApplication
from reportdesk.documents.charts import BarChart
from reportdesk_ui.widgets.chart_painter import draw_chart
app = QApplication([])
app.setFont("Noto Serif CJK SC")
print(draw_chart({SAME!r}).hex())
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert bytes.fromhex(done.stdout) == draw_chart(SAME)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="fontconfig hides the fonts")
def test_without_a_chinese_font_a_sentence_says_so(tmp_path: Path) -> None:
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>")
    program = f"""
from PySide6.QtWidgets import QApplication
from reportdesk.documents.charts import BarChart
from reportdesk_ui.widgets.chart_painter import ChartError, draw_chart
app = QApplication([])
try:
    draw_chart({SAME!r})
except ChartError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "FONTCONFIG_FILE": str(fonts), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("这台电脑上没有可用于绘图的中文字体")


def test_the_dialog_shows_why_there_is_no_chart(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(chart: BarChart) -> bytes:
        raise ChartError("这台电脑上没有中文字体。")

    monkeypatch.setattr("reportdesk_ui.dialogs.year_comparison_dialog.draw_chart", fail)
    county = simulated("busy county")[0]
    found = compare_years(county, msgspec.structs.replace(county, year=county.year - 1))
    assert found
    dialog = YearComparisonDialog(found)
    dialog.tabs.setCurrentIndex(1)
    assert dialog.chart.label.text() == "这台电脑上没有中文字体。"
    assert not dialog.insert.isEnabled()
