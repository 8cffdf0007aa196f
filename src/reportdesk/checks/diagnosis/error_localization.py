"""From broken equations to the figures that explain them, and what these figures should be.

The method is Fellegi and Holt's (1976): look for the smallest sets of figures whose change lets every equation hold.
What the changed figures should be follows from the equations, as in Scholtus's deductive correction (2009). Figures are
integers of any size; nothing is bounded by a big constant.

Example: 21 was typed where 12 belongs.

                个人     企业     总计
    予以公开      21        3       15       21 + 3 ≠ 15, left minus right is 9
    不予公开       4        1        5
    总计          16        4       20       21 + 4 ≠ 16, left minus right is 9

Two equations are broken. One cell stands in both and in no other equation, the 21; adding −9 lets both hold, so 21 → 12
explains them. It is the only set of one cell. Changing totals instead would take three (15 → 24, 16 → 25, 20 → 29).

The search. The cells of a smallest set form no cycle: going round one, some figure could stay as it is. So some broken
equation holds only one cell of the set, and the change of that cell is what the equation lacks. The search takes such
an equation, tries each of its cells, and goes on with the equations that are still broken, depth first, for sets of one
cell, then two, and so on. No cell stands in two equations of one rule; a branch ends where more equations of one rule
are broken than cells are left to change. All smallest sets are found.

The order. The cost of an explanation is the sum of the costs of its cells. The cost of a cell is that of the likeliest
typing error (`typing_errors`): 1 for an everyday one such as 21 for 12, UNLIKE (3) where no single error explains it.
Two figures in each other's place cost less than two separate errors. What else is known of the cells (`Evidence`) is
added, and the explanation with the lowest sum is the first.

Evidence from totals. A total that a person typed is a second statement about its members: where they disagree, one of
them is wrong, and other equations tell which. A total that the program computed always agrees with its members and says
nothing. Where all totals of a broken equation are computed (only a balance such as 新收 + 结转 = 办结 + 结转下年 can
then break), any of its cells explains it equally well, and none is named.
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

MOST_CELLS = 6  # of an explanation
MOST_CAUSES = 12  # explanations of one group of broken equations
MOST_STEPS = 4_000  # of a search: cells tried
TOO_MANY = 9  # so many smallest sets name nothing, unless a typing error speaks for one of them
_MOST_SEPARATE_ERRORS = 3  # where more cells are needed, a shifted line is likelier

# Costs of each of two cells whose changes cancel out.
_SWAPPED = 0.7  # neighbours in each other's place
_MOVED = 0.9  # a figure in the wrong cell, its right cell 0
_ADDED = 1.1  # a part of a figure in the wrong cell
_CLEAR_LEAD = 0.4  # so much cheaper than the second explanation is the first one named among many


class Evidence(NamedTuple):
    """What is known of cells besides the equations.

    `edited` are the cells typed last, newest first; `imported` those read from a file; `contradicted` those that do not
    fit last year's report or a text. All may be empty.
    """

    edited: tuple[str, ...] = ()
    imported: frozenset[str] = frozenset()
    contradicted: frozenset[str] = frozenset()


_NO_EVIDENCE = Evidence()


class Localization(NamedTuple):
    """The explanations, best first; `search_aborted` where broken equations are left because too much is broken."""

    causes: list[Explanation]
    search_aborted: bool


class _SearchAborted(Exception):
    """The search took too many steps, was cancelled, or found no set of at most MOST_CELLS cells."""


def localize_errors(
    form: Form,
    figures: Figures,
    evidence: Evidence = _NO_EVIDENCE,
    dismissed: Set[str] = frozenset(),
    cancelled: Callable[[], bool] = lambda: False,
) -> Localization:
    """The explanations of a report's broken equations; `dismissed` are the ids of sums that are left out.

    `cancelled` is called every 256 steps; once it returns True the search ends. A report whose sums hold costs nothing.
    """
    system = build_system(form, figures, dismissed)
    typing_errors = _TypingErrors(figures)
    groups: list[list[Explanation]] = []
    aborted = False
    for broken in system.components():
        search = _Search(system, form, figures, typing_errors, cancelled)
        try:
            solutions = search.run(broken)
        except _SearchAborted:
            solutions = []
        if shifted := _explain_by_shift(form, figures, system, broken, search, solutions):
            groups.append(shifted)
            continue
        if not solutions:
            aborted = True
            continue
        ranked = _rank_explanations(form, figures, typing_errors, solutions, evidence, system, broken)
        if ranked:
            groups.append(ranked)
        elif all(figures.computed.isdisjoint(system.sums[e].cells) for e in broken):
            aborted = True
    groups.sort(key=lambda group: len(group[0].cells) / len(group[0].explains))
    return Localization([explanation for group in groups for explanation in group], aborted)


class _TypingErrors:
    """The likeliest typing error behind the change of a cell, looked up once for each."""

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
    """The smallest sets of changes that let the broken equations of one component hold.

    `broken` maps the numbers of broken equations to their residuals (left minus right).
    """

    def __init__(
        self,
        system: LinearSystem,
        form: Form,
        figures: Figures,
        typing_errors: _TypingErrors,
        cancelled: Callable[[], bool],
    ) -> None:
        self._system, self._form, self._figures, self._typing_errors = system, form, figures, typing_errors
        self._cancelled = cancelled
        self._rule = [each.equation.rule for each in system.sums]
        self._numbers: dict[str, Quantity] = {}
        self._steps = 0
        self._seen: set[frozenset[tuple[str, Quantity]]] = set()

    def run(self, broken: dict[int, Quantity]) -> list[Changes]:
        """The smallest sets. Where none of them is likely, likely sets with one cell more are added."""
        for size in range(self._fewest_cells(broken), MOST_CELLS + 1):
            if found := self._find_sets(broken, size):
                if size < MOST_CELLS and len(found) < TOO_MANY and not any(self._is_likely(each) for each in found):
                    with suppress(_SearchAborted):
                        found += [larger for larger in self._find_sets(broken, size + 1) if self._is_likely(larger)]
                return found
        raise _SearchAborted

    def leaves_room_for_blanks(self, changes: Mapping[str, Quantity]) -> bool:
        """Whether no equation with blanks is exceeded after these changes."""
        return not any(each.exceeded_by(changes) for each in self._system.unfinished)

    def _find_sets(self, broken: dict[int, Quantity], size: int) -> list[Changes]:
        self._seen.clear()
        return list(self._solve(broken, size, {}))

    def _is_likely(self, changes: Changes) -> bool:
        return all(self._typing_errors(cell, change).cost < UNLIKE for cell, change in changes)

    def _fewest_cells(self, broken: Iterable[int]) -> int:
        """How many cells must change at least: no cell stands in two equations of one rule."""
        counts: dict[str, int] = {}
        for e in broken:
            counts[self._rule[e]] = counts.get(self._rule[e], 0) + 1
        return max(counts.values(), default=0)

    def _solve(self, broken: dict[int, Quantity], size: int, chosen: dict[str, Quantity]) -> Iterator[Changes]:
        """The sets of `size` further changes, beside those `chosen`, after which nothing is broken."""
        columns = self._system.columns
        for e in self._equations_to_try(broken, size):
            residual = broken[e]
            for cell, coefficient in self._system.rows[e].items():
                self._count_step()
                # The last cell stands in all the equations still broken and in no other.
                if cell in chosen or (size == 1 and len(columns[cell]) != len(broken)):
                    continue
                change = self._required_change(cell, residual, coefficient)
                if change is None:
                    continue
                still_broken = dict(broken)
                for f, factor in columns[cell]:
                    rest = add_multiple(still_broken.get(f, 0), change, factor)
                    if rest:
                        still_broken[f] = rest
                    else:
                        still_broken.pop(f, None)
                now_chosen = {**chosen, cell: change}
                if still_broken:
                    if self._fewest_cells(still_broken) < size:
                        yield from self._solve(still_broken, size - 1, now_chosen)
                elif (key := frozenset(now_chosen.items())) not in self._seen:
                    self._seen.add(key)
                    if self.leaves_room_for_blanks(now_chosen):
                        yield tuple(now_chosen.items())

    def _equations_to_try(self, broken: dict[int, Quantity], size: int) -> list[int]:
        """Equations that may hold just one cell of the set.

        Where a rule has as many broken equations as cells are left, each of them holds exactly one: the shortest of
        these equations is enough.
        """
        of_rule: dict[str, list[int]] = {}
        for e in broken:
            of_rule.setdefault(self._rule[e], []).append(e)
        tight = [equations for equations in of_rule.values() if len(equations) == size]
        if tight:
            return [min((e for equations in tight for e in equations), key=lambda e: len(self._system.rows[e]))]
        return list(broken)

    def _required_change(self, cell: str, residual: Quantity, coefficient: int) -> Quantity | None:
        """What must be added to a cell so that the residual is gone; None where the figure could not be so.

        It could not where the cell is blank or "/", the figure would be negative, or a count would have a fraction.
        """
        if coefficient in (1, -1):
            change = add_multiple(0, residual, -coefficient)
        elif isinstance(residual, int) and residual % coefficient == 0:
            change = -residual // coefficient
        else:
            return None
        now = self._numbers.get(cell)
        if now is None:
            value = self._figures[cell]
            if value is None or value == NOT_APPLICABLE:
                return None
            now = self._numbers[cell] = quantity(value)
        kind = self._form.cells[cell].type
        if kind == "count" and type(change) is not int and not is_whole(add((now, change))):
            return None
        return change if now + change >= 0 or kind == "signed" else None

    def _count_step(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS or (self._steps % 256 == 0 and self._cancelled()):
            raise _SearchAborted


def _rank_explanations(
    form: Form,
    figures: Figures,
    typing_errors: _TypingErrors,
    solutions: list[Changes],
    evidence: Evidence,
    system: LinearSystem,
    broken: Iterable[int],
) -> list[Explanation]:
    """The solutions as explanations, likeliest first; none where too many are equally good."""
    costed = sorted(
        ((*_cost_and_reasons(form, figures, typing_errors, changes), changes) for changes in solutions),
        key=lambda item: item[0] + _evidence_weight(item[2], evidence),
    )
    fewest = min(len(changes) for changes in solutions)
    unique = sum(len(changes) == fewest for changes in solutions) == 1
    many = len(solutions) >= TOO_MANY or _is_one_of_many(figures, system, broken, costed[0][2])
    if many and not _is_informative(costed, fewest):
        return []
    explains = [system.sums[e].id for e in broken]
    return [
        Explanation(
            cells=[_suspect(figures, cell, change, reasons[cell]) for cell, change in changes],
            explains=explains,
            unique=unique and len(changes) == fewest,
        )
        for _, reasons, changes in costed[:MOST_CAUSES]
    ]


def _explain_by_shift(
    form: Form,
    figures: Figures,
    system: LinearSystem,
    broken: dict[int, Quantity],
    search: _Search,
    solutions: list[Changes],
) -> list[Explanation]:
    """Explanations by figures of a row or column that all stand one place too far.

    None where fewer cells explain everything, at most _MOST_SEPARATE_ERRORS: so many separate errors are likelier.
    """
    fewest = len(solutions[0]) if solutions else MOST_CELLS
    if fewest < FEWEST_MOVED:
        return []
    found = []
    for reason, changes in find_shifted_lines(form, figures, system, broken):
        likely = fewest > _MOST_SEPARATE_ERRORS or len(changes) <= fewest
        if likely and search.leaves_room_for_blanks(dict(changes)):
            cells = [_suspect(figures, cell, change, reason) for cell, change in changes]
            found.append(Explanation(cells, [system.sums[e].id for e in broken], unique=False))
    unique = len(found) == 1
    return [msgspec.structs.replace(explanation, unique=unique) for explanation in found]


def _is_one_of_many(figures: Figures, system: LinearSystem, broken: Iterable[int], changes: Changes) -> bool:
    """Whether all broken equations hold computed totals, and one of the changed cells could be any of many.

    Those are cells that stand in the same equations. Only the size of their figures speaks against some of them, and
    that is no evidence.
    """
    if any(figures.computed.isdisjoint(system.sums[e].cells) for e in broken):
        return False
    for cell, _ in changes:
        places = system.columns[cell]
        mirrored = [(e, -coefficient) for e, coefficient in places]
        alike = (system.columns[other] in (places, mirrored) for other in system.rows[places[0][0]])
        if sum(alike) >= TOO_MANY:
            return True
    return False


def _is_informative(costed: list[tuple[float, dict[str, str], Changes]], fewest: int) -> bool:
    """Whether the first of many explanations says something: figures in each other's place, or a clear lead in cost.

    A set of one cell never does: that is an equation of computed totals, any of whose cells may be wrong.
    """
    first, second = costed[0][0], costed[1][0] if len(costed) > 1 else float("inf")
    return fewest > 1 and (first <= fewest * _MOVED or (first < fewest * UNLIKE and second - first > _CLEAR_LEAD))


def _cost_and_reasons(
    form: Form, figures: Figures, typing_errors: _TypingErrors, changes: Changes
) -> tuple[float, dict[str, str]]:
    """The cost of an explanation, without evidence, and the likely reason for each of its cells ("" for none)."""
    reasons: dict[str, str] = {}
    costs: dict[str, float] = {}
    for cell, change in changes:
        reasons[cell], costs[cell] = typing_errors(cell, change)
    for (a, change_a), (b, change_b) in combinations(changes, 2):
        if change_a != -change_b:
            continue
        cell_a, cell_b = form.cells[a], form.cells[b]
        same_row, same_column = cell_a.row is cell_b.row, cell_a.column is cell_b.column
        if cell_a.table != cell_b.table or not (same_row or same_column):
            continue
        now_a, now_b = quantity(figures[a] or "0"), quantity(figures[b] or "0")
        if now_a + change_a == now_b and _are_adjacent(form, a, b):
            reason, cost = "与“{}”填颠倒了", _SWAPPED
        elif now_a + change_a == 0 or now_b + change_b == 0:
            reason, cost = "与“{}”疑为填错了栏", _MOVED
        elif now_a == 0 or now_b == 0:
            reason, cost = "与“{}”疑为填错了栏", _ADDED
        else:
            continue
        if 2 * cost < costs[a] + costs[b]:
            for cell, other in ((a, cell_b), (b, cell_a)):
                reasons[cell], costs[cell] = reason.format(other.name), cost
    return sum(costs.values()), reasons


def _are_adjacent(form: Form, a: str, b: str) -> bool:
    """Whether two cells touch in their table as it is printed."""
    at = {p.cell: p for p in form.layout(form.cells[a].table).cells if p.cell in (a, b)}
    return abs(at[a].row - at[b].row) + abs(at[a].column - at[b].column) == 1


def _suspect(figures: Figures, cell: str, change: Quantity, reason: str) -> Suspect:
    return Suspect(cell, figures[cell] or "", _should_be(figures, cell, change), reason)


def _should_be(figures: Mapping[str, str | None], cell: str, change: Quantity) -> str:
    return format_number(add((quantity(figures[cell] or "0"), change)))


def _evidence_weight(changes: Changes, evidence: Evidence) -> float:
    """What evidence adds to a cost: cells typed last are likelier to be wrong, contradicted ones too, imported ones
    less likely."""
    weight = 0.0
    for cell, _ in changes:
        if cell in evidence.edited:
            weight -= 0.5 / (1 + evidence.edited.index(cell))
        if cell in evidence.imported:
            weight += 0.2
        if cell in evidence.contradicted:
            weight -= 0.6
    return weight
