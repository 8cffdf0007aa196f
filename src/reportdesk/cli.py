"""The commands. Results go to stdout, messages in Chinese to stderr; there is never a traceback.

Exit status: 0 done and no unjudged error; 1 `check` found errors, `import` has doubts, `compare` found differences;
2 something could not be read or written.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from reportdesk import form
from reportdesk.checks import check
from reportdesk.documents import workers
from reportdesk.errors import ReportDeskError
from reportdesk.report import Report, kind_id
from reportdesk.services.compare_reports import compare, comparison_data, comparison_lines
from reportdesk.services.new_report import continue_report, fill, read_values
from reportdesk.services.text_output import (
    check_result_data,
    check_result_lines,
    reading_data,
    reading_lines,
    report_data,
    report_lines,
)
from reportdesk.store import SUFFIX, open_report, save_report
from reportdesk.version import VERSION

PROGRAM = "reportdesk"


def main(arguments: Sequence[str]) -> int:
    """Runs one command, or works for another process of ours; returns the exit status."""
    if list(arguments) == [workers.WORKER_OPTION]:
        workers.serve()
    _speak_utf8()
    try:
        options = _parser().parse_args(arguments)
        status: int = options.run(options)
        return status
    except ReportDeskError as error:
        print(f"{PROGRAM}：{error}", file=sys.stderr)
    except KeyboardInterrupt:
        print(f"{PROGRAM}：已中断。", file=sys.stderr)
    except BrokenPipeError:  # the reader of our output has gone, as with "| head"
        sys.stderr.close()
    except Exception as error:  # a mistake of ours, told in a sentence
        name = type(error).__name__
        print(f"{PROGRAM}：程序内部出错（{name}），没有完成。请把所用命令和文件告知维护人员。", file=sys.stderr)
    return 2


def _new(options: argparse.Namespace) -> int:

    target = _report_path(options.output)
    year = _year(options.year)
    edition = options.edition or form.for_year(year)
    report = Report.new(unit=options.unit, year=year, edition=edition, kind=options.kind)
    if options.previous:
        report = continue_report(report, _open_any_file(options.previous))
        if options.kind:
            report = _of_kind(report, options.kind)
    if options.values:
        report = fill(report, read_values(Path(options.values)))
    save_report(report, target)
    print(f"已新建：{target}", file=sys.stderr)
    return 0


def _show(options: argparse.Namespace) -> int:

    report = open_report(options.file)
    if options.json:
        _print_json(report_data(report))
    else:
        print("\n".join(report_lines(report)))
    return 0


def _check(options: argparse.Namespace) -> int:
    from reportdesk.services.custom_dictionary import custom_words

    report = open_report(options.file)
    previous = _open_any_file(options.previous) if options.previous else None
    outcome = check(report, previous, custom_words().words)
    if options.json:
        _print_json(check_result_data(outcome))
    else:
        print("\n".join(check_result_lines(report.form, outcome)))
    return 1 if outcome.errors else 0


def _compare(options: argparse.Namespace) -> int:

    a, b = _open_any_file(options.a), _open_any_file(options.b)
    found = compare(a, b)
    if options.json:
        _print_json(comparison_data(found))
    else:
        print("\n".join(comparison_lines(a, b, found)))
    return 1 if found.different else 0


def _open_any_file(path: str) -> Report:
    from reportdesk.services.import_report import open_any_file

    return open_any_file(path)


def _import(options: argparse.Namespace) -> int:
    from reportdesk.services import import_folder, import_report

    if Path(options.file).is_dir():
        taken = []
        for number, count, each in import_folder.import_folder(options.file, options.output):
            print(f"[{number}/{count}] {each.line}", file=sys.stderr)
            taken.append(each)
        if options.json:
            _print_json(import_folder.summary_data(taken))
        print("\n".join(import_folder.summary_lines(taken)), file=sys.stderr)
        return 2 if any(each.failed for each in taken) else int(any(each.doubts for each in taken))
    target = _report_path(options.output)
    reading = import_report.read(options.file)
    save_report(reading.report, target, reading.media)
    if options.json:
        _print_json(reading_data(reading))
    print("\n".join([*reading_lines(reading), f"已读入：{target}"]), file=sys.stderr)
    return 1 if reading.doubts else 0


def _export(options: argparse.Namespace) -> int:
    from reportdesk.services.export import open_with_media, write, write_folder

    if not Path(options.file).is_dir():
        if options.to:
            raise ReportDeskError(f"“{options.file}”不是文件夹；--to 只用于导出整个文件夹，单个文件请只写 -o。")
        stored = open_with_media(options.file)
        remark = write(stored.report, options.output, stored.media)
        print(f"已导出：{options.output}{f'（{remark}）' if remark else ''}", file=sys.stderr)
        return 0
    if not options.to:
        raise ReportDeskError("导出整个文件夹时，请用 --to 写明要哪几种文件，如 --to docx,xlsx,html,pdf。")
    suffixes = [f".{kind.strip().lstrip('.').lower()}" for kind in options.to.split(",") if kind.strip()]
    with _progress() as progress:
        batch = write_folder(Path(options.file), Path(options.output), suffixes, progress)
    for name, sentence in batch.failed:
        print(f"{PROGRAM}：{name}：{sentence}", file=sys.stderr)
    failures = f"，{len(batch.failed)} 个没有完成" if batch.failed else ""
    print(f"已导出 {len(batch.written)} 个文件到“{options.output}”{failures}。", file=sys.stderr)
    return 2 if batch.failed else 0


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None]]:
    """Shows how far a job is: a bar that stays on its line in a terminal, a line a step elsewhere."""
    on_terminal = sys.stderr.isatty()

    def show(done: int, total: int, name: str) -> None:
        text = f"[{done}/{total}] {name}".rstrip()
        if on_terminal:
            full = 24 * done // max(1, total)
            text = f"\r\x1b[K{'█' * full}{'░' * (24 - full)} {text}"
        elif not name:
            return
        print(text, end="" if on_terminal else "\n", file=sys.stderr, flush=True)

    try:
        yield show
    finally:
        if on_terminal:
            print(file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog=PROGRAM, description="年报填报：政府信息公开工作年度报告的填报、校验和导出。")
    parser.add_argument("--version", action="version", version=f"年报填报 {VERSION}", help="显示版本")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True, parser_class=_Parser)

    new = commands.add_parser("new", help="新建一份年度报告")
    new.add_argument("--unit", metavar="单位", required=True, help="单位名称")
    new.add_argument("--year", metavar="年度", required=True, help="报告年度，如 2025")
    new.add_argument("--kind", metavar="类别", default="", help="单位类别")
    new.add_argument("--edition", metavar="版本", default="", help="格式版本（默认按年度：2021 年起为 2021）")
    new.add_argument("--values", metavar="数据.json", help="数据文件（JSON）")
    new.add_argument("--previous", metavar="上年报告", help="上年的报告，结转等数字由此填入")
    new.add_argument("-o", dest="output", metavar="文件", required=True, help="保存为（.rdesk）")
    new.set_defaults(run=_new)

    show = commands.add_parser("show", help="显示报告内容")
    show.add_argument("file", metavar="文件", help="年报填报文件（.rdesk）")
    show.add_argument("--json", action="store_true", help="以 JSON 输出")
    show.set_defaults(run=_show)

    check = commands.add_parser("check", help="核对勾稽关系")
    check.add_argument("file", metavar="文件", help="年报填报文件（.rdesk）")
    check.add_argument("--previous", metavar="上年报告", help="上年的报告（默认用文件中附带的）")
    check.add_argument("--json", action="store_true", help="以 JSON 输出")
    check.set_defaults(run=_check)

    compare = commands.add_parser("compare", help="比对两份报告，如送审稿与已公开的网页")
    compare.add_argument("a", metavar="甲", help="一份报告")
    compare.add_argument("b", metavar="乙", help="另一份报告")
    compare.add_argument("--json", action="store_true", help="以 JSON 输出")
    compare.set_defaults(run=_compare)

    import_ = commands.add_parser("import", help="读入已有的报告（Word、Excel、网页、PDF、文本）")
    import_.add_argument("file", metavar="文件", help="要读入的文件，或放有多份报告的文件夹")
    import_.add_argument("-o", dest="output", metavar="文件", required=True, help="保存为（.rdesk），或保存到文件夹")
    import_.add_argument("--json", action="store_true", help="以 JSON 输出")
    import_.set_defaults(run=_import)

    export = commands.add_parser("export", help="导出 Word、Excel、网页或 PDF 文件")
    export.add_argument("file", metavar="文件", help="年报填报文件（.rdesk），或者存放它们的文件夹")
    export.add_argument(
        "-o", dest="output", metavar="文件", required=True, help="导出为（.docx、.xlsx、.html、.pdf）或文件夹"
    )
    export.add_argument("--to", metavar="种类", default="", help="导出文件夹时要哪几种文件，如 docx,xlsx,html,pdf")
    export.set_defaults(run=_export)
    return parser


class _Parser(argparse.ArgumentParser):
    """argparse with Chinese messages."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示用法")

    def error(self, message: str) -> NoReturn:
        raise ReportDeskError(f"命令写法有误：{_in_chinese(message)}。用法见“{self.prog} --help”。")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "用法：")

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：")


def _in_chinese(message: str) -> str:
    _, _, detail = message.rpartition(": ")
    if "required" in message:
        return f"缺少 {detail}"
    if "unrecognized" in message:
        return f"不认识 {detail}"
    if "expected" in message:
        return f"{message.split(':')[0].removeprefix('argument ')} 后面缺少内容"
    return "不认识这个命令" if "invalid choice" in message else detail


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise ReportDeskError(f"报告年度“{text}”不对，请填四位年份，如 2025。")
    return int(text)


def _of_kind(report: Any, kind: str) -> Any:
    return msgspec.structs.replace(report, kind=kind_id(report.form, kind))


def _report_path(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() != SUFFIX:
        raise ReportDeskError(f"年报填报文件的文件名请以 {SUFFIX} 结尾（现为“{path.name}”）。")
    return path


def _print_json(data: dict[str, Any]) -> None:
    print(msgspec.json.format(msgspec.json.encode(data), indent=1).decode())


def _speak_utf8() -> None:
    """Chinese and JSON come out whole, whatever the console's code page; what it cannot show is replaced."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
