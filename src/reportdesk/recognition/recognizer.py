"""A document → a report: unit, year, edition, texts and figures, found by labels and positions.

In: a `SourceDocument` of any format. Out: a `RecognitionResult`.

    title              →  unit and year
    lead-in            →  contact, and year where the title has none
    "一、总体情况"     →  the text of the section below it, up to the next heading
    a table            →  a figure at each cell whose row and column labels are found

What is not certain becomes a doubt, or an ambiguous row for the sums to decide; nothing is guessed. Figures are placed
by labels, never by counting them off.

Steps: the document as items (lines, tables, pictures) → the edition whose labels fit best → headings → the sections
between them, each with its table and text → unit, year, kind and contact.
"""

from collections.abc import Iterator

from reportdesk import form as forms
from reportdesk.documents.blocks import SourceDocument, TableBlock
from reportdesk.errors import ReadingError
from reportdesk.form import Form
from reportdesk.recognition import title_block
from reportdesk.recognition.document_items import (
    LONGEST_LABEL,
    Item,
    document_items,
    is_label,
    lines_of,
    without_repeated_title,
)
from reportdesk.recognition.headings import Heading, find_headings, is_heading
from reportdesk.recognition.page_boilerplate import FOOTNOTE, ends_report, is_contents, is_page_info
from reportdesk.recognition.result import ReadingCollector, RecognitionResult
from reportdesk.recognition.row_classifier import is_figure
from reportdesk.recognition.table_index import TableIndex, label_wordings, table_indexes
from reportdesk.recognition.table_reader import TableReader
from reportdesk.recognition.unit_and_year import read_unit_and_year
from reportdesk.report.schema import Origin, Picture
from reportdesk.text.characters import clean_line
from reportdesk.text.labels import plain_label
from reportdesk.text.sentences import is_prose

NO_TABLES = "没有找到年度报告的表格"
_LEAST_EVIDENCE = 3  # rows and header rows that a table outside its section, or a whole report, must have
_LEAST_HEADINGS = 3  # headings that a report without tables must have
_LONGEST_FRAGMENT = 25  # characters of a line that may be a part of a broken label
_SHORTEST_TELLING_LABEL = 4  # characters of a row label by which an edition may be known
_NOTE = "注："  # that every export of this program prints in front of a footnote
_MOST_TITLE_LINES = 60  # lines among which the title is looked for before the headings are known


def recognize(document: SourceDocument, edition: str = "") -> RecognitionResult:
    """The report in a document, of the given edition or of the one whose labels fit best.

    Raises ReadingError if the document holds no report.
    """
    if not edition and document.metadata.get("edition") in forms.editions():
        edition = document.metadata["edition"]
    form = forms.get(edition or forms.NEWEST)
    items = list(document_items(form, document))
    if not edition and (best := _best_form(items)) is not form:
        form, items = best, list(document_items(best, document))
    headings = _headings(form, items)
    first_heading = headings[0].line if headings else len(items)
    lines_above = lines_of(items[:first_heading])
    title = title_block.find_stated_title(form, document.metadata, lines_above) or title_block.find_title(lines_above)
    items = without_repeated_title(items, title.line)
    result = RecognitionResult(form, remarks=list(document.remarks))
    collector = ReadingCollector(form)
    evidence = _read_sections(result, collector, items, headings)
    if evidence < _LEAST_EVIDENCE:
        if len(headings) < _LEAST_HEADINGS:
            raise ReadingError(f"{NO_TABLES}。请选择政府信息公开工作年度报告的文件。")
        collector.add_doubt("", f"{NO_TABLES}，只读入了文字。", document.source)
    lead_in = _read_lead_in(result, title, items[:first_heading] if headings else [])
    read_unit_and_year(result, collector, title, lead_in, document)
    collector.drop_settled_rows()
    _take_over_values(result, collector, document.source)
    return result


def _take_over_values(result: RecognitionResult, collector: ReadingCollector, source: str) -> None:
    for cell, each in collector.values.items():
        if each.entry.note:
            result.notes[cell] = each.entry.note
        if each.entry.value is None:
            continue
        result.cells[cell] = each.entry.value
        text = each.text if each.text.isalnum() else clean_line(each.text)
        result.origins[cell] = Origin(source, each.place, text)
    result.ambiguous_rows, result.doubts = collector.ambiguous_rows, collector.doubts


def _headings(form: Form, items: list[Item]) -> list[Heading]:
    """The headings of the sections.

    A file written by this program marks its text and its notes; marked lines are never taken for headings. Example: a
    paragraph of the text "五、存在的主要问题及改进情况" does not begin section five. Only if headings are missing then,
    as in a file edited by hand, are marked lines considered too.
    """
    lines = lines_of(items)
    unmarked = ["" if item.role else line for item, line in zip(items, lines, strict=True)]
    headings = find_headings(form, unmarked)
    expected = sum(bool(section.heading) for section in form.sections.values())
    return headings if len(headings) == expected or unmarked == lines else find_headings(form, lines)


def _best_form(items: list[Item]) -> Form:
    """The edition of which most labels stand in the document; of equal ones the newest that the title's year allows.

    If hardly any label stands alone in a line or cell, the labels are looked for inside the whole text.
    """
    editions = [forms.get(edition) for edition in forms.editions()]
    texts = [item.text for item in items if item.table is None]
    rows = [row for item in items if item.table for row in item.table.grid]
    cells = [cell.text for row in rows for cell in row if not cell.continued and not cell.text.isascii()]
    labels = {plain_label(text) for text in (*texts, *cells) if text and len(text) <= LONGEST_LABEL}
    scores = [len(labels & label_wordings(form)) for form in editions]
    if max(scores) < _LEAST_EVIDENCE:
        whole = plain_label("".join(texts))
        scores = [sum(label in whole for label in _telling_labels(form)) for form in editions]
    fitting = [form for form, score in zip(editions, scores, strict=True) if score == max(scores)]
    year = title_block.find_title(lines_of(items[:_MOST_TITLE_LINES])).year if len(fitting) > 1 else 0
    in_time = [form for form in fitting if year and form.definition.first_year <= year]
    return max(in_time or fitting, key=lambda form: form.definition.first_year)


def _telling_labels(form: Form) -> Iterator[str]:
    for index in table_indexes(form).values():
        yield from (label for label in index.row_labels if len(label) >= _SHORTEST_TELLING_LABEL)


def _read_sections(
    result: RecognitionResult, collector: ReadingCollector, items: list[Item], headings: list[Heading]
) -> int:
    """Reads the sections with their tables. Returns how many rows and header rows of tables were recognised."""
    form = result.form
    indexes = table_indexes(form)
    readers = {table: _reader(indexes, table, collector) for table in indexes}
    ends = [*(heading.line for heading in headings[1:]), len(items)][: len(headings)]
    elsewhere: list[Item] = items[: headings[0].line] if headings else items  # where a missing table may stand
    for heading, end in zip(headings, ends, strict=True):
        region = _region(items, heading, end, is_last=heading is headings[-1])
        table = form.sections[heading.section].table
        used = _read_table(readers[table], region) if table else set()
        if table and not readers[table].found_rows:
            used = set()
        _read_text(result, collector, heading.section, region, used)
        elsewhere = elsewhere + [item for i, item in enumerate(region) if i not in used or item.table is not None]
    for table, reader in readers.items():
        if not reader.found_rows:
            readers[table] = _read_elsewhere(indexes, table, collector, elsewhere) or reader
    for section in (form.sections[heading.section] for heading in headings):
        if section.table and not readers[section.table].found_rows:
            collector.add_doubt("", f"“{section.heading}”没有找到表格。", "")
    for reader in readers.values():
        if missing := reader.missing_rows():
            rows = "、".join(missing)
            collector.add_doubt("", f"“{reader.title}”一表中没有找到这些行：{rows}。请对照原文填写。", "")
    return sum(reader.evidence for reader in readers.values())


def _region(items: list[Item], heading: Heading, end: int, *, is_last: bool) -> list[Item]:
    """The items of a section, without what stands below the report on its page."""
    region = items[heading.line + 1 : end]
    if heading.rest:
        region = [Item(heading.rest), *region]
    if is_last:
        report_ends = (i for i, item in enumerate(region) if not item.role and ends_report(item.text))
        region = region[: next(report_ends, len(region))]
    return region


def _reader(indexes: dict[str, TableIndex], table: str, collector: ReadingCollector) -> TableReader:
    return TableReader(indexes[table], collector, [index for other, index in indexes.items() if other != table])


def _read_elsewhere(
    indexes: dict[str, TableIndex], table: str, collector: ReadingCollector, items: list[Item]
) -> TableReader | None:
    """Reads a table that does not stand in its section. None if there is too little of it to be sure."""
    trial = ReadingCollector(collector.form)
    reader = _reader(indexes, table, trial)
    _read_table(reader, items)
    if reader.evidence < _LEAST_EVIDENCE or not reader.found_rows:
        return None
    collector.merge(trial)
    return reader


def _read_table(reader: TableReader, region: list[Item]) -> set[int]:
    """Reads a table from its grids, then from lines that lost their cells. Returns the numbers of the items used."""
    used: set[int] = set()
    caption = ""
    for i, item in enumerate(region):
        if item.table is None:
            caption = item.text if item.text and len(item.text) <= LONGEST_LABEL else caption
            continue
        place = f"{item.table.place} " if item.table.place else ""
        if reader.read_grid(item.table, f"{place}第 {item.number} 张表", caption):
            used.add(i)
        caption = ""
    if reader.found_rows and not reader.missing_rows() and all(item.table.exact for item in region if item.table):
        # The grid holds the whole table: all lines are text, but for labels that stand outside of the grid.
        lines = ((i, item) for i, item in enumerate(region) if item.table is None and not item.role)
        return used | {i for i, item in lines if is_label(reader.form, item.text)}
    for first, end in _stretches_of_rows(reader, region):
        reader.read_text("\n".join(item.text for item in region[first:end]))
        used.update(range(first, end))
    return used


def _stretches_of_rows(reader: TableReader, region: list[Item]) -> Iterator[tuple[int, int]]:
    """Stretches of lines, from the first to before the end, that are rows of the table.

    Blank lines and short ones between two rows belong to the stretch: they may be parts of a broken label.
    """
    first = end = -1
    for i, item in enumerate(region):
        if item.role:
            continue
        if item.table is None and item.text and reader.is_row(item.text):
            first, end = (i if first < 0 else first), i + 1
        elif first >= 0 and not _may_be_fragment(item):
            yield first, end
            first = -1
    if first >= 0:
        yield first, end


def _may_be_fragment(item: Item) -> bool:
    return item.table is None and len(item.text) <= _LONGEST_FRAGMENT and not is_prose(item.text)


def _doubt_unread_table(collector: ReadingCollector, table: TableBlock, number: int) -> None:
    """A doubt about a table with figures that stands in the section of an official table and is no part of it."""
    texts = [cell.text for row in table.grid for cell in row if not cell.continued]
    if any(map(is_figure, texts)):
        collector.add_doubt("", "这张表格中没有认出官方表格的项目，没有读入。", " ".join(texts), f"第 {number} 张表")


def _read_text(
    result: RecognitionResult, collector: ReadingCollector, section: str, region: list[Item], used: set[int]
) -> None:
    """Reads the text and pictures of a section, and the notes below its table, from the items that are not `used`."""
    form = result.form
    table = form.sections[section].table
    table_place = next((i for i, item in enumerate(region) if item.table), -1)
    text, notes = _SectionText(), list[str]()
    for i, item in enumerate(region):
        if i in used:
            continue
        if item.table is not None:
            if table:
                _doubt_unread_table(collector, item.table, item.number)
            else:
                result.remarks.append(f"“{form.sections[section].heading}”中有一张表格，其中的内容没有读入。")
        elif table and item.role == "note":
            notes.append(item.text if notes else item.text.removeprefix(_NOTE))
        elif table and not item.role and FOOTNOTE.match(item.text) and i > table_place:
            notes.append(clean_line(FOOTNOTE.sub("", item.text)))
        elif not (table and not item.role and item.text == form.tables[table].title):  # copied with the table
            text.add(item)
    text.store(result, section)
    if notes:
        result.footnotes[table] = "\n".join(notes)


class _SectionText:
    """Collects the lines of a section and the pictures among them."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0
        self._pictures: list[Picture] = []

    def add(self, item: Item) -> None:
        if item.image:
            caption = clean_line(item.image.caption)
            self._pictures.append(Picture(item.image.file, caption, max(0, self._length - 1), item.image.width_mm))
        elif item.text:
            self._lines.append(item.text)
            self._length += len(item.text) + 1

    def store(self, result: RecognitionResult, section: str) -> None:
        if self._lines:
            result.sections[section] = "\n".join(self._lines)
        if self._pictures:
            result.pictures[section] = self._pictures


def _read_lead_in(result: RecognitionResult, title: title_block.Title, above: list[Item]) -> str:
    """Reads the lead-in, between title and first section, and returns its text. `above` is all above that section.

    Without a title the lead-in begins with the first long line.
    """
    form = result.form
    begin = title.line + 1
    if title.line < 0:
        begin = next((i for i, item in enumerate(above) if item.role or len(item.text) > LONGEST_LABEL), len(above))
    lead_in = _SectionText()
    lines = []
    for item in above[begin:]:
        if item.image or item.role or (item.text and not _is_around_report(form, item.text)):
            lead_in.add(item)
            lines.append(item.text)
    if form.lead_in:
        lead_in.store(result, form.lead_in)
    return "\n".join(filter(None, lines))


def _is_around_report(form: Form, line: str) -> bool:
    return is_page_info(line) or is_contents(line) or is_heading(form, line)
