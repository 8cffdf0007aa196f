"""花脸稿: a report against an earlier draft of it, as a Word document with real revisions.

Accepting all of them gives the text of the report, rejecting all of them the text of the draft.
"""

from collections.abc import Callable, Mapping

import msgspec

from reportdesk.documents.metadata import NOTE
from reportdesk.documents.text_layout import footnote_lines, half_widths, title_lines_divided
from reportdesk.documents.word.build_package import build_package
from reportdesk.documents.word.fonts import set_run
from reportdesk.documents.word.markup import escape, paragraph, run, size
from reportdesk.documents.word.options import DEFAULT, WordOptions
from reportdesk.documents.word.tables import NOTE_SIZE, TableStyle, figure_runs, room_in, size_within
from reportdesk.documents.word.writer import TITLE_WIDTH, WordBodyWriter, body_of, properties_of, style_of
from reportdesk.numbers import format_cell
from reportdesk.report import Paragraph, Report, Text, figures, paragraphs
from reportdesk.report.schema import Draft
from reportdesk.report.timestamps import parse_time
from reportdesk.text.diff import pair_items, word_changes

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
    pen = _RevisionWriter(report, _before(report, draft), options, media or {}, _RevisionMarkup(author or AUTHOR, at))
    body = body_of(report, pen)
    return build_package(report.title, body, options, header=header, media=pen.media, facts=properties_of(report))


class _RevisionMarkup:
    """Marks runs and ends of paragraphs as inserted or deleted, each with a number of its own."""

    def __init__(self, author: str, at: str) -> None:
        moment = parse_time(at)
        date = f' w:date="{moment:%Y-%m-%dT%H:%M}:00Z"' if moment else ""
        self._by = f'w:author="{escape(author).replace(chr(34), "&quot;")}"{date}'
        self._count = 0

    def inserted(self, runs: str) -> str:
        return f"{self._start('ins')}>{runs}</w:ins>" if runs else ""

    def deleted(self, runs: str) -> str:
        text = runs.replace("<w:t xml:space", "<w:delText xml:space").replace("</w:t>", "</w:delText>")
        return f"{self._start('del')}>{text}</w:del>" if runs else ""

    def end(self, kind: str) -> str:
        """The property of a paragraph whose end was inserted ("ins") or deleted ("del")."""
        return f"<w:rPr>{self._start(kind)}/></w:rPr>"

    def _start(self, kind: str) -> str:
        self._count += 1
        return f'<w:{kind} w:id="{self._count}" {self._by}'


class _RevisionWriter(WordBodyWriter):
    """Writes the parts of a report with what stood there before."""

    def __init__(
        self, report: Report, before: Report, options: WordOptions, media: Mapping[str, bytes], marks: _RevisionMarkup
    ) -> None:
        super().__init__(report, options, media)
        self._before, self._marks = before, marks
        self._old = figures(before)

    def title(self) -> str:
        old, new = ("\n".join(title_lines_divided(each, TITLE_WIDTH)) for each in (self._before, self.report))
        return self._line(old, new, lambda text: set_run(text, self.options.title_font))

    def text(self, section: str) -> list[str]:
        old, new = (list(paragraphs(each.text(section))) for each in (self._before, self.report))
        ours, theirs = iter(old), iter(new)
        steps = [
            (next(ours) if before is not None else None, next(theirs) if after is not None else None)
            for before, after in pair_items([p.text for p in old], [p.text for p in new])
        ]
        found: list[tuple[int, str]] = []
        start, waiting = 0, list[str]()
        for gone, come in steps:
            version = self._versions(gone, come)
            if come is None:
                waiting.append(version)
                continue
            # What is gone stands with what came in its place: no picture gets between them.
            found += [(start if gone else come.start, each) for each in waiting]
            found.append((come.start, version))
            start, waiting = come.start, []
        return self.with_pictures(section, [*found, *((start, each) for each in waiting)])

    def figure(self, cell: str, width: int, look: TableStyle) -> str:
        old, new = self._old[cell] or "", self.values[cell] or ""
        old_note, new_note = self._before.notes.get(cell, ""), self.report.notes.get(cell, "")
        if (old, old_note) == (new, new_note):
            return figure_runs(new, new_note, width, look)
        small = size_within(half_widths(old + new), room_in(width), look)
        before, after = (run(old, small), format_cell(None, old_note)), (run(new, small), format_cell(None, new_note))
        if old == new:
            return before[0] + self._line(before[1], after[1], _note)
        return self._marks.deleted(before[0] + _note(before[1])) + self._marks.inserted(after[0] + _note(after[1]))

    def footnotes(self, table: str) -> list[str]:
        old, new = footnote_lines(self._before, table), footnote_lines(self.report, table)
        if old and new:
            return [self._footnote(*pair) for pair in pair_items(old, new)]
        # The paragraph below the table stays, whatever stands in it.
        first, *more = old or new or [""]
        lines = [self._footnote(first, "") if old else self._footnote("", first)]
        return [*lines, *(self._footnote(each, None) if old else self._footnote(None, each) for each in more)]

    def _footnote(self, old: str | None, new: str | None) -> str:
        if old is None or new is None:
            kind, mark = ("ins", self._marks.inserted) if old is None else ("del", self._marks.deleted)
            return paragraph(mark(run(old or new or "")), NOTE, self._marks.end(kind))
        return paragraph(self._line(old, new, run), NOTE)

    def _versions(self, old: Paragraph | None, new: Paragraph | None) -> str:
        """A paragraph from what it was and what it is."""
        if old is None and new is not None:
            return paragraph(self._marks.inserted(self._whole(new)), style_of(new), self._marks.end("ins"))
        if old is not None and new is None:
            return paragraph(self._marks.deleted(self._whole(old)), style_of(old), self._marks.end("del"))
        assert old is not None and new is not None
        runs, place, new_place = [], 0, 0
        for before, after in word_changes(old.text, new.text):
            end, new_end = place + len(before), new_place + len(after)
            if before == after:
                runs.append(self.runs(new, new_place, new_end))
            else:
                runs.append(self._marks.deleted(self.runs(old, place, end)))
                runs.append(self._marks.inserted(self.runs(new, new_place, new_end)))
            place, new_place = end, new_end
        return paragraph("".join(runs), style_of(new))

    def _whole(self, paragraph: Paragraph) -> str:
        return self.runs(paragraph, 0, len(paragraph.text))

    def _line(self, old: str, new: str, runs_of: Callable[[str], str]) -> str:
        """The runs of a line from what it was and what it is."""
        return "".join(
            runs_of(after)
            if before == after
            else self._marks.deleted(runs_of(before)) + self._marks.inserted(runs_of(after))
            for before, after in word_changes(old, new)
        )


def _note(text: str) -> str:
    return run(text, size(NOTE_SIZE))


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
