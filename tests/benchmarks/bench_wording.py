"""Proof-reading of a long text while somebody types in it."""

from statistics import median
from time import perf_counter

from tests.benchmarks.row import Row

from reportdesk import resources
from reportdesk.checks.proofreading import text_findings
from reportdesk.report import figures
from reportdesk.store import open_report

LENGTH = 5_000
ROUNDS = 31


def proof_reading() -> Row:
    """All findings of 5,000 characters, each time with one more of them: median in milliseconds."""
    report = open_report(resources.path("samples", "busy.rdesk"))
    shown = figures(report)
    text = (report.text("overview") * LENGTH)[:LENGTH]
    times = []
    for number in range(ROUNDS):
        typed = report.with_sections({"overview": f"{text}{number}"})
        start = perf_counter()
        text_findings(typed, shown)
        times.append(perf_counter() - start)
    return Row("proof-reading 5,000 characters, ms", median(times[1:]) * 1000, 20)


if __name__ == "__main__":
    row = proof_reading()
    print(row.name, row)
