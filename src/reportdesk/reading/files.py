"""A file → a document, by its kind."""

from pathlib import Path

from reportdesk.reading.blocks import Document, Paragraph, ReadingError, Tabular
from reportdesk.reading.text import MAX_TEXT, read_text

SUFFIXES = (".docx", ".txt", ".md")


def read_document(path: Path) -> Document:
    """The document in a file. Raises ReadingError or another ReportDeskError with a sentence."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ReadingError(f"不能读取“{path.name}”这种文件。")
    try:
        if path.stat().st_size > 4 * MAX_TEXT:
            raise ReadingError(f"“{path.name}”过大，没有读取。")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadingError(f"没有找到文件“{path}”。请检查文件名和位置。") from error
    except OSError as error:
        raise ReadingError(f"“{path}”无法读取。如果它正在其他程序中打开，请关闭后再试。") from error
    return _word(data, path.name) if suffix == ".docx" else read_text(data, path.name)


def _word(data: bytes, source: str) -> Document:
    from lxml import etree

    from reportdesk.reading import wordml

    wordml.read_word(data)
    body = next(etree.fromstring(wordml._document(data)).iter("{*}body"))
    blocks: list[Paragraph | Tabular] = []
    for child in body:
        if wordml._local(child) == "p":
            blocks.append(Paragraph(wordml._text(child)))
        elif wordml._local(child) == "tbl":
            blocks.append(Tabular(wordml._grid(child)))
    return Document(source, blocks)
