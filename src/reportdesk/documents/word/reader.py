"""A .docx file as Word, WPS or LibreOffice saves it → blocks, with all tracked changes accepted."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from reportdesk.documents.blocks import Block, BlockRole, ImageBlock, SourceDocument
from reportdesk.documents.images import PAGE_HEIGHT, ImageCollector
from reportdesk.documents.metadata import CAPTION, CLOSING, NOTE, PREFIX
from reportdesk.documents.tables import table_blocks, text_blocks
from reportdesk.documents.word.document_tree import DocxTree, Line
from reportdesk.text.patterns import NUMERALS

if TYPE_CHECKING:
    from lxml.etree import _Element

_CALLED = re.compile(rf"图\s*[\d{NUMERALS}]{{1,3}}(?![\d年月日])")  # 图1 or 图 十二
_LONGEST_CAPTION = 60
_SECTION = "Heading1"  # in our files what stands above a section; Title above all
_LONGEST_FACT = 500


def read_docx(data: bytes, source: str) -> SourceDocument:
    """What stands in a Word file. Raises WordFileError with a sentence."""
    tree = DocxTree(data)
    reader = _Reader(tree)
    blocks = list(reader.blocks(tree.body))
    facts = {
        name.removeprefix(PREFIX): text[:_LONGEST_FACT]
        for name, text in tree.properties().items()
        if name.startswith(PREFIX)
    }
    remarks = [*_remarks(tree), *reader.album.remarks]
    return SourceDocument(source, blocks, remarks, facts, media=reader.album.media, comments=tree.comments)


class _Reader:
    """Goes through a document in order. `album` gathers its pictures."""

    def __init__(self, tree: DocxTree) -> None:
        self.album = ImageCollector()
        self._tree = tree
        self._own = tree.own

    def blocks(self, container: "_Element") -> Iterator[Block]:
        drawing: ImageBlock | None = None  # that the next line may be the caption of
        for item in self._tree.items(container):
            if isinstance(item, Line):
                if drawing and item.text and not item.pictures and self._is_caption(item):
                    yield msgspec.structs.replace(drawing, caption=item.text)
                    drawing = None
                    continue
                if drawing and (item.text or item.pictures):
                    yield drawing
                    drawing = None
                if item.style != CLOSING or not self._own:
                    yield from text_blocks(item.text, role=self._role(item.style))
                for drawn in item.pictures:
                    name = self.album.add(self._tree.picture(drawn.relation, self.album.room))
                    if drawing:
                        yield drawing
                    drawing = ImageBlock(name, "", self._width(name, drawn.width_mm)) if name else None
                continue
            if drawing:
                yield drawing
                drawing = None
            if next(item.iterdescendants("{*}tbl"), None) is None:
                yield from table_blocks(self._tree.grid(item))
            else:  # a table around tables only places them on the page
                for spots, cells in self._tree.rows(item):
                    for spot, cell in zip(spots, cells, strict=True):
                        if not spot.continued:
                            yield from self.blocks(cell)
        if drawing:
            yield drawing

    def _width(self, name: str, drawn: float) -> float:
        return self.album.wanted(name, drawn, self._tree.text_width, PAGE_HEIGHT)

    def _role(self, style: str) -> BlockRole:
        """What a line is in a file of our own: only headings and the title are left to be found."""
        if not self._own:
            return ""
        if style == NOTE:
            return "note"
        return "text" if not style or (style.startswith("Heading") and style != _SECTION) else ""

    def _is_caption(self, line: Line) -> bool:
        if self._own:
            return line.style == CAPTION
        return len(line.text) <= _LONGEST_CAPTION and _CALLED.match(line.text) is not None


def _remarks(tree: DocxTree) -> list[str]:
    remarks = []
    if tree.revisions:
        also = f"；另有 {len(tree.comments)} 条批注" if tree.comments else ""
        remarks.append(f"文中有 {tree.revisions} 处修订，已按全部接受读取{also}。")
    elif tree.comments:
        remarks.append(f"文中有 {len(tree.comments)} 条批注，不算报告的内容。")
    if tree.notes:
        remarks.append(f"文中有 {tree.notes} 处脚注或尾注，没有读入，请留意其中有无对数字的说明。")
    return remarks
