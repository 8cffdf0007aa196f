"""Automatic numbers of paragraphs in Word: "一、" that is nowhere in the text, only in a list."""

from typing import TYPE_CHECKING, NamedTuple

from reportdesk.text.characters import full_width
from reportdesk.text.numerals import chinese_numeral

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEVELS = 9
_MOST_ANCESTORS = 12  # of a style; Word allows 11
_LONGEST = 40  # characters of a number with what stands around it
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
    start: int
    format: str
    text: str
    plain: bool  # whether all numbers in it are 1, 2, 3
    follows: str
    style: str


class _List(NamedTuple):
    """What a numId stands for: its levels, whose counters it shares, and where it begins anew."""

    levels: list[_Level]
    shared: str
    restarts: dict[int, int]


def list_numbers(root: "_Element", numbering: "_Element", styles: "_Element | None") -> dict["_Element", str]:
    """Paragraph → its number as printed ("一、"), for all paragraphs of a document that have one."""
    lists = _lists(numbering)
    by_style = _by_style(styles, lists) if styles is not None else {}
    counters: dict[str, list[int | None]] = {}
    begun: set[str] = set()
    found: dict[_Element, str] = {}
    for paragraph in root.iter("{*}p"):
        number, level = _of_paragraph(paragraph, by_style)
        if number not in lists or _is_gone(paragraph):
            continue
        chosen = lists[number]
        if level >= len(chosen.levels):
            continue
        counter = counters.setdefault(chosen.shared, [None] * _LEVELS)
        if number not in begun:
            begun.add(number)
            for each, start in chosen.restarts.items():
                counter[each] = start - 1
        value = counter[level]
        counter[level] = chosen.levels[level].start if value is None else value + 1
        counter[level + 1 :] = [None] * (_LEVELS - level - 1)
        if label := _label(chosen.levels, counter, level):
            found[paragraph] = label
    return found


def _label(levels: list[_Level], counter: list[int | None], level: int) -> str:
    this = levels[level]
    if this.format in ("bullet", "none"):
        return ""
    text = this.text
    for i, each in enumerate(levels):
        if f"%{i + 1}" in text:
            value = counter[i]
            text = text.replace(
                f"%{i + 1}", format_number(each.start if value is None else value, each.format, this.plain)
            )
    text = text[:_LONGEST]
    apart = this.follows != "nothing" and text[-1:].isalnum()
    return f"{text} " if apart else text


def format_number(value: int, format_: str, plain: bool = False) -> str:
    """A number in a format of Word; formats that no office uses come as 1, 2, 3."""
    if plain or not 0 < value < 10_000:
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
    drafts = {
        _attribute(abstract, "abstractNumId"): _levels(abstract)
        for abstract in numbering.iterchildren("{*}abstractNum")
    }
    found = {}
    for num in numbering.iterchildren("{*}num"):
        draft = _child_value(num, "abstractNumId")
        if draft in drafts:
            levels, restarts = list(drafts[draft]), {}
            for override in num.iterchildren("{*}lvlOverride"):
                level = _whole(_attribute(override, "ilvl"))
                own = next(override.iterchildren("{*}lvl"), None)
                if own is not None and level < len(levels):
                    levels[level] = _level(own)
                if level < _LEVELS and (start := _child_value(override, "startOverride")):
                    restarts[level] = _whole(start)
            found[_attribute(num, "numId")] = _List(levels, draft, restarts)
    return found


def _levels(abstract: "_Element") -> list[_Level]:
    return [_level(level) for level in abstract.iterchildren("{*}lvl")][:_LEVELS]


def _level(level: "_Element") -> _Level:
    legal = next(level.iterchildren("{*}isLgl"), None)
    return _Level(
        start=_whole(_child_value(level, "start") or "1"),
        format=_child_value(level, "numFmt") or "decimal",
        text=_child_value(level, "lvlText")[:_LONGEST],
        plain=legal is not None and _attribute(legal, "val") not in ("0", "false", "off"),
        follows=_child_value(level, "suff"),
        style=_child_value(level, "pStyle"),
    )


def _by_style(styles: "_Element", lists: dict[str, _List]) -> dict[str, tuple[str, int]]:
    """Style → the list and level it puts its paragraphs in."""
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in styles.iterchildren("{*}style"):
        name = _attribute(style, "styleId")
        based[name] = _child_value(style, "basedOn")
        properties = next(style.iterchildren("{*}pPr"), None)
        number, level = ("", None) if properties is None else _number_properties(properties)
        if number:
            if level is None and number in lists:
                level = next((i for i, each in enumerate(lists[number].levels) if each.style == name), 0)
            own[name] = number, level or 0
    found = {}
    for name in based:
        ancestor = name
        for _ in range(_MOST_ANCESTORS):
            if ancestor in own:
                break
            ancestor = based.get(ancestor, "")
        if ancestor in own:
            found[name] = own[ancestor]
    return found


def _of_paragraph(paragraph: "_Element", by_style: dict[str, tuple[str, int]]) -> tuple[str, int]:
    properties = next(paragraph.iterchildren("{*}pPr"), None)
    if properties is None:
        return "", 0
    number, level = _number_properties(properties)
    from_style = by_style.get(_child_value(properties, "pStyle"), ("", 0))
    return number or from_style[0], from_style[1] if level is None else level


def _number_properties(properties: "_Element") -> tuple[str, int | None]:
    found = next(properties.iterchildren("{*}numPr"), None)
    if found is None:
        return "", None
    level = _child_value(found, "ilvl")
    return _child_value(found, "numId"), _whole(level) if level else None


def _is_gone(paragraph: "_Element") -> bool:
    """Whether a tracked change strikes the whole paragraph out: its mark, and with it all text it ever had."""
    mark = paragraph.find("{*}pPr/{*}rPr")
    if mark is None or (mark.find("{*}del") is None and mark.find("{*}moveFrom") is None):
        return False
    return not any(
        next(text.iterancestors("{*}del", "{*}moveFrom"), None) is None for text in paragraph.iterdescendants("{*}t")
    )


def _child_value(element: "_Element", name: str) -> str:
    found = next(element.iterchildren("{*}" + name), None)
    return "" if found is None else _attribute(found, "val")


def _attribute(element: "_Element", name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
