"""One line of `make bench`."""

from typing import NamedTuple


class Row(NamedTuple):
    """A figure and the limit it must keep: at most, or `at_least`."""

    name: str
    figure: float
    limit: float
    at_least: bool = False

    @property
    def kept(self) -> bool:
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit

    def __str__(self) -> str:
        return f"{self.figure:8.3f}  {'at least' if self.at_least else 'at most '} {self.limit:6.2f}"
