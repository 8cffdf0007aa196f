"""What stands in report.json: a report as plain dicts and back, with what this version does not know kept in place.

`format` (major, refused when newer than ours), `format_revision` (minor) and `program` (version that wrote it), then
the fields of `Report`. Fields with default values are left out.

History of the format:
1.0  first version.
"""

from typing import Any

import msgspec

from reportdesk import form as forms
from reportdesk.errors import ReportDeskError
from reportdesk.report import Report, Unknown, check_values
from reportdesk.store.migrations import REVISION, migrate, revision_of
from reportdesk.version import VERSION

FORMAT = 1
MAX_DEPTH = 60  # what is nested deeper could be read but not written again
_HEADER = ("format", "format_revision", "program")


class OpenError(ReportDeskError):
    """A file that cannot be opened as a report; it is left untouched."""


class DamagedError(OpenError):
    """A file that was a report once: `reportdesk.store.damage` may still find something in it."""


def to_content(report: Report) -> dict[str, Any]:
    """A report as it stands in report.json, keys in fixed order; nothing in it is shared with the report."""
    known = msgspec.to_builtins(report, order="deterministic")  # not in the order in which cells were filled
    del known["unknown"]
    merged = _with_unknown(known, report.unknown)
    fields = {name: value for name, value in merged.items() if name not in known or value not in ({}, None)}
    return {"format": FORMAT, "format_revision": REVISION, "program": VERSION, **fields}


def check_content(raw: object, name: str) -> dict[str, Any]:
    """The content of the file called `name`, brought to our revision. Raises OpenError for what is no report of ours.

    A later revision of our format stays as it is: what it adds is unknown here, and kept.
    """
    if not isinstance(raw, dict) or not isinstance(raw.get("format"), int):
        raise DamagedError(f"“{name}”的内容不是年度报告，无法打开。")
    if raw["format"] > FORMAT:
        raise OpenError(f"“{name}”由更新版本的年报填报保存，本版本无法打开，文件没有改动。请升级程序后再打开。")
    if _too_deep(raw):
        raise OpenError(f"“{name}”的内容层次过多，不像年报填报文件，没有打开。")
    if revision_of(raw) < REVISION:
        try:
            return migrate(raw)
        except (LookupError, TypeError, ValueError, AttributeError) as error:  # its parts are not what they should be
            raise DamagedError(f"“{name}”的内容不完整或已经损坏，无法打开。请换用备份。") from error
    return raw


def from_content(raw: dict[str, Any], name: str) -> Report:
    """The report in a checked content. Raises OpenError."""
    raw = {key: value for key, value in raw.items() if key not in _HEADER}
    try:
        form = forms.get(str(raw.get("edition"))[:40])
        aside = _take_unknown_ids(raw, form)
        report = msgspec.convert(raw, Report)
        check_values(report)
    except msgspec.ValidationError as error:
        raise DamagedError(f"“{name}”的内容不完整或已经损坏，无法打开。请换用备份。") from error
    except ReportDeskError as error:
        raise DamagedError(f"“{name}”无法打开：{error}") from error
    unknown = _unknown({**raw, **aside}, msgspec.to_builtins(report))
    return msgspec.structs.replace(report, unknown=unknown)


def _too_deep(raw: dict[str, Any]) -> bool:
    level: list[Any] = [raw]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for each in level
            for inner in (each.values() if isinstance(each, dict) else each)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _take_unknown_ids(raw: dict[str, Any], form: forms.Form) -> dict[str, Any]:
    """Takes cells and sections of a newer form out of `raw`; returns the parts they stood in, whole."""
    aside: dict[str, Any] = {}
    for part, ids in (("cells", form.cells), ("notes", form.cells), ("sections", form.sections)):
        content = raw.get(part)
        if isinstance(content, dict) and not content.keys() <= ids.keys():
            aside[part] = content
            raw[part] = {key: value for key, value in content.items() if key in ids}
    return aside


def _unknown(raw: dict[str, Any], known: dict[str, Any]) -> Unknown:
    """What `raw` holds beyond `known`, at its place."""
    fields = {key: value for key, value in raw.items() if key not in known}
    inside = {
        key: deeper
        for key, value in raw.items()
        if isinstance(value, dict) and isinstance(known.get(key), dict)
        if (deeper := _unknown(value, known[key])) != Unknown()
    }
    return Unknown(fields, inside)


def _with_unknown(known: dict[str, Any], unknown: Unknown) -> dict[str, Any]:
    """`known` with what was unknown put back; places that no longer exist take theirs with them."""
    merged = {**known, **{key: value for key, value in unknown.fields.items() if key not in known}}
    for key, deeper in unknown.inside.items():
        if isinstance(merged.get(key), dict):
            merged[key] = _with_unknown(merged[key], deeper)
    return merged
