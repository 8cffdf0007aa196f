"""How a text is shown while it is written: headings, underlined findings, linked figures, sentences of last year."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from reportdesk.report import paragraphs
from reportdesk_ui import theme

LINKED, UNCHANGED = "linked", "unchanged"


class TextMark(NamedTuple):
    """A marked place of a text, in its characters.

    `look` is a severity, LINKED or UNCHANGED; `tip` is what the mouse is told.
    """

    start: int
    end: int
    look: str
    tip: str = ""


def shifted(marks: Sequence[TextMark], head: int, removed: int, added: int) -> list[TextMark]:
    """The marks after a change behind `head` characters; those that the change touches are gone."""
    moved = []
    for mark in marks:
        if mark.end <= head:
            moved.append(mark)
        elif mark.start >= head + removed:
            moved.append(mark._replace(start=mark.start + added - removed, end=mark.end + added - removed))
    return moved


def units(text: str) -> int:
    """Qt counts UTF-16 units: a rare character outside the first plane counts twice."""
    return len(text) + sum(1 for c in text if c > "\uffff")


class TextHighlighter(QSyntaxHighlighter):
    """Headings in bold, and the marks of now."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._heading = QTextCharFormat()
        self._heading.setFontWeight(QFont.Weight.Bold)
        self.marks: list[TextMark] = []
        self._starts: list[int] = []
        self._lines: list[str] = [""]
        self._at: list[int] = [0]

    def follow(self, text: str, marks: Sequence[TextMark]) -> None:
        """Keeps these marks for this text; lines that are drawn from now on show them."""
        self.marks = sorted(marks)
        self._starts = [mark.start for mark in self.marks]
        self._lines = text.split("\n")
        self._at = [0]
        for line in self._lines:
            self._at.append(self._at[-1] + len(line) + 1)

    def change(self, text: str, head: int, removed: int, added: int) -> None:
        """Follows a change of the text behind its first `head` characters: marks move along, touched ones go."""
        if not self.marks:
            self.follow(text, ())
            return
        self.follow(text, shifted(self.marks, head, removed, added))
        first, last = text.count("\n", 0, head), text.count("\n", 0, head + added)
        for number in range(first, last + 1):  # Qt has drawn these before it told of the change
            self.rehighlightBlock(self.document().findBlockByNumber(number))

    def show(self, text: str, marks: Sequence[TextMark]) -> None:
        """Shows these marks; only lines whose marks are others now are drawn again."""
        old = [self._within(number) for number in range(len(self._lines))]
        self.follow(text, marks)
        for number in range(len(self._lines)):
            if number >= len(old) or old[number] != self._within(number):
                self.rehighlightBlock(self.document().findBlockByNumber(number))

    def highlightBlock(self, text: str) -> None:
        for paragraph in paragraphs(text):
            if paragraph.level > 2 and not paragraph.body and "。" in paragraph.heading:
                continue  # a numbered sentence, no heading
            self.setFormat(units(text[: paragraph.start]), units(paragraph.heading), self._heading)
        for mark in self._within(self.currentBlock().blockNumber()):
            start = units(text[: mark.start])
            length = units(text[mark.start : mark.end])
            for at in range(start, start + length):  # on top of what is there: a heading stays bold
                self.setFormat(at, 1, _look(self.format(at), mark.look))

    def _within(self, number: int) -> tuple[TextMark, ...]:
        """The marks of a line, in the characters of the line."""
        if not self.marks or number + 1 >= len(self._at):
            return ()
        start, end = self._at[number], self._at[number + 1] - 1
        found = []
        for mark in self.marks[: bisect_left(self._starts, end)]:
            if mark.end > start:
                found.append(mark._replace(start=max(mark.start - start, 0), end=min(mark.end, end) - start))
        return tuple(found)


def _look(below: QTextCharFormat, look: str) -> QTextCharFormat:
    shape = QTextCharFormat(below)
    colours = theme.colours()
    if look == LINKED:
        shape.setBackground(QColor(colours.current))
    elif look == UNCHANGED:
        shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        shape.setUnderlineColor(QColor(colours.muted))
    else:
        shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        shape.setUnderlineColor(QColor(getattr(colours, look)))
    return shape
