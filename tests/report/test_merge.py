"""Parts of a report that was read, taken into another one."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.support.reports import busy_report

from reportdesk.report import Contact, Origin, Report
from reportdesk.report.merge import BASICS, merge_parts, select_parts
from reportdesk.report.schema import Picture, Text

FORM = Report.new(unit="示例县财政局", year=2025).form
PARTS = [BASICS, *FORM.sections]
CELLS = list(FORM.cells)


def read_report(**changes):
    report = Report.new(unit="别的局", year=2024)
    return report.with_cells(changes.pop("cells", {})).with_sections(changes.pop("sections", {}))


def test_figures_that_were_read_replace_and_blank_ones_do_not():
    mine = read_report(cells={CELLS[0]: "1", CELLS[1]: "2"}).with_notes({CELLS[0]: "旧"})
    read = read_report(cells={CELLS[0]: "7"})
    section = FORM.cells[CELLS[0]].section
    after = merge_parts(mine, read, {section}, "导入").apply(mine)
    assert after.values == {CELLS[0]: "7", CELLS[1]: "2"}
    assert not after.notes


def test_unit_kind_and_year_stay():
    mine, read = Report.new(unit="甲局", year=2025), Report.new(unit="乙局", year=2019, kind="township")
    step = merge_parts(mine, read, PARTS, "导入")
    assert not step


@given(st.sets(st.sampled_from(PARTS)))
def test_only_the_chosen_parts_change_and_one_undo_gives_all_back(parts):
    mine, read = Report.new(unit="甲局", year=2025), busy_report()
    step = merge_parts(mine, read, parts, "导入")
    after = step.apply(mine)
    for section in FORM.sections:
        same = after.text(section) == read.text(section)
        assert same if section in parts else not after.text(section)
    for cell, found in FORM.cells.items():
        assert after.values.get(cell) == (read.values.get(cell) if found.section in parts else None)
    assert (after.contact == read.contact) == (BASICS in parts or read.contact == Contact())
    assert step.inverse().apply(after) == mine


@given(st.sets(st.sampled_from(PARTS)))
def test_only_keeps_the_chosen_sections(parts):
    read = busy_report()
    kept = select_parts(read, parts)
    assert set(kept.texts) == {section for section in read.texts if section in parts}
    assert all(FORM.cells[cell].section in parts for cell in kept.values)
    assert select_parts(read, FORM.sections) == read


def test_where_figures_stood_comes_along():
    read = read_report(cells={CELLS[0]: "7"})
    read.origins[CELLS[0]] = Origin("去年.docx", "表 1", "7")
    mine = Report.new(unit="甲局", year=2025)
    after = merge_parts(mine, read, FORM.sections, "导入").apply(mine)
    assert after.origins[CELLS[0]].source == "去年.docx"


# ---- pictures ----


def pictured(text: str, **pictures: int) -> Report:
    report = Report.new(unit="甲局", year=2025)
    each = {key: Picture(f"{key}.png", key, after) for key, after in pictures.items()}
    return msgspec.structs.replace(report, texts={"overview": Text(text, pictures=each)})


def merged(mine: Report, read: Report) -> Text:
    return merge_parts(mine, read, {"overview"}, "导入").apply(mine).texts["overview"]


def test_a_text_that_was_read_brings_its_pictures():
    read = pictured("新一段\n新二段", b=3)
    assert merged(pictured("旧", a=1), read) == read.texts["overview"]


def test_a_picture_that_was_read_twice_comes_twice():
    pictures = {"p001": Picture("a.png", "图", 1), "p002": Picture("a.png", "图", 3)}
    report = Report.new(unit="甲局", year=2025)
    read = msgspec.structs.replace(report, texts={"overview": Text("甲\n乙", pictures=pictures)})
    assert merged(pictured("旧", a=1), read).pictures == pictures
    assert merged(
        pictured("旧文字"), msgspec.structs.replace(read, texts={"overview": Text("", pictures=pictures)})
    ) == (Text("旧文字", pictures={key: msgspec.structs.replace(each, after=3) for key, each in pictures.items()}))


def test_a_text_without_pictures_takes_away_none():
    found = merged(pictured("一段旧文字\n二段", a=2, b=8), pictured("新文字"))
    assert (found.text, {key: each.after for key, each in found.pictures.items()}) == ("新文字", {"a": 2, "b": 3})


def test_pictures_without_a_text_take_away_no_words():
    found = merged(pictured("旧文字\n", a=2), pictured("", b=0))
    assert (found.text, {key: each.after for key, each in found.pictures.items()}) == ("旧文字\n", {"b": 3})


def test_a_note_alone_goes_to_a_cell_that_is_blank_here_too():
    mine = Report.new(unit="甲局", year=2025).with_cells({CELLS[0]: "1"})
    read = mine.with_cells(dict.fromkeys(CELLS[:2])).with_notes(dict.fromkeys(CELLS[:2], "未统计"))
    sections = {FORM.cells[cell].section for cell in CELLS[:2]}
    after = merge_parts(mine, read, sections, "导入").apply(mine)
    assert (after.values, after.notes) == ({CELLS[0]: "1"}, {CELLS[1]: "未统计"})
