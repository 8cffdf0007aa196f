"""What Python programs use: the package `reportdesk`, its functions and its values."""

from tests.contracts import facade, fixtures

import reportdesk

# What may join; everything else that is new needs a look.
MAY_JOIN = {"PreviousReport"}


def test_the_public_names_are_those_that_were():
    known = {name for name in fixtures.data("facade.json") if "()" not in name}
    assert known <= set(reportdesk.__all__)
    assert set(reportdesk.__all__) - known <= MAY_JOIN


def test_what_is_public_can_be_used_as_it_could():
    made = {name: value for name, value in facade.facade().items() if name not in MAY_JOIN}
    if "others" in made["Report"]:
        made["Report"]["others"].pop("with_previous", None)  # may join
    fixtures.assert_same("facade.json", fixtures.as_json(made))


def test_fees_are_what_they_were():
    fixtures.assert_same("fees.json", fixtures.as_lines(facade.fees()))


def test_a_data_sheet_that_came_back_is_read_as_it_was():
    fixtures.assert_same("data-sheet.json", fixtures.as_json(facade.data_sheet()))


def test_sentences_are_paired_as_they_were():
    fixtures.assert_same("sentences.txt", facade.sentences())


def test_the_facade_reads_and_writes(tmp_path):
    """As in its own description."""
    report = reportdesk.Report.new(unit="示例县财政局", year=2025)
    report = report.with_cells({"requests.received.natural_person": "8"})
    assert reportdesk.check(report).findings
    assert reportdesk.figures(report)["requests.received.natural_person"] == "8"
    reportdesk.save_report(report, tmp_path / "2025.rdesk")
    assert reportdesk.open_report(tmp_path / "2025.rdesk") == report
    for suffix in (".docx", ".xlsx", ".html"):
        reportdesk.write(report, tmp_path / f"2025{suffix}")
        assert reportdesk.read(tmp_path / f"2025{suffix}").report.cells["requests.received.natural_person"] == "8"
