"""数据采集表: a data sheet for every office that supplies figures, and its import when it comes back."""

from pathlib import Path

from reportdesk.data_sheets import write as data_sheet_writer
from reportdesk.data_sheets.layout import data_sheet_tables
from reportdesk.data_sheets.read import DataSheet, DataSheetError, Doubt, read_data_sheet
from reportdesk.documents.word.document_tree import MAX_FILE
from reportdesk.errors import ReportDeskError
from reportdesk.files.atomic import write_atomically
from reportdesk.files.safe_names import safe_name
from reportdesk.report import Edit, Place, Report, Source, edit, row_key, rows_by_office
from reportdesk.text.characters import clean_line


def write_data_sheets(report: Report, folder: str | Path) -> list[Path]:
    """Writes a data sheet for each office named in the sources into a folder; returns the files in the form's order.

    A sheet in the folder that somebody has filled in, or another file of that name, is kept and the new one numbered.
    An office that supplies nothing but automatic totals gets none. Raises DataSheetError where there is nothing to
    write, WriteError when a file cannot be written.
    """
    asked = {office: keys for office, keys in rows_by_office(report).items() if data_sheet_tables(report.form, keys)}
    if not asked:
        raise DataSheetError("还没有写明哪些行由哪个科室提供，没有可生成的数据采集表。请先在“数从哪来”中填写。")
    written: list[Path] = []
    for office, keys in asked.items():
        name = f"{report.year}年{data_sheet_writer.TITLE}_{safe_name(office) or '科室'}"
        path = _free(Path(folder), name, report, written)
        write_atomically(path, data_sheet_writer.render(report, office, keys))
        written.append(path)
    return written


def import_data_sheet(report: Report, path: str | Path) -> tuple[Edit, list[Doubt]]:
    """The one step that brings a filled data sheet into a report, and what of it must be looked at.

    The step sets figures, notes and, for their rows, the sources; blank cells change nothing. Raises DataSheetError,
    WordFileError for a file that is no data sheet, or one of another unit, year or edition.
    """
    path = Path(path)
    sheet = read_data_sheet(_read(path), report.form)
    _check(sheet, report)
    if not sheet.entries and not sheet.doubts:
        raise DataSheetError(f"“{path.name}”中没有填写数字，没有读入。")
    changes: dict[Place, object] = {}
    for cell, entry in sheet.entries.items():
        changes["values", cell] = entry.value
        if entry.note:
            changes["notes", cell] = clean_line(entry.note)
    for key in {row_key(report.form, cell) for cell in sheet.entries}:
        before = report.sources.get(key, Source())
        changes["sources", key] = Source(
            office=sheet.office or before.office, person=sheet.person, date=sheet.date, document=clean_line(path.name)
        )
    return edit(report, changes, f"读入{data_sheet_writer.TITLE}（{sheet.office or path.stem}）"), sheet.doubts


def _check(sheet: DataSheet, report: Report) -> None:
    if "".join(sheet.unit.split()) != "".join(clean_line(report.unit).split()):
        raise DataSheetError(f"这份数据采集表属于“{sheet.unit[:40]}”，不是“{report.unit[:40]}”，没有读入。")
    if sheet.year != report.year:
        raise DataSheetError(f"这份数据采集表是 {sheet.year} 年度的，本报告是 {report.year} 年度的，没有读入。")


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE:
            raise DataSheetError(f"“{path.name}”超过 {MAX_FILE // 2**20} MB，没有读取。请删去其中的图片，另存后再试。")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DataSheetError(f"没有找到文件“{path}”。请检查文件名和位置。") from error
    except OSError as error:
        raise DataSheetError(f"“{path}”无法读取。如果它正在 Word 或 WPS 中打开，请关闭后再试。") from error


def _free(folder: Path, name: str, report: Report, taken: list[Path]) -> Path:
    """The first name that no other office has and under which nothing would be lost."""
    number = 1
    used = {path.name.casefold() for path in taken}
    while True:
        path = folder / (f"{name}.docx" if number == 1 else f"{name}（{number}）.docx")
        if path.name.casefold() not in used and (not path.exists() or _is_blank(path, report)):
            return path
        number += 1


def _is_blank(path: Path, report: Report) -> bool:
    try:
        sheet = read_data_sheet(_read(path), report.form)
    except ReportDeskError:
        return False
    return not (sheet.entries or sheet.doubts or sheet.person or sheet.date)
