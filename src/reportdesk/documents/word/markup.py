"""What stands in the body of a Word document, as XML text: paragraphs, runs and tables."""

import html
from collections.abc import Sequence

from reportdesk.documents.text_layout import half_widths
from reportdesk.text.characters import clean_text

# Twips (1/20 pt), as in the template: the text is 156 mm wide.
TEXT_WIDTH = 8845
CELL_MARGIN = 40

BANNER_FILL = "C6D9F1"
TABLE_END, ROW_END = "</w:tbl>", "</w:tr>"
LEFT = '<w:jc w:val="left"/>'
KEEP_NEXT = "<w:keepNext/>"
WHOLE_NUMBERS = '<w:lang w:val="en-US" w:eastAsia="zh-CN"/>'  # the styles of tables let a line end within a number

_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def paragraph(runs: str, style: str = "", properties: str = "") -> str:
    """A paragraph; `properties` stand behind its style."""
    if style:
        properties = f'<w:pStyle w:val="{style}"/>{properties}'
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{runs}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of text, nothing for no text; line ends and tabs are kept."""
    if not text:
        return ""
    inner = escape(text).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    inner = inner.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    properties = properties and f"<w:rPr>{properties}</w:rPr>"
    return f'<w:r>{properties}<w:t xml:space="preserve">{inner}</w:t></w:r>'


def size(points: float) -> str:
    """The run property for a size."""
    return f'<w:sz w:val="{points * 2:.0f}"/><w:szCs w:val="{points * 2:.0f}"/>'


def escape(text: str) -> str:
    """A text as XML can hold it."""
    return html.escape(text if text.isprintable() else clean_text(text), quote=False)


def table_start(widths: Sequence[int]) -> str:
    """The beginning of a table with columns of these widths, which add up to the width of the text."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_BORDERS}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins_of(CELL_MARGIN)}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>"
    )


def row_start(height: int, *, header: bool = False, whole: bool = True) -> str:
    """The beginning of a row of this least height; a `header` is repeated on every page, a `whole` row never broken."""
    unbroken = "<w:cantSplit/>" if whole else ""
    repeated = "<w:tblHeader/>" if header else ""
    return f'<w:tr><w:trPr>{unbroken}<w:trHeight w:val="{height}" w:hRule="atLeast"/>{repeated}</w:trPr>'


def table_cell(
    width: int,
    content: str,
    *,
    span: int = 1,
    merge: str = "",
    fill: str = "",
    margins: str = "",
    align: str = "center",
) -> str:
    """A cell: `content` are its paragraphs, `span` the columns it takes, `merge` "restart" or "continue" downwards.

    `margins`, from `even_lines` or `margins_of`, replace those of the table; `align` is its vertical alignment.
    """
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    margins = margins and f"<w:tcMar>{margins}</w:tcMar>"
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{merged}{shade}{margins}'
        f'<w:vAlign w:val="{align}"/></w:tcPr>{content}</w:tc>'
    )


def even_lines(text: str, width: int, points: float) -> str:
    """Wider margins for a label that would wrap after an odd character: most Chinese words have two."""
    fitting = int((width - 2 * CELL_MARGIN) / 20 / points)
    length = half_widths(text)
    if fitting < 3 or not fitting % 2 or length <= 2 * fitting or length % 4:
        return ""
    margin = int((width - (fitting - 0.5) * points * 20) / 2)
    return margins_of(margin)


def margins_of(width: int) -> str:
    """Margins left and right of what stands in a cell or in all cells of a table."""
    return f'<w:left w:w="{width}" w:type="dxa"/><w:right w:w="{width}" w:type="dxa"/>'


_PER_MM = 36_000  # the unit of drawings
_W = "http://schemas.openxmlformats.org/drawingml/2006"


def picture(relation: str, number: int, size_mm: tuple[float, float], caption: str) -> str:
    """A paragraph with the picture of that relationship; the caption is also what a screen reader says."""
    width, height = (max(1, round(side * _PER_MM)) for side in size_mm)
    said = escape(caption).replace('"', "&quot;").replace("\n", " ")
    extent = f'cx="{width}" cy="{height}"'
    drawing = (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_W}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {extent}/><wp:docPr id="{number}" name="图片 {number}" descr="{said}"/>'
        f'<a:graphic xmlns:a="{_W}/main"><a:graphicData uri="{_W}/picture"><pic:pic xmlns:pic="{_W}/picture">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="图片 {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    return paragraph(drawing, "Picture", "" if caption else '<w:keepNext w:val="0"/>')
