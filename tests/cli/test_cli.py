"""The commands as a script sees them: exit status, JSON on stdout, Chinese sentences on stderr."""

import json
import os
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

import msgspec
import pytest
from tests.support.paths import ROOT

from reportdesk import resources
from reportdesk.documents.pdf import writer as pdf_writer
from reportdesk.report import Contact, Report
from reportdesk.store import encode, open_report, save_report

QUIET, BUSY = (resources.path("samples", f"{name}.rdesk") for name in ("quiet", "busy"))


def show(run, path):
    status, out, err = run("show", path, "--json")
    assert (status, err) == (0, "")
    return json.loads(out)


# ---- new ----


def test_new_makes_an_empty_report(new):
    report = open_report(new())
    assert report == Report.new(unit="示例县财政局", year=2025)


def test_new_takes_kind_and_edition(new):
    assert open_report(new(None, "--kind", "街道办事处", "--edition", "2021")).kind == "subdistrict"
    assert open_report(new(None, "--kind", "township")).kind == "township"


def test_values_count_as_typed(new, run):
    path = new(
        {
            "cells": {
                "requests.received.natural_person": "１，２３４",
                "requests.received.total": 7,
                "requests.granted.total": None,
                "disclosure.penalties.decisions": "36（其中委托5件）",
                "disclosure.regulations.issued": "/",
            },
            "notes": {"requests.received.total": "含网上"},
            "sections": {"overview": "（一）主动公开\r\n全年36件。"},
        }
    )
    shown = show(run, path)
    filled = {cell: value for cell, value in shown["cells"].items() if value is not None}
    assert filled == {
        "disclosure.regulations.issued": "/",
        "disclosure.penalties.decisions": "36",
        "requests.received.natural_person": "1234",
        "requests.received.total": "7",
    }
    assert shown["computed"] == []
    assert shown["notes"] == {"disclosure.penalties.decisions": "其中委托5件", "requests.received.total": "含网上"}
    assert shown["sections"]["overview"] == "（一）主动公开\n全年36件。"


def test_json_numbers_keep_their_trailing_zeros(tmp_path, run):
    cells = '"disclosure.charges.amount": 18.8710, "disclosure.licensing.decisions": ' + "9" * 200
    (tmp_path / "v.json").write_text(f'{{"cells": {{{cells}}}}}', "utf-8-sig")
    path = tmp_path / "a.rdesk"
    assert run("new", "--unit", "甲", "--year", "2025", "--values", tmp_path / "v.json", "-o", path)[0] == 0
    cells = show(run, path)["cells"]
    assert cells["disclosure.charges.amount"] == "18.8710"
    assert cells["disclosure.licensing.decisions"] == "9" * 200


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ('{"cells": {"requests.received.nobody": "1"}}', "requests.received.nobody"),
        ('{"notes": {"requests.received.nobody": "1"}}', "requests.received.nobody"),
        ('{"sections": {"summary": "无"}}', "summary"),
        ('{"cells": {"requests.received.charity": "约8"}}', "约8"),
        ('{"cells": {"requests.received.charity": "²"}}', "²"),
        ('{"cells": {"requests.received.charity": ' + "9" * 5000 + "}}", "200 位"),
        ('{"cells": {"requests.received.charity": NaN}}', "nan"),
        ('{"cells": {"requests.received.charity": 1e400}}', "1e400"),
        ('{"cells": {"requests.received.charity": true}}', "JSON"),
        ('{"cells": {"requests.received.charity": ["1"]}}', "JSON"),
        ('{"cells": ["1"]}', "JSON"),
        ('{"figures": {}}', "JSON"),
        ("[]", "JSON"),
        ("", "JSON"),
        ("cells: 1", "JSON"),
        ("[" * 100_000, "JSON"),
        ("格式".encode("gbk"), "JSON"),
    ],
    ids=lambda values: str(values)[:45],
)
def test_bad_values_are_refused_and_nothing_is_written(tmp_path, refuse, values, told):
    path = tmp_path / "v.json"
    path.write_bytes(values if isinstance(values, bytes) else values.encode())
    message = refuse("new", "--unit", "甲", "--year", "2025", "--values", path, "-o", tmp_path / "a.rdesk")
    assert told in message
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_missing_values_file_is_refused(tmp_path, refuse):
    for path in (tmp_path / "没有.json", tmp_path):
        message = refuse("new", "--unit", "甲", "--year", "2025", "--values", path, "-o", tmp_path / "a.rdesk")
        assert str(path) in message


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--year", "25"), "25"),
        (("--year", "２０２５"), "四位年份"),
        (("--year", "1899"), "1899"),
        (("--year", "2025", "--edition", "1999"), "1999"),
        (("--year", "2025", "--kind", "公司"), "公司"),
        (("--year", "2025", "--previous", "没有.rdesk"), "没有.rdesk"),
        ((), "--year"),
    ],
)
def test_bad_heads_are_refused(tmp_path, refuse, arguments, told):
    assert told in refuse("new", "--unit", "甲", *arguments, "-o", tmp_path / "a.rdesk")
    assert list(tmp_path.iterdir()) == []


def test_new_writes_only_rdesk_files_where_it_can(tmp_path, refuse):
    head = ("new", "--unit", "甲", "--year", "2025", "-o")
    assert ".rdesk" in refuse(*head, tmp_path / "a.docx")
    assert "no folder" in refuse(*head, tmp_path / "no folder" / "a.rdesk")
    (tmp_path / "folder.rdesk").mkdir()
    assert "folder.rdesk" in refuse(*head, tmp_path / "folder.rdesk")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.rdesk"]


def test_new_continues_last_years_report(tmp_path, new):
    last = Report.new(unit="示例县旧名局", year=2024, kind="agency").with_sections({"problems": "去年的问题"})
    last = last.with_cells({f"requests.carried_out.{c}": "2" for c in ("natural_person", "charity", "total")})
    last = msgspec.structs.replace(last, contact=Contact(telephone="0000-1"))
    save_report(last, tmp_path / "去年.rdesk")
    report = open_report(new(None, "--previous", tmp_path / "去年.rdesk"))
    assert (report.unit, report.year, report.kind) == ("示例县财政局", 2025, "agency")
    assert report.contact.telephone == "0000-1"
    assert report.values == {f"requests.carried_in.{c}": "2" for c in ("natural_person", "charity")}
    assert report.previous.year == 2024
    assert report.previous.cells == last.values
    assert report.previous.sections == {"problems": "去年的问题"}
    assert open_report(new(None, "--kind", "township", "--previous", tmp_path / "去年.rdesk")).kind == "township"


# ---- show ----


def test_show_gives_the_whole_report_as_json(run):
    shown = show(run, BUSY)
    assert list(shown) == [
        "unit", "kind", "year", "edition", "contact", "cells", "computed", "notes", "footnotes", "sections",
    ]  # fmt: skip
    assert [*shown.values()][:4] == ["示例县人民政府", "government", 2025, "2021"]
    report = open_report(BUSY)
    assert list(shown["cells"]) == list(report.form.cells)
    assert shown["cells"] == dict(report.cells)
    assert shown["cells"]["disclosure.charges.amount"].endswith(".8710")
    assert shown["sections"] == report.sections
    assert shown["notes"] == report.notes
    assert (shown["computed"], shown["footnotes"]) == ([], {})


def test_show_fills_totals_and_says_which(new, run):
    row = ["natural_person", "enterprise", "research_institute", "charity", "legal_service", "other_organisation"]
    shown = show(run, new({"cells": {f"requests.received.{column}": "2" for column in row}}))
    assert shown["cells"]["requests.received.total"] == "12"
    assert shown["cells"]["requests.carried_in.total"] is None
    assert shown["computed"] == ["requests.received.total"]


def test_what_show_prints_can_be_taken_in_again(new, run):
    shown = show(run, BUSY)
    path = new({key: shown[key] for key in ("cells", "notes", "sections")}, "--kind", shown["kind"], unit=shown["unit"])
    again = show(run, path)
    assert {**again, "contact": None} == {**shown, "contact": None}


def test_show_reads_well_without_json(run):
    status, out, err = run("show", QUIET)
    assert (status, err) == (0, "")
    assert out.startswith("示例县应急管理局2023年政府信息公开工作年度报告\n")
    assert "本年处理决定数量 · 行政处罚：36\n" in out
    assert "未填" in out


# ---- check ----


def test_check_of_a_sound_report(run):
    assert run("check", BUSY) == (0, "勾稽关系全部相符，没有空格，未发现问题。\n", "")
    status, out, _ = run("check", BUSY, "--json")
    assert status == 0
    assert json.loads(out) == {"findings": [], "causes": [], "errors": 0, "warnings": 0, "hints": 0}


def test_check_tells_every_field_of_a_finding(new, run):
    group = ("upheld", "corrected", "other", "pending", "total")
    path = new({"cells": {f"disputes.reconsideration.{each}": "1" for each in group}})
    status, out, err = run("check", path, "--json")
    assert (status, err) == (1, "")
    told = json.loads(out)
    assert list(told) == ["findings", "causes", "errors", "warnings", "hints"]
    assert told["findings"][0] == {
        "id": "disputes.sum/reconsideration",
        "rule": "disputes.sum",
        "severity": "error",
        "section": "disputes",
        "cells": [f"disputes.reconsideration.{each}" for each in group],
        "place": None,
        "expected": "4",
        "actual": "1",
        "message": "行政复议：结果维持 1 ＋ 结果纠正 1 ＋ 其他结果 1 ＋ 尚未审结 1 ＝ 4，但总计为 1，相差 3 件。"
        "请与案件台账核对。",
        "judged": None,
    }
    assert (told["errors"], told["warnings"], told["hints"]) == (1, 3, 0)
    suspect = {"cell": "disputes.reconsideration.total", "now": "1", "should_be": "4", "why": "有一位数字不同"}
    assert told["causes"] == [{"cells": [suspect], "explains": ["disputes.sum/reconsideration"], "unique": True}]
    status, out, _ = run("check", path)
    assert status == 1
    assert out.splitlines()[0] == "【疑似原因 1】行政复议 · 总计 现为 1，疑为 4（有一位数字不同），请核对台账。"
    assert out.splitlines()[1].startswith("【错误】行政复议：")
    assert out.splitlines()[-1] == "共 1 处错误、3 处提醒、0 处提示。"


def test_warnings_and_hints_do_not_fail_a_check(new, run):
    status, out, _ = run("check", QUIET, "--json")
    assert (status, [each["id"] for each in json.loads(out)["findings"]]) == (0, ["blank/disputes"])
    group = {f"disputes.reconsideration.{each}": "1" for each in ("upheld", "corrected", "other")}
    status, out, _ = run("check", new({"cells": {**group, "disputes.reconsideration.total": "5"}}), "--json")
    told = json.loads(out)
    assert (status, told["errors"], told["hints"]) == (0, 0, 1)


# ---- export ----


@pytest.mark.parametrize(
    ("suffix", "part"), [(".docx", "word/document.xml"), (".xlsx", "xl/workbook.xml"), (".DOCX", "word/document.xml")]
)
def test_export_writes_the_kind_its_suffix_names(tmp_path, run, suffix, part):
    target = tmp_path / f"年报{suffix}"
    assert run("export", QUIET, "-o", target) == (0, "", f"已导出：{target}\n")
    with zipfile.ZipFile(target) as archive:
        assert part in archive.namelist()
    assert list(tmp_path.iterdir()) == [target]


def test_export_refuses_other_kinds_and_bad_targets(tmp_path, refuse):
    for name in ("a.odt", "a", "a.rdesk"):
        assert ".docx" in refuse("export", QUIET, "-o", tmp_path / name)
    assert "no folder" in refuse("export", QUIET, "-o", tmp_path / "no folder" / "a.docx")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def quick_preview(no_office, monkeypatch):
    """A computer without LibreOffice, on which the preview is quick."""
    monkeypatch.setattr("reportdesk_ui.main.provide_qt_services", lambda: None)
    monkeypatch.setattr(pdf_writer, "pdf_by", lambda html: b"%PDF-1.7")


def test_export_says_how_a_pdf_was_made(tmp_path, run, quick_preview):
    target = tmp_path / "a.pdf"
    status, out, err = run("export", QUIET, "-o", target)
    assert (status, out) == (0, "") and target.read_bytes().startswith(b"%PDF")
    assert err.startswith(f"已导出：{target}（{pdf_writer.PREVIEW}")


def test_export_of_a_folder(tmp_path, run, quick_preview):
    source, target = tmp_path / "全县", tmp_path / "导出" / "2025"
    source.mkdir()
    for path in (QUIET, BUSY):
        (source / path.name).write_bytes(path.read_bytes())
    (source / "说明.txt").write_text("别的文件", "utf-8")
    status, out, err = run("export", source, "-o", target, "--to", "docx, .XLSX,html,pdf")
    assert (status, out) == (0, "")
    assert {path.name for path in target.iterdir()} == {
        f"{name}.{kind}" for name in ("quiet", "busy") for kind in ("docx", "xlsx", "html", "pdf")
    }
    assert err.splitlines() == ["[0/2] busy.rdesk", "[1/2] quiet.rdesk", f"已导出 8 个文件到“{target}”。"]


def test_export_of_a_folder_goes_on_after_a_failure(tmp_path, run):
    source, target = tmp_path / "全县", tmp_path / "导出"
    source.mkdir()
    (source / "a.rdesk").write_bytes(b"PK nothing")
    (source / "b.rdesk").write_bytes(QUIET.read_bytes())
    (target / "b.docx").mkdir(parents=True)
    status, out, err = run("export", source, "-o", target, "--to", "docx,html")
    assert (status, out) == (2, "")
    assert sorted(path.name for path in target.iterdir()) == ["b.docx", "b.html"]
    assert "a.rdesk：“a.rdesk”不是完整的" in err and "b.docx：“" in err
    assert err.splitlines()[-1] == f"已导出 1 个文件到“{target}”，2 个没有完成。"


def test_export_of_a_folder_that_cannot_be_done(tmp_path, refuse):
    assert "--to" in refuse("export", tmp_path, "-o", tmp_path / "x")
    assert str(tmp_path) in refuse("export", tmp_path, "-o", tmp_path / "x", "--to", "docx")
    assert "wps" in refuse("export", tmp_path, "-o", tmp_path / "x", "--to", "docx,wps")
    assert "--to" in refuse("export", QUIET, "-o", tmp_path / "x.docx", "--to", "docx")
    (tmp_path / "a.rdesk").write_bytes(QUIET.read_bytes())
    assert "不是文件夹" in refuse("export", tmp_path, "-o", tmp_path / "a.rdesk", "--to", "docx")
    assert [path.name for path in tmp_path.iterdir()] == ["a.rdesk"]


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_an_unfinished_report_and_strange_characters_can_be_exported(tmp_path, run, suffix):
    path = tmp_path / "a.rdesk"
    strange = msgspec.to_builtins(Report.new(unit="<示例>&县\U00020000", year=2025))
    strange["notes"] = {"requests.received.charity": "\x01=1+1"}
    strange["sections"] = {"overview": {"text": "（一）\x00甲\x0b乙\ufffe\n]]>\n=cmd()"}}
    path.write_bytes(encode(msgspec.convert(strange, Report)))
    target = tmp_path / f"a{suffix}"
    assert run("export", path, "-o", target)[0] == 0
    with zipfile.ZipFile(target) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))


# ---- bad files, bad commands ----


@pytest.mark.parametrize("command", ["show", "show --json", "check", "check --json", "export -o x.docx"])
def test_bad_files_are_refused_by_every_command(tmp_path, monkeypatch, refuse, command):
    command, *options = command.split()
    monkeypatch.chdir(tmp_path)
    data = QUIET.read_bytes()
    path = tmp_path / "坏.rdesk"
    for content in (b"", b"not a zip", data[: len(data) // 2]):
        path.write_bytes(content)
        assert "坏.rdesk" in refuse(command, path, *options)
        assert path.read_bytes() == content
    assert "没有.rdesk" in refuse(command, "没有.rdesk", *options)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "line", ["show", "show a b", "check a --nonsense", "new --unit", "export a", "-x", "frobnicate a", "show a --js"]
)
def test_a_wrong_command_is_told_in_chinese(refuse, line):
    message = refuse(*line.split())
    assert "命令写法有误" in message
    assert "--help" in message


@pytest.mark.parametrize("command", [(), ("new",), ("show",), ("check",), ("export",)])
def test_help_is_chinese(run, command):
    status, out, err = run(*command, "--help")
    assert (status, err) == (0, "")
    assert out.startswith("用法：reportdesk")
    assert "usage" not in out
    assert "positional" not in out


def test_version(run):
    status, out, _ = run("--version")
    assert status == 0
    assert out.startswith("年报填报 ")


def test_a_mistake_of_ours_is_a_sentence_too(monkeypatch, run):
    def fail(path):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("reportdesk.cli.open_report", fail)
    status, out, err = run("show", QUIET)
    assert (status, out) == (2, "")
    assert "内部出错" in err
    assert "secret detail" not in err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a display may be missing on Linux only")
@pytest.mark.parametrize("arguments", [(), (QUIET,)])
def test_the_window_needs_a_display_and_says_so(monkeypatch, refuse, arguments):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert "显示器" in refuse(*arguments)


def test_the_door_of_a_checkout_works_from_anywhere(tmp_path):
    """UTF-8 on both streams whatever the locale says, and the exit status of the command."""
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    def door(*arguments):
        command = [sys.executable, ROOT / "main.py", *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
        return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")

    assert door("new", "--unit", "甲", "--year", "2025", "-o", "a.rdesk") == (0, "", "已新建：a.rdesk\n")
    assert (tmp_path / "a.rdesk").is_file()
    status, out, err = door("check", "a.rdesk", "--json")
    assert (status, json.loads(out)["warnings"], err) == (0, 3, "")
    status, out, err = door("check", "b.rdesk")
    assert (status, out) == (2, "")
    assert err == "reportdesk：没有找到文件“b.rdesk”。请检查文件名和位置。\n"
