"""What differs between two reports of an edition, in sentences."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from reportdesk.form import Form
from reportdesk.report.schema import Report

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
# Parts of which it is only said that they changed: all that have no sentences of their own.
_TOLD = {"unit", "kind", "year", "edition", "contact", "cells", "notes", "footnotes", "sections"}
_UNTOLD = [name for name in PARTS if name not in _TOLD]
_EXCERPT = 20


def differences(before: Report, after: Report) -> list[str]:
    """Sentences on what changed from one report to the other, in the order of the form; [] for equal reports."""
    form = after.form
    return [
        *_heads(before, after),
        *_figures(before, after),
        *(
            f"{place_name(form, 'sections', section)}：{_text(before.text(section), after.text(section))}。"
            for section in _changed(before.texts, after.texts)
        ),
        *_rest(before, after),
    ]


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


def _heads(before: Report, after: Report) -> Iterator[str]:
    form = after.form
    shown: dict[str, Callable[[Any], str]] = {
        "unit": str,
        "kind": lambda kind: form.kinds.get(kind, kind),
        "year": str,
        "edition": str,
    }
    for name, words in shown.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield f"{PARTS[name]}：{_change(words(old), words(new))}。"
    if before.contact != after.contact:
        yield f"{PARTS['contact']}有改动。"


def _figures(before: Report, after: Report) -> Iterator[str]:
    form = after.form
    changed = {*_changed(before.values, after.values)}
    noted = {*_changed(before.notes, after.notes)}
    for cell in form.cells:
        for part, cells, old, new in (
            ("cells", changed, before.values, after.values),
            ("notes", noted, before.notes, after.notes),
        ):
            if cell in cells:
                yield f"{place_name(form, part, cell)}：{_change(old.get(cell), new.get(cell))}。"
    if before.edition != after.edition and (before.values.keys() - form.cells.keys()):
        yield "两者的格式版本不同，部分数字无法逐格比较。"


def _rest(before: Report, after: Report) -> Iterator[str]:
    form = after.form
    for table in _changed(before.footnotes, after.footnotes):
        change = _text(before.footnotes.get(table, ""), after.footnotes.get(table, ""))
        yield f"{place_name(form, 'footnotes', table)}：{change}。"
    attributes = dict(zip(Report.__struct_encode_fields__, Report.__struct_fields__, strict=True))
    for name in _UNTOLD:
        if getattr(before, attributes[name]) != getattr(after, attributes[name]):
            yield f"{PARTS[name]}有改动。"


def _changed(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    return [key for key in {**old, **new} if old.get(key) != new.get(key)]


def _change(old: str | None, new: str | None) -> str:
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
    return flat if len(flat) <= _EXCERPT else f"{flat[:_EXCERPT]}…（共 {len(text)} 字）"
