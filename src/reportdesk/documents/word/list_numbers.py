"""Automatic numbers of paragraphs in Word: "一、" that stands nowhere in the text, only in a list.

In: the roots of document.xml, numbering.xml and styles.xml. Out: paragraph → its number as printed.

    <w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr> in the third paragraph of a list whose level 0 has the
    format chineseCounting and the text "%1、"    →  "三、"

A paragraph names a numId, itself or through its style. A numId stands for an abstract list with levels; several
numIds may share one abstract list, and with it the counters. A counter begins at the start of its level, counts the
paragraphs of the level, and begins anew after a paragraph of a higher level.
"""

from typing import TYPE_CHECKING, NamedTuple

from reportdesk.documents.office_package import attribute, whole_number
from reportdesk.text.characters import full_width
from reportdesk.text.numerals import chinese_numeral

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEVELS = 9
_MOST_ANCESTORS = 12  # of a style; Word allows 11
_LONGEST = 40  # characters of a number with the signs around it
_MOST_DIGITS = 5  # of a number in numbering.xml
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_COUNTING = {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"} | {
    "taiwaneseCountingThousand",
    "ideographDigital",
    "koreanDigital2",
}
_CIRCLES = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}
_FULL_WIDTH = full_width("0123456789")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_SMALL_ROMAN = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class _Level(NamedTuple):
    """A level of a list.

    `start` is its first number, `format` the name of its format ("chineseCounting"), `text` its pattern ("%1.%2、"; %1
    is the number of level 0). `is_legal` says that all numbers in it are printed as 1, 2, 3. `suffix` is what follows
    the number: "tab" or "" (a tab), "space", "nothing". `style` is the paragraph style that belongs to the level.
    """

    start: int
    format: str
    text: str
    is_legal: bool
    suffix: str
    style: str


class _List(NamedTuple):
    """A numId: its levels, the abstract list whose counters it shares, and level → the number with which it restarts.

    The restarts take effect at the first paragraph with this numId.
    """

    levels: list[_Level]
    abstract_id: str
    restarts: dict[int, int]


def list_numbers(root: "_Element", numbering: "_Element", styles: "_Element | None") -> dict["_Element", str]:
    """Paragraph → its number as printed ("一、"), for all paragraphs of a document that have one."""
    lists = _lists(numbering)
    numbering_of_styles = _numbering_of_styles(styles, lists) if styles is not None else {}
    counters: dict[str, list[int | None]] = {}  # abstract list → the current number of each level
    begun: set[str] = set()  # the numIds that have occurred
    printed: dict[_Element, str] = {}
    for paragraph in root.iter("{*}p"):
        num_id, level = _numbering_of_paragraph(paragraph, numbering_of_styles)
        if num_id not in lists or _is_deleted(paragraph):
            continue
        list_ = lists[num_id]
        if level >= len(list_.levels):
            continue
        counter = counters.setdefault(list_.abstract_id, [None] * _LEVELS)
        if num_id not in begun:
            begun.add(num_id)
            for restarted, start in list_.restarts.items():
                counter[restarted] = start - 1
        value = counter[level]
        counter[level] = list_.levels[level].start if value is None else value + 1
        counter[level + 1 :] = [None] * (_LEVELS - level - 1)
        if text := _printed_number(list_.levels, counter, level):
            printed[paragraph] = text
    return printed


def _printed_number(levels: list[_Level], counter: list[int | None], number: int) -> str:
    """The number of a paragraph of the level `number`, with the signs and the blank that follow it; "" for bullets."""
    level = levels[number]
    if level.format in ("bullet", "none"):
        return ""
    text = level.text
    for i, each in enumerate(levels):
        if f"%{i + 1}" in text:
            value = counter[i]
            formatted = format_number(each.start if value is None else value, each.format, level.is_legal)
            text = text.replace(f"%{i + 1}", formatted)
    text = text[:_LONGEST]
    needs_blank = level.suffix != "nothing" and text[-1:].isalnum()
    return f"{text} " if needs_blank else text


def format_number(value: int, format_: str, is_legal: bool = False) -> str:
    """A number in a format of Word; if `is_legal`, and in formats that no office uses, as 1, 2, 3."""
    if is_legal or not 0 < value < 10_000:
        return str(value)
    if format_ in _COUNTING:
        return chinese_numeral(value)
    if format_ == "chineseLegalSimplified":
        return chinese_numeral(value).translate(_LEGAL)
    if format_ in _CIRCLES and value <= 20:
        return chr(ord("①") + value - 1)
    if format_ == "decimalFullWidth":
        return str(value).translate(_FULL_WIDTH)
    if format_ == "decimalEnclosedParen":
        return f"({value})"
    if format_ == "decimalZero":
        return f"{value:02}"
    if format_ in ("lowerLetter", "upperLetter") and value <= 26:
        return chr(ord("a" if format_ == "lowerLetter" else "A") + value - 1)
    if format_ in ("lowerRoman", "upperRoman") and value < 4000:
        return _roman(value) if format_ == "lowerRoman" else _roman(value).upper()
    return str(value)


def _roman(value: int) -> str:
    text = ""
    for size, sign in (*_ROMAN, *_SMALL_ROMAN):
        count, value = divmod(value, size)
        text += sign * count
    return text


def _lists(numbering: "_Element") -> dict[str, _List]:
    """numId → its list."""
    abstract_levels = {
        attribute(abstract, "abstractNumId"): _levels(abstract) for abstract in numbering.iterchildren("{*}abstractNum")
    }
    lists = {}
    for num in numbering.iterchildren("{*}num"):
        abstract_id = _child_value(num, "abstractNumId")
        if abstract_id in abstract_levels:
            levels, restarts = list(abstract_levels[abstract_id]), {}
            for override in num.iterchildren("{*}lvlOverride"):
                level = _number(attribute(override, "ilvl"))
                overriding_level = next(override.iterchildren("{*}lvl"), None)
                if overriding_level is not None and level < len(levels):
                    levels[level] = _level(overriding_level)
                if level < _LEVELS and (start := _child_value(override, "startOverride")):
                    restarts[level] = _number(start)
            lists[attribute(num, "numId")] = _List(levels, abstract_id, restarts)
    return lists


def _levels(abstract: "_Element") -> list[_Level]:
    return [_level(level) for level in abstract.iterchildren("{*}lvl")][:_LEVELS]


def _level(level: "_Element") -> _Level:
    legal = next(level.iterchildren("{*}isLgl"), None)
    return _Level(
        start=_number(_child_value(level, "start") or "1"),
        format=_child_value(level, "numFmt") or "decimal",
        text=_child_value(level, "lvlText")[:_LONGEST],
        is_legal=legal is not None and attribute(legal, "val") not in ("0", "false", "off"),
        suffix=_child_value(level, "suff"),
        style=_child_value(level, "pStyle"),
    )


def _numbering_of_styles(styles: "_Element", lists: dict[str, _List]) -> dict[str, tuple[str, int]]:
    """Style id → the numId and level that it gives its paragraphs, itself or through the style it is based on."""
    stated: dict[str, tuple[str, int]] = {}
    based_on: dict[str, str] = {}
    for style in styles.iterchildren("{*}style"):
        style_id = attribute(style, "styleId")
        based_on[style_id] = _child_value(style, "basedOn")
        properties = next(style.iterchildren("{*}pPr"), None)
        num_id, level = ("", None) if properties is None else _stated_numbering(properties)
        if num_id:
            if level is None and num_id in lists:
                level = next((i for i, each in enumerate(lists[num_id].levels) if each.style == style_id), 0)
            stated[style_id] = num_id, level or 0
    numbering = {}
    for style_id in based_on:
        ancestor = style_id
        for _ in range(_MOST_ANCESTORS):
            if ancestor in stated:
                break
            ancestor = based_on.get(ancestor, "")
        if ancestor in stated:
            numbering[style_id] = stated[ancestor]
    return numbering


def _numbering_of_paragraph(paragraph: "_Element", numbering_of_styles: dict[str, tuple[str, int]]) -> tuple[str, int]:
    """The numId and level of a paragraph; numId "" if it has no number."""
    properties = next(paragraph.iterchildren("{*}pPr"), None)
    if properties is None:
        return "", 0
    num_id, level = _stated_numbering(properties)
    style_num_id, style_level = numbering_of_styles.get(_child_value(properties, "pStyle"), ("", 0))
    return num_id or style_num_id, style_level if level is None else level


def _stated_numbering(properties: "_Element") -> tuple[str, int | None]:
    """The numId ("") and level (None) that the properties of a paragraph or style state."""
    numbering = next(properties.iterchildren("{*}numPr"), None)
    if numbering is None:
        return "", None
    level = _child_value(numbering, "ilvl")
    return _child_value(numbering, "numId"), _number(level) if level else None


def _is_deleted(paragraph: "_Element") -> bool:
    """Whether a tracked change deletes the whole paragraph: its end, and all its text."""
    mark = paragraph.find("{*}pPr/{*}rPr")
    if mark is None or (mark.find("{*}del") is None and mark.find("{*}moveFrom") is None):
        return False
    return not any(
        next(text.iterancestors("{*}del", "{*}moveFrom"), None) is None for text in paragraph.iterdescendants("{*}t")
    )


def _child_value(element: "_Element", name: str) -> str:
    """The w:val of a child, "" if there is none."""
    child = next(element.iterchildren("{*}" + name), None)
    return "" if child is None else attribute(child, "val")


def _number(text: str) -> int:
    return whole_number(text, _MOST_DIGITS)
