"""The 年度报告送审表, read back with python-docx."""

import io

import docx
import msgspec
import pytest
from tests.support.reports import busy_report

from reportdesk.checks import check
from reportdesk.checks.dismissals import dismiss
from reportdesk.documents import review_sheet
from reportdesk.errors import ReportDeskError
from reportdesk.report import Adoption, Report, Source, figures
from reportdesk.services.review_sheet import review_of, write_review_sheet

WRONG = "requests.concluded.natural_person"


def typed(report):
    """The report with its totals typed, so that a wrong figure can be named."""
    return report.with_cells({cell: figure for cell, figure in figures(report).items() if figure is not None})


@pytest.fixture
def sound():
    return typed(busy_report())


@pytest.fixture
def broken(sound):
    figure = sound.values[WRONG]
    assert figure[0] != figure[1]
    return sound.with_cells({WRONG: figure[1] + figure[0] + figure[2:]})


def sheet(report):
    """Label → what stands beside it, and the whole document."""
    document = docx.Document(io.BytesIO(review_sheet.render(report, review_of(report, check(report)))))
    (table,) = document.tables
    found = {}
    for row in table.rows:
        cells = [cell.text for cell in row.cells]
        found["".join(cells[0].split())] = cells[1]
    return found, document


def test_a_sound_report_has_nothing_to_say(sound):
    found, document = sheet(sound)
    assert list(found) == [
        "报告单位", "校验结果", "与上年对比", "待处理的问题", "已核实，不作修改", "按此修改的数字", "数据来源",
        "拟稿", "核稿", "保密审查", "审核", "签发",
    ]  # fmt: skip
    assert found["报告单位"] == "示例县交通运输局"
    assert found["校验结果"] == "勾稽关系全部相符，没有空格，未发现问题。"
    assert {found[label] for label in ("待处理的问题", "已核实，不作修改", "按此修改的数字", "数据来源")} == {"无"}
    assert document.paragraphs[0].text == "年度报告送审表"
    head = [cell.text for cell in document.tables[0].rows[0].cells]
    assert head == ["报告单位", "示例县交通运输局", "报告年度", "2025年"]


def test_every_signature_has_its_line(sound):
    _, document = sheet(sound)
    for row in document.tables[0].rows[-5:]:
        assert [cell.text for cell in row.cells][1:] == ["", "", "年　　月　　日"]
        assert row.height is not None


def test_open_findings_with_their_suspect(broken):
    found, _ = sheet(broken)
    findings = check(broken).findings
    assert len(findings) == 3
    assert all(finding.message in found["待处理的问题"] for finding in findings)
    assert found["待处理的问题"].startswith("1. 【错误】")
    right = figures(busy_report())[WRONG]
    assert f"自然人 · （七）总计 现为 {broken.values[WRONG]}，疑为 {right}（相邻两位数字颠倒）" in found["疑似原因"]
    assert "涉及 3 处勾稽关系" in found["疑似原因"]
    assert found["校验结果"].startswith("3 处错误")


def test_warnings_are_open_too():
    found, _ = sheet(Report.new(unit="局", year=2025))
    assert found["校验结果"] == "0 处错误、3 处提醒、0 处提示待处理。"
    assert found["待处理的问题"].count("【提醒】") == 3
    assert "疑似原因" not in found


def test_judged_findings_stand_apart_with_their_reasons(broken):
    outcome = check(broken)
    first = outcome.findings[0]
    report = dismiss(broken, figures(broken), first, "按当地统计口径填报", "李四", "2026-01-12").apply(broken)
    found, _ = sheet(report)
    assert first.message in found["已核实，不作修改"] and first.message not in found["待处理的问题"]
    assert "理由：按当地统计口径填报（李四，2026-01-12）" in found["已核实，不作修改"]
    assert found["校验结果"] == "2 处错误、0 处提醒、0 处提示待处理；1 处已核实，不作修改。"


def test_a_judgement_goes_with_its_figures(broken):
    outcome = check(broken)
    report = dismiss(broken, figures(broken), outcome.findings[0], "机构改革").apply(broken)
    found, _ = sheet(report.with_cells({WRONG: "99999"}))
    assert found["已核实，不作修改"] == "无"


def test_adopted_figures_old_and_new(sound):
    cells = ["requests.granted.natural_person", "disclosure.charges.amount", "disclosure.licensing.decisions"]
    adopted = {
        cells[0]: Adoption("0", sound.values[cells[0]], "相邻两位数字颠倒"),
        cells[1]: Adoption(None, sound.values[cells[1]], "", confirmed=True),
        cells[2]: Adoption("5", "6", "漏了一位数字"),
        "gone.with.the.edition": Adoption("1", "2", ""),
    }
    found, _ = sheet(msgspec.structs.replace(sound, adopted=adopted))
    assert found["按此修改的数字"].split("\n") == [
        f"1. 【待核对】本年处理决定数量 · 行政许可：5 → 6（漏了一位数字），现又改为 {sound.values[cells[2]]}",
        "2. 【已核对】本年收费金额 · 行政事业性收费：空白 → 190.457300",
        f"3. 【待核对】自然人 · （一）予以公开：0 → {sound.values[cells[0]]}（相邻两位数字颠倒）",
    ]


def test_sources_and_what_has_none(sound):
    requests = [row.id for row in sound.form.tables["requests"].blocks[0].rows]
    sheet_source = Source(office="政务服务股", person="王五", date="2026-01-06", document="采集表.docx")
    sources = {f"requests.{row}": sheet_source for row in requests}
    sources |= {key: Source(office="执法队") for key in ("disclosure.penalties", "disclosure.coercion")}
    sources |= {"disclosure.charges": Source(document="财务决算"), "disputes": Source(office="司法局")}
    found, _ = sheet(msgspec.structs.replace(sound, sources=sources))
    assert found["数据来源"].split("\n") == [
        "1. 执法队：行政处罚、行政强制",
        "2. 未注明科室（财务决算）：行政事业性收费",
        "3. 政务服务股（王五，2026-01-06，采集表.docx）：收到和处理政府信息公开申请情况（全部 25 行）",
        "4. 司法局：政府信息公开行政复议、行政诉讼情况",
        "5. 未注明来源：规章、行政规范性文件、行政许可",
    ]


def test_many_findings_are_all_printed(sound):
    wrong = {cell: "777" for number, cell in enumerate(sound.form.cells) if number % 9 == 0}
    report = sound.with_cells(wrong)
    outcome = check(report)
    found, document = sheet(report)
    assert len(outcome.findings) > 20
    assert all(finding.message in found["待处理的问题"] for finding in outcome.findings)
    styles = {p.style.style_id for cell in document.tables[0].columns[1].cells for p in cell.paragraphs}
    assert "TableCompact" in styles


def test_several_explanations_stand_together(sound):
    """Two neighbours swapped: more than one cell explains it."""
    report = sound.with_cells({"requests.granted.natural_person": "100", "requests.partly_granted.enterprise": "200"})
    outcome = check(report)
    groups = {tuple(cause.explains) for cause in outcome.causes}
    assert len(review_of(report, outcome).causes) == len(groups) + outcome.search_aborted


def test_an_invented_form_needs_no_code(invented_form):
    report = Report.new(unit="<商店>&", year=2025, edition=invented_form.edition).with_cells(
        {"stock.bread.north": "-1"}
    )
    report = msgspec.structs.replace(report, sources={"staff": Source(office="人事")})
    found, _ = sheet(report)
    assert found["报告单位"] == "<商店>&"
    assert "【错误】" in found["待处理的问题"] and "【提示】" in found["待处理的问题"]
    assert found["数据来源"].startswith("1. 人事：库存")


def test_the_job_writes_a_word_file(broken, tmp_path):
    path = tmp_path / "送审表.docx"
    write_review_sheet(broken, path)
    assert path.read_bytes() == review_sheet.render(broken, review_of(broken, check(broken)))
    assert len(docx.Document(path).tables) == 1
    with pytest.raises(ReportDeskError, match=r"\.docx"):
        write_review_sheet(broken, tmp_path / "送审表.pdf")
    with pytest.raises(ReportDeskError, match="没有找到文件夹"):
        write_review_sheet(broken, tmp_path / "none" / "送审表.docx")
