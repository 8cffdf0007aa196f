"""Papers that leave the window and come back: slips for the offices, the review sheet."""

from pathlib import Path

import docx
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from tests.ui.test_window import choose, sentences, wait

from reportdesk.report import Source, rows
from reportdesk_ui.main_window import MainWindow

OFFICE = "法规股"


def choose_folder(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The clerk's answer when asked for a folder."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a, **k: str(folder))


def figures_of(window: MainWindow) -> dict[str, str]:
    assert window.session
    return window.session.report.values


def test_a_slip_goes_out_is_filled_in_and_comes_back_as_one_step(
    fresh: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fresh.session
    row = next(row for row in rows(fresh.session.form) if len(row.cells) == 1)
    fresh.session.change({("sources", row.key): Source(office=OFFICE)}, "数从哪来")
    choose_folder(monkeypatch, tmp_path)
    fresh.outputs.slips()
    wait(fresh, qtbot)
    [slip] = tmp_path.glob("*.docx")
    assert OFFICE in slip.name
    paper = docx.Document(str(slip))
    line = next(line for table in paper.tables for line in table.rows if row.labels[-1] in line.cells[1].text)
    line.cells[-1].text = "17（其中修订3件）"
    paper.save(str(slip))

    choose(monkeypatch, slip)
    told = sentences(monkeypatch)
    fresh.intake.slip()
    assert not told
    assert figures_of(fresh)[row.cells[0]] == "17"
    assert fresh.session.report.notes[row.cells[0]] == "其中修订3件"
    assert fresh.session.report.sources[row.key].document == slip.name
    fresh.undo()
    assert row.cells[0] not in figures_of(fresh)


def test_without_offices_there_are_no_slips_and_the_window_says_where_to_name_them(
    fresh: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_folder(monkeypatch, tmp_path)
    told = sentences(monkeypatch)
    fresh.outputs.slips()
    assert "数从哪来" in told[0]
    assert not list(tmp_path.glob("*.docx"))


def test_a_file_that_is_no_slip_changes_nothing_and_is_told(
    fresh: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "通知.docx"
    docx.Document().save(str(other))
    choose(monkeypatch, other)
    told = sentences(monkeypatch)
    fresh.intake.slip()
    assert "数据采集表" in told[0]
    assert fresh.session and not fresh.session.modified


def test_the_review_sheet_names_what_was_adopted_and_judged(
    fresh: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fresh.session
    cell = next(iter(fresh.session.form.cells))
    fresh.session.change({("values", cell): "3"}, "填写")
    fresh.session.adopt(cell, "8", "末位写错")
    target = tmp_path / "送审表.docx"
    choose(monkeypatch, target)
    fresh.outputs.review_sheet()
    wait(fresh, qtbot)
    paper = docx.Document(str(target))
    text = "\n".join(cell.text for table in paper.tables for line in table.rows for cell in line.cells)
    text += "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "末位写错" in text
    assert fresh.session.report.unit in text
