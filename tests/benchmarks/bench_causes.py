"""All checks with their causes: how long they take, and the same solved as a mixed-integer program by HiGHS."""

from collections.abc import Iterator, Mapping
from random import Random
from statistics import median
from time import perf_counter
from typing import NamedTuple

import highspy
import numpy as np
from tests.benchmarks.pairs import seconds
from tests.benchmarks.row import Row
from tests.support.simulation import REPORTS, TABLE_THREE, long_figures, simulated, typo, with_typos

from reportdesk.checks import check_figures, with_causes
from reportdesk.checks.causes import find_causes
from reportdesk.checks.system import System, system
from reportdesk.numbers import quantity, written
from reportdesk.report import Figures, Report, figures

RUNS = 200
SEEDS = 6
CASES = 50


class Case(NamedTuple):
    """A report's figures with the errors somebody made: cell → the right figure."""

    report: Report
    shown: Figures
    errors: Mapping[str, str]


def checks() -> list[Row]:
    """All checks with causes, the figures at hand, in milliseconds: sound, with three errors, and at their worst."""
    reports = [simulated(name) for name in REPORTS]
    rng = Random("three errors")
    sound = [seconds(lambda case=case: _check(*case)) for case in reports * (RUNS // len(reports))]
    three = [seconds(lambda case=case: _check(case.report, case.shown)) for case in _sampled(rng, RUNS, (3,))]
    worst, name = max((_undisturbed(report, shown), name) for name, report, shown in _anything())
    print(f"    slowest of all checks with causes: {name}")
    return [
        Row("all checks with causes, sound report (ms)", 1000 * median(sound), 2),
        Row("all checks with causes, three errors (ms)", 1000 * median(three), 5),
        Row("all checks with causes, worst of anything (ms)", 1000 * worst, 50),
    ]


def against_highs() -> list[Row]:
    """One to four typing errors: the solver's time alone ÷ that of our whole search, and how often each is right."""
    ratios, ours_right, highs_right = [], 0, 0
    for case in _sampled(Random("highs"), CASES, (1, 2, 3, 4)):
        form = case.report.form
        find_causes(form, case.shown)
        began = perf_counter()
        causes = find_causes(form, case.shown).causes
        taken = perf_counter() - began
        named = {suspect.cell: suspect.should_be for suspect in causes[0].cells} if causes else {}
        solved, solving = _solve(system(form, case.shown), case.shown)
        ratios.append(solving / taken)
        ours_right += named == case.errors
        highs_right += solved == case.errors
    print(f"    right of {CASES}: ours {ours_right}, HiGHS {highs_right}")
    return [
        Row("MIP by HiGHS ÷ our search, median", median(ratios), 20, at_least=True),
        Row("how often right: ours minus HiGHS", ours_right - highs_right, 0, at_least=True),
    ]


def _check(report: Report, shown: Figures) -> None:
    with_causes(report, shown, check_figures(report, shown))


def _undisturbed(report: Report, shown: Figures) -> float:
    """The quicker of two runs: what disturbs one seldom disturbs both."""
    return min(seconds(lambda: _check(report, shown)) for _ in range(2))


def _sampled(rng: Random, count: int, errors: tuple[int, ...]) -> Iterator[Case]:
    """So many cases, taking turns over the reports and the numbers of errors in table three."""
    names = list(REPORTS)
    for number in range(count):
        report, shown = simulated(names[number % len(names)])
        cells = rng.sample(report.form.table_cells(TABLE_THREE), errors[number // len(names) % len(errors)])
        yield Case(report, with_typos(rng, shown, cells), {cell: shown[cell] or "" for cell in cells})


def _anything() -> Iterator[tuple[str, Report, Figures]]:
    """Broken reports of every kind: typing errors, figures one too many, garbage; totals typed or computed; blanks."""
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
                slips = {cell: typo(rng, shown[cell] or "0") for cell in where}
                more = {cell: written(quantity(shown[cell] or "0") + 1) for cell in where}
                garbage = {cell: str(rng.randrange(10_000)) for cell in where}
                for kind, wrong in (("slips", slips), ("one too many", more), ("garbage", garbage)):
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


def _solve(whole: System, shown: Figures) -> tuple[dict[str, str], float]:
    """The fewest cells whose change lets all equations hold, by HiGHS: (cell → figure, seconds of solving).

    Every cell has a plus and a minus part, whole and not negative, and a binary variable that both need:
    Σ coefficient × (plus − minus) = −residual for every equation, plus ≤ U × changed, minus ≤ now × changed,
    and Σ changed is least.

    The bounds are sound. A figure is never negative, so minus ≤ now. U is the sum of all residuals, without regard to
    sign. The equations are those of a two-way table with subtotals on one side only: a network once the redundant sum
    across the subtotals is left out, so they are totally unimodular. Let v be changes of the fewest cells, and write
    (v, 1) as a sum of elementary vectors of the kernel of [equations | residuals], none of them opposed to v anywhere
    (Rockafellar 1969). One with nothing at the residuals could be taken away from v until a cell is left as it was,
    with no figure below 0 that was not: there is none, as v has the fewest cells. So v is a weighted mean of solutions
    whose cells are independent, and in those each change is a sum of residuals, each at most once.
    """
    cells = list(whole.columns)
    place = {cell: number for number, cell in enumerate(cells)}
    count = len(cells)
    now = np.array([float(shown[cell] or "0") for cell in cells])
    most = float(sum(abs(residual) for residual in whole.residuals.values()))
    starts, index, value, right = [], [], [], []
    for e, row in enumerate(whole.rows):
        starts.append(len(index))
        for cell, coefficient in row.items():
            index += [place[cell], count + place[cell]]
            value += [coefficient, -coefficient]
        right.append(float(-whole.residuals.get(e, 0)))
    for part, bounds in ((0, np.full(count, most)), (count, now)):
        for number in range(count):
            starts.append(len(index))
            index += [part + number, 2 * count + number]
            value += [1.0, -bounds[number]]
    equations = len(whole.rows)

    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = 3 * count, equations + 2 * count
    program.col_cost_ = np.concatenate([np.zeros(2 * count), np.ones(count)])
    program.col_lower_ = np.zeros(3 * count)
    program.col_upper_ = np.concatenate([np.full(count, most), now, np.ones(count)])
    program.row_lower_ = np.concatenate([right, np.full(2 * count, -highspy.kHighsInf)])
    program.row_upper_ = np.concatenate([right, np.zeros(2 * count)])
    program.integrality_ = [highspy.HighsVarType.kInteger] * (3 * count)
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.array([*starts, len(index)])
    program.a_matrix_.index_ = np.array(index)
    program.a_matrix_.value_ = np.array(value, dtype=float)

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.passModel(program)
    began = perf_counter()
    solver.run()
    taken = perf_counter() - began
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    found = np.array(solver.getSolution().col_value)
    change = np.rint(found[:count] - found[count : 2 * count]).astype(int)
    return {cell: str(int(shown[cell] or "0") + int(by)) for cell, by in zip(cells, change, strict=True) if by}, taken


if __name__ == "__main__":
    for row in (*checks(), *against_highs()):
        print(f"{row.name:50}  {row}")
