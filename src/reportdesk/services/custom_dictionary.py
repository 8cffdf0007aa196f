"""The office's own list of wrong → right words (本单位词表): a text file in the user's settings folder."""

from pathlib import Path

from reportdesk.checks.proofreading.word_lists import MOST_BYTES, WordList, parse_words, read_words
from reportdesk.errors import ReportDeskError
from reportdesk.files.atomic import write_atomically

NAME = "words.txt"
HEAD = """\
# 本单位词表：一行一条，写成“错词→正词”；“#”后面是说明，不起作用。
# 例：
# 县府办→县政府办公室
"""
_read: dict[Path, tuple[tuple[int, int], WordList]] = {}


class WordsError(ReportDeskError):
    """A list of words that cannot be kept."""


def dictionary_path() -> Path:
    """Where the list is kept; nothing need be there."""
    from platformdirs import user_config_path

    return user_config_path("reportdesk", appauthor=False) / NAME


def custom_words() -> WordList:
    """The list as it is on disk; read again only when the file has changed. Never an error."""
    file = dictionary_path()
    try:
        stat = file.stat()
        state = (stat.st_mtime_ns, stat.st_size)
    except OSError:
        return WordList({}, [])
    known = _read.get(file)
    if known is None or known[0] != state:
        known = _read[file] = (state, read_words(file))
    return known[1]


def dictionary_text() -> str:
    """The file as a person edits it; an explanation where there is none yet."""
    try:
        with dictionary_path().open("rb") as file:
            return file.read(MOST_BYTES).decode("utf-8-sig", "replace")
    except OSError:
        return HEAD


def save_dictionary(text: str) -> WordList:
    """Keeps the list, and says which lines cannot be used. Raises WordsError, WriteError."""
    data = text.encode("utf-8", "replace")
    if len(data) > MOST_BYTES:
        raise WordsError(f"词表过长：最多 {MOST_BYTES // 1024} KB，请删减后再保存。")
    file = dictionary_path()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WordsError(f"文件夹“{file.parent}”无法建立，词表没有保存，请检查权限。") from error
    write_atomically(file, data)
    _read.pop(file, None)
    return parse_words(text)
