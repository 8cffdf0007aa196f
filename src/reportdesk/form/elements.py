"""What a form is made of: its cells, the sums between them, and the error for a form that cannot be used."""

from collections.abc import Mapping
from typing import NamedTuple

from reportdesk.errors import ReportDeskError
from reportdesk.form.definition import Column, Equation, Row
from reportdesk.numbers import CellType


class FormError(ReportDeskError):
    """A form file that cannot be used; the sentence names the fault."""


class Cell(NamedTuple):
    """One figure of the form; `unit` is what it is counted in (件, 万元), "" for words."""

    id: str
    table: str
    section: str
    row: Row
    column: Column
    unit: str

    @property
    def type(self) -> CellType:
        return self.column.type

    @property
    def name(self) -> str:
        """Its name in a sentence: column, then row ("自然人 · （七）总计")."""
        row = self.row.labels[-1] if self.row.labels else ""
        return " · ".join(part for part in (line_name(self.column), row) if part)


class Sum:
    """One equation for one column, row or group: the `left` cells add up to the `right` cells.

    `id` is "<rule>/<instance>", the id of its findings; `instance` is the name of its column, row or group;
    `names` gives every member its name within the equation; `fills` is the total the program fills in, or None.
    """

    __slots__ = ("cells", "equation", "id", "instance", "left", "names", "right", "section", "unit")

    def __init__(
        self,
        *,
        id: str,
        equation: Equation,
        section: str,
        unit: str,
        instance: str,
        left: tuple[str, ...],
        right: tuple[str, ...],
        names: Mapping[str, str],
    ) -> None:
        self.id, self.equation, self.section, self.unit, self.instance = id, equation, section, unit, instance
        self.left, self.right, self.names = left, right, names
        self.cells = left + right

    @property
    def fills(self) -> str | None:
        return self.right[0] if self.equation.fills else None


def line_name(line: Row | Column) -> str:
    """The name of a row or column in a sentence."""
    return line.short or (line.labels[-1] if line.labels else "")
