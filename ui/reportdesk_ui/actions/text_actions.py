"""Tools for the text: figures and standard sentences to insert, find and replace, tidying, pictures, the fee."""

from pathlib import Path

from reportdesk.checks.proofreading.one_key_layout import tidy_sections
from reportdesk.documents.images import MAX_FILE, check_image
from reportdesk.errors import ReportDeskError
from reportdesk.report import Place
from reportdesk.report.linked_text import insert_fragment, insert_link
from reportdesk.report.standard_sentences import fill_sentence, sentences_for
from reportdesk.text.characters import shorten
from reportdesk_ui.actions.catalogue import MenuChoice
from reportdesk_ui.context import TextView, WindowContext
from reportdesk_ui.dialogs.custom_dictionary_dialog import CustomDictionaryDialog
from reportdesk_ui.dialogs.fee_dialog import FeeDialog
from reportdesk_ui.dialogs.figure_dialog import FigureDialog
from reportdesk_ui.dialogs.find_dialog import FindDialog
from reportdesk_ui.document import ReportDocument

EXCERPT = 12  # characters of a paragraph that is named


def insert_figure(context: WindowContext, document: ReportDocument) -> None:
    """A figure that follows its cell, at the caret."""
    if not (text := _text(context)):
        return
    at = text.caret
    dialog = FigureDialog(document, context.window)
    if dialog.exec() and dialog.link is not None:
        before = len(document.report.text(text.section))
        document.apply(insert_link(document.report, text.section, at, dialog.link, document.figures))
        after = at + len(document.report.text(text.section)) - before
        text.go(after, after)


def standard_sentences(context: WindowContext) -> list[MenuChoice]:
    """The standard sentences of the section that is shown."""
    text = context.open.view.text if context.open else None
    found = sentences_for(context.open.document.form, text.section) if context.open and text else []
    return [MenuChoice(each.label, each.id) for each in found] or [MenuChoice("本部分没有常用句")]


def insert_sentence(context: WindowContext, document: ReportDocument, sentence: str) -> None:
    """A standard sentence with the figures of the report, at the caret."""
    if text := _text(context):
        filled = fill_sentence(document.report, document.figures, sentence)
        document.apply(insert_fragment(document.report, text.section, text.caret, filled, "插入常用句"))
        context.messages.tell("已插入，其中的数字随表格更新；请按实际情况修改文字。")


def insert_picture(context: WindowContext, document: ReportDocument) -> None:
    """A picture behind the paragraph of the caret, with a caption."""
    if not (text := _text(context)):
        return
    path = context.messages.open_file("插入图片", "图片 (*.png *.jpg *.jpeg)")
    if not path or (data := _read_picture(context, path)) is None:
        return
    caption = context.messages.ask_text("插入图片", "图片下的说明（可不填）：", path.stem)
    if caption is not None and document.add_picture(text.section, data, caption, text.caret):
        context.messages.tell("已插入图片，可撤销；导出时排在光标所在段落之后。")


def show_pictures(context: WindowContext, document: ReportDocument) -> None:
    """Which pictures the section has; one can be taken out."""
    if not (text := _text(context)):
        return
    found = document.report.texts[text.section].pictures if text.section in document.report.texts else {}
    if not found:
        context.messages.show("本部分的图片", "这一部分没有图片。")
        return
    words = document.report.text(text.section)
    names = {
        f"{number}. {each.caption or '（无说明）'}，排在“{_paragraph(words, each.after)}”之后": key
        for number, (key, each) in enumerate(found.items(), 1)
    }
    chosen = context.messages.choose("本部分的图片", "这一部分有以下图片：", tuple(names))
    if chosen not in names or context.messages.ask("图片", f"{chosen}。", ["删去", "关闭"], careful=True):
        return
    if document.remove_picture(text.section, names[chosen]):
        context.messages.tell("已删去图片，可撤销。")


def tidy(context: WindowContext, document: ReportDocument) -> None:
    """Indents, blank lines, numbering marks and punctuation of the text that is shown."""
    if text := _text(context):
        done = document.apply(tidy_sections(document.report, [text.section]))
        context.messages.tell("已整理缩进、空行、序号和标点，可一步撤销。" if done else "没有需要整理的地方。")


def find(context: WindowContext, document: ReportDocument) -> None:
    """Find and replace, in a window that stays beside the work."""
    dialog = FindDialog(document, context.window)
    dialog.found.connect(lambda place, start, end: _show_match(context, place, start, end))
    dialog.show()
    dialog.wanted.setFocus()


def show_fee(context: WindowContext) -> None:
    """What an application costs by the official scale."""
    FeeDialog(context.window).exec()


def edit_custom_words(context: WindowContext) -> None:
    """The office's own list of wrong and right words."""
    if CustomDictionaryDialog(context.window).exec() and context.open:
        context.open.proofreader.look()


def _show_match(context: WindowContext, place: Place, start: int, end: int) -> None:
    if context.open:
        context.open.view.go_to_words(place, start, end)


def _text(context: WindowContext) -> TextView | None:
    """The text that is shown; where there is none the clerk is told."""
    text = context.open.view.text if context.open else None
    if text is None:
        context.messages.tell("请先转到要写文字的部分。")
    return text


def _read_picture(context: WindowContext, path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
        check_image(path.name, data)
    except ReportDeskError as error:
        context.messages.fail("没有插入", error)
    except OSError:
        context.messages.show("没有插入", f"“{path.name}”无法读取，请检查文件是否还在、有无权限。")
    else:
        return data
    return None


def _paragraph(text: str, place: int) -> str:
    """The beginning of the paragraph at a place of a text."""
    line = text[text.rfind("\n", 0, place) + 1 :].split("\n")[0].strip()
    return shorten(line, EXCERPT)
