"""A report's life played at random, held against a model: edited, undone, redone, saved, crashed on, opened again."""

import os
import shutil
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.support.effort import times

from reportdesk.files.data_folder import VARIABLE
from reportdesk.files.process_identity import this_process
from reportdesk.report import Report, Text, edit
from reportdesk.report.schema import Picture
from reportdesk.store import StoredReport, decode, read_file
from reportdesk.store.recovery import discard, find_recoverable
from reportdesk.store.report_file import ChangedOnDisk, ReportFile
from reportdesk.store.version_history import load, versions

BLANK = Report.new(unit="", year=2025)
CELLS = [cell for cell, each in BLANK.form.cells.items() if each.type == "count"][:2]
RECORDED = st.sampled_from([True, True, False])  # within the second, or not yet
SECTION = BLANK.form.definition.sections[-1].id
NAMES = ["甲.rdesk", "乙.rdesk"]
PICTURE = "p.png"
EMPTY = {**dict.fromkeys(CELLS), "text": "", "picture": b""}


class ReportsLife(RuleBasedStateMachine):
    """`now`, `filed` and `journaled` are the model: what the report, its file and its journal must hold."""

    @initialize()
    def start(self):
        self.folder = Path(tempfile.mkdtemp())
        self.before = os.environ.get(VARIABLE)
        os.environ[VARIABLE] = str(self.folder / "data")
        self.gone = this_process()._replace(started="before the last start")  # who looks finds its process gone
        self.desk = self.folder / "desk"
        self.desk.mkdir()
        self.files = {}  # name → what the model says it holds
        self.name = None
        self.begin(ReportFile.new(StoredReport(BLANK), owner=self.gone), dict(EMPTY))
        self.journaled = None

    def begin(self, opened, now):
        self.opened, self.now = opened, now
        self.report, self.media = opened.stored.report, opened.stored.media
        self.done, self.undone = [], []

    def teardown(self):
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)
            if self.before is None:
                del os.environ[VARIABLE]
            else:
                os.environ[VARIABLE] = self.before

    @property
    def filed(self):
        return self.files.get(self.name)

    def stored(self):
        return StoredReport(self.report, self.media)

    # ---- editing

    def do(self, changes, media, now, recorded):
        step = edit(self.report, changes, "")
        self.done.append((step, self.media, self.now))
        self.undone.clear()
        self.report, self.media, self.now = step.apply(self.report), media, now
        if recorded:
            self.record()

    is_open = precondition(lambda self: self.opened is not None)

    @is_open
    @rule(typed=st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from([None, "0", "7"]), RECORDED), max_size=5))
    def type_figures(self, typed):
        for cell, value, recorded in typed:
            self.do({("values", cell): value}, self.media, {**self.now, cell: value}, recorded)

    @is_open
    @rule(text=st.text("一二三 \n“”{}[]\\", max_size=8).map(str.strip), recorded=RECORDED)
    def write(self, text, recorded):
        pictures = {"p": Picture(PICTURE, "图", 0)} if self.now["picture"] else {}
        new = Text(text, {}, pictures) if text or pictures else None
        self.do({("texts", SECTION): new}, self.media, {**self.now, "text": text}, recorded)

    @is_open
    @rule(picture=st.binary(max_size=4), recorded=RECORDED)
    def put_a_picture(self, picture, recorded):
        text = self.now["text"]
        new = Text(text, {}, {"p": Picture(PICTURE, "图", 0)} if picture else {}) if text or picture else None
        media = {PICTURE: picture} if picture else {}
        self.do({("texts", SECTION): new}, media, {**self.now, "picture": picture}, recorded)

    @precondition(lambda self: self.opened is not None and self.done)
    @rule(back=st.integers(1, 4), forth=st.integers(0, 3), recorded=RECORDED)
    def undo_and_redo(self, back, forth, recorded):
        for _ in range(min(back, len(self.done))):
            step, media, now = self.done.pop()
            self.undone.append((step, self.media, self.now))
            self.report, self.media, self.now = step.inverse().apply(self.report), media, now
            if recorded:
                self.record()
        for _ in range(min(forth, len(self.undone))):
            step, media, now = self.undone.pop()
            self.done.append((step, self.media, self.now))
            self.report, self.media, self.now = step.apply(self.report), media, now
            if recorded:
                self.record()

    # ---- what the window does by itself, and the clerk

    @is_open
    @rule()
    def record(self):
        if self.opened.record(self.report, self.media):
            self.journaled = self.now

    @precondition(lambda self: self.opened is not None and self.name)
    @rule()
    def save(self):
        self.record()
        assert self.opened.changed_on_disk() == ""
        changed = self.now != self.filed
        assert self.opened.save(self.report, self.media).written == changed
        self.files[self.name], self.journaled = self.now, None

    @is_open
    @rule(name=st.sampled_from(NAMES))
    def save_as(self, name):
        self.record()
        self.opened.save_as(self.report, self.media, self.desk / name)
        self.name, self.files[name], self.journaled = name, self.now, None

    @precondition(lambda self: self.opened is not None and self.name)
    @rule(figure=st.sampled_from(["3", "4"]))
    def somebody_else_saves(self, figure):
        theirs = msgspec.structs.replace(BLANK, values={CELLS[0]: figure})
        from reportdesk.store import encode

        (self.desk / self.name).write_bytes(encode(theirs))
        held, self.files[self.name] = self.filed, {**EMPTY, CELLS[0]: figure}
        if held == self.filed:
            return
        with pytest.raises(ChangedOnDisk):
            self.opened.save(self.report, self.media)
        self.files_are_as_saved()
        assert self.opened.changed_on_disk() == "changed"
        self.record()
        self.opened.save(self.report, self.media, overwrite=True)
        kept = [self.read(load(each)) for each in versions(self.desk / self.name)]
        assert self.filed in kept and self.now in kept
        self.files[self.name], self.journaled = self.now, None

    @is_open
    @rule()
    def close(self):
        self.opened.close()
        self.opened = self.journaled = None
        assert find_recoverable().reports == []

    @is_open
    @rule(torn=st.binary(max_size=40).filter(lambda data: b"\n" not in data))
    def crash(self, torn):
        """Nothing more is written but, maybe, the beginning of a record."""
        self.opened._journal.leave()
        for journal in (self.folder / "data").glob("recovery/*/journal"):
            with journal.open("ab") as file:
                file.write(torn)
        self.opened = None

    is_closed = precondition(lambda self: self.opened is None)

    @is_closed
    @rule(choice=st.sampled_from(["recover", "open the file", "discard"]), name=st.sampled_from(NAMES))
    def start_again(self, choice, name):
        there = self.filed if self.name else EMPTY
        offered = find_recoverable()
        assert offered.skipped == []
        if self.journaled is None or self.journaled == there:
            assert offered.reports == []
            choice = "nothing to recover"
        else:
            (each,) = offered.reports
            assert self.read(each.stored) == self.journaled and each.differs and not each.lost
            assert each.path == (self.desk / self.name if self.name else None)
        if choice == "recover":
            self.begin(ReportFile.recover(each, owner=self.gone), self.journaled)
            return
        if choice == "discard":
            discard(each)
        if self.name is None or not (self.desk / self.name).exists():
            if choice == "open the file":
                discard(each)
            self.name = None
            self.begin(ReportFile.new(StoredReport(BLANK), owner=self.gone), dict(EMPTY))
        else:
            self.begin(ReportFile.open(self.desk / self.name, owner=self.gone), self.filed)
            if choice == "open the file":
                assert self.opened.keep_aside(each.stored) == ""
                discard(each)
                assert self.journaled in [self.read(load(one)) for one in versions(self.desk / self.name)]
        self.journaled = None
        assert self.opened.held is None

    # ---- what always holds

    @staticmethod
    def read(stored):
        text = stored.report.text(SECTION)
        return {**dict.fromkeys(CELLS), **stored.report.values, "text": text, "picture": stored.media.get(PICTURE, b"")}

    @invariant()
    def the_report_is_the_model(self):
        if getattr(self, "opened", None):
            assert self.read(self.stored()) == self.now

    @invariant()
    def files_are_as_saved(self):
        for name, holds in getattr(self, "files", {}).items():
            assert self.read(decode(read_file(self.desk / name), name)) == holds

    @invariant()
    def nothing_lies_about(self):
        if hasattr(self, "files"):
            locks = {f".~${name}.lock" for name in NAMES}
            assert {path.name for path in self.desk.iterdir()} - locks == self.files.keys()


TestReportsLife = pytest.mark.long(ReportsLife.TestCase)
TestReportsLife.settings = settings(
    max_examples=times(60), stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
