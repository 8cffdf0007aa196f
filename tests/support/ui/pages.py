"""The pages of the window as a clerk uses them: the start page, 基本信息, a table, a text."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget
from tests.support.ui.grid import Grid

from reportdesk_ui.pages import basics_page as basics
from reportdesk_ui.pages import table_page, text_page
from reportdesk_ui.pages.page_head import DoneTick
from reportdesk_ui.start_page import StartPage as StartPageWidget
from reportdesk_ui.text_editor import section_text


class TablePage:
    """The page of a table."""

    def __init__(self, page: Any) -> None:
        assert isinstance(page, table_page.TablePage)
        self._page = page

    @property
    def id(self) -> str:
        """The id of the table."""
        return self._page.table

    @property
    def grid(self) -> Grid:
        return Grid(self._page.view)

    def fill_rest(self) -> None:
        """其余空格填 0."""
        self._page._actions["fill_rest"].trigger()

    def fill_nothing(self) -> None:
        """全表填 0."""
        self._page._actions["nothing"].trigger()

    def clear_all(self) -> None:
        """清空本表."""
        self._page._actions["clear_all"].trigger()

    def restore_totals(self) -> None:
        """恢复自动合计."""
        self._page._actions["restore"].trigger()

    @property
    def nothing_tick(self) -> QCheckBox:
        """The tick that says that the whole table is 0."""
        return self._page.nothing

    @property
    def done_tick(self) -> QCheckBox:
        """本部分填写完毕."""
        return done_tick(self._page)

    def type_footnote(self, text: str) -> None:
        """Opens the line beneath the table and types into it."""
        self._page.footnote_button.click()
        self._page.footnote.setText(text)
        self._page.footnote.textEdited.emit(text)

    @property
    def footnote(self) -> str:
        return self._page.footnote.text()


class BasicsPage:
    """基本信息."""

    def __init__(self, page: Any) -> None:
        assert isinstance(page, basics.BasicsPage)
        self._page = page

    def type_unit(self, text: str) -> None:
        _type(self._page.fields[("unit",)], text)

    def type_year(self, text: str) -> None:
        _type(self._page.year, text)

    def choose_kind(self, row: int) -> None:
        self._page.kind.setCurrentIndex(row)
        self._page.kind.activated.emit(row)

    @property
    def year_fault(self) -> str:
        """What is said against the year that is typed."""
        return self._page.year_fault.text()

    def fill_lead_in(self) -> None:
        """Fills the lead-in with the standard sentences."""
        self._page.fill.click()

    @property
    def lead_in(self) -> section_text.SectionText:
        return self._page.lead_in


class StartPage:
    """The page without an open report."""

    def __init__(self, page: StartPageWidget) -> None:
        self._page = page

    def type_unit(self, text: str) -> None:
        self._page.unit.setText(text)

    def type_year(self, text: str) -> None:
        self._page.year.setText(text)

    def tick_last_year(self) -> None:
        """手边有上年的报告, without naming one."""
        self._page.with_previous.setChecked(True)

    def press_enter(self) -> None:
        """Enter in the field of the unit begins the report."""
        QTest.keyClick(self._page.unit, Qt.Key.Key_Return)

    def begin_after(self, unit: str, year: int, last: str) -> None:
        """Begins a report with last year's file."""
        self._page.started.emit(unit, year, last)

    @property
    def fault(self) -> str:
        """What is said against what was typed."""
        return self._page.fault.text()

    @property
    def recent(self) -> int:
        """How many files are listed."""
        return self._page.recent.count()

    def open_recent(self, row: int) -> None:
        self._page.recent.itemActivated.emit(self._page.recent.item(row))


def text_of_page(page: Any) -> section_text.SectionText:
    """The text on the page of a section without a table."""
    assert isinstance(page, text_page.TextPage)
    return page.text


def count_label(text: section_text.SectionText) -> QLabel:
    """What the page of a text counts: characters, pictures."""
    page = text.parentWidget()
    while not isinstance(page, text_page.TextPage):
        assert page
        page = page.parentWidget()
    return page.count


def unfold(page: QWidget) -> None:
    """Opens what a page folds away: the text before a table, the footnote beneath it."""
    for name in ("text_button", "footnote_button"):
        if button := getattr(page, name, None):
            button.setChecked(True)


def done_tick(page: QWidget) -> QCheckBox:
    found = page.findChild(DoneTick)
    assert isinstance(found, DoneTick)
    return found


def _type(field: Any, text: str) -> None:
    field.setText(text)
    field.textEdited.emit(text)
