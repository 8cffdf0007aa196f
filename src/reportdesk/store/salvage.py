"""A content that is not all sound: the fields that are good, and the places of those that are not."""

from collections.abc import Callable
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from reportdesk import form as forms
from reportdesk.numbers import is_canonical
from reportdesk.report import Report, ReportError, checked_year
from reportdesk.report.comparison import PARTS, place_name
from reportdesk.store.report_json import from_content
from reportdesk.text.characters import clean_line

Place = tuple[str, ...]
Lose = Callable[[Place], None]


def salvage(raw: dict[str, Any], name: str) -> tuple[Report, list[Place]]:
    """A report of what is good in a content of our revision, and the places of what is not. Raises OpenError."""
    lost: list[Place] = []
    content = {**raw}
    edition = content.get("edition")
    if not isinstance(edition, str) or edition not in forms.editions():
        content["edition"] = _likely_edition(raw)
        lost.append(("edition",))
    form = forms.get(content["edition"])
    _mend_heads(content, form, lost.append)
    hints = get_type_hints(Report)
    for field in msgspec.structs.fields(Report):
        part = field.encode_name
        if part in content and part != "unknown":
            good, value = _good(content[part], hints[field.name], (part,), lost.append)
            if good:
                content[part] = value
            else:
                del content[part]
    _drop_figures(content, form, lost.append)
    return from_content(content, name), lost


def lost_sentence(place: Place, form: forms.Form) -> str:
    """What is missing, for the clerk; "" for a place nobody would miss."""
    if not place:
        return "文件中有一部分内容无法辨认。"
    part, key = place[0], place[1] if len(place) > 1 else ""
    if part not in PARTS:
        return ""
    if part in ("unit", "kind", "year", "edition"):
        return f"{PARTS[part]}没有读出，请在“基本信息”中核对。"
    return f"{place_name(form, part, key)}没有完整读出。"


def _mend_heads(content: dict[str, Any], form: forms.Form, lose: Lose) -> None:
    if not isinstance(content.get("unit"), str):
        content["unit"] = ""
        lose(("unit",))
    content["unit"] = clean_line(content["unit"])
    if not isinstance(content.get("kind"), str) or content["kind"] not in form.kinds:
        content["kind"] = form.definition.default_kind
        lose(("kind",))
    try:
        checked_year(msgspec.convert(content.get("year"), int))
    except (msgspec.ValidationError, ReportError):
        content["year"] = _likely_year(content, form)
        lose(("year",))


def _likely_edition(raw: dict[str, Any]) -> str:
    """The edition whose form has most of the cells."""
    cells = raw.get("cells")
    ids = cells.keys() if isinstance(cells, dict) else set()
    return max(forms.editions(), key=lambda e: (len(ids & forms.get(e).cells.keys()), e == forms.NEWEST))


def _likely_year(content: dict[str, Any], form: forms.Form) -> int:
    """The year after that of the predecessor, else the last one that can be reported on."""
    before = content.get("predecessor")
    year = before.get("year") if isinstance(before, dict) else None
    if isinstance(year, int) and form.definition.first_year <= year + 1 <= 2999:
        return year + 1
    from datetime import date

    return date.today().year - 1


def _good(value: Any, kind: Any, place: Place, lose: Lose) -> tuple[bool, Any]:
    """Whether something of a value fits its type, and what of it does. What does not is lost."""
    try:
        msgspec.convert(value, kind)
        return True, value
    except (msgspec.ValidationError, RecursionError):
        pass
    kinds = [each for each in get_args(kind) if each is not type(None)]
    if isinstance(value, dict) and get_origin(kind) is dict:
        found = {key: _good(inner, kinds[1], (*place, str(key)), lose) for key, inner in value.items()}
        return True, {key: inner for key, (good, inner) in found.items() if good and isinstance(key, str)}
    struct = next(
        (each for each in (kind, *kinds) if isinstance(each, type) and issubclass(each, msgspec.Struct)), None
    )
    if isinstance(value, dict) and struct:
        hints = get_type_hints(struct)
        kept = {**value}
        for field in msgspec.structs.fields(struct):
            if field.encode_name in value:
                good, kept[field.encode_name] = _good(
                    value[field.encode_name], hints[field.name], (*place, field.encode_name), lose
                )
                if not good:
                    del kept[field.encode_name]
            if field.encode_name not in kept and field.required:
                lose(place)
                return False, None
        return bool(kept), kept  # nothing of it left: no empty text, no empty source
    lose(place)
    return False, None


def _drop_figures(content: dict[str, Any], form: forms.Form, lose: Lose) -> None:
    """Takes out what could not have been typed into a cell."""
    cells = content.get("cells", {})
    bad = [
        cell for cell, value in cells.items() if cell in form.cells and not is_canonical(value, form.cell(cell).type)
    ]
    if bad:
        content["cells"] = {cell: value for cell, value in cells.items() if cell not in bad}
    for cell in bad:
        lose(("cells", cell))
