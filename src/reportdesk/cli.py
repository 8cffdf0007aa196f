"""The commands. Results go to stdout, messages in Chinese to stderr; there is never a traceback.

Exit status: 0 done and no unjudged error; 1 `check` found errors; 2 something could not be read or written.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from reportdesk.errors import ReportDeskError
from reportdesk.version import VERSION

COMMANDS = ("new", "show", "check", "export")
PROGRAM = "reportdesk"


def main(arguments: Sequence[str]) -> int:
    """Runs one command; returns the exit status."""
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
    from reportdesk.jobs.starting import continued, filled, read_values
    from reportdesk.report import Report
    from reportdesk.store import open_report, save_report

    target = _report_path(options.output)
    report = Report.new(unit=options.unit, year=_year(options.year), edition=options.edition, kind=options.kind)
    if options.previous:
        report = continued(report, open_report(options.previous))
        if options.kind:
            report = _of_kind(report, options.kind)
    if options.values:
        report = filled(report, read_values(Path(options.values)))
    save_report(report, target)
    print(f"已新建：{target}", file=sys.stderr)
    return 0


def _show(options: argparse.Namespace) -> int:
    from reportdesk.jobs.showing import report_data, report_lines
    from reportdesk.store import open_report

    report = open_report(options.file)
    if options.json:
        _print_json(report_data(report))
    else:
        print("\n".join(report_lines(report)))
    return 0


def _check(options: argparse.Namespace) -> int:
    from reportdesk.checks import check
    from reportdesk.jobs.own_words import own_words
    from reportdesk.jobs.showing import outcome_data, outcome_lines
    from reportdesk.store import open_report

    report = open_report(options.file)
    outcome = check(report, own=own_words().words)
    if options.json:
        _print_json(outcome_data(outcome))
    else:
        print("\n".join(outcome_lines(report.form, outcome)))
    return 1 if outcome.errors else 0


def _export(options: argparse.Namespace) -> int:
    from reportdesk.jobs.exporting import write
    from reportdesk.store import open_report

    write(open_report(options.file), options.output)
    print(f"已导出：{options.output}", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog=PROGRAM, description="年报填报：政府信息公开工作年度报告的填报、校验和导出。")
    parser.add_argument("--version", action="version", version=f"年报填报 {VERSION}", help="显示版本")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True, parser_class=_Parser)

    new = commands.add_parser("new", help="新建一份年度报告")
    new.add_argument("--unit", metavar="单位", required=True, help="单位名称")
    new.add_argument("--year", metavar="年度", required=True, help="报告年度，如 2025")
    new.add_argument("--kind", metavar="类别", default="", help="单位类别")
    new.add_argument("--edition", metavar="版本", default="2021", help="格式版本（默认 2021）")
    new.add_argument("--values", metavar="数据.json", help="数据文件（JSON）")
    new.add_argument("--previous", metavar="上年.rdesk", help="上年的年报填报文件")
    new.add_argument("-o", dest="output", metavar="文件", required=True, help="保存为（.rdesk）")
    new.set_defaults(run=_new)

    show = commands.add_parser("show", help="显示报告内容")
    show.add_argument("file", metavar="文件", help="年报填报文件（.rdesk）")
    show.add_argument("--json", action="store_true", help="以 JSON 输出")
    show.set_defaults(run=_show)

    check = commands.add_parser("check", help="核对勾稽关系")
    check.add_argument("file", metavar="文件", help="年报填报文件（.rdesk）")
    check.add_argument("--json", action="store_true", help="以 JSON 输出")
    check.set_defaults(run=_check)

    export = commands.add_parser("export", help="导出 Word 或 Excel 文件")
    export.add_argument("file", metavar="文件", help="年报填报文件（.rdesk）")
    export.add_argument("-o", dest="output", metavar="文件", required=True, help="导出为（.docx 或 .xlsx）")
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
    import msgspec

    from reportdesk.report import kind_id

    return msgspec.structs.replace(report, kind=kind_id(report.form, kind))


def _report_path(text: str) -> Path:
    from reportdesk.store import SUFFIX

    path = Path(text)
    if path.suffix.lower() != SUFFIX:
        raise ReportDeskError(f"年报填报文件的文件名请以 {SUFFIX} 结尾（现为“{path.name}”）。")
    return path


def _print_json(data: dict[str, Any]) -> None:
    import msgspec

    print(msgspec.json.format(msgspec.json.encode(data), indent=1).decode())


def _speak_utf8() -> None:
    """Chinese and JSON come out whole, whatever the console's code page; what it cannot show is replaced."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
