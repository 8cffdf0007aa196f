"""A .docx file as Word, WPS or LibreOffice saves it → blocks, with all tracked changes accepted."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportdesk.reading.blocks import Block, Document
from reportdesk.reading.tables import as_blocks, lines
from reportdesk.reading.wordml import WordTree

if TYPE_CHECKING:
    from lxml.etree import _Element


def read_docx(data: bytes, source: str) -> Document:
    """What stands in a Word file. Raises WordFileError with a sentence."""
    tree = WordTree(data)
    return Document(source, list(_blocks(tree, tree.body)), _remarks(tree))


def _blocks(tree: WordTree, container: "_Element") -> Iterator[Block]:
    for item in tree.items(container):
        if isinstance(item, str):
            yield from lines(item)
        elif next(item.iterdescendants("{*}tbl"), None) is None:
            yield from as_blocks(tree.grid(item))
        else:  # a table around tables only places them on the page
            for spots, cells in tree.rows(item):
                for spot, cell in zip(spots, cells, strict=True):
                    if not spot.continued:
                        yield from _blocks(tree, cell)


def _remarks(tree: WordTree) -> list[str]:
    remarks = []
    if tree.revisions:
        also = f"；另有 {tree.comments} 条批注" if tree.comments else ""
        remarks.append(f"文中有 {tree.revisions} 处修订，已按全部接受读取{also}。")
    elif tree.comments:
        remarks.append(f"文中有 {tree.comments} 条批注，没有读入。")
    if tree.notes:
        remarks.append(f"文中有 {tree.notes} 处脚注或尾注，没有读入，请留意其中有无对数字的说明。")
    return remarks
