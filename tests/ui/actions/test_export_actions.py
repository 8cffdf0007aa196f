"""Papers that leave the window and come back: data sheets for the offices, the review sheet."""

from pathlib import Path

import docx
import pytest
from PySide6.QtWidgets import QFileDialog
from tests.support.ui.dialogs import choose_file, choose_folder, collect_sentences
from tests.support.ui.main_window import Window

from reportdesk.report import Report, Source, source_rows

OFFICE = "法规股"


def test_a_data_sheet_goes_out_is_filled_in_and_comes_back_as_one_step(
    fresh: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = next(row for row in source_rows(fresh.form) if len(row.cells) == 1)
    fresh.change({("sources", row.key): Source(office=OFFICE)})
    choose_folder(monkeypatch, tmp_path)
    fresh.run("data_sheets")
    fresh.wait()
    [sheet] = tmp_path.glob("*.docx")
    assert OFFICE in sheet.name
    paper = docx.Document(str(sheet))
    line = next(line for table in paper.tables for line in table.rows if row.labels[-1] in line.cells[1].text)
    line.cells[-1].text = "17（其中修订3件）"
    paper.save(str(sheet))

    choose_file(monkeypatch, sheet)
    told = collect_sentences(monkeypatch)
    fresh.run("read_data_sheet")
    assert not told
    assert fresh.report.values[row.cells[0]] == "17"
    assert fresh.report.notes[row.cells[0]] == "其中修订3件"
    assert fresh.report.sources[row.key].document == sheet.name
    fresh.undo()
    assert row.cells[0] not in fresh.report.values


def test_without_offices_there_are_no_data_sheets_and_the_window_says_where_to_name_them(
    fresh: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_folder(monkeypatch, tmp_path)
    told = collect_sentences(monkeypatch)
    fresh.run("data_sheets")
    assert "数从哪来" in told[0]
    assert not list(tmp_path.glob("*.docx"))


def test_a_file_that_is_no_data_sheet_changes_nothing_and_is_told(
    fresh: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "通知.docx"
    docx.Document().save(str(other))
    choose_file(monkeypatch, other)
    told = collect_sentences(monkeypatch)
    fresh.run("read_data_sheet")
    assert "数据采集表" in told[0]
    assert not fresh.is_modified


def test_the_review_sheet_names_what_was_adopted_and_judged(
    fresh: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = next(iter(fresh.form.cells))
    fresh.set_cell(cell, "3")
    fresh.adopt(cell, "8", "末位写错")
    target = tmp_path / "送审表.docx"
    choose_file(monkeypatch, target)
    fresh.run("review_sheet")
    fresh.wait()
    paper = docx.Document(str(target))
    text = "\n".join(cell.text for table in paper.tables for line in table.rows for cell in line.cells)
    text += "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "末位写错" in text
    assert fresh.report.unit in text


@pytest.mark.parametrize(
    "command", ["save_as", "export.docx", "export.html", "public_copy", "checklist", "review_sheet"]
)
def test_the_proposed_name_fits_a_file_system_however_long_the_unit_is(
    window: Window, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    proposed: list[Path] = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda parent, title, path, kinds: (proposed.append(Path(path)), ("", ""))[1]
    )
    window.show_report(Report.new(unit="示例县政务服务和数据管理" * 12 + "局/科", year=2025))
    window.run(command)
    [path] = proposed
    assert path.suffix and 150 < len(path.name.encode()) <= 200
    assert path.parent.is_dir()
