"""Damaged files: what can be read is read, what is lost is told, and nothing wrong is taken for right."""

import io
import json
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.effort import times
from tests.support.rdesk_files import packed, raw
from tests.support.reports import busy_report, full_report

from reportdesk.report.comparison import difference_sentences
from reportdesk.store import DamagedError, OpenError, StoredReport, encode, read_file
from reportdesk.store.damage import examine, open_damaged
from reportdesk.store.report_file import ReportFile
from reportdesk.store.saving import DAMAGED, save
from reportdesk.store.tolerant_json import TolerantJson
from reportdesk.store.version_history import Keep

MEDIA = {"a.png": b"\x89PNG" * 50, "b.png": b"second"}
WHOLE = encode(full_report(), MEDIA)
BUSY = encode(busy_report())


def text_of(content):
    return json.dumps(content, ensure_ascii=False, indent=1)


def from_json(text):
    """What is salvaged of an archive that holds this, whose sums are right."""
    return open_damaged(packed(text), "a.rdesk")


# ---- the archive


def test_a_whole_file_is_opened_with_nothing_lost():
    assert open_damaged(WHOLE, "a") == (StoredReport(full_report(), MEDIA), [])


def test_without_its_directory_nothing_is_lost():
    for cut in (1, 10, 22, len(WHOLE) - WHOLE.index(b"PK\x01\x02")):
        found = open_damaged(WHOLE[:-cut], "a")
        assert found == (StoredReport(full_report(), MEDIA), [])


def test_behind_garbage_it_is_found():
    assert open_damaged(b"\0" * 999 + WHOLE[:-9], "a").stored.report == full_report()


def test_pictures_that_are_cut_off_are_told():
    at = WHOLE.index(b"media/b.png")
    found = open_damaged(WHOLE[: at + 13], "a")
    assert found.stored == StoredReport(full_report(), {"a.png": MEDIA["a.png"]})
    assert found.lost == ["图片“b.png”没有读出。"]
    found = open_damaged(WHOLE[: WHOLE.index(b"media/a.png") - 30], "a")
    assert found.lost == ["图片“a.png”没有读出。"]  # the text says there was one


@pytest.mark.slow
def test_cut_off_in_the_report_what_came_before_is_read():
    """Every figure that is read is right; the rest is missing, and that is told."""
    start, end = BUSY.index(b"report.json") + 11, BUSY.index(b"PK\x01\x02")
    most = 0
    for cut in range(start + 150, end, 23):
        try:
            found = open_damaged(BUSY[:cut], "a.rdesk")
        except DamagedError:
            continue
        report = found.stored.report
        assert report.values.items() <= busy_report().values.items()
        assert any("缺失" in sentence for sentence in found.lost)
        for section, text in report.sections.items():
            assert busy_report().text(section).startswith(text)
        most = max(most, len(report.values))
        assert most == len(report.values), "the more of the file, the more of the report"
    assert most == len(busy_report().values)


def test_a_flipped_bit_in_the_report_is_told():
    chance = random.Random(1)
    start, end = BUSY.index(b"report.json") + 11, BUSY.index(b"PK\x01\x02")
    read = 0
    for _ in range(200):
        flipped = bytearray(BUSY)
        flipped[chance.randrange(start, end)] ^= 1 << chance.randrange(8)
        try:
            found = open_damaged(bytes(flipped), "a.rdesk")
        except DamagedError:
            continue
        read += 1
        if difference_sentences(busy_report(), found.stored.report):
            assert any("校验值不符" in sentence or "缺失" in sentence for sentence in found.lost)
    assert read > 100


# ---- the content


def test_fields_that_are_wrong_are_lost_one_by_one():
    content = raw(WHOLE)
    content["cells"]["requests.received.charity"] = "约8"
    content["cells"]["disclosure.charges.amount"] = 18
    content["contact"]["fax"] = 5
    content["judged"]["k2"] = {"finding": "x"}
    content["sections"]["problems"] = {"text": ["不是文字"]}
    content["sections"]["overview"]["ties"]["t2"] = {"start": "x"}
    content["predecessor"]["cells"]["a"] = None
    content["sign_off"] = "张三"
    content["later"] = {"kept": True}
    found = from_json(text_of(content))
    expected = raw(WHOLE)
    del expected["cells"]["requests.received.charity"], expected["cells"]["disclosure.charges.amount"]
    del expected["contact"]["fax"], expected["sign_off"]
    expected["later"] = {"kept": True}
    kept = raw(encode(found.stored.report))
    assert kept == expected
    assert found.lost == [
        "联系方式没有完整读出。",
        "“二、主动公开政府信息情况”“本年收费金额 · 行政事业性收费”没有完整读出。",
        "“一、总体情况”的文字没有完整读出。",
        "“五、存在的主要问题及改进情况”的文字没有完整读出。",
        "检查结果的核实意见没有完整读出。",
        "上年报告的数据没有完整读出。",
        "定稿记录没有完整读出。",
        "“三、收到和处理政府信息公开申请情况”“社会公益组织 · 一、本年新收政府信息公开申请数量”没有完整读出。",
        "图片“a.png”没有读出。",
    ]


@pytest.mark.parametrize("field", ["unit", "kind", "year", "edition"])
@pytest.mark.parametrize("value", [None, [], 5.5, "2033", {"a": 1}])
def test_heads_that_are_wrong_are_filled_in_and_told(field, value):
    content = {**raw(WHOLE), field: value}
    found = from_json(text_of(content))
    report, whole = found.stored.report, full_report()
    assert report.values == whole.values and report.texts == whole.texts
    if not (field == "unit" and value == "2033"):
        assert [sentence for sentence in found.lost if "基本信息" in sentence]
        assert report.edition == "2021" and (field != "year" or report.year == whole.year)


def test_a_spoilt_line_costs_only_itself():
    text = text_of(raw(WHOLE))
    for line in text.split("\n")[1:-1]:
        if '": ' not in line or line.endswith("{"):
            continue
        spoilt = text.replace(line, line.replace('": ', "\x02"), 1)
        try:
            found = from_json(spoilt)
        except OpenError:
            pytest.fail(f"nothing read for {line}")
        gone = [s for s in difference_sentences(full_report(), found.stored.report) if s]
        assert len(gone) <= 2 and (found.lost or not gone), (line, gone, found.lost)


def test_a_brace_that_is_gone_costs_nothing_else():
    text = text_of(raw(WHOLE))
    whole = from_json(text).stored.report
    for at in [at for at, char in enumerate(text) if char == "}"][:-1]:
        found = from_json(text[:at] + " " + text[at + 1 :])
        assert found.stored.report == whole, text[at - 60 : at]


def test_half_a_text_is_kept_and_half_a_figure_is_not():
    text = text_of(raw(WHOLE))
    found = from_json(text[: text.index("全年3件") + 2])
    assert found.stored.report.text("overview") == "（一）主动公开\n全年"
    assert "“一、总体情况”的文字只读出前一部分，后面的缺失。" in found.lost
    found = from_json(text[: text.index("18.8710") + 4])
    assert "disclosure.charges.amount" not in found.stored.report.values
    assert any("没有完整读出" in sentence for sentence in found.lost)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7" * 99, bytes(5000), packed("{}"), packed("[]")])
def test_where_nothing_is_left_it_is_told(data):
    with pytest.raises(DamagedError, match=r"a\.rdesk") as caught:
        open_damaged(data, "a.rdesk")
    assert str(caught.value).endswith("。")


def test_what_is_refused_is_not_salvaged():
    newer = packed({**raw(WHOLE), "format": 2})
    for data in (newer, newer[:-20]):
        with pytest.raises(OpenError, match="更新版本") as caught:
            open_damaged(data, "a.rdesk")
        assert not isinstance(caught.value, DamagedError)


# ---- JSON that is cut or spoilt


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("a“\"\\\n{}[],:", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab\"\\\n", max_size=3), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


@pytest.mark.slow
@given(st.dictionaries(st.text(max_size=4), JSON, max_size=5), st.sampled_from([None, 1]))
def test_sound_json_is_read_as_it_is(content, indent):
    found = TolerantJson(json.dumps(content, indent=indent))
    assert (found.content, found.lost, found.halves, found.cut) == (content, [], [], False)


@pytest.mark.long
@pytest.mark.slow
@given(st.dictionaries(st.text(max_size=4), JSON, max_size=5), st.floats(0, 1), st.sampled_from([None, 1]))
@settings(max_examples=times(300))
def test_cut_json_is_read_up_to_the_cut(content, part, indent):
    whole = json.dumps(content, indent=indent)
    text = whole[: int(part * len(whole))]
    found = TolerantJson(text)
    assert found.cut is (text != whole)

    def holds(whole, read, place):
        if place in found.halves:
            return isinstance(whole, str) and whole.startswith(read)
        if isinstance(read, dict) and isinstance(whole, dict):
            return all(key in whole and holds(whole[key], inner, (*place, key)) for key, inner in read.items())
        return whole == read and type(whole) is type(read)

    assert holds(content, found.content, ())


@given(st.text('{}[]":, \n1a\\', max_size=60))
def test_any_text_is_read_to_an_end(text):
    TolerantJson(text)
    TolerantJson("{" + text)


# ---- with its file


def test_the_damaged_file_is_kept_when_what_was_found_is_saved(tmp_path):
    path = tmp_path / "年报.rdesk"
    damaged = WHOLE[:-40]
    path.write_bytes(damaged)
    with pytest.raises(DamagedError):
        ReportFile.open(path)
    found = examine(path)
    assert found.generation is None and found.salvaged.stored.report == full_report()
    assert read_file(path) == damaged
    opened = ReportFile.repair(path, found.salvaged.stored)
    assert opened.held is None and opened.changed_on_disk() == ""
    opened.save(found.salvaged.stored.report, found.salvaged.stored.media)
    opened.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([path.name, f"年报（{DAMAGED}）.rdesk"])
    assert (tmp_path / f"年报（{DAMAGED}）.rdesk").read_bytes() == damaged
    assert ReportFile.open(path).stored == found.salvaged.stored


def test_the_newest_whole_generation_is_offered(tmp_path):
    path = tmp_path / "年报.rdesk"
    save(StoredReport(busy_report()), path, keep=Keep())
    save(StoredReport(full_report(), MEDIA), path, keep=Keep())
    path.write_bytes(b"\0" * 5000)
    found = examine(path)
    assert found.salvaged is None and found.stored == StoredReport(full_report(), MEDIA)
    opened = ReportFile.repair(path, found.stored)
    assert opened.save(found.stored.report, found.stored.media).written
    assert ReportFile.open(path).stored == found.stored


def test_an_archive_with_an_entry_of_another_kind_is_no_trouble():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("report.json", "{}")
    with pytest.raises(OpenError):
        open_damaged(out.getvalue(), "a.rdesk")
