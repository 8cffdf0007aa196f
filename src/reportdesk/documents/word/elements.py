"""Elements of a Word document: paragraphs, runs, tables and pictures, as lxml elements.

An lxml element has one parent, so every function here makes new elements. Properties are data and may be used again.
"""

import re
from collections.abc import Iterable, Sequence
from copy import copy
from functools import lru_cache

from lxml import etree
from lxml.builder import ElementMaker
from lxml.etree import SubElement, _Element

from reportdesk.documents.text_layout import half_widths
from reportdesk.text.characters import clean_text

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W, _R = f"{{{_WORD}}}", f"{{{_RELATIONSHIPS}}}"
_PREFIX = {"w": _WORD}

# Names of elements and attributes.
PARAGRAPH, RUN, TEXT, DELETED_TEXT = W + "p", W + "r", W + "t", W + "delText"
PARAGRAPH_PROPERTIES, STYLE = W + "pPr", W + "pStyle"
VAL, R_ID = W + "val", _R + "id"

# Twips (1/20 pt), as in the template: the text is 156 mm wide.
TEXT_WIDTH = 8845
CELL_MARGIN = 40

BANNER_FILL = "C6D9F1"

_BREAKS = {"\t": W + "tab", "\n": W + "br"}
_BREAK = re.compile("([\t\n])")  # "a\tb" → "a", "\t", "b"
_KEEP_BLANKS = {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}


class Property:
    """A property of a paragraph, run, cell or table as data, for any number of elements.

    `Property("jc", val="left")` stands for `<w:jc w:val="left"/>`; `children` are the properties in it.
    """

    __slots__ = ("attributes", "children", "tag")

    def __init__(self, name: str, *children: "Property", **attributes: str | int) -> None:
        self.tag = W + name
        self.attributes = {W + key: str(value) for key, value in attributes.items()}
        self.children = children

    def add_to(self, parent: _Element) -> None:
        """Append the property to an element."""
        element = SubElement(parent, self.tag, self.attributes)
        for child in self.children:
            child.add_to(element)


KEEP_NEXT = Property("keepNext")
LEFT = Property("jc", val="left")
WHOLE_NUMBERS = Property("lang", val="en-US", eastAsia="zh-CN")  # table styles let a line end within a number
_BORDERS = Property(
    "tblBorders",
    *(
        Property(side, val="single", sz=4, space=0, color="000000")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ),
)


def new_element(name: str, **attributes: str | int) -> _Element:
    """An element of Word's namespace with such attributes."""
    return etree.Element(W + name, {W + key: str(value) for key, value in attributes.items()}, nsmap=_PREFIX)


_PLAIN_RUN = new_element("r")  # to be copied, which is quicker than making one
SubElement(_PLAIN_RUN, TEXT, _KEEP_BLANKS)


def size(points: float) -> tuple[Property, ...]:
    """The run properties for a size."""
    half_points = f"{points * 2:.0f}"
    return Property("sz", val=half_points), Property("szCs", val=half_points)


def line_spacing(before: int, after: int, line: int) -> Property:
    """The paragraph property for lines of exactly this height and the distances of the paragraph, in twips."""
    return Property("spacing", before=before, after=after, line=line, lineRule="exact")


def side_margins(width: int) -> tuple[Property, ...]:
    """The margins left and right of what stands in a cell, or in all cells of a table, in twips."""
    return Property("left", w=width, type="dxa"), Property("right", w=width, type="dxa")


def even_lines(text: str, width: int, points: float) -> tuple[Property, ...]:
    """Wider margins for a label that would wrap after an odd character: most Chinese words have two."""
    fitting = int((width - 2 * CELL_MARGIN) / 20 / points)
    length = half_widths(text)
    if fitting < 3 or not fitting % 2 or length <= 2 * fitting or length % 4:
        return ()
    return side_margins(int((width - (fitting - 0.5) * points * 20) / 2))


def paragraph(runs: Iterable[_Element] = (), style: str = "", *properties: Property) -> _Element:
    """A paragraph; `properties` stand behind its style."""
    element = copy(_empty_paragraph(style))
    if properties:
        parent = element[0] if style else SubElement(element, PARAGRAPH_PROPERTIES)
        for each in properties:
            each.add_to(parent)
    element.extend(runs)
    return element


@lru_cache(maxsize=32)
def _empty_paragraph(style: str) -> _Element:
    """A paragraph to be copied, which is quicker than making one."""
    element = new_element("p")
    if style:
        SubElement(SubElement(element, PARAGRAPH_PROPERTIES), STYLE, {VAL: style})
    return element


def run(text: str, *properties: Property) -> list[_Element]:
    """A run of text, none for no text; line ends and tabs are kept, characters that XML cannot hold are left out."""
    if not text:
        return []
    element = copy(_PLAIN_RUN)
    if text.isprintable():
        element[0].text = text
    else:
        first, *pieces = _BREAK.split(clean_text(text))
        element[0].text = first
        for piece in pieces:
            if piece in _BREAKS:
                SubElement(element, _BREAKS[piece])
            else:
                SubElement(element, TEXT, _KEEP_BLANKS).text = piece
    if properties:
        Property("rPr", *properties).add_to(element)
        element.insert(0, element[-1])
    return [element]


def table(widths: Sequence[int], rows: Iterable[_Element]) -> _Element:
    """A table with columns of these widths in twips, which add up to the width of the text."""
    properties = Property(
        "tblPr",
        Property("tblW", w=sum(widths), type="dxa"),
        Property("jc", val="center"),
        _BORDERS,
        Property("tblLayout", type="fixed"),
        Property("tblCellMar", *side_margins(CELL_MARGIN)),
    )
    grid = Property("tblGrid", *(Property("gridCol", w=width) for width in widths))
    return _element_of("tbl", [properties, grid], rows)


def table_row(cells: Iterable[_Element], height: int, *, header: bool = False, whole: bool = True) -> _Element:
    """A row of this least height in twips; a `header` is repeated on every page, a `whole` row never broken."""
    properties = [
        *([Property("cantSplit")] if whole else []),
        Property("trHeight", val=height, hRule="atLeast"),
        *([Property("tblHeader")] if header else []),
    ]
    return _element_of("tr", [Property("trPr", *properties)], cells)


def table_cell(
    content: Iterable[_Element],
    width: int,
    *,
    span: int = 1,
    merge: str = "",
    fill: str = "",
    margins: Sequence[Property] = (),
) -> _Element:
    """A cell: `content` are its paragraphs, `span` the columns it takes, `merge` "restart" or "continue" downwards.

    `width` is in twips; `margins`, from `even_lines` or `side_margins`, replace those of the table.
    """
    properties = [
        Property("tcW", w=width, type="dxa"),
        *([Property("gridSpan", val=span)] if span > 1 else []),
        *([Property("vMerge", val=merge)] if merge else []),
        *([Property("shd", val="clear", color="auto", fill=fill)] if fill else []),
        *([Property("tcMar", *margins)] if margins else []),
        Property("vAlign", val="center"),
    ]
    return _element_of("tc", [Property("tcPr", *properties)], content)


def _element_of(name: str, properties: Iterable[Property], content: Iterable[_Element]) -> _Element:
    element = new_element(name)
    for each in properties:
        each.add_to(element)
    element.extend(content)
    return element


_PER_MM = 36_000  # the unit of drawings
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_WP, _A, _PIC = (
    ElementMaker(namespace=f"{_DRAWING}/{name}", nsmap={prefix: f"{_DRAWING}/{name}"})
    for prefix, name in (("wp", "wordprocessingDrawing"), ("a", "main"), ("pic", "picture"))
)


def picture(relationship: str, number: int, size_mm: tuple[float, float], caption: str) -> _Element:
    """A paragraph with the picture of that relationship; the caption is also what a screen reader says."""
    width, height = (str(max(1, round(side * _PER_MM))) for side in size_mm)
    name = {"id": str(number), "name": f"图片 {number}"}
    shape = _PIC.pic(
        _PIC.nvPicPr(_PIC.cNvPr(name), _PIC.cNvPicPr()),
        _PIC.blipFill(_A.blip({_R + "embed": relationship}), _A.stretch(_A.fillRect())),
        _PIC.spPr(_A.xfrm(_A.off(x="0", y="0"), _A.ext(cx=width, cy=height)), _A.prstGeom(_A.avLst(), prst="rect")),
    )
    inline = _WP.inline(
        _WP.extent(cx=width, cy=height),
        _WP.docPr(name, descr=" ".join(clean_text(caption).split("\n"))),
        _A.graphic(_A.graphicData(shape, uri=f"{_DRAWING}/picture")),
        dict.fromkeys(("distT", "distB", "distL", "distR"), "0"),
    )
    element = new_element("r")
    SubElement(element, W + "drawing").append(inline)
    return paragraph([element], "Picture", *(() if caption else (Property("keepNext", val=0),)))
