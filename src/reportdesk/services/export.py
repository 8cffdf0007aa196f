"""Export: a report as a file of the kind that its suffix names."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reportdesk.documents.excel import writer as excel_writer
from reportdesk.documents.file_types import EXPORTS
from reportdesk.documents.html import writer as html_writer
from reportdesk.documents.pdf import writer as pdf_writer
from reportdesk.documents.word import writer as word_writer
from reportdesk.documents.word.options import DEFAULT, WordOptions
from reportdesk.errors import ReportDeskError
from reportdesk.report import Report
from reportdesk.store import SUFFIX, StoredReport, decode, read_file, write_atomically


class ExportError(ReportDeskError):
    """A target that cannot be exported to."""


class Export(NamedTuple):
    """An exported file; `remark` says what its reader must know about how it was made, or is empty."""

    data: bytes
    remark: str = ""


# What makes a file of a report, its pictures, and the options of Word files.
Make = Callable[[Report, Mapping[str, bytes], WordOptions], Export]


class Batch(NamedTuple):
    """What became of a folder of reports: the files written, and (name, sentence) of what failed."""

    written: list[Path]
    failed: list[tuple[str, str]]


def word_file(report: Report, media: Mapping[str, bytes], options: WordOptions) -> Export:
    """The report as a Word file."""
    return Export(word_writer.render(report, options, media))


def workbook(report: Report, media: Mapping[str, bytes], options: WordOptions) -> Export:
    """The report as an Excel workbook."""
    return Export(excel_writer.render(report, media))


def web_page(report: Report, media: Mapping[str, bytes], options: WordOptions) -> Export:
    """The report as a web page."""
    return Export(html_writer.render(report, media))


def pdf_file(report: Report, media: Mapping[str, bytes], options: WordOptions) -> Export:
    """The report as a PDF file: by LibreOffice from the Word file, else a preview from the web page."""
    made = pdf_writer.make_pdf(
        lambda: word_file(report, media, options).data, lambda: web_page(report, media, options).data
    )
    return Export(made.data, made.remark)


_WRITERS = {".docx": word_file, ".xlsx": workbook, ".html": web_page, ".pdf": pdf_file}  # for all of EXPORTS


def export(
    report: Report, suffix: str, media: Mapping[str, bytes] | None = None, options: WordOptions = DEFAULT
) -> Export:
    """A report as a file of this kind, with the pictures of its texts. Raises ExportError for an unknown suffix.

    `options` are those of the Word file, and of the PDF that is made of it.
    """
    suffix = suffix.lower()
    if suffix not in EXPORTS:
        known = "、".join(EXPORTS)
        raise ExportError(f"不能导出为“{suffix or '没有扩展名的文件'}”，文件名请以 {known} 结尾。")
    return _WRITERS[suffix](report, media or {}, options)


def write(report: Report, path: str | Path, media: Mapping[str, bytes] | None = None) -> str:
    """Writes a report to a file of the kind that its suffix names, whole or not at all; returns the remark.

    Raises ExportError for an unknown suffix, WriteError when the file cannot be written.
    """
    path = Path(path)
    made = export(report, path.suffix, media)
    write_atomically(path, made.data)
    return made.remark


def open_with_media(path: str | Path) -> StoredReport:
    """The report in a .rdesk file with its pictures. Raises OpenError."""
    path = Path(path)
    return decode(read_file(path), path.name)


def write_folder(
    source: Path, target: Path, suffixes: Sequence[str], progress: Callable[[int, int, str], None] | None = None
) -> Batch:
    """Exports every .rdesk file of a folder to every kind asked for, under its own name; what fails is skipped.

    `progress` is told before each report how many are done, how many there are, and its name. Raises ExportError for
    an unknown suffix, a folder without reports or a target that is not a folder.
    """
    if unknown := [suffix for suffix in suffixes if suffix not in EXPORTS]:
        raise ExportError(
            f"不能导出为“{unknown[0].lstrip('.')}”，可选：{'、'.join(kind.lstrip('.') for kind in EXPORTS)}。"
        )
    files = sorted(path for path in _listed(source) if path.suffix.lower() == SUFFIX and path.is_file())
    if not files:
        raise ExportError(f"文件夹“{source}”中没有年报填报文件（{SUFFIX}）。")
    make_folder(target)
    batch = Batch([], [])
    for number, path in enumerate(files):
        if progress:
            progress(number, len(files), path.name)
        try:
            stored = open_with_media(path)
        except ReportDeskError as error:
            batch.failed.append((path.name, str(error)))
            continue
        for suffix in suffixes:
            wanted = target / f"{path.stem}{suffix}"
            try:
                write(stored.report, wanted, stored.media)
                batch.written.append(wanted)
            except ReportDeskError as error:
                batch.failed.append((wanted.name, str(error)))
    if progress:
        progress(len(files), len(files), "")
    return batch


def make_folder(folder: Path) -> None:
    """Makes a folder with those above it, where it is not there yet. Raises ExportError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise ExportError(f"“{folder}”是一个文件，不是文件夹。请换一个位置。") from error
    except OSError as error:
        raise ExportError(f"不能建立文件夹“{folder}”。请检查权限和磁盘空间，或换一个位置。") from error


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError as error:
        raise ExportError(f"文件夹“{folder}”无法读取。请检查位置和权限。") from error
