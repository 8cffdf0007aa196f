"""A report written as a file and read again without changes: it comes back exactly.

Exactly is: figures as printed (an automatic total comes back typed), texts without blank lines and indents, a footnote
without the 注 that every format prints in front of it, a picture behind the whole paragraph of its character.
"""

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.support.effort import times
from tests.support.images import jpeg, png
from tests.support.round_trip import assert_same

from reportdesk import form as forms
from reportdesk import resources
from reportdesk.documents.reader import read_bytes
from reportdesk.numbers import NumberError, parse
from reportdesk.report import Contact, Report, Text, paragraphs
from reportdesk.report.schema import Picture
from reportdesk.services.export import export
from reportdesk.services.import_report import Reading, import_document
from reportdesk.store import open_report
from reportdesk.text.characters import clean_line


def is_figure(text: str) -> bool:
    """Whether a note could not be told from a figure in brackets."""
    try:
        return parse(text, "signed") is not None
    except NumberError:
        return any(map(str.isnumeric, text)) and len(text) < 5


KINDS = [".docx", ".xlsx", ".html"]
# To shrink a report takes minutes and shows little.
LARGE = settings(deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
MEDIA = {"a.png": png(400, 300), "b.jpg": jpeg(), "c.png": png(2000, 10)}

# Lines that look like something else than running text.
ODD = [
    "二、主动公开政府信息情况",
    "（一）总体情况",
    "1.重复申请",
    "行政许可 12",
    "行政处罚\t36\t0",
    "总计",
    "注：本部分数据截至12月31日。",
    "说明：见附件",
    "发布时间：2026-01-20",
    "责任编辑：张三",
    "联系我们：0123-4567890",
    "上一篇：没有了",
    "目录",
    "总体情况……3",
    "图1 主动公开信息数量",
    "=1+1",
    "+86-0123-4567890",
    "| 甲 | 乙 |",
    "# 一、总体情况",
    "&lt;p&gt; <b>粗</b> <!-- 注 -->",
    "{{ v }} _x000D_ %(x)s",
    "甲  乙\u3000\u3000丙\u00a0丁",
    "示例县水利局2023年政府信息公开工作年度报告",
    "附件：1．年报.docx",
    "—12—",
    "⼀、⼆",
]
WORDS = st.text("全年公开政府信息条件，。；：“”（）、0123456789%.Ａa b-—/硚\U00020000", min_size=1, max_size=40)
ANYTHING = st.text(max_size=30).map(clean_line)
LINE = st.one_of(st.sampled_from(ODD), WORDS.map(clean_line), WORDS.map(lambda words: f"（一）{words}"), ANYTHING)
LONG = st.lists(st.one_of(LINE, st.just(""), LINE.map(lambda line: f"　　{line}")), max_size=6).map("\n".join)
NAMES = st.text("示例省市县乡镇硚口区人民政府水利局办公室（）·12A ", min_size=1).map(clean_line).filter(bool)
SHORT = st.text("办公室人民路号甲12-@.:;&<>\"' =", max_size=30).map(clean_line)
NOTED = ["其中修订16件", "（甲）", "（甲）乙", "说明（甲）", "含1.5万元", "-", "/（无）"]
NOTES = st.one_of(SHORT, ANYTHING, st.sampled_from(NOTED)).filter(lambda note: not is_figure(note))
COUNTS = st.one_of(st.just("0"), st.just("/"), st.integers(0, 10**17).map(str))
AMOUNTS = st.one_of(COUNTS, st.from_regex(r"[1-9][0-9]{0,8}\.[0-9]{1,6}", fullmatch=True))
SIGNED = st.one_of(COUNTS, st.integers(1, 999).map("+{}".format), st.integers(1, 999).map("-{}".format))
OF_TYPE = {"count": COUNTS, "amount": AMOUNTS, "signed": SIGNED}


@st.composite
def reports(draw: st.DrawFn, pictures: bool = True) -> Report:
    form = forms.get(draw(st.sampled_from(forms.editions())))
    kind = draw(st.sampled_from(list(form.kinds)))
    report = Report.new(unit=draw(NAMES), year=draw(st.integers(2008, 2999)), edition=form.edition, kind=kind)
    contact = Contact(**{name: draw(SHORT) for name in Contact.__struct_fields__})
    blank = draw(st.sets(st.sampled_from(list(form.cells)), max_size=30))
    pools = {kind: draw(st.lists(pool, min_size=3, max_size=8)) for kind, pool in OF_TYPE.items()}
    rng = draw(st.randoms(use_true_random=False))
    values = {id_: rng.choice(pools[cell.type]) for id_, cell in form.cells.items() if id_ not in blank}
    report = report.with_cells(values)
    report = report.with_notes(draw(st.dictionaries(st.sampled_from(list(form.cells)), NOTES, max_size=6)))
    footnotes = draw(st.dictionaries(st.sampled_from(list(form.tables)), st.lists(LINE, max_size=3).map("\n".join)))
    texts = {section: Text(draw(LONG)) for section in draw(st.sets(st.sampled_from(list(form.sections))))}
    if pictures:
        texts = {section: illustrated(draw, text) for section, text in texts.items()}
    texts = {section: text for section, text in texts.items() if text.text.strip() or text.pictures}
    return msgspec.structs.replace(
        report, contact=contact, footnotes={t: n for t, n in footnotes.items() if n.strip()}, texts=texts
    )


def illustrated(draw: st.DrawFn, text: Text) -> Text:
    places = draw(st.lists(st.integers(0, len(text.text)), max_size=3))
    width = st.one_of(st.just(0.0), st.integers(10, 150).map(float), st.sampled_from([66.6, 106.0]))  # a.png: 105.83
    each = [Picture(draw(st.sampled_from(list(MEDIA))), draw(SHORT), place, draw(width)) for place in places]
    return msgspec.structs.replace(text, pictures={str(number): picture for number, picture in enumerate(each)})


def back(report: Report, suffix: str) -> Reading:
    return import_document(read_bytes(export(report, suffix, MEDIA).data, f"年报{suffix}"))


def drawn(report: Report, media: dict[str, bytes]) -> dict[str, list[tuple[int, str, float, bytes]]]:
    """Section → its pictures: how many paragraphs stand in front of each, its caption, its width and its bytes."""
    found = {}
    for section, text in report.texts.items():
        starts = [paragraph.start for paragraph in paragraphs(text.text)]
        ordered = sorted(text.pictures.items(), key=lambda item: (item[1].after, item[0]))
        found[section] = [
            (
                sum(start < picture.after for start in starts),
                picture.caption,
                round(picture.width_mm, 3),
                media[picture.file],
            )
            for _, picture in ordered
        ]
    return {section: pictures for section, pictures in found.items() if pictures}


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".docx", ".html"])
@given(report=reports())
@settings(LARGE, max_examples=times(80))
def test_any_report_comes_back(suffix: str, report: Report) -> None:
    assert_comes_back(report, suffix)


@pytest.mark.long
@pytest.mark.slow
@given(report=reports())
@settings(LARGE, max_examples=times(20))  # a workbook takes long to write
def test_any_report_comes_back_from_a_workbook(report: Report) -> None:
    assert_comes_back(report, ".xlsx")


def assert_comes_back(report: Report, suffix: str) -> None:
    reading = back(report, suffix)
    assert_same(reading.report, report)
    assert drawn(reading.report, reading.media) == drawn(report, MEDIA)
    again = msgspec.structs.replace(reading.report, drafts=report.drafts)
    assert export(again, suffix, reading.media) == export(report, suffix, MEDIA)


@pytest.mark.parametrize("suffix", KINDS)
@pytest.mark.parametrize("name", ["busy", "quiet"])
def test_the_samples_come_back(name: str, suffix: str) -> None:
    report = open_report(resources.path("samples", f"{name}.rdesk"))
    reading = back(report, suffix)
    assert_same(reading.report, report)
    assert [doubt for doubt in reading.doubts if doubt.offered is None] == []
    assert reading.remarks == []
