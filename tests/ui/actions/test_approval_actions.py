"""送审—签发—公开 in the window: drafts, what comes back from reviewers, the signature and changes behind it."""

from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from tests.support.reports import busy_report
from tests.support.ui.approval import hand_in, headers, sign_off
from tests.support.ui.dialogs import (
    answer,
    answer_choice,
    answer_text,
    choose_file,
    click,
    collect_sentences,
    first_sentence,
    in_dialog,
    table_texts,
    ticked_differences,
)
from tests.support.ui.main_window import Window

from reportdesk import write
from reportdesk.services import approval
from reportdesk_ui.dialogs.changes_since_signing_dialog import ChangesSinceSigningDialog
from reportdesk_ui.dialogs.reviewed_copy_dialog import ReviewedCopyDialog

CELL = "disclosure.penalties.decisions"
OTHER_CELL = "disclosure.coercion.decisions"


@pytest.fixture
def full(window: Window) -> Window:
    """The window with a report that is ready to be handed in."""
    window.show_report(busy_report())
    return window


def part(path: Path, name: str) -> str:
    with ZipFile(path) as package:
        return package.read(name).decode()


def test_drafts_are_numbered_named_in_the_menu_and_undone_in_one_step(
    full: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    action = full.action("hand_in")
    assert action.text() == "形成送审稿第 1 稿…"
    assert not full.action("redline").isEnabled()
    hand_in(full, monkeypatch, "送分管领导")
    assert {key: draft.note for key, draft in full.report.drafts.items()} == {"1": "送分管领导"}
    assert action.text() == "形成送审稿第 2 稿…" and full.action("redline").isEnabled()
    full.undo()
    assert not full.report.drafts and action.text() == "形成送审稿第 1 稿…"


def test_no_draft_is_kept_when_the_clerk_thinks_better_of_it(full: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_text(monkeypatch, None)
    full.run("hand_in")
    assert not full.report.drafts and not full.is_modified


def test_a_draft_that_changes_nothing_is_told_before_it_is_kept(full: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(full, monkeypatch)
    asked = answer_text(monkeypatch, None)
    full.run("hand_in")
    assert "没有修改" in asked[0]
    full.set_cell(CELL, "1")
    full.run("hand_in")
    assert "没有修改" not in asked[1]


def test_the_exported_draft_says_on_its_pages_which_one_it_is(
    full: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = full.word_options()
    full.settings.remember_word_options(full.report.unit, type(options)(draft_header=False))
    target = tmp_path / "a.docx"
    choose_file(monkeypatch, target)
    answer(monkeypatch, "形成送审稿")
    answer_text(monkeypatch, "")
    full.run("export_draft")
    full.wait()
    assert "送审稿第 1 稿<" in headers(target)

    full.set_cell(CELL, "1")
    asked = answer(monkeypatch, "按现在的内容导出")
    full.run("export_draft")
    full.wait()
    assert "又有修改" in asked[0] and "送审稿第 1 稿（其后又有修改）" in headers(target)
    assert list(full.report.drafts) == ["1"]

    target.unlink()
    answer(monkeypatch, "取消")
    full.run("export_draft")
    full.wait()
    assert not target.exists()


def test_the_redline_shows_the_changes_since_the_draft_that_is_chosen(
    full: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = collect_sentences(monkeypatch)
    assert not full.action("redline").isEnabled()
    first = full.report.values[CELL]
    hand_in(full, monkeypatch)
    full.run("redline")
    assert "没有改动" in told[0]
    full.set_cell(CELL, "7001")
    hand_in(full, monkeypatch)
    full.set_cell(CELL, "7002")
    offered = answer_choice(monkeypatch, lambda answers: next(each for each in answers if "第 1 稿" in each))
    target = tmp_path / "花脸稿.docx"
    choose_file(monkeypatch, target)
    full.run("redline")
    full.wait()
    body = part(target, "word/document.xml")
    assert len(offered) == 2 and offered[0].startswith("送审稿第 2 稿")
    removed, added = (body.split(f"<w:{kind} ", 1)[1].split(f"</w:{kind}>")[0] for kind in ("del", "ins"))
    assert first in removed and "7002" in added


class TestReadingBack:
    @pytest.fixture
    def returned(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """The report as a reviewer sends it back: two figures, a note, one sentence."""
        report = busy_report()
        sections = {**report.sections, "overview": report.sections["overview"].replace("1286条", "1296条")}
        path = tmp_path / "返回稿.docx"
        write(
            report.with_cells({CELL: "12841", OTHER_CELL: "77"})
            .with_notes({**report.notes, CELL: "其中简易程序3件"})
            .with_sections(sections),
            path,
        )
        choose_file(monkeypatch, path)
        return path

    def read(self, window: Window) -> None:
        window.run("read_back")
        window.wait()

    def test_only_what_is_ticked_is_taken_over_as_one_step(
        self, full: Window, returned: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shown: list[tuple[str, str]] = []

        def act(dialog: QDialog) -> None:
            assert isinstance(dialog, ReviewedCopyDialog)
            rows = range(dialog.table.rowCount())
            shown.extend((dialog.table.item(at, 2).text(), dialog.table.item(at, 3).text()) for at in rows)
            click(dialog, "全不选")
            assert not dialog.take.isEnabled()
            for at in rows:
                if dialog.table.item(at, 3).text() in ("12841", "其中简易程序3件"):
                    dialog.table.setCurrentCell(at, 2)
                    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
            assert "2 处" in dialog.take.text()
            dialog.take.click()

        in_dialog(monkeypatch, ReviewedCopyDialog, act)
        before = full.report
        self.read(full)
        assert (before.values[CELL], "12841") in shown and ("（空）", "其中简易程序3件") in shown
        assert any("1286" in old and "1296" in new for old, new in shown) and len(shown) == 4
        after = full.report
        assert after == before.with_cells({CELL: "12841"}).with_notes({**before.notes, CELL: "其中简易程序3件"})
        full.undo()
        assert full.report == before

    def test_everything_is_taken_over_unless_it_is_unticked(
        self, full: Window, returned: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def act(dialog: QDialog) -> None:
            click(dialog, "采用所选")

        in_dialog(monkeypatch, ReviewedCopyDialog, act)
        self.read(full)
        after = full.report
        assert (after.values[CELL], after.values[OTHER_CELL]) == ("12841", "77")
        assert "1296条" in after.text("overview") and "1286条" not in after.text("overview")

    def test_cancel_changes_nothing(self, full: Window, returned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        in_dialog(monkeypatch, ReviewedCopyDialog, lambda dialog: click(dialog, "取消"))
        self.read(full)
        assert not full.is_modified

    def test_what_was_changed_within_a_sentence_is_marked(
        self, full: Window, returned: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[str] = []

        def act(dialog: QDialog) -> None:
            assert isinstance(dialog, ReviewedCopyDialog)
            at = next(at for at in range(dialog.table.rowCount()) if "1296" in dialog.table.item(at, 3).text())
            dialog.table.setCurrentCell(at, 1)
            seen.append(dialog.detail.toHtml())

        in_dialog(monkeypatch, ReviewedCopyDialog, act)
        self.read(full)
        assert "line-through" in seen[0].split("1286<")[0].rpartition("<span")[2]
        assert "underline" in seen[0].split("1296<")[0].rpartition("<span")[2]

    def test_a_cell_that_was_not_read_and_another_unit_are_not_ticked_beforehand(
        self, full: Window, returned: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        paper = docx.Document(str(returned))
        for row in paper.tables[0].rows:
            for cell in row.cells:
                if cell.text == "77":
                    cell.text = "7?"
        for paragraph in paper.paragraphs[:3]:
            for run in paragraph.runs:
                run.text = run.text.replace("示例县", "样板县")
        paper.save(str(returned))
        ticked: dict[str, bool] = {}
        heads: list[str] = []

        def act(dialog: QDialog) -> None:
            assert isinstance(dialog, ReviewedCopyDialog)
            ticked.update(ticked_differences(dialog))
            heads.append(first_sentence(dialog))

        in_dialog(monkeypatch, ReviewedCopyDialog, act)
        self.read(full)
        assert ticked["unit"] is False and ticked[OTHER_CELL] is False and ticked[CELL] is True
        assert "没有选错文件" in heads[0] and "没有读准" in heads[0]

    def test_revisions_and_comments_in_the_file_are_told(
        self, full: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = busy_report().with_cells({CELL: "1"})
        report = approval.hand_in(before).apply(before).with_cells({CELL: "12841"})
        path = tmp_path / "修订.docx"
        path.write_bytes(approval.redline(report))
        choose_file(monkeypatch, path)
        heads: list[str] = []

        def act(dialog: QDialog) -> None:
            heads.append(first_sentence(dialog))

        in_dialog(monkeypatch, ReviewedCopyDialog, act)
        self.read(full)
        assert "修订" in heads[0].split("\n", 1)[1]

    @pytest.mark.parametrize("changed", [True, False])
    def test_comments_are_shown_one_by_one_with_author_and_place(
        self, full: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: bool
    ) -> None:
        path = tmp_path / "批注.docx"
        report = busy_report()
        write(report.with_cells({CELL: "12841"}) if changed else report, path)
        paper = docx.Document(str(path))
        heading = next(each for each in paper.paragraphs if each.text == "（一）主动公开")
        paper.add_comment(heading.runs, "请核实<b>口径</b>", author="李科长")
        row = next(row for row in paper.tables[1].rows if "（一）予以公开" in row.cells[1].text)
        paper.add_comment(row.cells[3].paragraphs[0].runs, "与台账不符", author="")
        paper.save(str(path))
        choose_file(monkeypatch, path)
        seen: list[str] = []

        def act(dialog: QDialog) -> None:
            assert isinstance(dialog, ReviewedCopyDialog)
            seen.extend(dialog.comments.item(at).text() for at in range(dialog.comments.count()))
            assert dialog.comments.isVisible() and dialog.take.isEnabled() == dialog.table.isVisible() == changed
            click(dialog, "取消")

        in_dialog(monkeypatch, ReviewedCopyDialog, act)
        self.read(full)
        words = " ".join(dict.fromkeys(cell.text for cell in row.cells))
        assert seen == [
            "批注 1　李科长（“（一）主动公开”处）：请核实<b>口径</b>",
            f"批注 2　（未署名）（表格“{words}”一行的“{row.cells[3].text}”处）：与台账不符",
        ]

    def test_the_same_report_and_a_broken_file_are_told(
        self, full: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told = collect_sentences(monkeypatch)
        same, broken = tmp_path / "同.docx", tmp_path / "坏.docx"
        write(busy_report(), same)
        broken.write_bytes(b"no package")
        for path in (same, broken):
            choose_file(monkeypatch, path)
            self.read(full)
        assert "一致" in told[0] and "坏.docx" in told[1] and len(told) == 2
        assert not full.is_modified


class TestSigning:
    def test_what_changes_after_the_signature_is_flagged_listed_and_led_to(
        self, full: Window, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert "定稿" not in full.counts
        sign_off(full, monkeypatch)
        signed = full.report.sign_off
        assert signed and signed.by == "李四" and datetime.fromisoformat(signed.at) <= datetime.now()
        assert full.counts.endswith("定稿")
        assert not full.action("sign_off").isEnabled()

        full.set_cell(CELL, "1")
        assert full.counts.endswith("签发后改动 1 处")
        lines: list[list[str]] = []

        def act(dialog: QDialog) -> None:
            assert isinstance(dialog, ChangesSinceSigningDialog)
            lines.extend(table_texts(dialog.table, 3))
            dialog.table.itemActivated.emit(dialog.table.item(0, 1))

        in_dialog(monkeypatch, ChangesSinceSigningDialog, act)
        full.open_section("overview")
        full.choose("changes")
        assert lines == [[full.form.cells[CELL].name, busy_report().values[CELL], "1"]]
        assert full.current_cell == CELL
        full.undo()
        assert full.counts.endswith("定稿")

    def test_an_unchanged_report_says_so(self, full: Window, monkeypatch: pytest.MonkeyPatch) -> None:
        sign_off(full, monkeypatch)
        told = collect_sentences(monkeypatch)
        full.run("changes")
        assert "李四" in told[0] and "没有改动" in told[0]

    def test_far_into_a_long_text_the_change_is_still_seen(self, full: Window, monkeypatch: pytest.MonkeyPatch) -> None:
        sign_off(full, monkeypatch)
        text = full.report.texts["overview"]
        changed = type(text)(text.text.replace("96.5%", "97.5%"))
        full.change({("texts", "overview"): changed})
        seen: list[str] = []

        def act(dialog: QDialog) -> None:
            assert isinstance(dialog, ChangesSinceSigningDialog)
            seen.extend(dialog.table.item(0, column).text() for column in (1, 2))

        in_dialog(monkeypatch, ChangesSinceSigningDialog, act)
        full.run("changes")
        assert "96.5%" in seen[0] and "97.5%" in seen[1]

    def test_without_a_name_nothing_is_signed(self, full: Window, monkeypatch: pytest.MonkeyPatch) -> None:
        told = collect_sentences(monkeypatch)
        for by in (None, "  "):
            answer_text(monkeypatch, by)
            full.run("sign_off")
        assert len(told) == 1 and "签发人" in told[0]
        assert full.report.sign_off is None

    @pytest.mark.parametrize(("way", "signed"), [("返回修改", False), ("仍要定稿", True)])
    def test_open_errors_are_asked_about(
        self, full: Window, monkeypatch: pytest.MonkeyPatch, way: str, signed: bool
    ) -> None:
        full.set_cell("requests.received.charity", "99999")
        asked = answer(monkeypatch, way)
        sign_off(full, monkeypatch)
        assert "2 处错误" in asked[0] and (full.report.sign_off is not None) == signed

    def test_a_new_round_keeps_what_was_signed_and_compares_with_it(
        self, full: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sign_off(full, monkeypatch)
        full.choose("reopen")
        assert full.report.sign_off is None and "定稿" not in full.counts
        assert full.action("sign_off").isEnabled()
        assert not full.action("reopen").isEnabled()
        full.set_cell(CELL, "1")
        target = tmp_path / "花脸稿.docx"
        choose_file(monkeypatch, target)
        full.run("redline")
        full.wait()
        assert "第 1 次定稿" in headers(target)

    def test_a_draft_after_the_signature_begins_a_new_round_and_says_so(
        self, full: Window, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sign_off(full, monkeypatch)
        asked = answer_text(monkeypatch, "")
        full.run("hand_in")
        assert "新一轮" in asked[0] and full.report.sign_off is None and "1" in full.report.drafts


def test_nothing_is_done_while_an_entry_is_no_figure(full: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_text(monkeypatch, "李四")
    grid = full.grid("disclosure")
    grid.go(CELL)
    grid.type("1x")
    for command in ("hand_in", "export_draft", "redline", "read_back", "sign_off", "reopen", "changes"):
        full.run(command)
        assert grid.is_editing and grid.typed == "1x"
    assert not full.is_modified
