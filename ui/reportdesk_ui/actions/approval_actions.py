"""送审—签发—公开: drafts handed in, what comes back from reviewers, the version that was signed and changes since."""

from collections.abc import Callable
from functools import partial

import msgspec

from reportdesk.errors import ReportDeskError
from reportdesk.report import Edit, Report
from reportdesk.report.drafts import changed_since_sign_off, digest, draft_name, newest_draft, snapshot
from reportdesk.report.schema import Draft
from reportdesk.report.timestamps import format_time
from reportdesk.services import approval, import_report
from reportdesk.services.export import export
from reportdesk.services.import_report import Reading
from reportdesk.services.reviewed_copy import accept_differences, differences
from reportdesk_ui.actions.catalogue import menu_path
from reportdesk_ui.actions.export_actions import WORD, open_points, rare_note, save_as, word_options
from reportdesk_ui.background import Operation
from reportdesk_ui.context import WindowContext
from reportdesk_ui.dialogs.changes_since_signing_dialog import ChangesSinceSigningDialog
from reportdesk_ui.dialogs.reviewed_copy_dialog import ReviewedCopyDialog
from reportdesk_ui.document import ReportDocument
from reportdesk_ui.settings import ANY_REPORT

_RETURNED_FILTER = f"Word 文档 (*{WORD});;{ANY_REPORT}"


def hand_in(context: WindowContext, document: ReportDocument) -> None:
    """Keeps the report as its next draft."""
    _hand_in(context, document)


def export_draft(context: WindowContext, document: ReportDocument) -> None:
    """The Word file that says at the head of every page which draft it is."""
    if not _ensure_draft(context, document):
        return
    report, media = document.report, dict(document.media)
    options = msgspec.structs.replace(word_options(context, document), draft_header=True)
    save_as(
        context,
        "导出送审稿",
        f"{report.title}（{_newest_name(report)}）",
        "Word 文档",
        WORD,
        lambda: export(report, WORD, media, options).data,
        rare_note(context, document),
        open_points(document),
    )


def export_redline(context: WindowContext, document: ReportDocument) -> None:
    """The changes since a version as revisions in a Word file (花脸稿)."""
    report = document.report
    versions = {
        _described(key, draft): draft
        for key, draft in sorted(report.drafts.items(), key=lambda each: each[1].at)[::-1]
        if _differs(draft, report)
    }
    if not versions:
        context.messages.show("花脸稿", "报告与以前的各稿相同，没有改动可以标出。")
        return
    chosen = next(iter(versions))
    if len(versions) > 1:
        chosen = context.messages.choose("花脸稿", "与哪一稿比较？", tuple(versions))
    if chosen in versions:
        options, media = word_options(context, document), dict(document.media)
        make = partial(approval.redline, report, versions[chosen], options, media)
        title, name = f"导出花脸稿：与{chosen}比较", f"{report.title}（花脸稿）"
        save_as(context, title, name, "Word 文档", WORD, make, rare_note(context, document))


def read_back(context: WindowContext, document: ReportDocument) -> None:
    """A file that came back from Word or WPS, shown beside the report before anything moves."""
    path = context.messages.open_file("读回修改稿", _RETURNED_FILTER)
    if not path:
        return

    def show(reading: Reading) -> None:
        context.messages.clear()
        if context.open and context.open.document is document and context.commit():
            _show_returned(context, document, reading)

    context.messages.tell(f"正在读取 {path.name} …")
    context.tasks.start(
        Operation(lambda: import_report.read(path))
        .on_success(show)
        .on_failure(partial(context.messages.fail, "没有读回"))
    )


def sign_off(context: WindowContext, document: ReportDocument) -> None:
    """What is printed now is what was signed."""
    errors, left = document.outcome.errors, document.left_to_fill()
    if errors or left:
        open_ = [f"{errors} 处错误"] * bool(errors) + [f"{left} 格未填"] * bool(left)
        question = f"报告还有 {'、'.join(open_)}，现在就定稿吗？"
        if context.messages.ask("定稿", question, ["仍要定稿", "返回修改"], careful=True):
            return
    if (by := context.messages.ask_text("定稿", "签发人姓名：", "")) is not None:
        _apply(
            context,
            document,
            lambda: approval.sign_off(document.report, by, media=document.media),
            "没有定稿",
            "已定稿。以后的改动会标明“签发后改动”；请保存报告。",
        )


def reopen(context: WindowContext, document: ReportDocument) -> None:
    """A new round begins, what was signed is kept."""
    sentence = "已撤回定稿，开始新一轮；签发过的内容仍保留，可用于花脸稿比较。"
    _apply(context, document, lambda: approval.reopen(document.report), "没有撤回", sentence)


def show_changes(context: WindowContext, document: ReportDocument) -> None:
    """Where the report reads otherwise than what was signed."""
    if (signed := document.report.sign_off) is None or context.open is None:
        return
    view = context.open.view
    found = changed_since_sign_off(document.report, document.media)
    if not found:
        context.messages.show("签发后改动", f"报告与 {signed.by} {format_time(signed.at)} 签发的内容一致，没有改动。")
        return
    dialog = ChangesSinceSigningDialog(signed, found, context.window)
    dialog.wanted.connect(lambda place: view.show_change([place]))
    dialog.wanted.connect(dialog.accept)
    dialog.exec()


def _ensure_draft(context: WindowContext, document: ReportDocument) -> bool:
    """Offers to keep a new draft where the newest one is not what would be exported; False to stop here."""
    report = document.report
    newest = newest_draft(report)
    ways = ["形成送审稿", "取消"]
    if report.sign_off:
        question = "报告已经定稿。形成新的一稿，即撤回定稿、开始新一轮。要形成吗？"
    elif newest is None:
        question = "还没有形成送审稿。要先形成吗？"
    elif _differs(newest[1], report):
        question = f"{draft_name(newest[0])}形成以后，报告又有修改。要先形成新的一稿吗？"
        ways.insert(1, "按现在的内容导出")
    else:
        return True
    way = context.messages.ask("导出送审稿", question, ways)
    return _hand_in(context, document) if way == 0 else ways[way] != "取消"


def _hand_in(context: WindowContext, document: ReportDocument) -> bool:
    """Asks for a remark and keeps the draft; False when the clerk thinks better of it."""
    report = document.report
    question = "这一稿的说明，如送给谁、改了什么（可以不填）："
    newest = newest_draft(report)
    if report.sign_off:
        question = f"报告已经定稿。形成新的一稿，即撤回定稿、开始新一轮；签发过的内容仍保留。\n\n{question}"
    elif newest and not _differs(newest[1], report):
        question = f"{draft_name(newest[0])}形成以后，报告没有修改。\n\n{question}"
    note = context.messages.ask_text(f"形成{draft_name(newest[0] + 1 if newest else 1)}", question, "")
    if note is None:
        return False
    done = document.apply(approval.hand_in(report, note))
    if done:
        path = menu_path("export_draft")
        context.messages.tell(f"已形成{_newest_name(document.report)}，可用“{path}”导出。")
    return done


def _show_returned(context: WindowContext, document: ReportDocument, reading: Reading) -> None:
    try:
        found = differences(document.report, reading.report)
    except ReportDeskError as error:
        context.messages.fail("没有读回", error)
        return
    if not found and not reading.document.comments:
        same = f"“{reading.document.source}”与本报告一致，没有需要采用的修改。"
        context.messages.show("读回修改稿", "\n\n".join([same, *reading.remarks]))
        return
    dialog = ReviewedCopyDialog(found, reading, context.window)
    if dialog.exec():
        chosen = dialog.chosen()
        if document.apply(accept_differences(document.report, reading.report, chosen)):
            context.messages.tell(f"已采用 {len(chosen)} 处修改，可一步撤销。")


def _apply(
    context: WindowContext, document: ReportDocument, make: Callable[[], Edit], failed: str, sentence: str
) -> None:
    """Does a step that may not fit to where the report stands."""
    try:
        step = make()
    except ReportDeskError as error:
        context.messages.fail(failed, error)
        return
    if document.apply(step):
        context.messages.tell(sentence)


def _newest_name(report: Report) -> str:
    newest = newest_draft(report)
    return draft_name(newest[0]) if newest else "送审稿"


def _differs(draft: Draft, report: Report) -> bool:
    return digest(draft) != digest(snapshot(report))


def _described(key: str, draft: Draft) -> str:
    """A version as a line to choose from."""
    return f"{approval.name_of(key)}（{'，'.join(filter(None, (format_time(draft.at), draft.note)))}）"
