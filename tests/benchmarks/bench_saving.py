"""Saving the busy sample without the disk: how long it computes, and how often it waits for the disk.

An fsync takes 0.001 to 80 ms, by the disk and from one to the next on the same disk; a ratio to the bare writes and
fsyncs is 26 in memory and anything from 1 on a disk. Therefore fsyncs are counted, not timed.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from unittest.mock import patch

from tests.benchmarks.measure import median_ratio
from tests.benchmarks.references import plain_json, plain_save
from tests.benchmarks.row import Row

from reportdesk import resources
from reportdesk.report import set_values
from reportdesk.store import StoredReport, decode, encode, read_file
from reportdesk.store.folders import VARIABLE
from reportdesk.store.generations import generations
from reportdesk.store.opened import OpenedFile

STATES = 50
MEMORY = Path("/dev/shm")  # a folder in memory: what other programs write does not disturb it
SAVE, RECORD = 4, 1  # the fewest fsyncs: file, earlier version and the folder of each; the journal's file


def rows() -> list[Row]:
    """One save and one record of the journal."""
    sample = resources.path("samples", "busy.rdesk")
    stored = decode(read_file(sample), sample.name)
    cell = next(cell for cell, value in stored.report.values.items() if value != "0")
    edits = [set_values(stored.report, {cell: str(number)}, "") for number in range(STATES)]
    states = cycle([edit.apply(stored.report) for edit in edits])
    fsyncs: list[int] = []
    with patch.object(os, "fsync", fsyncs.append), _opened(stored) as (opened, path):

        def save() -> None:
            opened.save(next(states), stored.media)

        def record() -> None:
            opened.record(next(states), stored.media)

        data = encode(stored.report, stored.media)
        plain = plain_save(data, [path.with_name("plain.rdesk"), generations(path)[0].file.with_name("plain.rdesk")])
        saving = median_ratio(save, plain)
        fsyncs.clear()
        save()
        of_a_save = len(fsyncs)
        record()  # the first one makes the journal's file
        recording = median_ratio(record, plain_json(data))
        fsyncs.clear()
        record()
        of_a_record = len(fsyncs)
    return [
        Row("saving ÷ plain JSON, ZIP and writes", saving, 6.8),
        Row("fsyncs of a save ÷ the fewest possible", of_a_save / SAVE, 1),
        Row("a record of the journal ÷ plain JSON of the report", recording, 1.1),
        Row("fsyncs of a record ÷ the fewest possible", of_a_record / RECORD, 1),
    ]


@contextmanager
def _opened(stored: StoredReport) -> Iterator[tuple[OpenedFile, Path]]:
    """The report in a file of its own, with the user's data in the same temporary folder."""
    place = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=place) as name, patch.dict(os.environ, {VARIABLE: str(Path(name) / "data")}):
        path = Path(name) / "年报.rdesk"
        opened = OpenedFile.new(stored)
        opened.save_as(stored.report, stored.media, path)
        yield opened, path
        opened.close()
