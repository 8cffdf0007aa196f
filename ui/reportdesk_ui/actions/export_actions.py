"""What leaves the program: exports, the review sheet, slips for the offices."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from reportdesk.errors import ReportDeskError
from reportdesk.report import rows_by_office
from reportdesk.services.export import KINDS, Export
from reportdesk.services.export import export as export_report
from reportdesk.store import write_atomically
from reportdesk_ui import dialogs

if TYPE_CHECKING:
    from reportdesk.documents.word.options import WordOptions
    from reportdesk_ui.main_window import MainWindow

WORD, PDF = ".docx", ".pdf"


class ExportActions:
    """What the window writes for others."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def export(self, suffix: str) -> None:
        """Exports to a file of a kind."""
        if not self._window.document or not self._window.commit():
            return
        kind, _ = KINDS[suffix]
        name = self._window.document.report.title
        path = self._window.file_actions.ask_target(f"导出 {kind}", name, f"{kind} (*{suffix})", suffix)
        if path:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Exports the open report as it is now; the kind follows from the suffix."""
        document = self._window.document
        if not document:
            return
        report, media, options = document.report, dict(document.media), self.word_options()
        suffix = path.suffix.lower()
        remarks = [self.rare_note()] if suffix in (WORD, PDF) else []
        self.write(path, lambda: export_report(report, suffix, media, options), [*remarks, self.open_points()])

    def save_as(self, title: str, name: str, kind: str, suffix: str, make: Callable[[], bytes], *remarks: str) -> None:
        """Asks where to, and writes what `make` gives there."""
        path = self._window.file_actions.ask_target(title, name, f"{kind} (*{suffix})", suffix)
        if path:
            self.write(path, lambda: Export(make()), remarks)

    def write(self, path: Path, make: Callable[[], Export], remarks: Iterable[str]) -> None:
        """Writes a file in the other thread; its reader is told the remarks, and offered to look at it."""

        def work() -> str:
            from reportdesk.documents.pdf.writer import PREVIEW

            made = make()
            write_atomically(path, made.data)
            return made.remark if made.remark.startswith(PREVIEW) else ""

        def done(remark: str) -> None:
            self._window.tell(f"已导出：{path}")
            sentences = [f"{remark}。" if remark else "", *remarks]
            dialogs.show_exported(self._window, path, "\n".join(filter(None, sentences)))

        self.run(f"正在导出 {path.name} …", work, "没有导出", done)

    def word_options(self) -> "WordOptions":
        """How the Word files of the open report's unit are set."""
        assert self._window.document
        return self._window.settings.word_options(self._window.document.report.unit)

    def rare_note(self) -> str:
        """What to say of characters that the fonts of the Word file lack."""
        from reportdesk.documents.word.fonts import rare_note

        assert self._window.document
        return rare_note(self._window.document.report, self.word_options())

    def open_points(self) -> str:
        """What is still open in the report, and whether it still reads as it was signed; "" for nothing."""
        document = self._window.document
        assert document
        errors, left, changed = (
            document.outcome.errors,
            document.left_to_fill(),
            self._window.approval_actions.changed(),
        )
        open_points = [f"还有 {errors} 处错误"] * bool(errors) + [f"还有 {left} 格未填"] * bool(left)
        open_points += [f"签发后有 {changed} 处改动"] * bool(changed)
        return f"请注意：报告{'，'.join(open_points)}。" if open_points else ""

    def against_last(self) -> None:
        """检查 › 与上年对比."""
        from reportdesk.services.year_comparison import compare_years
        from reportdesk_ui.dialogs.year_comparison_dialog import YearComparisonDialog

        document, workspace = self._window.document, self._window.workspace
        if not document or not workspace or not self._window.commit():
            return
        found = compare_years(document.report)
        if found is None:
            sentence = "还没有上年的报告。请先用“检查 › 指定上年报告”选择，Word、Excel、网页、PDF 都可以。"
            dialogs.show_message(self._window, "与上年对比", sentence)
            return
        dialog = YearComparisonDialog(found, self._window)
        dialog.wanted.connect(workspace.go_to_cell)
        dialog.wanted.connect(dialog.accept)
        dialog.picture.connect(self._put_picture)
        dialog.exec()

    def _put_picture(self, title: str, png: bytes) -> None:
        """Puts a picture at the end of a section's text, as one step."""
        document = self._window.document
        if document is None:
            return
        texts = {s.heading: s.id for s in document.form.sections.values() if s.heading and not s.table}
        question = "放在哪一部分的末尾？"
        heading = dialogs.choose(self._window, "放入报告正文", question, tuple(texts), own_words=False)
        if heading in texts:
            document.add_picture(texts[heading], png, title)
            self._window.tell(f"已放入“{heading}”的末尾，可撤销。")

    def review_sheet(self) -> None:
        """导出 › 年度报告送审表."""
        from reportdesk.services.review_sheet import write_review_sheet

        if not self._window.document or not self._window.commit():
            return
        report = self._window.document.report
        name = f"{report.unit}{report.year}年政府信息公开年度报告送审表"
        if path := self._window.file_actions.ask_target("导出送审表", name, "Word 文档 (*.docx)", ".docx"):
            self._do(lambda: write_review_sheet(report, path), f"已导出：{path}")

    def slips(self) -> None:
        """导出 › 数据采集表: a file for every office named under 数从哪来."""
        from reportdesk.data_sheets.exchange import write_data_sheets

        if not self._window.document or not self._window.commit():
            return
        report = self._window.document.report
        if not rows_by_office(report):
            dialogs.show_message(
                self._window, "没有导出", "还没有写明哪些行由哪个科室提供，请先在“表格 › 数从哪来”中填写。"
            )
            return
        start = str(self._window.settings.folder)
        folder = QFileDialog.getExistingDirectory(self._window, "数据采集表放在哪个文件夹", start)
        if folder:
            target = Path(folder)
            self._do(lambda: write_data_sheets(report, target), f"数据采集表已放入：{target}")

    def run(self, doing: str, work: Callable[[], Any], failed: str, then: Callable[[Any], object]) -> None:
        """Does some work in the other thread, with a line in the status bar; `then` takes what came of it."""
        self._window.tell(doing)

        def done(result: Any, error: ReportDeskError | None) -> None:
            if error:
                self._window.fail(failed, error)
            else:
                then(result)

        self._window.background.run(work, done)

    def _do(self, work: Callable[[], object], finished: str) -> None:
        self.run("正在导出 …", work, "没有导出", lambda result: self._window.tell(finished))
