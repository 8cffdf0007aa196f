"""What was read elsewhere, taken into a report part by part. What is blank there changes nothing here."""

from collections.abc import Collection

import msgspec
from msgspec.structs import replace

from reportdesk.report.edits import Edit, Place, edit
from reportdesk.report.schema import Report, Text

BASICS = ""  # the part that is no section: whom to ask


def merge_parts(report: Report, read: Report, parts: Collection[str], label: str) -> Edit:
    """The step that brings these parts (section ids, BASICS) of a report that was read into another one.

    Unit, kind and year stay. Figures, notes and texts that were read replace what stands there; blank ones do not.
    Cells and sections that the report's edition does not have are left out.
    """
    changes: dict[Place, object] = {}
    if BASICS in parts:
        for field, text in msgspec.structs.asdict(read.contact).items():
            if text:
                changes["contact", field] = text
    for section in report.form.sections:
        if section in parts:
            changes.update(_section(report, read, section))
    return edit(report, changes, label)


def select_parts(read: Report, parts: Collection[str]) -> Report:
    """A report that was read, without the sections that are not among these parts."""
    dropped = [section for section in read.form.sections if section not in parts]
    tables = {read.form.section(section).table for section in dropped}
    cells = {cell for table in tables if table for cell in read.form.table_cells(table)}

    return replace(
        read,
        values={cell: value for cell, value in read.values.items() if cell not in cells},
        notes={cell: note for cell, note in read.notes.items() if cell not in cells},
        origins={cell: origin for cell, origin in read.origins.items() if cell not in cells},
        footnotes={table: note for table, note in read.footnotes.items() if table not in tables},
        texts={section: text for section, text in read.texts.items() if section not in dropped},
    )


def _text(now: Text | None, read: Text) -> Text:
    """The text that was read, with its pictures; words or pictures that it lacks stay as they are."""
    if now is None:
        return read
    if not read.text.strip():
        end = len(now.text.rstrip())
        return replace(now, pictures={key: replace(each, after=end) for key, each in read.pictures.items()})
    if not read.pictures:
        end = len(read.text)
        return replace(
            read, pictures={k: replace(each, after=min(each.after, end)) for k, each in now.pictures.items()}
        )
    return read


def _section(report: Report, read: Report, section: str) -> dict[Place, object]:
    changes: dict[Place, object] = {}
    if section in read.texts:
        changes["texts", section] = _text(report.texts.get(section), read.texts[section])
    table = report.form.section(section).table
    if not table:
        return changes
    if table in read.footnotes:
        changes["footnotes", table] = read.footnotes[table]
    for cell in report.form.table_cells(table):
        if cell in read.values:
            changes["values", cell] = read.values[cell]
            changes["notes", cell] = read.notes.get(cell)
            changes["origins", cell] = read.origins.get(cell)
        elif cell in read.notes and cell not in report.values:
            changes["notes", cell] = read.notes[cell]
    return changes
