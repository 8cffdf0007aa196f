"""Every export of every report is what it was. What counts in a file is told in canonical.py."""

import re

import pytest
from tests.contracts import adapters, canonical, exports, fixtures

FACTS = ["unit", "year", "edition", "kind", "office", "address", "postcode", "telephone", "fax", "email"]


@pytest.mark.parametrize(("name", "kind"), exports.all_exports())
def test_an_export_is_what_it_was(name, kind):
    made = exports.make(name, kind)
    known = exports.abbreviations()
    for part, text in made.parts.items():
        fixture = f"{exports.PARTS}/{part}.txt"
        if not (fixtures.FOLDER / fixture).exists():
            fixture = nearest(name, kind, part)
        fixtures.assert_same(fixture, text)
    fixtures.assert_same(exports.fixture(name, kind), made.text, made.abbreviations, known)
    assert made.abbreviations.items() <= known.items()


def test_no_fixture_is_left_over():
    """Every fixture is compared with something."""
    wanted = {exports.fixture(*each) for each in exports.all_exports()} | {exports.ABBREVIATIONS}
    assert wanted == set(fixtures.names("exports/*/*.txt")) - set(fixtures.names(f"{exports.PARTS}/*")) | {
        exports.ABBREVIATIONS
    }
    told = "".join(fixtures.text(each) for each in wanted)
    parts = {f"{exports.PARTS}/{part}.txt" for part in re.findall(r"^[+-]?== .* is (\S+)$", told, re.MULTILINE)}
    assert parts == set(fixtures.names(f"{exports.PARTS}/*"))


@pytest.mark.parametrize("kind", ["word", "excel", "web", "redline", "review-sheet", "checklist"])
def test_the_same_report_gives_the_same_export(kind):
    """A second time, in a process that has made others meanwhile."""
    first = exports.make("drafts", kind)
    exports.make("rare", kind)
    assert exports.make("drafts", kind) == first


def test_a_word_file_of_ours_has_the_properties_that_were():
    each = exports.stored("long")
    found = canonical.properties(adapters.word_file(each.report, each.media))
    assert list(found) == [f"reportdesk.{name}" for name in FACTS]
    assert canonical.properties(adapters.public_word_file(each.report, each.media)) == {}
    page = adapters.web_page(each.report, each.media).decode()
    assert re.findall('<meta name="(reportdesk[^"]*)"', page) == list(found)
    assert "reportdesk." not in adapters.web_page(each.report, each.media, public=True).decode()


def test_a_word_file_has_the_styles_that_were():
    each = exports.stored("pictures")
    parts = canonical.word(adapters.word_file(each.report, each.media, closing=True), canonical.Abbreviations())
    for style, name in (("TableNote", "表格注释"), ("Caption", "caption"), ("Closing", "Closing")):
        assert f'styleId="{style}" type="paragraph"><name val="{name}"/>' in parts["styles"]
    used = canonical.Abbreviations()
    canonical.word(adapters.word_file(each.report, each.media, closing=True), used)
    used = "".join(used.values())
    assert all(f'<pStyle val="{style}"/>' in used for style in ("TableNote", "Caption", "Closing"))


def test_a_workbook_has_the_sheets_that_were():
    each = exports.stored("short")
    parts = canonical.excel(adapters.excel_file(each.report, each.media), canonical.Abbreviations())
    assert [name.removeprefix("sheet ") for name in parts if name.startswith("sheet ")] == [
        "文字部分",
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况",
        "文字部分2",
        "基本信息",
        "逐格清单",
        "说明",
    ]


def nearest(name, kind, part):
    """The part of the fixture that stands in the place of one that is not known."""
    family = part.rpartition("-")[0]
    told = re.findall(rf"== .* is ({re.escape(family)}-\w+)$", fixtures.text(exports.fixture(name, kind)), re.MULTILINE)
    known = fixtures.names(f"{exports.PARTS}/{family}-*.txt")
    return f"{exports.PARTS}/{told[0]}.txt" if told else known[0]
