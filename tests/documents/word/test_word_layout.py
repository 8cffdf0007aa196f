"""Word files as LibreOffice lays them out: pages, lines and places by GB/T 9704—2012."""

from collections import Counter
from itertools import pairwise

import pdfplumber
import pytest
from tests.support.pages import full_report
from tests.support.reports import busy_report
from tests.support.word_readback import laid_out

from reportdesk.checks import check
from reportdesk.documents import review_sheet
from reportdesk.documents.word import writer as word_writer
from reportdesk.documents.word.options import WordOptions
from reportdesk.report import Report
from reportdesk.services.review_sheet import review_of

MM = 72 / 25.4
A4 = 210 * MM, 297 * MM

pytestmark = pytest.mark.usefixtures("office")


def page_texts(pdf):
    return ["".join((page.extract_text() or "").split()) for page in pdf.pages]


@pytest.mark.parametrize(("line", "lines"), [(29, 22), (30, 21)])
def test_a_page_has_its_lines_of_28_characters(tmp_path, line, lines):
    report = Report.new(unit="示例局", year=2025).with_sections({"overview": "字" * 28 * 50})
    with pdfplumber.open(laid_out(word_writer.render(report, WordOptions(line=line)), tmp_path)) as pdf:
        page = pdf.pages[1]
        assert (page.width, page.height) == pytest.approx(A4, abs=1)
        text = [char for char in page.chars if char["text"] == "字"]
        found = Counter(round(char["top"]) for char in text)
        assert set(found.values()) == {28} and len(found) == lines
        tops = sorted(found)
        assert {low - high for high, low in pairwise(tops)} <= {line, line - 1, line + 1}
        left, right = min(char["x0"] for char in text) / MM, max(char["x1"] for char in text) / MM
        assert (left, right) == pytest.approx((28, 184), abs=0.5)


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    report, media = full_report()
    data = word_writer.render(report, WordOptions(closing=True), media, date="2026年1月20日")
    with pdfplumber.open(laid_out(data, tmp_path_factory.mktemp("busy"))) as pdf:
        yield pdf


def test_the_busy_report_has_the_pages_designed(busy):
    found = page_texts(busy)
    assert len(found) == 7
    assert [number for number, text in enumerate(found, 1) if f"—{number}—" in text] == list(range(1, 8))
    assert all(text.startswith("送审稿第1稿") for text in found)


def test_every_table_stands_on_one_page_with_its_heading(busy):
    tables = {number: page.find_tables() for number, page in enumerate(busy.pages, 1) if page.find_tables()}
    assert [len(each) for each in tables.values()] == [1, 1, 1]
    for number, heading in zip(tables, ("二、主动公开", "三、收到和处理", "四、政府信息公开"), strict=True):
        assert heading in page_texts(busy)[number - 1]
        left, _, right, bottom = tables[number][0].bbox
        assert (left / MM, right / MM) == pytest.approx((28, 184), abs=0.7)
        assert bottom < A4[1] - 35 * MM


def test_page_numbers_change_sides(busy):
    for number, page in enumerate(busy.pages, 1):
        numbers = [char for char in page.chars if char["top"] > A4[1] - 34 * MM and char["text"] == "—"]
        middle = sum(char["x0"] + char["x1"] for char in numbers) / 2 / len(numbers)
        assert (middle > A4[0] / 2) == (number % 2 == 1)


def test_the_picture_stands_whole_above_its_caption(busy):
    (page,) = [page for page in busy.pages if page.images]
    (image,) = page.images
    assert (image["width"] / MM, image["height"] / MM) == pytest.approx((120, 60), abs=0.5)
    (caption,) = page.search("图 ?1.主动公开信息数量")
    assert image["bottom"] <= caption["top"] < image["bottom"] + 12 * MM
    assert (caption["x0"] + caption["x1"]) / 2 == pytest.approx((image["x0"] + image["x1"]) / 2, abs=3)
    assert not [char for char in page.chars if image["top"] < char["top"] < image["bottom"] - 2]


def test_unit_and_date_stand_at_the_right_below_the_text(busy):
    page = busy.pages[-1]
    unit, date = page.search("示例市硚口区交通运输局")[-1], page.search("2026 ?年 ?1 ?月 ?20 ?日")[-1]
    # 11 characters and 6½: the date begins two characters further right and ends 4½ from the edge.
    assert (184 * MM - unit["x1"]) / 16 == pytest.approx(2, abs=0.1)
    assert (184 * MM - date["x1"]) / 16 == pytest.approx(4.5, abs=0.1)
    assert 25 < date["top"] - unit["top"] < 33
    assert page.search("没有其他需要报告的事项")[0]["top"] < unit["top"] - 50


def test_the_review_sheet_fills_one_page(tmp_path):
    report = busy_report().with_cells({"requests.granted.charity": "99"})
    with pdfplumber.open(laid_out(review_sheet.render(report, review_of(report, check(report))), tmp_path)) as pdf:
        assert len(pdf.pages) == 1
        assert "签发" in page_texts(pdf)[0]
