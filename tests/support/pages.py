"""Pictures of laid-out pages, small and grey, for the comparison with tests/data/reference/pages."""

import msgspec
import pdfplumber
from tests.support.images import png
from tests.support.paths import DATA
from tests.support.reports import busy_report
from tests.support.word_readback import laid_out

from reportdesk.documents.word import revisions
from reportdesk.documents.word import writer as word_writer
from reportdesk.documents.word.options import WordOptions
from reportdesk.report.drafts import snapshot
from reportdesk.report.schema import Picture

FOLDER = DATA / "reference" / "pages"
_DPI = 36
_CELL = 6  # pixels that are averaged: what a line moves between versions of a renderer


def fonts_file(name):
    """Where the fonts of a document's kept pages are listed."""
    return FOLDER / f"{name}-fonts.txt"


def full_report():
    """The busy report with all that can be on a page: a rare character, a picture, the name of a draft; its media."""
    report = msgspec.structs.replace(busy_report(), unit="示例市硚口区交通运输局")
    overview = report.texts["overview"]
    picture = Picture("p.png", "图1　主动公开信息数量", overview.text.index("（二）依申请公开"), 120)
    texts = {**report.texts, "overview": msgspec.structs.replace(overview, pictures={"p": picture})}
    report = msgspec.structs.replace(report, texts=texts)
    return msgspec.structs.replace(report, drafts={"1": snapshot(report)}), {"p.png": png(800, 400)}


def documents():
    """Name → Word file of every document whose pages are kept."""
    report, media = full_report()
    changed = report.with_cells({"requests.granted.charity": "77", "disclosure.penalties.decisions": None})
    overview = report.text("overview").replace("1286条", "1290条").replace("（1）图解18件，", "（1）图解19件，")
    text = msgspec.structs.replace(report.texts["overview"], text=overview)
    changed = msgspec.structs.replace(changed, texts={**changed.texts, "overview": text})
    options = WordOptions(closing=True)
    return {
        "report": word_writer.render(report, options, media, date="2026年1月20日"),
        "redline": revisions.render(changed, report.drafts["1"], options, media, at="2026-01-12", header="花脸稿"),
    }


def pictures(data, folder):
    """The pages of a Word file and the fonts in which they are set; skips the test where there is no renderer."""
    with pdfplumber.open(laid_out(data, folder)) as pdf:
        fonts = {char["fontname"].partition("+")[2] for page in pdf.pages for char in page.chars}
        return [page.to_image(resolution=_DPI).original.convert("L") for page in pdf.pages], sorted(fonts)


def unlikeness(one, other):
    """How far two pages of the same size are apart at their most different place, 0 to 255."""
    small = one.width // _CELL, one.height // _CELL
    pairs = zip(*(page.resize(small, 4).tobytes() for page in (one, other)), strict=True)  # 4: averages of boxes
    return max(abs(a - b) for a, b in pairs)
