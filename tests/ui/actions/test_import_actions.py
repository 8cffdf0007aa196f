"""Reports that come from elsewhere: shown first, put right, taken whole or in parts, as one step."""

from collections.abc import Callable
from pathlib import Path

import docx
import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot
from tests.support.images import png
from tests.support.reports import busy_report
from tests.ui.conftest import grid
from tests.ui.grid.test_grid import press, type_
from tests.ui.test_window import answer, choose, sentences, wait

from reportdesk import read, write
from reportdesk.jobs.exporting import open_with_media
from reportdesk.report import Picture, Text, figures
from reportdesk.report.merging import BASICS
from reportdesk_ui.dialogs.comparing import CompareDialog
from reportdesk_ui.dialogs.preview import PreviewDialog
from reportdesk_ui.dialogs.yearly import YearlyDialog
from reportdesk_ui.main_window import MainWindow

LOST = "requests.granted.enterprise"
PICTURES = {"a.png": png(400, 300), "b.png": png(64, 48)}


@pytest.fixture
def last_word(tmp_path: Path) -> Path:
    """Last year's report as Word saved it."""
    path = tmp_path / "2025年度报告.docx"
    write(busy_report(), path)
    return path


@pytest.fixture
def garbled(last_word: Path) -> Path:
    """The same with a figure that cannot be read."""
    document = docx.Document(str(last_word))
    for row in document.tables[1].rows:
        if "（一）予以公开" in row.cells[1].text:
            row.cells[4].text = "12?"
    document.save(str(last_word))
    return last_word


def in_dialog(monkeypatch: pytest.MonkeyPatch, kind: type[QDialog], act: Callable[[QDialog], None]) -> None:
    """What the clerk does in the next dialog of a kind."""

    def run(dialog: QDialog) -> int:
        dialog.show()
        act(dialog)
        dialog.hide()
        return int(dialog.result())

    monkeypatch.setattr(kind, "exec", run)


def click(dialog: QDialog, label: str) -> None:
    next(button for button in dialog.findChildren(QPushButton) if button.text().startswith(label)).click()


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    everywhere = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(QDropEvent(QPointF(5, 5), *everywhere))


def test_last_years_word_file_dropped_on_the_window_starts_this_years_report(
    window: MainWindow, qtbot: QtBot, last_word: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_dialog(monkeypatch, PreviewDialog, lambda dialog: click(dialog, "据此新建"))
    drop(window, last_word)
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.session
    last, report = figures(busy_report()), window.session.report
    form = report.form
    assert report.unit == busy_report().unit and report.year == busy_report().year + 1
    assert report.predecessor and report.predecessor.cells == {c: v for c, v in last.items() if v is not None}
    carried = [link for link in form.links if link.rule.carried and link.cell not in form.totals]
    assert carried
    for link in carried:
        assert report.values[link.cell] == last[link.last[0]]
    assert set(report.values) == {link.cell for link in carried}


def test_a_carried_figure_that_is_changed_is_found_at_once(
    window: MainWindow, qtbot: QtBot, last_word: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_dialog(monkeypatch, PreviewDialog, lambda dialog: click(dialog, "据此新建"))
    window.intake.file(last_word)
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.session
    link = next(link for link in window.session.form.links if link.rule.carried)
    section = window.session.form.cells[link.cell].section
    view = grid(window, section)
    view.go(link.cell)
    type_(view, "7")
    press(view, Qt.Key.Key_Return)
    assert any(link.rule.rule == finding.rule for finding in window.session.outcome.findings)


def test_a_doubt_can_be_put_right_in_the_preview_by_what_the_sums_offer(
    window: MainWindow, qtbot: QtBot, garbled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, PreviewDialog)
        seen.append(dialog.list.item(0).text())
        dialog.list.setCurrentRow(0)
        seen.append("".join(m.cursor.selectedText() for m in dialog.source.extraSelections()))  # type: ignore[attr-defined]
        dialog.offer.click()
        click(dialog, "打开这份报告")

    in_dialog(monkeypatch, PreviewDialog, act)
    window.intake.file(garbled)
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.session
    assert "12?" in seen[0] and "12?" in seen[1]
    assert window.session.report.values[LOST] == busy_report().values[LOST]
    assert LOST in window.session.report.adopted


def test_into_an_open_report_only_the_ticked_parts_come_and_go_back_in_one_step(
    fresh: MainWindow, qtbot: QtBot, last_word: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fresh.session
    wanted = next(s.id for s in fresh.session.form.sections.values() if s.table)

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, PreviewDialog)
        for part, tick in dialog._ticks.items():
            tick.setChecked(part == wanted)
        click(dialog, "采用到本报告")

    in_dialog(monkeypatch, PreviewDialog, act)
    before = fresh.session.report
    fresh.intake.file(last_word)
    qtbot.waitUntil(lambda: fresh.session is not None and fresh.session.report != before)
    report = fresh.session.report
    assert {report.form.cells[cell].section for cell in report.values} == {wanted}
    assert report.unit == before.unit and report.contact == before.contact
    assert BASICS not in report.texts
    fresh.undo()
    assert fresh.session.report == before


@pytest.fixture
def illustrated_word(tmp_path: Path) -> Path:
    """A Word file of ours with pictures in two sections."""
    report = busy_report()
    pictures = {
        "overview": Picture("a.png", "图1 主动公开情况", 0, 80.0),
        "problems": Picture("b.png", "培训现场", 0),
    }
    texts = {
        **report.texts,
        **{section: Text(report.text(section), pictures={"1": each}) for section, each in pictures.items()},
    }
    path = tmp_path / "有图的年报.docx"
    write(msgspec.structs.replace(report, texts=texts), path, PICTURES)
    return path


def test_the_pictures_of_the_ticked_parts_come_with_them_and_go_back_in_one_step(
    fresh: MainWindow, qtbot: QtBot, illustrated_word: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, PreviewDialog)
        dialog._ticks["problems"].setChecked(False)
        click(dialog, "采用到本报告")

    in_dialog(monkeypatch, PreviewDialog, act)
    session = fresh.session
    assert session
    before, steps = session.report, session.stack.count()
    fresh.intake.file(illustrated_word)
    qtbot.waitUntil(lambda: session.report != before)
    [picture] = session.report.pictures.values()
    assert (picture.caption, picture.width_mm) == ("图1 主动公开情况", 80.0)
    assert session.media == {picture.file: PICTURES["a.png"]}
    made = tmp_path / "再导出.docx"
    write(session.report, made, session.media)
    assert session.stack.count() == steps + 1
    fresh.undo()
    assert session.report == before
    fresh.redo()
    assert session.report.pictures == {picture.file: picture}
    assert [each.caption for each in read(made).report.pictures.values()] == ["图1 主动公开情况"]


def test_a_word_file_that_is_opened_and_saved_keeps_its_pictures(
    window: MainWindow, qtbot: QtBot, illustrated_word: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    in_dialog(monkeypatch, PreviewDialog, lambda dialog: click(dialog, "打开这份报告"))
    window.intake.file(illustrated_word)
    qtbot.waitUntil(lambda: window.session is not None)
    target = tmp_path / "年报.rdesk"
    choose(monkeypatch, target)
    window.files.save_as()
    wait(window, qtbot)
    stored = open_with_media(target)
    found = {each.caption: stored.media[each.file] for each in stored.report.pictures.values()}
    assert found == {"图1 主动公开情况": PICTURES["a.png"], "培训现场": PICTURES["b.png"]}


def test_cancel_changes_nothing(
    fresh: MainWindow, qtbot: QtBot, last_word: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fresh.session
    in_dialog(monkeypatch, PreviewDialog, lambda dialog: click(dialog, "取消"))
    before = fresh.session.report
    fresh.intake.file(last_word)
    wait(fresh, qtbot)
    assert fresh.session.report is before


def test_a_file_that_is_no_report_is_told_in_a_sentence(
    fresh: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = sentences(monkeypatch)
    other = tmp_path / "通知.docx"
    docx.Document().save(str(other))
    fresh.intake.file(other)
    wait(fresh, qtbot)
    assert len(told) == 1 and "没有找到" in told[0]


def test_the_clipboard_is_read_as_a_report(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    told = sentences(monkeypatch)
    QGuiApplication.clipboard().clear()
    window.intake.clipboard()
    assert "剪贴板" in told[0]
    report = busy_report()
    shown = figures(report)
    lines = [report.title]
    for section in report.form.sections.values():
        lines += [section.heading, report.text(section.id)]
        if section.table:
            layout = report.form.layout(section.table)
            rows: dict[int, list[str]] = {}
            for placed in layout.cells:
                rows.setdefault(placed.row, []).append((shown[placed.cell] or "") if placed.cell else placed.text)
            lines += ["\t".join(cells) for cells in rows.values()]
    QGuiApplication.clipboard().setText("\n".join(lines))
    in_dialog(monkeypatch, PreviewDialog, lambda dialog: click(dialog, "打开这份报告"))
    window.intake.clipboard()
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.session
    assert dict(figures(window.session.report)) == dict(shown)


def test_comparing_names_the_cell_that_differs_and_leads_to_it(
    fresh: MainWindow, qtbot: QtBot, last_word: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fresh.session
    fresh.session.change({("values", cell): value for cell, value in busy_report().values.items()}, "填写")
    fresh.session.change({("values", LOST): "3"}, "填写")
    choose(monkeypatch, last_word)
    answer(monkeypatch, "选择文件…")
    found: list[list[str]] = []

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, CompareDialog)
        table = dialog.table
        texts = [[item.text() if (item := table.item(r, c)) else "" for c in range(4)] for r in range(table.rowCount())]
        at = next(i for i, row in enumerate(texts) if row[0] == fresh.session.form.cells[LOST].name)  # type: ignore[union-attr]
        found.append(texts[at])
        table.itemActivated.emit(table.item(at, 0))

    in_dialog(monkeypatch, CompareDialog, act)
    fresh.intake.compare()
    qtbot.waitUntil(lambda: bool(found))
    assert found[0][1:3] == ["3", busy_report().values[LOST]]
    assert fresh.workspace and grid(fresh, fresh.session.form.cells[LOST].section).current_cell() == LOST


def test_beside_last_year_every_figure_has_its_change(
    fresh: MainWindow, qtbot: QtBot, last_word: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = sentences(monkeypatch)
    assert fresh.session
    fresh.session.change({("year",): busy_report().year + 1}, "改年度")
    fresh.outputs.against_last()
    assert "指定上年报告" in told[0]
    choose(monkeypatch, last_word)
    in_dialog(monkeypatch, PreviewDialog, lambda dialog: click(dialog, "作为上年报告"))
    fresh.intake.name_previous()
    qtbot.waitUntil(lambda: bool(fresh.session and fresh.session.report.predecessor))
    assert fresh.session
    before, cell = busy_report().values[LOST], LOST
    fresh.session.change({("values", cell): str(int(before) + 5)}, "填写")
    view = grid(fresh, fresh.session.form.cells[cell].section)
    tip = view.grid.data(view.grid.index_of(cell), Qt.ItemDataRole.ToolTipRole)
    assert f"上年 {before}，比上年 +5" in str(tip)
    rows: list[list[str]] = []

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, YearlyDialog)
        for r in range(dialog.table.rowCount()):
            rows.append([item.text() if (item := dialog.table.item(r, c)) else "" for c in range(5)])

    in_dialog(monkeypatch, YearlyDialog, act)
    single = next(cells for cells in fresh.session.form.row_figures.values() if len(cells) == 1)[0]
    fresh.session.change({("values", single): "999999"}, "填写")
    fresh.outputs.against_last()
    last = figures(busy_report())[single]
    assert last
    assert [last, "999999", f"+{999999 - int(last)}"] in [row[1:4] for row in rows]
