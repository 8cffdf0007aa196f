"""The command import: one file, and many."""

import json
from pathlib import Path

import msgspec
import pytest
from tests.support import wild
from tests.support.images import png
from tests.support.office import StandIn
from tests.support.office_packages import zipped
from tests.support.outlines import html_of
from tests.support.reports import busy_report

from reportdesk import write
from reportdesk.documents.file_types import FILE_TYPES
from reportdesk.form import Form
from reportdesk.recognition.result import ReadingCollector
from reportdesk.report import Picture, Text
from reportdesk.services.export import open_with_media
from reportdesk.store import open_report
from reportdesk_ui.main import main

FIGURES = wild.random_values(3)
WHOLE = wild.text_of(wild.tabbed(FIGURES))
CELL = next(cell for cell in FIGURES if len(wild.FORM.sums_of[cell]) > 1)


def garbled() -> str:
    return wild.text_of(wild.tabbed({**FIGURES, CELL: "□"}))


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return status, captured.out, captured.err


def test_a_whole_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(WHOLE, "utf-8")
    status, out, err = run(capsys, "import", tmp_path / "a.txt", "-o", tmp_path / "a.rdesk", "--json")
    data = json.loads(out)
    assert status == 0
    assert data["cells"] == FIGURES
    assert data["computed"] == []
    assert (data["doubts"], data["remarks"]) == ([], [])
    assert data["sums"] == {"holding": 42, "all": 42, "broken": [], "result": "42/42 个勾稽关系成立"}
    assert "42/42 个勾稽关系成立" in err
    report = open_report(tmp_path / "a.rdesk")
    assert dict(report.cells) == FIGURES
    assert report.origins[CELL].source == "a.txt"
    assert report.origins[CELL].text == FIGURES[CELL]


def test_doubts_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(garbled(), "gb18030")
    status, out, err = run(capsys, "import", tmp_path / "a.txt", "-o", tmp_path / "a.rdesk", "--json")
    data = json.loads(out)
    (doubt,) = data["doubts"]
    assert status == 1
    assert (doubt["cell"], doubt["text"], doubt["offered"]) == (CELL, "□", FIGURES[CELL])
    assert data["cells"][CELL] is None or CELL in data["computed"]
    assert "【待核对】" in err
    assert open_report(tmp_path / "a.rdesk").cells[CELL] is None


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "“a.txt”：文件是空的，没有可读的内容。"), ("会议通知\n请于周五前报送。", "没有找到年度报告的表格")],
)
def test_what_is_no_report_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    status, out, err = run(capsys, "import", tmp_path / "a.txt", "-o", tmp_path / "a.rdesk")
    assert (status, out) == (2, "")
    assert said in err
    assert not (tmp_path / "a.rdesk").exists()
    assert run(capsys, "import", tmp_path / "b.txt", "-o", tmp_path / "a.rdesk")[0] == 2
    assert run(capsys, "import", tmp_path / "a.txt", "-o", tmp_path / "a.docx")[0] == 2


def test_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "来", tmp_path / "去" / "里"
    source.mkdir()
    for name, text in {"甲.txt": WHOLE, "乙.txt": garbled(), "乙.md": WHOLE, "坏.txt": "没有表格"}.items():
        (source / name).write_text(text, "utf-8")
    for aside in ("~$甲.docx", ".隐藏.txt", "照片.jpg"):
        (source / aside).write_bytes(b"\x00")
    status, out, err = run(capsys, "import", source, "-o", target, "--json")
    assert status == 2
    assert sorted(path.name for path in target.iterdir()) == ["乙（md）.rdesk", "乙（txt）.rdesk", "甲.rdesk"]
    assert "[4/4]" in err
    assert "共 4 个文件：读入 3 个，其中 1 个有待核对之处；1 个没有读入。" in err
    assert "没有读入：坏.txt。没有找到年度报告的表格" in err
    assert [(each["file"], bool(each["failed"]), each["doubts"]) for each in json.loads(out)["files"]] == [
        ("乙.md", False, 0),
        ("乙.txt", False, 1),
        ("坏.txt", True, 0),
        ("甲.txt", False, 0),
    ]


def test_a_folder_is_read_for_every_suffix_that_a_file_alone_may_have(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], stand_in: StandIn
) -> None:
    made, source, target = tmp_path / "made", tmp_path / "来", tmp_path / "去"
    for suffix in (".docx", ".xlsx"):
        write(busy_report(), made.with_suffix(suffix))
    stand_in(f"made.write_bytes(Path({str(made)!r} + target).read_bytes())")
    spreadsheet = "application/vnd.oasis.opendocument.spreadsheet"
    contents = {
        ".mht": b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html_of(busy_report()),
        ".rtf": b"{\\rtf1 x}",
        ".odt": zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        ".ods": zipped({"mimetype": spreadsheet, "content.xml": "<a/>"}),
    }
    source.mkdir()
    for suffix in FILE_TYPES:
        (source / f"{suffix[1:]}{suffix.upper()}").write_bytes(contents.get(suffix, b"x"))
    _, out, _ = run(capsys, "import", source, "-o", target, "--json")
    files = {each["file"]: each for each in json.loads(out)["files"]}
    assert files.keys() == {path.name for path in source.iterdir()}
    assert {files[f"{suffix[1:]}{suffix.upper()}"]["result"] for suffix in contents} == {"42/42 个勾稽关系成立"}


def test_what_stands_in_the_target_folder_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "甲.txt").write_text(WHOLE, "utf-8")
    (tmp_path / "甲.rdesk").write_bytes(b"mine")
    status, _, err = run(capsys, "import", tmp_path, "-o", tmp_path)
    assert status == 0
    assert (tmp_path / "甲.rdesk").read_bytes() == b"mine"
    assert "没有覆盖" in err


def test_a_folder_with_nothing_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "import", tmp_path, "-o", tmp_path / "b")
    assert status == 2
    assert "没有可以读入的文件" in err


def test_a_dash_in_a_column_of_changes_is_blank(invented_form: Form) -> None:
    collector = ReadingCollector(invented_form)
    for text in ("-", "—", "无"):
        collector.put_value("staff.change", text, "")
    assert (collector.values, collector.doubts) == ({}, [])
    collector.put_value("staff.change", "减4", "")
    assert collector.values["staff.change"].entry.value == "-4"
    collector.put_value("staff.left", "—", "")
    assert [doubt.cell for doubt in collector.doubts] == ["staff.left"]


def test_the_pictures_of_a_word_file_are_saved_with_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report, media = busy_report(), {"a.png": png(40, 30), "b.png": png(20, 10)}
    pictures = {"1": Picture("a.png", "图1 公开情况", 0, 80.0), "2": Picture("b.png", "", 0)}
    texts = {**report.texts, "overview": Text(report.text("overview"), pictures=pictures)}
    folder = tmp_path / "来件"
    folder.mkdir()
    write(msgspec.structs.replace(report, texts=texts), folder / "年报.docx", media)
    assert run(capsys, "import", folder / "年报.docx", "-o", tmp_path / "一份.rdesk")[0] == 0
    assert run(capsys, "import", folder, "-o", tmp_path / "一批")[0] == 0
    for made in (tmp_path / "一份.rdesk", tmp_path / "一批" / "年报.rdesk"):
        stored = open_with_media(made)
        found = list(stored.report.texts["overview"].pictures.values())
        assert [(each.caption, each.width_mm, stored.media[each.file]) for each in found] == [
            ("图1 公开情况", 80.0, media["a.png"]),
            ("", 0.0, media["b.png"]),
        ]
        assert stored.media.keys() == {each.file for each in found}
