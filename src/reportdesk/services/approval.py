"""送审—签发—公开: drafts handed in, what changed between them, the version that was signed, and what changed since.

`at` is when something happened (report/timestamps); left out, it is now.
"""

from collections.abc import Mapping

import msgspec

from reportdesk.documents.word import revisions
from reportdesk.documents.word.options import DEFAULT, WordOptions
from reportdesk.errors import ReportDeskError
from reportdesk.report import Edit, Place, Report, edit
from reportdesk.report.drafts import (
    CHANGED,
    SIGNED_PREFIX,
    Change,
    digest,
    draft_name,
    is_draft_key,
    media_digests,
    newest_draft,
    page_header,
    snapshot,
)
from reportdesk.report.schema import Draft, SignOff
from reportdesk.report.timestamps import current_time
from reportdesk.text.characters import clean_line


class ApprovalError(ReportDeskError):
    """A step that does not fit to where the report stands."""


def hand_in(report: Report, note: str = "", at: str = "") -> Edit:
    """The edit that keeps the report as its next draft (送审稿第 n 稿). A signed report is opened again with it."""
    newest = newest_draft(report)
    number = newest[0] + 1 if newest else 1
    changed: dict[Place, object] = {("drafts", str(number)): snapshot(report, at or current_time(), clean_line(note))}
    if report.sign_off is not None:
        changed |= _opened(report, report.sign_off)
    return edit(report, changed, draft_name(number))


def redline(
    report: Report,
    draft: Draft | None = None,
    options: WordOptions = DEFAULT,
    media: Mapping[str, bytes] | None = None,
    *,
    author: str = "",
    at: str = "",
) -> bytes:
    """花脸稿: the report against a draft of it, the last one that reads otherwise by default, as a .docx file.

    Raises ApprovalError where there is none, PictureError.
    """
    draft = draft or _last_other(report)
    if draft is None:
        raise ApprovalError("与以前的送审稿相比没有改动，没有可以生成的花脸稿。")
    name = next((name_of(key) for key, each in report.drafts.items() if each is draft), "")
    now = page_header(report) or "花脸稿"
    header = f"{now}（与{name}比较）" if name else now
    return revisions.render(report, draft, options, media, author=author, at=at or current_time(), header=header)


def name_of(key: str) -> str:
    """What a version in `report.drafts` is called."""
    if key.startswith(SIGNED_PREFIX):
        return f"第 {key.removeprefix(SIGNED_PREFIX)} 次定稿"
    return draft_name(int(key)) if is_draft_key(key) else key


def sign_off(report: Report, by: str, at: str = "", media: Mapping[str, bytes] | None = None) -> Edit:
    """The edit that makes the report final (定稿): what is printed now is what was signed. Raises ApprovalError."""
    if not clean_line(by):
        raise ApprovalError("请填写签发人姓名，没有定稿。")
    version = snapshot(report, at or current_time())
    signed = SignOff(version.at, clean_line(by), digest(version), version, media_digests(media or {}))
    return edit(report, {("sign_off",): signed}, "定稿")


def reopen(report: Report) -> Edit:
    """The edit that begins a new round; what was signed is kept among the drafts. Raises ApprovalError."""
    if report.sign_off is None:
        raise ApprovalError("报告还没有定稿，可以直接修改。")
    return edit(report, _opened(report, report.sign_off), "取消定稿")


def change_lines(found: list[Change]) -> list[str]:
    """Changes as lines for a person."""
    return [f"{CHANGED}：{change.name}{_spoken(change)}" for change in found]


def _spoken(change: Change) -> str:
    if not change.place:
        return ""
    if change.place[0] == "texts":
        return "的内容有改动"
    return f" {change.old or '空白'} → {change.new or '空白'}"


def _opened(report: Report, signed: SignOff) -> dict[Place, object]:
    count = sum(key.startswith(SIGNED_PREFIX) for key in report.drafts)
    version = msgspec.structs.replace(signed.version, note=f"{signed.by}签发")
    return {("sign_off",): None, ("drafts", f"{SIGNED_PREFIX}{count + 1}"): version}


def _last_other(report: Report) -> Draft | None:
    """The newest version that reads otherwise than the report."""
    now = digest(snapshot(report))
    versions = sorted(report.drafts.values(), key=lambda draft: draft.at)[::-1]  # of the same minute the last first
    return next((draft for draft in versions if digest(draft) != now), None)
