"""A report's texts as the rules read them: cut into lines and sentences, addresses masked; and what a rule yields."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from reportdesk.form import Form
from reportdesk.form.definition import Rule
from reportdesk.report import Figures, Report
from reportdesk.text.characters import BLANKS
from reportdesk.text.numerals import DIGITS, ZEROS, year_value
from reportdesk.text.sentences import STOPS, sentences

# The year of a date or a title, a template for the name of its group: 2021年, ２０２１年, 二〇二一年, 二○二一 年
YEAR = (
    r"(?P<{0}>(?:19|20)[0-9]{{2}}|[12１２][０-９]{{3}}"
    rf"|二[{ZEROS}][{ZEROS}{DIGITS}]{{{{2}}}})[ \u3000]?年"
)
# Web and mail addresses: https://www.example.gov.cn/a?b=1, xxgk@example.gov.cn.
_ADDRESS = re.compile(
    r"""
    (?:https?://|www\.)[\w./?%&=\#:~+-]+
    |(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}
    """,
    re.ASCII | re.VERBOSE,
)
_CLAUSE_ENDS = STOPS + "，,：:\n"


class TextPart(NamedTuple):
    """A line or a sentence, and the place in its text where it starts."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class SectionText:
    """The text of the section `id`."""

    def __init__(self, id: str, text: str) -> None:
        self.id, self.text = id, text

    @cached_property
    def plain(self) -> str:
        """The text with web and mail addresses replaced by as many letters, so that no rule finds anything in them."""
        if "@" not in self.text and "www" not in self.text and "://" not in self.text:
            return self.text
        return _ADDRESS.sub(lambda found: "a" * len(found[0]), self.text)

    @cached_property
    def lines(self) -> list[TextPart]:
        """The lines that are not empty, without the blanks around them."""
        found = []
        start = 0
        for line in self.plain.split("\n"):
            if stripped := line.strip(BLANKS):
                found.append(TextPart(start + line.index(stripped[0]), stripped))
            start += len(line) + 1
        return found

    @cached_property
    def sentences(self) -> list[TextPart]:
        """The sentences, without the blanks around them; a semicolon ends one too."""
        return [TextPart(start, self.plain[start:end]) for start, end in sentences(self.plain)]

    def sentence_at(self, position: int) -> TextPart:
        """The sentence around a position; an empty one where there is none."""
        return next((each for each in self.sentences if each.start <= position < each.end), TextPart(position, ""))

    def clause_before(self, position: int) -> str:
        """The text between the last mark before a position and the position."""
        start = position
        while start and self.plain[start - 1] not in _CLAUSE_ENDS:
            start -= 1
        return self.plain[start:position]


class Match(NamedTuple):
    """One place that a rule found, or one thing that a section lacks.

    - `section`: its id; `start` and `end` count characters of its text, −1 where the match has no place.
    - `fix`: the text that may stand there instead ("" to delete it), None where nothing can be offered.
    - `expected`, `name`: what the message of the rule puts for {expected} and {name}.
    - `quoted`: what it quotes, "" for the words at the place.
    - `instance`: the last part of the finding's id; "" for the number of the match.
    - `cells`: the cells that the text does not fit.
    """

    section: str
    start: int = -1
    end: int = -1
    fix: str | None = None
    expected: str | None = None
    name: str = ""
    quoted: str = ""
    instance: str = ""
    cells: tuple[str, ...] = ()


class ProofreadInput(NamedTuple):
    """What rules about texts are given.

    `sections` are those with a text; `custom_words` the office's wrong → right words.
    """

    report: Report
    form: Form
    figures: Figures
    sections: list[SectionText]
    custom_words: Mapping[str, str]

    @property
    def lead_in(self) -> str:
        return self.form.lead_in

    def sections_for(self, rule: Rule) -> Iterator[SectionText]:
        """The sections that a rule applies to."""
        return (each for each in self.sections if not rule.sections or each.id in rule.sections)

    def text(self, section: str) -> str:
        """The text of a section; "" where it has none."""
        return next((each.text for each in self.sections if each.id == section), "")


def year_of(written: str) -> int:
    """The year that YEAR matched: 2025 for 二〇二五."""
    return year_value(written) or 0
