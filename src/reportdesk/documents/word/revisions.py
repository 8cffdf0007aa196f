"""花脸稿: a report against an earlier draft of it, as a Word document with real revisions.

Accepting all of them gives the text of the report, rejecting all of them the text of the draft.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from reportdesk.documents.metadata import NOTE
from reportdesk.documents.text_layout import footnote_lines, half_widths, title_lines_divided
from reportdesk.documents.word.build_package import build_package
from reportdesk.documents.word.elements import (
    DELETED_TEXT,
    TEXT,
    Property,
    new_element,
    paragraph,
    run,
    size,
)
from reportdesk.documents.word.fonts import set_run
from reportdesk.documents.word.options import DEFAULT, WordOptions
from reportdesk.documents.word.table_writer import NOTE_SIZE, Figure, TableStyle, figure_runs, room_in, size_within
from reportdesk.documents.word.writer import TITLE_WIDTH, WordBodyWriter, properties_of, style_of
from reportdesk.numbers import format_cell
from reportdesk.report import Paragraph, Report, Text, figures, paragraphs
from reportdesk.report.schema import Draft
from reportdesk.report.timestamps import parse_time
from reportdesk.text.characters import clean_text
from reportdesk.text.diff import pair_items, word_changes

if TYPE_CHECKING:
    from lxml.etree import _Element

AUTHOR = "年报填报"


def render(
    report: Report,
    draft: Draft,
    options: WordOptions = DEFAULT,
    media: Mapping[str, bytes] | None = None,
    *,
    author: str = AUTHOR,
    at: str = "",
    header: str = "",
) -> bytes:
    """The report as a .docx file in which every change since the draft is a revision by `author`.

    `at` is its time (report/timestamps); `header` stands at the head of every page. Pictures are those of the
    report. Raises PictureError.
    """
    markup = _RevisionMarkup(author or AUTHOR, at)
    writer = _RevisionWriter(report, _before(report, draft), options, media or {}, markup)
    body = writer.body()
    return build_package(report.title, body, options, header=header, media=writer.media, metadata=properties_of(report))


class _RevisionMarkup:
    """Marks runs and ends of paragraphs as inserted or deleted, each with a number of its own."""

    def __init__(self, author: str, at: str) -> None:
        self._source = {"author": clean_text(author)}
        if moment := parse_time(at):
            self._source["date"] = f"{moment:%Y-%m-%dT%H:%M}:00Z"
        self._count = 0

    def inserted(self, runs: "list[_Element]") -> "list[_Element]":
        """The runs in an insertion, none for none."""
        return [self._around("ins", runs)] if runs else []

    def deleted(self, runs: "list[_Element]") -> "list[_Element]":
        """The runs in a deletion, none for none."""
        for each in runs:
            for text in each.iter(TEXT):
                text.tag = DELETED_TEXT
        return [self._around("del", runs)] if runs else []

    def end(self, kind: str) -> Property:
        """The property of a paragraph whose end was inserted ("ins") or deleted ("del")."""
        return Property("rPr", Property(kind, **self._next()))

    def _around(self, kind: str, runs: "list[_Element]") -> "_Element":
        element = new_element(kind, **self._next())
        element.extend(runs)
        return element

    def _next(self) -> dict[str, str]:
        """The attributes of the next revision."""
        self._count += 1
        return {"id": str(self._count), **self._source}


class _RevisionWriter(WordBodyWriter):
    """Writes the parts of a report with what stood there before."""

    def __init__(
        self, report: Report, before: Report, options: WordOptions, media: Mapping[str, bytes], markup: _RevisionMarkup
    ) -> None:
        super().__init__(report, options, media)
        self._before, self._markup = before, markup
        self._old = figures(before)

    def title(self) -> "list[_Element]":
        old, new = ("\n".join(title_lines_divided(each, TITLE_WIDTH)) for each in (self._before, self.report))
        return self._line(old, new, lambda text: set_run(text, self.options.title_font))

    def text(self, section: str) -> "list[_Element]":
        old, new = (list(paragraphs(each.text(section))) for each in (self._before, self.report))
        olds, news = iter(old), iter(new)
        steps = [
            (next(olds) if before is not None else None, next(news) if after is not None else None)
            for before, after in pair_items([p.text for p in old], [p.text for p in new])
        ]
        found: list[tuple[int, _Element]] = []
        start = 0
        waiting: list[_Element] = []
        for removed, added in steps:
            version = self._versions(removed, added)
            if added is None:
                waiting.append(version)
                continue
            # What is removed stands with what came in its place: no picture gets between them.
            found += [(start if removed else added.start, each) for each in waiting]
            found.append((added.start, version))
            start, waiting = added.start, []
        return self.with_pictures(section, [*found, *((start, each) for each in waiting)])

    def figure(self, cell: str, width: int, style: TableStyle) -> Figure:
        old, new = self._old[cell] or "", self.values[cell] or ""
        old_note, new_note = self._before.notes.get(cell, ""), self.report.notes.get(cell, "")
        if (old, old_note) == (new, new_note):
            return figure_runs(new, new_note, width, style)
        small = size_within(half_widths(old + new), room_in(width), style)
        old_note, new_note = format_cell(None, old_note), format_cell(None, new_note)
        if old == new:
            return run(old, *small) + self._line(old_note, new_note, _note)
        return self._markup.deleted(run(old, *small) + _note(old_note)) + self._markup.inserted(
            run(new, *small) + _note(new_note)
        )

    def footnotes(self, table: str) -> "list[_Element]":
        old, new = footnote_lines(self._before, table), footnote_lines(self.report, table)
        if old and new:
            return [self._footnote(*pair) for pair in pair_items(old, new)]
        # The paragraph below the table stays, whatever stands in it.
        first, *more = old or new or [""]
        lines = [self._footnote(first, "") if old else self._footnote("", first)]
        return [*lines, *(self._footnote(each, None) if old else self._footnote(None, each) for each in more)]

    def _footnote(self, old: str | None, new: str | None) -> "_Element":
        """A line below a table; None where the draft or the report has no such line."""
        if old is None or new is None:
            kind, mark = ("ins", self._markup.inserted) if old is None else ("del", self._markup.deleted)
            return paragraph(mark(run(old or new or "")), NOTE, self._markup.end(kind))
        return paragraph(self._line(old, new, run), NOTE)

    def _versions(self, old: Paragraph | None, new: Paragraph | None) -> "_Element":
        """A paragraph from what it was and what it is."""
        if old is None and new is not None:
            return paragraph(self._markup.inserted(self._whole(new)), style_of(new), self._markup.end("ins"))
        if old is not None and new is None:
            return paragraph(self._markup.deleted(self._whole(old)), style_of(old), self._markup.end("del"))
        assert old is not None and new is not None
        runs: list[_Element] = []
        place, new_place = 0, 0
        for before, after in word_changes(old.text, new.text):
            end, new_end = place + len(before), new_place + len(after)
            if before != after:
                runs += self._markup.deleted(self.runs(old, place, end))
                runs += self._markup.inserted(self.runs(new, new_place, new_end))
            else:
                runs += self.runs(new, new_place, new_end)
            place, new_place = end, new_end
        return paragraph(runs, style_of(new))

    def _whole(self, paragraph: Paragraph) -> "list[_Element]":
        return self.runs(paragraph, 0, len(paragraph.text))

    def _line(self, old: str, new: str, runs_of: "Callable[[str], list[_Element]]") -> "list[_Element]":
        """The runs of a line from what it was and what it is."""
        runs: list[_Element] = []
        for before, after in word_changes(old, new):
            if before != after:
                runs += self._markup.deleted(runs_of(before)) + self._markup.inserted(runs_of(after))
            else:
                runs += runs_of(after)
        return runs


def _note(text: str) -> "list[_Element]":
    return run(text, *size(NOTE_SIZE))


def _before(report: Report, draft: Draft) -> Report:
    """The report as the draft has it; what a draft does not say is as in the report."""
    form = report.form
    return msgspec.structs.replace(
        report,
        unit=draft.unit or report.unit,
        year=draft.year or report.year,
        values={cell: value for cell, value in draft.cells.items() if cell in form.cells},
        notes=draft.notes,
        footnotes=draft.footnotes,
        texts={section: Text(text) for section, text in draft.sections.items() if section in form.sections},
    )
