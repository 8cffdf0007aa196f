"""Changes of a report that can be taken back.

An edit maps places to (old, new). A place is a path of names: ("unit",), ("contact", "office"),
("values", <cell>), ("notes", <cell>), ("footnotes", <table>), ("texts", <section>), ("done", <section>) …
None stands for "not there".
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from reportdesk.report.schema import Report

Place = tuple[str, ...]
_FIXED = {"edition", "unknown"}


class Edit(msgspec.Struct, frozen=True):
    """One step of work: places with (old, new), and its name for the undo menu."""

    changes: Mapping[Place, tuple[Any, Any]]
    label: str

    def apply(self, report: Report) -> Report:
        """The report after the edit. Raises ValueError when the report does not hold the old values."""
        for place, (old, _) in self.changes.items():
            if value_at(report, place) != old:
                raise ValueError(f"edit does not fit: {place}")
        return _write(report, {place: new for place, (_, new) in self.changes.items()})

    def inverse(self) -> "Edit":
        """The edit that takes this one back."""
        return Edit({place: (new, old) for place, (old, new) in self.changes.items()}, self.label)

    def merged(self, later: "Edit") -> "Edit | None":
        """This edit and the next one of the same places as one step; None where they change different places."""
        if self.changes.keys() != later.changes.keys():
            return None
        return Edit({place: (old, later.changes[place][1]) for place, (old, _) in self.changes.items()}, self.label)

    @property
    def cells(self) -> set[str]:
        """The cells whose figures it changes."""
        return {place[1] for place in self.changes if place[0] == "values"}

    def __bool__(self) -> bool:
        return any(old != new for old, new in self.changes.values())


def edit(report: Report, changes: Mapping[Place, Any], label: str) -> Edit:
    """The edit that brings these new values into a report; places that already hold them are left out."""
    found = {place: (value_at(report, place), new) for place, new in changes.items()}
    return Edit({place: pair for place, pair in found.items() if pair[0] != pair[1]}, label)


def edit_between(before: Report, after: Report, label: str) -> Edit:
    """The edit from one report of an edition to another."""
    places: list[Place] = []
    for name in Report.__struct_fields__:
        old, new = getattr(before, name), getattr(after, name)
        if name in _FIXED or old == new:
            continue
        if isinstance(old, dict):
            places.extend((name, key) for key in {**old, **new} if old.get(key) != new.get(key))
        else:
            places.append((name,))
    return edit(before, {place: value_at(after, place) for place in places}, label)


def value_at(report: Report, place: Place) -> Any:
    """What stands at a place; None where nothing does."""
    holder = getattr(report, place[0])
    if len(place) == 1:
        return holder
    return holder.get(place[1]) if isinstance(holder, dict) else getattr(holder, place[1])


def set_values(report: Report, values: Mapping[str, str | None], label: str) -> Edit:
    """The edit that puts canonical figures into cells."""
    return edit(report, {("values", cell): value for cell, value in values.items()}, label)


def clear_cells(report: Report, cells: Iterable[str], label: str) -> Edit:
    """The edit that makes cells blank and takes their notes away."""
    return edit(report, {(part, cell): None for cell in cells for part in ("values", "notes")}, label)


def _write(report: Report, values: Mapping[Place, Any]) -> Report:
    fields: dict[str, Any] = {}
    for place, new in values.items():
        name = place[0]
        if len(place) == 1:
            fields[name] = new
            continue
        holder = fields.get(name, getattr(report, name))
        if isinstance(holder, dict):
            if name not in fields:
                holder = dict(holder)
            if new is None:
                holder.pop(place[1], None)
            else:
                holder[place[1]] = new
            fields[name] = holder
        else:
            fields[name] = msgspec.structs.replace(holder, **{place[1]: new})
    return msgspec.structs.replace(report, **fields)
