"""One line of `make bench`."""

from typing import NamedTuple


class Row(NamedTuple):
    """A ratio, called "what ÷ what", and the limit it must keep: at most, or `at_least`."""

    name: str
    ratio: float
    limit: float
    at_least: bool = False

    @property
    def kept(self) -> bool:
        return self.ratio >= self.limit if self.at_least else self.ratio <= self.limit

    def __str__(self) -> str:
        return f"{self.ratio:8.3f}  {'at least' if self.at_least else 'at most '} {self.limit:7.3f}"
