"""The corpus of sentences about figures, and how well they are read."""

import json
from collections import Counter
from decimal import Decimal
from typing import Any, NamedTuple
from zlib import crc32

import msgspec
from tests.support.paths import DATA

from reportdesk.checks.statements import Statement, statements
from reportdesk.report import Figures, PreviousReport, Report, figures

FOLDER = DATA / "statements"
HALVES = {"development": 0, "held out": 1}
Key = tuple[tuple[str, ...], str, str, str]


class Score(NamedTuple):
    """How many statements were read right, wrongly or not at all, with the sentences where something went wrong."""

    right: int
    wrong: int
    missed: int
    faults: list[str]

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)


def sentences() -> list[dict[str, Any]]:
    """All labelled sentences."""
    return [json.loads(line) for line in (FOLDER / "sentences.jsonl").read_text("utf-8").splitlines()]


def half_of(sentence: dict[str, Any]) -> int:
    """0 for the half to develop against, 1 for the one held out."""
    return crc32(sentence["text"].encode()) % 2


def reports() -> dict[str, tuple[Report, Figures]]:
    """The reports that the sentences speak of, with their figures."""
    found = {}
    for name, each in json.loads((FOLDER / "reports.json").read_text("utf-8")).items():
        report = Report.new(unit=each["unit"], year=each["year"], kind=each["kind"]).with_cells(each["cells"])
        if each["previous"]:
            before = PreviousReport(unit=each["unit"], year=each["year"] - 1, edition="2021", cells=each["previous"])
            report = msgspec.structs.replace(report, previous=before)
        found[name] = (report, figures(report))
    return found


def read(sentence: dict[str, Any], known: dict[str, tuple[Report, Figures]]) -> list[Statement]:
    """The statements found in a sentence."""
    report, shown = known[sentence["report"]]
    return statements(report.with_sections({sentence["section"]: sentence["text"]}), shown)


def score(half: int) -> Score:
    """How well a half of the corpus is read: a statement is right when its cells, number and verdict are."""
    known = reports()
    right = wrong = missed = 0
    faults = []
    for sentence in sentences():
        if half_of(sentence) != half:
            continue
        found = Counter(_key(**msgspec.structs.asdict(each)) for each in read(sentence, known) if _told(each.verdict))
        expected = Counter(_key(**each) for each in sentence["statements"] if _told(each["verdict"]))
        common = sum((found & expected).values())
        right, wrong, missed = right + common, wrong + found.total() - common, missed + expected.total() - common
        if found != expected:
            faults.append(f"{sentence['text']}\n  extra {list(found - expected)}\n  missed {list(expected - found)}")
    return Score(right, wrong, missed, faults)


def _told(verdict: str) -> bool:
    return verdict != "cannot tell"


def _key(cells: Any, claimed: str, verdict: str, measure: str, **_: Any) -> Key:
    """What must agree. Parts that do not add up are right when they are noticed."""
    if measure == "parts":
        return (), "", verdict, measure
    return tuple(sorted(cells)), str(Decimal(claimed).normalize()), verdict, measure
