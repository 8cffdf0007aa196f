"""The web page: its structure as a screen reader needs it, nothing typed becomes markup, and all of it can be read."""

import re
import struct
import zlib
from base64 import b64decode
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html
from tests.support.reports import busy_report

from reportdesk.documents import checklist
from reportdesk.documents.html import writer as html_writer
from reportdesk.documents.images import MAX_PIXELS, PictureError
from reportdesk.documents.metadata import PREFIX
from reportdesk.errors import UnknownId
from reportdesk.numbers import format_cell
from reportdesk.report import Contact, Report, Text, figures, paragraphs
from reportdesk.report.schema import Picture
from reportdesk.services import export

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def png(width=2, height=1):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\0\x80\x80" * 2 for _ in range(1)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def parsed(report, media=None, **options):
    return lxml_html.fromstring(html_writer.render(report, media or {}, **options))


def grid(table):
    """(row, column) → the element that covers it, spans spelt out."""
    places = {}
    for row, line in enumerate(table.iter("tr")):
        column = 0
        for cell in line:
            while (row, column) in places:
                column += 1
            for down in range(int(cell.get("rowspan", 1))):
                for across in range(int(cell.get("colspan", 1))):
                    assert (row + down, column + across) not in places
                    places[row + down, column + across] = cell
    return places


def tables(page, report):
    """Table id → its element."""
    names = (section.table for section in report.form.sections.values() if section.table)
    return dict(zip(names, page.iter("table"), strict=True))


def cells_of(page, report):
    """Cell id → its element."""
    found = {}
    for table, element in tables(page, report).items():
        places = grid(element)
        found |= {p.cell: places[p.row, p.column] for p in report.form.layout(table).cells if p.cell}
    return found


def texts_of(page, report):
    """Section id → its paragraphs, as they stand between the headings of the sections and outside tables."""
    by_heading = {section.heading: section.id for section in report.form.sections.values()}
    current, found, below_table = report.form.lead_in, {}, False
    for element in page.find(".//article"):
        text = element.text_content()
        if element.tag == "h1":
            continue
        if element.tag == "h2":
            current, below_table = by_heading[text], False
        elif element.tag == "table":
            below_table = True
        elif element.tag != "figure":
            found.setdefault(f"{current} note" if below_table else current, []).append(text)
    return found


# ---- structure ----


def test_headings_follow_one_another_without_a_gap():
    page = parsed(busy_report())
    levels = [int(element.tag[1]) for element in page.iter(*HEADINGS)]
    assert levels.count(1) == 1 and levels[0] == 1 and max(levels) >= 3
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("text", ["1.甲\n（1）乙\n（一）丙\n（1）丁", "（1）甲", "（一）甲\n（1）乙\n1.丙"])
def test_numbering_that_skips_a_level_skips_no_heading(text):
    page = parsed(busy_report().with_sections({"overview": text}))
    levels = [int(element.tag[1]) for element in page.iter(*HEADINGS)]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert [paragraph.text for paragraph in paragraphs(text)] == texts_of(page, busy_report())["overview"]


def test_it_is_chinese_without_scripts_and_asks_for_nothing_outside():
    page = parsed(busy_report())
    assert page.get("lang") == "zh-CN"
    assert not list(page.iter("script", "link", "iframe", "object", "form"))
    assert not [name for element in page.iter() for name in element.attrib if name.startswith("on")]
    data = html_writer.render(busy_report()).decode()
    assert not re.search(r"https?:|url\(|@import", data)


def test_every_table_has_a_caption_and_covers_its_official_grid():
    report = busy_report()
    for table, element in tables(parsed(report), report).items():
        layout = report.form.layout(table)
        assert element.find("caption").text == report.form.tables[table].title
        places = grid(element)
        assert places.keys() == {(row, column) for row in range(layout.rows) for column in range(layout.columns)}
        for placed in layout.cells:
            cell = places[placed.row, placed.column]
            spans = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
            assert spans == (placed.row_span, placed.column_span)
            if not placed.cell:
                assert cell.text_content() == placed.text
        assert len(element.findall("thead/tr")) == layout.header_rows


def test_every_figure_names_its_labels_and_every_label_says_what_it_heads():
    report = busy_report()
    page = parsed(report)
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    labels = {element.get("id"): element for element in page.iter("th")}
    scopes = {"rowgroup": 0, "colgroup": 0, "row": 0, "col": 0}
    for element in labels.values():
        scopes[element.get("scope")] += 1
    assert all(scopes.values())
    for cell, element in cells_of(page, report).items():
        found = report.form.cells[cell]
        named = [labels[each].text_content() for each in element.get("headers").split()]
        banner = [block.banner for block in report.form.tables[found.table].blocks if found.row in block.rows]
        assert named == [text for text in (*banner, *found.column.labels, *found.row.labels) if text]


# ---- read again ----


def test_everything_on_the_page_can_be_read_again():
    report = msgspec.structs.replace(
        busy_report(),
        contact=Contact(office="办公室", address="人民路1号 <院内>", email='a"b@example.cn'),
    )
    page = parsed(report)
    for cell, element in cells_of(page, report).items():
        assert element.text_content() == format_cell(figures(report)[cell], report.notes.get(cell))
    found = texts_of(page, report)
    for section, text in report.sections.items():
        assert "\n".join(found.pop(section, [])) == text
    assert found == {"disputes note": ["注：行政诉讼各项含上年度结转案件2件。"]}
    carried = {meta.get("name"): meta.get("content") for meta in page.iter("meta")}
    assert page.find(".//h1").text_content() == report.title
    facts = {"unit": report.unit, "year": "2025", "edition": "2021", "kind": report.kind}
    facts |= {name: text for name, text in msgspec.structs.asdict(report.contact).items() if text}
    assert {name: text for name, text in carried.items() if name and name.startswith(PREFIX)} == {
        f"{PREFIX}{name}": text for name, text in facts.items()
    }


def test_a_public_page_holds_only_what_it_shows():
    report = msgspec.structs.replace(busy_report(), contact=Contact(telephone="0123-7654321"))
    data = html_writer.render(report, public=True).decode()
    assert PREFIX not in data and "0123-7654321" not in data
    assert "0123-7654321" in html_writer.render(report).decode()


def test_blanks_within_a_paragraph_are_kept_on_the_screen():
    page = parsed(busy_report().with_sections({"overview": "甲  乙\t丙"}))
    [paragraph] = [p for p in page.iter("p") if p.text_content().startswith("甲")]
    assert paragraph.text == "甲  乙\t丙" and "pre-wrap" in paragraph.get("style")


def test_the_same_report_gives_the_same_page():
    assert html_writer.render(busy_report()) == html_writer.render(busy_report())


# ---- a fragment for the editor of a site ----


def test_a_fragment_is_the_page_without_its_title_and_without_a_style_sheet():
    report = busy_report()
    element = lxml_html.fragment_fromstring(html_writer.fragment(report))
    whole = parsed(report).find(".//article")
    assert element.tag == "article" and element.get("lang") == "zh-CN"
    assert [etree.tostring(part) for part in element] == [etree.tostring(part) for part in whole][1:]
    assert not list(element.iter("style", "script", "meta", "h1"))
    assert not [each for each in element.iter() if each.get("class")]


def test_a_fragment_of_one_table():
    report = busy_report()
    element = lxml_html.fragment_fromstring(html_writer.fragment(report, table="disputes"))
    assert [part.tag for part in element] == ["h2", "table", "p"]
    assert element[0].text_content() == report.form.sections["disputes"].heading
    with pytest.raises(KeyError):
        html_writer.fragment(report, table="nowhere")
    assert issubclass(UnknownId, KeyError)


# ---- markup and other hostile text ----

MARKUP = ["<script>alert(1)</script>", "</td></tr></table>", "<!--", "&lt;b&gt;&amp;", "]]>", '"><img src=x onerror=1>']
hostile = st.one_of(
    st.sampled_from(MARKUP),
    st.text(st.sampled_from("<>&\"'/!-=;#x 甲a\t"), min_size=1, max_size=30),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=30),
)


@given(hostile, hostile, hostile, hostile)
def test_what_is_typed_never_becomes_markup(unit, text, note, office):
    report = Report.new(unit=f"甲{unit}", year=2025).with_sections({"overview": f"甲{text}"})
    report = report.with_notes({"disputes.reconsideration.total": f"甲{note}"})
    contact = Contact(office=f"甲{office}")
    report = msgspec.structs.replace(report, footnotes={"disputes": f"注{text}"}, contact=contact)
    plain = msgspec.structs.replace(
        Report.new(unit="甲", year=2025)
        .with_sections({"overview": "甲"})
        .with_notes({"disputes.reconsideration.total": "甲"}),
        footnotes={"disputes": "注"},
        contact=Contact(office="甲"),
    )
    page, other = parsed(report), parsed(plain)
    tags = [element.tag for element in page.iter() if element.tag not in ("br", *HEADINGS, "p", "strong")]
    assert tags == [element.tag for element in other.iter() if element.tag not in ("br", *HEADINGS, "p", "strong")]
    assert page.find(".//h1").text_content() == report.title == page.find(".//title").text
    found = texts_of(page, report)
    assert found["overview"] == [paragraph.text for paragraph in paragraphs(report.text("overview"))]
    assert found["disputes note"] == [f"注{text}".strip()]
    noted = cells_of(page, report)["disputes.reconsideration.total"].text_content()
    assert noted == format_cell(None, report.notes["disputes.reconsideration.total"])
    [meta] = [meta for meta in page.iter("meta") if meta.get("name") == f"{PREFIX}office"]
    assert meta.get("content") == contact.office
    ticked = lxml_html.fromstring(checklist.render(report))
    assert not list(ticked.iter("script", "img"))
    assert text.strip() in "".join(ticked.itertext())


def test_control_characters_and_a_text_of_a_million_characters():
    report = msgspec.structs.replace(
        busy_report(), unit="甲\x00乙\x1b", texts={"overview": Text("丙\x08丁\ud800" + "长" * 1_000_000)}
    )
    page = parsed(report)
    assert page.find(".//h1").text_content().startswith("甲乙2025")
    assert texts_of(page, report)["overview"] == ["丙丁" + "长" * 1_000_000]


# ---- pictures ----


def with_pictures(*pictures):
    report = busy_report()
    text = Text("第一段。\n第二段。\n第三段。", pictures={str(n): picture for n, picture in enumerate(pictures)})
    return msgspec.structs.replace(report, texts={"overview": text})


def test_a_picture_stands_in_the_page_after_the_paragraph_it_follows():
    report = with_pictures(Picture("b.png", "", 14), Picture("a.png", "图1 <公开>", 6, 60.5))
    page = parsed(report, {"a.png": png(), "b.png": png(4, 1)})
    tags = [element.tag for element in page.find(".//article")]
    first = tags.index("p")
    assert tags[first : first + 5] == ["p", "p", "figure", "p", "figure"]
    image, other = page.iter("img")
    assert b64decode(image.get("src").removeprefix("data:image/png;base64,")) == png()
    assert image.get("alt") == "图1 <公开>" == image.getnext().text and "width:60.5mm" in image.get("style")
    assert other.get("alt") and other.getnext() is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "不在本报告中"),
        (b"", "PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "PNG"),
        (png()[:30], "损坏"),
        (png(10_000, 10_000), f"{MAX_PIXELS // 10_000} 万像素"),
    ],
)
def test_a_picture_that_cannot_be_used_is_named_and_nothing_is_written(tmp_path, data, said):
    media = {} if data is None else {"图一.png": data}
    target = tmp_path / "a.html"
    target.write_text("原来的", "utf-8")
    with pytest.raises(PictureError, match=said) as caught:
        export.write(with_pictures(Picture("图一.png", "", 1)), target, media)
    assert "图一.png" in str(caught.value) and str(caught.value).endswith("。")
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"] and target.read_text("utf-8") == "原来的"


# ---- another form ----


def test_an_invented_form_needs_no_code(invented_form):
    report = Report.new(unit="示例<商店>", year=2025, edition=invented_form.edition).with_cells(
        {"staff.remark": "<b>=甲&乙"}
    )
    page = parsed(report)
    assert cells_of(page, report)["staff.remark"].text_content() == "<b>=甲&乙"
    assert page.find(".//h1").text_content() == report.title
    assert checklist.render(report)
