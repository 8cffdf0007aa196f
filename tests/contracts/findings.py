"""What the checks find in the corpora: sentences about figures, good and faulty prose, the shipped samples.

A line of a corpus is a sentence with what is found beyond (and what is not found of) the findings of the report with a
usual sentence in its place. The lines are both: what is checked, and what is to be found. `make_fixtures.py` keeps the
sentences and writes the findings anew.
"""

import json
from functools import cache
from pathlib import Path

from tests.contracts import adapters, fixtures

import reportdesk

CORPORA = ("statements", "wording")
SAMPLES = ("quiet", "busy")
USUAL = "各项工作按要求开展。"
_SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"


def made() -> dict[str, str]:
    """Name → text of all fixtures of this kind."""
    found = {f"findings/{name}.jsonl": corpus(name) for name in CORPORA}
    return found | {"findings/samples.json": samples()}


def corpus(name: str) -> str:
    """A corpus with what is found today."""
    lines = [json.loads(line) for line in fixtures.text(f"findings/{name}.jsonl").splitlines()]
    return fixtures.as_lines(_checked(line) for line in lines)


def samples() -> str:
    """What is found in the samples that the program brings along."""
    found = {}
    for name in SAMPLES:
        report, _ = adapters.decoded((_SAMPLES / f"{name}.rdesk").read_bytes())
        found[name] = adapters.outcome(reportdesk.check(report))
    return fixtures.as_json(found)


def _checked(line):
    place = line["report"], line["section"], line["alone"]
    found, known = _outcome(*place, line["text"]), _usual(*place)
    checked = {key: line[key] for key in ("report", "section", "alone", "text")}
    checked["findings"] = [_short(each) for each in found["findings"] if each not in known["findings"]]
    checked["gone"] = [each["id"] for each in known["findings"] if each not in found["findings"]]
    checked["causes"] = [each for each in found["causes"] if each not in known["causes"]]
    return {key: value for key, value in checked.items() if key not in ("gone", "causes") or value}


def _short(finding):
    """A finding without what it leaves open."""
    return {name: value for name, value in finding.items() if value not in (None, [])}


@cache
def _reports():
    return {name: adapters.report_from(content) for name, content in fixtures.data("findings/reports.json").items()}


def _report(name):
    return _reports()[name]


@cache
def _usual(report, section, alone):
    return _outcome(report, section, alone, USUAL)


def _outcome(report, section, alone, text):
    base = _report(report)
    whole = text if alone else f"{base.text(section)}\n{text}"
    return adapters.outcome(reportdesk.check(base.with_sections({section: whole})))
