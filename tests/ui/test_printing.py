"""The PDF preview by Qt, read back."""

from io import BytesIO

import pdfplumber
import pytest
from tests.support.reports import busy_report

from reportdesk.documents import checklist
from reportdesk.documents.html import writer as html_writer
from reportdesk.documents.pdf import writer as pdf_writer
from reportdesk.report import figures
from reportdesk.services import export
from reportdesk_ui import main, printing


def test_every_page_says_what_it_is_and_every_figure_stands_there(qapp):
    report = busy_report()
    data = printing.pdf_from_html(html_writer.render(report))
    with pdfplumber.open(BytesIO(data)) as document:
        texts = [page.extract_text() for page in document.pages]
        assert {(round(page.width), round(page.height)) for page in document.pages} == {(595, 842)}
        fonts = {char["fontname"] for page in document.pages for char in page.chars}
    assert len(texts) >= 3 and all(pdf_writer.PREVIEW in text for text in texts)
    whole = "".join(texts)
    assert {value for value in figures(report).values() if value} <= set(whole.split()) | {"13"}
    assert fonts and all("+" in font for font in fonts), "subsets, that is: embedded"
    assert report.form.tables["disputes"].title not in whole.replace(report.form.sections["disputes"].heading, "")


@pytest.mark.parametrize("lines", [0, 9, 18, 27, 36])
def test_a_table_that_fits_is_not_split_wherever_it_falls(qapp, lines):
    """And so every figure is read back, whatever the length of the text before."""
    report = busy_report()
    report = report.with_sections({"overview": "\n".join(["全年工作情况如下。"] * lines) or "略。"})
    data = printing.pdf_from_html(html_writer.render(report))
    with pdfplumber.open(BytesIO(data)) as document:
        texts = [page.extract_text() for page in document.pages]
    assert sum("结转下年度继续办理" in text for text in texts) == 1
    page = next(text for text in texts if "结转下年度继续办理" in text)
    assert "本年新收政府信息公开申请数量" in page
    headings = [report.form.sections[each].heading for each in ("disclosure", "requests", "disputes")]
    for text in texts:
        assert not [each for each in headings if text.rstrip("— 0123456789\n").endswith(each)], "a heading alone"


def test_a_single_table_and_a_checklist(qapp):
    report = busy_report()
    one = printing.pdf_from_html(html_writer.fragment(report, table="disputes").encode())
    with pdfplumber.open(BytesIO(one)) as document:
        assert len(document.pages) == 1
        text = document.pages[0].extract_text()
    assert report.footnotes["disputes"][-4:] in text and "其他需要" not in text
    figures_of = [figures(report)[cell] for cell in report.form.table_cells("disputes")]
    assert " ".join(figures_of) in text
    assert printing.pdf_from_html(checklist.render(report, paper=True)).startswith(b"%PDF")


def test_a_command_brings_it_where_there_is_no_libreoffice(qapp, no_office, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(pdf_writer, "pdf_by", None)
    export.write(busy_report(), tmp_path / "a.html")
    source = tmp_path / "a.rdesk"
    from reportdesk.store import save_report

    save_report(busy_report(), source)
    assert main.main(["export", str(source), "-o", str(tmp_path / "a.pdf")]) == 0
    assert pdf_writer.PREVIEW in capsys.readouterr().err
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
