"""What is printed of a report at a moment: drafts handed in, the version that was signed, and what changed since."""

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reportdesk.report.comparison import KIND_NAMES, find_differences, printed_content
from reportdesk.report.edits import Place
from reportdesk.report.schema import Draft, Report
from reportdesk.report.totals import figures

CHANGED = "签发后改动"
SIGNED_PREFIX = "signed-"  # keys of versions that were signed and opened again; those of drafts are numbers


class Change(NamedTuple):
    """A place that reads otherwise than in a version: its name for a person, what was there and what is now."""

    place: Place
    name: str
    old: str
    new: str


def snapshot(report: Report, at: str = "", note: str = "") -> Draft:
    """Everything of a report that is printed."""
    return Draft(
        at=at,
        note=note,
        unit=report.unit,
        year=report.year,
        cells={cell: value for cell, value in figures(report).items() if value is not None},
        notes=dict(report.notes),
        footnotes={table: text for table, text in report.footnotes.items() if text.strip()},
        sections={section: text for section, text in report.sections.items() if text},
        pictures={section: said for section in report.form.sections if (said := _pictures(report, section))},
    )


def digest(version: Draft) -> str:
    """The hash of what is printed: the same whenever it is saved, by whatever version of the program."""
    from hashlib import sha256  # brings OpenSSL's 4 MB along

    printed = {name: getattr(version, name) for name in _PRINTED}
    return sha256(json.dumps(printed, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def media_digests(media: Mapping[str, bytes]) -> dict[str, str]:
    """The hashes of pictures by their names."""
    from hashlib import sha256

    return {name: sha256(data).hexdigest() for name, data in media.items()}


def changes_since(report: Report, version: Draft) -> list[Change]:
    """Where a report reads otherwise than a version of it, in the order of the report."""
    now = snapshot(report)
    return [
        Change(
            ("texts", each.key) if each.kind == "pictures" else each.place,
            f"{each.name}（{KIND_NAMES[each.kind]}）" if each.kind in KIND_NAMES else each.name,
            each.old or "",
            each.new or "",
        )
        for each in find_differences(printed_content(version), printed_content(now), report.form)
    ]


def changed_since_sign_off(report: Report, media: Mapping[str, bytes] | None = None) -> list[Change]:
    """签发后改动: where the report reads otherwise than what was signed; nothing for one that is not signed.

    With `media` the pictures are compared too. A change without a place says that the signed version itself was
    tampered with.
    """
    signed = report.sign_off
    if signed is None:
        return []
    found = changes_since(report, signed.version) if digest(snapshot(report)) != signed.digest else []
    if digest(signed.version) != signed.digest:
        found.append(Change((), "定稿记录与签发时不一致，请核对已签发的文件", "", ""))
    for name, now in media_digests(media or {}).items():
        if signed.media.get(name, now) != now:
            found.append(Change((), f"图片 {name}", "", ""))
    return found


def drafts(report: Report) -> Iterator[tuple[int, Draft]]:
    """The drafts handed in, (number, draft), oldest first."""
    numbered = ((int(key), draft) for key, draft in report.drafts.items() if is_draft_key(key))
    yield from sorted(numbered, key=lambda each: each[0])


def is_draft_key(key: str) -> bool:
    """Whether a key of `report.drafts` is that of a draft handed in."""
    return key.isascii() and key.isdigit() and len(key) < 6


def newest_draft(report: Report) -> tuple[int, Draft] | None:
    """The last draft handed in."""
    return max(drafts(report), key=lambda each: each[0], default=None)


def draft_name(number: int) -> str:
    return f"送审稿第 {number} 稿"


def page_header(report: Report) -> str:
    """What stands at the head of the pages: which draft this is; "" before the first one and once it is signed."""
    newest = newest_draft(report)
    if newest is None or report.sign_off is not None:
        return ""
    number, draft = newest
    name = draft_name(number)
    return name if digest(draft) == digest(snapshot(report)) else f"{name}（其后又有修改）"


_PRINTED = ("unit", "year", "cells", "notes", "footnotes", "sections", "pictures")


def _pictures(report: Report, section: str) -> str:
    """A line for each picture of a section."""
    text = report.texts.get(section)
    pictures = sorted(text.pictures.values(), key=lambda each: (each.after, each.file)) if text else []
    return "\n".join(f"{each.caption}（{each.file}，{each.after}，{each.width_mm:g}）" for each in pictures)
