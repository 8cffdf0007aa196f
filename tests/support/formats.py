"""The blocks of a document as a file of every format that can be read: what stands in it is up to the test."""

from collections.abc import Callable
from html import escape
from io import BytesIO

import openpyxl
from tests.support import office_packages as packages
from tests.support.outlines import FilledTable, Typesetter, pdf

from reportdesk.documents.blocks import Grid, SourceDocument, TextBlock
from reportdesk.form import Placed, TableLayout


def docx_of(document: SourceDocument) -> bytes:
    """A Word file: spans as w:gridSpan and w:vMerge."""
    return packages.word("".join(packages.p(escape(b.text)) if isinstance(b, TextBlock) else _word_table(b.grid)
                                 for b in document.blocks))  # fmt: skip


def _word_table(grid: Grid) -> str:
    rows = []
    for row in grid:
        cells = []
        for spot in row:
            merge = "<w:vMerge/>" if spot.continued else '<w:vMerge w:val="restart"/>' if spot.rows > 1 else ""
            span = f'<w:gridSpan w:val="{spot.right - spot.left}"/>' if spot.right - spot.left > 1 else ""
            text = "" if spot.continued else escape(spot.text)
            cells.append(f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{packages.p(text)}</w:tc>")
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def xlsx_of(document: SourceDocument) -> bytes:
    """A workbook of one sheet, tables under one another."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    at = 1
    for block in document.blocks:
        if isinstance(block, TextBlock):
            sheet.cell(at, 1, block.text).data_type = "s"
            at += 1
            continue
        for number, row in enumerate(block.grid):
            for spot in row:
                if spot.continued:
                    continue
                sheet.cell(at + number, spot.left + 1, spot.text or None).data_type = "s" if spot.text else "n"
                if spot.rows > 1 or spot.right - spot.left > 1:
                    sheet.merge_cells(None, at + number, spot.left + 1, at + number + spot.rows - 1, spot.right)
        at += len(block.grid)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def html_of(document: SourceDocument, encoding: str = "utf-8") -> bytes:
    """A web page."""
    parts = [f'<!DOCTYPE html><html><head><meta charset="{encoding}"></head><body>']
    for block in document.blocks:
        if isinstance(block, TextBlock):
            parts.append(f"<p>{escape(block.text)}</p>")
            continue
        parts.append("<table>")
        for row in block.grid:
            cells = [
                f'<td colspan="{spot.right - spot.left}" rowspan="{spot.rows}">{escape(spot.text)}</td>'
                for spot in row
                if not spot.continued
            ]
            parts.append(f"<tr>{''.join(cells)}</tr>")
        parts.append("</table>")
    return "".join([*parts, "</body></html>"]).encode(encoding)


def pdf_of(document: SourceDocument) -> bytes:
    """Ruled pages."""
    setter = Typesetter()
    for block in document.blocks:
        if isinstance(block, TextBlock):
            setter.paragraph(block.text)
            continue
        texts = {
            Placed(row, spot.left, spot.rows, spot.right - spot.left, spot.text, None, "label", False): spot.text
            for row, spots in enumerate(block.grid)
            for spot in spots
            if not spot.continued
        }
        columns = max(placed.column + placed.column_span for placed in texts)
        setter.table(FilledTable(TableLayout(len(block.grid), columns, 0, 0, (1,) * columns, tuple(texts)), texts))
    return pdf(setter.pages)


def text_of(document: SourceDocument, between: str = "\t", encoding: str = "utf-8") -> bytes:
    """Text as it is copied: merged cells are blank."""
    parts = []
    for block in document.blocks:
        if isinstance(block, TextBlock):
            parts.append(block.text)
            continue
        for row in block.grid:
            cells = []
            for spot in row:
                text = "" if spot.continued else "".join(spot.text.split("\n"))
                cells += [text, *[""] * (spot.right - spot.left - 1)]
            line = between.join(cells)
            parts.append(line if between == "\t" else f"|{line}|")
    return "\n".join(parts).encode(encoding)


FORMATS: dict[str, tuple[str, Callable[[SourceDocument], bytes]]] = {
    "Word": (".docx", docx_of),
    "Excel": (".xlsx", xlsx_of),
    "web page": (".html", html_of),
    "web page, GBK": (".htm", lambda document: html_of(document, "gbk")),
    "PDF": (".pdf", pdf_of),
    "text with tabs": (".txt", text_of),
    "text with tabs, GBK": (".txt", lambda document: text_of(document, encoding="gbk")),
    "text with bars": (".md", lambda document: text_of(document, "|")),
}
