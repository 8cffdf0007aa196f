"""一键生成报送材料: the files that are sent up, in one folder, under the names asked for, with a list of them."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from reportdesk.checks import check
from reportdesk.documents import checklist, review_sheet
from reportdesk.documents.html import writer as html_writer
from reportdesk.documents.word.options import DEFAULT, WordOptions
from reportdesk.errors import ReportDeskError
from reportdesk.files.safe_names import file_name, safe_name
from reportdesk.report import Edit, Report, edit
from reportdesk.report.schema import Submission
from reportdesk.report.timestamps import current_time, format_time
from reportdesk.services.export import Export, Make, make_folder, pdf_file, word_file, workbook
from reportdesk.services.review_sheet import review_of
from reportdesk.store import SUFFIX, encode, write_atomically
from reportdesk.text.characters import clean_line

PATTERN = "{单位全称}{年度}年{文件名}"
FIELDS = ("序号", "单位全称", "年度", "文件名")
LIST_NAME = "材料清单"

_LONGEST_REASON = 500

Media = Mapping[str, bytes]
Progress = Callable[[int, int, str], None]


class SubmissionError(ReportDeskError):
    """Why no files can be made at all; the sentence says what to do."""


class Item(NamedTuple):
    """A file that can be asked for: what it is, the 文件名 of its name, its suffix, and what makes it."""

    label: str
    name: str
    suffix: str
    make: Make


class Made(NamedTuple):
    """What was made: the files written, (name, sentence) of what failed, and the step that records it in the report."""

    files: list[Path]
    failed: list[tuple[str, str]]
    step: Edit


def _public_page(report: Report, media: Media, options: WordOptions) -> Export:
    return Export(html_writer.render(report, media, public=True))


def _review_sheet(report: Report, media: Media, options: WordOptions) -> Export:
    return Export(review_sheet.render(report, review_of(report, check(report))))


def _checklist(report: Report, media: Media, options: WordOptions) -> Export:
    return Export(checklist.render(report))


_REPORT = "政府信息公开工作年度报告"

# By the names under which they are asked for, in the order of the list.
ITEMS = {
    "docx": Item("年度报告（Word）", _REPORT, ".docx", word_file),
    "xlsx": Item("年度报告（Excel）", _REPORT, ".xlsx", workbook),
    "pdf": Item("年度报告（PDF）", _REPORT, ".pdf", pdf_file),
    "html": Item("年度报告（网页，用于公开）", _REPORT, ".html", _public_page),
    "review": Item("年度报告送审表", "政府信息公开年度报告送审表", ".docx", _review_sheet),
    "checklist": Item("逐项录入对照单", "逐项录入对照单", ".html", _checklist),
    "rdesk": Item("年报填报文件", _REPORT, SUFFIX, lambda report, media, options: Export(encode(report, dict(media)))),
}


def make_submission(
    report: Report,
    folder: Path,
    wanted: Collection[str],
    *,
    media: Media | None = None,
    options: WordOptions = DEFAULT,
    pattern: str = PATTERN,
    number: str = "",
    reason: str = "",
    at: str = "",
    progress: Progress | None = None,
) -> Made:
    """Writes the files wanted (keys of ITEMS) and a list of them into a folder; files of the same names are replaced.

    `number` is the 序号 that the unit has in the list of its superior; without one the files are numbered. While
    errors are open a `reason` is needed; it stands in the list and in the report. `at` is the time, now if left out.
    A file that cannot be made does not stop the others. `progress` is told before each file how many are done, how
    many there are, and what comes next. Raises SubmissionError, ExportError when the folder cannot be made.
    """
    items = [item for key, item in ITEMS.items() if key in wanted]
    if not items or unknown_items(wanted):
        raise SubmissionError("请至少选择一种要生成的报送材料。" if not items else "要生成的报送材料中有不认识的种类。")
    errors, reason = check(report).errors, clean_line(reason)[:_LONGEST_REASON]
    if errors and not reason:
        raise SubmissionError(f"报告还有 {errors} 处错误没有处理。请先改正；确需现在报送的，请写明原因。")
    names = file_names(report, pattern, [*items, Item("清单", LIST_NAME, ".txt", lambda *_: Export(b""))], number)
    make_folder(folder)
    at = at or current_time()
    record = Submission(at, names[:-1], errors, reason)
    step = edit(report, {("submissions", at): record}, "生成报送材料")
    files: list[Path] = []
    failed: list[tuple[str, str]] = []
    lines: list[str] = []
    for done, (item, name) in enumerate(zip(items, names, strict=False)):
        if progress:
            progress(done, len(items), item.label)
        try:
            made = item.make(step.apply(report), media or {}, options)
            write_atomically(folder / name, made.data)
        except ReportDeskError as error:
            failed.append((name, str(error)))
            lines.append(f"{done + 1}. {name}：没有生成。{error}")
        else:
            files.append(folder / name)
            remark = f"，{made.remark}" if made.remark else ""
            lines.append(f"{done + 1}. {name}（{item.label}，{-(-len(made.data) // 1024)} KB{remark}）")
    try:
        write_atomically(folder / names[-1], _list(report, record, lines))
        files.append(folder / names[-1])
    except ReportDeskError as error:
        failed.append((names[-1], str(error)))
    if progress:
        progress(len(items), len(items), "")
    if failed:
        missing = {name for name, _ in failed}
        record = Submission(at, [name for name in record.files if name not in missing], errors, reason)
        step = edit(report, {("submissions", at): record}, step.label)
    return Made(files, failed, step)


def file_names(report: Report, pattern: str, items: Collection[Item], number: str = "") -> list[str]:
    """The names of these files by a pattern with the fields 序号、单位全称、年度、文件名 in braces.

    Raises SubmissionError for a pattern that cannot be used, or that gives two files one name.
    """
    check_pattern(pattern)
    names: list[str] = []
    for place, item in enumerate(items, 1):
        fields = (safe_name(number, 30) or f"{place:02}", safe_name(report.unit), str(report.year), item.name)
        text = pattern.format(**dict(zip(FIELDS, fields, strict=True)))
        if not safe_name(text):
            raise SubmissionError("按这个命名规则得不到文件名，请在命名规则中加上“{文件名}”。")
        name = file_name(text, item.suffix)
        if name.casefold() in (other.casefold() for other in names):
            raise SubmissionError(f"按这个命名规则会有两个文件都叫“{name}”，请在命名规则中加上“{{文件名}}”。")
        names.append(name)
    return names


def check_pattern(pattern: str) -> None:
    """Raises SubmissionError for a pattern with braces that are no field."""
    known = "、".join(f"{{{field}}}" for field in FIELDS)
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError as error:
        raise SubmissionError(f"命名规则“{pattern[:60]}”中的花括号不成对。可用的字段：{known}。") from error
    for _, field, spec, conversion in parts:
        if field is not None and (field not in FIELDS or spec or conversion):
            raise SubmissionError(f"命名规则中没有“{{{field[:20]}}}”这个字段。可用的字段：{known}。")


def unknown_items(wanted: Collection[str]) -> list[str]:
    """What was asked for that no item is called."""
    return [key for key in wanted if key not in ITEMS]


def _list(report: Report, record: Submission, lines: list[str]) -> bytes:
    """The list as a text file that opens well everywhere: UTF-8 with its mark, line ends of Windows."""
    head = [f"{report.title}　报送{LIST_NAME}", f"单位：{report.unit}", f"生成时间：{format_time(record.at, 'second')}"]
    if record.errors:
        head.append(f"生成时报告还有 {record.errors} 处错误未处理，原因：{record.reason}")
    return "\r\n".join([*head, "", *lines, ""]).encode("utf-8-sig")
