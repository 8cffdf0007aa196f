"""A Word document with its tracked changes accepted, and without everything that is not seen on paper.

In: the root of document.xml. Out: the same tree, changed in place. What remains is easy to read: bodies, tables, rows,
cells and paragraphs; each paragraph holds its text and nothing else.

    <w:p><w:pPr/><w:del>…8…</w:del><w:ins>…<w:t>9</w:t>…</w:ins><w:r><w:br/></w:r></w:p>    →  <w:p>9\\n</w:p>

Elements are removed by functions of lxml that go over the whole tree at once, so that long documents are read quickly.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from reportdesk.documents.office_package import local_name, whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element


def _in_any_namespace(names: Iterable[str]) -> tuple[str, ...]:
    """Patterns for element names: strict files, WPS and Word have different namespaces."""
    return tuple("{*}" + name for name in names)


_CHANGES = _in_any_namespace(["ins", "del", "moveTo", "cellIns", "cellDel"])
_DELETIONS = _in_any_namespace(["del", "moveFrom"])
_FALSE = {"0", "false", "off"}
_EMU_PER_MM = 36_000  # English Metric Units, in which drawings are measured
_CHARACTERS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}

# Elements that are removed with all they hold.
_REMOVED = """
    del moveFrom delText instrText delInstrText fldData rt rubyPr pPr rPr tblPr tblPrEx tblGrid sdtPr sdtEndPr sectPr
    smartTagPr customXmlPr drawing pict object tcW tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark
    tcPrChange cnfStyle divId gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden trPrChange
    binData"""
# Elements that are removed while their content stays.
_UNWRAPPED = """
    r t ins moveTo sdt sdtContent customXml smartTag hyperlink fldSimple fldChar dir bdo ruby rubyBase AlternateContent
    Choice proofErr bookmarkStart bookmarkEnd moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd
    commentRangeStart commentRangeEnd commentReference annotationRef footnoteReference endnoteReference softHyphen
    lastRenderedPageBreak permStart permEnd sym tcPr trPr cellIns"""
_REMOVED_TAGS = _in_any_namespace(_REMOVED.split())
_UNWRAPPED_TAGS = _in_any_namespace([*_UNWRAPPED.split(), *_CHARACTERS])


def count_revisions(root: "_Element") -> int:
    """How many tracked changes there are. Adjoining changes of one kind count as one, as a reader would count them."""
    count = 0
    for change in root.iter(*_CHANGES):
        parent, previous = change.getparent(), change.getprevious()
        if parent is None or (previous is not None and previous.tag == change.tag):
            continue
        if _is(parent, "rPr"):  # the end of a paragraph: it counts only if nothing else in the paragraph changes
            paragraph = next(parent.iterancestors("{*}p"), None)
            if paragraph is not None and next(paragraph.iterchildren(*_CHANGES), None) is not None:
                continue
        count += 1
    return count


class DrawnImage(NamedTuple):
    """A picture in a paragraph: the id of its relation, and its width in millimetres, 0 if it is not stated."""

    relation: str
    width_mm: float


class AcceptedDocument(NamedTuple):
    """What the text itself cannot hold any more.

    `joined_to_next` are the paragraphs whose end is deleted, so that the next one continues them. `images` is
    paragraph → its pictures.
    """

    joined_to_next: set["_Element"]
    images: dict["_Element", list[DrawnImage]]


def accept_revisions(root: "_Element") -> AcceptedDocument:
    """Accepts all changes of a document and removes everything but its text, in place."""
    from lxml import etree

    etree.strip_elements(root, "{*}Fallback", with_tail=False)
    joined_to_next = {p for p in map(_paragraph_ended_by, root.iter(*_DELETIONS)) if p is not None}
    _remove_deleted_rows_and_cells(root)
    images = _images(root)
    for box in reversed(list(root.iter("{*}txbxContent"))):  # text boxes are put behind the paragraph that holds them
        if (paragraph := next(box.iterancestors("{*}p"), None)) is not None:
            paragraph.addnext(box)
    for hidden in list(root.iter("{*}vanish")):
        run = next(hidden.iterancestors("{*}r"), None)
        if run is not None and _is(hidden.getparent(), "rPr") and not set(hidden.attrib.values()) & _FALSE:
            _remove(run)
    etree.strip_elements(root, *_REMOVED_TAGS, with_tail=False)
    for name, character in _CHARACTERS.items():
        for element in root.iter("{*}" + name):
            element.text = character
    etree.strip_tags(root, *_UNWRAPPED_TAGS)
    return AcceptedDocument(joined_to_next, images)


def _images(root: "_Element") -> dict["_Element", list[DrawnImage]]:
    """Paragraph → its pictures, without deleted ones. A picture is an <a:blip>, or a <v:imagedata> of older files."""
    images: dict[_Element, list[DrawnImage]] = {}
    for element in root.iter("{*}blip", "{*}imagedata"):
        paragraph = next(element.iterancestors("{*}p"), None)
        if paragraph is None or next(element.iterancestors(*_DELETIONS), None) is not None:
            continue
        names = ("}embed", "}link") if _is(element, "blip") else ("}id",)  # imagedata may have an id of its own too
        relation = next((str(v) for name in names for k, v in element.attrib.items() if str(k).endswith(name)), "")
        frame = next(element.iterancestors("{*}inline", "{*}anchor"), None)
        extent = frame.find("{*}extent") if frame is not None else None
        width = whole_number(extent.get("cx")) / _EMU_PER_MM if extent is not None else 0.0
        images.setdefault(paragraph, []).append(DrawnImage(relation, width))
    return images


def _remove_deleted_rows_and_cells(root: "_Element") -> None:
    for name in ("del", "cellDel"):
        for mark in list(root.iter("{*}" + name)):
            parent = mark.getparent()
            if _is(parent, "trPr", "tcPr") and parent is not None and (deleted := parent.getparent()) is not None:
                _remove(deleted)


def _paragraph_ended_by(mark: "_Element") -> "_Element | None":
    """The paragraph whose end a mark says is deleted: the mark stands in w:p/w:pPr/w:rPr."""
    ancestors = mark.iterancestors()
    if _is(next(ancestors, None), "rPr") and _is(next(ancestors, None), "pPr"):
        return next(ancestors, None)
    return None


def _remove(element: "_Element") -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _is(element: "_Element | None", *names: str) -> bool:
    return element is not None and local_name(element) in names
