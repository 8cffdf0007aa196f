"""A report and its findings as plain data, for JSON and for reading on a terminal."""

from typing import TYPE_CHECKING, Any

import msgspec

from reportdesk.checks import CheckResult, Finding
from reportdesk.checks.findings import SEVERITY_NAMES, suspect_sentence
from reportdesk.form import Form
from reportdesk.report import Report, figures

if TYPE_CHECKING:
    from reportdesk.documents.blocks import Comment
    from reportdesk.services.import_report import Reading


def report_data(report: Report) -> dict[str, Any]:
    """The report as the command `show --json` prints it: figures exactly as printed, blank is None."""
    values = figures(report)
    return {
        "unit": report.unit,
        "kind": report.kind,
        "year": report.year,
        "edition": report.edition,
        "contact": msgspec.structs.asdict(report.contact),
        "cells": dict(values),
        "computed": [cell for cell in values if cell in values.computed],
        "notes": report.notes,
        "footnotes": report.footnotes,
        "sections": dict(report.sections),
    }


def reading_data(reading: "Reading") -> dict[str, Any]:
    """The outcome of a reading as the command `import --json` prints it: the report, and what is doubtful."""
    return {
        **report_data(reading.report),
        "doubts": [doubt._asdict() for doubt in reading.doubts],
        "remarks": reading.remarks,
        "comments": [comment._asdict() for comment in reading.document.comments],
        "sums": {
            "holding": reading.holding,
            "all": reading.sums,
            "broken": reading.broken,
            "result": reading.result,
        },
    }


def reading_lines(reading: "Reading") -> list[str]:
    """What is to be said about a reading: remarks, doubts, and the judgement of the sums last."""
    lines = [f"【说明】{remark}" for remark in reading.remarks]
    for doubt in reading.doubts:
        text = f"（原文：{doubt.text}）" if doubt.text else ""
        where = f"{doubt.place}：" if doubt.place else ""
        name = f"{reading.report.form.cells[doubt.cell].name}：" if doubt.cell else ""
        lines.append(f"【待核对】{where}{name if name[:-1] not in doubt.reason else ''}{doubt.reason}{text}")
    lines += [f"【批注】{line}" for line in comment_lines(reading)]
    return [*lines, f"{reading.result}。"]


def comment_lines(reading: "Reading") -> list[str]:
    """What reviewers wrote beside the text, each with its author and the words that it stands at."""
    return [
        f"{each.author or '（未署名）'}{_place_of(each)}：{each.text or '（没有文字）'}"
        for each in reading.document.comments
    ]


def _place_of(comment: "Comment") -> str:
    row = f"表格“{comment.row}”一行" if comment.row else ""
    at = f"“{comment.at}”" if comment.at and comment.at != comment.row else ""
    return f"（{row}{'的' if row and at else ''}{at}处）" if row or at else ""


def check_result_data(outcome: CheckResult) -> dict[str, Any]:
    """The findings as the command `check --json` prints them."""
    return {
        "findings": [_finding_data(finding) for finding in outcome.findings],
        "causes": msgspec.to_builtins(outcome.causes),
        "errors": outcome.errors,
        "warnings": outcome.warnings,
        "hints": outcome.hints,
    }


def _finding_data(finding: Finding) -> dict[str, Any]:
    data: dict[str, Any] = msgspec.to_builtins(finding)
    if finding.fix is None:
        del data["fix"]
    return data


def check_result_lines(form: Form, outcome: CheckResult) -> list[str]:
    """The findings as lines of text, a summary last."""
    if not outcome.findings:
        return ["勾稽关系全部相符，没有空格，未发现问题。"]
    lines = []
    for number, cause in enumerate(outcome.causes, 1):
        lines += [f"【疑似原因 {number}】{suspect_sentence(form, suspect)}" for suspect in cause.cells]
    if outcome.search_aborted:
        lines.append("不相符的地方较多，未逐格推断原因，请先与台账核对合计。")
    for finding in outcome.findings:
        judged = f"（已核实，不作修改：{finding.judged}）" if finding.judged else ""
        lines.append(f"【{SEVERITY_NAMES[finding.severity]}】{finding.message}{judged}")
    return [*lines, f"共 {outcome.errors} 处错误、{outcome.warnings} 处提醒、{outcome.hints} 处提示。"]


def report_lines(report: Report) -> list[str]:
    """The report's head and its filled figures as lines of text."""
    form = report.form
    values = figures(report)
    kind = form.kinds[report.kind]
    lines = [report.title, f"单位类别：{kind}　报告年度：{report.year}　格式：{form.definition.name}"]
    for section in form.sections.values():
        lines.append(f"\n{form.section_name(section.id)}")
        if text := report.text(section.id):
            lines.append(text)
        if section.table:
            for cell in form.table_cells(section.table):
                mark = "（自动合计）" if cell in values.computed else ""
                lines.append(f"  {form.cells[cell].name}：{values[cell] if values[cell] is not None else '未填'}{mark}")
    return lines
