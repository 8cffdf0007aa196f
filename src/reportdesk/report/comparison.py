"""What differs between two reports: one walk over all their places, and what changed in sentences for a clerk.

Who wants to know takes the contents of the two sides (`printed_content`, `stored_content`, or one of its own making),
and of the differences the kinds that it needs.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from reportdesk.form import Form
from reportdesk.report.edits import Place
from reportdesk.report.schema import Draft, Report
from reportdesk.text.characters import shorten

Kind = Literal["head", "text", "pictures", "cell", "note", "footnote", "part"]
Content = Mapping[Place, Any]  # place → what stands there; empty or left out for nothing

# The parts of a report as a clerk calls them; the names are those in its file.
PARTS = {
    "unit": "单位名称",
    "kind": "单位类别",
    "year": "报告年度",
    "edition": "格式版本",
    "contact": "联系方式",
    "cells": "表格数字",
    "notes": "数字附注",
    "footnotes": "表下注释",
    "sections": "文字",
    "done": "“填写完毕”标记",
    "judged": "检查结果的核实意见",
    "adopted": "按建议修改的记录",
    "sources": "数从哪来",
    "predecessor": "上年报告的数据",
    "drafts": "送审稿",
    "sign_off": "定稿记录",
    "submissions": "报送记录",
    "origins": "读入数字的出处",
    "unknown": "其他版本写入的内容",
}
# What is put behind a name where the figure or text itself is not meant: “自然人 · 本年新收（加注）”. Two have words of
# their own: sentences (`place_name`: 的附注, 表下注释), and `compare`, whose JSON calls a footnote 附注.
KIND_NAMES: dict[Kind, str] = {"pictures": "图片", "note": "加注", "footnote": "表下注"}

_HEADS = ("unit", "kind", "year", "edition", "contact")
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(_HEADS, "head"),
    "texts": "text",
    "pictures": "pictures",
    "values": "cell",
    "notes": "note",
    "footnotes": "footnote",
}
_JSON_NAMES = dict(zip(Report.__struct_fields__, Report.__struct_encode_fields__, strict=True))
_RANK: dict[Kind, int] = {"head": 0, "cell": 1, "note": 1, "text": 2, "footnote": 3, "part": 4}  # of sentences
_EXCERPT = 20


class Difference(NamedTuple):
    """A place where two reports differ.

    `place` is that of an `Edit`, and ("pictures", section) for the pictures of a text. `name` is what a clerk calls it:
    the label of a head or a part, the name of a cell (also of the note behind it), the title of a table (of the note
    below it), the name of a section. `old` and `new` are what stands there, None for nothing.
    """

    kind: Kind
    place: Place
    name: str
    old: Any
    new: Any

    @property
    def key(self) -> str:
        """The id of the cell, table or section; of a head or a part the name of its field."""
        return self.place[-1]


def find_differences(old: Content, new: Content, *forms: Form) -> Iterator[Difference]:
    """Where two contents differ, in the order of the report: heads, then section by section, then all other parts.

    Places that none of the forms knows are left out. Where several forms know a place, the first one names it.
    """
    for place, name in _places(old, new, forms).items():
        if (old.get(place) or None) != (new.get(place) or None):
            yield Difference(_KINDS.get(place[0], "part"), place, name, old.get(place), new.get(place))


def printed_content(version: Draft) -> dict[Place, str]:
    """What is printed of a report, from a draft or a `snapshot`: heads, texts, pictures, figures and notes."""
    parts = {
        "texts": version.sections,
        "pictures": version.pictures,
        "values": version.cells,
        "notes": version.notes,
        "footnotes": version.footnotes,
    }
    heads: dict[Place, str] = {("unit",): version.unit, ("year",): str(version.year)}
    return heads | {(part, key): text for part, texts in parts.items() for key, text in texts.items()}


def stored_content(report: Report) -> dict[Place, Any]:
    """Everything that is stored of a report; figures as typed, parts that are not printed whole."""
    content: dict[Place, Any] = {}
    for name in Report.__struct_fields__:
        held = getattr(report, name)
        whole = _KINDS.get(name, "part") in ("head", "part")
        content |= {(name,): held} if whole else {(name, key): each for key, each in held.items()}
    return content


def difference_sentences(before: Report, after: Report) -> list[str]:
    """What changed from one report to the other: heads, figures, texts, all else; [] for equal reports."""
    form = after.form
    found = list(find_differences(stored_content(before), stored_content(after), form))
    sentences = [(_RANK[each.kind], _sentence(form, each)) for each in found]
    if before.edition != after.edition and before.values.keys() - form.cells.keys():
        sentences.append((_RANK["cell"], "两者的格式版本不同，部分数字无法逐格比较。"))
    return [sentence for _, sentence in sorted(sentences, key=lambda each: each[0])]


def place_name(form: Form, part: str, key: str = "") -> str:
    """A place of a report for the clerk: its part, or within it a cell, table or section of the form."""
    if part in ("cells", "notes", "origins", "adopted") and key in form.cells:
        cell = form.cells[key]
        return f"{_section(form, cell.section)}“{cell.name}”" + ("的附注" if part == "notes" else "")
    if part == "footnotes" and key in form.tables:
        return f"“{form.tables[key].title}”表下注释"
    if part in ("sections", "done") and key in form.sections:
        return f"{_section(form, key)}的文字" if part == "sections" else f"{_section(form, key)}的“填写完毕”标记"
    return PARTS.get(part, PARTS["unknown"])


def _section(form: Form, section: str) -> str:
    return f"“{form.section_name(section)}”"


def _places(old: Content, new: Content, forms: Iterable[Form]) -> dict[Place, str]:
    """The places of two contents in the order of the report → their names."""
    found: dict[Place, str] = {(name,): PARTS[name] for name in _HEADS}
    for form in forms:
        for place, name in _places_of(form):
            found.setdefault(place, name)
    for place in {**old, **new}:
        if len(place) == 1:
            found.setdefault(place, PARTS[_JSON_NAMES[place[0]]])
    return found


def _places_of(form: Form) -> Iterator[tuple[Place, str]]:
    for section, found in form.sections.items():
        name = form.section_name(section)
        yield ("texts", section), name
        yield ("pictures", section), name
        if found.table:
            for cell in form.table_cells(found.table):
                for part in ("values", "notes"):
                    yield (part, cell), form.cells[cell].name
            yield ("footnotes", found.table), form.tables[found.table].title


def _sentence(form: Form, each: Difference) -> str:
    old, new = each.old, each.new
    match each.kind:
        case "cell" | "note":
            change = _change(old, new)
        case "text":
            change = _text(old.text if old else "", new.text if new else "")
        case "footnote":
            change = _text(old or "", new or "")
        case "head" if each.key == "kind":
            change = _change(form.kinds.get(old, old), form.kinds.get(new, new))
        case "head" if each.key != "contact":
            change = _change(old, new)
        case _:
            change = ""
    name = place_name(form, _JSON_NAMES[each.place[0]], each.key)
    return f"{name}：{change}。" if change else f"{name}有改动。"


def _change(old: object, new: object) -> str:
    return f"原为 {old or '空白'}，现为 {new or '空白'}"


def _text(old: str, new: str) -> str:
    """What changed in a text: its first difference in an excerpt, and how much longer or shorter it became."""
    if old == new:
        return "图片或随文数字有改动"
    if not old or not new:
        return f"新增 {len(new)} 字" if new else f"删去 {len(old)} 字"
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    longest = min(len(old), len(new)) - start
    end = next((n for n in range(longest) if old[-1 - n] != new[-1 - n]), longest)
    was, now = old[start : len(old) - end], new[start : len(new) - end]
    return f"原为“{_excerpt(was)}”，现为“{_excerpt(now)}”" if was and now else _one_sided(was, now)


def _one_sided(was: str, now: str) -> str:
    return f"增加“{_excerpt(now)}”" if now else f"删去“{_excerpt(was)}”"


def _excerpt(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _EXCERPT else f"{shorten(flat, _EXCERPT)}（共 {len(text)} 字）"
