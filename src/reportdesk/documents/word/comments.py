"""The comments of reviewers in a Word file, with the words that they stand at."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from reportdesk.documents.blocks import Comment
from reportdesk.documents.office_package import OfficePackage
from reportdesk.errors import ReadingError
from reportdesk.text.characters import clean_line, clean_text, shorten

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST = 500
_LONGEST, _LONGEST_NAME, _LONGEST_PLACE = 2000, 40, 60
_MOST_PIECES = 200  # of a paragraph or row that are looked at


def comments_of(package: OfficePackage, root: "_Element") -> list[Comment]:
    """The comments that a document refers to, in the order of its text, before its changes are accepted."""
    references = [_id(each) for each in islice(root.iter("{*}commentReference"), _MOST)]
    if not references:
        return []
    written, places = _written(package), _Places(root, set(references))
    return [_comment(written.get(id_), *places.said(id_)) for id_ in references]


def _written(package: OfficePackage) -> dict[str, "_Element"]:
    try:
        part = package.of_kind(package.main, "comments")
        return {_id(each): each for each in package.xml(part).iterchildren("{*}comment")} if part else {}
    except ReadingError:  # that reviewers wrote something is said all the same
        return {}


def _comment(written: "_Element | None", at: str, row: str) -> Comment:
    author = text = ""
    if written is not None:
        author = next((str(value) for key, value in written.attrib.items() if str(key).endswith("}author")), "")
        text = "\n".join("".join(_words(paragraph)) for paragraph in written.iter("{*}p"))
    return Comment(clean_line(author)[:_LONGEST_NAME], clean_text(text).strip()[:_LONGEST], at, row)


class _Places:
    """Where comments stand: the words between their ends, and the paragraph in which they begin."""

    def __init__(self, root: "_Element", wanted: set[str]) -> None:
        self._paragraphs: dict[str, _Element | None] = {}
        self._between: dict[str, str] = dict.fromkeys(wanted, "")
        self._looked_at: dict[_Element, str] = {}  # many comments may stand in one place
        open_: set[str] = set()
        for element in root.iter("{*}commentRangeStart", "{*}commentRangeEnd", "{*}commentReference", "{*}t"):
            name = str(element.tag).rpartition("}")[2]
            if name == "t":
                if open_ and element.text:
                    open_ = self._add(open_, element.text)
            elif (id_ := _id(element)) not in wanted:
                continue
            elif name == "commentRangeEnd":
                open_.discard(id_)
            elif id_ not in self._paragraphs:
                self._paragraphs[id_] = _paragraph(element)
                if name == "commentRangeStart":
                    open_.add(id_)

    def said(self, id_: str) -> tuple[str, str]:
        """The words, those of the whole paragraph where a comment stands at none; and its row in a table."""
        paragraph = self._paragraphs.get(id_)
        at = shorten(self._between[id_], _LONGEST_PLACE, one_line=True)
        if paragraph is None:
            return at, ""
        row = next(paragraph.iterancestors("{*}tr"), None)
        return at or self._shown(paragraph), "" if row is None else self._shown(row)

    def _add(self, open_: set[str], words: str) -> set[str]:
        for id_ in open_:
            self._between[id_] += words[: _LONGEST_PLACE + 1]
        return {id_ for id_ in open_ if len(self._between[id_]) <= _LONGEST_PLACE}

    def _shown(self, element: "_Element") -> str:
        if element not in self._looked_at:
            paragraphs = islice(element.iter("{*}p"), _MOST_PIECES)
            words = " ".join("".join(_words(each)) for each in paragraphs)
            self._looked_at[element] = shorten(words, _LONGEST_PLACE, one_line=True)
        return self._looked_at[element]


def _paragraph(element: "_Element") -> "_Element | None":
    """The paragraph of an element, or the one that it stands before: ends may lie between paragraphs."""
    inside = next(element.iterancestors("{*}p"), None)
    return inside if inside is not None else next(element.itersiblings("{*}p"), None)


def _words(element: "_Element") -> Iterator[str]:
    return (each.text or "" for each in islice(element.iter("{*}t"), _MOST_PIECES))


def _id(element: "_Element") -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")
