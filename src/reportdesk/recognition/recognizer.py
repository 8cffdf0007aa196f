"""A document → a report: unit, year, edition, texts and figures, found by labels and positions.

What is not certain becomes a doubt or a choice for the sums; nothing is guessed and figures are never counted off.
"""

from collections.abc import Iterator
from typing import NamedTuple

from reportdesk import form as forms
from reportdesk.documents.blocks import BlockRole, ImageBlock, SourceDocument, TableBlock, TextBlock
from reportdesk.documents.metadata import FACTS
from reportdesk.errors import ReadingError
from reportdesk.form import Form
from reportdesk.recognition import title_block
from reportdesk.recognition.headings import Heading, find_headings, is_heading
from reportdesk.recognition.page_boilerplate import FOOTNOTE, PAGE_NUMBER, ends_report, is_contents, is_page_info
from reportdesk.recognition.result import ReadingCollector, RecognitionResult
from reportdesk.recognition.row_classifier import is_figure
from reportdesk.recognition.table_index import TableIndex, label_wordings, table_indexes
from reportdesk.recognition.table_reader import TableReader
from reportdesk.report.kind_of_unit import kind_of_unit
from reportdesk.report.schema import Origin, Picture
from reportdesk.text.characters import clean_line, clean_text
from reportdesk.text.labels import plain_label
from reportdesk.text.sentences import is_prose

NO_TABLES = "没有找到年度报告的表格"
_LEAST_EVIDENCE = 3  # rows and header rows of a table outside its section, or of a whole report
_LEAST_HEADINGS = 3
_LONG_CELL = 60  # characters of a cell that holds text, not a label
_FRAGMENT = 25  # characters of a line that may be part of a broken label
_LONGEST_LABEL = 60
_NOTE = "注："  # that every format prints in front of a footnote
_HEAD = 60  # lines among which the title is looked for before the form is known
_YEARS = (2008, 2999)


class _Item(NamedTuple):
    """A line of text, a table with its number, or a picture."""

    text: str
    table: TableBlock | None = None
    number: int = 0
    role: BlockRole = ""
    drawing: ImageBlock | None = None


def recognize(document: SourceDocument, edition: str = "") -> RecognitionResult:
    """The report in a document, of an edition or of the one whose labels fit best.

    Raises ReadingError where there is none.
    """
    if not edition and document.metadata.get("edition") in forms.editions():
        edition = document.metadata["edition"]
    form = forms.get(edition or forms.NEWEST)
    items = list(_items(form, document))
    lines = _lines(items)
    if not edition and (best := _best_form(items, lines)) is not form:
        form, items = best, list(_items(best, document))
        lines = _lines(items)
    headings = _headings(form, items, lines)
    above = lines[: headings[0].line] if headings else lines
    title = title_block.is_titled(form, document.metadata, above) or title_block.find_title(above)
    items = _without_repeated_title(items, title.line)
    found = RecognitionResult(form, remarks=list(document.remarks))
    gathered = ReadingCollector(form)
    evidence = _read_sections(form, found, gathered, items, headings)
    if evidence < _LEAST_EVIDENCE:
        if len(headings) < _LEAST_HEADINGS:
            raise ReadingError(f"{NO_TABLES}。请选择政府信息公开工作年度报告的文件。")
        gathered.doubt("", f"{NO_TABLES}，只读入了文字。", document.source)
    _read_facts(found, gathered, title, items[: headings[0].line] if headings else [], document)
    gathered.settled()
    for cell, each in gathered.found.items():
        if each.entry.note:
            found.notes[cell] = each.entry.note
        if each.entry.value is None:
            continue
        found.cells[cell] = each.entry.value
        found.origins[cell] = Origin(
            document.source, each.place, each.text if each.text.isalnum() else clean_line(each.text)
        )
    found.choices, found.doubts = gathered.choices, gathered.doubts
    return found


def _lines(items: list[_Item]) -> list[str | None]:
    return [None if item.table else item.text for item in items]


def _headings(form: Form, items: list[_Item], lines: list[str | None]) -> list[Heading]:
    """The headings of the sections; what a file of our own calls text is none, unless headings are missing then."""
    known = ["" if item.role else line for item, line in zip(items, lines, strict=True)]
    found = find_headings(form, known)
    wanted = sum(bool(section.heading) for section in form.sections.values())
    return found if len(found) == wanted or known == lines else find_headings(form, lines)


def _without_repeated_title(items: list[_Item], title: int) -> list[_Item]:
    """The items with later lines that are the title once more blank: workbooks have it on every sheet."""
    if title < 0:
        return items
    plain, longest = plain_label(items[title].text), 2 * len(items[title].text)
    return [
        _Item("")
        if i > title and not item.role and 0 < len(item.text) <= longest and plain_label(item.text) == plain
        else item
        for i, item in enumerate(items)
    ]


def _items(form: Form, document: SourceDocument) -> Iterator[_Item]:
    """The blocks of a document as lines and tables; cells that hold whole texts are lines."""
    number = 0
    for block in document.blocks:
        if isinstance(block, TextBlock):
            for line in clean_text(block.text).split("\n"):
                yield _Item("" if PAGE_NUMBER.fullmatch(line) and not block.role else line.strip(), role=block.role)
            continue
        if isinstance(block, ImageBlock):
            yield _Item("", drawing=block)
            continue
        number += 1
        part: list[int] = []
        for at, row in enumerate(block.grid):
            written = [spot.text.strip() for spot in row if spot.text.strip() and not spot.continued]
            if len(written) == 1 and (len(row) == 1 or _is_text(form, written[0])) and not _is_part(form, written[0]):
                if part:
                    yield _Item("", _rows_of(block, part), number)
                    part = []
                for line in clean_text(written[0]).split("\n"):
                    yield _Item(line.strip())
            else:
                part.append(at)
        if part:
            yield _Item("", _rows_of(block, part), number)


def _rows_of(block: TableBlock, rows: list[int]) -> TableBlock:
    return block if len(rows) == len(block.grid) else block._replace(grid=[block.grid[row] for row in rows])


def _is_text(form: Form, text: str) -> bool:
    """Whether a cell that stands alone in its row belongs to the text around the table."""
    return len(text) > _LONG_CELL or FOOTNOTE.match(text) is not None or is_heading(form, text.split("\n")[0])


def _is_part(form: Form, text: str) -> bool:
    plain = plain_label(text) if len(text) <= _LONGEST_LABEL else ""
    return bool(plain) and (plain.isdigit() or plain in label_wordings(form))


def _best_form(items: list[_Item], lines: list[str | None]) -> Form:
    """The edition whose labels stand in the document; by the year where several fit as well."""
    texts = [item.text for item in items if item.table is None]
    rows = [row for item in items if item.table for row in item.table.grid]
    cells = [spot.text for row in rows for spot in row if not spot.continued and not spot.text.isascii()]
    labels = {plain_label(text) for text in (*texts, *cells) if text and len(text) <= _LONGEST_LABEL}
    whole = ""
    ranked = []
    for edition in forms.editions():
        form = forms.get(edition)
        ranked.append((len(labels & label_wordings(form)), form))
    if max(score for score, _ in ranked) < _LEAST_EVIDENCE:
        whole = plain_label("".join(texts))
        ranked = [
            (
                sum(label in whole for index in table_indexes(form).values() for label in index.rows if len(label) > 3),
                form,
            )
            for _, form in ranked
        ]
    best = max(score for score, _ in ranked)
    fitting = [form for score, form in ranked if score == best]
    year = title_block.find_title(lines[:_HEAD]).year if len(fitting) > 1 else 0
    in_time = [form for form in fitting if year and form.definition.first_year <= year]
    return max(in_time or fitting, key=lambda form: form.definition.first_year)


def _read_sections(
    form: Form, found: RecognitionResult, gathered: ReadingCollector, items: list[_Item], headings: list[Heading]
) -> int:
    """Reads every section; returns how much of the tables was recognised."""
    known = table_indexes(form)
    readers = {table: _reader(known, table, gathered) for table in known}
    ends = [*(heading.line for heading in headings[1:]), len(items)][: len(headings)]
    left: list[_Item] = [] if headings else items
    for heading, end in zip(headings, ends, strict=True):
        region = items[heading.line + 1 : end]
        if heading.rest:
            region = [_Item(heading.rest), *region]
        if heading is headings[-1]:
            ends_at = (i for i, item in enumerate(region) if not item.role and ends_report(item.text))
            region = region[: next(ends_at, len(region))]
        table = form.sections[heading.section].table
        used = _read_table(readers[table], region) if table else set()
        if table and not readers[table].rows:
            used = set()
        _read_text(
            found, gathered, heading.section, table, [item for i, item in enumerate(region) if i not in used], region
        )
        left += [item for i, item in enumerate(region) if not (i in used and item.table is None)]
    if headings:
        left = items[: headings[0].line] + left
    for table, reader in readers.items():
        if not reader.rows:
            readers[table] = _read_elsewhere(known, table, gathered, left) or reader
    for section in (form.sections[heading.section] for heading in headings):
        if section.table and not readers[section.table].rows:
            gathered.doubt("", f"“{section.heading}”没有找到表格。", "")
    for reader in readers.values():
        if missing := reader.missing():
            gathered.doubt("", f"“{reader.title}”一表中没有找到这些行：{'、'.join(missing)}。请对照原文填写。", "")
    return sum(reader.evidence for reader in readers.values())


def _reader(known: dict[str, TableIndex], table: str, gathered: ReadingCollector) -> TableReader:
    return TableReader(known[table], gathered, [index for name, index in known.items() if name != table])


def _read_elsewhere(
    known: dict[str, TableIndex], table: str, gathered: ReadingCollector, items: list[_Item]
) -> TableReader | None:
    """Looks for a table that did not stand in its section; None where there is too little of it."""
    trial = ReadingCollector(gathered.form)
    reader = _reader(known, table, trial)
    _read_table(reader, items)
    if reader.evidence < _LEAST_EVIDENCE or not reader.rows:
        return None
    gathered.take_over(trial)
    return reader


def _read_table(reader: TableReader, region: list[_Item]) -> set[int]:
    """Reads a table from its grids, then from lines that lost their cells; returns the numbers of the items used."""
    used: set[int] = set()
    caption = ""
    for i, item in enumerate(region):
        if item.table is None:
            caption = item.text if item.text and len(item.text) <= _LONGEST_LABEL else caption
            continue
        place = f"{item.table.place} " if item.table.place else ""
        if reader.grid(item.table, f"{place}第 {item.number} 张表", caption):
            used.add(i)
        caption = ""
    if reader.rows and not reader.missing() and all(item.table.exact for item in region if item.table):
        # What is left is text, whatever it is like, but for labels that stand outside of the grid.
        lines = ((i, item) for i, item in enumerate(region) if item.table is None and not item.role)
        return used | {i for i, item in lines if _is_part(reader.form, item.text)}
    for first, last in _runs(reader, region):
        reader.run("\n".join(item.text for item in region[first:last]))
        used.update(range(first, last))
    return used


def _runs(reader: TableReader, region: list[_Item]) -> Iterator[tuple[int, int]]:
    """Stretches of lines that are rows of the table, broken labels between them included."""
    first = last = -1
    for i, item in enumerate(region):
        if item.role:
            continue
        if item.table is None and (not item.text or (len(item.text) <= _FRAGMENT and not is_prose(item.text))):
            if item.text and reader.is_row(item.text):
                first, last = (i if first < 0 else first), i + 1
        elif item.table is None and reader.is_row(item.text):
            first, last = (i if first < 0 else first), i + 1
        elif first >= 0:
            yield first, last
            first = -1
    if first >= 0:
        yield first, last


def _note_unread(gathered: ReadingCollector, table: TableBlock, number: int) -> None:
    """A table in the section of an official one that is no part of it, as far as can be seen."""
    texts = [spot.text for row in table.grid for spot in row if not spot.continued]
    if any(map(is_figure, texts)):
        gathered.doubt("", "这张表格中没有认出官方表格的项目，没有读入。", " ".join(texts), f"第 {number} 张表")


def _read_text(
    found: RecognitionResult,
    gathered: ReadingCollector,
    section: str,
    table: str,
    items: list[_Item],
    region: list[_Item],
) -> None:
    """The text of a section with its pictures; a note behind its table is the table's."""
    first = next((i for i, item in enumerate(region) if item.table), len(region))
    behind = {id(item) for item in region[first:]}
    lines, notes = _Lines(), list[str]()
    for item in items:
        if item.table is not None:
            if table:
                _note_unread(gathered, item.table, item.number)
            else:
                found.remarks.append(f"“{found.form.sections[section].heading}”中有一张表格，其中的内容没有读入。")
        elif table and item.role == "note":
            notes.append(item.text if notes else item.text.removeprefix(_NOTE))
        elif table and not item.role and FOOTNOTE.match(item.text) and (id(item) in behind or first == len(region)):
            notes.append(clean_line(FOOTNOTE.sub("", item.text)))
        elif not (table and not item.role and item.text == found.form.tables[table].title):  # copied with it
            lines.add(item)
    lines.end(found, section)
    if notes:
        found.footnotes[table] = "\n".join(notes)


class _Lines:
    """The lines of a section and the pictures among them."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0
        self._pictures: list[Picture] = []

    def add(self, item: _Item) -> None:
        if item.drawing:
            file, caption, width, _ = item.drawing
            self._pictures.append(Picture(file, clean_line(caption), max(0, self._length - 1), width))
        elif item.text:
            self._lines.append(item.text)
            self._length += len(item.text) + 1

    def end(self, found: RecognitionResult, section: str) -> None:
        if self._lines:
            found.sections[section] = "\n".join(self._lines)
        if self._pictures:
            found.pictures[section] = self._pictures


def _read_facts(
    found: RecognitionResult,
    gathered: ReadingCollector,
    title: title_block.Title,
    above: list[_Item],
    document: SourceDocument,
) -> None:
    """Unit, year, kind, lead-in and contact, from the title and what stands above the first section."""
    form = found.form
    begin = title.line + 1
    if title.line < 0:
        begin = next((i for i, item in enumerate(above) if item.role or len(item.text) > _LONGEST_LABEL), len(above))
    lead_in = _Lines()
    kept = [item for item in above[begin:] if item.drawing or item.role or (item.text and _is_lead_in(form, item.text))]
    for item in kept:
        lead_in.add(item)
    if form.lead_in:
        lead_in.end(found, form.lead_in)
    text = "\n".join(item.text for item in kept if item.text)
    said, named = document.metadata, title_block.find_title([document.source.rpartition(".")[0]])
    seen = said if document.metadata_visible else {}
    found.unit = clean_line(
        seen.get("unit") or title.unit or said.get("unit") or title_block.unit_in(text) or named.unit
    )
    stated, year, period = title_block.year_in(seen), title.year, title_block.period(text)
    years = (stated, year, title_block.year_in(said), period, named.year)
    found.year = next((each for each in years if _YEARS[0] <= each <= _YEARS[1]), 0)
    if stated and year and stated != year:
        gathered.doubt("", f"“{FACTS}”中的年度是 {stated} 年，标题中却是 {year} 年，请确认报告年度。", str(stated))
    elif year and period and year != period:
        gathered.doubt("", f"标题中的年度是 {year} 年，统计期限却是 {period} 年，请确认报告年度。", str(year))
    if not found.unit:
        gathered.doubt("", "没有找到单位名称，请在“基本信息”中填写。", "")
    if not found.year:
        found_year = form.definition.first_year
        gathered.doubt("", f"没有找到报告年度，暂按 {found_year} 年，请在“基本信息”中改正。", "")
    found.kind = title_block.stated_kind(form, said) or kind_of_unit(form, found.unit)
    found.contact = title_block.contact_of(said) if said else title_block.contact_in(text, found.unit)


def _is_lead_in(form: Form, line: str) -> bool:
    return not (is_page_info(line) or is_contents(line) or is_heading(form, line))
