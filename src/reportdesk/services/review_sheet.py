"""年度报告送审表: a report checked, and what those who approve it must know as a Word file."""

from collections.abc import Iterator
from pathlib import Path

from reportdesk.checks import CheckResult, Explanation, Finding, check
from reportdesk.checks.dismissals import fingerprint
from reportdesk.checks.findings import SEVERITY_NAMES, suspect_sentence
from reportdesk.documents import review_sheet
from reportdesk.documents.review_sheet import Remark, Review
from reportdesk.form import Form
from reportdesk.report import Report, figures
from reportdesk.report.timestamps import format_time
from reportdesk.services.export import ExportError
from reportdesk.services.year_comparison import changes_from_previous_year
from reportdesk.store import write_atomically

SUFFIX = ".docx"
_MOST_SUSPECTS = 3  # explanations of the same broken sums


def write_review_sheet(report: Report, path: str | Path) -> None:
    """Writes the review sheet of a report to a .docx file, whole or not at all.

    Raises ExportError for another suffix, WriteError when the file cannot be written.
    """
    path = Path(path)
    if path.suffix.lower() != SUFFIX:
        raise ExportError(f"送审表是 Word 文档，文件名请以 {SUFFIX} 结尾（现为“{path.name}”）。")
    write_atomically(path, review_sheet.render(report, review_of(report, check(report))))


def review_of(report: Report, outcome: CheckResult) -> Review:
    """The outcome of the checks in the sentences of the review sheet."""
    unjudged = [finding for finding in outcome.findings if finding.judged is None]
    judged = [finding for finding in outcome.findings if finding.judged is not None]
    return Review(
        summary=_summary(outcome, len(judged)),
        causes=list(_causes(report.form, outcome)),
        open=[Remark(f"【{SEVERITY_NAMES[finding.severity]}】{finding.message}") for finding in unjudged],
        judged=[_judged(report, finding) for finding in judged],
        changes=changes_from_previous_year(report, judged),
    )


def _summary(outcome: CheckResult, judged: int) -> str:
    if not outcome.findings:
        return "勾稽关系全部相符，没有空格，未发现问题。"
    counts = f"{outcome.errors} 处错误、{outcome.warnings} 处提醒、{outcome.hints} 处提示待处理"
    return f"{counts}；{judged} 处已核实，不作修改。" if judged else f"{counts}。"


def _causes(form: Form, outcome: CheckResult) -> Iterator[Remark]:
    """The suspects; explanations of the same broken sums stand together, the best ones only."""
    alike: dict[tuple[str, ...], list[Explanation]] = {}
    for cause in outcome.causes:
        alike.setdefault(tuple(cause.explains), []).append(cause)
    for explains, causes in alike.items():
        first, *others = [
            " ".join(suspect_sentence(form, each) for each in cause.cells) for cause in causes[:_MOST_SUSPECTS]
        ]
        concerned = f"（涉及 {len(explains)} 处勾稽关系）"
        more = [f"或者：{other}" for other in others]
        if len(causes) > _MOST_SUSPECTS:
            more.append(f"另有 {len(causes) - _MOST_SUSPECTS} 种可能。")
        yield Remark(first + concerned, more)
    if outcome.search_aborted:
        yield Remark("不相符的地方较多，未逐格推断原因，请先与台账核对合计。")


def _judged(report: Report, finding: Finding) -> Remark:
    judgement = report.dismissals[fingerprint(finding, figures(report))]
    who = "，".join(part for part in (judgement.by, format_time(judgement.at)) if part)
    return Remark(finding.message, [f"理由：{judgement.reason}{f'（{who}）' if who else ''}"])
