"""送审—签发—公开: drafts handed in, what comes back from reviewers, the version that was signed and changes since."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtWidgets import QFileDialog

from reportdesk.errors import ReportDeskError
from reportdesk.report import Edit, Report
from reportdesk.report.drafts import digest, draft_name, newest_draft, snapshot
from reportdesk.report.schema import Draft
from reportdesk.report.timestamps import format_time
from reportdesk.services import approval, export
from reportdesk_ui import dialogs
from reportdesk_ui.actions.export_actions import WORD
from reportdesk_ui.menu_bar import next_draft
from reportdesk_ui.settings import ANY_REPORT

if TYPE_CHECKING:
    from reportdesk.services.import_report import Reading
    from reportdesk_ui.document import ReportDocument
    from reportdesk_ui.main_window import MainWindow

_RETURNED_FILTER = f"Word 文档 (*{WORD});;{ANY_REPORT}"


class ApprovalActions:
    """What the window does from the first draft to the signature."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._counted: tuple[Report, int] | None = None

    def changed(self) -> int:
        """How many places of the open report read otherwise than what was signed."""
        document = self._window.document
        if document is None or document.report.sign_off is None:
            return 0
        if self._counted is None or self._counted[0] is not document.report:
            self._counted = document.report, len(approval.changed_since_sign_off(document.report))
        return self._counted[1]

    def standing(self) -> str:
        """The quiet mark of a report that was signed: 定稿, or in how many places it was changed since."""
        document = self._window.document
        if document is None or document.report.sign_off is None:
            return ""
        changed = self.changed()
        return f"{approval.CHANGED} {changed} 处" if changed else "定稿"

    def hand_in(self) -> None:
        """送审 › 形成送审稿: keeps the report as its next draft."""
        if document := self._ready():
            self._hand_in(document)

    def export_draft(self) -> None:
        """送审 › 导出送审稿: the Word file that says at the head of every page which draft it is."""
        document = self._ready()
        if document is None:
            return
        if not self._settled(document):
            return
        report, media, outputs = document.report, dict(document.media), self._window.export_actions
        options = msgspec.structs.replace(outputs.word_options(), draft_header=True)
        outputs.save_as(
            "导出送审稿",
            f"{report.title}（{_newest_name(report)}）",
            "Word 文档",
            WORD,
            lambda: export.export(report, WORD, media, options).data,
            outputs.rare_note(),
            outputs.open_points(),
        )

    def redline(self) -> None:
        """送审 › 花脸稿: the changes since a version as revisions in a Word file."""
        document = self._ready()
        if document is None:
            return
        report = document.report
        versions = {
            _described(key, draft): draft
            for key, draft in sorted(report.drafts.items(), key=lambda each: each[1].at)[::-1]
            if _differs(draft, report)
        }
        if not versions:
            sentence = "报告与以前的各稿相同，没有改动可以标出。" if report.drafts else "还没有送审稿可以比较。"
            dialogs.show_message(self._window, "花脸稿", sentence)
            return
        chosen = next(iter(versions))
        if len(versions) > 1:
            chosen = dialogs.choose(self._window, "花脸稿", "与哪一稿比较？", tuple(versions), own_words=False)
        if chosen in versions:
            media, outputs = dict(document.media), self._window.export_actions
            make = partial(approval.redline, report, versions[chosen], outputs.word_options(), media)
            title = f"导出花脸稿：与{chosen}比较"
            outputs.save_as(title, f"{report.title}（花脸稿）", "Word 文档", WORD, make, outputs.rare_note())

    def read_back(self) -> None:
        """送审 › 读回修改稿: a file that came back from Word or WPS, shown beside the report before anything moves."""
        from reportdesk.services import import_report

        document = self._ready()
        if document is None:
            return
        folder = str(self._window.settings.folder)
        path, _ = QFileDialog.getOpenFileName(self._window, "读回修改稿", folder, _RETURNED_FILTER)
        if path:
            returned = Path(path)

            def show(reading: "Reading") -> None:
                self._window.statusBar().clearMessage()
                if self._window.document is document and self._window.commit():
                    self._show_returned(document, reading)

            doing = f"正在读取 {returned.name} …"
            self._window.export_actions.run(doing, lambda: import_report.read(returned), "没有读回", show)

    def sign_off(self) -> None:
        """送审 › 定稿: what is printed now is what was signed."""
        document = self._ready()
        if document is None:
            return
        errors, left = document.outcome.errors, document.left_to_fill()
        if errors or left:
            open_ = [f"{errors} 处错误"] * bool(errors) + [f"{left} 格未填"] * bool(left)
            question = f"报告还有 {'、'.join(open_)}，现在就定稿吗？"
            if dialogs.ask(self._window, "定稿", question, ["仍要定稿", "返回修改"], careful=True):
                return
        if (by := dialogs.ask_text(self._window, "定稿", "签发人姓名：", "")) is not None:
            try:
                step = approval.sign_off(document.report, by, media=document.media)
            except ReportDeskError as error:
                self._window.fail("没有定稿", error)
                return
            self._do(document, step, "已定稿。以后的改动会标明“签发后改动”；请保存报告。")

    def reopen(self) -> None:
        """送审 › 撤回定稿: a new round begins, what was signed is kept."""
        if document := self._ready():
            try:
                step = approval.reopen(document.report)
            except ReportDeskError as error:
                self._window.fail("没有撤回", error)
                return
            self._do(document, step, "已撤回定稿，开始新一轮；签发过的内容仍保留，可用于花脸稿比较。")

    def show_changes(self) -> None:
        """送审 › 签发后改动: where the report reads otherwise than what was signed."""
        from reportdesk_ui.dialogs.changes_since_signing_dialog import ChangesSinceSigningDialog

        document, workspace = self._ready(), self._window.workspace
        if document is None or workspace is None or (signed := document.report.sign_off) is None:
            return
        found = approval.changed_since_sign_off(document.report, document.media)
        if not found:
            dialogs.show_message(
                self._window, "签发后改动", f"报告与 {signed.by} {format_time(signed.at)} 签发的内容一致，没有改动。"
            )
            return
        dialog = ChangesSinceSigningDialog(signed, found, self._window)
        dialog.wanted.connect(lambda place: workspace.show_change([place]))
        dialog.wanted.connect(dialog.accept)
        dialog.exec()

    def _settled(self, document: "ReportDocument") -> bool:
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
        way = dialogs.ask(self._window, "导出送审稿", question, ways)
        return self._hand_in(document) if way == 0 else ways[way] != "取消"

    def _hand_in(self, document: "ReportDocument") -> bool:
        """Asks for a remark and keeps the draft; False when the clerk thinks better of it."""
        report = document.report
        question = "这一稿的说明，如送给谁、改了什么（可以不填）："
        newest = newest_draft(report)
        if report.sign_off:
            question = f"报告已经定稿。形成新的一稿，即撤回定稿、开始新一轮；签发过的内容仍保留。\n\n{question}"
        elif newest and not _differs(newest[1], report):
            question = f"{draft_name(newest[0])}形成以后，报告没有修改。\n\n{question}"
        note = dialogs.ask_text(self._window, f"形成{next_draft(report)}", question, "")
        if note is None:
            return False
        done = self._do(document, approval.hand_in(report, note), "")
        if done:
            self._window.tell(f"已形成{_newest_name(document.report)}，可用“送审 › 导出送审稿”导出。")
        return done

    def _show_returned(self, document: "ReportDocument", reading: "Reading") -> None:
        from reportdesk.services.reviewed_copy import accept_differences, differences
        from reportdesk_ui.dialogs.reviewed_copy_dialog import ReviewedCopyDialog

        try:
            found = differences(document.report, reading.report)
        except ReportDeskError as error:
            self._window.fail("没有读回", error)
            return
        if not found and not reading.document.comments:
            same = f"“{reading.document.source}”与本报告一致，没有需要采用的修改。"
            dialogs.show_message(self._window, "读回修改稿", "\n\n".join([same, *reading.remarks]))
            return
        dialog = ReviewedCopyDialog(found, reading, self._window)
        if dialog.exec():
            chosen = dialog.chosen()
            step = accept_differences(document.report, reading.report, chosen)
            self._do(document, step, f"已采用 {len(chosen)} 处修改，可一步撤销。")

    def _do(self, document: "ReportDocument", step: Edit, sentence: str) -> bool:
        done = document.apply(step)
        if done:
            self._window.tell(sentence)
        return done

    def _ready(self) -> "ReportDocument | None":
        """The open report, once what is being typed is taken over."""
        return self._window.document if self._window.document and self._window.commit() else None


def _newest_name(report: Report) -> str:
    newest = newest_draft(report)
    return draft_name(newest[0]) if newest else "送审稿"


def _differs(draft: Draft, report: Report) -> bool:
    return digest(draft) != digest(snapshot(report))


def _described(key: str, draft: Draft) -> str:
    """A version as a line to choose from."""
    return f"{approval.name_of(key)}（{'，'.join(filter(None, (format_time(draft.at), draft.note)))}）"
