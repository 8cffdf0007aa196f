"""What the texts of a report say of its tables, and whether it is so.

Reading a text does not depend on figures and is remembered paragraph by paragraph; judging is arithmetic.
"""

from collections.abc import Iterable
from functools import lru_cache

import msgspec

from reportdesk.checks.statements.claims import Claim, Measure
from reportdesk.checks.statements.discourse_context import Speaker
from reportdesk.checks.statements.lexicon import lexicon
from reportdesk.checks.statements.paragraph_parser import ParagraphParser
from reportdesk.checks.statements.tokenizer import tokenize
from reportdesk.checks.statements.verification import Verdict, verify_all
from reportdesk.form import Form
from reportdesk.report import Figures, Report, paragraphs

MOST_CHARACTERS = 100_000  # of a section are read; no report has so many


class Statement(msgspec.Struct, frozen=True):
    """What a text says of the tables. `start` and `end` count characters of the section's text.

    `cells` are what it is about (their sum, without those in `less`). `claimed` is the number said, `figure` the
    table's, both canonical in the unit of the cells: percentages for "share" and "growth", for "change" the
    difference from last year, for "parts" what the parts add up to. `figure` is None where a cell is blank.
    A number is `exact` unless it says of itself that it is not (四十余件); it is not `counted` where the text says that
    there is nothing (未收到…).
    """

    section: str
    start: int
    end: int
    text: str
    measure: Measure
    cells: tuple[str, ...]
    claimed: str
    figure: str | None
    verdict: Verdict
    exact: bool
    counted: bool = True
    less: tuple[str, ...] = ()


def statements(report: Report, shown: Figures) -> list[Statement]:
    """The statements in all texts of a report, in their order. `shown` are the report's figures."""
    return [found for section in report.form.sections for found in section_statements(report, shown, section)]


def section_statements(report: Report, shown: Figures, section: str) -> list[Statement]:
    """The statements in the text of one section."""
    text = report.text(section)
    if not text or not report.form.language_file.phrases:
        return []
    form = report.form
    before = report.previous.cells if report.previous and report.previous.year == report.year - 1 else {}
    speaker = Speaker(report.unit, _speaks_for(form, report.kind), report.year, form.sections[section].table)
    found: list[Statement] = []
    offset, topic = 0, ""
    for paragraph in text.split("\n"):
        if paragraph.strip() and offset + len(paragraph) <= MOST_CHARACTERS:
            claims, topic = _read(form, speaker, topic, paragraph)
            rulings = verify_all(form, claims, shown, before)
            for claim, ruling in zip(claims, rulings, strict=True):
                if any(rulings[part].verdict == "differs" for part in claim.parts):
                    continue  # said once
                found.append(
                    Statement(
                        section,
                        offset + claim.start,
                        offset + claim.end,
                        paragraph[claim.start : claim.end],
                        claim.measure,
                        tuple(cell for _, cell in ruling.reading),
                        ruling.claimed,
                        ruling.figure,
                        ruling.verdict,
                        not claim.amount.rough,
                        claim.counted,
                        tuple(cell for sign, cell in ruling.reading if sign < 0),
                    )
                )
        offset += len(paragraph) + 1
    return found


def contradicted(found: Iterable[Statement]) -> set[str]:
    """The cells that a text plainly contradicts: evidence for what is wrong in a broken sum."""
    return {
        s.cells[0] for s in found if s.verdict == "differs" and s.measure == "figure" and len(s.cells) == 1 and s.exact
    }


def clear_cache() -> None:
    """Lets go of the paragraphs read so far."""
    _read.cache_clear()


def _speaks_for(form: Form, kind: str) -> tuple[str, ...]:
    return next((tuple(each.speaks_for) for each in form.definition.kinds if each.id == kind), ())


@lru_cache(maxsize=512)
def _read(form: Form, speaker: Speaker, topic: str, paragraph: str) -> tuple[list[Claim], str]:
    """The claims of a paragraph, their places in it, and the table the next paragraph begins with."""
    level = next((each.level for each in paragraphs(paragraph)), 0)
    whole = tokenize(paragraph, lexicon(form))
    reader = ParagraphParser(form, speaker, "" if level == 2 else topic, whole)
    placed = []
    for claim in reader.claims:
        start, end = whole.place(claim.start, claim.end)
        placed.append(claim._replace(start=start, end=end))
    return placed, reader.topic
