"""Two reports held against each other, cell by cell and sentence by sentence.

What a web page or a copy loses on the way (blanks, line ends, trailing zeros, full- and half-width forms) is no
difference of content: blanks are passed over, the rest is told as a matter of format only.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from reportdesk.numbers import NOT_APPLICABLE, is_canonical, quantity
from reportdesk.report import Place, Report
from reportdesk.report.comparison import find_differences, printed_content
from reportdesk.report.drafts import snapshot
from reportdesk.text.diff import Difference, differences
from reportdesk.text.sentences import normalize_sentence


class Pair(NamedTuple):
    """Something that differs: where (an id), its name, what stands in a and in b ("" or None for nothing).

    `format_only` when it is the same in content.
    """

    place: str
    name: str
    a: str | None
    b: str | None
    format_only: bool = False


class Comparison(NamedTuple):
    """What differs: heads (unit, year …), figures, notes, footnotes, and section id → differences of its text."""

    heads: list[Pair]
    cells: list[Pair]
    notes: list[Pair]
    footnotes: list[Pair]
    sections: list[tuple[str, list[Difference]]]

    @property
    def pairs(self) -> list[Pair]:
        """All but the texts."""
        return [*self.heads, *self.cells, *self.notes, *self.footnotes]

    @property
    def different(self) -> int:
        """How many differences of content there are."""
        texts = [each for _, found in self.sections for each in found]
        return sum(not pair.format_only for pair in self.pairs) + sum(each.kind != "format" for each in texts)

    @property
    def format_only(self) -> int:
        """How many differences of nothing but format there are."""
        return len(self.pairs) + sum(len(found) for _, found in self.sections) - self.different


def compare(a: Report, b: Report) -> Comparison:
    """What differs between two reports, of whatever units, years and editions; automatic totals are filled in."""
    found = Comparison([], [], [], [], [])
    for each in find_differences(_content(a, b), _content(b, a), a.form, b.form):
        match each.kind:
            case "head":
                name = "格式" if each.key == "edition" else each.name  # the form by its name, not by its id
                found.heads.extend(_text(each.key, name, each.old, each.new))
            case "cell":
                found.cells.append(Pair(each.key, each.name, each.old, each.new, _as_good(each.old, each.new)))
            case "note":
                found.notes.extend(_text(each.key, each.name, each.old or "", each.new or ""))
            case "footnote":
                found.footnotes.extend(_text(each.key, f"{each.name}（附注）", each.old or "", each.new or ""))
            case "text":
                if texts := differences(each.old or "", each.new or ""):
                    found.sections.append((each.key, texts))
    order = {cell: place for place, cell in enumerate({**b.form.cells, **a.form.cells})}
    for pairs in (found.cells, found.notes):
        pairs.sort(key=lambda pair: order[pair.place])
    return found


def _content(report: Report, other: Report) -> dict[Place, str]:
    """What is compared of a report: all that is printed, and its edition."""
    texts: dict[Place, str] = {("texts", section): _uncaptioned(report, other, section) for section in report.sections}
    return {**printed_content(snapshot(report)), **texts, ("edition",): report.form.definition.name}


def _uncaptioned(report: Report, other: Report, section: str) -> str:
    """The text of a section without the captions of the other's pictures: copied, a picture is its words."""
    text = report.sections.get(section, "")
    pictures = other.texts[section].pictures.values() if section in other.texts else ()
    captions = {picture.caption.strip() for picture in pictures} - {""}
    return "\n".join(line for line in text.split("\n") if line.strip() not in captions) if captions else text


def comparison_data(found: Comparison) -> dict[str, Any]:
    """A comparison as the command `compare --json` prints it."""
    lists = {
        name: [pair._asdict() for pair in getattr(found, name)] for name in ("heads", "cells", "notes", "footnotes")
    }
    sections = [
        {"section": section, "differences": msgspec.to_builtins([each._asdict() for each in each_section])}
        for section, each_section in found.sections
    ]
    return {**lists, "sections": sections, "different": found.different, "format_only": found.format_only}


_SAID = {"changed": "改动", "removed": "只在甲", "added": "只在乙", "moved": "移位", "format": "仅格式不同"}


def comparison_lines(a: Report, b: Report, found: Comparison) -> list[str]:
    """A comparison as lines of text, a summary last; the reports are called 甲 and 乙."""
    lines = []
    for pair in found.pairs:
        mark = f"（{_SAID['format']}）" if pair.format_only else ""
        lines.append(f"【{pair.name}】甲：{_shown(pair.a)}　乙：{_shown(pair.b)}{mark}")
    for section, each_section in found.sections:
        form = a.form if section in a.form.sections else b.form
        lines.append(f"【{form.section_name(section)}】")
        for each in each_section:
            lines.append(f"  {_SAID[each.kind]}")
            lines += [f"    {who}：{text}" for who, text in (("甲", each.a), ("乙", each.b)) if text]
    summary = f"共 {found.different} 处不同" if found.different else "内容一致，没有不同"
    also = f"，另有 {found.format_only} 处仅格式不同" if found.format_only else ""
    return [*lines, f"{summary}{also}。"]


def _as_good(one: str | None, other: str | None) -> bool:
    """Whether two figures are the same number, written with other decimals or signs."""
    if one is None or other is None or NOT_APPLICABLE in (one, other):
        return False
    return all(is_canonical(each, "signed") for each in (one, other)) and quantity(one) == quantity(other)


def _text(place: str, name: str, a: str, b: str) -> Iterator[Pair]:
    if "".join(a.split()) != "".join(b.split()):
        yield Pair(place, name, a, b, normalize_sentence(a) == normalize_sentence(b))


def _shown(value: str | None) -> str:
    return value or "（空）"
