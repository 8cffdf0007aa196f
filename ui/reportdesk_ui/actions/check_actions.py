"""From finding to finding, and this year against the last one."""

from reportdesk.services.year_comparison import compare_years as compare_report
from reportdesk_ui.actions.catalogue import menu_path
from reportdesk_ui.context import WindowContext
from reportdesk_ui.dialogs.year_comparison_dialog import YearComparisonDialog
from reportdesk_ui.document import ReportDocument


def step(context: WindowContext, document: ReportDocument, by: int) -> None:
    """Goes to the next finding, or the one before."""
    if context.open:
        context.open.view.step(by)


def compare_years(context: WindowContext, document: ReportDocument) -> None:
    """The figures beside those of last year; charts of them may go into the report."""
    found = compare_report(document.report)
    if found is None:
        sentence = f"还没有上年的报告。请先用“{menu_path('name_previous')}”选择，Word、Excel、网页、PDF 都可以。"
        context.messages.show("与上年对比", sentence)
        return
    dialog = YearComparisonDialog(found, context.window)
    if context.open:
        dialog.wanted.connect(context.open.view.go_to_cell)
    dialog.wanted.connect(dialog.accept)
    dialog.picture.connect(lambda title, png: _put_picture(context, document, title, png))
    dialog.exec()


def _put_picture(context: WindowContext, document: ReportDocument, title: str, png: bytes) -> None:
    """Puts a picture at the end of a section's text, as one step."""
    texts = {s.heading: s.id for s in document.form.sections.values() if s.heading and not s.table}
    heading = context.messages.choose("放入报告正文", "放在哪一部分的末尾？", tuple(texts))
    if heading in texts:
        document.add_picture(texts[heading], png, title)
        context.messages.tell(f"已放入“{heading}”的末尾，可撤销。")
