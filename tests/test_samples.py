"""The two samples that ship, and the real report whose figures the quiet one has."""

import json
import re

import pytest
from scripts import make_samples
from tests.support.paths import OFFICIAL

from reportdesk import check, resources
from reportdesk.report import figures, paragraphs
from reportdesk.store import open_report

REAL = OFFICIAL / "jinjiang-2023.txt"


def sample(name):
    return open_report(resources.path("samples", f"{name}.rdesk"))


def test_what_ships_is_what_the_sources_say():
    """After a change: python scripts/make_samples.py"""
    assert make_samples.names() == ["busy", "quiet"]
    for name in make_samples.names():
        assert sample(name) == make_samples.build(name)
        assert json.loads(json.dumps(make_samples.source(name)["cells"])) == sample(name).values


def test_the_check_of_the_quiet_sample_says_only_what_is_open():
    outcome = check(sample("quiet"))
    assert [finding.id for finding in outcome.findings] == ["blank/disputes"]
    assert (outcome.errors, outcome.warnings, outcome.hints) == (0, 1, 0)
    assert outcome.findings[0].cells == [c for c in sample("quiet").cells if c.startswith("disputes.reconsideration.")]


def test_the_42_equations_of_the_busy_sample_hold():
    busy = sample("busy")
    assert check(busy).findings == []
    assert set(busy.values) == set(busy.cells), "every total is typed"
    filled = [value for value in busy.values.values() if value != "0"]
    assert len(filled) / len(busy.values) > 0.9
    assert re.fullmatch(r"\d+\.\d*0", busy.cells["disclosure.charges.amount"])
    assert 1 <= len(busy.notes) <= 3
    assert int(busy.cells["requests.received.natural_person"]) * 2 > int(busy.cells["requests.received.total"]) > 2000


@pytest.mark.parametrize("name", ["quiet", "busy"])
def test_the_texts_are_complete(name):
    report = sample(name)
    assert report.unit.startswith("示例县")
    texts = {section: text for section, text in report.sections.items() if not report.form.sections[section].table}
    assert all(texts.values())
    headings = [each.heading[:3] for each in paragraphs(report.sections["overview"]) if each.level == 2]
    assert headings == ["（一）", "（二）", "（三）", "（四）", "（五）"]
    assert f"{report.year}年1月1日至" in report.sections["lead_in"]
    assert "信息处理费" in report.sections["other_matters"]
    years = set(re.findall(r"20\d\d(?=年)", "".join(texts.values())))
    assert years <= {str(report.year), str(report.year + 1)}
    assert all(not re.search(r"[\ud800-\udfff]|[,;:?!]\s", text) for text in texts.values())


def test_the_quiet_overview_is_short_and_the_busy_one_fills_two_pages():
    assert len(sample("quiet").sections["overview"]) <= 1000
    assert 28 * 22 * 2 <= len(sample("busy").sections["overview"]) <= 28 * 22 * 3


def test_figures_in_the_busy_text_agree_with_the_tables():
    busy = sample("busy")
    cells = {cell: int(value) for cell, value in busy.values.items() if "." not in value}
    text = busy.sections["overview"]

    def results(start):
        return sum(cells[c] for c in cells if c.startswith(f"requests.{start}") and c.endswith(".total"))

    people, received = cells["requests.received.natural_person"], cells["requests.received.total"]
    concluded = cells["requests.concluded.total"]
    assert f"新收政府信息公开申请{received}件，上年结转{cells['requests.carried_in.total']}件，合计" in text
    assert f"自然人申请{people}件，占新收总数的{people / received:.2%}" in text
    assert f"法人或其他组织申请{received - people}件，占{1 - people / received:.2%}" in text
    assert f"办结{concluded}件，结转下年度继续办理{cells['requests.carried_out.total']}件" in text
    starts = {
        "予以公开": "granted", "部分公开": "partly_granted", "不予公开": "refused", "无法提供": "unavailable",
        "不予处理": "not_processed", "其他处理": "other",
    }  # fmt: skip
    for label, start in starts.items():
        assert f"{label}{results(start)}件，占{results(start) / concluded:.2%}" in text
    assert f"收费{busy.cells['disclosure.charges.amount']}万元" in text
    for row in ("licensing", "penalties", "coercion"):
        assert f"决定{cells[f'disclosure.{row}.decisions']}件" in text
    for cell, note in busy.notes.items():
        assert re.search(r"\d+件", note)[0] in text, cell


@pytest.mark.skipif(not REAL.is_file(), reason="the real report is not part of the repository")
def test_the_figures_of_the_quiet_sample_are_those_of_a_real_report():
    text = REAL.read_text("utf-8")
    tables = text[text.index("二、主动公开政府信息情况") : text.index("五、存在的主要问题")]
    # Figures stand alone in their tab; those in labels are followed by a point.
    real = [part for line in tables.splitlines() for part in line.split("\t") if re.fullmatch(r"\d+", part.strip())]
    quiet = figures(sample("quiet"))
    assert real == [value for value in quiet.values() if value is not None]
    assert {cell: value for cell, value in quiet.items() if value not in ("0", None)} == {
        "disclosure.penalties.decisions": "36"
    }


@pytest.mark.skipif(not REAL.is_file(), reason="the real report is not part of the repository")
def test_no_sentence_is_copied_from_the_real_report():
    real = "".join(REAL.read_text("utf-8").split())
    for name in ("quiet", "busy"):
        for text in sample(name).sections.values():
            for sentence in re.split(r"[。；，\n]", text):
                assert len(sentence) < 15 or sentence not in real, sentence
