"""Text files and text from the clipboard → lines, and tables whose cells stand between tabs or bars.

In: the bytes of a file, or a text. Out: a `SourceDocument`; its tables are not exact.

    规章<tab>3<tab>0        →  a row of a TableBlock
    | 规章 | 3 | 0 |        →  the same
    ## 一、总体情况         →  TextBlock("一、总体情况")
"""

import re

from reportdesk.documents.blocks import Block, Grid, SourceDocument, TableBlock, TextBlock, unmerged_row
from reportdesk.documents.decoding import decode
from reportdesk.errors import ReadingError
from reportdesk.text.patterns import HAN, NUMERALS

MAX_TEXT = 4 * 2**20
_MOST_LINES = 100_000
_MOST_CELLS = 64  # in a line
_FEWEST_READABLE = 50  # characters for each one that cannot be decoded; with fewer it is no text file

# The line below the header of a Markdown table: "---|---", "| :--- | ---: |", "|-|-|".
_RULE = re.compile(
    r"""
    \s* \|? \s* :?-{3,}:? \s* (?: \| \s* :?-+:? \s* )* \|? \s*    # three dashes at least in the first cell
  | \s* \| (?: \s* :?-+:? \s* \| )+ \s*                             # or bars on both sides
    """,
    re.VERBOSE,
)
_BAR = re.compile(r"(?<!\\)[|｜]")  # not "\\|"
# Marks of Markdown: "## " in front of a heading, "**" and "__" around a word.
_MARKS = re.compile(r"^\s{0,3}\#{1,6}\s+ | (?<!\\)\*\* | __(?=\S) | (?<=\S)__", re.VERBOSE)
_ORDINAL_ONLY = re.compile(rf"\s*(?:[（(]?[{NUMERALS}\d]{{1,3}}[）)]?[、.．]?)\s*")  # "一、", "（二）", "3."
_UNFINISHED = re.compile(rf"[{HAN}A-Za-z0-9，、“《（]$")  # the end of a line in the middle of a sentence
_SHORTEST_TORN = 30  # characters that a line must have to be continued behind a page break
# The beginning of a paragraph with an ordinal.
_ORDINAL = re.compile(
    rf"""
    \s*
    (?:
        第?[{NUMERALS}]+[、.．是]      # "一、", "第二是"
      | [（(][{NUMERALS}\d]+[）)]      # "（三）"
      | \d+[.．、]                             # "1."
    )
    """,
    re.VERBOSE,
)


def read_text(data: bytes, source: str) -> SourceDocument:
    """The content of a text file. Raises ReadingError with a sentence if it is no text."""
    if len(data) > MAX_TEXT:
        raise ReadingError(f"“{source}”超过 {MAX_TEXT // 2**20} MB，不像一份年度报告，没有读取。")
    text = decode(data)
    if not text or "\0" in text or text.count("\ufffd") * _FEWEST_READABLE > len(text):
        raise ReadingError(f"“{source}”不是文字文件，或者文字编码无法识别。请用记事本打开，另存为 UTF-8 编码后再试。")
    remarks = ["文字中有个别字符无法识别，显示为“\ufffd”，请留意核对。"] if "\ufffd" in text else []
    return SourceDocument(source, _blocks(text), remarks)


def read_pasted(text: str) -> SourceDocument:
    """The content of a text from the clipboard. Raises ReadingError if it is too long."""
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
        cells = _cells_of_line(line, bool(grid))
        if cells:
            grid.append(unmerged_row(cells))
            continue
        if grid:
            blocks.append(TableBlock(grid, exact=False))
            grid = []
        blocks.append(TextBlock(_MARKS.sub("", line).strip()))
    if grid:
        blocks.append(TableBlock(grid, exact=False))
    return _torn_joined(blocks)


def _cells_of_line(line: str, in_table: bool) -> list[str]:
    """The cells of a line of a table, [] if it is no such line. `in_table` says that the line above is one."""
    if len(_BAR.findall(line)) > 1 or (in_table and _BAR.search(line) and "\t" not in line):
        inner = line.strip()
        inner = inner[1:] if inner[0] in "|｜" else inner
        inner = inner[:-1] if inner[-1:] in ("|", "｜") and not inner.endswith("\\|") else inner
        return [_MARKS.sub("", cell).strip() for cell in _BAR.split(inner)][:_MOST_CELLS]
    if "\t" not in line:
        return []
    inner = line.strip(" \t\u3000")
    if "\t" not in inner and not in_table and not line.rstrip(" ").endswith("\t"):
        return []  # a first line indented by a tab
    cells = line.split("\t")
    if len(cells) == 2 and _ORDINAL_ONLY.fullmatch(cells[0]) and len(cells[1].strip()) > 1:
        return []  # "一、" and its heading
    return [cell.strip() for cell in cells][:_MOST_CELLS]


def _torn_joined(blocks: list[Block]) -> list[Block]:
    """The blocks, with sentences joined that a page break has torn apart; blank lines stand between the parts."""
    joined: list[Block] = []
    gap = 0  # blank lines since the last other block
    for block in blocks:
        if isinstance(block, TextBlock) and not block.text:
            gap += 1
            joined.append(block)
            continue
        above = joined[-1 - gap] if len(joined) > gap else None
        if gap and isinstance(block, TextBlock) and isinstance(above, TextBlock) and _is_torn(above.text, block.text):
            del joined[len(joined) - gap :]
            joined[-1] = TextBlock(above.text + block.text)
        else:
            joined.append(block)
        gap = 0
    return joined


def _is_torn(above: str, below: str) -> bool:
    """Whether two lines are parts of one sentence: running text both, the first unfinished, no ordinal between."""
    return (
        len(above) >= _SHORTEST_TORN
        and any(sign in above for sign in "，。；")
        and any(sign in below for sign in "，。；")
        and _UNFINISHED.search(above) is not None
        and _ORDINAL.match(below) is None
    )
