"""What leaves the program: exports, the review sheet, data sheets for the offices."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from reportdesk.data_sheets.exchange import write_data_sheets
from reportdesk.documents.file_types import EXPORTS
from reportdesk.documents.pdf.writer import PREVIEW
from reportdesk.documents.word import fonts
from reportdesk.documents.word.options import WordOptions
from reportdesk.report import rows_by_office
from reportdesk.services.export import Export
from reportdesk.services.export import export as export_report
from reportdesk.services.review_sheet import write_review_sheet
from reportdesk.store import write_atomically
from reportdesk_ui.actions.catalogue import menu_path
from reportdesk_ui.background import Operation
from reportdesk_ui.context import WindowContext
from reportdesk_ui.document import ReportDocument

WORD, PDF = ".docx", ".pdf"


def export(context: WindowContext, document: ReportDocument, suffix: str) -> None:
    """Exports to a file of a kind."""
    kind = EXPORTS[suffix]
    if path := ask_target(context, f"导出 {kind}", document.report.title, kind, suffix):
        export_to(context, document, path)


def export_to(context: WindowContext, document: ReportDocument, path: Path) -> None:
    """Exports the report as it is now; the kind follows from the suffix."""
    report, media, options = document.report, dict(document.media), word_options(context, document)
    suffix = path.suffix.lower()
    remarks = [rare_note(context, document)] if suffix in (WORD, PDF) else []
    write(context, path, lambda: export_report(report, suffix, media, options), [*remarks, open_points(document)])


def review_sheet(context: WindowContext, document: ReportDocument) -> None:
    """The sheet that goes with the report to those who approve it."""
    report = document.report
    name = f"{report.unit}{report.year}年政府信息公开年度报告送审表"
    if path := ask_target(context, "导出送审表", name, "Word 文档", WORD):
        _write(context, lambda: write_review_sheet(report, path), f"已导出：{path}")


def data_sheets(context: WindowContext, document: ReportDocument) -> None:
    """A file for every office that provides rows."""
    report = document.report
    if not rows_by_office(report):
        sentence = f"还没有写明哪些行由哪个科室提供，请先在“{menu_path('sources')}”中填写。"
        context.messages.show("没有导出", sentence)
    elif folder := context.messages.choose_folder("数据采集表放在哪个文件夹"):
        _write(context, lambda: write_data_sheets(report, folder), f"数据采集表已放入：{folder}")


def ask_target(context: WindowContext, title: str, name: str, kind: str, suffix: str) -> Path | None:
    """The file to write to, as the clerk names it; None when given up."""
    return context.messages.save_file(title, context.folder, name, f"{kind} (*{suffix})", suffix)


def save_as(
    context: WindowContext, title: str, name: str, kind: str, suffix: str, make: Callable[[], bytes], *remarks: str
) -> None:
    """Asks where to, and writes what `make` gives there."""
    if path := ask_target(context, title, name, kind, suffix):
        write(context, path, lambda: Export(make()), remarks)


def write(context: WindowContext, path: Path, make: Callable[[], Export], remarks: Iterable[str]) -> None:
    """Writes a file in the other thread; its reader is told the remarks, and offered to look at it."""

    def work() -> str:
        made = make()
        write_atomically(path, made.data)
        return made.remark if made.remark.startswith(PREVIEW) else ""

    def show(remark: str) -> None:
        context.messages.tell(f"已导出：{path}")
        context.messages.show_exported(path, "\n".join(filter(None, [f"{remark}。" if remark else "", *remarks])))

    context.messages.tell(f"正在导出 {path.name} …")
    context.tasks.start(Operation(work).on_success(show).on_failure(partial(context.messages.fail, "没有导出")))


def word_options(context: WindowContext, document: ReportDocument) -> WordOptions:
    """How the Word files of the report's unit are set."""
    return context.settings.word_options(document.report.unit)


def rare_note(context: WindowContext, document: ReportDocument) -> str:
    """What to say of characters that the fonts of the Word file lack."""
    return fonts.rare_note(document.report, word_options(context, document))


def open_points(document: ReportDocument) -> str:
    """What is still open in the report, and whether it still reads as it was signed; "" for nothing."""
    errors, left, changed = document.outcome.errors, document.left_to_fill(), document.changes_since_signing
    parts = [f"还有 {errors} 处错误"] * bool(errors) + [f"还有 {left} 格未填"] * bool(left)
    parts += [f"签发后有 {changed} 处改动"] * bool(changed)
    return f"请注意：报告{'，'.join(parts)}。" if parts else ""


def _write(context: WindowContext, work: Callable[[], object], finished: str) -> None:
    context.messages.tell("正在导出 …")
    context.tasks.start(
        Operation(work)
        .on_success(lambda result: context.messages.tell(finished))
        .on_failure(partial(context.messages.fail, "没有导出"))
    )
