"""Text files and what the clipboard holds → paragraphs, and tables whose cells stand between tabs or bars."""

import re

from reportdesk.documents.blocks import Block, Grid, GridCell, SourceDocument, TableBlock, TextBlock
from reportdesk.documents.decoding import decode
from reportdesk.errors import ReadingError
from reportdesk.text.patterns import HAN, NUMERALS

MAX_TEXT = 4 * 2**20
_MOST_LINES = 100_000
_MOST_CELLS = 64  # in a line
_LEAST_KNOWN = 50  # characters to one that cannot be decoded

_RULE = re.compile(r"\s*\|?\s*:?-{3,}:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*|\s*\|(?:\s*:?-+:?\s*\|)+\s*")
_BAR = re.compile(r"(?<!\\)[|｜]")
_MARKS = re.compile(r"^\s{0,3}#{1,6}\s+|(?<!\\)\*\*|__(?=\S)|(?<=\S)__")
_ORDINAL_ONLY = re.compile(rf"\s*(?:[（(]?[{NUMERALS}\d]{{1,3}}[）)]?[、.．]?)\s*")  # （三） or 12.
_UNFINISHED = re.compile(rf"[{HAN}A-Za-z0-9，、“《（]$")
_LONG_LINE = 30
_BEGINS = re.compile(rf"\s*(?:第?[{NUMERALS}]+[、.．是]|[（(][{NUMERALS}\d]+[）)]|\d+[.．、])")  # 二、 or 一是


def read_text(data: bytes, source: str) -> SourceDocument:
    """A text file in any of the encodings that occur. Raises ReadingError for what is no text."""
    if len(data) > MAX_TEXT:
        raise ReadingError(f"“{source}”超过 {MAX_TEXT // 2**20} MB，不像一份年度报告，没有读取。")
    text = decode(data)
    if not text or "\0" in text or text.count("\ufffd") * _LEAST_KNOWN > len(text):
        raise ReadingError(f"“{source}”不是文字文件，或者文字编码无法识别。请用记事本打开，另存为 UTF-8 编码后再试。")
    remarks = ["文字中有个别字符无法识别，显示为“\ufffd”，请留意核对。"] if "\ufffd" in text else []
    return SourceDocument(source, _blocks(text), remarks)


def read_pasted(text: str) -> SourceDocument:
    """Text from the clipboard. Raises ReadingError where it is too long."""
    if len(text) > MAX_TEXT:
        raise ReadingError("粘贴的内容过长，不像一份年度报告，没有读取。")
    return SourceDocument("粘贴的文字", _blocks(text))


def _blocks(text: str) -> list[Block]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n").split("\n")
    if len(lines) > _MOST_LINES:
        raise ReadingError("文字的行数过多，不像一份年度报告，没有读取。")
    blocks: list[Block] = []
    grid: Grid = []
    for line in lines:
        if grid and _RULE.fullmatch(line) and (len(grid) == 1 or "---" in line):
            continue
        cells = _cells(line, bool(grid))
        if cells:
            grid.append([GridCell(cell, i, i + 1) for i, cell in enumerate(cells)])
            continue
        if grid:
            blocks.append(TableBlock(grid, exact=False))
            grid = []
        blocks.append(TextBlock(_MARKS.sub("", line).strip()))
    if grid:
        blocks.append(TableBlock(grid, exact=False))
    return _joined(blocks)


def _cells(line: str, inside: bool) -> list[str]:
    """The cells of a line of a table; none where it is none. `inside` says that the line above was one."""
    if len(_BAR.findall(line)) > 1 or (inside and _BAR.search(line) and "\t" not in line):
        inner = line.strip()
        inner = inner[1:] if inner[0] in "|｜" else inner
        inner = inner[:-1] if inner[-1:] in ("|", "｜") and not inner.endswith("\\|") else inner
        return [_MARKS.sub("", cell).strip() for cell in _BAR.split(inner)][:_MOST_CELLS]
    if "\t" not in line:
        return []
    inner = line.strip(" \t\u3000")
    if "\t" not in inner and not inside and not line.rstrip(" ").endswith("\t"):
        return []  # a first line indented by a tab
    cells = line.split("\t")
    if len(cells) == 2 and _ORDINAL_ONLY.fullmatch(cells[0]) and len(cells[1].strip()) > 1:
        return []  # "一、" and its heading
    return [cell.strip() for cell in cells][:_MOST_CELLS]


def _joined(blocks: list[Block]) -> list[Block]:
    """Puts together sentences that a page break has torn apart."""
    found: list[Block] = []
    gap = 0
    for block in blocks:
        if isinstance(block, TextBlock) and not block.text:
            gap += 1
            found.append(block)
            continue
        above = found[-1 - gap] if len(found) > gap else None
        if gap and isinstance(block, TextBlock) and isinstance(above, TextBlock) and _goes_on(above.text, block.text):
            del found[len(found) - gap :]
            found[-1] = TextBlock(above.text + block.text)
        else:
            found.append(block)
        gap = 0
    return found


def _goes_on(above: str, below: str) -> bool:
    return (
        len(above) >= _LONG_LINE
        and any(sign in above for sign in "，。；")
        and any(sign in below for sign in "，。；")
        and _UNFINISHED.search(above) is not None
        and _BEGINS.match(below) is None
    )
