"""The cells to blame for broken sums: our search held against the same as a mixed-integer program for HiGHS."""

from random import Random
from statistics import median
from time import process_time

import highspy
import numpy as np
from tests.benchmarks.broken_reports import with_typing_errors
from tests.benchmarks.measure import seconds
from tests.benchmarks.row import Row

from reportdesk.checks.diagnosis.error_localization import localize_errors
from reportdesk.checks.diagnosis.linear_system import LinearSystem, build_system
from reportdesk.report import Figures

CASES = 50


def rows() -> list[Row]:
    """One to four typing errors: the solver's time alone ÷ that of our whole search, and how often each is right."""
    ratios, ours_right, highs_right = [], 0, 0
    for report, shown, errors in with_typing_errors(Random("highs"), CASES, (1, 2, 3, 4)):
        causes = localize_errors(report.form, shown).causes
        taken = seconds(lambda report=report, shown=shown: localize_errors(report.form, shown))
        named = {suspect.cell: suspect.should_be for suspect in causes[0].cells} if causes else {}
        solved, solving = _solve(build_system(report.form, shown), shown)
        ratios.append(solving / taken)
        ours_right += named == errors
        highs_right += solved == errors
    print(f"    right of {CASES}: ours {ours_right}, HiGHS {highs_right}")
    return [
        Row("HiGHS ÷ our search for causes", median(ratios), 20, at_least=True),
        Row("how often right: our search ÷ HiGHS", ours_right / highs_right, 1, at_least=True),
    ]


def _solve(system: LinearSystem, shown: Figures) -> tuple[dict[str, str], float]:
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
    cells = list(system.columns)
    place = {cell: number for number, cell in enumerate(cells)}
    count = len(cells)
    now = np.array([float(shown[cell] or "0") for cell in cells])
    most = float(sum(abs(residual) for residual in system.residuals.values()))
    starts, index, value, right = [], [], [], []
    for e, row in enumerate(system.rows):
        starts.append(len(index))
        for cell, coefficient in row.items():
            index += [place[cell], count + place[cell]]
            value += [coefficient, -coefficient]
        right.append(float(-system.residuals.get(e, 0)))
    for part, bounds in ((0, np.full(count, most)), (count, now)):
        for number in range(count):
            starts.append(len(index))
            index += [part + number, 2 * count + number]
            value += [1.0, -bounds[number]]
    equations = len(system.rows)

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
    solver.setOptionValue("threads", 1)  # the time of all threads counts
    solver.passModel(program)
    began = process_time()
    solver.run()
    taken = process_time() - began
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    found = np.array(solver.getSolution().col_value)
    change = np.rint(found[:count] - found[count : 2 * count]).astype(int)
    return {cell: str(int(shown[cell] or "0") + int(by)) for cell, by in zip(cells, change, strict=True) if by}, taken
