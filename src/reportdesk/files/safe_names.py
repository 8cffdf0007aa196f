"""File names made of what a clerk typed."""

import re

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff\ufffe\uffff]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)  # devices of Windows
_LONGEST = 120  # bytes; file systems allow 255 for the whole name


def safe_name(text: str, longest: int = _LONGEST) -> str:
    """A text as a file name, or part of one, on any system; "" where nothing is left of it."""
    name = " ".join(_UNSAFE.sub(" ", text).split()).encode()[:longest].decode(errors="ignore").strip(" .")
    return f"{name}_" if _RESERVED.fullmatch(name) else name
