"""What the texts of a report state about its tables, and whether it is so.

A text is read paragraph by paragraph: cut into tokens (`tokenizer`) and read into claims (`paragraph_parser`). That
does not depend on figures and is remembered. Then the claims are compared with the figures (`verification`).
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

MOST_CHARACTERS = 100_000  # of a section: more are not read, and no report has so many


class Statement(msgspec.Struct, frozen=True):
    """What a text states about the tables. `start` and `end` count characters of the section's text.

    `cells` are the cells that are added up; those in `less` among them are subtracted. `claimed` is the number of the
    text, `figure` that of the tables, both canonical figures in the unit of the cells: percentages for "share" and
    "growth", the difference from last year for "change", the sum of the parts for "parts". `figure` is None where a
    cell is blank. `exact` is False where the text says that the number is rough (四十余件); `counted` is False where
    the text states that there is nothing (未收到…).
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


def statements(report: Report, figures: Figures) -> list[Statement]:
    """The statements in all texts of a report, in their order; `figures` are the report's."""
    return [found for section in report.form.sections for found in section_statements(report, figures, section)]


def section_statements(report: Report, figures: Figures, section: str) -> list[Statement]:
    """The statements in the text of one section."""
    text = report.text(section)
    if not text or not report.form.language_file.phrases:
        return []
    form = report.form
    previous = report.previous.cells if report.previous and report.previous.year == report.year - 1 else {}
    speaker = Speaker(report.unit, _speaks_for(form, report.kind), report.year, form.sections[section].table)
    found: list[Statement] = []
    offset, topic = 0, ""
    for paragraph in text.split("\n"):
        if paragraph.strip() and offset + len(paragraph) <= MOST_CHARACTERS:
            claims, topic = _read_paragraph(form, speaker, topic, paragraph)
            verifications = verify_all(form, claims, figures, previous)
            for claim, verification in zip(claims, verifications, strict=True):
                if any(verifications[part].verdict == "differs" for part in claim.parts):
                    continue  # the claim about the part says it
                found.append(
                    Statement(
                        section,
                        offset + claim.start,
                        offset + claim.end,
                        paragraph[claim.start : claim.end],
                        claim.measure,
                        tuple(cell for _, cell in verification.cells),
                        verification.claimed,
                        verification.figure,
                        verification.verdict,
                        not claim.amount.rough,
                        claim.counted,
                        tuple(cell for sign, cell in verification.cells if sign < 0),
                    )
                )
        offset += len(paragraph) + 1
    return found


def contradicted(found: Iterable[Statement]) -> set[str]:
    """The cells whose figure a text states differently: evidence for what is wrong in a broken sum."""
    return {
        s.cells[0] for s in found if s.verdict == "differs" and s.measure == "figure" and len(s.cells) == 1 and s.exact
    }


def clear_cache() -> None:
    """Forgets the paragraphs read so far."""
    _read_paragraph.cache_clear()


def _speaks_for(form: Form, kind: str) -> tuple[str, ...]:
    return next((tuple(each.speaks_for) for each in form.definition.kinds if each.id == kind), ())


@lru_cache(maxsize=512)
def _read_paragraph(form: Form, speaker: Speaker, topic: str, paragraph: str) -> tuple[list[Claim], str]:
    """The claims of a paragraph, their places in it, and the table the next paragraph begins with."""
    level = next((each.level for each in paragraphs(paragraph)), 0)
    tokens = tokenize(paragraph, lexicon(form))
    parser = ParagraphParser(form, speaker, "" if level == 2 else topic, tokens)
    placed = []
    for claim in parser.claims:
        start, end = tokens.place(claim.start, claim.end)
        placed.append(claim._replace(start=start, end=end))
    return placed, parser.topic
