"""Reports that come from elsewhere: shown first, put right, taken whole or in parts, as one step."""

import threading
import time
from pathlib import Path

import docx
import msgspec
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QProgressDialog, QPushButton
from pytestqt.qtbot import QtBot
from tests.support.images import png
from tests.support.outlines import pdf_of
from tests.support.reports import busy_report
from tests.support.ui.dialogs import (
    answer,
    choose_file,
    click,
    collect_sentences,
    in_dialog,
    preview_ticks,
    table_texts,
)
from tests.support.ui.main_window import Window

from reportdesk import read, write
from reportdesk.documents.file_types import FILE_TYPES
from reportdesk.errors import ReadingError
from reportdesk.files.isolation import CallControl
from reportdesk.report import Picture, Text, figures
from reportdesk.report.merge import BASICS
from reportdesk.services import import_report
from reportdesk.services.export import open_with_media
from reportdesk.services.import_report import Reading
from reportdesk_ui.dialogs.compare_dialog import CompareDialog
from reportdesk_ui.dialogs.import_preview_dialog import ImportPreviewDialog
from reportdesk_ui.dialogs.year_comparison_dialog import YearComparisonDialog

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


def test_last_years_word_file_dropped_on_the_window_starts_this_years_report(
    window: Window, last_word: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_dialog(monkeypatch, ImportPreviewDialog, lambda dialog: click(dialog, "据此新建"))
    window.drop_file(last_word)
    window.wait_for_report()
    last, report = figures(busy_report()), window.report
    form = report.form
    assert report.unit == busy_report().unit and report.year == busy_report().year + 1
    assert report.previous and report.previous.cells == {c: v for c, v in last.items() if v is not None}
    carried = [link for link in form.cross_year_equations if link.rule.carried and link.cell not in form.totals]
    assert carried
    for link in carried:
        assert report.values[link.cell] == last[link.previous[0]]
    assert set(report.values) == {link.cell for link in carried}


def test_the_dialog_offers_every_file_that_can_be_read(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    offered: list[str] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *given: (offered.extend(given), ("", ""))[1])
    window.run("import")
    reports, _, everything = str(offered[-1]).partition(";;")
    assert {f"*{suffix}" for suffix in FILE_TYPES} == set(reports.partition("(")[2].rstrip(")").split())
    assert everything == "所有文件 (*)"


def test_a_pdf_file_is_read_in_the_background(window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "2025年度报告.pdf"
    path.write_bytes(pdf_of(busy_report()))
    in_dialog(monkeypatch, ImportPreviewDialog, lambda dialog: click(dialog, "据此新建"))
    window.read_file(path)
    window.wait_for_report()
    assert window.report.unit == busy_report().unit and window.report.year == busy_report().year + 1


def test_a_carried_figure_that_is_changed_is_found_at_once(
    window: Window, last_word: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_dialog(monkeypatch, ImportPreviewDialog, lambda dialog: click(dialog, "据此新建"))
    window.read_file(last_word)
    window.wait_for_report()
    link = next(link for link in window.form.cross_year_equations if link.rule.carried)
    section = window.form.cells[link.cell].section
    grid = window.grid(section)
    grid.enter(link.cell, "7")
    assert any(link.rule.rule == finding.rule for finding in window.findings)


def test_a_doubt_can_be_put_right_in_the_preview_by_what_the_sums_offer(
    window: Window, garbled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, ImportPreviewDialog)
        seen.append(dialog.list.item(0).text())
        dialog.list.setCurrentRow(0)
        seen.append("".join(m.cursor.selectedText() for m in dialog.source.extraSelections()))  # type: ignore[attr-defined]
        dialog.offer.click()
        click(dialog, "打开这份报告")

    in_dialog(monkeypatch, ImportPreviewDialog, act)
    window.read_file(garbled)
    window.wait_for_report()
    assert "12?" in seen[0] and "12?" in seen[1]
    assert window.report.values[LOST] == busy_report().values[LOST]
    assert LOST in window.report.adopted


def test_into_an_open_report_only_the_ticked_parts_come_and_go_back_in_one_step(
    fresh: Window, last_word: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = next(s.id for s in fresh.form.sections.values() if s.table)

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, ImportPreviewDialog)
        for part, tick in preview_ticks(dialog).items():
            tick.setChecked(part == wanted)
        click(dialog, "采用到本报告")

    in_dialog(monkeypatch, ImportPreviewDialog, act)
    before = fresh.report
    fresh.read_file(last_word)
    fresh.wait_until(lambda: fresh.report != before)
    report = fresh.report
    assert {report.form.cells[cell].section for cell in report.values} == {wanted}
    assert report.unit == before.unit and report.contact == before.contact
    assert BASICS not in report.texts
    fresh.undo()
    assert fresh.report == before


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
    fresh: Window, illustrated_word: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, ImportPreviewDialog)
        preview_ticks(dialog)["problems"].setChecked(False)
        click(dialog, "采用到本报告")

    in_dialog(monkeypatch, ImportPreviewDialog, act)
    before, steps = fresh.report, fresh.steps
    fresh.read_file(illustrated_word)
    fresh.wait_until(lambda: fresh.report != before)
    [picture] = fresh.report.pictures.values()
    assert (picture.caption, picture.width_mm) == ("图1 主动公开情况", 80.0)
    assert fresh.media == {picture.file: PICTURES["a.png"]}
    made = tmp_path / "再导出.docx"
    write(fresh.report, made, fresh.media)
    assert fresh.steps == steps + 1
    fresh.undo()
    assert fresh.report == before
    fresh.redo()
    assert fresh.report.pictures == {picture.file: picture}
    assert [each.caption for each in read(made).report.pictures.values()] == ["图1 主动公开情况"]


def test_a_word_file_that_is_opened_and_saved_keeps_its_pictures(
    window: Window, illustrated_word: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    in_dialog(monkeypatch, ImportPreviewDialog, lambda dialog: click(dialog, "打开这份报告"))
    window.read_file(illustrated_word)
    window.wait_for_report()
    target = tmp_path / "年报.rdesk"
    choose_file(monkeypatch, target)
    window.run("save_as")
    window.wait()
    stored = open_with_media(target)
    found = {each.caption: stored.media[each.file] for each in stored.report.pictures.values()}
    assert found == {"图1 主动公开情况": PICTURES["a.png"], "培训现场": PICTURES["b.png"]}


def test_cancel_changes_nothing(fresh: Window, last_word: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_dialog(monkeypatch, ImportPreviewDialog, lambda dialog: click(dialog, "取消"))
    before = fresh.report
    fresh.read_file(last_word)
    fresh.wait()
    assert fresh.report is before


def test_a_file_that_is_no_report_is_told_in_a_sentence(
    fresh: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = collect_sentences(monkeypatch)
    other = tmp_path / "通知.docx"
    docx.Document().save(str(other))
    fresh.read_file(other)
    fresh.wait()
    assert len(told) == 1 and "没有找到" in told[0]


def test_the_clipboard_is_read_as_a_report(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    told = collect_sentences(monkeypatch)
    QGuiApplication.clipboard().clear()
    window.run("import_text")
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
    in_dialog(monkeypatch, ImportPreviewDialog, lambda dialog: click(dialog, "打开这份报告"))
    window.run("import_text")
    window.wait_for_report()
    assert dict(figures(window.report)) == dict(shown)


def test_comparing_names_the_cell_that_differs_and_leads_to_it(
    fresh: Window, last_word: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh.set_cells(busy_report().values)
    fresh.set_cell(LOST, "3")
    choose_file(monkeypatch, last_word)
    answer(monkeypatch, "选择文件…")
    found: list[list[str]] = []

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, CompareDialog)
        table = dialog.table
        texts = table_texts(table)
        at = next(i for i, row in enumerate(texts) if row[0] == fresh.form.cells[LOST].name)
        found.append(texts[at])
        table.itemActivated.emit(table.item(at, 0))

    in_dialog(monkeypatch, CompareDialog, act)
    fresh.run("compare")
    fresh.wait_until(lambda: found)
    assert found[0][1:3] == ["3", busy_report().values[LOST]]
    assert fresh.grid(fresh.form.cells[LOST].section).current_cell == LOST


def test_beside_last_year_every_figure_has_its_change(
    fresh: Window, last_word: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = collect_sentences(monkeypatch)
    fresh.change({("year",): busy_report().year + 1})
    fresh.run("against_last")
    assert "指定上年报告" in told[0]
    choose_file(monkeypatch, last_word)
    in_dialog(monkeypatch, ImportPreviewDialog, lambda dialog: click(dialog, "作为上年报告"))
    fresh.run("name_previous")
    fresh.wait_until(lambda: fresh.report.previous)
    before, cell = busy_report().values[LOST], LOST
    fresh.set_cell(cell, str(int(before) + 5))
    grid = fresh.grid(fresh.form.cells[cell].section)
    assert f"上年 {before}，比上年 +5" in grid.tip(cell)
    rows: list[list[str]] = []

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, YearComparisonDialog)
        rows.extend(table_texts(dialog.table))

    in_dialog(monkeypatch, YearComparisonDialog, act)
    single = next(cells for cells in fresh.form.row_figures.values() if len(cells) == 1)[0]
    fresh.set_cell(single, "999999")
    fresh.run("against_last")
    last = figures(busy_report())[single]
    assert last
    assert [last, "999999", f"+{999999 - int(last)}"] in [row[1:4] for row in rows]


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Reading tells that it is at one of three pages, and goes on until it is stopped. Set once it has begun."""
    begun = threading.Event()

    def read_until_stopped(path: Path, edition: str = "", control: CallControl | None = None) -> Reading:
        assert control and control.on_progress
        stopped = threading.Event()
        with control.ending_by(lambda reason: stopped.set()):
            control.on_progress(1, 3)
            begun.set()
            assert stopped.wait(60)
        raise ReadingError("已停止读取。")

    monkeypatch.setattr(import_report, "read", read_until_stopped)
    return begun


def test_reading_that_takes_long_shows_its_progress_and_can_be_stopped(
    fresh: Window, last_word: Path, endless: threading.Event, qtbot: QtBot
) -> None:
    before = fresh.report
    fresh.read_file(last_word)

    def shown() -> list[QProgressDialog]:
        return [
            each for each in QApplication.topLevelWidgets() if isinstance(each, QProgressDialog) and each.isVisible()
        ]

    qtbot.waitUntil(lambda: bool(shown()))
    (progress,) = shown()
    assert last_word.name in progress.labelText() and (progress.value(), progress.maximum()) == (1, 3)
    progress.findChild(QPushButton).click()
    fresh.wait()
    assert "已停止读取" in fresh.message and fresh.report is before
    qtbot.waitUntil(lambda: not shown())


def test_closing_the_window_ends_a_reading(
    window: Window, last_word: Path, endless: threading.Event, qtbot: QtBot
) -> None:
    window.read_file(last_word)
    qtbot.waitUntil(endless.is_set)
    begun = time.monotonic()
    assert window.widget.close()
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize("name", ["没有的文件.docx", "没有的文件.rdesk"])
def test_a_named_file_that_is_not_there_leaves_the_start_page(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    told = collect_sentences(monkeypatch)
    window = Window(qtbot)
    try:
        window.open_named(tmp_path / name)
        window.wait()
        assert told and window.shows_start_page
    finally:
        window.dispose()
