"""The comments of reviewers in a Word file, with the words that they refer to.

In: the package, and the root of document.xml before its changes are accepted. Out: `Comment`s in the order of the text.

    …<w:commentRangeStart w:id="1"/>12件<w:commentRangeEnd w:id="1"/>… in the row 规章
        →  Comment("张三", "请核对", at="12件", row="规章 12件 0 3")
"""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from reportdesk.documents.blocks import Comment
from reportdesk.documents.office_package import OfficePackage, attribute, local_name
from reportdesk.errors import ReadingError
from reportdesk.text.characters import clean_line, clean_text, shorten

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_COMMENTS = 500
_LONGEST_TEXT, _LONGEST_NAME, _LONGEST_PLACE = 2000, 40, 60
_MOST_PIECES = 200  # of a paragraph or row that are read


def comments_of(package: OfficePackage, root: "_Element") -> list[Comment]:
    """The comments that a document refers to."""
    ids = [attribute(each, "id") for each in islice(root.iter("{*}commentReference"), _MOST_COMMENTS)]
    if not ids:
        return []
    elements, places = _comment_elements(package), _CommentPlaces(root, set(ids))
    return [_comment(elements.get(id_), *places.place_of(id_)) for id_ in ids]


def _comment_elements(package: OfficePackage) -> dict[str, "_Element"]:
    """Id → the element with the text of a comment."""
    try:
        part = package.of_kind(package.main, "comments")
        return {attribute(each, "id"): each for each in package.xml(part).iterchildren("{*}comment")} if part else {}
    except ReadingError:  # the comments are still listed, without their texts
        return {}


def _comment(element: "_Element | None", at: str, row: str) -> Comment:
    author = text = ""
    if element is not None:
        author = attribute(element, "author")
        text = "\n".join("".join(_texts(paragraph)) for paragraph in element.iter("{*}p"))
    return Comment(clean_line(author)[:_LONGEST_NAME], clean_text(text).strip()[:_LONGEST_TEXT], at, row)


class _CommentPlaces:
    """Where comments stand: the words between their start and end, and the paragraph in which they begin.

    The document is read once, from start to end. A comment is open from its start until its end, or until enough of
    its words are known; every text adds to all open comments.
    """

    def __init__(self, root: "_Element", ids: set[str]) -> None:
        self._paragraphs: dict[str, _Element | None] = {}
        self._words: dict[str, str] = dict.fromkeys(ids, "")
        self._texts: dict[_Element, str] = {}  # of paragraphs and rows: many comments may stand in one
        open_ids: set[str] = set()
        for element in root.iter("{*}commentRangeStart", "{*}commentRangeEnd", "{*}commentReference", "{*}t"):
            name = local_name(element)
            if name == "t":
                if open_ids and element.text:
                    open_ids = self._add_words(open_ids, element.text)
            elif (id_ := attribute(element, "id")) not in ids:
                continue
            elif name == "commentRangeEnd":
                open_ids.discard(id_)
            elif id_ not in self._paragraphs:
                self._paragraphs[id_] = _paragraph(element)
                if name == "commentRangeStart":
                    open_ids.add(id_)

    def place_of(self, id_: str) -> tuple[str, str]:
        """The words that a comment refers to, or its whole paragraph if there are none; its row in a table, or ""."""
        paragraph = self._paragraphs.get(id_)
        at = shorten(self._words[id_], _LONGEST_PLACE, one_line=True)
        if paragraph is None:
            return at, ""
        row = next(paragraph.iterancestors("{*}tr"), None)
        return at or self._text_of(paragraph), "" if row is None else self._text_of(row)

    def _add_words(self, open_ids: set[str], words: str) -> set[str]:
        """Adds words to the open comments; returns those that stay open."""
        for id_ in open_ids:
            self._words[id_] += words[: _LONGEST_PLACE + 1]
        return {id_ for id_ in open_ids if len(self._words[id_]) <= _LONGEST_PLACE}

    def _text_of(self, element: "_Element") -> str:
        if element not in self._texts:
            paragraphs = islice(element.iter("{*}p"), _MOST_PIECES)
            text = " ".join("".join(_texts(each)) for each in paragraphs)
            self._texts[element] = shorten(text, _LONGEST_PLACE, one_line=True)
        return self._texts[element]


def _paragraph(element: "_Element") -> "_Element | None":
    """The paragraph that holds an element, or the next one: the start of a comment may stand between paragraphs."""
    inside = next(element.iterancestors("{*}p"), None)
    return inside if inside is not None else next(element.itersiblings("{*}p"), None)


def _texts(element: "_Element") -> Iterator[str]:
    return (each.text or "" for each in islice(element.iter("{*}t"), _MOST_PIECES))
