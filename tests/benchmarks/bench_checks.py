"""The checks of the figures, held against one pass of the 42 sums of the busy sample in plain Python."""

from collections.abc import Callable, Iterator
from heapq import nlargest
from itertools import cycle
from random import Random

from tests.benchmarks.broken_reports import of_every_kind, with_typing_errors
from tests.benchmarks.measure import median_ratio, seconds
from tests.benchmarks.references import pass_of_sums
from tests.benchmarks.row import Row
from tests.support.simulation import REPORTS, simulated

from reportdesk import resources
from reportdesk.checks import check_figures, check_sums
from reportdesk.checks.pipeline import add_explanations
from reportdesk.report import Figures, Report, figures
from reportdesk.store import open_report

CASES = 200
SLOWEST = 6


def rows() -> list[Row]:
    """The equations of one edit, all of them, and all checks with the causes of what is broken."""
    sample = open_report(resources.path("samples", "busy.rdesk"))
    form, shown = sample.form, figures(sample)
    one_pass = pass_of_sums(form, shown)
    cell = max(form.sums_of, key=lambda cell: len(form.sums_of[cell]))
    sound = cycle([simulated(name) for name in REPORTS])
    three = cycle([(case.report, case.shown) for case in with_typing_errors(Random("three errors"), CASES, (3,))])
    worst, name = max((_ratio(report, broken, one_pass), name) for name, report, broken in _slowest(one_pass))
    print(f"    slowest of all checks with causes: {name}")
    one_edit = median_ratio(lambda: check_sums(form, shown, form.sums_of[cell]), one_pass)
    everything = median_ratio(lambda: check_figures(sample, shown), one_pass)
    return [
        Row("equations of one edit ÷ 42 plain sums", one_edit, 0.13),
        Row("all equations, blanks, signs ÷ 42 plain sums", everything, 1.8),
        Row("checks with causes, sound report ÷ 42 plain sums", median_ratio(lambda: _next(sound), one_pass), 3.8),
        Row("the same, three errors ÷ 42 plain sums", median_ratio(lambda: _next(three), one_pass, 101), 10.5),
        Row("the same, at their worst ÷ 42 plain sums", worst, 380),
    ]


def _check(report: Report, shown: Figures) -> None:
    add_explanations(report, shown, check_figures(report, shown))


def _next(cases: Iterator[tuple[Report, Figures]]) -> None:
    _check(*next(cases))


def _slowest(one_pass: Callable[[], object]) -> list[tuple[str, Report, Figures]]:
    """The slowest of broken reports of every kind: name, report, figures."""

    def quicker_of_two(case: tuple[str, Report, Figures]) -> float:
        _, report, shown = case
        return min(seconds(lambda: _check(report, shown)) / seconds(one_pass, 10) for _ in range(2))

    return nlargest(SLOWEST, of_every_kind(), key=quicker_of_two)


def _ratio(report: Report, shown: Figures, one_pass: Callable[[], object]) -> float:
    return median_ratio(lambda: _check(report, shown), one_pass, 21)
