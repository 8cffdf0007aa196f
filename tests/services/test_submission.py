"""一键生成报送材料: the files, their names, the list of them, and what the report remembers."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.reports import busy_report

from reportdesk.checks import check
from reportdesk.documents.metadata import PREFIX
from reportdesk.documents.pdf import writer as pdf_writer
from reportdesk.report import Report
from reportdesk.services import submission
from reportdesk.services.export import ExportError
from reportdesk.services.submission import ITEMS, LIST_NAME, SubmissionError, file_names, make_submission
from reportdesk.store import open_report

AT = "2026-01-15T10:30:00"


@pytest.fixture(autouse=True)
def quick_pdf(no_office, monkeypatch):
    monkeypatch.setattr(pdf_writer, "pdf_by", lambda html: b"%PDF-1.7")


def broken_report():
    report = busy_report().with_cells({"disputes.reconsideration.total": "1"})
    assert check(report).errors
    return report


def listed(folder):
    [path] = folder.glob(f"*{LIST_NAME}*")
    data = path.read_bytes()
    assert b"\n" not in data.replace(b"\r\n", b"")
    return data.decode("utf-8-sig")


def test_all_files_wanted_and_a_list_of_them(tmp_path):
    steps = []
    folder = tmp_path / "报送" / "2025"
    made = make_submission(
        busy_report(), folder, ITEMS, at=AT, progress=lambda done, total, label: steps.append((done, total, label))
    )
    assert not made.failed
    assert sorted(folder.iterdir()) == sorted(made.files) and len(made.files) == len(ITEMS) + 1
    assert {path.suffix for path in made.files} == {".docx", ".xlsx", ".html", ".pdf", ".rdesk", ".txt"}
    assert all(path.name.startswith("示例县交通运输局2025年") and path.stat().st_size for path in made.files)
    text = listed(folder)
    assert all(path.name in text for path in made.files[:-1]) and pdf_writer.PREVIEW in text
    assert [label for _, _, label in steps] == [*(item.label for item in ITEMS.values()), ""]
    assert [done for done, _, _ in steps] == list(range(len(ITEMS) + 1)) and {total for _, total, _ in steps} == {7}


def test_only_what_is_wanted_in_the_order_of_the_list(tmp_path):
    made = make_submission(busy_report(), tmp_path, ["rdesk", "docx"], at=AT)
    assert [path.suffix for path in made.files] == [".docx", ".rdesk", ".txt"]


def test_the_page_for_publication_is_the_public_one(tmp_path):
    [page, _] = make_submission(busy_report(), tmp_path, ["html"], at=AT).files
    assert PREFIX not in page.read_text("utf-8")


def test_open_errors_need_a_reason_which_is_recorded(tmp_path):
    report = broken_report()
    for reason in ("", "  \n"):
        with pytest.raises(SubmissionError, match="原因"):
            make_submission(report, tmp_path / "x", ["docx"], reason=reason)
    assert not list(tmp_path.iterdir())
    made = make_submission(report, tmp_path, ["docx", "rdesk"], reason=" 台账\n正在核对 ", at=AT)
    assert "台账 正在核对" in listed(tmp_path) and "1 处错误" in listed(tmp_path)
    after = made.step.apply(report)
    [record] = after.submissions.values()
    assert (record.at, record.errors, record.reason) == (AT, check(report).errors, "台账 正在核对")
    assert record.files == [path.name for path in made.files[:-1]]
    assert open_report(made.files[1]) == after
    assert made.step.inverse().apply(after) == report


def test_without_errors_no_reason_stands_in_the_list(tmp_path):
    make_submission(busy_report(), tmp_path, ["docx"], at=AT)
    assert "错误" not in listed(tmp_path)


def test_a_file_that_cannot_be_made_does_not_stop_the_others(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_writer, "pdf_by", None)
    names = file_names(busy_report(), submission.PATTERN, ITEMS.values())
    (tmp_path / names[1]).mkdir()  # where the Excel file should go
    made = make_submission(busy_report(), tmp_path, ITEMS, at=AT)
    assert [name for name, _ in made.failed] == [names[1], names[2]]
    assert all(sentence.endswith("。") for _, sentence in made.failed)
    assert len(made.files) == len(ITEMS) - 2 + 1
    assert listed(tmp_path).count("没有生成") == 2
    assert not list(tmp_path.glob(".*"))
    [record] = made.step.apply(busy_report()).submissions.values()
    assert not {names[1], names[2]} & set(record.files)


@pytest.mark.skipif(os.name == "nt", reason="other rights")
def test_a_place_where_no_folder_can_be(tmp_path):
    (tmp_path / "a").write_text("x")
    for folder in (tmp_path / "a", tmp_path / "a" / "b"):
        with pytest.raises(ExportError, match="。"):
            make_submission(busy_report(), folder, ["docx"])


@pytest.mark.parametrize("wanted", [[], ["docx", "exe"]])
def test_something_known_must_be_wanted(tmp_path, wanted):
    with pytest.raises(SubmissionError):
        make_submission(busy_report(), tmp_path / "x", wanted)
    assert not list(tmp_path.iterdir())


# ---- names ----


def names_of(pattern, number="", unit="示例县水务局"):
    report = Report.new(unit=unit, year=2025)
    return file_names(report, pattern, [ITEMS["docx"], ITEMS["review"]], number)


def test_names_follow_the_pattern():
    assert names_of("{序号}-{单位全称}（{年度}）{文件名}") == [
        "01-示例县水务局（2025）政府信息公开工作年度报告.docx",
        "02-示例县水务局（2025）政府信息公开年度报告送审表.docx",
    ]
    assert names_of("{序号}{文件名}", number="37")[0].startswith("37政府信息公开")
    assert names_of("{序号}{{}}") == ["01{}.docx", "02{}.docx"]


@pytest.mark.parametrize(
    "pattern",
    [
        "{",
        "{}",
        "{0}",
        "{单位}",
        "{年度.__class__}",
        "{年度!r}",
        "{年度:>99999999}",
        "{年度[0]}",
        "}",
        "{单位全称}",
        " ",
        "",
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused(pattern):
    with pytest.raises(SubmissionError, match=r"。$"):
        names_of(pattern)


@given(st.text(max_size=300), st.text(max_size=80))
def test_whatever_the_unit_is_called_its_files_have_usable_names(unit, number):
    for name in names_of("{序号}{单位全称}{文件名}", number, unit):
        assert len(name.encode()) <= 255 and not set(name) & set('<>:"/\\|?*\n\r\t\0')
        assert name == name.strip() and not name.startswith(".")
