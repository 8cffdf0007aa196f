"""What differs between two reports, in a clerk's words."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.support.reports import busy_report, full_report

from reportdesk import form
from reportdesk.report import Picture, Report, Text
from reportdesk.report.comparison import (
    Difference,
    difference_sentences,
    find_differences,
    printed_content,
    stored_content,
)
from reportdesk.report.drafts import snapshot
from reportdesk.store import decode, encode

BLANK = Report.new(unit="示例县财政局", year=2025)


def test_equal_reports_do_not_differ():
    assert difference_sentences(full_report(), full_report()) == []


def test_figures_notes_and_texts_are_told_with_place_and_both_values():
    before = BLANK.with_cells({"requests.received.charity": "8"}).with_sections({"overview": "全年公开3件。"})
    after = (
        before.with_cells({"requests.received.charity": "9（其中网上3件）", "requests.granted.charity": "0"})
        .with_sections({"overview": "全年公开5件。", "problems": "没有问题"})
    )  # fmt: skip
    requests = "“三、收到和处理政府信息公开申请情况”“社会公益组织 · "
    assert difference_sentences(before, after) == [
        f"{requests}一、本年新收政府信息公开申请数量”：原为 8，现为 9。",
        f"{requests}一、本年新收政府信息公开申请数量”的附注：原为 空白，现为 其中网上3件。",
        f"{requests}（一）予以公开”：原为 空白，现为 0。",
        "“一、总体情况”的文字：原为“3”，现为“5”。",
        "“五、存在的主要问题及改进情况”的文字：新增 4 字。",
    ]


def test_every_part_is_told():
    full, told = full_report(), difference_sentences(BLANK, full_report())
    assert all(sentence.endswith("。") for sentence in told)
    for name in set(Report.__struct_fields__) - {"edition", "year", "unit", "unknown"}:
        only = msgspec.structs.replace(BLANK, **{name: getattr(full, name)})
        assert difference_sentences(BLANK, only), f"{name} is not told"
        assert set(difference_sentences(BLANK, only)) <= set(told)


def test_unit_year_and_kind_are_told_by_name():
    told = difference_sentences(BLANK, Report.new(unit="示例县教育局", year=2024, kind="township"))
    assert told[0] == "单位名称：原为 示例县财政局，现为 示例县教育局。" and len(told) == 3


def test_a_long_text_is_told_by_an_excerpt():
    busy = busy_report()
    changed = busy.with_sections({"overview": busy.text("overview").replace("1286", "1268")})
    (told,) = difference_sentences(busy, changed)
    assert told.endswith("：原为“86”，现为“68”。")
    (told,) = difference_sentences(busy, busy.with_sections({"overview": busy.text("overview") + "又" * 99}))
    assert told.endswith(f"增加“{'又' * 20}…（共 99 字）”。")


@given(st.text("一二\n", max_size=6), st.text("一二\n", max_size=6))
def test_any_two_texts(old, new):
    told = difference_sentences(BLANK.with_sections({"overview": old}), BLANK.with_sections({"overview": new}))
    assert bool(told) is ((old if old.strip() else "") != (new if new.strip() else ""))


def test_texts_are_told_in_the_order_of_the_report():
    after = BLANK.with_sections(dict.fromkeys(BLANK.form.sections, "写了。"))
    opened = decode(encode(after), "年报.rdesk").report
    assert [sentence.partition("的文字：")[0] for sentence in difference_sentences(BLANK, opened)] == [
        f"“{BLANK.form.section_name(section)}”" for section in BLANK.form.sections
    ]


def test_a_difference_has_a_kind_a_place_a_name_and_both_values():
    cell, table = "requests.received.charity", "requests"
    texts = {"overview": Text("又写。", pictures={"p": Picture("a.png", "图", 2)})}
    after = BLANK.with_cells({cell: "8（其中网上3件）"}).with_sections({"problems": "写了。"})
    after = msgspec.structs.replace(
        after, unit="示例局", footnotes={table: "注。"}, texts={**after.texts, **texts}, done={"overview": True}
    )
    official, section = BLANK.form, BLANK.form.section_name
    printed = list(find_differences(printed_content(snapshot(BLANK)), printed_content(snapshot(after)), official))
    name = official.cells[cell].name
    assert printed == [
        Difference("head", ("unit",), "单位名称", BLANK.unit, "示例局"),
        Difference("text", ("texts", "overview"), section("overview"), None, "又写。"),
        Difference("pictures", ("pictures", "overview"), section("overview"), None, "图（a.png，2，0）"),
        Difference("cell", ("values", cell), name, None, "8"),
        Difference("note", ("notes", cell), name, None, "其中网上3件"),
        Difference("footnote", ("footnotes", table), official.tables[table].title, None, "注。"),
        Difference("text", ("texts", "problems"), section("problems"), None, "写了。"),
    ]
    stored = list(find_differences(stored_content(BLANK), stored_content(after), official))
    assert [each.key for each in stored] == ["unit", "overview", cell, cell, table, "problems", "done"]
    assert stored[-1] == Difference("part", ("done",), "“填写完毕”标记", {}, {"overview": True})


def test_places_that_no_form_knows_are_left_out_and_the_first_form_names_the_others():
    old, new = form.get("2019"), form.get("2021")
    cell = next(each for each in new.cells if each not in old.cells)
    assert list(find_differences({("values", cell): "1"}, {}, old)) == []
    (found,) = find_differences({("values", cell): "1"}, {("values", cell): None}, old, new)
    assert (found.name, found.old, found.new) == (new.cells[cell].name, "1", None)
    shared = next(each for each in old.cells if each in new.cells and old.cells[each].name != new.cells[each].name)
    (found,) = find_differences({("values", shared): "1"}, {}, new, old)
    assert found.name == new.cells[shared].name
