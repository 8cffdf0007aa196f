"""The form as the program uses it: the definition with its cells, equations and layouts worked out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeVar, get_args

from reportdesk.errors import UnknownId
from reportdesk.form.cross_year import CrossYearEquation, cross_year_equations, row_figures
from reportdesk.form.definition import (
    Block,
    ContactName,
    CrossYearRule,
    Definition,
    Equation,
    Rule,
    Section,
    Severity,
    Table,
)
from reportdesk.form.elements import Cell, FormError, Sum, line_name
from reportdesk.form.layout import TableLayout, cell_id, header_depth, label_depth, lay_out
from reportdesk.form.phrases import LanguageFile, load_language_file

_Named = TypeVar("_Named", Section, Table)

# What the texts of the file may refer to in braces.
_TITLE_FIELDS = ("unit", "year")
_LEAD_IN_FIELDS = ("unit", "year", "contact")
_EQUATION_FIELDS = (
    "instance", "left", "right", "expected", "actual", "difference", "unit", "blank", "blanks", "value", "known",
)  # fmt: skip
_RULE_FIELDS: dict[str, tuple[str, ...]] = {
    "blank": ("section", "count", "where"),
    "negative": ("section", "cell", "value"),
    "whole": ("section", "cell", "value"),
}
# Rules that a form may have.
_MORE_RULE_FIELDS = {
    "other_year": ("year", "last_year"),
    "other_unit": ("unit", "last_unit"),
    "kept": ("section", "count", "first"),
}
_CROSS_YEAR_FIELDS = ("instance", "cell", "actual", "expected", "difference", "unit", "last_year", "sum")
_CHANGE_FIELDS = ("place", "changes", "last_year")
# Rules about texts; a form without them does not check its texts for them.
_STATEMENT_FIELDS = dict.fromkeys(
    [f"statement.{kind}" for kind in ("figure", "nothing", "about", "share", "change", "previous", "parts")],
    ("section", "text", "cells", "claimed", "figure", "difference", "unit"),
)
_TEXT_RULES = "text."  # an edition may have any of them
_TEXT_FIELDS = ("section", "words", "fix", "expected", "name")


class Form:
    """One edition of the official form.

    `cells` (id → Cell) and `sums` are in the order of the form; `tables`, `sections` map ids to their definitions.
    """

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.edition = definition.edition
        self.sections: dict[str, Section] = _by_id(definition.sections, "section")
        self.tables: dict[str, Table] = _by_id(definition.tables, "table")
        self.contact_labels: dict[str, str] = {field.id: field.label for field in definition.contact}
        self.kinds: dict[str, str] = {kind.id: kind.label for kind in definition.kinds}
        self.rules: dict[str, Rule] = {rule.rule: rule for rule in definition.rules}
        self.cells: dict[str, Cell] = {}
        self._section_of = {section.table: section.id for section in definition.sections if section.table}
        for table in definition.tables:
            self._add_cells(table)
        self.sums: tuple[Sum, ...] = tuple(each for equation in definition.equations for each in self._sums(equation))
        self.sums_of: dict[str, list[Sum]] = defaultdict(list)
        for each in self.sums:
            for cell in each.cells:
                self.sums_of[cell].append(each)
        self.totals = self._totals()
        self.cross_year_equations: tuple[CrossYearEquation, ...] = tuple(
            link
            for rule in definition.cross_year
            for link in cross_year_equations(rule, self._table_of(rule), self.cells)
        )
        self._validate()

    def cell(self, cell: str) -> Cell:
        """The cell of that id; raises UnknownId."""
        if found := self.cells.get(cell):
            return found
        raise UnknownId(f"表格中没有“{cell}”这一格，请核对单元格编号。")

    def section(self, section: str) -> Section:
        """The section of that id; raises UnknownId."""
        if found := self.sections.get(section):
            return found
        raise UnknownId(f"报告中没有“{section}”这一部分，请核对名称。")

    def section_name(self, section: str) -> str:
        """What a section is called in a sentence: its heading; without one the name of its tab or its table."""
        found = self.section(section)
        return found.heading or found.tab or self.tables[found.table].title

    def tab_name(self, section: str) -> str:
        """What a section is called where there is little room: its tab in the window."""
        return self.section(section).tab or self.section_name(section)

    def section_of_table(self, table: str) -> str:
        """The id of the section that a table stands in."""
        return self._section_of[table]

    def layout(self, table: str) -> TableLayout:
        """The layout of the table of that id."""
        return self._layouts[table]

    def table_cells(self, table: str) -> tuple[str, ...]:
        """The ids of a table's cells in reading order."""
        return self._table_cells[table]

    @property
    def lead_in(self) -> str:
        """The id of the text under the title; "" where the form has none."""
        texts = (s.id for s in self.definition.sections if not s.heading and not s.table)
        return next(texts, "")

    def common_unit(self, cells: Iterable[str]) -> str:
        """The unit of all these figures; "" where they differ. Cells of words have none."""
        units = {self.cells[cell].unit for cell in cells if self.cells[cell].type != "text"}
        return units.pop() if len(units) == 1 else ""

    def title(self, unit: str, year: int) -> str:
        """The title of the report."""
        return self.definition.title.format(unit=unit, year=year)

    def severity(self, rule: str) -> Severity:
        """How much a broken rule matters."""
        if rule in self.rules:
            return self.rules[rule].severity
        return next(each.severity for each in self._all_rules() if each.rule == rule)

    @cached_property
    def row_figures(self) -> dict[str, tuple[str, ...]]:
        """Row key ("<table>.<row>") → the figures that speak for the row: its totals, and what is in none of them."""
        return row_figures(self.definition.tables, self.sums)

    @cached_property
    def language_file(self) -> LanguageFile:
        """What its reports' texts call figures; loaded when it is first asked for. Raises FormError."""
        return load_language_file(self.edition, self.tables)

    @cached_property
    def _layouts(self) -> dict[str, TableLayout]:
        return {table.id: lay_out(table) for table in self.definition.tables}

    @cached_property
    def _table_cells(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {table: [] for table in self.tables}
        for cell in self.cells.values():
            found[cell.table].append(cell.id)
        return {table: tuple(ids) for table, ids in found.items()}

    def _add_cells(self, table: Table) -> None:
        section = self._section_of.get(table.id)
        if section is None:
            raise FormError(f"表格 {table.id} 不属于任何部分。")
        for block in table.blocks:
            for row in block.rows:
                for column in block.columns:
                    unit = column.unit or (table.unit if column.type != "text" else "")
                    cell = Cell(cell_id(table.id, row.id, column.id), table.id, section, row, column, unit)
                    if cell.id in self.cells:
                        raise FormError(f"单元格编号 {cell.id} 重复。")
                    self.cells[cell.id] = cell

    def _sums(self, equation: Equation) -> Iterator[Sum]:
        table = self._table_of(equation)
        for block in table.blocks:
            for instance, name, places in _instances(equation, block):
                members = {part: cell_id(table.id, *place) for part, place in places.items()}
                if unknown := [cell for cell in members.values() if cell not in self.cells]:
                    raise FormError(f"校验规则 {equation.rule} 指向不存在的单元格 {unknown[0]}。")
                yield Sum(
                    id=f"{equation.rule}/{instance}",
                    equation=equation,
                    section=self._section_of[table.id],
                    unit=self.common_unit(members.values()),
                    instance=name,
                    left=tuple(members[part] for part in equation.left),
                    right=tuple(members[part] for part in equation.right),
                    names={cell: self._name_within(equation, cell) for cell in members.values()},
                )

    def _table_of(self, rule: Equation | CrossYearRule) -> Table:
        if table := self.tables.get(rule.table):
            return table
        raise FormError(f"校验规则 {rule.rule} 指向不存在的表格 {rule.table}。")

    def _all_rules(self) -> list[Equation | Rule]:
        definition = self.definition
        return [*definition.equations, *definition.cross_year, *definition.changes, *definition.rules]

    def _name_within(self, equation: Equation, cell: str) -> str:
        found = self.cells[cell]
        if equation.each == "column":
            return line_name(found.row)
        return found.column.labels[-1] if equation.each == "group" else line_name(found.column)

    def _totals(self) -> dict[str, Sum]:
        """Automatic totals: cell → the sum that fills it, in an order in which every member comes before its total."""
        wanted: dict[str, Sum] = {}
        for each in self.sums:
            if each.fills:
                wanted.setdefault(each.fills, each)
        ordered: dict[str, Sum] = {}

        def place(cell: str, above: tuple[str, ...]) -> None:
            if cell in above:
                raise FormError(f"合计 {cell} 的计算关系成环。")
            for member in wanted[cell].left:
                if member in wanted and member not in ordered:
                    place(member, (*above, cell))
            ordered[cell] = wanted[cell]

        for cell in wanted:
            if cell not in ordered:
                place(cell, ())
        return ordered

    def _validate(self) -> None:
        definition = self.definition
        if definition.default_kind not in self.kinds:
            raise FormError(f"default_kind {definition.default_kind} 不在 kinds 之中。")
        if sorted(field.id for field in definition.contact) != sorted(get_args(ContactName)):
            raise FormError(f"contact 应当恰好包括 {'、'.join(get_args(ContactName))}，每项一次。")
        for section in definition.sections:
            if section.table and section.table not in self.tables:
                raise FormError(f"部分 {section.id} 指向不存在的表格 {section.table}。")
            if not (section.heading or section.tab or section.table):
                raise FormError(f"部分 {section.id} 没有标题，也没有名称（tab）。")
            if section.table and self._section_of[section.table] != section.id:
                raise FormError(f"表格 {section.table} 属于多个部分。")
        for table in definition.tables:
            depths = {label_depth(block) for block in table.blocks}
            if len(depths) > 1:
                raise FormError(f"表格 {table.id} 各段的行标题层数不一致。")
            if table.headers == "frozen" and len(table.blocks) > 1:
                raise FormError(f"表格 {table.id} 有多段，表头不能冻结。")
            for block in table.blocks:
                if len(table.widths) < label_depth(block) + len(block.columns):
                    raise FormError(f"表格 {table.id} 的列宽少于列数。")
                if header_depth(block) == 0:
                    raise FormError(f"表格 {table.id} 缺少列标题。")
        for equation in definition.equations:
            if equation.fills and len(equation.right) != 1:
                raise FormError(f"校验规则 {equation.rule} 只有一个合计时才能自动合计。")
            if not any(each.equation is equation for each in self.sums):
                raise FormError(f"校验规则 {equation.rule} 没有适用的行或列。")
        for rule in definition.cross_year:
            if not any(link.rule is rule for link in self.cross_year_equations):
                raise FormError(f"校验规则 {rule.rule} 没有适用的行或列。")
        rules = [rule.rule for rule in self._all_rules()]
        if twice := [rule for rule in rules if rules.count(rule) > 1]:
            raise FormError(f"校验规则 {twice[0]} 重复。")
        self._validate_texts()

    def _validate_texts(self) -> None:
        definition = self.definition
        _fill_in(definition.title, _TITLE_FIELDS, "title")
        _fill_in(definition.lead_in, _LEAD_IN_FIELDS, "lead_in")
        for equation in definition.equations:
            for text in (equation.broken, equation.exceeded, equation.offered):
                _fill_in(text, _EQUATION_FIELDS, equation.rule)
        if missing := [rule for rule in _RULE_FIELDS if rule not in self.rules]:
            raise FormError(f"缺少校验规则 {missing[0]}。")
        for rule, fields in (*_RULE_FIELDS.items(), *_MORE_RULE_FIELDS.items(), *_STATEMENT_FIELDS.items()):
            if rule in self.rules:
                _fill_in(self.rules[rule].message, fields, rule)
        for link in definition.cross_year:
            _fill_in(link.message, _CROSS_YEAR_FIELDS, link.rule)
        for change in definition.changes:
            _fill_in(change.message, _CHANGE_FIELDS, change.rule)
        for each in definition.rules:
            if each.rule.startswith(_TEXT_RULES):
                _fill_in(each.message, _TEXT_FIELDS, each.rule)
            for ids, known in ((each.sections, self.sections), (each.kinds, self.kinds), (each.cells, self.cells)):
                if unknown := [one for one in ids if one not in known]:
                    raise FormError(f"校验规则 {each.rule} 指向不存在的 {unknown[0]}。")


def _fill_in(text: str, fields: Iterable[str], where: str) -> None:
    try:
        text.format(**dict.fromkeys(fields, ""))
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise FormError(f"{where} 的文字中花括号有误：“{text}”。") from error


def _instances(equation: Equation, block: Block) -> Iterator[tuple[str, str, dict[str, tuple[str, str]]]]:
    """What an equation is expanded over: (instance id, its name, member → (row id, column id))."""
    parts = equation.left + equation.right
    if equation.each == "column":
        for column in block.columns:
            yield column.id, line_name(column), {part: (part, column.id) for part in parts}
    elif equation.each == "row":
        for row in block.rows:
            yield row.id, line_name(row), {part: (row.id, part) for part in parts}
    else:
        if flat := [column.id for column in block.columns if "." in column.id and len(column.labels) < 2]:
            raise FormError(f"列 {flat[0]} 缺少所在组的标题。")
        groups = {column.id.rpartition(".")[0]: column.labels[-2] for column in block.columns if "." in column.id}
        for row in block.rows:
            for group, name in groups.items():
                yield cell_id("", row.id, group), name, {part: (row.id, f"{group}.{part}") for part in parts}


def _by_id(items: Iterable[_Named], what: str) -> dict[str, _Named]:
    found: dict[str, _Named] = {}
    for item in items:
        if item.id in found:
            raise FormError(f"{what} {item.id} 重复。")
        found[item.id] = item
    return found
