"""Ready sentences of the form, filled with a report's figures and linked to them."""

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase

from msgspec.structs import replace

from reportdesk.errors import UnknownId
from reportdesk.form import Form, FormError
from reportdesk.form.phrases import StandardSentence
from reportdesk.numbers import quantity
from reportdesk.report.linked_text import BLANK, figure_link, link_text
from reportdesk.report.schema import FigureLink, Report, Text

_PIECE = re.compile(r"\{([^{}]*)\}|([\[\]])|([^{}\[\]]+)")


def sentences_for(form: Form, section: str) -> list[StandardSentence]:
    """The sentences that the form offers for a section."""
    return [each for each in form.language_file.sentences if each.section == section]


def fill_sentence(report: Report, shown: Mapping[str, str | None], sentence: str) -> Text:
    """A ready sentence in the wording that fits the figures, with its links. Raises UnknownId."""
    found = next((each for each in report.form.language_file.sentences if each.id == sentence), None)
    if found is None:
        raise UnknownId(f"没有“{sentence}”这一条现成的句子。")
    for wording in found.wordings[:-1]:
        if all(_is_zero(shown[cell]) for cell in matching_cells(report.form, wording.zero)):
            return fill_template(report.form, wording.text, shown)
    return fill_template(report.form, found.wordings[-1].text, shown)


def fill_template(form: Form, template: str, shown: Mapping[str, str | None]) -> Text:
    """A template with its figures; see `SentenceWording` in form/phrases. Raises FormError for a faulty one."""
    words, links = "", list[FigureLink]()
    optional: tuple[int, int] | None = None  # where a part in [ ] began: characters, links
    for expression, bracket, plain in _PIECE.findall(template):
        if bracket == "[":
            optional = len(words), len(links)
        elif bracket == "]" and optional:
            start, first = optional
            if all(words[link.start : link.end].strip("0.") == "" for link in links[first:]):
                words, links = words[:start], links[:first]
            optional = None
        elif expression:
            link = _link(form, expression)
            value = link_text(link, shown) or BLANK
            links.append(replace(link, start=len(words), end=len(words) + len(value)))
            words += value
        else:
            words += plain
    return Text(words, {f"t{number}": link for number, link in enumerate(links, 1)})


def matching_cells(form: Form, patterns: list[str]) -> list[str]:
    """The cells whose ids fit patterns with "*". Raises FormError for a pattern that none fits."""
    found: list[str] = []
    for pattern in patterns:
        fitting = [cell for cell in form.cells if cell == pattern or fnmatchcase(cell, pattern)]
        if not fitting:
            raise FormError(f"现成句子中的“{pattern}”不是表格中的单元格。")
        found += fitting
    return found


def _link(form: Form, expression: str) -> FigureLink:
    part, _, base = expression.partition("/")
    cells = matching_cells(form, part.split("+"))
    return figure_link(cells[0], addends=cells[1:], denominator=matching_cells(form, base.split("+")) if base else ())


def _is_zero(value: str | None) -> bool:
    return value is not None and not quantity(value)
