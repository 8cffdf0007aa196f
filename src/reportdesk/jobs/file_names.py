"""File names made of what a clerk typed."""

import re

from reportdesk.report import clean_line

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)  # devices of Windows
_LONGEST = 120  # bytes; file systems allow 255 for the whole name


def safe_name(text: str, longest: int = _LONGEST) -> str:
    """A text as a file name, or part of one, on any system; "" where nothing is left of it."""
    name = clean_line(_UNSAFE.sub(" ", clean_line(text))).encode()[:longest].decode(errors="ignore").strip(" .")
    return f"{name}_" if _RESERVED.fullmatch(name) else name
