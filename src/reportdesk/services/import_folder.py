"""Many reports at once: every file of a folder → a .rdesk file in another."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from reportdesk.documents.file_types import READABLE, UNKNOWN, file_type
from reportdesk.errors import ReportDeskError
from reportdesk.services.import_report import read
from reportdesk.store import SUFFIX, save_report

# What office programs and systems leave beside the files that a person made.
_ASIDE = ("~$", ".~", ".")


class FolderError(ReportDeskError):
    """A folder that cannot be read from or written to."""


class ImportedFile(NamedTuple):
    """What became of one file: the target it was saved to, how many doubts it has, or why it was not read."""

    file: str
    target: str = ""
    doubts: int = 0
    result: str = ""
    failed: str = ""
    kept: bool = False

    @property
    def line(self) -> str:
        """The outcome in a line."""
        if self.failed:
            return f"{self.file}：没有读入。{self.failed}"
        if self.kept:
            return f"{self.file}：已有“{self.target}”，没有覆盖。"
        doubts = f"{self.doubts} 处待核对；" if self.doubts else ""
        return f"{self.file}：已读入，{doubts}{self.result}。"


def import_folder(source: str | Path, target: str | Path) -> Iterator[tuple[int, int, ImportedFile]]:
    """Reads the files of a folder one by one: (number, of how many, what became of it).

    A file "甲.docx" becomes "甲.rdesk"; where several differ only in their kind, "甲（docx）.rdesk". What stands in the
    target folder already is kept. No file stops the others. Raises FolderError where there is nothing to do.
    """
    source, target = Path(source), Path(target)
    files = _files(source)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderError(f"“{target}”不能用作保存的文件夹，请换一个位置。") from error
    stems = Counter(path.stem.casefold() for path in files)
    for number, path in enumerate(files, 1):
        name = path.stem if stems[path.stem.casefold()] == 1 else f"{path.stem}（{path.suffix[1:].lower()}）"
        yield number, len(files), _take(path, target / f"{name}{SUFFIX}")


def summary_data(taken: Sequence[ImportedFile]) -> dict[str, Any]:
    """The outcome as `import DIR --json` prints it."""
    return {"files": [each._asdict() for each in taken]}


def summary_lines(taken: Sequence[ImportedFile]) -> list[str]:
    """The outcome in a few lines: how many, and which files need a look and why."""
    failed = [each for each in taken if each.failed]
    kept = [each for each in taken if each.kept]
    doubtful = [each for each in taken if each.doubts]
    done = len(taken) - len(failed) - len(kept)
    lines = [f"共 {len(taken)} 个文件：读入 {done} 个，其中 {len(doubtful)} 个有待核对之处；{len(failed)} 个没有读入。"]
    if kept:
        lines[0] = lines[0].removesuffix("。") + f"；{len(kept)} 个已有同名文件，没有覆盖。"
    lines += [f"待核对：{each.file}（{each.doubts} 处，{each.result}）" for each in doubtful]
    return [*lines, *(f"没有读入：{each.file}。{each.failed}" for each in failed)]


def _files(folder: Path) -> list[Path]:
    try:
        found = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith(_ASIDE))
    except OSError as error:
        raise FolderError(f"文件夹“{folder}”无法读取，请检查位置和权限。") from error
    files = [path for path in found if file_type(path.suffix) != UNKNOWN]
    if not files:
        raise FolderError(f"文件夹“{folder}”中没有可以读入的文件（{READABLE}）。")
    return files


def _take(path: Path, target: Path) -> ImportedFile:
    if target.exists():
        return ImportedFile(path.name, target.name, kept=True)
    try:
        reading = read(path)
        save_report(reading.report, target, reading.media)
    except ReportDeskError as error:
        return ImportedFile(path.name, failed=str(error))
    except Exception as error:  # a mistake of ours in one file must not cost the others
        return ImportedFile(path.name, failed=f"程序内部出错（{type(error).__name__}），请把这个文件告知维护人员。")
    return ImportedFile(path.name, target.name, len(reading.doubts), reading.result)
