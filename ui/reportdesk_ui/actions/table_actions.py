"""What is done to the table that is shown: as a whole, or to its current cell."""

from reportdesk.report import Place, cells_to_fill, clear_cells, is_automatic
from reportdesk.text.characters import clean_line
from reportdesk_ui.context import WindowContext
from reportdesk_ui.dialogs.sources_dialog import SourcesDialog
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.pages.table_page import TablePage


def clear(context: WindowContext, document: ReportDocument, page: TablePage) -> None:
    """Makes the selected figures blank."""
    page.view.clear()


def edit_cell(context: WindowContext, document: ReportDocument, page: TablePage) -> None:
    """Opens the editor of the current cell on what stands there."""
    page.view.edit_current()


def edit_note(context: WindowContext, document: ReportDocument, page: TablePage) -> None:
    """Asks for the note behind the current figure: 22（其中修订16件）."""
    if not (cell := page.view.current_cell()):
        return
    question = f"{document.form.cells[cell].name} 的附注（印在数字后的括号里，可不填）："
    note = context.messages.ask_text("本格附注", question, document.report.notes.get(cell, ""))
    if note is not None:
        document.set_values({("notes", cell): clean_line(note) or None}, "修改附注")


def fill_rest(context: WindowContext, document: ReportDocument, page: TablePage) -> None:
    """The rest with 0, as one step."""
    waiting = cells_to_fill(document.report, document.figures, page.table)
    if document.set_values({("values", cell): "0" for cell in waiting}, "其余空格填 0"):
        context.messages.tell(f"已将 {len(waiting)} 个空格填为 0，可撤销。")
    else:
        context.messages.tell("本表没有空格。")
    page.focus_first()


def fill_nothing(context: WindowContext, document: ReportDocument, page: TablePage) -> None:
    """All 0 as one step; figures that would be lost are asked about first."""
    stored = document.report.values
    cells = document.form.table_cells(page.table)
    lost = [cell for cell in cells if stored.get(cell) not in (None, "0")]
    question = f"表中已有 {len(lost)} 格填了数字，将全部改为 0。"
    if not lost or context.messages.ask("全部填为 0", question, ["全部改为 0", "取消"]) == 0:
        values: dict[Place, str | None] = {
            ("values", c): None if is_automatic(document.report, c) else "0" for c in cells
        }
        if document.set_values(values, document.form.tables[page.table].nothing or "全表填 0"):
            context.messages.tell("本表已全部填为 0，可撤销。")
    page.focus_first()


def clear_table(context: WindowContext, document: ReportDocument, page: TablePage) -> None:
    """All figures and notes of the table away, as one step."""
    cells = document.form.table_cells(page.table)
    if document.apply(clear_cells(document.report, cells, "清空本表数字")):
        context.messages.tell("已清空本表数字，可撤销。")
    page.focus_first()


def restore_totals(context: WindowContext, document: ReportDocument, page: TablePage) -> None:
    """Typed totals among the selected cells (else in the whole table) become automatic again, as one step."""
    totals = [cell for cell in page.view.selected_cells() if cell in document.form.totals]
    totals = totals or [cell for cell in document.form.table_cells(page.table) if cell in document.form.totals]
    typed = [cell for cell in totals if not is_automatic(document.report, cell)]
    if document.apply(clear_cells(document.report, typed, "恢复自动合计")):
        context.messages.tell(f"已恢复 {len(typed)} 格自动合计，可撤销。")
    else:
        context.messages.tell("没有手填的合计。")
    page.focus_first()


def show_sources(context: WindowContext, document: ReportDocument) -> None:
    """Which office provides which row."""
    dialog = SourcesDialog(document, context.window)
    if dialog.exec():
        document.apply(dialog.step())
