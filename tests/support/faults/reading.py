"""A program of its own: thousands of damaged reports of every format are read whole, up to the judgement of the sums.

    python reading.py COUNT SEED

Prints JSON: {"cases": n, "read": {format: n}, "slowest": seconds of the processor, "memory": MB, "problems": [...]}.
"""

import json
import random
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.support.faults.memory import most_memory  # noqa: E402
from tests.support.mutations import mutated  # noqa: E402
from tests.support.outlines import html_of, pdf_of, text_of  # noqa: E402
from tests.support.reports import busy_report  # noqa: E402

from reportdesk.documents.excel import writer as excel_writer  # noqa: E402
from reportdesk.documents.reader import read_bytes  # noqa: E402
from reportdesk.documents.word import writer as word_writer  # noqa: E402
from reportdesk.errors import ReportDeskError  # noqa: E402
from reportdesk.report import figures  # noqa: E402
from reportdesk.services.import_report import Reading, import_document  # noqa: E402

SELDOM = 10  # a PDF file, which is slow, for so many others


def main(count: int, seed: int) -> None:
    chance = random.Random(seed)
    report = busy_report()
    quick = {
        "docx": word_writer.render(report),
        "xlsx": excel_writer.render(report),
        "html": html_of(report),
        "txt": text_of(report, "\t"),
        "md": text_of(report, "|"),
        "csv": text_of(report, "\n"),
    }
    printed = pdf_of(report)
    read: Counter[str] = Counter()
    problems, slowest = [], 0.0
    for case in range(count):
        name = "pdf" if case % SELDOM == 0 else chance.choice(list(quick))
        data = mutated(printed if name == "pdf" else quick[name], chance.randrange(12), chance)
        began = time.process_time()
        try:
            check(import_document(read_bytes(data, f"年报.{name}")))
            read[name] += 1
        except ReportDeskError as error:
            if not str(error).endswith("。") or "\n" in str(error):
                problems.append(f"case {case} ({name}): {error}")
        except BaseException:
            problems.append(f"case {case} ({name}): {traceback.format_exc()}")
        taken = time.process_time() - began
        slowest = max(slowest, taken)
    memory = most_memory()
    print(json.dumps({"cases": count, "read": read, "slowest": slowest, "memory": memory, "problems": problems[:5]}))


def check(reading: Reading) -> None:
    """A report that can be shown, and doubts about cells that the form has."""
    report = reading.report
    figures(report)
    assert all(doubt.cell in report.form.cells or doubt.cell == "" for doubt in reading.doubts)
    assert all(doubt.reason.endswith("。") for doubt in reading.doubts), reading.doubts
    assert set(report.origins) <= {cell for cell in report.values if report.values[cell] is not None}
    assert reading.result and 0 <= reading.holding <= reading.sums


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
