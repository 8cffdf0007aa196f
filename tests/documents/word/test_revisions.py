"""花脸稿: a report against a draft of it, with real revisions."""

import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.support.effort import times
from tests.support.images import png
from tests.support.reports import busy_report
from tests.support.word_readback import W, faults, lines, part, settled, text_of

from reportdesk.documents.word import revisions
from reportdesk.documents.word import writer as word_writer
from reportdesk.documents.word.options import WordOptions
from reportdesk.report import Report
from reportdesk.report.drafts import snapshot
from reportdesk.report.schema import Picture, Text

TEXT = st.text("甲乙丙丁。，（一）1.\n <&", max_size=40)


def changed(report):
    """The busy report with changes of every kind."""
    overview = report.text("overview").replace("1286条", "1290条").replace("\n2.做好政策解读", "\n2.做好各类解读")
    overview = overview.replace("（1）图解18件，均在文件公布后3个工作日内发布。\n", "") + "\n新的一段。"
    report = report.with_sections({"overview": overview, "problems": "", "requests": "表前新增文字。"})
    report = report.with_cells({"requests.granted.charity": "123", "disclosure.penalties.decisions": None})
    notes = {"disclosure.normative_documents.in_force": "其中修订17件", "disputes.litigation_direct.other": "注"}
    report = report.with_notes(notes)
    return msgspec.structs.replace(report, unit="示例县交通局", footnotes={"disclosure": "含合并单位。\n第二行。"})


def shape(report):
    return lines(word_writer.render(report))


def test_accepting_gives_the_report_and_rejecting_the_draft():
    before = busy_report()
    after = changed(before)
    data = revisions.render(after, snapshot(before))
    assert [text for _, text in settled(data, True)] == [text for _, text in shape(after)]
    assert [text for _, text in settled(data, False)] == [text for _, text in shape(before)]
    assert settled(data, True) == shape(after)


@pytest.mark.long
@pytest.mark.slow
@settings(max_examples=times(40), deadline=None)
@given(st.tuples(TEXT, TEXT, TEXT), st.tuples(TEXT, TEXT, TEXT), st.tuples(TEXT, TEXT))
def test_any_two_versions_are_kept_whole(old, new, units):
    before, after = (
        msgspec.structs.replace(
            Report.new(unit=f"局{unit}", year=2025)
            .with_sections({"lead_in": first, "disclosure": second})
            .with_notes({"disclosure.charges.amount": third}),
            footnotes={"requests": third, "disputes": first},
        )
        for (first, second, third), unit in ((old, units[0]), (new, units[1]))
    )
    data = revisions.render(after, snapshot(before))
    assert settled(data, True) == shape(after)
    assert [text for _, text in settled(data, False)] == [text for _, text in shape(before)]


def test_a_report_like_its_draft_has_no_revisions():
    report = busy_report()
    assert revisions.render(report, snapshot(report)) == word_writer.render(report)


def test_figures_are_replaced_whole_in_their_cells():
    before = Report.new(unit="局", year=2025).with_cells({"requests.granted.charity": "18"})
    after = before.with_cells({"requests.granted.charity": "19"})
    document = part(revisions.render(after, snapshot(before)))
    (cell,) = [cell for cell in document.iter(f"{W}tc") if cell.find(f"{W}p/{W}del") is not None]
    assert "".join(cell.find(f"{W}p/{W}del").itertext()) == "18"
    assert text_of(cell.find(f"{W}p/{W}ins")) == "19"


def test_revisions_have_an_author_a_date_and_numbers_of_their_own():
    before = busy_report()
    data = revisions.render(changed(before), snapshot(before), author='张"三<', at="2026-01-12 10:30")
    marks = list(part(data).iter(f"{W}ins", f"{W}del"))
    assert {(mark.get(f"{W}author"), mark.get(f"{W}date")) for mark in marks} == {('张"三<', "2026-01-12T10:30:00Z")}
    assert len({mark.get(f"{W}id") for mark in marks}) == len(marks) > 20
    undated = revisions.render(changed(before), snapshot(before), at="一月")
    assert {mark.get(f"{W}date") for mark in part(undated).iter(f"{W}ins")} == {None}


def test_it_keeps_to_the_schemas():
    before = busy_report()
    after = changed(before)
    options = WordOptions(closing=True, body_font="仿宋_GB2312")
    assert faults(revisions.render(after, snapshot(before), options, header="花脸稿", at="2026-01-12")) == []
    assert faults(revisions.render(before, snapshot(after))) == []


def test_pictures_are_those_of_the_report():
    text = Text("甲\n乙", pictures={"p": Picture("p.png", "图1", 2)})
    report = msgspec.structs.replace(Report.new(unit="局", year=2025), texts={"overview": text})
    data = revisions.render(
        report, snapshot(report.with_sections({"overview": "甲\n丙丁戊己"})), media={"p.png": png()}
    )
    assert settled(data, True) == lines(word_writer.render(report, media={"p.png": png()}))


def test_what_replaces_a_paragraph_stays_on_its_side_of_a_picture():
    text = Text("甲段。\n乙段。增加一句。", pictures={"p": Picture("p.png", "图1", 2)})
    report = msgspec.structs.replace(Report.new(unit="局", year=2025), texts={"overview": text})
    before = snapshot(report.with_sections({"overview": "甲段。\n乙"}))
    body = etree.tostring(part(revisions.render(report, before, media={"p.png": png()})), encoding="unicode")
    order = [found[1] for found in re.finditer(r">(甲段。|乙|乙段。增加一句。|图1)</w:(?:t|delText)>", body)]
    assert order == ["甲段。", "图1", "乙", "乙段。增加一句。"]


@pytest.mark.parametrize("cells", [{"gone.with.the.edition": "1"}, {"requests.granted.charity": "<w:p/>"}])
def test_a_draft_from_elsewhere_is_only_text(cells):
    report = Report.new(unit="局", year=2025)
    draft = msgspec.structs.replace(snapshot(report), cells=cells, sections={"gone": "甲", "overview": "]]>"})
    assert ("", "]]>") not in settled(revisions.render(report, draft), True)
    assert faults(revisions.render(report, draft)) == []
