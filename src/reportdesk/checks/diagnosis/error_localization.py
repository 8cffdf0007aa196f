"""From broken equations to the cells that explain them.

The method is Fellegi and Holt's (1976): the smallest set of figures whose change lets every equation hold, weighted
by how likely each is to be wrong; what the changed figures should be follows from the equations themselves, as in
Scholtus's deductive correction (2009). Figures are integers of any size; nothing is bounded by a big constant.

A smallest set has no cycle (going round one, a figure could be left as it is), so some broken equation holds only one
of its cells, and that cell's change is what the equation lacks. The search takes such an equation, tries its cells,
and goes on with what is left: depth first, set sizes in turn, cut off where more equations of one rule are broken than
cells are left, since no cell stands in two equations of a rule. Every explanation of the smallest size is found, then
ordered by the slip of the hand that could have made it (`likeness`).

Totals that the program computes are no witnesses: where nothing but a balance can break, too many cells explain it
equally well, and none is named.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import suppress
from itertools import combinations
from typing import NamedTuple

import msgspec

from reportdesk.checks.diagnosis.linear_system import Changes, LinearSystem, add_multiple, build_system
from reportdesk.checks.diagnosis.shifted_lines import FEWEST_MOVED, find_shifted_lines
from reportdesk.checks.diagnosis.typing_errors import NO_TYPING_ERROR, UNLIKE, TypingError, explain_typing_error
from reportdesk.checks.findings import Explanation, Suspect
from reportdesk.form import Form
from reportdesk.numbers import NOT_APPLICABLE, Quantity, add, format_number, is_whole, quantity
from reportdesk.report import Figures

MOST_CELLS = 6
MOST_CAUSES = 12
MOST_STEPS = 4_000
MOST_BEFORE_A_SHIFT = 3
TOO_MANY = 9  # so many equally short explanations without a likely slip name nothing

_LEAD = 0.4
_SWAPPED = 0.7
_MOVED = 0.9
_ADDED = 1.1


class Evidence(NamedTuple):
    """What is known of cells besides the equations.

    `edited` are the cells typed last, newest first; `imported` those read from a file; `contradicted` those that also
    fail against last year or the text. All may be empty: then nothing depends on them.
    """

    edited: tuple[str, ...] = ()
    imported: frozenset[str] = frozenset()
    contradicted: frozenset[str] = frozenset()


_NOTHING_KNOWN = Evidence()


class Localization(NamedTuple):
    """The causes, best first, and whether nothing can be named because too much is broken."""

    causes: list[Explanation]
    search_aborted: bool


class _SearchAborted(Exception):
    pass


def localize_errors(
    form: Form,
    figures: Figures,
    evidence: Evidence = _NOTHING_KNOWN,
    settled: Set[str] = frozenset(),
    cancelled: Callable[[], bool] = lambda: False,
) -> Localization:
    """The causes of a report's broken equations, without the `settled` ones (ids that a person has judged).

    `cancelled` is asked now and then; then the search is given up. Costs nothing for a report whose sums hold.
    """
    whole = build_system(form, figures, settled)
    slips = _TypingErrors(figures)
    groups: list[list[Explanation]] = []
    gave_up = False
    for broken in whole.components():
        search = _Search(whole, form, figures, slips, cancelled)
        try:
            solutions = search.run(broken)
        except _SearchAborted:
            solutions = []
        if shifted := _shifts(form, figures, whole, broken, search, solutions):
            groups.append(shifted)
            continue
        if not solutions:
            gave_up = True
            continue
        ranked = _ranked(form, figures, slips, solutions, evidence, whole, broken)
        if ranked:
            groups.append(ranked)
        elif all(figures.computed.isdisjoint(whole.sums[e].cells) for e in broken):
            gave_up = True
    groups.sort(key=lambda group: len(group[0].cells) / len(group[0].explains))
    return Localization([cause for group in groups for cause in group], gave_up)


class _TypingErrors:
    """What each change of a figure may come from, worked out once."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._known: dict[tuple[str, Quantity], TypingError] = {}

    def __call__(self, cell: str, change: Quantity) -> TypingError:
        found = self._known.get((cell, change))
        if found is None:
            now = self._figures[cell]
            found = explain_typing_error(now, _should_be(self._figures, cell, change)) if now else NO_TYPING_ERROR
            self._known[cell, change] = found
        return found


class _Search:
    """All smallest sets of changes that let the broken equations of one component hold."""

    def __init__(
        self, whole: LinearSystem, form: Form, figures: Figures, slips: _TypingErrors, cancelled: Callable[[], bool]
    ) -> None:
        self._whole, self._form, self._figures, self._slips = whole, form, figures, slips
        self._cancelled = cancelled
        self._rule = [each.equation.rule for each in whole.sums]
        self._now: dict[str, Quantity] = {}
        self._steps = 0
        self._seen: set[frozenset[tuple[str, Quantity]]] = set()

    def run(self, broken: dict[int, Quantity]) -> list[Changes]:
        """The smallest explanations. Where none of them is likely, those with one cell more are added."""
        for size in range(self._least(broken), MOST_CELLS + 1):
            if found := self._all(broken, size):
                if size < MOST_CELLS and len(found) < TOO_MANY and not any(self._likely(each) for each in found):
                    with suppress(_SearchAborted):
                        found += [more for more in self._all(broken, size + 1) if self._likely(more)]
                return found
        raise _SearchAborted

    def _all(self, broken: dict[int, Quantity], size: int) -> list[Changes]:
        found: list[Changes] = []
        self._seen.clear()
        for changes in self._solve(broken, size, {}):
            found.append(changes)
        return found

    def _likely(self, changes: Changes) -> bool:
        return all(self._slips(cell, change).cost < UNLIKE for cell, change in changes)

    def _least(self, broken: Iterable[int]) -> int:
        """No cell stands in two equations of one rule: so many cells at least."""
        counts: dict[str, int] = {}
        for e in broken:
            counts[self._rule[e]] = counts.get(self._rule[e], 0) + 1
        return max(counts.values(), default=0)

    def _solve(self, broken: dict[int, Quantity], size: int, chosen: dict[str, Quantity]) -> Iterator[Changes]:
        columns = self._whole.columns
        for e in self._pivots(broken, size):
            residual = broken[e]
            for cell, coefficient in self._whole.rows[e].items():
                self._step()
                # The last cell stands in all the equations still broken and in no other.
                if cell in chosen or (size == 1 and len(columns[cell]) != len(broken)):
                    continue
                change = self._change(cell, residual, coefficient)
                if change is None:
                    continue
                left = dict(broken)
                for f, factor in columns[cell]:
                    rest = add_multiple(left.get(f, 0), change, factor)
                    if rest:
                        left[f] = rest
                    else:
                        left.pop(f, None)
                now_chosen = {**chosen, cell: change}
                if left:
                    if self._least(left) < size:
                        yield from self._solve(left, size - 1, now_chosen)
                elif (key := frozenset(now_chosen.items())) not in self._seen:
                    self._seen.add(key)
                    if self.possible(now_chosen):
                        yield tuple(now_chosen.items())

    def possible(self, chosen: Mapping[str, Quantity]) -> bool:
        """Whether the changes leave room for the blanks of unfinished equations."""
        return not any(each.exceeded_by(chosen) for each in self._whole.unfinished)

    def _pivots(self, broken: dict[int, Quantity], size: int) -> list[int]:
        """Equations that may hold just one wrong cell: one is enough where a rule needs all the cells left."""
        counts: dict[str, list[int]] = {}
        for e in broken:
            counts.setdefault(self._rule[e], []).append(e)
        tight = [group for group in counts.values() if len(group) == size]
        if tight:
            return [min((e for group in tight for e in group), key=lambda e: len(self._whole.rows[e]))]
        return list(broken)

    def _change(self, cell: str, residual: Quantity, coefficient: int) -> Quantity | None:
        """What must be added to a cell so that the residual is gone; None where no figure can be so."""
        if coefficient in (1, -1):
            change = add_multiple(0, residual, -coefficient)
        elif isinstance(residual, int) and residual % coefficient == 0:
            change = -residual // coefficient
        else:
            return None
        now = self._now.get(cell)
        if now is None:
            value = self._figures[cell]
            if value is None or value == NOT_APPLICABLE:
                return None
            now = self._now[cell] = quantity(value)
        kind = self._form.cells[cell].type
        if kind == "count" and type(change) is not int and not is_whole(add((now, change))):
            return None
        return change if now + change >= 0 or kind == "signed" else None

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS or (self._steps % 256 == 0 and self._cancelled()):
            raise _SearchAborted


def _ranked(
    form: Form,
    figures: Figures,
    slips: _TypingErrors,
    solutions: list[Changes],
    evidence: Evidence,
    whole: LinearSystem,
    broken: Iterable[int],
) -> list[Explanation]:
    """The explanations as causes, likeliest first; none where too many are equally good."""
    costed = sorted(
        ((*_reasons(form, figures, slips, changes), changes) for changes in solutions),
        key=lambda item: item[0] + _weight(item[2], evidence),
    )
    least = min(len(changes) for changes in solutions)
    unique = sum(len(changes) == least for changes in solutions) == 1
    many = len(solutions) >= TOO_MANY or _any_of_many(figures, whole, broken, costed[0][2])
    if many and not _is_informative(costed, least):
        return []
    explains = [whole.sums[e].id for e in broken]
    return [
        Explanation(
            cells=[
                Suspect(cell, figures[cell] or "", _should_be(figures, cell, change), words[cell])
                for cell, change in changes
            ],
            explains=explains,
            unique=unique and len(changes) == least,
        )
        for _, words, changes in costed[:MOST_CAUSES]
    ]


def _shifts(
    form: Form,
    figures: Figures,
    whole: LinearSystem,
    broken: dict[int, Quantity],
    search: _Search,
    solutions: list[Changes],
) -> list[Explanation]:
    """Figures of a row or column that all stand one place too far, where that alone explains everything broken.

    Few figures that are wrong each by itself are likelier than more that moved.
    """
    fewest = len(solutions[0]) if solutions else MOST_CELLS
    if fewest < FEWEST_MOVED:
        return []
    causes = []
    for words, changes in find_shifted_lines(form, figures, whole, broken):
        if (fewest > MOST_BEFORE_A_SHIFT or len(changes) <= fewest) and search.possible(dict(changes)):
            cells = [
                Suspect(cell, figures[cell] or "", _should_be(figures, cell, change), words) for cell, change in changes
            ]
            causes.append(Explanation(cells, [whole.sums[e].id for e in broken], unique=False))
    unique = len(causes) == 1
    return [msgspec.structs.replace(cause, unique=unique) for cause in causes]


def _any_of_many(figures: Figures, whole: LinearSystem, broken: Iterable[int], changes: Changes) -> bool:
    """Whether all that is broken holds computed totals, and many cells stand where one of the changed ones does.

    Then only the size of the figures speaks against the others, and that is no witness.
    """
    if any(figures.computed.isdisjoint(whole.sums[e].cells) for e in broken):
        return False
    for cell, _ in changes:
        places = whole.columns[cell]
        mirrored = [(e, -factor) for e, factor in places]
        alike = (whole.columns[other] in (places, mirrored) for other in whole.rows[places[0][0]])
        if sum(alike) >= TOO_MANY:
            return True
    return False


def _is_informative(costed: list[tuple[float, dict[str, str], Changes]], least: int) -> bool:
    """Whether the best of many explanations says something: figures in each other's places, or a clear lead.

    A single cell among many never does: that is a balance of computed totals, where no cell can be named.
    """
    best, second = costed[0][0], costed[1][0] if len(costed) > 1 else float("inf")
    return least > 1 and (best <= least * _MOVED or (best < least * UNLIKE and second - best > _LEAD))


def _reasons(form: Form, figures: Figures, slips: _TypingErrors, changes: Changes) -> tuple[float, dict[str, str]]:
    """The cost of an explanation and the likely reason of each of its cells."""
    words: dict[str, str] = {}
    costs: dict[str, float] = {}
    for cell, change in changes:
        words[cell], costs[cell] = slips(cell, change)
    for (a, by_a), (b, by_b) in combinations(changes, 2):
        if by_a != -by_b:
            continue
        cell_a, cell_b = form.cells[a], form.cells[b]
        same_row, same_column = cell_a.row is cell_b.row, cell_a.column is cell_b.column
        if cell_a.table != cell_b.table or not (same_row or same_column):
            continue
        now_a, now_b = quantity(figures[a] or "0"), quantity(figures[b] or "0")
        if now_a + by_a == now_b and _neighbours(form, a, b):
            pair, cost = "与“{}”填颠倒了", _SWAPPED
        elif now_a + by_a == 0 or now_b + by_b == 0:
            pair, cost = "与“{}”疑为填错了栏", _MOVED
        elif now_a == 0 or now_b == 0:
            pair, cost = "与“{}”疑为填错了栏", _ADDED
        else:
            continue
        if 2 * cost < costs[a] + costs[b]:
            for cell, other in ((a, cell_b), (b, cell_a)):
                words[cell], costs[cell] = pair.format(other.name), cost
    return sum(costs.values()), words


def _neighbours(form: Form, a: str, b: str) -> bool:
    """Whether two cells touch in their table."""
    at = {p.cell: p for p in form.layout(form.cells[a].table).cells if p.cell in (a, b)}
    return abs(at[a].row - at[b].row) + abs(at[a].column - at[b].column) == 1


def _should_be(figures: Mapping[str, str | None], cell: str, change: Quantity) -> str:
    return format_number(add((quantity(figures[cell] or "0"), change)))


def _weight(changes: Changes, evidence: Evidence) -> float:
    """Cells edited last are likelier to be wrong, imported ones less, contradicted ones more."""
    weight = 0.0
    for cell, _ in changes:
        if cell in evidence.edited:
            weight -= 0.5 / (1 + evidence.edited.index(cell))
        if cell in evidence.imported:
            weight += 0.2
        if cell in evidence.contradicted:
            weight -= 0.6
    return weight
