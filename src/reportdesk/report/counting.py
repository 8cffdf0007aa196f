"""How long the texts are, as an office counts (字数): every character and mark, blanks and line ends not."""

from typing import NamedTuple

from reportdesk.report.schema import Report


class TextLength(NamedTuple):
    """The characters of a section's text and the common limit of the form (0 for none)."""

    section: str
    characters: int
    limit: int

    @property
    def over(self) -> int:
        """How many characters it has more than the limit."""
        return max(self.characters - self.limit, 0) if self.limit else 0


def count_characters(text: str) -> int:
    """The characters of a text without blanks."""
    return sum(map(len, text.split()))


def text_lengths(report: Report) -> list[TextLength]:
    """All sections in the order of the form."""
    return [
        TextLength(each.id, count_characters(report.text(each.id)), each.limit)
        for each in report.form.sections.values()
    ]
