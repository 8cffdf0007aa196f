"""Fonts: which ones a Word file names, which characters they lack, and what stands in for them.

Fonts such as 仿宋_GB2312 and 方正小标宋简体 hold only the characters of GB 2312. Others (硚, 镕) would be printed
in a font that the program at hand picks, so they get one by name.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from reportdesk.documents.word.elements import Property, run
from reportdesk.documents.word.options import DEFAULT, SMALL, WordOptions
from reportdesk.report import Report
from reportdesk.text.characters import clean_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_SHOWN = 20
_SMALL_SET = "_GB2312"
_TITLE_FACE = "小标宋"
_BEYOND = "SimSun-ExtB"  # for characters outside the basic plane
_BOLD = Property("b"), Property("bCs")  # 宋体 is lighter than the title around it
# In GB 2312 too, but Python maps its codes to ― and ・.
_KNOWN = re.compile("[—·\\s]")


def named_fonts(options: WordOptions = DEFAULT, report: Report | None = None) -> list[str]:
    """The fonts that a Word file names, each once; with a report also those that stand in for others."""
    fonts = [options.title_font, options.heading_font, options.subheading_font, options.body_font, SMALL]
    if report:
        fonts += [other for _, _, other in _replaced(report, options)]
    return list(dict.fromkeys(fonts))


def rare_note(report: Report, options: WordOptions = DEFAULT) -> str:
    """What to tell the clerk about characters that the chosen fonts lack; "" where there is nothing to tell."""
    found = _replaced(report, options)
    if not found:
        return ""
    chars, fonts, others = (list(dict.fromkeys(column)) for column in zip(*found, strict=True))
    signs = "".join(f"“{char}”" for char in chars[:_MOST_SHOWN]) + ("等" if len(chars) > _MOST_SHOWN else "")
    return (
        f"{signs}共 {len(chars)} 个字，{'、'.join(fonts)} 字库中没有，已改用 {'、'.join(others)} 排印，"
        "打印后请看一看这些字。"
    )


def substitute_font(font: str, char: str) -> str:
    """The font for a character that `font` lacks; "" where it has the character, as far as its name tells."""
    if not _is_rare(char):
        return ""
    if char > "\uffff":
        return _BEYOND
    if not _is_encodable(char, "gbk"):  # fonts of Windows other than 宋体 end there
        return "" if font == SMALL else SMALL
    if font.endswith(_SMALL_SET):
        return font.removesuffix(_SMALL_SET)
    return SMALL if _TITLE_FACE in font else ""


def set_run(text: str, font: str, *properties: Property) -> "list[_Element]":
    """Runs of a text in a style with this font, what it lacks in another one; `properties` as for `run`."""
    runs: list[_Element] = []
    for piece, other in font_runs(text, font):
        runs += run(piece, *properties, *font_properties(font, other))
    return runs


def font_properties(font: str, other: str) -> tuple[Property, ...]:
    """The run properties that set `other` in place of `font` for every script; none for ""."""
    if not other:
        return ()
    name = clean_text(other)
    fonts = Property("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)
    return (fonts, *_BOLD) if _TITLE_FACE in font else (fonts,)


def font_runs(text: str, font: str) -> list[tuple[str, str]]:
    """A text cut where its font changes: (piece, font that stands in or "")."""
    return [(text, "")] if _is_common(text) else list(_pieces(text, font))


def _pieces(text: str, font: str) -> Iterator[tuple[str, str]]:
    start, other = 0, ""
    for place, char in enumerate(text):
        wanted = "" if char < "\x80" else substitute_font(font, char)
        if wanted != other:
            if place > start:
                yield text[start:place], other
            start, other = place, wanted
    yield text[start:], other


def _is_common(text: str) -> bool:
    return text.isascii() or _is_encodable(text, "gb2312") or _is_encodable(_KNOWN.sub("", text), "gb2312")


@lru_cache(maxsize=4096)
def _is_rare(char: str) -> bool:
    return char.isprintable() and not _is_common(char)


def _is_encodable(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _replaced(report: Report, options: WordOptions) -> list[tuple[str, str, str]]:
    """(character, font that lacks it, font that stands in) of title and texts."""
    title, texts = _rare([report.title]), _rare(_texts(report))
    used = [(options.title_font, title), (options.subheading_font, texts), (options.body_font, texts)]
    return [(char, font, other) for font, chars in used for char in chars if (other := substitute_font(font, char))]


def _rare(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(char for text in texts if not _is_common(text) for char in text if _is_rare(char)))


def _texts(report: Report) -> Iterator[str]:
    yield from report.sections.values()
    for text in report.texts.values():
        yield from (picture.caption for picture in text.pictures.values())
