"""A document as items: lines of text, tables and pictures, in the order of the page.

In: a form and a `SourceDocument`. Out: `Item`s. Blocks of several lines are divided; so is a table around a cell that
holds a whole text or a heading, as on sheets of a workbook. Lines that hold only the number of a page are blank.

    TextBlock("一、总体情况\\n2023年，我局…")                         →  two lines
    TableBlock with the rows 规章 | 3, "注：含上年结转", 行政许可 | 1  →  a table, a line, a table with the same number
"""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from reportdesk.documents.blocks import BlockRole, ImageBlock, SourceDocument, TableBlock, TextBlock
from reportdesk.form import Form
from reportdesk.recognition.headings import is_heading
from reportdesk.recognition.page_boilerplate import FOOTNOTE, PAGE_NUMBER
from reportdesk.recognition.table_index import label_wordings
from reportdesk.text.characters import clean_text
from reportdesk.text.labels import plain_label

LONGEST_LABEL = 60  # characters
_LONGEST_SHORT_CELL = 60  # characters; a longer cell holds text, not a label


class Item(NamedTuple):
    """A line of text, a table, or a picture. `number` counts the tables of the document from 1.

    `role` is the mark of a line in a file written by this program; see `TextBlock`.
    """

    text: str
    table: TableBlock | None = None
    number: int = 0
    role: BlockRole = ""
    image: ImageBlock | None = None


def document_items(form: Form, document: SourceDocument) -> Iterator[Item]:
    """The blocks of a document as items. Table cells that hold a whole text become lines, and divide their table."""
    number = 0
    for block in document.blocks:
        if isinstance(block, TextBlock):
            for line in clean_text(block.text).split("\n"):
                is_page_number = PAGE_NUMBER.fullmatch(line) and not block.role
                yield Item("" if is_page_number else line.strip(), role=block.role)
        elif isinstance(block, ImageBlock):
            yield Item("", image=block)
        else:
            number += 1
            yield from _items_of_table(form, block, number)


def _items_of_table(form: Form, block: TableBlock, number: int) -> Iterator[Item]:
    part: list[int] = []
    for at, row in enumerate(block.grid):
        texts = [cell.text.strip() for cell in row if cell.text.strip() and not cell.continued]
        if len(texts) == 1 and (len(row) == 1 or _is_text(form, texts[0])) and not is_label(form, texts[0]):
            if part:
                yield Item("", _part_of(block, part), number)
                part = []
            for line in clean_text(texts[0]).split("\n"):
                yield Item(line.strip())
        else:
            part.append(at)
    if part:
        yield Item("", _part_of(block, part), number)


def _part_of(block: TableBlock, rows: list[int]) -> TableBlock:
    return block if len(rows) == len(block.grid) else replace(block, grid=[block.grid[row] for row in rows])


def _is_text(form: Form, text: str) -> bool:
    """Whether a cell that stands alone in its row belongs to the text around the table."""
    return len(text) > _LONGEST_SHORT_CELL or FOOTNOTE.match(text) is not None or is_heading(form, text.split("\n")[0])


def is_label(form: Form, text: str) -> bool:
    """Whether a text is a label of a table, or a number."""
    plain = plain_label(text) if len(text) <= LONGEST_LABEL else ""
    return bool(plain) and (plain.isdigit() or plain in label_wordings(form))


def lines_of(items: list[Item]) -> list[str | None]:
    """The texts of items; None for a table."""
    return [None if item.table else item.text for item in items]


def without_repeated_title(items: list[Item], title: int) -> list[Item]:
    """The items, later repetitions of the title made blank: workbooks have it on every sheet. `title` is its number."""
    if title < 0:
        return items
    plain, longest = plain_label(items[title].text), 2 * len(items[title].text)
    return [
        Item("")
        if i > title and not item.role and 0 < len(item.text) <= longest and plain_label(item.text) == plain
        else item
        for i, item in enumerate(items)
    ]
