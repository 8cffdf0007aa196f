"""How much room a text takes, counted in half-width characters (a digit is 1, a Chinese character 2)."""

from unicodedata import east_asian_width


def half_widths(text: str) -> int:
    """The width of a text on one line; ambiguous characters such as “ count as Chinese ones."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)


def line_count(text: str, width: int) -> int:
    """The lines that a text takes when it is wrapped at `width` half-width characters; at least 1."""
    return sum(max(1, -(-half_widths(line) // max(2, width))) for line in text.split("\n"))
