"""Two reports held against each other."""

import json

import msgspec
import pytest
from tests.support.reports import busy_report, old_report

from reportdesk.errors import ReportDeskError
from reportdesk.report import Report, figures
from reportdesk.report.schema import Picture, Text
from reportdesk.services.compare_reports import Pair, compare, comparison_data, comparison_lines
from reportdesk.services.import_report import open_any_file
from reportdesk.store import save_report

CELL = "requests.received.natural_person"


# ---- reports ----


def test_a_report_does_not_differ_from_itself():
    report = busy_report()
    found = compare(report, report)
    assert (found.different, found.format_only, found.pairs, found.sections) == (0, 0, [], [])
    assert comparison_lines(report, report, found) == ["内容一致，没有不同。"]


def test_every_part_that_differs_is_told():
    a = busy_report()
    b = msgspec.structs.replace(a, unit="示例县民政局", year=2024, footnotes={})
    b = b.with_cells({CELL: "7"}).with_notes({"disclosure.normative_documents.in_force": None})
    b = b.with_sections({"problems": "没有问题。", "overview": a.text("overview").replace("1286", "1268")})
    found = compare(a, b)
    assert [(pair.place, pair.a, pair.b) for pair in found.heads] == [
        ("unit", "示例县交通运输局", "示例县民政局"),
        ("year", "2025", "2024"),
    ]
    before, after = figures(a), figures(b)
    changed = [cell for cell in before if before[cell] != after[cell]]
    assert [pair.place for pair in found.cells] == changed
    assert CELL in changed and "requests.received.total" in changed
    assert [(pair.a, pair.b) for pair in found.notes] == [("其中修订16件", "")]
    assert [pair.name for pair in found.footnotes] == ["政府信息公开行政复议、行政诉讼情况（附注）"]
    assert [section for section, _ in found.sections] == ["overview", "problems"]
    ((kind, one, other),) = found.sections[0][1]
    assert (kind, "1286" in one, "1268" in other) == ("changed", True, True)
    lines = comparison_lines(a, b, found)
    assert f"【自然人 · 一、本年新收政府信息公开申请数量】甲：{before[CELL]}　乙：7" in lines
    assert lines[-1] == f"共 {found.different} 处不同。"


def test_blank_0_and_not_applicable_are_three_values():
    base = Report.new(unit="甲", year=2025)
    cell = "disclosure.penalties.decisions"
    reports = [base, base.with_cells({cell: "0"}), base.with_cells({cell: "/"})]
    for a in reports:
        for b in reports:
            assert compare(a, b).different == (a is not b)


def test_a_number_written_otherwise_is_format_only():
    base, cell = Report.new(unit="甲", year=2025), "disclosure.charges.amount"
    found = compare(base.with_cells({cell: "18.8710"}), base.with_cells({cell: "18.871"}))
    assert found.cells == [Pair(cell, "本年收费金额 · 行政事业性收费", "18.8710", "18.871", True)]
    assert (found.different, found.format_only) == (0, 1)
    assert compare(base.with_cells({cell: "18.8710"}), base.with_cells({cell: "18.872"})).different == 1


def test_computed_totals_equal_typed_ones():
    report = busy_report()
    typed = report.with_cells(figures(report))
    assert compare(report, typed).pairs == []


def test_editions_are_compared_where_their_cells_are_the_same():
    old = old_report(2020)
    found = compare(old, Report.new(unit=old.unit, year=2021))
    assert {pair.place for pair in found.heads} == {"year", "edition"}
    assert {pair.place for pair in found.cells} == set(old.form.cells)
    assert all(pair.name for pair in found.cells)


# ---- the command ----


@pytest.fixture
def files(tmp_path):
    a = busy_report()
    b = a.with_cells({CELL: "7"}).with_sections({"overview": a.text("overview").replace("，", ",")})
    for name, report in (("a", a), ("b", b)):
        save_report(report, tmp_path / f"{name}.rdesk")
    return tmp_path / "a.rdesk", tmp_path / "b.rdesk"


def test_compare_says_what_differs(run, files):
    a, b = files
    assert run("compare", a, a) == (0, "内容一致，没有不同。\n", "")
    status, out, err = run("compare", a, b)
    assert (status, err) == (1, "")
    assert out.splitlines()[-1].startswith("共 ")
    assert "仅格式不同" in out
    status, out, _ = run("compare", a, b, "--json")
    told = json.loads(out)
    assert status == 1
    assert list(told) == ["heads", "cells", "notes", "footnotes", "sections", "different", "format_only"]
    assert told["cells"][0]["b"] == "7"
    assert told["cells"][0].keys() == {"place", "name", "a", "b", "format_only"}
    assert {each["kind"] for each in told["sections"][0]["differences"]} == {"format"}
    assert told == json.loads(json.dumps(comparison_data(compare(open_any_file(a), open_any_file(b)))))


def test_only_differences_of_content_fail(run, tmp_path):
    report = busy_report()
    save_report(report, tmp_path / "a.rdesk")
    save_report(report.with_sections({"problems": report.text("problems").replace("，", ",")}), tmp_path / "b.rdesk")
    status, out, _ = run("compare", tmp_path / "a.rdesk", tmp_path / "b.rdesk", "--json")
    told = json.loads(out)
    assert (status, told["different"]) == (0, 0)
    assert told["format_only"] > 0


def test_compare_refuses_what_it_cannot_read(refuse, files, tmp_path):
    assert "没有.rdesk" in refuse("compare", files[0], tmp_path / "没有.rdesk")
    (tmp_path / "坏.rdesk").write_bytes(b"not a zip")
    assert "坏.rdesk" in refuse("compare", tmp_path / "坏.rdesk", files[0])
    assert "命令写法有误" in refuse("compare", files[0])


def test_a_file_of_an_unknown_kind_is_refused_with_a_sentence(tmp_path):
    path = tmp_path / "年报.odp"
    path.write_bytes(b"")
    with pytest.raises(ReportDeskError, match=r"年报\.odp"):
        open_any_file(path)


def test_check_takes_last_years_report(run, new, tmp_path):
    last = Report.new(unit="示例县财政局", year=2024).with_cells({"requests.carried_out.charity": "2"})
    save_report(last, tmp_path / "last.rdesk")
    path = new({"cells": {"requests.carried_in.charity": "3"}})
    assert run("check", path, "--json")[0] == 0
    status, out, err = run("check", path, "--previous", tmp_path / "last.rdesk", "--json")
    told = json.loads(out)
    assert (status, err, told["errors"]) == (1, "", 1)
    assert told["findings"][0] == {
        "id": "requests.carried_over/charity",
        "rule": "requests.carried_over",
        "severity": "error",
        "section": "requests",
        "cells": ["requests.carried_in.charity"],
        "place": None,
        "expected": "2",
        "actual": "3",
        "message": told["findings"][0]["message"],
        "judged": None,
    }
    assert "相差 1 件" in told["findings"][0]["message"]


def test_check_refuses_a_last_report_it_cannot_read(refuse, new, tmp_path):
    assert "没有.rdesk" in refuse("check", new(), "--previous", tmp_path / "没有.rdesk")


def test_new_takes_the_form_of_its_year(new, run):
    assert open_any_file(new(year=2020)).edition == "2019"
    assert open_any_file(new(None, "--edition", "2021", year=2020)).edition == "2021"


def test_the_caption_of_a_picture_is_no_text_that_the_other_lacks():
    text = Text("甲。\n乙。", pictures={"p": Picture("p.png", "图1 公开数量", 2)})
    a = msgspec.structs.replace(Report.new(unit="局", year=2025), texts={"overview": text})
    copied = a.with_sections({"overview": "甲。\n图1 公开数量\n图1 公开数量\n乙。"})
    assert not compare(a, copied).different and not compare(copied, a).different
    other = copied.with_sections({"overview": "甲。\n图2 办理数量\n乙。"})
    assert compare(a, other).different == 1
