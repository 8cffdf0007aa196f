"""The steps of a check: one order for the command line and the window, and nothing slow in step with a key."""

import subprocess
import sys
from collections import Counter
from typing import get_args

from tests.support.reports import busy_report

from reportdesk import check
from reportdesk.checks.dismissals import dismiss
from reportdesk.checks.findings import SEVERITY_NAMES, SEVERITY_SIGNS, sort_by_severity
from reportdesk.checks.pipeline import (
    MOST_EXPLAINED_AT_ONCE,
    add_explanations,
    check_figures,
    check_in_step,
    check_texts,
    count_figure_errors,
)
from reportdesk.form import Severity
from reportdesk.report import Report, figures

RECEIVED = "requests.received.natural_person"
TOTAL = "requests.received.total"
FAULTY_TEXT = "本年新收政府信息公开申请99999件，认真布署。"


def broken_report() -> Report:
    """A report with one broken sum and two faults in a text."""
    report = busy_report()
    values = figures(report)
    return report.with_cells({TOTAL: f"{values[TOTAL]}0"}).with_sections({"other_matters": FAULTY_TEXT})


def test_the_steps_of_the_window_yield_what_a_check_yields():
    report = broken_report()
    values = figures(report)
    text_results = check_texts(report, values)
    assert len(text_results.findings) > 1 and text_results.contradicted
    in_step = check_in_step(report, values, text_results)
    assert in_step.result == check(report)
    assert in_step.result.causes and not in_step.explanations_pending
    paused = add_explanations(report, values, check_figures(report, values, text_results), text_results)
    assert paused == check(report)


def test_dismissals_reach_the_findings_of_figures_and_of_texts():
    report = broken_report()
    for finding in check(report).findings:
        report = dismiss(report, figures(report), finding, "其他").apply(report)
    found = check(report)
    assert len(found.findings) > 2 and {finding.judged for finding in found.findings} == {"其他"}
    assert (found.errors, found.warnings, found.hints, found.causes) == (0, 0, 0, [])
    assert count_figure_errors(found) == 0


def test_many_broken_sums_are_explained_when_the_typing_pauses():
    report = busy_report()
    form, values = report.form, figures(busy_report())
    totals = [cell for cell in form.totals if cell.startswith("requests.") and cell.endswith(".total")]
    report = report.with_cells({cell: f"{values[cell]}1" for cell in totals[: MOST_EXPLAINED_AT_ONCE + 2]})
    values = figures(report)
    in_step = check_in_step(report, values)
    assert count_figure_errors(in_step.result) > MOST_EXPLAINED_AT_ONCE
    assert in_step.explanations_pending and not in_step.result.causes
    explained = add_explanations(report, values, in_step.result)
    assert explained.causes or explained.search_aborted


def test_what_runs_in_step_with_a_key_reads_no_text():
    program = (
        "import sys\n"
        "from reportdesk.checks.pipeline import check_in_step\n"
        "from reportdesk.report import Report, figures\n"
        "report = Report.new(unit='示例县财政局', year=2025).with_cells({'requests.received.total': '1'})\n"
        "report = report.with_sections({'overview': '认真布署。'}).with_previous(report)\n"
        "assert check_in_step(report, figures(report)).result.findings\n"
        "slow = ('statements', 'proofreading', 'unchanged_sentences')\n"
        "assert not {f'reportdesk.checks.{name}' for name in slow} & set(sys.modules), 'read too early'\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env={"PYTHONPATH": ":".join(sys.path)}
    )
    assert done.stderr == ""


def test_a_report_given_as_last_years_is_compared_with_the_texts_too():
    last = Report.new(unit="示例县财政局", year=2024).with_cells({RECEIVED: "15"})
    report = Report.new(unit="示例县财政局", year=2025).with_cells({RECEIVED: "12"})
    report = report.with_sections({"overview": "本年新收自然人政府信息公开申请12件，比上年减少5件。"})
    assert not [each for each in check(report).findings if each.rule == "statement.change"]
    given = [each for each in check(report, last).findings if each.rule == "statement.change"]
    kept = [each for each in check(report.with_previous(last)).findings if each.rule == "statement.change"]
    assert given == kept and len(given) == 1


def test_every_severity_has_its_rank_its_name_and_its_sign():
    assert set(SEVERITY_NAMES) == set(SEVERITY_SIGNS) == set(get_args(Severity))
    assert len(set(SEVERITY_SIGNS.values())) == len(SEVERITY_SIGNS)
    assert list(SEVERITY_NAMES) == ["error", "warning", "hint"]


def test_the_most_serious_come_first_and_those_of_one_severity_keep_their_order():
    found = check(broken_report()).findings
    assert found == sort_by_severity(found) and max(Counter(each.severity for each in found).values()) > 1
    found = found[::-1]
    by_severity = [[each for each in found if each.severity == severity] for severity in SEVERITY_NAMES]
    assert sort_by_severity(found) == [each for group in by_severity for each in group]
