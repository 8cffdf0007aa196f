"""Tools for the text: figures and ready sentences to insert, find and replace, tidying, pictures, the fee."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMenu

from reportdesk.errors import ReportDeskError
from reportdesk.text.characters import shorten
from reportdesk_ui import dialogs

if TYPE_CHECKING:
    from reportdesk.report import Place
    from reportdesk_ui.main_window import MainWindow
    from reportdesk_ui.text_editor.section_text import SectionText


EXCERPT = 12  # characters of a paragraph that is named


class TextActions:
    """What the window does with texts."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def insert_figure(self) -> None:
        """文字 › 插入数据: a figure that follows its cell, at the caret."""
        from reportdesk.report.linked_text import insert_link
        from reportdesk_ui.dialogs.figure_dialog import FigureDialog

        document, text = self._window.document, self._text()
        if document is None or text is None:
            return
        at = text.caret
        dialog = FigureDialog(document, self._window)
        if dialog.exec() and dialog.tie is not None:
            before = len(document.report.text(text.section))
            document.apply(insert_link(document.report, text.section, at, dialog.tie, document.figures))
            after = at + len(document.report.text(text.section)) - before
            text.go(after, after)

    def fill_sentences(self, menu: QMenu) -> None:
        """文字 › 插入常用句: the ready sentences of the section that is shown."""
        from reportdesk.report.standard_sentences import sentences_for

        menu.clear()
        document, text = self._window.document, self._text(tell=False)
        found = sentences_for(document.form, text.section) if document and text else []
        for each in found:
            menu.addAction(each.label).triggered.connect(lambda checked=False, id=each.id: self._insert_sentence(id))
        if not found:
            menu.addAction("本部分没有常用句").setEnabled(False)

    def _insert_sentence(self, sentence: str) -> None:
        from reportdesk.report.linked_text import insert_fragment
        from reportdesk.report.standard_sentences import fill_sentence

        document, text = self._window.document, self._text()
        if document and text:
            ready = fill_sentence(document.report, document.figures, sentence)
            document.apply(insert_fragment(document.report, text.section, text.caret, ready, "插入常用句"))
            self._window.tell("已插入，其中的数字随表格更新；请按实际情况修改文字。")

    def insert_picture(self) -> None:
        """文字 › 插入图片: behind the paragraph of the caret, with a caption."""
        from reportdesk.documents.images import MAX_FILE, check_image

        document, text = self._window.document, self._text()
        if document is None or text is None:
            return
        start = str(self._window.settings.folder)
        path, _ = QFileDialog.getOpenFileName(self._window, "插入图片", start, "图片 (*.png *.jpg *.jpeg)")
        if not path:
            return
        try:
            with Path(path).open("rb") as file:
                data = file.read(MAX_FILE + 1)
            check_image(Path(path).name, data)
        except ReportDeskError as error:
            self._window.fail("没有插入", error)
            return
        except OSError:
            dialogs.show_message(
                self._window, "没有插入", f"“{Path(path).name}”无法读取，请检查文件是否还在、有无权限。"
            )
            return
        caption = dialogs.ask_text(self._window, "插入图片", "图片下的说明（可不填）：", Path(path).stem)
        if caption is not None and document.add_picture(text.section, data, caption, text.caret):
            self._window.tell("已插入图片，可撤销；导出时排在光标所在段落之后。")

    def pictures(self) -> None:
        """文字 › 本部分的图片: which there are; one can be taken out."""
        document, text = self._window.document, self._text()
        if document is None or text is None:
            return
        found = document.report.texts[text.section].pictures if text.section in document.report.texts else {}
        if not found:
            dialogs.show_message(self._window, "本部分的图片", "这一部分没有图片。")
            return
        words = document.report.text(text.section)
        names = {
            f"{number}. {each.caption or '（无说明）'}，排在“{_paragraph(words, each.after)}”之后": key
            for number, (key, each) in enumerate(found.items(), 1)
        }
        chosen = dialogs.choose(self._window, "本部分的图片", "这一部分有以下图片：", tuple(names), own_words=False)
        if chosen not in names or dialogs.ask(self._window, "图片", f"{chosen}。", ["删去", "关闭"], careful=True):
            return
        if document.remove_picture(text.section, names[chosen]):
            self._window.tell("已删去图片，可撤销。")

    def tidy(self) -> None:
        """文字 › 一键排版: indents, blank lines, numbering marks and punctuation of the text that is shown."""
        from reportdesk.checks.proofreading.one_key_layout import tidy_sections

        document, text = self._window.document, self._text()
        if document and text:
            done = document.apply(tidy_sections(document.report, [text.section]))
            self._window.tell("已整理缩进、空行、序号和标点，可一步撤销。" if done else "没有需要整理的地方。")

    def find(self) -> None:
        """编辑 › 查找和替换."""
        from reportdesk_ui.dialogs.find_dialog import FindDialog

        if self._window.document and self._window.commit():
            dialog = FindDialog(self._window.document, self._window)
            dialog.found.connect(self._show_match)
            dialog.show()
            dialog.wanted.setFocus()

    def fee(self) -> None:
        """文字 › 信息处理费计算."""
        from reportdesk_ui.dialogs.fee_dialog import FeeDialog

        FeeDialog(self._window).exec()

    def own_words(self) -> None:
        """文字 › 本单位词表."""
        from reportdesk_ui.dialogs.custom_dictionary_dialog import CustomDictionaryDialog

        if CustomDictionaryDialog(self._window).exec() and self._window.proofreader:
            self._window.proofreader.look()

    def _show_match(self, place: "Place", start: int, end: int) -> None:
        if self._window.workspace:
            self._window.workspace.go_to_words(place, start, end)

    def _text(self, tell: bool = True) -> "SectionText | None":
        workspace = self._window.workspace
        text = workspace.text if workspace and self._window.commit() else None
        if text is None and tell:
            self._window.tell("请先转到要写文字的部分。")
        return text


def _paragraph(text: str, place: int) -> str:
    """The beginning of the paragraph at a place of a text."""
    line = text[text.rfind("\n", 0, place) + 1 :].split("\n")[0].strip()
    return shorten(line, EXCERPT)
