"""Any file an office has: known by its content, refused with a sentence, converted where a program can."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from tests.support.office import hangs, has_ended
from tests.support.office_packages import p, relations, sheet_file, texts, word, zipped
from tests.support.outlines import html_of, pdf_of
from tests.support.reports import busy_report

from reportdesk.documents import office as libreoffice
from reportdesk.documents import office_package, reader
from reportdesk.documents.blocks import TableBlock
from reportdesk.documents.excel import writer as excel_writer
from reportdesk.documents.reader import read_bytes, read_document
from reportdesk.documents.word import writer as word_writer
from reportdesk.documents.word.reader import read_docx
from reportdesk.errors import ReadingError
from reportdesk.store import save_report

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARK = "政府信息公开"


def old_file(*streams: str, start: bytes = b"") -> bytes:
    """Something like a file of an old Office: its directory names streams."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return OLD.ljust(512, b"\1") + start.ljust(512, b"\1") + names


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("年报.docx", word(p(MARK))),
        ("年报.doc", word(p(MARK))),
        ("年报", word(p(MARK))),
        ("年报.xlsx", sheet_file(f'<row><c t="str"><v>{MARK}</v></c></row>')),
        ("年报.docx", sheet_file(f'<row><c t="str"><v>{MARK}</v></c></row>')),
        ("年报.html", f"<p>{MARK}</p>".encode("gbk")),
        ("年报.HTM", MARK.encode()),
        ("年报.doc", f"<html><p>{MARK}</p></html>".encode("gbk")),
        ("年报.xls", f"\ufeff<table><tr><td>{MARK}</table>".encode()),
        ("年报.html", f"<html><p>{MARK}</p></html>".encode("utf-16")),
        (
            "年报.mht",
            f"From: x\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>{MARK}</p>".encode(),
        ),
        ("年报.pdf", pdf_of(busy_report())),
        ("年报.doc", b"\r\n" + pdf_of(busy_report())),
    ],
)
def test_a_file_is_known_by_its_content(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    found = read_document(tmp_path / name)
    assert found.source == name
    assert any(MARK in text for text in texts(found))


@pytest.mark.parametrize("name", ["年报.txt", "年报.md", "年报"])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_text_goes_to_the_reader_of_texts(tmp_path, name, encoding):
    mark = "<p>" if Path(name).suffix else "（p）"  # without a suffix, a tag makes a web page
    text = f"{MARK}工作年度报告\n一、总体情况\n表中写作 {mark} 的是标记"
    assert texts(read_bytes(text.encode(encoding), name)) == text.split("\n")


# ---- what is refused ----


def refused(data: bytes, name: str = "年报.docx") -> str:
    with pytest.raises(ReadingError) as error:
        read_bytes(data, name)
    text = str(error.value)
    assert text.endswith("。") and "\n" not in text and len(text) < 120
    return text


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "年报.docx", "空的"),
        (b" \r\n\0\0", "年报.txt", "空的"),
        (b"\xef\xbb\xbf", "年报.html", "空的"),
        (b"\x89PNG\r\n\x1a\n...", "扫描.png", "图片"),
        (b"\xff\xd8\xff\xe0....", "年报.pdf", "图片"),
        (b"Rar!\x1a\x07....", "年报.rar", "解压"),
        (zipped({"年报.docx": b"x"}), "年报.zip", "解压"),
        (zipped({"OFD.xml": "<x/>"}), "年报.ofd", "OFD"),
        (zipped({"ppt/presentation.xml": "<x/>"}), "年报.pptx", "演示文稿"),
        (old_file("EncryptionInfo", "EncryptedPackage"), "年报.docx", "密码"),
        (old_file("EncryptionInfo", "EncryptedPackage"), "年报.xlsx", "密码"),
        (old_file("WordDocument", start=b"\xec\xa5" + bytes(9) + b"\x01"), "年报.doc", "密码"),
        (old_file("PowerPoint Document"), "年报.ppt", "演示文稿"),
        (OLD + bytes(600), "年报", "无法识别"),
        (bytes(range(256)) * 8, "年报.bin", "无法识别"),
        (b"not a word file", "年报.docx", "损坏"),
        (b"not a pdf file", "年报.pdf", "损坏"),
        (b"PK\x03\x04 cut off", "年报.docx", "不是完整的 Word 文档"),
        (b"PK\x03\x04 cut off", "年报.xlsx", "不是完整的 Excel 工作簿"),
        (word_writer.render(busy_report())[:5000], "年报.docx", "不是完整的"),
        (zipped({"_rels/.rels": relations(theme="x")}), "年报.docx", "不是 Word 文档"),
    ],
)
def test_what_is_refused_says_why(data, name, said):
    assert said in refused(data, name)


def test_our_own_files_are_opened_not_read(tmp_path):
    save_report(busy_report(), tmp_path / "年报.rdesk")
    with pytest.raises(ReadingError, match="打开"):
        read_document(tmp_path / "年报.rdesk")


def test_no_file_a_folder_and_one_that_may_not_be_read(tmp_path):
    (tmp_path / "空.docx").touch()
    for path, said in (
        ("无.docx", "没有找到"),
        (".", "文件夹"),
        ("空.docx", "“空.docx”：文件是空的"),
        ("\0", "无法读取"),
    ):
        with pytest.raises(ReadingError, match=said):
            read_document(tmp_path / path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything may be read")
def test_a_file_without_permission(tmp_path):
    (tmp_path / "a.docx").write_bytes(word(p(MARK)))
    (tmp_path / "a.docx").chmod(0)
    with pytest.raises(ReadingError, match="无法读取"):
        read_document(tmp_path / "a.docx")


def test_a_huge_file_is_not_loaded(tmp_path, monkeypatch):
    monkeypatch.setattr(office_package, "MAX_FILE", 5000)
    (tmp_path / "a.docx").write_bytes(word(p(MARK)) + bytes(5000))
    with pytest.raises(ReadingError, match="超过"):
        read_document(tmp_path / "a.docx")


def test_a_file_of_too_many_parts_is_not_listed(monkeypatch):
    monkeypatch.setattr(office_package, "MAX_ENTRIES", 50)
    parts = {f"word/media/image{number}.png": "" for number in range(60)}
    assert "过大" in refused(zipped({"word/document.xml": "<a/>", **parts}))


def test_a_zip_with_a_password():
    data = bytearray(word(p(MARK)))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := data.find(sign, place + 1)) >= 0:
            data[place + offset] |= 1
    refused(bytes(data))


# ---- old formats ----

SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
OLD_KINDS = [
    (old_file("WordDocument"), "年报.doc", ".doc", ".docx"),
    (old_file("WordDocument"), "年报.wps", ".wps", ".docx"),
    (old_file("Workbook"), "年报.et", ".et", ".xlsx"),
    (old_file("Workbook"), "年报.doc", ".xls", ".xlsx"),
    (b"{\\rtf1 x}", "年报.doc", ".rtf", ".docx"),
    (
        zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        "年报.odt",
        ".odt",
        ".docx",
    ),
    (zipped({"mimetype": SPREADSHEET, "content.xml": "<a/>"}), "年报.ods", ".ods", ".xlsx"),
]


@pytest.mark.parametrize(("data", "name", "suffix", "target"), OLD_KINDS)
def test_without_an_office_program_it_is_said_what_to_do(no_office, data, name, suffix, target):
    assert "另存为 .docx（表格另存为 .xlsx）" in refused(data, name)


def test_a_doc_that_is_cut_off_where_it_says_whether_it_is_encrypted(no_office):
    assert "另存为 .docx" in refused(OLD.ljust(512, b"\1") + b"\xec\xa5", "年报.doc")


COPIES = """
made.write_bytes(Path({0!r} + target).read_bytes())
settings = (profile / "user" / "registrymodifications.xcu").read_text("utf-8")
Path({0!r}).write_text("\\n".join([*sys.argv, os.environ["https_proxy"], settings]), "utf-8")
"""


@pytest.mark.parametrize(("data", "name", "suffix", "target"), OLD_KINDS)
def test_an_office_program_converts_in_a_room_of_its_own(stand_in, tmp_path, data, name, suffix, target):
    told = tmp_path / "told"
    (tmp_path / "told.docx").write_bytes(word(p(MARK)))
    (tmp_path / "told.xlsx").write_bytes(sheet_file(f'<row><c t="str"><v>{MARK}</v></c></row>'))
    stand_in(COPIES.format(str(told)))
    found = read_bytes(data, name)
    assert texts(found) == [MARK]
    assert f"“{suffix}”" in found.remarks[0]
    command = told.read_text("utf-8")
    given = next(line for line in command.split("\n") if line.endswith(f"given{suffix}"))
    assert not Path(given).exists() and not Path(given).parent.exists()
    for said in ("--headless", "127.0.0.1:9", "DisableMacrosExecution", "BlockUntrustedRefererLinks", "ProxyType"):
        assert said in command


@pytest.mark.parametrize("text", ["sys.exit(1)", "", "given.unlink()"])
def test_a_conversion_that_fails(stand_in, text):
    stand_in(text)
    assert "没有转换成功" in refused(old_file("WordDocument"), "年报.doc")


@pytest.mark.slow
def test_a_conversion_that_hangs_is_ended_with_all_it_started(stand_in, tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "OFFICE_TIMEOUT", 1.0)
    stand_in(hangs(tmp_path / "pid"))
    assert "时间过长" in refused(old_file("WordDocument"), "年报.doc")
    assert has_ended(tmp_path / "pid")


def test_a_program_that_cannot_start(monkeypatch, tmp_path):
    monkeypatch.setattr(libreoffice, "office_program", lambda: str(tmp_path / "none"))
    assert "没有转换成功" in refused(b"{\\rtf1}", "年报.rtf")


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("suffix", "render"), [(".doc", word_writer.render), (".odt", word_writer.render), (".xls", excel_writer.render)]
)
def test_libreoffice_there_and_back(suffix, render):
    made = libreoffice.convert(render(busy_report()), ".docx" if suffix != ".xls" else ".xlsx", suffix, 120)
    found = read_bytes(made, f"年报{suffix}")
    expected = read_docx(word_writer.render(busy_report()), "")
    shapes = [shape_of(block) for block in expected.blocks if isinstance(block, TableBlock)]
    assert [shape_of(block) for block in found.blocks if isinstance(block, TableBlock)] == shapes


@pytest.mark.usefixtures("office")
def test_print_of_libreoffice():
    found = read_bytes(libreoffice.convert(word_writer.render(busy_report()), ".docx", ".pdf", 120), "年报.pdf")
    expected = read_docx(word_writer.render(busy_report()), "")
    shapes = [shape_of(block) for block in expected.blocks if isinstance(block, TableBlock)]
    assert [shape_of(block) for block in found.blocks if isinstance(block, TableBlock)] == shapes
    assert texts(found) == texts(expected)


def shape_of(block: TableBlock) -> list[list[str]]:
    return [[spot.text.replace("\n", "") for spot in row if not spot.continued] for row in block.grid]


def test_a_zip_of_a_folder_is_not_taken_for_a_document():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("年报/第一部分.html", html_of(busy_report()))
    assert "解压" in refused(data.getvalue(), "年报.docx")
