"""Builds resources/samples/*.rdesk from scripts/samples/*.json; run it after a change: python scripts/make_samples.py

The units are invented, and so is every sentence.
"""

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))

from reportdesk.report import Contact, Report, figures, what_is_missing  # noqa: E402
from reportdesk.store import SUFFIX, save_report  # noqa: E402

SOURCES = ROOT / "scripts" / "samples"
TARGETS = ROOT / "resources" / "samples"


def names() -> list[str]:
    """The samples there are."""
    return sorted(path.stem for path in SOURCES.glob("*.json"))


def source(name: str) -> dict[str, Any]:
    """What the JSON file of a sample says."""
    content: dict[str, Any] = json.loads((SOURCES / f"{name}.json").read_text("utf-8"))
    return content


def build(name: str) -> Report:
    """The report of a sample; every figure in its file counts as typed, totals included."""
    content = source(name)
    report = Report.new(unit=content["unit"], year=content["year"], kind=content["kind"])
    report = msgspec.structs.replace(report, contact=Contact(**content["contact"]))
    report = report.with_cells(content["cells"]).with_notes(content["notes"]).with_sections(content["sections"])
    finished = [
        s for s in report.form.sections if s != report.form.lead_in and not what_is_missing(report, figures(report), s)
    ]
    return msgspec.structs.replace(report, done=dict.fromkeys(finished, True))


def main() -> None:
    TARGETS.mkdir(parents=True, exist_ok=True)
    for name in names():
        save_report(build(name), TARGETS / f"{name}{SUFFIX}")
        print(f"{TARGETS.relative_to(ROOT) / name}{SUFFIX}")


if __name__ == "__main__":
    main()
