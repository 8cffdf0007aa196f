"""The 逐项录入对照单, parsed again."""

import msgspec
from lxml import html as lxml_html
from tests.support.reports import busy_report

from reportdesk.documents import checklist
from reportdesk.report import Contact, Report, figures


def parsed(report, **options):
    return lxml_html.fromstring(checklist.render(report, **options))


def test_every_figure_stands_there_once_in_the_order_of_the_form():
    report = busy_report()
    values = figures(report)
    assert [element.text for element in parsed(report).iter("b")] == [
        value for cell in report.form.cells if (value := values[cell]) is not None
    ]


def test_every_field_has_a_box():
    report = msgspec.structs.replace(busy_report(), contact=Contact(fax="1"))
    fields = len(report.form.cells) + len(report.texts) + len(report.footnotes) + len(("unit", "year", "kind", "fax"))
    page = parsed(report)
    assert len(list(page.iter("input"))) == fields
    assert {box.get("type") for box in page.iter("input")} == {"checkbox"}
    assert all(box.get("aria-label") for box in page.iter("input"))
    paper = parsed(report, paper=True)
    assert not list(paper.iter("input"))
    assert "".join(paper.itertext()).count("□") == fields


def test_every_figure_can_be_told_by_its_labels():
    report = busy_report()
    page = parsed(report)
    heads = [table for table in page.iter("table") if table.find("thead") is not None]
    assert len(heads) == sum(len(table.blocks) for table in report.form.tables.values())
    words = {text for table in heads for text in table.itertext()}
    for cell in report.form.cells.values():
        assert {*cell.row.labels[-1:], *cell.column.labels[-1:]} <= words


def test_a_note_stands_apart_from_its_figure_and_a_blank_is_named():
    report = Report.new(unit="甲", year=2025).with_cells({"disclosure.licensing.decisions": "22（其中修订16件）"})
    [figure] = parsed(report).iter("b")
    assert figure.text == "22"
    assert "注：其中修订16件" in figure.getparent().text_content()
    assert "".join(parsed(report).itertext()).count("空白") >= len(report.form.cells) - 1


def test_texts_are_whole_and_counted():
    report = busy_report()
    page = parsed(report)
    for text in report.texts.values():
        wanted = text.text.split("\n")
        assert any(list(cell.itertext()) == wanted for cell in page.iter("td"))
    assert f"（{len(''.join(report.text('overview').split()))} 字）" in "".join(page.itertext())


def test_it_is_a_page_of_its_own():
    page = parsed(busy_report())
    assert page.get("lang") == "zh-CN" and len(list(page.iter("h1"))) == 1
    assert not list(page.iter("script", "link"))
