"""A report's texts as the rules read them: cut into lines and sentences, addresses blanked out."""

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
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[\w./?%&=#:~+-]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.ASCII
)
_CLAUSE_ENDS = STOPS + "，,：:\n"


class TextPart(NamedTuple):
    """A line or a sentence, and where it starts in its text."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class SectionText:
    """The text of one section. `plain` is as long as `text`, without web and mail addresses."""

    def __init__(self, section: str, name: str, text: str) -> None:
        self.section, self.name, self.text = section, name, text

    @cached_property
    def plain(self) -> str:
        if "@" not in self.text and "www" not in self.text and "://" not in self.text:
            return self.text
        return _ADDRESS.sub(lambda found: "a" * len(found[0]), self.text)

    @cached_property
    def lines(self) -> list[TextPart]:
        """The lines that hold something, without the blanks around them."""
        found = []
        start = 0
        for line in self.plain.split("\n"):
            if stripped := line.strip(BLANKS):
                found.append(TextPart(start + line.index(stripped[0]), stripped))
            start += len(line) + 1
        return found

    @cached_property
    def sentences(self) -> list[TextPart]:
        """The sentences, without the blanks around them."""
        return [TextPart(start, self.plain[start:end]) for start, end in sentences(self.plain)]

    def sentence_at(self, position: int) -> TextPart:
        """The sentence around a position."""
        return next((each for each in self.sentences if each.start <= position < each.end), TextPart(position, ""))

    def clause_before(self, position: int) -> str:
        """What stands between the mark before a position and the position."""
        start = position
        while start and self.plain[start - 1] not in _CLAUSE_ENDS:
            start -= 1
        return self.plain[start:position]


class Match(NamedTuple):
    """What a rule found. `fix` is what may stand at start…end instead; `shown` is what is quoted ("" for the words
    themselves). A fault without a place has an `instance` that names it."""

    section: str
    start: int = -1
    end: int = -1
    fix: str | None = None
    expected: str | None = None
    name: str = ""
    shown: str = ""
    instance: str = ""
    cells: tuple[str, ...] = ()


class ProofreadInput(NamedTuple):
    """What the rules look at. `custom_words` are the office's wrong → right words."""

    report: Report
    form: Form
    figures: Figures
    sections: list[SectionText]
    custom_words: Mapping[str, str]

    @property
    def lead_in(self) -> str:
        return self.form.lead_in

    def where(self, rule: Rule) -> Iterator[SectionText]:
        """The passages a rule applies to."""
        return (each for each in self.sections if not rule.sections or each.section in rule.sections)

    def text(self, section: str) -> str:
        return next((each.text for each in self.sections if each.section == section), "")


def year_of(written: str) -> int:
    """The year that YEAR matched."""
    return year_value(written) or 0
