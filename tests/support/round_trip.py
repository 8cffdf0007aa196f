"""What stays of a report that is written as a file and read again."""

from reportdesk.report import Report, figures, paragraphs


def plain(text: str) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs(text))


def note(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n") if line.strip()).removeprefix("注：")


def assert_same(read: Report, report: Report) -> None:
    """The same report, as far as a file says it."""
    assert (read.unit, read.year, read.edition, read.kind) == (report.unit, report.year, report.edition, report.kind)
    assert read.contact == report.contact
    assert dict(read.cells) == dict(figures(report))
    assert read.notes == report.notes
    assert read.footnotes == {table: found for table, text in report.footnotes.items() if (found := note(text))}
    assert dict(read.sections) == {section: plain(text) for section, text in report.sections.items()}
