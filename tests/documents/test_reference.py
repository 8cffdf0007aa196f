"""Exports of the busy report against the parts kept in tests/data/reference (scripts/update_reference_files.py)."""

import difflib

import pytest
from tests.support.reference import FOLDER, PARTS, exported
from tests.support.reports import busy_report

from reportdesk.documents.word import writer as word_writer


@pytest.mark.parametrize("kind", PARTS)
def test_an_export_equals_its_reference_part_by_part(kind):
    kept = {path.name: path.read_text("utf-8") for path in (FOLDER / kind).glob("*.xml")}
    made = exported(kind)
    assert sorted(made) == sorted(kept)
    for name, text in made.items():
        difference = list(
            difflib.unified_diff(kept[name].split("\n"), text.split("\n"), f"kept/{name}", f"made/{name}", n=2)
        )
        assert not difference, "\n".join(difference[:80])


@pytest.mark.parametrize("kind", PARTS)
def test_the_same_report_gives_the_same_parts(kind):
    assert exported(kind) == exported(kind)


def test_the_same_report_gives_the_same_word_file():
    assert word_writer.render(busy_report()) == word_writer.render(busy_report())
