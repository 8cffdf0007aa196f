"""Readers that run in worker processes (files/isolation): which there are, and how a worker is started.

To run a reader in a worker: name its function in `FUNCTIONS`, and call it by `read_in_worker`.
"""

import os
import sys
from typing import NoReturn

from reportdesk.documents.blocks import SourceDocument
from reportdesk.errors import ReadingError
from reportdesk.files.isolation import CallControl, Limits, WorkerError, Workers
from reportdesk.files.worker_process import serve as serve_functions

WORKER_OPTION = "--worker"  # as the program is called to be a worker

# All that a worker may be asked for: name → "module:function". A function is called as
# function(data: bytes, progress, source=file name) and returns a SourceDocument.
FUNCTIONS = {
    "read_pdf": "reportdesk.documents.pdf.reader:read_here",
    "read_mht": "reportdesk.documents.html.reader:read_mht_here",
}

# A bundle is its own interpreter. Elsewhere Python finds our modules where this process has found them.
_PROGRAM = """
import sys
sys.path[:] = sys.argv[1:]
from reportdesk.documents.workers import serve
serve()
"""

_STOPPED = "已停止读取。"
_DIED = "读取这个文件时程序内部出错，没有读取。请检查文件能否正常打开，或另存一份再试。"


def serve() -> NoReturn:
    """Makes this process a worker, until the process that started it ends."""
    serve_functions(FUNCTIONS)


def read_in_worker(
    function: str, data: bytes, source: str, limits: Limits, too_much: str, control: CallControl | None
) -> SourceDocument:
    """What a registered function reads. Raises ReadingError: `too_much` says that time or memory was not enough."""
    try:
        return _workers.call(function, data, {"source": source}, SourceDocument, limits, control)
    except WorkerError as error:
        sentences = {"time": too_much, "memory": too_much, "stopped": _STOPPED, "died": _DIED}
        raise ReadingError(sentences[error.reason]) from error


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_OPTION]
    return [sys.executable, "-c", _PROGRAM, *map(os.path.abspath, sys.path)]


_workers = Workers(_command)
