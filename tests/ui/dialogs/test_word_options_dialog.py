"""Word 选项 in the window: kept for each unit, used by every Word file, wrong ones told at once."""

from pathlib import Path
from zipfile import ZipFile

import msgspec
import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QDialog, QPushButton
from tests.support.reports import busy_report
from tests.support.ui.dialogs import answer_with, choose_file, click, collect_export_remarks, in_dialog
from tests.support.ui.main_window import Window

from reportdesk.documents.word.options import DEFAULT, WordOptions
from reportdesk.services import approval
from reportdesk_ui.dialogs.word_options_dialog import WordOptionsDialog
from reportdesk_ui.settings import MOST_UNITS, Settings

WANTED = WordOptions(
    line=28, top=35.5, left=27, body_font="仿宋_GB2312", page_numbers="centred", closing=True, draft_header=False
)


@pytest.fixture
def full(window: Window) -> Window:
    window.show_report(busy_report())
    return window


def fill_in(dialog: QDialog) -> None:
    """Chooses what WANTED says."""
    assert isinstance(dialog, WordOptionsDialog)
    dialog.line.setCurrentIndex(dialog.line.findData(28))
    dialog.margins["top"].setText(" ３５．５ ")
    dialog.margins["left"].setText("27")
    dialog.fonts["body_font"].setCurrentText("仿宋_GB2312")
    dialog.page_numbers.setCurrentIndex(dialog.page_numbers.findData("centred"))
    dialog.closing.setChecked(True)
    dialog.draft_header.setChecked(False)
    click(dialog, "确定")


def test_what_is_chosen_is_remembered_for_the_unit_and_shown_again(
    full: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_dialog(monkeypatch, WordOptionsDialog, fill_in)
    full.choose("word_options")
    assert Settings().word_options(busy_report().unit) == WANTED
    assert Settings().word_options("另一个局") == DEFAULT
    seen: list[WordOptions] = []

    def again(dialog: QDialog) -> None:
        assert isinstance(dialog, WordOptionsDialog)
        seen.append(dialog.options())
        click(dialog, "恢复标准")
        seen.append(dialog.options())
        click(dialog, "取消")

    in_dialog(monkeypatch, WordOptionsDialog, again)
    full.run("word_options")
    assert seen == [WANTED, DEFAULT]
    assert Settings().word_options(busy_report().unit) == WANTED


def test_every_word_file_of_the_window_is_set_so(full: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full.apply(approval.hand_in(full.report))
    full.set_cell("disclosure.penalties.decisions", "1")
    full.settings.remember_word_options(busy_report().unit, WANTED)
    answer_with(monkeypatch, lambda labels: 1)  # as it is now
    for name in ("export.docx", "public_copy", "export_draft", "redline"):
        target = tmp_path / f"{name}.docx"
        choose_file(monkeypatch, target)
        full.choose(name)
        full.wait()
        with ZipFile(target) as package:
            assert "仿宋_GB2312" in package.read("word/styles.xml").decode(), name


@pytest.mark.parametrize("text", ["", "9", "61", "三十七", "1e2", "-20", "nan", "3..7", "²5"])
def test_a_wrong_margin_is_told_at_once_and_cannot_be_taken(window: Window, text: str) -> None:
    dialog = WordOptionsDialog(busy_report(), DEFAULT, window.widget)
    dialog.show()
    dialog.margins["top"].setText(text)
    assert "边距" in dialog.fault.text() and dialog.fault.isVisible() and not dialog.ok.isEnabled()
    dialog.margins["top"].setText("40")
    assert not dialog.fault.isVisible() and dialog.ok.isEnabled()
    dialog.fonts["title_font"].setCurrentText("  ")
    assert "字体" in dialog.fault.text() and not dialog.ok.isEnabled()
    dialog.deleteLater()


def test_fonts_that_this_computer_lacks_are_named_whatever_the_system_calls_them(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = ["FangSong", "simhei [ms]", "楷体", "宋体"]
    monkeypatch.setattr(QFontDatabase, "families", lambda *a: here)
    dialog = WordOptionsDialog(busy_report(), DEFAULT, window.widget)
    assert "没有：方正小标宋简体。" in dialog.lacking.text()
    dialog.fonts["body_font"].setCurrentText("仿宋_GB2312")
    assert "没有：方正小标宋简体、仿宋_GB2312。" in dialog.lacking.text()
    here += ["FZXiaoBiaoSong-B05S", "仿宋_GB2312"]
    other = WordOptionsDialog(busy_report(), DEFAULT, window.widget)
    assert "都有" in other.lacking.text()
    dialog.deleteLater(), other.deleteLater()


def test_characters_that_the_fonts_lack_are_named_here_and_behind_the_export(
    full: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rare = msgspec.structs.replace(busy_report(), unit="示例市硚口区交通运输局")
    dialog = WordOptionsDialog(rare, DEFAULT, full.widget)
    dialog.show()
    assert "硚" in dialog.rare.text() and dialog.rare.isVisible()
    dialog.fonts["title_font"].setCurrentText("宋体")
    assert not dialog.rare.isVisible()
    dialog.deleteLater()

    said = collect_export_remarks(monkeypatch)
    full.show_report(rare)
    full.export_to(tmp_path / "a.docx")
    full.export_to(tmp_path / "a.xlsx")
    full.wait()
    assert "硚" in said[0] and "硚" not in said[1]


@pytest.mark.parametrize("stored", ["", "not json", "[1]", '{"甲局": 3}', '{"甲局": {"line": 31}}', "[" * 9000])
def test_broken_settings_are_as_good_as_none(window: Window, stored: str) -> None:
    window.store_setting("word_options", stored)
    assert window.settings.word_options("甲局") == DEFAULT
    window.settings.remember_word_options("甲局", WANTED)
    assert window.settings.word_options("甲局") == WANTED


def test_the_units_used_longest_ago_are_forgotten(window: Window) -> None:
    for number in range(MOST_UNITS + 1):
        window.settings.remember_word_options(f"第{number}局", WANTED)
    kept = [number for number in range(MOST_UNITS + 1) if window.settings.word_options(f"第{number}局") == WANTED]
    assert kept == list(range(1, MOST_UNITS + 1))


def test_every_field_can_be_reached_and_has_a_name(window: Window) -> None:
    dialog = WordOptionsDialog(busy_report(), DEFAULT, window.widget)
    dialog.show()
    fields = [dialog.line, dialog.page_numbers, *dialog.margins.values(), *dialog.fonts.values()]
    assert all(field.accessibleName() for field in fields)
    assert len({field.accessibleName() for field in fields}) == len(fields)
    assert [b.text() for b in dialog.findChildren(QPushButton) if b.isDefault()] == ["确定"]
    assert dialog.minimumSizeHint().width() <= 1092 and dialog.minimumSizeHint().height() <= 580
    dialog.deleteLater()
