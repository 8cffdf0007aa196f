"""Sound reports of different sizes, and the typing errors that break them; everything seeded, every unit invented.

In all of them every figure is typed, totals included, and all equations hold.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from random import Random

from reportdesk import resources
from reportdesk.form import Form
from reportdesk.form.layout import cell_id
from reportdesk.report import Figures, Report, figures
from reportdesk.store import open_report

TABLE_THREE = "requests"

# How a year's requests spread in offices of every size, in per cent: over the applicants …
_APPLICANTS = (74, 14, 2, 2, 5, 3)
# … and over the twenty-one results, 予以公开 to 其他处理 · 其他.
_RESULTS = (31, 9, 0.5, 0.7, 0.6, 3, 2, 2.6, 4, 5, 19, 5.6, 1.8, 4, 2.6, 0.6, 0.9, 0.9, 1.4, 0.5, 2.8)


def busy_county() -> Report:
    """The figures of the busy sample: other than 0 almost everywhere. Its texts would name them too."""
    sample = open_report(resources.path("samples", "busy.rdesk"))
    return sample.with_sections(dict.fromkeys(sample.sections, ""))


def big_city() -> Report:
    """some 40,000 requests: most figures have two to five digits."""
    return _spread("示例市人民政府", 38_600, least=1)


def middle_county() -> Report:
    """260 requests over all rows: many small figures."""
    return _spread("示例县人民政府", 260, least=1)


def bureau() -> Report:
    """34 requests: 25 figures of table three are not 0."""
    rng = Random("示例县水利局")
    report = Report.new(unit="示例县水利局", year=2025)
    people = {"granted": 12, "partly_granted": 3, "refused.third_party": 1, "unavailable.not_held": 8}
    people |= {"not_processed.petition": 2, "other.other": 1, "carried_in": 2, "carried_out": 3}
    firms = {"granted": 4, "unavailable.not_held": 2, "carried_out": 1}
    cells = {cell_id(TABLE_THREE, row, "natural_person"): number for row, number in people.items()}
    cells |= {cell_id(TABLE_THREE, row, "enterprise"): number for row, number in firms.items()}
    cells |= {cell: rng.choice((0, 0, 1, 3, 12)) for cell in report.form.table_cells("disclosure")}
    cells["disputes.reconsideration.upheld"] = 1
    return sound(report, cells)


def long_figures() -> Report:
    """Figures of 100 digits and a few shorter ones."""
    rng = Random("一百位")
    report = Report.new(unit="示例省人民政府", year=2025)
    cells = {cell: rng.randrange(10**99, 10**100) for cell in report.form.cells}
    for row in ("carried_in", "refused.state_secret", "other.other"):
        for cell in _cells_of_row(report.form, row):
            cells[cell] = rng.randrange(1000)
    return sound(report, cells)


REPORTS: dict[str, Callable[[], Report]] = {
    "busy county": busy_county,
    "big city": big_city,
    "middle county": middle_county,
    "bureau": bureau,
}


@lru_cache(maxsize=8)
def simulated(name: str) -> tuple[Report, Figures]:
    """One of the `REPORTS` and its figures."""
    report = REPORTS[name]()
    return report, figures(report)


def sound(report: Report, cells: Mapping[str, int]) -> Report:
    """The report with these figures, 0 elsewhere, every total typed; 本年新收 follows so that the balances hold."""
    form = report.form
    values = {cell: str(cells.get(cell, 0)) for cell in form.cells if cell not in form.totals}
    for each in (each for each in form.sums if each.fills is None):
        received, carried_in = each.left
        concluded, carried_out = each.right
        if not {received, concluded}.isdisjoint(values):
            results = sum(int(values[cell]) for cell in form.totals[concluded].left)
            ended = results + int(values.get(carried_out, 0))
            values[carried_in] = str(min(int(values.get(carried_in, 0)), ended))
            values[received] = str(ended - int(values[carried_in]))
    details = {cell: value for cell, value in values.items() if cell not in form.totals}
    typed = report.with_cells({**details, **dict.fromkeys(form.totals)})
    return typed.with_cells(figures(typed))


def typo(rng: Random, figure: str) -> str:
    """A typing error: a digit changed, inserted, lost, or two neighbouring ones swapped. Never the same figure.

    What is stored has no leading zeros, so 1032 with its first digit lost is 32.
    """
    while True:
        kind, at, digit = rng.randrange(4), rng.randrange(len(figure)), str(rng.randrange(10))
        if kind == 0:
            typed = figure[:at] + digit + figure[at + 1 :]
        elif kind == 1:
            at = rng.randrange(len(figure) + 1)
            typed = figure[:at] + digit + figure[at:]
        elif kind == 2:
            typed = figure[:at] + figure[at + 1 :]
        else:
            typed = figure[:at] + figure[at : at + 2][::-1] + figure[at + 2 :]
        typed = typed.lstrip("0") or "0" * bool(typed)
        if typed and typed != figure:
            return typed


def with_typos(rng: Random, shown: Figures, cells: Iterable[str]) -> Figures:
    """The figures with a typing error in each of these cells."""
    return Figures({**shown, **{cell: typo(rng, shown[cell] or "0") for cell in cells}})


def neighbours(form: Form, table: str = TABLE_THREE) -> list[tuple[str, str]]:
    """All pairs of cells that touch, side by side or one above the other."""
    (block,) = form.tables[table].blocks
    grid = [[cell_id(table, row.id, column.id) for column in block.columns] for row in block.rows]
    return [pair for line in (*grid, *zip(*grid, strict=True)) for pair in pairwise(line)]


def _spread(unit: str, requests: int, least: int) -> Report:
    """A report with so many requests, spread with some chance; the commonest results of everybody at least `least`."""
    rng = Random(unit)
    report = Report.new(unit=unit, year=2025)
    form = report.form
    (block,) = form.tables[TABLE_THREE].blocks
    concluded = form.totals[cell_id(TABLE_THREE, "concluded", block.columns[0].id)]
    rows = [form.cells[cell].row.id for cell in concluded.left]
    cells: dict[str, int] = {}
    for column, share in zip(block.columns, _APPLICANTS, strict=False):
        for row, part in zip(rows, _RESULTS, strict=True):
            expected = requests * share * part / 10_000
            floor = least if part > 2 else 0
            cells[cell_id(TABLE_THREE, row, column.id)] = max(floor, round(expected * rng.uniform(0.6, 1.5)))
        for row in ("carried_in", "carried_out"):
            cells[cell_id(TABLE_THREE, row, column.id)] = round(requests * share * rng.uniform(0.02, 0.06) / 100)
    for table in ("disclosure", "disputes"):
        cells |= {cell: round(requests * rng.uniform(0, 0.02)) for cell in form.table_cells(table)}
    return sound(report, cells)


def _cells_of_row(form: Form, row: str) -> list[str]:
    return [cell for cell in form.table_cells(TABLE_THREE) if form.cells[cell].row.id == row]
