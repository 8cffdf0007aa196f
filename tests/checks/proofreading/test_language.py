"""Lists of words: what ships, and what an office writes itself."""

import pytest

from reportdesk.checks.proofreading import word_lists
from reportdesk.checks.proofreading.word_lists import MOST_BYTES, MOST_WORDS, parse_words, read_words
from reportdesk.services import custom_dictionary


def test_the_shipped_list_can_be_used_line_by_line():
    shipped = word_lists.wrong_words()
    assert len(shipped) >= 60
    assert parse_words(word_lists._shipped("wrong_words.txt")).refused == []
    assert shipped["已申请公开"] == "依申请公开"
    for right in shipped.values():
        assert not any(other in right for other in shipped), f"{right} is wrong itself"


@pytest.mark.parametrize("arrow", ["→", " → ", "->", "=>", "\t"])
def test_how_an_entry_is_written(arrow):
    assert parse_words(f"# 说明\n\n 县府办{arrow}县政府办公室  # 全称\n").words == {"县府办": "县政府办公室"}


@pytest.mark.parametrize("line", ["县府办", "→县政府", "县→", "的→地", "县府→县府", "a→b→c", "县" * 41 + "→乡"])
def test_a_line_that_cannot_be_used_is_told(line):
    found = parse_words(f"布署→部署\n{line}")
    assert found.words == {"布署": "部署"}
    (told,) = found.refused
    assert told.startswith("第 2 行")
    assert told.endswith("。")


def test_a_word_may_be_taken_away_altogether():
    assert parse_words("等等等→").words == {"等等等": ""}


def test_lists_are_bounded(tmp_path):
    many = parse_words("\n".join(f"错词{number}→正词" for number in range(MOST_WORDS + 10)))
    assert (len(many.words), len(many.refused)) == (MOST_WORDS, 1)
    large = tmp_path / "words.txt"
    large.write_bytes(b"#" * (MOST_BYTES + 1))
    assert read_words(large).words == {}
    assert "过大" in read_words(large).refused[0]


def test_files_that_are_missing_foreign_or_no_text(tmp_path):
    assert read_words(tmp_path / "none.txt") == ({}, [])
    assert read_words(tmp_path).refused != []
    file = tmp_path / "words.txt"
    file.write_bytes("县府办→县政府办公室".encode("gbk"))
    assert read_words(file).words == {"县府办": "县政府办公室"}
    file.write_bytes(b"\xef\xbb\xbf" + "县府办→县政府办公室\r\n".encode())
    assert read_words(file).words == {"县府办": "县政府办公室"}
    file.write_bytes(b"\xff\xfe\x00\xff" * 9)
    assert read_words(file).words == {}
    assert read_words(file).refused != []


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(custom_dictionary, "dictionary_path", lambda: tmp_path / "settings" / custom_dictionary.NAME)
    return tmp_path / "settings"


def test_the_offices_own_list_is_kept_and_read_again(folder):
    assert custom_dictionary.custom_words() == ({}, [])
    assert custom_dictionary.dictionary_text() == custom_dictionary.HEAD
    assert parse_words(custom_dictionary.HEAD) == ({}, [])
    kept = custom_dictionary.save_dictionary("县府办→县政府办公室\n坏行")
    assert (kept.words, len(kept.refused)) == ({"县府办": "县政府办公室"}, 1)
    assert custom_dictionary.custom_words() == kept
    assert custom_dictionary.dictionary_text() == "县府办→县政府办公室\n坏行"
    assert custom_dictionary.custom_words() is custom_dictionary.custom_words(), "read once"
    (folder / custom_dictionary.NAME).write_text("县府→县政府\n另一→另外\n", "utf-8")
    assert custom_dictionary.custom_words().words == {"县府": "县政府", "另一": "另外"}


def test_a_list_that_is_too_long_is_not_kept(folder):
    custom_dictionary.save_dictionary("县府办→县政府办公室")
    with pytest.raises(custom_dictionary.WordsError, match="过长"):
        custom_dictionary.save_dictionary("长" * MOST_BYTES)
    assert custom_dictionary.custom_words().words == {"县府办": "县政府办公室"}


def test_an_office_without_the_right_to_write_is_told(tmp_path, monkeypatch):
    (tmp_path / "settings").write_text("a file where the folder should be")
    monkeypatch.setattr(custom_dictionary, "dictionary_path", lambda: tmp_path / "settings" / custom_dictionary.NAME)
    with pytest.raises(custom_dictionary.WordsError):
        custom_dictionary.save_dictionary("县府办→县政府办公室")


def test_doubled_characters_are_listed_with_what_excuses_them():
    assert all(len(each.word) == 2 and each.word[0] == each.word[1] for each in word_lists.doubled_characters())
    assert len({each.word for each in word_lists.doubled_characters()}) == len(word_lists.doubled_characters())
