"""What is sent up and published: the public copy, the site's editor, the checklist, paper, all files in one folder."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication

from reportdesk.errors import ReportDeskError
from reportdesk.numbers import format_cell
from reportdesk.report import Report, figures
from reportdesk_ui import dialogs
from reportdesk_ui.actions.export_actions import WORD
from reportdesk_ui.pages.table_page import TablePage

if TYPE_CHECKING:
    from reportdesk.services.submission import Made
    from reportdesk_ui.dialogs.submission_dialog import Order, SubmissionDialog
    from reportdesk_ui.document import ReportDocument
    from reportdesk_ui.main_window import MainWindow


class PublishActions:
    """What the window does with a report that is to leave the office."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def public_copy(self) -> None:
        """导出 › 公开稿: the Word file without any mark of a draft."""
        from reportdesk.documents.word import writer as word_writer

        if document := self._ready():
            report, media, outputs = document.report, dict(document.media), self._window.export_actions
            make = partial(word_writer.render, report, outputs.word_options(), media, public=True)
            open_ = [outputs.rare_note(), "" if report.sign_off else "报告还没有定稿。", outputs.open_points()]
            outputs.save_as("导出公开稿", f"{report.title}（公开稿）", "Word 文档", WORD, make, *open_)

    def checklist(self) -> None:
        """导出 › 逐项录入对照单: for provincial forms that are filled in by hand."""
        from reportdesk.documents import checklist

        if document := self._ready():
            report, outputs = document.report, self._window.export_actions
            make, name = partial(checklist.render, report), f"{report.title}{checklist.TITLE}"
            outputs.save_as("导出逐项录入对照单", name, "网页", ".html", make, outputs.open_points())

    def blank_sheet(self) -> None:
        """导出 › 空白 Excel 表: the empty form to hand out."""
        from reportdesk.documents.excel import writer as excel_writer

        document = self._ready()
        if document is None:
            return
        report = document.report
        unit = dialogs.ask_text(self._window, "空白 Excel 表", "填报单位（不写的，由填报单位自己填写）：", report.unit)
        if unit is not None:
            name = f"{unit.strip()}{report.year}年度报告空白表"
            make = partial(excel_writer.render_blank, report.form, unit.strip(), report.year)
            self._window.export_actions.save_as("导出空白 Excel 表", name, "Excel 工作簿", ".xlsx", make)

    def copy_for_site(self) -> None:
        """导出 › 复制到网站后台: the report without its title, for the editor of a web site."""
        document = self._ready()
        if document is None:
            return
        report, media, remark = document.report, dict(document.media), self._window.export_actions.open_points()

        def make() -> tuple[str, str]:
            from reportdesk.documents.html import writer as html_writer

            return html_writer.fragment(report, media), plain_text(report)

        def copy(made: tuple[str, str]) -> None:
            data = QMimeData()
            data.setHtml(made[0])
            data.setText(made[1])
            QGuiApplication.clipboard().setMimeData(data)
            pictures = "图片请在网站后台另行上传。" if any(text.pictures for text in report.texts.values()) else ""
            self._window.tell(f"已复制（不含标题），请在网站后台的正文框中粘贴。{pictures}{remark}")

        self._window.export_actions.run("正在复制 …", make, "没有复制", copy)

    def print_report(self) -> None:
        """导出 › 打印."""
        if document := self._ready():
            report, media = document.report, dict(document.media)

            def make() -> str:
                from reportdesk.documents.html import writer as html_writer

                return html_writer.render(report, media, public=True).decode()

            self._print(report, report.title, make)

    def print_table(self) -> None:
        """导出 › 打印本表: the table that is shown."""
        page = self._window.workspace.page if self._window.workspace else None
        document = self._ready()
        if document and isinstance(page, TablePage):
            report, table = document.report, page.table

            def make() -> str:
                from reportdesk.documents.html import writer as html_writer

                return html_writer.fragment(report, table=table)

            self._print(report, f"{report.title} {report.form.tables[table].title}", make)

    def word_options(self) -> None:
        """导出 › Word 选项."""
        from reportdesk_ui.dialogs.word_options_dialog import WordOptionsDialog

        if document := self._ready():
            unit, settings = document.report.unit, self._window.settings
            dialog = WordOptionsDialog(document.report, settings.word_options(unit), self._window)
            if dialog.exec():
                settings.remember_word_options(unit, dialog.options())
                self._window.tell("已记住 Word 选项，以后导出的 Word 文件都按此排版。")

    def submission(self) -> None:
        """导出 › 一键生成报送材料."""
        from reportdesk.files.safe_names import safe_name
        from reportdesk_ui.dialogs.submission_dialog import SubmissionDialog

        document = self._ready()
        if document is None:
            return
        report, settings = document.report, self._window.settings
        above = document.path.parent if document.path else settings.folder
        folder = above / (safe_name(f"{report.unit}{report.year}年报送材料") or "报送材料")
        remark = self._window.export_actions.open_points()
        errors = document.outcome.errors
        dialog = SubmissionDialog(report, folder, errors, remark, settings.submission, self._window)
        dialog.wanted.connect(lambda order: self._make(document, order, dialog))
        dialog.exec()

    def _make(self, document: "ReportDocument", order: "Order", dialog: "SubmissionDialog") -> None:
        """Makes the files in the other thread; what was made is recorded in the report."""
        from reportdesk.services.submission import make_submission

        report, media, options = document.report, dict(document.media), self._window.export_actions.word_options()
        told = _Progress(dialog)
        told.came.connect(dialog.show_progress)

        def work() -> "Made":
            return make_submission(
                report,
                order.folder,
                order.wanted,
                media=media,
                options=options,
                pattern=order.pattern,
                number=order.number,
                reason=order.reason,
                progress=told.came.emit,
            )

        def done(made: "Made", error: ReportDeskError | None) -> None:
            if error:
                self._window.statusBar().clearMessage()
                if dialog.isVisible():
                    dialog.show_fault(error)
                else:
                    self._window.fail("没有生成报送材料", error)
                return
            if self._window.document is document:
                document.apply(made.step)
            self._window.settings.submission = {"pattern": order.pattern, "items": order.wanted}
            dialog.show_made(made)
            failed = f"，{len(made.failed)} 个没有生成" if made.failed else ""
            self._window.tell(f"已生成 {len(made.files)} 个文件{failed}，并记入报告：{order.folder}")

        self._window.tell("正在生成报送材料 …")
        self._window.background.run(work, done)

    def _print(self, report: Report, name: str, make: Callable[[], str]) -> None:
        """Asks for a printer and prints a page of the report."""
        from reportdesk.report.drafts import page_header

        self.print_page(name, make, page_header(report), "分页可能与 Word 文件不同，报送、签发请打印 Word 文件。")

    def print_page(self, name: str, make: Callable[[], str], header: str = "", remark: str = "") -> None:
        """Asks for a printer and prints a page of ours in the other thread."""
        from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(name)
        printer.setCreator("")
        dialog = QPrintDialog(printer, self._window)
        dialog.setWindowTitle("打印")
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, False)
        if not dialog.exec():
            return

        def work() -> int:
            from reportdesk_ui.printing import paint

            return paint(make(), printer, header)

        def done(pages: int) -> None:
            self._window.tell(f"已送往打印机，共 {pages} 页。{remark}")

        self._window.export_actions.run(f"正在打印 {name} …", work, "没有打印", done)

    def _ready(self) -> "ReportDocument | None":
        """The open report, once what is being typed is taken over."""
        return self._window.document if self._window.document and self._window.commit() else None


class _Progress(QObject):
    """Carries what the other thread tells into this one."""

    came = Signal(int, int, str)


def plain_text(report: Report) -> str:
    """The report without its title as plain text, the figures of a row with tabs between them."""
    from reportdesk.documents.table_grid import grid_rows
    from reportdesk.documents.text_layout import footnote_lines

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
