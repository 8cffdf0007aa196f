"""Reports with seeded errors of every kind, for the benchmarks of the checks."""

from collections.abc import Iterator, Mapping
from random import Random
from typing import NamedTuple

from tests.support.simulation import REPORTS, TABLE_THREE, long_figures, simulated, typo, with_typos

from reportdesk.checks import check_figures
from reportdesk.numbers import format_number, quantity
from reportdesk.report import Figures, Report, figures

SEEDS = 6


class Case(NamedTuple):
    """A report's figures with errors, and the right figure of each cell that is wrong."""

    report: Report
    shown: Figures
    errors: Mapping[str, str]


def with_typing_errors(rng: Random, count: int, errors: tuple[int, ...]) -> Iterator[Case]:
    """So many cases, taking turns over the reports and the numbers of errors in table three."""
    names = list(REPORTS)
    for number in range(count):
        report, shown = simulated(names[number % len(names)])
        cells = rng.sample(report.form.table_cells(TABLE_THREE), errors[number // len(names) % len(errors)])
        yield Case(report, with_typos(rng, shown, cells), {cell: shown[cell] or "" for cell in cells})


def of_every_kind() -> Iterator[tuple[str, Report, Figures]]:
    """Typing errors, figures one too many, garbage; totals typed or computed; blanks. Each with a name."""
    hundred = long_figures()
    reports = [(name, *simulated(name)) for name in REPORTS] + [("100 digits", hundred, figures(hundred))]
    for name, report, shown in reports:
        form = report.form
        cells = form.table_cells(TABLE_THREE)
        everything = [cell for cell in form.cells if form.sums_of.get(cell)]
        for seed in range(SEEDS):
            rng = Random(f"{name} {seed}")
            for count in (4, 5, 6, 7, 10, 30, len(cells)):
                where = rng.sample(cells, count)
                typing_errors = {cell: typo(rng, shown[cell] or "0") for cell in where}
                more = {cell: format_number(quantity(shown[cell] or "0") + 1) for cell in where}
                garbage = {cell: str(rng.randrange(10_000)) for cell in where}
                for kind, wrong in (("typing errors", typing_errors), ("one too many", more), ("garbage", garbage)):
                    label = f"{name}, {count} cells, {kind}"
                    yield label, report, Figures({**shown, **wrong})
                    for part in (0.5, 1.0):
                        computed = [cell for cell in form.totals if rng.random() < part]
                        partly = report.with_cells({**wrong, **dict.fromkeys(computed)})
                        yield f"{label}, {len(computed)} totals computed", partly, figures(partly)
                    unfinished = partly.with_cells(dict.fromkeys(rng.sample(cells, rng.choice((5, 30)))))
                    yield f"{label}, blanks", unfinished, figures(unfinished)
            garbage = {cell: str(rng.randrange(10**9)) for cell in everything}
            broken = Figures({**shown, **garbage})
            assert len(check_figures(report, broken).findings) == len(form.sums)
            yield f"{name}, all equations broken", report, broken
