"""Ready sentences of the form, filled with a report's figures and tied to them."""

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase

from reportdesk.errors import UnknownId
from reportdesk.form import Form, FormError
from reportdesk.form.phrases import Sentence
from reportdesk.numbers import quantity
from reportdesk.report.linked_text import BLANK, tied, words_of
from reportdesk.report.schema import Report, Text, Tie

_PIECE = re.compile(r"\{([^{}]*)\}|([\[\]])|([^{}\[\]]+)")


def ready_sentences(form: Form, section: str) -> list[Sentence]:
    """The sentences that the form offers for a section."""
    return [each for each in form.prose.sentences if each.section == section]


def ready_sentence(report: Report, shown: Mapping[str, str | None], sentence: str) -> Text:
    """A ready sentence in the wording that fits the figures, with its ties. Raises UnknownId."""
    found = next((each for each in report.form.prose.sentences if each.id == sentence), None)
    if found is None:
        raise UnknownId(f"没有“{sentence}”这一条现成的句子。")
    for wording in found.wordings[:-1]:
        if all(_is_zero(shown[cell]) for cell in cells_like(report.form, wording.zero)):
            return filled(report.form, wording.text, shown)
    return filled(report.form, found.wordings[-1].text, shown)


def filled(form: Form, template: str, shown: Mapping[str, str | None]) -> Text:
    """A template with its figures; see `Wording` in form.definition. Raises FormError for a faulty one."""
    words, ties = "", list[Tie]()
    optional: tuple[int, int] | None = None  # where a part in [ ] began: characters, ties
    for expression, bracket, plain in _PIECE.findall(template):
        if bracket == "[":
            optional = len(words), len(ties)
        elif bracket == "]" and optional:
            start, first = optional
            if all(words[tie.start : tie.end].strip("0.") == "" for tie in ties[first:]):
                words, ties = words[:start], ties[:first]
            optional = None
        elif expression:
            tie = _tie(form, expression)
            value = words_of(tie, shown) or BLANK
            ties.append(Tie(len(words), len(words) + len(value), tie.cell, tie.how, tie.more, tie.base, tie.places))
            words += value
        else:
            words += plain
    return Text(words, {f"t{number}": tie for number, tie in enumerate(ties, 1)})


def cells_like(form: Form, patterns: list[str]) -> list[str]:
    """The cells whose ids fit patterns with "*". Raises FormError for a pattern that none fits."""
    found: list[str] = []
    for pattern in patterns:
        fitting = [cell for cell in form.cells if cell == pattern or fnmatchcase(cell, pattern)]
        if not fitting:
            raise FormError(f"现成句子中的“{pattern}”不是表格中的单元格。")
        found += fitting
    return found


def _tie(form: Form, expression: str) -> Tie:
    part, _, base = expression.partition("/")
    cells = cells_like(form, part.split("+"))
    return tied(cells[0], more=cells[1:], base=cells_like(form, base.split("+")) if base else ())


def _is_zero(value: str | None) -> bool:
    return value is not None and not quantity(value)
