"""A Word document with its tracked changes accepted and everything taken away that nobody reads on paper.

What is left is easy to read: bodies, tables, rows, cells and paragraphs, each paragraph with its text and nothing
else. All of it is done by lxml's own loops, so that long documents stay quick.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.etree import _Element


def _any(names: Iterable[str]) -> tuple[str, ...]:
    """Patterns for names in any namespace: strict files, WPS and Word have different ones."""
    return tuple("{*}" + name for name in names)


_REVISED = _any(["ins", "del", "moveTo", "cellIns", "cellDel"])
_STRUCK = _any(["del", "moveFrom"])
_OFF = {"0", "false", "off"}
_PER_MM = 36_000  # the unit of drawings
_SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}

_GOES = """
    del moveFrom delText instrText delInstrText fldData rt rubyPr pPr rPr tblPr tblPrEx tblGrid sdtPr sdtEndPr sectPr
    smartTagPr customXmlPr drawing pict object tcW tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark
    tcPrChange cnfStyle divId gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden trPrChange
    binData"""
_LEAVES_ITS_TEXT = """
    r t ins moveTo sdt sdtContent customXml smartTag hyperlink fldSimple fldChar dir bdo ruby rubyBase AlternateContent
    Choice proofErr bookmarkStart bookmarkEnd moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd
    commentRangeStart commentRangeEnd commentReference annotationRef footnoteReference endnoteReference softHyphen
    lastRenderedPageBreak permStart permEnd sym tcPr trPr cellIns"""
_UNREAD = _any(_GOES.split())
_SEEN_THROUGH = _any([*_LEAVES_ITS_TEXT.split(), *_SIGNS])


def revisions(root: "_Element") -> int:
    """How many tracked changes of the text there are, as one would count them: what lies side by side is one."""
    found = 0
    for change in root.iter(*_REVISED):
        parent, before = change.getparent(), change.getprevious()
        if parent is None or (before is not None and before.tag == change.tag):
            continue
        if _is(parent, "rPr"):  # the end of a paragraph: counted where nothing else in it is
            paragraph = next(parent.iterancestors("{*}p"), None)
            if paragraph is not None and next(paragraph.iterchildren(*_REVISED), None) is not None:
                continue
        found += 1
    return found


class DrawnImage(NamedTuple):
    """A picture in a paragraph: the id of its part, and its width in millimetres, 0 where it is not told."""

    relation: str
    width_mm: float


class Accepted(NamedTuple):
    """What cannot stand in the text: paragraphs whose end is struck out, so that the next goes on, and pictures."""

    run_on: set["_Element"]
    pictures: dict["_Element", list[DrawnImage]]


def accept_revisions(root: "_Element") -> Accepted:
    """Leaves of a document what stands on paper."""
    from lxml import etree

    etree.strip_elements(root, "{*}Fallback", with_tail=False)
    run_on = {p for p in map(_paragraph_ended_by, root.iter(*_STRUCK)) if p is not None}
    _drop_struck(root)
    pictures = _pictures(root)
    for box in reversed(list(root.iter("{*}txbxContent"))):  # text boxes stand behind the paragraph that holds them
        if (paragraph := next(box.iterancestors("{*}p"), None)) is not None:
            paragraph.addnext(box)
    for hidden in list(root.iter("{*}vanish")):
        run = next(hidden.iterancestors("{*}r"), None)
        if run is not None and _is(hidden.getparent(), "rPr") and not set(hidden.attrib.values()) & _OFF:
            _drop(run)
    etree.strip_elements(root, *_UNREAD, with_tail=False)
    for name, sign in _SIGNS.items():
        for element in root.iter("{*}" + name):
            element.text = sign
    etree.strip_tags(root, *_SEEN_THROUGH)
    return Accepted(run_on, pictures)


def _pictures(root: "_Element") -> dict["_Element", list[DrawnImage]]:
    found: dict[_Element, list[DrawnImage]] = {}
    for element in root.iter("{*}blip", "{*}imagedata"):
        paragraph = next(element.iterancestors("{*}p"), None)
        if paragraph is None or next(element.iterancestors(*_STRUCK), None) is not None:
            continue
        names = ("}embed", "}link") if _is(element, "blip") else ("}id",)
        relation = next((str(v) for name in names for k, v in element.attrib.items() if str(k).endswith(name)), "")
        frame = next(element.iterancestors("{*}inline", "{*}anchor"), None)
        extent = frame.find("{*}extent") if frame is not None else None
        width = (extent.get("cx") or "") if extent is not None else ""
        known = width.isascii() and width.isdigit() and len(width) < 9
        found.setdefault(paragraph, []).append(DrawnImage(relation, int(width) / _PER_MM if known else 0.0))
    return found


def _drop_struck(root: "_Element") -> None:
    """Takes away rows and cells whose deletion is tracked."""
    for name in ("del", "cellDel"):
        for mark in list(root.iter("{*}" + name)):
            parent = mark.getparent()
            if _is(parent, "trPr", "tcPr") and parent is not None and (struck := parent.getparent()) is not None:
                _drop(struck)


def _paragraph_ended_by(mark: "_Element") -> "_Element | None":
    """The paragraph whose end an element marks as struck out: w:p / w:pPr / w:rPr / it."""
    ancestors = mark.iterancestors()
    if _is(next(ancestors, None), "rPr") and _is(next(ancestors, None), "pPr"):
        return next(ancestors, None)
    return None


def _drop(element: "_Element") -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _is(element: "_Element | None", *names: str) -> bool:
    return element is not None and str(element.tag).rpartition("}")[2] in names
