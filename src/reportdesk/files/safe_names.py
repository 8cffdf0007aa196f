"""File names made of what a clerk typed."""

import re

# Bytes of a whole name. File systems allow 255; the rest is for what stands beside a file: "（原文件）", ".~$….lock".
LONGEST = 200
_LONGEST_PART = 120

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff\ufffe\uffff]+')
# Devices of Windows, whatever follows the first dot: "CON", "con.txt", "COM¹".
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(\..*)?", re.IGNORECASE)


def safe_name(text: str, longest: int = _LONGEST_PART) -> str:
    """A text as a part of a file name, on any system, of at most `longest` bytes; "" where nothing is left of it."""
    name = _cut(" ".join(_UNSAFE.sub(" ", text).split()), longest)
    if device := _RESERVED.fullmatch(name):
        name = _cut(f"{device[1]}_{device[2] or ''}", longest)
    return name


def file_name(title: str, suffix: str) -> str:
    """A title as a whole file name with a suffix (".docx"), of at most LONGEST bytes.

    It is cut at its end; where nothing is left of the title the file is called 未命名.
    """
    return (safe_name(title, LONGEST - len(suffix.encode())) or "未命名") + suffix


def _cut(text: str, longest: int) -> str:
    """A text of at most so many bytes, without what systems drop at the ends of a name."""
    return text.strip(" .").encode()[:longest].decode(errors="ignore").strip(" .")
