"""Reading in a worker, from wherever the program runs: scripts, the checkout's door, threads."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from tests.support.outlines import pdf_of
from tests.support.paths import ROOT, SOURCES
from tests.support.reports import busy_report

from reportdesk.documents.blocks import (
    Comment,
    GridCell,
    ImageBlock,
    SourceDocument,
    TableBlock,
    TextBlock,
)
from reportdesk.documents.pdf import reader as pdf_reader
from reportdesk.documents.pdf.reader import read_pdf
from reportdesk.documents.workers import FUNCTIONS, WORKER_OPTION
from reportdesk.errors import ReadingError
from reportdesk.files.isolation import CallControl, Limits, Workers


@pytest.fixture(scope="module")
def data():
    return pdf_of(busy_report())


def test_a_document_goes_over_the_pipe_whole():
    grid = [[GridCell("甲", 0, 2, rows=2)], [GridCell("甲", 0, 2, continued=True), GridCell("1", 2, 3)]]
    blocks = [
        TextBlock("一段", "第 1 页", "text"),
        TableBlock(grid, "第 2 页", exact=False),
        ImageBlock("a.png", "图", 60.5),
    ]
    document = SourceDocument(
        "年报.mht",
        blocks,
        ["说明。"],
        {"unit": "示例县"},
        True,
        {"a.png": b"\x89PNG\xff"},
        [Comment("张三", "改", "甲", "行")],
    )
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(document), type=SourceDocument) == document


def test_the_worker_reads_what_this_process_would_read(data):
    steps = []
    found = read_pdf(data, "年报.pdf", CallControl(lambda done, total: steps.append((done, total))))
    assert found == pdf_reader.read_here(data, lambda done, total: None, "年报.pdf")
    assert steps == [(page, 5) for page in range(5)]


def test_functions_of_workers_are_there():
    for place in FUNCTIONS.values():
        module, _, name = place.partition(":")
        assert callable(getattr(sys.modules.get(module) or __import__(module, fromlist=[name]), name))


def test_from_the_top_level_of_a_script(data, tmp_path):
    """Nothing is run again in the worker: the script has no guard of __main__."""
    (tmp_path / "年报.pdf").write_bytes(data)
    script = tmp_path / "script.py"
    script.write_text(
        f"import sys\nsys.path[:0] = {[str(each) for each in SOURCES]!r}\nprint('begun')\n"
        "import reportdesk\nprint(reportdesk.read(sys.argv[1]).result)\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "年报.pdf")],
        capture_output=True, encoding="utf-8", cwd=tmp_path, env=None, check=True, timeout=120,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["begun", "42/42 个勾稽关系成立"]
    assert done.stderr == ""


def test_the_door_of_a_checkout_is_a_worker(data):
    workers = Workers(lambda: [sys.executable, str(ROOT / "main.py"), WORKER_OPTION])
    limits = Limits(60, 60, 600 * 2**20)
    found = workers.call("read_pdf", data, {"source": "年报.pdf"}, SourceDocument, limits)
    workers.close()
    assert found == read_pdf(data, "年报.pdf")


def test_two_files_at_once_from_threads(data):
    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(lambda name: read_pdf(data, name), ["甲.pdf", "乙.pdf"])
    assert (first.source, second.source) == ("甲.pdf", "乙.pdf")
    assert first.blocks == second.blocks


def test_a_reading_that_is_stopped_is_told(data):
    control = CallControl(lambda done, total: control.stop())
    with pytest.raises(ReadingError, match="已停止"):
        read_pdf(data, "年报.pdf", control)
