"""A .docx file as Word, WPS or LibreOffice saves it → blocks, with all tracked changes accepted.

In: the bytes of a file. Out: a `SourceDocument`.

    a paragraph "总体情况" with the automatic number 一、    →  TextBlock("一、总体情况")
    a table                                                 →  TableBlock
    a picture, and below it "图1 主动公开情况"              →  ImageBlock(…, caption "图1 主动公开情况")

A file written by this program is known by one of its styles; its styles also say of each paragraph what it is.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from reportdesk.documents.blocks import Block, BlockRole, ImageBlock, SourceDocument
from reportdesk.documents.images import PAGE_HEIGHT, ImageCollector
from reportdesk.documents.metadata import CAPTION, CLOSING, NOTE, PREFIX
from reportdesk.documents.tables import table_blocks, text_blocks
from reportdesk.documents.word.document_tree import DocxTree, Line
from reportdesk.text.patterns import NUMERALS

if TYPE_CHECKING:
    from lxml.etree import _Element

_CAPTION_START = re.compile(rf"图\s*[\d{NUMERALS}]{{1,3}}(?![\d年月日])")  # "图1", "图 三"; not "图2023年"
_LONGEST_CAPTION = 60
_SECTION_STYLE = "Heading1"  # of the headings of sections in files of this program; the title has the style Title
_LONGEST_METADATA = 500


def read_docx(data: bytes, source: str) -> SourceDocument:
    """The content of a Word file. Raises WordFileError with a sentence."""
    tree = DocxTree(data)
    reader = _WordReader(tree)
    blocks = list(reader.blocks(tree.body))
    metadata = {
        name.removeprefix(PREFIX): text[:_LONGEST_METADATA]
        for name, text in tree.properties().items()
        if name.startswith(PREFIX)
    }
    remarks = [*_remarks(tree), *reader.images.remarks]
    return SourceDocument(source, blocks, remarks, metadata, media=reader.images.media, comments=tree.comments)


class _WordReader:
    """Reads a document from start to end. `images` collects its pictures."""

    def __init__(self, tree: DocxTree) -> None:
        self.images = ImageCollector()
        self._tree = tree

    def blocks(self, container: "_Element") -> Iterator[Block]:
        """The blocks of a body or cell. A picture waits for the next line, which may be its caption."""
        waiting: ImageBlock | None = None
        for item in self._tree.items(container):
            if not isinstance(item, Line):
                if waiting:
                    yield waiting
                    waiting = None
                yield from self._table_blocks(item)
                continue
            if waiting and item.text and not item.images and self._is_caption(item):
                yield replace(waiting, caption=item.text)
                waiting = None
                continue
            if waiting and (item.text or item.images):
                yield waiting
                waiting = None
            if item.style != CLOSING or not self._tree.is_reportdesk_file:
                yield from text_blocks(item.text, role=self._role(item.style))
            for image in item.images:
                name = self.images.add(self._tree.picture(image.relation, self.images.room))
                if waiting:
                    yield waiting
                waiting = ImageBlock(name, "", self._chosen_width(name, image.width_mm)) if name else None
        if waiting:
            yield waiting

    def _table_blocks(self, table: "_Element") -> Iterator[Block]:
        if next(table.iterdescendants("{*}tbl"), None) is None:
            yield from table_blocks(self._tree.grid(table))
            return
        for grid_cells, elements in self._tree.rows(table):  # a table around tables only arranges the page
            for grid_cell, element in zip(grid_cells, elements, strict=True):
                if not grid_cell.continued:
                    yield from self.blocks(element)

    def _chosen_width(self, name: str, drawn_mm: float) -> float:
        return self.images.chosen_width(name, drawn_mm, self._tree.text_width, PAGE_HEIGHT)

    def _role(self, style: str) -> BlockRole:
        """The role of a line in a file of this program: all lines but title and headings are text or notes."""
        if not self._tree.is_reportdesk_file:
            return ""
        if style == NOTE:
            return "note"
        return "text" if not style or (style.startswith("Heading") and style != _SECTION_STYLE) else ""

    def _is_caption(self, line: Line) -> bool:
        if self._tree.is_reportdesk_file:
            return line.style == CAPTION
        return len(line.text) <= _LONGEST_CAPTION and _CAPTION_START.match(line.text) is not None


def _remarks(tree: DocxTree) -> list[str]:
    remarks = []
    if tree.revision_count:
        also = f"；另有 {len(tree.comments)} 条批注" if tree.comments else ""
        remarks.append(f"文中有 {tree.revision_count} 处修订，已按全部接受读取{also}。")
    elif tree.comments:
        remarks.append(f"文中有 {len(tree.comments)} 条批注，不算报告的内容。")
    if tree.note_count:
        remarks.append(f"文中有 {tree.note_count} 处脚注或尾注，没有读入，请留意其中有无对数字的说明。")
    return remarks
