"""Saving the busy sample, held against the same writes and fsyncs of the same bytes and nothing else."""

import os
import tempfile
from itertools import cycle
from pathlib import Path
from statistics import median

from tests.benchmarks.pairs import seconds
from tests.benchmarks.row import Row

from reportdesk import resources
from reportdesk.files.data_folder import VARIABLE
from reportdesk.report import set_values
from reportdesk.store import decode, encode, read_file
from reportdesk.store.report_file import ReportFile
from reportdesk.store.version_history import versions

PAIRS = 61


def saving() -> list[Row]:
    """One save and one record of the journal, each minus its bare writes, in milliseconds: medians of pairs."""
    sample = resources.path("samples", "busy.rdesk")
    stored = decode(read_file(sample), sample.name)
    cell = next(cell for cell, value in stored.report.values.items() if value != "0")
    reports = [set_values(stored.report, {cell: str(n)}, "").apply(stored.report) for n in range(PAIRS + 1)]
    bytes_of = [encode(report, stored.media) for report in reports]
    before = os.environ.get(VARIABLE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ[VARIABLE] = str(folder / "data")
        path = folder / "年报.rdesk"
        opened = ReportFile.new(stored)
        opened.save_as(stored.report, stored.media, path)
        history = versions(path)[0].file.parent
        saves, records = [], []
        for n, report in enumerate(reports):
            ours = seconds(lambda report=report: opened.save(report, stored.media))
            bare = seconds(lambda n=n: _bare_save(folder, history, n, bytes_of[n]))
            saves.append(ours - bare)
        data = (folder / "bare journal").open("ab")
        for report, line in zip(reports, cycle([b"x" * 150]), strict=False):
            ours = seconds(lambda report=report: opened.record(report, stored.media))
            bare = seconds(lambda line=line: (data.write(line), data.flush(), os.fsync(data.fileno())))
            records.append(ours - bare)
        data.close()
        opened.close()
    if before is None:
        del os.environ[VARIABLE]
    else:
        os.environ[VARIABLE] = before
    return [
        Row("saving the sample minus the same writes and fsyncs (ms)", 1000 * median(saves[1:]), 10),
        Row("a record of the journal minus its write and fsync (ms)", 1000 * median(records[2:]), 5),
    ]


def _bare_save(folder: Path, history: Path, n: int, data: bytes) -> None:
    """The file and its generation: each written, fsynced, renamed, its folder fsynced."""
    for place, target in ((folder, folder / "bare.rdesk"), (history, history / f"bare {n}")):
        temporary = place / "bare.tmp"
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        handle = os.open(place, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


if __name__ == "__main__":
    for row in saving():
        print(f"{row.name:60} {row}")
