"""File names made of whatever a clerk typed: every file system takes them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportdesk.files.safe_names import LONGEST, file_name, safe_name

SUFFIXES = (".docx", ".rdesk", ".html")
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³")}


@given(st.text(max_size=100))
def test_a_safe_name_stays_as_it_is(text):
    name = safe_name(text)
    assert safe_name(name) == name
    assert len(name.encode()) <= 120


@given(st.text(max_size=300), st.sampled_from(SUFFIXES))
def test_whatever_is_typed_gives_a_name_that_every_system_takes(title, suffix):
    name = file_name(title, suffix)
    stem = name.removesuffix(suffix)
    assert len(name.encode()) <= LONGEST
    assert stem == stem.strip(" .") != "" and name.endswith(suffix)
    assert not set(name) & set('<>:"/\\|?*\r\n\t\0\x7f')
    assert stem.partition(".")[0].rstrip(" ").casefold() not in RESERVED


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_long_chinese_title_can_be_written_under_its_name(tmp_path, suffix):
    name = file_name("示例省示例市" * 20 + "2025年政府信息公开工作年度报告（公开稿）", suffix)
    (tmp_path / name).write_bytes(b"x")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert Path(name).suffix == suffix and "\ufffd" not in name


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("示例县水务局2025年度报告", "示例县水务局2025年度报告"),
        ("a/b\\c:d", "a b c d"),
        ("CON", "CON_"),
        ("con.2025", "con_.2025"),
        ("nul .txt", "nul_.txt"),
        ("COM¹", "COM¹_"),
        ("console", "console"),
        ("报告...", "报告"),
        (" .报告. ", "报告"),
        ("报\ud800告\udfff", "报 告"),
        ("年报\n2025", "年报 2025"),
        ("///", "未命名"),
        ("", "未命名"),
    ],
)
def test_what_becomes_of_a_title(title, stem):
    assert file_name(title, ".docx") == f"{stem}.docx"
