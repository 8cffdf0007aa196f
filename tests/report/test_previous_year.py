"""A figure beside last year's."""

import msgspec
import pytest

from reportdesk.report import PreviousReport, Report, figures, previous_figure

CELL = "requests.received.natural_person"


@pytest.mark.parametrize(
    ("last", "now", "expected"),
    [
        ("5", "8", ("5", "+3")),
        ("8", "5", ("8", "-3")),
        ("5", "5", ("5", "0")),
        ("/", "5", ("/", "")),
        ("5", "/", ("5", "")),
        ("5", None, ("5", "")),
        ("1" * 150, "1" * 149 + "2", ("1" * 150, "+1")),
    ],
)
def test_last_year_and_the_change(last, now, expected):
    report = Report.new(unit="示例县财政局", year=2025).with_cells({CELL: now})
    report = msgspec.structs.replace(report, previous=PreviousReport(cells={CELL: last}))
    assert previous_figure(report, figures(report), CELL) == expected


def test_nothing_where_last_year_is_not_known():
    report = Report.new(unit="示例县财政局", year=2025).with_cells({CELL: "8"})
    assert previous_figure(report, figures(report), CELL) is None
    blank = msgspec.structs.replace(report, previous=PreviousReport())
    assert previous_figure(blank, figures(blank), CELL) is None
