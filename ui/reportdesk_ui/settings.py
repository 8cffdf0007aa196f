"""What the program knows of files and remembers between two starts: zoom, colours, recent files, the last folder."""

import json
from pathlib import Path
from typing import Any

from platformdirs import user_config_path, user_documents_path
from PySide6.QtCore import QSettings

from reportdesk.documents.file_types import FILE_TYPES
from reportdesk.documents.word.options import DEFAULT, OptionsError, WordOptions, from_builtins, to_builtins
from reportdesk.store import SUFFIX

# What file dialogs offer, as Qt writes it: "Word 文档 (*.docx *.doc);;所有文件 (*)".
FILE_FILTER = f"年报填报文件 (*{SUFFIX})"
_OTHERS = " ".join(f"*{suffix}" for suffix in FILE_TYPES)
IMPORT_FILTER = f"各种格式的年度报告 ({_OTHERS});;所有文件 (*)"
ANY_REPORT = f"年度报告 (*{SUFFIX} {_OTHERS});;所有文件 (*)"
SAMPLES = {"busy.rdesk": "示例：业务量较大的县", "quiet.rdesk": "示例：全年没有申请的局"}
ZOOMS = (100, 110, 125, 150, 175, 200)
MOST_RECENT = 8
KEEP_NUMBERS = (0, 5, 10, 20, 50, 100)
KEEP_DAYS = (30, 90, 180, 365, 1100)
MOST_UNITS = 200  # whose Word options are remembered


class Settings:
    """Reads and writes the settings file; a broken or unwritable one is as good as none."""

    def __init__(self) -> None:
        folder = user_config_path("reportdesk", appauthor=False)
        self._file = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)

    @property
    def zoom(self) -> int:
        return self._one_of("zoom", ZOOMS, 100)

    @zoom.setter
    def zoom(self, percent: int) -> None:
        self._file.setValue("zoom", percent)

    @property
    def scheme(self) -> str:
        return str(self._file.value("scheme", "system"))

    @scheme.setter
    def scheme(self, scheme: str) -> None:
        self._file.setValue("scheme", scheme)

    @property
    def keep_number(self) -> int:
        """How many earlier versions of a report are kept."""
        return self._one_of("keep_number", KEEP_NUMBERS, 20)

    @keep_number.setter
    def keep_number(self, number: int) -> None:
        self._file.setValue("keep_number", number)

    @property
    def keep_days(self) -> int:
        """For how many days earlier versions are kept."""
        return self._one_of("keep_days", KEEP_DAYS, 180)

    @keep_days.setter
    def keep_days(self, days: int) -> None:
        self._file.setValue("keep_days", days)

    def _one_of(self, name: str, values: tuple[int, ...], usual: int) -> int:
        try:
            value = int(str(self._file.value(name, usual)))
        except ValueError:
            return usual
        return value if value in values else usual

    @property
    def recent(self) -> list[Path]:
        """Recently opened files, newest first."""
        stored = self._file.value("recent", [])
        names = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        return [Path(str(name)) for name in names if name][:MOST_RECENT]

    def remember(self, path: Path) -> None:
        """Puts a file at the head of the recent ones."""
        path = path.absolute()
        paths = [path, *(other for other in self.recent if other != path)]
        self._file.setValue("recent", [str(each) for each in paths[:MOST_RECENT]])

    def forget(self, path: Path) -> None:
        """Takes a file from the recent ones."""
        self._file.setValue("recent", [str(each) for each in self.recent if each != path])

    @property
    def folder(self) -> Path:
        """Where files were last opened or saved."""
        if self.recent and self.recent[0].parent.is_dir():
            return self.recent[0].parent
        documents = user_documents_path()
        return documents if documents.is_dir() else Path.home()

    def word_options(self, unit: str) -> WordOptions:
        """How the Word files of a unit are set; by the standard where nothing that can be used is remembered."""
        try:
            return from_builtins(self._stored("word_options").get(unit, {}))
        except OptionsError:
            return DEFAULT

    def remember_word_options(self, unit: str, options: WordOptions) -> None:
        """Remembers how the Word files of a unit are set."""
        others = [each for each in self._stored("word_options").items() if each[0] != unit]
        self._store("word_options", dict([*others[1 - MOST_UNITS :], (unit, to_builtins(options))]))

    @property
    def submission(self) -> dict[str, Any]:
        """What was chosen when files to be sent up were last made: "pattern" and "items"."""
        return self._stored("submission")

    @submission.setter
    def submission(self, chosen: dict[str, Any]) -> None:
        self._store("submission", chosen)

    def _stored(self, name: str) -> dict[str, Any]:
        try:
            found = json.loads(str(self._file.value(name, "{}")))
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def _store(self, name: str, data: dict[str, Any]) -> None:
        self._file.setValue(name, json.dumps(data, ensure_ascii=False))
