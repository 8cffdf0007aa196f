"""What is sent up and published from the window: copies, the clipboard, paper, all files in one folder."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import msgspec
import openpyxl
import pdfplumber
import pytest
from PySide6.QtGui import QGuiApplication, QTextDocument, QTextTable
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog
from tests.support.images import png
from tests.support.reports import busy_report
from tests.support.ui.approval import hand_in, headers, sign_off
from tests.support.ui.dialogs import (
    answer_text,
    choose_file,
    click,
    click_tool,
    collect_export_remarks,
    collect_sentences,
    in_dialog,
)
from tests.support.ui.main_window import Window

from reportdesk.documents.pdf import writer as pdf_writer
from reportdesk.documents.word.options import WordOptions
from reportdesk.report import figures
from reportdesk.services.submission import ITEMS, LIST_NAME
from reportdesk.store import open_report
from reportdesk_ui import printing
from reportdesk_ui.dialogs.submission_dialog import SubmissionDialog

BROKEN = "requests.received.charity"


@pytest.fixture
def full(window: Window, no_office: None, monkeypatch: pytest.MonkeyPatch) -> Window:
    """The window with a full report; no LibreOffice is started."""
    monkeypatch.setattr(pdf_writer, "pdf_by", printing.pdf_from_html)
    window.show_report(busy_report())
    return window


@pytest.fixture
def warned(full: Window, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is said when a file was exported."""
    return collect_export_remarks(monkeypatch)


def test_the_public_copy_bears_no_mark_of_a_draft(
    full: Window, warned: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(full, monkeypatch)
    plain, public = tmp_path / "a.docx", tmp_path / "公开稿.docx"
    full.export_to(plain)
    full.wait()
    choose_file(monkeypatch, public)
    full.choose("public_copy")
    full.wait()
    assert "送审稿" in headers(plain) and "送审稿" not in headers(public)
    assert "还没有定稿" in warned[1] and "还没有定稿" not in warned[0]


def test_who_publishes_is_told_of_changes_after_the_signature(
    full: Window, warned: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_off(full, monkeypatch)
    choose_file(monkeypatch, tmp_path / "公开稿.docx")
    full.run("public_copy")
    full.wait()
    full.set_cell("disclosure.penalties.decisions", "1")
    full.run("public_copy")
    full.wait()
    assert warned[0] == "" and "签发后有 1 处改动" in warned[1]


def test_the_checklist_and_the_blank_form(
    full: Window, warned: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "对照单.html"
    choose_file(monkeypatch, target)
    full.choose("checklist")
    full.wait()
    page = target.read_text("utf-8")
    assert all(f">{value}</b>" in page for value in figures(full.report).values() if value)

    target = tmp_path / "空白表.xlsx"
    choose_file(monkeypatch, target)
    answer_text(monkeypatch, " 示例镇人民政府 ")
    full.choose("blank_sheet")
    full.wait()
    with target.open("rb") as file:
        book = openpyxl.load_workbook(file)
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("示例镇人民政府" in text for text in cells)
    assert not any(full.report.unit in text for text in cells) and "12840" not in cells

    target.unlink()
    answer_text(monkeypatch, None)
    full.run("blank_sheet")
    full.wait()
    assert not target.exists()


def test_a_folder_that_is_not_there_is_told_in_a_sentence(
    full: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = collect_sentences(monkeypatch)
    for name, command in (("没有.html", "checklist"), ("没有.docx", "public_copy")):
        choose_file(monkeypatch, tmp_path / "missing" / name)
        full.run(command)
        full.wait()
    assert len(told) == 2 and all("missing" in sentence for sentence in told)


class TestClipboard:
    @pytest.fixture(autouse=True)
    def emptied(self) -> Iterator[None]:
        """The clipboard of the offscreen platform outlives the interpreter, what PySide put on it must not."""
        yield
        QGuiApplication.clipboard().clear()

    def test_the_sites_editor_gets_tables_and_a_plain_field_gets_text(self, full: Window) -> None:
        full.choose("copy_for_site")
        full.wait()
        data, report = QGuiApplication.clipboard().mimeData(), full.report
        document = QTextDocument()
        document.setHtml(data.html())
        tables = [frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable)]
        assert len(tables) == len(report.form.tables)
        assert report.title not in data.html() and "<script" not in data.html()
        lines = data.text().split("\n")
        assert report.form.sections["problems"].heading in lines
        row = [figures(report)[cell] for cell in report.form.table_cells("disputes")]
        assert "\t".join(value or "" for value in row) in lines
        assert any("13（其中修订16件）" in line.split("\t") for line in lines)

    def test_markup_in_a_text_stays_text(self, full: Window) -> None:
        text = msgspec.structs.replace(full.report.texts["problems"], text="<b onclick=x>一是</b>&amp;不足。")
        full.change({("texts", "problems"): text})
        full.run("copy_for_site")
        full.wait()
        data = QGuiApplication.clipboard().mimeData()
        assert "<b onclick" not in data.html() and "&lt;b onclick" in data.html()
        assert "<b onclick=x>一是</b>&amp;不足。" in data.text()

    def test_pictures_are_to_be_uploaded_apart(self, full: Window) -> None:
        full.add_picture("overview", png(), "图1")
        full.run("copy_for_site")
        full.wait()
        assert "图片请在网站后台另行上传" in full.message


class TestPrint:
    @pytest.fixture
    def paper(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Where the printer puts its pages."""
        path = tmp_path / "纸.pdf"

        def act(dialog: QDialog) -> None:
            assert isinstance(dialog, QPrintDialog)
            dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            dialog.printer().setOutputFileName(str(path))
            dialog.done(QDialog.DialogCode.Accepted)  # accept() would take the fields of the dialog for the printer

        in_dialog(monkeypatch, QPrintDialog, act)
        return path

    def pages(self, path: Path) -> list[str]:
        with pdfplumber.open(BytesIO(path.read_bytes())) as document:
            return [page.extract_text() for page in document.pages]

    def test_the_report(self, full: Window, paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        hand_in(full, monkeypatch)
        full.choose("print")
        full.wait()
        pages = self.pages(paper)
        assert len(pages) > 2 and all("送审稿第 1 稿" in page for page in pages)
        shown = "".join(pages).split()
        assert {value for value in figures(full.report).values() if value} <= {*shown, "13"}
        assert f"共 {len(pages)} 页" in full.message

    def test_the_table_that_is_shown_and_nothing_else(self, full: Window, paper: Path) -> None:
        full.show_start()
        full.show_report(busy_report())
        full.table("disputes")
        full.choose("print_table")
        full.wait()
        [page] = self.pages(paper)
        row = [figures(full.report)[cell] or "" for cell in full.report.form.table_cells("disputes")]
        assert " ".join(row) in page and "12840" not in page

    @pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
    def test_a_printer_that_takes_nothing_is_told(
        self, full: Window, paper: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told = collect_sentences(monkeypatch)
        paper.mkdir()
        full.run("print")
        full.wait()
        assert "打印机" in told[0]

    def test_no_table_is_offered_where_none_is_shown(self, full: Window) -> None:
        full.open_section("overview")
        assert not full.action("print_table").isEnabled()


class TestSubmission:
    def run(self, window: Window, monkeypatch: pytest.MonkeyPatch, act: Callable[[SubmissionDialog], None]) -> None:
        def in_it(dialog: QDialog) -> None:
            assert isinstance(dialog, SubmissionDialog)
            act(dialog)

        in_dialog(monkeypatch, SubmissionDialog, in_it)
        window.choose("submission")

    def only(self, dialog: SubmissionDialog, *wanted: str) -> None:
        for key, tick in dialog.ticks.items():
            tick.setChecked(key in wanted)

    def names(self, dialog: SubmissionDialog) -> list[str]:
        return [dialog.list.item(at).text() for at in range(dialog.list.count())]

    def test_the_files_are_made_listed_and_recorded_in_the_report(
        self, full: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / "报送" / "材料"
        announced: list[str] = []
        result: list[str] = []
        steps: list[tuple[int, int]] = []

        def act(dialog: SubmissionDialog) -> None:
            self.only(dialog, *ITEMS)
            dialog.folder.setText(str(folder))
            dialog.number.setText("07")
            dialog.pattern.setText("{序号}-{单位全称}{年度}年{文件名}")
            announced.extend(self.names(dialog))
            dialog.progress.valueChanged.connect(lambda value: steps.append((value, dialog.progress.maximum())))
            click(dialog, "生成")
            assert not dialog.fields.isEnabled() and not dialog.make.isEnabled()
            full.wait()
            result.extend(self.names(dialog))

        self.run(full, monkeypatch, act)
        made = sorted(path.name for path in folder.iterdir())
        assert made == sorted(announced) and len(made) == len(ITEMS) + 1
        assert result == [f"✓ {name}" for name in announced]
        assert all(name.startswith(f"07-{full.report.unit}2025年") for name in made)
        [submission] = full.report.submissions.values()
        assert submission.files == [name for name in announced if LIST_NAME not in name] and submission.reason == ""
        assert (len(ITEMS), len(ITEMS)) in steps
        [stored] = folder.glob("*.rdesk")
        assert open_report(stored) == full.report
        full.undo()
        assert not full.report.submissions

    def test_a_pattern_that_cannot_be_used_is_told_while_it_is_typed(
        self, full: Window, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told: list[str] = []

        def act(dialog: SubmissionDialog) -> None:
            for pattern in ("{单位", "{单位}", "{年度}", "", "{年度}{文件名}"):
                dialog.pattern.setText(pattern)
                told.append(dialog.fault.text() if dialog.fault.isVisible() else "")
                assert dialog.make.isEnabled() == (not told[-1])
                assert bool(self.names(dialog)) == (not told[-1])
            dialog.pattern.setText("")
            click_tool(dialog, "文件名")
            assert dialog.pattern.text() == "{文件名}" and dialog.make.isEnabled()

        self.run(full, monkeypatch, act)
        assert "不成对" in told[0] and "没有“{单位}”" in told[1] and "两个文件都叫" in told[2]
        assert told[3] and not told[4]

    def test_items_and_folder_are_asked_for(self, full: Window, monkeypatch: pytest.MonkeyPatch) -> None:
        def act(dialog: SubmissionDialog) -> None:
            for folder in ("", "报送"):
                dialog.folder.setText(folder)
                assert "文件夹" in dialog.fault.text() and not dialog.make.isEnabled()
            dialog.folder.setText("/" + "长" * 300)  # no system takes this
            assert dialog.make.isEnabled()
            self.only(dialog)
            assert "至少选择一种" in dialog.fault.text() and not dialog.make.isEnabled()

        self.run(full, monkeypatch, act)

    def test_files_that_will_be_replaced_are_counted(
        self, full: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def act(dialog: SubmissionDialog) -> None:
            self.only(dialog, "docx", "xlsx")
            dialog.folder.setText(str(tmp_path))
            assert "替换" not in dialog.about.text()
            (tmp_path / self.names(dialog)[1]).touch()
            dialog.number.setText("1")
            assert "1 个同名的旧文件将被替换" in dialog.about.text()

        self.run(full, monkeypatch, act)

    def test_while_errors_are_open_a_reason_is_needed_and_recorded(
        self, full: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        full.set_cell(BROKEN, "99999")

        def act(dialog: SubmissionDialog) -> None:
            dialog.folder.setText(str(tmp_path / "报送"))
            self.only(dialog, "html")
            assert "2 处错误" in dialog.fault.text() and not dialog.make.isEnabled()
            dialog.reason.setText("县里要求先行报送")
            click(dialog, "生成")
            full.wait()

        self.run(full, monkeypatch, act)
        [submission] = full.report.submissions.values()
        assert (submission.errors, submission.reason) == (2, "县里要求先行报送")

    def test_what_cannot_be_made_is_told_and_what_was_chosen_stays(
        self, full: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "文件").touch()

        def act(dialog: SubmissionDialog) -> None:
            self.only(dialog, "html", "xlsx")
            dialog.folder.setText(str(tmp_path / "文件"))
            click(dialog, "生成")
            full.wait()
            assert "不是文件夹" in dialog.fault.text() and dialog.fault.isVisible()
            assert dialog.fields.isEnabled() and dialog.make.isEnabled() and dialog.isVisible()
            dialog.folder.setText(str(tmp_path))
            (tmp_path / self.names(dialog)[0]).mkdir()  # a folder stands where the first file shall go
            click(dialog, "生成")
            full.wait()
            assert [line[0] for line in self.names(dialog)] == ["✓", "✓", "✗"]

        self.run(full, monkeypatch, act)
        [submission] = full.report.submissions.values()
        assert len(submission.files) == 1

    def test_word_file_and_choice_are_as_the_unit_wants_them(
        self, full: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        full.settings.remember_word_options(full.report.unit, WordOptions(body_font="仿宋_GB2312"))

        def act(dialog: SubmissionDialog) -> None:
            self.only(dialog, "docx", "review")
            dialog.pattern.setText("{年度}{文件名}")
            dialog.folder.setText(str(tmp_path / "报送"))
            click(dialog, "生成")
            full.wait()

        self.run(full, monkeypatch, act)
        [report] = [path for path in (tmp_path / "报送").glob("*.docx") if "送审表" not in path.name]
        with ZipFile(report) as package:
            assert "仿宋_GB2312" in package.read("word/styles.xml").decode()
        again: list[object] = []
        self.run(full, monkeypatch, lambda dialog: again.extend(dialog.order()[1:3]))
        assert again == [["docx", "review"], "{年度}{文件名}"]
