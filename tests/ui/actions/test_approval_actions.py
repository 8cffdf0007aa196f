"""送审—签发—公开 in the window: drafts, what comes back from reviewers, the signature and changes behind it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from tests.support.reports import busy_report
from tests.ui.actions.test_import_actions import click, in_dialog
from tests.ui.conftest import table_page
from tests.ui.test_window import answer, choose, sentences, wait

from reportdesk import write
from reportdesk.jobs import reviewing
from reportdesk.report import Report
from reportdesk.store import StoredReport
from reportdesk_ui import dialogs
from reportdesk_ui.dialogs.returned import ReturnedDialog
from reportdesk_ui.dialogs.signed import SignedDialog
from reportdesk_ui.main_window import MainWindow

CELL = "disclosure.penalties.decisions"
OTHER_CELL = "disclosure.coercion.decisions"


@pytest.fixture
def full(window: MainWindow) -> MainWindow:
    """The window with a report that is ready to be handed in."""
    window.show_report(StoredReport(busy_report()), None)
    return window


def report_of(window: MainWindow) -> Report:
    assert window.session
    return window.session.report


def change(window: MainWindow, cell: str, value: str | None) -> None:
    assert window.session
    assert window.session.change({("values", cell): value}, "填写")


def words(monkeypatch: pytest.MonkeyPatch, text: str | None) -> list[str]:
    """The clerk's words when asked for some; returns what was asked."""
    asked: list[str] = []

    def ask_text(parent: object, title: str, question: str, now: str) -> str | None:
        asked.append(f"{title} {question}")
        return text

    monkeypatch.setattr(dialogs, "ask_text", ask_text)
    return asked


def hand_in(window: MainWindow, monkeypatch: pytest.MonkeyPatch, note: str = "") -> None:
    words(monkeypatch, note)
    window.menus.actions["hand_in"][0].trigger()


def sign_off(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    words(monkeypatch, "李四")
    window.menus.actions["sign_off"][0].trigger()


def part(path: Path, name: str) -> str:
    with ZipFile(path) as package:
        return package.read(name).decode()


def headers(path: Path) -> str:
    with ZipFile(path) as package:
        return "".join(package.read(name).decode() for name in package.namelist() if "header" in name)


def test_drafts_are_numbered_named_in_the_menu_and_undone_in_one_step(
    full: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    action = full.menus.actions["hand_in"][0]
    assert action.text() == "形成送审稿第 1 稿…"
    assert not full.menus.actions["redline"][0].isEnabled()
    hand_in(full, monkeypatch, "送分管领导")
    assert {key: draft.note for key, draft in report_of(full).drafts.items()} == {"1": "送分管领导"}
    assert action.text() == "形成送审稿第 2 稿…" and full.menus.actions["redline"][0].isEnabled()
    full.undo()
    assert not report_of(full).drafts and action.text() == "形成送审稿第 1 稿…"


def test_no_draft_is_kept_when_the_clerk_thinks_better_of_it(full: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    words(monkeypatch, None)
    full.reviewing.hand_in()
    assert not report_of(full).drafts and full.session and not full.session.modified


def test_a_draft_that_changes_nothing_is_told_before_it_is_kept(
    full: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(full, monkeypatch)
    asked = words(monkeypatch, None)
    full.reviewing.hand_in()
    assert "没有修改" in asked[0]
    change(full, CELL, "1")
    full.reviewing.hand_in()
    assert "没有修改" not in asked[1]


def test_the_exported_draft_says_on_its_pages_which_one_it_is(
    full: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert full.session
    options = full.outputs.word_options()
    full.settings.remember_word_options(report_of(full).unit, type(options)(draft_header=False))
    target = tmp_path / "a.docx"
    choose(monkeypatch, target)
    answer(monkeypatch, "形成送审稿")
    words(monkeypatch, "")
    full.reviewing.export_draft()
    wait(full, qtbot)
    assert "送审稿第 1 稿<" in headers(target)

    change(full, CELL, "1")
    asked = answer(monkeypatch, "按现在的内容导出")
    full.reviewing.export_draft()
    wait(full, qtbot)
    assert "又有修改" in asked[0] and "送审稿第 1 稿（其后又有修改）" in headers(target)
    assert list(report_of(full).drafts) == ["1"]

    target.unlink()
    answer(monkeypatch, "取消")
    full.reviewing.export_draft()
    wait(full, qtbot)
    assert not target.exists()


def test_the_redline_shows_the_changes_since_the_draft_that_is_chosen(
    full: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = sentences(monkeypatch)
    full.reviewing.redline()
    assert "还没有送审稿" in told[0]
    first = report_of(full).values[CELL]
    hand_in(full, monkeypatch)
    full.reviewing.redline()
    assert "没有改动" in told[1]
    change(full, CELL, "7001")
    hand_in(full, monkeypatch)
    change(full, CELL, "7002")
    offered: list[str] = []

    def pick(parent: object, title: str, question: str, answers: tuple[str, ...], own_words: bool = True) -> str:
        offered.extend(answers)
        return next(each for each in answers if "第 1 稿" in each)

    monkeypatch.setattr(dialogs, "choose", pick)
    target = tmp_path / "花脸稿.docx"
    choose(monkeypatch, target)
    full.reviewing.redline()
    wait(full, qtbot)
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
        choose(monkeypatch, path)
        return path

    def read(self, window: MainWindow, qtbot: QtBot) -> None:
        window.reviewing.read_back()
        wait(window, qtbot)

    def test_only_what_is_ticked_is_taken_over_as_one_step(
        self, full: MainWindow, returned: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shown: list[tuple[str, str]] = []

        def act(dialog: QDialog) -> None:
            assert isinstance(dialog, ReturnedDialog)
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

        in_dialog(monkeypatch, ReturnedDialog, act)
        before = report_of(full)
        self.read(full, qtbot)
        assert (before.values[CELL], "12841") in shown and ("（空）", "其中简易程序3件") in shown
        assert any("1286" in old and "1296" in new for old, new in shown) and len(shown) == 4
        after = report_of(full)
        assert after == before.with_cells({CELL: "12841"}).with_notes({**before.notes, CELL: "其中简易程序3件"})
        full.undo()
        assert report_of(full) == before

    def test_everything_is_taken_over_unless_it_is_unticked(
        self, full: MainWindow, returned: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def act(dialog: QDialog) -> None:
            click(dialog, "采用所选")

        in_dialog(monkeypatch, ReturnedDialog, act)
        self.read(full, qtbot)
        after = report_of(full)
        assert (after.values[CELL], after.values[OTHER_CELL]) == ("12841", "77")
        assert "1296条" in after.text("overview") and "1286条" not in after.text("overview")

    def test_cancel_changes_nothing(
        self, full: MainWindow, returned: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        in_dialog(monkeypatch, ReturnedDialog, lambda dialog: click(dialog, "取消"))
        self.read(full, qtbot)
        assert full.session and not full.session.modified

    def test_what_was_changed_within_a_sentence_is_marked(
        self, full: MainWindow, returned: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[str] = []

        def act(dialog: QDialog) -> None:
            assert isinstance(dialog, ReturnedDialog)
            at = next(at for at in range(dialog.table.rowCount()) if "1296" in dialog.table.item(at, 3).text())
            dialog.table.setCurrentCell(at, 1)
            seen.append(dialog.detail.toHtml())

        in_dialog(monkeypatch, ReturnedDialog, act)
        self.read(full, qtbot)
        assert "line-through" in seen[0].split("1286<")[0].rpartition("<span")[2]
        assert "underline" in seen[0].split("1296<")[0].rpartition("<span")[2]

    def test_a_cell_that_was_not_read_and_another_unit_are_not_ticked_beforehand(
        self, full: MainWindow, returned: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
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
            assert isinstance(dialog, ReturnedDialog)
            chosen = dialog.chosen()
            ticked.update({each.key: each in chosen for each in dialog._found})
            heads.append(dialog.layout().itemAt(0).widget().text())  # type: ignore[attr-defined]

        in_dialog(monkeypatch, ReturnedDialog, act)
        self.read(full, qtbot)
        assert ticked["unit"] is False and ticked[OTHER_CELL] is False and ticked[CELL] is True
        assert "没有选错文件" in heads[0] and "没有读准" in heads[0]

    def test_revisions_and_comments_in_the_file_are_told(
        self, full: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = busy_report().with_cells({CELL: "1"})
        report = reviewing.hand_in(before).apply(before).with_cells({CELL: "12841"})
        path = tmp_path / "修订.docx"
        path.write_bytes(reviewing.redline(report))
        choose(monkeypatch, path)
        heads: list[str] = []

        def act(dialog: QDialog) -> None:
            heads.append(dialog.layout().itemAt(0).widget().text())  # type: ignore[attr-defined]

        in_dialog(monkeypatch, ReturnedDialog, act)
        self.read(full, qtbot)
        assert "修订" in heads[0].split("\n", 1)[1]

    @pytest.mark.parametrize("changed", [True, False])
    def test_comments_are_shown_one_by_one_with_author_and_place(
        self, full: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: bool
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
        choose(monkeypatch, path)
        seen: list[str] = []

        def act(dialog: QDialog) -> None:
            assert isinstance(dialog, ReturnedDialog)
            seen.extend(dialog.comments.item(at).text() for at in range(dialog.comments.count()))
            assert dialog.comments.isVisible() and dialog.take.isEnabled() == dialog.table.isVisible() == changed
            click(dialog, "取消")

        in_dialog(monkeypatch, ReturnedDialog, act)
        self.read(full, qtbot)
        words = " ".join(dict.fromkeys(cell.text for cell in row.cells))
        assert seen == [
            "批注 1　李科长（“（一）主动公开”处）：请核实<b>口径</b>",
            f"批注 2　（未署名）（表格“{words}”一行的“{row.cells[3].text}”处）：与台账不符",
        ]

    def test_the_same_report_and_a_broken_file_are_told(
        self, full: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told = sentences(monkeypatch)
        same, broken = tmp_path / "同.docx", tmp_path / "坏.docx"
        write(busy_report(), same)
        broken.write_bytes(b"no package")
        for path in (same, broken):
            choose(monkeypatch, path)
            self.read(full, qtbot)
        assert "一致" in told[0] and "坏.docx" in told[1] and len(told) == 2
        assert full.session and not full.session.modified


class TestSigning:
    def test_what_changes_after_the_signature_is_flagged_listed_and_led_to(
        self, full: MainWindow, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert full.workspace and "定稿" not in full.counts.text()
        sign_off(full, monkeypatch)
        signed = report_of(full).sign_off
        assert signed and signed.by == "李四" and datetime.fromisoformat(signed.at) <= datetime.now()
        assert full.counts.text().endswith("定稿")
        assert not full.menus.actions["sign_off"][0].isEnabled()

        change(full, CELL, "1")
        assert full.counts.text().endswith("签发后改动 1 处")
        lines: list[list[str]] = []

        def act(dialog: QDialog) -> None:
            assert isinstance(dialog, SignedDialog)
            table = dialog.table
            lines.extend([table.item(at, column).text() for column in range(3)] for at in range(table.rowCount()))
            table.itemActivated.emit(table.item(0, 1))

        in_dialog(monkeypatch, SignedDialog, act)
        full.workspace.open_section("overview")
        full.menus.actions["changes"][0].trigger()
        assert lines == [[full.session.form.cells[CELL].name, busy_report().values[CELL], "1"]]  # type: ignore[union-attr]
        assert table_page(full, full.workspace._shown).view.current_cell() == CELL
        full.undo()
        assert full.counts.text().endswith("定稿")

    def test_an_unchanged_report_says_so(self, full: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
        sign_off(full, monkeypatch)
        told = sentences(monkeypatch)
        full.reviewing.show_changes()
        assert "李四" in told[0] and "没有改动" in told[0]

    def test_far_into_a_long_text_the_change_is_still_seen(
        self, full: MainWindow, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sign_off(full, monkeypatch)
        assert full.session
        text = full.session.report.texts["overview"]
        changed = type(text)(text.text.replace("96.5%", "97.5%"))
        full.session.change({("texts", "overview"): changed}, "填写")
        seen: list[str] = []

        def act(dialog: QDialog) -> None:
            assert isinstance(dialog, SignedDialog)
            seen.extend(dialog.table.item(0, column).text() for column in (1, 2))

        in_dialog(monkeypatch, SignedDialog, act)
        full.reviewing.show_changes()
        assert "96.5%" in seen[0] and "97.5%" in seen[1]

    def test_without_a_name_nothing_is_signed(self, full: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
        told = sentences(monkeypatch)
        for by in (None, "  "):
            words(monkeypatch, by)
            full.reviewing.sign_off()
        assert len(told) == 1 and "签发人" in told[0]
        assert report_of(full).sign_off is None

    @pytest.mark.parametrize(("way", "signed"), [("返回修改", False), ("仍要定稿", True)])
    def test_open_errors_are_asked_about(
        self, full: MainWindow, monkeypatch: pytest.MonkeyPatch, way: str, signed: bool
    ) -> None:
        change(full, "requests.received.charity", "99999")
        asked = answer(monkeypatch, way)
        sign_off(full, monkeypatch)
        assert "2 处错误" in asked[0] and (report_of(full).sign_off is not None) == signed

    def test_a_new_round_keeps_what_was_signed_and_compares_with_it(
        self, full: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sign_off(full, monkeypatch)
        full.menus.actions["reopen"][0].trigger()
        assert report_of(full).sign_off is None and "定稿" not in full.counts.text()
        assert full.menus.actions["sign_off"][0].isEnabled()
        assert not full.menus.actions["reopen"][0].isEnabled()
        change(full, CELL, "1")
        target = tmp_path / "花脸稿.docx"
        choose(monkeypatch, target)
        full.reviewing.redline()
        wait(full, qtbot)
        assert "第 1 次定稿" in headers(target)

    def test_a_draft_after_the_signature_begins_a_new_round_and_says_so(
        self, full: MainWindow, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sign_off(full, monkeypatch)
        asked = words(monkeypatch, "")
        full.reviewing.hand_in()
        assert "新一轮" in asked[0] and report_of(full).sign_off is None and "1" in report_of(full).drafts


def test_nothing_is_done_while_an_entry_is_no_figure(full: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full, "commit", lambda: False)
    words(monkeypatch, "李四")
    works: list[Callable[[], None]] = [
        full.reviewing.hand_in,
        full.reviewing.export_draft,
        full.reviewing.redline,
        full.reviewing.read_back,
        full.reviewing.sign_off,
        full.reviewing.reopen,
        full.reviewing.show_changes,
    ]
    for work in works:
        work()
    assert full.session and not full.session.modified
