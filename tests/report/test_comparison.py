"""What differs between two reports, in a clerk's words."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.support.reports import busy_report, full_report

from reportdesk.report import Report
from reportdesk.report.comparison import differences

BLANK = Report.new(unit="示例县财政局", year=2025)


def test_equal_reports_do_not_differ():
    assert differences(full_report(), full_report()) == []


def test_figures_notes_and_texts_are_told_with_place_and_both_values():
    before = BLANK.with_cells({"requests.received.charity": "8"}).with_sections({"overview": "全年公开3件。"})
    after = (
        before.with_cells({"requests.received.charity": "9（其中网上3件）", "requests.granted.charity": "0"})
        .with_sections({"overview": "全年公开5件。", "problems": "没有问题"})
    )  # fmt: skip
    requests = "“三、收到和处理政府信息公开申请情况”“社会公益组织 · "
    assert differences(before, after) == [
        f"{requests}一、本年新收政府信息公开申请数量”：原为 8，现为 9。",
        f"{requests}一、本年新收政府信息公开申请数量”的附注：原为 空白，现为 其中网上3件。",
        f"{requests}（一）予以公开”：原为 空白，现为 0。",
        "“一、总体情况”的文字：原为“3”，现为“5”。",
        "“五、存在的主要问题及改进情况”的文字：新增 4 字。",
    ]


def test_every_part_is_told():
    full, told = full_report(), differences(BLANK, full_report())
    assert all(sentence.endswith("。") for sentence in told)
    for name in set(Report.__struct_fields__) - {"edition", "year", "unit", "unknown"}:
        only = msgspec.structs.replace(BLANK, **{name: getattr(full, name)})
        assert differences(BLANK, only), f"{name} is not told"
        assert set(differences(BLANK, only)) <= set(told)


def test_unit_year_and_kind_are_told_by_name():
    told = differences(BLANK, Report.new(unit="示例县教育局", year=2024, kind="township"))
    assert told[0] == "单位名称：原为 示例县财政局，现为 示例县教育局。" and len(told) == 3


def test_a_long_text_is_told_by_an_excerpt():
    busy = busy_report()
    changed = busy.with_sections({"overview": busy.text("overview").replace("1286", "1268")})
    (told,) = differences(busy, changed)
    assert told.endswith("：原为“86”，现为“68”。")
    (told,) = differences(busy, busy.with_sections({"overview": busy.text("overview") + "又" * 99}))
    assert told.endswith(f"增加“{'又' * 20}…（共 99 字）”。")


@given(st.text("一二\n", max_size=6), st.text("一二\n", max_size=6))
def test_any_two_texts(old, new):
    told = differences(BLANK.with_sections({"overview": old}), BLANK.with_sections({"overview": new}))
    assert bool(told) is ((old if old.strip() else "") != (new if new.strip() else ""))
