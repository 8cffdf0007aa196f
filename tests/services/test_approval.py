"""送审—签发—公开: drafts, the signed version, and what changed since."""

from io import BytesIO

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.images import png
from tests.support.reports import busy_report
from tests.support.word_readback import W, names, part, settled, text_of

from reportdesk.report import Contact, PreviousReport, Report, Source, figures
from reportdesk.report.drafts import Change, changed_since_sign_off, digest, drafts, newest_draft, snapshot
from reportdesk.report.schema import FigureLink, Picture, Text
from reportdesk.services.approval import (
    ApprovalError,
    hand_in,
    name_of,
    redline,
    reopen,
    sign_off,
)
from reportdesk.store import decode, encode

CELL = "requests.granted.charity"


@pytest.fixture
def report():
    return busy_report()


@pytest.fixture
def signed(report):
    return sign_off(report, "李四", "2026-01-20 15:00").apply(report)


def reread(report):
    return decode(encode(report), "x.rdesk").report


# ---- drafts ----


def test_drafts_are_numbered_and_keep_what_is_printed(report):
    first = hand_in(report, " 请\n审阅 ", "2026-01-05 09:30").apply(report)
    second = hand_in(first.with_cells({CELL: "77"})).apply(first.with_cells({CELL: "77"}))
    assert [number for number, _ in drafts(second)] == [1, 2]
    draft = second.drafts["1"]
    assert (draft.at, draft.note, draft.cells[CELL]) == ("2026-01-05 09:30", "请 审阅", figures(report)[CELL])
    assert draft.cells["requests.concluded.total"] == figures(report)["requests.concluded.total"]
    assert (draft.notes, draft.footnotes, draft.sections["overview"]) == (
        report.notes,
        report.footnotes,
        report.text("overview"),
    )
    assert second.drafts["2"].cells[CELL] == "77"
    assert second.drafts["2"].at[:2] == "20"


def test_handing_in_is_one_step_that_can_be_taken_back(report):
    step = hand_in(report)
    assert step.label == "送审稿第 1 稿"
    assert step.inverse().apply(step.apply(report)) == report


def test_ten_drafts_stay_in_order_when_saved(report):
    for number in range(11):
        report = hand_in(report, at=f"2026-01-{number + 1:02}").apply(report)
    saved = reread(report)
    assert [number for number, _ in drafts(saved)] == list(range(1, 12))
    assert newest_draft(saved)[1].at == "2026-01-11"
    assert list(hand_in(saved).changes) == [("drafts", "12")]


@pytest.mark.parametrize("key", ["", "x", "²", "٣", "9" * 5000, "signed-x"])
def test_keys_from_elsewhere_do_no_harm(report, key):
    strange = msgspec.structs.replace(report, drafts={key: snapshot(report)})
    assert list(hand_in(strange).changes) == [("drafts", "1")]
    assert isinstance(name_of(key), str)


# ---- redline ----


def test_the_redline_compares_with_the_last_version_that_reads_otherwise(report):
    first = hand_in(report, at="2026-01-05 09:30").apply(report)
    changed = first.with_cells({CELL: "77"})
    data = redline(changed, author="王五", at="2026-01-06")
    assert text_of(part(data, "word/header1.xml")) == "送审稿第 1 稿（其后又有修改）（与送审稿第 1 稿比较）"
    second = hand_in(changed, at="2026-01-07 09:30").apply(changed)
    data = redline(second, author="王五", at="2026-01-08")
    assert text_of(part(data, "word/header1.xml")) == "送审稿第 2 稿（与送审稿第 1 稿比较）"
    assert {mark.get(f"{W}author") for mark in part(data).iter(f"{W}ins")} == {"王五"}
    assert any(text == "77" for _, text in settled(data, True))
    assert not any(text == "77" for _, text in settled(data, False))


def test_without_changes_there_is_no_redline(report):
    with pytest.raises(ApprovalError, match="没有改动"):
        redline(report)
    with pytest.raises(ApprovalError, match="没有改动"):
        redline(hand_in(report).apply(report))


# ---- sign-off ----


def test_what_was_signed_is_kept_with_name_and_date(signed):
    assert (signed.sign_off.by, signed.sign_off.at) == ("李四", "2026-01-20 15:00")
    assert signed.sign_off.digest == digest(snapshot(signed))
    assert changed_since_sign_off(signed) == []


def test_nobody_signs_without_a_name(report):
    with pytest.raises(ApprovalError, match="签发人"):
        sign_off(report, " \n")


@pytest.mark.parametrize(
    ("change", "place", "name", "reads"),
    [
        (lambda r: r.with_cells({CELL: "77"}), ("values", CELL), "社会公益组织 · （一）予以公开", ("{cell}", "77")),
        (lambda r: r.with_cells({"disclosure.penalties.decisions": None}), ("values", "disclosure.penalties.decisions"),
         "本年处理决定数量 · 行政处罚", ("12840", "")),
        (lambda r: r.with_notes({CELL: "注"}), ("notes", CELL), "社会公益组织 · （一）予以公开（加注）", ("", "注")),
        (lambda r: r.with_sections({"overview": "改"}), ("texts", "overview"), "一、总体情况", ("{overview}", "改")),
        (lambda r: r.with_sections({"lead_in": "改"}), ("texts", "lead_in"), "引言", ("{lead_in}", "改")),
        (lambda r: msgspec.structs.replace(r, unit="示例局"), ("unit",), "单位名称", ("示例县交通运输局", "示例局")),
        (lambda r: msgspec.structs.replace(r, year=2024), ("year",), "报告年度", ("2025", "2024")),
        (lambda r: msgspec.structs.replace(r, footnotes={}), ("footnotes", "disputes"),
         "政府信息公开行政复议、行政诉讼情况（表下注）", ("行政诉讼各项含上年度结转案件2件。", "")),
        (lambda r: msgspec.structs.replace(r, texts={**r.texts, "problems": Text(r.text("problems"), pictures={
            "p": Picture("p.png", "图", 1)})}), ("texts", "problems"),
         "五、存在的主要问题及改进情况（图片）", ("", "图（p.png，1，0）")),
    ],
)  # fmt: skip
def test_every_printed_place_is_flagged_when_it_changes(signed, change, place, name, reads):
    found = changed_since_sign_off(reread(change(signed)))
    known = {"cell": figures(signed)[CELL], **signed.sections}
    old, new = (text.format(**known) for text in reads)
    assert Change(place, name, old, new) in found
    assert all(each.place[0] == place[0] for each in found)


def test_a_total_that_follows_is_flagged_with_its_member(signed):
    found = {change.place[1] for change in changed_since_sign_off(signed.with_cells({CELL: "77"}))}
    assert {CELL, "requests.granted.total", "requests.concluded.charity"} <= found


def test_what_is_not_printed_may_change(signed):
    other = msgspec.structs.replace(
        signed,
        contact=Contact(office="办公室"),
        done={"overview": True},
        sources={"disputes": Source(office="司法局")},
        previous=PreviousReport(unit="x"),
        texts={**signed.texts, "problems": Text(signed.text("problems"), links={"t": FigureLink(0, 1, CELL)})},
    )
    total = "requests.concluded.total"
    other = other.with_cells({total: figures(signed)[total]})  # typed, and prints the same
    assert changed_since_sign_off(reread(other)) == []


def test_the_hash_survives_saving_and_fields_of_newer_versions(signed):
    data = encode(signed)
    again = decode(data, "x.rdesk").report
    assert again.sign_off == signed.sign_off and changed_since_sign_off(again) == []
    newer = _with_field(data, b'"sign_off": {', b'"sign_off": {"seal": "S", ')
    newer = _with_field(newer, b'"unit":', b'"colour": "red", "unit":')
    opened = decode(newer, "x.rdesk").report
    assert changed_since_sign_off(opened) == []
    assert b'"seal"' in _json(encode(opened)) and b'"colour"' in _json(encode(opened))


def test_a_forged_record_is_told(signed):
    forged = msgspec.structs.replace(signed.sign_off, digest="0" * 64)
    found = changed_since_sign_off(msgspec.structs.replace(signed, sign_off=forged))
    assert found == [Change((), "定稿记录与签发时不一致，请核对已签发的文件", "", "")]
    rewritten = signed.with_cells({CELL: "77"})
    version = msgspec.structs.replace(signed.sign_off, version=snapshot(rewritten))
    assert changed_since_sign_off(msgspec.structs.replace(rewritten, sign_off=version))


def test_pictures_with_another_content_are_told(report):
    media = {"p.png": png(4, 3), "q.png": png(5, 5)}
    signed = sign_off(report, "李四", media=media).apply(report)
    assert changed_since_sign_off(signed, media) == []
    assert changed_since_sign_off(signed, {**media, "p.png": png(4, 4)}) == [Change((), "图片 p.png", "", "")]


@settings(deadline=None)
@given(st.lists(st.sampled_from([CELL, "disclosure.charges.amount"]), max_size=3))
def test_taking_changes_back_clears_the_flag(cells):
    report = busy_report()
    signed = sign_off(report, "李四").apply(report)
    changed = signed.with_cells(dict.fromkeys(cells, "99"))
    assert bool(changed_since_sign_off(changed)) == bool(cells)
    assert changed_since_sign_off(changed.with_cells({cell: report.values[cell] for cell in cells})) == []


def test_a_new_round_opens_the_report_and_keeps_what_was_signed(signed):
    opened = reopen(signed).apply(signed)
    assert opened.sign_off is None and changed_since_sign_off(opened.with_cells({CELL: "77"})) == []
    kept = opened.drafts["signed-1"]
    assert (kept.note, kept.at, kept.cells) == ("李四签发", "2026-01-20 15:00", snapshot(signed).cells)
    again = sign_off(opened, "赵六").apply(opened)
    handed = hand_in(again).apply(again)  # a new draft is a new round
    assert handed.sign_off is None and sorted(handed.drafts) == ["1", "signed-1", "signed-2"]
    data = redline(opened.with_cells({CELL: "77"}))
    assert text_of(part(data, "word/header1.xml")) == "花脸稿（与第 1 次定稿比较）"
    with pytest.raises(ApprovalError, match="还没有定稿"):
        reopen(opened)


def test_the_form_is_data(signed):
    assert {change.place for change in changed_since_sign_off(Report.new(unit="局", year=2025))} == set()
    other = msgspec.structs.replace(Report.new(unit="局", year=2025), sign_off=signed.sign_off)
    assert len(changed_since_sign_off(other)) > 150


def test_a_signed_report_exports_without_draft_marks(signed):
    from reportdesk.documents.word import writer as word_writer

    assert "word/header1.xml" not in names(word_writer.render(hand_in(signed).apply(signed), public=True))


def _json(data):
    from zipfile import ZipFile

    with ZipFile(BytesIO(data)) as archive:
        return archive.read("report.json")


def _with_field(data, mark, replacement):
    from zipfile import ZipFile

    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "report.json":
                assert mark in content
                content = content.replace(mark, replacement, 1)
            new.writestr(name, content)
    return out.getvalue()
