"""Pictures in a Word document: checked, measured, cleaned."""

from io import BytesIO

import docx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.images import PRIVATE, SCAN, chunk, jpeg, png, segment
from tests.support.reports import busy_report
from tests.support.word_readback import W, part, style, text_of

from reportdesk.documents.images import MAX_FILE, PictureError, check_image
from reportdesk.documents.word import writer as word_writer
from reportdesk.documents.word.options import WordOptions
from reportdesk.report import Report
from reportdesk.report.schema import Picture, Text

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
EMU = 36_000  # in a millimetre


def report_of(text, *pictures):
    report = Report.new(unit="示例局", year=2025)
    texts = {"overview": Text(text, pictures={str(n): picture for n, picture in enumerate(pictures)})}
    return msgspec.structs.replace(report, texts=texts)


def order(data):
    """What stands below the first heading, in order."""
    found = [(style(p), text_of(p)) for p in part(data).find(f"{W}body").findall(f"{W}p")]
    start = found.index(("Heading1", "一、总体情况")) + 1
    return found[start : found.index(("Heading1", "二、主动公开政府信息情况"))]


def sizes(data):
    """Width and height of every picture in millimetres."""
    return [(int(e.get("cx")) / EMU, int(e.get("cy")) / EMU) for e in part(data).iter(f"{WP}extent")]


def test_a_picture_follows_the_paragraph_of_its_character_with_its_caption():
    pictures = Picture("b.png", "图2", 4), Picture("a.png", "图1", 2), Picture("a.png", "", 0)
    data = word_writer.render(report_of("甲乙\n丙", *pictures), media={"a.png": png(), "b.png": png()})
    expected = [("Picture", ""), (None, "甲乙"), ("Picture", ""), ("Caption", "图1")]
    assert order(data) == [*expected, (None, "丙"), ("Picture", ""), ("Caption", "图2")]
    assert [each.get("descr") for each in part(data).iter(f"{WP}docPr")] == ["", "图1", "图2"]


def test_a_picture_without_text_around_it_is_kept():
    assert order(word_writer.render(report_of("", Picture("a.png", "", 0)), media={"a.png": png()})) == [
        ("Picture", "")
    ]


def test_every_picture_is_in_the_package_as_it_is():

    data = word_writer.render(
        report_of("甲", Picture("a.png", "", 1), Picture("b", "", 1)), media={"a.png": png(), "b": jpeg()}
    )
    document = docx.Document(BytesIO(data))
    blobs = [
        document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].blob
        for shape in document.inline_shapes
    ]
    assert blobs == [png(), jpeg()]


@pytest.mark.parametrize(
    ("image", "wanted", "expected"),
    [
        (png(960, 480), 0.0, (156.0, 78.0)),  # 254 mm at 96 dots per inch
        (png(96, 48), 0.0, (25.4, 12.7)),
        (png(96, 48), 100.0, (100.0, 50.0)),
        (png(96, 48), 500.0, (156.0, 78.0)),
        (png(96, 48), -3.0, (25.4, 12.7)),
        (png(100, 2000), 100.0, (9.25, 185.0)),
    ],
)
def test_pictures_keep_their_proportions_within_text_and_page(image, wanted, expected):
    (found,) = sizes(word_writer.render(report_of("甲", Picture("p", "", 1, wanted)), media={"p": image}))
    assert found == pytest.approx(expected, abs=0.05)


def test_a_picture_is_no_wider_than_the_text_that_the_office_wants():
    options = WordOptions(left=45, right=45)
    (found,) = sizes(word_writer.render(report_of("甲", Picture("p", "", 1)), options, {"p": png(960, 480)}))
    assert found == pytest.approx((120, 60), abs=0.05)


def test_metadata_stays_outside():
    private = chunk(b"tEXt", b"Author\0" + PRIVATE), chunk(b"eXIf", PRIVATE), chunk(b"tIME", b"1234567")
    kept = chunk(b"gAMA", b"1234")
    assert check_image("p", png(4, 3, *private, kept) + PRIVATE).data == png(4, 3, kept)
    private = (
        segment(0xE1, b"Exif\0\0" + PRIVATE),
        segment(0xED, PRIVATE),
        segment(0xFE, PRIVATE),
        segment(0xE2, b"MPF\0"),
    )
    kept = segment(0xE2, b"ICC_PROFILE\0\x01\x01"), segment(0xDB, bytes(65))
    assert check_image("p", jpeg(4, 3, *private, *kept) + jpeg()).data == jpeg(4, 3, *kept)


def test_a_progressive_jpeg_is_kept_whole():
    data = jpeg(4, 3, after=segment(0xC4, b"\xff\xd9") + SCAN)
    image = check_image("p", data)
    assert (image.data, image.width, image.height, image.kind) == (data, 4, 3, "jpeg")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "不是 PNG 或 JPEG"),
        (b"GIF89a", "不是 PNG 或 JPEG"),
        (b"<svg/>", "不是 PNG 或 JPEG"),
        (png()[:-5], "已经损坏"),
        (png()[:20], "已经损坏"),
        (png(0, 5), "已经损坏"),
        (jpeg()[:-2], "已经损坏"),
        (jpeg()[:9], "已经损坏"),
        (b"\xff\xd8\xff\xd9", "已经损坏"),
        (png(10_000, 10_000), "10000×10000 像素"),
        (jpeg(12_000, 9_000), "12000×9000 像素"),
        (png(1, 2**31), "像素"),
        (png() + bytes(MAX_FILE), "超过 20 MB"),
    ],
)
def test_a_picture_that_cannot_be_is_named(data, said):
    with pytest.raises(PictureError, match="“图1 处罚数量”.*" + said):
        word_writer.render(report_of("甲", Picture("p.png", "图1 处罚数量", 1)), media={"p.png": data})


def test_a_picture_whose_file_is_missing_is_named():
    with pytest.raises(PictureError, match=r"“图1”的文件（p\.png）不在本报告中"):
        word_writer.render(report_of("甲", Picture("p.png", "图1", 1)))


@given(st.sampled_from([png(), jpeg(), png(4, 3, chunk(b"tEXt", PRIVATE))]), st.data())
def test_damaged_pictures_are_sound_or_refused(data, draw):
    place = draw.draw(st.integers(0, len(data) - 1))
    broken = data[:place] + draw.draw(st.binary(max_size=6)) + data[place + draw.draw(st.integers(0, 6)) :]
    try:
        image = check_image("图", broken)
    except PictureError:
        return
    assert image.width > 0 and image.height > 0 and len(image.data) <= len(broken)


def test_reports_without_pictures_need_no_media():
    assert word_writer.render(busy_report()) == word_writer.render(busy_report(), media={"p.png": b"unused"})
