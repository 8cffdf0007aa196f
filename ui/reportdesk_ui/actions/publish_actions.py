"""What is sent up and published: the public copy, the site's editor, the checklist, paper, all files in one folder."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from reportdesk.documents import checklist as checklist_page
from reportdesk.documents.excel import writer as excel_writer
from reportdesk.documents.html import writer as html_writer
from reportdesk.documents.table_grid import grid_rows
from reportdesk.documents.text_layout import footnote_lines
from reportdesk.documents.word import writer as word_writer
from reportdesk.errors import ReportDeskError
from reportdesk.files.safe_names import safe_name
from reportdesk.numbers import format_cell
from reportdesk.report import Report, figures
from reportdesk.report.drafts import page_header
from reportdesk.services.submission import Made, make_submission
from reportdesk_ui.actions import page_printing
from reportdesk_ui.actions.export_actions import WORD, open_points, rare_note, save_as, word_options
from reportdesk_ui.background import Operation
from reportdesk_ui.context import WindowContext
from reportdesk_ui.dialogs.submission_dialog import Order, SubmissionDialog
from reportdesk_ui.dialogs.word_options_dialog import WordOptionsDialog
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.pages.table_page import TablePage


def public_copy(context: WindowContext, document: ReportDocument) -> None:
    """The Word file without any mark of a draft."""
    report, media = document.report, dict(document.media)
    make = partial(word_writer.render, report, word_options(context, document), media, public=True)
    unsigned = "" if report.sign_off else "报告还没有定稿。"
    remarks = (rare_note(context, document), unsigned, open_points(document))
    save_as(context, "导出公开稿", f"{report.title}（公开稿）", "Word 文档", WORD, make, *remarks)


def checklist(context: WindowContext, document: ReportDocument) -> None:
    """For provincial forms that are filled in by hand."""
    report = document.report
    make, name = partial(checklist_page.render, report), f"{report.title}{checklist_page.TITLE}"
    save_as(context, "导出逐项录入对照单", name, "网页", ".html", make, open_points(document))


def blank_sheet(context: WindowContext, document: ReportDocument) -> None:
    """The empty form to hand out."""
    report = document.report
    question = "填报单位（不写的，由填报单位自己填写）："
    unit = context.messages.ask_text("空白 Excel 表", question, report.unit)
    if unit is not None:
        name = f"{unit.strip()}{report.year}年度报告空白表"
        make = partial(excel_writer.render_blank, report.form, unit.strip(), report.year)
        save_as(context, "导出空白 Excel 表", name, "Excel 工作簿", ".xlsx", make)


def copy_for_site(context: WindowContext, document: ReportDocument) -> None:
    """The report without its title, for the editor of a web site."""
    report, media, remark = document.report, dict(document.media), open_points(document)

    def copy(made: tuple[str, str]) -> None:
        data = QMimeData()
        data.setHtml(made[0])
        data.setText(made[1])
        QGuiApplication.clipboard().setMimeData(data)
        pictures = "图片请在网站后台另行上传。" if any(text.pictures for text in report.texts.values()) else ""
        context.messages.tell(f"已复制（不含标题），请在网站后台的正文框中粘贴。{pictures}{remark}")

    context.messages.tell("正在复制 …")
    context.tasks.start(
        Operation(lambda: (html_writer.fragment(report, media), plain_text(report)))
        .on_success(copy)
        .on_failure(partial(context.messages.fail, "没有复制"))
    )


def print_report(context: WindowContext, document: ReportDocument) -> None:
    """The report on paper."""
    report, media = document.report, dict(document.media)
    _print(context, report, report.title, lambda: html_writer.render(report, media, public=True).decode())


def print_table(context: WindowContext, document: ReportDocument, page: TablePage) -> None:
    """The table that is shown on paper."""
    report, table = document.report, page.table
    name = f"{report.title} {report.form.tables[table].title}"
    _print(context, report, name, lambda: html_writer.fragment(report, table=table))


def show_word_options(context: WindowContext, document: ReportDocument) -> None:
    """How the Word files of the report's unit are set."""
    dialog = WordOptionsDialog(document.report, word_options(context, document), context.window)
    if dialog.exec():
        context.settings.remember_word_options(document.report.unit, dialog.options())
        context.messages.tell("已记住 Word 选项，以后导出的 Word 文件都按此排版。")


def submission(context: WindowContext, document: ReportDocument) -> None:
    """All files that are sent up, in one folder."""
    report, settings = document.report, context.settings
    folder = context.folder / (safe_name(f"{report.unit}{report.year}年报送材料") or "报送材料")
    errors = document.outcome.errors
    dialog = SubmissionDialog(report, folder, errors, open_points(document), settings.submission, context.window)
    dialog.wanted.connect(lambda order: _make(context, document, order, dialog))
    dialog.exec()


def _make(context: WindowContext, document: ReportDocument, order: Order, dialog: SubmissionDialog) -> None:
    """Makes the files in the other thread; what was made is recorded in the report."""
    report, media, options = document.report, dict(document.media), word_options(context, document)

    def work(progress: Callable[[int, int, str], None]) -> Made:
        return make_submission(
            report,
            order.folder,
            order.wanted,
            media=media,
            options=options,
            pattern=order.pattern,
            number=order.number,
            reason=order.reason,
            progress=progress,
        )

    def show(made: Made) -> None:
        if context.open and context.open.document is document:
            document.apply(made.step)
        context.settings.submission = {"pattern": order.pattern, "items": order.wanted}
        dialog.show_made(made)
        failed = f"，{len(made.failed)} 个没有生成" if made.failed else ""
        context.messages.tell(f"已生成 {len(made.files)} 个文件{failed}，并记入报告：{order.folder}")

    def fail(error: ReportDeskError) -> None:
        context.messages.clear()
        if dialog.isVisible():
            dialog.show_fault(error)
        else:
            context.messages.fail("没有生成报送材料", error)

    context.messages.tell("正在生成报送材料 …")
    context.tasks.start(Operation(work).with_progress(dialog.show_progress).on_success(show).on_failure(fail))


def _print(context: WindowContext, report: Report, name: str, make: Callable[[], str]) -> None:
    remark = "分页可能与 Word 文件不同，报送、签发请打印 Word 文件。"
    page_printing.print_page(context, name, make, page_header(report), remark)


def plain_text(report: Report) -> str:
    """The report without its title as plain text, the figures of a row with tabs between them."""
    values = figures(report)
    lines: list[str] = []
    for section in report.form.sections.values():
        text = report.text(section.id)
        lines += [line for line in (section.heading, text) if line]
        if not section.table:
            continue
        for slots in grid_rows(report.form.layout(section.table)):
            lines.append(
                "\t".join(
                    format_cell(values[placed.cell], report.notes.get(placed.cell)) if placed.cell else placed.text
                    for placed, merge in slots
                    if merge != "continue"
                )
            )
        lines += footnote_lines(report, section.table)
    return "\n".join(lines)
