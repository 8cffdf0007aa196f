"""A Word file of ours that reviewers changed in LibreOffice: just what they did is found in it."""

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

import msgspec
import pytest
from tests.support.images import png
from tests.support.paths import SUPPORT
from tests.support.reports import busy_report

from reportdesk.documents.office import office_program
from reportdesk.documents.word import writer as word_writer
from reportdesk.report import Contact, Report, figures, is_automatic
from reportdesk.report.schema import Picture
from reportdesk.services.import_report import Reading, read
from reportdesk.services.reviewed_copy import accept_differences, differences
from reportdesk.services.text_output import comment_lines

REVIEWER = SUPPORT / "reviewer.py"
PICTURES = {"a.png": png(400, 300), "b.png": png(640, 200)}


@cache
def python_of_office() -> str | None:
    """A Python that can talk to LibreOffice: its own, or the system's."""
    program = office_program()
    if program is None:
        return None
    beside = Path(program).resolve().parent
    for each in (beside / "python", beside / "python.exe", "/usr/bin/python3", shutil.which("python3")):
        if each and Path(each).is_file():
            tried = subprocess.run([str(each), "-c", "import uno"], capture_output=True, env={})
            if tried.returncode == 0:
                return str(each)
    return None


@pytest.fixture(autouse=True)
def reviewer_can_work(office: str) -> None:
    """The tests are left out where LibreOffice cannot be told what to do."""
    if python_of_office() is None:
        pytest.skip("no Python can talk to LibreOffice")


def full_report() -> Report:
    """A busy report with contact, notes, a footnote and pictures with and without captions."""
    report = busy_report()
    pictures = {
        "overview": {"1": Picture("a.png", "图1 主动公开情况", 0, 80.0), "2": Picture("b.png", "", 150)},
        "problems": {"1": Picture("b.png", "培训现场", len(report.text("problems")), 120.0)},
    }
    texts = {id_: msgspec.structs.replace(text, pictures=pictures.get(id_, {})) for id_, text in report.texts.items()}
    return msgspec.structs.replace(
        report, texts=texts, contact=Contact(office="示例县交通运输局办公室", telephone="0123-4567890")
    )


def reviewed(report: Report, folder: Path, **wanted: list[list[object]]) -> Reading:
    """What is read of a report's Word file after a reviewer did something at it."""
    given, target = folder / "送审稿.docx", folder / "返回稿.docx"
    given.write_bytes(word_writer.render(report, media=PICTURES))
    python, office = python_of_office(), office_program()
    assert python and office
    ended = subprocess.run(
        [python, str(REVIEWER), office, str(given), str(target)],
        input=json.dumps(wanted).encode(),
        capture_output=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
        timeout=150,
    )
    assert ended.returncode == 0, ended.stderr.decode()
    return read(target)


def assert_same_pictures(reading: Reading, report: Report) -> None:
    """LibreOffice counts widths in twentieths of a point, 0.018 mm."""
    for section, text in report.texts.items():
        found = reading.report.texts[section].pictures
        assert [(each.caption, reading.media[each.file]) for _, each in sorted(found.items())] == [
            (each.caption, PICTURES[each.file]) for _, each in sorted(text.pictures.items())
        ]
        assert [each.width_mm for _, each in sorted(found.items())] == pytest.approx(
            [each.width_mm for _, each in sorted(text.pictures.items())], abs=0.02
        )


def test_saved_unchanged_nothing_is_found(tmp_path):
    report = full_report()
    reading = reviewed(report, tmp_path)
    assert differences(report, reading.report) == []
    assert (reading.report.contact, reading.report.kind) == (report.contact, report.kind)
    assert_same_pictures(reading, report)
    assert (reading.doubts, reading.remarks, comment_lines(reading)) == ([], [], [])


def test_just_what_a_reviewer_changed_is_found(tmp_path):
    report = full_report()
    table = list(report.form.tables).index("requests")
    sentence = "公开内容经三审三校后发布"
    reading = reviewed(
        report,
        tmp_path,
        figures=[[table, "C6", "9"], [table, "H4", "1520"]],  # 予以公开 and 本年新收
        words=[[sentence, "公开内容经三审三校、保密审查后发布"]],
        comments=[["农村公路提质", "李科长", "请核实这个说法。"]],
        cell_comments=[[table, "F8", "", "这一格与台账不符"]],
    )
    found = differences(report, reading.report)
    whole = next(each for each in found if each.kind == "sentence")
    assert [(each.kind, each.key, each.old, each.new) for each in found] == [
        ("sentence", "overview", whole.old, whole.old.replace("三审三校", "三审三校、保密审查")),
        ("cell", "requests.received.total", "1519", "1520"),
        ("cell", "requests.granted.natural_person", "8", "9"),
    ]
    assert sentence in whole.old
    assert comment_lines(reading) == [
        "李科长（“农村公路提质”处）：请核实这个说法。",
        "（未署名）（表格“（三）不予公开 1.属于国家秘密 14 21 5 12 19 3 74”一行的“5”处）：这一格与台账不符",
    ]
    [remark] = reading.remarks
    assert remark.startswith("文中有 ") and remark.endswith(" 处修订，已按全部接受读取；另有 2 条批注。")
    assert_same_pictures(reading, report)
    after = accept_differences(report, reading.report, found).apply(report)
    changed = {cell for cell, figure in figures(after).items() if figure != figures(report)[cell]}
    follows = {cell for cell in changed if is_automatic(after, cell)}
    assert changed - follows == {"requests.received.total", "requests.granted.natural_person"}
    assert after.text("overview") == report.text("overview").replace("三审三校", "三审三校、保密审查")
    assert after.texts.keys() == report.texts.keys()
    for section, text in report.texts.items():
        if section != "overview":
            assert after.texts[section] == text
    assert (after.notes, after.footnotes, after.contact) == (report.notes, report.footnotes, report.contact)
